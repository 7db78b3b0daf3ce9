"""Where the focus goes when a page takes the place of another."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from journal_app.ui.page_stack import PageStack
from journal_app.ui.theme import Look, Theme
from journal_app.ui.widgets import Label, LineField, column


class Asking(QWidget):
    """A page that wants the focus in its field, as the one that unlocks."""

    def __init__(self, theme: Theme, *, wants: bool) -> None:
        super().__init__()
        self.title, self.field, self._wants = Label(theme, "Locked", "title"), LineField("field", "Field"), wants
        self.title.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setLayout(column(self.title, self.field))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - the name is Qt's
        super().showEvent(event)
        if self._wants:
            self.field.setFocus()


@pytest.mark.parametrize("active", [True, False])
@pytest.mark.parametrize("wants", [True, False])
def test_the_field_a_page_wants_has_the_focus_and_else_the_title(
    qtbot: QtBot, qapp: QApplication, *, active: bool, wants: bool
) -> None:
    """After a dialog the window is not active yet: its title took the focus, and what was typed went nowhere."""
    stack, other = PageStack(), QWidget()
    for each in (stack, other):
        qtbot.addWidget(each)
        each.setWindowFlag(Qt.WindowType.Tool)  # windows, and no parts of a page that flash by themselves
        each.show()
    with qtbot.waitActive(stack if active else other):
        (stack if active else other).activateWindow()
    page = Asking(Theme(qapp, Look.LIGHT), wants=wants)
    stack.show_page(page)
    with qtbot.waitActive(stack):
        stack.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is (page.field if wants else page.title))
