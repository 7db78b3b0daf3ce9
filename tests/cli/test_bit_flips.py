"""One bit changed anywhere in a journal is named by its check, or the journal does not open."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from journal_app.errors import JournalError
from journal_app.services import audit
from tests.cli.conftest import PASSPHRASE, Run

# Only these carry no meaning: the lock is empty, and the reserve is noise that gives its room to a full disk.
MEANINGLESS = {"lock", "reserve"}
GROUPS = 4  # so that they run beside each other


def files_of(journal: Path) -> list[Path]:
    found = sorted(path.relative_to(journal) for path in journal.rglob("*") if path.is_file())
    return [path for path in found if path.name not in MEANINGLESS and (journal / path).stat().st_size]


def flip(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def verdict(folder: Path) -> str:
    """Return what the check says: the places it names, the refusal to open, or nothing."""
    try:
        report = audit.check(folder, PASSPHRASE)
    except JournalError as error:
        return type(error).__name__
    return ", ".join(problem.where for problem in report.problems)


@pytest.mark.parametrize("group", range(GROUPS))
@pytest.mark.parametrize("flips", [80, pytest.param(20_000, marks=pytest.mark.full)])
def test_a_bit_flip_is_named(made: tuple[Path, str], tmp_path: Path, group: int, flips: int) -> None:
    chance, silent = random.Random(group), []  # noqa: S311 - places, no secrets
    names = files_of(made[0])
    assert {path.name for path in names} > {"header.json", "header.bak", "journal.db"}
    for number in range(flips // GROUPS):
        shutil.copytree(made[0], tmp_path / "copy", ignore=shutil.ignore_patterns("reserve"))
        name = names[(number * GROUPS + group) % len(names)]
        flip(tmp_path / "copy" / name, chance)
        if not verdict(tmp_path / "copy"):
            silent.append(str(name))
        shutil.rmtree(tmp_path / "copy")
    assert silent == []


def test_a_journal_nobody_touched_is_clean(journal: Path) -> None:
    assert verdict(journal) == ""


def test_the_command_names_the_file_and_says_so_by_its_code(run: Run, journal: Path) -> None:
    kept = next(path for path in sorted((journal / "files").iterdir()) if path.stat().st_size > 1000)
    flip(kept, random.Random(1))  # noqa: S311 - a place, no secret
    done = run("check", journal)
    assert done.returncode == 1
    assert any(name in done.stdout for name in ("shot.png", "clear.png", "photo.jpg", "sound.wav"))
