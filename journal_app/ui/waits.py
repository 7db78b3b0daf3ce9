"""What waits for long work: told a moment after it was asked for, and counted where it must be saved before another."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from journal_app.i18n import pgettext

_T = TypeVar("_T")
_P = ParamSpec("_P")
TOLD_AFTER = 200  # milliseconds: what is there sooner is not felt as waiting


class Waits(QObject):
    """Tells what the last thing that was asked for waits for. ``works`` are the titles of the long work, in order."""

    told = Signal(str)
    over = Signal(str)  # what was told, which is not so any more

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.works = list[str]()
        self._number, self._text, self._is_told = 0, "", False
        self._timer = QTimer(self, interval=TOLD_AFTER, singleShot=True)
        self._timer.timeout.connect(self._tell)

    def opening(self) -> Callable[[], None]:
        """Note that something is being opened; returns what is to be called when it is there, or not wanted."""
        work = self.works[0] if self.works else ""
        named = pgettext("wait", "This opens as soon as other work is done: {work}.").format(work=work)
        return self._begin(named if work else pgettext("wait", "This opens as soon as other work is done."))

    def saving(self) -> Callable[[], None]:
        """Note that an entry, or another record, is being saved whose draft is kept already."""
        work = self.works[0] if self.works else ""
        named = pgettext(
            "wait", "What you wrote is kept. It is put in its place as soon as other work is done: {work}."
        ).format(work=work)
        plain = pgettext("wait", "What you wrote is kept. It is put in its place as soon as other work is done.")
        return self._begin(named if work else plain)

    def not_so(self, text: str) -> None:
        """Take back what was told, where it still stands there: it is not so any more."""
        self.over.emit(text)

    def _begin(self, text: str) -> Callable[[], None]:
        self._end(self._number)
        self._number += 1
        number, self._text = self._number, text
        self._timer.start()
        return lambda: self._end(number)

    def _tell(self) -> None:
        self._is_told = True
        self.told.emit(self._text)

    def _end(self, number: int) -> None:
        if number != self._number:
            return
        self._timer.stop()
        if self._is_told:
            self._is_told = False
            self.over.emit(self._text)


class Pending:
    """Counts the drafts that still have to become records, or to be kept behind other work.

    Until then a form for the same draft would begin with what another one wrote, and be saved a second time.
    """

    def __init__(self) -> None:
        self._lock, self._count = threading.Lock(), 0

    def __bool__(self) -> bool:
        """Whether there are any."""
        with self._lock:
            return self._count > 0

    def until(self, work: Callable[_P, _T]) -> Callable[_P, _T]:
        """Return ``work``, which counts from now until it was done once, or did not work."""
        with self._lock:
            self._count += 1

        def run(*given: _P.args, **named: _P.kwargs) -> _T:
            try:
                return work(*given, **named)
            finally:
                with self._lock:
                    self._count -= 1

        return run
