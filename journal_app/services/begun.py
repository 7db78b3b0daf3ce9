"""What was begun and is not done yet, seen from a dossier: nothing of it is in there, and each is told of."""

from __future__ import annotations

from collections.abc import Iterator

from journal_app.dossier.begun_points import BegunPoints
from journal_app.dossier.case import Where
from journal_app.dossier.open_point import Known, OpenPoint
from journal_app.i18n import words_for
from journal_app.services import drafts
from journal_app.services.cases import Snapshot
from journal_app.services.drafts import BOND, HIDING, KEYS, NEW, WAITING
from journal_app.services.journal import Journal

_BESIDE = {
    "incident": (WAITING,),
    "person": (BOND,),
    "evidence": (HIDING,),
}  # what is kept beside the draft of a record
_NEW = {"incident": {NEW, WAITING + NEW}, "person": {KEYS["person"]}, "match": {KEYS["match"]},
        "study": {KEYS["study"]}}  # fmt: skip


def points(journal: Journal, snapshot: Snapshot, known: Known) -> tuple[OpenPoint, ...]:
    """Return a point for each record of a dossier with changes that are not done, and for what is begun anew.

    They are no part of the plan: what is begun is no part of the chain, from which the pages are made.
    """
    kept = set(drafts.keys(journal))

    def is_begun(where: Where) -> bool:
        return any(prefix + where.id in kept for prefix in (KEYS[where.kind], *_BESIDE.get(where.kind, ())))

    teller = BegunPoints(snapshot.case, words_for(snapshot.case.language), known)
    new = {kind for kind, keys in _NEW.items() if keys & kept}
    return tuple(teller.begun(filter(is_begun, _records(snapshot)), new))


def _records(snapshot: Snapshot) -> Iterator[Where]:
    """Return what is in the dossier and can be changed in the window."""
    case, private = snapshot.case, snapshot.private
    yield from (Where("incident", each.incident.id) for each in case.incidents)
    yield from (Where("evidence", each.evidence.id) for each in case.exhibits)
    yield from (Where("match", each.id) for each in case.matches)
    yield from (Where("study", each.id) for each in case.studies)
    yield from (Where("person", each.id) for each in case.people)
    filings = [case.complaint] if case.complaint is not None else []
    yield from (Where("complaint", each.id) for each in (*filings, *(private.complaints if private else ())))
