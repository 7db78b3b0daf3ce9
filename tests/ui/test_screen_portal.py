"""A picture of the screen that the desktop takes: kept, its own copy removed, and every other end is told and safe."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from journal_app.domain.incident import IncidentEntry
from journal_app.services import drafts, evidence
from journal_app.services.evidence import EvidenceView
from journal_app.ui import screen_portal
from journal_app.ui.incident_editor import IncidentEditor
from journal_app.ui.main_window import MainPage
from tests.ui import message_bus, screenshot_portal
from tests.ui.conftest import WAIT, child, opened, section, settled
from tests.ui.test_sections import labels, read

pytestmark = message_bus.NEEDED
ROOT = Path(__file__).resolve().parents[2]
CHILD = [sys.executable, "-I", "-m", "journal_app.ui.portal_child"]
Start = Callable[[str], subprocess.Popen[str]]


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Return the address of a bus of its own, which this session's seems to be."""
    with message_bus.running() as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        monkeypatch.setattr(QGuiApplication, "platformName", lambda: "wayland")
        yield address


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return where the desktop puts its pictures."""
    return tmp_path / "Shot of today.png"


@pytest.fixture
def desktop(bus: str, place: Path, tmp_path: Path) -> Iterator[Start]:
    """Return what starts a portal that answers in a given way."""
    Image.new("RGB", (60, 40), "teal").save(tmp_path / "screen.png")
    started: list[subprocess.Popen[str]] = []

    def start(how: str) -> subprocess.Popen[str]:
        command = [sys.executable, screenshot_portal.__file__, bus, how, str(tmp_path / "screen.png"), str(place)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
        made = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        started.append(made)
        assert made.stdout is not None
        assert made.stdout.readline() == "ready\n"
        return made

    yield start
    for each in started:
        each.terminate()
        each.wait()
        assert each.stdout is not None
        each.stdout.close()


def asks(qtbot: QtBot, main: MainPage, identifier: str = "second") -> IncidentEditor:
    editor = opened(qtbot, section(qtbot, main, "timeline"), identifier)
    assert isinstance(editor, IncidentEditor)
    child(editor, "entry.screen").click()  # type: ignore[attr-defined]  # a button
    return editor


def shots(qtbot: QtBot, main: MainPage) -> list[EvidenceView]:
    return [
        each for each in read(qtbot, main, evidence.everything) if "picture of the screen" in each.evidence.file_name
    ]


@pytest.mark.parametrize("how", ["picture", pytest.param("early", marks=pytest.mark.full)])
def test_it_is_kept_with_the_entry_and_the_copy_of_the_desktop_is_removed(
    qtbot: QtBot, main: MainPage, desktop: Start, place: Path, tmp_path: Path, how: str
) -> None:
    asked = desktop(how)
    said: list[str] = []
    main.desk.said.connect(said.append)
    asks(qtbot, main)
    qtbot.waitUntil(lambda: any("other copy that the system made was removed" in each for each in said), timeout=WAIT)
    assert asked.stdout is not None
    assert asked.stdout.readline() == "asked sa{sv}\n"
    (view,) = shots(qtbot, main)
    item = view.evidence
    assert (item.file_name, item.media_type, item.incidents) == ("picture of the screen.png", "image/png", ("second",))
    assert (
        read(qtbot, main, lambda journal: evidence.read_original(journal, item))
        == (tmp_path / "screen.png").read_bytes()
    )
    assert item.card.application.endswith("the desktop’s own copy, Shot of today.png, was removed afterwards")
    assert str(tmp_path) not in repr(item)
    assert not place.exists()
    assert not main.window().isMinimized()


def test_a_new_entry_without_a_sentence_keeps_it_too(qtbot: QtBot, main: MainPage, desktop: Start, place: Path) -> None:
    desktop("picture")
    editor = asks(qtbot, main, "")
    qtbot.waitUntil(lambda: "1 file is kept" in labels(editor), timeout=WAIT)
    assert len(shots(qtbot, main)) == 1
    assert not place.exists()


ENDS = {
    "cancel": "No picture was taken; nothing was changed.",
    "end": "The desktop did not allow a picture of the screen; nothing was changed.",
    "refuse": "The desktop did not allow a picture of the screen; nothing was changed.",
    "unknown": "This desktop does not let programs take pictures of the screen; nothing was changed.",
    "silent": "The desktop gave no picture in time; nothing was changed.",
    "nothing": "The desktop gave no picture in time; nothing was changed.",
}


@pytest.mark.parametrize(
    "how", [pytest.param(each, marks=[pytest.mark.full] * (each in {"end", "silent"})) for each in ENDS]
)
def test_any_other_end_is_told_and_loses_no_draft(
    qtbot: QtBot, main: MainPage, desktop: Start, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    desktop(how)
    if how in {"silent", "nothing"}:
        monkeypatch.setattr(screen_portal, "SECONDS", 1.0)
    editor = opened(qtbot, section(qtbot, main, "timeline"), "second")
    assert isinstance(editor, IncidentEditor)
    editor.account.setPlainText("It is being written.")
    child(editor, "entry.screen").click()  # type: ignore[attr-defined]  # a button
    assert main.window().isMinimized()
    qtbot.waitUntil(lambda: ENDS[how] in labels(editor), timeout=WAIT)
    assert not main.window().isMinimized()
    assert shots(qtbot, main) == []
    assert editor.account.toPlainText() == "It is being written."
    qtbot.waitUntil(
        lambda: read(qtbot, main, lambda journal: drafts.load(journal, "second", IncidentEntry)) is not None,
        timeout=WAIT,
    )


def test_a_file_that_is_no_new_picture_is_neither_taken_in_nor_removed(
    qtbot: QtBot, main: MainPage, desktop: Start, place: Path
) -> None:
    place.write_bytes(b"a letter that was there before")
    desktop("elsewhere")
    editor = asks(qtbot, main)
    qtbot.waitUntil(lambda: "is no new picture of the screen; nothing was changed." in labels(editor), timeout=WAIT)
    assert place.read_bytes() == b"a letter that was there before"
    assert shots(qtbot, main) == []


def test_where_the_entry_was_closed_meanwhile_it_is_said_where_the_picture_is(
    qtbot: QtBot, main: MainPage, desktop: Start, place: Path
) -> None:
    desktop("picture")
    said: list[str] = []
    main.desk.said.connect(said.append)
    asks(qtbot, main)
    main.show_section("people")
    qtbot.waitUntil(lambda: any(str(place) in each for each in said), timeout=WAIT)
    assert place.exists()
    settled(qtbot, main)
    assert shots(qtbot, main) == []


def test_where_no_desktop_answers_on_the_bus_it_is_missing(qtbot: QtBot, main: MainPage, bus: str) -> None:
    editor = asks(qtbot, main)
    qtbot.waitUntil(lambda: ENDS["unknown"] in labels(editor), timeout=WAIT)


PROTECTED = (
    "from journal_app import platform_guard; import subprocess, sys; platform_guard.protect(); "
    "sys.exit(subprocess.run(sys.argv[1:]).returncode)"
)


def test_it_is_asked_for_through_the_filter_that_allows_no_network(desktop: Start, place: Path) -> None:
    desktop("picture")
    command = [sys.executable, "-c", PROTECTED, *CHILD, "20"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as asked:
        assert asked.stdout is not None
        assert asked.stdout.read() == f'{{"told": "picture", "place": "{place}"}}\n'
        assert asked.stdin is not None
        asked.stdin.close()
        assert asked.wait() == 0


def test_whoever_asked_is_gone_so_nothing_is_wanted_any_more(desktop: Start) -> None:
    asked = desktop("nothing")
    assert asked.stdout is not None
    with subprocess.Popen([*CHILD, "60"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert asked.stdout.readline().startswith("asked")
        assert (process.stdin, process.stdout) != (None, None)
        process.stdin.close()  # type: ignore[union-attr]  # as above
        assert asked.stdout.readline() == "closed\n"
        assert process.stdout.read() == ""  # type: ignore[union-attr]  # as above
        assert process.wait() == 0
