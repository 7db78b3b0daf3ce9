"""The step of a dossier in which its entries are chosen."""

from __future__ import annotations

from journal_app.domain.incident import Purpose
from journal_app.i18n import pgettext
from journal_app.services import complaints
from journal_app.services.journal import Journal
from journal_app.ui.desk import Desk
from journal_app.ui.dossier_steps import BOARD, SELF, ReaderStep, Step
from journal_app.ui.entry_ticks import EntryTicks
from journal_app.ui.widgets import Label, clear, column, held


class EntriesStep(Step):
    """Which entries are in it: none until they are chosen, but for those a filing names."""

    def __init__(self, desk: Desk, reader: ReaderStep) -> None:
        self.title = pgettext("dossier", "Entries")
        super().__init__(desk)
        self._reader = reader
        self._ticks: EntryTicks | None = None
        self._for = ("", "")
        self._place = column()
        self.add(held(self._place))
        self.inner.addStretch(1)

    def chosen(self) -> tuple[str, ...] | None:
        """Return the ids of the chosen entries; None takes those the filing names, or all for oneself.

        Without a filing nothing is in it until it is chosen.
        """
        if self._reader.audience() == SELF:
            return None
        if self._ticks is not None and self._for == self._wanted():
            return self._ticks.values()
        return None if self._reader.complaint() else ()

    def _wanted(self) -> tuple[str, str]:
        return self._reader.audience(), self._reader.complaint()

    def refresh(self) -> None:
        """Read the entries to choose from; what was ticked for the same reader stays ticked."""
        wanted = self._wanted()

        self.desk.read(self, lambda journal: _named(journal, wanted[1]), lambda named: self._show(wanted, named))

    def _show(self, wanted: tuple[str, str], named: tuple[str, ...]) -> None:
        if self._for == wanted and self._ticks is not None:
            self._ticks.reload()
            return
        clear(self._place)
        self._for, self._ticks = wanted, None
        if wanted[0] == SELF:
            text = pgettext("dossier", "A copy for yourself holds every entry.")
            self._place.addWidget(Label(self.theme, text))
            return
        purpose = Purpose.FOR_A_COMPLAINT if wanted[0] == BOARD else Purpose.FOR_MY_LAWYER
        self._ticks = EntryTicks(self.desk, "dossier", named, purpose)
        self._place.addWidget(self._ticks)


def _named(journal: Journal, complaint: str) -> tuple[str, ...]:
    return complaints.get(journal, complaint).entry.incidents if complaint else ()
