"""One window for a journal: a second start shows the first."""

from __future__ import annotations

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


def is_shown_elsewhere(folder: Path) -> bool:
    """Say whether another window had the journal open, and is shown now; waits for its answer, two seconds at most."""
    if not elsewhere.is_open(folder):
        return False
    elsewhere.ask(folder)
    loop, looking = QEventLoop(), QTimer()
    looking.timeout.connect(lambda: loop.quit() if elsewhere.was_answered(folder) else None)
    looking.start(_LOOK_EVERY)
    QTimer.singleShot(_WAIT, loop.quit)
    loop.exec()
    looking.stop()
    return elsewhere.was_answered(folder)
