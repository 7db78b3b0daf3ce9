"""A real window off-screen on a copy of a real journal."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QLocale, QObject, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from journal_app.platform_guard import Protection
from journal_app.services import interchange
from journal_app.services.journal import Journal
from journal_app.settings import Settings
from journal_app.ui import heard
from journal_app.ui.app import Window
from journal_app.ui.error_dialog import ErrorDialog
from journal_app.ui.main_window import MainPage
from journal_app.ui.split_page import SplitPage
from journal_app.ui.theme import Theme
from journal_app.ui.tokens import Look
from journal_app.ui.unlock_page import UnlockPage
from journal_app.vault.keyslots import FLOOR_COST
from tests.cli import sample

PASSPHRASE = "a passphrase for tests"  # noqa: S105 - opens nothing but test journals
WAIT = 30_000
_SHOW = QEvent.Type.Show


@pytest.fixture(autouse=True)
def _no_dialog_waits(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test in which an error dialog opens, instead of waiting for somebody to close it."""
    shown: list[str] = []
    monkeypatch.setattr(ErrorDialog, "exec", lambda dialog: shown.append(dialog.text))
    yield
    assert shown == []


@pytest.fixture(autouse=True)
def _derived_once(derived_once: None) -> None:
    """Derive each key once: the tests of the vault derive every time."""


class _Strays(QObject):
    """Notes every widget that is shown as a window and is none, and every window nobody could be told of."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the library's name
        if event.type() != _SHOW or not isinstance(watched, QWidget) or not watched.isWindow():
            return False  # asked of every event, hundreds of thousands in some tests
        if not isinstance(watched, Window) and watched.windowType() == Qt.WindowType.Window:
            self.found.append(f"{type(watched).__name__} {watched.accessibleIdentifier()}")
        if heard._RESTING:
            self.found.append(f"{type(watched).__name__} while a page is made")
        return False


@pytest.fixture(autouse=True)
def _nothing_flashes(qapp: QApplication) -> Iterator[None]:
    """Fail a test in which a part of a page is shown before it stands in the window: it would flash by itself."""
    strays = _Strays()
    qapp.installEventFilter(strays)
    yield
    qapp.removeEventFilter(strays)
    assert strays.found == []


@pytest.fixture(scope="session", autouse=True)
def _nothing_left_on_the_clipboard(qapp: QApplication) -> Iterator[None]:
    """Take off the clipboard what a test made: Qt deletes it when the process ends, after Python, and crashes there."""
    yield
    qapp.clipboard().clear()


@pytest.fixture(autouse=True)
def _one_language(qapp: QApplication) -> Iterator[None]:
    """Take what a test made the toolkit say in another language from those after it."""
    locale, direction = QLocale(), qapp.layoutDirection()
    yield
    for words in qapp.findChildren(QTranslator):
        qapp.removeTranslator(words)
        words.deleteLater()
    QLocale.setDefault(locale)
    qapp.setLayoutDirection(direction)


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Make the sample journal once; returns its folder, to be copied, and its recovery key."""
    place = tmp_path_factory.mktemp("window")
    opened, key = Journal.create(place / "journal", PASSPHRASE, cost=FLOOR_COST)
    with opened:
        interchange.import_folder(opened, sample.write(place / "folder"))
    (place / "journal" / "reserve").write_bytes(b"")  # 8 MiB a copy would only take time
    return place / "journal", key.text


@pytest.fixture
def folder(kept: tuple[Path, str], tmp_path: Path) -> Path:
    """Return a copy of the sample journal."""
    shutil.copytree(kept[0], tmp_path / "journal")
    return tmp_path / "journal"


@pytest.fixture
def ended() -> list[object]:
    """Collect how a window ended: the arguments of the process that took its place, or ``left``."""
    return []


@pytest.fixture
def make_window(qtbot: QtBot, qapp: QApplication, ended: list[object]) -> Iterator[Callable[..., Window]]:
    """Return what makes a window; each is closed and its work ended after the test."""
    made: list[Window] = []
    font = qapp.font()  # a theme grows the one it finds; the next test begins with the system's again

    def make(look: Look = Look.LIGHT, percent: int = 100, size: tuple[int, int] = (1180, 760)) -> Window:
        theme = Theme(qapp, look, percent)
        theme.apply()
        window = Window(
            theme, Settings(look=look.value, text_percent=percent), replace_process=ended.append,
            leave=lambda: ended.append("left"), protection=Protection(network=True, memory=False),
        )  # fmt: skip
        made.append(window)
        qtbot.addWidget(window)
        window.resize(*size)
        window.show()
        return window

    yield make
    for window in made:
        window.hide()
        window.watches.end()
        if window.desk is not None:
            window.desk.put_pen_down()
        journal = window._journal
        if journal is not None:
            window.lane.wait(journal.close, 20)
        window.lane.stop()
        window.cycles.stop()
        window.pen.stop()
    made.clear()
    qapp.processEvents()  # what was asked for last may be made only now, and has to go before its style does
    qapp.setStyleSheet("")
    qapp.setFont(font)


@pytest.fixture
def open_window(qtbot: QtBot, make_window: Callable[..., Window], folder: Path) -> Callable[..., MainPage]:
    """Return what makes a window and unlocks the sample journal in it."""

    def opened(**choices: object) -> MainPage:
        window = make_window(**choices)
        unlock(qtbot, window, folder)
        assert window.main is not None
        timeline = window.main.pages["timeline"]
        assert isinstance(timeline, SplitPage)
        qtbot.waitUntil(lambda: len(timeline.model.rows) == 4, timeout=WAIT)
        return window.main

    return opened


@pytest.fixture
def main(open_window: Callable[..., MainPage]) -> MainPage:
    """Return the sections of the open sample journal."""
    return open_window()


def busy(main: MainPage) -> threading.Event:
    """Keep the journal's lane busy until the event that is returned is set."""
    begun, end = threading.Event(), threading.Event()

    def work(_: Journal) -> None:
        begun.set()
        assert end.wait(60)

    main.desk.read(main, work, lambda _: None)
    assert begun.wait(60)
    return end


def unlock(qtbot: QtBot, window: Window, folder: Path) -> None:
    """Unlock the sample journal in a window."""
    window.start(folder)
    page = window.page
    assert isinstance(page, UnlockPage)
    page.field.setText(PASSPHRASE)
    page.field.returnPressed.emit()
    qtbot.waitUntil(lambda: window.main is not None, timeout=WAIT)


def section(qtbot: QtBot, main: MainPage, key: str) -> SplitPage:
    """Show a section with a list and wait for its cards."""
    main.show_section(key)
    page = main.pages[key]
    assert isinstance(page, SplitPage)
    qtbot.waitUntil(lambda: bool(page.model.rows), timeout=WAIT)
    return page


def opened(qtbot: QtBot, page: SplitPage, identifier: str) -> QWidget:
    """Open a record of a section and wait for it."""
    before = page.opened
    page.show_record(identifier)
    qtbot.waitUntil(lambda: page.opened is not None and page.opened is not before, timeout=WAIT)
    assert page.opened is not None
    return page.opened


def child(owner: QWidget, identifier: str) -> QWidget:
    """Return the widget with an identifier."""
    found = owner.findChild(QWidget, identifier)
    assert isinstance(found, QWidget), identifier
    return found


def settled(qtbot: QtBot, main: MainPage) -> None:
    """Wait until everything asked for before is done."""
    done: list[object] = []
    main.desk.read(main, lambda _: None, done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=WAIT)
