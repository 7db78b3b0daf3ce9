"""Unlocking: one field, one button, one line of state. Nothing tells what the journal is or holds."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent

from journal_app.errors import JournalError, WrongSecret
from journal_app.i18n import pgettext
from journal_app.ui.start_pages import CardPage
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import Button, Label, SecretField, held, row

FREE_TRIES = 3
LONGEST_WAIT = 10


class UnlockPage(CardPage):
    """Asks for the passphrase. After three wrong tries the wait grows to ten seconds; nothing is ever erased."""

    given = Signal(str)
    use_sheet = Signal()
    other = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._tries = 0
        self._left = 0
        self.field = SecretField("unlock.passphrase", pgettext("unlock", "Passphrase"))
        self._open = Button(theme, "unlock.open", pgettext("unlock", "Open"), role="primary")
        sheet = Button(theme, "unlock.sheet", pgettext("unlock", "Use my recovery sheet"), role="quiet")
        other = Button(theme, "unlock.other", pgettext("unlock", "Another folder"), role="quiet")
        self._state, self._problem = Label(theme, "", "muted"), Label(theme, "", "danger")
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._tick)
        self._open.clicked.connect(self._take)
        self.field.returnPressed.connect(self._take)
        sheet.clicked.connect(self.use_sheet)
        other.clicked.connect(self.other)
        label = Label(theme, pgettext("unlock", "Passphrase"), buddy=self.field)
        self.add(
            Label(theme, pgettext("unlock", "Locked"), "title"), label, self.field, self._problem, self._state,
            held(row(self._open, 1)), held(row(sheet, other, 1)),
        )  # fmt: skip

    def showEvent(self, event: QShowEvent) -> None:
        """Put the cursor into the field."""
        super().showEvent(event)
        self.field.setFocus()

    def _take(self) -> None:
        if self.field.text() and self._left == 0 and self._open.isEnabled():
            self._problem.say("")
            self._state.say(pgettext("unlock", "Opening. This takes a moment."))
            self._busy(busy=True)
            self.given.emit(self.field.text())

    def _busy(self, *, busy: bool) -> None:
        self._open.setEnabled(not busy)
        self.field.setReadOnly(busy)

    def refused(self, error: Exception) -> None:
        """Say why the journal did not open; the text stays selected so that it can be typed over."""
        self._busy(busy=False)
        self._state.say("")
        self.field.selectAll()
        self.field.setFocus()
        if isinstance(error, WrongSecret):
            self._tries += 1
            told = pgettext("unlock", "That did not open the journal. Check Caps Lock and the keyboard language.")
            self._problem.say(told)
            if self._tries >= FREE_TRIES:
                self._left = min(LONGEST_WAIT, 2 ** (self._tries - FREE_TRIES + 1))
                self._clock.start()
                self._tick_text()
        elif isinstance(error, JournalError):
            self._problem.say(f"{error.message} {error.advice}")
        else:
            self._problem.say(pgettext("unlock", "The program made a mistake. The journal was not changed."))

    def _tick(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self._left = 0
            self._clock.stop()
        self._tick_text()

    def _tick_text(self) -> None:
        text = pgettext("unlock", "You can try again in {seconds} seconds. Nothing is erased, however often you try.")
        self._state.say(text.format(seconds=self._left) if self._left else "")

    def opened(self) -> None:
        """Forget what was typed: the journal is open."""
        self.field.clear()
        self._busy(busy=False)
        self._state.say("")
        self._tries = 0
