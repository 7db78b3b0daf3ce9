"""Another look is put on what is shown: it is as it would have been made, and nothing of it is closed or lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from journal_app import settings
from journal_app.ui.app import Window
from journal_app.ui.dossier_page import DossierPage
from journal_app.ui.incident_editor import IncidentEditor
from journal_app.ui.main_window import MainPage
from journal_app.ui.split_page import SplitPage
from journal_app.ui.tokens import Look
from journal_app.ui.widgets import Label, TextField
from tests.ui.conftest import WAIT, child, opened, section, settled
from tests.ui.test_sections import open_all

RECORDS = (("timeline", "first"), ("matches", "house"), ("people", "hale"))


@pytest.fixture(autouse=True)
def _settings_of_their_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "place", lambda: tmp_path / "look.json")


def window_of(main: MainPage) -> Window:
    window = main.window()
    assert isinstance(window, Window)
    return window


def measures(root: QWidget) -> Counter[tuple[object, ...]]:
    """Return what of a page depends on the look: fonts, least and greatest sizes, margins, spaces and icons."""
    found: Counter[tuple[object, ...]] = Counter()
    for each in (root, *root.findChildren(QWidget)):
        if each.objectName().startswith("qt_"):
            continue
        text = each.text() if isinstance(each, Label | QPushButton) else ""
        name = (type(each).__name__, each.accessibleIdentifier() or text)
        found[(*name, "font", round(each.font().pointSizeF(), 2))] += 1
        found[(*name, "least", each.minimumWidth(), each.minimumHeight())] += 1
        found[(*name, "most", each.maximumWidth(), each.maximumHeight())] += 1
        if isinstance(each, QPushButton):
            found[(*name, "icon", each.iconSize().width())] += 1
        layout = each.layout()
        if layout is not None:
            inside = layout.contentsMargins()
            found[(*name, "room", inside.left(), inside.top(), inside.right(), inside.bottom(), layout.spacing())] += 1
    return found


def test_it_is_as_if_it_had_been_made_in_that_look(
    qtbot: QtBot, qapp: QApplication, open_window: Callable[..., MainPage]
) -> None:
    font = qapp.font()  # a theme grows the one it finds
    main = open_window()
    window = window_of(main)
    for key, identifier in RECORDS:
        open_all(qtbot, main, opened(qtbot, section(qtbot, main, key), identifier))
    main.show_section("dossier")
    settled(qtbot, main)
    window.restyle("dark", 150)
    QApplication.processEvents()
    changed = measures(main)
    window.lock()
    qapp.setFont(font)
    again = open_window(look=Look.DARK, percent=150)
    for key, identifier in RECORDS:
        open_all(qtbot, again, opened(qtbot, section(qtbot, again, key), identifier))
    again.show_section("dossier")
    settled(qtbot, again)
    QApplication.processEvents()
    fresh = measures(again)
    assert sorted(map(str, (changed - fresh).elements())) == []
    assert sorted(map(str, (fresh - changed).elements())) == []


@pytest.mark.parametrize("how", ["keys", "desktop"])
def test_what_is_written_stays_with_its_cursor_and_its_place(qtbot: QtBot, main: MainPage, how: str) -> None:
    page, window = section(qtbot, main, "timeline"), window_of(main)
    editor = opened(qtbot, page, "first")
    assert isinstance(editor, IncidentEditor)
    open_all(qtbot, main, editor)
    note = child(editor, "entry.private.note")
    assert isinstance(note, TextField)
    note.setFocus()
    note.selectAll()
    note.insertPlainText("one two three")
    cursor = note.textCursor()
    cursor.setPosition(4)
    cursor.setPosition(7, QTextCursor.MoveMode.KeepAnchor)
    note.setTextCursor(cursor)
    area = editor.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0, timeout=WAIT)
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    if how == "keys":
        QTest.keyClick(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
        assert window.theme.scale > 1
    else:
        window.theme.look = Look.SYSTEM
        window.follow_desktop()
    assert window.main is main
    assert main.page is page
    assert page.opened is editor
    assert note.textCursor().selectedText() == "two"
    assert editor.record().private_note == "one two three"
    bar = area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() == bar.maximum(), timeout=WAIT)
    assert bar.value() > 0
    note.undo()
    assert note.text() != "one two three"


def test_the_step_and_the_ticks_of_a_dossier_stay(qtbot: QtBot, main: MainPage) -> None:
    main.show_section("dossier")
    page = main.pages["dossier"]
    assert isinstance(page, DossierPage)
    page.show_step(2)
    settled(qtbot, main)
    settled(qtbot, main)
    usual = page.request()
    none = page.findChild(QPushButton, "dossier.entries.none")
    assert isinstance(none, QPushButton)
    none.click()
    before = page.request()
    assert before != usual
    window_of(main).restyle("contrast", 130)
    assert (page.step, page.request()) == (2, before)
    assert main.page is page


def test_labels_grow_before_unlocking(make_window: Callable[..., Window], folder: Path) -> None:
    window = make_window()
    window.start(folder)
    page = window.page
    assert page is not None
    label = page.findChildren(Label)[0]
    before = label.font().pointSizeF()
    window._larger(1)
    assert window.page is page
    assert label.font().pointSizeF() > before
    window._larger(0)
    assert label.font().pointSizeF() == before


def test_settings_show_the_size_that_keys_chose(main: MainPage) -> None:
    main.show_section("settings")
    window_of(main)._larger(1)
    assert child(main, "settings.size").value() == "115"  # type: ignore[attr-defined]  # a choice
    assert isinstance(main.pages["people"], SplitPage)
