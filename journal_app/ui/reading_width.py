"""How wide a line may be that is easy to read."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from journal_app.ui import tokens as design
from journal_app.ui.dress import fitted
from journal_app.ui.theme import Theme

READING_WIDTH = 68  # characters a line
_AROUND = 23  # steps around lines on a card, and in a part of it that opens


def reading_width(theme: Theme) -> int:
    """Return the width of a line that is easy to read, in pixels."""
    return QFontMetrics(theme.font(design.BODY)).averageCharWidth() * READING_WIDTH


def for_reading(theme: Theme, page: QWidget) -> QWidget:
    """Return what scrolls, no wider than its lines are easy to read with what is around them."""
    fitted(page, lambda: page.setMaximumWidth(reading_width(theme) + theme.space(_AROUND)))
    return page
