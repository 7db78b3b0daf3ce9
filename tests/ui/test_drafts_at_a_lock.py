"""S1: whatever moment of typing a lock comes at, what was typed by then is in the journal: as a draft, or saved."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from journal_app.domain.incident import IncidentEntry
from journal_app.services import drafts, incidents
from journal_app.services.drafts import NEW
from journal_app.services.journal import Journal
from journal_app.settings import Settings
from journal_app.ui.app import Window
from journal_app.ui.incident_editor import IncidentEditor
from journal_app.ui.main_window import MainPage
from journal_app.ui.theme import Theme
from journal_app.ui.timeline_page import TimelinePage
from journal_app.ui.tokens import Look
from journal_app.vault import keyslots
from tests import figures
from tests.ui.conftest import PASSPHRASE, WAIT, unlock

LETTERS = "abcdefghijklmnopqrstuvwxyz ,."
MOST = 40  # letters before a lock
LOCKED = 1000  # times in full
OPENED = "first"

# The ways a lock comes; each is called with the window.
LOCKS: list[Callable[[Window], object]] = [
    lambda window: QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier),
    lambda window: QTest.keyClick(window, Qt.Key.Key_F9),
    lambda window: window.close(),
    lambda window: window.watches.idle.over.emit() if window.watches.idle else None,
    lambda window: window.watches.session.away.emit() if window.watches.session else None,
]
# What else may have been asked for a moment before, and is under way.
BEFORE: list[Callable[[MainPage, IncidentEditor], object]] = [
    *[lambda _main, _editor: None] * 4,
    lambda _main, editor: editor.finish(),
    lambda main, _editor: main.show_section("people"),
    lambda main, _editor: main.pages["timeline"].close_opened(),  # type: ignore[attr-defined]
    lambda main, _editor: main.search.setText("x"),
]


@pytest.fixture
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Derive each key once: how long that takes says nothing of what is typed."""
    known: dict[tuple[object, ...], bytes] = {}
    derive = keyslots.hash_secret_raw

    def derived(*given: object, **named: object) -> bytes:
        key = (*map(repr, given), *map(repr, sorted(named.items())))
        if key not in known:
            known[key] = derive(*given, **named)  # type: ignore[arg-type]
        return known[key]

    monkeypatch.setattr(keyslots, "hash_secret_raw", derived)


def typed_and_locked(qtbot: QtBot, qapp: QApplication, folder: Path, chance: random.Random) -> str:
    """Type into a new entry or one that is there, lock at any moment, and return what was typed by then."""
    ended: list[object] = []
    window = Window(
        Theme(qapp, Look.LIGHT, 100), Settings(), replace_process=ended.append, leave=lambda: ended.append("left")
    )
    window.show()
    unlock(qtbot, window, folder)
    main = window.main
    assert main is not None
    timeline = main.pages["timeline"]
    assert isinstance(timeline, TimelinePage)
    timeline.show_record(chance.choice(["", OPENED]))
    qtbot.waitUntil(lambda: timeline.editor is not None, timeout=WAIT)
    editor = timeline.editor
    assert isinstance(editor, IncidentEditor)
    editor.account.moveCursor(editor.account.textCursor().MoveOperation.End)
    typed = f" {chance.getrandbits(64):x} "
    QTest.keyClicks(editor.account, typed)
    for _ in range(chance.randrange(MOST)):
        letter = chance.choice(LETTERS)
        QTest.keyClicks(editor.account, letter)
        typed += letter
        what = chance.random()
        if what < 0.1:  # the moment at which what is typed is kept by itself
            editor._timer.timeout.emit()
        elif what < 0.2:
            QCoreApplication.processEvents()
    before, lock = chance.choice(BEFORE), chance.choice(LOCKS)
    before(main, editor)
    lock(window)
    assert len(ended) >= 1, (BEFORE.index(before), LOCKS.index(lock))
    window.lane.stop()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return typed


def kept_in(folder: Path) -> list[str]:
    """Return what stands in the journal, whether begun or saved; nothing of what an earlier turn typed."""
    with Journal.open(folder, PASSPHRASE) as journal:
        begun = [drafts.load(journal, key, IncidentEntry) for key in (NEW, OPENED)]
        saved = [incidents.get(journal, row.id).entry for row in incidents.timeline(journal)]
        return [each.account for each in (*begun, *saved) if each is not None]


def lost(qtbot: QtBot, qapp: QApplication, kept: Path, place: Path, turns: int) -> Iterator[int]:
    """Lock so many times, each on a fresh copy of the journal in ``kept``; yields how often something was lost."""
    count = 0
    for seed in range(turns):
        shutil.copytree(kept, place)
        typed = typed_and_locked(qtbot, qapp, place, random.Random(seed))  # noqa: S311 - a test's moments
        count += not any(typed.strip() in each for each in kept_in(place))
        shutil.rmtree(place)
        yield count


@pytest.mark.usefixtures("quick_keys")
@pytest.mark.parametrize("turns", [8, pytest.param(LOCKED, marks=pytest.mark.full)])
def test_no_moment_loses_what_was_typed(
    qtbot: QtBot, qapp: QApplication, kept: tuple[Path, str], tmp_path: Path, turns: int
) -> None:
    for ran, broken in enumerate(lost(qtbot, qapp, kept[0], tmp_path / "journal", turns), 1):
        figures.tell("S1", "drafts", full=turns == LOCKED, ran=ran, broken=broken,
                     what="locks at any moment of typing", wanted=LOCKED)  # fmt: skip
    assert broken == 0


@pytest.mark.usefixtures("quick_keys")
def test_a_build_that_keeps_no_draft_at_a_lock_is_caught(
    qtbot: QtBot, qapp: QApplication, kept: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MainPage, "leave", lambda _: None)
    *_, broken = lost(qtbot, qapp, kept[0], tmp_path / "journal", 6)
    figures.caught("S1", "no draft at a lock", by=broken, part="drafts")
    assert broken > 0, "the build that keeps no draft was not caught"
