"""The open points about what is not finished: it is in no dossier, though its record may be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from journal_app.dossier.case import Where
from journal_app.dossier.excerpts import first_line, shortened
from journal_app.dossier.open_point import OpenPoint, Teller, sentence

_NEW = {
    "incident": sentence("A new entry is not finished. It is not in this dossier."),
    "person": sentence("A new person is not finished. They are not in this dossier."),
    "match": sentence("A new match is not finished. It is not in this dossier."),
    "study": sentence("A new study is not finished. It is not in this dossier."),
}


class BegunPoints(Teller):
    """Tells of records with changes that are kept and not finished, and of what is begun anew."""

    def begun(self, records: Iterable[Where], new: Collection[str]) -> Iterator[OpenPoint]:
        """Return a point for each record of the case, and one for each kind of which something new is begun."""
        for where in records:
            text = self._text("{place}: changes are kept that are not finished. They are not in this dossier.",
                              place=self._named(where))  # fmt: skip
            yield self._point("begun", text, where.kind, where.id)
        for kind, message in _NEW.items():
            if kind in new:
                yield self._point("begun-new", self._text(message), kind)

    def _named(self, where: Where) -> str:
        if where.kind == "person":
            return self._case.named(where.id)
        if where.kind != "incident":
            return self._where(where)
        account = next(each.incident.account for each in self._case.incidents if each.incident.id == where.id)
        return self._text("“{line}”", line=shortened(first_line(account), 80))
