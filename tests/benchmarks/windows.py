"""Programs with a window, from outside: when their window can be seen, and how much memory they take then.

A display of its own (Xvfb) without a window manager: every window is a child of the root. X11 by Xlib, whose calls and
constants are those of the Xlib manual (XQueryTree, XGetWindowAttributes, IsViewable = 2).
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

EMPTY = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
application = QApplication(sys.argv)
window = QWidget()
window.resize(1180, 760)
window.show()
application.exec()
"""
LONGEST_WAIT, SETTLED = 60.0, 2.0
_VIEWABLE, _LEAST = 2, 100  # pixels: helpers of toolkits have windows of one pixel


class _Attributes(ctypes.Structure):
    _fields_ = [
        ("x", ctypes.c_int), ("y", ctypes.c_int), ("width", ctypes.c_int), ("height", ctypes.c_int),
        ("border", ctypes.c_int), ("depth", ctypes.c_int), ("visual", ctypes.c_void_p), ("root", ctypes.c_ulong),
        ("class_", ctypes.c_int), ("bit_gravity", ctypes.c_int), ("win_gravity", ctypes.c_int),
        ("backing_store", ctypes.c_int), ("backing_planes", ctypes.c_ulong), ("backing_pixel", ctypes.c_ulong),
        ("save_under", ctypes.c_int), ("colormap", ctypes.c_ulong), ("map_installed", ctypes.c_int),
        ("map_state", ctypes.c_int), ("all_event_masks", ctypes.c_long), ("your_event_mask", ctypes.c_long),
        ("do_not_propagate_mask", ctypes.c_long), ("override_redirect", ctypes.c_int), ("screen", ctypes.c_void_p),
    ]  # fmt: skip


class Started(NamedTuple):
    """Seconds from the start of a program until its window could be seen, and MiB a while later."""

    seconds: float
    mib: float


class Display:
    """A display of its own, as long as the block."""

    def __init__(self) -> None:
        reading, writing = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
            pass_fds=(writing,), stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(writing)
        with os.fdopen(reading) as told:
            self.name = f":{told.readline().strip()}"
        self._x = ctypes.CDLL(ctypes.util.find_library("X11"))
        self._x.XOpenDisplay.restype = self._display = ctypes.c_void_p
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(self.name.encode()))
        self._root = self._x.XDefaultRootWindow(self._display)
        ignore = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
        self._ignored = ignore(lambda _display, _error: 0)  # a window may be gone before it is asked
        self._x.XSetErrorHandler(self._ignored)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._x.XCloseDisplay(self._display)
        self._server.terminate()
        self._server.wait()

    def is_window_seen(self) -> bool:
        """Say whether a window of a program can be seen."""
        root, parent, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
        children = ctypes.POINTER(ctypes.c_ulong)()
        self._x.XQueryTree(
            self._display, ctypes.c_ulong(self._root), ctypes.byref(root), ctypes.byref(parent),
            ctypes.byref(children), ctypes.byref(count),
        )  # fmt: skip
        seen = False
        for at in range(count.value):
            found = _Attributes()
            self._x.XGetWindowAttributes(self._display, ctypes.c_ulong(children[at]), ctypes.byref(found))
            seen |= found.map_state == _VIEWABLE and min(found.width, found.height) >= _LEAST
        if children:
            self._x.XFree(children)
        return seen

    def start(self, command: list[str], home: Path) -> Started:
        """Start a program with a home of its own, and end it again."""
        while self.is_window_seen():
            time.sleep(0.02)
        home.mkdir(parents=True, exist_ok=True)
        runtime = tempfile.mkdtemp(prefix="w-")  # short: sockets lie in it (unix(7), sun_path)
        bare = {name: os.environ[name] for name in ("PATH", "LANG", "VIRTUAL_ENV") if name in os.environ}
        bare |= {
            "DISPLAY": self.name,
            "HOME": str(home),
            "XDG_RUNTIME_DIR": runtime,
            "TMPDIR": runtime,
            "QT_QPA_PLATFORM": "xcb",
        }
        begin = time.perf_counter()
        running = subprocess.Popen(
            command, env=bare, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            while not self.is_window_seen():
                assert running.poll() is None, f"{command[0]} ended without a window"
                assert time.perf_counter() - begin < LONGEST_WAIT, f"{command[0]} shows no window"
                time.sleep(0.002)
            seconds = time.perf_counter() - begin
            time.sleep(SETTLED)
            return Started(seconds, _memory(running.pid))
        finally:
            with suppress(ProcessLookupError):  # it ended by itself
                os.killpg(running.pid, signal.SIGKILL)
            running.wait()
            shutil.rmtree(runtime, ignore_errors=True)


def _memory(first: int) -> float:
    """Return MiB of a process and all it started, shared pages counted by their part (proc(5), Pss)."""
    found, waiting = 0.0, [first]
    while waiting:
        pid = waiting.pop()
        waiting += map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split())
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        found += next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    return found


def empty_window() -> list[str]:
    """Return the command of a program that shows an empty window of the same toolkit and size."""
    return [sys.executable, "-c", EMPTY]
