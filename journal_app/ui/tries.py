"""Wrong tries: after three the wait grows to ten seconds; nothing is ever erased."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from journal_app.i18n import npgettext, pgettext

FREE_TRIES = 3
LONGEST_WAIT = 10


class Tries(QObject):
    """Counts the wrong tries in a row, and how many seconds are left until the next one; ``changed`` at each second.

    ``over`` comes after the last ``changed``, so that what is begun then has the last word.
    """

    changed = Signal()
    over = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """``over`` tells that the wait is over."""
        super().__init__(parent)
        self.wrong = self.left = 0
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self.tick)

    def add(self) -> None:
        """Count a wrong try, and begin to wait where there were too many."""
        self.wrong += 1
        if self.wrong >= FREE_TRIES:
            self.left = min(LONGEST_WAIT, 2 ** (self.wrong - FREE_TRIES + 1))
            self._clock.start()
            self.changed.emit()

    def forget(self) -> None:
        """Count anew: the try was right."""
        self.wrong = 0

    def tick(self) -> None:
        """Let one second go by."""
        self.left = max(0, self.left - 1)
        self.changed.emit()
        if self.left == 0:
            self._clock.stop()
            self.over.emit()

    def told(self) -> str:
        """Return how long the wait is, in words; empty where there is none."""
        text = npgettext(
            "unlock", "You can try again in {count} second. Nothing is erased, however often you try.",
            "You can try again in {count} seconds. Nothing is erased, however often you try.", self.left,
        )  # fmt: skip
        return text.format(count=self.left) if self.left else ""

    def told_kept(self) -> str:
        """Return when that which was given in the wait is tried, in words; empty where there is no wait."""
        text = npgettext(
            "unlock", "What you typed is tried in {count} second. Nothing is erased, however often you try.",
            "What you typed is tried in {count} seconds. Nothing is erased, however often you try.", self.left,
        )  # fmt: skip
        return text.format(count=self.left) if self.left else ""


class TriesByFolder(dict[Path, Tries]):
    """The tries of each journal by its real folder: whichever page asks for the passphrase, the count goes on."""

    def __init__(self, parent: QObject) -> None:
        super().__init__()
        self._parent = parent

    def __missing__(self, folder: Path) -> Tries:
        """Begin to count."""
        tries = self[folder] = Tries(self._parent)
        return tries


def again() -> str:
    """Return what is said when the wait is over."""
    return pgettext("unlock", "You can try again.")
