"""A full disk: what it does not take is held in memory, shown again, tried again, and kept when there is space."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from journal_app.domain.incident import IncidentEntry
from journal_app.domain.people import PersonEntry
from journal_app.services import drafts, incidents
from journal_app.services.drafts import NEW, Pad, Place
from journal_app.services.journal import Journal
from journal_app.ui import names
from journal_app.ui.app import Window
from journal_app.ui.incident_editor import IncidentEditor
from journal_app.ui.main_window import MainPage
from journal_app.ui.people_page import PersonEditor
from journal_app.ui.timeline_page import TimelinePage
from tests.ui.conftest import PASSPHRASE, WAIT, opened, section, settled, unlock
from tests.ui.test_sections import read

LONG = "What happened, in so many words that they need space of their own. " * 5000
MUCH = 1_000_000  # pages


def allow(main: MainPage, pages: int = 0) -> None:
    """Let the database of the open journal have so many pages, on both ways into it; as many as it has for 0."""

    def limit(place: Place) -> None:
        most = pages or place.database.execute("PRAGMA page_count")[0][0]
        place.database.execute(f"PRAGMA max_page_count={most}")

    assert main.desk._pen.wait(lambda: limit(main.desk._place()), 60)
    assert main.desk.wait(limit, 60)


def typed(qtbot: QtBot, main: MainPage) -> tuple[TimelinePage, IncidentEditor]:
    """Type a long new entry on a full disk, until the window says that it was not kept."""
    page = section(qtbot, main, "timeline")
    assert isinstance(page, TimelinePage)
    editor = opened(qtbot, page, "")
    assert isinstance(editor, IncidentEditor)
    editor.account.setPlainText("One.")
    qtbot.waitUntil(lambda: editor.kept.text() == "Kept as you write.", timeout=WAIT)
    allow(main)
    editor.account.setPlainText(LONG)
    qtbot.waitUntil(main._unkept_row.isVisible, timeout=WAIT)
    qtbot.waitUntil(lambda: "There is no space left" in main._unkept.text(), timeout=WAIT)
    assert editor.kept.text() == ""
    return page, editor


def kept_on_the_disk(folder: Path, place: Path) -> str:
    """Return what a kill at this moment would leave of the new entry."""
    shutil.copytree(folder, place)
    with Journal.open(place, PASSPHRASE) as journal:
        draft = drafts.load(journal, NEW, IncidentEntry)
    return draft.account if draft else ""


def test_it_is_said_up_to_when_everything_is_saved(qtbot: QtBot, main: MainPage) -> None:
    watch, at = main.desk.unkept, datetime(2026, 3, 12, 14, 2, 30, tzinfo=UTC)
    watch._clock = lambda: at
    watch.look()
    at = datetime(2026, 3, 12, 14, 40, tzinfo=UTC)
    typed(qtbot, main)
    safe = f"What you wrote up to {names.moment(datetime(2026, 3, 12, 14, 39, tzinfo=UTC))} is saved."
    assert f"{safe} What you wrote last could not be saved yet." in main._unkept.text()
    at = datetime(2026, 3, 12, 14, 50, tzinfo=UTC)
    watch.look()
    assert watch.whole_until == datetime(2026, 3, 12, 14, 39, 58, tzinfo=UTC)


@pytest.mark.parametrize("whole", [True, False])
def test_words_a_full_disk_did_not_take_are_there_again(
    qtbot: QtBot, main: MainPage, folder: Path, tmp_path: Path, *, whole: bool
) -> None:
    page, editor = typed(qtbot, main)
    if not whole:
        editor.when.kind.choose("day")
        editor.when.kind.activated.emit(editor.when.kind.currentIndex())
        qtbot.keyClicks(editor.when.first.year, "20")
        assert editor.missing()
    page.close_opened()
    settled(qtbot, main)
    again = opened(qtbot, page, "")
    assert isinstance(again, IncidentEditor)
    assert again.account.text() == LONG
    page.close_opened()
    settled(qtbot, main)
    qtbot.waitUntil(lambda: any(row.id == NEW for row in page.model.rows), timeout=WAIT)
    allow(main, MUCH)
    main.desk.unkept.timer.timeout.emit()
    qtbot.waitUntil(lambda: not main._unkept_row.isVisible(), timeout=WAIT)
    assert main._said.text() == "What you wrote is saved now."
    assert kept_on_the_disk(folder, tmp_path / "killed") == LONG
    again = opened(qtbot, page, "")
    assert isinstance(again, IncidentEditor)
    assert again.account.text() == LONG


def test_it_is_tried_again_by_itself_and_kept_once(qtbot: QtBot, main: MainPage) -> None:
    page, editor = typed(qtbot, main)
    allow(main, MUCH)
    qtbot.waitUntil(lambda: not main.desk.unkept.holds, timeout=WAIT)
    assert read(qtbot, main, lambda journal: drafts.load(journal, NEW, IncidentEntry)) == editor.record()
    page.close_opened()
    settled(qtbot, main)
    rows = [row.first_line for row in read(qtbot, main, incidents.timeline)]
    assert sum(row.startswith("What happened, in so many") for row in rows) == 1
    assert read(qtbot, main, drafts.keys) == ()


def test_what_is_held_is_kept_on_the_way_out(
    qtbot: QtBot, main: MainPage, folder: Path, tmp_path: Path, ended: list[object]
) -> None:
    page, _ = typed(qtbot, main)
    page.close_opened()
    settled(qtbot, main)
    main.desk.unkept.timer.stop()
    allow(main, MUCH)
    window = main.window()
    assert isinstance(window, Window)
    window.quick_exit()
    assert ended == ["left"]
    assert kept_on_the_disk(folder, tmp_path / "left") == LONG


@pytest.mark.parametrize("back", [True, False])
def test_what_is_lost_on_the_way_out_is_told_at_the_next_unlock(
    qtbot: QtBot, main: MainPage, folder: Path, make_window: Callable[..., Window], *, back: bool
) -> None:
    page, _ = typed(qtbot, main)
    if back:
        page.close_opened()
        settled(qtbot, main)
    window = main.window()
    assert isinstance(window, Window)
    window.quick_exit()
    lost = "What you typed last could not be saved before the journal locked. Look at what you wrote last, "
    for told in (lost, ""):
        again = make_window()
        unlock(qtbot, again, folder)
        assert again.main is not None
        settled(qtbot, again.main)
        assert again.main._told.text().startswith(told)
        assert again.main._told_row.isVisible() is bool(told)
        again.lock()


def test_what_is_typed_after_it_is_not_replaced_by_what_was_held(qtbot: QtBot, main: MainPage) -> None:
    page, _ = typed(qtbot, main)
    page.close_opened()
    settled(qtbot, main)
    again = opened(qtbot, page, "")
    assert isinstance(again, IncidentEditor)
    again.account.setPlainText("Short enough for any disk.")
    pad = Pad(main.window()._journal)  # type: ignore[attr-defined]  # the window's own

    def there() -> bool:
        draft = drafts.load(pad, NEW, IncidentEntry)
        return draft is not None and draft.account == "Short enough for any disk."

    qtbot.waitUntil(there, timeout=WAIT)
    allow(main, MUCH)
    qtbot.waitUntil(lambda: not main.desk.unkept.holds, timeout=WAIT)
    assert there()
    pad.close()


def test_sections_made_anew_say_it_too(qtbot: QtBot, main: MainPage) -> None:
    typed(qtbot, main)
    window = main.window()
    assert isinstance(window, Window)
    window._make_anew(dates="")
    assert window.main is not None
    assert window.main is not main
    qtbot.waitUntil(window.main._unkept_row.isVisible, timeout=WAIT)
    allow(window.main, MUCH)
    qtbot.waitUntil(lambda: not window.main._unkept_row.isVisible(), timeout=WAIT)


def test_a_person_a_full_disk_did_not_take_is_there_again(qtbot: QtBot, main: MainPage) -> None:
    page = section(qtbot, main, "people")
    editor = opened(qtbot, page, "")
    assert isinstance(editor, PersonEditor)
    allow(main)
    editor._notes.setPlainText(LONG)
    main.show_section("evidence")
    settled(qtbot, main)
    main.show_section("people")
    qtbot.waitUntil(lambda: any(row.id == "" for row in page.model.rows), timeout=WAIT)
    again = opened(qtbot, page, "")
    assert isinstance(again, PersonEditor)
    assert again._notes.text() == LONG
    allow(main, MUCH)
    qtbot.waitUntil(lambda: not main.desk.unkept.holds, timeout=WAIT)
    draft = read(qtbot, main, lambda journal: drafts.load(journal, "person:", PersonEntry))
    assert draft is not None
    assert draft.notes == LONG


def test_what_is_being_kept_just_now_is_no_trouble(main: MainPage) -> None:
    unkept, watch = main.desk._journal.unkept, main.desk.unkept
    told: list[bool] = []
    watch.turned.connect(told.append)
    held, end = threading.Event(), threading.Event()

    def keep() -> None:
        with unkept.writing:
            unkept.hold({"a draft": None})
            held.set()
            assert end.wait(60)
            unkept.let_go("a draft")

    keeps = threading.Thread(target=keep)
    keeps.start()
    assert held.wait(60)
    watch.look()
    end.set()
    keeps.join(60)
    watch.look()
    assert told == []
    unkept.hold({"a draft": None})  # nobody writes, and it is held all the same
    watch.look()
    unkept.let_go("a draft")
    watch.look()
    assert told == [True, False]
