"""When something happened: the kind of knowledge first, then the fields, and always the sentence they make."""

from __future__ import annotations

import json
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from journal_app.domain.date_words import month_names
from journal_app.domain.dates import EventDate, parse_event_date
from journal_app.domain.interchange import check_dates
from journal_app.domain.records import Record
from journal_app.errors import BadInput
from journal_app.i18n import language_in_use, pgettext
from journal_app.ui import names
from journal_app.ui.dress import fitted
from journal_app.ui.fields import Answer
from journal_app.ui.flow import flow
from journal_app.ui.showing import reveal
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import Choice, Label, LineField, column

DAY, ABOUT, BETWEEN, UNSURE = "day", "about", "between", "unsure"
_TYPED = "["  # begins the text of what was typed and is no date yet: a JSON list, which is no date of the profile
_SHORT = "0"  # begins a year that was typed with fewer digits: an earlier version stored 24 as 0024
_Typed = tuple[str, str, str, str]  # year, month, day, time
_NOTHING: _Typed = ("", "", "", "")
_FIRST, _SECOND = 2, 6  # where what stands in the fields of the two days begins in the state of a date


class PointField(QWidget):
    """Day, month by name, year, and a time where it is known."""

    changed = Signal()

    def __init__(self, identifier: str, *, with_time: bool) -> None:
        super().__init__()
        days = [("", "–"), *((f"{day:02d}", str(day)) for day in range(1, 32))]
        months = [("", "–"), *((f"{number:02d}", name) for number, name in month_names(language_in_use()).items())]
        seasons = (
            ("21", pgettext("when", "spring")), ("22", pgettext("when", "summer")),
            ("23", pgettext("when", "autumn")), ("24", pgettext("when", "winter")),
        )  # fmt: skip
        self.day = Choice(f"{identifier}.day", pgettext("when", "Day"), days)
        self.month = Choice(f"{identifier}.month", pgettext("when", "Month or season"), [*months, *seasons])
        self.year = LineField(f"{identifier}.year", pgettext("when", "Year"), placeholder=pgettext("when", "Year"))
        self.year.setMaxLength(4)
        fitted(self.year, lambda: self.year.setFixedWidth(self.year.fontMetrics().averageCharWidth() * 12))
        placeholder = pgettext("when", "Time, like 23:40")
        self.time = LineField(f"{identifier}.time", pgettext("when", "Time"), placeholder=placeholder)
        self._with_time = with_time
        reveal(self.time, with_time)
        self.setLayout(column(flow(self.day, self.month, self.year, self.time)))
        for choice in (self.day, self.month):
            choice.activated.connect(lambda _: self.changed.emit())
        for field in (self.year, self.time):
            field.textEdited.connect(lambda _: self.changed.emit())

    def show_time(self, *, shown: bool) -> None:
        """Show the field for the time, where there is one."""
        reveal(self.time, shown and self._with_time)

    def typed(self) -> _Typed:
        """Return what stands in the fields, letter for letter."""
        time = self.time.text().strip() if self.time.isVisibleTo(self) else ""
        return self.year.text().strip(), self.month.value(), self.day.value(), time

    def written(self) -> _Typed:
        """Return what stands in the fields, letter for letter, also in a time that is not shown."""
        return self.year.text(), self.month.value(), self.day.value(), self.time.text()

    def text(self) -> str:
        """Return the point as EDTF; empty where nothing is given, and no date where something is missing."""
        year, month, day, time = self.typed()
        return "-".join(filter(None, (year, month, day))) + (f"T{time.zfill(5)}" if time else "")

    def show_typed(self, typed: _Typed) -> None:
        """Show what stood in the fields."""
        self.year.setText(typed[0])
        self.month.choose(typed[1])
        self.day.choose(typed[2])
        self.time.setText(typed[3])

    def show_text(self, text: str) -> None:
        """Show a point given as EDTF."""
        date, _, time = text.partition("T")
        year, month, day = [*date.split("-"), "", "", ""][:3]
        self.show_typed((year, month, day, time))


def _problem(typed: _Typed) -> str:
    """Return what a point lacks to be a date; empty where it lacks nothing that can be named."""
    year, month, day, time = typed
    if not year:
        return pgettext("when", "Add the year: without it this is not a date yet.") if any(typed) else ""
    if len(year) < 4 or not (year.isascii() and year.isdigit()) or year.startswith(_SHORT):
        return pgettext("when", "Check the year: it has four digits, like 2024.")
    if day and not (month and int(month) <= 12):
        return pgettext("when", "Choose the month too: a day stands in a month.")
    return pgettext("when", "Choose the day too: a time stands on a day.") if time and not day else ""


def _is_date(text: str) -> bool:
    try:
        parse_event_date(text)
    except BadInput:
        return False
    return True


def are_whole(*records: Record) -> bool:
    """Say whether every date in some records is one: a draft also holds what was typed and is none yet."""
    try:
        for each in records:
            check_dates(each, "draft")
    except BadInput:
        return False
    return True


class WhenField(Answer, QWidget):
    """Asks when something happened and holds the answer as EDTF.

    The fields of a point are made when they are first needed: a form has many dates, and most stay unknown.
    """

    changed = Signal()
    typed_parts = frozenset({_FIRST, _FIRST + 3, _SECOND, _SECOND + 3})  # the years and the times

    def __init__(self, theme: Theme, identifier: str, *, with_time: bool = True) -> None:
        super().__init__()
        self._identifier, self._with_time = identifier, with_time
        self._first: PointField | None = None
        self._second: PointField | None = None
        self._kept: str | None = None  # what was given, for as long as nobody changes it: the fields know less
        kinds = [
            (UNSURE, pgettext("when", "I am not sure")),
            (DAY, pgettext("when", "A day I know")),
            (ABOUT, pgettext("when", "Around a time")),
            (BETWEEN, pgettext("when", "Between two times")),
        ]
        self.kind = Choice(f"{identifier}.kind", pgettext("when", "What you know of the date"), kinds)
        self._sentence = Label(theme, "", "muted")
        self._points = column(spacing=theme.space(1))
        self.setLayout(column(flow(self.kind), self._points, self._sentence, spacing=theme.space(1)))
        self.kind.activated.connect(lambda _: self._changed())
        self._arrange()

    @property
    def first(self) -> PointField:
        """The fields of the day, or of the earliest."""
        if self._first is None:
            self._first = self._point("first", with_time=self._with_time)
        return self._first

    @property
    def second(self) -> PointField:
        """The fields of the latest day."""
        if self._second is None:
            self._second = self._point("second", with_time=False)
        return self._second

    def _point(self, name: str, *, with_time: bool) -> PointField:
        point = PointField(f"{self._identifier}.{name}", with_time=with_time)
        reveal(point, shown=False)
        self._points.insertWidget(0 if name == "first" else self._points.count(), point)
        point.changed.connect(self._changed)
        return point

    def text(self) -> str:
        """Return the date as EDTF; empty where it is not known.

        What is typed and no date yet is returned as another text, which :meth:`show_text` takes too: it is for drafts.
        """
        if self._kept is not None:
            return self._kept
        kind, points = self.kind.value(), self._points_shown()
        if kind == UNSURE or not any(any(point.typed()) for point in points):
            return ""
        first, second = [*(point.text() for point in points), ""][:2]
        text = {ABOUT: f"{first}~", BETWEEN: f"{first or '..'}/{second or '..'}"}.get(kind, first)
        if _is_date(text) and not any(_problem(point.typed()) for point in points):
            return text
        return json.dumps([kind, *(point.typed() for point in points)], ensure_ascii=False)

    def _points_shown(self) -> list[PointField]:
        points = [self._first, self._second if self.kind.value() == BETWEEN else None]
        return [point for point in points if point is not None]

    def date(self) -> EventDate | None:
        """Return the date, or None while the fields make none."""
        text = self.text()
        return parse_event_date(text) if _is_date(text) else None

    def value(self) -> str:
        """Return the date as EDTF where it is one; empty while the fields make none."""
        return self.text() if self.whole() else ""

    def whole(self) -> bool:
        """Say whether what is given is a date, or left open."""
        return self.date() is not None

    def answers(self, tell: Callable[[], object]) -> None:
        """Be a field of a form: tell it when another date is given here, and let that be taken back."""
        self.becomes_answer()
        self.changed.connect(tell)

    def state(self) -> tuple[str | None, ...]:
        """Return the date as it was given while nothing changed it, the kind, and what stands in every field."""
        points = (point.written() if point is not None else _NOTHING for point in (self._first, self._second))
        return (self._kept, self.kind.value(), *(text for point in points for text in point))

    def put_back(self, state: tuple[str | None, ...]) -> None:
        """Show what stood here before."""
        kept, kind, *typed = (text if at == 0 else text or "" for at, text in enumerate(state))
        self.kind.choose(kind or "")
        for at, there in ((0, self._first), (4, self._second)):
            year, month, day, time = (text or "" for text in typed[at : at + 4])
            if there is not None or any((year, month, day, time)):
                (self.second if at else self.first).show_typed((year, month, day, time))
        self._kept = kept
        self._arrange()
        self.changed.emit()

    def place(self, before: tuple[object, ...], after: tuple[object, ...]) -> QWidget:
        """Return what changed: the kind, or the first of the fields that did."""
        at = next((at for at in range(1, len(before)) if before[at] != after[at]), 1)
        if at == 1:
            return self.kind
        point = self.first if at < _SECOND else self.second
        return (point.year, point.month, point.day, point.time)[(at - _FIRST) % 4]

    def show_text(self, text: str) -> None:
        """Show a date given as EDTF, or what was typed and is none yet."""
        self._kept = text
        if text.startswith(_TYPED):
            self._show_typed(text)
            self._arrange()
            return
        left, slash, right = text.partition("/")
        mark = left[-1:] if left[-1:] in {"~", "?", "%"} else ""
        kind = UNSURE if not text else BETWEEN if slash else ABOUT if mark else DAY
        self.kind.choose(kind)
        first, second = ("" if side == ".." else side.rstrip("~?%") for side in (left, right))
        if first or self._first is not None:
            self.first.show_text(first)
        if second or self._second is not None:
            self.second.show_text(second)
        self._arrange()

    def _show_typed(self, text: str) -> None:
        kind, first, second = [*json.loads(text), _NOTHING][:3]
        self.kind.choose(kind)
        self.first.show_typed(first)
        if kind == BETWEEN:
            self.second.show_typed(second)

    def _changed(self) -> None:
        self._kept = None
        self._arrange()
        self.changed.emit()

    def _arrange(self) -> None:
        kind = self.kind.value()
        if kind != UNSURE or self._first is not None:
            reveal(self.first, kind != UNSURE)
            self.first.show_time(shown=kind == DAY)
        if kind == BETWEEN or self._second is not None:
            reveal(self.second, kind == BETWEEN)
        date = self.date()
        typed = [point.typed() for point in self._points_shown()]
        if date is None or any(year.startswith(_SHORT) for year, *_ in typed):
            named = [text for each in typed if (text := _problem(each))]
            other = pgettext("when", "This is not a date yet. Check day, month, year and time.")
            self._sentence.say(named[0] if named else other)
        else:
            self._sentence.say(names.date(date))
