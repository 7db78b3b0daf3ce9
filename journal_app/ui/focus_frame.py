"""A frame around words that have the focus, such as the title of a page that was turned to.

They are no field to type in, and nothing moves when the frame comes or goes: it stands in the space around them.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from journal_app.ui import tokens as design
from journal_app.ui.theme import Theme

_FOLLOWED = frozenset({QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.FontChange, QEvent.Type.LayoutDirectionChange})
_BESIDE, _ABOVE = 6, 3  # pixels between the words and the outer side of the frame


class FocusFrame(QWidget):
    """The frame of one label; there from when that gets the focus until it loses it."""

    def __init__(self, theme: Theme, label: QWidget, words: Callable[[], QRect]) -> None:
        """``words`` returns where in the label they stand."""
        super().__init__(label.parentWidget())
        self._theme, self._label, self._words = theme, label, words
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        label.installEventFilter(self)
        self._follow()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay around the words, and go with the focus."""
        if event.type() in _FOLLOWED:
            self._follow()
        elif event.type() == QEvent.Type.FocusOut:
            self.hide()
            self.deleteLater()
        return False

    def _follow(self) -> None:
        room = self._words().translated(self._label.pos())
        self.setGeometry(room.adjusted(-_BESIDE, -_ABOVE, _BESIDE, _ABOVE))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame."""
        tokens, painter = self._theme.tokens, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = design.ring(tokens.accent)
        painter.setPen(QPen(QColor(tokens.focus), width))
        inside = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(inside, design.RADIUS, design.RADIUS)
        painter.end()
