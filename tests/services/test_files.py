"""Files outside the journal: whole or not at all, never overwritten, and every failure told by name."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from journal_app.errors import BadInput, StorageTrouble
from journal_app.services import files

from .keeping import refused


def fail(number: int) -> None:
    raise OSError(number, os.strerror(number))


ROOT = os.name == "posix" and os.geteuid() == 0


def test_a_file_and_bytes_are_read_alike(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"data")
    for source in (tmp_path / "a", b"data"):
        with files.opened(source, "a") as stream:
            assert stream.read() == b"data"
    assert files.read(tmp_path / "a", limit=4) == b"data"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with refused(BadInput) as caught:
        files.read(tmp_path / "missing.txt")
    assert caught.value.message == "missing.txt is not there; nothing was changed."


@pytest.mark.skipif(os.name != "posix", reason="these are places of POSIX")
@pytest.mark.parametrize("place", ["folder", "pipe", "/dev/zero"])
def test_what_is_not_a_file_is_never_read(tmp_path: Path, place: str) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    with refused(BadInput) as caught:
        files.read(tmp_path / place)
    assert "is not a file" in caught.value.message


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="only Linux has a file that cannot be read")
def test_a_file_that_breaks_off_while_it_is_read_is_named() -> None:
    with refused(BadInput) as caught:
        files.read(Path("/proc/self/mem"))
    assert caught.value.message == "mem could not be read; nothing was changed."


def test_a_name_that_no_file_can_have_is_told(tmp_path: Path) -> None:
    with refused(BadInput) as caught:
        files.read(tmp_path / ("x" * 300))
    assert "could not be read" in caught.value.message


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(bytes(11))
    with refused(BadInput) as caught:
        files.read(tmp_path / "large", limit=10)
    assert "large is larger" in caught.value.message


def test_a_new_file_appears_whole_and_for_its_owner_only(tmp_path: Path) -> None:
    with files.new_file(tmp_path / "out") as stream:
        stream.write(b"half")
        assert not (tmp_path / "out").exists()
        stream.write(b" and half")
    assert (tmp_path / "out").read_bytes() == b"half and half"
    assert os.name != "posix" or stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o600


def test_a_new_folder_appears_whole_and_for_its_owner_only(tmp_path: Path) -> None:
    with files.new_folder(tmp_path / "out") as part:
        (part / "a").write_bytes(b"a")
        assert not (tmp_path / "out").exists()
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a"]
    assert os.name != "posix" or stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700


@pytest.mark.parametrize("made", [files.new_file, files.new_folder, files.scratch])
def test_what_breaks_off_leaves_nothing(tmp_path: Path, made: object) -> None:
    place = tmp_path if made is files.scratch else tmp_path / "out"
    with pytest.raises(RuntimeError, match="power"), made(place):  # type: ignore[operator]  # each is one of three
        raise RuntimeError("power")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("made", [files.new_file, files.new_folder])
@pytest.mark.parametrize("kind", ["file", "folder", "dangling link"])
def test_nothing_that_is_there_is_overwritten(tmp_path: Path, made: object, kind: str) -> None:
    place = tmp_path / "out"
    if kind == "file":
        place.write_bytes(b"mine")
    elif kind == "folder":
        place.mkdir()
    else:
        place.symlink_to("x")
    with refused(BadInput) as caught, made(place):  # type: ignore[operator]  # either of the two
        pass
    assert caught.value.message == "out is there already; it was left as it is."
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert kind != "file" or place.read_bytes() == b"mine"


def test_a_scratch_folder_is_gone_afterwards(tmp_path: Path) -> None:
    with files.scratch(tmp_path) as hidden:
        (hidden / "a").write_bytes(b"a")
        (hidden / "b").mkdir()
    assert list(tmp_path.iterdir()) == []


def test_removing_takes_files_and_folders_and_what_is_gone(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    (tmp_path / "b" / "c").mkdir(parents=True)
    for name in ("a", "b", "b", "c"):
        files.remove(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("made", [files.new_file, files.new_folder])
def test_a_folder_that_is_not_there_is_told(tmp_path: Path, made: object) -> None:
    with refused(BadInput) as caught, made(tmp_path / "no" / "out"):  # type: ignore[operator]  # either of the two
        pass
    assert "The folder for out is not there" in caught.value.message


@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [
        (errno.ENOSPC, StorageTrouble, "no space left for out"),
        (errno.EDQUOT, StorageTrouble, "no space left for out"),
        (errno.ENOTDIR, BadInput, "The folder for out is not there"),
        (errno.EACCES, StorageTrouble, "out could not be written"),
    ],
)
def test_what_the_system_says_becomes_a_sentence(
    tmp_path: Path, number: int, kind: type[BadInput | StorageTrouble], words: str
) -> None:
    with refused(kind) as caught, files.new_file(tmp_path / "out") as stream:
        stream.write(b"half")
        fail(number)
    assert words in caught.value.message
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(ROOT, reason="nothing is closed to this user")
def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with refused(StorageTrouble), files.new_file(tmp_path / "out"):
        pass
    tmp_path.chmod(0o700)


@pytest.mark.parametrize("made", [files.new_file, files.new_folder])
def test_what_got_its_name_and_is_not_on_the_disk_is_not_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: Callable[[Path], AbstractContextManager[object]]
) -> None:
    with monkeypatch.context() as patched, refused(StorageTrouble):
        patched.setattr(files, "sync_folder", lambda _: fail(errno.EIO))
        with made(tmp_path / "new"):
            pass
    assert list(tmp_path.iterdir()) == []


def test_what_does_not_go_the_first_time_is_removed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "new").mkdir()
    real, calls = os.rmdir, list[object]()

    def once(*given: object, **named: object) -> None:
        calls.append(given)
        return fail(errno.EIO) if len(calls) == 1 else real(*given, **named)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(os, "rmdir", once)
    files.remove(tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


def test_a_place_whose_surroundings_cannot_be_seen_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched, refused(StorageTrouble):
        patched.setattr(Path, "is_file", lambda _: fail(errno.EIO))
        files.refuse_inside_a_journal(tmp_path / "new")
