"""One window for a journal: a second start shows the first, and waits for nothing that cannot answer."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QProcess, QProcessEnvironment, QTimer
from pytestqt.qtbot import QtBot

from journal_app.services import elsewhere
from journal_app.ui import app, file_dialog, second_start
from journal_app.ui.main_window import MainPage
from journal_app.ui.unlock_page import UnlockPage
from journal_app.vault.lock import VaultLock
from tests.ui.conftest import PASSPHRASE, WAIT, child
from tests.ui.test_first_start import told
from tests.ui.test_start import click


def test_a_second_start_shows_the_first_window_and_ends(
    qtbot: QtBot, open_window: Callable[..., MainPage], folder: Path, tmp_path: Path
) -> None:
    window = open_window().window()
    window.showMinimized()
    second = QProcess()
    home = QProcessEnvironment.systemEnvironment()
    home.insert("HOME", str(tmp_path))
    home.insert("QT_QPA_PLATFORM", "offscreen")
    second.setProcessEnvironment(home)
    second.start(sys.executable, ["-m", "journal_app.ui", str(folder)])
    qtbot.waitUntil(lambda: second.state() == QProcess.ProcessState.NotRunning, timeout=WAIT)
    assert second.exitCode() == 0
    assert not window.isMinimized()
    assert window.isVisible()
    assert second.readAllStandardError().isEmpty()


def test_the_time_of_the_lock_file_tells_nothing(folder: Path, open_window: Callable[..., MainPage]) -> None:
    open_window()
    elsewhere.ask(folder)
    assert elsewhere.was_asked(folder)
    assert not elsewhere.was_answered(folder)
    elsewhere.answer(folder)
    assert elsewhere.was_answered(folder)
    assert elsewhere.lock_file(folder).read_bytes() == b""


def test_a_closed_journal_is_shown_nowhere(qapp: object, folder: Path) -> None:
    assert not elsewhere.is_open(folder)
    assert not second_start.is_shown_elsewhere(folder)
    assert not second_start.is_shown_elsewhere(folder / "absent")
    assert not elsewhere.lock_file(folder / "absent").exists()


def test_what_does_not_answer_is_not_waited_for_long(qapp: object, folder: Path, monkeypatch: object) -> None:
    lock = VaultLock(elsewhere.lock_file(folder))
    try:
        monkeypatch.setattr(second_start, "_WAIT", 100)  # type: ignore[attr-defined]
        assert not second_start.is_shown_elsewhere(folder)
    finally:
        lock.release()


def test_a_locked_window_answers_no_more(qtbot: QtBot, open_window: Callable[..., MainPage], folder: Path) -> None:
    window = open_window().window()
    assert isinstance(window, app.Window)
    window.lock()
    elsewhere.ask(folder)
    loop = QEventLoop()
    QTimer.singleShot(0, loop.quit)
    loop.exec()
    assert not window.isVisible()
    assert elsewhere.was_asked(folder)


def test_what_cannot_be_touched_is_let_be(tmp_path: Path) -> None:
    elsewhere.ask(tmp_path / "absent")
    assert not elsewhere.was_asked(tmp_path / "absent")


def test_a_folder_that_is_open_elsewhere_is_shown_there_when_it_is_chosen(
    qtbot: QtBot, open_window: Callable[..., MainPage], make_window: Callable[..., app.Window], folder: Path,
    ended: list[object], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Where it lies is remembered only where that was asked for: a second start usually begins with no folder."""
    first = open_window().window()
    first.showMinimized()
    second = make_window()
    second.start(None)
    monkeypatch.setattr(file_dialog, "folder_to_open", lambda *_: folder)
    click(second, "welcome.open")
    qtbot.waitUntil(lambda: ended == ["left"], timeout=WAIT)
    assert not first.isMinimized()


def test_a_journal_that_was_opened_elsewhere_meanwhile_is_shown_there(
    qtbot: QtBot, open_window: Callable[..., MainPage], make_window: Callable[..., app.Window], folder: Path,
    ended: list[object],
) -> None:  # fmt: skip
    second = make_window()
    second.start(folder)
    first = open_window().window()
    first.showMinimized()
    child(second, "unlock.passphrase").setText(PASSPHRASE)  # type: ignore[attr-defined]  # a field
    click(second, "unlock.open")
    qtbot.waitUntil(lambda: ended == ["left"], timeout=WAIT)
    assert not first.isMinimized()


def test_a_journal_that_a_command_has_open_is_told_of(
    qtbot: QtBot, make_window: Callable[..., app.Window], folder: Path, ended: list[object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(second_start, "_WAIT", 100)
    monkeypatch.setattr(file_dialog, "folder_to_open", lambda *_: folder)
    window = make_window()
    window.start(None)
    lock = VaultLock(elsewhere.lock_file(folder))
    try:
        click(window, "welcome.open")
        qtbot.waitUntil(lambda: isinstance(window.page, UnlockPage), timeout=WAIT)
        child(window, "unlock.passphrase").setText(PASSPHRASE)  # type: ignore[attr-defined]  # a field
        click(window, "unlock.open")
        qtbot.waitUntil(lambda: "open in another window" in told(window), timeout=WAIT)
    finally:
        lock.release()
    assert ended == []
    assert window.isVisible()
