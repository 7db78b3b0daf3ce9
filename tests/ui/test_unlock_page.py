"""What is typed while a wait after wrong tries goes on: kept, tried when the wait is over, and said so."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from journal_app.ui import file_dialog
from journal_app.ui.app import Window
from journal_app.ui.tries import FREE_TRIES
from journal_app.ui.unlock_page import UnlockPage
from journal_app.ui.widgets import Button
from tests.ui.conftest import PASSPHRASE, WAIT, child
from tests.ui.test_sections import labels
from tests.ui.test_start import click

Make = Callable[..., Window]
ERROR = "That did not open the journal."


@pytest.fixture
def waiting(qtbot: QtBot, make_window: Make, folder: Path) -> UnlockPage:
    """Return the page after as many wrong tries as begin a wait; its clock goes on by hand alone."""
    window = make_window()
    window.start(folder)
    page = window.page
    assert isinstance(page, UnlockPage)
    for count in range(1, FREE_TRIES + 1):
        type_over(qtbot, page, "wrong")
        qtbot.waitUntil(lambda count=count: page.tries.wrong == count, timeout=WAIT)
    page.tries._clock.stop()
    assert page.tries.left
    return page


def type_over(qtbot: QtBot, page: UnlockPage, text: str) -> None:
    """Type a passphrase over what stands there, and press Enter."""
    page.field.selectAll()
    qtbot.keyClicks(page.field, text)
    qtbot.keyClick(page.field, Qt.Key.Key_Return)


def let_the_wait_pass(page: UnlockPage) -> None:
    while page.tries.left:
        page.tries.tick()


def test_what_is_given_in_the_wait_is_tried_when_it_is_over(qtbot: QtBot, waiting: UnlockPage) -> None:
    window = waiting.window()
    assert isinstance(window, Window)
    given: list[str] = []
    waiting.given.connect(given.append)
    type_over(qtbot, waiting, PASSPHRASE)
    assert ERROR not in labels(waiting)
    assert "What you typed is tried in 2 seconds." in labels(waiting)
    assert waiting.field.text() == PASSPHRASE
    waiting.tries.tick()
    assert "What you typed is tried in 1 second." in labels(waiting)
    assert given == []
    waiting.tries.tick()
    assert given == [PASSPHRASE]
    assert "Opening. This takes a moment." in labels(waiting)
    qtbot.waitUntil(lambda: window.main is not None, timeout=WAIT)


def test_what_is_given_twice_in_the_wait_is_tried_once(qtbot: QtBot, waiting: UnlockPage) -> None:
    given: list[str] = []
    waiting.given.connect(given.append)
    type_over(qtbot, waiting, "also wrong")
    qtbot.keyClick(waiting.field, Qt.Key.Key_Return)
    let_the_wait_pass(waiting)
    qtbot.waitUntil(lambda: waiting.tries.wrong == FREE_TRIES + 1, timeout=WAIT)
    assert given == ["also wrong"]
    assert ERROR in labels(waiting)
    assert "You can try again in 4 seconds." in labels(waiting)


def test_what_is_typed_on_in_the_wait_is_not_tried_half_written(qtbot: QtBot, waiting: UnlockPage) -> None:
    given: list[str] = []
    waiting.given.connect(given.append)
    type_over(qtbot, waiting, "a passphrase")
    qtbot.keyClicks(waiting.field, " for")
    assert "You can try again in 2 seconds." in labels(waiting)
    let_the_wait_pass(waiting)
    assert given == []
    assert waiting.field.text() == "a passphrase for"


def test_what_is_known_to_be_wrong_is_not_tried_again(qtbot: QtBot, waiting: UnlockPage) -> None:
    """Enter held down, or pressed once more at what was just refused, would only make the next wait longer."""
    given: list[str] = []
    waiting.given.connect(given.append)
    qtbot.keyClick(waiting.field, Qt.Key.Key_Return)
    assert ERROR in labels(waiting)
    let_the_wait_pass(waiting)
    assert given == []


def test_another_key_file_is_tried_with_what_stands_there(
    qtbot: QtBot, waiting: UnlockPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[str] = []
    waiting.given.connect(given.append)
    type_over(qtbot, waiting, "a passphrase")

    def chosen(*_: object) -> list[Path]:
        let_the_wait_pass(waiting)  # a dialog is open for longer than the wait
        assert given == []
        return [tmp_path / "key"]

    monkeypatch.setattr(file_dialog, "files_to_open", chosen)
    waiting.offer_key_file(needed=True)
    button = child(waiting, "unlock.key-file")
    assert isinstance(button, Button)
    button.click()
    qtbot.keyClick(waiting.field, Qt.Key.Key_Return)
    assert given == ["a passphrase"]


def test_nothing_is_tried_behind_help(qtbot: QtBot, waiting: UnlockPage) -> None:
    window = waiting.window()
    assert isinstance(window, Window)
    type_over(qtbot, waiting, PASSPHRASE)
    waiting.help_wanted.emit()
    let_the_wait_pass(waiting)
    assert "Opening" not in labels(waiting)
    window.pages.go_back()
    qtbot.waitUntil(lambda: window.main is not None, timeout=WAIT)


def test_what_is_given_while_another_is_tried_is_tried_next(qtbot: QtBot, make_window: Make, folder: Path) -> None:
    window = make_window()
    window.start(folder)
    page = window.page
    assert isinstance(page, UnlockPage)
    type_over(qtbot, page, "wrong")
    type_over(qtbot, page, PASSPHRASE)  # the window has had no time to hear that the first was wrong
    assert page.field.text() == PASSPHRASE
    qtbot.waitUntil(lambda: window.main is not None, timeout=WAIT)
    assert page.tries.wrong == 0


def test_what_is_typed_while_another_is_tried_is_not_typed_over(qtbot: QtBot, make_window: Make, folder: Path) -> None:
    window = make_window()
    window.start(folder)
    page = window.page
    assert isinstance(page, UnlockPage)
    type_over(qtbot, page, "wrong")
    page.field.selectAll()
    qtbot.keyClicks(page.field, "a pass")
    qtbot.waitUntil(lambda: page.tries.wrong == 1, timeout=WAIT)
    qtbot.keyClicks(page.field, "phrase")
    assert page.field.text() == "a passphrase"


def test_stopping_tries_nothing_more(qtbot: QtBot, make_window: Make, folder: Path) -> None:
    window = make_window()
    window.start(folder)
    page = window.page
    assert isinstance(page, UnlockPage)
    type_over(qtbot, page, "wrong")
    type_over(qtbot, page, PASSPHRASE)
    page.stopped.emit()
    done: list[object] = []
    window.lane.start(window, lambda _: None, done.append, done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=WAIT)
    assert window.main is None
    assert page.field.text() == PASSPHRASE


def test_the_wait_belongs_to_the_journal_and_not_to_the_page(
    qtbot: QtBot, waiting: UnlockPage, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = waiting.window()
    assert isinstance(window, Window)
    left = waiting.tries.left

    def choose(place: Path) -> UnlockPage:
        monkeypatch.setattr(file_dialog, "folder_to_open", lambda *_: place)
        click(window, "unlock.other")
        click(window, "welcome.open")
        assert isinstance(window.page, UnlockPage)
        return window.page

    other = shutil.copytree(folder, tmp_path / "another")
    assert choose(other).tries.wrong == 0
    page = choose(folder)
    assert (page.tries.wrong, page.tries.left) == (FREE_TRIES, left)
    assert "You can try again in 2 seconds." in labels(page)
    given: list[str] = []
    page.given.connect(given.append)
    type_over(qtbot, page, PASSPHRASE)
    assert given == []
    click(window, "unlock.sheet")
    window.show_unlock(folder.parent / "." / folder.name)
    page = window.page
    assert isinstance(page, UnlockPage)
    assert page.tries.left == left
    type_over(qtbot, page, PASSPHRASE)
    let_the_wait_pass(page)
    qtbot.waitUntil(lambda: window.main is not None, timeout=WAIT)


def test_a_wrong_try_counts_though_its_page_is_gone(qtbot: QtBot, make_window: Make, folder: Path) -> None:
    window = make_window()
    window.start(folder)
    page = window.page
    assert isinstance(page, UnlockPage)
    type_over(qtbot, page, "wrong")
    window.show_unlock(folder)
    page = window.page
    assert isinstance(page, UnlockPage)
    qtbot.waitUntil(lambda: page.tries.wrong == 1, timeout=WAIT)
