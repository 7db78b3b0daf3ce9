"""Choosing a passphrase: random words are suggested first, own words are welcome, and the strength is told honestly."""

from __future__ import annotations

from PySide6.QtCore import Signal

from journal_app.i18n import pgettext
from journal_app.services import passphrases
from journal_app.ui.flow import flow
from journal_app.ui.start_pages import CardPage
from journal_app.ui.strength import StrengthView
from journal_app.ui.suggesting import Suggesting
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import Button, Label, SecretField


class PassphrasePage(CardPage):
    """Asks for a new passphrase, twice."""

    chosen = Signal(str)
    back = Signal()

    def __init__(self, theme: Theme, *, title: str = "") -> None:
        super().__init__(theme)
        self._first = SecretField("passphrase.first", pgettext("passphrase", "Passphrase"))
        self._second = SecretField("passphrase.second", pgettext("passphrase", "The same again"))
        self._strength = StrengthView(theme)
        self._problem = Label(theme, "", "danger")
        around = Suggesting(theme, "passphrase", self._first, self._second)
        self._go_on = Button(theme, "passphrase.go-on", pgettext("button", "Go on"), role="primary")
        back = Button(theme, "passphrase.back", pgettext("button", "Back"), role="quiet")
        self._first.textChanged.connect(self._judge)
        self._second.returnPressed.connect(self._take)
        self._go_on.clicked.connect(self._take)
        back.clicked.connect(self.back)
        heading = title or pgettext("passphrase", "Choose a passphrase")
        warning = pgettext(
            "passphrase",
            "Only it and your recovery sheet open the journal. Nobody else has a copy, and nobody can reset it.",
        )
        first = Label(theme, pgettext("passphrase", "Passphrase"), buddy=self._first)
        second = Label(theme, pgettext("passphrase", "The same again"), buddy=self._second)
        self.add(
            Label(theme, heading, "title"), Label(theme, warning), flow(around.button), around.words,
            first, self._first, self._strength, second, self._second, around.show_it, self._problem,
            flow(self._go_on, back),
        )  # fmt: skip

    def _judge(self, text: str) -> None:
        self._problem.say("")
        self._strength.show_strength(passphrases.judge(text) if text else None)

    def _take(self) -> None:
        if not self._first.text():
            self._problem.say(pgettext("passphrase", "Type a passphrase first."))
        elif self._first.text() != self._second.text():
            self._problem.say(pgettext("passphrase", "The two differ. Type the same passphrase twice."))
        else:
            self._second.clear()
            self.chosen.emit(self._first.take())

    def say(self, problem: str) -> None:
        """Show a problem beside the fields."""
        self._problem.say(problem)
