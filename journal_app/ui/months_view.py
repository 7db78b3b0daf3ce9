"""The entries of each month as a table of numbers, with a bar painted beside them."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from journal_app.i18n import pgettext
from journal_app.services.calendar import Count, Month, Months
from journal_app.ui import tokens as design
from journal_app.ui.calendar_view import month_words
from journal_app.ui.dress import fitted
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import name_widget

_Index = QModelIndex | QPersistentModelIndex
_MONTH, _EXACT, _ABOUT, _BAR = range(4)
_ROOT = QModelIndex()
_SHOWN_ROWS = 8


class MonthsModel(QAbstractTableModel):
    """The months that have entries, in order: name, exact, approximate, and what the bar is painted from."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[tuple[Month, Count]] = []
        self.longest = 1

    def show_months(self, months: Months) -> None:
        """Show other numbers."""
        self.beginResetModel()
        self.rows = list(months.months.items())
        self.longest = max((count.all for _, count in self.rows), default=1)
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of months."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else 4

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a name or a number; the bar says the same in words to who does not see it."""
        month, count = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return [month_words(month), str(count.exact), str(count.approximate), None][index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            text = pgettext("timeline", "{month}: {exact} exact, {approximate} approximate")
            return text.format(month=month_words(month), exact=count.exact, approximate=count.approximate)
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in {_EXACT, _ABOUT}:
            return Qt.AlignmentFlag.AlignCenter
        return count if role == Qt.ItemDataRole.UserRole else None

    def headerData(self, place: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the name of a column."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return [
            pgettext("timeline", "Month"), pgettext("timeline", "Exact"), pgettext("timeline", "Approximate"),
            pgettext("timeline", "All"),
        ][place]  # fmt: skip


class _BarDelegate(QStyledItemDelegate):
    """Paints a bar: what is exact solid, what is approximate outlined. All bars have the same colour."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the bar of one month."""
        super().paint(painter, option, index)
        model, count = index.model(), index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(model, MonthsModel):
            return
        room = option.rect.adjusted(6, option.rect.height() // 4, -6, -option.rect.height() // 4)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        colour = QColor(self._theme.tokens.on_accent if chosen else self._theme.tokens.accent)
        unit, x = room.width() / model.longest, 0.0
        for number, filled in ((count.exact, True), (count.approximate, False)):
            if number:
                left = room.left() + x if option.direction == Qt.LayoutDirection.LeftToRight else 0
                if option.direction == Qt.LayoutDirection.RightToLeft:
                    left = room.right() + 1 - x - unit * number
                painter.setPen(QPen(colour, 1.5))
                painter.setBrush(colour if filled else Qt.BrushStyle.NoBrush)
                painter.drawRect(QRectF(left, room.top(), max(2.0, unit * number - 2), room.height()))
                x += unit * number
        painter.restore()


class MonthsView(QTableView):
    """The table. Arrows go from month to month, Enter chooses one."""

    month_chosen = Signal(tuple)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        name_widget(self, "timeline.months", pgettext("timeline", "Months"))
        self.months = MonthsModel()
        self.setModel(self.months)
        self._bars = _BarDelegate(theme)
        self.setItemDelegateForColumn(_BAR, self._bars)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().setVisible(False)
        self._across()
        fitted(self, lambda: self._fit(theme))
        self.clicked.connect(lambda _: self._choose())

    def _fit(self, theme: Theme) -> None:
        high = max(design.TARGET, round(QFontMetrics(theme.font(design.BODY)).height() * 1.7))
        self.verticalHeader().setDefaultSectionSize(high)
        self.verticalHeader().setMinimumSectionSize(high)
        frame = 2 * design.ring(theme.tokens.accent)
        self.setFixedHeight(high * _SHOWN_ROWS + self.horizontalHeader().sizeHint().height() + frame)

    def _across(self) -> None:
        across = self.horizontalHeader()
        across.setSectionsClickable(False)
        across.setHighlightSections(False)
        across.setMinimumSectionSize(1)
        for place in (_MONTH, _EXACT, _ABOUT):
            across.setSectionResizeMode(place, QHeaderView.ResizeMode.ResizeToContents)
        across.setSectionResizeMode(_BAR, QHeaderView.ResizeMode.Stretch)

    def show_months(self, months: Months, chosen: Month | None) -> None:
        """Show other numbers; the chosen month stays the chosen one."""
        self.months.show_months(months)
        place = next((row for row, (month, _) in enumerate(self.months.rows) if month == chosen), -1)
        if place >= 0:
            self.selectRow(place)
        else:
            self.scrollToBottom()

    def _choose(self) -> None:
        place = self.currentIndex().row()
        if 0 <= place < len(self.months.rows):
            self.month_chosen.emit(self.months.rows[place][0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the month with Enter or the space bar."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._choose()
        else:
            super().keyPressEvent(event)
