"""Nothing of the window is destroyed on another thread than its own, neither by counting nor by collecting."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from journal_app.ui.app import Window
from journal_app.ui.jobs import Job, Lane

from .conftest import WAIT


class Ring:
    """An object that holds itself."""

    def __init__(self) -> None:
        self.me = self


def test_work_on_a_lane_collects_nothing_there(qtbot: QtBot, make_window: Callable[..., Window]) -> None:
    window, where, rings = make_window(), set[int](), list[weakref.ref[Ring]]()

    def collecting(phase: str, _: object) -> None:
        where.add(threading.get_ident())

    def work(_: Job) -> None:
        for _each in range(50_000):
            rings.append(weakref.ref(Ring()))

    gc.callbacks.append(collecting)
    try:
        done: list[object] = []
        window.lane.start(window, work, done.append, lambda _: None)
        qtbot.waitUntil(lambda: bool(done), timeout=WAIT)
        qtbot.waitUntil(lambda: not any(ring() is not None for ring in rings[:1000]), timeout=WAIT)
    finally:
        gc.callbacks.remove(collecting)
    assert where == {threading.get_ident()}


class Mark:
    """Something that a piece of work refers to, and that notes where it was destroyed."""

    def __init__(self, where: list[int]) -> None:
        weakref.finalize(self, lambda: where.append(threading.get_ident()))


def _nothing(_: Mark, __: Job) -> None:
    """Do nothing with what is held."""


def ended_at(qtbot: QtBot, lane: Lane, owner: QObject, count: int) -> list[int]:
    where: list[int] = []

    def once() -> None:
        done: list[object] = []
        lane.start(owner, partial(_nothing, Mark(where)), done.append, lambda _: None)
        qtbot.waitUntil(lambda: bool(done), timeout=WAIT)

    for _ in range(count):
        once()
    return where


def test_what_work_refers_to_is_destroyed_on_the_threads_of_the_window(
    qtbot: QtBot, make_window: Callable[..., Window]
) -> None:
    window = make_window()
    where = ended_at(qtbot, window.lane, window, 200)
    assert len(where) > 150
    assert set(where) == {threading.get_ident()}


def test_python_collects_by_itself_again_without_a_window(make_window: Callable[..., Window]) -> None:
    assert not gc.isenabled()  # while tests with windows run
    gc.enable()
    try:
        first = make_window()
        assert not gc.isenabled()
        second = make_window()
        second.cycles.stop()
        assert not gc.isenabled()
        first.cycles.stop()
        assert gc.isenabled()
    finally:
        gc.disable()
