"""One point of a list: a dot, and words whose further lines begin below the first."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette

from journal_app.ui.theme import Theme
from journal_app.ui.widgets import Label

_DOT = "•"
MARK = f"{_DOT}  "  # what begins a point where the words are plain text


class Bullet(Label):
    """Words behind a dot. The dot is drawn and is no part of the words, so nobody hears it read."""

    def __init__(self, theme: Theme, text: str, role: str = "body") -> None:
        super().__init__(theme, text, role)
        self._make_room()

    def dress(self) -> None:
        """Write in the size that belongs to the role, with room for the dot in that size."""
        super().dress()
        self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        """Have the dot on the side where reading begins."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._make_room()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words, and the dot beside their first line."""
        super().paintEvent(event)
        wide, high = self._room(), QFontMetrics(self.font()).height()
        left = self.width() - wide if self._from_right() else 0
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(QRect(left, self.contentsRect().top(), wide, high), Qt.AlignmentFlag.AlignCenter, _DOT)

    def _from_right(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _room(self) -> int:
        return QFontMetrics(self.font()).horizontalAdvance(MARK)

    def _make_room(self) -> None:
        wide = self._room()
        self.setContentsMargins(*((0, 0, wide, 0) if self._from_right() else (wide, 0, 0, 0)))


def paragraphs(theme: Theme, text: str) -> list[Label]:
    """Return a text as labels, one for each paragraph; those that begin with a dot as points of a list."""
    parts = text.split("\n\n")
    return [Bullet(theme, part.removeprefix(MARK)) if part.startswith(MARK) else Label(theme, part) for part in parts]
