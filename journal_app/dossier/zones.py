"""Time zones: they have the names of towns, and where one is hidden its offset from UTC is told instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from journal_app.domain.date_words import offset_in_words
from journal_app.domain.dates import Precision, is_timezone, parse_event_date
from journal_app.domain.records import changed
from journal_app.dossier.case import CaseIncident

_OF_A_DAY = frozenset({Precision.DAY, Precision.MINUTE, Precision.SECOND})


def offset_at(time: str, zone: str) -> str:
    """Return the offset from UTC of a zone at a moment in ISO 8601; empty where this computer does not know the zone.

    A moment without an offset is one by the clocks of that zone.
    """
    if not is_timezone(zone):
        return ""
    moment = datetime.fromisoformat(time)
    there = moment.astimezone(ZoneInfo(zone)) if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
    offset = there.utcoffset()
    return "" if offset is None else offset_in_words(int(offset.total_seconds() // 60))


def offset_on(occurred: str, zone: str) -> str:
    """Return the offset from UTC that a zone had on a date (EDTF), or both where it changed before the date ended.

    Empty where no day is known: in a month or a year there may be two.
    """
    date = parse_event_date(occurred)
    days = [point for point in (date.start, date.end) if point is not None and point.precision in _OF_A_DAY]
    moments = [moment for point in days for moment in (point.earliest, point.latest)]
    found = dict.fromkeys(offset_at(moment.isoformat(), zone) for moment in moments)
    return ", ".join(filter(None, found))


def by_offset(incidents: Iterable[CaseIncident], tells: Callable[[str], bool]) -> Iterator[CaseIncident]:
    """Yield incidents with the offset alone in place of each time zone whose name tells what is hidden."""
    known: dict[str, bool] = {"": False}
    for each in incidents:
        zone = each.incident.timezone
        if zone not in known:
            known[zone] = tells(zone)
        offset = offset_on(each.incident.occurred, zone) if known[zone] else zone
        yield replace(each, incident=changed(each.incident, timezone=offset)) if offset != zone else each
