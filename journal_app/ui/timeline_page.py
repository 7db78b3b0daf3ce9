"""The timeline: every entry as a card in the order it happened, and the chosen one beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from journal_app.domain.date_words import in_words
from journal_app.domain.incident import IncidentEntry, Purpose
from journal_app.i18n import language_in_use, npgettext, pgettext
from journal_app.services import drafts, incidents, people, preferences
from journal_app.services.incidents import IncidentView, TimelineRow
from journal_app.services.journal import Journal
from journal_app.ui import names
from journal_app.ui.cards import Card, isolated
from journal_app.ui.desk import Desk
from journal_app.ui.flow import flow
from journal_app.ui.incident_editor import NEW, IncidentEditor
from journal_app.ui.showing import reveal
from journal_app.ui.split_page import SplitPage
from journal_app.ui.widgets import Button, Choice, Panel, column

_ALL, _NO_DATE, _REMOVED = "", "no-date", "removed"


class TimelinePage(SplitPage):
    """The list of entries and the one being read or written."""

    section = "timeline"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.title, self.icon = pgettext("section", "Timeline"), "list"
        self.nothing = pgettext("timeline", "Nothing here yet. Start with one sentence.")
        self.add_text = pgettext("main", "New entry")
        shown = [
            (_ALL, pgettext("timeline", "All entries")),
            (Purpose.FOR_A_COMPLAINT.value, pgettext("timeline", "For the complaint")),
            (Purpose.FOR_MY_LAWYER.value, pgettext("timeline", "For your lawyer")),
            (Purpose.PRIVATE.value, pgettext("timeline", "Only you")),
            (_NO_DATE, pgettext("timeline", "No date yet")),
            (_REMOVED, pgettext("timeline", "Removed")),
        ]
        self.shown = Choice("timeline.shown", pgettext("timeline", "Which entries"), shown)
        self.person = Choice("timeline.person", pgettext("timeline", "With whom"), [])
        self.unfinished: tuple[str, ...] = ()
        self._notice = Button(
            desk.theme, "timeline.sheet",
            pgettext("timeline", "The recovery sheet is not made yet. Make it in Settings."),
            icon="printer", role="quiet",
        )  # fmt: skip
        self._notice.setVisible(False)
        self._notice.clicked.connect(lambda: desk.go.emit("settings", ""))
        super().__init__(desk, parent)
        for choice in (self.shown, self.person):
            choice.activated.connect(lambda _: self.refresh())

    def tools(self) -> Sequence[QWidget]:
        """Return the filters."""
        return (self.shown, self.person)

    def _tools(self) -> list[QWidget]:
        """Return the filters; New entry stands in the bar above already."""
        space = self.theme.space
        return [Panel("plain", column(self._notice, flow(*self.tools()), margins=space(2), spacing=space(2)))]

    def read_cards(self, journal: Journal) -> Sequence[Card]:
        """Return the entries that are to be shown, those that are not finished first."""
        shown, person = self.shown.value(), self.person.value()
        rows = [
            row
            for row in incidents.timeline(journal, person=person, removed=shown == _REMOVED)
            if _is_shown(row, shown)
        ]
        known = {row.id for row in rows}
        self.unfinished = tuple(key for key in drafts.keys(journal) if key == NEW or key in known)
        cards = [_card(row, unfinished=row.id in self.unfinished) for row in rows]
        draft = drafts.load(journal, NEW, IncidentEntry) if NEW in self.unfinished and not shown else None
        return [*([_unfinished_card(draft)] if draft else []), *cards]

    def refresh(self) -> None:
        """Read the people to choose from, then the entries."""
        self.desk.read(self, people.everyone, self._offer_people)
        self.desk.read(self, preferences.sheet_postponed, self._notice.setVisible)
        super().refresh()

    def _offer_people(self, known: tuple[people.PersonView, ...]) -> None:
        chosen = self.person.value()
        self.person.clear()
        self.person.addItem(pgettext("timeline", "Everybody"), "")
        for each in known:
            self.person.addItem(each.entry.name, each.entry.id)
        self.person.choose(chosen)
        reveal(self.person, bool(known))

    def show_cards(self, cards: Sequence[Card]) -> None:
        """Show the entries, or say why there are none."""
        filtered = bool(self.shown.value() or self.person.value())
        none = pgettext("timeline", "No entry fits what is chosen above.")
        self.say_nothing(none if filtered else self.nothing, offer=not filtered)
        super().show_cards(cards)

    def show_record(self, identifier: str) -> None:
        """Open one entry, or a new one where ``identifier`` is empty."""
        wanted = "" if identifier == NEW else identifier

        def read(journal: Journal) -> tuple[IncidentView | None, IncidentEntry | None, list[tuple[str, str]]]:
            view = incidents.get(journal, wanted) if wanted else None
            draft = drafts.load(journal, wanted or NEW, IncidentEntry)
            known = [(each.entry.id, each.entry.name) for each in people.everyone(journal)]
            return view, draft, known

        self.close_opened()
        self.desk.read(self, read, lambda found: self._open(*found))

    def _open(self, view: IncidentView | None, draft: IncidentEntry | None, known: list[tuple[str, str]]) -> None:
        editor = IncidentEditor(self.desk, view, draft, known)
        self.show_editor(editor, view.entry.id if view else NEW)
        editor.account.setFocus()


def _is_shown(row: TimelineRow, shown: str) -> bool:
    if shown == _REMOVED:
        return row.removed
    return shown in {_ALL, row.purpose} or (shown == _NO_DATE and row.occurred.is_unknown)


def _card(row: TimelineRow, *, unfinished: bool) -> Card:
    facts = [names.channels().get(row.channel, "")] if row.channel else []
    if row.files:
        facts.append(npgettext("entry", "{count} file", "{count} files", row.files).format(count=row.files))
    facts.append(names.purposes()[row.purpose])
    if unfinished:
        facts.append(pgettext("timeline", "changes not finished"))
    return Card(row.id, in_words(row.occurred, language_in_use()), isolated(row.first_line), " · ".join(facts))


def _unfinished_card(draft: IncidentEntry) -> Card:
    line = incidents.first_line(draft.account) or pgettext("timeline", "Nothing written yet")
    below = pgettext("timeline", "Kept as you left it. It is in no dossier until it is done.")
    return Card(NEW, pgettext("timeline", "Not finished"), isolated(line), below)
