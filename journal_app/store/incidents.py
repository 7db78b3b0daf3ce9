"""Incidents as they stand now, each part from its own record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from journal_app.domain.dates import in_zone
from journal_app.domain.incident import Impact, Incident, PrivateNote, Purpose
from journal_app.domain.records import changed
from journal_app.store import revisions
from journal_app.store.database import Database
from journal_app.store.revisions import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredIncident:
    """One incident with its private parts beside it, and when the program saved it first and last.

    The times are in the time zone that the computer was in. ``revisions`` counts how often its facts were
    saved, their removal among them; :func:`versions` how often they were another text.
    """

    facts: Incident
    impact: Impact | None
    private: PrivateNote | None
    first_recorded: datetime
    last_recorded: datetime
    revisions: int
    removed: bool


def get(database: Database, identifier: str) -> StoredIncident:
    """Return one incident, a removed one too; raises BadInput where there never was one with this id."""
    there = revisions.found(database, "incident", identifier, removed=True)
    impact = _part(revisions.standing(database, "impact", identifier))
    private = _part(revisions.standing(database, "private-note", identifier))
    return _stored(there, impact, private)


def timeline(database: Database, *, removed: bool = False) -> list[StoredIncident]:
    """Return all incidents in the order of their dates, unknown dates first; removed ones too where ``removed``."""
    impacts = {each.revision.record_id: each for each in revisions.all_standing(database, "impact")}
    privates = {each.revision.record_id: each for each in revisions.all_standing(database, "private-note")}
    return [
        _stored(each, impacts.get(each.revision.record_id), privates.get(each.revision.record_id))
        for each in revisions.all_standing(database, "incident", removed=removed)
    ]


def versions(database: Database, stored: StoredIncident) -> tuple[int, datetime]:
    """Return how many versions there are of what an incident says, and when the last of them was saved.

    What was saved again and says the same is no other version: an incident that was taken off the timeline and put
    back, or is meant for another reader, was not revised.
    """
    said, count, last = None, 0, stored.first_recorded
    for each in revisions.history(database, "incident", stored.facts.id) if stored.revisions > 1 else ():
        if each.action != "removed":
            says = changed(each.record(Incident), purpose=Purpose.PRIVATE)
            if says != said:
                said, count, last = says, count + 1, in_zone(each.recorded_at, each.timezone)
    return max(count, 1), last


def _part(there: Standing | None) -> Standing | None:
    return None if there is None or there.removed else there


def _stored(there: Standing, impact: Standing | None, private: Standing | None) -> StoredIncident:
    return StoredIncident(
        facts=there.revision.record(Incident),
        impact=impact.revision.record(Impact) if impact else None,
        private=private.revision.record(PrivateNote) if private else None,
        first_recorded=in_zone(there.first_at, there.first_zone),
        last_recorded=in_zone(there.last_at, there.revision.timezone),
        revisions=there.number,
        removed=there.removed,
    )
