"""How the timeline grows: its first page, a later one, and the numbers of calendar and months; printed, never asserted.

Run with ``pytest -s tests/benchmarks/test_timeline.py``; ``-m full`` for 100,000 entries.
"""

from __future__ import annotations

import statistics
from pathlib import Path

import pytest

from journal_app.domain.dates import EventDate, parse_event_date
from journal_app.services.calendar import count_days, count_months
from journal_app.store import incidents, timeline
from journal_app.store.timeline import Sought

from .test_store import Grown, _times

PAGE, FEW = 100, 200
RARE = Sought(person="nobody", with_files=True)


def _figures(grown: Grown) -> dict[str, float]:
    """Return milliseconds, each the median of some runs."""
    database = grown.connection
    first = timeline.page(database, Sought(), after=None, most=PAGE)
    late = timeline.page(database, Sought(), after=("1 2024", 0), most=1)[0].place

    def read(sought: Sought, after: tuple[str, int] | None = None) -> float:
        return statistics.median(_times(lambda: timeline.page(database, sought, after=after, most=PAGE), 7))

    def dates() -> list[tuple[EventDate, int]]:
        return [(parse_event_date(text), count) for text, count in timeline.dates(database, Sought()).items()]

    assert len(first) == PAGE
    found = dates()
    counted = count_months(found)
    assert sum(each.all for each in counted.months.values()) + counted.wider + counted.unknown == grown.size
    return {
        "first page": read(Sought()),
        "page near the end": read(Sought(), late),
        "first page of a filter that nothing fits": read(RARE),
        "dates for calendar and months": statistics.median(_times(dates, 3)),
        "counting months": statistics.median(_times(lambda: count_months(found), 3)),
        "counting days": statistics.median(_times(lambda: count_days(found, (2024, 3)), 3)),
        "whole timeline, as before": statistics.median(_times(lambda: incidents.timeline(database), 1)),
    }


@pytest.mark.parametrize("size", [2_000, pytest.param(20_000, marks=pytest.mark.full),
                                  pytest.param(100_000, marks=pytest.mark.full)])  # fmt: skip
def test_how_the_timeline_grows(tmp_path: Path, size: int) -> None:
    grown = Grown(tmp_path / "journal.db")
    try:
        grown.write(FEW)
        few = _figures(grown)
        grown.write(size - FEW)
        many = _figures(grown)
    finally:
        grown.connection.close()
    lines = [
        f"  {name}: {many[name]:.1f} ms, {many[name] / few[name]:.1f} times as long as with {FEW}" for name in many
    ]
    print("\n".join([f"\n{size} entries", *lines]))  # noqa: T201 - what is printed is the result
