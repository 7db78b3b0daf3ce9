"""The whole way by keyboard alone: make a journal, write an entry, add a file, save a dossier, lock, open again."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from journal_app.services import evidence, incidents
from journal_app.services.decoding.png import encode
from journal_app.services.journal import Journal
from journal_app.ui.app import Window
from journal_app.ui.dossier_page import DossierPage
from journal_app.ui.editor import Editor
from journal_app.ui.incident_editor import IncidentEditor
from journal_app.ui.recovery_pages import RecoverySheetPage
from journal_app.ui.split_page import SplitPage
from tests.ui.conftest import WAIT

MOST_STEPS = 80  # of Tab from one thing to the next on a page
CTRL = Qt.KeyboardModifier.ControlModifier
WORDS = "correct horse battery staple canal"


class Keyboard:
    """Presses keys where the focus is, and nothing else; counts them."""

    def __init__(self, qtbot: QtBot, window: Window) -> None:
        self._qtbot, self._window = qtbot, window
        self.pressed = self.used = 0

    @property
    def focus(self) -> QWidget:
        """What has the focus; the window where nothing has."""
        return QApplication.focusWidget() or self._window

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.pressed += 1
        QTest.keyClick(self.focus, key, modifiers)

    def type(self, text: str) -> None:
        self.pressed += len(text)
        QTest.keyClicks(self.focus, text)

    def to(self, identifier: str) -> QWidget:
        """Press Tab until the thing of that name has the focus; counts the things that were gone to."""
        self.used += 1
        self.wait(lambda: any(each.accessibleIdentifier() == identifier and each.isVisible() and each.isEnabled()
                              for each in self._window.findChildren(QWidget)))  # fmt: skip
        for _ in range(MOST_STEPS):
            if self.focus.accessibleIdentifier() == identifier:
                return self.focus
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"{identifier} is not reached")

    def push(self, identifier: str) -> None:
        """Go to a button and press it."""
        self.to(identifier)
        self.press(Qt.Key.Key_Return)

    def wait(self, until: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(until, timeout=WAIT)

    def back(self) -> None:
        """Do what a window manager does when a dialog is closed; off-screen there is none."""
        self.wait(lambda: QApplication.activeModalWidget() is None)
        with self._qtbot.waitActive(self._window, timeout=WAIT):
            self._window.activateWindow()

    def answer_file_dialog(self, path: Path) -> None:
        """Type a path into the file dialog that opens next, and press Enter."""
        timer = QTimer(self._window)

        def typed() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, QFileDialog) and isinstance(QApplication.focusWidget(), QLineEdit):
                timer.stop()
                self.press(Qt.Key.Key_A, CTRL)
                self.type(str(path))
                self.press(Qt.Key.Key_Return)

        timer.timeout.connect(typed)
        timer.start(20)


def made(keys: Keyboard, window: Window, place: Path) -> None:
    """Make a journal."""
    keys.push("welcome.new")
    keys.push("before.go-on")
    keys.to("where.place")
    keys.press(Qt.Key.Key_A, CTRL)
    keys.type(str(place))
    keys.press(Qt.Key.Key_Return)
    keys.to("passphrase.first")
    keys.type(WORDS)
    keys.to("passphrase.second")
    keys.type(WORDS)
    keys.push("passphrase.go-on")
    keys.wait(lambda: isinstance(window.page, RecoverySheetPage))
    sheet = window.page
    assert isinstance(sheet, RecoverySheetPage)
    keys.to("recovery.typed")
    keys.type(sheet._key.groups[sheet._asked])
    keys.press(Qt.Key.Key_Return)
    keys.wait(lambda: window.main is not None)


def written(keys: Keyboard, window: Window, picture: Path) -> None:
    """Write an entry and add a file to it."""
    assert window.main is not None
    timeline = window.main.pages["timeline"]
    assert isinstance(timeline, SplitPage)
    keys.press(Qt.Key.Key_N, CTRL)
    keys.wait(lambda: isinstance(timeline.opened, Editor))
    keys.to("entry.account")
    keys.type("He wrote to me late in the evening.")
    keys.answer_file_dialog(picture)
    editor = timeline.opened
    assert isinstance(editor, IncidentEditor)
    keys.push("entry.add-file")
    keys.wait(lambda: len(editor.files.shown) == 1)
    keys.wait(lambda: len(timeline.model.rows) == 1)
    keys.back()
    keys.to("entry.account")
    keys.press(Qt.Key.Key_Return, CTRL)
    keys.wait(lambda: timeline.opened is None or not isinstance(timeline.opened, Editor) or not timeline.opened._dirty)


def saved(keys: Keyboard, window: Window, place: Path) -> None:
    """Save a copy for oneself."""
    assert window.main is not None
    keys.press(Qt.Key.Key_5, CTRL)
    keys.to("dossier.for.board")
    for _ in range(2):
        keys.press(Qt.Key.Key_Down)
    for _ in range(5):
        keys.push("dossier.next")
    keys.answer_file_dialog(place)
    keys.push("dossier.save")
    page = window.main.pages["dossier"]
    assert isinstance(page, DossierPage)
    keys.wait(lambda: bool(page.save.made))
    keys.back()
    keys.to("dossier.copy")


def test_everything_can_be_done_by_keyboard_alone(
    qtbot: QtBot, make_window: Callable[..., Window], ended: list[object], tmp_path: Path, figure: Callable[..., None]
) -> None:
    window, begun = make_window(), time.perf_counter()
    keys = Keyboard(qtbot, window)
    picture, place = tmp_path / "message.png", tmp_path / "journal"
    picture.write_bytes(encode(bytes(range(256)) * 3, 16, 16, 3))
    window.start(None)
    keys.back()
    made(keys, window, place)
    written(keys, window, picture)
    saved(keys, window, tmp_path / "copy.pdf")
    keys.press(Qt.Key.Key_L, CTRL)
    took = f"{keys.used} things used, {keys.pressed} keys, {time.perf_counter() - begun:.1f} s with no pause to think"
    figure("by keyboard from no journal to a saved dossier and a lock", took)
    assert ended == [[str(place)]]
    assert not window.isVisible()
    with Journal.open(place, WORDS) as journal:
        (entry,) = incidents.timeline(journal)
        (view,) = evidence.everything(journal)
    assert (entry.first_line, entry.files) == ("He wrote to me late in the evening.", 1)
    assert view.evidence.file_name == "message.png"
    assert (tmp_path / "copy.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert keys.pressed < 600
