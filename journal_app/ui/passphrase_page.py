"""Choosing a passphrase: random words are suggested first, own words are welcome, and the strength is told honestly."""

from __future__ import annotations

from PySide6.QtCore import Signal

from journal_app.i18n import pgettext
from journal_app.services import passphrases
from journal_app.services.passphrases import Judged
from journal_app.ui.flow import flow
from journal_app.ui.jobs import Lane
from journal_app.ui.showing import announce, bring_into_view
from journal_app.ui.start_pages import CardPage, WaitBar, told
from journal_app.ui.strength import JUDGED_AFTER, StrengthView
from journal_app.ui.suggesting import Suggesting
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import Button, Label, SecretField


class PassphrasePage(CardPage):
    """Asks for a new passphrase, twice. How hard it is to guess is judged beside the window, where somebody does that.

    What is typed stays until the work with it is done: it may have to be done once more.
    """

    chosen = Signal(str)
    back = Signal()
    strength_wanted = Signal(str)  # answered with show_strength

    def __init__(self, theme: Theme, *, title: str = "", waiting: str = "") -> None:
        """Take what is said while what was chosen is worked with: ``waiting``."""
        super().__init__(theme)
        self._waiting, self._busy = waiting, False
        self._state, self._bar = Label(theme, "", "muted"), WaitBar(theme, "passphrase.wait", waiting)
        self._first = SecretField("passphrase.first", pgettext("passphrase", "Passphrase"))
        self._second = SecretField("passphrase.second", pgettext("passphrase", "The same again"))
        self._strength = StrengthView(theme)
        self._problem = Label(theme, "", "danger")
        around = Suggesting(theme, "passphrase", self._first, self._second)
        self._go_on = Button(theme, "passphrase.go-on", pgettext("button", "Go on"), role="primary")
        back = Button(theme, "passphrase.back", pgettext("button", "Back"), role="quiet")
        self._others = (around.button, around.show_it, back)
        self._first.textChanged.connect(self._typed)
        self._first.pause_after(JUDGED_AFTER, self._judge)
        self._second.returnPressed.connect(self._take)
        self._go_on.clicked.connect(self._take)
        back.clicked.connect(self.go_back)
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
            self._state, self._bar, flow(self._go_on, back),
        )  # fmt: skip

    def _typed(self, text: str) -> None:
        self._problem.say("")
        if not text:
            self._strength.show_strength(None)

    def _judge(self) -> None:
        if self._first.text():
            self.strength_wanted.emit(self._first.text())

    def show_strength(self, text: str, judged: Judged) -> None:
        """Show how hard a text is to guess, where it stands in the field still."""
        if text == self._first.text():
            self._strength.show_strength(judged)

    def go_back(self) -> None:
        """Go back, unless what was chosen is worked with."""
        if not self._busy:
            self.back.emit()

    def _take(self) -> None:
        if self._busy:
            return
        if not self._first.text():
            self._problem.say(pgettext("passphrase", "Type a passphrase first."))
            self._first.setFocus()
        elif self._first.text() != self._second.text():
            self._problem.say(pgettext("passphrase", "The two differ. Type the same passphrase twice."))
            self._second.setFocus()
        else:
            self._wait(busy=True)
            self.chosen.emit(self._first.text())

    def _wait(self, *, busy: bool) -> None:
        self._busy = busy
        for field in (self._first, self._second):
            field.setReadOnly(busy)
        for part in (self._go_on, *self._others):
            part.setEnabled(not busy)
        self._bar.setVisible(busy)
        self._state.say(self._waiting if busy else "")
        bring_into_view(self._state)
        announce(self, self._state.text())

    def done(self) -> None:
        """Forget what was typed: the work with it is done."""
        for field in (self._first, self._second):
            field.clear()

    def refused(self, problem: str) -> None:
        """Say why the work with it was not done; what was typed stands there for another try."""
        self._wait(busy=False)
        self.say(problem)

    def say(self, problem: str) -> None:
        """Show a problem beside the fields."""
        self._problem.say(problem)


def judge_beside(page: PassphrasePage, lane: Lane) -> None:
    """Have what is typed judged beside the window: some texts take it a fifth of a second."""

    def judge(text: str) -> None:
        def show(judged: Judged) -> None:
            page.show_strength(text, judged)

        lane.start(page, lambda _: passphrases.judge(text), show, lambda error: page.say(told(error)))

    page.strength_wanted.connect(judge)
