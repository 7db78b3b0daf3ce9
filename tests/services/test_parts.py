"""Hidden parts: what a killed maker left goes with the next thing made there, and nothing else ever does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import pytest

from journal_app.services import files, parts

HALTS = """
import sys
from pathlib import Path
from journal_app.services import files
made = getattr(files, sys.argv[1])
with made(Path(sys.argv[2])) as given:
    if isinstance(given, Path):
        (given / "evidence").mkdir()
        with files.new_file(given / "evidence" / "whole.txt") as stream:
            stream.write(b"words in plain")
        (given / "journal.json").write_bytes(b"words in plain")
    else:
        given.write(b"words in plain")
        given.flush()
    print("filling", flush=True)
    sys.stdin.read()
"""
MAKERS = ["new_file", "new_folder", "scratch"]


class Maker:
    """Another process in the middle of making something."""

    def __init__(self, how: str, folder: Path) -> None:
        place = folder if how == "scratch" else folder / "theirs"
        self._process = subprocess.Popen(
            [sys.executable, "-c", HALTS, how, place], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"filling\n"

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate()


def names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


def make(how: str, folder: Path) -> None:
    made: Callable[[Path], AbstractContextManager[object]] = getattr(files, how)
    with made(folder if how == "scratch" else folder / "mine"):
        pass


@pytest.mark.parametrize("how", MAKERS)
@pytest.mark.parametrize("then", MAKERS)
def test_what_a_killed_maker_left_goes_with_the_next_thing_made_there(tmp_path: Path, how: str, then: str) -> None:
    maker = Maker(how, tmp_path)
    (left,) = names(tmp_path)
    make(then, tmp_path)  # it is still being filled
    assert left in names(tmp_path)
    maker.kill()
    assert left in names(tmp_path)
    with suppress(FileNotFoundError):
        (tmp_path / "mine").unlink() if (tmp_path / "mine").is_file() else (tmp_path / "mine").rmdir()
    make(then, tmp_path)
    assert names(tmp_path) == ({"mine"} if then != "scratch" else set())


def test_nothing_else_is_ever_taken_for_a_part(tmp_path: Path) -> None:
    with parts.new_folder(tmp_path) as part:
        (part / "words").write_text("words")
        token = part.name
    kept, other = tmp_path / "kept", ".part-0123456789abcdef-0123456789abcdef"
    part.rename(kept)
    theirs = {other, ".part-abcdefgh", token + "x", token.upper(), "x" + token, ".part-download"}
    for name in theirs:
        (tmp_path / name).mkdir()
        (tmp_path / name / "words").write_text("words")
    (tmp_path / token).symlink_to(kept)
    before = names(tmp_path)
    assert parts.clear(tmp_path) == 0
    assert names(tmp_path) == before
    assert (kept / "words").read_text() == "words"
    assert not any(map(parts.is_part, theirs))


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
def test_what_others_may_read_was_not_made_here(tmp_path: Path) -> None:
    with parts.new_folder(tmp_path) as folder:
        pass
    with parts.new_file(tmp_path) as (descriptor, file):
        os.close(descriptor)
    folder.chmod(0o755)
    file.chmod(0o644)
    assert parts.clear(tmp_path) == 0
    folder.chmod(0o700)
    file.chmod(0o600)
    assert parts.clear(tmp_path) == 2
    assert names(tmp_path) == set()


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
def test_where_nothing_can_be_closed_to_others_what_a_kill_left_goes_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a FAT stick, where every file has the mode of the mount, plain text stayed for good."""
    with parts.new_folder(tmp_path) as folder:
        (folder / "words").write_text("words")
    with parts.new_file(tmp_path) as (descriptor, file):
        os.close(descriptor)
    folder.chmod(0o755)
    file.chmod(0o755)
    opened = os.open

    def as_mounted(path: str | Path, flags: int, mode: int = 0o777, **more: int) -> int:
        made = opened(path, flags, mode, **more)
        if flags & os.O_CREAT:
            os.fchmod(made, 0o755)
        return made

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", as_mounted)
        assert parts.clear(tmp_path) == 2
    assert names(tmp_path) == set()


def test_a_pipe_with_such_a_name_is_left_alone(tmp_path: Path) -> None:
    with parts.new_file(tmp_path) as (descriptor, file):
        os.close(descriptor)
    file.unlink()
    os.mkfifo(file, 0o600)
    assert parts.clear(tmp_path) == 0
    assert names(tmp_path) == {file.name}


def test_inside_what_is_being_filled_nothing_is_looked_for(tmp_path: Path) -> None:
    with parts.new_folder(tmp_path) as outer:
        with parts.new_folder(outer) as inner:
            pass
        assert parts.clear(outer) == 0
        assert inner.is_dir()


def test_a_folder_that_is_not_there_has_nothing_to_clear(tmp_path: Path) -> None:
    assert parts.clear(tmp_path / "no") == 0


@pytest.mark.parametrize("call", ["dup", "open"])
def test_what_cannot_be_held_because_of_an_error_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def broken(*_: object) -> int:
        raise OSError(24, "")

    made = (parts.new_file if call == "dup" else parts.new_folder)(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(os, call, broken)
        with pytest.raises(OSError, match="24"):
            made.__enter__()  # type: ignore[attr-defined]  # either of the two
    assert names(tmp_path) == set()


@pytest.mark.parametrize("made", [parts.new_file, parts.new_folder])
def test_what_is_held_and_cannot_be_looked_at_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: Callable[[Path], AbstractContextManager[object]]
) -> None:
    def broken(*_: object) -> int:
        raise OSError(5, "")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fstat", broken)
        with pytest.raises(OSError, match="5"), made(tmp_path):
            pass
    assert names(tmp_path) == set()


@pytest.mark.parametrize("made", [files.new_file, files.new_folder])
def test_a_hold_that_cannot_be_let_go_of_is_no_reason_to_call_what_is_whole_unwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: Callable[[Path], AbstractContextManager[object]]
) -> None:
    close, out = os.close, tmp_path / "out"

    def broken_for_a_hold(descriptor: int) -> None:
        is_it = out.exists() and os.path.samestat(os.fstat(descriptor), out.stat())
        close(descriptor)
        if is_it:
            raise OSError(5, "")

    with monkeypatch.context() as patched:
        patched.setattr(os, "close", broken_for_a_hold)
        with made(out):
            pass
    assert names(tmp_path) == {"out"}


def test_a_file_system_without_holds_is_written_to_and_never_cleared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object) -> None:
        raise OSError(95, "")

    with monkeypatch.context() as patched:
        patched.setattr("fcntl.flock", unknown)
        with parts.new_folder(tmp_path) as part:
            assert parts.clear(tmp_path) == 0
        assert parts.clear(tmp_path) == 0
    assert names(tmp_path) == {part.name}


@pytest.mark.parametrize("made", [parts.new_file, parts.new_folder])
def test_a_part_that_was_cleared_before_it_was_held_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: Callable[[Path], AbstractContextManager[object]]
) -> None:
    asked: list[object] = []

    def busy_once(*given: object) -> None:
        asked.append(given)
        if len(asked) == 1:
            raise BlockingIOError(11, "")

    with monkeypatch.context() as patched:
        patched.setattr("fcntl.flock", busy_once)
        with made(tmp_path) as given:
            if isinstance(given, tuple):
                os.close(given[0])
    assert len(asked) == 2
