"""What is known of a body where it is chosen: every fact with whether it is confirmed, and what was not found."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from journal_app.ui.body_facts import BodyFacts
from journal_app.ui.main_window import MainPage
from journal_app.ui.widgets import Label, Section

UNSURE = "Not confirmed. Check with the board before you rely on this."


@pytest.fixture
def told(main: MainPage) -> Callable[[str], list[str]]:
    """Return what gives the words shown of a body, in their order."""

    def words(board: str) -> list[str]:
        facts = BodyFacts(main.desk, "test", board)
        for part in facts.findChildren(Section):
            part.open()
        return [each.text() for each in facts.findChildren(Label)]

    return words


def test_each_way_of_filing_stands_with_how_it_is_signed(told: Callable[[str], list[str]]) -> None:
    said = told("us-mn-psychology")
    assert said[said.index("Ways to file") + 1] == "online form\nmail\nfax\nin person"
    signed = said[said.index("Signature") + 1].splitlines()
    assert signed[:2] == ["paper form: Before a notary", "online form: No signature or oath was found"]
    assert "https://mn.gov/boards/psychology/public/complaints/" in said[said.index("Read at") + 1]


def test_what_has_to_be_known_of_the_name_stands_before_it_is_asked_for(told: Callable[[str], list[str]]) -> None:
    said = told("uk-bps-signpost")
    assert said.index("Not a regulator.") < said.index("Ways to file")
    assert UNSURE in said


def test_a_time_limit_that_was_not_found_is_not_said_to_be_none(told: Callable[[str], list[str]]) -> None:
    said = told("uk-bps-signpost")
    assert said[said.index("Time limit") + 1].endswith("That does not mean that there is none: ask the body.")
