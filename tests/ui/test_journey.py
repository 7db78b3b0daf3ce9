"""The window on a real journal: open, write, find, make a dossier, lock, open again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from journal_app.services import drafts, incidents
from journal_app.services.journal import Journal
from journal_app.settings import Settings
from journal_app.ui.app import Window
from journal_app.ui.dossier_page import DossierPage
from journal_app.ui.theme import Theme
from journal_app.ui.timeline_page import TimelinePage
from journal_app.ui.tokens import CONTRAST, DARK, LIGHT, Look, Tokens, contrast
from journal_app.ui.unlock_page import UnlockPage
from journal_app.vault.keyslots import FLOOR_COST

PASSPHRASE = "a passphrase for tests"  # noqa: S105 - opens nothing but test journals
WAIT = 30_000


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Window:
    with Journal.create(tmp_path / "journal", PASSPHRASE, cost=FLOOR_COST)[0] as journal:
        incidents.record(journal, incidents.IncidentEntry(account="An earlier entry.", occurred="2024-03"))
    theme = Theme(qapp, Look.LIGHT)
    theme.apply()
    made = Window(theme, Settings(), replace_process=left.append, leave=lambda: left.append(["left"]))
    left.clear()
    qtbot.addWidget(made, before_close_func=lambda _: made.lane.stop())
    made.start(tmp_path / "journal")
    made.show()
    return made


left: list[list[str]] = []


def unlock(qtbot: QtBot, window: Window) -> TimelinePage:
    page = window.page
    assert isinstance(page, UnlockPage)
    page.field.setText(PASSPHRASE)
    page.field.returnPressed.emit()
    qtbot.waitUntil(lambda: window.main is not None, timeout=WAIT)
    assert window.main is not None
    timeline = window.main.pages["timeline"]
    assert isinstance(timeline, TimelinePage)
    qtbot.waitUntil(lambda: len(timeline.model.rows) == 1, timeout=WAIT)
    return timeline


def test_write_an_entry_and_make_a_dossier(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    timeline = unlock(qtbot, window)
    timeline.show_record("")
    qtbot.waitUntil(lambda: timeline.editor is not None, timeout=WAIT)
    editor = timeline.editor
    assert editor is not None
    editor.account.setPlainText("He wrote to me late in the evening.")
    editor.when.show_text("2024-03-12T23:40")
    editor.finish()
    qtbot.waitUntil(lambda: len(timeline.model.rows) == 2, timeout=WAIT)
    assert window.main is not None
    window.main.search.setText("evening")
    found = window.main.found
    qtbot.waitUntil(lambda: len(found.model.rows) == 1, timeout=WAIT)
    window.main.show_section("dossier")
    dossier = window.main.pages["dossier"]
    assert isinstance(dossier, DossierPage)
    dossier.reader.readers["self"].setChecked(True)
    dossier.show_step(5)
    qtbot.waitUntil(dossier.save.button.isEnabled, timeout=WAIT)  # until it is planned, nothing is saved
    dossier.save.save_to(tmp_path / "copy.pdf")
    qtbot.waitUntil(lambda: "copy.pdf" in dossier.save.made, timeout=WAIT)
    assert (tmp_path / "copy.pdf").exists()
    window.lock()
    assert left == [[str(tmp_path / "journal")]]
    assert not window.isVisible()
    with Journal.open(tmp_path / "journal", PASSPHRASE) as journal:
        assert len(incidents.timeline(journal)) == 2


def test_what_is_being_written_survives_leaving(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    timeline = unlock(qtbot, window)
    timeline.show_record("")
    qtbot.waitUntil(lambda: timeline.editor is not None, timeout=WAIT)
    assert timeline.editor is not None
    timeline.editor.account.setPlainText("Half a sent")
    window.quick_exit()
    assert (left, window.isVisible()) == ([["left"]], False)
    with Journal.open(tmp_path / "journal", PASSPHRASE) as journal:
        draft = drafts.load(journal, "new", incidents.IncidentEntry)
    assert draft is not None
    assert draft.account == "Half a sent"


def test_a_wrong_passphrase_says_so_and_nothing_else(qtbot: QtBot, window: Window) -> None:
    page = window.page
    assert isinstance(page, UnlockPage)
    page.field.setText("wrong")
    page.field.returnPressed.emit()
    qtbot.waitUntil(lambda: bool(page._problem.text()), timeout=WAIT)
    assert "did not open" in page._problem.text()
    assert window.windowTitle() == "Journal"
    window.quick_exit()


@pytest.mark.parametrize("tokens", [LIGHT, DARK, CONTRAST])
def test_text_and_borders_can_be_seen(tokens: Tokens) -> None:
    for ground in (tokens.window, tokens.surface, tokens.sunken):
        assert contrast(tokens.text, ground) >= 4.5
        assert contrast(tokens.muted, ground) >= 4.5
        assert contrast(tokens.line, ground) >= 3
        assert contrast(tokens.danger, ground) >= 4.5
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5
    assert contrast(tokens.on_accent_soft, tokens.accent_soft) >= 4.5
