"""Locking after some minutes in which nobody touched the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from journal_app.ui.heard import Heard

_ACTIVITY = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TabletMove, QEvent.Type.InputMethod,
})  # fmt: skip


class IdleWatch(QObject):
    """Tells when so many minutes went by without a key, a movement, a wheel or a touch."""

    over = Signal()

    def __init__(self, parent: QObject, heard: Heard, minutes: int = 5) -> None:
        super().__init__(parent)
        self._heard = heard
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.over)
        self.wait_for(minutes)
        heard.listen(_ACTIVITY, self._told)

    @property
    def minutes(self) -> int:
        """How long it waits."""
        return self._timer.interval() // 60_000

    def wait_for(self, minutes: int) -> None:
        """Wait so many minutes from now on."""
        self._timer.start(minutes * 60_000)

    def _told(self, _: QObject, __: QEvent) -> bool:
        """Note that somebody is there."""
        self._timer.start()
        return False

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()
        self._heard.forget(self._told)
