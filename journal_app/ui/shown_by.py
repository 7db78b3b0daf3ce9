"""The files that show exact words or a step: those of the entry stand first, and the chosen ones by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from journal_app.i18n import pgettext
from journal_app.services import evidence, listing
from journal_app.services.journal import Journal
from journal_app.ui import names
from journal_app.ui.cards import isolated
from journal_app.ui.chooser import Files, ManyOf, Part
from journal_app.ui.desk import Desk
from journal_app.ui.showing import reveal
from journal_app.ui.tick_list import TickCard
from journal_app.ui.widgets import Label, column

OwnFiles = Callable[[], Sequence[str]]


class OwnFilesFirst(Files):
    """The files of the journal, those of one entry before the others; ``own`` tells their ids."""

    def __init__(self, desk: Desk, identifier: str, ticked: Sequence[str], own: OwnFiles) -> None:
        super().__init__(desk, identifier, ticked)
        self._own, self._mine = own, tuple[str, ...]()

    def reload(self) -> None:
        """Read the rows again; which files are the entry's own is asked here, and not beside the window."""
        self._mine = tuple(dict.fromkeys(self._own()))
        super().reload()

    def read_part(self, journal: Journal, words: str, after: Any, most: int) -> Part:
        """Return the next files; the entry's own stand in the first part, and in no other."""
        mine = self._mine
        part = super().read_part(journal, words, after, most)
        rest = [card for card in part.rows if card.id not in mine]
        while not rest and part.after is not None:
            part = super().read_part(journal, words, part.after, most)
            rest = [card for card in part.rows if card.id not in mine]
        return Part([*(self._first(journal, words, mine) if after is None else ()), *rest], part.after)

    def _first(self, journal: Journal, words: str, mine: Sequence[str]) -> list[TickCard]:
        told, wanted = pgettext("ticks", "A file of this entry"), listing.sought(listing.Kind.ALL, words=words)
        named = evidence.called(journal, mine)
        found = [each for each in named if listing.beside(journal, wanted, each) is not None]
        return [TickCard(each, "", named[each], told) for each in found]


class ShownBy(QWidget):
    """Any number of files, with the names of those that are chosen."""

    changed = Signal()

    def __init__(self, desk: Desk, identifier: str, label: str, values: Sequence[str], own: OwnFiles) -> None:
        super().__init__()
        self._desk = desk
        self._files = ManyOf(desk, identifier, label, values, partial(OwnFilesFirst, own=own))
        self._names = Label(desk.theme, "", "muted")
        self._files.changed.connect(self._tell)
        self._files.changed.connect(self.changed)
        self.setLayout(column(self._files, self._names, spacing=0))
        self._tell()

    def answers(self, tell: Callable[[], object]) -> None:
        """Be a field of a form, as the choice of many is."""
        self._files.answers(tell)

    def values(self) -> tuple[str, ...]:
        """Return the ids of the chosen files."""
        return self._files.values()

    def _tell(self) -> None:
        """Say what the chosen files are called; that is read beside the window."""
        values = self.values()
        reveal(self._names, bool(values))
        if not values:
            return

        def read(journal: Journal) -> str:
            called = evidence.called(journal, values)
            return "; ".join(isolated(names.short(called.get(each, each))) for each in values)

        def told(words: str) -> None:
            if values == self.values():
                self._names.say(words)

        self._desk.read(self, read, told)
