"""The demo: it takes no place that is taken, and leaves nothing where it is stopped."""

from __future__ import annotations

from pathlib import Path

import pytest

from journal_app.errors import BadInput, Cancelled
from journal_app.services import audit, demo
from journal_app.services.journal import Journal

from .keeping import Stops, refused


def test_nothing_is_overwritten_and_stopping_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with refused(BadInput):
        demo.make(tmp_path / "there")
    with pytest.raises(Cancelled):
        demo.make(tmp_path / "demo", Stops())
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


@pytest.mark.full
def test_the_demo_is_whole_and_opens_with_the_passphrase_it_tells(tmp_path: Path) -> None:
    made = demo.make(tmp_path / "demo")
    assert all(path.exists() for path in made)
    passphrase = (tmp_path / "demo" / "passphrase.txt").read_text().splitlines()[0]
    with Journal.open(tmp_path / "demo" / "journal", passphrase) as journal:
        assert audit.check_open(journal).problems == ()
