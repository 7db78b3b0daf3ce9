"""Erasing a file in the window: asked twice, what was written is saved before, and it is in no list afterwards."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from journal_app.domain.evidence import WaitingFiles
from journal_app.errors import BadInput
from journal_app.services import drafts
from journal_app.services.journal import Journal
from journal_app.store import evidence as evidence_store
from journal_app.store import revisions
from journal_app.ui.desk import Desk
from journal_app.ui.evidence_editor import EvidenceEditor
from journal_app.ui.main_window import MainPage
from journal_app.ui.split_page import SplitPage
from journal_app.ui.widgets import Button
from tests.ui.conftest import WAIT, child, opened, section
from tests.ui.test_sections import read

FILE = "clear"


@pytest.fixture
def page(qtbot: QtBot, main: MainPage) -> SplitPage:
    return section(qtbot, main, "evidence")


@pytest.fixture
def editor(qtbot: QtBot, page: SplitPage) -> EvidenceEditor:
    shown = opened(qtbot, page, FILE)
    assert isinstance(shown, EvidenceEditor)
    child(shown, "evidence.erasure.head").click()  # type: ignore[attr-defined]  # the head of a part, a button
    return shown


def meant(editor: EvidenceEditor) -> Button:
    """Say that it is meant, and return the button."""
    button = child(editor, "evidence.erase")
    assert isinstance(button, Button)
    assert not button.isEnabled()
    child(editor, "evidence.erase.sure").click()  # type: ignore[attr-defined]  # a box to tick
    return button


def test_a_file_is_erased_and_what_was_written_of_it_stays_in_the_history(
    qtbot: QtBot, main: MainPage, page: SplitPage, editor: EvidenceEditor
) -> None:
    rows = len(page.model.rows)
    editor.description.setPlainText("Added by mistake.")
    said: list[str] = []
    main.desk.said.connect(said.append)
    meant(editor).click()
    qtbot.waitUntil(lambda: said[-1:] == ["Erased. That it was here stays in the history."], timeout=WAIT)
    qtbot.waitUntil(lambda: page.opened is None and len(page.model.rows) == rows - 1, timeout=WAIT)
    assert FILE not in {each.id for each in page.model.rows}
    there = read(qtbot, main, lambda journal: revisions.found(journal.database, "evidence", FILE, removed=True))
    plain = there.revision.plain
    assert plain is not None
    assert (there.removed, plain["description"]) == (True, "Added by mistake.")
    assert not read(qtbot, main, lambda journal: evidence_store.knows_blob(journal.database, plain["blob"]))
    assert f"evidence:{FILE}" not in read(qtbot, main, drafts.keys)


def test_a_file_that_is_named_stays_and_the_person_is_told_where(
    qtbot: QtBot, main: MainPage, page: SplitPage, editor: EvidenceEditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wait(journal: Journal) -> None:
        drafts.save(journal, "waiting:new", WaitingFiles(files=(FILE,)))

    read(qtbot, main, wait)
    told: list[Exception] = []
    monkeypatch.setattr(Desk, "show_error", lambda _, error: told.append(error))
    meant(editor).click()
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT)
    assert isinstance(told[0], BadInput)
    assert "something that is not finished" in told[0].message
    assert FILE in {each.id for each in page.model.rows}
    assert page.opened is editor
