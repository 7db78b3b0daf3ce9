"""The step of a dossier in which its entries are chosen, and in which order they and the exhibits stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from journal_app.domain.choices import DossierChoices
from journal_app.domain.incident import Purpose
from journal_app.i18n import pgettext
from journal_app.services import calendar, complaints, dossiers, evidence
from journal_app.services.calendar import Sought
from journal_app.services.dossiers import AlongMatch, DossierRequest
from journal_app.services.journal import Journal
from journal_app.ui import names
from journal_app.ui.desk import Desk
from journal_app.ui.dossier_steps import BOARD, SELF, ReaderStep, Step
from journal_app.ui.entry_ticks import EntryTicks
from journal_app.ui.match_ticks import MatchTicks
from journal_app.ui.order_list import OrderList
from journal_app.ui.showing import reveal
from journal_app.ui.ticks import Check
from journal_app.ui.widgets import Button, Label, Section, clear, column, held

MOST_ORDERED = 500  # entries, or exhibits, that are put in an order by hand
_Wanted = tuple[str, ...]  # for which reader and filing


@dataclass(frozen=True, slots=True)
class _Filing:
    """What the step needs of a filing: the entries it names, and whether their answer is written in it."""

    entries: tuple[str, ...] = ()
    answered: bool = False


@dataclass(frozen=True, slots=True)
class _Ordered:
    entries: list[tuple[str, str]]
    exhibits: list[tuple[str, str]]
    too_many: bool = False


class EntriesStep(Step):
    """Which entries are in it: none until they are chosen, but for those a filing names."""

    changed = Signal()

    def __init__(self, desk: Desk, reader: ReaderStep, request: Callable[[], DossierRequest]) -> None:
        """``request`` is what is asked for now, as the order is read from it."""
        self.title = pgettext("dossier", "Entries")
        super().__init__(desk)
        self._reader, self._request = reader, request
        self._ticks: EntryTicks | None = None
        self._for: tuple[str, ...] = ()
        self._named: tuple[str, ...] = ()  # by the filing
        self._before: dict[_Wanted, tuple[str, ...]] = {}  # ticked for others than those that are shown
        self.order: tuple[str, ...] = ()
        self.exhibit_order: tuple[str, ...] = ()
        self.left_out: tuple[str, ...] = ()  # matches, where there is no filing to keep them in
        self._asked = self._order_asked = 0
        self._place = column()
        self.matches = MatchTicks(self.theme, "dossier.matches")
        self.matches.chosen.connect(self._leave_out)
        self.with_reply = Check("dossier.with-reply", pgettext("dossier", "Their answer too, point by point"))
        self.with_reply.toggled.connect(lambda _: self.changed.emit())
        reveal(self.with_reply, shown=False)
        self._ordering = Section(self.theme, "dossier.order", pgettext("dossier", "Order"), "", self._orders)
        self._ordering.opened.connect(self._read_order)
        self._lists: tuple[OrderList, OrderList] | None = None
        self._too_many = Label(self.theme, "", "muted")
        self.add(held(self._place), self.matches, self.with_reply, self._ordering)
        self.inner.addStretch(1)

    def _orders(self) -> QWidget:
        theme = self.theme
        entries, exhibits = pgettext("dossier", "Order of the entries"), pgettext("dossier", "Order of the exhibits")
        first = OrderList(theme, "dossier.order.entries", entries, pgettext("dossier", "By date"))
        second = OrderList(theme, "dossier.order.exhibits", exhibits, pgettext("dossier", "As the entries stand"))
        first.changed.connect(lambda: self._take_order(entries=first.values()))
        second.changed.connect(lambda: self._take_order(exhibits=second.values()))
        self._lists = (first, second)
        about = pgettext("dossier", "They stand by date until you move them. The chronology always stays by date.")
        return held(column(Label(theme, about, "muted"), self._too_many, Label(theme, entries, "heading"), first,
                           Label(theme, exhibits, "heading"), second))  # fmt: skip

    def _take_order(self, *, entries: tuple[str, ...] | None = None, exhibits: tuple[str, ...] | None = None) -> None:
        self.order = self.order if entries is None else entries
        self.exhibit_order = self.exhibit_order if exhibits is None else exhibits
        self.changed.emit()
        self._read_order()

    def matches_left_out(self) -> tuple[str, ...]:
        """Return the ids of the matches that stay, beside those the filing keeps itself."""
        return () if self._reader.complaint() else self.left_out

    def _leave_out(self, match: str, left_out: bool) -> None:  # noqa: FBT001 - the shape of the signal
        """Keep that a match stays, or goes: in the filing where there is one, else with what is chosen here."""
        self._asked += 1  # what is being read was asked for before this
        complaint = self._reader.complaint()
        if complaint:
            self.desk.change(
                self, lambda journal: complaints.leave_out(journal, complaint, match, left_out=left_out),
                failed=self._not_kept,
            )  # fmt: skip
            return
        kept = tuple(each for each in self.left_out if each != match)
        self.left_out = (*kept, match) if left_out else kept
        self.changed.emit()
        self._read_order()

    def _not_kept(self, error: Exception) -> None:
        self._read_matches()
        self.desk.show_error(error)

    def _read_matches(self) -> None:
        """Read which matches go along with what is chosen now."""
        self._asked += 1
        asked, request = self._asked, self._request()
        if request.audience == SELF:
            self.matches.show_matches(())
            return

        def show(found: tuple[AlongMatch, ...]) -> None:
            if asked == self._asked:
                self.matches.show_matches(found)

        self.desk.read(self, lambda journal: dossiers.matches_along(journal, request), show, lambda _: None)

    def _read_chosen(self) -> None:
        """Read what follows from what is chosen now."""
        self._read_matches()
        self._read_order()

    def _read_order(self) -> None:
        """Read what stands in the dossier now, in its order, where somebody looks at it.

        What was asked for before, as each step of a row that is moved on asks again, is left out.
        """
        self._order_asked += 1
        asked = self._order_asked
        head = self.findChild(Button, "dossier.order.head")
        if self._lists is None or not isinstance(head, Button) or not head.isChecked():
            return
        request = self._request()
        if request.incidents is not None and len(request.incidents) > MOST_ORDERED:
            self._show_order(_Ordered([], [], too_many=True))
            return

        def read(journal: Journal) -> _Ordered | None:
            return _ordered(journal, request) if asked == self._order_asked else None

        def show(found: _Ordered | None) -> None:
            if found is not None and asked == self._order_asked:
                self._show_order(found)

        self.desk.read(self, read, show, lambda _: None)

    def _show_order(self, found: _Ordered) -> None:
        if self._lists is None:
            return
        text = pgettext("dossier", "An order of your own can be given to up to {count} entries.")
        self._too_many.say(text.format(count=MOST_ORDERED) if found.too_many else "")
        for shown, rows in zip(self._lists, (found.entries, found.exhibits), strict=True):
            shown.show_rows(rows)
            shown.setEnabled(not found.too_many)

    def restore(self, choices: DossierChoices) -> None:
        """Take up what was ticked before, and for which readers and filings that was."""
        self._before = dict(choices.entries_for_others)
        if choices.entries is not None:
            self._before[choices.entries_for] = choices.entries

    def _own(self) -> dict[_Wanted, tuple[str, ...]]:
        """Return what is ticked otherwise than the filing names, for each reader and filing; what is shown is last."""
        own = {wanted: entries for wanted, entries in self._before.items() if wanted != self._for}
        shown = self._ticks.values() if self._ticks is not None else self._named
        if set(shown) != set(self._named):
            own[self._for] = shown
        return own

    def ticked(self) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
        """Return what is ticked, and for which reader and filing; None where it is what the filing names.

        Where several were looked at, it is for the one that is chosen now, or else for the one that was shown last.
        """
        own, wanted = self._own(), self._wanted()
        wanted = wanted if wanted in own else next(reversed(own), ())
        return own.get(wanted), wanted

    def ticked_for_others(self) -> tuple[tuple[_Wanted, tuple[str, ...]], ...]:
        """Return what is ticked for other readers and filings than :meth:`ticked` says."""
        _, wanted = self.ticked()
        return tuple((each, entries) for each, entries in self._own().items() if each != wanted)

    def chosen(self) -> tuple[str, ...] | None:
        """Return the ids of the chosen entries; None takes those the filing names, or all for oneself.

        Without a filing nothing is in it until it is chosen.
        """
        if self._reader.audience() == SELF:
            return None
        wanted = self._wanted()
        if self._ticks is not None and self._for == wanted:
            return self._ticks.values()
        return self._own().get(wanted, None if self._reader.complaint() else ())

    def _wanted(self) -> _Wanted:
        return self._reader.audience(), self._reader.complaint()

    def refresh(self) -> None:
        """Read the entries to choose from; what was ticked for the same reader stays ticked."""
        wanted = self._wanted()
        self.desk.read(self, lambda journal: _filing(journal, wanted[1]), lambda found: self._show(wanted, found))

    def _show(self, wanted: _Wanted, found: _Filing) -> None:
        reveal(self.with_reply, found.answered and wanted[0] != SELF)
        own = self._own()
        named_anew = found.entries != self._named and wanted not in own
        if self._for == wanted and self._ticks is not None and not named_anew:
            self._ticks.reload()
            self._read_chosen()
            return
        clear(self._place)
        before = own.get(wanted, found.entries)
        self._before, self._named, self._for, self._ticks = own, found.entries, wanted, None
        if wanted[0] == SELF:
            text = pgettext("dossier", "A copy for yourself holds every entry.")
            self._place.addWidget(Label(self.theme, text))
        else:
            purpose = Purpose.FOR_A_COMPLAINT if wanted[0] == BOARD else Purpose.FOR_MY_LAWYER
            self._ticks = EntryTicks(self.desk, "dossier", before, purpose)
            self._ticks.changed.connect(self.changed)
            self._ticks.changed.connect(self._read_chosen)
            self._place.addWidget(self._ticks)
        self._read_chosen()


def _filing(journal: Journal, complaint: str) -> _Filing:
    if not complaint:
        return _Filing()
    entry = complaints.get(journal, complaint).entry
    return _Filing(entry.incidents, bool(entry.points))


def _ordered(journal: Journal, request: DossierRequest) -> _Ordered:
    plan = dossiers.prepare(journal, request)
    too_many = max(len(plan.included), len(plan.exhibits)) > MOST_ORDERED
    if too_many:
        return _Ordered([], [], too_many=True)
    rows = {row.id: row for row in calendar.page(journal, Sought(ids=plan.included), most=MOST_ORDERED).rows}
    files = dict(evidence.names(journal))
    entries = [(each, names.entry(rows[each].occurred, rows[each].first_line)) for each in plan.included]
    return _Ordered(entries, [(each, f"{label}  {files[each]}") for label, each in plan.exhibits])
