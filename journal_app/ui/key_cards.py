"""What opens the journal: each change asks first for what opens it now, so that an open window is not enough."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from journal_app.errors import WrongSecret
from journal_app.i18n import pgettext
from journal_app.progress import SILENT, Progress
from journal_app.services import keys, passphrases
from journal_app.services.journal import Journal
from journal_app.services.keys import MadeAnew
from journal_app.services.passphrases import Judged
from journal_app.ui import file_dialog
from journal_app.ui.desk import Desk
from journal_app.ui.flow import flow
from journal_app.ui.sheet_holders import SheetHolders
from journal_app.ui.showing import announce, focus_again
from journal_app.ui.start_pages import told
from journal_app.ui.strength import JUDGED_AFTER, StrengthView
from journal_app.ui.suggesting import Suggesting
from journal_app.ui.ticks import Check
from journal_app.ui.tries import again
from journal_app.ui.widgets import Button, Label, Panel, SecretField, Section, column, held

T = TypeVar("T")
Work = Callable[[Journal, str, Progress], T]  # with what was typed as the secret of now


class KeyCards(QWidget):
    """The passphrase and the recovery sheet.

    ``sheet_made`` hands on a new recovery key, to be shown; ``sheet_drawn`` one that opens nothing before its sheet is
    confirmed. ``unfinished`` tells of a change that the next opening
    has to finish, so that the journal cannot stay open.
    """

    sheet_made = Signal(object)
    sheet_drawn = Signal(object)
    unfinished = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk, self.theme = desk, desk.theme
        self._busy = False
        self._note: SheetHolders | None = None
        self.current = SecretField("settings.current", pgettext("keys", "Current passphrase, or recovery key"))
        self.first = SecretField("settings.passphrase", pgettext("passphrase", "New passphrase"))
        self.second = SecretField("settings.passphrase-again", pgettext("passphrase", "The same again"))
        self._around = Suggesting(self.theme, "settings", self.first, self.second)
        self._problem, self._answer = Label(self.theme, "", "danger"), Label(self.theme, "", "ok")
        self._mismatch = Label(self.theme, "", "danger")
        self._working = Label(self.theme, "", "muted")
        self.strength = StrengthView(self.theme)
        self.first.pause_after(JUDGED_AFTER, self._judge)
        self._tries = desk.tries
        self._tries.changed.connect(self._show_wait)
        self._tries.over.connect(self._say_again)
        self._show_wait()
        space = self.theme.space
        known = Section(self.theme, "settings.known", pgettext("keys", "Someone may know it"), "", self._known)
        file = Section(self.theme, "settings.key-file", pgettext("keys", "Key file"), "", self._key_file)
        parts = [*self._ask_first(), *self._passphrase(), known, file, *self._sheet()]
        self.setLayout(column(Panel("card", column(*parts, margins=space(4), spacing=space(2)))))

    def _show_wait(self) -> None:
        self._working.say(self._tries.told())

    def _say_again(self) -> None:
        announce(self, again())

    def _ask_first(self) -> list[QWidget]:
        about = pgettext(
            "keys", "Before anything here is changed, type what opens the journal now. An open window is not enough."
        )
        return [
            Label(self.theme, pgettext("keys", "Passphrase and recovery"), "heading"), Label(self.theme, about),
            Label(self.theme, self.current.accessibleName(), buddy=self.current), self.current,
            self._problem, self._working, self._answer,
        ]  # fmt: skip

    def _passphrase(self) -> list[QWidget]:
        change = Button(self.theme, "settings.change", pgettext("settings", "Change the passphrase"), icon="key-round")
        change.clicked.connect(self.change)
        return [
            Label(self.theme, pgettext("passphrase", "New passphrase"), "heading"), flow(self._around.button),
            self._around.words, Label(self.theme, pgettext("passphrase", "New passphrase"), buddy=self.first),
            self.first, self.strength, Label(self.theme, pgettext("passphrase", "The same again"), buddy=self.second),
            self.second, self._around.show_it, self._mismatch, flow(change),
        ]  # fmt: skip

    def _judge(self) -> None:
        """Show how hard the new passphrase is to guess for somebody who knows the names in the journal.

        These are read for this and let go of at once; nothing of them is kept here.
        """
        typed = self.first.text()

        def show(judged: Judged) -> None:
            if self.first.text() == typed:
                self.strength.show_strength(judged if typed else None)

        self.desk.read(self, lambda journal: passphrases.judge_in(journal, typed), show)

    def change(self) -> None:
        """Set the new passphrase, where it was typed twice and the one of now is right."""
        new = self._new()
        done = pgettext(
            "passphrase", "The passphrase is changed. Copies made earlier still open with the old passphrase."
        )
        if new:
            self._with_current(
                lambda journal, current, _: keys.change_passphrase(journal, current, new),
                lambda _: self._changed(done),
            )

    def _changed(self, done: str) -> None:
        self._forget_new()
        self._say(done)

    def _forget_new(self) -> None:
        for field in (self.first, self.second):
            field.clear()
        self._around.hide()

    def _new(self) -> str:
        """Return the new passphrase that was typed twice; empty where the two differ, or before the wait is over.

        What is typed stays until it is the passphrase: a slip, or a wrong one of now, would cost both fields.
        """
        if self._tries.left:
            return ""
        if self.first.text() and self.first.text() == self.second.text():
            return self.first.text()
        self._say()
        self._mismatch.say(pgettext("passphrase", "The two differ. Type the same passphrase twice."))
        return ""

    def _known(self) -> QWidget:
        """Return what goes beyond an ordinary change: it keeps out whoever has a copy and learned what opens it."""
        about = pgettext(
            "keys",
            "A new passphrase alone does not keep out someone who knew the old one, or has an old sheet, and has a "
            "copy: with that copy they can also open what you write later. This gives the journal a new key, with the "
            "new passphrase typed above and a new recovery sheet; the earlier sheet then no longer opens this journal. "
            "Copies made earlier still open with the old passphrase: after this, make a new copy, then remove the "
            "earlier ones you can reach.",
        )
        self._anew = Check("settings.files-anew", pgettext("keys", "Encrypt the files anew too"), ticked=True)
        meaning = pgettext(
            "keys",
            "It is safer to leave this ticked. Without it the change is quicker, but someone with an earlier copy of "
            "the journal who gets hold of a file that is here now could still read it.",
        )
        make = Button(
            self.theme, "settings.new-key", pgettext("keys", "Change the passphrase and the key"), icon="lock"
        )
        make.clicked.connect(self.change_key)
        parts = (Label(self.theme, about), self._anew, Label(self.theme, meaning, "muted"), flow(make))
        return held(column(*parts, spacing=self.theme.space(2)))

    def change_key(self) -> None:
        """Make everything anew under the new passphrase, and hand on the new recovery key."""
        new, anew = self._new(), self._anew.isChecked()
        if not new:
            return

        def work(journal: Journal, current: str, progress: Progress) -> MadeAnew:
            return keys.new_vault_key(journal, current, new, encrypt_files=anew, progress=progress)

        def done(made: MadeAnew) -> None:
            self._forget_new()
            if made.left:
                left = pgettext(
                    "passphrase", "Files that are damaged stayed as they were: {count}. A check names them."
                )
                self.desk.say(left.format(count=made.left))
            self.sheet_made.emit(made.recovery)

        self._with_current(work, done, long=pgettext("keys", "Making everything anew"))

    def _key_file(self) -> QWidget:
        """Return the part about a file that is needed beside the passphrase."""
        about = pgettext(
            "keys",
            "A key file is a second thing someone would need who learned the passphrase. Keep it on a USB stick "
            "where the journal is not, and a second copy of it elsewhere. If it is lost, the recovery sheet opens "
            "the journal without it. Someone with the passphrase and a copy made earlier does not need the key file: "
            "where that may be, give the journal a new key, under “Someone may know it”.",
        )
        self._has_file = Label(self.theme, "", "muted")
        make = Button(self.theme, "settings.key-file-new", pgettext("keys", "Make a key file"), icon="key-round")
        self._no_file = Button(self.theme, "settings.key-file-none", pgettext("keys", "Use the passphrase alone"))
        make.clicked.connect(self.make_key_file)
        self._no_file.clicked.connect(self.remove_key_file)
        self._read_key_file()
        parts = (Label(self.theme, about), self._has_file, flow(make, self._no_file))
        return held(column(*parts, spacing=self.theme.space(2)))

    def _read_key_file(self) -> None:
        def show(has_file: bool) -> None:  # noqa: FBT001 - the answer to one question
            needed = pgettext("keys", "The journal opens with the passphrase and its key file together.")
            alone = pgettext("keys", "The passphrase alone opens the journal. No key file is needed.")
            self._has_file.say(needed if has_file else alone)
            self._no_file.setEnabled(has_file)

        self.desk.read(self, keys.has_key_file, show)

    def make_key_file(self) -> None:
        """Make a key file at a place the person chooses."""
        if not self._is_current_typed():
            return
        place = file_dialog.place_to_save(self, pgettext("keys", "Choose a place for the key file"), "key")
        if place is None:
            return
        done = pgettext("keys", "The key file is made, and needed from now on. Keep a second copy of it.")
        self._change_key_file(lambda journal, current, _: keys.add_key_file(journal, current, Path(place)), done)

    def remove_key_file(self) -> None:
        """Let the passphrase alone open the journal."""
        done = pgettext("keys", "The passphrase alone opens the journal from now on.")
        self._change_key_file(lambda journal, current, _: keys.remove_key_file(journal, current), done)

    def _change_key_file(self, work: Work[None], done: str) -> None:
        def changed(_: None) -> None:
            self._say(done)
            self._read_key_file()

        self._with_current(work, changed)

    def _sheet(self) -> list[QWidget]:
        about = pgettext(
            "settings",
            "A new sheet takes the place of the one before, which then no longer opens this journal. Someone who has "
            "the earlier sheet and a copy made earlier can still open that copy, and with it also what you write "
            "later: where that may be, give the journal a new key, under “Someone may know it”.",
        )
        make = Button(self.theme, "settings.sheet", pgettext("settings", "Make a new recovery sheet"), icon="printer")
        make.clicked.connect(self.make_sheet)
        title = Label(self.theme, pgettext("settings", "Recovery sheet"), "heading")
        holders = Section(self.theme, "settings.holders", pgettext("keys", "Who has which sheet"), "", self._holders)
        return [title, Label(self.theme, about), flow(make), holders]

    def _holders(self) -> QWidget:
        """Return the person's own note of who has which of the three sheets."""
        self._note = SheetHolders(self.desk)
        return self._note

    def leave(self) -> None:
        """Keep what is being noted: the program is about to lock."""
        if self._note is not None:
            self._note.leave()

    def make_sheet(self) -> None:
        """Draw a new recovery key and hand it on; the one of now opens the journal until its sheet is confirmed."""
        self._with_current(lambda journal, current, _: keys.draw_recovery_key(journal, current), self.sheet_drawn.emit)

    def _with_current(self, work: Work[T], done: Callable[[T], None], *, long: str = "") -> None:
        """Do ``work`` with what was typed as the secret of now; what is wrong with it is said beside the field.

        ``long`` is the title of work that shows how far it is and can be stopped. It is done alone: it puts another
        database in the place of this one, and a draft that were kept meanwhile would not be in it.
        """
        if self._busy or not self._is_current_typed():
            return
        current = self.current.take()
        self._busy = True
        self._say(working=pgettext("keys", "Checking. This takes a moment."))

        def finished(result: T) -> None:
            self._busy = False
            self._tries.forget()
            self._say()
            done(result)

        if long:
            self.desk.long(
                self, long, lambda journal, progress: work(journal, current, progress), finished, self._refused,
                alone=True,
            )  # fmt: skip
        else:
            self.desk.read(self, lambda journal: work(journal, current, SILENT), finished, self._refused)

    def _is_current_typed(self) -> bool:
        """Say whether something stands in the first field; where nothing does, that is said and the field waits.

        After wrong tries there is a wait, whose seconds are shown, and what is typed stays.
        """
        if self._tries.left:
            return False
        if self.current.text():
            return True
        self._say(problem=pgettext("keys", "First type the current passphrase, or the recovery key."))
        self.current.setFocus()
        return False

    def _refused(self, error: Exception) -> None:
        self._busy = False
        if isinstance(error, keys.NotFinished):
            self._say()
            self.desk.show_error(error)
            self.unfinished.emit()
        else:
            self._say(problem=told(error))
            focus_again(self.current, self)
            if isinstance(error, WrongSecret):
                self._tries.add()
                announce(self, self._tries.told())

    def _say(self, done: str = "", *, problem: str = "", working: str = "") -> None:
        self._answer.say(done)
        self._problem.say(problem)
        self._mismatch.say("")
        self._working.say(working)
