"""What is written while long work goes on is kept at once, recorded once, and left as nothing twice."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QThread, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from journal_app.domain.choices import DossierChoices
from journal_app.domain.incident import IncidentEntry
from journal_app.domain.people import PersonEntry
from journal_app.domain.records import changed
from journal_app.errors import Cancelled, StorageTrouble
from journal_app.progress import Progress
from journal_app.services import drafts, evidence, incidents, people, preferences
from journal_app.services.drafts import NEW, Pad
from journal_app.services.evidence import names_of
from journal_app.services.journal import Journal
from journal_app.ui import desk
from journal_app.ui.app import Window
from journal_app.ui.backup_page import BackupPage
from journal_app.ui.desk import SHOWN_AFTER
from journal_app.ui.dossier_page import DossierPage
from journal_app.ui.editor import Slot
from journal_app.ui.error_dialog import ErrorDialog
from journal_app.ui.evidence_editor import EvidenceEditor
from journal_app.ui.evidence_page import EvidencePage
from journal_app.ui.incident_editor import IncidentEditor
from journal_app.ui.main_window import MainPage
from journal_app.ui.progress_line import ProgressLine
from journal_app.ui.showing import bring_into_view
from journal_app.ui.timeline_page import TimelinePage
from journal_app.ui.unlock_page import UnlockPage
from journal_app.ui.waiting_files import waiting_for
from journal_app.ui.widgets import Button, Panel, ProgressBox
from tests.ui.conftest import PASSPHRASE, WAIT, busy, child, opened, section, settled
from tests.ui.test_dossier_page import dossier
from tests.ui.test_sections import labels, read


@pytest.fixture
def held_up(main: MainPage) -> Iterator[Callable[[], threading.Event]]:
    """Return what keeps the journal's lane busy until the event that it returns is set."""
    ends: list[threading.Event] = []

    def begin() -> threading.Event:
        ends.append(busy(main))
        return ends[-1]

    yield begin
    for end in ends:
        end.set()


@pytest.fixture
def beside(main: MainPage) -> Iterator[Pad]:
    """Return a way of its own to what is on the disk at a moment, whatever the window does."""
    journal = main.window()._journal  # type: ignore[attr-defined]  # the window's own
    pad = Pad(journal)
    yield pad
    pad.close()


def new_entry(qtbot: QtBot, main: MainPage) -> tuple[TimelinePage, IncidentEditor]:
    page = section(qtbot, main, "timeline")
    assert isinstance(page, TimelinePage)
    editor = opened(qtbot, page, "")
    assert isinstance(editor, IncidentEditor)
    return page, editor


def kept(place: Pad, key: str = NEW) -> str:
    draft = drafts.load(place, key, IncidentEntry)
    return draft.account if draft else ""


# ---- long work


def test_a_draft_does_not_wait_for_long_work(
    qtbot: QtBot, main: MainPage, held_up: Callable[[], threading.Event], beside: Pad
) -> None:
    _, editor = new_entry(qtbot, main)
    end = held_up()
    editor.account.setPlainText("Written while something long goes on.")
    qtbot.waitUntil(lambda: kept(beside) == "Written while something long goes on.", timeout=WAIT)
    editor.account.setPlainText("And gone on.")
    qtbot.waitUntil(lambda: kept(beside) == "And gone on.", timeout=WAIT)
    end.set()
    settled(qtbot, main)


def test_it_is_said_that_what_is_written_is_kept_and_not_that_it_is_saved(
    qtbot: QtBot, main: MainPage, beside: Pad
) -> None:
    """What was saved before was still said to be while something else was being written."""
    page, editor = new_entry(qtbot, main)
    editor.account.setPlainText("One.")
    editor.finish()
    qtbot.waitUntil(lambda: main._said.text() == "Saved in this journal.", timeout=WAIT)
    qtbot.waitUntil(lambda: page.opened is None, timeout=WAIT)
    again = opened(qtbot, page, "")
    assert isinstance(again, IncidentEditor)
    assert again.kept.text() == ""
    again.account.setPlainText("Two.")
    assert main._said.text() == ""
    qtbot.waitUntil(lambda: again.kept.text() == "Kept as you write.", timeout=WAIT)
    assert kept(beside) == "Two."
    assert again.kept.isVisible()


def test_what_is_written_for_a_dossier_does_not_wait_for_long_work(
    qtbot: QtBot, main: MainPage, held_up: Callable[[], threading.Event], beside: Pad
) -> None:
    main.show_section("dossier")
    page = main.pages["dossier"]
    assert isinstance(page, DossierPage)
    qtbot.waitUntil(lambda: page.reader.loaded and page._last.kept is not None, timeout=WAIT)
    for step in (3, 1):
        page.show_step(step)
        settled(qtbot, main)
    end = held_up()
    page.you.address.setPlainText("Harbour Road 7")
    child(page.hiding, "dossier.hide.hale").setText("Dr. X")  # type: ignore[attr-defined]  # a line
    page.reader.readers["lawyer"].click()
    page.save.impact.click()

    def everything() -> bool:
        you, choices = drafts.load(beside, "dossier:you", PersonEntry), preferences.dossier_choices(beside)
        kept = (choices.reader, choices.impact, choices.names)
        return you is not None and you.address == "Harbour Road 7" and kept == ("lawyer", True, (("hale", "Dr. X"),))

    qtbot.waitUntil(everything, timeout=WAIT)
    page.turn_away()
    end.set()
    settled(qtbot, main)
    assert read(qtbot, main, lambda journal: people.get(journal, "me")).entry.address == "Harbour Road 7"
    assert read(qtbot, main, drafts.keys) == ()


@pytest.mark.parametrize("how", ["finish", "settle", "leave"])
def test_what_ends_the_writing_keeps_it_before_it_waits(
    qtbot: QtBot, main: MainPage, held_up: Callable[[], threading.Event], beside: Pad, how: str
) -> None:
    _, editor = new_entry(qtbot, main)
    end = held_up()
    editor.account.setPlainText("The last words.")
    editor._timer.stop()
    getattr(editor, how)()
    qtbot.waitUntil(lambda: kept(beside) == "The last words.", timeout=WAIT)
    end.set()
    settled(qtbot, main)
    rows = [row.first_line for row in read(qtbot, main, incidents.timeline)]
    assert rows.count("The last words.") == (0 if how == "leave" else 1)
    if how != "leave":
        assert read(qtbot, main, drafts.keys) == ()


def test_leaving_while_something_long_goes_on_loses_nothing(
    qtbot: QtBot, main: MainPage, held_up: Callable[[], threading.Event], folder: Path, ended: list[object]
) -> None:
    _, editor = new_entry(qtbot, main)
    end = held_up()
    editor.account.setPlainText("The last words before leaving.")
    window = main.window()
    assert isinstance(window, Window)
    threading.Timer(1, end.set).start()  # long work that stops when it is asked to
    window.quick_exit()
    assert ended == ["left"]
    with Journal.open(folder, PASSPHRASE) as journal:
        assert drafts.load(journal, NEW, IncidentEntry) == editor.record()


def test_a_draft_that_cannot_be_kept_beside_is_kept_after_the_work(
    qtbot: QtBot, main: MainPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(main.desk, "_place", refuse)
    _, editor = new_entry(qtbot, main)
    editor.account.setPlainText("Kept in another way.")
    qtbot.waitUntil(lambda: NEW in read(qtbot, main, drafts.keys), timeout=WAIT)
    assert main.desk.keep_at_last(editor._keeper(editor.record()))


# ---- files


def test_done_while_files_are_added_records_once(
    qtbot: QtBot, main: MainPage, held_up: Callable[[], threading.Event], tmp_path: Path
) -> None:
    page, editor = new_entry(qtbot, main)
    (tmp_path / "a.txt").write_text("a file")
    editor.account.setPlainText("Once and for all.")
    end = held_up()
    editor._attach(names_of([tmp_path / "a.txt"]))
    editor.account.setPlainText("Once and for all, and then some.")
    editor.finish()
    end.set()
    qtbot.waitUntil(lambda: page.opened is None, timeout=WAIT)
    settled(qtbot, main)
    (row,) = (row for row in read(qtbot, main, incidents.timeline) if row.first_line.startswith("Once and"))
    assert (row.first_line, row.files) == ("Once and for all, and then some.", 1)
    assert read(qtbot, main, drafts.keys) == ()
    qtbot.waitUntil(lambda: sum("Once and" in card.title for card in page.model.rows) == 1, timeout=WAIT)
    assert page.opened is None


def test_a_draft_asked_for_before_its_entry_was_saved_is_kept_under_the_key_of_the_entry(
    qtbot: QtBot, main: MainPage
) -> None:
    """Under the key of something new it stayed beside the entry for good: what follows forgets that of the entry."""
    slot, written = Slot(NEW), IncidentEntry(account="Once and for all, and then some.")
    keep = slot.keeper(written, {"beside": written})
    slot.key = "first"
    read(qtbot, main, lambda journal: [keep(journal)])
    assert sorted(read(qtbot, main, drafts.keys)) == ["beside", "first"]


def test_a_step_chosen_before_the_dossier_is_read_is_shown_and_takes_nothing_away(
    qtbot: QtBot, main: MainPage, held_up: Callable[[], threading.Event]
) -> None:
    before = DossierChoices(step=5, names=(("hale", "a man"),))
    read(qtbot, main, lambda journal: preferences.keep_dossier_choices(journal, before))
    end = held_up()
    main.show_section("dossier")
    page = main.pages["dossier"]
    assert isinstance(page, DossierPage)
    page.show_step(0)
    page.turn_away()
    end.set()
    settled(qtbot, main)
    assert page.step == 0
    page.turn_away()
    now = lambda: read(qtbot, main, preferences.dossier_choices)  # noqa: E731 - one step of the test
    qtbot.waitUntil(lambda: now() == changed(before, step=0, filing="bbs"), timeout=WAIT)


def given(*paths: Path) -> QMimeData:
    """Return what a drop of files brings."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def waiting_names(journal: Journal) -> list[str]:
    return [evidence.get(journal, each).evidence.file_name for each in waiting_for(journal, NEW)]


@pytest.mark.parametrize("before", ["", "first"])
def test_what_is_dropped_while_the_journal_is_busy_is_all_added(
    qtbot: QtBot, main: MainPage, held_up: Callable[[], threading.Event], tmp_path: Path, before: str
) -> None:
    page = section(qtbot, main, "timeline")
    assert isinstance(page, TimelinePage)
    places = [tmp_path / name for name in ("a.txt", "b.txt", "c.txt")]
    for place in places:
        place.write_text(place.name)
    end = held_up()
    if before:  # an entry that is opened first has nothing to do with what is dropped
        page.show_record(before)
    page.take_given(given(places[0]))
    page.take_given(given(*places[1:]))
    end.set()
    names = [place.name for place in places]
    qtbot.waitUntil(lambda: read(qtbot, main, waiting_names) == names, timeout=WAIT)
    editor = page.editor
    assert isinstance(editor, IncidentEditor)
    assert editor.key == NEW
    qtbot.waitUntil(lambda: editor._waiting == read(qtbot, main, lambda each: waiting_for(each, NEW)), timeout=WAIT)
    assert editor._state.text().startswith("3 files are kept")


def test_what_is_dropped_is_there_though_another_entry_is_chosen_after_it(
    qtbot: QtBot, main: MainPage, held_up: Callable[[], threading.Event], tmp_path: Path
) -> None:
    page = section(qtbot, main, "timeline")
    assert isinstance(page, TimelinePage)
    (tmp_path / "a.txt").write_text("a file")
    end = held_up()
    page.take_given(given(tmp_path / "a.txt"))
    page.show_record("first")
    end.set()
    qtbot.waitUntil(lambda: page.editor is not None and page.editor.key == "first", timeout=WAIT)
    qtbot.waitUntil(lambda: read(qtbot, main, waiting_names) == ["a.txt"], timeout=WAIT)


def test_what_is_dropped_waits_where_the_new_entry_could_not_be_opened(
    qtbot: QtBot, main: MainPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = section(qtbot, main, "timeline")
    assert isinstance(page, TimelinePage)
    (tmp_path / "a.txt").write_text("a file")

    def refuse(*_: object) -> None:
        raise OSError

    told: list[str] = []
    with monkeypatch.context() as broken:
        broken.setattr(ErrorDialog, "exec", lambda dialog: told.append(dialog.text))
        broken.setattr(drafts, "load", refuse)
        page.take_given(given(tmp_path / "a.txt"))
        qtbot.waitUntil(lambda: len(told) == 1, timeout=WAIT)
    page.show_record("")
    qtbot.waitUntil(lambda: read(qtbot, main, waiting_names) == ["a.txt"], timeout=WAIT)


def test_done_right_after_files_were_given_records_once(
    qtbot: QtBot, main: MainPage, held_up: Callable[[], threading.Event], tmp_path: Path
) -> None:
    page, editor = new_entry(qtbot, main)
    (tmp_path / "a.txt").write_text("a file")
    editor.account.setPlainText("Once and for all.")
    end = held_up()
    editor._attach(names_of([tmp_path / "a.txt"]))
    editor.finish()  # nothing was written since: there is nothing more to save
    assert page.opened is None
    end.set()
    settled(qtbot, main)
    (row,) = (row for row in read(qtbot, main, incidents.timeline) if row.first_line.startswith("Once and"))
    assert (row.first_line, row.files) == ("Once and for all.", 1)
    assert read(qtbot, main, drafts.keys) == ()


def test_typing_on_while_files_are_added_leaves_no_draft_beside_the_entry(
    qtbot: QtBot, main: MainPage, held_up: Callable[[], threading.Event], beside: Pad, tmp_path: Path
) -> None:
    page, editor = new_entry(qtbot, main)
    (tmp_path / "a.txt").write_text("a file")
    editor.account.setPlainText("Begun.")
    end = held_up()
    editor._attach(names_of([tmp_path / "a.txt"]))
    editor.account.setPlainText("Begun, and gone on.")
    qtbot.waitUntil(lambda: kept(beside) == "Begun, and gone on.", timeout=WAIT)
    late = editor._keeper(editor.record())
    end.set()
    qtbot.waitUntil(lambda: editor.key != NEW, timeout=WAIT)
    settled(qtbot, main)
    assert page.opened is editor
    editor.finish()
    qtbot.waitUntil(lambda: page.opened is None, timeout=WAIT)
    main.desk.keep(late)  # kept too late: the entry holds it
    main.desk.put_pen_down()
    assert read(qtbot, main, drafts.keys) == ()
    (row,) = (row for row in read(qtbot, main, incidents.timeline) if row.first_line.startswith("Begun"))
    assert (row.first_line, row.files) == ("Begun, and gone on.", 1)


def files_of(qtbot: QtBot, main: MainPage, editor: IncidentEditor) -> int:
    """Return how many files the entry has that is open; none while it is not saved."""
    there = [row.id for row in read(qtbot, main, lambda journal: incidents.timeline(journal, removed=True))]
    if editor.key not in there:
        return 0
    return len(read(qtbot, main, lambda journal: incidents.get(journal, editor.key)).evidence)


@pytest.mark.parametrize("identifier", ["mine", ""])
def test_the_cursor_and_what_can_be_undone_stay_while_a_file_is_added(
    qtbot: QtBot, main: MainPage, held_up: Callable[[], threading.Event], tmp_path: Path, identifier: str
) -> None:
    page = section(qtbot, main, "timeline")
    editor = opened(qtbot, page, identifier)
    assert isinstance(editor, IncidentEditor)
    (tmp_path / "a.txt").write_text("a file")
    editor.account.setPlainText("")
    qtbot.keyClicks(editor.account, "He wrote.")
    for _ in range(len("wrote.")):
        qtbot.keyClick(editor.account, Qt.Key.Key_Left)
    end = held_up()
    editor._attach(names_of([tmp_path / "a.txt"]))
    QTest.keyClicks(QApplication.focusWidget(), "often ")
    qtbot.wait(2 * SHOWN_AFTER)  # by then it is said that files are added
    QTest.keyClicks(QApplication.focusWidget(), "and late ")
    end.set()
    qtbot.waitUntil(lambda: files_of(qtbot, main, editor) == 1, timeout=WAIT)
    name = f"entry.file.{read(qtbot, main, lambda journal: incidents.get(journal, editor.key)).evidence[0]}.open"
    qtbot.waitUntil(lambda: page.opened is editor and editor.findChild(Button, name) is not None, timeout=WAIT)
    settled(qtbot, main)
    assert page.opened is editor
    assert QApplication.focusWidget() is editor.account
    QTest.keyClicks(QApplication.focusWidget(), "or early ")
    assert editor.account.text() == "He often and late or early wrote."
    assert main.desk.open_record == editor.key
    assert "entry.removal.head" in [each.objectName() for each in editor.findChildren(Button)]
    while editor.account.document().isUndoAvailable():
        editor.account.undo()
    assert editor.account.text() == ""
    editor.account.redo()
    assert editor.account.text().startswith("H")
    while editor.account.document().isRedoAvailable():
        editor.account.redo()
    editor.finish()
    qtbot.waitUntil(lambda: page.opened is None, timeout=WAIT)
    (row,) = (row for row in read(qtbot, main, incidents.timeline) if row.first_line.startswith("He often"))
    assert (row.first_line, row.files) == ("He often and late or early wrote.", 1)
    assert read(qtbot, main, drafts.keys) == ()


def test_what_is_typed_below_the_files_stays_where_it_is_seen(qtbot: QtBot, main: MainPage, tmp_path: Path) -> None:
    page = section(qtbot, main, "timeline")
    editor = opened(qtbot, page, "mine")
    assert isinstance(editor, IncidentEditor)
    child(editor, "entry.own.head").click()  # type: ignore[attr-defined]  # a button
    field = child(editor, "entry.own.text")
    field.setFocus()
    bring_into_view(field)
    settled(qtbot, main)
    place = field.mapTo(editor, QPoint()).y()
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"a file {number}")
        editor._attach(names_of([tmp_path / f"{number}.txt"]))
        qtbot.waitUntil(lambda count=number + 1: len(editor.files.findChildren(Panel)) == count, timeout=WAIT)
    settled(qtbot, main)
    qtbot.waitUntil(lambda: field.mapTo(editor, QPoint()).y() == place, timeout=WAIT)
    assert field.hasFocus()


def wait_for_link(qtbot: QtBot, page: TimelinePage, main: MainPage) -> None:
    """Write the sentence that was missing, and see that the file is in the entry."""
    qtbot.waitUntil(lambda: page.model.row_of(NEW) == 0, timeout=WAIT)
    again = opened(qtbot, page, NEW)
    assert isinstance(again, IncidentEditor)
    assert "1 file is kept" in labels(again)
    again.account.setPlainText("And now the sentence.")
    again.finish()
    qtbot.waitUntil(lambda: page.opened is None, timeout=WAIT)
    (row,) = (row for row in read(qtbot, main, incidents.timeline) if row.first_line == "And now the sentence.")
    assert row.files == 1
    assert read(qtbot, main, drafts.keys) == ()


@pytest.mark.parametrize("early", [False, True])
def test_files_before_the_first_sentence_wait_while_the_person_is_elsewhere(
    qtbot: QtBot, main: MainPage, held_up: Callable[[], threading.Event], tmp_path: Path, early: bool
) -> None:
    page, editor = new_entry(qtbot, main)
    (tmp_path / "early.txt").write_text("early")
    end = held_up()
    editor._attach(names_of([tmp_path / "early.txt"]))
    if early:
        main.show_section("people")
    end.set()
    settled(qtbot, main)
    if not early:
        qtbot.waitUntil(lambda: bool(editor._waiting), timeout=WAIT)
        main.show_section("people")
    settled(qtbot, main)
    main.show_section("timeline")
    wait_for_link(qtbot, page, main)


def test_files_before_the_first_sentence_wait_through_a_lock(
    qtbot: QtBot, main: MainPage, make_window: Callable[..., Window], folder: Path, tmp_path: Path
) -> None:
    _, editor = new_entry(qtbot, main)
    (tmp_path / "early.txt").write_text("early")
    editor._attach(names_of([tmp_path / "early.txt"]))
    qtbot.waitUntil(lambda: bool(editor._waiting), timeout=WAIT)
    window = main.window()
    assert isinstance(window, Window)
    window.lock()
    again = make_window()
    again.start(folder)
    assert isinstance(again.page, UnlockPage)
    again.page.field.setText(PASSPHRASE)
    again.page.field.returnPressed.emit()
    qtbot.waitUntil(lambda: again.main is not None, timeout=WAIT)
    assert again.main is not None
    page = again.main.pages["timeline"]
    assert isinstance(page, TimelinePage)
    wait_for_link(qtbot, page, again.main)


def test_a_box_is_left_by_no_key_but_on_its_button(qtbot: QtBot, main: MainPage) -> None:
    begun, stopped = threading.Event(), list[Exception]()

    def work(_: Journal, progress: Progress) -> None:
        begun.set()
        while not progress.report("", 0, 0):  # it raises where the person asked to stop
            QThread.msleep(5)

    main.desk.long(main.window(), "Working", work, lambda _: None, stopped.append, alone=True)
    assert begun.wait(60)
    qtbot.waitUntil(lambda: any(each.isVisible() for each in main.window().findChildren(ProgressBox)), timeout=WAIT)
    (box,) = main.window().findChildren(ProgressBox)
    assert QApplication.activeModalWidget() is box  # what is written meanwhile could not be kept, so nothing is
    (stop,) = box.findChildren(QPushButton)
    qtbot.waitUntil(box.isActiveWindow, timeout=WAIT)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_A):
        qtbot.keyClick(box.focusWidget() or box, key)
        assert not stop.hasFocus()
        assert not box.wasCanceled()
    qtbot.keyClick(box.focusWidget() or box, Qt.Key.Key_Tab)
    assert stop.hasFocus()
    qtbot.keyClick(stop, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(stopped), timeout=WAIT)
    assert isinstance(stopped[0], Cancelled)


def _opened_by_us(database: Path) -> int:
    """Return how often this process has the file open (proc(5))."""
    held = Path("/proc/self/fd")
    return sum(1 for each in held.iterdir() if each.is_symlink() and os.path.realpath(each) == str(database.resolve()))


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="the system does not tell what is open")
def test_nothing_but_the_journal_is_open_while_work_is_done_alone(
    qtbot: QtBot, main: MainPage, folder: Path, beside: Pad
) -> None:
    """Such work may put another database in the place of this one: what were written by the pen would go with it."""
    _, editor = new_entry(qtbot, main)
    editor.account.setPlainText("Before.")
    qtbot.waitUntil(lambda: kept(beside) == "Before.", timeout=WAIT)
    before = _opened_by_us(folder / "journal.db")
    begun, go_on, held, done = threading.Event(), threading.Event(), list[int](), list[object]()

    def work(_: Journal, __: Progress) -> None:
        held.append(_opened_by_us(folder / "journal.db"))
        begun.set()
        assert go_on.wait(60)
        held.append(_opened_by_us(folder / "journal.db"))

    main.desk.long(main.window(), "Working", work, done.append, alone=True)
    assert begun.wait(60)
    editor.account.setPlainText("Meanwhile.")
    main.desk.keep(editor._keeper(editor.record()))  # as the timer of the page does
    main.desk._pen.wait(lambda: None, 60)
    assert kept(beside) == "Before."
    go_on.set()
    qtbot.waitUntil(lambda: bool(done), timeout=WAIT)
    assert held == [before - 1, before - 1]
    qtbot.waitUntil(lambda: kept(beside) == "Meanwhile.", timeout=WAIT)
    editor.account.setPlainText("After.")
    qtbot.waitUntil(lambda: kept(beside) == "After.", timeout=WAIT)
    assert _opened_by_us(folder / "journal.db") == before


def test_nothing_is_done_alone_before_the_drafts_are_kept(
    qtbot: QtBot, main: MainPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "_LEAVE_SECONDS", 0.1)
    held, did, failed = threading.Event(), list[str](), list[Exception]()
    main.desk.keep(lambda _: held.wait(60))  # type: ignore[arg-type,return-value]  # its answer is nothing to the pen
    main.desk.long(main.window(), "Working", lambda *_: did.append("done"), print, failed.append, alone=True)
    qtbot.waitUntil(lambda: bool(failed), timeout=WAIT)
    held.set()
    assert (type(failed[0]), did) == (StorageTrouble, [])


def test_leaving_while_work_is_done_alone_loses_nothing(
    qtbot: QtBot, main: MainPage, folder: Path, ended: list[object]
) -> None:
    _, editor = new_entry(qtbot, main)
    editor.account.setPlainText("The last words.")
    editor._timer.stop()
    begun = threading.Event()

    def work(_: Journal, progress: Progress) -> None:
        begun.set()
        while not progress.report("", 0, 0):
            QThread.msleep(5)

    main.desk.long(main.window(), "Working", work, lambda _: None, lambda _: None, alone=True)
    assert begun.wait(60)
    window = main.window()
    assert isinstance(window, Window)
    window.quick_exit()
    assert ended == ["left"]
    with Journal.open(folder, PASSPHRASE) as journal:
        assert drafts.load(journal, NEW, IncidentEntry) == editor.record()


def test_files_are_added_while_another_is_described(
    qtbot: QtBot, main: MainPage, held_up: Callable[[], threading.Event], tmp_path: Path
) -> None:
    page = section(qtbot, main, "evidence")
    assert isinstance(page, EvidencePage)
    editor = opened(qtbot, page, "note")
    field = child(editor, "evidence.description")
    field.setFocus()
    (tmp_path / "loose.bin").write_bytes(b"bytes")
    end = held_up()
    page.add(names_of([tmp_path / "loose.bin"]))
    line = main.findChildren(ProgressLine)[-1]
    qtbot.waitUntil(line.isVisible, timeout=WAIT)
    assert main.window().findChildren(ProgressBox) == []
    assert field.hasFocus()
    qtbot.keyClicks(field, "typed on ")
    end.set()
    qtbot.waitUntil(lambda: any(name == "loose.bin" for name in read(qtbot, main, _files)), timeout=WAIT)
    settled(qtbot, main)
    settled(qtbot, main)
    assert page.opened is editor
    assert field.hasFocus()
    assert "typed on " in field.toPlainText()  # type: ignore[attr-defined]  # a text


def test_the_window_is_left_while_work_is_done_alone(qtbot: QtBot, main: MainPage, ended: list[object]) -> None:
    def work(_: Journal, progress: Progress) -> None:
        while not progress.report("", 0, 0):
            QThread.msleep(5)

    main.desk.long(main.window(), "Working", work, lambda _: None, lambda _: None, alone=True)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), ProgressBox), timeout=WAIT)
    qtbot.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: bool(ended), timeout=WAIT)


def _drawn(qtbot: QtBot, main: MainPage) -> Callable[[], None]:
    page = dossier(qtbot, main)
    page.show_step(4)
    return page.check.draw


def _checked(qtbot: QtBot, main: MainPage) -> Callable[[], None]:
    main.show_section("backup")
    assert isinstance(main.page, BackupPage)
    return main.page.check


def _tried_again(qtbot: QtBot, main: MainPage) -> Callable[[], None]:
    editor = opened(qtbot, section(qtbot, main, "evidence"), "broken")
    assert isinstance(editor, EvidenceEditor)
    return editor.viewer._try_again


@pytest.mark.parametrize("ready", [_drawn, _checked, _tried_again])
def test_the_person_writes_on_while_the_program_reads(
    qtbot: QtBot, main: MainPage, held_up: Callable[[], threading.Event],
    ready: Callable[[QtBot, MainPage], Callable[[], None]],
) -> None:  # fmt: skip
    begin = ready(qtbot, main)
    settled(qtbot, main)
    settled(qtbot, main)
    end = held_up()
    begin()
    main.show_section("people")
    main.search.setFocus()
    lines = main.findChildren(ProgressLine)
    qtbot.waitUntil(lambda: any(each.isVisible() for each in lines), timeout=WAIT)
    assert main.window().findChildren(ProgressBox) == []
    QTest.keyClicks(QApplication.focusWidget(), "typed ")
    end.set()
    settled(qtbot, main)
    settled(qtbot, main)
    QTest.keyClicks(QApplication.focusWidget(), "on")
    assert main.search.text() == "typed on"


def _files(journal: Journal) -> list[str]:
    return [evidence.get(journal, each).evidence.file_name for each in evidence.stored_as(journal)]
