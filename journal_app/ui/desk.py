"""The desk: what every page works with. Reads and changes go through it, off the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from journal_app.catalogue import Catalogue
from journal_app.errors import StorageTrouble
from journal_app.i18n import pgettext
from journal_app.platform_guard import Protection
from journal_app.progress import Progress
from journal_app.services import drafts
from journal_app.services.drafts import Pad, Place
from journal_app.services.journal import Journal
from journal_app.settings import Settings
from journal_app.ui.additions import Additions
from journal_app.ui.copied import Copied, was_copied
from journal_app.ui.error_dialog import show_error
from journal_app.ui.jobs import Job, Lane
from journal_app.ui.progress_line import ProgressLine
from journal_app.ui.shortcuts import Shortcuts
from journal_app.ui.theme import Theme
from journal_app.ui.tries import Tries
from journal_app.ui.unkept_watch import UnkeptWatch
from journal_app.ui.waits import Pending, Waits
from journal_app.ui.widgets import ProgressBox

T = TypeVar("T")
_USUAL = Settings()
SHOWN_AFTER = 200
_LEAVE_SECONDS = 30.0  # the window is hidden by then; as long as the database waits for another writer


class Desk(QObject):
    """One open journal for the window; the journal itself lives on its lane."""

    changed = Signal()
    said = Signal(str)
    removed = Signal()
    go = Signal(str, str)  # a section, and a record of it; none is a new one
    turn = Signal(str)  # a section, and no record of it
    went_on = Signal()  # long work made progress
    working = Signal(QWidget)  # something to show in the window, which ends by itself

    def __init__(
        self,
        theme: Theme,
        lane: Lane,
        journal: Journal,
        window: QWidget | None = None,
        *,
        copied: Copied,
        protection: Protection | None = None,
        pen: Lane | None = None,
        shortcuts: Shortcuts | None = None,
        settings: Settings = _USUAL,
    ) -> None:
        """Take what it works with.

        ``copied`` watches the clipboard; ``protection`` is what the process gave up when it started, None where that
        was not tried. ``pen`` is the lane on which drafts are kept; they wait for everything else where it is that of
        the journal. ``shortcuts`` are the keys of the window, ``settings`` the neutral ones of now.
        """
        super().__init__(window)  # goes with the window, and with it what is connected to its signals
        self.protection = protection
        self.theme = theme
        self.lane, self._pen = lane, pen or lane
        self._pad: Pad | None = None
        self._pen_rests = 0  # pieces of work that are done alone
        self.tries = Tries(self)
        self.catalogue = Catalogue.load()
        self._journal = journal
        self.reads_only, self.told = journal.read_only, journal.standing.told
        self._window = window
        self.open_record = ""
        self.shortcuts, self.settings = shortcuts or Shortcuts(self), settings
        self.left_out = False  # whether this system can leave windows out of pictures of the screen
        self.remembered = False  # whether the next start opens this journal by itself
        self.wanted_field = ""  # which part of a record is looked for by the next that is shown
        self.additions, self.pending, self.waits = Additions(), Pending(), Waits(self)
        self.waits.told.connect(self.say)
        self._undo: Callable[[Journal], object] | None = None
        self._troubles = list[Exception]()  # those that are being shown, one after the other
        self.unkept = UnkeptWatch(self, journal.unkept, journal.clock)
        self.unkept.again.connect(self._try_again)
        self.unkept.trouble.connect(self.show_error)
        self._copied = copied
        self._copied.taken.connect(self._say_copied)

    def read(
        self,
        owner: QObject,
        work: Callable[[Journal], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> Job:
        """Read something from the journal and hand it to ``done`` on the window's thread."""
        return self.lane.start(owner, lambda _: work(self._journal), done, failed or self.show_error)

    def read_beside(
        self,
        owner: QObject,
        work: Callable[[Place], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Read what is there of drafts and names, whatever else is done with the journal.

        Where that does not work, or a draft is still to be saved, it waits for everything before it.
        """

        def behind(_: Exception | None = None) -> None:
            self.read(owner, work, done, failed)

        if self._pen_rests or self.reads_only or self.pending:
            behind()
        else:
            self._pen.start(owner, lambda _: work(self._place()), done, behind)

    def change(
        self,
        owner: QObject,
        work: Callable[[Journal], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> Job:
        """Change something in the journal; afterwards the visible page reads again."""

        def finished(result: T) -> None:
            self.unkept.look()
            if done is not None:
                done(result)
            self.changed.emit()

        return self.lane.start(owner, lambda _: work(self._journal), finished, failed or self.show_error)

    def long(
        self,
        owner: QWidget,
        title: str,
        work: Callable[[Journal, Progress], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        *,
        alone: bool = False,
    ) -> Job:
        """Do long work with progress that is shown after a moment and can be stopped.

        It is shown in a line of the window, beside which the person writes on. Work that nothing may be kept beside is
        done ``alone``: it is shown in a box, and the window takes nothing until it is done. Only leaving goes on. The
        pen is put down for it, as such work may put another database in the place of the one that the pen has open.
        """
        shown = QTimer()
        if alone:
            box: ProgressBox | ProgressLine = self._box(title, owner)
            shown.timeout.connect(box.show)
        else:
            box = line = ProgressLine(self.theme, title)
            self.working.emit(line)
            shown.timeout.connect(line.show_itself)
        shown.setParent(box)
        shown.setSingleShot(True)
        shown.start(SHOWN_AFTER)

        def ended() -> None:
            if alone:
                self._pen_rests -= 1
            if not isValid(box):
                return
            shown.stop()
            box.hide()  # closing it is for the person, and leaves the program
            box.deleteLater()

        def finished(result: T) -> None:
            ended()
            done(result)
            self.changed.emit()

        def stopped(error: Exception) -> None:
            ended()
            (failed or self.show_error)(error)

        def run(job: Job) -> Any:
            try:
                if alone:
                    self._let_pen_rest()
                return work(self._journal, job)
            finally:
                self.waits.works.remove(title)

        self._pen_rests += alone
        self.waits.works.append(title)
        job = self.lane.start(owner, run, finished, stopped)
        job.on_progress(partial(self._went_on, box))
        box.canceled.connect(job.cancel)
        return job

    def _went_on(self, box: ProgressBox | ProgressLine, stage: str, done: int, total: int) -> None:
        self.went_on.emit()
        _draw(box, stage, done, total)

    def _box(self, title: str, owner: QWidget) -> ProgressBox:
        box = ProgressBox(title, pgettext("button", "Stop"), owner, still=self.theme.less_motion)
        box.setWindowTitle(pgettext("window", "Journal"))
        box.setWindowModality(Qt.WindowModality.WindowModal)
        box.setMinimumDuration(SHOWN_AFTER)
        box.setAutoClose(False)
        box.setAutoReset(False)
        return box

    def keep(self, work: Callable[[Place], None], done: Callable[[], None] | None = None) -> None:
        """Keep a draft at once, whatever else is done with the journal; where that does not work, after it.

        ``done`` is called once it is on the disk, where nothing that was written is missing there. What the disk does
        not take is held until it does, as :func:`drafts.keep` says; ``unkept`` tells of it. In a
        journal that is open for reading only nothing is kept, which the window says all the time.
        """
        if self.reads_only:
            return
        reached = False

        def beside(_: object) -> None:
            nonlocal reached
            place = self._place()
            reached = True
            work(place)

        def instead(_: Exception | None = None) -> None:
            # What was reached is held; done once more it could come after something newer.
            self.read(self, drafts.keep_held if reached else work, self.unkept.look, self.unkept.refused)

        def kept(_: object) -> None:
            self.unkept.look()
            if done is not None and not self.unkept.holds:
                done()

        if self._pen_rests:
            instead()
        else:
            self._pen.start(self, beside, kept, instead)

    def _try_again(self) -> None:
        def behind(_: Exception) -> None:
            self.read(self, drafts.keep_held, self.unkept.look, self.unkept.look)

        if self._pen_rests:
            self.unkept.timer.start()
        else:
            self._pen.start(self, lambda _: drafts.keep_held(self._place()), self.unkept.look, behind)

    def keep_at_last(self, work: Callable[[Place], None]) -> bool:
        """Keep a draft and wait until it is on the disk: the program is about to lock. Says whether it is there.

        A second try finds the space that the first one freed where the disk was full.
        """
        if self.reads_only:
            return True
        beside, behind = partial(self._pen.wait, lambda: work(self._place())), partial(self.wait, work)
        attempts = (behind, behind) if self._pen_rests else (beside, beside, behind)
        return any(attempt(_LEAVE_SECONDS) for attempt in attempts)

    def put_pen_down(self) -> None:
        """Keep the drafts that were asked for, and close what is open for them; before the journal is closed."""
        if self.unkept.holds:
            self.keep_at_last(drafts.keep_held)
        self._pen.wait(self._close_pad, _LEAVE_SECONDS)

    def _let_pen_rest(self) -> None:
        """Put the pen down from the journal's lane; raises StorageTrouble where a draft is not kept in time."""
        if self._pen is self.lane or self._pen.wait(self._close_pad, _LEAVE_SECONDS):
            return
        message = pgettext("error", "What you wrote is still being saved. Nothing else was changed.")
        raise StorageTrouble(message, pgettext("error", "Wait a moment, then start it again."))

    def _place(self) -> Place:
        """Return where drafts are kept; for the lane of the pen alone."""
        if self._pen is self.lane:
            return self._journal
        if self._pad is None:
            self._pad = Pad(self._journal)
        return self._pad

    def _close_pad(self) -> None:
        pad, self._pad = self._pad, None
        if pad is not None:
            pad.close()

    def wait(self, work: Callable[[Journal], object], seconds: float) -> bool:
        """Do something with the journal and wait for its end, at most so long; only for saving before a lock."""
        return self.lane.wait(lambda: work(self._journal), seconds)

    @property
    def timezone(self) -> str:
        """The time zone this computer is set to."""
        return self._journal.timezone

    def new_id(self, prefix: str) -> str:
        """Return a fresh id for something that is written now and saved later."""
        return self._journal.new_id(prefix)

    def say(self, text: str) -> None:
        """Tell the person something in the window's line, politely announced."""
        self._undo = None  # what is told last is what can be undone
        self.said.emit(text)

    def say_removed(self, undo: Callable[[Journal], object]) -> None:
        """Tell that something was removed, right where that can be undone; ``undo`` brings it back."""
        self._undo = undo
        self.removed.emit()

    def undo(self) -> None:
        """Bring back what was removed last, for as long as that is what was told last."""
        undo, self._undo = self._undo, None
        if undo is not None:
            self.change(self, undo, lambda _: self.say(pgettext("undo", "Brought back.")))

    def show_error(self, error: Exception) -> None:
        """Show a failure that stops the work, and wait until it is read; nothing appears once the window is hidden.

        Another that comes meanwhile is shown after it, and not at all where it says the same.
        """
        self._troubles.append(error)
        if len(self._troubles) > 1:
            return  # the one that is shown comes first
        told = set[str]()
        try:
            while self._troubles:
                words = str(self._troubles[0])  # what stands in the way of one thing does so of others
                # A hidden window is being left, and work that still waited found its journal closed.
                if words not in told and (self._window is None or self._window.isVisible()):
                    show_error(self.theme, self._troubles[0], self._window)
                told.add(words)
                self._troubles.pop(0)
        finally:
            self._troubles.clear()

    def copy(self, text: str) -> None:
        """Put a text on the clipboard for half a minute; what was copied since is left alone."""
        self._copied.put(text)

    def _say_copied(self) -> None:
        self.say(was_copied())


def _draw(dialog: ProgressBox | ProgressLine, stage: str, done: int, total: int) -> None:
    if not isValid(dialog):
        return
    dialog.setLabelText(stage)
    dialog.setMaximum(total or dialog.least)
    dialog.setValue(done)
