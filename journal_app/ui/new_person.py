"""Adding a person where one is named: a name is enough, and the rest can follow in the section People."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from journal_app.domain.people import PersonEntry, Role
from journal_app.errors import BadInput
from journal_app.i18n import pgettext
from journal_app.services import people
from journal_app.services.journal import Journal
from journal_app.ui.answers import changes_of
from journal_app.ui.desk import Desk
from journal_app.ui.flow import flow
from journal_app.ui.showing import reveal
from journal_app.ui.widgets import Button, Label, LineField, column, held

_TYPED = "\n"  # begins what stands for somebody who is typed and not added: in an id every character is printable
Known = Callable[[], Sequence[tuple[str, str]]]


def is_typed(value: str) -> bool:
    """Say whether what stands for a person in a draft is a name that is typed and not added yet, and no id."""
    return value.startswith(_TYPED)


def add_typed(journal: Journal, values: Iterable[str], roles: tuple[Role, ...] = ()) -> dict[str, str]:
    """Add everybody who is typed in some values; returns the id for each value, which for others is the value itself.

    Who was added before from the same field is not added again, and one name in several fields is one person. Raises
    BadInput where somebody else has the name.
    """
    found, added = dict[str, str](), dict[str, str]()
    for value in values:
        if not is_typed(value):
            found[value] = value
            continue
        name, _, identifier = json.loads(value)
        if _alike(name) not in added:
            added[_alike(name)] = _put(journal, identifier, name, roles)
        found[value] = added[_alike(name)]
    return found


def _put(journal: Journal, identifier: str, name: str, roles: tuple[Role, ...]) -> str:
    """Add somebody under an id, once; raises BadInput where somebody else has the name."""
    there = people.names(journal)
    if identifier not in {each for each, _ in there}:
        if _alike(name) in {_alike(each) for _, each in there}:
            message = pgettext("error", "Somebody with this name is in the list already; what you wrote is kept.")
            advice = pgettext("error", "Choose them there, or add something that tells the two apart.")
            raise BadInput(message, advice, source="person", field="name")
        people.put(journal, PersonEntry(id=identifier, name=name, roles=roles))
    return identifier


def _alike(name: str) -> str:
    """Return a name without what may differ where it is typed once more."""
    return " ".join(name.split()).casefold()


class NewPerson(QWidget):
    """A button that asks for a name, in the place where somebody is needed.

    A name that is typed and not added yet stands in the draft in place of an id, and saving the record adds it.
    """

    added = Signal(str, str)
    typing = Signal()

    def __init__(self, desk: Desk, identifier: str, text: str, known: Known, roles: tuple[Role, ...] = ()) -> None:
        """Make the button; ``added`` tells the id and the name of who was added.

        ``known`` returns everybody who can be chosen there, ``roles`` is what somebody new is.
        """
        super().__init__()
        self._desk, self._roles, self._known = desk, roles, known
        self._id, self._adding = "", False
        self.is_in_use = True  # whether the person is still here when somebody was added
        theme = desk.theme
        self._open = Button(theme, f"{identifier}.add-person", text, icon="plus", role="quiet")
        self._open.setCheckable(True)
        self._open.toggled.connect(self._toggle)
        label = pgettext("people", "Name or initial")
        self.name = LineField(f"{identifier}.new-name", label)
        self.name.returnPressed.connect(self._add)
        self.name.textChanged.connect(lambda _: self._tell())
        self.name.answers(self.typing.emit)
        add = Button(theme, f"{identifier}.new-person", pgettext("people", "Add this person"), icon="check")
        add.clicked.connect(self._add)
        self._problem = Label(theme, "", "danger")
        told = pgettext("people", "Done adds this person too. Empty the field if you do not want that.")
        self._told = Label(theme, told, "muted")
        reveal(self._told, shown=False)
        self._form = held(column(Label(theme, label, buddy=self.name), self.name, self._told, self._problem, flow(add)))
        self._form.setVisible(False)
        self.setLayout(column(flow(self._open), self._form, spacing=0))

    def value(self, chosen: str = "") -> str:
        """Return what stands for the person in the record: a name that is typed, or else the id that is chosen."""
        name = self.name.text().strip()
        if not name:
            return chosen
        self._id = self._id or self._desk.new_id("person")  # so that adding twice is adding once
        return _TYPED + json.dumps([name, chosen, self._id], ensure_ascii=False)

    def take_up(self, value: str) -> str:
        """Show a name that was typed before, where ``value`` is one; returns the id that was chosen."""
        if not is_typed(value):
            return value
        name, chosen, self._id = json.loads(value)
        self.name.setText(name)
        self.name.at_first = name
        self.open()
        return str(chosen)

    def open(self) -> None:
        """Show the field for the name."""
        self._open.setChecked(True)

    def unsettled(self) -> str:
        """Return what is still to be said of the name, and say it beside the field; empty where nothing is."""
        name = _alike(self.name.text())
        there = bool(name) and name in {_alike(each) for key, each in self._known() if key != self._id}
        self._problem.say(_already() if there else "")
        return _already() if there else ""

    def _tell(self) -> None:
        self._problem.say("")
        reveal(self._told, shown=bool(self.name.text().strip()))

    def _toggle(self, shown: bool) -> None:  # noqa: FBT001 - the shape of the signal
        if not shown and self.name.text().strip():
            self._open.setChecked(True)  # what is added at Done stays in sight
            return
        reveal(self._form, shown)
        if shown:
            self.name.setFocus()

    def _add(self) -> None:
        name, roles = self.name.text().strip(), self._roles
        self._problem.say("" if name else pgettext("people", "A name or an initial is needed."))
        if not name or self._adding:
            return
        self.value()
        self._adding, identifier = True, self._id

        def add(journal: Journal) -> str:
            return _put(journal, identifier, name, roles)

        self._desk.change(self, add, lambda one: self._added(one, name), self._refused)

    def _refused(self, error: Exception) -> None:
        self._adding = False
        if isinstance(error, BadInput) and error.source == "person":
            self._problem.say(_already())
        else:
            self._desk.show_error(error)

    def _added(self, identifier: str, name: str) -> None:
        self._id, self._adding = "", False
        focus = QApplication.focusWidget()
        self.is_in_use = focus is None or self.isAncestorOf(focus)
        if self.name.text().strip() == name:  # and not another, which was typed meanwhile
            self.name.clear()
            self._open.setChecked(False)
        if (changes := changes_of(self)) is not None:
            changes.let_go(self.name)  # they are in the journal: the name would be told to be there already
        self._desk.say(pgettext("entry", "Saved in this journal."))
        self.added.emit(identifier, name)


def _already() -> str:
    return pgettext("people", "Somebody with this name is in the list already. Choose them there, or add something "
                    "that tells the two apart.")  # fmt: skip
