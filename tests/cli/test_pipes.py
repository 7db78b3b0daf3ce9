"""A pipe at the name of a file of a journal: nobody may ever write to it, so nothing waits for it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import Run

# What the check ends with: 1 where it tells of what it found, 6 where the journal could not be opened.
PLACES = {
    "header.json": 1,
    "header.bak": 1,
    "journal.db": 1,
    "journal.db-journal": 6,
    "state": 1,
    "unfinished": 0,
    "files/ONE": 1,
    "header.new": 0,
    "journal.db.new": 0,
    "header.json.part": 0,
    "reserve": 0,
    "lock": 0,
}


@pytest.mark.parametrize("name", PLACES)
def test_nothing_waits_for_a_pipe(run: Run, journal: Path, name: str) -> None:
    one = sorted((journal / "files").iterdir())[0].name
    place = journal / name.replace("ONE", one)
    place.unlink(missing_ok=True)
    os.mkfifo(place)
    done = run("check", journal)
    assert done.returncode == PLACES[name], (done.returncode, done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
