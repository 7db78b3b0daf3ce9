from __future__ import annotations

import os
from pathlib import Path

import pytest

from journal_app.durable import sync_folder
from journal_app.vault import files


def test_folders_are_synced_where_there_is_such_a_thing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sync_folder(tmp_path)
    with pytest.raises(FileNotFoundError):
        sync_folder(tmp_path / "gone")
    monkeypatch.setattr(os, "name", "nt")
    sync_folder(tmp_path / "gone")
    files.write_whole(tmp_path / "file", b"text")
