"""What opens the journal, changed in the window: each change asks for what opens it now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from journal_app.errors import WrongSecret
from journal_app.services import preferences
from journal_app.services.drafts import Pad
from journal_app.services.journal import Journal
from journal_app.ui import file_dialog
from journal_app.ui.app import Window
from journal_app.ui.error_dialog import ErrorDialog
from journal_app.ui.key_cards import KeyCards
from journal_app.ui.main_window import MainPage
from journal_app.ui.recovery_pages import RecoverySheetPage
from journal_app.ui.settings_page import SettingsPage
from journal_app.ui.ticks import Check
from journal_app.ui.unlock_page import UnlockPage
from journal_app.ui.widgets import Section
from journal_app.vault import settling
from tests.ui.conftest import PASSPHRASE, WAIT, busy, child, settled
from tests.ui.test_sections import labels, read
from tests.ui.test_start import click

NEW = "words that nobody learned"
Make = Callable[..., Window]


@pytest.fixture
def cards(qtbot: QtBot, main: MainPage) -> KeyCards:
    return cards_of(qtbot, main)


def cards_of(qtbot: QtBot, main: MainPage) -> KeyCards:
    """Show the cards of an open journal, with every part open."""
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


def test_what_is_typed_for_a_new_passphrase_stays_until_it_is_the_passphrase(
    qtbot: QtBot, main: MainPage, cards: KeyCards
) -> None:
    typed(cards, PASSPHRASE, NEW)
    cards.second.setText(f"{NEW}x")
    cards.change()
    assert "The two differ." in labels(cards)
    assert (cards.first.text(), cards.second.text()) == (NEW, f"{NEW}x")
    typed(cards, "", NEW)
    cards.change()
    assert "First type the current passphrase" in labels(cards)
    assert "The two differ." not in labels(cards)
    assert (cards.first.text(), cards.second.text()) == (NEW, NEW)
    typed(cards, "a wrong one", NEW)
    cards.change()
    qtbot.waitUntil(lambda: "That does not open this journal" in labels(cards), timeout=WAIT)
    assert (cards.first.text(), cards.second.text()) == (NEW, NEW)
    qtbot.waitUntil(lambda: not cards._tries.left, timeout=WAIT)
    cards.current.setText(PASSPHRASE)
    cards.change()
    qtbot.waitUntil(lambda: "The passphrase is changed." in labels(cards), timeout=WAIT)
    assert (cards.first.text(), cards.second.text()) == ("", "")


def test_one_is_suggested_and_shown_like_the_first_passphrase(main: MainPage, cards: KeyCards) -> None:
    show, hidden = child(cards, "settings.show"), QLineEdit.EchoMode.Password
    assert isinstance(show, Check)
    assert (cards.first.echoMode(), cards.second.echoMode()) == (hidden, hidden)
    click(window_of(main), "settings.suggest")
    assert len(cards.first.text().split()) >= 5
    assert cards.first.text() == cards.second.text()
    assert cards.first.text() in labels(cards)  # whole, also where the field is narrow
    assert cards.first.echoMode() == QLineEdit.EchoMode.Normal
    show.click()
    assert (cards.first.echoMode(), cards.second.echoMode()) == (hidden, hidden)
    assert cards.first.text() not in labels(cards)


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


def test_a_key_file_is_made_asked_for_and_given_up(
    qtbot: QtBot, main: MainPage, cards: KeyCards, folder: Path, tmp_path: Path, make_window: Make,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    window, file = window_of(main), tmp_path / "key"
    assert "No key file is needed." in labels(cards)
    assert not child(cards, "settings.key-file-none").isEnabled()
    click(window, "settings.key-file-new")
    assert "First type the current passphrase" in labels(cards)
    places = iter([None, file])
    monkeypatch.setattr(file_dialog, "place_to_save", lambda *_: next(places))
    typed(cards, PASSPHRASE)
    click(window, "settings.key-file-new")
    assert not file.exists()
    click(window, "settings.key-file-new")
    qtbot.waitUntil(lambda: "its key file together" in labels(cards), timeout=WAIT)
    assert "Keep a second copy of it." in labels(cards)
    window.lock()
    again = make_window()
    again.start(folder)
    page = again.page
    assert isinstance(page, UnlockPage)
    button = child(again, "unlock.key-file")
    qtbot.waitUntil(button.isVisible, timeout=WAIT)
    page.field.setText(PASSPHRASE)
    click(again, "unlock.open")
    qtbot.waitUntil(lambda: "only with its key file as well" in labels(page), timeout=WAIT)
    chosen = iter([[], [file]])
    monkeypatch.setattr(file_dialog, "files_to_open", lambda *_: next(chosen))
    click(again, "unlock.key-file")
    assert page.key_file is None
    click(again, "unlock.key-file")
    assert "The key file is chosen." in labels(page)
    click(again, "unlock.open")
    qtbot.waitUntil(lambda: again.main is not None, timeout=WAIT)
    assert again.main is not None
    cards = cards_of(qtbot, again.main)
    qtbot.waitUntil(child(cards, "settings.key-file-none").isEnabled, timeout=WAIT)
    typed(cards, PASSPHRASE)
    click(again, "settings.key-file-none")
    qtbot.waitUntil(lambda: "The passphrase alone opens the journal from now on." in labels(cards), timeout=WAIT)
    again.lock()
    Journal.open(folder, PASSPHRASE).close()


def test_without_a_key_file_none_is_asked_for(qtbot: QtBot, make_window: Make, folder: Path) -> None:
    window = make_window()
    window.start(folder)
    done: list[object] = []
    window.lane.start(window, lambda _: None, done.append, done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=WAIT)
    window.show_unlock(folder)
    window.lane.start(window, lambda _: None, done.append, done.append)
    qtbot.waitUntil(lambda: len(done) == 2, timeout=WAIT)
    assert child(window, "unlock.key-file").isHidden()


def test_who_has_a_sheet_can_be_noted_before_what_was_noted_is_read(qtbot: QtBot, main: MainPage) -> None:
    """What was typed was put back when it came, or else what stood in the other fields was emptied."""
    read(qtbot, main, lambda journal: [preferences.set_sheet_holders(journal, ("Ann", "Rui", ""))])
    main.show_section("settings")
    settled(qtbot, main)
    page, end = main.pages["settings"], busy(main)
    assert isinstance(page, SettingsPage)
    cards = page.keys
    child(cards, "settings.holders.head").click()  # type: ignore[attr-defined]  # a button
    fields = [child(cards, f"settings.holder-{number}") for number in (1, 2, 3)]
    qtbot.keyClicks(fields[0], "my sister")
    qtbot.keyClick(fields[0], Qt.Key.Key_Return)
    end.set()
    settled(qtbot, main)
    settled(qtbot, main)
    assert [each.text() for each in fields] == ["my sister", "Rui", ""]  # type: ignore[attr-defined]  # lines
    assert read(qtbot, main, preferences.sheet_holders) == ("my sister", "Rui", "")
    qtbot.keyClick(fields[1], Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(fields[1], Qt.Key.Key_Delete)
    qtbot.keyClick(fields[1], Qt.Key.Key_Return)
    settled(qtbot, main)
    assert read(qtbot, main, preferences.sheet_holders) == ("my sister", "", "")


def test_who_has_a_sheet_is_kept_while_it_is_typed(qtbot: QtBot, main: MainPage) -> None:
    """It was kept only when the field was left."""
    main.show_section("settings")
    page = main.pages["settings"]
    assert isinstance(page, SettingsPage)
    child(page, "settings.holders.head").click()  # type: ignore[attr-defined]  # a button
    settled(qtbot, main)
    end = busy(main)  # with something long
    qtbot.keyClicks(child(page, "settings.holder-1"), "my sister")
    pad = Pad(main.window()._journal)  # type: ignore[attr-defined]  # the window's own
    qtbot.waitUntil(lambda: preferences.sheet_holders(pad)[0] == "my sister", timeout=WAIT)
    qtbot.keyClicks(child(page, "settings.holder-2"), "Rui")
    main.leave()
    assert preferences.sheet_holders(pad) == ("my sister", "Rui", "")
    pad.close()
    end.set()
    settled(qtbot, main)
    assert read(qtbot, main, preferences.sheet_holders) == ("my sister", "Rui", "")
