"""What the professional did afterwards, across entries: each step under its own date, with the entry it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from journal_app.domain.date_words import precision_words
from journal_app.domain.dates import EventDate
from journal_app.domain.incident import ResponseStep
from journal_app.i18n import language_in_use, npgettext, pgettext
from journal_app.services import responses
from journal_app.services.calendar import Sought
from journal_app.services.journal import Journal
from journal_app.services.responses import Noted, Reference
from journal_app.ui import names
from journal_app.ui.cards import isolated
from journal_app.ui.desk import Desk
from journal_app.ui.flow import flow
from journal_app.ui.showing import reveal
from journal_app.ui.widgets import Button, Label, Panel, column, held

AT_ONCE = 30  # steps that are read and shown at once; each is a card of its own with the whole note
_KEPT = 300  # of what was shown, this many are read again after a change


@dataclass(frozen=True, slots=True)
class _Found:
    order: tuple[Reference, ...] = ()
    rows: tuple[Noted, ...] = ()


class ResponseView(QWidget):
    """All steps that were noted, in the order of their dates, then the entries of which nothing was noted.

    ``entry_asked`` asks for an entry to be opened. Nothing is counted up or coloured as better or worse.
    """

    entry_asked = Signal(str)

    def __init__(self, desk: Desk, identifier: str, *, name_people: bool) -> None:
        """``name_people`` says of each entry which professionals it names: for a view of more than one of them."""
        super().__init__()
        self._desk, self._theme, self._identifier, self._name_people = desk, desk.theme, identifier, name_people
        self._sought: Sought | None = None
        self._asked = 0  # what was asked for before the last change of what is wanted comes too late
        self._found: _Found | None = None
        self._last_heading = self._last_used = ""
        about = pgettext("response", "Each step stands under its own date, as you noted it in an entry. "
                         "The program draws no conclusion.")  # fmt: skip
        self._told, self._none = Label(self._theme, "", "muted"), Label(self._theme, "", "lead")
        self._rows = column(spacing=self._theme.space(2))
        self.more = Button(
            self._theme, f"{identifier}.more", pgettext("response", "Show more"), icon="plus", role="quiet"
        )
        self.more.clicked.connect(self._read_more)
        for part in (self._told, self._none, self.more):
            part.setVisible(False)
        self.setLayout(column(
            Label(self._theme, about, "muted"), self._told, self._none, held(self._rows), flow(self.more), 1,
            spacing=self._theme.space(2),
        ))  # fmt: skip

    def read(self, sought: Sought, *, nothing: str) -> None:
        """Read what was noted in the chosen entries; ``nothing`` is said where there is no such entry."""
        self._asked += 1
        asked, shown = self._asked, len(self._found.rows) if self._found else 0
        most = min(max(AT_ONCE, shown), _KEPT) if sought == self._sought else AT_ONCE
        self._sought = sought

        def work(journal: Journal) -> _Found:
            order = responses.order(journal, sought)
            return _Found(order, responses.page(journal, order[:most]))

        self._desk.read(self, work, lambda found: self._show(found, asked, nothing))

    def _show(self, found: _Found, asked: int, nothing: str) -> None:
        if asked != self._asked:
            return
        self._none.say(nothing)
        if found == self._found:
            return
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self.isAncestorOf(focus)
        self._let_go()
        self._found, self._last_heading = _Found(found.order), ""
        self._tell(found.order)
        reveal(self._none, not found.order)
        self._add(found.rows)
        if had_focus:
            self.take_focus()

    def _let_go(self) -> None:
        """Take the cards away at once, for those that follow have the same identifiers."""
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()  # it would be shown by itself where it was added in the same moment
                widget.setParent(None)
                widget.deleteLater()

    def _tell(self, order: Sequence[Reference]) -> None:
        steps = sum(number is not None for _, number in order)
        without = len(order) - steps
        first = npgettext("response", "{count} step is noted.", "{count} steps are noted.", steps)
        second = npgettext(
            "response", "Nothing is noted of {count} entry.", "Nothing is noted of {count} entries.", without
        )
        sentences = [first.format(count=steps)] + ([second.format(count=without)] if without else [])
        self._told.say(" ".join(sentences))
        reveal(self._told, bool(order))

    def _read_more(self) -> None:
        if self._found is None:
            return
        asked, shown = self._asked, len(self._rows_shown())
        wanted = self._found.order[shown : shown + AT_ONCE]
        self._desk.read(
            self, lambda journal: responses.page(journal, wanted), lambda rows: self._show_more(rows, asked)
        )

    def _rows_shown(self) -> tuple[Noted, ...]:
        return self._found.rows if self._found else ()

    def _show_more(self, rows: tuple[Noted, ...], asked: int) -> None:
        if asked != self._asked:
            return
        first = self._add(rows)
        if self.more.isHidden() and first is not None:
            first.setFocus()

    def _add(self, rows: tuple[Noted, ...]) -> QWidget | None:
        """Add cards after those that are shown; returns the first thing to click on in them."""
        order = self._found.order if self._found else ()
        self._found = _Found(order, (*self._rows_shown(), *rows))
        first: QWidget | None = None
        for each in rows:
            self._head(each)
            card = self._card(each)
            self._rows.addWidget(card)
            first = first or card.findChild(QPushButton)
        reveal(self.more, len(self._found.rows) < len(order))
        return first

    def _head(self, noted: Noted) -> None:
        """Put the heading above the first card of a month, or of those of which nothing was noted."""
        heading = _heading(noted.when) if noted.step else pgettext("response", "Entries without a step")
        if heading == self._last_heading:
            return
        self._last_heading = heading
        self._rows.addWidget(Label(self._theme, heading, "heading"))
        if noted.step is None:
            about = pgettext("response", "You noted no step in these entries. That does not say that there was none.")
            self._rows.addWidget(Label(self._theme, about, "muted"))

    def _card(self, noted: Noted) -> Panel:
        theme, identifier = self._theme, f"{self._identifier}.{noted.incident}.{_number(noted)}"
        entry = pgettext("response", "The entry: {date} · {line}").format(
            date=isolated(names.date(noted.occurred)), line=isolated(names.short(noted.first_line))
        )
        parts: list[QWidget] = []
        if noted.step is not None:
            parts += [Label(theme, _date(noted.when), "muted"), Label(theme, _step(noted.step), "heading")]
            parts += [Label(theme, isolated(noted.step.note))] if noted.step.note else []
        else:
            parts.append(Label(theme, pgettext("response", "Nothing noted"), "muted"))
        parts.append(Label(theme, entry, "muted" if noted.step else "body"))
        if self._name_people and noted.professionals:
            named = pgettext("response", "In this entry: {names}")
            parts.append(Label(theme, named.format(names=", ".join(map(isolated, noted.professionals))), "small"))
        if noted.step and noted.shown_by:
            mine = npgettext("response", "File of the step: {names}", "Files of the step: {names}", len(noted.shown_by))
            parts.append(Label(theme, mine.format(names=_named(noted.shown_by)), "small"))
        if noted.step and noted.files:
            files = npgettext("response", "File of the entry: {names}", "Files of the entry: {names}", len(noted.files))
            parts.append(Label(theme, files.format(names=_named(noted.files)), "small"))
        parts.append(flow(self._button(noted, identifier)))
        return Panel("card", column(*parts, margins=theme.space(3), spacing=theme.space(1)))

    def _button(self, noted: Noted, identifier: str) -> Button:
        text = pgettext("response", "Open the entry")
        name = f"{text}: {names.short(noted.first_line)}"
        there = Button(self._theme, f"{identifier}.open", text, icon="pen-line", role="quiet", name=name)
        there.clicked.connect(lambda: self._use(there, noted.incident))
        return there

    def _use(self, button: Button, incident: str) -> None:
        self._last_used = button.objectName()
        self.entry_asked.emit(incident)

    def take_focus(self) -> None:
        """Give the focus to what was used last, or to the first thing that can be used."""
        found = self.findChild(QPushButton, self._last_used) if self._last_used else None
        widget = found or next((each for each in self.findChildren(QPushButton) if not each.isHidden()), None)
        if widget is not None:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)


def _number(noted: Noted) -> str:
    return "nothing" if noted.number is None else str(noted.number)


def _step(noted: ResponseStep) -> str:
    return names.steps()[noted.step] if noted.step else pgettext("response", "No step chosen yet")


def _named(files: Sequence[tuple[str, str]]) -> str:
    return "; ".join(isolated(names.short(words)) for _, words in files)


def _heading(when: EventDate) -> str:
    return names.heading(when) or pgettext("response", "Without a date")


def _date(when: EventDate) -> str:
    return " · ".join(isolated(part) for part in (names.date(when), precision_words(when, language_in_use())) if part)
