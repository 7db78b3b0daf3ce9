"""One open point, and the words that all of them share: where a text stands, and the way there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from journal_app.dossier.case import Case, Where
from journal_app.dossier.labels import Labels
from journal_app.i18n import Words

Known = tuple[Mapping[str, str], Mapping[str, int]]


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


class Teller:
    """Tells open points of a case; ``known`` are the labels of its exhibits and the numbers of its incidents."""

    def __init__(self, case: Case, words: Words, known: Known) -> None:
        self._case, self._words = case, words
        self._labels, self._numbers = known

    def _text(self, message: str, **values: object) -> str:
        return self._words.text("open point", message).format(**values)

    def _where(self, where: Where) -> str:
        """Return the words for the record a text stands in."""
        labels = Labels(self._words)
        if where.kind == "incident" and where.id in self._numbers:
            return labels("incident", n=self._numbers[where.id])
        if where.kind == "evidence" and where.id in self._labels:
            return self._labels[where.id]
        return labels.section(_SECTIONS[where.kind]) if where.kind in _SECTIONS else labels(_TITLES[where.kind])

    def _point(self, code: str, message: str, kind: str = "", record_id: str = "", field: str = "") -> OpenPoint:
        return OpenPoint(code=code, message=message, kind=kind, record_id=record_id, field=field)


# The words for where a text stands, by the kind of its record.
_SECTIONS = {"relationship": "4", "complaint": "9", "log": "17", "incident": "6", "evidence": "11"}
_TITLES = {
    "person": "incident.people", "match": "matches", "study": "study.any", "point": "reply", "impact": "title.impact",
    "note": "self.note", "person-note": "self.person-notes",
}  # fmt: skip
_OPENED = frozenset({"incident", "evidence", "person", "match", "study", "complaint"})  # what the window can open


def way_to(where: Where) -> tuple[str, str]:
    """Return the kind and the id of a record the window can go to; nothing for others."""
    return where if where.id and where.kind in _OPENED else ("", "")


def sentence(message: str) -> str:
    """Mark a sentence for those who collect the words; it is translated where it is filled."""
    return message
