"""Objects that hold each other are collected on the window's thread alone: parts of the window may be among them."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY = 500  # milliseconds


class CycleCollector(QObject):
    """Collects what Python would collect by itself on whichever thread happens to run, as Anki and calibre do.

    A part of the window that is destroyed on another thread than its own leaves the queue of its events locked or
    spoiled: the window stands still or the process ends. The thresholds are Python's own (``gc.get_threshold``).
    """

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the oldest generation that is due."""
        due = [
            at for at, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)) if count > most
        ]
        if due:
            gc.collect(due[-1])

    def stop(self) -> None:
        """Leave it to Python again: there is no window any more."""
        self._timer.stop()
        gc.enable()
