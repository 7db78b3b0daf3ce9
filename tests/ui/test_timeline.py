"""The timeline: calendar and months by keyboard, what is chosen holds in every view, and the list reads as it goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from journal_app import i18n
from journal_app.domain.incident import IncidentEntry
from journal_app.services import incidents, preferences
from journal_app.services.journal import Journal
from journal_app.ui import timeline_page
from journal_app.ui.calendar_view import CalendarModel
from journal_app.ui.main_window import MainPage
from journal_app.ui.timeline_page import TimelinePage
from tests.ui.conftest import WAIT, child, opened, section, settled
from tests.ui.test_sections import read
from tests.ui.test_walk import clipped, cut


@pytest.fixture
def page(qtbot: QtBot, main: MainPage) -> TimelinePage:
    found = section(qtbot, main, "timeline")
    assert isinstance(found, TimelinePage)
    return found


def there(page: TimelinePage) -> list[str]:
    return [card.id for card in page.model.rows]


def view(qtbot: QtBot, page: TimelinePage, key: str, wanted: list[str]) -> None:
    page.views[key].click()
    qtbot.waitUntil(lambda: there(page) == wanted, timeout=WAIT)


def write(qtbot: QtBot, main: MainPage, *dates: str) -> None:
    def work(journal: Journal) -> None:
        for number, occurred in enumerate(dates):
            incidents.record(journal, IncidentEntry(id=f"new{number}", account=f"New {number}.", occurred=occurred))

    main.desk.change(main, work)
    settled(qtbot, main)
    settled(qtbot, main)


def press(qtbot: QtBot, page: TimelinePage, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(page.calendar.grid, key)


# ---- the list


def test_each_month_has_a_heading_and_no_date_stands_first(page: TimelinePage) -> None:
    assert [(card.id, card.heading) for card in page.model.rows] == [
        ("mine", "No date yet"), ("for-lawyer", "2023"), ("first", "March 2024"), ("second", "July 2024"),
    ]  # fmt: skip
    assert page.model.rows[0].sentence.startswith("No date yet. ")


def test_the_list_reads_more_as_it_is_scrolled(
    qtbot: QtBot, main: MainPage, page: TimelinePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(qtbot, main, *(f"2025-{month:02d}-{day:02d}" for month in range(1, 11) for day in range(1, 11)))
    monkeypatch.setattr(timeline_page, "_PAGE", 30)
    page.show_cards(())
    page.refresh()
    qtbot.waitUntil(lambda: len(page.model.rows) >= 30, timeout=WAIT)
    assert len(page.model.rows) < 104
    for _ in range(10):
        page.list.scrollToBottom()
        settled(qtbot, main)
    assert len(there(page)) == len(set(there(page))) == 104
    assert there(page)[-1] == "new99"
    assert [card.heading for card in page.model.rows].count("June 2025") == 1
    assert not page.model.canFetchMore(page.list.rootIndex())
    page.list.scrollToBottom()
    before = page.list.verticalScrollBar().value()
    page.refresh()
    settled(qtbot, main)
    settled(qtbot, main)
    assert len(page.model.rows) == 104
    assert page.list.verticalScrollBar().value() == before > 0


def test_what_was_asked_for_before_a_change_comes_too_late(qtbot: QtBot, main: MainPage, page: TimelinePage) -> None:
    page.shown.choose("private")
    page.refresh()
    page.shown.choose("for-my-lawyer")
    page.refresh()
    settled(qtbot, main)
    assert there(page) == ["for-lawyer"]


# ---- what is chosen


def test_every_choice_leaves_what_it_says(qtbot: QtBot, page: TimelinePage) -> None:
    filters = page.filters
    for choice, value, wanted in (
        (filters.files, "yes", ["first", "second"]), (filters.files, "no", ["mine", "for-lawyer"]),
        (filters.complaint, "yes", ["first", "second"]), (filters.complaint, "no", ["mine", "for-lawyer"]),
        (filters.type, "romantic-or-sexual-advances", ["first"]), (filters.person, "friend", ["first"]),
    ):  # fmt: skip
        choice.choose(value)
        choice.activated.emit(choice.currentIndex())
        qtbot.waitUntil(lambda wanted=wanted: there(page) == wanted, timeout=WAIT)
        filters.take_back()
        qtbot.waitUntil(lambda: len(there(page)) == 4, timeout=WAIT)
    filters.words.setText("podcast")
    qtbot.waitUntil(lambda: there(page) == ["second"], timeout=WAIT)


def test_dates_are_chosen_by_parts_and_said_in_words(qtbot: QtBot, page: TimelinePage) -> None:
    page.choosing.click()
    page.filters.first.show_text("2024-07-02")
    page.filters.first.changed.emit()
    qtbot.waitUntil(lambda: there(page) == ["second"], timeout=WAIT)
    page.filters.last.show_text("2024")
    page.filters.first.show_text("2024-02-30")
    page.filters.first.changed.emit()
    qtbot.waitUntil(lambda: there(page) == ["for-lawyer", "first", "second"], timeout=WAIT)
    assert page.filters._problem.text() == "This is not a date yet. Check day, month and year."


def test_a_chip_takes_its_choice_back_and_clear_all_of_them(qtbot: QtBot, page: TimelinePage) -> None:
    page.shown.choose("for-a-complaint")
    page.person.choose("hale")
    page.filters.tell()
    qtbot.waitUntil(lambda: there(page) == ["first"], timeout=WAIT)
    chip = child(page, "timeline.chip.1")
    assert (chip.accessibleName(), page.filters.chips.isVisible()) == ("Remove from the search: Marcus Hale", True)
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: there(page) == ["first", "second"], timeout=WAIT)
    assert page.choosing.hasFocus()
    clear = child(page, "timeline.clear")
    assert isinstance(clear, QPushButton)
    clear.click()
    qtbot.waitUntil(lambda: len(there(page)) == 4, timeout=WAIT)
    assert not page.filters.chips.isVisible()


# ---- the calendar


def test_the_calendar_begins_at_the_last_day_with_an_entry(qtbot: QtBot, page: TimelinePage) -> None:
    view(qtbot, page, "calendar", ["second"])
    assert page.calendar.grid.day == date(2024, 7, 3)
    assert page.calendar._title.text() == "July 2024"
    assert page.calendar.elsewhere.text() == "Not on a day: 2"


def test_the_calendar_goes_by_day_week_and_month(qtbot: QtBot, main: MainPage, page: TimelinePage) -> None:
    view(qtbot, page, "calendar", ["second"])
    grid = page.calendar.grid
    press(qtbot, page, Qt.Key.Key_Right, Qt.Key.Key_Down)
    assert grid.day == date(2024, 7, 11)
    press(qtbot, page, Qt.Key.Key_End)
    assert grid.day == date(2024, 7, 31)
    press(qtbot, page, Qt.Key.Key_Right)
    settled(qtbot, main)
    assert grid.day == date(2024, 8, 1)
    press(qtbot, page, Qt.Key.Key_Up)
    settled(qtbot, main)
    assert grid.day == date(2024, 7, 25)
    for _ in range(4):
        press(qtbot, page, Qt.Key.Key_PageUp)
        settled(qtbot, main)
    assert grid.day == date(2024, 3, 25)
    press(qtbot, page, Qt.Key.Key_Home)
    press(qtbot, page, *[Qt.Key.Key_Right] * 11, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: there(page) == ["first"], timeout=WAIT)
    assert page.calendar._told.text() == "12 March 2024: 1 entry on this day"


def test_right_to_left_the_arrows_go_the_other_way(qtbot: QtBot, page: TimelinePage) -> None:
    view(qtbot, page, "calendar", ["second"])
    page.calendar.grid.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    press(qtbot, page, Qt.Key.Key_Left)
    assert page.calendar.grid.day == date(2024, 7, 4)


def test_a_day_tells_what_is_on_it_from_what_may_be(qtbot: QtBot, main: MainPage, page: TimelinePage) -> None:
    write(qtbot, main, "2024-07-03~", "2024-07-02/2024-07-04", "2024-07")
    page.views["calendar"].click()
    settled(qtbot, main)
    grid = page.calendar.grid
    grid.day_chosen.emit(date(2024, 7, 3))
    qtbot.waitUntil(lambda: sorted(there(page)) == ["new0", "new1", "second"], timeout=WAIT)
    told = "3 July 2024: 1 entry on this day, 2 entries around it or over several days"
    assert page.calendar._told.text() == told
    tree = QAccessible.queryAccessibleInterface(grid)
    assert told in [tree.child(number).text(QAccessible.Text.Name) for number in range(tree.childCount())]
    page.calendar.elsewhere.click()
    qtbot.waitUntil(lambda: sorted(there(page)) == ["for-lawyer", "mine", "new2"], timeout=WAIT)


def test_a_week_begins_as_in_the_persons_region() -> None:
    before = QLocale()
    try:
        for name, first in (("de_DE", "Mon"), ("en_US", "Sun"), ("ar_EG", "Sat")):
            QLocale.setDefault(QLocale(name))
            model = CalendarModel()
            assert model.headerData(0, Qt.Orientation.Horizontal) == first
            for day in (date(2024, 3, 1), date(2024, 2, 29)):
                model.month = (day.year, day.month)
                assert model.day_at(model.index_of(day)) == day
    finally:
        QLocale.setDefault(before)


# ---- the months


def test_choosing_a_month_leaves_what_is_counted_in_it(qtbot: QtBot, main: MainPage, page: TimelinePage) -> None:
    write(qtbot, main, "2024-07~", "2024-06-30/2024-07-01")
    page.views["months"].click()
    settled(qtbot, main)
    settled(qtbot, main)
    table = page.months.table
    model = table.months
    assert [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())] == [
        ["March 2024", "1", "0"], ["July 2024", "1", "1"],
    ]  # fmt: skip
    table.selectRow(1)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sorted(there(page)) == ["new0", "second"], timeout=WAIT)
    page.months.wider.click()
    qtbot.waitUntil(lambda: sorted(there(page)) == ["for-lawyer", "new1"], timeout=WAIT)
    page.months.unknown.click()
    qtbot.waitUntil(lambda: there(page) == ["mine"], timeout=WAIT)
    page.months.every.click()
    qtbot.waitUntil(lambda: len(there(page)) == 6, timeout=WAIT)


def test_what_is_chosen_holds_in_every_view(qtbot: QtBot, main: MainPage, page: TimelinePage) -> None:
    page.filters.complaint.choose("no")
    page.filters.tell()
    page.views["months"].click()
    qtbot.waitUntil(lambda: there(page) == ["mine", "for-lawyer"], timeout=WAIT)
    assert page.months.table.months.rowCount() == 0
    page.views["calendar"].click()
    qtbot.waitUntil(lambda: there(page) == [], timeout=WAIT)
    settled(qtbot, main)
    assert page.calendar.elsewhere.text() == "Not on a day: 2"


def test_an_entry_opens_from_a_day(qtbot: QtBot, page: TimelinePage) -> None:
    view(qtbot, page, "calendar", ["second"])
    opened(qtbot, page, "second")
    page.close_opened()
    assert there(page) == ["second"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_notice_of_the_sheet_pushes_nothing_out_of_a_small_window(
    qtbot: QtBot, open_window: Callable[..., MainPage], monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr(i18n._Chosen, "words", i18n.words_for(language))
    main = open_window(percent=200, size=(640, 480))
    read(qtbot, main, lambda journal: preferences.postpone_sheet(journal, postponed=True))
    page = section(qtbot, main, "timeline")
    settled(qtbot, main)
    notice = child(main, "timeline.sheet")
    qtbot.waitUntil(notice.isVisible, timeout=WAIT)
    settled(qtbot, main)
    assert clipped(page) + cut(page) == []
    assert notice.height() > 2 * notice.fontMetrics().lineSpacing()
