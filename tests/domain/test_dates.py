"""Dates as people know them, against the standard and another reader of it."""

from __future__ import annotations

import contextlib
import datetime as dt
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.domain.dates import (
    UNKNOWN,
    EventDate,
    Precision,
    days_of,
    first_and_last,
    in_zone,
    is_timezone,
    parse_event_date,
)
from journal_app.domain.gaps import gap_in_days
from journal_app.errors import BadInput

from .samples import dates, points

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the library under it warns about its own names
    import edtf


def _at(*parts: int) -> dt.datetime:
    return dt.datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 - dates are local time by design


@given(dates)
def test_every_date_of_the_profile_is_read_with_ordered_bounds(text: str) -> None:
    date = parse_event_date(text)
    assert date.text == text
    assert date.is_unknown == (text == "")
    for point in (date.start, date.end):
        assert point is None or point.earliest <= point.latest
    if not date.is_interval:
        assert date.start is date.end
    known, early, late = date.sort_key
    assert known == bool(text)
    assert early <= late


def _is_later(start: EventDate, end: EventDate) -> bool:
    """Compare two times by UTC, where both say how far they are from it."""
    if start.start is None or end.end is None or start.start.offset is None or end.end.offset is None:
        return False
    apart = dt.timedelta(minutes=start.start.offset - end.end.offset)
    return end.end.latest - start.start.earliest >= -apart


@given(points(), points())
def test_an_interval_runs_forward_or_is_refused(first: str, second: str) -> None:
    start, end = parse_event_date(first), parse_event_date(second)
    assert start.earliest is not None
    assert end.latest is not None
    if end.latest < start.earliest and not _is_later(start, end):
        with pytest.raises(BadInput):
            parse_event_date(f"{first}/{second}")
    else:
        date = parse_event_date(f"{first}/{second}")
        assert (date.earliest, date.latest, date.is_interval) == (start.earliest, end.latest, True)


@given(points())
def test_another_reader_finds_the_same_bounds(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            peer = edtf.parse_edtf(text)
            lower, upper = peer.lower_strict(), peer.upper_strict()
        except (edtf.parser.edtf_exceptions.EDTFParseException, AttributeError):
            return  # one of the three additions, or a form that library does not know
    date = parse_event_date(text)
    assert date.earliest is not None
    assert date.latest is not None
    if date.start is not None and date.start.precision is Precision.SEASON and date.start.season == 24:
        return  # that library ends winter with December
    assert date.earliest.timetuple()[1:3] == lower[1:3]
    assert date.latest.timetuple()[:3] == upper[:3]
    assert date.earliest.year == max(lower[0], 1)  # it knows a year 0


@given(st.text(max_size=90))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    with contextlib.suppress(BadInput):
        assert parse_event_date(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "yesterday", "2024-13", "2024-00", "2024-02-30", "2023-02-29", "0000", "0000-01-01", "00000", "2024-25",
        "2024-21-01", "12/03/2024", "2024-03-12T24:00", "2024-03-12T23:60", "2024-03-12T23:40:60", "2024-03-12T23",
        "2024-03-12T23:40+15:00", "2024-03-12T23:40+01:60", "2024-03-12t23:40", "2024-03-12 23:40", " 2024", "2024 ",
        "2024~~", "~2024", "2024-XX-05", "2XXX", "XXXX", "2024-13-XX", "../..", "/", "..", "../", "2024/2023",
        "2024-03-12/2024-03-11", "2024/2025/2026", "-2024", "Y12024", "٢٠٢٤", "2024-1-2", "2024\n", "2024-03-12Z",
        "2" * 81,
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_advice(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_event_date(text)
    assert "2024-03-12T23:40" in refused.value.advice


def test_what_a_time_holds() -> None:
    point = parse_event_date("2024-03-12T23:40-03:30%").start
    assert point is not None
    assert (point.year, point.month, point.day, point.offset) == (2024, 3, 12, -210)
    assert (point.earliest, point.latest) == (_at(2024, 3, 12, 23, 40), _at(2024, 3, 12, 23, 40, 59))
    assert (point.precision, point.approximate, point.uncertain) == (Precision.MINUTE, True, True)
    exact = parse_event_date("2024-03-12T23:40:05Z").start
    assert exact is not None
    assert (exact.precision, exact.earliest, exact.offset) == (Precision.SECOND, exact.latest, 0)


def test_seasons_are_sorted_by_the_months_of_the_north() -> None:
    # Only for sorting: "autumn" stays the person's word, wherever they live.
    bounds = [(parse_event_date(f"2024-{n}").earliest, parse_event_date(f"2024-{n}").latest) for n in range(21, 25)]
    last = parse_event_date("9999-24")
    assert last.latest == _at(9999, 12, 31, 23, 59, 59)
    assert bounds == [
        (_at(2024, 3, 1), _at(2024, 5, 31, 23, 59, 59)),
        (_at(2024, 6, 1), _at(2024, 8, 31, 23, 59, 59)),
        (_at(2024, 9, 1), _at(2024, 11, 30, 23, 59, 59)),
        (_at(2024, 12, 1), _at(2025, 2, 28, 23, 59, 59)),
    ]


def test_the_unknown_stands_first_then_what_began_earliest() -> None:
    wanted = ["", "../2020", "2023", "2023-01", "2023-01-01", "2023-01-01T10:00", "2024-02-02/2024-02-16", "2024-03/.."]
    ordered = sorted(set(wanted), key=lambda text: parse_event_date(text).sort_key)
    assert ordered[0] == ""
    assert ordered[1] == "../2020"
    assert set(ordered[2:5]) == {"2023", "2023-01", "2023-01-01"}
    assert ordered[5:] == wanted[5:]


@pytest.mark.parametrize(
    ("text", "exact"),
    [("2024-03-12", True), ("2024-03-12T10:00", True), ("2024-03-12T10:00:01", True), ("2024-03-12~", False),
     ("2024-03-12?", False), ("2024-03", False), ("", False), ("2024-03-12/2024-03-13", False),
     ("../2024-03-12", False)],
)  # fmt: skip
def test_which_dates_name_one_day(text: str, exact: bool) -> None:
    assert parse_event_date(text).is_exact_day is exact


@pytest.mark.parametrize(
    ("first", "second", "form", "apart", "turned"),
    [("2024-03-12", "2024-03-20", "days", (8, 8), False), ("2024-03-12", "2024-03-12", "days", (0, 0), False),
     ("2024-03-20", "2024-03-12", "days", (8, 8), True), ("2024-03-20~", "2024-03-12", "about", (8, 8), True),
     ("2024-04-02", "2024-03", "range", (2, 32), True), ("2024-03-12", "2024-03", "range", (0, 19), None),
     ("2024-03-30", "2024-03", "range", (0, 29), None), ("2024-03-31", "2024-03", "range", (0, 30), None),
     ("2024-03-01", "2024-03", "range", (0, 30), False)],
)  # fmt: skip
def test_days_are_counted_without_a_sign_and_which_is_first_is_said_apart(
    first: str, second: str, form: str, apart: tuple[int, int], turned: bool | None
) -> None:
    gap = gap_in_days(parse_event_date(first), parse_event_date(second))
    assert gap is not None
    assert (gap.form, gap.apart, gap.turned) == (form, apart, turned)


@pytest.mark.parametrize(
    ("first", "second", "gap"),
    [("2024-03-12", "2024-03-20", (8, 8, False)), ("2024-03", "2024-04-02", (2, 32, True)),
     ("2024-03-12", "2024-03", (-11, 19, True)), ("2024-03-12T23:59", "2024-03-13T00:01", (1, 1, False)),
     ("2024-03-12~", "2024-03-20", (8, 8, True)), ("2024-03-12", "2024-03-20?", (8, 8, True)),
     ("2024-03-10/2024-03-12", "2024-03-20", (8, 10, True)),
     ("2024-03-12T10:00/2024-03-12T11:00", "2024-03-20", (8, 8, False)),
     ("2024-03-12T10:00/2024-03-12T11:00~", "2024-03-20", (8, 8, True)), ("", "2024", None), ("2024", "2024/..", None),
     ("2024-22", "2024-12-01", None), ("2024-01-01", "2024-03-01/2024-24", None)],
)  # fmt: skip
def test_the_gap_between_two_dates(first: str, second: str, gap: tuple[int, int, bool] | None) -> None:
    assert gap_in_days(parse_event_date(first), parse_event_date(second)) == gap


@pytest.mark.parametrize(
    ("first", "second", "gap"),
    [
        # 04:00 and 03:30 in UTC: by the clock of the first both lie on 12 March.
        ("2024-03-12T23:00-05:00", "2024-03-13T03:30Z", (0, 0, False)),
        ("2024-03-12T23:00-05:00", "2024-03-13T05:30Z", (1, 1, False)),
        ("2024-03-13T03:30Z", "2024-03-12T23:00-05:00", (0, 0, False)),
        ("2024-03-12T22:00-05:00", "2024-03-12T10:00-05:00", (0, 0, False)),
        ("2024-03-12T01:00+09:00", "2024-03-11T10:00-05:00", (0, 0, False)),
        ("2024-03-12T10:00+01:00/2024-03-12T09:30Z", "2024-03-14T00:30+01:00", (2, 2, False)),
        ("2024-03-12", "2024-03-13T03:30Z", (1, 1, True)), ("2024-03-12T23:00", "2024-03-13T03:30Z", (1, 1, True)),
        ("2024-03-12T23:00Z", "2024-03-13", (1, 1, True)),
        ("0001-01-01T00:00+14:00", "0001-01-01T00:00Z", (0, 0, False)),
        ("0001-01-01T00:00Z", "0001-01-01T00:00+14:00", (0, 0, False)),
    ],
)  # fmt: skip
def test_the_gap_between_times_by_different_clocks(first: str, second: str, gap: tuple[int, int, bool]) -> None:
    assert gap_in_days(parse_event_date(first), parse_event_date(second)) == gap


def test_times_by_different_clocks_may_run_forward_though_the_hour_goes_back() -> None:
    forward = parse_event_date("2024-03-13T01:00+05:00/2024-03-12T22:00Z")
    assert forward.is_interval
    assert [str(moment) for moment in forward.sort_key[1:]] == ["2024-03-12 22:00:59", "2024-03-13 01:00:00"]
    assert [str(day) for day in days_of(forward)[:2]] == ["2024-03-12", "2024-03-13"]
    for text in ("2024-03-12T10:00Z/2024-03-12T09:30+01:00", "2024-03-12T10:00/2024-03-12T09:30Z"):
        with pytest.raises(BadInput):
            parse_event_date(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019", "2019-01-01", "2019-12-31"), ("201X", "2010-01-01", "2019-12-31"),
        ("2024-02-XX", "2024-02-01", "2024-02-29"), ("2024-02-03T23:59Z", "2024-02-03", "2024-02-03"),
        ("2024-02/..", "2024-02-01", ""), ("/2024-02-03", "", "2024-02-03"), ("", "", ""),
        ("2019~", "", ""), ("2019-10?/2019-11-02", "", "2019-11-02"), ("2019-10-01%", "", ""),
        ("2019-22", "2018-12-01", "2020-02-29"), ("2019-21/2022-05", "2018-12-01", "2022-05-31"),
        ("0001-24", "0001-01-01", "0002-02-28"), ("9999-24", "9998-12-01", "9999-12-31"),
        ("2019-24~", "", ""),
    ],
)  # fmt: skip
def test_the_days_that_fit_a_date(text: str, first: str, last: str) -> None:
    """The season of a place in the south lies in other months, and summer reaches into the next year there."""
    found = days_of(parse_event_date(text))
    assert [day.isoformat() if day else "" for day in found] == [first, last]


@pytest.mark.parametrize(
    ("texts", "ends"),
    [
        (("2024-03", "2024-01-05", "2024-03-02"), ("2024-01-05", "2024-03")),
        (("2024-01/2024-12", "2024-06-01", ""), ("2024-01/2024-12", "2024-01/2024-12")),
        (("2024", "2024-11-28~", "2024-01-01"), ("2024-01-01", "2024")),
        (("2024-05", "2024-05-31"), ("2024-05", "2024-05-31")),
        (("2019/..", "2024-05-01"), ("2019/..", "2019/..")),
        (("2019/", "2024-05-01"), ("2019/", "2024-05-01")),
        (("../2024", "2023-05-01"), ("../2024", "../2024")),
        (("/2024", "2023-05-01"), ("2023-05-01", "/2024")),
        (("", ""), ("", "")),
        ((), ("", "")),
    ],
)
def test_the_first_is_what_begins_first_and_the_last_what_ends_last(
    texts: tuple[str, ...], ends: tuple[str, str]
) -> None:
    for either in (texts, texts[::-1]):
        first, last = first_and_last(parse_event_date(text) for text in either)
        assert (first.text, last.text) == ends


def test_the_unknown_date_and_time_zones() -> None:
    assert parse_event_date("") is UNKNOWN
    assert UNKNOWN.earliest is None
    assert is_timezone("Europe/Madrid")
    assert not is_timezone("Madrid")
    assert not is_timezone("../etc/passwd")


def test_a_moment_goes_by_the_clocks_of_its_zone() -> None:
    moment = dt.datetime(2026, 11, 29, 15, 55, tzinfo=dt.UTC)
    assert in_zone(moment, "Asia/Tokyo").isoformat() == "2026-11-30T00:55:00+09:00"
    assert in_zone(moment, "Asia/Nowhere") is moment
