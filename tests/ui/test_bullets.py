"""Points of a list: further lines begin below the first, on the side where reading begins."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from journal_app.ui.bullets import MARK, Bullet, paragraphs
from journal_app.ui.theme import Look, Theme
from journal_app.ui.widgets import Label

WORDS = "What you write and the files you add are locked with your passphrase."


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, Look.LIGHT)


def drawn(bullet: Bullet) -> QRect:
    """Return where something other than the ground is drawn below the first line."""
    image = bullet.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    ground = image.pixel(image.width() // 2, image.height() - 1)
    first = bullet.fontMetrics().height() + 1
    found = [(x, y) for y in range(first, image.height()) for x in range(image.width()) if image.pixel(x, y) != ground]
    across = [x for x, _ in found]
    return QRect(min(across), first, max(across) - min(across) + 1, 1)


def shown(theme: Theme, direction: Qt.LayoutDirection) -> Bullet:
    bullet = Bullet(theme, WORDS)
    bullet.setLayoutDirection(direction)
    bullet.resize(200, bullet.heightForWidth(200))
    assert bullet.height() > 2 * bullet.fontMetrics().height()
    return bullet


def test_further_lines_begin_below_the_first(theme: Theme) -> None:
    wide = shown(theme, Qt.LayoutDirection.LeftToRight).fontMetrics().horizontalAdvance(MARK)
    assert drawn(shown(theme, Qt.LayoutDirection.LeftToRight)).left() >= wide
    assert drawn(shown(theme, Qt.LayoutDirection.RightToLeft)).right() < 200 - wide


def test_larger_text_gets_more_room(theme: Theme) -> None:
    bullet = Bullet(theme, WORDS)
    before = bullet.contentsMargins().left()
    theme.scale = 2.0
    bullet.dress()
    assert bullet.contentsMargins().left() > before


def test_the_words_are_read_without_the_dot(theme: Theme) -> None:
    assert Bullet(theme, WORDS).text() == WORDS


def test_a_text_becomes_a_label_for_each_paragraph(theme: Theme) -> None:
    found = paragraphs(theme, f"First.\n\n{MARK}A point.\n\nLast.")
    assert [(type(each), each.text()) for each in found] == [(Label, "First."), (Bullet, "A point."), (Label, "Last.")]
