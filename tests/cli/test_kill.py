"""A command that is killed at any moment, from its start on: what it printed is there, and the journal is whole."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from journal_app.services import audit, incidents
from journal_app.services.journal import Journal
from journal_app.vault.keyslots import FLOOR_COST
from tests.cli.conftest import PASSPHRASE


def empty_journal(folder: Path) -> Path:
    Journal.create(folder, PASSPHRASE, cost=FLOOR_COST)[0].close()
    return folder


@pytest.mark.parametrize("kills", [6, pytest.param(100, marks=pytest.mark.full)])
def test_a_command_that_is_killed(tmp_path: Path, kills: int) -> None:
    folder, chance = empty_journal(tmp_path / "journal"), random.Random(kills)  # noqa: S311 - moments, no secrets
    (tmp_path / "secret").write_text(PASSPHRASE)
    printed = {}
    for number in range(kills):
        (tmp_path / "entry.json").write_text(json.dumps({"account": f"Entry {number}."}))
        command = [sys.executable, "-m", "journal_app", "record", folder, tmp_path / "entry.json", "--passphrase-file",
                   tmp_path / "secret"]  # fmt: skip
        with subprocess.Popen([*map(str, command)], stdout=subprocess.PIPE, text=True) as process:
            killer = threading.Timer(chance.uniform(0.2, 1.2), process.kill)
            killer.start()
            told = process.communicate()[0]
            killer.cancel()
        if told.endswith("\n"):
            printed[told.strip()] = f"Entry {number}."
    with Journal.open(folder, PASSPHRASE) as journal:
        assert {key: incidents.get(journal, key).entry.account for key in printed} == printed
        assert audit.check_open(journal).problems == ()
