"""When something happened: the kind of knowledge first, then the fields, and always the sentence they make."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from journal_app.domain.date_words import month_names
from journal_app.domain.dates import EventDate, parse_event_date
from journal_app.errors import BadInput
from journal_app.i18n import language_in_use, pgettext
from journal_app.ui import names
from journal_app.ui.dress import fitted
from journal_app.ui.flow import flow
from journal_app.ui.showing import reveal
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import Choice, Label, LineField, column

DAY, ABOUT, BETWEEN, UNSURE = "day", "about", "between", "unsure"


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

    def text(self) -> str:
        """Return the point as EDTF; empty where no year is given."""
        year, month, day = self.year.text().strip(), self.month.value(), self.day.value()
        if not year:  # a day without its year is no date yet, and must not pass for "not known"
            return "?" if month or day else ""
        text = year.zfill(4)
        if month:
            text += f"-{month}"
            if day and int(month) <= 12:
                text += f"-{day}"
                if self.time.isVisibleTo(self) and self.time.text().strip():
                    text += f"T{self.time.text().strip().zfill(5)}"
        return text

    def show_text(self, text: str) -> None:
        """Show a point given as EDTF."""
        date, _, time = text.partition("T")
        year, month, day = [*date.split("-"), "", "", ""][:3]
        self.year.setText(year)
        self.month.choose(month)
        self.day.choose(day)
        self.time.setText(time)


class WhenField(QWidget):
    """Asks when something happened and holds the answer as EDTF.

    The fields of a point are made when they are first needed: a form has many dates, and most stay unknown.
    """

    changed = Signal()

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
        """Return the date as EDTF; empty where it is not known. The text may be no date while it is being typed."""
        if self._kept is not None:
            return self._kept
        kind = self.kind.value()
        first = self._first.text() if self._first is not None else ""
        second = self._second.text() if self._second is not None else ""
        if kind == UNSURE or not first:
            return ""
        if kind == ABOUT:
            return f"{first.partition('T')[0]}~"
        return f"{first.partition('T')[0]}/{second or '..'}" if kind == BETWEEN else first

    def date(self) -> EventDate | None:
        """Return the date, or None while the fields make none."""
        try:
            return parse_event_date(self.text())
        except BadInput:
            return None

    def value(self) -> str:
        """Return the date as EDTF where it is one; empty while the fields make none."""
        return self.text() if self.whole() else ""

    def whole(self) -> bool:
        """Say whether what is given is a date, or left open."""
        return self.date() is not None

    def show_text(self, text: str) -> None:
        """Show a date given as EDTF."""
        self._kept = text
        left, slash, right = text.partition("/")
        mark = left[-1:] if left[-1:] in {"~", "?", "%"} else ""
        kind = UNSURE if not text else BETWEEN if slash else ABOUT if mark else DAY
        self.kind.choose(kind)
        first, second = left.rstrip("~?%"), "" if right == ".." else right.rstrip("~?%")
        if first or self._first is not None:
            self.first.show_text(first)
        if second or self._second is not None:
            self.second.show_text(second)
        self._arrange()

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
        if date is None:
            self._sentence.say(pgettext("when", "This is not a date yet. Check day, month, year and time."))
        else:
            self._sentence.say(names.date(date))
