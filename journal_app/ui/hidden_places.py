"""The places that are hidden in what leaves: each with what stands instead of it, and what is filled in by half."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from journal_app.i18n import pgettext
from journal_app.services import redactions
from journal_app.services.journal import Journal
from journal_app.ui.desk import Desk
from journal_app.ui.form import Form
from journal_app.ui.row_list import Reader, RowList
from journal_app.ui.widgets import clear, column

Pair = tuple[str, str]  # a place, and what stands instead of it


class HiddenPlaces(QWidget):
    """Asks for places to hide. Half of one hides nothing and is kept with the choices of the dossier."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._hidden, self._draft = dict[str, str](), tuple[Pair, ...]()
        self._rows: RowList[Pair] | None = None
        self._inner = column()
        self.setLayout(self._inner)

    def restore(self, draft: tuple[Pair, ...]) -> None:
        """Take up what was written and is not hidden yet."""
        if self._rows is None:
            self._draft = draft

    def draft(self) -> tuple[Pair, ...]:
        """Return what is written and is not what is hidden: halves, and what was typed since it was kept."""
        if self._rows is None:
            return self._draft
        return tuple(each for each in self._rows.values() if self._hidden.get(each[0]) != each[1])

    def refresh(self) -> None:
        """Read again what is hidden."""
        self._desk.read(self, redactions.places, self._show)

    def _show(self, hidden: dict[str, str]) -> None:
        if self._rows is not None and (self._whole() != self._hidden or hidden == self._hidden):
            return  # being written, or shown already
        draft = self.draft()
        written = {place: shown for place, shown in draft if place in hidden}
        rows = [*(hidden | written).items(), *(each for each in draft if each[0] not in hidden)]
        clear(self._inner)
        self._hidden = hidden
        add = pgettext("dossier", "Add a place")
        self._rows = RowList(self._desk.theme, "dossier.place", add, self.changed.emit, _row, rows)
        self._inner.addWidget(self._rows.widget)

    def _whole(self) -> dict[str, str]:
        return {} if self._rows is None else {place: shown for place, shown in self._rows.values() if place and shown}

    def keep(self) -> None:
        """Keep what stands in place of places; one that is gone from the list is shown again, and halves are told."""
        if self._rows is None:
            return
        if not all(all(each) for each in self._rows.values()):
            self._desk.say(pgettext("dossier", "A place is filled in by half, so it hides nothing yet. It is kept."))
        wanted, before = self._whole(), self._hidden
        changes = {place: shown for place, shown in wanted.items() if before.get(place) != shown}
        changes |= dict.fromkeys(before.keys() - wanted.keys(), "")
        if not changes:
            return
        self._hidden = wanted

        def write(journal: Journal) -> None:
            for place, text in changes.items():
                redactions.hide_place(journal, place, text)

        self._desk.change(self._desk, write)


def _row(form: Form, hidden: Pair | None) -> Reader[Pair]:
    """Ask for a place and for what stands instead of it."""
    place = form.line("name", pgettext("dossier", "Place, as it stands in your entries"), hidden[0] if hidden else "")
    no_place = pgettext("dossier", "The place is not written yet, so nothing is hidden by it. What you wrote is kept.")
    form.say_open(place, no_place, lambda: bool(shown.text().strip()) and not place.text().strip())
    shown = form.line("shown", pgettext("dossier", "Instead of it"), hidden[1] if hidden else "")
    no_words = pgettext("dossier", "What stands instead is not written yet, so this place is not hidden. What you "
                        "wrote is kept.")  # fmt: skip
    form.say_open(shown, no_words, lambda: bool(place.text().strip()) and not shown.text().strip())

    def read() -> Pair | None:
        written = place.text().strip(), shown.text().strip()
        return written if any(written) else None

    return read
