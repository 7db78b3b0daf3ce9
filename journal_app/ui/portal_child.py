"""A process of its own that asks the desktop for a picture of the screen and tells where the desktop put it.

The desktop looks at who asks (/proc/PID/root), which the process with the journal in it lets nobody do. This one holds
no secret, ends with the process that started it, and takes nothing from what the desktop answers but a place.
"""

from __future__ import annotations

import json
import os
import sys
import uuid
from pathlib import Path
from typing import Any

from PySide6.QtCore import SLOT, QCoreApplication, QObject, QSocketNotifier, QTimer, QUrl, Slot
from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage, QDBusObjectPath, QDBusPendingCallWatcher

# org.freedesktop.portal.Screenshot and org.freedesktop.portal.Request of the XDG desktop portals.
SERVICE, PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
SCREENSHOT, REQUEST = "org.freedesktop.portal.Screenshot", "org.freedesktop.portal.Request"
PICTURE, CANCELLED, REFUSED, MISSING, LATE = "picture", "cancelled", "refused", "missing", "late"
_GIVEN, _BY_THE_PERSON = 0, 1  # how a request ends; any other number is an end of another kind
_NOBODY = ("ServiceUnknown", "NameHasNoOwner", "UnknownMethod", "UnknownInterface", "UnknownObject")
_SILENT = ("NoReply", "Timeout", "TimedOut")
_CLOSE_WITHIN = 2000  # milliseconds
_NAME = "a picture of the screen"


def address() -> str:
    """Return where the bus of this session is; empty where there is none. None is started for it."""
    told = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    place = Path(os.environ.get("XDG_RUNTIME_DIR") or os.devnull) / "bus"
    return told or (f"unix:path={place}" if place.is_socket() else "")


class Asking(QObject):
    """One question to the desktop; what comes of it is told once, as one line of JSON."""

    def __init__(self, bus: QDBusConnection, seconds: float) -> None:
        super().__init__()
        self._bus, self._is_gone, self._is_named = bus, False, False
        token = f"p{uuid.uuid4().hex}"
        sender = bus.baseService().removeprefix(":").replace(".", "_")
        self._request = f"{PATH}/request/{sender}/{token}"
        self._listen()
        asked = QDBusMessage.createMethodCall(SERVICE, PATH, SCREENSHOT, "Screenshot")
        asked.setArguments(["", {"handle_token": token, "interactive": True}])
        self._watcher = QDBusPendingCallWatcher(bus.asyncCall(asked), self)
        self._watcher.finished.connect(self._answered)
        QTimer.singleShot(round(seconds * 1000), self, lambda: self._tell(LATE))
        self._parent = QSocketNotifier(0, QSocketNotifier.Type.Read, self)
        self._parent.activated.connect(self.give_up)

    def _listen(self) -> None:
        """Listen before anything is asked, for the answer may be quicker; the desktop answers nobody but who asked."""
        ended: Any = SLOT("ended(uint,QVariantMap)")  # bytes, whatever its stubs say
        self._bus.connect(SERVICE, "", REQUEST, "Response", self, ended)

    def _answered(self, watcher: QDBusPendingCallWatcher) -> None:
        reply, self._is_named = watcher.reply(), True
        if reply.arguments() and isinstance(reply.arguments()[0], QDBusObjectPath):
            self._request = reply.arguments()[0].path()  # an old desktop gives it a name of its own
        if self._is_gone:
            self._take_back()
        elif reply.type() == QDBusMessage.MessageType.ErrorMessage:
            self._tell(_why(reply.errorName()))

    @Slot("uint", "QVariantMap")
    def ended(self, how: int, found: dict[str, Any]) -> None:
        """Take the end of the request."""
        place = QUrl(str(found.get("uri", "")))
        if how == _GIVEN and place.isLocalFile():
            self._tell(PICTURE, place.toLocalFile())
        else:
            self._tell(CANCELLED if how == _BY_THE_PERSON else REFUSED)

    def give_up(self) -> None:
        """End without a word: whoever asked is gone, and nothing is wanted of the desktop any more.

        A question on its way is waited for: the desktop may name the request otherwise, and would go on with it.
        """
        self._parent.setEnabled(False)
        self._is_gone = True
        if self._is_named:  # and not where the answer has only arrived: the name in it was not read yet
            self._take_back()

    def _take_back(self) -> None:
        self._close()
        QCoreApplication.exit(0)

    def _close(self) -> None:
        """Take the request back, and wait until the desktop has it: what is only queued is lost with the process."""
        close = QDBusMessage.createMethodCall(SERVICE, self._request, REQUEST, "Close")
        self._bus.call(close, QDBus.CallMode.Block, _CLOSE_WITHIN)

    def _tell(self, what: str, place: str = "") -> None:
        if what == LATE:
            self._close()
        say(what, place)
        QCoreApplication.exit(0)


def say(what: str, place: str = "") -> None:
    """Write what came of it."""
    os.write(1, json.dumps({"told": what, "place": place}).encode() + b"\n")


def _why(name: str) -> str:
    if name.endswith(_NOBODY) or ".Spawn." in name:
        return MISSING
    return LATE if name.endswith(_SILENT) else REFUSED


def main(arguments: list[str]) -> int:
    """Ask and tell; waits at most as many seconds as the first argument says. Returns the exit code."""
    application = QCoreApplication([])
    place = address()
    bus = QDBusConnection.connectToBus(place, _NAME) if place else None
    if bus is None or not bus.isConnected():
        say(MISSING)
        return 0
    asking = Asking(bus, float(arguments[0]))
    code = application.exec()
    del asking
    QDBusConnection.disconnectFromBus(_NAME)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
