"""A mistake of the program while the window is open: told in codes, in the window, and never with what was written."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler
from shiboken6 import isValid


class Defects(QObject):
    """Catches what nothing else caught. What Python and Qt would print may quote what was written, so it is dropped."""

    _found = Signal(object)

    def __init__(self, show: Callable[[Exception], object]) -> None:
        """``show`` tells of one mistake and waits until it is read; on the window's thread."""
        super().__init__()
        self._show, self._is_showing = show, False
        self._found.connect(self._tell)

    def watch(self) -> None:
        """Catch from now on."""
        sys.excepthook = lambda kind, error, trace: self._caught(error)
        threading.excepthook = lambda told: self._caught(told.exc_value)
        sys.unraisablehook = lambda told: self._caught(told.exc_value)
        qInstallMessageHandler(_said_by_qt)

    def _caught(self, error: BaseException | None) -> None:
        if isinstance(error, Exception) and isValid(self):  # the program may be ending: there is no window any more
            self._found.emit(error)

    def _tell(self, error: Exception) -> None:
        """Show it, one at a time: the dialog may make the same mistake again."""
        if self._is_showing:
            return
        self._is_showing = True
        try:
            self._show(error)
        finally:
            self._is_showing = False


def _said_by_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Drop what Qt says: it may name files and quote texts."""
