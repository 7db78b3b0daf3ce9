"""What can be done with a journal that is too damaged to be opened: a check of it, and saving what can be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QWidget

from journal_app.i18n import pgettext
from journal_app.progress import Progress
from journal_app.services import audit
from journal_app.services.audit import CheckReport, Salvaged
from journal_app.ui import check_words
from journal_app.ui.backup_page import place_for_salvage, salvage_in_words, saved_in_words
from journal_app.ui.flow import flow
from journal_app.ui.jobs import Job
from journal_app.ui.showing import reveal
from journal_app.ui.start_pages import told
from journal_app.ui.widgets import Button, Label, column

if TYPE_CHECKING:  # the window imports this where it is used
    from journal_app.ui.app import Window
    from journal_app.ui.unlock_page import UnlockPage

T = TypeVar("T")


class Rescue(QWidget):
    """Two buttons below the field of the passphrase, which they use as it was typed."""

    def __init__(self, window: Window, page: UnlockPage, folder: Path) -> None:
        super().__init__()
        self._window, self._page, self._folder = window, page, folder
        self._job: Job | None = None
        theme = window.theme
        self._check = Button(theme, "unlock.check", pgettext("backup", "Check this journal"), icon="shield")
        self._save = Button(theme, "unlock.salvage", pgettext("backup", "Save what can be read"), icon="save")
        self._stop = Button(theme, "unlock.rescue-stop", pgettext("button", "Stop"))
        self._good, self._problem = Label(theme, "", "ok"), Label(theme, "", "danger")
        self._told = Label(theme, "", "muted")
        for part in (self._stop, self._told):
            reveal(part, shown=False)
        self._check.clicked.connect(self.check)
        self._save.clicked.connect(self.salvage)
        self._stop.clicked.connect(self.stop)
        about = Label(theme, salvage_in_words())
        buttons = flow(self._check, self._save, self._stop)
        self.setLayout(column(about, buttons, self._good, self._problem, self._told, spacing=theme.space(2)))

    def check(self) -> None:
        """Read what can be read, and say what is damaged."""
        folder, file = self._folder, self._page.key_file

        def checked(report: CheckReport) -> None:
            whole = audit.whole() if not report.problems else ""
            self._say(whole, check_words.problems(report), check_words.looked_at(report))

        self._do(lambda secret, progress: audit.check(folder, secret, progress, key_file=file), checked)

    def salvage(self) -> None:
        """Write everything readable into a new folder the person chooses."""
        place = place_for_salvage(self) if self._page.field.text() else None
        folder, file = self._folder, self._page.key_file

        def saved(made: Salvaged) -> None:
            self._say(saved_in_words(made), check_words.lost(made.lost))

        if place is not None:
            self._do(lambda secret, progress: audit.salvage(folder, secret, place, progress, key_file=file), saved)

    def stop(self) -> None:
        """Stop what is being done; nothing half done is left."""
        if self._job is not None:
            self._job.cancel()

    def _do(self, work: Callable[[str, Progress], T], done: Callable[[T], None]) -> None:
        secret = self._page.field.text()
        if not secret or self._job is not None:
            return
        self._say()

        def finished(result: T) -> None:
            self._ended()
            done(result)

        def failed(error: Exception) -> None:
            self._ended()
            self._say(problem=told(error))

        self._job = self._window.lane.start(self, lambda job: work(secret, job), finished, failed)
        self._job.on_progress(self._show)
        reveal(self._stop, shown=True)
        self._show(pgettext("unlock", "Opening. This takes a moment."), 0, 0)

    def _show(self, stage: str, done: int, total: int) -> None:
        if self._job is not None:
            self._say(details=f"{stage} {done} / {total}" if total else stage)

    def _ended(self) -> None:
        self._job = None
        reveal(self._stop, shown=False)

    def _say(self, good: str = "", problem: str = "", details: str = "") -> None:
        self._good.say(good)
        self._problem.say(problem)
        self._told.say(details)
        reveal(self._told, bool(details))


def offer(window: Window, page: UnlockPage, folder: Path) -> None:
    """Offer both on the page that asks for the passphrase, once."""
    if page.findChild(Rescue) is None:
        page.add(Rescue(window, page, folder))
