"""The timeline as the window shows it: in pages, by day and by month, each with the same choice of entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from journal_app.domain.dates import DatePoint, EventDate, Precision, parse_event_date
from journal_app.services.incidents import TimelineRow, first_line
from journal_app.services.journal import Journal
from journal_app.store import timeline as timeline_store
from journal_app.store.timeline import Sought

__all__ = [
    "Count",
    "Days",
    "Month",
    "Months",
    "Page",
    "Place",
    "Sought",
    "days",
    "ids",
    "is_on_one_day",
    "months",
    "page",
]

Place = tuple[str, int]
Month = tuple[int, int]
_ON_A_DAY = frozenset({Precision.DAY, Precision.MINUTE, Precision.SECOND})


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some entries of the timeline in order; ``after`` is where the next page begins, None where this is the last."""

    rows: tuple[TimelineRow, ...]
    after: Place | None


@dataclass(frozen=True, slots=True)
class Count:
    """How many entries: those whose date is exact, and those where it is approximate or part of a range."""

    exact: int = 0
    approximate: int = 0

    @property
    def all(self) -> int:
        """All of them."""
        return self.exact + self.approximate

    def and_(self, number: int, *, exact: bool) -> Count:
        """Return the count with some more."""
        return Count(self.exact + number * exact, self.approximate + number * (not exact))


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days of one month that have entries. An entry over several days counts on each of them.

    ``elsewhere`` counts, of the whole timeline, the entries whose date names no day. ``latest`` is the last day that
    any entry names, or None.
    """

    days: Mapping[int, Count]
    elsewhere: int
    latest: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Months:
    """The months that have entries, in order. Each entry is counted once, in one of the three.

    In ``months`` stands an entry whose date lies in that month alone. ``wider`` counts those that may lie in several
    months, ``unknown`` those without any date.
    """

    months: Mapping[Month, Count] = field(default_factory=dict)
    wider: int = 0
    unknown: int = 0


def page(journal: Journal, sought: Sought, *, after: Place | None = None, most: int) -> Page:
    """Return the next entries of the timeline in order of when they happened; those without any date come first."""
    found = timeline_store.page(journal.database, sought, after=after, most=most + 1)
    rows = tuple(
        TimelineRow(
            id=each.facts.id,
            occurred=parse_event_date(each.facts.occurred),
            first_line=first_line(each.facts.account),
            channel=each.facts.channel,
            files=each.files,
            purpose=each.facts.purpose,
            people=tuple(sorted(each.facts.people_ids)),
            removed=each.removed,
        )
        for each in found[:most]
    )
    return Page(rows=rows, after=found[most - 1].place if len(found) > most else None)


def ids(journal: Journal, sought: Sought) -> tuple[str, ...]:
    """Return the ids of the entries in order of when they happened."""
    return tuple(timeline_store.ids(journal.database, sought))


def days(journal: Journal, sought: Sought, month: Month) -> Days:
    """Count the entries on each day of a month."""
    return count_days(_dates(journal, sought), month)


def months(journal: Journal, sought: Sought) -> Months:
    """Count the entries in each month."""
    return count_months(_dates(journal, sought))


def _dates(journal: Journal, sought: Sought) -> list[tuple[EventDate, int]]:
    return [(parse_event_date(text), count) for text, count in timeline_store.dates(journal.database, sought).items()]


def is_on_one_day(when: EventDate) -> bool:
    """Say whether a date, or both of its ends, name the same day without any mark of doubt."""
    start, end = when.start, when.end
    if start is None or end is None:
        return False
    sure = not any(point.approximate or point.uncertain for point in (start, end))
    return sure and _names_a_day(start) and _names_a_day(end) and start.earliest.date() == end.latest.date()


def _names_a_day(point: DatePoint) -> bool:
    return point.precision in _ON_A_DAY


def count_days(dates: Iterable[tuple[EventDate, int]], month: Month) -> Days:
    """Count dates, each given with how often it stands, on each day of a month."""
    counts: dict[int, Count] = {}
    elsewhere, latest = 0, None
    for when, number in dates:
        start, end = when.start, when.end
        if start is None or end is None or not _names_a_day(start) or not _names_a_day(end):
            elsewhere += number
            continue
        first, last = start.earliest.date(), end.latest.date()
        latest = last if latest is None else max(latest, last)
        for day in _days_in(first, last, month):
            counts[day] = counts.get(day, Count()).and_(number, exact=is_on_one_day(when))
    return Days(days=dict(sorted(counts.items())), elsewhere=elsewhere, latest=latest)


def _days_in(first: date, last: date, month: Month) -> range:
    begin, end = bounds(month)
    if last < begin or first > end:
        return range(0)
    return range(max(first, begin).day, min(last, end).day + 1)


def bounds(month: Month) -> tuple[date, date]:
    """Return the first and the last day of a month."""
    year, number = month
    if number == 12:
        return date(year, 12, 1), date(year, 12, 31)
    return date(year, number, 1), date(year, number + 1, 1) - timedelta(days=1)


def count_months(dates: Iterable[tuple[EventDate, int]]) -> Months:
    """Count dates, each given with how often it stands, in each month."""
    counts: dict[Month, Count] = {}
    wider = unknown = 0
    for when, number in dates:
        early, late = when.earliest, when.latest
        if when.is_unknown:
            unknown += number
        elif early is None or late is None or (early.year, early.month) != (late.year, late.month):
            wider += number
        else:
            key = (early.year, early.month)
            counts[key] = counts.get(key, Count()).and_(number, exact=is_on_one_day(when))
    return Months(months=dict(sorted(counts.items())), wider=wider, unknown=unknown)
