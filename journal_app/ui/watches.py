"""What asks the program to lock while secrets are in it: nobody there, the system, or to show itself, another start."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from journal_app.ui.heard import Heard
from journal_app.ui.idle import IdleWatch
from journal_app.ui.second_start import ShowsItself

if TYPE_CHECKING:  # it brings a library of Qt that nothing needs before a passphrase is typed
    from journal_app.ui.session import SessionWatch


class Watches(QObject):
    """Begins with the first page that has a secret on it, and ends when the program locks or leaves."""

    away = Signal()

    def __init__(self, window: QWidget, heard: Heard) -> None:
        super().__init__(window)
        self._window, self._heard = window, heard
        self._shows_itself: ShowsItself | None = None
        self.idle: IdleWatch | None = None
        self.session: SessionWatch | None = None

    def begin(self) -> None:
        """Watch whether somebody is there, and what the system tells; a second call changes nothing."""
        if self.idle is not None:
            return
        from journal_app.ui.session import SessionWatch

        self.idle, self.session = IdleWatch(self, self._heard), SessionWatch(self._window)
        self.idle.over.connect(self.away)
        self.session.away.connect(self.away)

    def answer(self, folder: Path) -> None:
        """Show the window when another start asks for the journal in ``folder``, as long as it is open here."""
        if self._shows_itself is not None:
            self._shows_itself.stop()
        self._shows_itself = ShowsItself(self._window, folder)

    def end(self) -> None:
        """Watch no more. A sleep that began still waits until the process is replaced or ends."""
        for watch in (self.idle, self.session, self._shows_itself):
            if watch is not None:
                watch.stop()
        self.idle = self._shows_itself = None
