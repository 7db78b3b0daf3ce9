"""A disk full to the brim: everything can be read, what is open can be saved, and with room again it goes on."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from journal_app.vault import keyslots
from tests.faults.conftest import needs_asking
from tests.faults.filling import WEAKNESSES
from tests.faults.scenarios import SCENARIOS, Judge, make, placed
from tests.faults.serving import OF_A_QUOTA, derived_quickly, serving
from tests.figures import Safety, share

WHAT = "a disk full to the brim: something cannot be read, saved in the reserve, or gone on with"
QUOTA = "commands whose every write ends a quota: something is lost, or the reserve is not given back"
WRITING = {"record", "revise", "attach", "import"}
MIB = 120  # of the small disk: the reserve is taken again only where eight times its size are free
MOUNT = f'mount -t tmpfs -o size={MIB}m none "$0" && exec "$@"'
OWN = ("unshare", "--mount") if os.geteuid() == 0 else ("unshare", "--map-root-user", "--mount")


def _can_mount() -> bool:
    if shutil.which("unshare") is None:
        return False
    command = [*OWN, "sh", "-c", MOUNT, "/mnt", "true"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


needs_own_disk = pytest.mark.skipif(not _can_mount(), reason="this system lets nobody mount a small disk of their own")


def filled(place: Path, spare: int, weakness: str = "") -> list[str]:
    command = [*OWN, "sh", "-c", MOUNT, str(place), sys.executable, "-m", "tests.faults.filling", str(place),
               str(spare), weakness]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout)
    return found


def spares(count: int) -> list[int]:
    """Return how many bytes are left: none, and so many steps until everything fits."""
    return [0] if count == 1 else [number * (600 << 10) // (count - 1) for number in range(count)]


@needs_own_disk
@pytest.mark.parametrize("wanted", [2, pytest.param(100, marks=pytest.mark.full)])
def test_a_full_disk(tmp_path: Path, wanted: int, safety: Callable[[str], Safety]) -> None:
    full = wanted > 10
    mine = spares(share(wanted) if full else wanted)
    found = {spare: filled(tmp_path, spare) for spare in mine}
    wrong = {spare: each for spare, each in found.items() if each}
    safety("R5").found(WHAT, full=full, ran=len(found), broken=len(wrong), wanted=wanted, part=WHAT)
    assert wrong == {}


@needs_own_disk
@pytest.mark.parametrize("weakness", WEAKNESSES)
def test_a_weaker_build_is_caught(tmp_path: Path, weakness: str, safety: Callable[[str], Safety]) -> None:
    found = filled(tmp_path, 0, weakness)
    caught = any("what is open cannot be saved" in each for each in found)
    safety("R5").control(weakness, caught=caught, part=WHAT)
    assert caught, found


@needs_asking
def test_a_quota_that_is_used_up(room: Path, monkeypatch: pytest.MonkeyPatch, safety: Callable[[str], Safety]) -> None:
    """SQLite tells a quota as an error of writing: the reserve has to be given back all the same."""
    wrong, ran = with_a_quota(room, monkeypatch)
    safety("R5").found(QUOTA, full=True, ran=ran, broken=len(wrong), wanted=len(WRITING), part=QUOTA)
    assert wrong == []
    assert ran == len(WRITING)


@needs_asking
@pytest.mark.parametrize("weakness", OF_A_QUOTA)
def test_a_build_that_keeps_its_reserve_is_caught(
    room: Path, monkeypatch: pytest.MonkeyPatch, weakness: str, safety: Callable[[str], Safety]
) -> None:
    wrong, _ = with_a_quota(room, monkeypatch, weakness)
    safety("R5").control(weakness, caught=any("reserve" in each for each in wrong), part=QUOTA)
    assert wrong == [f"{each.name}: the reserve is still there" for each in SCENARIOS if each.name in WRITING]


def with_a_quota(room: Path, monkeypatch: pytest.MonkeyPatch, weakness: str = "") -> tuple[list[str], int]:
    """Return what is wrong after commands whose every write ends a quota, and how many of them met it."""
    monkeypatch.setattr(keyslots, "hash_secret_raw", derived_quickly)
    made = make(room / "made")
    judge, wrong, ran = Judge(made), list[str](), 0
    with serving() as server:
        for scenario in SCENARIOS:
            if scenario.name not in WRITING:
                continue
            place = Path(shutil.copytree(made, room / "run"))
            arguments = placed(scenario.arguments, place)
            ended = server.run(*arguments, call="pwrite64", error="EDQUOT", when="1+", weakness=weakness)
            ran += bool(ended.failed)
            kept = (place / "journal" / "reserve").exists()  # opening the journal takes it again where there is room
            broken = judge.broken(scenario, place, ended)
            wrong += [f"{scenario.name}: {broken}"] if broken else []
            wrong += [f"{scenario.name}: the reserve is still there"] if kept else []
            shutil.rmtree(place)
    return wrong, ran
