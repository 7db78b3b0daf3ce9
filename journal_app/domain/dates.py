"""When something happened, as the person knows it: EDTF dates with their precision.

The profile is level 1 of the Extended Date/Time Format (Library of Congress, "EDTF Specification", 4 February
2019; ISO 8601-2:2019) for the years 0001 to 9999, with three additions that people need: a time may stop at the
minute, an interval may run between times, and a season may carry ``~``, ``?`` or ``%``. Empty text is "unknown".
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from journal_app.errors import BadInput
from journal_app.i18n import pgettext


class Precision(StrEnum):
    """How exactly one point in time is given."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"


@dataclass(frozen=True, slots=True, kw_only=True)
class DatePoint:
    """One point of an EDTF date; parts that are not given are None.

    ``season`` is 21 to 24 (spring to winter, EDTF level 1). ``offset`` is the UTC offset in minutes.
    ``earliest`` and ``latest`` bound the point in local time; for seasons they are the meteorological months of
    the northern hemisphere, used for sorting only.
    """

    precision: Precision
    earliest: datetime
    latest: datetime
    year: int
    month: int | None = None
    day: int | None = None
    season: int | None = None
    offset: int | None = None
    approximate: bool = False
    uncertain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDate:
    """When something happened: nothing known, one point, or an interval.

    ``start`` and ``end`` are the same object for a single point. In an interval a missing side is None and is
    either open (``..``) or unknown (empty).
    """

    text: str
    start: DatePoint | None = None
    end: DatePoint | None = None
    is_interval: bool = False
    open_start: bool = False
    open_end: bool = False

    @property
    def is_unknown(self) -> bool:
        """Whether nothing at all is known about the date."""
        return self.start is None and self.end is None

    @property
    def is_exact_day(self) -> bool:
        """Whether the date names one day (or a time on it) without any mark of doubt."""
        point = self.start
        if point is None or self.is_interval or point.approximate or point.uncertain:
            return False
        return point.precision in {Precision.DAY, Precision.MINUTE, Precision.SECOND}

    @property
    def earliest(self) -> datetime | None:
        """The earliest local moment that fits, or None where that side is open or unknown."""
        return self.start.earliest if self.start else None

    @property
    def latest(self) -> datetime | None:
        """The latest local moment that fits, or None where that side is open or unknown."""
        return self.end.latest if self.end else None

    @property
    def sort_key(self) -> tuple[bool, datetime, datetime]:
        """Order by what is known: dates without any point come first, then by earliest and latest moment.

        Each by the clock it is told by: the day that the person knows stays the day where it stands.
        """
        early = self.earliest or self.latest or datetime.min  # noqa: DTZ901 - local time by design
        late = self.latest or early
        return (not self.is_unknown, min(early, late), max(early, late))


UNKNOWN = EventDate(text="")

_MARK = r"(?P<mark>[~?%])?"
_TIME = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?(?P<zone>Z|[+-]\d{2}(?::\d{2})?)?" + _MARK,
    re.ASCII,
)
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?" + _MARK, re.ASCII)
_UNSPECIFIED = re.compile(r"(\d{2})(?:(\d)X|XX|(\d\d)-XX(?:-XX)?|(\d\d)-(\d\d)-XX)" + _MARK, re.ASCII)
_LONGEST = 80


def parse_event_date(text: str) -> EventDate:
    """Return ``text`` (EDTF, see the module) as an :class:`EventDate`; empty text is the unknown date.

    Raises BadInput where the text is not in the profile, names no real day, or ends before it begins.
    """
    if not text:
        return UNKNOWN
    if len(text) > _LONGEST:
        raise _not_a_date()
    if "/" not in text:
        point = _point(text)
        return EventDate(text=text, start=point, end=point)
    left, _, right = text.partition("/")
    start = None if left in {"", ".."} else _point(left)
    end = None if right in {"", ".."} else _point(right)
    if start is None and end is None:
        raise _not_a_date()
    if start and end and end.latest < start.earliest and not _runs_forward(start, end):
        raise _not_a_date()
    return EventDate(text=text, start=start, end=end, is_interval=True, open_start=left == "..", open_end=right == "..")


def _runs_forward(start: DatePoint, end: DatePoint) -> bool:
    """Say whether the end is the later moment though another clock shows the earlier hour there."""
    if start.offset is None or end.offset is None:
        return False
    return by_clock(start.earliest, start, end.offset) <= end.latest


def by_clock(moment: datetime, point: DatePoint, offset: int) -> datetime:
    """Return a moment of a point whose offset is known as a clock with another offset from UTC shows it."""
    try:
        return moment + timedelta(minutes=offset - (point.offset or 0))
    except OverflowError:  # no earlier and no later year can be written
        return moment


class Days(NamedTuple):
    """The first and the last day that fit a date, None where that side is open, not known, or in doubt (~, ?, %).

    They are the widest that may be meant.
    """

    first: date | None
    last: date | None


def days_of(event: EventDate) -> Days:
    """Return the days that fit a date.

    A season is taken for all of its year, with the winters at both ends: its months depend on where somebody is.
    """
    start, end = (point if point and not (point.approximate or point.uncertain) else None
                  for point in (event.start, event.end))  # fmt: skip
    first, last = _first_day(start) if start else None, _last_day(end) if end else None
    if first and last:  # times by two clocks may run forward and name the days the other way round
        first, last = min(first, last), max(first, last)
    return Days(
        first=first,
        last=last,
    )


def _first_day(point: DatePoint) -> date:
    if point.season is None:
        return point.earliest.date()
    return date(point.year - 1, 12, 1) if point.year > 1 else date.min


def _last_day(point: DatePoint) -> date:
    if point.season is None:
        return point.latest.date()
    return date(point.year + 1, 3, 1) - timedelta(days=1) if point.year < date.max.year else date.max


_LEAST_DOUBT = timedelta(days=7)


def may_lie_between(event: EventDate, first: date | None, last: date | None) -> bool:
    """Say whether what has this date may lie between two days, of which None sets no bound.

    A date in doubt (~, ?, %) may lie half as far beside what it names as that is long, and a week at least. A side that
    is open or not known sets no bound, and a season lies where :func:`days_of` says. The unknown date lies nowhere.
    """
    if event.is_unknown:
        return False
    begun = _moved(_first_day(event.start), event.start, -1) if event.start else date.min
    ended = _moved(_last_day(event.end), event.end, 1) if event.end else date.max
    return min(begun, ended) <= (last or date.max) and max(begun, ended) >= (first or date.min)


def _moved(day: date, point: DatePoint, way: int) -> date:
    """Return how far a day at the side of a point reaches where that is in doubt."""
    if not (point.approximate or point.uncertain):
        return day
    try:
        return day + way * max(_LEAST_DOUBT, (point.latest - point.earliest) / 2)
    except OverflowError:
        return date.min if way < 0 else date.max


def first_and_last(dates: Iterable[EventDate]) -> tuple[EventDate, EventDate]:
    """Return the date that begins first and the one that ends last; the unknown date, twice, where none is known.

    A side that is open (``..``) lies before or after everything; for one that is unknown the other side counts.
    """
    known = [date for date in dates if not date.is_unknown]
    if not known:
        return UNKNOWN, UNKNOWN
    first = min(known, key=lambda date: (_beginning(date), _end(date)))
    return first, max(known, key=lambda date: (_end(date), _beginning(date)))


def _beginning(date: EventDate) -> datetime:
    point = date.start or date.end
    return datetime.min if date.open_start or point is None else point.earliest  # noqa: DTZ901 - local time by design


def _end(date: EventDate) -> datetime:
    point = date.end or date.start
    return datetime.max if date.open_end or point is None else point.latest  # noqa: DTZ901 - local time by design


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def is_timezone(name: str) -> bool:
    """Say whether ``name`` is an IANA time zone name known on this computer."""
    return name in _zones()


def in_zone(moment: datetime, name: str) -> datetime:
    """Return an aware moment by the clocks of a time zone; as it is where this computer does not know the zone."""
    return moment.astimezone(ZoneInfo(name)) if is_timezone(name) else moment


def _not_a_date() -> BadInput:
    message = pgettext("error", "This date is not in a form the journal knows (EDTF); nothing was changed.")
    advice = pgettext(
        "error",
        "Write it like 2024-03-12, 2024-03-12T23:40, 2024-03, 2023-11~ for about, "
        "2024-02-02/2024-02-16 for between, or leave it empty.",
    )
    return BadInput(message, advice)


def _point(text: str) -> DatePoint:
    for pattern, read in ((_TIME, _read_time), (_DATE, _read_date), (_UNSPECIFIED, _read_unspecified)):
        found = pattern.fullmatch(text)
        if found:
            try:
                return read(found)
            except (ValueError, OverflowError):
                raise _not_a_date() from None
    raise _not_a_date()


def _doubt(found: re.Match[str]) -> dict[str, bool]:
    mark = found["mark"] or ""
    return {"approximate": mark in {"~", "%"}, "uncertain": mark in {"?", "%"}}


def _read_time(found: re.Match[str]) -> DatePoint:
    year, month, day, hour, minute = (int(found[i]) for i in range(1, 6))
    second = int(found[6]) if found[6] else None
    moment = datetime(year, month, day, hour, minute, second or 0)  # noqa: DTZ001 - local time by design
    span = timedelta(seconds=0 if second is not None else 59)
    return DatePoint(
        precision=Precision.MINUTE if second is None else Precision.SECOND,
        earliest=moment, latest=moment + span, year=year, month=month, day=day,
        offset=_offset(found["zone"]), **_doubt(found),
    )  # fmt: skip


def _offset(zone: str | None) -> int | None:
    if zone is None:
        return None
    if zone == "Z":
        return 0
    hours, _, minutes = zone[1:].partition(":")
    total = int(hours) * 60 + int(minutes or 0)
    if total > 14 * 60 or int(minutes or 0) > 59:
        raise ValueError(zone)
    return -total if zone[0] == "-" else total


def _read_date(found: re.Match[str]) -> DatePoint:
    year, month, day = (int(found[i]) if found[i] else None for i in (1, 2, 3))
    doubt = _doubt(found)
    if year is None or year == 0:
        raise ValueError(found[0])
    if month is None:
        return _span(Precision.YEAR, (year, 1, 1), (year, 12, 31), **doubt)
    if 21 <= month <= 24 and day is None:
        return _season(year, month, **doubt)
    if day is None:
        return _span(Precision.MONTH, (year, month, 1), (year, month, monthrange(year, month)[1]), month=month, **doubt)
    return _span(Precision.DAY, (year, month, day), (year, month, day), month=month, day=day, **doubt)


def _read_unspecified(found: re.Match[str]) -> DatePoint:
    century, doubt = int(found[1]) * 100, _doubt(found)
    if found[2] is not None:
        first = century + int(found[2]) * 10
        return _span(Precision.DECADE, (first or 1, 1, 1), (first + 9, 12, 31), **doubt)
    if found[3] is not None:
        year = century + int(found[3])
        return _span(Precision.YEAR, (year, 1, 1), (year, 12, 31), **doubt)
    if found[4] is not None:
        year, month = century + int(found[4]), int(found[5])
        return _span(Precision.MONTH, (year, month, 1), (year, month, monthrange(year, month)[1]), month=month, **doubt)
    return _span(Precision.CENTURY, (century or 1, 1, 1), (century + 99, 12, 31), **doubt)


def _season(year: int, season: int, *, approximate: bool, uncertain: bool) -> DatePoint:
    first = {21: 3, 22: 6, 23: 9, 24: 12}[season]
    last_year, last = (year, first + 2) if first < 12 else (year + 1, 2)
    if last_year > 9999:
        last_year, last = year, 12  # no later year can be written
    end = (last_year, last, monthrange(last_year, last)[1])
    return _span(Precision.SEASON, (year, first, 1), end, season=season, approximate=approximate, uncertain=uncertain)


def _span(
    precision: Precision,
    first: tuple[int, int, int],
    last: tuple[int, int, int],
    *,
    month: int | None = None,
    day: int | None = None,
    season: int | None = None,
    approximate: bool = False,
    uncertain: bool = False,
) -> DatePoint:
    return DatePoint(
        precision=precision,
        earliest=datetime(*first),  # noqa: DTZ001 - local time by design
        latest=datetime(*last, 23, 59, 59),  # noqa: DTZ001 - local time by design
        year=first[0], month=month, day=day, season=season, approximate=approximate, uncertain=uncertain,
    )  # fmt: skip
