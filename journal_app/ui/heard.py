"""What is heard of every event of the program: one filter for all who listen, since each costs every event its time."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

Act = Callable[[QObject, QEvent], bool]


class Heard(QObject):
    """Tells those who listen of the kinds of events they asked for, before anything else sees them."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._acts: dict[QEvent.Type, list[Act]] = {}

    def listen(self, kinds: Iterable[QEvent.Type], act: Act) -> None:
        """Call ``act`` with the receiver and the event; where it returns True, the event goes no further.

        Who asked first is told first. The first event takes Qt a while: all kinds of events get their classes.
        """
        application = QApplication.instance()
        if not self._acts and application is not None:
            application.installEventFilter(self)
        for kind in kinds:
            self._acts.setdefault(kind, []).append(act)

    def forget(self, act: Act) -> None:
        """Tell this one no more."""
        left = {kind: [each for each in acts if each != act] for kind, acts in self._acts.items()}
        self._acts = {kind: acts for kind, acts in left.items() if acts}
        application = QApplication.instance()
        if not self._acts and application is not None:
            application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look whether anybody asked for this kind; short, for it runs thousands of times while a page is opened."""
        acts = self._acts.get(event.type())
        return acts is not None and any(act(watched, event) for act in acts)
