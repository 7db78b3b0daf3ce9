"""A copy the person has: looked through where it lies, tried out, or brought back to a new place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from journal_app.i18n import pgettext
from journal_app.progress import Progress
from journal_app.services import backups, key_files, trials
from journal_app.services.backups import Restored
from journal_app.services.journal import Journal
from journal_app.services.trials import Thing, Tried
from journal_app.ui import check_words, file_dialog
from journal_app.ui.bullets import Bullet
from journal_app.ui.desk import Desk
from journal_app.ui.flow import flow
from journal_app.ui.showing import focus_again, reveal
from journal_app.ui.start_pages import told
from journal_app.ui.widgets import Button, Label, Panel, SecretField, column

T = TypeVar("T")
Work = Callable[[Journal, str, Path | None, Progress], T]  # with the passphrase and the key file of the copy


class CopyCard(QWidget):
    """One field for what opens the copy, and three things to do with it. ``wanted`` are things damaged here."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk, self.theme = desk, desk.theme
        self.wanted: frozenset[Thing] = frozenset()
        self.secret = SecretField("backup.secret", pgettext("backup", "Passphrase of the copy"))
        self._good, self._problem = Label(self.theme, "", "ok"), Label(self.theme, "", "danger")
        self._details = Label(self.theme, "", "muted")
        reveal(self._details, shown=False)
        about = pgettext("backup", "Type the passphrase that opened the journal when the copy was made.")
        look = self._button("look", pgettext("backup", "Look through a copy"), "search", self.look_through)
        drill = self._button("drill", pgettext("backup", "Try a copy out"), "refresh-cw", self.drill)
        restore = self._button("restore", pgettext("backup", "Bring a copy back"), "undo-2", self.restore)
        looking = pgettext("backup", "Looking through reads all of it where it lies, and changes nothing.")
        trying = pgettext(
            "backup",
            "Trying out brings it back to a hidden folder in a place you choose, reads all of it, and removes the "
            "folder.",
        )
        bringing = pgettext("backup", "Bringing back makes a journal of it in a new folder, and replaces nothing.")
        lines = [Bullet(self.theme, line, "muted") for line in (looking, trying, bringing)]
        space = self.theme.space
        parts = [
            Label(self.theme, pgettext("backup", "A copy you have"), "heading"), Label(self.theme, about),
            Label(self.theme, self.secret.accessibleName(), buddy=self.secret), self.secret,
            flow(look, drill, restore), *lines, self._problem, self._good, self._details,
        ]  # fmt: skip
        inside = Panel("card", column(*parts, margins=space(4), spacing=space(2)))
        self.setLayout(column(inside))

    def _button(self, key: str, text: str, icon: str, act: Callable[[], None]) -> Button:
        button = Button(self.theme, f"backup.{key}", text, icon=icon)
        button.clicked.connect(act)
        return button

    def look_through(self) -> None:
        """Read a copy where it lies."""
        copy = self._chosen()
        if copy is None:
            return
        wanted = self.wanted

        def work(journal: Journal, secret: str, key_file: Path | None, progress: Progress) -> Tried:
            return trials.look_through(journal, copy, secret, progress, key_file=key_file, wanted=wanted)

        read = pgettext("backup", "Read whole: {entries}, {files}. All of it is as it was saved.")
        self._do(
            copy, pgettext("backup", "Looking through the copy"), work, lambda tried: self._tried(tried, read, wanted)
        )

    def drill(self) -> None:
        """Bring a copy back to a place that is gone afterwards."""
        copy = self._chosen()
        if copy is None:
            return
        title = pgettext("backup", "Choose a folder with room for the copy")
        place = file_dialog.folder_to_open(self, title)
        if place is None:
            return

        def work(journal: Journal, secret: str, key_file: Path | None, progress: Progress) -> Tried:
            return trials.drill(journal, copy, place, secret, progress, key_file=key_file)

        done = pgettext("backup", "It opens. Brought back, read whole and removed again: {entries}, {files}.")
        self._do(
            copy, pgettext("backup", "Trying the copy out"), work,
            lambda tried: self._tried(tried, done, frozenset()),
        )  # fmt: skip

    def restore(self) -> None:
        """Make a journal of a copy in a new folder."""
        copy = self._chosen()
        if copy is None:
            return
        title = pgettext("backup", "Choose a new folder for the journal")
        place = file_dialog.place_to_save(self, title, pgettext("where", "Notebook"))
        if place is None:
            return

        def work(_: Journal, secret: str, key_file: Path | None, progress: Progress) -> Restored:
            return backups.restore(copy, place, progress, passphrase=secret, key_file=key_file)

        def done(made: Restored) -> None:
            text = pgettext(
                "backup",
                "Brought back and read whole: {entries}, {files}. To use it, lock, then choose its folder under "
                "“Another folder”.",
            )
            self._say(text.format(**check_words.counts(made.entries or 0, made.files)))

        self._do(copy, pgettext("backup", "Bringing the copy back"), work, done)

    def _chosen(self) -> Path | None:
        """Ask for the folder of the copy, once its passphrase is typed."""
        if not self.secret.text():
            self._say(problem=pgettext("backup", "First type the passphrase of the copy."))
            self.secret.setFocus()
            return None
        return file_dialog.folder_to_open(self, pgettext("backup", "Choose the folder of the copy"))

    def _do(self, copy: Path, title: str, work: Work[T], done: Callable[[T], None]) -> None:
        """Do ``work`` with what opens the copy; its key file is asked for where it needs one."""
        secret = self.secret.take()
        self._say()

        def go_on(needs_file: bool) -> None:  # noqa: FBT001 - the answer to one question
            key_file = None
            if needs_file:
                found = file_dialog.files_to_open(self, pgettext("unlock", "Choose the key file"))
                if not found:
                    return
                key_file = found[0]
            self.desk.long(
                self, title, lambda journal, progress: work(journal, secret, key_file, progress), done, self._refused
            )

        self.desk.read(self, lambda _: key_files.are_needed(copy), go_on, self._refused)

    def _tried(self, tried: Tried, whole: str, wanted: frozenset[Thing]) -> None:
        beside = check_words.of_a_copy(tried, len(wanted))
        looked_at = check_words.looked_at(tried.report)
        if tried.report.problems:
            problem = pgettext("backup", "This copy is not as it was made. Keep it, and look for another.")
            self._say(problem=f"{problem} {beside}".strip(), details=check_words.problems(tried.report))
        else:
            said = whole.format(**check_words.counts(tried.entries, tried.files))
            self._say(f"{said} {beside}".strip(), details=looked_at)

    def _refused(self, error: Exception) -> None:
        self._say(problem=told(error))
        focus_again(self.secret, self)

    def _say(self, good: str = "", *, problem: str = "", details: str = "") -> None:
        self._good.say(good)
        self._problem.say(problem)
        self._details.say(details)
        reveal(self._details, bool(details))
