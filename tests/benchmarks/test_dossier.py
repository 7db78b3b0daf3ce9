"""How long a dossier takes and how much memory, beside others on the same words and pictures in the same run.

Nothing timed is asserted: the table at the end says which limits hold. How to run it, and at what size, stands in
``packaging/README.md``; the peers come into an environment of their own, which needs a package index.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.benchmarks import material

ROOT = Path(__file__).resolve().parents[2]
TIMES = int(os.environ.get("DAYBOOK_BENCHMARK_TIMES", "3"))
SCALE = int(os.environ.get("DAYBOOK_BENCHMARK_PERCENT", "100"))
MANY = 10 * SCALE
FEW = 2 * SCALE
GROWTH = tuple(each * SCALE // 100 for each in (100, 250, 500, 1000, 2000))
PEERS = ("img2pdf", "pikepdf", "reportlab", "rl_accel", "weasyprint", "typst")
TIMES_IMG2PDF, TIMES_HASHING, MEMORY, A_SECOND = 0.4, 4, 200, 20

Figure = Callable[..., None]


class Took(NamedTuple):
    """The seconds and the greatest resident MiB of each repetition of one side."""

    seconds: list[float]
    mib: list[int]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def peak(self) -> int:
        return max(self.mib)

    def __str__(self) -> str:
        spread = f" ({min(self.seconds)} to {max(self.seconds)})" if len(self.seconds) > 1 else ""
        return f"{self.median} s{spread}, {self.peak} MiB"


def side(name: str, *arguments: object, python: str = sys.executable) -> dict[str, float]:
    """Do one side in a process of its own and return its seconds and MiB."""
    command = [python, str(ROOT / "tests" / "benchmarks" / "material.py"), name, *map(str, arguments)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert ran.returncode == 0, ran.stderr
    found: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return found


def by_turns(out: Path, **sides: Callable[[Path], dict[str, float]]) -> dict[str, Took]:
    """Do all sides once, then all again, so that other work of the computer falls on each; the last results stay."""
    found = {name: Took([], []) for name in sides}
    for _ in range(TIMES):
        for name, do in sides.items():
            place = out / name
            shutil.rmtree(place) if place.is_dir() else place.unlink(missing_ok=True)
            took = do(place)
            found[name].seconds.append(took["seconds"])
            found[name].mib.append(int(took["mib"]))
    return found


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures are drawn once for all tests; links to them lie in the folders, so one file system has both."""
    return Path(os.environ.get("DAYBOOK_BENCHMARK_PICTURES") or tmp_path_factory.mktemp("pictures"))


@pytest.fixture(scope="session")
def peer(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, str]]:
    """Make an environment with the peers; returns its Python and the versions."""
    place = tmp_path_factory.mktemp("peers") / "venv"
    venv.create(place, with_pip=True)
    python = str(place / "bin" / "python")
    ran = subprocess.run([python, "-m", "pip", "install", "-q", *PEERS], capture_output=True, text=True, check=False)
    if ran.returncode:
        pytest.skip(f"the peers are not to be had here: {ran.stderr.splitlines()[-1:]}")
    listed = subprocess.run([python, "-m", "pip", "list", "--format=json"], capture_output=True, text=True, check=True)
    return python, {each["name"].lower(): each["version"] for each in json.loads(listed.stdout)}


def made(root: Path, kept: Path, incidents: int, pictures: int, kind: str) -> tuple[Path, Path]:
    source = material.folder(root / "source", incidents, material.pictures(kept, pictures, kind))
    material.journal(root / "journal", source)
    return source, root / "journal"


def ours(journal: Path, audience: str = "board") -> Callable[[Path], dict[str, float]]:
    return lambda out: side("dossier", journal, audience, out)


def test_a_small_dossier_is_made_and_measured(tmp_path: Path, kept: Path) -> None:
    source, journal = made(tmp_path, kept, 3, 3, "mixed")
    found = side("dossier", journal, "board", tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert found["seconds"] > 0
    assert found["mib"] > 0
    assert side("hash", source)["seconds"] >= 0


def test_equal_calls_make_equal_pictures(tmp_path: Path) -> None:
    first, again = (material.pictures(tmp_path / name, 3, "mixed") for name in ("first", "again"))
    assert [each.read_bytes() for each in first] == [each.read_bytes() for each in again]
    assert len({each.read_bytes() for each in first}) == 3


@pytest.mark.full
@pytest.mark.parametrize("kind", [*material.KINDS, "mixed"])
def test_many_pictures_beside_img2pdf(
    tmp_path: Path, kept: Path, peer: tuple[str, dict[str, str]], figure: Figure, kind: str
) -> None:
    python, versions = peer
    source, journal = made(tmp_path, kept, MANY, MANY, kind)
    _, plain = made(tmp_path / "plain", kept, MANY, 0, kind)
    took = by_turns(
        tmp_path,
        dossier=ours(journal),
        words=ours(plain),
        img2pdf=lambda out: side("img2pdf", source, out, python=python),
        hashing=lambda _: side("hash", source),
    )
    what = f"{MANY} entries, {MANY} pictures, {kind}"
    times = took["dossier"].median / took["img2pdf"].median
    added = took["dossier"].median - took["words"].median
    share = added / max(took["hashing"].median, 0.01)
    release = f"img2pdf {versions['img2pdf']}, pikepdf {versions['pikepdf']}"
    figure(f"{what}: dossier, pictures ready", str(took["dossier"]))
    figure(f"{what}: pictures alone, {release}", str(took["img2pdf"]))
    figure(f"{what}: dossier ÷ img2pdf", f"{times:.2f}", most=TIMES_IMG2PDF, is_=times)
    figure(f"{MANY} entries without pictures: dossier", str(took["words"]))
    figure(f"{what}: reading and hashing", str(took["hashing"]))
    figure(f"{what}: pictures' share ÷ hashing", f"{added:.1f} s, {share:.1f}", most=TIMES_HASHING, is_=share)
    figure(f"{what}: memory", f"{took['dossier'].peak} MiB", most=MEMORY, is_=took["dossier"].peak)
    assert (tmp_path / "dossier").stat().st_size > (tmp_path / "words").stat().st_size


@pytest.mark.full
def test_growth_with_the_number_of_exhibits(tmp_path: Path, kept: Path, figure: Figure) -> None:
    journals = {count: made(tmp_path / str(count), kept, 50, count, "mixed")[1] for count in GROWTH}
    took = by_turns(tmp_path, **{f"out{count}": ours(journal) for count, journal in journals.items()})
    found = {count: took[f"out{count}"] for count in GROWTH}
    for count, each in found.items():
        figure(f"50 entries, {count} exhibits", f"{each}; {1000 * each.median / count:.1f} ms an exhibit")
    slope, start = statistics.linear_regression(GROWTH, [found[count].median for count in GROWTH])
    off = max(abs(found[count].median / (start + slope * count) - 1) for count in GROWTH)
    figure("growth: time on one line", f"{1000 * slope:.1f} ms an exhibit + {start:.2f} s; at most {off:.0%} off it")
    figure("growth: memory, fewest to most", f"{found[GROWTH[0]].peak} to {found[GROWTH[-1]].peak} MiB")
    assert (tmp_path / f"out{GROWTH[-1]}").stat().st_size > GROWTH[-1] * 1000


@pytest.mark.full
def test_a_package_for_a_lawyer_and_its_peers(
    tmp_path: Path, kept: Path, peer: tuple[str, dict[str, str]], figure: Figure
) -> None:
    """Lay the same words and pictures out by peers, which do no more: no tags, no archive, no fingerprints, no list.

    They decode the pictures, which the program did when the files were taken in: the time of that is told beside.
    """
    python, versions = peer
    source, journal = made(tmp_path, kept, FEW, FEW, "mixed")
    peers = {name: _laid_out(name, source, python) for name in ("reportlab", "weasyprint", "typst")}
    took = by_turns(
        tmp_path,
        ready=lambda place: side("ready", place, source),
        board=ours(journal),
        lawyer=ours(journal, "lawyer"),
        **peers,
    )
    what = f"{FEW} entries, {FEW} pictures, mixed"
    figure(f"{what}: dossier, pictures ready", str(took["board"]))
    figure(f"{what}: making pictures ready before", str(took["ready"]))
    figure(f"{what}: lawyer's package, attached and signed", str(took["lawyer"]))
    for name in peers:
        times = took["board"].median / took[name].median
        figure(f"{what}: {name} {versions[name]}", f"{took[name]}; the dossier takes {times:.2f} of it")
    assert (tmp_path / "lawyer" / "SHA256SUMS").exists()
    assert all((tmp_path / name).read_bytes().startswith(b"%PDF-") for name in peers)


def _laid_out(name: str, source: Path, python: str) -> Callable[[Path], dict[str, float]]:
    return lambda out: side(name, source, out, python=python)


@pytest.mark.full
@pytest.mark.parametrize(("kind", "count"), [*((each, FEW) for each in (*material.KINDS, "mixed")), ("heic", 12)])
def test_pictures_made_ready_a_second(tmp_path: Path, kept: Path, figure: Figure, kind: str, count: int) -> None:
    source = material.folder(tmp_path / "source", 10, material.pictures(kept, count, kind))
    took = by_turns(tmp_path, journal=lambda place: side("ready", place, source))["journal"]
    least = None if kind == "heic" else A_SECOND  # the limit is for screenshots
    pace = count / took.median
    figure(f"{count} pictures made ready, {kind}", f"{pace:.0f} a second; {took}", least=least, is_=pace)
    assert pace > 0
