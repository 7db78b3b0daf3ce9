"""Journals to work on: an empty one and the sample one, each made once and copied for every test."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from journal_app import resources
from journal_app.services import incidents, interchange, people
from journal_app.services.journal import Journal
from journal_app.vault.keyslots import FLOOR_COST

from .keeping import CLIENT, ENTRY, PASSPHRASE, PROFESSIONAL, Clock, picture


@pytest.fixture(autouse=True)
def _derived_once(derived_once: None) -> None:
    """Derive each key once: the tests of the vault derive every time."""


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """An empty journal, closed, and its recovery key."""
    folder = tmp_path_factory.mktemp("made") / "journal"
    journal, key = Journal.create(folder, PASSPHRASE, clock=Clock(), cost=FLOOR_COST)
    journal.close()
    (folder / "reserve").write_bytes(b"")  # 8 MiB a copy would only take time
    return folder, key.text


@pytest.fixture(scope="session")
def started_folder(made: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("started") / "journal"
    shutil.copytree(made[0], folder)
    with Journal.open(folder, PASSPHRASE, clock=Clock()) as journal:
        people.put(journal, CLIENT)
        people.put(journal, PROFESSIONAL)
        incidents.record(journal, ENTRY)
    return folder


@pytest.fixture(scope="session")
def sample_folder(made: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "journal"
    shutil.copytree(made[0], folder)
    with Journal.open(folder, PASSPHRASE, clock=Clock()) as journal:
        interchange.import_folder(journal, resources.path("demo"))
    return folder


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(made: tuple[Path, str], tmp_path: Path) -> Path:
    """The folder of an empty journal nobody has opened."""
    return Path(shutil.copytree(made[0], tmp_path / "journal"))


@pytest.fixture
def empty(folder: Path, clock: Clock) -> Iterator[Journal]:
    with Journal.open(folder, PASSPHRASE, clock=clock) as journal:
        yield journal


@pytest.fixture
def started(started_folder: Path, tmp_path: Path, clock: Clock) -> Iterator[Journal]:
    """A journal with two people, ``client`` and ``professional``, and one entry, ``first``."""
    folder = Path(shutil.copytree(started_folder, tmp_path / "started"))
    with Journal.open(folder, PASSPHRASE, clock=clock) as journal:
        yield journal


@pytest.fixture
def twins(started: Journal, tmp_path: Path) -> tuple[str, str]:
    """The ids of two files of the entry ``both`` with the same bytes, as an import brings them."""
    names, folder = ("one", "other"), tmp_path / "twins"
    (folder / "evidence").mkdir(parents=True)
    for each in names:
        (folder / "evidence" / f"{each}.png").write_bytes(picture())
    entry = {"id": "both", "account": "Both show it.", "purpose": "for-a-complaint"}
    listed = [{"id": each, "file": f"{each}.png", "incidents": ["both"]} for each in names]
    plain = {"format": "journal-interchange", "version": 1, "incidents": [entry], "evidence": listed}
    (folder / "journal.json").write_text(json.dumps(plain))
    interchange.import_folder(started, folder)
    return names


@pytest.fixture
def sample(sample_folder: Path, tmp_path: Path, clock: Clock) -> Iterator[Journal]:
    """The sample journal of invented people."""
    folder = Path(shutil.copytree(sample_folder, tmp_path / "sample"))
    with Journal.open(folder, PASSPHRASE, clock=clock) as journal:
        yield journal
