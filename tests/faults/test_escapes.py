"""Whatever runs in the locked worker gets nowhere: each way out is refused, and by each layer that is there for it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from journal_app.services import media
from journal_app.services.decoding import sandbox
from journal_app.services.media import Decoder, NoRendition
from tests import figures
from tests.faults import escapes
from tests.faults.escapes import FILES, LIMITED, PROBES, SCOPED, is_refused, is_through

pytestmark = pytest.mark.skipif(bool(sandbox.missing_layer()), reason="a layer of the worker's lock is missing here")
SCOPES_SINCE, LEAST = 6, 30
BUSY = {"compute": "until = time.process_time() + 1.5\nwhile time.process_time() < until: pass"}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder with two sockets that listen: one has a name in it, the other has none in any folder."""
    with ExitStack() as stack:
        for name in (str(tmp_path / "listens"), escapes.ABSTRACT.replace("\\0", "\0").format(here=os.getpid())):
            listens = stack.enter_context(socket.socket(socket.AF_UNIX))
            listens.bind(name)
            listens.listen()
        yield tmp_path


def test_every_way_out_is_refused(place: Path) -> None:
    found = escapes.run(PROBES, place)
    through = {name: outcome for name, outcome in found.items() if not is_refused(outcome)}
    what = "ways out that the real locked worker leaves open"
    figures.tell("S5", "locked", full=True, ran=len(found), broken=len(through), what=what)
    assert through == {}
    assert len(found) == len(PROBES) > LEAST


def landlock() -> int:
    return int(sandbox.ctypes.CDLL(None).syscall(444, 0, 0, 1))


# What each layer is to refuse by itself, and the layers that are missing in a weaker build.
LAYERS = {
    "filter alone": {name: code for name, code in PROBES.items() if name not in LIMITED},
    "rules alone": FILES | (SCOPED if landlock() >= SCOPES_SINCE else {}),
    "limits alone": LIMITED,
}
MISSING = {"no lock": set(LAYERS), "no filter": {"filter alone"}, "no limits": {"limits alone"}}


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.full)])
@pytest.mark.parametrize(("weakness", "share"), [("no lock", 0.75), ("no filter", 0.5), ("no limits", 0.5)])
def test_a_weaker_lock_is_caught(place: Path, weakness: str, share: float, every: int) -> None:
    probes = dict(list(PROBES.items())[::every]) if weakness != "no limits" else LIMITED
    found = escapes.run(probes, place, weakness=weakness)
    through = {name for name, outcome in found.items() if is_through(outcome)}
    figures.caught("S5", weakness, by=len(through), part="locked")
    for layer in sorted(each for each in MISSING[weakness] if LAYERS[each].keys() & probes.keys()):
        figures.caught("S5", weakness, by=len(LAYERS[layer].keys() & through), part=layer)
    assert len(through) > share * len(found), found


@pytest.mark.parametrize(("layer", "probes"), LAYERS.items())
def test_each_layer_holds_by_itself(place: Path, layer: str, probes: dict[str, str]) -> None:
    found = escapes.run(probes, place, weakness=layer)
    through = {name: outcome for name, outcome in found.items() if not is_refused(outcome)}
    what = "ways out that one layer leaves open by itself, of those it is to refuse"
    figures.tell("S5", layer, full=True, ran=len(found), broken=len(through), what=what)
    assert through == {}


@pytest.mark.parametrize(("weakness", "ends"), [("", ("ended: SIGXCPU", "ended: SIGKILL")), ("no limits", "through")])
def test_computing_has_an_end(place: Path, weakness: str, ends: str | tuple[str, ...]) -> None:
    assert escapes.run(BUSY, place, weakness=weakness, cpu=1)["compute"].startswith(ends)


# ---- the same worker, as the program starts it


def served(*more: str) -> Decoder:
    """Return a decoder whose worker tries what it is sent."""
    return Decoder([sys.executable, "-I", str(escapes.WORKER), "serve", *more])


def tried(decoder: Decoder, code: str) -> str:
    try:
        return decoder.facts(code.encode(), "image/png").device
    except NoRendition as error:
        return f"ended: {error.reason}"


def test_the_worker_that_the_program_starts_is_locked(place: Path) -> None:
    (place / "secret").write_text("a secret")
    with served() as decoder:
        assert tried(decoder, "said = 1 + 1") == "through: 2"
        assert tried(decoder, FILES["read a file"].format(place=place)) == "refused: EACCES"
        assert tried(decoder, PROBES["an internet socket"]) == "ended: stopped"
        assert tried(decoder, "said = 1 + 1") == "through: 2"  # another one serves


ELSEWHERE = """
other.append({place!r})
while len(other) < 2:
    time.sleep(0.01)
said = other[1]
"""


def test_a_thread_that_is_not_locked_means_no_worker(place: Path) -> None:
    with served("beside") as decoder:
        assert not decoder.available()
        assert decoder._missing == "threads"
    (place / "secret").write_text("a secret")
    with served("beside", "uncounted") as decoder:  # the control: the lock would not hold for it
        assert tried(decoder, ELSEWHERE.format(place=str(place / "secret"))).removeprefix("through: ").isdigit()


def test_the_kernel_says_that_the_lock_holds() -> None:
    with Decoder() as decoder:
        assert decoder.available()
        assert decoder._process is not None
        room = Path(f"/proc/{decoder._process.pid}")
        status = dict(line.split(":", 1) for line in (room / "status").read_text().splitlines())
        assert status["NoNewPrivs"].strip() == "1"
        assert status["Seccomp"].strip() == "2"
        limits = {line[:26].strip(): line[26:].split()[:2] for line in (room / "limits").read_text().splitlines()}
    for name, most in (
        ("Max address space", sandbox.MEMORY), ("Max cpu time", sandbox.CPU_SECONDS), ("Max file size", 0),
        ("Max core file size", 0), ("Max open files", sandbox.OPEN_FILES),
    ):  # fmt: skip
        assert limits[name] == [str(most)] * 2, name


OPEN_ONES = """
said = []
for each in range(3, 200):
    try:
        os.fstat(each)
    except OSError:
        continue
    said.append(each)
"""


@pytest.mark.parametrize("weakness", ["", "hands on what is open"])
def test_the_worker_has_nothing_but_its_pipes(place: Path, monkeypatch: pytest.MonkeyPatch, weakness: str) -> None:
    monkeypatch.setenv("A_SECRET", "of the environment")
    if weakness:
        start = subprocess.Popen
        monkeypatch.setattr(
            media.subprocess, "Popen", lambda *a, **k: start(*a, **(k | {"close_fds": False, "env": os.environ}))
        )
    with (place / "open").open("w") as kept, served() as decoder:
        os.set_inheritable(kept.fileno(), True)
        found = tried(decoder, OPEN_ONES), tried(decoder, "said = 'A_SECRET' in os.environ")
    assert (found == ("through: []", "through: False")) == (not weakness)


@pytest.mark.full
def test_every_way_out_is_refused_to_the_worker_that_the_program_starts(place: Path) -> None:
    values = {"place": place, "here": os.getpid(), **escapes.NUMBERS}
    found = {}
    with served() as decoder:
        for name, code in PROBES.items():
            (place / "secret").write_text("a secret")
            if name != "write to a file that is open":  # there is none: standard error goes nowhere
                found[name] = tried(decoder, code.format(**values))
    through = {name: outcome for name, outcome in found.items() if outcome.startswith("through")}
    what = "ways out that the worker as the program starts it leaves open"
    figures.tell("S5", "started", full=True, ran=len(found), broken=len(through), what=what)
    assert through == {}
