"""A record that is asked for: what is typed meanwhile stays where it is typed, and the keyboard keeps its place."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from journal_app.services import incidents
from journal_app.ui.incident_editor import IncidentEditor
from journal_app.ui.main_window import MainPage
from journal_app.ui.split_page import SplitPage
from tests.ui.conftest import WAIT, busy, child, opened, section, settled
from tests.ui.test_sections import read

OF_EACH = [("timeline", "first"), ("people", "hale"), ("matches", "house"), ("evidence", "shot"), ("filing", "bbs")]


def focused(main: MainPage) -> QWidget | None:
    main.window().activateWindow()
    return QApplication.focusWidget()


@pytest.mark.parametrize(("key", "identifier"), OF_EACH)
def test_a_record_that_comes_late_takes_nothing_that_is_typed_elsewhere(
    qtbot: QtBot, main: MainPage, key: str, identifier: str
) -> None:
    page = section(qtbot, main, key)
    settled(qtbot, main)
    main.window().activateWindow()
    end = busy(main)
    page.show_record(identifier)
    main.show_section("help")
    field = child(main.pages["help"], "help.search")
    field.setFocus()
    QTest.keyClicks(focused(main), "court")
    end.set()
    settled(qtbot, main)
    QApplication.processEvents()
    QTest.keyClicks(focused(main), " order")
    assert isinstance(field, QLineEdit)
    assert field.text() == "court order"
    assert page.opened is None


def test_a_record_that_comes_late_leaves_the_focus_in_the_search(qtbot: QtBot, main: MainPage) -> None:
    page = section(qtbot, main, "timeline")
    settled(qtbot, main)
    main.window().activateWindow()
    before = read(qtbot, main, lambda journal: incidents.get(journal, "first").entry.account)
    end = busy(main)
    page.show_record("first")
    main.search.setFocus()
    end.set()
    qtbot.waitUntil(lambda: isinstance(page.opened, IncidentEditor), timeout=WAIT)
    qtbot.waitUntil(lambda: focused(main) is main.search, timeout=WAIT)
    QTest.keyClicks(focused(main), "g")
    assert main.search.text() == "g"
    editor = page.opened
    assert isinstance(editor, IncidentEditor)
    assert editor.account.toPlainText() == before


def test_a_record_that_was_asked_for_takes_the_focus(qtbot: QtBot, main: MainPage) -> None:
    page = section(qtbot, main, "timeline")
    main.window().activateWindow()
    page.list.setFocus()
    editor = opened(qtbot, page, "first")
    assert isinstance(editor, IncidentEditor)
    qtbot.waitUntil(lambda: focused(main) is editor.account, timeout=WAIT)


def test_words_of_a_search_go_on_where_a_record_was_open(qtbot: QtBot, main: MainPage) -> None:
    opened(qtbot, section(qtbot, main, "timeline"), "first")
    main.window().activateWindow()
    main.search.setFocus()
    QTest.keyClicks(main.search, "ca")
    qtbot.waitUntil(lambda: main.page is main.found, timeout=WAIT)
    settled(qtbot, main)
    QTest.keyClicks(focused(main), "nal")
    assert main.search.text() == "canal"


def test_what_ends_the_saving_leaves_the_focus_where_it_went(qtbot: QtBot, main: MainPage) -> None:
    page = section(qtbot, main, "timeline")
    editor = opened(qtbot, page, "first")
    assert isinstance(editor, IncidentEditor)
    main.window().activateWindow()
    editor.account.setPlainText("He wrote very late.")
    end = busy(main)
    editor.finish()
    main.search.setFocus()
    end.set()
    qtbot.waitUntil(lambda: page.opened is None, timeout=WAIT)
    settled(qtbot, main)
    assert focused(main) is main.search


def test_the_keyboard_keeps_its_place_in_the_list(qtbot: QtBot, main: MainPage) -> None:
    page = section(qtbot, main, "timeline")
    before = page.model.row_of("second")
    assert before > 0
    page.list.setCurrentIndex(page.model.index(before))
    editor = opened(qtbot, page, "second")
    assert isinstance(editor, IncidentEditor)
    editor.account.setPlainText("Something else.")
    editor.finish()
    qtbot.waitUntil(lambda: page.opened is None, timeout=WAIT)
    settled(qtbot, main)
    assert page.list.currentIndex().row() == page.model.row_of("second")
    page.refresh()
    settled(qtbot, main)
    assert page.list.currentIndex().row() == page.model.row_of("second")


def test_nothing_is_offered_to_begin_with_beside_what_is_being_written(qtbot: QtBot, main: MainPage) -> None:
    main.show_section("matches")
    settled(qtbot, main)
    page = main.pages["matches"]
    assert isinstance(page, SplitPage)
    page.show_cards(())
    assert child(page, "matches.first").isVisible()
    editor = opened(qtbot, page, "")
    assert editor.isVisible()
    assert not child(page, "matches.first").isVisible()
    page.close_opened()
    assert child(page, "matches.first").isVisible()
