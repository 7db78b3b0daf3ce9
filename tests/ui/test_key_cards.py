"""What opens the journal, changed in the window: each change asks for what opens it now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from journal_app.errors import WrongSecret
from journal_app.services.journal import Journal
from journal_app.ui.app import Window
from journal_app.ui.error_dialog import ErrorDialog
from journal_app.ui.key_cards import KeyCards
from journal_app.ui.main_window import MainPage
from journal_app.ui.recovery_pages import RecoverySheetPage
from journal_app.ui.settings_page import SettingsPage
from journal_app.ui.widgets import Section
from journal_app.vault import settling
from tests.ui.conftest import PASSPHRASE, WAIT, child, settled
from tests.ui.test_sections import labels
from tests.ui.test_start import click

NEW = "words that nobody learned"
Make = Callable[..., Window]


@pytest.fixture
def cards(qtbot: QtBot, main: MainPage) -> KeyCards:
    """The cards of the open sample journal, with every part open."""
    main.show_section("settings")
    page = main.pages["settings"]
    assert isinstance(page, SettingsPage)
    for part in page.keys.findChildren(Section):
        part.open()
    settled(qtbot, main)
    return page.keys


def typed(cards: KeyCards, current: str, new: str = "") -> None:
    """Type what opens the journal now, and a new passphrase twice."""
    cards.current.setText(current)
    cards.first.setText(new)
    cards.second.setText(new)


def window_of(main: MainPage) -> Window:
    window = main.window()
    assert isinstance(window, Window)
    return window


def test_someone_may_know_it(
    qtbot: QtBot, main: MainPage, cards: KeyCards, folder: Path, kept: tuple[Path, str]
) -> None:
    window = window_of(main)
    assert "Copies made earlier still open with the old passphrase" in labels(cards)
    next((folder / "files").iterdir()).write_bytes(b"damaged")
    for current, new, told in (
        (PASSPHRASE, "", "The two differ."),
        ("", NEW, "First type the current passphrase"),
        ("a wrong one", NEW, "That does not open this journal"),
    ):
        typed(cards, current, new)
        click(window, "settings.new-key")
        qtbot.waitUntil(lambda told=told: told in labels(cards), timeout=WAIT)
    said: list[str] = []
    main.desk.said.connect(said.append)
    typed(cards, PASSPHRASE, NEW)
    click(window, "settings.new-key")
    qtbot.waitUntil(lambda: isinstance(window.page, RecoverySheetPage), timeout=WAIT)
    sheet = window.page
    assert isinstance(sheet, RecoverySheetPage)
    assert said == ["Files that are damaged stayed as they were: 1. A check names them."]
    sheet._typed.setText(sheet._key.groups[sheet._asked])
    key = sheet._key.text
    click(window, "recovery.go-on")
    qtbot.waitUntil(lambda: isinstance(window.page, MainPage), timeout=WAIT)
    window.lock()
    for old in (lambda: Journal.open(folder, PASSPHRASE), lambda: Journal.check_recovery_key(folder, kept[1])):
        with pytest.raises(WrongSecret):
            old()
    Journal.open(folder, NEW).close()
    Journal.check_recovery_key(folder, key)


def test_a_change_that_could_not_be_finished_is_told_and_locks(
    qtbot: QtBot, main: MainPage, cards: KeyCards, folder: Path, ended: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(ErrorDialog, "exec", lambda dialog: told.append(dialog.text))

    def broken(*_: object) -> None:
        raise OSError(5, "")

    with monkeypatch.context() as patched:
        patched.setattr(settling, "write_whole", broken)
        typed(cards, PASSPHRASE, NEW)
        child(cards, "settings.files-anew").setChecked(False)  # type: ignore[attr-defined]
        click(window_of(main), "settings.new-key")
        qtbot.waitUntil(lambda: bool(ended), timeout=WAIT)
    assert "open the journal with the new passphrase" in told[0]
    Journal.open(folder, NEW).close()
