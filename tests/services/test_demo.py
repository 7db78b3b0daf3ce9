"""The demo: it takes no place that is taken, and leaves nothing where it is stopped."""

from __future__ import annotations

from pathlib import Path

import pytest

from journal_app.errors import BadInput, Cancelled
from journal_app.services import demo

from .keeping import Stops, refused


def test_nothing_is_overwritten_and_stopping_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with refused(BadInput):
        demo.make(tmp_path / "there")
    with pytest.raises(Cancelled):
        demo.make(tmp_path / "demo", Stops())
    assert [path.name for path in tmp_path.iterdir()] == ["there"]
