"""The wheel scrolls: it changes no answer, and what is typed next goes where it went before."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from journal_app.ui.main_window import MainPage
from journal_app.ui.widgets import Choice, NumberField, Section
from tests.ui.conftest import WAIT, child, opened, section


def turn(window: QWidget, over: QWidget) -> None:
    """Turn the wheel by one notch with the pointer over a widget, as the system tells it."""
    place = over.mapTo(window, over.rect().center())
    QTest.wheelEvent(window.windowHandle(), QPointF(place), QPoint(0, -120))


@pytest.mark.parametrize("name", ["entry.purpose", "entry.known"])
def test_the_wheel_over_another_field_leaves_the_focus_and_the_answer(qtbot: QtBot, main: MainPage, name: str) -> None:
    """One turn over who may read an entry took the focus, and the letters typed next chose somebody else."""
    form = opened(qtbot, section(qtbot, main, "timeline"), "first")
    account, purpose, other = (child(form, each) for each in ("entry.account", "entry.purpose", name))
    assert isinstance(purpose, Choice)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is account, timeout=WAIT)
    before, text = purpose.value(), account.text()  # type: ignore[attr-defined]  # a field
    turn(main.window(), other)
    assert QApplication.focusWidget() is account
    QTest.keyClick(QApplication.focusWidget(), "g")
    assert purpose.value() == before
    assert account.text() != text  # type: ignore[attr-defined]  # as above


def test_nothing_in_a_form_takes_the_focus_by_the_wheel(qtbot: QtBot, main: MainPage) -> None:
    form = opened(qtbot, section(qtbot, main, "timeline"), "first")
    for each in form.findChildren(Section):
        each.open()
    named = [each for each in main.window().findChildren(QWidget) if each.accessibleIdentifier()]
    assert len(named) > 50
    taking = [each.accessibleIdentifier() for each in named if each.focusPolicy() == Qt.FocusPolicy.WheelFocus]
    assert taking == []


def test_the_wheel_over_a_number_leaves_it(main: MainPage) -> None:
    """Scrolled past, it moved what is hidden in a picture by a step."""
    field = NumberField("number", "Number", 40, largest=99, step=1)
    field.setParent(main.window())
    field.show()
    field.raise_()
    turn(main.window(), field)
    assert field.value() == 40
