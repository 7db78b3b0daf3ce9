"""What this program put on the clipboard, whichever way: marked as a secret, and taken away again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QClipboard, QGuiApplication

from journal_app import platform_guard
from journal_app.i18n import pgettext

KEPT_FOR = 30_000  # milliseconds
# How a program says that a clipboard manager should neither show nor keep what it copied: KDE's and those that follow
# it; the history, the cloud and the watchers of Windows ("Cloud Clipboard and Clipboard History Formats"; a DWORD of
# zero). For macOS the platform guard does it. Qt's name for a registered format of Windows is the MIME type below.
HINT = "x-kde-passwordManagerHint"
_WINDOWS = 'application/x-qt-windows-mime;value="{}"'
MARKS = {
    HINT: b"secret",
    _WINDOWS.format("ExcludeClipboardContentFromMonitorProcessing"): bytes(4),
    _WINDOWS.format("CanIncludeInClipboardHistory"): bytes(4),
    _WINDOWS.format("CanUploadToCloudClipboard"): bytes(4),
}
_BOARDS = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)


class Copied(QObject):
    """Watches the clipboard, and on X11 what is selected, for texts of this program; what is others' is left alone.

    A program that keeps what is copied takes the clipboard over with the same text, so what counts is what lies there
    and not whose it is.
    """

    taken = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """``taken`` tells that a text was copied from the program."""
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._texts = dict.fromkeys(_BOARDS, "")
        self._is_marking = False
        self._timers = {board: self._timer(board) for board in _BOARDS}
        self._clipboard.changed.connect(self._changed)

    def _timer(self, board: QClipboard.Mode) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(KEPT_FOR)
        timer.timeout.connect(self._clearer(board))
        return timer

    def _clearer(self, board: QClipboard.Mode) -> Callable[[], None]:
        return lambda: self._clear(board)

    def put(self, text: str) -> None:
        """Put a text on the clipboard for half a minute."""
        self._set(text, QClipboard.Mode.Clipboard)
        self._timers[QClipboard.Mode.Clipboard].start()
        self.taken.emit()

    def forget(self, *, quickly: bool = False) -> None:
        """Take away at once what is still there: the program is about to lock.

        Another program that took it over is asked what it holds, and the display waits some seconds for one that does
        not answer. With ``quickly`` nobody is asked, and only what this program holds itself is taken away.
        """
        for board in _BOARDS:
            if not quickly or self._owns(board):
                self._clear(board)

    def _changed(self, board: QClipboard.Mode) -> None:
        if self._is_marking or board not in self._timers:
            return
        if not self._owns(board):
            return  # whether it holds the same is asked at the end, and only then
        text = self._clipboard.text(board)
        if not text:
            self._timers[board].stop()
            self._texts[board] = ""
            return
        self._set(text, board)
        self._timers[board].start()
        if board is QClipboard.Mode.Clipboard:
            self.taken.emit()

    def _set(self, text: str, board: QClipboard.Mode) -> None:
        data = QMimeData()
        data.setText(text)
        self._texts[board] = text
        for kind, value in MARKS.items():
            data.setData(kind, value)
        self._is_marking = True
        try:
            self._clipboard.setMimeData(data, board)
        finally:
            self._is_marking = False
        platform_guard.here().conceal_clipboard()

    def _owns(self, board: QClipboard.Mode) -> bool:
        if board is QClipboard.Mode.Selection:
            return self._clipboard.supportsSelection() and self._clipboard.ownsSelection()
        return self._clipboard.ownsClipboard()

    def _clear(self, board: QClipboard.Mode) -> None:
        """Take away what lies there where it still is what this program put there, whoever holds it by now."""
        self._timers[board].stop()
        ours, self._texts[board] = self._texts[board], ""
        if ours and self._clipboard.text(board) == ours:
            self._clipboard.clear(board)


def was_copied() -> str:
    """Return what is said when something was copied."""
    return pgettext(
        "copy",
        "Copied. It is taken off the clipboard in 30 seconds. A program that keeps what is copied may keep it longer.",
    )
