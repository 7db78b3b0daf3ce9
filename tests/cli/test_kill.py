"""Killed at any moment while writing: what was acknowledged is there, and the journal is whole."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from journal_app.errors import JournalError
from journal_app.services import audit, evidence, incidents
from journal_app.services.journal import Journal
from journal_app.vault.keyslots import FLOOR_COST
from tests.cli.conftest import PASSPHRASE, half_written

LATEST = 0.25  # seconds after its first breath at which a writer is killed at the latest
GROUPS = 5  # so that they run beside each other
Acknowledged = list[tuple[str, str, str, str]]


def write_and_kill(folder: Path, manner: str, after: float) -> Acknowledged:
    """Let a writer work, kill it (SIGKILL) so many seconds after it began, and return what it acknowledged."""
    command = [sys.executable, "-m", "tests.cli.writer", str(folder), manner]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        killer = threading.Timer(after, process.kill)
        killer.start()
        lines = [line.split() for line in process.stdout if line.endswith("\n")]
        killer.join()
    assert process.returncode == -9
    return [(one, two, three, four) for one, two, three, four in lines]


def lost(journal: Journal, acknowledged: Acknowledged) -> list[str]:
    """Return what was acknowledged and is not there as it was."""
    missing = []
    for identifier, text, file, digest in acknowledged:
        try:
            found = incidents.get(journal, identifier)
            data = evidence.read_original(journal, evidence.get(journal, file).evidence)
        except JournalError as error:
            missing.append(f"{identifier}: {error.message}")
            continue
        kept = evidence.get(journal, file).evidence
        if (found.entry.account, found.evidence, kept.sha256) != (text, (file,), digest) or len(data) != 70_000:
            missing.append(f"{identifier}: differs")
    return missing


def empty_journal(folder: Path) -> Path:
    Journal.create(folder, PASSPHRASE, cost=FLOOR_COST)[0].close()
    return folder


@pytest.mark.parametrize("group", range(GROUPS))
@pytest.mark.parametrize("kills", [50, pytest.param(1000, marks=pytest.mark.full)])
def test_nothing_acknowledged_is_lost(tmp_path: Path, group: int, kills: int) -> None:
    folder, chance = empty_journal(tmp_path / "journal"), random.Random(group)  # noqa: S311 - moments, no secrets
    acknowledged: Acknowledged = []
    for _ in range(kills // GROUPS):
        acknowledged += write_and_kill(folder, "honest", chance.uniform(0, LATEST))
    assert len(acknowledged) > kills // GROUPS
    with Journal.open(folder, PASSPHRASE) as journal:
        assert lost(journal, acknowledged) == []
    found = audit.check(folder, PASSPHRASE)
    assert (found.problems, found.left) == ((), ())
    assert audit.check(folder, PASSPHRASE).removed == ()
    assert half_written(folder) == []
    with Journal.open(folder, PASSPHRASE) as journal:
        assert lost(journal, acknowledged) == []


def test_the_judge_catches_one_who_speaks_too_soon(tmp_path: Path) -> None:
    folder = empty_journal(tmp_path / "journal")
    acknowledged = write_and_kill(folder, "careless", 0.2)
    with Journal.open(folder, PASSPHRASE) as journal:
        assert lost(journal, acknowledged)


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
