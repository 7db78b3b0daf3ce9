"""Choosing single entries: all off until they are ticked, and beside each that cannot be, what makes it so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from journal_app.domain.incident import IncidentEntry, Purpose
from journal_app.domain.records import changed
from journal_app.i18n import npgettext, pgettext
from journal_app.services import calendar, drafts, incidents
from journal_app.services.calendar import Sought
from journal_app.services.incidents import TimelineRow
from journal_app.services.journal import Journal
from journal_app.ui import names
from journal_app.ui.chooser import Entries
from journal_app.ui.desk import Desk
from journal_app.ui.flow import flow
from journal_app.ui.showing import bring_into_view, focus_again, reveal
from journal_app.ui.tick_list import TickCard
from journal_app.ui.widgets import Button, Label, Panel, column

_MEANT = {
    Purpose.FOR_A_COMPLAINT: frozenset({Purpose.FOR_A_COMPLAINT}),
    Purpose.FOR_MY_LAWYER: frozenset({Purpose.FOR_MY_LAWYER, Purpose.FOR_A_COMPLAINT}),
    Purpose.PRIVATE: frozenset(Purpose),
}

_AT_ONCE = 500  # of those ticked, whose reader is looked up at once


class EntryTicks(Entries):
    """The entries of the journal to tick. ``reader`` is for whom they are chosen.

    One that is not meant for that reader is not ticked but offered: choosing it asks, in one sentence, whether it is
    to be meant for them. What was ticked before and is not meant for them is kept, and not counted. One that was
    removed since is not counted either, and taken out with all others.
    """

    def __init__(self, desk: Desk, identifier: str, ticked: Sequence[str], reader: Purpose) -> None:
        self._reader, self._meant = reader, _MEANT[reader]
        self._asked_for = ""
        self._not_meant, self._removed = frozenset[str](), frozenset[str]()
        theme = desk.theme
        self._count = Label(theme, "", "muted")
        every = Button(theme, f"{identifier}.entries.all", pgettext("ticks", "Tick all that are shown"), role="quiet")
        none = Button(theme, f"{identifier}.entries.none", pgettext("ticks", "Tick none"), role="quiet")
        every.clicked.connect(self._tick_all)
        none.clicked.connect(self._tick_none)
        self._tools = flow(every, none)
        self._question = Label(theme, "")
        self._use = Button(theme, f"{identifier}.entries.use", pgettext("ticks", "Use it"), icon="check",
                           role="primary")  # fmt: skip
        self._leave_it = Button(theme, f"{identifier}.entries.leave", pgettext("ticks", "Leave it as it is"))
        self._use.clicked.connect(self._mean)
        self._leave_it.clicked.connect(self._leave)
        self._asking = Panel("notice", column(self._question, flow(self._use, self._leave_it), margins=theme.space(3)))
        self._asking.setVisible(False)
        super().__init__(desk, f"{identifier}.entries", ticked)
        self.model.offered.connect(self._ask)
        self.model.ticked_changed.connect(self._tell)
        self._tell()

    def above(self) -> Sequence[QWidget]:
        """Return what is said first, and what ticks many."""
        about = pgettext(
            "ticks",
            "An entry goes only if you choose it. A match goes along when all its entries do, unless you take its tick "
            "away in the dossier.",
        )
        return (Label(self.theme, about, "muted"), self._tools, self._count)

    def below(self) -> Sequence[QWidget]:
        """Return what asks about an entry that is not meant for the reader."""
        return (self._asking,)

    def card(self, row: TimelineRow, *, begun: bool) -> TickCard:
        """Return the row of an entry, with what is offered where it is not meant for the reader."""
        offer = "" if row.purpose in self._meant else _offers(self._reader)[row.purpose]
        return replace(super().card(row, begun=begun), offer=offer)

    def reload(self) -> None:
        """Read the rows again, and which of those ticked are meant for the reader."""
        super().reload()
        self._look_through(tuple(self.model.ticked), frozenset(), frozenset())

    def _look_through(self, ticked: tuple[str, ...], found: frozenset[str], gone: frozenset[str]) -> None:
        """Find which of those ticked are not meant for the reader, or removed; a part at a time: nothing waits for it.

        ``found`` are those known not to be meant so far, ``gone`` those of them that were removed.
        """
        part, rest, purposes = ticked[:_AT_ONCE], ticked[_AT_ONCE:], tuple(sorted(self._meant))

        def read(journal: Journal) -> tuple[frozenset[str], frozenset[str]]:
            meant, there = Sought(ids=part, purposes=purposes), Sought(ids=part)
            return found | (set(part) - set(calendar.ids(journal, meant))), gone | (
                set(part) - set(calendar.ids(journal, there))
            )

        def done(known: tuple[frozenset[str], frozenset[str]]) -> None:
            if rest:
                self._look_through(rest, *known)
                return
            self._not_meant, self._removed = known
            self._tell()

        if part:
            self.desk.read(self, read, done)

    def _tell(self) -> None:
        count = len(self.model.ticked.keys() - self._not_meant)
        text = npgettext("ticks", "{count} entry is chosen.", "{count} entries are chosen.", count)
        self._count.say(text.format(count=count))

    def _tick_all(self) -> None:
        """Tick every entry the words above are found in that is meant for the reader."""
        sought = Sought(words=self.filter.text().strip(), purposes=tuple(sorted(self._meant)))
        self.desk.read(
            self, lambda journal: calendar.ids(journal, sought), lambda found: self.model.tick(found, wanted=True)
        )

    def _tick_none(self) -> None:
        self.model.tick(self.model.ticked.keys() - (self._not_meant - self._removed), wanted=False)

    def _ask(self, identifier: str) -> None:
        self._asked_for = identifier
        place = self.model.row_of(identifier)
        words = names.short(self.model.rows[place].title)
        self._question.say(f"“{words}”\n{_question(self._reader)}")
        reveal(self._asking, shown=True)
        self._leave_it.setFocus()  # a key that was meant for the list makes no entry one for others
        bring_into_view(self._asking)

    def _leave(self) -> None:
        focus_again(self.list, self._asking)
        reveal(self._asking, shown=False)

    def _mean(self) -> None:
        """Mean the entry for the reader, as a version of its own, and tick it."""
        identifier, reader = self._asked_for, self._reader

        def work(journal: Journal) -> None:
            incidents.mean_for(journal, identifier, reader)
            draft = drafts.load(journal, identifier, IncidentEntry)
            if draft is not None:  # what is being written in it is for the same reader then
                drafts.save(journal, identifier, changed(draft, purpose=reader))

        def done(_: None) -> None:
            self._leave()
            self.model.tick([identifier], wanted=True)
            self.desk.say(pgettext("entry", "Saved in this journal."))
            self.reload()

        self.desk.change(self, work, done)


def _offers(reader: Purpose) -> dict[Purpose, str]:
    """Return what stands on a row that is not meant for the reader, by for whom it is meant."""
    if reader is Purpose.FOR_MY_LAWYER:
        return {Purpose.PRIVATE: pgettext("ticks", "For you only. Use it for your lawyer …")}
    return {
        Purpose.PRIVATE: pgettext("ticks", "For you only. Use it for this complaint …"),
        Purpose.FOR_MY_LAWYER: pgettext("ticks", "For your lawyer. Use it for this complaint …"),
    }


def _question(reader: Purpose) -> str:
    if reader is Purpose.FOR_MY_LAWYER:
        return pgettext("ticks", "This entry and its files can then go into a dossier for your lawyer. "
                                 "Your private note never goes with it.")  # fmt: skip
    return pgettext("ticks", "This entry and its files can then go into a dossier for the body, and the "
                             "person complained about may read them. Your private note never goes with "
                             "it.")  # fmt: skip
