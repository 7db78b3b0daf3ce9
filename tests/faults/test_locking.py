"""S1 and S13: what a lock leaves in memory, on disk and on the clipboard, and that it loses nothing of what is typed.

A real window in a process of its own, unlocked and written in by keys, locked by Ctrl+L, replaced by a fresh process as
the program does it. Its memory is read from outside, which needs root: the process lets nobody else.
"""

from __future__ import annotations

import json
import os
import secrets
import select
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from journal_app.domain.incident import IncidentEntry
from journal_app.services import drafts, preferences
from journal_app.services.drafts import NEW
from journal_app.services.journal import Journal
from tests import figures
from tests.benchmarks.windows import Display
from tests.cli.conftest import PASSPHRASE
from tests.faults import memory, mutated
from tests.ui.test_copied import Other

ROOT = Path(__file__).resolve().parents[2]
TIMES = 200  # locks in full
LIMITS = {
    "until hidden": (0.15, "locks after which something was seen for more than 150 ms"),
    "until clean": (1.0, "locks after which the process was there for more than 1 s"),
}
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF", b"GIF8")
LONGEST = 180.0  # seconds a step may take on a machine that does other work

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads memory as Linux shows it"),
    pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed"),
]
needs_root = pytest.mark.skipif(
    getattr(os, "geteuid", lambda: 1)() != 0, reason="only root may read the memory of a process that is closed"
)


@pytest.fixture(scope="module")
def display() -> Iterator[Display]:
    with Display() as shown:
        yield shown


class Locked:
    """One run of the story: what was typed, and the process it was typed into."""

    def __init__(self, display: Display, journal: Path, place: Path, weakness: str = "") -> None:
        self.display, self.journal = display, journal
        mark = secrets.token_hex(6)
        file = place / f"folder {mark}" / f"file {mark}.png"  # a picture: what is drawn of it small may be left too
        file.parent.mkdir(parents=True)
        file.write_bytes(mutated.seeds()["a.png"])
        self.plan = {
            "passphrase": PASSPHRASE, "file": str(file),
            **{each: f"{each} {secrets.token_hex(8)}" for each in ("person", "entry", "searched", "draft", "copied")},
        }  # fmt: skip
        plain = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
        environment = {**plain, "DISPLAY": display.name, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.locked", str(journal), *([weakness] if weakness else [])],
            cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0,
        )  # fmt: skip
        try:
            self._tell(json.dumps(self.plan))
            told = self.told()
        except BaseException:
            self.end()
            raise
        assert isinstance(told, dict)
        self.needles = {
            "passphrase": memory.as_text(PASSPHRASE), "file name": memory.as_text(file.name),
            "recovery key": memory.as_text(told["recovery"]), "key": memory.as_key(bytes.fromhex(told["key"])),
            **{each: memory.as_text(self.plan[each]) for each in ("person", "entry", "searched", "draft", "copied")},
        }  # fmt: skip

    def _tell(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line.encode() + b"\n")

    def told(self) -> object:
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], LONGEST)
        assert ready, "the window did not come to the end of its story"
        line = self.process.stdout.readline()
        assert line, "the window ended before its story did"
        return json.loads(line)

    def lock(self) -> tuple[float, float]:
        """Lock, and wait for the fresh window; return the seconds until hidden, and until the process was replaced."""
        begin = time.perf_counter()
        self._tell("lock")
        hidden = self._wait(lambda: not self.display.is_window_seen()) - begin
        clean = self._wait(self._is_replaced) - begin
        self._wait(self.display.is_window_seen)
        return hidden, clean

    def _is_replaced(self) -> bool:
        return b"tests.faults.locked" not in Path(f"/proc/{self.process.pid}/cmdline").read_bytes()

    def _wait(self, done: Callable[[], bool]) -> float:
        begin = time.perf_counter()
        while not done():
            assert self.process.poll() is None, "the window ended"
            assert time.perf_counter() - begin < LONGEST
            with suppress(subprocess.TimeoutExpired):  # asked as often as the figure needs, and no more
                self.process.wait(0.001)
        return time.perf_counter()

    def in_memory(self) -> dict[str, int]:
        return memory.found_in(self.process.pid, self.needles)

    def end(self, number: signal.Signals = signal.SIGKILL) -> int:
        self.process.send_signal(number)
        code = self.process.wait(LONGEST)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        return code


def on_disk(needles: memory.Needles, *rooms: Path) -> list[str]:
    """Return the files and names below ``rooms`` that hold a needle, also as Qt writes it into a list of places."""
    found = []
    for path in (each for room in rooms for each in room.rglob("*")):
        try:
            content = path.read_bytes() if path.is_file() else b""
        except OSError:
            continue
        told = str(path).encode() + content
        spelt = told.replace(b"%20", b" ")
        found += [f"{path.name}: {name}" for name, forms in needles.items() if any(form in spelt for form in forms)]
    return found


def pictures_in(*rooms: Path) -> list[str]:
    """Return the files below ``rooms`` that are pictures: a small one of the file tells what it shows."""
    files = [each for room in rooms for each in room.rglob("*") if each.is_file()]
    return [f"{path.name}: a picture" for path in files if path.read_bytes()[:8].startswith(PICTURES)]


@contextmanager
def taking_over(run: Locked) -> Iterator[list[str]]:
    """Let another program take over what was copied, as those do that keep it; then tell what it holds after the lock.

    Without one, what was copied goes with the process that copied it, however it ended.
    """
    other, held = Other(run.display.name, "unseen"), list[str]()
    try:
        other(f"line-copy {run.plan['copied']}")
        assert other()["text"] == run.plan["copied"]
        yield held
        held += [str(lies) for what, lies in other().items() if what in {"text", "selected"} and lies]
    finally:
        other.end()


def homes() -> list[Path]:
    """Return where a program of this test may leave something, the journal's own folder aside."""
    rooms = {Path(os.environ[name]) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "TMPDIR")}
    shared = [each for each in Path("/dev/shm").glob("journal-*") if each.is_dir()]  # noqa: S108 - looked at only
    return [*rooms, Path(os.environ["XDG_RUNTIME_DIR"]), *shared]


def leave_no_folder(home: Path) -> None:
    """Take away what an ended process left in its runtime folder."""
    for each in home.glob("journal-window-*"):
        shutil.rmtree(each)


def tell_of(hits: list[int], left: list[str], hidden: list[float], clean: list[float], *, full: bool) -> None:
    """Keep the figures of the locks so far; how long they took is told and not asserted."""
    ran = len(hits)
    figures.tell("S1", "needles in memory", full=full, ran=ran, broken=sum(hits), what="locks, 9 needles each",
                 wanted=TIMES)  # fmt: skip
    what = "a clipboard that another program took over, lists, small pictures, disk after a lock"
    figures.tell("S13", "left behind", full=full, ran=ran, broken=len(left), what=what, wanted=TIMES)
    for name, (most, what) in LIMITS.items():
        seconds = sorted(hidden if name == "until hidden" else clean)
        middle, high = statistics.median(seconds) * 1000, seconds[int(ran * 0.95)] * 1000
        figures.tell("S1", name, full=full, ran=ran, broken=sum(each > most for each in seconds),
                     what=f"{what}; median {middle:.0f} ms, p95 {high:.0f} ms", wanted=TIMES)  # fmt: skip


@needs_root
@pytest.mark.parametrize("times", [1, pytest.param(TIMES, marks=pytest.mark.full)])
def test_a_lock_leaves_nothing(display: Display, journal: Path, tmp_path: Path, times: int) -> None:
    hits: list[int] = []
    left: list[str] = []
    hidden: list[float] = []
    clean: list[float] = []
    for turn in range(times):
        place = tmp_path / str(turn)
        shutil.copytree(journal, place / "journal")
        run = Locked(display, place / "journal", place)
        try:
            before = run.in_memory()
            assert all(before.values()), f"the scan would not find what is there: {before}"
            with taking_over(run) as held:
                for seconds, each in zip((hidden, clean), run.lock(), strict=True):
                    seconds.append(each)
            left += held
            hits.append(sum(run.in_memory().values()))
            left += [f"process {each}" for each in memory.family(run.process.pid) if each != run.process.pid]
            left += on_disk(run.needles, *homes(), place / "journal")
            left += pictures_in(*homes(), place / "journal")
        finally:
            code = run.end(signal.SIGTERM)
        assert code == 0
        with Journal.open(place / "journal", PASSPHRASE) as again:
            kept = drafts.load(again, NEW, IncidentEntry)
            assert kept is not None
            assert kept.account == run.plan["draft"]
            assert preferences.sheet_postponed(again)
        shutil.rmtree(place)
        tell_of(hits, left, hidden, clean, full=times == TIMES)
    assert (sum(hits), left) == (0, [])


def test_a_session_that_ends_loses_nothing_and_leaves_nothing(display: Display, journal: Path, tmp_path: Path) -> None:
    """The system tells it with a signal; what is written is kept, and what Qt remembers of folders goes."""
    run = Locked(display, journal, tmp_path)
    held = [each.name for each in Path(os.environ["XDG_RUNTIME_DIR"]).iterdir()]
    assert run.end(signal.SIGHUP) == 0
    assert [each for each in held if each.startswith("journal-window-")], "the folder was there while the window was"
    assert on_disk(run.needles, *homes(), journal) == []
    with Journal.open(journal, PASSPHRASE) as again:
        kept = drafts.load(again, NEW, IncidentEntry)
    assert kept is not None
    assert kept.account == run.plan["draft"]
    assert not list(Path(os.environ["XDG_RUNTIME_DIR"]).glob("journal-*"))


@needs_root
def test_a_build_that_wipes_in_place_is_caught(display: Display, journal: Path, tmp_path: Path) -> None:
    run = Locked(display, journal, tmp_path, "wiping in place")
    try:
        run._tell("lock")
        assert run.told() == "wiped"
        left = run.in_memory()
    finally:
        run.end()
    leave_no_folder(Path(os.environ["XDG_RUNTIME_DIR"]))
    found = sum(map(bool, left.values()))
    figures.caught("S1", "wiping in place of a new process", by=found, part="needles in memory")
    assert found > 0


# For each weakness: what it is, and the figures that it shows in.
LATE = {
    "late": ("waits before it hides", ("until hidden", "until clean")),
    "clean late": ("waits before it is replaced", ("until clean",)),
}


@pytest.mark.parametrize("weakness", ["late", pytest.param("clean late", marks=pytest.mark.full)])
def test_a_build_that_is_late_is_caught(display: Display, journal: Path, tmp_path: Path, weakness: str) -> None:
    run = Locked(display, journal, tmp_path, weakness)
    try:
        took = run.lock()
    finally:
        code = run.end(signal.SIGTERM)
    assert code == 0
    what, shows_in = LATE[weakness]
    for (name, (most, _)), seconds in zip(LIMITS.items(), took, strict=True):
        if name in shows_in:
            figures.caught("S1", what, by=int(seconds > most), part=name)
            assert seconds > most, name


def test_a_build_that_leaves_the_clipboard_is_caught(display: Display, journal: Path, tmp_path: Path) -> None:
    run = Locked(display, journal, tmp_path, "clipboard")
    try:
        with taking_over(run) as held:
            run.lock()
    finally:
        code = run.end(signal.SIGTERM)
    figures.caught("S13", "what was copied is not asked for", by=len(held))
    assert code == 0
    assert run.plan["copied"] in held


def test_a_build_that_lets_qt_remember_is_caught(display: Display, journal: Path, tmp_path: Path) -> None:
    run = Locked(display, journal, tmp_path, "traces")
    try:
        run.lock()
        left = on_disk({"folder": memory.as_text(Path(run.plan["file"]).parent.name)}, *homes())
    finally:
        code = run.end(signal.SIGTERM)
    figures.caught("S13", "Qt remembers folders", by=len(left))
    assert code == 0
    assert left
