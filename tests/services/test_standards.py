from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.catalogue import Catalogue
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
    both = first("2025-11/2025-12", "Australia")  # neither was in force all the time
    assert {both.index("aps-2007"), both.index("psyba-2025")}.isdisjoint({0, 1})


def test_an_entry_whose_day_is_not_known_puts_nothing_back() -> None:
    assert standards.ordered([Dated("")], "Australia") == standards.ordered([], "Australia")


def test_a_code_about_the_type_of_an_entry_stands_before_one_that_says_nothing_of_it() -> None:
    kinds = Catalogue.load().incident_type_ids
    for kind in sorted(kinds):
        about = {
            each.code.id for each in Catalogue.load().standards_in_force([kind], date(2024, 3, 1), "United States")
        }
        found = first("2024-03-01", "United States", kind)
        assert set(found[: len(about)]) == about


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
