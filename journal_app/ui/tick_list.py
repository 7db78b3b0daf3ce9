"""A list to tick from that opens at once, however long it is: rows of one height, painted, none of them a widget."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtCore import QSize as Size
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from journal_app.i18n import pgettext
from journal_app.ui import tokens as design
from journal_app.ui.cards import Card, CardModel, draw_line
from journal_app.ui.theme import Theme
from journal_app.ui.ticks import draw_box
from journal_app.ui.widgets import name_widget

_Index = QModelIndex | QPersistentModelIndex
_ROWS = 7  # rows that are seen at once
_KEYS = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Select, Qt.Key.Key_Return, Qt.Key.Key_Enter})


@dataclass(frozen=True, slots=True)
class TickCard(Card):
    """One row: its title, and a line below. ``offer`` is what choosing it does instead of ticking; empty ticks it."""

    offer: str = ""


class TickModel(CardModel):
    """The rows of one list, and which are ticked; those ticked may be among rows that were not read yet.

    With ``single`` ticking one takes the tick from the others.
    """

    ticked_changed = Signal()
    offered = Signal(str)

    def __init__(self, ticked: Iterable[str], *, single: bool = False) -> None:
        super().__init__()
        self.ticked, self.single = dict.fromkeys(ticked), single

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Return that a row can be ticked, where it can."""
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        card = self.rows[index.row()] if index.isValid() else None
        return plain if card is None or self.offer_of(card) else plain | Qt.ItemFlag.ItemIsUserCheckable

    def offer_of(self, card: Card) -> str:
        """Return what choosing a row does instead of ticking it."""
        return card.offer if isinstance(card, TickCard) else ""

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a row shows or says, and whether it is ticked."""
        if not index.isValid():
            return None
        card = self.rows[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole:
            if self.offer_of(card):
                return None
            return Qt.CheckState.Checked if card.id in self.ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = pgettext("ticks", "Ticked") if card.id in self.ticked else pgettext("ticks", "Not ticked")
            return ". ".join([card.sentence, self.offer_of(card) or state])
        return super().data(index, role)

    def toggle(self, place: int) -> None:
        """Tick a row, or take its tick away; tells of one that is offered otherwise."""
        card = self.rows[place]
        if self.offer_of(card):
            self.offered.emit(card.id)
        elif card.id in self.ticked:
            self.tick([card.id], wanted=False)
        else:
            self.tick([card.id], wanted=True)

    def tick(self, identifiers: Iterable[str], *, wanted: bool) -> None:
        """Tick some rows, or take their ticks away."""
        if wanted and self.single:
            self.ticked.clear()
        for each in identifiers:
            if wanted:
                self.ticked[each] = None
            else:
                self.ticked.pop(each, None)
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))
        self.ticked_changed.emit()

    def show_ticked(self, ticked: Iterable[str]) -> None:
        """Show other rows as ticked, because they were chosen elsewhere."""
        self.ticked = dict.fromkeys(ticked)
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))


class TickDelegate(QStyledItemDelegate):
    """Paints one row: its box, two lines, and what is offered instead of the box; ticks by mouse and keyboard."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.dress()

    def dress(self) -> None:
        """Take the fonts and the height of a row for the size of the text of now."""
        self._fonts = (self._theme.font(design.BODY), self._theme.font(design.SMALL))
        lines = sum(QFontMetrics(font).height() for font in self._fonts)
        self.height = max(design.TARGET, round(lines * 1.1) + self._theme.space(3))

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> Size:
        """Return the size of every row."""
        return Size(200, self.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the row; the one the keyboard is at has a frame."""
        model, space, tokens = index.model(), self._theme.space, self._theme.tokens
        card: Card = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole: QRect = option.rect.adjusted(space(1), 1, -space(1), -1)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(tokens.focus), design.ring(tokens.accent)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(whole.adjusted(1, 1, -1, -1), design.RADIUS, design.RADIUS)
        inner, side = whole.adjusted(space(2), space(1), -space(2), -space(1)), space(4.5)
        offer = model.offer_of(card) if isinstance(model, TickModel) else ""
        if not offer:
            shape = QRect(inner.left(), inner.center().y() - side // 2, side, side)
            round_ = isinstance(model, TickModel) and model.single
            ticked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
            box = QRectF(QStyle.visualRect(option.direction, inner, shape))
            draw_box(painter, box, option.palette, ticked=ticked, round_=round_)
        text = inner.adjusted(side + space(2.5), 0, 0, 0)
        below = " · ".join(part for part in (offer, card.below) if part)
        colours = (tokens.text if not offer else tokens.muted, tokens.accent if offer else tokens.muted)
        high = inner.height() // 2 if below else inner.height()
        for number, (line, colour) in enumerate(zip((card.title, below), colours, strict=True)):
            room = QRect(text.left(), text.top() + number * high, text.width(), high)
            draw_line(painter, QStyle.visualRect(option.direction, inner, room), line, self._fonts[number], colour)
        painter.restore()

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """Tick on a click anywhere in the row, and on the space bar."""
        clicked = isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease
        if clicked and isinstance(event, QMouseEvent):
            clicked = event.button() is Qt.MouseButton.LeftButton and option.rect.contains(event.position().toPoint())
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _KEYS
        if (clicked or pressed) and isinstance(model, TickModel):
            model.toggle(index.row())
            return True
        return False


class TickList(QListView):
    """Shows the rows of a model; some at a time, with the rest below."""

    def __init__(self, theme: Theme, identifier: str, name: str, model: TickModel) -> None:
        super().__init__()
        name_widget(self, identifier, name)
        self._delegate = TickDelegate(theme)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._model = model
        for changed in (model.modelReset, model.rowsInserted):
            changed.connect(self._fit)
        self._fit()

    def dress(self) -> None:
        """Take the room that the rows need in the size of the text of now."""
        self._delegate.dress()
        self.doItemsLayout()
        self._fit()

    def _fit(self) -> None:
        """Take the room the rows need, up to so many of them."""
        self.setFixedHeight(self._delegate.height * max(1, min(_ROWS, len(self._model.rows))) + 6)

    def focusInEvent(self, event: object) -> None:
        """Begin at the first row where the keyboard was at none yet."""
        super().focusInEvent(event)  # type: ignore[arg-type]  # Qt's own event
        if not self.currentIndex().isValid() and self._model.rows:
            self.setCurrentIndex(self._model.index(0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick on the space bar and on Enter."""
        if event.key() in _KEYS and self.currentIndex().isValid():
            self._model.toggle(self.currentIndex().row())
        else:
            super().keyPressEvent(event)


def cards_of(named: Sequence[tuple[str, str]]) -> list[TickCard]:
    """Return rows of (id, words)."""
    return [TickCard(identifier, "", words) for identifier, words in named]
