"""What the tests of faults share: room in memory for states that are looked at once, and what needs strace."""

from __future__ import annotations

import functools
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from journal_app.vault import keyslots
from tests.cli.conftest import bare, empty, journal, made, run
from tests.faults import injecting

__all__ = ["bare", "empty", "journal", "made", "run"]

IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Path]:
    """A folder that costs no disk where the system has one."""
    if not os.access(IN_MEMORY, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as folder:
        yield Path(folder)


@pytest.fixture
def derived_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Derive a key once for the same passphrase, salt and cost: what it gives is the same each time."""
    monkeypatch.setattr(keyslots, "hash_secret_raw", functools.cache(keyslots.hash_secret_raw))


needs_asking = pytest.mark.skipif(bool(injecting.missing()), reason=injecting.missing())
needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
