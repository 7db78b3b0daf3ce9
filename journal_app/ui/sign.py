"""The sign beside a sentence that tells of a mistake: colour alone tells nobody who cannot tell it apart."""

from __future__ import annotations

from unicodedata import bidirectional

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from journal_app.i18n import pgettext
from journal_app.ui import tokens as design
from journal_app.ui.theme import Theme


class Sign(QWidget):
    """An icon of the colour and the height of the words; who does not see it hears what it says.

    It stands where reading begins, which goes by the words and not by the window. A layout would do that as well, and
    would also say how high the label is to be, instead of the words.
    """

    def __init__(self, theme: Theme, label: QWidget, role: str) -> None:
        super().__init__(label)
        self._theme, self._role, self._label = theme, role, label
        self._is_right = False
        self.setAccessibleName(pgettext("sign", "Look here"))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        label.installEventFilter(self)
        self.show()

    def fit(self) -> int:
        """Have the size of one line of words; returns the pixels that are to be left free before them."""
        side = self._theme.space(4.5)
        self.resize(side, side)
        self._label.setMinimumHeight(side)
        self._place()
        return side + self._theme.space(1.5)

    def lead(self, text: str) -> None:
        """Stand before these words."""
        self._is_right = is_read_back(text)
        self._place()

    def _place(self) -> None:
        around = self._label.rect()
        left = around.width() - self.width() if self._is_right else 0
        self.move(left, (around.height() - self.height()) // 2)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """Keep its place when the label gets another size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the icon."""
        icon = self._theme.icons.icon(design.SIGNS[self._role], getattr(self._theme.tokens, self._role))
        painter = QPainter(self)
        icon.paint(painter, self.rect())
        painter.end()


def is_read_back(text: str) -> bool:
    """Say whether words are read from right to left, whichever way the window is."""
    first = next((each for each in text if bidirectional(each) in {"L", "R", "AL"}), "-")
    return bidirectional(first) in {"R", "AL"}
