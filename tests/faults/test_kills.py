"""Killed at any moment of anything that is done with a journal: what was told to be kept is there, and it is whole."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.faults.working import OPERATIONS, WEAKNESSES
from tests.figures import Safety, share

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="the openssl command is not installed")
GROUPS = 2  # so that they run beside each other
WHAT = f"kill -9: in {len(OPERATIONS)} operations; something told is lost, half an output, or the journal is not whole"
MOST_TRIES = 1500  # for a control; the narrowest of the windows is hit once in about a hundred


def kills(room: Path, seed: str, count: int, weakness: str = "") -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.faults.kills", str(room), seed, str(count), weakness]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert weakness or done.stderr == ""
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def told_is_kept(room: Path, seed: str, wanted: int, safety: Safety, *, full: bool) -> None:
    mine = share(wanted) if full else wanted
    told = kills(room, seed, mine)
    broken = told["broken"]
    safety.found(WHAT, full=full, ran=told["ran"], broken=len(broken), wanted=wanted)
    assert broken == []
    assert told["ran"] == mine


def test_nothing_that_was_told_is_lost(room: Path, safety: Callable[[str], Safety]) -> None:
    told_is_kept(room, "sample", len(OPERATIONS), safety("R2"), full=False)


@pytest.mark.full
@pytest.mark.parametrize("group", range(GROUPS))
def test_nothing_that_was_told_is_lost_in_5000(room: Path, group: int, safety: Callable[[str], Safety]) -> None:
    told_is_kept(room, str(group), 5000 // GROUPS, safety("R2"), full=True)


@pytest.mark.parametrize("weakness", WEAKNESSES)
def test_a_weaker_build_is_caught(room: Path, weakness: str, safety: Callable[[str], Safety]) -> None:
    told = kills(room, "control", MOST_TRIES, weakness)
    safety("R2").control(weakness, caught=bool(told["broken"]))
    assert told["broken"]
