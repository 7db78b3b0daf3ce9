"""The files of an entry, and those that wait for it: covered until asked for, their dates offered, never applied."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from journal_app.domain.dates import parse_event_date
from journal_app.domain.evidence import Evidence
from journal_app.i18n import npgettext, pgettext
from journal_app.services import evidence, renditions
from journal_app.services.journal import Journal
from journal_app.services.media import PDF, PICTURES, NoRendition
from journal_app.ui import names
from journal_app.ui.cards import isolated
from journal_app.ui.covered import CoveredPicture
from journal_app.ui.desk import Desk
from journal_app.ui.flow import flow
from journal_app.ui.in_parts import InParts
from journal_app.ui.showing import hold_in_view, reveal
from journal_app.ui.widgets import Button, Label, Panel, column

_LONGEST = 480
_AT_ONCE = 10  # files: each is made of several parts, and the window answers no key while they are made
_DATES_AT_ONCE = 5


class EntryFiles(QWidget):
    """Shows the files of one entry."""

    date_taken = Signal(str)

    def __init__(self, desk: Desk, identifiers: Sequence[str], *, offer_date: bool) -> None:
        """``offer_date`` looks for the dates that the pictures carry, for an entry that has none."""
        super().__init__()
        self._desk = desk
        self._listed = InParts(desk.theme, "entry.files", at_once=_AT_ONCE, spacing=desk.theme.space(2))
        self._offer = InParts(desk.theme, "entry.dates", at_once=_DATES_AT_ONCE, spacing=desk.theme.space(1))
        self._title = Label(desk.theme, "", "heading")
        self.setLayout(column(self._offer, self._title, self._listed, spacing=desk.theme.space(1)))
        self.shown: tuple[str, ...] = ()
        reveal(self, shown=False)
        self.show_files(identifiers, offer_date=offer_date)

    def show_files(self, identifiers: Sequence[str], *, offer_date: bool) -> None:
        """Show the files that the entry has now; those that are shown already stay as they are."""
        new = tuple(each for each in identifiers if each not in self.shown)
        if not new:
            return
        self.shown = (*self.shown, *new)
        count = len(self.shown)
        hold_in_view(self)
        self._title.say(npgettext("entry", "{count} file", "{count} files", count).format(count=count))
        reveal(self, shown=True)
        self._desk.read(self, lambda journal: [evidence.get(journal, each).evidence for each in new], self._show)
        if offer_date:
            self._desk.read(self, lambda journal: _own_dates(journal, new), self._offer_dates)

    def _show(self, items: list[Evidence]) -> None:
        hold_in_view(self)
        self._listed.add_parts([partial(self._one, item) for item in items])

    def _one(self, item: Evidence) -> QWidget:
        theme = self._desk.theme
        more = Button(theme, f"entry.file.{item.id}.open", pgettext("entry", "Details of the file"), role="quiet")
        more.setAccessibleName(f"{more.text()}: {item.file_name}")
        more.clicked.connect(lambda: self._desk.go.emit("evidence", item.id))
        name = item.description or item.file_name
        parts: list[QWidget] = [Label(theme, isolated(name))]
        if item.media_type in PICTURES or item.media_type == PDF:
            parts.append(CoveredPicture(self._desk, f"entry.file.{item.id}", item, _LONGEST))
        parts.append(flow(more))
        return Panel("card", column(*parts, margins=theme.space(2), spacing=theme.space(1)))

    def _offer_dates(self, dates: Sequence[str]) -> None:
        """Offer every date that a picture carries; once one is taken, the others are offered no more."""
        hold_in_view(self)
        reveal(self._offer, bool(dates))
        self._offer.add_parts([partial(self._one_date, number, text) for number, text in enumerate(dates)])

    def _one_date(self, number: int, text: str) -> QWidget:
        theme, words = self._desk.theme, names.date(parse_event_date(text))
        offer = pgettext("entry", "This picture carries the date {date}. Use it for this entry?").format(date=words)
        use = Button(theme, f"entry.use-date.{number}" if number else "entry.use-date",
                     pgettext("entry", "Use this date"), name=offer)  # fmt: skip
        use.clicked.connect(lambda: self._take(text))
        return Panel("notice", column(Label(theme, offer), flow(use), margins=theme.space(2)))

    def _take(self, date: str) -> None:
        self._offer.setVisible(False)
        self._offer.show_parts(())
        self.date_taken.emit(date)


def _own_dates(journal: Journal, identifiers: Sequence[str]) -> tuple[str, ...]:
    """Return the dates that pictures carry, as EDTF, each once and in the order of the files."""
    dates: dict[str, None] = {}
    for identifier in identifiers:
        with suppress(NoRendition):
            found = renditions.facts(journal, identifier).taken_at
            if found and evidence.own_date_fits(found):
                dates[found] = None
    return tuple(dates)
