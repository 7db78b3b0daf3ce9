"""What an open point of a dossier is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPoint:
    """Something the person may want to look at before the dossier leaves: a code, a sentence, and where it is.

    With a ``kind`` and no ``record_id`` it is where all of that kind are.
    """

    code: str
    message: str
    kind: str = ""
    record_id: str = ""
    field: str = ""
