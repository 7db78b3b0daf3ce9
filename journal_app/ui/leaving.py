"""Leaving: the keys that hide everything at once in every state of the program, and what is done on the way out."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QKeyCombination, QObject, QSocketNotifier, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from journal_app.ui.heard import Heard
from journal_app.ui.shortcuts import Shortcuts, combination

if TYPE_CHECKING:  # needed only while a dialog waits
    from journal_app.ui.closing import BlockedCloses

LEAVE = (
    QKeyCombination(Qt.KeyboardModifier.NoModifier, Qt.Key.Key_F9),
    QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Q),
    QKeyCombination(Qt.KeyboardModifier.AltModifier, Qt.Key.Key_F4),
)
LOCK = (QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_L),)

_BLOCKED = (QEvent.Type.WindowBlocked, QEvent.Type.WindowUnblocked)
_DIALOGS = frozenset({Qt.WindowType.Dialog, Qt.WindowType.Sheet, Qt.WindowType.Window})


class _Closing(QObject):
    """Leaves when a dialog is closed by its frame or by the keys of the desktop."""

    def __init__(self, parent: QObject, leave: Callable[[], None]) -> None:
        super().__init__(parent)
        self._leave = leave

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave before the dialog closes."""
        if event.type() == QEvent.Type.Close:
            self._leave()
        return False


class LeavingKeys(QObject):
    """Watches every key of the program.

    A shortcut of Qt is silent while a dialog is open or the window is not the active one; these may not be.
    """

    def __init__(self, parent: QObject, heard: Heard, leave: Callable[[], None], lock: Callable[[], None]) -> None:
        super().__init__(parent)
        self._heard = heard
        self._closing = _Closing(self, leave)
        self._leave, self._lock = leave, lock
        self._blocked: BlockedCloses | None = None
        self._acts = {**dict.fromkeys(LEAVE, leave), **dict.fromkeys(LOCK, lock)}

    def follow(self, shortcuts: Shortcuts) -> None:
        """Lock and leave by the keys that are chosen; those of ``LEAVE`` leave whatever is."""
        if self._acts:
            leaving, locking = ([combination(each) for each in shortcuts.all_of(act)] for act in ("leave", "lock"))
            self._acts = {**dict.fromkeys(locking, self._lock), **dict.fromkeys((*leaving, *LEAVE), self._leave)}

    def _close_too(self, window: QWidget) -> None:
        """Let whoever closes a dialog by its frame leave, as one who closes the window does.

        A dialog that is answered closes as well; Qt keeps that from filters that are older than the answer.
        """
        if window is not self.parent() and window.windowType() in _DIALOGS:
            window.removeEventFilter(self._closing)
            window.installEventFilter(self._closing)

    def _look_at_closes(self, *, blocked: bool) -> None:
        """Look at what the desktop asks of the window while a dialog keeps it from being used."""
        from journal_app.ui.closing import BlockedCloses

        before, self._blocked = self._blocked, None
        if before is not None:
            before.end()
        window = self.parent()
        if blocked and isinstance(window, QWidget):
            self._blocked = BlockedCloses(window, self._leave)
            self._blocked.begin()

    def start(self) -> None:
        """Watch from now on."""
        self._heard.listen((QEvent.Type.KeyPress, QEvent.Type.Show, *_BLOCKED), self._told)

    def _told(self, watched: QObject, event: QEvent) -> bool:
        """Act on a key before anything else sees it."""
        if isinstance(event, QKeyEvent):
            act = self._acts.get(event.keyCombination())
            if act is not None:
                act()
            return act is not None
        if event.type() == QEvent.Type.Show:
            if isinstance(watched, QWidget) and watched.isWindow():
                self._close_too(watched)
        elif watched is self.parent() and event.type() in _BLOCKED:
            self._look_at_closes(blocked=event.type() == QEvent.Type.WindowBlocked)
        return False

    def stop(self) -> None:
        """Watch no more, also where the watch would begin only now."""
        self._acts.clear()
        self._look_at_closes(blocked=False)
        self._heard.forget(self._told)


class LeavingSignals(QObject):
    """Leaves as the keys do when the system ends the program: at the end of a session, or by hand from a terminal."""

    def __init__(self, parent: QObject, leave: Callable[[], None]) -> None:
        super().__init__(parent)
        self._leave = leave

    def start(self) -> None:
        """Watch from now on; Windows tells it by closing the window."""
        if sys.platform == "win32":  # pragma: no cover - another system
            return
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        notifier = QSocketNotifier(reading, QSocketNotifier.Type.Read, self)
        notifier.activated.connect(self._told)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        for each in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            if signal.getsignal(each) is not signal.SIG_IGN:  # as nohup wants it
                signal.signal(each, _nothing_more)

    def _told(self) -> None:
        self._leave()


def _nothing_more(number: int, _: object) -> None:
    """Leave a signal to the notifier: what runs in Python may be anything, in the middle of it."""
    del number


def hide_everything() -> None:
    """Hide the window and every dialog of the program."""
    for widget in QApplication.topLevelWidgets():
        widget.hide()


def each(*steps: Callable[[], object]) -> None:
    """Do every step in its order, whatever an earlier one raises; that is raised when all are done."""
    with ExitStack() as waiting:
        for step in reversed(steps):
            waiting.callback(step)
