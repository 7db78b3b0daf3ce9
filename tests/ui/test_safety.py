"""How the process of the window is replaced, and what it may not pick up on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from journal_app.ui import leaving, safety
from tests.ui.conftest import WAIT

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sysconfig.get_path("scripts"))
PLANTED = "import os; open(os.environ['CAUGHT'], 'a').write(__name__ + '\\n'); raise SystemExit(9)\n"
NAMES = ("sqlcipher3", "platformdirs", "PySide6", "shiboken6", "json", "ctypes", "dataclasses", "typing", "pathlib")


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """A folder with modules of somebody else that say that they were loaded."""
    folder = tmp_path / "downloads"
    folder.mkdir()
    for name in NAMES:
        (folder / f"{name}.py").write_text(PLANTED)
    return folder


def started(folder: Path, *command: str | Path, **more: str) -> tuple[int, str]:
    """Run something in ``folder``; return its code, and the modules planted there that were loaded."""
    caught = folder.parent / "caught"
    caught.touch()
    plain = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    environment = {**plain, "CAUGHT": str(caught), **more}
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, timeout=120)
    return ran.returncode, caught.read_text()


# A platform of Qt that does not exist ends the window where it would be shown.
NO_WINDOW = {"QT_QPA_PLATFORM": "none-such"}
REPLACED = "import sys; sys.path[:] = [each for each in sys.path if each]; from journal_app.ui import safety; "


def test_a_fresh_process_takes_no_module_from_the_current_folder(planted: Path) -> None:
    code, caught = started(planted, sys.executable, "-P", "-c", f"{REPLACED}safety.replace_process([])", **NO_WINDOW)
    assert (code, caught) == (-6, "")


def test_nor_does_one_whose_search_path_names_it_without_a_word(planted: Path) -> None:
    """An empty entry of PYTHONPATH, which is easily left behind, is the current folder."""
    path = os.pathsep.join(["", str(ROOT)])
    code, caught = started(
        planted, sys.executable, "-I", "-c", f"{REPLACED}safety.replace_process([])", PYTHONPATH=path, **NO_WINDOW
    )
    assert (code, caught) == (-6, "")


def test_the_place_of_a_journal_is_told_to_nobody_else(tmp_path: Path) -> None:
    """What a process is started with can be read by everybody as long as it runs; a locked window runs for hours."""
    folder = tmp_path / "where-it-lies \udcff"
    folder.mkdir()
    show = (
        "import os, sys, pathlib; from journal_app.ui import safety; place = safety.place_told(sys.argv[1:]); "
        "read = pathlib.Path('/proc/self/cmdline').read_bytes(); "
        "print(ascii(place.name), os.fsencode(place.name) in read)"
    )
    start = (
        "import os, sys; from journal_app.ui import safety; there = sys.argv[1]; "
        f"os.execv = lambda path, command, run=os.execv: run(path, [path, '-P', '-c', {show!r}, *command[4:]]); "
        "safety.replace_process([there])"
    )
    ran = subprocess.run([sys.executable, "-P", "-c", start, folder], capture_output=True, text=True, check=False)
    assert (ran.stdout.strip(), ran.stderr) == ("'where-it-lies \\udcff' False", "")


@pytest.mark.parametrize(("arguments", "place"), [([], None), (["/a/place"], Path("/a/place"))])
def test_a_place_may_be_named_when_it_is_started(arguments: list[str], place: Path | None) -> None:
    assert safety.place_told(arguments) == place


@pytest.mark.parametrize(
    ("command", "path"),
    [
        ([BIN / "journal-app"], ""),
        ([BIN / "journal-app"], os.pathsep),
        ([sys.executable, ROOT / "packaging" / "run.py"], ""),
    ],
)
def test_the_first_start_takes_none_either(planted: Path, command: list[str | Path], path: str) -> None:
    if command[0] == sys.executable and not (ROOT / ".venv").exists():
        pytest.skip("these tests run in another environment than .venv")
    code, caught = started(planted, *command, "boards", PYTHONPATH=path)
    assert (code, caught) == (0, "")


def test_the_trap_catches_what_looks_there(planted: Path) -> None:
    """The control: started as before, the fresh process loads what is planted."""
    code, caught = started(planted, sys.executable, "-m", "journal_app.ui", **NO_WINDOW)
    assert code == 9
    assert caught


@pytest.fixture
def own_signals() -> Iterator[None]:
    """Give this process back what it does at a signal."""
    known = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)}
    wakeup = signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    yield
    for each, act in known.items():
        signal.signal(each, act)
    os.close(signal.set_wakeup_fd(wakeup))


@pytest.mark.usefixtures("own_signals")
def test_the_end_of_a_session_is_told(qtbot: QtBot) -> None:
    told: list[str] = []
    window = QWidget()
    qtbot.addWidget(window)
    signals = leaving.LeavingSignals(window, lambda: told.append("leave"))
    signals.start()
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN, "what nohup asks for stays"
    os.kill(os.getpid(), signal.SIGTERM)
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT)


def test_a_process_that_cannot_be_replaced_ends(tmp_path: Path) -> None:
    """It is hidden by then, and nobody could end it."""
    program = (
        "import sys; from journal_app.ui import safety; sys.executable = '/none/such'\n"
        "try:\n    safety.replace_process([])\nexcept BaseException:\n    pass\nprint('still here')"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (70, "")
