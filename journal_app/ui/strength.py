"""How hard a passphrase is to guess: a bar, and the same in words below it."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from journal_app.i18n import pgettext
from journal_app.services.passphrases import Judged, Strength
from journal_app.ui.dress import fitted
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import Label, column

JUDGED_AFTER = 150  # milliseconds after the last letter
_NOTHING = Judged(strength=Strength.WEAK, percent=0)


class _Bar(QWidget):
    """The strength as a bar."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._judged = theme, _NOTHING
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        fitted(self, lambda: self.setFixedHeight(theme.space(1.5)))

    def show_strength(self, judged: Judged) -> None:
        self._judged = judged
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter = self._theme.tokens, QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.hair))
        colour = {Strength.WEAK: tokens.danger, Strength.FAIR: tokens.warn, Strength.STRONG: tokens.ok}
        width = self.width() * self._judged.percent // 100
        left = self.width() - width if self.isRightToLeft() else 0
        painter.fillRect(left, 0, width, self.height(), QColor(colour[self._judged.strength]))
        painter.end()


class StrengthView(QWidget):
    """Shows what was judged of a passphrase; the passphrase itself never comes here."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._bar, self._words = _Bar(theme), Label(theme, "", "muted")
        self.setLayout(column(self._bar, self._words, spacing=theme.space(1)))

    def show_strength(self, judged: Judged | None) -> None:
        """Show a strength; None where nothing is typed."""
        words = {
            Strength.WEAK: pgettext("passphrase", "Weak. Someone who tries could guess it. More words make it harder."),
            Strength.FAIR: pgettext("passphrase", "Fair. One more unrelated word makes it hard to guess."),
            Strength.STRONG: pgettext("passphrase", "Strong. Hard to guess."),
        }
        self._bar.show_strength(judged or _NOTHING)
        self._words.say(words[judged.strength] if judged is not None else "")
