"""How many days lie between two dates, and how sure that is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from journal_app.domain.dates import EventDate, by_clock


class Gap(NamedTuple):
    """The least and the most calendar days from one date to another; negative where the second may lie before.

    ``rough`` where a date is in doubt or names no one day: then no number may be stated as if it were exact.
    """

    least: int
    most: int
    rough: bool

    @property
    def form(self) -> str:
        """How the days are said: ``days``, ``about`` that many, or a ``range``; from a rough date none is exact."""
        if not self.rough:
            return "days"
        return "about" if self.least == self.most else "range"

    @property
    def apart(self) -> tuple[int, int]:
        """The least and the most days between the two, whichever lies before the other."""
        if self.turned is None:
            return 0, max(-self.least, self.most)
        return (-self.most, -self.least) if self.turned else (self.least, self.most)

    @property
    def turned(self) -> bool | None:
        """Whether the second lies before the first; None where it may."""
        if self.least >= 0:
            return False
        return True if self.most < 0 else None


def gap_in_days(first: EventDate, second: EventDate) -> Gap | None:
    """Return the days from ``first`` to ``second``; None where a side of one is open, not known, or a season.

    Which months a season has depends on where somebody is, and winter has those of two years. Where every offset from
    UTC is known, the days are counted by the clock of ``first``; where only some are, the days are rough.
    """
    if first.start is None or first.end is None or second.start is None or second.end is None:
        return None
    points = (first.start, first.end, second.start, second.end)
    if any(point.season for point in points):
        return None
    offsets = {point.offset for point in points}
    begun, ended = _first_and_last_day(first, first.start.offset), _first_and_last_day(second, first.start.offset)
    least, most = (ended[0] - begun[1]).days, (ended[1] - begun[0]).days
    doubted = any(point.approximate or point.uncertain for point in points) or (None in offsets and len(offsets) > 1)
    return Gap(least, most, rough=doubted or least != most)


def _first_and_last_day(event: EventDate, offset: int | None) -> tuple[date, date]:
    """Return the first and the last day of a date that has both ends, by a clock where that can be known."""
    moments = [
        moment if offset is None or point.offset is None else by_clock(moment, point, offset)
        for point in (event.start, event.end) if point for moment in (point.earliest, point.latest)
    ]  # fmt: skip
    return min(moments).date(), max(moments).date()


def at_its_point(date: EventDate) -> EventDate:
    """Return the one end of an interval whose other end is open or not known, as a date; any other date as it is."""
    point = date.start or date.end
    return date if date.start and date.end else replace(date, start=point, end=point)


def by_its_own_clock(date: EventDate) -> EventDate:
    """Return a date without its offsets from UTC: for counting from the day that is read to another that is read."""
    start, end = (replace(point, offset=None) if point else None for point in (date.start, date.end))
    return replace(date, start=start, end=end)
