"""Days and months: every entry is counted exactly once, and what is counted is what is listed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.domain.dates import parse_event_date
from journal_app.services.calendar import Count, bounds, count_days, count_months, is_on_one_day

POINTS = [
    "2023", "2023-12", "2024-02", "2024-23", "2024-02-29", "2024-03-01", "2024-03-01~", "2024-03-02?",
    "2024-03-12T23:40", "2024-03-12T23:40:10", "0001-01-01", "9999-12-31", "202X", "2024-03-XX",
]  # fmt: skip


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Return a date: unknown, a point, a range, or one with an open or unknown side."""
    one = st.sampled_from(POINTS)
    kind = draw(st.sampled_from(["unknown", "point", "range", "open"]))
    if kind == "unknown":
        return ""
    if kind == "point":
        return draw(one)
    if kind == "open":
        return draw(one.flatmap(lambda text: st.sampled_from([f"{text}/..", f"../{text}", f"{text}/", f"/{text}"])))
    first, last = sorted((draw(one), draw(one)), key=lambda text: parse_event_date(text).sort_key)
    if parse_event_date(last).latest < parse_event_date(first).earliest:  # type: ignore[operator]  # both are points
        return first
    return f"{first}/{last}"


@given(st.lists(texts(), max_size=30))
def test_every_entry_is_in_one_month_or_in_none(found: list[str]) -> None:
    counted = count_months((parse_event_date(text), 1) for text in found)
    assert sum(each.all for each in counted.months.values()) + counted.wider + counted.unknown == len(found)
    assert counted.unknown == found.count("")
    assert list(counted.months) == sorted(counted.months)


@given(st.lists(texts(), max_size=30))
def test_every_entry_is_on_days_or_on_none(found: list[str]) -> None:
    dates = [(parse_event_date(text), 1) for text in found]
    inside = [each for each in dates if count_days([each], (2024, 3)).elsewhere == 0]
    counted = count_days(dates, (2024, 3))
    assert counted.elsewhere == len(found) - len(inside)
    assert sum(each.exact for each in counted.days.values()) == sum(
        is_on_one_day(when) and when.earliest is not None and (when.earliest.year, when.earliest.month) == (2024, 3)
        for when, _ in dates
    )


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2024-03-12", {12: Count(1, 0)}),
        ("2024-03-12T10:00/2024-03-12T11:00", {12: Count(1, 0)}),
        ("2024-03-12~", {12: Count(0, 1)}),
        ("2024-02-28/2024-03-02", {1: Count(0, 1), 2: Count(0, 1)}),
        ("2024-03-30/2024-04-02", {30: Count(0, 1), 31: Count(0, 1)}),
        ("2024-02-01/2024-04-01", {day: Count(0, 1) for day in range(1, 32)}),
        ("2024-03", {}), ("2024", {}), ("2024-03-12/..", {}), ("", {}), ("2024-03/2024-03-12", {}),
    ],
)  # fmt: skip
def test_a_range_is_on_each_of_its_days_and_what_names_no_day_on_none(text: str, days: dict[int, Count]) -> None:
    counted = count_days([(parse_event_date(text), 1)], (2024, 3))
    assert counted.days == days
    assert counted.elsewhere == (0 if days else 1)


@pytest.mark.parametrize(
    ("text", "month", "count"),
    [
        ("2024-03-12", (2024, 3), Count(1, 0)),
        ("2024-03-12~", (2024, 3), Count(0, 1)),
        ("2024-03", (2024, 3), Count(0, 1)),
        ("2024-03-01/2024-03-31", (2024, 3), Count(0, 1)),
    ],
)
def test_a_month_tells_exact_dates_from_others(text: str, month: tuple[int, int], count: Count) -> None:
    assert count_months([(parse_event_date(text), 1)]).months == {month: count}


@pytest.mark.parametrize("text", ["2024-03-31/2024-04-01", "2024-21", "2024", "../2024-03-01", "2024-03-01/"])
def test_what_may_lie_in_several_months_is_in_none(text: str) -> None:
    counted = count_months([(parse_event_date(text), 1)])
    assert (dict(counted.months), counted.wider, counted.unknown) == ({}, 1, 0)


def test_the_ends_of_a_month() -> None:
    assert bounds((2024, 2)) == (date(2024, 2, 1), date(2024, 2, 29))
    assert bounds((9999, 12)) == (date(9999, 12, 1), date(9999, 12, 31))
