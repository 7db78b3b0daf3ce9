"""The keys of the window: each can be changed and put back, at once, and the habits of panic always leave."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from journal_app.services import preferences
from journal_app.services.journal import Journal
from journal_app.ui.app import Window
from journal_app.ui.key_rows import KeyField, KeyRows
from journal_app.ui.main_window import MainPage
from journal_app.ui.shortcuts import ALWAYS, USUAL, Shortcuts, words
from journal_app.ui.widgets import Section
from tests.ui.conftest import PASSPHRASE, WAIT, child, settled, unlock
from tests.ui.test_sections import labels, read
from tests.ui.test_start import press

CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier,
)  # fmt: skip


@pytest.fixture
def rows(qtbot: QtBot, main: MainPage) -> KeyRows:
    """Return the list of keys in Settings, in a window that has the focus."""
    with qtbot.waitActive(main.window(), timeout=WAIT):
        main.window().activateWindow()
    main.show_section("settings")
    settled(qtbot, main)
    page = main.pages["settings"]
    next(each for each in page.findChildren(Section) if each._title == "Change the keys").open()
    found = page.findChild(KeyRows)
    assert isinstance(found, KeyRows)
    return found


def field(rows: KeyRows, act: str) -> KeyField:
    return rows.rows[act].field


def focused(*widgets: QWidget) -> list[bool]:
    return [each is QApplication.focusWidget() for each in widgets]


# ---- which keys can be taken


def test_every_key_has_words_and_none_does_two_things() -> None:
    shortcuts = Shortcuts()
    assert set(words()) == set(USUAL)
    assert [act for act in USUAL if shortcuts.why_not(act, USUAL[act])] == []
    keys = [key for act in USUAL for key in shortcuts.all_of(act)]
    assert all(keys.count(each) == 1 for each in keys)


@pytest.mark.parametrize("key", ["N", "Shift+N", "5", "Space", "Return", "Tab", "Left", "Del", "", "nonsense", "+"])
def test_a_key_that_writes_or_moves_is_not_taken(key: str) -> None:
    shortcuts = Shortcuts()
    assert shortcuts.change("new", key).startswith("A key alone is for writing.")
    assert shortcuts.key("new") == "Ctrl+N"


def test_two_keys_one_after_the_other_are_not_taken() -> None:
    assert Shortcuts().change("new", "Ctrl+K, Ctrl+N")


@pytest.mark.parametrize("key", ["Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+A", "Ctrl+Z", "Ctrl+Right", "Ctrl+Shift+Z"])
def test_a_key_that_works_in_a_text_is_not_taken(key: str) -> None:
    assert "is for working in a text" in Shortcuts().change("new", key)


@pytest.mark.parametrize("key", ALWAYS)
def test_a_habit_of_panic_is_nothing_else_and_always_leaves(key: str) -> None:
    shortcuts = Shortcuts()
    assert shortcuts.change("new", key) == "This key always closes the journal. Press another."
    assert shortcuts.change("leave", "Ctrl+B") == ""
    assert QKeySequence(key) in shortcuts.all_of("leave")
    assert QKeySequence("Ctrl+B") in shortcuts.all_of("leave")
    assert shortcuts.change("leave", key) == ""
    assert shortcuts.chosen == {}


def test_a_key_that_is_taken_is_named() -> None:
    shortcuts = Shortcuts()
    assert shortcuts.change("new", "Ctrl+F") == "This key is taken: Search. Press another, or change that one first."
    assert "is taken: Done" in shortcuts.change("new", "Ctrl+Enter")
    assert shortcuts.change("search", "Ctrl+G") == ""
    assert shortcuts.change("new", "Ctrl+F") == ""
    assert "is taken: New entry" in shortcuts.put_back("search")
    assert shortcuts.put_back("new") == ""
    assert shortcuts.put_back("search") == ""
    assert shortcuts.chosen == {}


def test_all_are_put_back() -> None:
    shortcuts = Shortcuts()
    for act, key in (("search", "Ctrl+G"), ("new", "Ctrl+F"), ("lock", "F12")):
        assert shortcuts.change(act, key) == ""
    assert shortcuts.chosen == {"search": "Ctrl+G", "new": "Ctrl+F", "lock": "F12"}
    shortcuts.put_all_back()
    assert {act: shortcuts.key(act) for act in USUAL} == USUAL


KEYS = st.one_of(st.sampled_from([*USUAL.values(), *ALWAYS, "Ctrl+C", "Ctrl+G", "Alt+X", "F2", "N", ""]), st.text())


@given(st.dictionaries(st.one_of(st.sampled_from(list(USUAL)), st.text()), KEYS, max_size=12))
def test_whatever_was_kept_no_key_does_two_things_and_the_habits_leave(kept: dict[str, str]) -> None:
    shortcuts = Shortcuts()
    shortcuts.take(kept)
    keys = [key for act in USUAL for key in shortcuts.all_of(act)]
    assert all(keys.count(each) == 1 for each in keys)
    assert all(QKeySequence(each) in shortcuts.all_of("leave") for each in ALWAYS)
    again = Shortcuts()
    again.take(shortcuts.chosen)
    assert again.chosen == shortcuts.chosen


# ---- in the window


def test_a_key_is_changed_at_once_shown_everywhere_and_kept(
    qtbot: QtBot, main: MainPage, rows: KeyRows, folder: Path, make_window: Callable[..., Window]
) -> None:
    assert "New entry (Ctrl+N)" in main.new.toolTip()
    QTest.keyClick(field(rows, "new"), Qt.Key.Key_J, CTRL)
    assert field(rows, "new").text() == "Ctrl+J"
    assert main.new.toolTip() == "New entry (Ctrl+J)"
    main.show_section("help")
    help_ = main.pages["help"]
    next(each for each in help_.findChildren(Section) if each._title == "Keys").open()
    assert "New entry: Ctrl+J" in labels(help_)
    rows.rows["help"]._keys.change("help", "F2")
    assert "Help: F2" in labels(help_)
    QTest.keyClick(main, Qt.Key.Key_N, CTRL)
    assert main.page is help_
    QTest.keyClick(main, Qt.Key.Key_J, CTRL)
    assert main.page is main.pages["timeline"]
    assert read(qtbot, main, lambda journal: [preferences.keys(journal)]) == [{"new": "Ctrl+J"}]
    main.window().lock()  # type: ignore[attr-defined]  # the window
    again = make_window()
    assert again.shortcuts.key("new") == "Ctrl+N"
    unlock(qtbot, again, folder)
    assert again.main is not None
    settled(qtbot, again.main)
    assert again.main.new.toolTip() == "New entry (Ctrl+J)"


def test_what_is_refused_is_told_beside_the_field_and_changes_nothing(main: MainPage, rows: KeyRows) -> None:
    for key, modifiers, said in (
        (Qt.Key.Key_K, Qt.KeyboardModifier.NoModifier, "A key alone is for writing."),
        (Qt.Key.Key_F, CTRL, "This key is taken: Search."),
        (Qt.Key.Key_C, CTRL, "is for working in a text"),
    ):
        QTest.keyClick(field(rows, "new"), key, modifiers)
        assert said in labels(rows.rows["new"])
        assert said not in labels(rows.rows["lock"])
        assert field(rows, "new").text() == "Ctrl+N"
    assert main.page is main.pages["settings"]
    QTest.keyClick(field(rows, "new"), Qt.Key.Key_J, CTRL)
    assert "A key alone" not in labels(rows)


def test_one_is_put_back_and_all_are(qtbot: QtBot, main: MainPage, rows: KeyRows) -> None:
    back = child(rows, "settings.keys.new.back")
    assert back.isHidden()
    QTest.keyClick(field(rows, "new"), Qt.Key.Key_J, CTRL)
    QTest.keyClick(field(rows, "search"), Qt.Key.Key_F8)
    assert not back.isHidden()
    back.setFocus()
    back.click()  # type: ignore[attr-defined]  # a button
    assert focused(field(rows, "new")) == [True]
    assert (field(rows, "new").text(), field(rows, "search").text(), back.isHidden()) == ("Ctrl+N", "F8", True)
    child(rows, "settings.keys.all-back").click()  # type: ignore[attr-defined]  # a button
    assert field(rows, "search").text() == "Ctrl+F"
    assert read(qtbot, main, lambda journal: [preferences.keys(journal)]) == [{}]


def test_the_sign_on_a_key_is_named_without_shift(rows: KeyRows) -> None:
    named: list[str] = []
    field(rows, "new").pressed.connect(named.append)
    for key, modifiers, text in (
        (Qt.Key.Key_Plus, CTRL | SHIFT, "+"), (Qt.Key.Key_J, CTRL | SHIFT, "\n"), (Qt.Key.Key_F5, SHIFT, ""),
        (Qt.Key.Key_Control, CTRL, ""),
    ):  # fmt: skip
        QApplication.sendEvent(field(rows, "new"), QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text))
    assert named == ["Ctrl++", "Ctrl+Shift+J", "Shift+F5"]


def test_the_keyboard_is_not_caught_in_a_field(qtbot: QtBot, rows: KeyRows) -> None:
    field(rows, "new").setFocus()
    QTest.keyClick(field(rows, "new"), Qt.Key.Key_Tab)
    assert focused(field(rows, "new"), field(rows, "search")) == [False, True]
    QTest.keyClick(field(rows, "search"), Qt.Key.Key_Backtab, SHIFT)
    assert focused(field(rows, "new")) == [True]
    assert field(rows, "new").text() == "Ctrl+N"
    QTest.keyClick(field(rows, "new"), Qt.Key.Key_Escape)
    assert focused(field(rows, "new")) == [False]


def test_locking_and_leaving_follow_and_the_habits_stay(
    qtbot: QtBot, make_window: Callable[..., Window], folder: Path, ended: list[object]
) -> None:
    for number, (key, modifiers, wanted) in enumerate((
        (Qt.Key.Key_L, CTRL, None), (Qt.Key.Key_F12, Qt.KeyboardModifier.NoModifier, "lock"),
        (Qt.Key.Key_B, CTRL, "leave"), (Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier, "leave"),
        (Qt.Key.Key_Q, CTRL, "leave"), (Qt.Key.Key_F4, ALT, "leave"),
    )):  # fmt: skip
        ended.clear()
        window = make_window()
        qtbot.waitUntil(lambda window=window: window._copied is not None, timeout=WAIT)  # type: ignore[misc]  # bound now
        window.shortcuts.take({"lock": "F12", "leave": "Ctrl+B"})
        window.start(folder)
        press(key, modifiers)
        expected: dict[str | None, list[object]] = {None: [], "lock": [[str(folder)]], "leave": ["left"]}
        assert ended == expected[wanted], number
        window._keys.stop()
        window.close()


def test_in_a_journal_that_is_only_read_no_key_is_changed(main: MainPage) -> None:
    main.desk.reads_only = True
    rows = KeyRows(main.desk)
    assert not rows.rows["new"].field.isEnabled()
    assert not child(rows, "settings.keys.all-back").isEnabled()


def test_what_is_kept_and_odd_is_left_out(folder: Path) -> None:
    from journal_app.store import drafts

    with Journal.open(folder, PASSPHRASE) as journal:
        for kept in ([], "x", None, {"new": 5, "search": "Ctrl+G"}):
            drafts.put_preference(journal.database, "keys", kept)
            assert preferences.keys(journal) == ({"search": "Ctrl+G"} if isinstance(kept, dict) else {})
