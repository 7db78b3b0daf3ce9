"""Cards: three lines for each record of a list, painted, and spoken as one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from journal_app.ui import tokens as design
from journal_app.ui.theme import Theme

_Index = QModelIndex | QPersistentModelIndex
# One inserted text must not turn the order of the others round (Unicode Standard Annex 9, isolates).
_ISOLATE, _END = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class Card:
    """One record of a list: its id, and three lines; the middle one is the strongest."""

    id: str
    above: str
    title: str
    below: str = ""

    @property
    def sentence(self) -> str:
        """The card as one sentence, as a screen reader says it."""
        return ". ".join(part for part in (self.above, self.title, self.below) if part)


def isolated(text: str) -> str:
    """Return a text that keeps its own direction among others."""
    return f"{_ISOLATE}{text}{_END}"


class CardModel(QAbstractListModel):
    """The cards of one list."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[Card] = ()

    def show_rows(self, rows: Sequence[Card]) -> None:
        """Show other cards."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

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
        self._fonts = (theme.font(design.SMALL), theme.font(design.BODY, strong=True), theme.font(design.SMALL))

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the size of a card: three lines, the frame and the room around it."""
        lines = sum(QFontMetrics(font).height() for font in self._fonts)
        return QSize(200, round(lines * 1.15) + self._theme.space(6))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the card; the chosen one has a thicker frame and another ground."""
        space, tokens = self._theme.space, self._theme.tokens
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = option.rect.adjusted(space(3), space(1), -space(3), -space(1))
        painter.setPen(QPen(QColor(tokens.focus if chosen else tokens.hair), 2 if chosen else 1))
        painter.setBrush(QColor(tokens.surface))
        painter.drawRoundedRect(frame, design.CARD_RADIUS, design.CARD_RADIUS)
        self._lines(painter, frame.adjusted(space(4), space(2), -space(4), -space(2)), index)
        painter.restore()

    def _lines(self, painter: QPainter, room: QRect, index: _Index) -> None:
        card: Card = index.data(Qt.ItemDataRole.UserRole)
        colours = (self._theme.tokens.muted, self._theme.tokens.text, self._theme.tokens.muted)
        y, step = room.top(), room.height() // 3
        for text, font, colour in zip((card.above, card.title, card.below), self._fonts, colours, strict=True):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading | Qt.TextFlag.TextSingleLine)
            painter.drawText(QRect(room.left(), y, room.width(), step), flags, shown)
            y += step
