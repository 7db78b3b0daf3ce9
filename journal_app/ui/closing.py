"""Closing the window while a dialog waits: Qt drops that without a word, so what the desktop sends is looked at."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

_WM_CLOSE = 0x0010  # Windows; not tested there
_CLIENT_MESSAGE, _SENT = 33, 0x80  # xcb/xproto.h: XCB_CLIENT_MESSAGE; the highest bit says that a program sent it


class _ClientMessage(ctypes.Structure):
    """The beginning of ``xcb_client_message_event_t`` (xcb/xproto.h)."""

    _fields_ = (
        ("response_type", ctypes.c_uint8), ("format", ctypes.c_uint8), ("sequence", ctypes.c_uint16),
        ("window", ctypes.c_uint32), ("type", ctypes.c_uint32), ("first", ctypes.c_uint32),
    )  # fmt: skip


class _Reply(ctypes.Structure):
    """The beginning of ``xcb_intern_atom_reply_t`` (xcb/xproto.h)."""

    _fields_ = (("head", ctypes.c_uint32), ("length", ctypes.c_uint32), ("atom", ctypes.c_uint32))


class BlockedCloses(QAbstractNativeEventFilter):
    """Calls ``leave`` when the desktop asks a window to close that a dialog keeps from being used.

    The window managers of X11 and Windows ask by a message, which Qt drops for such a window
    (QGuiApplicationPrivate::processCloseEvent). On Wayland Qt closes it as the program would, which is not dropped.
    """

    def __init__(self, window: QWidget, leave: Callable[[], None]) -> None:
        super().__init__()
        self._handle, self._leave = int(window.winId()), leave
        self._close = _close_message() if QGuiApplication.platformName() == "xcb" else (0, 0)

    def begin(self) -> None:
        """Look at the messages from now on; each passes through here, so only while a dialog waits."""
        application = QCoreApplication.instance()
        if application is not None and (all(self._close) or sys.platform == "win32"):
            application.installNativeEventFilter(self)

    def end(self) -> None:
        """Look no more."""
        application = QCoreApplication.instance()
        if application is not None:
            application.removeNativeEventFilter(self)

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview[int], message: int) -> object:
        """Look at one message, and pass it on where it is no such request."""
        is_asked = False
        if kind == b"xcb_generic_event_t":
            told = _ClientMessage.from_address(int(message))
            is_client = told.response_type & ~_SENT == _CLIENT_MESSAGE
            is_asked = is_client and told.window == self._handle and (told.type, told.first) == self._close
        elif kind == b"windows_generic_MSG":  # pragma: no cover - another system
            is_asked = _is_close_of(self._handle, int(message))
        if is_asked:
            self._leave()
        return is_asked, 0


def _is_close_of(handle: int, message: int) -> bool:  # pragma: no cover - another system
    from ctypes import wintypes

    told = wintypes.MSG.from_address(message)
    return bool(told.message == _WM_CLOSE and (told.hWnd or 0) == handle)


def _close_message() -> tuple[int, int]:
    """Return the numbers this X server has for the request to close (ICCCM 4.2.8.1); zeros where they are not known."""
    application = QGuiApplication.instance()
    native = application.nativeInterface() if isinstance(application, QGuiApplication) else None
    try:
        xcb, connection = ctypes.CDLL("libxcb.so.1"), ctypes.c_void_p(native.connection())  # type: ignore[attr-defined]
    except (OSError, AttributeError):
        return 0, 0
    return _atom(xcb, connection, b"WM_PROTOCOLS"), _atom(xcb, connection, b"WM_DELETE_WINDOW")


def _atom(xcb: ctypes.CDLL, connection: ctypes.c_void_p, name: bytes) -> int:
    xcb.xcb_intern_atom.restype = ctypes.c_uint32  # a cookie: a struct with the number of the request
    xcb.xcb_intern_atom.argtypes = (ctypes.c_void_p, ctypes.c_uint8, ctypes.c_uint16, ctypes.c_char_p)
    xcb.xcb_intern_atom_reply.restype = ctypes.POINTER(_Reply)
    xcb.xcb_intern_atom_reply.argtypes = (ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p)
    reply = xcb.xcb_intern_atom_reply(connection, xcb.xcb_intern_atom(connection, 1, len(name), name), None)
    return int(reply.contents.atom) if reply else 0  # its 32 bytes stay until the process ends
