"""One line of a card: at the side from which the window is read, with its words in their own order."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from journal_app.ui.cards import draw_line

ROOM = QRect(0, 0, 300, 30)
LEFT_TO_RIGHT, RIGHT_TO_LEFT = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


def drawn(text: str, direction: Qt.LayoutDirection, side: Qt.AlignmentFlag) -> QImage:
    image = QImage(ROOM.size(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setLayoutDirection(direction)
    draw_line(painter, ROOM, text, QApplication.font(), "#000000", side)
    assert painter.layoutDirection() == direction
    painter.end()
    return image


def plain(text: str, direction: Qt.LayoutDirection, side: Qt.AlignmentFlag) -> QImage:
    """Return the line as the library draws it, where nothing has to be kept apart."""
    image = QImage(ROOM.size(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setLayoutDirection(direction)
    painter.setFont(QApplication.font())
    painter.setPen(Qt.GlobalColor.black)
    painter.drawText(ROOM, int(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter), text)
    painter.end()
    return image


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("text", ["12 March 2024, 23:40", "28 November 2026, 16:45 UTC"])
def test_a_date_keeps_its_order_in_a_window_that_is_read_from_right_to_left(text: str) -> None:
    right, leading = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeading
    assert drawn(text, RIGHT_TO_LEFT, leading) == plain(text, LEFT_TO_RIGHT, right)
    assert plain(text, RIGHT_TO_LEFT, right) != plain(text, LEFT_TO_RIGHT, right)  # what would be drawn else


@pytest.mark.usefixtures("qapp")
def test_words_of_another_script_keep_theirs_in_a_window_that_is_read_from_left_to_right() -> None:
    text = "نص 12 مارس."
    assert drawn(text, LEFT_TO_RIGHT, Qt.AlignmentFlag.AlignLeading) == plain(
        text, RIGHT_TO_LEFT, Qt.AlignmentFlag.AlignLeft
    )
