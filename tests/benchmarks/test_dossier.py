"""How long a dossier takes and how much memory, beside others on the same pictures in the same run.

Times are printed, never asserted. ``python3 packaging/test.py --full tests/benchmarks/test_dossier.py -s -n0`` for all
of it (about half an hour on two cores); the peer comes into an environment of its own, which needs a package index.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.benchmarks import material

ROOT = Path(__file__).resolve().parents[2]
MANY = 1000
GROWTH = (100, 250, 500, 1000, 2000)
PEERS = ("img2pdf", "pikepdf")


def side(name: str, *arguments: object, python: str = sys.executable) -> dict[str, float]:
    """Do one side in a process of its own and return its seconds and MiB."""
    command = [python, str(ROOT / "tests" / "benchmarks" / "material.py"), name, *map(str, arguments)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    found: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return found


def tell(text: str) -> None:
    sys.stdout.write(text + "\n")


@pytest.fixture(scope="module")
def peer(tmp_path_factory: pytest.TempPathFactory) -> str:
    place = tmp_path_factory.mktemp("peers") / "venv"
    venv.create(place, with_pip=True)
    python = str(place / "bin" / "python")
    ran = subprocess.run([python, "-m", "pip", "install", "-q", *PEERS], capture_output=True, text=True, check=False)
    if ran.returncode:
        pytest.skip(f"the peers are not to be had here: {ran.stderr.splitlines()[-1:]}")
    return python


def made(root: Path, incidents: int, pictures: int, kind: str) -> tuple[Path, Path]:
    source = material.folder(root / "source", incidents, pictures, kind)
    material.journal(root / "journal", source)
    return source, root / "journal"


def test_a_small_dossier_is_made_and_measured(tmp_path: Path) -> None:
    source, journal = made(tmp_path, 3, 3, "mixed")
    found = side("dossier", journal, "board", tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert found["seconds"] > 0
    assert found["mib"] > 0
    assert side("hash", source)["seconds"] >= 0


@pytest.mark.full
@pytest.mark.parametrize("kind", [*material.KINDS, "mixed"])
def test_a_thousand_pictures_beside_img2pdf(tmp_path: Path, peer: str, kind: str) -> None:
    source, journal = made(tmp_path, MANY, MANY, kind)
    ours = side("dossier", journal, "board", tmp_path / "out.pdf")
    alone = side("img2pdf", source, tmp_path / "peer.pdf", python=peer)
    read = side("hash", source)
    shutil.rmtree(source)
    _, plain = made(tmp_path / "plain", MANY, 0, kind)
    words = side("dossier", plain, "board", tmp_path / "words.pdf")
    added = ours["seconds"] - words["seconds"]
    tell(
        f"\n{kind}: dossier {ours['seconds']} s, {ours['mib']} MiB; img2pdf {alone['seconds']} s, {alone['mib']} MiB:"
        f" {ours['seconds'] / alone['seconds']:.2f} times; without pictures {words['seconds']} s; the pictures add"
        f" {added:.1f} s, {added / read['seconds']:.1f} times reading and hashing ({read['seconds']} s)"
    )
    assert (tmp_path / "out.pdf").stat().st_size > (tmp_path / "words.pdf").stat().st_size


@pytest.mark.full
@pytest.mark.parametrize("count", GROWTH)
def test_growth_with_the_number_of_exhibits(tmp_path: Path, count: int) -> None:
    _, journal = made(tmp_path, 50, count, "mixed")
    found = side("dossier", journal, "board", tmp_path / "out.pdf")
    tell(
        f"\n{count} exhibits: {found['seconds']} s ({1000 * found['seconds'] / count:.1f} ms each), {found['mib']} MiB"
    )
    assert (tmp_path / "out.pdf").stat().st_size > count * 1000


@pytest.mark.full
def test_a_package_for_a_lawyer(tmp_path: Path) -> None:
    _, journal = made(tmp_path, 200, 200, "mixed")
    found = side("dossier", journal, "lawyer", tmp_path / "package")
    tell(f"\nlawyer's package, 200 entries, 200 exhibits: {found['seconds']} s, {found['mib']} MiB")
    assert (tmp_path / "package" / "SHA256SUMS").exists()


@pytest.mark.full
@pytest.mark.parametrize("kind", [*material.KINDS, "mixed"])
def test_pictures_made_ready_a_second(tmp_path: Path, kind: str) -> None:
    source = material.folder(tmp_path / "source", 10, 200, kind)
    found = side("ready", tmp_path / "journal", source)
    tell(f"\n{kind}: {200 / found['seconds']:.0f} pictures a second, {found['mib']} MiB beside the workers")
    assert found["seconds"] > 0
