"""Settings: how dates and movement are, what the program is made of, and what slows down somebody who guesses."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from zxcvbn import matching

from journal_app import i18n, settings
from journal_app.domain.date_words import DateForm
from journal_app.services import preferences
from journal_app.services.journal import Journal
from journal_app.settings import Settings
from journal_app.ui.app import Window
from journal_app.ui.licences_view import LicencesView
from journal_app.ui.main_window import MainPage
from journal_app.ui.settings_page import SettingsPage
from journal_app.ui.tries import FREE_TRIES
from journal_app.ui.unlock_page import UnlockPage
from journal_app.ui.widgets import Choice, ProgressBox, Section
from tests.ui.conftest import PASSPHRASE, WAIT, child, section, settled
from tests.ui.test_sections import labels, read
from tests.ui.test_start import click, type_new


@pytest.fixture(autouse=True)
def kept_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep the neutral settings in a place of the test's own, and the form of dates as it was; return the place."""
    place = tmp_path / "settings" / "look.json"
    monkeypatch.setattr(settings, "place", lambda: place)
    monkeypatch.setattr(i18n._Chosen, "dates", "")
    return place


def page_of(qtbot: QtBot, main: MainPage) -> SettingsPage:
    main.show_section("settings")
    settled(qtbot, main)
    page = main.pages["settings"]
    assert isinstance(page, SettingsPage)
    return page


def choose(main: MainPage, identifier: str, value: str) -> None:
    choice = child(main, identifier)
    assert isinstance(choice, Choice)
    choice.choose(value)
    choice.activated.emit(choice.currentIndex())


def window_of(main: MainPage) -> Window:
    window = main.window()
    assert isinstance(window, Window)
    return window


# ---- dates and movement


def test_the_form_of_dates_is_changed_at_once_and_kept(qtbot: QtBot, main: MainPage) -> None:
    window = window_of(main)
    page_of(qtbot, main)
    choice = child(main, "settings.dates")
    assert isinstance(choice, Choice)
    assert [choice.itemText(at) for at in range(choice.count())] == [
        "As in the language: 12 March 2024", "Day, month, year: 12 March 2024", "Month, day, year: March 12, 2024",
        "Year, month, day: 2024-03-12",
    ]  # fmt: skip
    for form, shown in (("year-first", "2024-03-12"), ("month-first", "March 12, 2024"), ("", "12 March 2024")):
        assert window.main is not None
        choose(window.main, "settings.dates", form)
        assert settings.load().dates == form
        page = section(qtbot, window.main, "timeline")
        assert any(shown in row.above for row in page.model.rows), form
        window.main.show_section("settings")


def test_the_forms_of_the_settings_are_those_of_the_dates() -> None:
    assert tuple(DateForm) == settings.DATE_FORMS


def test_less_motion_is_chosen_at_once_and_kept(
    qtbot: QtBot, qapp: QApplication, main: MainPage, make_window: Callable[..., Window], folder: Path
) -> None:
    window, blink = window_of(main), QApplication.cursorFlashTime()
    page_of(qtbot, main)
    assert not window.theme.less_motion
    choose(main, "settings.motion", "less")
    try:
        assert settings.load().motion == "less"
        assert window.theme.less_motion
        assert QApplication.cursorFlashTime() == 0
        assert not QApplication.isEffectEnabled(Qt.UIEffect.UI_AnimateCombo)
        box = ProgressBox("", "", main, still=window.theme.less_motion)
        assert box.maximum() == 1  # 0 would move
        window.show_unlock(folder)
        unlocking = window.page
        assert isinstance(unlocking, UnlockPage)
        unlocking._busy(busy=True)
        assert unlocking._bar.isHidden()
        assert not unlocking._stop.isHidden()
    finally:
        window.theme.move("system")
    assert QApplication.cursorFlashTime() == blink
    unlocking._busy(busy=True)
    assert not unlocking._bar.isHidden()


def test_what_cannot_be_kept_is_told(qtbot: QtBot, main: MainPage, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "")

    said: list[str] = []
    main.desk.said.connect(said.append)
    monkeypatch.setattr(settings, "save", full)
    page_of(qtbot, main)
    child(main, "settings.remember").click()  # type: ignore[attr-defined]  # a box
    assert said == ["This works now. It could not be kept for the next start."]


# ---- about


def test_the_licences_are_read_in_the_window(qtbot: QtBot, main: MainPage) -> None:
    page = page_of(qtbot, main)
    assert "This program does not use the internet." in labels(page)
    next(each for each in page.findChildren(Section) if "licences" in each._title).open()
    view = page.findChild(LicencesView)
    assert isinstance(view, LicencesView)
    qtbot.waitUntil(lambda: "GNU GENERAL PUBLIC LICENSE" in view._text.text(), timeout=WAIT)
    assert "Lucide icons: ISC and MIT" in labels(view)
    assert view._text.isReadOnly()
    view._which.setCurrentIndex(next(at for at in range(view._which.count()) if "OFL" in view._which.itemText(at)))
    view._which.activated.emit(0)
    qtbot.waitUntil(lambda: "SIL OPEN FONT LICENSE" in view._text.text(), timeout=WAIT)


# ---- somebody who guesses


def test_wrong_tries_in_settings_are_slowed_as_at_the_door(qtbot: QtBot, main: MainPage) -> None:
    window, page = window_of(main), page_of(qtbot, main)
    for part in page.keys.findChildren(Section):
        part.open()
    for count in range(1, FREE_TRIES + 1):
        type_new(page, "wrong", "a new one")
        page.keys.change()
        qtbot.waitUntil(lambda count=count: main.desk.tries.wrong == count, timeout=WAIT)  # type: ignore[misc]  # bound now
    assert "You can try again in 2 seconds." in labels(page)
    type_new(page, PASSPHRASE, "a new one")
    for act in (page.keys.change, page.keys.change_key, page.keys.make_key_file, page.keys.make_sheet):
        act()
    settled(qtbot, main)
    assert page.keys.current.text() == PASSPHRASE
    assert page.keys.first.text() == "a new one"
    choose(main, "settings.dates", "year-first")  # the pages are made anew, and the wait is not over
    assert window.main is not None
    again = page_of(qtbot, window.main)
    assert "You can try again in" in labels(again)
    while window.main.desk.tries.left:
        window.main.desk.tries.tick()
    assert "You can try again in" not in labels(again)
    type_new(again, PASSPHRASE, "a new one")
    again.keys.change()
    qtbot.waitUntil(lambda: "The passphrase is changed." in labels(again), timeout=WAIT)
    assert window.main.desk.tries.wrong == 0


def test_the_wait_counts_up_and_right_tries_end_it(qtbot: QtBot, main: MainPage) -> None:
    tries = main.desk.tries
    waits = []
    for _ in range(7):
        tries.add()
        waits.append(tries.left)
    assert waits == [0, 0, 2, 4, 8, 10, 10]
    tries.forget()
    assert tries.wrong == 0


def test_the_strength_counts_the_names_in_the_journal_and_keeps_none(qtbot: QtBot, main: MainPage) -> None:
    page = page_of(qtbot, main)
    page.keys.first.setText("Hale Hale Hale")
    qtbot.waitUntil(lambda: "Weak." in labels(page.keys.strength), timeout=WAIT)
    page.keys.first.setText("lamp under quiet harbour tree 7")
    qtbot.waitUntil(lambda: "Strong." in labels(page.keys.strength), timeout=WAIT)
    page.keys.first.setText("")
    qtbot.waitUntil(lambda: labels(page.keys.strength).strip() == "", timeout=WAIT)
    settled(qtbot, main)
    assert not any("dr. m. hale" in words for words in matching.RANKED_DICTIONARIES.values())
    gc.collect()
    known = [each for each in gc.get_objects() if isinstance(each, dict) and "dr. m. hale" in each]
    assert known == []


def test_the_neutral_settings_are_loaded_with_the_window(
    make_window: Callable[..., Window], folder: Path, kept_settings: Path
) -> None:
    settings.save(Settings(dates="year-first", motion="less"))
    assert settings.load() == Settings(dates="year-first", motion="less")
    window = make_window()
    window.start(folder)
    click(window, "help.open")
    assert kept_settings.exists()
    with Journal.open(folder, PASSPHRASE) as journal:
        assert journal.read_only is False


def test_the_language_of_the_words_is_kept_in_the_journal(qtbot: QtBot, main: MainPage) -> None:
    page = page_of(qtbot, main)
    assert (page.words.value(), page.words.currentText()) == ("", "The language of the dossier")
    choose(main, "settings.words-language", "es")
    settled(qtbot, main)
    assert read(qtbot, main, preferences.words_language) == "es"
    page.refresh()
    settled(qtbot, main)
    assert page.words.currentText() == "Español"
    read(qtbot, main, lambda journal: [preferences.keep_words_language(journal, "pt-BR")])
    page.refresh()
    settled(qtbot, main)
    assert (page.words.value(), page.words.currentText()) == ("pt-BR", "pt-BR")
