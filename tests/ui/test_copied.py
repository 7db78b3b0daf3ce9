"""What was copied from the program, however: told from what others copied, marked, taken away. On a real display."""

from __future__ import annotations

import ctypes
import ctypes.util
import json
import os
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.benchmarks.windows import Display
from tests.ui import clipboard_user
from tests.ui.conftest import WAIT

pytestmark = pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")
HINT = "x-kde-passwordManagerHint"


class Other:
    """A process with a clipboard."""

    def __init__(self, display: str, kind: str) -> None:
        environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        self._process = subprocess.Popen(
            [sys.executable, clipboard_user.__file__, kind], env=environment, bufsize=0,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def __call__(self, line: str = "look") -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(line.encode() + b"\n")
        ready, _, _ = select.select([self._process.stdout], [], [], WAIT / 1000)
        assert ready, line
        found: dict[str, Any] = json.loads(self._process.stdout.readline())
        return found

    def end(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait(WAIT / 1000)


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with Display() as shown:
        yield shown.name


@pytest.fixture
def program(display: str) -> Iterator[Other]:
    user = Other(display, "watched")
    yield user
    user.end()


@pytest.fixture
def another(display: str) -> Iterator[Other]:
    user = Other(display, "plain")
    yield user
    user.end()


WAYS = ["line-copy", "text-copy", "line-cut", "text-cut", "put"]


@pytest.mark.parametrize("way", WAYS)
def test_what_was_copied_is_marked_and_goes(program: Other, another: Other, way: str) -> None:
    assert program(f"{way} her name")["noted"] == 1
    assert copied_anew(program, another, way) == "her name"
    assert another()["hint"] == "secret"
    program("half-a-minute-later")
    assert another()["text"] == ""
    assert copied_anew(program, another, way) == "her name"
    program("forget")
    assert another()["text"] == ""


def copied_anew(program: Other, another: Other, way: str) -> str:
    """Copy again and return what the other program sees; a server may pass over a claim, which is then made again.

    A claim carries the time of the last event its program saw. Here nobody clicks, so that time can lie before the
    claim that is to be replaced (XSetSelectionOwner(3): "has no effect"); each look of the other program is an event.
    """
    for _ in range(10):
        program(f"{way} her name")
        if (seen := another()["text"]) != "":
            break
    return str(seen)


class Taker:
    """A program that takes the clipboard, and says whether it still has it; by Xlib, whose time is the server's."""

    def __init__(self, display: str) -> None:
        self._x = ctypes.CDLL(ctypes.util.find_library("X11"))
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        for name in ("XDefaultRootWindow", "XInternAtom", "XCreateSimpleWindow", "XGetSelectionOwner"):
            getattr(self._x, name).restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(display.encode()))
        root = ctypes.c_ulong(self._x.XDefaultRootWindow(self._display))
        self._board = ctypes.c_ulong(self._x.XInternAtom(self._display, b"CLIPBOARD", 0))
        self._window = ctypes.c_ulong(
            self._x.XCreateSimpleWindow(self._display, root, 0, 0, 1, 1, 0, ctypes.c_ulong(0), ctypes.c_ulong(0))
        )

    def take(self) -> None:
        self._x.XSetSelectionOwner(self._display, self._board, self._window, ctypes.c_ulong(0))
        self._x.XSync(self._display, 0)
        assert self.has_it()

    def has_it(self) -> bool:
        return bool(self._x.XGetSelectionOwner(self._display, self._board) == self._window.value)

    def end(self) -> None:
        self._x.XCloseDisplay(self._display)


@pytest.fixture
def taker(display: str) -> Iterator[Taker]:
    made = Taker(display)
    yield made
    made.end()


@pytest.mark.parametrize("way", [WAYS[0], *(pytest.param(each, marks=pytest.mark.full) for each in WAYS[1:])])
def test_what_another_program_copied_since_is_left_alone(program: Other, taker: Taker, way: str) -> None:
    program(f"{way} her name")
    assert not taker.has_it()
    taker.take()
    program("half-a-minute-later")
    program("forget")
    assert taker.has_it()


@pytest.mark.parametrize("end", ["half-a-minute-later", "forget"])
def test_what_a_program_took_over_that_keeps_what_is_copied_goes_too(program: Other, another: Other, end: str) -> None:
    for _ in range(10):  # a server may pass over a claim, as above, also the one to hold nothing
        program("line-copy her name")
        another("line-copy her name")
        taken_over = (program()["text"], program()["hint"]) == ("her name", "")
        program("forget-quickly")
        if taken_over and another()["text"] == "her name":
            break
    assert another()["text"] == "her name"
    program(end)
    assert another()["text"] == ""


def test_what_another_program_copied_since_stays_though_it_answers(program: Other, another: Other) -> None:
    program("line-copy her name")
    for _ in range(10):
        another("line-copy something else")
        if program()["text"] == "something else":
            break
    program("half-a-minute-later")
    program("forget")
    assert another()["text"] == "something else"


def test_what_is_selected_goes_too(program: Other, another: Other) -> None:
    """On X11 what is selected can be put anywhere by the middle button, without being copied."""
    assert program("select her name")["noted"] == 0
    assert another()["selected"] == "her name"
    program("forget")
    assert another()["selected"] == ""


def test_the_control_stays(another: Other, display: str) -> None:
    """A program that does not watch leaves what was copied from it, and does not mark it."""
    careless = Other(display, "plain")
    assert copied_anew(careless, another, "text-copy") == "her name"
    assert another()["hint"] == ""
    careless.end()
