"""How much the desktop wants things to move, where Qt does not tell it yet: asked once, and nothing waits for it."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher, QDBusVariant

_PORTAL, _PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
_SETTINGS = "org.freedesktop.portal.Settings"
# What is asked, and the answer that means less: of every desktop since 2025, and of GNOME and those that follow it.
_LESS = (
    ("org.freedesktop.appearance", "reduced-motion", 1), ("org.gnome.desktop.interface", "enable-animations", False),
)  # fmt: skip
_SPI_GETCLIENTAREAANIMATION = 0x1042  # winuser.h; not tested there


class MotionWish(QObject):
    """Tells where the desktop asks for less motion; on macOS it is not asked."""

    less = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asking: list[QDBusPendingCallWatcher] = []

    def ask(self, bus: QDBusConnection | None = None) -> None:
        """Ask on ``bus``, that of this session where none is given; no program is started to answer."""
        if sys.platform == "win32":  # pragma: no cover - another system
            self._ask_windows()
        elif bus is not None or os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
            self._ask_portal(bus or QDBusConnection.sessionBus())

    def _ask_portal(self, bus: QDBusConnection) -> None:
        for group, key, means_less in _LESS:
            asked = QDBusMessage.createMethodCall(_PORTAL, _PATH, _SETTINGS, "ReadOne")
            asked.setAutoStartService(False)
            asked.setArguments([group, key])
            watcher = QDBusPendingCallWatcher(bus.asyncCall(asked), self)
            watcher.finished.connect(lambda done, means_less=means_less: self._answered(done, means_less))
            self._asking.append(watcher)

    def _answered(self, watcher: QDBusPendingCallWatcher, means_less: int) -> None:
        answer = watcher.reply().arguments()
        value = answer[0].variant() if answer and isinstance(answer[0], QDBusVariant) else next(iter(answer), None)
        if isinstance(value, int) and value == means_less:
            self.less.emit()

    def _ask_windows(self) -> None:  # pragma: no cover - another system
        import ctypes

        moves = ctypes.c_int(1)
        asked = ctypes.windll.user32.SystemParametersInfoW  # type: ignore[attr-defined]
        if asked(_SPI_GETCLIENTAREAANIMATION, 0, ctypes.byref(moves), 0) and not moves.value:
            self.less.emit()
