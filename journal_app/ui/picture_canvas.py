"""A picture that can be made larger, moved, turned and, where parts of it are to be hidden, drawn on."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QTransform, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from journal_app.i18n import pgettext
from journal_app.ui import detail, turning
from journal_app.ui.detail import Box, Detail
from journal_app.ui.dress import fitted
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import name_widget

SMALLEST, LARGEST = 0.25, 8.0
_STEP = 1.25
_PAN = 60
_STILL = 60  # milliseconds without a further step until what is seen is drawn sharp


class _Sheet(QWidget):
    """The picture itself at its size on the screen, a sharper part of it, and the boxes drawn over both.

    All three are in pixels of the upright picture, whichever way round it is seen.
    """

    drawn = Signal(tuple)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.full, self.picture = QSize(), QPixmap()
        self.part, self.place = QPixmap(), (0, 0, 0, 0)
        self.scale, self.boxes, self.chosen = 1.0, list[Box](), -1
        self.turns = 0  # quarter turns to the right
        self.drawing = False
        self._from: QPoint | None = None
        self._to = QPoint()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def size_of_all(self) -> tuple[int, int]:
        """Width and height of the upright picture."""
        return self.full.width(), self.full.height()

    def sizeHint(self) -> QSize:
        return QSize(*turning.turned_size(self.size_of_all, self.turns)) * self.scale

    def _turned(self, room: QSizeF) -> QTransform:
        """Return what turns a picture that takes ``room`` while it is upright onto the sheet."""
        corners = {0: (0.0, 0.0), 1: (room.height(), 0.0), 2: (room.width(), room.height()), 3: (0.0, room.width())}
        return QTransform().translate(*corners[self.turns]).rotate(90 * self.turns)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        room = QSizeF(self.size())
        upright = room.transposed() if self.turns % 2 else room
        painter.setTransform(self._turned(upright))
        painter.drawPixmap(QRectF(0, 0, upright.width(), upright.height()), self.picture, QRectF(self.picture.rect()))
        if not self.part.isNull():
            left, top, width, height = (each * self.scale for each in self.place)
            painter.drawPixmap(QRectF(left, top, width, height), self.part, QRectF(self.part.rect()))
        painter.resetTransform()
        for number, box in enumerate(self.boxes):
            self._draw(painter, self._on_screen(box), chosen=number == self.chosen)
        if self._from is not None:
            self._draw(painter, QRect(self._from, self._to).normalized(), chosen=True)
        painter.end()

    def _draw(self, painter: QPainter, place: QRect, *, chosen: bool) -> None:
        tokens = self._theme.tokens
        ground = min(QColor(tokens.text), QColor(tokens.window), key=QColor.lightness)  # dark in every look
        ground.setAlpha(200)
        painter.fillRect(place, ground)
        painter.setPen(
            QPen(QColor(self._theme.tokens.focus if chosen else self._theme.tokens.warn), 3 if chosen else 1)
        )
        painter.drawRect(place)

    def _on_screen(self, box: Box) -> QRect:
        left, top, width, height = turning.turned_box(box, self.size_of_all, self.turns)
        scale = self.scale
        return QRect(round(left * scale), round(top * scale), round(width * scale), round(height * scale))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.drawing and event.button() is Qt.MouseButton.LeftButton:
            self._from = self._to = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is not None:
            self._to = event.position().toPoint()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._from is None:
            return
        place = QRect(self._from, event.position().toPoint()).normalized().intersected(self.rect())
        self._from = None
        self.update()
        left, top = round(place.left() / self.scale), round(place.top() / self.scale)
        width, height = round(place.width() / self.scale), round(place.height() / self.scale)
        if width > 1 and height > 1:
            self.drawn.emit(turning.upright_box((left, top, width, height), self.size_of_all, self.turns))


class PictureCanvas(QScrollArea):
    """Shows one picture: fitted, or 25 to 800 % of its size; arrow keys move it, plus and minus change its size."""

    drawn = Signal(tuple)
    zoomed = Signal(int)
    wanted = Signal(Detail)

    def __init__(self, theme: Theme, identifier: str) -> None:
        """``drawn`` tells a box (x, y, width, height in pixels of the picture) that was drawn with the mouse.

        ``wanted`` tells what is missing to show what is seen sharp; who can give it answers with ``show_part``.
        """
        super().__init__()
        name_widget(self, identifier, pgettext("picture", "Picture"))
        self._sheet, self._fitted = _Sheet(theme), True
        self._sheet.drawn.connect(self.drawn)
        self._have: list[Detail] = []
        self._asked: Detail | None = None
        self._still = QTimer(self)
        self._still.setSingleShot(True)
        self._still.setInterval(_STILL)
        self._still.timeout.connect(self._look)
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(lambda _: self._still.start())
        self.setWidget(self._sheet)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        fitted(self, lambda: self.setMinimumHeight(theme.space(70)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_picture(self, picture: QPixmap, name: str, full: tuple[int, int] | None = None) -> None:
        """Show a picture; ``name`` is what a screen reader says of it, ``full`` its size where this is a smaller copy.

        Everything else, such as what is drawn on it, is in pixels of the full size.
        """
        self._sheet.picture, self._sheet.part = picture, QPixmap()
        self._sheet.full = QSize(*full) if full else picture.size()
        self._asked = None
        size = self._sheet.full.width(), self._sheet.full.height()
        self._have = [Detail(part=(0, 0, *size), scale=picture.width() / max(1, size[0]))]
        self.setAccessibleName(name)
        self.fit() if self._fitted else self._resize()

    def clear(self) -> None:
        """Let go of the picture: nothing of it stays in memory."""
        self._sheet.picture, self._sheet.part, self._sheet.full = QPixmap(), QPixmap(), QSize()
        self._have, self._asked = [], None

    def show_part(self, shown: Detail, picture: QPixmap) -> None:
        """Show what was wanted, if it still is; the whole picture takes the place of the one before."""
        if shown != self._asked:
            return
        whole = shown.part == self._have[0].part
        if whole:
            self._sheet.picture, self._sheet.part = picture, QPixmap()
        else:
            self._sheet.part, self._sheet.place = picture, shown.part
        self._have, self._asked = [shown] if whole else [self._have[0], shown], None
        self._sheet.update()
        self._still.start()

    @property
    def is_sharp(self) -> bool:
        """Whether all that is seen is as sharp as the screen."""
        return bool(self._have) and self._asked is None and not self._still.isActive()

    def _look(self) -> None:
        """Tell what is missing of what is seen; one thing at a time."""
        if not self._have or self._asked is not None:
            return
        sheet, room = self._sheet, self.viewport().size()
        there = (
            int(max(0, -sheet.x()) / sheet.scale), int(max(0, -sheet.y()) / sheet.scale),
            ceil(room.width() / sheet.scale) + 1, ceil(room.height() / sheet.scale) + 1,
        )  # fmt: skip
        size, scale = sheet.size_of_all, sheet.scale * self.devicePixelRatioF()
        seen = turning.upright_box(there, size, sheet.turns)
        if not any(have.covers(detail.needed(size, seen, scale)) for have in self._have):
            self._asked = detail.chosen(size, seen, scale)
            self.wanted.emit(self._asked)

    def show_boxes(self, boxes: list[Box], chosen: int = -1) -> None:
        """Show the parts that are to be hidden; one of them is the chosen one."""
        self._sheet.boxes, self._sheet.chosen = boxes, chosen
        self._sheet.update()

    def let_draw(self, *, drawing: bool) -> None:
        """Let the mouse draw boxes."""
        self._sheet.drawing = drawing
        self._sheet.setCursor(Qt.CursorShape.CrossCursor if drawing else Qt.CursorShape.ArrowCursor)

    def fit(self) -> None:
        """Show the whole width of the picture."""
        self._fitted = True
        width, _ = turning.turned_size(self._sheet.size_of_all, self._sheet.turns)
        room = self.viewport().width() - 4
        self._zoom_to(min(1.0, room / width) if width else 1.0)

    def zoom(self, steps: int) -> None:
        """Make the picture larger (1) or smaller (-1)."""
        self._fitted = False
        self._zoom_to(self._sheet.scale * _STEP**steps)

    def turn(self, quarters: int) -> None:
        """Turn what is seen to the right (1) or to the left (-1); what was in the middle stays there."""
        sheet, middle = self._sheet, self.viewport().rect().center()
        there = middle - sheet.pos()
        full = QSize(*turning.turned_size(sheet.size_of_all, sheet.turns)) * sheet.scale
        x, y, _, _ = turning.turned_box((there.x(), there.y(), 1, 1), (full.width(), full.height()), quarters)
        sheet.turns = (sheet.turns + quarters) % turning.QUARTERS
        self.fit() if self._fitted else self._resize()
        self.show_middle(QPoint(x, y))

    def show_middle(self, place: QPoint) -> None:
        """Move the picture so that a place on the screen, counted from its left upper corner, is in the middle."""
        left, top = (place - self.viewport().rect().center()).toTuple()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.maximum() - left if self.isRightToLeft() else left)  # there it counts from the right
        down.setValue(top)

    @property
    def turns(self) -> int:
        """How many quarter turns to the right the picture is seen turned."""
        return self._sheet.turns

    def _zoom_to(self, scale: float) -> None:
        smallest = min(SMALLEST, scale) if self._fitted else SMALLEST
        self._sheet.scale = max(smallest, min(LARGEST, scale))
        self._resize()

    def _resize(self) -> None:
        self._sheet.resize(self._sheet.sizeHint())
        self._sheet.update()
        self._still.start()
        self.zoomed.emit(round(self._sheet.scale * 100))

    def resizeEvent(self, event: object) -> None:
        """Fit again where the picture is fitted."""
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt's own event
        self._still.start()
        if self._fitted and not self._sheet.picture.isNull():
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by arrow keys, change the size by plus and minus, fit by 0."""
        across = -_PAN if self.isRightToLeft() else _PAN  # there the bar counts from the right
        moves = {
            Qt.Key.Key_Left: (self.horizontalScrollBar(), -across),
            Qt.Key.Key_Right: (self.horizontalScrollBar(), across),
            Qt.Key.Key_Up: (self.verticalScrollBar(), -_PAN), Qt.Key.Key_Down: (self.verticalScrollBar(), _PAN),
        }  # fmt: skip
        key = Qt.Key(event.key())
        if key in moves:
            bar, step = moves[key]
            bar.setValue(bar.value() + step)
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom(1)
        elif key is Qt.Key.Key_Minus:
            self.zoom(-1)
        elif key is Qt.Key.Key_0:
            self.fit()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change the size where Ctrl is held, else move."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)
