"""What the tests of faults share: room in memory for states that are looked at once, and what needs strace."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import bare, empty, journal, made, run
from tests.faults import injecting

__all__ = ["bare", "empty", "journal", "made", "run"]

IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Path]:
    """A folder that costs no disk where the system has one."""
    with without_a_disk(tmp_path) as folder:
        yield folder


@contextmanager
def without_a_disk(otherwise: Path) -> Iterator[Path]:
    """Give a folder in memory that is gone after the block, or the other where the system has none."""
    if not os.access(IN_MEMORY, os.W_OK):
        yield otherwise
        return
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as folder:
        yield Path(folder)


needs_asking = pytest.mark.skipif(bool(injecting.missing()), reason=injecting.missing())
needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
