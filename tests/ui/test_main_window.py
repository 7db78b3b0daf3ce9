"""The names of the sections: none is cut, in any language and size, whether or not it is the one that is shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from journal_app import i18n
from journal_app.services import backups
from journal_app.ui.incident_editor import IncidentEditor
from journal_app.ui.main_window import NARROW, MainPage
from journal_app.ui.sections import BELOW, SECTIONS
from journal_app.ui.widgets import Scroll
from tests.ui.conftest import WAIT, child, opened, section, settled
from tests.ui.test_sections import read
from tests.ui.test_walk import Pseudo

_MUCH_WIDER = 400


def drawn_width(button: QAbstractButton) -> int:
    """Return how far from the left what is drawn on a button reaches where it has all the room it could want."""
    before = button.size()
    button.resize(before.width() + _MUCH_WIDER, before.height())
    picture = button.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    button.resize(before)
    ground = picture.pixel(picture.width() - 20, picture.height() // 2)
    rows = range(picture.height() // 4, picture.height() * 3 // 4)  # where no edge is
    return max(x for x in range(10, picture.width() - 10) for y in rows if picture.pixel(x, y) != ground)


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("language", [*i18n.languages(), "pseudo"])
def test_no_name_of_a_section_is_cut(
    qtbot: QtBot,
    open_window: Callable[..., MainPage],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    language: str,
    percent: int,
) -> None:
    """A backup of today has a short name, beside which no other has room to spare."""
    words = Pseudo() if language == "pseudo" else i18n.words_for(language)
    monkeypatch.setattr(i18n._Chosen, "words", words)
    main = open_window(percent=percent, size=(NARROW * percent // 100 + 40, 900 * percent // 100))
    read(qtbot, main, lambda journal: backups.back_up(journal, tmp_path / "copy"))
    main.desk.changed.emit()
    today = words.text("main", "Backup: today")
    qtbot.waitUntil(lambda: main.backup.text() == today, timeout=WAIT)
    cut = {}
    for shown, _ in (*SECTIONS, *BELOW):
        main.show_section(shown)
        for key, _ in (*SECTIONS, *BELOW):
            button = child(main, f"nav.{key}")
            assert isinstance(button, QAbstractButton)
            assert button.text()
            if (needed := drawn_width(button)) > button.width() - main.theme.space(1):
                cut[key, shown] = f"{button.text()}: {needed} in {button.width()}"
    assert cut == {}


LOW = {"percent": 200, "size": (640, 480)}


def test_a_low_window_gives_its_room_to_what_is_written(
    qtbot: QtBot, qapp: QApplication, open_window: Callable[..., MainPage]
) -> None:
    main = open_window(**LOW)
    page = section(qtbot, main, "timeline")
    settled(qtbot, main)
    assert child(main, "nav.people").isVisible()
    editor = opened(qtbot, page, "first")
    assert isinstance(editor, IncidentEditor)
    settled(qtbot, main)
    area = editor.findChild(Scroll)
    assert isinstance(area, Scroll)
    assert area.viewport().height() >= main.window().height() / 2
    assert editor.done.isVisible()
    assert main.lock.isVisible()
    main._say("Something is told.")
    qapp.processEvents()
    assert main._said.isVisible()
    page.close_opened()
    assert child(main, "nav.people").isVisible()
    opened(qtbot, page, "first")
    assert not child(main, "nav.people").isVisible()
    main._shower("people")()
    assert child(main, "nav.people").isVisible()
    assert child(main, "nav.people").hasFocus()


def test_a_window_that_is_not_low_keeps_its_bars(qtbot: QtBot, open_window: Callable[..., MainPage]) -> None:
    main = open_window(percent=100, size=(640, 480))
    opened(qtbot, section(qtbot, main, "timeline"), "first")
    settled(qtbot, main)
    assert child(main, "nav.people").isVisible()
    assert main._said.isVisible()
