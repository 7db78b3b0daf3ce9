"""A command that is killed at any moment, from its start on: what it printed is there, and the journal is whole."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from journal_app.services import audit, incidents
from journal_app.services.journal import Journal
from journal_app.vault.keyslots import FLOOR_COST
from tests.cli.conftest import PASSPHRASE


def empty_journal(folder: Path) -> Path:
    Journal.create(folder, PASSPHRASE, cost=FLOOR_COST)[0].close()
    return folder


def recording(folder: Path, place: Path) -> subprocess.Popen[str]:
    """Start the command that records an entry."""
    command = [sys.executable, "-m", "journal_app", "record", folder, place / "entry.json", "--passphrase-file",
               place / "secret"]  # fmt: skip
    return subprocess.Popen([*map(str, command)], stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("kills", [6, pytest.param(100, marks=pytest.mark.full)])
def test_a_command_that_is_killed(tmp_path: Path, kills: int) -> None:
    folder, chance = empty_journal(tmp_path / "journal"), random.Random(kills)  # noqa: S311 - moments, no secrets
    (tmp_path / "secret").write_text(PASSPHRASE)
    began = time.monotonic()
    (tmp_path / "entry.json").write_text(json.dumps({"account": "Undisturbed."}))
    with recording(folder, tmp_path) as process:
        process.communicate()
    assert process.returncode == 0
    took = time.monotonic() - began
    printed, killed = {}, 0
    for number in range(kills):
        (tmp_path / "entry.json").write_text(json.dumps({"account": f"Entry {number}."}))
        with recording(folder, tmp_path) as process:
            # From where it begins to work, to a while after it usually ends.
            killer = threading.Timer(took * chance.uniform(0.3, 1.5), process.kill)
            killer.start()
            told = process.communicate()[0]
            killer.cancel()
        killed += process.returncode == -signal.SIGKILL
        if told.endswith("\n"):
            printed[told.strip()] = f"Entry {number}."
    assert killed
    with Journal.open(folder, PASSPHRASE) as journal:
        assert {key: incidents.get(journal, key).entry.account for key in printed} == printed
        assert audit.check_open(journal).problems == ()
