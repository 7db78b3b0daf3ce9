"""One month as a grid of days, each with a dot and a number where there are entries; all of it works by keyboard."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from journal_app.domain.dates import parse_event_date
from journal_app.i18n import language_in_use, npgettext, pgettext
from journal_app.services.calendar import Count, Days, Month, bounds
from journal_app.ui import names
from journal_app.ui import tokens as design
from journal_app.ui.dress import fitted
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import name_widget

_Index = QModelIndex | QPersistentModelIndex
_WEEKS, _WEEK = 6, 7
_ROOT = QModelIndex()


def month_words(month: Month) -> str:
    """Return the name of a month with its year."""
    return names.date(parse_event_date(f"{month[0]:04d}-{month[1]:02d}"))


def day_words(day: date) -> str:
    """Return a day in words."""
    return names.date(parse_event_date(day.isoformat()))


def count_words(count: Count) -> str:
    """Return how many entries are on a day, those it is not sure of apart; empty where there are none."""
    parts = []
    if count.exact:
        text = npgettext("calendar", "{count} entry on this day", "{count} entries on this day", count.exact)
        parts.append(text.format(count=count.exact))
    if count.approximate:
        text = npgettext(
            "calendar",
            "{count} entry around it or over several days",
            "{count} entries around it or over several days",
            count.approximate,
        )
        parts.append(text.format(count=count.approximate))
    return ", ".join(parts)


class CalendarModel(QAbstractTableModel):
    """The days of one month in weeks; the first day of a week is that of the person's region."""

    def __init__(self) -> None:
        super().__init__()
        self.month: Month = (2000, 1)
        self._days: dict[int, Count] = {}
        self._first_day = QLocale().firstDayOfWeek().value  # 1 is Monday

    def show_days(self, month: Month, days: Days) -> None:
        """Show another month, or other numbers."""
        self.beginResetModel()
        self.month, self._days = month, dict(days.days)
        self.endResetModel()

    def count(self, day: date) -> Count:
        """Return the entries of a day of the month."""
        return self._days.get(day.day, Count())

    def _before(self) -> int:
        return (bounds(self.month)[0].isoweekday() - self._first_day) % _WEEK

    def day_at(self, index: _Index) -> date | None:
        """Return the day of a cell; None for a cell that is not of the month."""
        number = index.row() * _WEEK + index.column() - self._before() + 1
        first, last = bounds(self.month)
        return first.replace(day=number) if 1 <= number <= last.day else None

    def index_of(self, day: date) -> QModelIndex:
        """Return the cell of a day of the month."""
        return self.index(*divmod(day.day - 1 + self._before(), _WEEK))

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of weeks, always the same so that nothing jumps."""
        return 0 if parent.isValid() else _WEEKS

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of days of a week."""
        return 0 if parent.isValid() else _WEEK

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Say that the days of the month can be chosen, and nothing else."""
        chosen = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return chosen if self.day_at(index) else Qt.ItemFlag.NoItemFlags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a day says; it is painted from its number and its count."""
        day = self.day_at(index)
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole} or day is None:
            return None
        words = count_words(self.count(day)) or pgettext("calendar", "no entry")
        return pgettext("calendar", "{day}: {entries}").format(day=day_words(day), entries=words)

    def headerData(self, place: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the name of a day of the week, by the person's region."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        weekday = (self._first_day - 1 + place) % _WEEK + 1
        if role == Qt.ItemDataRole.DisplayRole:
            return QLocale(language_in_use()).standaloneDayName(weekday, QLocale.FormatType.ShortFormat)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return QLocale(language_in_use()).standaloneDayName(weekday, QLocale.FormatType.LongFormat)
        return None


class _DayDelegate(QStyledItemDelegate):
    """Paints a day: its number, a dot with the entries on it, a ring with those that may be on it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.dress()

    def dress(self) -> None:
        """Write in the size of the text of now."""
        theme = self._theme
        self._number, self._small = theme.font(design.BODY), theme.font(design.SMALL)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one day; the chosen one has a frame."""
        model, tokens = index.model(), self._theme.tokens
        day = model.day_at(index) if isinstance(model, CalendarModel) else None
        if not isinstance(model, CalendarModel) or day is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        frame = option.rect.adjusted(1, 1, -2, -2)
        painter.setPen(
            QPen(QColor(tokens.focus if chosen else tokens.hair), design.ring(tokens.accent) if chosen else 1)
        )
        painter.setBrush(QColor(tokens.surface))
        painter.drawRoundedRect(frame, design.RADIUS, design.RADIUS)
        room = frame.adjusted(4, 1, -4, -1)
        painter.setFont(self._number)
        painter.setPen(QColor(tokens.text))
        top = QRect(room.left(), room.top(), room.width(), room.height() // 2)
        painter.drawText(top, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading), str(day.day))
        self._marks(painter, option, room.adjusted(0, room.height() // 2, 0, 0), model.count(day))
        painter.restore()

    def _marks(self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, count: Count) -> None:
        side = max(6, QFontMetrics(self._small).ascent() * 2 // 3)
        painter.setFont(self._small)
        x, colour = room.left(), QColor(self._theme.tokens.accent)
        for number, filled in ((count.exact, True), (count.approximate, False)):
            if not number:
                continue
            text = str(number)
            width = QFontMetrics(self._small).horizontalAdvance(text)
            dot = QRect(x, room.center().y() - side // 2, side, side)
            painter.setPen(QPen(colour, 1.5))
            painter.setBrush(colour if filled else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QStyle.visualRect(option.direction, room, dot))
            painter.setPen(QColor(self._theme.tokens.text))
            words = QRect(x + side + 2, room.top(), width + 2, room.height())
            painter.drawText(QStyle.visualRect(option.direction, room, words), Qt.AlignmentFlag.AlignCenter, text)
            x += side + width + 6


class CalendarView(QTableView):
    """The grid. Arrows go by day, Page up and down by month, Enter chooses; all cross the ends of a month."""

    day_chosen = Signal(date)
    moved_out = Signal(date)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        name_widget(self, "timeline.calendar", pgettext("timeline", "Calendar"))
        self.days = CalendarModel()
        self.setModel(self.days)
        self.setItemDelegate(_DayDelegate(theme))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().setVisible(False)
        across = self.horizontalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        across.setMinimumSectionSize(1)
        across.setSectionsClickable(False)
        across.setHighlightSections(False)
        fitted(self, lambda: self._fit(theme))
        self.clicked.connect(lambda _: self._choose())

    def _fit(self, theme: Theme) -> None:
        delegate = self.itemDelegate()
        if isinstance(delegate, _DayDelegate):
            delegate.dress()
        across = self.horizontalHeader()
        high = round(QFontMetrics(theme.font(design.BODY)).height() * 2.6)
        self.verticalHeader().setDefaultSectionSize(high)
        self.verticalHeader().setMinimumSectionSize(high)
        frame = 2 * design.ring(theme.tokens.accent)
        self.setFixedHeight(high * _WEEKS + across.sizeHint().height() + frame)

    @property
    def day(self) -> date:
        """The day the keyboard is at."""
        return self.days.day_at(self.currentIndex()) or bounds(self.days.month)[0]

    def show_days(self, month: Month, days: Days, day: date) -> None:
        """Show a month with its numbers, and let the keyboard be at a day of it."""
        self.days.show_days(month, days)
        self._go_to(day)

    def _go_to(self, day: date) -> None:
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self.days.index_of(day), flag)

    def _choose(self) -> None:
        self.day_chosen.emit(self.day)

    def go(self, day: date) -> None:
        """Go to a day of this month or of another one."""
        if (day.year, day.month) == self.days.month:
            self._go_to(day)
        else:
            self.moved_out.emit(day)

    def by_month(self, step: int) -> None:
        """Go to the same day of a month before or after, or to its last one where it is shorter."""
        year, month = divmod(self.days.month[0] * 12 + self.days.month[1] - 1 + step, 12)
        if 1 <= year <= 9999:
            self.go(date(year, month + 1, min(self.day.day, bounds((year, month + 1))[1].day)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go by day, week or month, or choose the day."""
        key, ahead = event.key(), 1 if self.layoutDirection() == Qt.LayoutDirection.LeftToRight else -1
        steps = {Qt.Key.Key_Left: -ahead, Qt.Key.Key_Right: ahead, Qt.Key.Key_Up: -_WEEK, Qt.Key.Key_Down: _WEEK}
        first, last = bounds(self.days.month)
        if key in steps:
            with_step = self.day.toordinal() + steps[Qt.Key(key)]
            if date.min.toordinal() <= with_step <= date.max.toordinal():
                self.go(self.day + timedelta(days=steps[Qt.Key(key)]))
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self.by_month(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self.go(first if key == Qt.Key.Key_Home else last)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._choose()
        else:
            event.ignore()
