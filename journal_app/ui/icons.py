"""Icons: Lucide outlines in the colour of the text beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine

from journal_app import resources

if TYPE_CHECKING:  # a class of Qt takes its time when it is first named, and nothing is drawn before a window is there
    from PySide6.QtGui import QPainter, QPixmap

# What points along the direction of reading, and what points there where one reads from right to left.
_OTHER_WAY = {"arrow-left": "arrow-right", "arrow-right": "arrow-left", "chevron-right": "chevron-left"}


class _Engine(QIconEngine):
    """Draws one outline in one colour, once for each size it is asked for in: a page has a few sizes."""

    def __init__(self, drawing: str, colour: str) -> None:
        super().__init__()
        self._drawing, self._colour = drawing, colour
        self._drawn: dict[tuple[int, int, bool], QPixmap] = {}

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw the outline into ``rect``; where that is wider than high, the rest is a gap before the words."""
        from PySide6.QtCore import QByteArray, QRectF
        from PySide6.QtSvg import QSvgRenderer

        renderer = QSvgRenderer(QByteArray(self._drawing.replace("currentColor", self._colour).encode()))
        side = min(rect.width(), rect.height())
        left = rect.left() + (rect.width() - side if _is_back() else 0)
        renderer.render(painter, QRectF(left, rect.top() + (rect.height() - side) / 2, side, side))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the outline as a picture."""
        key = (size.width(), size.height(), _is_back())
        if key not in self._drawn:
            from PySide6.QtGui import QPainter, QPixmap

            picture = QPixmap(size)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            self.paint(painter, picture.rect(), mode, state)
            painter.end()
            self._drawn[key] = picture
        return self._drawn[key]

    def clone(self) -> QIconEngine:
        """Return another engine for the same outline."""
        return _Engine(self._drawing, self._colour)


def _is_back() -> bool:
    """Say whether the window is read from right to left."""
    return QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft


class Icons:
    """Icons by name and colour, drawn once each."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], QIcon] = {}

    def icon(self, name: str, colour: str) -> QIcon:
        """Return an icon from those that come with the program; what points on points the way one reads."""
        if _is_back():
            name = _OTHER_WAY.get(name, name)
        key = (name, colour)
        if key not in self._known:
            self._known[key] = QIcon(_Engine(resources.read_text(f"icons/{name}.svg"), colour))
        return self._known[key]

    def forget(self) -> None:
        """Let go of what was drawn: colours have changed."""
        self._known.clear()
