"""Every way of leaving hides the window before anything else, also from a dialog, and leaves nothing in doubt."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QDialog, QPushButton
from pytestqt.qtbot import QtBot

from journal_app.errors import WrongSecret
from journal_app.services import preferences
from journal_app.services.journal import Journal, draw_recovery_key
from journal_app.ui import file_dialog, leaving
from journal_app.ui.app import Window
from journal_app.ui.copied import Copied
from journal_app.ui.desk import Desk
from journal_app.ui.editor import Editor
from journal_app.ui.error_dialog import ErrorDialog
from journal_app.ui.heard import Heard
from journal_app.ui.jobs import Lane
from journal_app.ui.main_window import MainPage
from journal_app.ui.recovery_pages import RecoverySheetPage
from journal_app.ui.screen_picture import Chooser, ScreenPicture
from journal_app.ui.watches import Watches
from journal_app.vault.keyslots import FLOOR_COST
from tests.ui.conftest import PASSPHRASE, WAIT, child, opened, section, settled
from tests.ui.test_start import press


def window_of(main: MainPage) -> Window:
    window = main.window()
    assert isinstance(window, Window)
    return window


# ---- hidden first


def _close(window: Window) -> None:
    window.windowHandle().close()  # as the desktop does


def _dialog_closed(window: Window) -> None:
    dialog = file_dialog._dialog(window, "Save")
    dialog.show()
    dialog.windowHandle().close()


WAYS: dict[str, Callable[[Window], object]] = {
    "closing": _close,
    "closing a dialog": _dialog_closed,
    **{keys.key().name: lambda _, keys=keys: press(keys.key(), keys.keyboardModifiers())  # type: ignore[misc]
       for keys in (*leaving.LEAVE, *leaving.LOCK)},
    "the button": lambda window: child(window, "main.lock").click(),  # type: ignore[attr-defined]  # a button
    "nobody there": lambda window: window.main and window.main.idle.over.emit(),
    "the session": lambda window: window.watches.session.away.emit(),
}  # fmt: skip
STEPS = [(Lane, "cancel"), (Lane, "wait"), (MainPage, "leave"), (Editor, "leave"), (Copied, "forget"),
         (Desk, "put_pen_down"), (Watches, "end")]  # fmt: skip


def test_every_way_of_leaving_hides_the_window_first(
    qtbot: QtBot, main: MainPage, ended: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    window = window_of(main)
    editor = opened(qtbot, section(qtbot, main, "timeline"), "first")
    editor.touched()  # type: ignore[attr-defined]  # a form
    done: list[tuple[str, bool]] = []

    def noted(name: str) -> Callable[..., None]:
        def step(*_: object, **__: object) -> None:
            done.append((name, window.isVisible()))

        return step

    for owner, name in STEPS:
        monkeypatch.setattr(owner, name, noted(name))
    monkeypatch.setattr(window, "_journal", None)
    for way, act in WAYS.items():
        window.main = main
        window.show()
        window._keys = leaving.LeavingKeys(window, Heard(window), window.quick_exit, window.lock)  # they watch once
        window._keys.start()
        done.clear()
        ended.clear()
        act(window)
        assert ended, way
        assert done, way
        assert [name for name, visible in done if visible] == [], way
        assert not any(each.isVisible() for each in QApplication.topLevelWidgets()), way


# ---- dialogs


def test_a_dialog_that_is_answered_leaves_nothing(qtbot: QtBot, main: MainPage, ended: list[object]) -> None:
    window = window_of(main)
    for answer in (QDialog.accept, QDialog.reject):
        dialog = file_dialog._dialog(window, "Save")
        QTimer.singleShot(0, lambda dialog=dialog, answer=answer: answer(dialog))
        dialog.exec()
    main.desk.long(window, "", lambda *_: None, lambda _: None, alone=True)
    settled(qtbot, main)
    assert ended == []
    assert window.isVisible()


def test_a_dialog_that_is_closed_by_its_frame_leaves(main: MainPage, ended: list[object]) -> None:
    window = window_of(main)
    dialog = file_dialog._dialog(window, "Save")
    QTimer.singleShot(0, lambda: dialog.windowHandle().close())
    dialog.exec()
    assert ended == ["left"]
    assert not window.isVisible()


def chooser_of(qtbot: QtBot, main: MainPage) -> Chooser:
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFF)
    taking = ScreenPicture(main.theme, main.window(), lambda _: picture)
    taking.start()
    qtbot.waitUntil(lambda: taking._chooser is not None, timeout=WAIT)
    assert taking._chooser is not None
    return taking._chooser


def test_closing_what_chooses_a_part_of_the_screen_leaves(qtbot: QtBot, main: MainPage, ended: list[object]) -> None:
    chooser_of(qtbot, main).windowHandle().close()
    assert ended == ["left"]


def test_where_nothing_leaves_the_window_comes_back_from_choosing(qtbot: QtBot, main: MainPage) -> None:
    window = window_of(main)
    window._keys.stop()
    chooser_of(qtbot, main).close()
    assert window.isVisible()


# ---- the recovery sheet


def test_leaving_the_sheet_in_any_way_leaves_a_reminder(
    qtbot: QtBot, make_window: Callable[..., Window], tmp_path: Path, ended: list[object]
) -> None:
    window = make_window()
    made: list[object] = []
    window.lane.start(
        window, lambda _: Journal.create(tmp_path / "new", PASSPHRASE, cost=FLOOR_COST), made.append, made.append
    )
    qtbot.waitUntil(lambda: bool(made), timeout=WAIT)
    journal, key = made[0]  # type: ignore[misc]  # what create returns
    window._folder, window._journal = tmp_path / "new", journal
    window._show_sheet(key, lambda: None)
    window.quick_exit()
    assert ended == ["left"]
    with Journal.open(tmp_path / "new", PASSPHRASE) as again:
        assert preferences.sheet_postponed(again)


@pytest.mark.parametrize("confirmed", [False, True])
def test_the_earlier_sheet_opens_until_the_new_one_is_confirmed(
    qtbot: QtBot, main: MainPage, kept: tuple[Path, str], folder: Path, confirmed: bool
) -> None:
    window = window_of(main)
    window.show_sheet(draw_recovery_key(), replaces=True)
    page = window.page
    assert isinstance(page, RecoverySheetPage)
    if confirmed:
        page._typed.setText(page._key.groups[page._asked])
    button = child(page, "recovery.go-on" if confirmed else "recovery.later")
    assert isinstance(button, QPushButton)
    button.click()
    qtbot.waitUntil(lambda: window.main is not None, timeout=WAIT)
    assert window.main is not None
    settled(qtbot, window.main)
    window.lock()
    works, not_any_more = (page._key.text, kept[1]) if confirmed else (kept[1], page._key.text)
    Journal.check_recovery_key(folder, works)
    with pytest.raises(WrongSecret):
        Journal.check_recovery_key(folder, not_any_more)


# ---- mistakes of the program

MISTAKE = """
import sys, threading
from pathlib import Path
from PySide6.QtCore import QTimer, qWarning
from journal_app.ui import app, error_dialog
shown = []
error_dialog.ErrorDialog.exec = lambda dialog: shown.append(dialog.text)
class Wrong:
    def __del__(self):
        raise ValueError("words of the person")
def fail():
    raise ValueError("words of the person")
def end():
    print(len(shown), *shown, sep="\\n", flush=True)
    app.QApplication.exit(0)
start = app.Window.start
def started(window, folder):
    start(window, folder)
    QTimer.singleShot(0, window, fail)
    QTimer.singleShot(100, window, lambda: threading.Thread(target=fail).start())
    QTimer.singleShot(200, window, lambda: Wrong() and None)
    QTimer.singleShot(300, window, lambda: qWarning("words of the person"))
    QTimer.singleShot(1500, window, end)
app.Window.start = started
sys.exit(app.run(Path(sys.argv[1])))
"""


def test_a_mistake_of_the_program_is_told_in_codes_and_printed_nowhere(tmp_path: Path) -> None:
    place = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)}
    ran = subprocess.run([sys.executable, "-c", MISTAKE, str(tmp_path / "none")], capture_output=True, text=True,
                         check=False, env=place)  # fmt: skip
    assert ran.returncode == 0
    assert ran.stderr == ""
    told = ran.stdout.splitlines()
    assert told[0] == "3"
    assert all("The program made a mistake" in line and "ValueError" in line for line in told[1:])
    assert "words of the person" not in ran.stdout


def test_what_is_told_while_something_is_told_is_not_told_again(qapp: QCoreApplication) -> None:
    from journal_app.ui.defects import Defects

    shown: list[Exception] = []

    def show(error: Exception) -> None:
        shown.append(error)
        if len(shown) == 1:
            defects._tell(KeyError())

    defects = Defects(show)
    defects._tell(ValueError())
    defects._caught(KeyboardInterrupt())
    QCoreApplication.processEvents()
    assert [type(each) for each in shown] == [ValueError]


def test_no_box_appears_once_the_window_is_hidden(
    qtbot: QtBot, main: MainPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Work that still waited finds the journal closed; a box of it would stand alone on the screen."""
    shown: list[str] = []
    monkeypatch.setattr(ErrorDialog, "exec", lambda dialog: shown.append(dialog.text))
    desk = main.desk
    desk.show_error(ValueError("seen"))
    assert len(shown) == 1
    window = main.window()
    assert isinstance(window, Window)
    window.lock()
    desk.show_error(ValueError("not seen"))
    assert len(shown) == 1
