"""What a check found, in the person's own words for the thing, and which copy was made with it in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from journal_app.domain.incident import Incident
from journal_app.domain.people import Person
from journal_app.errors import JournalError
from journal_app.services import backups
from journal_app.services.audit import CheckReport, Problem
from journal_app.services.incidents import first_line
from journal_app.services.journal import Journal
from journal_app.store import evidence as evidence_store
from journal_app.store import revisions

_OF_AN_ENTRY = frozenset({"incident", "impact", "private-note"})
_OF_A_PERSON = frozenset({"person", "person-note"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is not as it was saved.

    ``kind`` and ``record`` name its record; ``called`` is what the person calls it, empty where it has no name of its
    own or it cannot be read; ``copied`` is when the last copy was made, where that copy was made with it in it.
    """

    kind: str
    record: str
    called: str
    where: str
    what: str
    copied: datetime | None


def findings(journal: Journal, report: CheckReport) -> tuple[Finding, ...]:
    """Return what ``report`` found in ``journal``, each thing once."""
    made = backups.last(journal)
    copied = datetime.fromisoformat(made) if made else None
    found: dict[tuple[str, str, str], Finding] = {}
    for each in report.problems:
        key = (each.kind, each.record, "" if each.kind else f"{each.where} {each.what}")
        found.setdefault(key, _finding(journal, each, copied))
    return tuple(found.values())


def _finding(journal: Journal, problem: Problem, copied: datetime | None) -> Finding:
    try:
        called = _called(journal, problem.kind, problem.record)
    except (JournalError, ValueError):  # what would name it is damaged as well
        called = ""
    has_it = copied is not None and _was_saved_before(journal, problem, copied)
    return Finding(
        kind=problem.kind, record=problem.record, called=called, where=problem.where, what=problem.what,
        copied=copied if has_it else None,
    )  # fmt: skip


def _called(journal: Journal, kind: str, record: str) -> str:
    if kind == "evidence":
        item = evidence_store.get(journal.database, record)
        return item.description or item.file_name
    if kind in _OF_AN_ENTRY:
        standing = revisions.found(journal.database, "incident", record, removed=True)
        return first_line(standing.revision.record(Incident).account)
    if kind in _OF_A_PERSON:
        return revisions.found(journal.database, "person", record, removed=True).revision.record(Person).name
    return ""


def _was_saved_before(journal: Journal, problem: Problem, copied: datetime) -> bool:
    """Say whether the last version of a record was there when a copy was made, and proved to be whole."""
    if not problem.kind:
        return False
    try:
        versions = revisions.history(journal.database, problem.kind, problem.record)
    except (JournalError, ValueError):
        return False
    return bool(versions) and versions[-1].recorded_at <= copied
