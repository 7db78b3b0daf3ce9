"""The timeline in pages, and how often each date stands in it: only what is asked for is read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from journal_app.domain.dates import may_lie_between, parse_event_date
from journal_app.domain.incident import Incident
from journal_app.store import search
from journal_app.store.database import Database, Row
from journal_app.store.revisions import record_of

_DAY = "[0-9]" * 4 + "-" + "[0-9]" * 2 + "-" + "[0-9]" * 2
_BODY = "CAST(revisions.body AS TEXT)"
_DATE = "current.occurred"
# A date with its hour counts as its day: then there are no more of them than days.
_DAY_OF = f"""CASE
    WHEN {_DATE} GLOB '{_DAY}T*' AND instr({_DATE}, '/') = 0 AND substr({_DATE}, -1) NOT IN ('~', '?', '%')
    THEN substr({_DATE}, 1, 10) ELSE {_DATE} END"""
_PURPOSE = "current.purpose"
_CONTENT = "revisions."
_FROM = "FROM current JOIN revisions ON revisions.seq = current.content_seq"
_WITH_FILES = "EXISTS (SELECT 1 FROM evidence_incidents WHERE evidence_incidents.incident = current.record_id)"
_IN_COMPLAINT = """current.record_id IN (
    SELECT chosen.value FROM current AS complaint
    JOIN revisions AS content ON content.seq = complaint.content_seq,
        json_each(CAST(content.body AS TEXT), '$.record.incidents') AS chosen
    WHERE complaint.kind = 'complaint' AND complaint.removed = 0)"""
_NAMES = "EXISTS (SELECT 1 FROM incident_people WHERE incident_people.person = ? AND incident_people.id = current.id)"
_OF_TYPE = "EXISTS (SELECT 1 FROM json_each(current.types) AS type WHERE type.value = ?)"
_ON_A_DAY = f"({_DATE} GLOB '{_DAY}*/{_DAY}*' OR (instr({_DATE}, '/') = 0 AND {_DATE} GLOB '{_DAY}*'))"
# "sort" is "1 EARLIEST LATEST", each of 19 characters; a side that is open or unknown fits any day.
_EARLIEST, _LATEST = "substr(current.sort, 3, 10)", "substr(current.sort, 23, 10)"
_OPEN_START = f"({_DATE} GLOB '/*' OR {_DATE} GLOB '../*')"
_OPEN_END = f"({_DATE} GLOB '*/' OR {_DATE} GLOB '*/..')"
_BETWEEN = f"""(current.sort <> '0' AND ({_LATEST} >= ? OR {_OPEN_END}) AND ({_EARLIEST} <= ? OR {_OPEN_START}))"""
_MAY_REACH_FURTHER = f"({_DATE} GLOB '*[~?%]*' OR {_DATE} GLOB '*{'[0-9]' * 4}-2[1-4]*')"

_STEPS = f"json_each({_BODY}, '$.record.professional_response')"
_TOLD = f"json_each({_BODY}, '$.record.told')"
_NOTHING_NOTED, _SOMETHING_NOTED = "current.steps = 0", "current.steps > 0"

_IN_ONE_MONTH = f"""(current.sort <> '0' AND substr(current.sort, 3, 7) = substr(current.sort, 23, 7)
    AND NOT {_OPEN_START} AND NOT {_OPEN_END})"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which incidents are wanted; what is left empty, or None, leaves all of them.

    ``purposes`` are several of which one is wanted, ``ids`` those among which it is looked.
    ``first`` and ``last`` are days (``2024-03-12``): a date fits that may lie between them, as ``may_lie_between``
    says. ``shown_on`` are two days as well, and leave what a calendar shows from one to the other, where doubt moves
    nothing. ``month`` (``2024-03``) leaves what lies in that month alone.
    ``on_a_day`` False leaves what names no day, ``in_one_month`` False what may lie in several months or has no date.
    ``removed`` leaves only removed ones.
    """

    purpose: str = ""
    purposes: tuple[str, ...] = ()
    ids: tuple[str, ...] | None = None
    person: str = ""
    type: str = ""
    words: str = ""
    with_files: bool | None = None
    in_complaint: bool | None = None
    first: str = ""
    last: str = ""
    shown_on: tuple[str, str] | None = None
    month: str = ""
    dated: bool | None = None
    on_a_day: bool | None = None
    in_one_month: bool | None = None
    removed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedStep:
    """One step of a professional's response: its incident, its number there from 0, and its date (EDTF)."""

    incident: str
    number: int
    when: str


class NotedTelling(NamedTuple):
    """One time somebody was told: the person (id), when (EDTF), and the date and account of the incident."""

    person: str
    when: str
    occurred: str
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One incident, how many files it has, and its ``place``, after which the next page begins."""

    facts: Incident
    files: int
    removed: bool
    place: tuple[str, int]


def page(database: Database, sought: Sought, *, after: tuple[str, int] | None, most: int) -> list[Placed]:
    """Return at most ``most`` incidents in the order of their dates, unknown ones first, beginning after a place."""
    conditions, values = _conditions(database, sought)
    if after is not None:
        conditions.append("(current.sort, current.id) > (?, ?)")
        values += after
    rows = database.execute(
        "SELECT revisions.kind, revisions.record_id, revisions.body, current.removed, current.sort, current.id,"
        " (SELECT count(*) FROM evidence_incidents WHERE evidence_incidents.incident = current.record_id)"
        f" {_FROM} WHERE {' AND '.join(conditions)} ORDER BY current.sort, current.id LIMIT ?",
        (*values, most),
    )
    return [_placed(row) for row in rows]


def dates(database: Database, sought: Sought) -> dict[str, int]:
    """Return how many incidents have each date (EDTF); an hour without a mark of doubt counts as its day.

    What is written in the incidents is read only where ``sought`` asks for something in it.
    """
    conditions, values = _conditions(database, sought)
    where = " AND ".join(conditions)
    sql = f"SELECT {_DAY_OF} AS date, count(*) {_source(where)} WHERE {where} GROUP BY date"
    return {str(when): int(str(count)) for when, count in database.execute(sql, values)}


def count(database: Database, sought: Sought) -> int:
    """Return how many incidents there are."""
    conditions, values = _conditions(database, sought)
    where = " AND ".join(conditions)
    rows = database.execute(f"SELECT count(*) {_source(where)} WHERE {where}", values)
    return int(str(rows[0][0]))


def days_and_types(database: Database, sought: Sought) -> list[tuple[str, tuple[str, ...], int]]:
    """Return each date (EDTF) with the ids of types that stand with it, and how many incidents have just these."""
    conditions, values = _conditions(database, sought)
    where = " AND ".join(conditions)
    sql = f"SELECT {_DATE}, current.types, count(*) {_source(where)} WHERE {where} GROUP BY {_DATE}, current.types"
    rows = database.execute(sql, values)
    return [(str(day), tuple(json.loads(str(types))), int(str(number))) for day, types, number in rows]


def ids(database: Database, sought: Sought) -> list[str]:
    """Return the ids of the incidents in the order of their dates; nothing else of them is read."""
    conditions, values = _conditions(database, sought)
    where = " AND ".join(conditions)
    sql = f"SELECT current.record_id {_source(where)} WHERE {where} ORDER BY current.sort, current.id"
    return [str(row[0]) for row in database.execute(sql, values)]


def counts_by_person(database: Database) -> dict[str, int]:
    """Return in how many incidents each person (id) is named; who is in none is left out."""
    rows = database.execute(
        "SELECT person, count(*) FROM incident_people JOIN current ON current.id = incident_people.id"
        " WHERE current.removed = 0 GROUP BY person"
    )
    return {str(person): int(str(number)) for person, number in rows}


def steps(database: Database, sought: Sought) -> list[NotedStep]:
    """Return every step noted in the incidents, in the order of these; nothing else of them is read."""
    conditions, values = _conditions(database, sought)
    where = " AND ".join([*conditions, _SOMETHING_NOTED])
    rows = database.execute(
        "SELECT current.record_id, step.key, coalesce(json_extract(step.value, '$.when'), '')"
        f" {_FROM}, {_STEPS} AS step WHERE {where} ORDER BY current.sort, current.id, step.key",
        values,
    )
    return [NotedStep(incident=str(row[0]), number=int(str(row[1])), when=str(row[2])) for row in rows]


def without_steps(database: Database, sought: Sought) -> list[str]:
    """Return the ids of the incidents in which no step of a response is noted, in the order of their dates."""
    conditions, values = _conditions(database, sought)
    where = " AND ".join([*conditions, _NOTHING_NOTED])
    sql = f"SELECT current.record_id {_source(where)} WHERE {where} ORDER BY current.sort, current.id"
    rows = database.execute(sql, values)
    return [str(row[0]) for row in rows]


def told(database: Database) -> list[NotedTelling]:
    """Return each time somebody was told in an incident, in the order of these; no other incident is read whole."""
    rows = database.execute(
        "SELECT json_extract(telling.value, '$.person'), coalesce(json_extract(telling.value, '$.when'), ''),"
        f" {_DATE}, coalesce(json_extract({_BODY}, '$.record.account'), '')"
        f" {_FROM}, {_TOLD} AS telling"
        " WHERE current.kind = 'incident' AND current.removed = 0 AND current.tellings > 0"
        " ORDER BY current.sort, current.id, telling.key"
    )
    return [NotedTelling(*map(str, row)) for row in rows]


def _source(where: str) -> str:
    """Return where a count is taken from: the incidents themselves only where a condition asks for their content."""
    return _FROM if _CONTENT in where else "FROM current"


def _placed(row: Row) -> Placed:
    return Placed(
        facts=record_of(Incident, row[2], kind=str(row[0]), record_id=str(row[1])),
        removed=bool(row[3]),
        place=(str(row[4]), int(str(row[5]))),
        files=int(str(row[6])),
    )


def _conditions(database: Database, sought: Sought) -> tuple[list[str], list[object]]:
    conditions, values = ["current.kind = 'incident'", "current.removed = ?"], list[object]([sought.removed])
    for value, condition in ((sought.purpose, f"{_PURPOSE} = ?"), (sought.person, _NAMES), (sought.type, _OF_TYPE)):
        if value:
            conditions.append(condition)
            values.append(value)
    if sought.purposes:
        conditions.append(f"{_PURPOSE} IN ({', '.join('?' * len(sought.purposes))})")
        values += sought.purposes
    if sought.ids is not None:
        conditions.append("current.record_id IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(sought.ids))
    for wanted, condition in (
        (sought.with_files, _WITH_FILES), (sought.in_complaint, _IN_COMPLAINT),
        (sought.dated, "(current.sort <> '0')"), (sought.on_a_day, _ON_A_DAY),
        (sought.in_one_month, _IN_ONE_MONTH),
    ):  # fmt: skip
        if wanted is not None:
            conditions.append(condition if wanted else f"NOT {condition}")
    if sought.words:
        condition, looked_for = search.condition(sought.words)
        conditions.append(condition)
        values += looked_for
    for condition, bounds in _times(database, sought):
        conditions.append(condition)
        values += bounds
    return conditions, values


def _times(database: Database, sought: Sought) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what is asked of the date, in SQL, and the values each needs."""
    if sought.month:
        yield f"({_IN_ONE_MONTH} AND substr(current.sort, 3, 7) = ?)", (sought.month,)
    if sought.shown_on:
        yield _BETWEEN, _bounds(*sought.shown_on)
    if sought.first or sought.last:
        wider = json.dumps(_wider(database, sought))
        yield f"({_BETWEEN} OR {_DATE} IN (SELECT value FROM json_each(?)))", (
            *_bounds(sought.first, sought.last), wider
        )  # fmt: skip


def _bounds(first: str, last: str) -> tuple[str, str]:
    return first, last or "9999-12-31"


def _wider(database: Database, sought: Sought) -> list[str]:
    """Return the dates in doubt, and the seasons, that may lie between two days: more of them than their own days."""
    first, last = (date.fromisoformat(day) if day else None for day in (sought.first, sought.last))
    rows = database.execute(
        f"SELECT DISTINCT {_DATE} FROM current WHERE kind = 'incident' AND removed = ? AND {_MAY_REACH_FURTHER}",
        (sought.removed,),
    )
    return [str(row[0]) for row in rows if may_lie_between(parse_event_date(str(row[0])), first, last)]
