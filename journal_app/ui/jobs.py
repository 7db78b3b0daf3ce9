"""Work off the window's thread: one ordered lane for the journal, another for what needs no journal."""

from __future__ import annotations

import queue
import sys
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from journal_app.errors import Cancelled
from journal_app.i18n import pgettext

_TURN = 0.0005  # seconds a thread of Python may go on while another waits
OnProgress = Callable[[str, int, int], None]


class _Post(QObject):
    """Takes calls from any thread and makes them on the window's.

    It is the only object of Qt that both threads touch: one that were made for each piece of work could be destroyed
    by the wrong thread, while the window still looks at it.
    """

    told = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.told.connect(self._make, Qt.ConnectionType.QueuedConnection)

    def _make(self, call: Callable[[], None]) -> None:
        call()


class Job:
    """One piece of work: tells how far it is, and can be asked to stop."""

    def __init__(self, post: _Post, owner: QObject) -> None:
        self._post, self._owner = post, owner
        self._stop = threading.Event()
        self._on_progress: OnProgress | None = None

    def on_progress(self, told: OnProgress) -> None:
        """Call ``told`` on the window's thread with the stage, what is done and how much there is, while it lives."""
        self._on_progress = told

    def cancel(self) -> None:
        """Ask the work to stop where stopping leaves nothing half done."""
        self._stop.set()

    def report(self, stage: str, done: int, total: int) -> None:
        """Tell the window how far the work is; raises Cancelled where the person asked to stop."""
        if self._stop.is_set():
            message = pgettext("error", "Stopped. Nothing half done was left behind.")
            raise Cancelled(message, pgettext("error", "Start it again when you like."))
        self._post.told.emit(partial(self._tell, stage, done, total))

    def _tell(self, stage: str, done: int, total: int) -> None:
        if self._on_progress is not None and isValid(self._owner):
            self._on_progress(stage, done, total)


@dataclass(frozen=True, slots=True)
class _Task:
    job: Job
    owner: QObject
    work: Callable[[Job], Any]
    done: Callable[[Any], None]
    failed: Callable[[Exception], None]
    let_go: threading.Event = field(default_factory=threading.Event)

    def end(self, result: Any, error: Exception | None) -> None:
        """Hand the result or the failure on, on the window's thread, while the one who asked is there."""
        if not isValid(self.owner):
            return
        if error is None:
            self.done(result)
        else:
            self.failed(error)


class Lane:
    """One thread that does its work in order; everything that touches one journal runs on one lane."""

    def __init__(self, name: str) -> None:
        # Nearly every call of Qt lets the other thread run: while that one computes, each would cost the window 5 ms.
        sys.setswitchinterval(_TURN)
        self._post = _Post()
        self._jobs: weakref.WeakSet[Job] = weakref.WeakSet()
        self._held: list[_Task] = []
        self._tasks: queue.SimpleQueue[_Task | Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def start(
        self,
        owner: QObject,
        work: Callable[[Job], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> Job:
        """Do ``work`` after what was asked for before; ``done`` or ``failed`` is called while ``owner`` lives."""
        job = Job(self._post, owner)
        self._jobs.add(job)
        task = _Task(job, owner, work, done, failed)
        # Held here until the lane has let go of it: what a piece of work refers to, parts of the window among it, must
        # not be destroyed on the lane's thread.
        self._held = [*(each for each in self._held if not each.let_go.is_set()), task]
        self._tasks.put(task)
        return job

    def wait(self, work: Callable[[], Any], seconds: float) -> bool:
        """Do ``work`` on the lane and wait for its end, at most so long; for saving before the program leaves.

        Returns whether it was done in time and without an error.
        """
        ended, done = threading.Event(), threading.Event()

        def run() -> None:
            try:
                work()
                done.set()
            finally:
                ended.set()

        self._tasks.put(run)
        return ended.wait(seconds) and done.is_set()

    def cancel(self) -> None:
        """Ask everything that can be stopped to stop: the window is about to close."""
        for job in list(self._jobs):
            job.cancel()

    def stop(self) -> None:
        """End the lane after what is queued is done."""
        self._tasks.put(None)
        self._thread.join(timeout=30)

    def _run(self) -> None:
        while (task := self._tasks.get()) is not None:
            if isinstance(task, _Task):
                let_go = task.let_go
                self._do(task)
                task = None
                let_go.set()
            else:
                self._do_waited_for(task)

    def _do(self, task: _Task) -> None:
        try:
            result = task.work(task.job)
        except Exception as error:  # told on the window's thread, where it is shown
            self._post.told.emit(partial(task.end, None, error))
        else:
            self._post.told.emit(partial(task.end, result, None))

    def _do_waited_for(self, work: Callable[[], None]) -> None:
        """Do what the window waits for; it learns from the missing mark that it was not done."""
        try:
            work()
        except Exception:
            return
