"""Unlocking: one field, one button, one line of state. Nothing tells what the journal is or holds."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent

from journal_app.errors import JournalError, WrongSecret
from journal_app.i18n import pgettext
from journal_app.ui import file_dialog
from journal_app.ui.flow import flow
from journal_app.ui.showing import announce
from journal_app.ui.start_pages import CardPage, told
from journal_app.ui.theme import Theme
from journal_app.ui.tries import Tries, again
from journal_app.ui.widgets import Button, Label, SecretField, WaitBar


class UnlockPage(CardPage):
    """Asks for the passphrase. After three wrong tries the wait grows to ten seconds; nothing is ever erased."""

    given = Signal(str)
    use_sheet = Signal()
    other = Signal()
    stopped = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.tries = Tries(self)
        self._caps = False
        self.key_file: Path | None = None
        self._key_file = Button(theme, "unlock.key-file", pgettext("unlock", "Use a key file"), icon="key-round")
        self._key_file.clicked.connect(self._choose_key_file)
        self._key_file.setVisible(False)
        self._chosen = Label(theme, "", "muted")
        self._chosen.setVisible(False)
        self._hint = Label(theme, "", "warn")
        self.field = SecretField("unlock.passphrase", pgettext("unlock", "Passphrase"))
        self._open = Button(theme, "unlock.open", pgettext("unlock", "Open"), role="primary")
        sheet = Button(theme, "unlock.sheet", pgettext("unlock", "Use my recovery sheet"), role="quiet")
        other = Button(theme, "unlock.other", pgettext("unlock", "Another folder"), role="quiet")
        self._stop = Button(theme, "unlock.stop", pgettext("button", "Stop"))
        self._stop.clicked.connect(self.stopped)
        self._stop.setVisible(False)
        self._bar = WaitBar(theme, "unlock.wait", pgettext("unlock", "Opening. This takes a moment."))
        self._state, self._problem = Label(theme, "", "muted"), Label(theme, "", "danger")
        self.tries.changed.connect(lambda: self._state.say(self.tries.told()))
        self.tries.over.connect(lambda: announce(self, again()))
        self.field.installEventFilter(self)
        self._open.clicked.connect(self._take)
        self.field.returnPressed.connect(self._take)
        sheet.clicked.connect(self.use_sheet)
        other.clicked.connect(self.other)
        label = Label(theme, pgettext("unlock", "Passphrase"), buddy=self.field)
        title = Label(theme, pgettext("unlock", "Locked"), "title")
        self.add(
            title, label, self.field, self._key_file, self._chosen, self._hint, self._problem, self._state,
            self._bar, flow(self._open, self._stop), flow(sheet, other),
        )  # fmt: skip

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice Caps Lock in what is typed: a capital without Shift, or a small letter with it."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.text().isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._caps = event.text().isupper() != shift and event.text().upper() != event.text().lower()
            self._hint.say(pgettext("unlock", "Caps Lock is on.") if self._caps else "")
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        """Put the cursor into the field."""
        super().showEvent(event)
        self.field.setFocus()

    def offer_key_file(self, needed: bool) -> None:  # noqa: FBT001 - the answer to one question
        """Ask for the key file as well, where the journal needs one."""
        self._key_file.setVisible(needed)
        self._chosen.setVisible(needed)
        if needed:
            self._chosen.say(pgettext("unlock", "This journal needs its key file beside the passphrase."))

    def _choose_key_file(self) -> None:
        found = file_dialog.files_to_open(self, pgettext("unlock", "Choose the key file"))
        if found:
            self.key_file = found[0]
            self._chosen.say(pgettext("unlock", "The key file is chosen."))
            self.field.setFocus()

    def _take(self) -> None:
        if self.field.text() and not self.tries.left and self._open.isEnabled():
            self._problem.say("")
            self._state.say(pgettext("unlock", "Opening. This takes a moment."))
            announce(self, self._state.text())
            self._busy(busy=True)
            self.given.emit(self.field.text())

    def _busy(self, *, busy: bool) -> None:
        self._open.setEnabled(not busy)
        self._stop.setVisible(busy)
        self._bar.setVisible(busy)
        self.field.setReadOnly(busy)

    def refused(self, error: Exception) -> None:
        """Say why the journal did not open; the text stays selected so that it can be typed over."""
        self._busy(busy=False)
        self._state.say("")
        self.field.selectAll()
        self.field.setFocus()
        if isinstance(error, WrongSecret):
            self._problem.say(_wrong(caps=self._caps) if self._key_file.isHidden() else told(error))
            self.tries.add()
            announce(self, self.tries.told())
        elif isinstance(error, JournalError):
            self._problem.say(f"{error.message} {error.advice}")
        else:
            self._problem.say(pgettext("unlock", "The program made a mistake. The journal was not changed."))

    def opened(self) -> None:
        """Forget what was typed: the journal is open."""
        self.field.clear()
        self._busy(busy=False)
        self._state.say("")
        self.tries.forget()

    def given_up(self) -> None:
        """Go back to asking: the person stopped the opening."""
        announce(self, pgettext("unlock", "Stopped. The journal is locked."))
        self._busy(busy=False)
        self._state.say("")
        self.field.setFocus()


def _wrong(*, caps: bool) -> str:
    if caps:
        return pgettext(
            "unlock", "That did not open the journal. Caps Lock is on. Check the keyboard language too, then try again."
        )
    return pgettext(
        "unlock", "That did not open the journal. Check Caps Lock and the keyboard language, then try again."
    )
