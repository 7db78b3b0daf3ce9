"""A copy opened in the window: read as it is, said all the time, and nothing in it changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from journal_app.services import backups
from journal_app.services.journal import Journal
from journal_app.ui.app import Window
from journal_app.ui.incident_editor import IncidentEditor
from journal_app.ui.main_window import MainPage
from journal_app.ui.unlock_page import UnlockPage
from tests.services.keeping import on_disk
from tests.ui.conftest import PASSPHRASE, WAIT, opened, section, settled
from tests.ui.test_sections import labels, open_all


def test_a_copy_is_read_and_stays_as_it_is(
    qtbot: QtBot, make_window: Callable[..., Window], folder: Path, tmp_path: Path
) -> None:
    with Journal.open(folder, PASSPHRASE) as journal:
        backups.back_up(journal, tmp_path / "copy")
    before = on_disk(tmp_path / "copy")
    window = make_window()
    window.start(tmp_path / "copy")
    page = window.page
    assert isinstance(page, UnlockPage)
    page.field.setText(PASSPHRASE)
    page.field.returnPressed.emit()
    qtbot.waitUntil(lambda: window.main is not None, timeout=WAIT)
    main = window.main
    assert isinstance(main, MainPage)
    assert "This is a copy of a journal, so it is open for reading only." in labels(main)
    assert not main.new.isEnabled()
    for key, identifier in (("timeline", "first"), ("people", "hale"), ("matches", "house"), ("filing", "bbs")):
        open_all(qtbot, main, opened(qtbot, section(qtbot, main, key), identifier))
    editor = opened(qtbot, section(qtbot, main, "timeline"), "first")
    assert isinstance(editor, IncidentEditor)
    editor.account.setPlainText("What is typed here goes nowhere.")
    settled(qtbot, main)
    assert "What is typed here is not kept." in main._said.text()
    main.show_section("dossier")
    settled(qtbot, main)
    window.lock()
    assert on_disk(tmp_path / "copy") == before


def test_a_journal_that_may_be_written_to_says_nothing(main: MainPage) -> None:
    assert main.desk.told == ()
    assert main.new.isEnabled()
    assert "open for reading only" not in labels(main)
