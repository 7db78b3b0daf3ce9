"""The matches that go along with the entries of a dossier: ticked until the person takes the tick away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from journal_app.i18n import pgettext
from journal_app.services import matches
from journal_app.services.dossiers import AlongMatch
from journal_app.services.incidents import first_line
from journal_app.ui import matches_page, names
from journal_app.ui.cards import isolated
from journal_app.ui.showing import reveal
from journal_app.ui.theme import Theme
from journal_app.ui.tick_list import TickCard, TickList, TickModel
from journal_app.ui.widgets import Label, column


class MatchTicks(QWidget):
    """Lists matches to leave out; hidden where there is none. ``chosen`` tells of one, and whether it is left out."""

    chosen = Signal(str, bool)

    def __init__(self, theme: Theme, identifier: str) -> None:
        super().__init__()
        self.model = TickModel(())
        name = pgettext("section", "Matches")
        about = pgettext(
            "dossier",
            "What you said in private, beside where it turned up. These go along, with their files, because all "
            "their entries do. Take the tick away from what is to stay here.",
        )
        self.list = TickList(theme, f"{identifier}.list", name, self.model)
        self._ticked = frozenset[str]()
        self.model.ticked_changed.connect(self._tell)
        self.setLayout(column(Label(theme, name, "heading"), Label(theme, about, "muted"), self.list,
                              spacing=theme.space(1)))  # fmt: skip
        reveal(self, shown=False)

    def show_matches(self, found: Sequence[AlongMatch]) -> None:
        """Show what goes along, and what of it is left out; where the keyboard is stays."""
        rows = [_card(each) for each in found]
        self._ticked = frozenset(each.match.id for each in found if not each.left_out)
        if rows != list(self.model.rows):
            self.model.show_rows(rows)
        self.model.show_ticked(self._ticked)
        reveal(self, bool(rows))

    def _tell(self) -> None:
        before, self._ticked = self._ticked, frozenset(self.model.ticked)
        for identifier in sorted(before ^ self._ticked):
            self.chosen.emit(identifier, identifier in before)


def _card(along: AlongMatch) -> TickCard:
    """Return the row of a match: the words of both its sides, and the days between them."""
    match = along.match
    said = [isolated(names.short(first_line(side.text))) for side in (match.private, match.public) if side.text.strip()]
    title = " · ".join(said) or isolated(matches_page.title_of(match))
    return TickCard(match.id, "", title, matches_page.days_between(matches.gap(match.private.when, match.public.when)))
