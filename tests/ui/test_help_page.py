"""Help: its pages and the support list are found by their words, and what is needed elsewhere is copied."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from journal_app.ui.help_page import HelpPage
from journal_app.ui.main_window import MainPage
from journal_app.ui.widgets import Section

from .conftest import WAIT, child


@pytest.fixture
def page(main: MainPage) -> HelpPage:
    main.show_section("help")
    page = main.pages["help"]
    assert isinstance(page, HelpPage)
    return page


def visible(page: HelpPage) -> list[str]:
    return [each._title for each in page.findChildren(Section) if each.isVisibleTo(page)]


def test_a_search_leaves_the_parts_that_hold_its_words(qtbot: QtBot, page: HelpPage) -> None:
    everything = visible(page)
    page.search.setText("recovery SHEET")
    qtbot.waitUntil(lambda: visible(page) == ["What is protected, and what is not"], timeout=WAIT)
    page.search.setText("")
    qtbot.waitUntil(lambda: visible(page) == everything, timeout=WAIT)
    page.search.setText("zzzz")
    qtbot.waitUntil(lambda: visible(page) == [], timeout=WAIT)
    assert page.view._none.text() == "Nothing found for “zzzz” in help and support."


def test_somebody_who_listens_is_found_by_what_they_do(qtbot: QtBot, page: HelpPage) -> None:
    page.search.setText("list of lawyers e-mail responders")
    qtbot.waitUntil(lambda: len(visible(page)) == 1, timeout=WAIT)
    button = child(page, "help.tell.copy")
    assert isinstance(button, QPushButton)
    button.click()
    assert QApplication.clipboard().text() == "https://www.therapyabuse.org/"


def test_a_page_is_copied_whole(page: HelpPage) -> None:
    next(each for each in page.findChildren(Section) if each._title == "Keeping evidence").open()
    button = child(page, "help.evidence.copy")
    assert isinstance(button, QPushButton)
    button.click()
    copied = QApplication.clipboard().text()
    assert copied.startswith("Keeping evidence\n\nFiles are kept exactly as they were.")
    assert copied.rstrip().endswith("against the law.")
