"""Locking when the screen is locked or the computer goes to sleep, as the system tells it.

Linux: by D-Bus, from the session manager (org.freedesktop.login1) and from screen savers. Windows: by the messages
WM_WTSSESSION_CHANGE and WM_POWERBROADCAST, written after their documentation and not tested there. macOS tells it in a
way that Qt does not pass on; there only the time without a key or movement locks.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Sequence

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QWidget

# Interface, signal, slot. Who sends it does not matter: whoever can send it may have the journal locked.
_TOLD = (
    ("org.freedesktop.login1.Manager", "PrepareForSleep", "changed(bool)"),
    ("org.freedesktop.login1.Session", "Lock", "locked()"),
    *(
        (f"org.{desktop}.ScreenSaver", "ActiveChanged", "changed(bool)")
        for desktop in ("freedesktop", "gnome", "cinnamon", "mate", "xfce")
    ),
)
_WM_POWERBROADCAST, _PBT_APMSUSPEND = 0x0218, 4
_WM_WTSSESSION_CHANGE, _WTS_SESSION_LOCK = 0x02B1, 7


class SessionWatch(QObject):
    """Tells when nobody can be at the computer any more."""

    away = Signal()

    def __init__(self, window: QWidget, buses: Sequence[QDBusConnection] | None = None) -> None:
        """Watch for ``window``; ``buses`` are those of this session and this computer where none are given."""
        super().__init__(window)
        self._buses = list(_buses() if buses is None else buses)
        self._messages: _Messages | None = None
        for bus in self._buses:
            for told in _TOLD:
                self._connect(bus.connect, *told)
        if sys.platform == "win32":  # pragma: no cover - another system
            self._messages = _Messages(window, self)

    def _connect(self, act: Callable[..., bool], interface: str, name: str, slot: str) -> None:
        act("", "", interface, name, self, SLOT(slot))

    @Slot("bool")
    def changed(self, begun: bool) -> None:  # noqa: FBT001 - the shape of the message
        """Tell where a lock or a sleep begins, and not where it ends."""
        if begun:
            self.away.emit()

    @Slot()
    def locked(self) -> None:
        """Tell of a lock."""
        self.away.emit()

    def stop(self) -> None:
        """Watch no more."""
        for bus in self._buses:
            for told in _TOLD:
                self._connect(bus.disconnect, *told)
        self._buses = []
        if self._messages is not None:  # pragma: no cover - another system
            self._messages.stop()


def _buses() -> list[QDBusConnection]:
    """Return the buses that are there; asking for one that is not may start a program."""
    found = []
    if os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        found.append(QDBusConnection.sessionBus())
    if sys.platform.startswith("linux"):
        found.append(QDBusConnection.systemBus())
    return [bus for bus in found if bus.isConnected()]


class _Messages(QAbstractNativeEventFilter):  # pragma: no cover - another system
    """Reads the messages Windows sends to the window."""

    def __init__(self, window: QWidget, watch: SessionWatch) -> None:
        super().__init__()
        self._watch = watch
        self._handle = int(window.winId())
        ctypes.windll.wtsapi32.WTSRegisterSessionNotification(self._handle, 0)  # type: ignore[attr-defined]
        application = QCoreApplication.instance()
        if application is not None:
            application.installNativeEventFilter(self)

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview[int], message: int) -> object:
        """Look at one message and pass it on."""
        from ctypes import wintypes

        if kind == b"windows_generic_MSG":
            told = wintypes.MSG.from_address(int(message))
            if (told.message, told.wParam) in {
                (_WM_POWERBROADCAST, _PBT_APMSUSPEND),
                (_WM_WTSSESSION_CHANGE, _WTS_SESSION_LOCK),
            }:
                self._watch.away.emit()
        return False, 0

    def stop(self) -> None:
        """Read no more."""
        application = QCoreApplication.instance()
        if application is not None:
            application.removeNativeEventFilter(self)
        ctypes.windll.wtsapi32.WTSUnRegisterSessionNotification(self._handle)  # type: ignore[attr-defined]
