"""Choosing single entries: all off until they are ticked, and a reason beside each that cannot be."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from journal_app.domain.incident import Purpose
from journal_app.i18n import npgettext, pgettext
from journal_app.services.incidents import TimelineRow
from journal_app.ui import names
from journal_app.ui.flow import flow
from journal_app.ui.showing import reveal
from journal_app.ui.theme import Theme
from journal_app.ui.ticks import Check
from journal_app.ui.widgets import Button, Label, LineField, column, held

_MEANT = {
    Purpose.FOR_A_COMPLAINT: frozenset({Purpose.FOR_A_COMPLAINT}),
    Purpose.FOR_MY_LAWYER: frozenset({Purpose.FOR_MY_LAWYER, Purpose.FOR_A_COMPLAINT}),
    Purpose.PRIVATE: frozenset(Purpose),
}


class EntryTicks(QWidget):
    """The entries of the journal with a box each. ``reader`` is for whom they are chosen."""

    changed = Signal()

    def __init__(
        self, theme: Theme, identifier: str, rows: Sequence[TimelineRow], ticked: Sequence[str], reader: Purpose
    ) -> None:
        super().__init__()
        meant = _MEANT[reader]
        offered = {row.id for row in rows if row.purpose in meant}
        self._kept = tuple(each for each in ticked if each not in offered)  # chosen before: not taken away unasked
        self._boxes: dict[str, Check] = {}
        self._lines: dict[str, QWidget] = {}
        for row in rows:
            self._lines[row.id] = self._line(
                theme, identifier, row, ticked=row.id in ticked, meant=row.purpose in meant
            )
        self._filter = LineField(f"{identifier}.entries.filter", pgettext("ticks", "Show entries with"),
                                 placeholder=pgettext("ticks", "Show entries with …"))  # fmt: skip
        self._filter.textChanged.connect(self._show)
        every = Button(theme, f"{identifier}.entries.all", pgettext("ticks", "Tick all that are shown"), role="quiet")
        none = Button(theme, f"{identifier}.entries.none", pgettext("ticks", "Tick none"), role="quiet")
        every.clicked.connect(lambda: self._tick(wanted=True))
        none.clicked.connect(lambda: self._tick(wanted=False))
        self._count = Label(theme, "", "muted")
        about = Label(theme, pgettext("ticks", "Nothing is included until you choose it."), "muted")
        tools = [about, self._filter, flow(every, none), self._count] if rows else [about]
        self.setLayout(column(*tools, held(column(*self._lines.values(), spacing=0)), spacing=theme.space(1)))
        self._tell()

    def _line(self, theme: Theme, identifier: str, row: TimelineRow, *, ticked: bool, meant: bool) -> QWidget:
        words = names.entry(row.occurred, row.first_line)
        box = Check(f"{identifier}.entry.{row.id}", words, ticked=ticked and meant)
        box.setEnabled(meant)
        box.toggled.connect(self._touched)
        self._boxes[row.id] = box
        if meant:
            return held(column(box))
        told = Label(theme, _why_not()[row.purpose], "small")
        return held(column(box, told, spacing=0))

    def _show(self, text: str) -> None:
        wanted = text.casefold()
        for identifier, line in self._lines.items():
            reveal(line, wanted in self._boxes[identifier].text().casefold())

    def _tick(self, *, wanted: bool) -> None:
        for identifier, box in self._boxes.items():
            if box.isEnabled() and (not wanted or self._lines[identifier].isVisibleTo(self)):
                box.setChecked(wanted)

    def _touched(self, _: bool) -> None:  # noqa: FBT001 - the shape of the signal
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        count = sum(box.isChecked() for box in self._boxes.values())
        text = npgettext("ticks", "{count} entry is chosen.", "{count} entries are chosen.", count)
        self._count.say(text.format(count=count))

    def values(self) -> tuple[str, ...]:
        """Return the ids of the chosen entries in the order of the timeline."""
        return (*(key for key, box in self._boxes.items() if box.isChecked()), *self._kept)


def _why_not() -> dict[str, str]:
    return {
        Purpose.PRIVATE: pgettext("ticks", "Not offered: this entry is for you only. That is changed in the entry."),
        Purpose.FOR_MY_LAWYER: pgettext(
            "ticks", "Not offered: this entry is for your lawyer. That is changed in the entry."
        ),
    }
