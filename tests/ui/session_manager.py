"""A session manager that only hands out what puts off a sleep, and says when it is given back: ``held``, ``free``."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QCoreApplication, QSocketNotifier
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusUnixFileDescriptor, QDBusVirtualObject

NAME, PATH = "org.freedesktop.login1", "/org/freedesktop/login1"


def say(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


class Manager(QDBusVirtualObject):
    """Answers as the one of systemd does: with the end of a pipe, whose closing it sees at the other."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: list[QSocketNotifier] = []

    def introspect(self, _: str) -> str:
        return ""

    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:  # noqa: N802 - Qt's name
        if message.member() != "Inhibit":
            return False
        reading, writing = os.pipe()
        handed = QDBusUnixFileDescriptor(writing)
        os.close(writing)
        answer = message.createReply()
        answer.setArguments([handed])
        connection.send(answer)
        notifier = QSocketNotifier(reading, QSocketNotifier.Type.Read, self)
        notifier.activated.connect(lambda: self._free(notifier))
        self._kept.append(notifier)
        say("held", *message.arguments())
        return True

    def _free(self, notifier: QSocketNotifier) -> None:
        notifier.setEnabled(False)
        say("free")


if __name__ == "__main__":
    application = QCoreApplication([])
    bus = QDBusConnection.connectToBus(sys.argv[1], "the session manager")
    manager = Manager()
    bus.registerVirtualObject(PATH, manager, QDBusConnection.VirtualObjectRegisterOption.SubPath)
    bus.registerService(NAME)
    say("ready")
    application.exec()
