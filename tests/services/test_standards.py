from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.catalogue import Catalogue, Code
from journal_app.domain.dates import days_of, parse_event_date
from journal_app.domain.incident import IncidentEntry
from journal_app.errors import BadInput
from journal_app.services import incidents, standards
from journal_app.services.journal import Journal
from journal_app.services.standards import Dated

CODES = Catalogue.load().codes()


def entry(occurred: str, *types: str, identifier: str = "e") -> IncidentEntry:
    return IncidentEntry(id=identifier, occurred=occurred, account="Something.", types=types)


def first(occurred: str, country: str, *types: str) -> list[str]:
    return [code.id for code in standards.ordered([Dated(occurred, types)], country)]


def test_the_edition_of_the_day_stands_before_the_one_that_followed_it() -> None:
    """The psychology board of Australia went from one code to the other on 1 December 2025."""
    assert first("2025-06", "Australia").index("aps-2007") < first("2025-06", "Australia").index("psyba-2025")
    assert first("2026-01", "Australia").index("psyba-2025") < first("2026-01", "Australia").index("aps-2007")
    apart = standards.ordered([Dated("2025-06"), Dated("2026-01")], "Australia")  # neither was in force on both
    assert {code.id for code in apart[:2]}.isdisjoint({"aps-2007", "psyba-2025"})


@pytest.mark.parametrize("occurred", ["2025", "2025~", "2025-11/2025-12", "2025-23", "202X", "2025-12?", "2020/.."])
def test_an_edition_that_may_have_been_in_force_is_not_put_back(occurred: str) -> None:
    assert first(occurred, "Australia") == first("", "Australia")


def test_an_entry_whose_day_is_not_known_puts_nothing_back() -> None:
    assert standards.ordered([Dated("")], "Australia") == standards.ordered([], "Australia")


def test_a_code_about_the_type_of_an_entry_stands_before_one_that_says_nothing_of_it() -> None:
    kinds = Catalogue.load().incident_type_ids
    for kind in sorted(kinds):
        every = Catalogue.load().standards([kind], "United States")
        about = {each.code.id for each in every if each.code.effective_from <= date(2024, 3, 1)}
        found = first("2024-03-01", "United States", kind)
        assert set(found[: len(about)]) == about


YEARS, MONTHS = st.integers(1995, 2030), st.integers(1, 12)
POINTS = st.one_of(
    st.builds("{:04}".format, YEARS),
    st.builds("{:04}-{:02}".format, YEARS, MONTHS | st.integers(21, 24)),
    st.dates(date(1995, 1, 1), date(2030, 12, 31)).map(date.isoformat),
    st.sampled_from(["199X", "201X", "20XX", "2019-XX", "2019-10-XX"]),
)
MARKED = st.builds("{}{}".format, POINTS, st.sampled_from(["", "", "~", "?", "%"]))


def meant(point: str) -> list[date]:
    """Return each day somebody may mean by a date without a mark, one by one."""
    if "-" in point and "21" <= point[5:] <= "24" and len(point) == 7:  # the winters before and after belong to it
        after = f"{int(point[:4]) + 1}"
        return [day for day in DAYS if f"{int(point[:4]) - 1}-12" <= day.isoformat() < f"{after}-03"]
    return [day for day in DAYS if all(a in {b, "X"} for a, b in zip(point, day.isoformat(), strict=False))]


DAYS = [date.fromordinal(number) for number in range(date(1990, 1, 1).toordinal(), date(2100, 1, 1).toordinal())]


@given(st.sampled_from(CODES), MARKED)
def test_an_edition_is_told_as_in_force_or_not_only_where_every_day_that_is_meant_says_so(
    code: Code, occurred: str
) -> None:
    """An entry of a year in which an edition began was told to the body as outside of it, one “about” it as in it."""
    days = days_of(parse_event_date(occurred))
    found = code.in_force(days.first, days.last)
    if occurred[-1] in "~?%":
        assert found is None
        return
    answers = {code.effective_from <= day <= (code.effective_until or date.max) for day in meant(occurred)}
    assert found is (None if len(answers) > 1 else answers.pop())


@given(
    st.lists(st.sampled_from(["", "2010", "2018-07", "2024-03-01", "2025-11-30/2025-12-02", "2026?"]), max_size=3),
    st.sampled_from(["", *sorted({code.country for code in CODES}), "Nowhere"]),
)
def test_nothing_is_left_out_and_the_country_comes_first(days: list[str], country: str) -> None:
    found = standards.ordered([Dated(day) for day in days], country)
    assert sorted(code.id for code in found) == [code.id for code in CODES]
    if country:
        here = [code.country == country for code in found]
        assert here == sorted(here, reverse=True)


def test_the_entries_are_those_of_the_journal(empty: Journal) -> None:
    incidents.record(empty, entry("2026-01-05", identifier="late"))
    assert standards.offered(empty, ["late"], "Australia") == standards.ordered([entry("2026-01-05")], "Australia")
    with pytest.raises(BadInput, match="none"):
        standards.offered(empty, ["none"], "")
