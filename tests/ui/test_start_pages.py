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
from journal_app.ui.recovery_groups import RecoveryGroups
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
    labels = page.findChild(RecoveryGroups).findChildren(Label)[: 2 * len(key.groups)]
    read = [(mark.text(), group.text()) for mark, group in zip(labels[::2], labels[1::2], strict=True)]
    assert sorted(read) == sorted((f"{number}.", group) for number, group in enumerate(key.groups, 1))
    for mark, group in zip(labels[::2], labels[1::2], strict=True):
        assert group.width() >= group.fontMetrics().horizontalAdvance(group.text())
        assert abs(mark.geometry().center().y() - group.geometry().center().y()) <= group.height()
        assert group.visibleRegion().boundingRect().width() == group.width() or not group.visibleRegion().rectCount()


def test_the_groups_are_covered_while_one_is_typed(
    qtbot: QtBot, qapp: QApplication, make_window: Callable[..., Window]
) -> None:
    """What is read off the window would not show that there is a sheet."""
    window = make_window()
    key = draw_recovery_key()
    page = RecoverySheetPage(window.theme, key, render=lambda *_: None)
    shown(qapp, window, page)

    def read() -> set[str]:
        return {each.text() for each in page.findChildren(Label) if each.isVisible()}

    typed, save = child(page, "recovery.typed"), child(page, "recovery.save")
    qtbot.waitExposed(window)
    save.setFocus()
    assert set(key.groups) <= read()
    typed.setFocus()
    qtbot.waitUntil(lambda: not set(key.groups) & read())
    assert any("Covered" in each for each in read())
    save.setFocus()
    qtbot.waitUntil(lambda: set(key.groups) <= read())
    assert not any("Covered" in each for each in read())


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
    child(page, "passphrase.show").setChecked(False)  # type: ignore[attr-defined]  # a box
    assert words not in "".join(each.text() for each in page.findChildren(Label))
    suggest.click()
    page._first.setText("my own words")
    assert words not in "".join(each.text() for each in page.findChildren(Label))
