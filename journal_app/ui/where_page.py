"""Where the new journal is kept: on this computer, on a stick, or in another folder; and whether that is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from journal_app.i18n import pgettext
from journal_app.services import places
from journal_app.ui import file_dialog
from journal_app.ui.flow import flow
from journal_app.ui.showing import announce, reveal
from journal_app.ui.start_pages import CardPage, remember_words, what_is_left
from journal_app.ui.sticks import Drive
from journal_app.ui.theme import Theme
from journal_app.ui.ticks import Check, Radio
from journal_app.ui.widgets import Button, Choice, Label, LineField, column, held


class WherePage(CardPage):
    """Asks for a place. ``sticks_wanted`` asks for the sticks that are plugged in, which are given to show_sticks."""

    chosen = Signal(object)
    back = Signal()
    sticks_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._sticks: list[Drive] = []
        self._place = LineField("where.place", pgettext("where", "Folder of the new journal"))
        self._place.setText(str(Path.home() / _name()))
        self._note, self._problem = Label(theme, "", "warn"), Label(theme, "", "danger")
        self._computer = Radio("where.computer", pgettext("where", "This computer"), chosen=True)
        self._stick = Radio("where.stick", pgettext("where", "A USB stick"))
        self._folder = Radio("where.folder", pgettext("where", "Another folder"))
        kinds = QButtonGroup(self)
        for each in (self._computer, self._stick, self._folder):
            kinds.addButton(each)
        kinds.buttonClicked.connect(lambda _: self._turn())
        self.remember = Check("where.remember", remember_words())
        go_on = Button(theme, "where.go-on", pgettext("button", "Go on"), role="primary")
        back = Button(theme, "where.back", pgettext("button", "Back"), role="quiet")
        go_on.clicked.connect(self._take)
        back.clicked.connect(self.back)
        self._place.textChanged.connect(self._look)
        self._place.returnPressed.connect(self._take)
        about = pgettext("where", "It is one folder, and you can give it any name.")
        self.add(
            Label(theme, pgettext("where", "Where to keep it"), "title"), Label(theme, about),
            self._computer, self._stick, self._stick_part(), self._folder, self._folder_part(),
            Label(theme, pgettext("where", "Folder of the new journal"), buddy=self._place), self._place, self._note,
            self.remember, Label(theme, what_is_left(), "muted"), self._problem, flow(go_on, back),
        )  # fmt: skip
        self._turn()

    def _stick_part(self) -> QWidget:
        self._which = Choice("where.which", pgettext("where", "Which USB stick"), [])
        self._which.activated.connect(lambda _: self._take_stick())
        self._none = Label(self.theme, "", "muted")
        again = Button(self.theme, "where.again", pgettext("where", "Look again"), icon="refresh-cw")
        again.clicked.connect(self.sticks_wanted)
        self._of_stick = held(column(self._which, self._none, flow(again), spacing=self.theme.space(2)))
        return self._of_stick

    def _folder_part(self) -> QWidget:
        other = Button(self.theme, "where.other", pgettext("where", "Choose a folder"), icon="folder")
        other.clicked.connect(self._choose)
        self._of_folder = flow(other)
        return self._of_folder

    def _turn(self) -> None:
        """Show what belongs to the kind of place that is chosen, and name a folder of that kind."""
        reveal(self._of_stick, self._stick.isChecked())
        reveal(self._of_folder, self._folder.isChecked())
        if self._computer.isChecked():
            self._place.setText(str(Path.home() / _name()))
        elif self._stick.isChecked():
            self.sticks_wanted.emit()

    def show_sticks(self, sticks: Sequence[Drive]) -> None:
        """Offer the sticks that are plugged in, or say that there is none."""
        self._sticks = list(sticks)
        self._which.clear()
        for each in self._sticks:
            self._which.addItem(each.name, str(each.folder))
        reveal(self._which, bool(self._sticks))
        reveal(self._none, not self._sticks)
        none = pgettext(
            "where", "No stick was found. Plug one in and look again, or choose its folder under “Another folder”."
        )
        self._none.say("" if self._sticks else none)
        announce(self, self._none.text())
        self._take_stick()

    def _take_stick(self) -> None:
        if self._stick.isChecked():
            self._place.setText(str(Path(self._which.value()) / _name()) if self._sticks else "")

    def _choose(self) -> None:
        title = pgettext("where", "Choose a place for the new journal")
        place = file_dialog.place_to_save(self, title, Path(self._place.text()).name or _name())
        if place is not None:
            self._place.setText(str(place))

    def take_place(self, place: Path, *, remember: bool) -> None:
        """Name a folder, as when somebody comes back to it."""
        if str(place) != self._place.text():
            self._folder.setChecked(True)
            self._turn()
        self._place.setText(str(place))
        self.remember.setChecked(remember)

    def _look(self, text: str) -> None:
        self._problem.say("")
        place = Path(text.strip()).expanduser()
        service = places.service_of(place) if place.is_absolute() else ""
        synced = pgettext(
            "where",
            "This folder seems to be copied to an online service ({service}). Others with that account could copy the "
            "locked journal. You can go on, or choose a folder that is not copied.",
        )
        self._note.say(synced.format(service=service) if service else "")

    def _take(self) -> None:
        problem = self._problem_with(self._place.text().strip())
        if problem:
            self._problem.say(problem)
        else:
            self.chosen.emit(Path(self._place.text().strip()).expanduser())

    def _problem_with(self, text: str) -> str:
        place = Path(text).expanduser()
        try:
            if not text or not place.is_absolute():
                return pgettext("where", "Choose a folder with its whole path.")
            if place.exists() and (not place.is_dir() or any(place.iterdir())):
                return pgettext("where", "Something is there already. Choose a new or empty folder.")
            if not place.parent.is_dir():
                return pgettext("where", "The folder it would be in does not exist. Choose another place.")
        except (OSError, ValueError):
            return pgettext("where", "This place cannot be looked into. Choose another.")
        return ""


def _name() -> str:
    return pgettext("where", "Notebook")
