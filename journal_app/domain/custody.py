"""What was done with a file of evidence, and what outside the journal bears witness to its state."""

from __future__ import annotations

from enum import StrEnum

from journal_app.domain.records import Record


class CustodyEvent(StrEnum):
    """One thing that can be done with a file of evidence."""

    ADDED = "added"
    CHECKED = "checked"
    GIVEN_BACK = "given-back"
    EXPORTED = "exported"
    ERASED = "erased"


class CustodyNote(Record, frozen=True, kw_only=True):
    """What was done with one file of evidence, by which version of the program.

    ``detail`` holds a fixed word or a digest, never a path or the name of a computer or a user.
    """

    evidence: str
    event: CustodyEvent
    detail: str = ""
    program: str = ""


class Anchor(Record, frozen=True, kw_only=True):
    """What outside the journal bears witness to a chain head.

    A time stamp that was asked for, or answered by a time-stamping authority (RFC 3161); or an OpenTimestamps proof,
    kept as it came, whose time nobody checked here.
    ``root`` and ``size`` are of the head; ``request`` and ``answer`` are the DER bytes in base64; ``time`` is
    the authority's time in ISO 8601 UTC, empty while unanswered; ``authority`` is the name it gives itself. ``proof``
    are the bytes of the ``.ots`` in base64; then nothing was asked for.
    """

    id: str
    root: str
    size: int
    head: str
    request: str = ""
    answer: str = ""
    time: str = ""
    authority: str = ""
    proof: str = ""
