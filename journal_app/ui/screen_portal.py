"""A picture of the screen where programs may not take one themselves: the desktop takes it, and asks the person."""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from journal_app.errors import JournalError
from journal_app.i18n import pgettext
from journal_app.services.screenshots import Shot
from journal_app.ui import portal_child

SECONDS = 120.0  # choosing a part of the screen takes its time
_AFTER = 5.0  # seconds the process has to end by itself
_LONGEST = 1 << 16
_NEEDED = ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")


class NoPicture(JournalError):
    """The desktop gave no picture of the screen; nothing was changed."""

    def __init__(self, what: str) -> None:
        super().__init__(*_sentences(what))
        self.what = what


def _sentences(what: str) -> tuple[str, str]:
    instead = pgettext("screen", "Take it with the desktop’s own tool, then paste it here.")
    again = pgettext("screen", "Choose “Take a picture of the screen” again, or take it with the desktop’s own tool.")
    told = {
        portal_child.CANCELLED: (pgettext("screen", "No picture was taken; nothing was changed."), again),
        portal_child.REFUSED:
            (pgettext("screen", "The desktop did not allow a picture of the screen; nothing was changed."), instead),
        portal_child.LATE:
            (pgettext("screen", "The desktop gave no picture in time; nothing was changed."), again),
    }  # fmt: skip
    none = pgettext("screen", "This desktop does not let programs take pictures of the screen; nothing was changed.")
    return told.get(what, (none, instead))


class PortalPicture(QObject):
    """Asks the desktop for one picture; the window is small meanwhile, so that what is behind it can be seen."""

    taken = Signal(object)
    refused = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window, self._asked = window, 0.0
        self._process = QProcess(self)
        self._process.finished.connect(self._ended)
        self._process.errorOccurred.connect(self._not_started)

    def start(self) -> None:
        """Ask; ``taken`` tells a Shot, or ``refused`` a NoPicture, and the window is as it was before."""
        if not portal_child.address():
            self._finish(NoPicture(portal_child.MISSING))
            return
        self._asked = time.time()
        self._process.setProcessEnvironment(_environment())
        self._window.setWindowState(self._window.windowState() | Qt.WindowState.WindowMinimized)
        command = ["-I", "-m", portal_child.__name__, str(SECONDS)]
        self._process.start(sys.executable, command)
        QTimer.singleShot(round((SECONDS + _AFTER) * 1000), self._process, self._process.kill)

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._finish(NoPicture(portal_child.MISSING))

    def _ended(self) -> None:
        what, place = _told(self._process.readAllStandardOutput().data())
        now = datetime.now(UTC)
        if what == portal_child.PICTURE:
            self._finish(Shot(place=Path(place), asked=self._asked, taken=now))
        else:
            self._finish(NoPicture(what))

    def _finish(self, found: Shot | NoPicture) -> None:
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.activateWindow()
        (self.taken if isinstance(found, Shot) else self.refused).emit(found)
        self.deleteLater()


def _told(line: bytes | bytearray | memoryview[int]) -> tuple[str, str]:
    """Return what the process told; one that ended without a word was ended."""
    try:
        told = json.loads(bytes(line[:_LONGEST]))
        return str(told["told"]), str(told["place"])
    except (KeyError, TypeError, ValueError):
        return portal_child.LATE, ""


def _environment() -> QProcessEnvironment:
    """Return what the process needs to find the bus, and nothing else of this one's surroundings."""
    made = QProcessEnvironment()
    made.insert("LC_ALL", "C.UTF-8")
    for name in _NEEDED:
        if name in os.environ:
            made.insert(name, os.environ[name])
    return made
