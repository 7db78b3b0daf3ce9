"""What others see at a glance: a plain page behind other windows; and what this system cannot do is told."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from journal_app import platform_guard
from journal_app.services import preferences
from journal_app.services.preferences import Glances
from journal_app.ui.app import Window
from journal_app.ui.glances import PlainPage
from journal_app.ui.incident_editor import IncidentEditor
from journal_app.ui.main_window import MainPage
from journal_app.ui.settings_page import SettingsPage
from journal_app.ui.widgets import Label, column
from tests.ui.conftest import WAIT, child, opened, section, settled
from tests.ui.test_sections import labels, read

GONE, HERE = Qt.ApplicationState.ApplicationInactive, Qt.ApplicationState.ApplicationActive


def tell(state: Qt.ApplicationState) -> None:
    """Say what Qt says when another program comes to the front, or this one again."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.applicationStateChanged.emit(state)


def colours(window: QWidget) -> set[str]:
    """Return the colours in a picture of a window; a few thousand of its pixels are looked at."""
    image: QImage = window.grab().toImage()
    return {QColor(image.pixel(x, y)).name() for x in range(0, image.width(), 7) for y in range(0, image.height(), 3)}


@pytest.fixture
def window(qtbot: QtBot, main: MainPage) -> Window:
    """Return the window of an open journal in which the cover is chosen."""
    main.show_section("settings")
    settled(qtbot, main)
    page = main.pages["settings"]
    assert isinstance(page, SettingsPage)
    assert not page.cover.isChecked()
    page.cover.click()
    settled(qtbot, main)
    shown = main.window()
    assert isinstance(shown, Window)
    return shown


def test_behind_another_window_there_is_a_plain_page_and_the_focus_stays(
    qtbot: QtBot, main: MainPage, window: Window
) -> None:
    editor = opened(qtbot, section(qtbot, main, "timeline"), "first")
    assert isinstance(editor, IncidentEditor)
    editor.account.setFocus()
    before = window.grab().toImage()
    assert len(colours(window)) > 5
    tell(GONE)
    assert colours(window) == {main.theme.tokens.window.lower()}
    assert QApplication.focusWidget() is editor.account
    tell(GONE)  # suspended after it was inactive, for one: there is one page all the same
    assert len(window.findChildren(PlainPage)) == 1
    window.resize(window.width() + 60, window.height() + 40)
    assert colours(window) == {main.theme.tokens.window.lower()}
    window.resize(window.width() - 60, window.height() - 40)
    tell(HERE)
    qtbot.waitUntil(lambda: window.grab().toImage() == before, timeout=WAIT)
    assert QApplication.focusWidget() is editor.account


def test_a_click_on_it_reaches_nothing(qtbot: QtBot, main: MainPage, window: Window) -> None:
    main.show_section("timeline")
    button = child(main, "nav.people")
    place = button.mapTo(window, button.rect().center())
    tell(GONE)
    under = window.childAt(place)
    assert isinstance(under, PlainPage)
    QTest.mouseClick(under, Qt.MouseButton.LeftButton, pos=place)
    assert not main.pages["people"].isVisible()
    tell(HERE)
    assert not isinstance(window.childAt(place), PlainPage)


def test_dialogs_are_covered_too_also_those_that_open_meanwhile(qtbot: QtBot, main: MainPage, window: Window) -> None:
    dialogs = [QDialog(window) for _ in range(2)]
    for dialog in dialogs:
        dialog.setLayout(column(Label(main.theme, "a name of a file")))
    dialogs[0].show()
    menu = QMenu(window)
    menu.addAction("Paste")
    menu.popup(window.mapToGlobal(QPoint(5, 5)))
    assert len(colours(dialogs[0])) > 1
    tell(GONE)
    dialogs[1].show()
    for each in (window, *dialogs):
        assert colours(each) == {main.theme.tokens.window.lower()}
    assert not menu.isVisible()
    tell(HERE)
    assert all(len(colours(each)) > 1 for each in (window, *dialogs))
    for dialog in dialogs:
        dialog.close()


def test_a_dialog_of_the_program_itself_is_no_other_window(qtbot: QtBot, main: MainPage, window: Window) -> None:
    dialog = QDialog(window)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog, timeout=WAIT)
    assert window.glances is not None
    assert not window.glances.covers
    dialog.close()


def test_what_is_dragged_there_takes_it_away(window: Window) -> None:
    tell(GONE)
    (page,) = window.findChildren(PlainPage)
    data = QMimeData()
    data.setUrls([QUrl("file:///nowhere.png")])
    copy, left, no_key = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.dragEnterEvent(QDragEnterEvent(QPoint(50, 50), copy, data, left, no_key))
    assert len(colours(window)) > 5
    tell(HERE)


def test_it_is_chosen_in_the_journal_and_off_until_then(qtbot: QtBot, main: MainPage) -> None:
    window = main.window()
    settled(qtbot, main)
    tell(GONE)
    assert len(colours(window)) > 5
    tell(HERE)
    main.show_section("settings")
    page = main.pages["settings"]
    assert isinstance(page, SettingsPage)
    settled(qtbot, main)
    page.cover.click()
    settled(qtbot, main)
    assert read(qtbot, main, preferences.glances) == Glances(cover=True, leave_out=True)
    tell(GONE)
    assert len(colours(window)) == 1
    page.cover.click()  # by a key of the desktop or of a screen reader, which need no window in front
    assert len(colours(window)) > 5
    tell(HERE)


def test_a_system_that_has_no_say_in_captures_is_told_and_offers_no_choice(qtbot: QtBot, main: MainPage) -> None:
    main.show_section("settings")
    settled(qtbot, main)
    page = main.pages["settings"]
    assert isinstance(page, SettingsPage)
    assert not page.leave_out.isVisible()
    assert "On this system the window cannot be kept out of pictures and recordings of the screen." in labels(page)
    assert "magnify" not in labels(page)


class Elsewhere(platform_guard.Nowhere):
    """A system that can leave windows out, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[bool] = []

    def hide_from_capture(self, window: int, *, hidden: bool = True) -> bool:
        assert window
        self.asked.append(hidden)
        return True


def test_where_the_system_can_the_window_is_left_out_until_the_person_chooses_otherwise(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, open_window: object
) -> None:
    system = Elsewhere()
    monkeypatch.setattr(platform_guard, "here", lambda: system)
    main = open_window()  # type: ignore[operator]  # what opens a window
    assert isinstance(main, MainPage)
    assert set(system.asked) == {True}
    main.show_section("settings")
    settled(qtbot, main)
    page = main.pages["settings"]
    assert isinstance(page, SettingsPage)
    assert page.leave_out.isChecked()
    assert "This can disturb programs that magnify the screen." in labels(page)
    page.leave_out.click()
    settled(qtbot, main)
    assert system.asked[-1] is False
    assert read(qtbot, main, preferences.glances) == Glances(cover=False, leave_out=False)
    page.leave_out.click()
    settled(qtbot, main)
    assert system.asked[-1] is True


def test_a_dialog_that_ended_meanwhile_leaves_nothing_covered(qtbot: QtBot, main: MainPage, window: Window) -> None:
    dialog = QDialog(window)
    dialog.show()
    tell(GONE)
    with qtbot.waitSignal(dialog.destroyed, timeout=WAIT):
        dialog.deleteLater()
    window.resize(window.width() + 10, window.height())
    assert len(colours(window)) == 1
    tell(HERE)
    assert len(colours(window)) > 5
