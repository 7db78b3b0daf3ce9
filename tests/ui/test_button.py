"""A button with many words: in one line where there is room, in more where there is not, and always the same button."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from journal_app.ui import tokens as design
from journal_app.ui.app import Window
from journal_app.ui.widgets import Button, column, held

WORDS = "Make a new recovery sheet & write down who has it, before anything else"


@pytest.fixture
def button(qapp: QApplication, make_window: Callable[..., Window]) -> Button:
    window = make_window(percent=200)
    made = Button(window.theme, "a.button", WORDS, icon="printer")
    holder = held(column(made, 1))
    holder.setParent(window)
    holder.show()
    narrow(qapp, made, 2000)
    return made


def narrow(qapp: QApplication, button: Button, width: int) -> None:
    holder = button.parentWidget()
    assert holder is not None
    holder.resize(width, 400)
    qapp.processEvents()


def test_it_is_as_before_where_there_is_room(qapp: QApplication, button: Button) -> None:
    plain = QPushButton(button.text(), button.window())
    plain.setIcon(button.icon())
    plain.setIconSize(button.iconSize())
    plain.setFont(button.font())
    narrow(qapp, button, plain.sizeHint().width())
    assert button.sizeHint() == plain.sizeHint()
    plain.setMinimumHeight(button.height())
    plain.resize(button.size())
    plain.show()
    button.clearFocus()
    qapp.processEvents()
    assert button.grab().toImage() == plain.grab().toImage()


def test_it_goes_on_in_another_line_where_room_lacks(qapp: QApplication, button: Button) -> None:
    high = button.height()
    narrow(qapp, button, 500)
    assert button.width() == 500
    assert button.height() >= high + button.fontMetrics().lineSpacing()
    again = button.height()
    narrow(qapp, button, 300)
    assert button.height() > again
    narrow(qapp, button, 2000)
    assert button.height() == high


def test_it_stays_the_same_for_who_hears_it_and_for_keys(qtbot: QtBot, qapp: QApplication, button: Button) -> None:
    narrow(qapp, button, 300)
    assert button.text() == WORDS.replace("&", "&&")
    assert button.accessibleName() == WORDS
    button.setText("&Go on with all that was begun before and is not done")
    assert button.shortcut().toString() == "Alt+G"
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert pressed


def test_other_words_take_their_own_room(qapp: QApplication, button: Button) -> None:
    narrow(qapp, button, 300)
    button.setText("Go")
    qapp.processEvents()
    assert button.height() == max(design.TARGET * 2, button.sizeHint().height())
    assert button.minimumSizeHint() == button.sizeHint()


def test_no_word_is_cut(button: Button) -> None:
    button.setText("Datenschutzgrundverordnungsbeauftragtenverzeichnis nicht mehr weiterverwenden")
    word = button.fontMetrics().horizontalAdvance("Datenschutzgrundverordnungsbeauftragtenverzeichnis")
    assert word < button.minimumSizeHint().width() < button.sizeHint().width()


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_between_an_icon_and_the_words_is_a_gap_that_grows_with_the_text(
    qapp: QApplication, button: Button, direction: Qt.LayoutDirection
) -> None:
    qapp.setLayoutDirection(direction)
    side, gap = button._theme.space(4.5), button._theme.space(1)
    assert button.iconSize() == QSize(side + gap, side)
    image = button.icon().pixmap(button.iconSize()).toImage()
    drawn = [x for x in range(image.width()) if any(image.pixelColor(x, y).alpha() for y in range(image.height()))]
    empty = range(side, side + gap) if direction == Qt.LayoutDirection.LeftToRight else range(gap)
    scale = image.devicePixelRatio()
    assert not {round(x / scale) for x in drawn} & set(empty)
    assert len(drawn) > side // 2
    button.setText("")
    assert button.iconSize() == QSize(side, side)
