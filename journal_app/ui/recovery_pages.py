"""The recovery sheet: shown once, saved or copied by hand, and checked by typing one group; and using it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QFontDatabase

from journal_app.errors import JournalError
from journal_app.i18n import pgettext
from journal_app.services import paper, passphrases
from journal_app.services.journal import NewRecoveryKey
from journal_app.ui import file_dialog
from journal_app.ui.dress import fitted
from journal_app.ui.flow import flow
from journal_app.ui.start_pages import CardPage
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import Button, Label, LineField, SecretField


class RecoverySheetPage(CardPage):
    """Shows the recovery key of a new journal."""

    done = Signal()
    postponed = Signal()

    def __init__(self, theme: Theme, key: NewRecoveryKey, *, replaces: bool = False) -> None:
        """Show ``key``; ``replaces`` says that another sheet opens the journal until this one is confirmed."""
        super().__init__(theme)
        self._key = key
        self._asked = passphrases.random_group(len(key.groups) - 1)
        self._typed = LineField("recovery.typed", pgettext("recovery", "The group asked for"))
        self._problem, self._saved = Label(theme, "", "danger"), Label(theme, "", "ok")
        save = Button(theme, "recovery.save", pgettext("recovery", "Save the sheet"), icon="save")
        go_on = Button(theme, "recovery.go-on", pgettext("button", "Go on"), role="primary")
        later = Button(theme, "recovery.later", pgettext("recovery", "Later"), role="quiet")
        divide = Button(theme, "recovery.divide", pgettext("recovery", "Save three sheets"), icon="users")
        save.clicked.connect(self._save)
        divide.clicked.connect(self._divide)
        go_on.clicked.connect(self._check)
        later.clicked.connect(self.postponed)
        self._typed.returnPressed.connect(self._check)
        about = pgettext(
            "recovery",
            "If you forget the passphrase, this sheet opens the journal. "
            "Keep it where only you, or someone you trust, can find it.",
        )
        dividing = pgettext(
            "recovery",
            "Or divide it among three people you trust: any two of three sheets together open the journal, and one "
            "alone tells nothing.",
        )
        shown = Label(theme, _in_lines(key.groups), "lead")
        fitted(shown, lambda: shown.setFont(_fixed(theme)))
        asked = pgettext("recovery", "To be sure that you have it, type group {number}.")
        until = pgettext(
            "recovery",
            "This sheet counts once you have typed the group. Until then the earlier sheet opens the journal.",
        )
        self.add(
            Label(theme, pgettext("recovery", "Recovery sheet"), "title"), Label(theme, about),
            *([Label(theme, until)] if replaces else []), shown,
            flow(save), Label(theme, dividing), flow(divide), self._saved,
            Label(theme, asked.format(number=self._asked + 1), buddy=self._typed),
            self._typed, self._problem, flow(go_on, later),
        )  # fmt: skip

    def _save(self) -> None:
        place = file_dialog.place_to_save(self, pgettext("recovery", "Save the sheet"), "sheet.pdf")
        if place is not None:
            done = pgettext("recovery", "Saved. Print it, then delete the file.")
            self._write(lambda: paper.write_sheet(self._key, Path(place)), done)

    def _divide(self) -> None:
        place = file_dialog.place_to_save(self, pgettext("recovery", "Save three sheets in a new folder"), "sheets")
        if place is not None:
            done = pgettext("recovery", "Saved. Print each sheet for one person, then delete the folder.")
            self._write(lambda: paper.write_shares(self._key, Path(place)), done)

    def _write(self, write: Callable[[], None], done: str) -> None:
        self._problem.say("")
        try:
            write()
        except JournalError as error:
            self._problem.say(f"{error.message} {error.advice}")
        else:
            self._saved.say(done)

    def _check(self) -> None:
        if passphrases.same_group(self._typed.text(), self._key.groups[self._asked]):
            self.done.emit()
        else:
            self._problem.say(pgettext("recovery", "That is not the group on the sheet. Compare it, then try again."))


def _in_lines(groups: tuple[str, ...]) -> str:
    numbered = [f"{number}  {group}" for number, group in enumerate(groups, 1)]
    return "\n".join("      ".join(numbered[start : start + 3]) for start in range(0, len(numbered), 3))


def _fixed(theme: Theme) -> QFont:

    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(theme.font(1.15).pointSizeF())
    return font


class UseRecoveryPage(CardPage):
    """Asks for the recovery key of a journal."""

    given = Signal(str)
    back = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._field = SecretField("recover.key", pgettext("recovery", "Recovery key"))
        self._field.setEchoMode(SecretField.EchoMode.Normal)
        self._second = SecretField("recover.second", pgettext("recovery", "Words of a second sheet"))
        self._second.setEchoMode(SecretField.EchoMode.Normal)
        self._second_label = Label(theme, pgettext("recovery", "Words of a second sheet"), buddy=self._second)
        self._two = Button(theme, "recover.two", pgettext("recovery", "I have two sheets with words"), role="quiet")
        self._two.clicked.connect(lambda: self._show_second(shown=True))
        self._problem = Label(theme, "", "danger")
        self._state = Label(theme, "", "muted")
        go_on = self._go_on = Button(theme, "recover.go-on", pgettext("button", "Go on"), role="primary")
        back = Button(theme, "recover.back", pgettext("button", "Back"), role="quiet")
        go_on.clicked.connect(self._take)
        back.clicked.connect(self.back)
        self._field.returnPressed.connect(self._take)
        self._second.returnPressed.connect(self._take)
        about = pgettext("recovery", "Type the groups from the sheet. Spaces and small letters do not matter.")
        label = Label(theme, pgettext("recovery", "Recovery key"), buddy=self._field)
        self.add(
            Label(theme, pgettext("recovery", "Use the recovery sheet"), "title"), Label(theme, about), label,
            self._field, self._two, self._second_label, self._second, self._problem, self._state, flow(go_on, back),
        )  # fmt: skip
        self._show_second(shown=False)

    def _show_second(self, *, shown: bool) -> None:
        for part in (self._second_label, self._second):
            part.setVisible(shown)
        self._two.setVisible(not shown)

    def _take(self) -> None:
        if self._field.text().strip() and self._go_on.isEnabled():
            self._problem.say("")
            self.busy(busy=True)
            self.given.emit(f"{self._field.text()}\n{self._second.text()}".strip())

    def busy(self, *, busy: bool) -> None:
        """Wait while the key is tried."""
        self._go_on.setEnabled(not busy)
        self._field.setReadOnly(busy)
        self._second.setReadOnly(busy)
        self._state.say(pgettext("unlock", "Opening. This takes a moment.") if busy else "")

    def say(self, problem: str) -> None:
        """Show a problem beside the field."""
        self._problem.say(problem)
