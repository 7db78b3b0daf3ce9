"""The first pages: what is protected and what is not, where the journal is kept, and opening one that exists."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from journal_app.errors import JournalError
from journal_app.i18n import pgettext
from journal_app.ui import file_dialog
from journal_app.ui.dress import fitted
from journal_app.ui.flow import flow
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import Button, Label, LineField, Panel, Scroll, Section, column, held, reading_width, row

SYNCED = ("dropbox", "onedrive", "icloud", "google drive", "googledrive", "nextcloud", "owncloud", "syncthing")


class CardPage(QWidget):
    """A page with one card in its middle, as wide as a line that is easy to read."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.inner = column(margins=theme.space(6), spacing=theme.space(3))
        card = Panel("card", self.inner)
        fitted(card, lambda: card.setMaximumWidth(reading_width(theme)))
        middle = row(1, card, 1)
        middle.setStretch(1, 8)
        scroll = Scroll(held(column(1, middle, 2, margins=theme.space(4))))
        self.setLayout(column(scroll))

    def add(self, *parts: QWidget) -> None:
        """Add parts to the card."""
        for part in parts:
            self.inner.addWidget(part)


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
        self.add(
            Label(theme, pgettext("welcome", "Journal"), "title"),
            Label(theme, pgettext("welcome", "Everything you write stays in one locked folder on this computer.")),
            flow(new, old),
            Label(theme, pgettext("welcome", "This program does not use the internet."), "muted"),
        )

    def _choose(self) -> None:
        folder = file_dialog.folder_to_open(self, pgettext("welcome", "Choose the journal's folder"))
        if folder is not None:
            self.open.emit(folder)


class BeforePage(CardPage):
    """What is protected, and what is not; shown once before the first journal, and in Help."""

    go_on = Signal()
    not_now = Signal()
    try_leaving = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        protected = (
            pgettext("before", "What you write and the files you add are locked with your passphrase."),
            pgettext("before", "Nothing is sent anywhere. This program does not use the internet."),
            pgettext("before", "F9 hides everything at once, saves, and locks."),
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
            theme, "before.check", pgettext("before", "How do I check this computer?"), "",
            lambda: Label(theme, _checking()),
        )  # fmt: skip
        title = pgettext("before", "Before you write here, check that this is a safe place for it.")
        self.add(Label(theme, title, "title"), Label(theme, pgettext("before", "What is protected"), "heading"))
        self.add(*(Label(theme, f"•  {line}") for line in protected))
        self.add(Label(theme, pgettext("before", "What is not"), "heading"))
        self.add(*(Label(theme, f"•  {line}") for line in unprotected))
        trying = pgettext("before", "Nothing is written yet. It closes the window; start the program again to go on.")
        self.add(check, Label(theme, trying, "muted"), flow(go_on, later, leave))


def _checking() -> str:
    """Return what a person can look at; no list of that kind is complete, and it says so."""
    return "\n\n".join((
        pgettext("before", "Whose is it? On a computer that an employer, a school or a relative set up, or where "
                 "somebody else is the administrator, others may see what is done on it."),
        pgettext("before", "Who knows how to unlock it? Somebody who can sign in as you can also put programs on it "
                 "that record what is typed."),
        pgettext("before", "Was it out of your hands, or did somebody know things that stood only on it? Then use "
                 "another one, for example at a library, a friend's or an advice centre, and keep the journal on a "
                 "stick."),
        pgettext("before", "Is your folder copied to an online service? Others with that account would get the locked "
                 "journal."),
        pgettext("before", "No list of checks can show that a computer is not watched. If you feel unsure, wait, and "
                 "ask people who advise on this; they stand under Help and support."),
    ))  # fmt: skip


class WherePage(CardPage):
    """Where the new journal is kept."""

    chosen = Signal(object)
    back = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._place = LineField("where.place", pgettext("where", "Folder of the new journal"))
        self._place.setText(str(Path.home() / pgettext("where", "Notebook")))
        self._note = Label(theme, "", "warn")
        self._problem = Label(theme, "", "danger")
        other = Button(theme, "where.other", pgettext("where", "Another place"), icon="folder")
        go_on = Button(theme, "where.go-on", pgettext("button", "Go on"), role="primary")
        back = Button(theme, "where.back", pgettext("button", "Back"), role="quiet")
        other.clicked.connect(self._choose)
        go_on.clicked.connect(self._take)
        back.clicked.connect(self.back)
        self._place.textChanged.connect(self._look)
        self._place.returnPressed.connect(self._take)
        about = pgettext(
            "where", "It is one folder. You can give it any name, and keep it on this computer or on a stick."
        )
        self.add(
            Label(theme, pgettext("where", "Where to keep it"), "title"), Label(theme, about), self._place,
            self._note, self._problem, flow(other), flow(go_on, back),
        )  # fmt: skip

    def _choose(self) -> None:
        title = pgettext("where", "Choose a place for the new journal")
        place = file_dialog.place_to_save(self, title, Path(self._place.text()).name)
        if place is not None:
            self._place.setText(str(place))

    def _look(self, text: str) -> None:
        self._problem.say("")
        lower = text.casefold()
        synced = pgettext(
            "where",
            "This folder seems to be copied to an online service. "
            "Others with that account could copy the locked journal.",
        )
        self._note.say(synced if any(name in lower for name in SYNCED) else "")

    def _take(self) -> None:
        place = Path(self._place.text().strip()).expanduser()
        if not self._place.text().strip() or not place.is_absolute():
            self._problem.say(pgettext("where", "Choose a folder with its whole path."))
        elif place.exists() and (not place.is_dir() or any(place.iterdir())):
            self._problem.say(pgettext("where", "Something is there already. Choose a new or empty folder."))
        elif not place.parent.is_dir():
            self._problem.say(pgettext("where", "The folder around it is not there. Choose another place."))
        else:
            self.chosen.emit(place)


def told(error: Exception) -> str:
    """Return what a page says beside its field of work that did not come to its end."""
    if isinstance(error, JournalError):
        return str(error)
    return pgettext("error", "The program made a mistake. What was saved before is whole.")
