"""Cards: three lines for each record of a list, painted, and spoken as one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from journal_app.ui import tokens as design
from journal_app.ui.theme import Theme

_Index = QModelIndex | QPersistentModelIndex
# One inserted text must not turn the order of the others round (Unicode Standard Annex 9, isolates).
_ISOLATE, _END = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class Card:
    """One record of a list: its id, and three lines; the middle one is the strongest.

    ``heading`` stands above the first card of a group.
    """

    id: str
    above: str
    title: str
    below: str = ""
    heading: str = ""

    @property
    def sentence(self) -> str:
        """The card as one sentence, as a screen reader says it."""
        return ". ".join(part for part in (self.heading, self.above, self.title, self.below) if part)


def isolated(text: str) -> str:
    """Return a text that keeps its own direction among others."""
    return f"{_ISOLATE}{text}{_END}"


class CardModel(QAbstractListModel):
    """The cards of one list. Where there are more than are held, ``more_wanted`` tells that they are looked for."""

    more_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[Card] = ()
        self._more = self._asked = False

    def show_rows(self, rows: Sequence[Card], *, more: bool = False) -> None:
        """Show other cards; ``more`` says that there are others after them."""
        self.beginResetModel()
        self.rows = rows
        self._more, self._asked = more, False
        self.endResetModel()

    def add_rows(self, rows: Sequence[Card], *, more: bool) -> None:
        """Show more cards after those that are shown."""
        self._more, self._asked = more, False
        if rows:
            self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows) + len(rows) - 1)
            self.rows = [*self.rows, *rows]
            self.endInsertRows()

    def canFetchMore(self, parent: _Index) -> bool:
        """Say whether there are more cards that nobody has asked for yet."""
        return not parent.isValid() and self._more and not self._asked

    def fetchMore(self, parent: _Index) -> None:
        """Ask for more; they come when they are read."""
        if self.canFetchMore(parent):
            self._asked = True
            self.more_wanted.emit()

    def row_of(self, identifier: str) -> int:
        """Return where the card of a record stands, or -1."""
        return next((number for number, card in enumerate(self.rows) if card.id == identifier), -1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of cards."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a card shows or says."""
        if not index.isValid():
            return None
        card = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return card
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return card.sentence
        return None


class CardDelegate(QStyledItemDelegate):
    """Paints one record as a card."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.dress()

    def dress(self) -> None:
        """Measure a card in the size of the text of now."""
        theme = self._theme
        self._fonts = (theme.font(design.SMALL), theme.font(design.BODY, strong=True), theme.font(design.SMALL))
        self._heading = theme.font(design.LEAD, strong=True)
        lines = sum(QFontMetrics(font).height() for font in self._fonts)
        self._plain = QSize(200, round(lines * 1.15) + theme.space(6))
        above = round(QFontMetrics(self._heading).height() * 1.3) + theme.space(2)
        self._headed = self._plain + QSize(0, above)

    def fit(self, view: QAbstractItemView) -> None:
        """Measure anew, and let a view place its cards anew."""
        self.dress()
        view.scheduleDelayedItemsLayout()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the size of a card: three lines, the frame and the room around it, and its heading's."""
        model = index.model()
        # Asked of every card there is whenever some are added, so it takes the short way to it.
        card = model.rows[index.row()] if isinstance(model, CardModel) else index.data(Qt.ItemDataRole.UserRole)
        return self._headed if card.heading else self._plain

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the card; the chosen one has a thicker frame and another ground."""
        space, tokens = self._theme.space, self._theme.tokens
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        card: Card = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = option.rect.adjusted(space(3), space(1), -space(3), -space(1))
        if card.heading:
            height = self._headed.height() - self._plain.height()
            heading = QRect(frame.left(), frame.top(), frame.width(), height)
            draw_line(painter, heading, card.heading, self._heading, tokens.text)
            frame.setTop(frame.top() + height)
        painter.setPen(
            QPen(QColor(tokens.focus if chosen else tokens.hair), design.ring(tokens.accent) if chosen else 1)
        )
        painter.setBrush(QColor(tokens.surface))
        painter.drawRoundedRect(frame, design.CARD_RADIUS, design.CARD_RADIUS)
        self._lines(painter, frame.adjusted(space(4), space(2), -space(4), -space(2)), card)
        painter.restore()

    def _lines(self, painter: QPainter, room: QRect, card: Card) -> None:
        colours = (self._theme.tokens.muted, self._theme.tokens.text, self._theme.tokens.muted)
        y, step = room.top(), room.height() // 3
        for text, font, colour in zip((card.above, card.title, card.below), self._fonts, colours, strict=True):
            draw_line(painter, QRect(room.left(), y, room.width(), step), text, font, colour)
            y += step


def draw_line(
    painter: QPainter,
    room: QRect,
    text: str,
    font: QFont,
    colour: str,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeading,
) -> None:
    """Draw one line of text, cut where it does not fit, at a ``side`` of its room as the window is read.

    The order of the words is that of the text itself: a date in a window that is read from right to left would else be
    turned round.
    """
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    direction = painter.layoutDirection()
    across = QStyle.visualAlignment(direction, side) | Qt.AlignmentFlag.AlignAbsolute
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | across | Qt.TextFlag.TextSingleLine), shown)
    painter.setLayoutDirection(direction)
