"""Choosing from what a journal holds: read when it is first seen, in parts, with words to look for above it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from journal_app.i18n import npgettext, pgettext
from journal_app.services import calendar, drafts, evidence, incidents, listing
from journal_app.services.calendar import Sought
from journal_app.services.incidents import TimelineRow
from journal_app.services.journal import Journal
from journal_app.ui import names, unfinished
from journal_app.ui.desk import Desk
from journal_app.ui.fields import Answer
from journal_app.ui.flow import flow
from journal_app.ui.showing import reveal
from journal_app.ui.tick_list import TickCard, TickList, TickModel, cards_of
from journal_app.ui.widgets import Button, Label, LineField, column

_PAGE, _KEPT = 100, 2000  # rows that are read at once, and again after a change
_LOOK_AFTER = 250


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows, and where the next begin; None where these are the last."""

    rows: Sequence[TickCard]
    after: Any = None


class Chooser(Answer, QWidget):
    """A list to tick from. What is ticked is known at once; the rows are read when the list is first seen."""

    changed = Signal()

    def __init__(
        self, desk: Desk, identifier: str, name: str, look_for: str, ticked: Sequence[str], *, single: bool = False
    ) -> None:
        """``name`` says what is listed, ``look_for`` what the field above it does."""
        super().__init__()
        self.desk, self.theme, self.identifier = desk, desk.theme, identifier
        self.model = TickModel(ticked, single=single)
        self.list = TickList(self.theme, f"{identifier}.list", name, self.model)
        self.filter = LineField(f"{identifier}.filter", look_for, placeholder=f"{look_for} …")
        self.filter.pause_after(_LOOK_AFTER, self.reload)
        self._none = Label(self.theme, "", "muted")
        self._asked, self._after, self._loaded = 0, None, False
        self._reads_again = single  # of what stands beside a list, and not of a form that is made for each record
        self.model.more_wanted.connect(self._go_on)
        self.model.ticked_changed.connect(self.changed)
        self.setLayout(column(*self.above(), self.filter, self._none, self.list, *self.below(),
                              spacing=self.theme.space(1)))  # fmt: skip

    def above(self) -> Sequence[QWidget]:
        """Return what stands above the list."""
        return ()

    def below(self) -> Sequence[QWidget]:
        """Return what stands below the list."""
        return ()

    def read_part(self, journal: Journal, words: str, after: Any, most: int) -> Part:
        """Return the next rows in which the words stand; runs beside the window."""
        raise NotImplementedError

    def values(self) -> tuple[str, ...]:
        """Return the ids of what is ticked; those that were ticked before come first."""
        return tuple(self.model.ticked)

    def answers(self, tell: Callable[[], object]) -> None:
        """Be a field of a form: tell it when a tick changes here, and let that be taken back."""
        self.becomes_answer()
        self.changed.connect(tell)

    def state(self) -> tuple[str, ...]:
        """Return the ids of what is ticked."""
        return self.values()

    def put_back(self, state: tuple[str, ...]) -> None:
        """Tick what was ticked before, and nothing else."""
        self.model.show_ticked(state)
        self.model.ticked_changed.emit()

    def place(self, before: object, after: object) -> QWidget:
        """Return the list."""
        return self.list

    def showEvent(self, event: QShowEvent) -> None:
        """Read the rows when they are first seen, and at each showing where what can be chosen outlives its page."""
        super().showEvent(event)
        if not self._loaded or (self._reads_again and not event.spontaneous()):  # and not where the window was covered
            self.reload()

    def reload(self) -> None:
        """Read the rows again, as many as were shown."""
        self._loaded = True
        self._asked += 1
        asked, words = self._asked, self.filter.text().strip()
        most = max(_PAGE, min(_KEPT, len(self.model.rows)))
        self.desk.read(
            self, lambda journal: self.read_part(journal, words, None, most),
            lambda part: self._show(asked, part, words),
        )  # fmt: skip

    def _show(self, asked: int, part: Part, words: str) -> None:
        if asked != self._asked:
            return
        place = self.list.verticalScrollBar().value()
        current = self.list.currentIndex().row()
        self._after = part.after
        self.model.show_rows(part.rows, more=part.after is not None)
        reveal(self.list, bool(part.rows))
        none = pgettext("ticks", "Nothing is found with these words.") if words else pgettext("ticks", "Nothing yet.")
        self._none.say("" if part.rows else none)
        reveal(self._none, not part.rows)
        if 0 <= current < len(part.rows):
            self.list.setCurrentIndex(self.model.index(current))
        self.list.verticalScrollBar().setValue(place)

    def _go_on(self) -> None:
        asked, words, after = self._asked, self.filter.text().strip(), self._after

        def more(part: Part) -> None:
            if asked == self._asked:
                self._after = part.after
                self.model.add_rows(part.rows, more=part.after is not None)

        self.desk.read(self, lambda journal: self.read_part(journal, words, after, _PAGE), more)


class Entries(Chooser):
    """The entries of the journal, in the order they happened."""

    def __init__(self, desk: Desk, identifier: str, ticked: Sequence[str], *, single: bool = False) -> None:
        super().__init__(desk, identifier, pgettext("ticks", "Entries"), pgettext("ticks", "Show entries with"),
                         ticked, single=single)  # fmt: skip

    def read_part(self, journal: Journal, words: str, after: Any, most: int) -> Part:
        """Return the next entries."""
        page, kept = calendar.page(journal, Sought(words=words), after=after, most=most), set(drafts.keys(journal))
        return Part([self.card(row, begun=row.id in kept) for row in page.rows], page.after)

    def card(self, row: TimelineRow, *, begun: bool) -> TickCard:
        """Return the row of an entry; ``begun`` says that changes are kept which are not finished."""
        below = [names.date(row.occurred), *([unfinished.mark()] if begun else [])]
        return TickCard(row.id, "", row.first_line, " · ".join(below))


class Files(Chooser):
    """The files of the journal, in the order they were added."""

    def __init__(self, desk: Desk, identifier: str, ticked: Sequence[str], *, single: bool = False) -> None:
        super().__init__(desk, identifier, pgettext("ticks", "Files"), pgettext("ticks", "Show files with"), ticked,
                         single=single)  # fmt: skip

    def read_part(self, journal: Journal, words: str, after: Any, most: int) -> Part:
        """Return the next files; with words, those in whose name, description or words they stand."""
        page = listing.page(journal, listing.sought(listing.Kind.ALL, words=words), after=after, most=most)
        named = [(each.evidence.id, each.evidence.description or each.evidence.file_name) for each in page.rows]
        return Part(cards_of(named), page.after)


class ManyOf(QWidget):
    """Any number of entries or files: how many, and a list that opens to choose them."""

    changed = Signal()

    def __init__(
        self,
        desk: Desk,
        identifier: str,
        label: str,
        values: Sequence[str],
        kind: Callable[[Desk, str, Sequence[str]], Chooser],
    ) -> None:
        super().__init__()
        self._label = label
        self.chooser = kind(desk, identifier, values)
        self._open = Button(desk.theme, f"{identifier}.open", "", icon="chevron-right", role="quiet")
        self._open.setCheckable(True)
        self._theme = desk.theme
        self._open.toggled.connect(self._toggle)
        self.chooser.changed.connect(self._tell)
        self.chooser.changed.connect(self.changed)
        self.setLayout(column(flow(self._open), self.chooser, spacing=0))
        self.chooser.setVisible(False)
        self._tell()

    def answers(self, tell: Callable[[], object]) -> None:
        """Be a field of a form: tell it when something else is chosen here, and let that be taken back."""
        self.chooser.becomes_answer()
        self.changed.connect(tell)

    def values(self) -> tuple[str, ...]:
        """Return the ids of what is chosen."""
        return self.chooser.values()

    def open(self) -> None:
        """Open the list."""
        self._open.setChecked(True)

    def _tell(self) -> None:
        count = len(self.values())
        text = npgettext("ticks", "{what}: {count} chosen", "{what}: {count} chosen", count)
        words = text.format(what=self._label, count=count)
        self._open.setText(words.replace("&", "&&"))
        self._open.setAccessibleName(words)

    def _toggle(self, shown: bool) -> None:  # noqa: FBT001 - the shape of the signal
        self.chooser.setVisible(shown)
        name = "chevron-down" if shown else "chevron-right"
        self._open.setIcon(self._theme.icons.icon(name, self._theme.tokens.accent))


class OneOf(Answer, QWidget):
    """One entry or file, or none: its words, and a list that opens to choose another."""

    changed = Signal()

    def __init__(self, desk: Desk, identifier: str, label: str, value: str, kind: type[Entries | Files]) -> None:
        super().__init__()
        self.desk, self.theme = desk, desk.theme
        self._kind, self._identifier, self._value = kind, identifier, value
        self._chooser: Chooser | None = None
        self._words = Label(self.theme, pgettext("ticks", "None chosen"))
        self._open = Button(self.theme, f"{identifier}.open", pgettext("ticks", "Choose"), icon="chevron-right",
                            role="quiet", name=pgettext("ticks", "Choose: {what}").format(what=label))  # fmt: skip
        self._open.setCheckable(True)
        self._open.toggled.connect(self._toggle)
        self._take = Button(self.theme, f"{identifier}.none", pgettext("ticks", "None"), role="quiet",
                            name=pgettext("ticks", "None: {what}").format(what=label))  # fmt: skip
        self._take.clicked.connect(lambda: self._chosen(""))
        self._place = column()
        self.setLayout(column(self._words, flow(self._open, self._take), self._place, spacing=0))
        self._tell()

    def value(self) -> str:
        """Return the id of what is chosen; empty where nothing is."""
        return self._value

    def answers(self, tell: Callable[[], object]) -> None:
        """Be a field of a form: tell it when something else is chosen here, and let that be taken back."""
        self.becomes_answer()
        self.changed.connect(tell)

    def state(self) -> str:
        """Return the id of what is chosen."""
        return self._value

    def put_back(self, state: str) -> None:
        """Choose again what was chosen before."""
        self.choose(state)
        self.changed.emit()

    def place(self, before: object, after: object) -> QWidget:
        """Return the button that opens the list."""
        return self._open

    def choose(self, value: str) -> None:
        """Choose something."""
        self._value = value
        if self._chooser is not None:
            self._chooser.model.tick([value] if value else tuple(self._chooser.model.ticked), wanted=bool(value))
        self._tell()

    def _chosen(self, value: str) -> None:
        self._value = value
        self._open.setChecked(False)
        self._open.setFocus()
        self._tell()
        self.changed.emit()

    def _toggle(self, shown: bool) -> None:  # noqa: FBT001 - the shape of the signal
        if self._chooser is None and shown:
            ticked = [self._value] if self._value else []
            self._chooser = self._kind(self.desk, self._identifier, ticked, single=True)
            self._chooser.changed.connect(self._take_tick)
            self._place.addWidget(self._chooser)
        if self._chooser is not None:
            reveal(self._chooser, shown)
        self._open.setIcon(
            self.theme.icons.icon("chevron-down" if shown else "chevron-right", self.theme.tokens.accent)
        )

    def _take_tick(self) -> None:
        values = self._chooser.values() if self._chooser is not None else ()
        if values != ((self._value,) if self._value else ()):
            self._chosen(values[0] if values else "")

    def _tell(self) -> None:
        """Say what is chosen; its words are read beside the window."""
        reveal(self._take, bool(self._value))
        value, files = self._value, issubclass(self._kind, Files)
        if not value:
            self._words.say(pgettext("ticks", "None chosen"))
            return

        def read(journal: Journal) -> str:
            if files:
                item = evidence.get(journal, value).evidence
                return item.description or item.file_name
            return names.entry_of(incidents.get(journal, value).entry)

        def told(words: str) -> None:
            if value == self._value:
                self._words.say(words)

        self.desk.read(self, read, told, lambda _: self._words.say(value))
