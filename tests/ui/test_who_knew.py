"""Who else could have known: picked with the dates they were told, written on by hand, and taken back again."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from journal_app.domain.matches import Match, PrivateSide, PublicSide
from journal_app.services import matches
from journal_app.services.journal import Journal
from journal_app.ui.main_window import MainPage
from journal_app.ui.matches_page import MatchEditor
from journal_app.ui.who_knew import Tellings
from tests.cli.sample import MARKS
from tests.ui.conftest import WAIT, child, opened, section, settled
from tests.ui.test_sections import open_all, read, tick

FRIEND = MARKS["hidden_name"]
TOLD = f"{FRIEND} – told 13 March 2024"
BY_PHONE = "Marcus Hale – told 1 February 2024 (Telephone)"


@pytest.fixture
def editor(qtbot: QtBot, main: MainPage) -> MatchEditor:
    """Return the match of the sample, open; beside it another one says when somebody was told by telephone."""

    def write(journal: Journal) -> None:
        side = PrivateSide(when="2024-02-01", channel="phone", told_to="hale", text="x")
        matches.put(journal, Match(id="other", private=side, public=PublicSide()))

    main.desk.change(main, write)
    settled(qtbot, main)
    made = opened(qtbot, section(qtbot, main, "matches"), "house")
    assert isinstance(made, MatchEditor)
    open_all(qtbot, main, made)
    return made


def picker(qtbot: QtBot, editor: MatchEditor) -> Tellings:
    found = child(editor, "match.who-told.list").parentWidget()
    assert isinstance(found, Tellings)
    qtbot.waitUntil(lambda: bool(found.model.rows), timeout=WAIT)
    return found


def rows(chooser: Tellings) -> list[tuple[str, str]]:
    return [(row.title, row.below.replace("\u2068", "").replace("\u2069", "")) for row in chooser.model.rows]


def test_each_person_stands_with_the_dates_they_were_told(qtbot: QtBot, editor: MatchEditor) -> None:
    assert rows(picker(qtbot, editor)) == [
        ("Marcus Hale", ""),
        (BY_PHONE, ""),
        (FRIEND, ""),
        (TOLD, "In the entry 12 March 2024, 23:40: He wrote late."),
    ]


def test_a_pick_is_a_line_of_the_text_and_goes_from_it_again(qtbot: QtBot, main: MainPage, editor: MatchEditor) -> None:
    chooser = picker(qtbot, editor)
    editor.who.setPlainText("My sister, perhaps.")
    tick(qtbot, main, chooser, TOLD)
    tick(qtbot, main, chooser, BY_PHONE)
    assert editor.who.text() == f"My sister, perhaps.\n{TOLD}\n{BY_PHONE}"
    tick(qtbot, main, chooser, TOLD)
    assert editor.who.text() == f"My sister, perhaps.\n{BY_PHONE}"
    editor.who.undo()
    assert editor.who.text() == f"My sister, perhaps.\n{TOLD}\n{BY_PHONE}"
    assert TOLD in chooser.model.ticked
    editor.finish()
    settled(qtbot, main)
    match = read(qtbot, main, lambda journal: matches.get(journal, "house")).match
    assert match.who_could_know == f"My sister, perhaps.\n{TOLD}\n{BY_PHONE}"


def test_what_is_written_by_hand_changes_what_is_ticked_and_no_pick_takes_it(
    qtbot: QtBot, main: MainPage, editor: MatchEditor
) -> None:
    chooser = picker(qtbot, editor)
    tick(qtbot, main, chooser, TOLD)
    editor.who.setPlainText(f"{TOLD}, at her home")
    assert TOLD not in chooser.model.ticked
    tick(qtbot, main, chooser, "Marcus Hale")
    assert editor.who.text() == f"{TOLD}, at her home\nMarcus Hale"
    tick(qtbot, main, chooser, "Marcus Hale")
    assert editor.who.text() == f"{TOLD}, at her home"


def test_a_filter_takes_no_pick_away(qtbot: QtBot, main: MainPage, editor: MatchEditor) -> None:
    chooser = picker(qtbot, editor)
    tick(qtbot, main, chooser, TOLD)
    chooser.filter.setText("hale")
    chooser.reload()
    qtbot.waitUntil(lambda: len(chooser.model.rows) == 2, timeout=WAIT)
    tick(qtbot, main, chooser, BY_PHONE)
    assert editor.who.text() == f"{TOLD}\n{BY_PHONE}"
    chooser.filter.setText("nobody of this name")
    chooser.reload()
    qtbot.waitUntil(lambda: not chooser.model.rows, timeout=WAIT)
    assert editor.who.text() == f"{TOLD}\n{BY_PHONE}"
