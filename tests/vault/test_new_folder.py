from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from journal_app.vault import new_folder as folders
from journal_app.vault.backup import back_up, restore
from journal_app.vault.keyslots import FLOOR_COST
from journal_app.vault.new_folder import clear_leftovers, new_folder
from journal_app.vault.vault import Vault

from .conftest import CREATED, PASSPHRASE

HALTS = """
import sys
from pathlib import Path
from journal_app.vault.new_folder import new_folder
with new_folder(Path(sys.argv[1])) as part:
    (part / "files").mkdir()
    (part / "files" / ("0" * 32 + ".part")).write_bytes(b"half")
    (part / "header.json.part").write_bytes(b"half")
    (part / "journal.db").write_bytes(b"half")
    print("filling", flush=True)
    sys.stdin.read()
"""


def names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


class Maker:
    """Another process in the middle of filling a folder."""

    def __init__(self, target: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", HALTS, target], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"filling\n"

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate()


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """What a killed maker of ``target`` left."""
    maker = Maker(tmp_path / "target")
    maker.kill()
    (found,) = tmp_path.glob("target.part-*")
    return found


def test_a_folder_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    with new_folder(tmp_path / "target") as part:
        (part / "lock").write_bytes(b"")
        assert names(tmp_path) == {part.name}
    assert names(tmp_path) == {"target"}
    with pytest.raises(KeyboardInterrupt), new_folder(tmp_path / "other"):
        raise KeyboardInterrupt
    assert names(tmp_path) == {"target"}


def test_the_next_maker_removes_what_a_killed_one_left(left: Path, tmp_path: Path) -> None:
    with new_folder(tmp_path / "other"):
        assert left.is_dir()  # it was to become something else
    with new_folder(tmp_path / "target"):
        assert not left.exists()
    assert names(tmp_path) == {"target", "other"}


def test_a_folder_that_is_being_filled_stays(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "target")
    (filling,) = tmp_path.iterdir()
    assert clear_leftovers(tmp_path / "target") == 0
    assert filling.is_dir()
    maker.kill()
    assert clear_leftovers(tmp_path / "target") == 1
    assert names(tmp_path) == set()


@pytest.mark.parametrize("place", ["letter.txt", "files/letter.txt", "files.part/letter", "journal.db-wal"])
def test_what_holds_anything_of_somebody_else_stays(left: Path, tmp_path: Path, place: str) -> None:
    (left / place).parent.mkdir(exist_ok=True)
    (left / place).write_text("mine")
    if place.startswith("files.part"):
        (left / "files").rename(left / "moved")
    assert clear_leftovers(tmp_path / "target") == 0
    assert (left / place).read_text() == "mine"


@pytest.mark.parametrize(
    "name", ["target.part-0123abcdx", "target.part-0123ABCD", "xtarget.part-0123abcd", "target.part"]
)
def test_a_name_this_program_does_not_give_stays(left: Path, tmp_path: Path, name: str) -> None:
    left.rename(tmp_path / name)
    assert clear_leftovers(tmp_path / "target") == 0
    assert names(tmp_path) == {name}


def test_links_and_files_stay(left: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    kept = left.rename(tmp_path / "elsewhere" / "kept")
    (tmp_path / "target.part-00000000").symlink_to(kept)
    (tmp_path / "target.part-00000001").write_text("mine")
    (kept / "files").rename(tmp_path / "elsewhere" / "files")
    (kept / "files").symlink_to(tmp_path / "elsewhere" / "files")
    kept.rename(tmp_path / "target.part-00000002")
    assert clear_leftovers(tmp_path / "target") == 0
    assert names(tmp_path) == {"elsewhere", "target.part-00000000", "target.part-00000001", "target.part-00000002"}


def test_a_place_that_cannot_be_looked_into_is_left_alone(tmp_path: Path, left: Path) -> None:
    assert clear_leftovers(tmp_path / "no" / "such") == 0
    (left / "files" / ("0" * 32 + ".part")).unlink()
    (left / "files").rmdir()
    (left / "files").write_text("a file")
    assert clear_leftovers(tmp_path / "target") == 1


def test_where_nobody_can_tell_who_holds_it_everything_stays(
    left: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(folders.fcntl, "flock", refuse)
    with new_folder(tmp_path / "target"):
        assert left.is_dir()
    assert names(tmp_path) == {"target", left.name}


def test_making_copying_and_restoring_clear_their_own_place(tmp_path: Path, vault: Vault) -> None:
    database = vault.connect()
    blob = vault.blobs.add(io.BytesIO(b"content"))
    for name in ("made", "copy", "restored"):
        Maker(tmp_path / name).kill()
        Maker(tmp_path / name).kill()
    assert len(names(tmp_path)) == 1 + 3  # the second maker cleared what the first one left
    Vault.create(tmp_path / "made", PASSPHRASE, now=CREATED, cost=FLOOR_COST)[0].close()
    back_up(vault, database, tmp_path / "copy", [blob])
    restore(tmp_path / "copy", tmp_path / "restored")
    database.close()
    assert names(tmp_path) == {"vault", "made", "copy", "restored"}
