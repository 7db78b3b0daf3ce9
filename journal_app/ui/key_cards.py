"""What opens the journal: each change asks first for what opens it now, so that an open window is not enough."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from journal_app.i18n import pgettext
from journal_app.services import keys
from journal_app.services.journal import Journal
from journal_app.ui.desk import Desk
from journal_app.ui.flow import flow
from journal_app.ui.start_pages import told
from journal_app.ui.widgets import Button, Label, Panel, SecretField, column

T = TypeVar("T")


class KeyCards(QWidget):
    """The passphrase and the recovery sheet. ``sheet_made`` hands on a new recovery key, to be shown."""

    sheet_made = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk, self.theme = desk, desk.theme
        self._busy = False
        self.current = SecretField("settings.current", pgettext("keys", "Current passphrase, or recovery key"))
        self.first = SecretField("settings.passphrase", pgettext("passphrase", "New passphrase"))
        self.second = SecretField("settings.passphrase-again", pgettext("passphrase", "The same again"))
        self._problem, self._answer = Label(self.theme, "", "danger"), Label(self.theme, "", "ok")
        self._working = Label(self.theme, "", "muted")
        space = self.theme.space
        parts = [*self._ask_first(), *self._passphrase(), *self._sheet()]
        self.setLayout(column(Panel("card", column(*parts, margins=space(4), spacing=space(2)))))

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
            Label(self.theme, pgettext("passphrase", "New passphrase"), buddy=self.first), self.first,
            Label(self.theme, pgettext("passphrase", "The same again"), buddy=self.second), self.second, flow(change),
        ]  # fmt: skip

    def change(self) -> None:
        """Set the new passphrase, where it was typed twice and the one of now is right."""
        new = self._new()
        done = pgettext(
            "passphrase", "The passphrase is changed. Copies made earlier still open with the old passphrase."
        )
        if new:
            self._with_current(
                lambda journal, current: keys.change_passphrase(journal, current, new),
                lambda _: self._say(done),
            )

    def _new(self) -> str:
        """Return the new passphrase that was typed twice; empty where the two differ."""
        first, second = self.first.take(), self.second.take()
        if first and first == second:
            return first
        self._say(problem=pgettext("passphrase", "The two differ. Type the same passphrase twice."))
        return ""

    def _sheet(self) -> list[QWidget]:
        about = pgettext(
            "settings", "A new sheet takes the place of the one before, which then no longer opens this journal."
        )
        make = Button(self.theme, "settings.sheet", pgettext("settings", "Make a new recovery sheet"), icon="printer")
        make.clicked.connect(lambda: self._with_current(keys.new_recovery_key, self.sheet_made.emit))
        title = Label(self.theme, pgettext("settings", "Recovery sheet"), "heading")
        return [title, Label(self.theme, about), flow(make)]

    def _with_current(self, work: Callable[[Journal, str], T], done: Callable[[T], None]) -> None:
        """Do ``work`` with what was typed as the secret of now; what is wrong with it is said beside the field."""
        current = self.current.take()
        if self._busy:
            return
        if not current:
            self._say(problem=pgettext("keys", "First type the current passphrase, or the recovery key."))
            self.current.setFocus()
            return
        self._busy = True
        self._say(working=pgettext("keys", "Checking. This takes a moment."))

        def finished(result: T) -> None:
            self._busy = False
            self._say()
            done(result)

        def refused(error: Exception) -> None:
            self._busy = False
            self._say(problem=told(error))
            self.current.setFocus()

        self.desk.read(self, lambda journal: work(journal, current), finished, refused)

    def _say(self, done: str = "", *, problem: str = "", working: str = "") -> None:
        self._answer.say(done)
        self._problem.say(problem)
        self._working.say(working)
