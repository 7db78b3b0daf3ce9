"""Complaints and what is hidden in what leaves, as they stand now."""

from __future__ import annotations

from dataclasses import dataclass

from journal_app.domain.complaints import Complaint, ComplaintLog
from journal_app.domain.evidence import Redaction
from journal_app.store import revisions
from journal_app.store.database import Database
from journal_app.store.revisions import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredComplaint:
    """A complaint and its log, each from its own record."""

    complaint: Complaint
    log: ComplaintLog | None


def get(database: Database, identifier: str) -> StoredComplaint:
    """Return one complaint; raises BadInput where there is none with this id."""
    return _stored(database, revisions.found(database, "complaint", identifier))


def all(database: Database) -> list[StoredComplaint]:  # noqa: A001 - read as complaints.all
    """Return all complaints, in the order they were added."""
    return [_stored(database, each) for each in revisions.all_standing(database, "complaint")]


def redactions(database: Database) -> list[Redaction]:
    """Return everything that is hidden in what leaves the journal."""
    return [each.revision.record(Redaction) for each in revisions.all_standing(database, "redaction")]


def _stored(database: Database, there: Standing) -> StoredComplaint:
    log = revisions.standing(database, "complaint-log", there.revision.record_id)
    kept = None if log is None or log.removed else log.revision.record(ComplaintLog)
    return StoredComplaint(complaint=there.revision.record(Complaint), log=kept)
