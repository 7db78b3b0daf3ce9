"""The first pages: opening a journal that exists or making one, what is protected and what is not."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from journal_app.errors import JournalError
from journal_app.i18n import pgettext
from journal_app.services import elsewhere
from journal_app.ui.dress import fitted, spaced
from journal_app.ui.fields import name_widget
from journal_app.ui.flow import flow
from journal_app.ui.reading_width import reading_width
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import Button, Label, Panel, Scroll, Section, column, held, row

_NARROW = 400  # pixels at the usual text size


class CardPage(QWidget):
    """A page with one card in its middle, as wide as a line that is easy to read, and help below it.

    Where there is little room for the size of the text, the words get it and not the space around them.
    """

    help_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.inner = column(margins=theme.space(6), spacing=theme.space(3))
        card = Panel("card", self.inner)
        fitted(card, lambda: card.setMaximumWidth(reading_width(theme)))
        middle = row(1, card, 1)
        middle.setStretch(1, 8)
        self._around = column(1, middle, 2, margins=theme.space(4))
        scroll = Scroll(held(self._around))
        help_ = Button(theme, "help.open", pgettext("help", "Help and support"), icon="life-buoy", role="quiet")
        help_.clicked.connect(self.help_wanted)
        self.setLayout(column(scroll, row(1, help_, margins=theme.space(1)), spacing=0))

    def add(self, *parts: QWidget) -> None:
        """Add parts to the card."""
        for part in parts:
            self.inner.addWidget(part)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the room around the words for them where there is little."""
        super().resizeEvent(event)
        self.dress()

    def dress(self) -> None:
        """Arrange for the room there is in the size of the text of now."""
        narrow = self.width() < _NARROW * self.theme.scale
        inside, around = self.theme.space(2 if narrow else 6), self.theme.space(1 if narrow else 4)
        spaced(self.inner, (inside, inside, inside, inside), self.theme.space(3))
        spaced(self._around, (around, around, around, around), self._around.spacing())


class WaitBar(QProgressBar):
    """Shows that something is being done whose length nobody knows; not where less motion is wanted."""

    def __init__(self, theme: Theme, identifier: str, name: str) -> None:
        super().__init__()
        self._theme = theme
        name_widget(self, identifier, name)
        self.setRange(0, 0)
        self.setTextVisible(False)
        self.setVisible(False)

    def setVisible(self, shown: bool) -> None:  # noqa: FBT001 - the shape of Qt's own
        """Show it where it may move; the words beside it say the same."""
        super().setVisible(shown and not self._theme.less_motion)


class WelcomePage(CardPage):
    """No journal is open yet: open one, or make one."""

    make = Signal()
    open = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        new = Button(theme, "welcome.new", pgettext("welcome", "Make a new journal"), icon="plus", role="primary")
        old = Button(theme, "welcome.open", pgettext("welcome", "Open a journal"), icon="folder")
        new.clicked.connect(self.make)
        old.clicked.connect(self._choose)
        self._problem = Label(theme, "", "danger")
        self.add(
            Label(theme, pgettext("welcome", "Journal"), "title"),
            Label(
                theme, pgettext("welcome", "Everything you write stays in one locked folder, in the place you choose.")
            ),
            flow(new, old),
            self._problem,
            Label(theme, pgettext("welcome", "This program does not use the internet."), "muted"),
        )

    def _choose(self) -> None:
        folder = chosen_journal(self, self._problem)
        if folder is not None:
            self.open.emit(folder)


class MissingPage(CardPage):
    """The journal is not where it was: the stick may not be plugged in. Nothing is made in its place."""

    again = Signal()
    open = Signal(object)
    other = Signal()
    leave = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        again = Button(theme, "missing.again", pgettext("where", "Look again"), icon="refresh-cw", role="primary")
        choose = Button(theme, "missing.choose", pgettext("where", "Choose a folder"), icon="folder")
        leave = Button(theme, "missing.leave", pgettext("missing", "Leave"), icon="log-out")
        other = Button(theme, "missing.other", pgettext("missing", "Another journal"), role="quiet")
        again.clicked.connect(self.again)
        choose.clicked.connect(self._choose)
        leave.clicked.connect(self.leave)
        other.clicked.connect(self.other)
        self._problem = Label(theme, "", "danger")
        about = pgettext(
            "missing",
            "It may be on a USB stick that is not plugged in, or its folder was moved. Plug the stick in, then look "
            "again. Nothing was changed, and no new journal was made.",
        )
        self.add(
            Label(theme, pgettext("missing", "The journal is not here now"), "title"), Label(theme, about),
            self._problem, flow(again, choose, leave), flow(other),
        )  # fmt: skip

    def _choose(self) -> None:
        folder = chosen_journal(self, self._problem)
        if folder is not None:
            self.open.emit(folder)

    def still_missing(self) -> None:
        """Say that looking again found nothing."""
        self._problem.say("")
        self._problem.say(pgettext("missing", "It is still not there."))


def chosen_journal(page: QWidget, problem: Label) -> Path | None:
    """Return the folder of a journal that the person chooses; None, and what is wrong in words, where it holds none."""
    from journal_app.ui import file_dialog  # no file is asked for before the first page is seen

    problem.say("")
    folder = file_dialog.folder_to_open(page, pgettext("welcome", "Choose the journal’s folder"))
    if folder is not None and not elsewhere.is_there(folder):
        problem.say(pgettext("welcome", "There is no journal in this folder. Choose the folder the journal lies in."))
        return None
    return folder


class BeforePage(CardPage):
    """What is protected, and what is not; shown once before the first journal, and in Help."""

    go_on = Signal()
    not_now = Signal()
    try_leaving = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        from journal_app.ui.bullets import Bullet  # a start that asks for a passphrase does not need it

        protected = (
            pgettext("before", "What you write and the files you add are locked with your passphrase."),
            pgettext("before", "Nothing is sent anywhere. This program does not use the internet."),
            pgettext(
                "before",
                "F9 hides everything at once, saves what it can, and locks. Where the disk is full, or the USB stick "
                "with the journal was pulled out, what you typed last can be lost.",
            ),
        )
        unprotected = (
            pgettext("before", "Someone who knows your passphrase can read it."),
            pgettext("before", "It cannot help against programs that watch this computer."),
            pgettext("before", "A computer managed by an employer, a school or a family may be watched."),
        )
        go_on = Button(theme, "before.go-on", pgettext("button", "Go on"), role="primary")
        later = Button(theme, "before.not-now", pgettext("button", "Not now"))
        leave = Button(theme, "before.try-leaving", pgettext("before", "Try leaving now"), icon="log-out")
        go_on.clicked.connect(self.go_on)
        later.clicked.connect(self.not_now)
        leave.clicked.connect(self.try_leaving)
        check = Section(
            theme, "before.check", checking_title(), "", lambda: Label(theme, checking()),
        )  # fmt: skip
        title = pgettext("before", "Before you write here, check that this is a safe place for it.")
        self.add(Label(theme, title, "title"), Label(theme, pgettext("before", "What is protected"), "heading"))
        self.add(*(Bullet(theme, line) for line in protected))
        self.add(Label(theme, pgettext("before", "What is not"), "heading"))
        self.add(*(Bullet(theme, line) for line in unprotected))
        trying = pgettext(
            "before", "Nothing is written yet. Trying to leave closes the window; start the program again to go on."
        )
        self.add(check, Label(theme, trying, "muted"), flow(go_on, later, leave))


def checking_title() -> str:
    """Return what the part about a computer that may be watched is called."""
    return pgettext("before", "How do I check this computer?")


def checking() -> str:
    """Return what a person can look at; no list of that kind is complete, and it says so."""
    return "\n\n".join((
        pgettext("before", "Whose is it? On a computer that an employer, a school or a relative set up, or where "
                 "somebody else is the administrator, others may see what is done on it."),
        pgettext("before", "Who knows how to unlock it? Somebody who can sign in as you can also put programs on it "
                 "that record what is typed."),
        pgettext("before", "Was it out of your hands, or did somebody know things that stood only on it? Then use "
                           "another one, for example at a library, a friend’s or an advice centre, and keep the "
                           "journal on a USB stick."),
        pgettext("before", "Is your folder copied to an online service? Others with that account would get the locked "
                 "journal."),
        pgettext("before", "No list of checks can show that a computer is not watched. If you feel unsure, wait, and "
                 "ask people who advise on this; they stand under Help and support."),
    ))  # fmt: skip


def remember_words() -> str:
    """Return the words for keeping the place of the journal for the next start."""
    return pgettext("where", "Remember this place on this computer")


def what_is_left() -> str:
    """Return what is left on the computer where the place is remembered, and what it is like where it is not."""
    return pgettext(
        "where",
        "The path of the folder then stands in a small settings file here, where others who use this computer could "
        "read it. Where it is not remembered, you choose the folder at each start.",
    )


def told(error: Exception) -> str:
    """Return what a page says beside its field of work that did not come to its end."""
    if isinstance(error, JournalError):
        return str(error)
    if isinstance(error, OSError):  # its own words name places on the disk
        return " ".join(unanswered())
    return pgettext(
        "error", "The program made a mistake. What was saved before is whole; what was typed last may not be saved yet."
    )


def unanswered() -> tuple[str, str]:
    """Return what is said where a disk does not answer, and what helps: wherever that was not foreseen."""
    message = pgettext("error", "Something could not be read or written; what was saved before is whole.")
    return message, pgettext("error", "Check the disks and folders that were used, then try again.")
