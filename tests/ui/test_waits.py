"""While long work goes on a new entry opens at once, and what has to wait says so and for what."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from journal_app.domain.incident import IncidentEntry
from journal_app.progress import Progress
from journal_app.services import drafts, incidents
from journal_app.services.drafts import NEW
from journal_app.services.journal import Journal
from journal_app.ui.incident_editor import IncidentEditor
from journal_app.ui.main_window import MainPage
from journal_app.ui.split_page import SplitPage
from tests.ui.conftest import WAIT, opened, section, settled
from tests.ui.test_sections import read

OPENS = "This opens as soon as other work is done: Copying everything."
KEPT = "What you wrote is kept. It is put in its place as soon as other work is done: Copying everything."


@pytest.fixture
def page(qtbot: QtBot, main: MainPage) -> SplitPage:
    found = section(qtbot, main, "timeline")
    settled(qtbot, main)
    return found


@pytest.fixture
def copying(main: MainPage) -> Iterator[Callable[[], threading.Event]]:
    """Return what begins long work that goes on until the event it returns is set."""
    ends: list[threading.Event] = []

    def begin() -> threading.Event:
        begun, end = threading.Event(), threading.Event()
        ends.append(end)

        def work(_: Journal, __: Progress) -> None:
            begun.set()
            assert end.wait(60)

        main.desk.long(main, "Copying everything", work, lambda _: None)
        assert begun.wait(60)
        return end

    yield begin
    for end in ends:
        end.set()


def written(qtbot: QtBot, page: SplitPage, text: str) -> IncidentEditor:
    editor = opened(qtbot, page, "")
    assert isinstance(editor, IncidentEditor)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is editor.account, timeout=WAIT)
    QTest.keyClicks(editor.account, text)
    return editor


def accounts(qtbot: QtBot, main: MainPage) -> list[str]:
    return sorted(row.first_line for row in read(qtbot, main, incidents.timeline) if row.first_line.startswith("It is"))


def test_a_new_entry_is_written_while_long_work_goes_on(
    qtbot: QtBot, main: MainPage, page: SplitPage, copying: Callable[[], threading.Event]
) -> None:
    end = copying()
    main.window().activateWindow()
    editor = written(qtbot, page, "It is written beside.")
    assert not end.is_set()
    assert main._said.text() == ""
    editor.finish()
    qtbot.waitUntil(lambda: main._said.text() == KEPT, timeout=WAIT)
    end.set()
    qtbot.waitUntil(lambda: main._said.text() == "Saved in this journal.", timeout=WAIT)
    assert accounts(qtbot, main) == ["It is written beside."]
    assert read(qtbot, main, drafts.keys) == ()


def test_what_was_being_written_opens_beside_long_work(
    qtbot: QtBot, main: MainPage, page: SplitPage, copying: Callable[[], threading.Event]
) -> None:
    draft = IncidentEntry(account="It is begun.")
    read(qtbot, main, lambda journal: drafts.save(journal, NEW, draft))
    end = copying()
    editor = opened(qtbot, page, NEW)
    assert isinstance(editor, IncidentEditor)
    assert editor.account.text() == "It is begun."
    end.set()


def test_a_new_entry_begins_with_nothing_of_the_one_that_still_has_to_be_saved(
    qtbot: QtBot, main: MainPage, page: SplitPage, copying: Callable[[], threading.Event]
) -> None:
    main.window().activateWindow()
    end = copying()
    before = written(qtbot, page, "It is the first.")
    page.close_opened()
    page.show_record("")
    qtbot.waitUntil(lambda: main._said.text() == OPENS, timeout=WAIT)
    assert page.opened is None
    end.set()
    qtbot.waitUntil(lambda: page.opened is not None, timeout=WAIT)
    after = page.opened
    assert isinstance(after, IncidentEditor)
    assert after is not before
    assert after.account.text() == ""
    assert main._said.text() != OPENS
    after.account.setPlainText("It is the second.")
    after.finish()
    qtbot.waitUntil(lambda: page.opened is None, timeout=WAIT)
    assert accounts(qtbot, main) == ["It is the first.", "It is the second."]


def test_an_entry_that_waits_says_for_what_until_it_is_open_or_not_wanted(
    qtbot: QtBot, main: MainPage, page: SplitPage, copying: Callable[[], threading.Event]
) -> None:
    end = copying()
    page.show_record("first")
    qtbot.waitUntil(lambda: main._said.text() == OPENS, timeout=WAIT)
    main.show_section("help")
    assert main._said.text() == ""
    main.show_section("timeline")
    page.show_record("first")
    qtbot.waitUntil(lambda: main._said.text() == OPENS, timeout=WAIT)
    end.set()
    qtbot.waitUntil(lambda: page.opened is not None, timeout=WAIT)
    assert main._said.text() == ""
