"""An empty journal, made once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from journal_app.services.journal import Journal
from journal_app.vault.keyslots import FLOOR_COST
from tests.traces.canaries import GIVEN


@pytest.fixture(scope="session")
def kept_empty(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], None]:
    """Return what puts a copy of an empty journal somewhere."""
    made = tmp_path_factory.mktemp("kept") / "journal"
    Journal.create(made, GIVEN["passphrase"], cost=FLOOR_COST)[0].close()

    def put(place: Path) -> None:
        shutil.copytree(made, place)

    return put
