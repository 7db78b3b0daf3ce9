"""Locking after some minutes in which nobody touched the window; long work that goes on puts it off for a while."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QTimer, Signal

from journal_app.ui.heard import Heard

_ACTIVITY = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TabletMove, QEvent.Type.InputMethod,
})  # fmt: skip
LONGEST = 60 * 60_000  # milliseconds after the last touch for which work puts it off


class IdleWatch(QObject):
    """Tells when so many minutes went by without a key, a movement, a wheel or a touch."""

    over = Signal()

    def __init__(self, parent: QObject, heard: Heard, minutes: int = 5) -> None:
        super().__init__(parent)
        self._heard = heard
        self._touched = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.over)
        self.wait_for(minutes)
        heard.listen(_ACTIVITY, self._told)

    @property
    def minutes(self) -> int:
        """How long it waits."""
        return self._minutes

    def wait_for(self, minutes: int) -> None:
        """Wait so many minutes from now on."""
        self._minutes = minutes
        self._begin()

    def _begin(self) -> None:
        self._touched.start()
        self._timer.start(self._minutes * 60_000)

    def goes_on(self) -> None:
        """Begin to wait anew because long work made progress; at most for ``LONGEST`` after the last touch."""
        left = LONGEST - self._touched.elapsed()
        if self._timer.isActive() and left > self._timer.remainingTime():
            self._timer.start(min(self._minutes * 60_000, left))

    def _told(self, _: QObject, __: QEvent) -> bool:
        """Note that somebody is there."""
        self._begin()
        return False

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()
        self._heard.forget(self._told)
