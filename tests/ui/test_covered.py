"""A covered picture in an entry: it takes the room of its button, and more only for what it shows or says."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from journal_app.ui.covered import CoveredPicture
from journal_app.ui.main_window import MainPage
from journal_app.ui.widgets import Button, Label
from tests.ui.conftest import WAIT, child, opened, section, settled


def empty(covered: CoveredPicture) -> list[Label]:
    return [
        each for each in covered.findChildren(Label) if each.isVisible() and not each.text() and each.pixmap().isNull()
    ]


def test_a_covered_picture_is_as_high_as_its_button(qtbot: QtBot, main: MainPage) -> None:
    editor = opened(qtbot, section(qtbot, main, "timeline"), "first")
    settled(qtbot, main)
    button = child(editor, "entry.file.shot.show")
    assert isinstance(button, Button)
    (covered,) = (each for each in editor.findChildren(CoveredPicture) if each.button is button)
    assert covered.isVisible()
    assert empty(covered) == []
    qtbot.waitUntil(lambda: covered.height() == button.height(), timeout=WAIT)
    button.click()
    qtbot.waitUntil(lambda: covered.height() > 2 * button.height(), timeout=WAIT)
    settled(qtbot, main)
    assert empty(covered) == []
    button.click()
    qtbot.waitUntil(lambda: covered.height() == button.height(), timeout=WAIT)
