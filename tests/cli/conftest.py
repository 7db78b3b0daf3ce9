"""The sample journal, made once, copied for each test, and the installed command."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from journal_app.services import interchange
from journal_app.services.journal import Journal
from journal_app.vault.keyslots import FLOOR_COST
from tests.cli import sample

PASSPHRASE = "a passphrase for tests"  # noqa: S105 - opens nothing but test journals
Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]
HERE = Path()


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
def recovery_key(made: tuple[Path, str]) -> str:
    return made[1]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the installed command; the passphrase comes from a file of its own."""
    secret = tmp_path / "secret"
    secret.write_text(PASSPHRASE + "\n", encoding="utf-8")

    def command(
        *arguments: object, passphrase: bool = True, text: str = "", before: Sequence[str] = (), folder: Path = HERE
    ) -> Done:
        options = ["--passphrase-file", str(secret)] if passphrase else []
        whole = [*before, sys.executable, "-m", "journal_app", *map(str, arguments), *options]
        return subprocess.run(whole, input=text, capture_output=True, text=True, check=False, timeout=120, cwd=folder)

    return command


def contents(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of a journal; what only says that it is open is left out."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "lock")
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def half_written(folder: Path) -> list[str]:
    """Return what a command left behind unfinished."""
    return [str(path) for path in folder.rglob("*") if ".part" in path.name]
