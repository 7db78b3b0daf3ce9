"""What is heard of the events of the program: every one that was asked for, and none of those of making a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from journal_app.ui import heard
from journal_app.ui.app import Window
from journal_app.ui.heard import Heard, resting
from journal_app.ui.main_window import MainPage
from journal_app.ui.widgets import Section
from tests.ui.conftest import WAIT, child, opened, section

MARK = QEvent.Type(QEvent.registerEventType())


class Listener:
    """Counts what it is told of."""

    def __init__(self) -> None:
        self.told = 0

    def act(self, _: QObject, __: QEvent) -> bool:
        self.told += 1
        return False


@pytest.fixture
def listening(qapp: QApplication) -> Iterator[tuple[Heard, Listener]]:
    mine, listener = Heard(qapp), Listener()
    mine.listen((MARK,), listener.act)
    yield mine, listener
    mine.forget(listener.act)
    mine.deleteLater()


@pytest.fixture
def happen(qapp: QApplication) -> Callable[[], None]:
    place = QObject(qapp)
    return lambda: QApplication.sendEvent(place, QEvent(MARK)) and None


def test_nobody_is_told_within_the_block_and_everybody_after_it(
    listening: tuple[Heard, Listener], happen: Callable[[], None]
) -> None:
    happen()
    assert listening[1].told == 1
    with resting():
        with resting():
            happen()
        happen()
    assert listening[1].told == 1
    happen()
    assert listening[1].told == 2


def test_after_a_failure_everybody_is_told_again(listening: tuple[Heard, Listener], happen: Callable[[], None]) -> None:
    with pytest.raises(ZeroDivisionError), resting():
        raise ZeroDivisionError
    happen()
    assert listening[1].told == 1


def test_who_begins_or_ends_to_listen_meanwhile_is_heeded_after_it(
    listening: tuple[Heard, Listener], happen: Callable[[], None]
) -> None:
    mine, first = listening
    second = Listener()
    with resting():
        mine.listen((MARK,), second.act)
        mine.forget(first.act)
        happen()
    assert (first.told, second.told) == (0, 0)
    happen()
    assert (first.told, second.told) == (0, 1)
    mine.forget(second.act)


def test_making_a_form_and_opening_its_parts_is_not_told(qtbot: QtBot, main: MainPage) -> None:
    """Thousands of events, each told to Python, were a third of the time in which the window did not answer."""
    window = main.window()
    assert isinstance(window, Window)
    parts, page = Listener(), section(qtbot, main, "timeline")
    window.watches._heard.listen((QEvent.Type.ParentChange, QEvent.Type.Polish), parts.act)
    form = opened(qtbot, page, "first")
    for each in form.findChildren(Section):
        each.open()
    made = len(form.findChildren(QWidget))
    assert made > 150
    assert parts.told < made  # each is told of several times where nobody rests; some come later, when they are read
    assert heard._RESTING == []


def test_the_keys_that_leave_are_heard_in_a_form_that_was_just_opened(
    qtbot: QtBot, main: MainPage, ended: list[object]
) -> None:
    form = opened(qtbot, section(qtbot, main, "timeline"), "first")
    qtbot.keyClick(child(form, "entry.account"), Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: bool(ended), timeout=WAIT)
