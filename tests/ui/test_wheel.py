"""The wheel scrolls: it changes no answer, and what is typed next goes where it went before."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from journal_app.ui.main_window import MainPage
from journal_app.ui.widgets import Choice
from tests.ui.conftest import child, opened, section


def test_the_wheel_over_a_choice_leaves_the_focus_and_the_answer(qtbot: QtBot, main: MainPage) -> None:
    """One turn over who may read an entry took the focus, and the letters typed next chose somebody else."""
    form = opened(qtbot, section(qtbot, main, "timeline"), "first")
    account, purpose = child(form, "entry.account"), child(form, "entry.purpose")
    assert isinstance(purpose, Choice)
    account.setFocus()
    before, middle = purpose.value(), QPointF(purpose.rect().center())
    turned = QWheelEvent(
        middle, QPointF(purpose.mapToGlobal(middle.toPoint())), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(purpose, turned)
    assert QApplication.focusWidget() is not purpose
    QTest.keyClick(QApplication.focusWidget(), "g")
    assert purpose.value() == before
    assert not purpose.focusPolicy() & Qt.FocusPolicy.WheelFocus & ~Qt.FocusPolicy.StrongFocus
