"""Fields in which the wheel changes nothing: one of several values, and a whole number."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSpinBox, QStyle

from journal_app.ui import tokens as design
from journal_app.ui.dress import fitted
from journal_app.ui.fields import Answer, name_widget
from journal_app.ui.widgets import target_height

_WIDEST = 22  # characters a choice asks for at least; longer words are shown where there is room


class Choice(Answer, QComboBox):
    """One of several values, each with its words."""

    def __init__(self, identifier: str, name: str, choices: list[tuple[str, str]], chosen: str = "") -> None:
        """``choices`` are (value, words)."""
        super().__init__()
        name_widget(self, identifier, name)
        fitted(self, lambda: self.setMinimumHeight(target_height(self)))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(min(_WIDEST, max((len(words) for _, words in choices), default=_WIDEST)))
        for value, words in choices:
            self.addItem(words, value)
        self.choose(chosen)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it like the other fields; the style's own frame vanishes on a dark ground."""
        painter, colours, role = QPainter(self), self.palette(), QPalette.ColorRole
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focus, group = self.hasFocus(), QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        width = design.ring(colours.color(role.Highlight).name()) if focus else 1
        painter.setPen(QPen(colours.color(role.Highlight if focus else role.Mid), width))
        painter.setBrush(colours.color(group, role.Base))
        edge = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), design.RADIUS, design.RADIUS)
        arrow, gap = self.fontMetrics().height() // 2, 8
        room = self.rect().adjusted(gap, 0, -arrow - 2 * gap, 0)
        text = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(colours.color(group, role.Text))
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading)
        painter.drawText(QStyle.visualRect(self.layoutDirection(), self.rect(), room), flags, text)
        place = QRect(self.width() - arrow - gap, (self.height() - arrow // 2) // 2, arrow, arrow // 2)
        place = QStyle.visualRect(self.layoutDirection(), self.rect(), place)
        painter.setPen(QPen(colours.color(group, role.Text), 1.5))
        painter.drawPolyline([place.topLeft(), QPoint(place.center().x(), place.bottom()), place.topRight()])
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: scrolling must not change an answer."""
        event.ignore()

    def value(self) -> str:
        """Return the chosen value."""
        return str(self.currentData() or "")

    def choose(self, value: str) -> None:
        """Choose a value; one that is not offered leaves the choice as it is."""
        index = self.findData(value)
        if index >= 0:
            self.setCurrentIndex(index)

    def answers(self, tell: Callable[[], object]) -> None:
        """Be a field of a form: tell it when something is chosen here, and let that be taken back."""
        self.becomes_answer()
        self.activated.connect(lambda _: tell())

    def state(self) -> str:
        """Return the chosen value."""
        return self.value()

    def put_back(self, state: str) -> None:
        """Choose a value again, also one that is not offered any more."""
        if self.findData(state) < 0:
            self.addItem(state, state)
        self.choose(state)
        self.activated.emit(self.currentIndex())


class NumberField(QSpinBox):
    """A whole number of pixels; arrow keys change it."""

    def __init__(self, identifier: str, name: str, value: int, *, largest: int, step: int) -> None:
        super().__init__()
        name_widget(self, identifier, name)
        self.setRange(0, largest)
        self.setSingleStep(step)
        self.setValue(value)
        fitted(self, lambda: self.setMinimumHeight(target_height(self)))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page, as a choice does."""
        event.ignore()
