"""The window is killed while it is typed in and long work goes on: what was typed until 2 s before is there."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from journal_app.domain.incident import IncidentEntry
from journal_app.services import drafts
from journal_app.services.journal import Journal
from tests import figures
from tests.ui.conftest import PASSPHRASE
from tests.ui.typist import WORKS

KILLS = 25  # in full, with each of the works
PROMISED = 2000  # milliseconds before the end, from which on what was typed may be missing
WHAT = "windows killed (SIGKILL) while typing during long work; all but the last 2 s is there"


def typed_and_kept(folder: Path, work: str, keys: int, *weakness: str) -> tuple[int, int]:
    """Kill a window after so many keys; returns how many letters were promised to be there, and how many are."""
    command = [sys.executable, "-m", "tests.ui.typist", str(folder), work, *weakness]
    place = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=place) as process:
        assert process.stdout is not None
        said = [line.split() for line, _ in zip(process.stdout, range(keys), strict=False)]
        process.kill()
    assert process.returncode == -9
    assert len(said) == keys
    end = int(said[-1][1])
    promised = max((int(count) for count, at in said if int(at) <= end - PROMISED), default=0)
    with Journal.open(folder, PASSPHRASE) as journal:
        draft = drafts.load(journal, "new", IncidentEntry)
    return promised, len(draft.account) if draft else 0


@pytest.mark.parametrize("kills", [1, pytest.param(KILLS, marks=pytest.mark.full)])
def test_what_was_typed_until_two_seconds_before_a_kill_is_there(folder: Path, kills: int) -> None:
    chance, ran, broken = random.Random(kills), 0, list[str]()  # noqa: S311 - moments, no secrets
    for work in WORKS if kills > 1 else ["import"]:
        for _ in range(kills):
            promised, kept = typed_and_kept(folder, work, chance.randrange(70, 140))
            assert promised > 10
            ran += 1
            if kept < promised:
                broken.append(f"{work}: {kept} of {promised}")
    figures.tell("S1", "windows", full=kills > 1, ran=ran, broken=len(broken), what=WHAT,
                 wanted=KILLS * len(WORKS))  # fmt: skip
    assert broken == []


def test_drafts_that_wait_for_the_work_are_caught(folder: Path) -> None:
    promised, kept = typed_and_kept(folder, "import", 100, "one lane")
    figures.caught("S1", "drafts wait for the work", by=promised - kept, part="windows")
    assert kept < promised
