"""What is heard of every event of the program: one filter for all who listen, since each costs every event its time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

Act = Callable[[QObject, QEvent], bool]


class Heard(QObject):
    """Tells those who listen of the kinds of events they asked for, before anything else sees them."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._acts: dict[QEvent.Type, list[Act]] = {}
        _ALL.append(self)

    def listen(self, kinds: Iterable[QEvent.Type], act: Act) -> None:
        """Call ``act`` with the receiver and the event; where it returns True, the event goes no further.

        Who asked first is told first. The first event takes Qt a while: all kinds of events get their classes.
        """
        for kind in kinds:
            self._acts.setdefault(kind, []).append(act)
        self.hear()

    def forget(self, act: Act) -> None:
        """Tell this one no more."""
        left = {kind: [each for each in acts if each != act] for kind, acts in self._acts.items()}
        self._acts = {kind: acts for kind, acts in left.items() if acts}
        self.hear()

    def hear(self) -> None:
        """Look at every event while anybody listens, and at none while :func:`resting` is."""
        application = QApplication.instance()
        if application is None:
            return
        if self._acts and not _RESTING:
            application.installEventFilter(self)
        else:
            application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look whether anybody asked for this kind; short, for it runs thousands of times while a page is opened."""
        acts = self._acts.get(event.type())
        return acts is not None and any(act(watched, event) for act in acts)


_ALL: list[Heard] = []
_RESTING: list[None] = []  # one for each block that rests


@contextmanager
def resting() -> Iterator[None]:
    """Let nobody be told of what the block does to the parts of a window, a third of the time of making a page.

    For making and laying out alone, which opens no window and waits for nothing: what a person does, and a dialog that
    comes, are events of the loop, which does not run meanwhile.
    """
    _RESTING.append(None)
    _hear()
    try:
        yield
    finally:
        _RESTING.pop()
        _hear()


def _hear() -> None:
    _ALL[:] = [each for each in _ALL if isValid(each)]
    for each in _ALL:
        each.hear()
