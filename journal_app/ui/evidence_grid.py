"""Files as tiles beside each other. A picture stays covered until it is asked for, and only what is seen is read."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from journal_app.i18n import pgettext
from journal_app.services import renditions
from journal_app.services.media import PDF, PICTURES, NoRendition, Pixels
from journal_app.ui import tokens as design
from journal_app.ui.cards import Card, CardModel, draw_line
from journal_app.ui.covered import pixmap
from journal_app.ui.desk import Desk
from journal_app.ui.dress import fitted
from journal_app.ui.widgets import name_widget

_Index = QModelIndex | QPersistentModelIndex
_MOST_KEPT = 200  # pictures of this size, about 0.2 MB each
_WIDE, _HIGH = 44, 33  # steps of the theme: the least room of a picture
_TITLE_LINES = 2


@dataclass(frozen=True, slots=True)
class FileCard(Card):
    """The card of a file; ``media_type`` says whether it has pages that can be shown."""

    media_type: str = ""

    @property
    def has_pages(self) -> bool:
        """Whether there is something that is covered at first."""
        return self.media_type in PICTURES or self.media_type == PDF


class _TileModel(CardModel):
    """The cards, each spoken with whether its picture is covered."""

    def __init__(self) -> None:
        super().__init__()
        self.open_all = False
        self.opened: set[str] = set()

    def is_covered(self, card: Card) -> bool:
        """Say whether a picture is there and stays covered."""
        return isinstance(card, FileCard) and card.has_pages and not self.open_all and card.id not in self.opened

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a tile shows or says."""
        if role == Qt.ItemDataRole.AccessibleTextRole and index.isValid():
            card = self.rows[index.row()]
            if self.is_covered(card):
                text = pgettext("picture", "Covered picture. {description}")
                return text.format(description=card.sentence)
        return super().data(index, role)


class EvidenceGrid(QListView):
    """The tiles. Arrows go from one to the next, Enter opens, Space shows or covers the picture of one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        name_widget(self, "evidence.grid", pgettext("evidence", "Files as tiles"))
        self.setAccessibleDescription(pgettext("evidence", "Space shows or covers a picture. Enter opens the file."))
        self._desk = desk
        self._shown: OrderedDict[str, QPixmap] = OrderedDict()
        self._without: set[str] = set()
        self._asked = ""
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(0)
        self._look.timeout.connect(self._read_next)
        self.tiles = _TileModel()
        self.setModel(self.tiles)
        self._tile = _TileDelegate(desk, self)
        self.setItemDelegate(self._tile)
        fitted(self, self._fit)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def cover(self) -> None:
        """Cover every picture."""
        self.show_all(shown=False)

    def show_all(self, shown: bool) -> None:  # noqa: FBT001 - the shape of the signal
        """Show the picture of every tile, or cover them all."""
        self.tiles.open_all = shown
        self.tiles.opened.clear()
        if not shown:
            self._shown.clear()
        self.viewport().update()

    def look_again(self) -> None:
        """Ask anew for pictures that could not be had: something was changed."""
        self._without.clear()

    def picture(self, card: Card) -> QPixmap | None:
        """Return the picture of a tile that is not covered, or None while it is not there; then it is read."""
        if not isinstance(card, FileCard) or not card.has_pages or self.tiles.is_covered(card):
            return None
        found = self._shown.get(card.id)
        if found is not None:
            self._shown.move_to_end(card.id)
        elif card.id not in self._without:
            self._look.start()
        return found

    @property
    def is_settled(self) -> bool:
        """Whether nothing that can be seen waits for its picture."""
        return not self._asked and not self._look.isActive()

    def _in_sight(self) -> list[Card]:
        """Return the cards that can be seen now."""
        seen, rows = self.viewport().rect(), self.tiles.rows
        first = self.indexAt(seen.topLeft())
        if not first.isValid() and self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            first = self.indexAt(seen.topRight())
        start = first.row() if first.isValid() else 0
        found: list[Card] = []
        for number in range(start, len(rows)):
            if self.visualRect(self.tiles.index(number)).top() > seen.bottom():
                break
            found.append(rows[number])
        return found

    def _read_next(self) -> None:
        """Read the picture of one tile in sight; what was scrolled away meanwhile is not read."""
        if self._asked:
            return
        ratio = self.devicePixelRatioF()
        longest = round(max(self._tile.room.width(), self._tile.room.height()) * ratio)
        for card in self._in_sight():
            waits = isinstance(card, FileCard) and card.has_pages and not self.tiles.is_covered(card)
            if waits and card.id not in self._shown and card.id not in self._without:
                self._asked = card.id
                work = partial(renditions.thumbnail, identifier=card.id, longest=longest)
                self._desk.read(self, work, self._take, self._refused)
                return

    def _take(self, small: Pixels) -> None:
        picture = pixmap(small)
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        if self.tiles.open_all or self._asked in self.tiles.opened:  # covered again meanwhile: nothing is kept
            self._shown[self._asked] = picture
            while len(self._shown) > _MOST_KEPT:
                self._shown.popitem(last=False)
        self._go_on()

    def _refused(self, error: Exception) -> None:
        self._without.add(self._asked)  # whatever it was: asked again at every look, it would be told at every look
        self._go_on()
        if not isinstance(error, NoRendition):
            self._desk.show_error(error)

    def _go_on(self) -> None:
        self._asked = ""
        self.viewport().update()
        self._look.start()

    def _fit(self) -> None:
        self._tile.dress()
        self._tile.share(self.viewport().width() - 1)
        self.scheduleDelayedItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width between the tiles."""
        self._tile.share(self.viewport().width() - 1)
        self.scheduleDelayedItemsLayout()
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show or cover the picture of the tile the keyboard is at."""
        index = self.currentIndex()
        if event.key() != Qt.Key.Key_Space or not index.isValid():
            super().keyPressEvent(event)
            return
        card = self.tiles.rows[index.row()]
        if self.tiles.is_covered(card):
            self.tiles.opened.add(card.id)
        else:
            self.tiles.opened.discard(card.id)
            if not self.tiles.open_all:
                self._shown.pop(card.id, None)
        self.tiles.dataChanged.emit(index, index)


class _TileDelegate(QStyledItemDelegate):
    """Paints a file: its picture, or an outline of its kind, and two lines below."""

    def __init__(self, desk: Desk, grid: EvidenceGrid) -> None:
        super().__init__()
        self._theme, self._grid = desk.theme, grid
        self.dress()

    def dress(self) -> None:
        """Measure a tile in the size of the text of now."""
        space = self._theme.space
        self._fonts = (self._theme.font(design.SMALL, strong=True), self._theme.font(design.SMALL))
        self.room = QSize(space(_WIDE), space(_HIGH))
        self._steps = [round(QFontMetrics(font).height() * 1.15) for font in self._fonts]
        lines = _TITLE_LINES * self._steps[0] + self._steps[1]
        self._whole = QSize(self.room.width() + space(6), self.room.height() + lines + space(7))

    def share(self, width: int) -> None:
        """Let as many tiles as fit share a width between them."""
        least = self.room.width() + self._theme.space(6)
        self._whole.setWidth(max(least, width // max(1, width // least)))

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the size of every tile."""
        return self._whole

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the tile; the chosen one has a thicker frame."""
        space, tokens = self._theme.space, self._theme.tokens
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        card: Card = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        frame = option.rect.adjusted(space(1), space(1), -space(1), -space(1))
        painter.setPen(
            QPen(QColor(tokens.focus if chosen else tokens.hair), design.ring(tokens.accent) if chosen else 1)
        )
        painter.setBrush(QColor(tokens.surface))
        painter.drawRoundedRect(frame, design.CARD_RADIUS, design.CARD_RADIUS)
        inner = frame.adjusted(space(2), space(2), -space(2), -space(2))
        self._picture(painter, QRect(inner.topLeft(), QSize(inner.width(), self.room.height())), card)
        y = inner.top() + self.room.height() + space(1)
        height = _TITLE_LINES * self._steps[0]
        self._title(painter, QRect(inner.left(), y, inner.width(), height), card.title)
        below = QRect(inner.left(), y + height, inner.width(), self._steps[1])
        draw_line(painter, below, card.below, self._fonts[1], tokens.muted)
        painter.restore()

    def _title(self, painter: QPainter, room: QRect, text: str) -> None:
        """Draw what the file is, over two lines where it takes them."""
        painter.setFont(self._fonts[0])
        painter.setPen(QColor(self._theme.tokens.text))
        most = round(room.width() * (_TITLE_LINES - 0.2))  # the end of a first line is never quite used
        shown = QFontMetrics(self._fonts[0]).elidedText(text, Qt.TextElideMode.ElideRight, most)
        flags = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading
        painter.drawText(room, int(flags | Qt.TextFlag.TextWordWrap), shown)

    def _picture(self, painter: QPainter, room: QRect, card: Card) -> None:
        tokens = self._theme.tokens
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.sunken))
        painter.drawRoundedRect(room, design.RADIUS, design.RADIUS)
        found = self._grid.picture(card)
        if found is not None:
            size = found.deviceIndependentSize().toSize().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            size = size.boundedTo(found.deviceIndependentSize().toSize())
            place = QRect(room.topLeft(), size)
            place.moveCenter(room.center())
            painter.drawPixmap(place, found)
            return
        covered = self._grid.tiles.is_covered(card)
        side = self._theme.space(8)
        outline = QRect(0, 0, side, side)
        outline.moveCenter(room.center() - QRect(0, 0, 0, self._theme.space(5) if covered else 0).bottomRight() / 2)
        self._theme.icons.icon(_outline(card, covered=covered), tokens.muted).paint(painter, outline)
        if covered:
            below = QRect(room.left(), outline.bottom() + self._theme.space(1), room.width(), self._steps[1])
            text = pgettext("picture", "Covered")
            draw_line(painter, below, text, self._fonts[1], tokens.muted, Qt.AlignmentFlag.AlignHCenter)


def _outline(card: Card, *, covered: bool) -> str:
    """Return the name of the outline that stands for a file."""
    if covered:
        return "eye-off"
    kind = card.media_type if isinstance(card, FileCard) else ""
    if kind in PICTURES:
        return "image"
    return "file-text" if kind.startswith(("text/", "message/")) or kind == PDF else "file"
