"""Lists to tick from: read in parts, ticked by mouse and keyboard, and an entry meant for another is asked about."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from journal_app.domain.incident import Incident, IncidentEntry, Purpose
from journal_app.domain.records import changed
from journal_app.services import calendar, drafts, evidence, incidents, listing, versions
from journal_app.services.calendar import Sought
from journal_app.services.journal import Journal
from journal_app.ui.chooser import Chooser, Entries, Files, OneOf
from journal_app.ui.entry_ticks import EntryTicks
from journal_app.ui.main_window import MainPage
from journal_app.ui.shown_by import OwnFilesFirst
from journal_app.ui.widgets import Scroll, column, held
from tests.ui.conftest import WAIT, child, settled
from tests.ui.test_sections import labels, read

MORE = 230


def shown(qtbot: QtBot, main: MainPage, widget: QWidget) -> None:
    """Put a part of a page into the window, as its page would."""
    page = main.pages["people"]
    layout = page.layout()
    assert layout is not None
    layout.addWidget(Scroll(held(column(widget, 1))))
    main.show_section("people")
    settled(qtbot, main)
    settled(qtbot, main)


@pytest.fixture
def many(qtbot: QtBot, main: MainPage) -> MainPage:
    """Return the window on a journal with more entries than are read at once."""

    def add(journal: Journal) -> list[int]:
        with journal.change() as ledger:
            for number in range(MORE):
                entry = Incident(id=f"n{number}", account=f"Entry number{number}.", purpose=Purpose.FOR_A_COMPLAINT)
                ledger.append("incident", entry.id, entry)
        return [MORE]

    read(qtbot, main, add)
    return main


def ticks(main: MainPage, *ticked: str, reader: Purpose = Purpose.FOR_A_COMPLAINT) -> EntryTicks:
    return EntryTicks(main.desk, "test", ticked, reader)


def go_to(chooser: Chooser, identifier: str) -> None:
    chooser.list.setCurrentIndex(chooser.model.index(chooser.model.row_of(identifier)))


def test_a_long_list_is_read_in_parts_and_none_is_a_widget(qtbot: QtBot, many: MainPage) -> None:
    made = ticks(many, "first")
    assert made.values() == ("first",)  # known before anything is read
    assert not made.model.rows
    before = len(made.findChildren(QWidget))
    shown(qtbot, many, made)
    assert len(made.model.rows) == 100
    bar = made.list.verticalScrollBar()
    while len(made.model.rows) < MORE + 4:
        bar.setValue(bar.maximum())
        settled(qtbot, many)
    assert len(made.findChildren(QWidget)) < before + 20
    assert [row.id for row in made.model.rows[-3:]] == ["for-lawyer", "first", "second"]


@pytest.fixture
def files(qtbot: QtBot, main: MainPage) -> MainPage:
    """Return the window on a journal with more files than are read at once."""

    def add(journal: Journal) -> list[int]:
        shot = evidence.get(journal, "shot").evidence
        with journal.change() as ledger:
            for number in range(MORE):
                item = changed(shot, id=f"f{number}", description=f"Picture number{number}", incidents=())
                ledger.append("evidence", item.id, item)
        return [MORE]

    read(qtbot, main, add)
    return main


def whole(qtbot: QtBot, main: MainPage, made: Chooser) -> list[str]:
    """Scroll a list to its end; returns the ids of its rows."""
    bar, before = made.list.verticalScrollBar(), -1
    while len(made.model.rows) != before:
        before = len(made.model.rows)
        bar.setValue(bar.maximum())
        settled(qtbot, main)
        settled(qtbot, main)
    return [row.id for row in made.model.rows]


def test_files_are_read_in_parts_each_once_and_in_their_order(
    qtbot: QtBot, files: MainPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    page = listing.page

    def counted(journal: Journal, wanted: listing.Sought, *, after: int | None = None, most: int) -> listing.Page:
        assert threading.current_thread() is not threading.main_thread()
        found = page(journal, wanted, after=after, most=most)
        asked.append(len(found.rows))
        return found

    monkeypatch.setattr(listing, "page", counted)
    made = Files(files.desk, "test", ["f200"])
    assert asked == []  # nothing is read of a list that is not seen
    shown(qtbot, files, made)
    assert asked == [100]
    assert made.values() == ("f200",)
    every = read(qtbot, files, lambda journal: [key for key, _ in evidence.names(journal)])
    assert whole(qtbot, files, made) == every
    assert len(asked) > 2
    made.filter.setText("number17")
    qtbot.waitUntil(lambda: len(made.model.rows) == 11, timeout=WAIT)  # number17 and number170 to number179
    made.filter.setText("no such words")
    qtbot.waitUntil(lambda: not made.model.rows, timeout=WAIT)


def test_an_entry_s_own_files_stand_first_and_once_however_many_there_are(qtbot: QtBot, files: MainPage) -> None:
    own = ["f229", *(f"f{number}" for number in range(150)), "nowhere"]
    made = OwnFilesFirst(files.desk, "test", [], lambda: own)
    shown(qtbot, files, made)
    rows = whole(qtbot, files, made)
    assert rows[:151] == own[:-1]
    assert sorted(rows) == sorted(read(qtbot, files, lambda journal: [key for key, _ in evidence.names(journal)]))
    made.filter.setText("number229")
    qtbot.waitUntil(lambda: [row.id for row in made.model.rows] == ["f229"], timeout=WAIT)
    made.filter.setText("number200")
    qtbot.waitUntil(lambda: [row.id for row in made.model.rows] == ["f200"], timeout=WAIT)


def test_rows_are_ticked_by_keyboard_and_mouse(qtbot: QtBot, main: MainPage) -> None:
    made = ticks(main)
    told: list[tuple[str, ...]] = []
    made.changed.connect(lambda: told.append(made.values()))
    shown(qtbot, main, made)
    made.list.setFocus()
    go_to(made, "first")
    qtbot.keyClick(made.list, Qt.Key.Key_Space)
    assert made.values() == ("first",)
    qtbot.keyClick(made.list, Qt.Key.Key_Return)
    assert made.values() == ()
    place = made.list.visualRect(made.model.index(made.model.row_of("second")))
    qtbot.mouseClick(made.list.viewport(), Qt.MouseButton.LeftButton, pos=place.center() + QPoint(60, 0))
    assert made.values() == ("second",)
    qtbot.mouseClick(made.list.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    assert made.values() == ()
    assert told == [("first",), (), ("second",), ()]


def test_a_row_is_spoken_with_its_state(qtbot: QtBot, main: MainPage) -> None:
    made = ticks(main, "first")
    shown(qtbot, main, made)
    tree = QAccessible.queryAccessibleInterface(made.list)
    cells = [tree.child(number) for number in range(tree.childCount())]
    spoken = {cell.text(QAccessible.Text.Name) for cell in cells}
    assert any("He wrote late." in words and words.endswith("Ticked") for words in spoken)
    assert any("podcast" in words and words.endswith("Not ticked") for words in spoken)
    assert any("For you only." in words for words in spoken)


def test_all_that_are_found_are_ticked(qtbot: QtBot, many: MainPage) -> None:
    made = ticks(many)
    shown(qtbot, many, made)
    made.filter.setText("number22")
    qtbot.waitUntil(lambda: len(made.model.rows) == 11, timeout=WAIT)
    child(made, "test.entries.all").click()  # type: ignore[attr-defined]  # a button
    settled(qtbot, many)
    assert made.values() == tuple(f"n{number}" for number in (22, *range(220, 230)))
    assert "11 entries are chosen." in labels(made)
    made.filter.setText("nobody wrote this")
    qtbot.waitUntil(lambda: "Nothing is found with these words." in labels(made), timeout=WAIT)
    made.filter.setText("")
    qtbot.waitUntil(lambda: len(made.model.rows) == 100, timeout=WAIT)
    child(made, "test.entries.all").click()  # type: ignore[attr-defined]  # as above
    settled(qtbot, many)
    assert len(made.values()) == MORE + 2  # also those that were not read yet, and none that is meant for another
    child(made, "test.entries.none").click()  # type: ignore[attr-defined]  # as above
    assert made.values() == ()


def test_what_was_ticked_and_is_not_meant_for_the_reader_is_kept_and_not_counted(qtbot: QtBot, main: MainPage) -> None:
    made = ticks(main, "first", "mine")
    shown(qtbot, main, made)
    assert "1 entry is chosen." in labels(made)
    child(made, "test.entries.none").click()  # type: ignore[attr-defined]  # a button
    assert made.values() == ("mine",)


def test_an_entry_that_was_removed_since_is_not_counted_and_taken_out_with_all(qtbot: QtBot, main: MainPage) -> None:
    read(qtbot, main, lambda journal: incidents.remove(journal, "second"))
    made = ticks(main, "first", "second", "mine")
    shown(qtbot, main, made)
    assert "1 entry is chosen." in labels(made)
    child(made, "test.entries.none").click()  # type: ignore[attr-defined]  # a button
    assert made.values() == ("mine",)


@pytest.mark.parametrize("reader", [Purpose.FOR_A_COMPLAINT, Purpose.FOR_MY_LAWYER])
def test_an_entry_for_oneself_is_asked_about_on_its_row(qtbot: QtBot, main: MainPage, reader: Purpose) -> None:
    made = ticks(main, reader=reader)
    shown(qtbot, main, made)
    made.list.setFocus()
    go_to(made, "mine")
    before = len(read(qtbot, main, lambda journal: versions.history(journal, "incident", "mine")))
    qtbot.keyClick(made.list, Qt.Key.Key_Space)
    assert made.values() == ()  # asked first
    assert "Your private note never" in labels(made._asking)
    assert made._asking.isVisibleTo(made)
    focus = QApplication.focusWidget()
    assert focus is child(made, "test.entries.leave")  # a second key changes nothing
    child(made, "test.entries.leave").click()  # type: ignore[attr-defined]  # a button
    assert not made._asking.isVisibleTo(made)
    assert read(qtbot, main, lambda journal: incidents.get(journal, "mine")).entry.purpose is Purpose.PRIVATE
    qtbot.keyClick(made.list, Qt.Key.Key_Space)
    child(made, "test.entries.use").click()  # type: ignore[attr-defined]  # as above
    qtbot.waitUntil(lambda: made.values() == ("mine",), timeout=WAIT)
    settled(qtbot, main)
    settled(qtbot, main)
    assert read(qtbot, main, lambda journal: incidents.get(journal, "mine")).entry.purpose is reader
    after = read(qtbot, main, lambda journal: versions.history(journal, "incident", "mine"))
    assert len(after) == before + 1  # a version of its own, and nothing private was touched
    assert after[-1].part == "incident"
    assert made.model.offer_of(made.model.rows[made.model.row_of("mine")]) == ""


def test_what_is_being_written_in_that_entry_is_for_the_same_reader(qtbot: QtBot, main: MainPage) -> None:
    def begin(journal: Journal) -> list[int]:
        entry = incidents.get(journal, "mine").entry
        drafts.save(journal, "mine", changed(entry, account="More words."))
        return [1]

    read(qtbot, main, begin)
    made = ticks(main)
    shown(qtbot, main, made)
    made._ask("mine")
    child(made, "test.entries.use").click()  # type: ignore[attr-defined]  # a button
    qtbot.waitUntil(lambda: made.values() == ("mine",), timeout=WAIT)
    draft = read(qtbot, main, lambda journal: [drafts.load(journal, "mine", IncidentEntry)])[0]
    assert draft is not None
    assert (draft.account, draft.purpose) == ("More words.", Purpose.FOR_A_COMPLAINT)


def test_one_of_many_is_chosen_or_none(qtbot: QtBot, main: MainPage) -> None:
    made = OneOf(main.desk, "test", "Entry", "second", Entries)
    told: list[str] = []
    made.changed.connect(lambda: told.append(made.value()))
    shown(qtbot, main, made)
    assert "podcast" in labels(made)
    opener = child(made, "test.open")
    opener.setChecked(True)  # type: ignore[attr-defined]  # a button
    settled(qtbot, main)
    chooser = made.findChild(Chooser)
    assert isinstance(chooser, Chooser)
    chooser.list.setFocus()
    go_to(chooser, "first")
    qtbot.keyClick(chooser.list, Qt.Key.Key_Space)
    settled(qtbot, main)
    assert "He wrote late." in labels(made)
    assert not chooser.isVisibleTo(made)
    made.choose("second")
    assert chooser.values() == ("second",)
    child(made, "test.none").click()  # type: ignore[attr-defined]  # as above
    assert told == ["first", ""]
    assert "None chosen" in labels(made)


def test_ids_are_those_of_the_pages(qtbot: QtBot, many: MainPage) -> None:
    def both(journal: Journal, sought: Sought) -> tuple[tuple[str, ...], tuple[str, ...]]:
        page = calendar.page(journal, sought, most=1000)
        return calendar.ids(journal, sought), tuple(row.id for row in page.rows)

    for sought in (
        Sought(), Sought(words="number1"), Sought(purposes=("private", "for-my-lawyer")),
        Sought(ids=("second", "mine", "nobody", "first"), purposes=("for-a-complaint",)), Sought(ids=()),
    ):  # fmt: skip
        found, paged = read(qtbot, many, lambda journal, sought=sought: both(journal, sought))  # type: ignore[misc]  # bound now
        assert found == paged
