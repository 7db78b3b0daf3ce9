"""The views of the timeline beside its list: the calendar and the months, each with what has no place in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from journal_app.i18n import npgettext, pgettext
from journal_app.services import calendar
from journal_app.services.calendar import Count, Days, Month, Months, Sought
from journal_app.services.journal import Journal
from journal_app.ui.calendar_view import CalendarView, count_words, day_words, month_words
from journal_app.ui.desk import Desk
from journal_app.ui.flow import flow
from journal_app.ui.months_view import MonthsView
from journal_app.ui.showing import reveal
from journal_app.ui.widgets import Button, Label, column

_MARGIN = 2


class CalendarPane(QWidget):
    """One month as a grid; the list shows the chosen day, or what is on no day. ``chosen`` asks for the list anew."""

    chosen = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, theme = desk, desk.theme
        self._sought = Sought()
        self._day: date | None = None
        self._at: date | None = None
        self._on_a_day = True
        before = Button(theme, "timeline.month-before", pgettext("timeline", "Month before"), icon="arrow-left")
        after = Button(theme, "timeline.month-after", pgettext("timeline", "Next month"), icon="arrow-right")
        self._title, self._told = Label(theme, "", "heading"), Label(theme, "", "muted")
        self.grid = CalendarView(theme)
        legend = pgettext(
            "timeline",
            "A filled dot: on this day. A ring: around this day, or over several days with this one in them.",
        )
        self.elsewhere = Button(theme, "timeline.on-no-day", pgettext("timeline", "Not on a day"), role="quiet")
        self.elsewhere.setCheckable(True)
        space = theme.space(_MARGIN)
        self.setLayout(column(
            flow(before, after, spacing=space), self._title, self.grid, self._told, flow(self.elsewhere),
            Label(theme, legend, "small"), margins=space, spacing=theme.space(1),
        ))  # fmt: skip
        before.clicked.connect(lambda: self.grid.by_month(-1))
        after.clicked.connect(lambda: self.grid.by_month(1))
        self.elsewhere.clicked.connect(self._show_elsewhere)
        self.grid.day_chosen.connect(self._choose)
        self.grid.moved_out.connect(self._turn_to)

    def narrowed(self, sought: Sought) -> Sought:
        """Return what the list is to show: the chosen day, the whole month, or what is on no day."""
        if not self._on_a_day:
            return replace(sought, on_a_day=False)
        if self._at is None:
            return replace(sought, on_a_day=True)
        first, last = (self._day, self._day) if self._day else calendar.bounds((self._at.year, self._at.month))
        return replace(sought, on_a_day=True, shown_on=(first.isoformat(), last.isoformat()))

    def read(self, sought: Sought) -> None:
        """Count the days of the month that is shown; at first, that of the last entry on a day."""
        self._sought, at = sought, self._at

        def count(journal: Journal) -> tuple[date, Days]:
            there = at or date.today()  # noqa: DTZ011 - the person's own day
            found = calendar.days(journal, sought, (there.year, there.month))
            if at is None and found.latest is not None:
                there = found.latest
                found = calendar.days(journal, sought, (there.year, there.month))
            return there, found

        self._desk.read(self, count, lambda found: self._show(*found))

    def _show(self, at: date, days: Days) -> None:
        first = self._at is None
        self._at = at
        month: Month = (at.year, at.month)
        self._title.say(month_words(month))
        self.grid.show_days(month, days, at)
        elsewhere = pgettext("timeline", "Not on a day: {count}").format(count=days.elsewhere)
        self.elsewhere.setText(elsewhere)
        self.elsewhere.setAccessibleName(elsewhere)
        self._tell()
        if first:
            self.chosen.emit()

    def _tell(self) -> None:
        """Say in words which day is chosen, and what is on it."""
        if not self._on_a_day:
            self._told.say(pgettext("timeline", "Below: what is on no day."))
            return
        if self._day is None:
            self._told.say(pgettext("timeline", "Below: {month}").format(month=month_words(self.grid.days.month)))
            return
        count = (
            self.grid.days.count(self._day) if self.grid.days.month == (self._day.year, self._day.month) else Count()
        )
        words = count_words(count) or pgettext("calendar", "no entry")
        self._told.say(pgettext("calendar", "{day}: {entries}").format(day=day_words(self._day), entries=words))

    def _choose(self, day: date) -> None:
        self._day = self._at = day
        self._listed_on_a_day(yes=True)

    def _show_elsewhere(self) -> None:
        self._listed_on_a_day(yes=not self._on_a_day)

    def _listed_on_a_day(self, *, yes: bool) -> None:
        self._on_a_day = yes
        self.elsewhere.setChecked(not yes)
        self._tell()
        self.chosen.emit()

    def _turn_to(self, day: date) -> None:
        self._day, self._at = None, day
        self.read(self._sought)
        self._listed_on_a_day(yes=True)


class MonthsPane(QWidget):
    """The months as a table with bars; the list shows the chosen one, or what is in no one month."""

    chosen = Signal()
    _WIDER, _UNKNOWN = "wider", "unknown"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, theme = desk, desk.theme
        self._month: Month | None = None
        self._rest = ""
        self.table = MonthsView(theme)
        self.wider = Button(theme, "timeline.wider", pgettext("timeline", "In no one month"), role="quiet")
        self.unknown = Button(theme, "timeline.unknown", pgettext("timeline", "No date yet"), role="quiet")
        self.every = Button(theme, "timeline.every-month", pgettext("timeline", "Every month"), role="quiet")
        self._told = Label(theme, "", "muted")
        legend = pgettext("timeline", "Solid: the day is known. Outlined: the date is approximate, or a span of time.")
        space = theme.space(_MARGIN)
        self.setLayout(column(
            self.table, self._told, flow(self.wider, self.unknown, self.every, spacing=space),
            Label(theme, legend, "small"), margins=space, spacing=theme.space(1),
        ))  # fmt: skip
        self.table.month_chosen.connect(lambda month: self._choose(month, ""))
        self.wider.clicked.connect(lambda: self._choose(None, self._WIDER))
        self.unknown.clicked.connect(lambda: self._choose(None, self._UNKNOWN))
        self.every.clicked.connect(lambda: self._choose(None, ""))

    def narrowed(self, sought: Sought) -> Sought:
        """Return what the list is to show: all, those counted in the chosen month, or those in no one month."""
        if self._rest == self._UNKNOWN:
            return replace(sought, dated=False)
        if self._rest == self._WIDER:
            return replace(sought, dated=True, in_one_month=False)
        return sought if self._month is None else replace(sought, month="{:04d}-{:02d}".format(*self._month))

    def read(self, sought: Sought) -> None:
        """Count the months."""
        self._desk.read(self, lambda journal: calendar.months(journal, sought), self._show)

    def _show(self, months: Months) -> None:
        self.table.show_months(months, self._month)
        for button, words, count in (
            (self.wider, npgettext("timeline", "{count} in no one month", "{count} in no one month", months.wider),
             months.wider),
            (self.unknown, npgettext("timeline", "{count} without a date", "{count} without a date", months.unknown),
             months.unknown),
        ):  # fmt: skip
            button.setText(words.format(count=count))
            button.setAccessibleName(button.text())
            reveal(button, bool(count))
        self._tell()

    def _tell(self) -> None:
        below = {self._WIDER: pgettext("timeline", "Below: what may lie in several months."),
                 self._UNKNOWN: pgettext("timeline", "Below: what has no date yet.")}.get(self._rest)  # fmt: skip
        if below is None and self._month is not None:
            below = pgettext("timeline", "Below: {month}").format(month=month_words(self._month))
        self._told.say(below or pgettext("timeline", "Below: every month."))

    def _choose(self, month: Month | None, rest: str) -> None:
        self._month, self._rest = month, rest
        if month is None:
            self.table.clearSelection()
        self._tell()
        self.chosen.emit()
