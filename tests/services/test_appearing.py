"""Files that appear together, on whatever disk each belongs."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from journal_app import durable
from journal_app.errors import BadInput
from journal_app.services.appearing import appearing

OTHER_DISK = Path("/dev/shm")  # noqa: S108 - a file system of its own


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    if not OTHER_DISK.is_dir() or OTHER_DISK.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no other file system")
    with tempfile.TemporaryDirectory(dir=OTHER_DISK) as name:
        yield Path(name)


def test_files_on_two_disks_appear_together(tmp_path: Path, elsewhere: Path) -> None:
    with appearing(tmp_path) as scratch:
        for place in (tmp_path / "one.pdf", elsewhere / "fields.txt", tmp_path / "two.pdf"):
            scratch.part(place).write_text(place.name)
        scratch.part(tmp_path / "three.pdf", keep=False).write_text("not kept")
    assert {path.name: path.read_text() for path in (*tmp_path.iterdir(), *elsewhere.iterdir())} == {
        name: name for name in ("one.pdf", "two.pdf", "fields.txt")
    }


def test_none_appears_where_one_cannot(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with pytest.raises(BadInput), appearing(tmp_path) as scratch:  # noqa: PT012 - the end of the block raises
        scratch.part(tmp_path / "one.pdf").write_text("words")
        scratch.part(tmp_path / "other" / "two.txt").write_text("words")
        (tmp_path / "other" / "two.txt").write_text("somebody else’s")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["other", "two.txt"]
    with pytest.raises(BadInput), appearing(tmp_path) as scratch:
        scratch.part(tmp_path / "nowhere" / "two.txt")


def test_the_names_are_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dossier that was told of lost its name in a power cut."""
    (tmp_path / "other").mkdir()
    synced, sync = [], os.fsync

    def noted(descriptor: int) -> None:
        synced.append((str(Path(f"/proc/self/fd/{descriptor}").readlink()), (tmp_path / "one.pdf").exists()))
        sync(descriptor)

    monkeypatch.setattr(durable.os, "fsync", noted)
    with appearing(tmp_path) as scratch:
        scratch.part(tmp_path / "one.pdf").write_text("words")
        scratch.part(tmp_path / "other" / "two.txt").write_text("words")
    assert {(str(tmp_path), True), (str(tmp_path / "other"), True)} <= set(synced)
