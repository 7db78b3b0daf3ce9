"""A button whose words go on in another line where the room lacks: Qt writes them in one, however narrow it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPushButton, QSizePolicy

from journal_app.ui import tokens as design
from journal_app.ui.fields import name_widget
from journal_app.ui.theme import Theme

if TYPE_CHECKING:  # a class of Qt takes its time when it is first named
    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent, QShowEvent
    from PySide6.QtWidgets import QStyleOptionButton

_LEAST = 240  # pixels from which the words of a button may go on in another line: two stand in the smallest window
_EDGE = 2  # pixels that stay of the colour of a filled button around the frame of the focus


class Button(QPushButton):
    """A button with a word; ``role`` is primary, quiet, danger, nav or nothing."""

    _lines = ""  # the words in more than one line, where they need that

    def __init__(
        self, theme: Theme, identifier: str, text: str, *, icon: str = "", role: str = "", name: str = ""
    ) -> None:
        super().__init__(text.replace("&", "&&"))
        self._theme, self._icon, self._room = theme, icon, 0
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Preferred)
        self.setSizePolicy(policy)
        self.setProperty("role", role)
        name_widget(self, identifier, name or text)
        self.dress()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter like the space bar: outside a dialog Qt leaves it unanswered."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def dress(self) -> None:
        """Be as high as a target is, and as the lines of the words are."""
        self.tint()
        self._fit()

    def setText(self, text: str) -> None:
        """Write other words."""
        super().setText(text)
        self._size_icon()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write in more lines where there is less room."""
        super().resizeEvent(event)
        self._room = event.size().width()
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Write in the lines that the room needs: what it was before the page was put away may not be so now."""
        super().showEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Return the room for one line; long words take less where there is no more, and then more lines."""
        hint = super().minimumSizeHint()
        if hint.width() <= _LEAST:
            return hint
        return QSize(max(_LEAST, self._around() + _longest(self.text(), self.fontMetrics())), hint.height())

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """Draw the words in their lines; for who hears them they stay one sentence."""
        super().initStyleOption(option)
        option.text = self._lines or self.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame of one that is filled inside it: on its edge it would hardly be seen beside its own colour."""
        super().paintEvent(event)
        tokens, role = self._theme.tokens, self.property("role")
        filled = {"primary": tokens.on_accent, "nav": tokens.on_accent_soft if self.isChecked() else ""}.get(role, "")
        if not filled or not self.hasFocus():
            return
        from PySide6.QtGui import QColor, QPainter, QPen  # as above

        painter, width = QPainter(self), design.ring(tokens.accent)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(filled), width))
        inside = _EDGE + width / 2
        frame = QRectF(self.rect()).adjusted(inside, inside, -inside, -inside)
        painter.drawRoundedRect(frame, design.RADIUS - _EDGE, design.RADIUS - _EDGE)
        painter.end()

    def _around(self) -> int:
        return self.sizeHint().width() - _wide(self.text(), self.fontMetrics())

    def _fit(self) -> None:
        high, self._lines = round(design.TARGET * self._theme.scale), ""
        if self._room and self.isVisible():  # the hint of a button that is not seen yet takes a while, and says nothing
            hint = self.sizeHint()
            if hint.width() > self._room:
                self._lines = _broken(self.text(), self.fontMetrics(), self._room - self._around())
                high = max(high, hint.height() + self._lines.count("\n") * self.fontMetrics().lineSpacing())
        self.setMinimumHeight(high)

    def show_icon(self, name: str) -> None:
        """Show another icon."""
        self._icon = name
        self.tint()

    def tint(self) -> None:
        """Draw the icon in the colour that belongs to the role."""
        if not self._icon:
            return
        tokens, role = self._theme.tokens, self.property("role")
        colour = {"primary": tokens.on_accent, "quiet": tokens.accent, "danger": tokens.danger}.get(role, tokens.text)
        self.setIcon(self._theme.icons.icon(self._icon, colour))
        self._size_icon()

    def _size_icon(self) -> None:
        """Give the icon its size, and a gap to the words that grows with the text; Qt's own is 4 pixels in any size."""
        side, gap = self._theme.space(4.5), self._theme.space(1) if self.text() else 0
        self.setIconSize(QSize(side + gap, side))


def _wide(text: str, letters: QFontMetrics) -> int:
    """Return how wide the words of a button are; "&" stands before the letter of its key, and twice for itself."""
    return letters.size(Qt.TextFlag.TextShowMnemonic, text).width()


def _broken(text: str, letters: QFontMetrics, room: int) -> str:
    """Return the words with a new line wherever the next one would not fit into ``room``; no word is parted."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _wide(longer, letters) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines)


def _longest(text: str, letters: QFontMetrics) -> int:
    """Return the room without which a word would be cut off."""
    return max(_wide(word, letters) for word in text.split(" "))
