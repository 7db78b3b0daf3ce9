"""Locking when the screen is locked, another user comes, or the computer goes to sleep, as the system tells it.

Linux: by D-Bus, from the session manager (org.freedesktop.login1) and from screen savers; a sleep waits until the
journal is locked, as long as the session manager lets it (InhibitDelayMaxSec of logind.conf, usually 5 seconds).
Windows: by the messages WM_WTSSESSION_CHANGE and WM_POWERBROADCAST, written after their documentation and not tested
there. macOS tells it in a way that Qt does not pass on; there only the time without a key or movement locks.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher, QDBusUnixFileDescriptor
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
_LOGIN, _LOGIN_PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
_PROPERTIES, _ACTIVE = ("org.freedesktop.DBus.Properties", "PropertiesChanged"), "told(QString,QVariantMap,QStringList)"
# What waits, for whom, why, and that it is only put off (org.freedesktop.login1, Inhibit). Other programs see this.
_PUT_OFF = ("sleep", "journal", "lock", "delay")
_WM_POWERBROADCAST, _PBT_APMSUSPEND = 0x0218, 4
_WM_WTSSESSION_CHANGE, _WTS_SESSION_LOCK, _WTS_CONSOLE_DISCONNECT = 0x02B1, 7, 2


class SessionWatch(QObject):
    """Tells when nobody can be at the computer any more."""

    away = Signal()

    def __init__(self, window: QWidget, buses: Sequence[QDBusConnection] | None = None) -> None:
        """Watch for ``window``; ``buses`` are those of this session and this computer where none are given."""
        super().__init__(window)
        self._buses = list(_buses() if buses is None else buses)
        self._messages: _Messages | None = None
        self._asking: list[QDBusPendingCallWatcher] = []
        self._putting_off: list[QDBusUnixFileDescriptor] = []
        for bus in self._buses:
            self._connect(bus.connect)
            self._put_off_sleep(bus)
        if sys.platform == "win32":  # pragma: no cover - another system
            self._messages = _Messages(window, self)

    def _connect(self, act: Callable[..., bool]) -> None:
        for interface, name, slot in _TOLD:
            act("", "", interface, name, self, SLOT(slot))
        act("", own_session(), *_PROPERTIES, self, SLOT(_ACTIVE))

    @Slot("bool")
    def changed(self, begun: bool) -> None:  # noqa: FBT001 - the shape of the message
        """Tell where a lock or a sleep begins, and not where it ends."""
        if begun:
            self.away.emit()

    @Slot(str, "QVariantMap", "QStringList")
    def told(self, interface: str, changed: dict[str, Any], _: list[str]) -> None:
        """Tell where this session is no longer the one that is looked at: another user came."""
        if interface == f"{_LOGIN}.Session" and changed.get("Active") is False:
            self.away.emit()

    @Slot()
    def locked(self) -> None:
        """Tell of a lock."""
        self.away.emit()

    def _put_off_sleep(self, bus: QDBusConnection) -> None:
        """Ask the session manager to let the computer sleep only when what it answers with is closed.

        The system closes it when the process is replaced or ends, which is when nothing is left that a sleep could
        keep. Nothing waits for the answer; where there is no session manager there is none.
        """
        asked = QDBusMessage.createMethodCall(_LOGIN, _LOGIN_PATH, f"{_LOGIN}.Manager", "Inhibit")
        asked.setAutoStartService(False)
        asked.setArguments(list(_PUT_OFF))
        watcher = QDBusPendingCallWatcher(bus.asyncCall(asked), self)
        watcher.finished.connect(self._answered)
        self._asking.append(watcher)

    def _answered(self, watcher: QDBusPendingCallWatcher) -> None:
        answer = watcher.reply().arguments()
        self._putting_off += [each for each in answer if isinstance(each, QDBusUnixFileDescriptor)]

    @property
    def puts_off_sleep(self) -> bool:
        """Whether the computer waits with its sleep for this process."""
        return bool(self._putting_off)

    def stop(self) -> None:
        """Watch no more; a sleep still waits for the end of the process, or of this object."""
        for bus in self._buses:
            self._connect(bus.disconnect)
        self._buses = []
        if self._messages is not None:  # pragma: no cover - another system
            self._messages.stop()


def own_session() -> str:
    """Return the path at which the session manager tells of this session; empty, so any, where it is not known.

    Its name is escaped as systemd does it (bus_label_escape): all but letters, and digits that are not the first.
    """
    name = os.environ.get("XDG_SESSION_ID", "")
    escaped = [
        each if each.isascii() and (each.isalpha() or (each.isdigit() and place)) else f"_{ord(each):02x}"
        for place, each in enumerate(name)
    ]
    return f"{_LOGIN_PATH}/session/{''.join(escaped)}" if name else ""


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
                (_WM_WTSSESSION_CHANGE, _WTS_CONSOLE_DISCONNECT),
            }:
                self._watch.away.emit()
        return False, 0

    def stop(self) -> None:
        """Read no more."""
        application = QCoreApplication.instance()
        if application is not None:
            application.removeNativeEventFilter(self)
        ctypes.windll.wtsapi32.WTSUnRegisterSessionNotification(self._handle)  # type: ignore[attr-defined]
