"""A settings portal that answers what it is told to: the child of a test."""

from __future__ import annotations

import json
import os
import sys

from PySide6.QtCore import QCoreApplication
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusVariant, QDBusVirtualObject

NAME, PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"


class Portal(QDBusVirtualObject):
    """Knows some settings, by their names, and answers with an error for others."""

    def __init__(self, known: dict[str, object]) -> None:
        super().__init__()
        self._known = known

    def introspect(self, _: str) -> str:
        return ""

    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:  # noqa: N802 - Qt's name
        key = message.arguments()[-1] if message.arguments() else ""
        if message.member() != "ReadOne" or key not in self._known:
            connection.send(message.createErrorReply("org.freedesktop.portal.Error.NotFound", ""))
            return True
        answer = message.createReply()
        answer.setArguments([QDBusVariant(self._known[key])])
        connection.send(answer)
        return True


if __name__ == "__main__":
    application = QCoreApplication([])
    bus = QDBusConnection.connectToBus(sys.argv[1], "the portal")
    portal = Portal(json.loads(sys.argv[2]))
    bus.registerVirtualObject(PATH, portal, QDBusConnection.VirtualObjectRegisterOption.SubPath)
    bus.registerService(NAME)
    os.write(1, b"ready\n")
    application.exec()
