"""One window for a journal: a second start shows the first, and waits for nothing that cannot answer."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QProcess, QProcessEnvironment, QTimer
from pytestqt.qtbot import QtBot

from journal_app.services import elsewhere
from journal_app.ui import app, second_start
from journal_app.ui.main_window import MainPage
from journal_app.vault.lock import VaultLock
from tests.ui.conftest import WAIT


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
