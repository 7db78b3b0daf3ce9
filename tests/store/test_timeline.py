"""The timeline in pages: what is chosen is listed, what is counted is what is listed, and pages join without a gap."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journal_app.domain.dates import may_lie_between, parse_event_date
from journal_app.domain.incident import Impact, Incident, Involvement, Purpose
from journal_app.services.calendar import Count, count_days, count_months
from journal_app.store import timeline
from journal_app.store.timeline import Sought
from tests.services.test_calendar import texts

from .writing import Writer

NUMBERS = itertools.count()


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(texts(), max_size=12))
def test_what_is_counted_is_what_is_listed(writer: Writer, found: list[str]) -> None:
    known = [each.facts.id for each in timeline.page(writer.database, Sought(), after=None, most=1000)]
    with writer.change() as ledger:
        for identifier in known:
            ledger.remove("incident", identifier)
        for text in found:
            name = f"i{next(NUMBERS)}"
            ledger.append("incident", name, Incident(id=name, account=text, occurred=text))
    dates = [(parse_event_date(text), count) for text, count in timeline.dates(writer.database, Sought()).items()]
    each_alone = [(parse_event_date(text), 1) for text in found]  # with its hour, where it has one
    assert count_months(dates) == count_months(each_alone)
    for month in ((2024, 2), (2024, 3), (2024, 12)):
        assert count_days(dates, month) == count_days(each_alone, month)

    def number(sought: Sought) -> int:
        return len(timeline.page(writer.database, sought, after=None, most=1000))

    months, days = count_months(dates), count_days(dates, (2024, 3))
    for (year, month), count in months.months.items():
        assert number(Sought(month=f"{year:04d}-{month:02d}")) == count.all
    assert number(Sought(dated=True, in_one_month=False)) == months.wider
    assert number(Sought(dated=False)) == months.unknown
    assert number(Sought(on_a_day=False)) == days.elsewhere
    for day in range(1, 32):
        text = f"2024-03-{day:02d}"
        assert number(Sought(on_a_day=True, shown_on=(text, text))) == days.days.get(day, Count()).all


def test_the_date_that_counts_is_the_one_that_stands_now(writer: Writer) -> None:
    def change(how: str, occurred: str = "") -> dict[str, int]:
        with writer.change() as ledger:
            if how == "remove":
                ledger.remove("incident", "moved")
            else:
                ledger.append("incident", "moved", Incident(id="moved", account="a call", occurred=occurred))
        return timeline.dates(writer.database, Sought())

    assert change("write", "2024-03-12T08:15") == {"2024-03-12": 1}
    assert change("write", "2024-04") == {"2024-04": 1}
    assert change("remove") == {}
    assert timeline.dates(writer.database, Sought(removed=True)) == {"2024-04": 1}
    assert change("write", "") == {"": 1}


def test_the_dates_are_counted_from_the_index_alone(writer: Writer) -> None:
    plan = writer.database.execute(
        "EXPLAIN QUERY PLAN SELECT occurred, count(*) FROM current WHERE current.kind = 'incident'"
        " AND current.removed = ? GROUP BY occurred", (False,)
    )  # fmt: skip
    assert any("COVERING INDEX current_by_date" in str(row[-1]) for row in plan)


# ---- pages and choices


def fill(writer: Writer) -> None:
    entries = [
        Incident(
            id="a", account="the canal", occurred="2024-03-12", people=(Involvement(person="hale"),), types=("x",)
        ),
        Incident(id="b", account="a letter", occurred="2024", purpose=Purpose.FOR_A_COMPLAINT),
        Incident(id="c", account="a call", occurred="2025-01-02/.."),
        Incident(id="d", account="nothing known"),
    ]
    with writer.change() as ledger:
        for each in entries:
            ledger.append("incident", each.id, each)
        ledger.append("impact", "b", Impact(incident="b", text="sleepless"))


@pytest.mark.parametrize(
    ("sought", "there"),
    [
        (Sought(), ["d", "b", "a", "c"]),
        (Sought(person="hale"), ["a"]),
        (Sought(type="x"), ["a"]),
        (Sought(purpose="for-a-complaint"), ["b"]),
        (Sought(purpose="private"), ["d", "a", "c"]),
        (Sought(dated=False), ["d"]),
        (Sought(with_files=True), []),
        (Sought(with_files=False), ["d", "b", "a", "c"]),
        (Sought(in_complaint=True), []),
        (Sought(in_complaint=False), ["d", "b", "a", "c"]),
        (Sought(words="cana"), ["a"]),
        (Sought(words="sleepless"), ["b"]),
        (Sought(words="!"), []),
        (Sought(first="2024-05-01"), ["b", "c"]),
        (Sought(first="2030-01-01"), ["c"]),
        (Sought(last="2024-02-01"), ["b"]),
        (Sought(first="2024-03-12", last="2024-03-12"), ["b", "a"]),
        (Sought(removed=True), []),
    ],
)
def test_what_is_chosen_is_listed(writer: Writer, sought: Sought, there: list[str]) -> None:
    fill(writer)
    assert [each.facts.id for each in timeline.page(writer.database, sought, after=None, most=10)] == there
    assert sum(timeline.dates(writer.database, sought).values()) == len(there)


@pytest.mark.parametrize(
    ("occurred", "first", "last", "there"),
    [
        # Winter in the north begins in one year and ends in the next; in the south it is another part of the year.
        ("2024-24", "2024-01-05", "2024-01-10", True), ("2024-21", "2024-09-01", "2024-11-30", True),
        ("2024-24", "2025-03-01", "", False), ("2024-24", "", "2023-11-30", False),
        ("2024-03-12~", "2024-03-13", "", True), ("2024-03-12?", "", "2024-03-05", True),
        ("2024-03-12%", "2024-03-20", "", False), ("2024-03-12", "2024-03-13", "", False),
        ("2024-03~", "2024-04-15", "", True), ("2024-03~", "2024-04-16", "", False),
        ("2019~/2020-01-05", "", "2018-08-01", True), ("2019/2020-01-05~", "2020-01-13", "", False),
        ("../2020~", "2020-12-31", "2021-06-30", True), ("2020~/", "", "2019-06-01", False),
        ("0001~", "", "0001-01-01", True), ("9999~", "9999-12-31", "", True),
        ("2024-03-13T01:00+05:00/2024-03-12T22:00Z", "2024-03-12", "2024-03-12", True), ("", "2024-01-01", "", False),
    ],
)  # fmt: skip
def test_what_may_lie_between_two_days_is_listed(
    writer: Writer, occurred: str, first: str, last: str, there: bool
) -> None:
    with writer.change() as ledger:
        ledger.append("incident", "one", Incident(id="one", account="a call", occurred=occurred))
    assert timeline.ids(writer.database, Sought(first=first, last=last)) == ["one"] * there
    days = [date.fromisoformat(day) if day else None for day in (first, last)]
    assert may_lie_between(parse_event_date(occurred), days[0], days[1]) == there


@pytest.mark.parametrize("most", [1, 2, 3, 4, 5])
def test_pages_join_without_a_gap(writer: Writer, most: int) -> None:
    fill(writer)
    seen, after = [], None
    while found := timeline.page(writer.database, Sought(), after=after, most=most):
        assert len(found) <= most
        seen += [each.facts.id for each in found]
        after = found[-1].place
    assert seen == ["d", "b", "a", "c"]
