"""What happens is said to those who do not see it, and the focus goes where something is wanted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6 import QtGui
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from journal_app.store import search
from journal_app.ui.app import Window
from journal_app.ui.incident_editor import IncidentEditor
from journal_app.ui.main_window import MainPage
from journal_app.ui.people_page import PersonEditor
from journal_app.ui.tries import FREE_TRIES
from journal_app.ui.unlock_page import UnlockPage
from journal_app.ui.widgets import Label, title_of
from tests.ui.conftest import WAIT, child, opened, section


class _Heard:
    """Stands where events go out to screen readers, and keeps what they would say."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def updateAccessibility(self, event: QAccessibleAnnouncementEvent) -> None:  # noqa: N802 - the library's name
        assert isinstance(event, QAccessibleAnnouncementEvent)
        assert event.politeness() == QAccessible.AnnouncementPoliteness.Polite
        self.said.append(event.message())


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    heard = _Heard()
    monkeypatch.setattr(QtGui, "QAccessible", heard)
    return heard.said


def test_what_is_saved_removed_and_found_is_said(qtbot: QtBot, main: MainPage, said: list[str]) -> None:
    page = section(qtbot, main, "timeline")
    editor = opened(qtbot, page, "second")
    assert isinstance(editor, IncidentEditor)
    editor.account.setPlainText("Told otherwise.")
    editor.finish()
    qtbot.waitUntil(lambda: "Saved in this journal." in said, timeout=WAIT)
    main.desk.say_removed(lambda _: None)
    assert said[-1] == "Removed."
    main.search.setText("late")
    qtbot.waitUntil(lambda: "Found 1." in said, timeout=WAIT)
    main.search.setText("zebra")
    qtbot.waitUntil(lambda: said[-1].startswith("Nothing found for “zebra”."), timeout=WAIT)


def test_of_more_than_is_shown_it_is_said_and_written(
    qtbot: QtBot, main: MainPage, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST", 1)
    told = "Only the first 1 are shown. Add a word to find fewer."
    main.search.setText("a")
    qtbot.waitUntil(lambda: told in said, timeout=WAIT)
    assert [label.text() for label in main.found.findChildren(Label) if label.isVisibleTo(main.found)] == [told]
    main.search.setText("zebra")
    qtbot.waitUntil(lambda: said[-1].startswith("Nothing found for “zebra”."), timeout=WAIT)
    assert told not in [label.text() for label in main.found.findChildren(Label) if label.isVisibleTo(main.found)]


def test_a_problem_is_said_and_its_field_has_the_focus(qtbot: QtBot, main: MainPage, said: list[str]) -> None:
    main.window().activateWindow()
    editor = opened(qtbot, section(qtbot, main, "timeline"), "")
    assert isinstance(editor, IncidentEditor)
    editor.touched()
    editor.purpose.setFocus()
    editor.finish()
    assert said[-1] == "One sentence is enough, and it is needed."
    assert main.window().focusWidget() is editor.account
    editor.account.setPlainText("One.")
    editor.when.kind.choose("day")
    editor.when.first.day.choose("03")
    editor.when._changed()
    editor.finish()
    assert said[-1].startswith("The date is not complete.")
    assert main.window().focusWidget() is editor.when.kind
    person = opened(qtbot, section(qtbot, main, "people"), "hale")
    assert isinstance(person, PersonEditor)
    person.name.setText("")
    person.touched()
    person.finish()
    assert said[-1] == "A name or an initial is needed."
    assert main.window().focusWidget() is person.name


def test_the_states_of_unlocking_are_said(
    qtbot: QtBot, make_window: Callable[..., Window], folder: Path, said: list[str]
) -> None:
    window = make_window()
    window.start(folder)
    page = window.page
    assert isinstance(page, UnlockPage)
    for count in range(1, FREE_TRIES + 1):
        page.field.setText("wrong")
        said.clear()  # what is said of each try counts, not what was said of one before
        page._take()
        assert said[-1] == "Opening. This takes a moment."
        qtbot.waitUntil(lambda count=count: page.tries.wrong == count, timeout=WAIT)
        assert any(each.startswith("That did not open the journal.") for each in said)
    assert said[-1].startswith("You can try again in ")
    while page.tries.left:
        page.tries.tick()
    assert said[-1] == "You can try again."
    page.given_up()
    assert said[-1] == "Stopped. The journal is locked."


def test_a_change_of_page_moves_the_focus_to_its_title(
    qtbot: QtBot, make_window: Callable[..., Window], main: MainPage
) -> None:
    QTest.keyClick(main, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert main.window().focusWidget() is child(main, "nav.people")
    window = make_window()
    window.activateWindow()
    window.start(None)
    for button in ("welcome.new", "before.go-on"):
        child(window, button).click()  # type: ignore[attr-defined]  # a button
        page = window.page
        assert page is not None
        title = title_of(page)
        assert isinstance(title, Label)
        focus = window.focusWidget()
        assert focus is title or page.isAncestorOf(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        assert window.focusWidget() is not title
    assert QApplication.focusWidget() is not None
