"""The neutral settings: kept whole, and never in the way of a start."""

from __future__ import annotations

from pathlib import Path

import pytest

from journal_app import settings
from journal_app.settings import Settings


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "look.json"
    chosen = Settings(
        look="dark", text_percent=150, folder="/somewhere", language="es", dates="year-first", motion="less"
    )
    settings.save(chosen, file)
    assert settings.load(file) == chosen
    assert [path.name for path in file.parent.iterdir()] == ["look.json"]


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"look": "loud", "text_percent": 900, "folder": 5, "language": "xx", "dates": "x", "motion": 1}',
     "[" * 60_000],
)  # fmt: skip
def test_what_cannot_be_understood_takes_its_default(tmp_path: Path, text: str) -> None:
    (tmp_path / "look.json").write_text(text)
    assert settings.load(tmp_path / "look.json") == Settings()
    assert settings.load(tmp_path / "missing.json") == Settings()


def test_a_save_that_cannot_finish_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "look.json").mkdir()
    with pytest.raises(OSError, match=r"look\.json"):
        settings.save(Settings(), tmp_path / "look.json")
    assert [path.name for path in tmp_path.iterdir()] == ["look.json"]


def test_the_name_says_nothing() -> None:
    assert settings.place().name == "look.json"
