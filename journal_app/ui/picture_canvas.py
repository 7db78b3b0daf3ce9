"""A picture that can be made larger, moved and, where parts of it are to be hidden, drawn on."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from journal_app.i18n import pgettext
from journal_app.ui.dress import fitted
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import name_widget

SMALLEST, LARGEST = 0.25, 8.0
_STEP = 1.25
_PAN = 60
Box = tuple[int, int, int, int]


class _Sheet(QWidget):
    """The picture itself at its size on the screen, with the boxes drawn over it."""

    drawn = Signal(tuple)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.picture = QPixmap()
        self.scale, self.boxes, self.chosen = 1.0, list[Box](), -1
        self.drawing = False
        self._from: QPoint | None = None
        self._to = QPoint()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return self.picture.size() * self.scale

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(QRectF(self.rect()), self.picture, QRectF(self.picture.rect()))
        for number, box in enumerate(self.boxes):
            self._draw(painter, self._on_screen(box), chosen=number == self.chosen)
        if self._from is not None:
            self._draw(painter, QRect(self._from, self._to).normalized(), chosen=True)
        painter.end()

    def _draw(self, painter: QPainter, place: QRect, *, chosen: bool) -> None:
        ground = QColor(self._theme.tokens.text)
        ground.setAlpha(150)
        painter.fillRect(place, ground)
        painter.setPen(
            QPen(QColor(self._theme.tokens.focus if chosen else self._theme.tokens.warn), 3 if chosen else 1)
        )
        painter.drawRect(place)

    def _on_screen(self, box: Box) -> QRect:
        left, top, width, height = box
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
            self.drawn.emit((left, top, width, height))


class PictureCanvas(QScrollArea):
    """Shows one picture: fitted, or 25 to 800 % of its size; arrow keys move it, plus and minus change its size."""

    drawn = Signal(tuple)
    zoomed = Signal(int)

    def __init__(self, theme: Theme, identifier: str) -> None:
        """``drawn`` tells a box (x, y, width, height in pixels of the picture) that was drawn with the mouse."""
        super().__init__()
        name_widget(self, identifier, pgettext("picture", "Picture"))
        self._sheet, self._fitted = _Sheet(theme), True
        self._sheet.drawn.connect(self.drawn)
        self.setWidget(self._sheet)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        fitted(self, lambda: self.setMinimumHeight(theme.space(70)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_picture(self, picture: QPixmap, name: str) -> None:
        """Show a picture; ``name`` is what a screen reader says of it."""
        self._sheet.picture = picture
        self.setAccessibleName(name)
        self.fit() if self._fitted else self._resize()

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
        width = self._sheet.picture.width()
        room = self.viewport().width() - 4
        self._zoom_to(min(1.0, room / width) if width else 1.0)

    def zoom(self, steps: int) -> None:
        """Make the picture larger (1) or smaller (-1)."""
        self._fitted = False
        self._zoom_to(self._sheet.scale * _STEP**steps)

    def _zoom_to(self, scale: float) -> None:
        smallest = min(SMALLEST, scale) if self._fitted else SMALLEST
        self._sheet.scale = max(smallest, min(LARGEST, scale))
        self._resize()

    def _resize(self) -> None:
        self._sheet.resize(self._sheet.sizeHint())
        self._sheet.update()
        self.zoomed.emit(round(self._sheet.scale * 100))

    def resizeEvent(self, event: object) -> None:
        """Fit again where the picture is fitted."""
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt's own event
        if self._fitted and not self._sheet.picture.isNull():
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by arrow keys, change the size by plus and minus, fit by 0."""
        moves = {
            Qt.Key.Key_Left: (self.horizontalScrollBar(), -_PAN), Qt.Key.Key_Right: (self.horizontalScrollBar(), _PAN),
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
