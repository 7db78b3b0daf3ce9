"""What a search found, of every kind; choosing one goes there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from journal_app.i18n import npgettext, pgettext
from journal_app.services import incidents
from journal_app.services.incidents import Hit
from journal_app.services.journal import Journal
from journal_app.ui import names
from journal_app.ui.cards import Card, isolated
from journal_app.ui.desk import Desk
from journal_app.ui.showing import announce, reveal
from journal_app.ui.split_page import SplitPage
from journal_app.ui.widgets import Label

SECTION_OF = {"incident": "timeline", "evidence": "evidence", "person": "people", "match": "matches",
              "study": "studies", "complaint": "filing"}  # fmt: skip


class FoundPage(SplitPage):
    """The list of what was found."""

    section = "found"

    @staticmethod
    def named() -> tuple[str, str]:
        """Return the name of the section and that of its icon."""
        return pgettext("section", "Found"), "search"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self._words = self._told = self._more = ""
        self._only = Label(desk.theme, "", "small")
        super().__init__(desk, parent)

    def tools(self) -> Sequence[QWidget]:
        """Return what says that there is more than the list shows."""
        return (self._only,)

    def look_for(self, words: str) -> None:
        """Search for the words."""
        self._words = words
        self.refresh()

    def read_cards(self, journal: Journal) -> Sequence[Card]:
        """Return what is found now."""
        found = incidents.search(journal, self._words)
        self._more = found.told
        return [_card(hit) for hit in found.hits]

    def show_cards(self, cards: Sequence[Card]) -> None:
        """Show what was found, or say that nothing was."""
        none = pgettext("search", "Nothing found for “{words}”. Searches look in entries, files, people and matches.")
        self.say_nothing(none.format(words=self._words), offer=False)
        super().show_cards(cards)
        self._only.say(self._more)
        reveal(self._only, bool(self._more))
        if self._words != self._told:
            self._told = self._words
            found = npgettext("search", "Found {count}.", "Found {count}.", len(cards)).format(count=len(cards))
            announce(self, (self._more or found) if cards else none.format(words=self._words))

    def show_record(self, identifier: str) -> None:
        """Go where the record is."""
        kind, _, record = identifier.partition(" ")
        self.desk.go.emit(SECTION_OF[kind], record)


def _card(hit: Hit) -> Card:
    return Card(f"{hit.kind} {hit.id}", names.kinds()[hit.kind], isolated(hit.title), isolated(hit.snippet))
