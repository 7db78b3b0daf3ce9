"""The sample journal, made once, copied for each test, and the installed command."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from journal_app.services import interchange
from journal_app.services.journal import Journal
from journal_app.vault.keyslots import FLOOR_COST
from tests.cli import sample

PASSPHRASE = "a passphrase for tests"  # noqa: S105 - opens nothing but test journals
Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Make the sample journal; returns its folder, to be copied, and its recovery key."""
    place = tmp_path_factory.mktemp("sample")
    folder = sample.write(place / "folder")
    opened, key = Journal.create(place / "journal", PASSPHRASE, cost=FLOOR_COST)
    with opened:
        interchange.import_folder(opened, folder)
    return place / "journal", key.text


@pytest.fixture
def journal(made: tuple[Path, str], tmp_path: Path) -> Path:
    """Return a copy of the sample journal that the test may change."""
    shutil.copytree(made[0], tmp_path / "journal")
    return tmp_path / "journal"


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an empty journal; returns its folder, to be copied."""
    folder = tmp_path_factory.mktemp("bare") / "journal"
    Journal.create(folder, PASSPHRASE, cost=FLOOR_COST)[0].close()
    return folder


@pytest.fixture
def empty(bare: Path, tmp_path: Path) -> Path:
    """Return a copy of the empty journal that the test may change."""
    shutil.copytree(bare, tmp_path / "empty")
    return tmp_path / "empty"


@pytest.fixture
def unchanged(journal: Path, tmp_path: Path) -> Iterator[Path]:
    """The journal, which is the same after the test, byte for byte, with nothing half written beside it."""
    before = contents(journal)
    yield journal
    assert contents(journal) == before
    assert half_written(tmp_path) == []


@pytest.fixture
def recovery_key(made: tuple[Path, str]) -> str:
    return made[1]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the installed command; the passphrase comes from a file of its own."""
    secret = tmp_path / "secret"
    secret.write_text(PASSPHRASE + "\n", encoding="utf-8")

    def command(*arguments: object, passphrase: bool = True, text: str = "", before: Sequence[str] = ()) -> Done:
        options = ["--passphrase-file", str(secret)] if passphrase else []
        whole = [*before, sys.executable, "-m", "journal_app", *map(str, arguments), *options]
        return subprocess.run(whole, input=text, capture_output=True, text=True, check=False, timeout=120)

    return command


def contents(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of a journal; what only says that it is open is left out."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "lock")
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def half_written(folder: Path) -> list[str]:
    """Return what a command left behind unfinished."""
    return [str(path) for path in folder.rglob("*") if ".part" in path.name]


def refused(done: Done, code: int, *named: str) -> None:
    """Check a refusal: its code, nothing on standard output, and one line on standard error.

    The line has two sentences: what happened and whether anything was lost; what to do next.
    """
    assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    warning = "This writes everything in plain text"  # what export says before it begins
    assert done.stderr.count("\n") == 1 + done.stderr.startswith(warning), done.stderr
    line = done.stderr.splitlines()[-1]
    assert len(re.findall(r"\.(?:\s|$)", line)) == 2, done.stderr
    assert line.endswith(".")
    assert line.isprintable()
    for name in named:
        assert name in done.stderr
