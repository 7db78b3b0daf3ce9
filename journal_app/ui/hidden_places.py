"""The places that are hidden in what leaves: each with what stands instead of it, and what is filled in by half.

Where a place stands in two rows, the first counts; the other is kept as it is and said to hide nothing. What is to
stand instead of a place and holds it is kept too, and is not used.
"""

from __future__ import annotations

from collections import Counter
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from journal_app.i18n import pgettext
from journal_app.services import redactions
from journal_app.services.journal import Journal
from journal_app.ui.desk import Desk
from journal_app.ui.form import Form
from journal_app.ui.row_list import Reader, RowList, is_taken_away
from journal_app.ui.widgets import LineField, clear, column

Pair = tuple[str, str]  # a place, and what stands instead of it


class HiddenPlaces(QWidget):
    """Asks for places to hide. What hides nothing, as half of one, is kept with the choices of the dossier."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._hidden, self._draft = dict[str, str](), tuple[Pair, ...]()
        self._rows: RowList[Pair] | None = None
        self._fields: list[LineField] = []  # of the places, a row after the other
        self._inner = column()
        self.setLayout(self._inner)

    def restore(self, draft: tuple[Pair, ...]) -> None:
        """Take up what was written and is not hidden yet."""
        if self._rows is None:
            self._draft = draft

    def draft(self) -> tuple[Pair, ...]:
        """Return what is written and is not what is hidden: halves, and what was typed since it was kept.

        Of a place that stands in two rows it is both.
        """
        if self._rows is None:
            return self._draft
        rows = self._rows.values()
        often = Counter(place for place, _ in rows)
        return tuple(each for each in rows if often[each[0]] > 1 or self._hidden.get(each[0]) != each[1])

    def refresh(self) -> None:
        """Read again what is hidden."""
        self._desk.read(self, redactions.places, self._show)

    def _show(self, hidden: dict[str, str]) -> None:
        if self._rows is not None and (self._whole() != self._hidden or hidden == self._hidden):
            return  # being written, or shown already
        draft = self.draft()
        rows: list[Pair] = []
        for pair in hidden.items():
            rows += [each for each in draft if each[0] == pair[0]] or [pair]
        rows += [each for each in draft if each[0] not in hidden]
        clear(self._inner)
        self._hidden, self._fields = hidden, []
        add = pgettext("dossier", "Add a place")
        self._rows = RowList(self._desk.theme, "dossier.place", add, self.changed.emit, self._row, rows)
        self._inner.addWidget(self._rows.widget)

    def _whole(self) -> dict[str, str]:
        """Return what hides something: of a place that stands in two rows, the first."""
        whole: dict[str, str] = {}
        for place, shown in self._rows.values() if self._rows is not None else ():
            # What was kept by an earlier version of the program stays what it is until it is changed.
            kept = self._hidden.get(place) == shown
            if place and shown and (kept or not redactions.holds_itself(place, shown)):
                whole.setdefault(place, shown)
        return whole

    def keep(self) -> None:
        """Keep what stands in place of places; one that is gone from the list is shown again, and halves are told."""
        if self._rows is None:
            return
        rows = self._rows.values()
        if not all(all(each) for each in rows):
            self._desk.say(pgettext("dossier", "A place is filled in by half, so it hides nothing yet. It is kept."))
        elif len({place for place, _ in rows}) < len(rows):
            self._desk.say(pgettext("dossier", "A place stands in two rows. The first counts; the other is kept."))
        elif any(redactions.holds_itself(*each) for each in self.draft()):
            self._desk.say(
                pgettext("dossier", "What stands instead of a place holds it, so it is not used. It is kept.")
            )
        wanted, before = self._whole(), self._hidden
        # A place that is hidden stays hidden by what stood there before, until there are other words for it.
        wanted |= {place: before[place] for place, shown in rows
                   if place in before.keys() - wanted.keys() and redactions.holds_itself(place, shown)}  # fmt: skip
        changes = {place: shown for place, shown in wanted.items() if before.get(place) != shown}
        changes |= dict.fromkeys(before.keys() - wanted.keys(), "")
        if not changes:
            return

        def write(journal: Journal) -> None:
            for place, text in changes.items():
                redactions.hide_place(journal, place, text)

        def kept(_: None) -> None:
            if isValid(self):
                self._hidden = wanted
                self.changed.emit()

        self._desk.change(self._desk, write, kept)

    def _row(self, form: Form, hidden: Pair | None) -> Reader[Pair]:
        """Ask for a place and for what stands instead of it."""
        label = pgettext("dossier", "Place, as it stands in your entries")
        place = form.line("name", label, hidden[0] if hidden else "")
        form.say_below(place, lambda: self._is_open(place, shown)[0])
        shown = form.line("shown", pgettext("dossier", "Instead of it"), hidden[1] if hidden else "")
        form.say_below(shown, lambda: self._is_open(place, shown)[1])
        self._fields.append(place)
        return partial(_read, place, shown)

    def _is_open(self, place: LineField, shown: LineField) -> tuple[str, str]:
        """Return what is to be said below a place, and below what stands instead of it."""
        written, instead = _read(place, shown) or ("", "")
        before = self._fields[: self._fields.index(place)]
        above = {each.text().strip() for each in before if not is_taken_away(each)}
        if written and written in above:
            twice = pgettext("dossier", "This place stands in a row above already, and that row counts. What you wrote "
                             "here is kept and hides nothing.")  # fmt: skip
            return twice, ""
        if instead and not written:
            return pgettext("dossier", "The place is not written yet, so nothing is hidden by it. What you wrote is "
                            "kept."), ""  # fmt: skip
        if written and not instead:
            return "", pgettext("dossier", "What stands instead is not written yet, so this place is not hidden. What "
                                "you wrote is kept.")  # fmt: skip
        if self._hidden.get(written) != instead and redactions.holds_itself(written, instead):
            return "", pgettext("dossier", "This holds the place itself, so it is not used. What you wrote is kept. "
                                "Choose other words.")  # fmt: skip
        return "", ""


def _read(place: LineField, shown: LineField) -> Pair | None:
    written = place.text().strip(), shown.text().strip()
    return written if any(written) else None
