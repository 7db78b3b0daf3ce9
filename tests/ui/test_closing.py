"""Closing the window leaves, also while a dialog keeps it from being used; as the window manager of X11 asks it."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from ctypes.util import find_library

import pytest

from tests.benchmarks.windows import Display

pytestmark = pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")


class _Message(ctypes.Structure):
    """``XClientMessageEvent`` (X11/Xlib.h), as large as any event."""

    _fields_ = (
        ("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("sent", ctypes.c_int), ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong), ("message", ctypes.c_ulong), ("format", ctypes.c_int), ("data", ctypes.c_long * 5),
        ("rest", ctypes.c_long * 24),
    )  # fmt: skip


def ask_to_close(display: str, windows: list[int]) -> None:
    """Ask windows to close, one after the other, as a window manager does (ICCCM 4.2.8.1)."""
    x = ctypes.CDLL(find_library("X11"))
    x.XOpenDisplay.restype, x.XInternAtom.restype = ctypes.c_void_p, ctypes.c_ulong
    opened = ctypes.c_void_p(x.XOpenDisplay(display.encode()))
    protocols, close = (x.XInternAtom(opened, name, 0) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW"))
    for window in windows:
        told = _Message(type=33, window=window, message=protocols, format=32)
        told.data[0] = close
        x.XSendEvent(opened, ctypes.c_ulong(window), 0, 0, ctypes.byref(told))
    x.XSync(opened, 0)
    x.XCloseDisplay(opened)


def left(*arguments: str) -> list[str]:
    """Return what a window under a dialog says when it, and then the dialog, is asked to close."""
    with Display() as display:
        place = {**os.environ, "DISPLAY": display.name, "QT_QPA_PLATFORM": "xcb"}
        command = [sys.executable, "-m", "tests.ui.blocked_window", *arguments]
        with subprocess.Popen(command, env=place, stdout=subprocess.PIPE, text=True) as ran:
            assert ran.stdout is not None
            ask_to_close(display.name, [int(each) for each in ran.stdout.readline().split()])
            return ran.stdout.read().split()


def test_closing_the_window_leaves_while_a_dialog_waits() -> None:
    assert left() == ["left", "left", "closed"]


def test_a_build_that_is_blind_for_it_is_caught() -> None:
    assert left("blind") == ["left", "closed"]
