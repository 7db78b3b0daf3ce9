"""Complaints and what is hidden in what leaves, as they stand now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from journal_app.domain.complaints import Complaint, ComplaintLog, ComplaintPoints
from journal_app.domain.evidence import Redaction
from journal_app.domain.records import Record
from journal_app.store import revisions
from journal_app.store.database import Database
from journal_app.store.revisions import Standing

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredComplaint:
    """A complaint, what came after and the points, each from its own record."""

    complaint: Complaint
    log: ComplaintLog | None
    points: ComplaintPoints | None


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
    identifier = there.revision.record_id
    return StoredComplaint(
        complaint=there.revision.record(Complaint),
        log=_part(database, "complaint-log", identifier, ComplaintLog),
        points=_part(database, "complaint-points", identifier, ComplaintPoints),
    )


def _part(database: Database, kind: str, identifier: str, shape: type[R]) -> R | None:
    there = revisions.standing(database, kind, identifier)
    return None if there is None or there.removed else there.revision.record(shape)
