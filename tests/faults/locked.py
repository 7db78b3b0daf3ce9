"""A real window in a process of its own: unlocked, written in and locked by keys, as a person would.

    python -m tests.faults.locked FOLDER [WEAKNESS]

The first line of standard input is the plan (JSON: what to type). It answers with one line of JSON when all of it
stands in the window, and locks at the next line. A weakness makes a build that the tests have to catch.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QSocketNotifier, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from journal_app import platform_guard
from journal_app.services.journal import draw_recovery_key
from journal_app.ui import app, leaving
from journal_app.ui.app import Window
from journal_app.ui.copied import Copied
from journal_app.ui.incident_editor import IncidentEditor
from journal_app.ui.main_window import MainPage
from journal_app.ui.private_folder import keep_no_traces
from journal_app.ui.recovery_pages import RecoverySheetPage
from journal_app.ui.split_page import SplitPage

Wait = Callable[[], object]
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_STEP = 10  # milliseconds between two looks whether the window is ready for the next step


def say(told: object) -> None:
    os.write(1, json.dumps(told).encode() + b"\n")


def _wipe_in_place(window: Window) -> None:
    """Lock without another process: everything is let go of, collected, and given back to the system."""

    def replaced(arguments: list[str]) -> None:
        window.desk = None
        window.show_unlock(Path(arguments[0]))
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        ctypes.CDLL(None).malloc_trim(0)
        window.show()
        say("wiped")

    window._replace_process = replaced


def _keep_traces(_: Window) -> None:
    """Let Qt's dialog remember where it usually does; where that is was already set for this process."""
    home = Path(os.environ["XDG_CONFIG_HOME"])
    keep_no_traces(home)


def _hide_late(_: Window) -> None:
    """Hide only after a while in which anybody may look."""
    soon = leaving.hide_everything

    def late() -> None:
        time.sleep(1.2)
        soon()

    leaving.hide_everything = late


def _clean_late(window: Window) -> None:
    """Hide in time, and hold on to everything for a while."""
    replace = window._replace_process

    def late(arguments: list[str]) -> None:
        time.sleep(1.2)
        replace(arguments)

    window._replace_process = late


def _leave_the_clipboard(_: Window) -> None:
    """Lock without asking what another program holds that was copied here."""
    Copied.forget = lambda self, *, quickly=False: None  # type: ignore[method-assign]  # what is to be missed


WEAKNESSES: dict[str, Callable[[Window], None]] = {
    "wiping in place": _wipe_in_place, "traces": _keep_traces, "late": _hide_late, "clean late": _clean_late,
    "clipboard": _leave_the_clipboard,
}  # fmt: skip


class Story:
    """What is done in the window, a step at a time, each when the one before shows."""

    def __init__(self, window: Window, plan: dict[str, str]) -> None:
        self.window, self.plan = window, plan
        self.report: dict[str, Any] = {}
        self._steps = self._told()
        self._wait: Wait = lambda: True
        self._timer = QTimer(window)
        self._timer.timeout.connect(self._go_on)
        self._timer.start(_STEP)

    def _go_on(self) -> None:
        if self._wait():
            following = next(self._steps, None)
            if following is None:
                self._timer.stop()
            else:
                self._wait = following

    @property
    def _main(self) -> MainPage:
        assert self.window.main is not None
        return self.window.main

    def _section(self, key: str) -> SplitPage:
        page = self._main.pages[key]
        assert isinstance(page, SplitPage)
        return page

    def _told(self) -> Iterator[Wait]:
        yield from self._unlock()
        yield from self._add_person()
        yield from self._add_entry()
        yield from self._search()
        yield from self._make_sheet()
        yield from self._begin_entry()
        journal = self.window._journal
        assert journal is not None
        say({**self.report, "key": bytes(journal.vault._key).hex()})
        listening = QSocketNotifier(0, QSocketNotifier.Type.Read, self.window)
        listening.activated.connect(lambda: (listening.setEnabled(False), press(self.window, Qt.Key.Key_L, CONTROL)))

    def _unlock(self) -> Iterator[Wait]:
        yield lambda: self.window.page is not None and self.window.page.isVisible()
        field = self.window.page.field  # type: ignore[union-attr]
        QTest.keyClicks(field, self.plan["passphrase"])
        press(field, Qt.Key.Key_Return)
        yield lambda: self.window.main is not None and self._section("timeline").model.rows

    def _add_person(self) -> Iterator[Wait]:
        self._main.show_section("people")
        page = self._section("people")
        yield lambda: page.model.rows
        page.show_record("")
        yield lambda: page.editor is not None
        QTest.keyClicks(page.editor.name, self.plan["person"])  # type: ignore[union-attr]
        page.editor.finish()  # type: ignore[union-attr]
        yield lambda: page.editor is None

    def _add_entry(self) -> Iterator[Wait]:
        self._main.show_record("timeline", "")
        page = self._section("timeline")
        yield lambda: page.editor is not None
        first = page.editor
        assert isinstance(first, IncidentEditor)
        QTest.keyClicks(first.account, self.plan["entry"])
        QTimer.singleShot(0, first._choose_files)
        yield lambda: isinstance(QApplication.activeModalWidget(), QFileDialog)
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        file = Path(self.plan["file"])
        dialog.setDirectory(str(file.parent))
        dialog.selectFile(str(file))
        yield lambda: dialog.selectedFiles() == [str(file)]
        dialog.accept()
        yield lambda: len(first.files.shown) == 1
        page.close_opened()
        yield lambda: page.editor is None

    def _search(self) -> Iterator[Wait]:
        QTest.keyClicks(self._main.search, self.plan["searched"])
        yield lambda: self._main.page is self._main.found
        self._main.search.clear()
        yield lambda: self._main.page is not self._main.found

    def _make_sheet(self) -> Iterator[Wait]:
        before = self._main
        self.window.show_sheet(draw_recovery_key(), replaces=False)
        yield lambda: isinstance(self.window.page, RecoverySheetPage)
        sheet = self.window.page
        assert isinstance(sheet, RecoverySheetPage)
        self.report["recovery"] = sheet._key.text
        sheet.postponed.emit()
        yield lambda: self.window.main is not None and self.window.main is not before

    def _begin_entry(self) -> Iterator[Wait]:
        """Write a draft, copy a part of it with the keys, and take that part out again."""
        self._main.show_record("timeline", "")
        page = self._section("timeline")
        yield lambda: page.editor is not None
        editor = page.editor
        assert isinstance(editor, IncidentEditor)
        QTest.keyClicks(editor.account, self.plan["draft"])
        QTest.keyClicks(editor.account, self.plan["copied"])
        for _ in self.plan["copied"]:
            press(editor.account, Qt.Key.Key_Left, SHIFT)
        press(editor.account, Qt.Key.Key_C, CONTROL)
        press(editor.account, Qt.Key.Key_Backspace)


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, modifier)


def main(folder: Path, weakness: str) -> int:
    """Open the window as the program does, and tell the story in it."""
    if sys.platform != "win32":
        signal.signal(signal.SIGHUP, signal.SIG_DFL)  # also where the tests run without a terminal (nohup)
    plan: dict[str, str] = json.loads(sys.stdin.buffer.raw.readline())  # type: ignore[attr-defined]
    start, told = Window.start, []

    def started(window: Window, known: Path | None) -> None:
        start(window, known)
        if weakness:
            WEAKNESSES[weakness](window)
        told.append(Story(window, plan))

    Window.start = started  # type: ignore[method-assign]
    return app.run(folder, platform_guard.protect())


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ""))
