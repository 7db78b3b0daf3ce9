"""The pages before a journal is open, in a small window with large text: nothing on them is cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from journal_app import i18n
from journal_app.services.journal import draw_recovery_key
from journal_app.ui.app import Window
from journal_app.ui.passphrase_page import PassphrasePage
from journal_app.ui.recovery_pages import RecoverySheetPage, UseRecoveryPage
from journal_app.ui.start_pages import BeforePage, CardPage, MissingPage, WelcomePage
from journal_app.ui.theme import Theme
from journal_app.ui.tries import Tries
from journal_app.ui.unlock_page import UnlockPage
from journal_app.ui.where_page import WherePage
from journal_app.ui.widgets import Button, Label, Section
from tests.ui.conftest import child
from tests.ui.test_walk import Pseudo, clipped

SMALL = (640, 480)
# The pseudo-language is longer than any there is, and has its room in larger windows or at smaller sizes.
SPOKEN = [(language, percent) for language in i18n.languages() for percent in (100, 200)] + [("pseudo", 100)]


def pages(theme: Theme) -> Iterator[CardPage]:
    yield WelcomePage(theme)
    yield MissingPage(theme)
    yield BeforePage(theme)
    yield WherePage(theme)
    yield PassphrasePage(theme)
    yield RecoverySheetPage(theme, draw_recovery_key(), replaces=True, render=lambda *_: None)
    yield UseRecoveryPage(theme)
    unlock = UnlockPage(theme, Tries())
    unlock.offer_key_file(needed=True)
    yield unlock


def shown(qapp: QApplication, window: Window, page: QWidget) -> QWidget:
    window.show_page(page)
    for part in page.findChildren(Section):
        part.open()
    for _ in range(3):  # a changed text asks for another layout, which asks its surroundings
        qapp.processEvents()
    return page


@pytest.mark.parametrize(("language", "percent"), SPOKEN)
def test_nothing_is_cut_in_a_small_window(
    qapp: QApplication,
    make_window: Callable[..., Window],
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    percent: int,
) -> None:
    monkeypatch.setattr(i18n._Chosen, "words", Pseudo() if language == "pseudo" else i18n.words_for(language))
    window = make_window(percent=percent, size=SMALL)
    wrong = {}
    for page in pages(window.theme):
        found = clipped(shown(qapp, window, page))
        if found:
            wrong[type(page).__name__] = found
    assert wrong == {}
    assert (window.width(), window.height()) == SMALL


def test_a_group_of_the_sheet_stays_beside_its_number(qapp: QApplication, make_window: Callable[..., Window]) -> None:
    window = make_window(percent=200, size=SMALL)
    key = draw_recovery_key()
    page = shown(qapp, window, RecoverySheetPage(window.theme, key, render=lambda *_: None))
    groups = {f"{number}  {group}" for number, group in enumerate(key.groups, 1)}
    labels = {each.text(): each for each in page.findChildren(Label) if each.text() in groups}
    assert set(labels) == groups
    for label in labels.values():
        assert label.width() >= label.fontMetrics().horizontalAdvance(label.text())
        assert label.visibleRegion().boundingRect().width() == label.width() or not label.visibleRegion().rectCount()


def test_a_suggested_passphrase_is_shown_whole(
    qtbot: QtBot, qapp: QApplication, make_window: Callable[..., Window]
) -> None:
    """In its field only the end would stand, and be taken for all of it."""
    window = make_window(percent=200, size=SMALL)
    page = PassphrasePage(window.theme)
    shown(qapp, window, page)
    suggest = child(page, "passphrase.suggest")
    assert isinstance(suggest, Button)
    suggest.click()
    for _ in range(3):
        qapp.processEvents()
    words = page._first.text()
    assert page._first.cursorPosition() == page._second.cursorPosition() == 0
    (whole,) = [each for each in page.findChildren(Label) if words in each.text()]
    assert whole.isVisible()
    assert clipped(page) == []
    page._show_it.setChecked(False)
    assert words not in "".join(each.text() for each in page.findChildren(Label))
    suggest.click()
    page._first.setText("my own words")
    assert words not in "".join(each.text() for each in page.findChildren(Label))
