"""A vault to work on: made once with the cheapest cost, copied for each test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from journal_app.vault.keyslots import FLOOR_COST
from journal_app.vault.recovery import RecoveryKey
from journal_app.vault.vault import Vault

PASSPHRASE = "five words that nobody guesses"  # noqa: S105 - opens a test's vault only
CREATED = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, RecoveryKey]:
    folder = tmp_path_factory.mktemp("made") / "vault"
    vault, key = Vault.create(folder, PASSPHRASE, now=CREATED, cost=FLOOR_COST)
    vault.close()
    (folder / "reserve").write_bytes(b"")  # 8 MiB a copy would only take time
    return folder, key


@pytest.fixture
def folder(made: tuple[Path, RecoveryKey], tmp_path: Path) -> Path:
    target = tmp_path / "vault"
    shutil.copytree(made[0], target)
    return target


@pytest.fixture
def recovery(made: tuple[Path, RecoveryKey]) -> RecoveryKey:
    return made[1]


@pytest.fixture
def vault(folder: Path) -> Iterator[Vault]:
    opened = Vault.open(folder, PASSPHRASE)
    yield opened
    opened.close()


@pytest.fixture
def open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)
