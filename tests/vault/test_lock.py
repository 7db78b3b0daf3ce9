from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from journal_app.errors import JournalInUse, StorageTrouble
from journal_app.vault.lock import VaultLock, can_be_written, is_held

HOLD = """
import sys
from pathlib import Path
from journal_app.vault.lock import VaultLock
lock = VaultLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_one_at_a_time(tmp_path: Path) -> None:
    first = VaultLock(tmp_path / "lock")
    with pytest.raises(JournalInUse):
        VaultLock(tmp_path / "lock")
    first.release()
    first.release()
    VaultLock(tmp_path / "lock").release()


def test_another_process_holds_it_until_it_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(JournalInUse):
            VaultLock(path)
        holder.kill()
        holder.wait()
        VaultLock(path).release()


def test_a_child_does_not_inherit_it(tmp_path: Path) -> None:
    lock = VaultLock(tmp_path / "lock")
    with subprocess.Popen(
        [sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE, close_fds=False
    ):
        lock.release()
        VaultLock(tmp_path / "lock").release()


def test_private_whatever_the_umask(tmp_path: Path, open_umask: None) -> None:
    VaultLock(tmp_path / "lock").release()
    assert (tmp_path / "lock").stat().st_mode & 0o777 == 0o600


def test_a_place_that_cannot_be_locked_is_not_called_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StorageTrouble):
        VaultLock(tmp_path / "gone" / "lock")

    def no_locks(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr("fcntl.flock", no_locks)
    with pytest.raises(StorageTrouble):
        VaultLock(tmp_path / "lock")


def test_a_lock_that_cannot_be_given_back_by_name_goes_with_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = VaultLock(tmp_path / "lock")

    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "")

    with monkeypatch.context() as patched:
        patched.setattr("fcntl.flock", fail)
        lock.release()
    VaultLock(tmp_path / "lock").release()


def test_whether_it_is_held_is_asked_without_a_trace(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    assert not is_held(path)
    assert not path.exists()
    lock = VaultLock(path)
    assert is_held(path)
    lock.release()
    assert not is_held(path)


def test_a_disk_that_does_not_answer_once_is_not_called_protected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lock").touch()
    asked = list[Path]()

    def access(path: Path, mode: int) -> bool:
        asked.append(path)
        return asked.count(path) > 1

    monkeypatch.setattr("journal_app.vault.lock.os.access", access)
    assert can_be_written(tmp_path)
    monkeypatch.setattr("journal_app.vault.lock.os.access", lambda path, mode: path.name != "lock")
    assert not can_be_written(tmp_path)


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES])
def test_of_one_that_cannot_be_written_it_can_be_said_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    path, open_file = tmp_path / "lock", os.open
    lock = VaultLock(path)

    def no_writing(place: Path, flags: int, *mode: int) -> int:
        if flags & os.O_RDWR:
            raise OSError(number, os.strerror(number))
        return open_file(place, flags, *mode)

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", no_writing)
        before = is_held(path)
        lock.release()
        assert (before, is_held(path)) == (True, False)


def test_one_in_a_folder_that_cannot_be_looked_into_is_not_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", closed)
        patched.setattr(os, "stat", closed)
        held = is_held(tmp_path / "lock")
    assert not held
