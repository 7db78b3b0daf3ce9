"""What was written and the disk does not take: held in memory, tried again in a while, and said for so long."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from journal_app.errors import Damaged, StorageTrouble
from journal_app.services.journal import Clock
from journal_app.services.unkept import Unkept

_AGAIN_AFTER = 3000  # milliseconds
_TYPED_WITHIN = timedelta(seconds=2)  # after this what was typed is kept, as the drafts of every form are


class UnkeptWatch(QObject):
    """Has it tried again for as long as anything is held, and tells when that begins and ends."""

    turned = Signal(bool)  # whether something is held now
    again = Signal()  # it is to be tried again, and looked at afterwards
    trouble = Signal(object)  # an error to be shown

    def __init__(self, parent: QObject, unkept: Unkept, clock: Clock) -> None:
        super().__init__(parent)
        self._clock = clock
        self._unkept = unkept
        self._told = False
        self.why = ""  # what stood in the way last
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(_AGAIN_AFTER)
        self.timer.timeout.connect(self.again)
        self.look()

    @property
    def holds(self) -> bool:
        """Whether something is held."""
        return bool(self._unkept)

    @property
    def whole_until(self) -> datetime | None:
        """The moment up to which everything that was written is on the disk, or None where that is not known."""
        whole_at = self._unkept.whole_at
        return None if whole_at is None else whole_at - _TYPED_WITHIN

    def look(self, _: object = None) -> None:
        """Look whether something is held now; after everything that keeps drafts.

        What is being kept just now is held until it is on the disk: who keeps it looks again.
        """
        if not self._unkept.is_settled():
            return
        holds = self.holds
        if holds and not self.timer.isActive():
            self.timer.start()
        if not holds:
            self.why, self._unkept.whole_at = "", self._clock()
        if holds != self._told:
            self._told = holds
            self.turned.emit(holds)

    def refused(self, error: Exception) -> None:
        """Say why something could not be kept beside that it is held.

        No dialog opens for a disk that takes nothing: it would take the keys that are being typed.
        """
        if not isinstance(error, StorageTrouble) or isinstance(error, Damaged):
            self.look()
            self.trouble.emit(error)
            return
        before, self.why = self.why, error.message
        told = self._told
        self.look()
        if told and self._told and self.why != before:
            self.turned.emit(self._told)
