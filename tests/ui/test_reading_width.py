"""Lines that are read are no longer than is easy to read, however wide the window is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from journal_app.ui.dossier_page import DossierPage
from journal_app.ui.main_window import MainPage
from journal_app.ui.reading_width import READING_WIDTH
from journal_app.ui.widgets import Label, Section
from tests.ui.conftest import WAIT, settled

_LONG = 150  # letters that would fill more than one line


def longest(page: object) -> float:
    """Return how many letters go into the longest line that is shown on a page, as wide as the body's are."""
    shown = [each for each in page.findChildren(Label) if each.isVisible() and len(each.text()) > _LONG]  # type: ignore[attr-defined]  # a widget
    assert shown
    return max(each.width() / each.fontMetrics().averageCharWidth() for each in shown)


@pytest.mark.parametrize("percent", [100, 200])
def test_lines_are_not_too_long_to_read(qtbot: QtBot, open_window: Callable[..., MainPage], percent: int) -> None:
    main = open_window(percent=percent, size=(2000, 1000))
    for key in ("help", "backup", "settings"):
        main.show_section(key)
        settled(qtbot, main)
        for part in main.pages[key].findChildren(Section)[:2]:
            part.open()
        settled(qtbot, main)
        assert longest(main.pages[key]) < READING_WIDTH * 1.35, key  # small words have more letters in a line
    main.show_section("dossier")
    page = main.pages["dossier"]
    assert isinstance(page, DossierPage)
    qtbot.waitUntil(lambda: page.reader.loaded, timeout=WAIT)
    for step in (1, 3):
        page.show_step(step)
        settled(qtbot, main)
        assert longest(page) < READING_WIDTH * 1.35, step
