"""What was saved never goes from the list without a word: where what is chosen leaves it out, that is told."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from journal_app.services.evidence import NewFile
from journal_app.ui.cards import isolated
from journal_app.ui.evidence_editor import EvidenceEditor
from journal_app.ui.evidence_page import EvidencePage
from journal_app.ui.incident_editor import IncidentEditor
from journal_app.ui.main_window import MainPage
from journal_app.ui.timeline_page import TimelinePage
from journal_app.ui.widgets import Button
from tests.ui.conftest import WAIT, child, opened, section, settled
from tests.ui.test_sections import labels

TOLD = "What you saved last is kept. It is not in this list, because what is chosen above leaves it out."


@pytest.fixture
def page(qtbot: QtBot, main: MainPage) -> TimelinePage:
    found = section(qtbot, main, "timeline")
    assert isinstance(found, TimelinePage)
    return found


def there(page: TimelinePage | EvidencePage) -> list[str]:
    return [card.id for card in page.model.rows]


def tells(page: TimelinePage | EvidencePage) -> bool:
    return TOLD in labels(page)


def chosen(qtbot: QtBot, page: TimelinePage) -> None:
    page.shown.choose("for-my-lawyer")
    page.filters.tell()
    qtbot.waitUntil(lambda: there(page) == ["for-lawyer"], timeout=WAIT)


def write(qtbot: QtBot, page: TimelinePage, account: str, identifier: str = "") -> IncidentEditor:
    editor = opened(qtbot, page, identifier)
    assert isinstance(editor, IncidentEditor)
    editor.account.setPlainText(account)
    return editor


def press(page: TimelinePage | EvidencePage, identifier: str) -> None:
    button = child(page, identifier)
    assert isinstance(button, Button)
    button.click()


def test_a_new_entry_that_is_left_out_is_told_of_and_shown_with_all(
    qtbot: QtBot, main: MainPage, page: TimelinePage
) -> None:
    chosen(qtbot, page)
    write(qtbot, page, "Written just now.").finish()
    qtbot.waitUntil(lambda: tells(page), timeout=WAIT)
    assert there(page) == ["for-lawyer"]
    press(page, "timeline.show-all")
    qtbot.waitUntil(lambda: len(there(page)) == 5, timeout=WAIT)
    assert not tells(page)
    assert not page.filters.are_set
    assert QApplication.focusWidget() is page.list


def test_an_entry_that_is_only_left_is_told_of_as_well(qtbot: QtBot, main: MainPage, page: TimelinePage) -> None:
    chosen(qtbot, page)
    write(qtbot, page, "Written just now.")
    main.show_section("people")
    settled(qtbot, main)
    main.show_section("timeline")
    qtbot.waitUntil(lambda: tells(page), timeout=WAIT)


def test_an_entry_is_told_of_where_a_month_is_chosen_that_is_not_its_own(
    qtbot: QtBot, main: MainPage, page: TimelinePage
) -> None:
    page.views["months"].click()
    settled(qtbot, main)
    page.months.table.selectRow(1)
    qtbot.keyClick(page.months.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: there(page) == ["second"], timeout=WAIT)
    write(qtbot, page, "Written just now.").finish()
    qtbot.waitUntil(lambda: tells(page), timeout=WAIT)
    press(page, "timeline.show-all")
    qtbot.waitUntil(lambda: len(there(page)) == 5, timeout=WAIT)


def test_nothing_is_told_of_an_entry_that_is_listed_and_it_is_the_chosen_one(
    qtbot: QtBot, main: MainPage, page: TimelinePage
) -> None:
    write(qtbot, page, "Written just now.").finish()
    qtbot.waitUntil(lambda: len(there(page)) == 5, timeout=WAIT)
    settled(qtbot, main)
    settled(qtbot, main)
    assert not tells(page)
    assert page.model.rows[page.list.currentIndex().row()].title == isolated("Written just now.")


def test_it_ends_with_another_choice(qtbot: QtBot, main: MainPage, page: TimelinePage) -> None:
    chosen(qtbot, page)
    write(qtbot, page, "Written just now.").finish()
    qtbot.waitUntil(lambda: tells(page), timeout=WAIT)
    page.shown.choose("private")
    page.filters.tell()
    assert not tells(page)


def test_what_is_being_written_stands_above_whatever_is_chosen(
    qtbot: QtBot, main: MainPage, page: TimelinePage
) -> None:
    chosen(qtbot, page)
    editor = write(qtbot, page, "")
    editor.known.setText("A bill.")
    editor.known.textEdited.emit("A bill.")
    page.close_opened()
    qtbot.waitUntil(lambda: len(there(page)) == 2, timeout=WAIT)
    assert there(page) == ["new", "for-lawyer"]


def test_a_file_that_is_left_out_is_told_of_and_shown_with_all(qtbot: QtBot, main: MainPage) -> None:
    page = section(qtbot, main, "evidence")
    assert isinstance(page, EvidencePage)
    page.filters.words.setText("mess")
    qtbot.waitUntil(lambda: there(page) == ["shot"], timeout=WAIT)
    page.add([NewFile(name="other.txt", source=b"other")])
    qtbot.waitUntil(lambda: tells(page), timeout=WAIT)
    press(page, "evidence.show-all")
    qtbot.waitUntil(lambda: len(there(page)) == 7, timeout=WAIT)
    assert not tells(page)


def test_a_file_whose_words_are_changed_is_told_of(qtbot: QtBot, main: MainPage) -> None:
    page = section(qtbot, main, "evidence")
    assert isinstance(page, EvidencePage)
    for words, seen in (("A zebra", False), ("A horse", True)):
        editor = opened(qtbot, page, "note")
        assert isinstance(editor, EvidenceEditor)
        editor.description.setPlainText(words)
        editor.finish()
        settled(qtbot, main)
        settled(qtbot, main)
        assert tells(page) == seen
        page.filters.words.setText("zebra")
        qtbot.waitUntil(lambda seen=seen: there(page) == ([] if seen else ["note"]), timeout=WAIT)
