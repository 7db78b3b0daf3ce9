"""Evidence in pages, and what stands beside one file in the same order: only what is asked for is read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from journal_app.domain.evidence import Evidence
from journal_app.store import search
from journal_app.store.database import Database
from journal_app.store.revisions import record_of

_TYPE = "json_extract(CAST(revisions.body AS TEXT), '$.record.media_type')"
_CONTENT = "revisions."
_FROM = "FROM current JOIN revisions ON revisions.seq = current.content_seq"
_IN_AN_ENTRY = "EXISTS (SELECT 1 FROM evidence_incidents WHERE evidence_incidents.id = current.id)"
_OF_ENTRY = "current.id IN (SELECT id FROM evidence_incidents WHERE incident = ?)"
# Looked up once and not for each file: they are few entries among many.
_OF_PERSON = """current.id IN (SELECT evidence_incidents.id FROM incident_people
    JOIN current AS entry ON entry.id = incident_people.id AND entry.removed = 0
    JOIN evidence_incidents ON evidence_incidents.incident = entry.record_id
    WHERE incident_people.person = ?)"""
_PLACE = "SELECT id FROM current WHERE kind = 'evidence' AND record_id = ?"
_AROUND = """count(*), coalesce(sum(current.id <= ?), 0), coalesce(max(current.id = ?), 0),
    max(CASE WHEN current.id < ? THEN current.id END), min(CASE WHEN current.id > ? THEN current.id END)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which files are wanted; what is left empty, or None, leaves all of them.

    ``types`` are media types of which one is wanted, ``other_than`` those that are not. ``loose`` leaves what belongs
    to no entry, ``entry`` what belongs to that one, ``person`` what belongs to an entry in which that person is named.
    """

    types: tuple[str, ...] = ()
    other_than: tuple[str, ...] = ()
    loose: bool = False
    entry: str = ""
    person: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One file, when it was added, and its ``place``, after which the next page begins."""

    evidence: Evidence
    added: datetime
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Where a file stands among those that are wanted, counted from 1, of how many, and which stand next to it."""

    number: int
    count: int
    before: Evidence | None
    after: Evidence | None


def page(database: Database, sought: Sought, *, after: int = 0, most: int) -> list[Listed]:
    """Return at most ``most`` files in the order they were added, beginning after a place (0 is before the first)."""
    return _read(database, sought, "current.id > ?", after, f"ORDER BY current.id LIMIT {int(most)}")


def beside(database: Database, sought: Sought, identifier: str) -> Beside | None:
    """Return where a file stands among those that are wanted, or None where it is not one of them."""
    own = database.execute(_PLACE, (identifier,))
    if not own:
        return None
    conditions, values = _conditions(sought)
    where, place = " AND ".join(conditions), own[0][0]
    sql = f"SELECT {_AROUND} {_source(where)} WHERE {where}"
    count, number, there, *around = database.execute(sql, (place, place, place, place, *values))[0]
    if not there:
        return None
    before, after = (_one(database, each) for each in around)
    return Beside(number=int(str(number)), count=int(str(count)), before=before, after=after)


def _one(database: Database, place: object) -> Evidence | None:
    """Return the file at a place, or None where there is no place."""
    return next((each.evidence for each in _read(database, Sought(), "current.id = ?", place, "")), None)


def _read(database: Database, sought: Sought, condition: str, value: object, order: str) -> list[Listed]:
    conditions, values = _conditions(sought)
    rows = database.execute(
        f"SELECT revisions.body, current.record_id, current.first_at, current.id {_FROM}"
        f" WHERE {' AND '.join([*conditions, condition])} {order}",
        (*values, value),
    )
    return [
        Listed(
            evidence=record_of(Evidence, row[0], kind="evidence", record_id=str(row[1])),
            added=datetime.fromisoformat(str(row[2])),
            place=int(str(row[3])),
        )
        for row in rows
    ]


def _source(where: str) -> str:
    """Return where files are counted: what is written of them is read only where a condition asks for it."""
    return _FROM if _CONTENT in where else "FROM current"


def _conditions(sought: Sought) -> tuple[list[str], list[object]]:
    conditions, values = ["current.kind = 'evidence'", "current.removed = 0"], list[object]()
    if sought.loose:
        conditions.append(f"NOT {_IN_AN_ENTRY}")
    for types, condition in ((sought.types, "IN"), (sought.other_than, "NOT IN")):
        if types:
            conditions.append(f"{_TYPE} {condition} (SELECT value FROM json_each(?))")
            values.append(json.dumps(types))
    for value, condition in ((sought.entry, _OF_ENTRY), (sought.person, _OF_PERSON)):
        if value:
            conditions.append(condition)
            values.append(value)
    if sought.words:
        condition, looked_for = search.condition(sought.words, ("evidence",))
        conditions.append(condition)
        values += looked_for
    return conditions, values
