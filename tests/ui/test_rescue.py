"""A journal too damaged to open: the page that asks for the passphrase offers a check, and to save what is left."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from journal_app.ui import file_dialog
from journal_app.ui.app import Window
from journal_app.ui.jobs import Lane
from journal_app.ui.rescue import Rescue
from journal_app.ui.unlock_page import UnlockPage
from tests.ui.conftest import PASSPHRASE, WAIT
from tests.ui.test_sections import labels
from tests.ui.test_start import click

Make = Callable[..., Window]


@pytest.fixture
def damaged(folder: Path) -> Path:
    """A journal of which a page that opening reads is damaged: the second of its database."""
    data = bytearray((folder / "journal.db").read_bytes())
    data[4096 + 2000] ^= 1
    (folder / "journal.db").write_bytes(data)
    return folder


@pytest.fixture
def window(qtbot: QtBot, make_window: Make, damaged: Path) -> Window:
    """A window that could not open it."""
    window = make_window()
    window.start(damaged)
    page = window.page
    assert isinstance(page, UnlockPage)
    page.field.setText(PASSPHRASE)
    click(window, "unlock.open")
    qtbot.waitUntil(lambda: page.findChild(Rescue) is not None, timeout=WAIT)
    return window


def says(qtbot: QtBot, window: Window, words: str) -> None:
    assert window.page is not None
    qtbot.waitUntil(lambda: words in labels(window.page), timeout=WAIT)  # type: ignore[arg-type]  # as above


def test_a_wrong_passphrase_offers_nothing(qtbot: QtBot, make_window: Make, folder: Path) -> None:
    window = make_window()
    window.start(folder)
    page = window.page
    assert isinstance(page, UnlockPage)
    page.field.setText("another")
    click(window, "unlock.open")
    qtbot.waitUntil(lambda: "did not open" in labels(page), timeout=WAIT)
    assert page.findChild(Rescue) is None


def test_the_damage_is_told(qtbot: QtBot, window: Window) -> None:
    click(window, "unlock.check")
    says(qtbot, window, "\nThe journal’s database is not as it was saved; nothing was changed.\n")
    click(window, "unlock.open")  # again: it is offered once
    qtbot.waitUntil(lambda: window.page is not None and len(window.page.findChildren(Rescue)) == 1, timeout=WAIT)


def test_what_can_be_read_is_saved(
    qtbot: QtBot, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = iter([None, tmp_path / "out"])
    monkeypatch.setattr(file_dialog, "place_to_save", lambda *_: next(places))
    says(qtbot, window, "That folder is not locked")
    click(window, "unlock.salvage")
    click(window, "unlock.salvage")
    says(qtbot, window, "The folder is not locked.")
    assert len(json.loads((tmp_path / "out" / "journal.json").read_text("utf-8"))["incidents"]) == 4


def test_what_is_stopped_leaves_nothing(
    qtbot: QtBot, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_dialog, "place_to_save", lambda *_: tmp_path / "out")
    start = Lane.start

    def stopped(self: Lane, *given: object) -> object:
        job = start(self, *given)  # type: ignore[arg-type]  # as it was called
        job.cancel()
        return job

    monkeypatch.setattr(Lane, "start", stopped)
    click(window, "unlock.salvage")
    says(qtbot, window, "Stopped. Nothing half done was left behind.")
    assert not (tmp_path / "out").exists()


def test_without_a_passphrase_nothing_is_done(qtbot: QtBot, window: Window) -> None:
    page = window.page
    assert isinstance(page, UnlockPage)
    page.field.clear()
    before = labels(page)
    click(window, "unlock.check")
    click(window, "unlock.salvage")
    assert labels(page) == before
