"""A desktop portal that answers as it is told to, and says on its standard output what it is asked."""

from __future__ import annotations

import os
import shutil
import sys
from typing import Any

from PySide6.QtCore import ClassInfo, QCoreApplication, QObject, QTimer, Signal, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusObjectPath, QDBusVirtualObject

from journal_app.ui.portal_child import PATH, REQUEST, SCREENSHOT, SERVICE

OWN = f"{PATH}/request/one"


def say(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


@ClassInfo({"D-Bus Interface": REQUEST})
class Request(QObject):
    """One question and how it ends; Qt puts its signal on the bus with the types that belong to it."""

    Response = Signal("uint", "QVariantMap")

    @Slot()
    def Close(self) -> None:  # noqa: N802 - the interface's name
        say("closed")


class Portal(QDBusVirtualObject):
    """``how`` is one of picture, early, elsewhere, cancel, end, refuse, unknown, silent, nothing."""

    def __init__(self, request: Request, how: str, source: str, place: str) -> None:
        super().__init__()
        self._request, self._how, self._source, self._place = request, how, source, place

    def introspect(self, _: str) -> str:
        return ""

    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:  # noqa: N802 - Qt's name
        if self._how == "unknown" or (message.interface(), message.member()) != (SCREENSHOT, "Screenshot"):
            return False
        say("asked", message.signature())
        if self._how == "refuse":
            connection.send(message.createErrorReply("org.freedesktop.portal.Error.NotAllowed", "no"))
        elif self._how != "silent":
            if self._how == "early":
                self._respond()
            reply = message.createReply()
            reply.setArguments([QDBusObjectPath(OWN)])
            connection.send(reply)
            if self._how not in {"early", "nothing"}:
                QTimer.singleShot(0, self, self._respond)
        return True

    def _respond(self) -> None:
        code = {"cancel": 1, "end": 2}.get(self._how, 0)
        found: dict[str, Any] = {}
        if not code:
            if self._how != "elsewhere":  # there it names a file that it did not write
                shutil.copyfile(self._source, self._place)
            found = {"uri": f"file://{self._place}".replace(" ", "%20")}
        self._request.Response.emit(code, found)


if __name__ == "__main__":
    application = QCoreApplication([])
    bus = QDBusConnection.connectToBus(sys.argv[1], "the portal")
    request = Request()
    everything = QDBusConnection.RegisterOption.ExportAllSignals | QDBusConnection.RegisterOption.ExportAllSlots
    portal = Portal(request, *sys.argv[2:])
    bus.registerVirtualObject(PATH, portal)
    bus.registerObject(OWN, request, everything)
    bus.registerService(SERVICE)
    say("ready")
    QTimer.singleShot(120_000, application.quit)  # a test that waits for more than it gets then fails
    application.exec()
