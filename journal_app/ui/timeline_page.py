"""The timeline: entries in the order they happened, by day, by month or by what followed, and the chosen one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QButtonGroup, QLayout, QWidget
from shiboken6 import isValid

from journal_app.domain.incident import IncidentEntry
from journal_app.i18n import npgettext, pgettext
from journal_app.services import calendar, drafts, incidents, people, preferences
from journal_app.services.calendar import Page, Place, Sought
from journal_app.services.drafts import NEW, WAITING
from journal_app.services.incidents import IncidentView, TimelineRow
from journal_app.services.journal import Journal
from journal_app.ui import given, names, offered, unfinished
from journal_app.ui.cards import Card, isolated
from journal_app.ui.desk import Desk
from journal_app.ui.dress import fitted
from journal_app.ui.due_list import DueList
from journal_app.ui.editor import Slot
from journal_app.ui.entry_sections import People
from journal_app.ui.flow import flow
from journal_app.ui.incident_editor import IncidentEditor
from journal_app.ui.not_listed import NotListed
from journal_app.ui.response_view import ResponseView
from journal_app.ui.showing import lead_to
from journal_app.ui.split_page import SplitPage
from journal_app.ui.ticks import Radio
from journal_app.ui.timeline_filters import TimelineFilters
from journal_app.ui.timeline_views import CalendarPane, MonthsPane
from journal_app.ui.waiting_files import kept_at_a_lock, waiting_for
from journal_app.ui.widgets import Button, Panel, Scroll, column, held

_LIST, _CALENDAR, _MONTHS, _RESPONSE = "list", "calendar", "months", "response"
_PAGE = 100  # cards that are read at once: more than a screen shows, and read in a moment

_Entry = tuple[IncidentView | None, IncidentEntry | None, People, tuple[str, ...]]
_KEPT = 2000  # of what was shown, this many are read again after a change: more would take too long


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    page: Page
    unfinished: tuple[str, ...]
    draft: IncidentEntry | None


class TimelinePage(SplitPage):
    """The list of entries, its calendar, its months and what followed, and the entry that is read or written."""

    section = "timeline"

    @staticmethod
    def named() -> tuple[str, str]:
        """Return the name of the section and that of its icon."""
        return pgettext("section", "Timeline"), "list"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.nothing = pgettext("timeline", "Nothing here yet. Start with one sentence.")
        self.add_text = pgettext("main", "New entry")
        self.filters = TimelineFilters(desk)
        self.shown, self.person = self.filters.shown, self.filters.person
        self.calendar, self.months = CalendarPane(desk), MonthsPane(desk)
        self.response = ResponseView(desk, "timeline.response", name_people=True)
        self.unfinished: tuple[str, ...] = ()
        self._view = _LIST
        self._after: Place | None = None
        self._asked = 0  # what was asked for before the last change of what is wanted comes too late
        self._last_heading = ""
        self._seen: Sought | None = None
        self._opening_new = False  # whether a new entry is being opened for what was given here
        self._saved_last = ""  # looked for in the list that is read next
        self._make_tools(desk)
        super().__init__(desk, parent)
        self.list.setUniformItemSizes(False)  # two heights: with and without the heading of a month
        fitted(self._listed, lambda: self._listed.setMinimumHeight(self.theme.space(52)))  # a heading and two cards
        self.setAcceptDrops(True)
        self.model.more_wanted.connect(self._read_more)
        self.filters.changed.connect(self._choose)
        self._not_listed.all_wanted.connect(self._show_all)
        self.filters.taken_back.connect(self.choosing.setFocus)
        for pane in (self.calendar, self.months):
            pane.chosen.connect(self._read_first)
            pane.chosen.connect(self._not_listed.end)
        self.response.entry_asked.connect(self.show_record)

    def _make_tools(self, desk: Desk) -> None:
        self._notice = Button(
            desk.theme, "timeline.sheet",
            pgettext("timeline", "The recovery sheet was not checked yet. If you have none, make one in Settings."),
            icon="printer", role="quiet",
        )  # fmt: skip
        self._notice.setVisible(False)
        self.dues, self._not_listed = DueList(desk), NotListed(desk, "timeline")
        self._notice.clicked.connect(lambda: desk.go.emit("settings", "settings.sheet"))
        views = ((_LIST, pgettext("timeline", "List")), (_CALENDAR, pgettext("timeline", "Calendar")),
                 (_MONTHS, pgettext("timeline", "Months")),
                 (_RESPONSE, pgettext("entry", "What they did afterwards")))  # fmt: skip
        self.views = {key: Radio(f"timeline.view.{key}", words, chosen=key == _LIST) for key, words in views}
        self._group = QButtonGroup()
        for key, button in self.views.items():
            self._group.addButton(button)
            button.clicked.connect(lambda _=False, key=key: self.show_view(key))
        self.choosing = Button(
            desk.theme, "timeline.choose", pgettext("timeline", "Choose entries"), icon="chevron-right"
        )
        self.choosing.setCheckable(True)
        self.choosing.toggled.connect(self._arrange_tools)

    def _tools(self) -> list[QWidget]:
        """Return the views and the filters; New entry stands in the bar above already."""
        space = self.theme.space(2)
        self._followed = held(column(self.response, margins=space))
        for part in (self.filters, self.calendar, self.months, self._followed):
            part.setVisible(False)
        top = flow(*self.views.values(), self.choosing, spacing=self.theme.space(3))
        return [Panel("plain", column(self._notice, self.dues, top, self.filters.chips, margins=space, spacing=space)),
                self.filters, self.calendar, self.months, self._followed, self._not_listed]  # fmt: skip

    def _left_side(self, parts: QLayout) -> QWidget:
        """Let the whole side scroll where there is not the height for a view and some entries below it."""
        return Scroll(held(parts))

    def show_view(self, view: str) -> None:
        """Show the list alone, the calendar or the months with the list below, or what followed."""
        self._view = view
        self._not_listed.end()
        self.front = self.response if view == _RESPONSE else self.list
        self.views[view].setChecked(True)
        self._arrange_tools()
        self.refresh()

    def _arrange_tools(self) -> None:
        choosing = self.choosing.isChecked()
        for part, shown in ((self.filters, choosing), (self.calendar, self._view == _CALENDAR),
                            (self.months, self._view == _MONTHS), (self._followed, self._view == _RESPONSE),
                            (self._listed, self._view != _RESPONSE)):  # fmt: skip
            part.setVisible(shown)
        self.choosing.show_icon("chevron-down" if choosing else "chevron-right")

    def _pane(self) -> CalendarPane | MonthsPane | None:
        panes: dict[str, CalendarPane | MonthsPane] = {_CALENDAR: self.calendar, _MONTHS: self.months}
        return panes.get(self._view)

    def _wanted(self) -> Sought:
        pane = self._pane()
        return pane.narrowed(self.filters.sought()) if pane else self.filters.sought()

    def _choose(self) -> None:
        """Read what is chosen now."""
        self._not_listed.end()
        self.refresh()

    def _show_all(self) -> None:
        """Show every entry, with the focus in the list."""
        self.filters.take_back()
        self.show_view(_LIST)
        self._take_focus()

    def turn_away(self) -> None:
        """Save what is being written; what that leaves out of the list is told when the person comes back."""
        self._not_listed.end()
        super().turn_away()

    def _after_saving(self, identifier: str) -> None:
        """Have the entry chosen in the list; where what is chosen leaves it out, tell that."""
        if not isValid(self):
            return
        self._saved_last, wanted = identifier, self._wanted()

        def is_left_out(journal: Journal) -> bool:
            one = (identifier,)
            is_there = bool(calendar.ids(journal, Sought(ids=one)))  # a removed one is on no list of all
            return is_there and not calendar.ids(journal, replace(wanted, ids=one))

        self._not_listed.look(is_left_out)

    def refresh(self) -> None:
        """Read the people to choose from, the numbers of the view, then as many entries as were shown."""
        self.desk.read(self, people.names, self.filters.offer_people)
        self.desk.read(self, preferences.sheet_postponed, self._notice.setVisible)
        self.dues.refresh()
        if self._view == _RESPONSE:
            none = (
                pgettext("timeline", "No entry matches what is chosen above. Nothing was deleted.")
                if self.filters.are_set
                else self.nothing
            )
            self.response.read(self.filters.sought(), nothing=none)
            return
        pane = self._pane()
        if pane is not None:
            pane.read(self.filters.sought())
        self._read_first()

    def _take_focus(self) -> None:
        """Give the focus back to where an entry was chosen."""
        if self._view == _RESPONSE:
            self.response.take_focus()
        else:
            super()._take_focus()

    def _read_first(self) -> None:
        """Read the first entries; where they are the same ones, as many as were shown, so that the place is kept."""
        self._asked += 1
        asked, wanted = self._asked, self._wanted()
        same = wanted == self._seen
        most = min(max(_PAGE, len(self.model.rows)), _KEPT) if same else _PAGE
        self._seen = wanted
        alone = self._view == _LIST  # what is being written has nothing yet that it could be chosen by

        def read(journal: Journal) -> _Read:
            keys = tuple(drafts.keys(journal))
            begun = {NEW, WAITING + NEW} & set(keys)
            draft = (drafts.load(journal, NEW, IncidentEntry) or IncidentEntry(account="")) if begun and alone else None
            return _Read(page=calendar.page(journal, wanted, most=most), unfinished=keys, draft=draft)

        self.desk.read(self, read, lambda found: self._show_first(found, asked, same=same))

    def _show_first(self, found: _Read, asked: int, *, same: bool) -> None:
        if asked != self._asked:
            return
        self.unfinished, self._after, self._last_heading = found.unfinished, found.page.after, ""
        begun = [unfinished.card(NEW, incidents.first_line(found.draft.account))] if found.draft else []
        cards = [*begun, *self._cards(found.page.rows)]
        filtered = self.filters.are_set or self._view != _LIST
        none = pgettext("timeline", "No entry matches what is chosen above. Nothing was deleted.")
        self.say_nothing(none if filtered else self.nothing, offer=not filtered)
        place = self.list.verticalScrollBar().value() if same else 0
        self.more = found.page.after is not None
        self.show_cards(cards)
        self.list.doItemsLayout()
        self.list.verticalScrollBar().setValue(place)
        saved, self._saved_last = self.model.row_of(self._saved_last), ""
        if saved >= 0 and self.opened is None:
            self.list.setCurrentIndex(self.model.index(saved))

    def _read_more(self) -> None:
        asked, wanted, after = self._asked, self._wanted(), self._after
        self.desk.read(
            self, lambda journal: calendar.page(journal, wanted, after=after, most=_PAGE),
            lambda found: self._show_more(found, asked),
        )  # fmt: skip

    def _show_more(self, found: Page, asked: int) -> None:
        if asked == self._asked:
            self._after = found.after
            self.model.add_rows(self._cards(found.rows), more=found.after is not None)

    def _cards(self, rows: Sequence[TimelineRow]) -> list[Card]:
        """Return the cards of some entries; the first of each month carries its heading."""
        cards = []
        for each in rows:
            heading = names.heading(each.occurred) or pgettext("timeline", "No date yet")
            first = heading if heading != self._last_heading else ""
            self._last_heading = heading
            cards.append(_card(each, heading=first, marked=each.id in self.unfinished))
        return cards

    def show_record(self, identifier: str) -> None:
        """Open one entry, or a new one where ``identifier`` is empty."""
        wanted = "" if identifier == NEW else identifier

        def read(journal: Journal) -> _Entry:
            draft = drafts.load(journal, wanted, IncidentEntry)
            return incidents.get(journal, wanted), draft, list(people.names(journal)), waiting_for(journal, wanted)

        def failed(error: Exception) -> None:
            self._opening_new = False  # what was given waits for the next
            self.desk.show_error(error)

        def read_new(place: drafts.Place) -> _Entry:
            draft = drafts.load(place, NEW, IncidentEntry)
            return None, draft, list(people.names(place)), waiting_for(place, NEW)

        def show(found: _Entry) -> None:
            self._open(*found)

        # What was given here is kept with the new entry, wherever the person is by then.
        if wanted:
            self.read_record(read, show, failed, always=self._opening_new)
        else:
            self.read_record(read_new, show, failed, always=self._opening_new, beside=read_new)

    def _open(
        self, view: IncidentView | None, draft: IncidentEntry | None, known: People, waiting: tuple[str, ...]
    ) -> None:
        make = partial(IncidentEditor, self.desk, view, draft, known, waiting)
        if not view:
            self._opening_new = False
        field, self.desk.wanted_field = self.desk.wanted_field, ""

        def begin(editor: IncidentEditor) -> None:
            if not editor.sections.show_part(field):
                lead_to(editor.when.kind if field == "occurred" else editor.account)
            if not view:
                editor.attach(self.desk.additions.take())

        self.show_editor(make, view.entry.id if view else NEW, begin)

    def take_given(self, data: QMimeData) -> None:
        """Begin an entry with the files or the picture that were pasted or dropped beside the entries."""
        new = offered.files(data)
        if not new:
            self.desk.say(offered.why_not(data))
        elif isinstance(self.editor, IncidentEditor):
            self.editor.attach(new)
        else:
            self.desk.additions.give(new, kept_at_a_lock(Slot(NEW)))
            if not self._opening_new:
                self._opening_new = True
                self.show_record("")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and pictures that are dragged here."""
        if given.is_for_the_page(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Begin an entry with what was dropped."""
        self.take_given(event.mimeData())


def _card(row: TimelineRow, *, heading: str, marked: bool) -> Card:
    facts = [names.channels().get(row.channel, "")] if row.channel else []
    if row.files:
        facts.append(npgettext("entry", "{count} file", "{count} files", row.files).format(count=row.files))
    facts.append(names.purposes()[row.purpose])
    if marked:
        facts.append(unfinished.mark())
    when = names.date(row.occurred)
    return Card(row.id, when, isolated(row.first_line), " · ".join(facts), heading)
