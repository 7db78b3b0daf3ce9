"""A time stamp for a package, where the package was just saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from journal_app.ui import file_dialog
from journal_app.ui.main_window import MainPage
from journal_app.ui.package_time import PackageTime
from journal_app.ui.widgets import Button, Section
from tests.ui.conftest import WAIT, settled
from tests.ui.test_dossier_page import dossier, step
from tests.ui.test_sections import labels


def test_a_request_is_offered_for_the_package_that_was_saved(
    qtbot: QtBot, main: MainPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = dossier(qtbot, main)
    page.reader.readers["lawyer"].click()
    page.reader.filing.choose("")
    page.reader._show()
    step(qtbot, main, page, 2)
    assert page.entries._ticks is not None
    page.entries._ticks.model.tick(["second"], wanted=True)
    step(qtbot, main, page, 5)
    monkeypatch.setattr(file_dialog, "place_to_save", lambda *_: tmp_path / "out")
    page.save.button.click()
    qtbot.waitUntil(lambda: "dossier.pdf" in page.save.made, timeout=WAIT)
    parts = page.save.findChildren(Section)
    next(each for each in parts if each.findChild(Button, "dossier.time.head")).open()
    settled(qtbot, main)
    found = page.save.findChild(PackageTime)
    assert isinstance(found, PackageTime)
    monkeypatch.setattr(file_dialog, "place_to_save", lambda *_: tmp_path / "a.tsq")
    found.request.click()  # which package is meant is known
    qtbot.waitUntil(lambda: "and keep the package as it is" in labels(found), timeout=WAIT)
    assert (tmp_path / "a.tsq").stat().st_size < 80
