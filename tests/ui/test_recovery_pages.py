"""The recovery sheet on the screen: the page is left once."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from journal_app.services.journal import draw_recovery_key
from journal_app.ui.recovery_pages import RecoverySheetPage
from journal_app.ui.theme import Theme
from journal_app.ui.tokens import Look
from tests.ui.conftest import child


@pytest.mark.parametrize("confirmed", [True, False])
def test_the_page_is_left_once_however_often_that_is_asked_for(
    qtbot: QtBot, qapp: QApplication, confirmed: bool
) -> None:
    """Confirming takes a moment; a second click then opened the journal twice, one over the other."""
    page = RecoverySheetPage(Theme(qapp, Look.LIGHT), draw_recovery_key(), replaces=True, render=lambda *_: None)
    qtbot.addWidget(page)
    left: list[str] = []
    page.done.connect(lambda: left.append("done"))
    page.postponed.connect(lambda: left.append("postponed"))
    page._typed.setText("something else")
    child(page, "recovery.go-on").click()  # type: ignore[attr-defined]  # a button
    assert (left, page.isEnabled()) == ([], True)
    page._typed.setText(page._key.groups[page._asked])
    for _ in range(2):
        child(page, "recovery.go-on" if confirmed else "recovery.later").click()  # type: ignore[attr-defined]  # as above
        page._typed.returnPressed.emit()
    assert left == ["done" if confirmed else "postponed"]
