"""Work off the window's thread: one ordered lane for the journal, another for what needs no journal."""

from __future__ import annotations

import queue
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from journal_app.errors import Cancelled, JournalError
from journal_app.i18n import pgettext


class Job(QObject):
    """One piece of work: told of its progress, asked to stop, and of its end, on the window's thread."""

    progressed = Signal(str, int, int)
    finished = Signal(object)
    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._stop = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop where stopping leaves nothing half done."""
        self._stop.set()

    def report(self, stage: str, done: int, total: int) -> None:
        """Tell the window how far the work is; raises Cancelled where the person asked to stop."""
        if self._stop.is_set():
            message = pgettext("error", "Stopped. Nothing half done was left behind.")
            raise Cancelled(message, pgettext("error", "Start it again when you like."))
        self.progressed.emit(stage, done, total)


@dataclass(frozen=True, slots=True)
class _Task:
    job: Job
    work: Callable[[Job], Any]


class Lane:
    """One thread that does its work in order; everything that touches one journal runs on one lane."""

    def __init__(self, name: str) -> None:
        self._jobs: weakref.WeakSet[Job] = weakref.WeakSet()
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
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
        job = Job()
        queued = Qt.ConnectionType.QueuedConnection
        receiver = _Receiver(owner, job, done, failed)
        job.finished.connect(receiver.take, queued)
        job.failed.connect(receiver.fail, queued)
        self._jobs.add(job)
        self._tasks.put(_Task(job, work))
        return job

    def wait(self, work: Callable[[], Any], seconds: float) -> bool:
        """Do ``work`` on the lane and wait for its end, at most so long; for saving before the program leaves.

        Returns whether it was done in time and without an error.
        """
        ended, done = threading.Event(), threading.Event()

        def run(_: Job) -> None:
            try:
                work()
                done.set()
            finally:
                ended.set()

        self._tasks.put(_Task(Job(), run))
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
            try:
                result = task.work(task.job)
            except Exception as error:  # told on the window's thread, where it is shown
                _emit(task.job, task.job.failed, error)
            else:
                _emit(task.job, task.job.finished, result)


def _emit(job: Job, signal: Any, value: object) -> None:
    if isValid(job):
        signal.emit(value)


class _Receiver(QObject):
    """Lives on the window's thread, a child of the one who asked; goes when it goes."""

    def __init__(
        self, owner: QObject, job: Job, done: Callable[[Any], None], failed: Callable[[Exception], None]
    ) -> None:
        super().__init__(owner)
        self._job, self._done, self._failed = job, done, failed

    def take(self, result: object) -> None:
        """Hand the result on."""
        self.deleteLater()
        self._done(result)

    def fail(self, error: object) -> None:
        """Hand the failure on; a stop that was asked for is none."""
        self.deleteLater()
        if isinstance(error, Exception):
            self._failed(error)


def is_expected(error: Exception) -> bool:
    """Say whether an error is one of those that are told in two sentences."""
    return isinstance(error, JournalError)
