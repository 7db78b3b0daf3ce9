"""What was removed can be brought back right there: entries, matches, and files in entries."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from journal_app.errors import StorageTrouble
from journal_app.services import evidence, incidents, matches
from journal_app.services.journal import Journal
from journal_app.ui.evidence_page import EvidenceEditor
from journal_app.ui.incident_editor import IncidentEditor
from journal_app.ui.main_window import MainPage
from tests.ui.conftest import WAIT, busy, child, opened, section, settled
from tests.ui.test_sections import open_all, read, tick


def _remove(button: str) -> Callable[[QtBot, MainPage, QWidget], None]:
    return lambda qtbot, main, editor: child(editor, button).click()  # type: ignore[attr-defined]  # a button


def _untick(qtbot: QtBot, main: MainPage, editor: QWidget) -> None:
    assert isinstance(editor, EvidenceEditor)
    tick(qtbot, main, editor.entries, "first")
    editor.finish()


REMOVALS = [
    ("timeline", "second", _remove("entry.remove"), lambda journal: not incidents.get(journal, "second").removed),
    ("matches", "house", _remove("match.remove"), matches.everything),
    ("evidence", "shot", _untick, lambda journal: "first" in evidence.get(journal, "shot").evidence.incidents),
]  # fmt: skip


@pytest.mark.parametrize(("key", "identifier", "remove", "is_there"), REMOVALS)
def test_what_was_removed_is_brought_back_where_it_is_told(
    qtbot: QtBot,
    main: MainPage,
    key: str,
    identifier: str,
    remove: Callable[[QtBot, MainPage, QWidget], None],
    is_there: Callable[[Journal], object],
) -> None:
    page = section(qtbot, main, key)
    for undo in ("button", "keys"):
        editor = opened(qtbot, page, identifier)
        open_all(qtbot, main, editor)
        assert read(qtbot, main, is_there)
        remove(qtbot, main, editor)
        qtbot.waitUntil(main.undo.isVisible, timeout=WAIT)
        settled(qtbot, main)
        assert main._said.text() == "Removed."
        assert not read(qtbot, main, is_there)
        if undo == "button":
            main.undo.click()
        else:
            main.window().activateWindow()
            page.list.setFocus()
            QTest.keyClick(page.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: main._said.text() == "Brought back.", timeout=WAIT)
        assert read(qtbot, main, is_there)
        assert not main.undo.isVisible()


def test_keys_in_a_field_undo_what_was_typed_there(qtbot: QtBot, main: MainPage) -> None:
    undone: list[object] = []
    main.desk.say_removed(undone.append)
    editor = opened(qtbot, section(qtbot, main, "timeline"), "")
    assert isinstance(editor, IncidentEditor)
    qtbot.keyClicks(editor.account, "abc")
    QTest.keyClick(editor.account, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (editor.account.text(), undone) == ("", [])


def test_what_was_told_since_cannot_be_undone_by_surprise(qtbot: QtBot, main: MainPage) -> None:
    undone: list[object] = []
    main.desk.say_removed(undone.append)
    main.desk.say("Something else.")
    main.desk.undo()
    settled(qtbot, main)
    assert undone == []
    assert not main.undo.isVisible()


@pytest.mark.parametrize(("key", "identifier", "remove", "is_there"), REMOVALS[:2])
def test_what_is_removed_twice_before_that_is_answered_is_removed_once(
    qtbot: QtBot,
    main: MainPage,
    key: str,
    identifier: str,
    remove: Callable[[QtBot, MainPage, QWidget], None],
    is_there: Callable[[Journal], object],
) -> None:
    """The second click ended in an error, and took the way to bring it back."""
    page = section(qtbot, main, key)
    editor = opened(qtbot, page, identifier)
    open_all(qtbot, main, editor)
    end = busy(main)
    remove(qtbot, main, editor)
    remove(qtbot, main, editor)
    end.set()
    qtbot.waitUntil(main.undo.isVisible, timeout=WAIT)
    settled(qtbot, main)
    assert main.undo.isVisible()
    assert not read(qtbot, main, is_there)
    main.undo.click()
    settled(qtbot, main)
    assert read(qtbot, main, is_there)


def test_what_could_not_be_removed_is_open_as_before(
    qtbot: QtBot, main: MainPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Journal, __: str) -> None:
        raise StorageTrouble("There is no space left; nothing was changed.", "Free some space.")

    told: list[Exception] = []
    monkeypatch.setattr(matches, "remove", refuse)
    monkeypatch.setattr(main.desk, "show_error", told.append)
    editor = opened(qtbot, section(qtbot, main, "matches"), "house")
    open_all(qtbot, main, editor)
    _remove("match.remove")(qtbot, main, editor)
    assert not editor.isEnabled()
    qtbot.waitUntil(editor.isEnabled, timeout=WAIT)
    assert len(told) == 1
