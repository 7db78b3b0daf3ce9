"""Objects that hold each other are collected on the window's thread alone: parts of the window may be among them."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY = 500  # milliseconds


class CycleCollector(QObject):
    """Collects what Python would collect by itself on whichever thread happens to run, as Anki and calibre do.

    A part of the window that is destroyed on another thread than its own leaves the queue of its events locked or
    spoiled: the window stands still or the process ends. The thresholds are Python's own (``gc.get_threshold``).
    The program leaves nothing to Python from its first line on: what Qt brings stays, and Python would look through it
    a dozen times while it is loaded.
    """

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._was_left_to_python = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the oldest generation that is due."""
        collect_due()

    def stop(self) -> None:
        """Leave it to Python again, where it was: there is no window any more."""
        self._timer.stop()
        if self._was_left_to_python:
            gc.enable()


def collect_due() -> None:
    """Collect the oldest generation that is due, on the thread that asks; nothing where none is."""
    counted = zip(gc.get_count(), gc.get_threshold(), strict=True)
    if due := [at for at, (count, most) in enumerate(counted) if count > most]:
        gc.collect(due[-1])
