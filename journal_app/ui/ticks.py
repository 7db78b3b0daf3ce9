"""Boxes and circles to choose by, with words beside them that go on below where there is little room."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QRadioButton,
    QSizePolicy,
    QStyle,
)

from journal_app.ui import tokens as design
from journal_app.ui.fields import Answer
from journal_app.ui.widgets import name_widget, target_height

# What both have in common; only one of them is the Qt class, so for Python this one is none.
if TYPE_CHECKING:
    _Button = QAbstractButton
else:
    _Button = object

_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeading)


def _policy() -> QSizePolicy:
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    return policy


class _Wrapping(_Button):
    """A box or a circle with words beside it that go on below where there is little room."""

    _GAP = 8

    def _say(self, identifier: str, text: str) -> None:
        """Name it by its words; no letter of them is a key, whatever stands before it."""
        name_widget(self, identifier, text)
        self.setShortcut(QKeySequence())

    def _indicator(self) -> QSize:
        side = max(16, self.fontMetrics().ascent())
        return QSize(side, side)

    def _height(self, width: int) -> int:
        room = QRect(0, 0, max(1, width - self._indicator().width() - self._GAP), 10_000)
        words = self.fontMetrics().boundingRect(room, _WRAPPED, self.text())
        return max(target_height(self), words.height() + self.fontMetrics().height() // 2)

    def hasHeightForWidth(self) -> bool:
        """Say that its height follows from its width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at this width."""
        return self._height(width)

    def sizeHint(self) -> QSize:
        """Return the size of one line."""
        width = self._indicator().width() + self._GAP + self.fontMetrics().horizontalAdvance(self.text()) + 4
        return QSize(width, target_height(self))

    def minimumSizeHint(self) -> QSize:
        """Return the size it can shrink to: about two words a line."""
        return QSize(min(self.sizeHint().width(), self.fontMetrics().averageCharWidth() * 16), target_height(self))

    def hitButton(self, place: QPoint) -> bool:
        """Take a click anywhere on the words."""
        return self.rect().contains(place)

    def _draw(self, *, round_: bool) -> None:
        """Draw the box or circle and the words; the style's own vanish on a dark ground."""
        painter, whole, size = QPainter(self), self.rect(), self._indicator()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRect(1, (whole.height() - size.height()) // 2, size.width(), size.height())
        shape = QRectF(QStyle.visualRect(self.layoutDirection(), whole, place))
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        colours, role = self.palette(), QPalette.ColorRole
        draw_box(painter, shape, colours, ticked=self.isChecked(), enabled=self.isEnabled(), round_=round_)
        room = whole.adjusted(size.width() + self._GAP, 0, 0, 0)
        painter.setPen(colours.color(group, role.WindowText))
        words = QStyle.visualRect(self.layoutDirection(), whole, room)
        painter.drawText(words, _WRAPPED | int(Qt.AlignmentFlag.AlignVCenter), self.text())
        if self.hasFocus():
            accent = colours.color(role.Highlight)
            painter.setPen(QPen(accent, design.ring(accent.name())))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(whole.adjusted(1, 1, -1, -1), 3, 3)
        painter.end()


def draw_box(
    painter: QPainter, shape: QRectF, colours: QPalette, *, ticked: bool, enabled: bool = True, round_: bool = False
) -> None:
    """Draw a box or a circle, ticked or not."""
    group = QPalette.ColorGroup.Active if enabled else QPalette.ColorGroup.Disabled
    role = QPalette.ColorRole
    marked = colours.color(group, role.Highlight) if ticked and enabled else None
    painter.setPen(QPen(marked or colours.color(group, role.Mid), 1.5))
    painter.setBrush(marked or colours.color(group, role.Base))
    corner = shape.width() / 2 if round_ else 3
    painter.drawRoundedRect(shape, corner, corner)
    if ticked:
        _mark(painter, shape, colours.color(group, role.HighlightedText if marked else role.Mid), round_=round_)


def _mark(painter: QPainter, shape: QRectF, colour: QColor, *, round_: bool) -> None:
    """Draw the tick or the dot."""
    side = shape.width()
    if round_:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(shape.center(), side / 5, side / 5)
        return
    painter.setPen(QPen(colour, max(1.5, side / 8), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    points = [
        QPointF(shape.left() + side * x, shape.top() + side * y) for x, y in ((0.22, 0.53), (0.42, 0.73), (0.78, 0.3))
    ]
    painter.drawPolyline(points)


class Check(Answer, _Wrapping, QCheckBox):
    """A box that is ticked or not."""

    def __init__(self, identifier: str, text: str, *, ticked: bool = False) -> None:
        super().__init__(text)
        self._say(identifier, text)
        self.setChecked(ticked)
        self.setSizePolicy(_policy())

    def answers(self, tell: Callable[[], object]) -> None:
        """Be a field of a form: tell it when this is ticked or not any more, and let that be taken back."""
        self.becomes_answer()
        self.toggled.connect(lambda _: tell())

    def state(self) -> bool:
        """Return whether it is ticked."""
        return self.isChecked()

    def put_back(self, state: bool) -> None:  # noqa: FBT001 - what stands in other fields is given so too
        """Tick it, or take the tick away."""
        self.setChecked(state)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box and the words."""
        self._draw(round_=False)


class Radio(_Wrapping, QRadioButton):
    """One of several answers."""

    def __init__(self, identifier: str, text: str, *, chosen: bool = False) -> None:
        super().__init__(text)
        self._say(identifier, text)
        self.setChecked(chosen)
        self.setSizePolicy(_policy())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the circle and the words."""
        self._draw(round_=True)
