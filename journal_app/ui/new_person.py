"""Adding a person where one is named: a name is enough, and the rest can follow in the section People."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from journal_app.domain.people import PersonEntry, Role
from journal_app.i18n import pgettext
from journal_app.services import people
from journal_app.services.journal import Journal
from journal_app.ui.desk import Desk
from journal_app.ui.flow import flow
from journal_app.ui.widgets import Button, Label, LineField, column, held


def _alike(name: str) -> str:
    """Return a name without what may differ where it is typed once more."""
    return " ".join(name.split()).casefold()


class NewPerson(QWidget):
    """A button that asks for a name, in the place where somebody is needed."""

    added = Signal(str, str)

    def __init__(self, desk: Desk, identifier: str, text: str, roles: tuple[Role, ...] = ()) -> None:
        """Make the button; ``added`` tells the id and the name of who was added, ``roles`` is what they are."""
        super().__init__()
        self._desk, self._roles = desk, roles
        theme = desk.theme
        self._open = Button(theme, f"{identifier}.add-person", text, icon="plus", role="quiet")
        self._open.setCheckable(True)
        self._open.toggled.connect(self._toggle)
        label = pgettext("people", "Name or initial")
        self.name = LineField(f"{identifier}.new-name", label)
        self.name.returnPressed.connect(self._add)
        add = Button(theme, f"{identifier}.new-person", pgettext("people", "Add this person"), icon="check")
        add.clicked.connect(self._add)
        self._problem = Label(theme, "", "danger")
        self._form = held(column(Label(theme, label, buddy=self.name), self.name, self._problem, flow(add)))
        self._form.setVisible(False)
        self.setLayout(column(flow(self._open), self._form, spacing=0))

    def _toggle(self, shown: bool) -> None:  # noqa: FBT001 - the shape of the signal
        self._form.setVisible(shown)
        if shown:
            self.name.setFocus()

    def _add(self) -> None:
        name = self.name.text().strip()
        self._problem.say("" if name else pgettext("people", "A name or an initial is needed."))
        if not name:
            return
        entry = PersonEntry(id="", name=name, roles=self._roles)

        def add(journal: Journal) -> str:
            there = {_alike(each) for _, each in people.names(journal)}
            return "" if _alike(name) in there else people.put(journal, entry)

        self._desk.change(self, add, lambda one: self._added(one, name))

    def _added(self, identifier: str, name: str) -> None:
        if not identifier:
            text = pgettext("people", "Somebody with this name is in the list already. Choose them there, or add "
                            "something that tells the two apart.")  # fmt: skip
            self._problem.say(text)
            return
        self.name.clear()
        self._open.setChecked(False)
        self._desk.say(pgettext("entry", "Saved on this computer."))
        self.added.emit(identifier, name)
