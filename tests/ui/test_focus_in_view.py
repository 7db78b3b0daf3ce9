"""What has the focus is in view (WCAG 2.2, 2.4.11), in a small window and with large text too."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from journal_app.ui.main_window import MainPage
from tests.ui.conftest import WAIT, child, opened, section, settled
from tests.ui.test_dossier_page import dossier


def in_view(widget: QWidget) -> bool:
    """Say whether the place in a field where is typed can be seen in everything that scrolls it."""
    cursor = widget.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    cursor = cursor.toRect() if isinstance(cursor, QRectF) else cursor
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            place = QRect(widget.mapTo(around.viewport(), cursor.topLeft()), cursor.size())
            if not around.viewport().rect().contains(place.center()) or not around.viewport().rect().intersects(place):
                return False
        around = around.parentWidget()
    return widget.isVisible()


@pytest.mark.parametrize(("percent", "size"), [(100, (640, 480)), (200, (640, 480)), (200, (1180, 760))])
@pytest.mark.parametrize(("key", "record"), [
    ("timeline", ""), ("timeline", "second"), ("people", ""), ("people", "hale"), ("matches", ""),
    ("matches", "house"),
])  # fmt: skip
def test_the_field_that_is_written_in_first_is_in_view(
    qtbot: QtBot, open_window: Callable[..., MainPage], key: str, record: str, percent: int, size: tuple[int, int]
) -> None:
    main = open_window(percent=percent, size=size)
    editor = opened(qtbot, section(qtbot, main, key), record)
    qtbot.waitUntil(lambda: editor.isAncestorOf(QApplication.focusWidget()), timeout=WAIT)
    settled(qtbot, main)
    focus = QApplication.focusWidget()
    qtbot.waitUntil(lambda: in_view(focus), timeout=2000)
    top = focus.mapTo(editor, QPoint()).y()
    assert top < editor.height()


@pytest.mark.parametrize(("percent", "size"), [(100, (1180, 760)), (200, (640, 480))])
def test_after_next_and_back_the_focus_is_in_the_step(
    qtbot: QtBot, open_window: Callable[..., MainPage], percent: int, size: tuple[int, int]
) -> None:
    main = open_window(percent=percent, size=size)
    page = dossier(qtbot, main)
    for button, places in (("dossier.next", range(1, 6)), ("dossier.before", range(4, -1, -1))):
        turning = child(page, button)
        for place in places:
            turning.setFocus()
            qtbot.keyClick(turning, Qt.Key.Key_Return)
            settled(qtbot, main)
            assert page.steps[place].isAncestorOf(QApplication.focusWidget())
            qtbot.waitUntil(lambda: in_view(QApplication.focusWidget()), timeout=WAIT)
