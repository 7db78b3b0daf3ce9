"""One window for a journal: a second start shows the first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QFileSystemWatcher, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from journal_app.services import elsewhere

_LOOK_EVERY = 40  # milliseconds
_WAIT = 2000  # milliseconds; what holds the journal and does not answer is a command


class ShowsItself(QObject):
    """Shows ``window`` when another start asks for it, as long as it has the journal in ``folder`` open."""

    def __init__(self, window: QWidget, folder: Path) -> None:
        super().__init__(window)
        self._window, self._folder = window, folder
        self._watcher = QFileSystemWatcher([str(elsewhere.lock_file(folder))], self)
        self._watcher.fileChanged.connect(self._look)

    def _look(self) -> None:
        if elsewhere.was_asked(self._folder):
            self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
            self._window.show()
            self._window.raise_()
            self._window.activateWindow()
            elsewhere.answer(self._folder)

    def stop(self) -> None:
        """Answer no more."""
        self._watcher.fileChanged.disconnect(self._look)


class _Question(QObject):
    """Asks once, and hands on whether the window that has the journal open is shown now; two seconds at most."""

    def __init__(self, owner: QObject | None, folder: Path, told: Callable[[bool], None]) -> None:
        super().__init__(owner)
        self._folder, self._told = folder, told
        self._looking = QTimer(self, interval=_LOOK_EVERY)
        self._looking.timeout.connect(self._look)
        self._looking.start()
        self._limit = QTimer(self, interval=_WAIT, singleShot=True)
        self._limit.timeout.connect(self._end)
        self._limit.start()
        elsewhere.ask(folder)

    def _look(self) -> None:
        if elsewhere.was_answered(self._folder):
            self._end()

    def _end(self) -> None:
        if self._looking.isActive():
            self._looking.stop()
            self._limit.stop()
            self._told(elsewhere.was_answered(self._folder))


def ask(owner: QObject, folder: Path, told: Callable[[bool], None]) -> None:
    """Have the window that has the journal open show itself; ``told`` learns whether it does, while ``owner`` is there.

    Where no window answers, ``told`` learns so two seconds later; where nothing has it open, at once.
    """
    if elsewhere.is_open(folder):
        _Question(owner, folder, told)
    else:
        told(False)  # noqa: FBT003 - the answer to one question


def is_shown_elsewhere(folder: Path) -> bool:
    """Say whether another window had the journal open, and is shown now; waits for its answer, two seconds at most."""
    if not elsewhere.is_open(folder):
        return False
    loop, answers = QEventLoop(), list[bool]()

    def told(shown: bool) -> None:  # noqa: FBT001 - the answer to one question
        answers.append(shown)
        loop.quit()

    question = _Question(None, folder, told)
    loop.exec()
    del question
    return answers == [True]
