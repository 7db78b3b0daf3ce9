from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from journal_app.errors import StorageTrouble
from journal_app.vault import files


def test_private_whatever_the_umask(tmp_path: Path, open_umask: None) -> None:
    files.make_private_folder(tmp_path / "folder")
    files.write_whole(tmp_path / "folder" / "file", b"text")
    assert (tmp_path / "folder").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "folder" / "file").stat().st_mode & 0o777 == 0o600


def test_a_strict_umask_takes_nothing_the_owner_needs(tmp_path: Path) -> None:
    before = os.umask(0o777)
    try:
        files.make_private_folder(tmp_path / "folder")
        files.write_whole(tmp_path / "folder" / "file", b"text")
    finally:
        os.umask(before)
    assert (tmp_path / "folder").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "folder" / "file").stat().st_mode & 0o777 == 0o600


def test_the_old_content_stays_until_the_new_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "file"
    files.write_whole(target, b"old")
    with pytest.raises(KeyboardInterrupt), files.written_whole(target) as stream:  # noqa: PT012 - what stands meanwhile
        stream.write(b"new")
        stream.flush()
        assert target.read_bytes() == b"old"
        raise KeyboardInterrupt
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert target.read_bytes() == b"old"
    files.write_whole(target, b"new")
    assert target.read_bytes() == b"new"


def test_a_leftover_is_written_over_and_made_private(tmp_path: Path) -> None:
    (tmp_path / "file.part").write_bytes(b"left over and longer")
    (tmp_path / "file.part").chmod(0o666)
    files.write_whole(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"new"
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600


def test_a_link_in_the_way_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"other")
    (tmp_path / "file.part").symlink_to("other")
    with pytest.raises(OSError, match="symbolic"):
        files.write_whole(tmp_path / "file", b"new")
    assert (tmp_path / "other").read_bytes() == b"other"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders elsewhere")
def test_only_a_plain_file_is_opened_and_nothing_is_waited_for(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"content")
    (tmp_path / "link").symlink_to("file")
    os.mkfifo(tmp_path / "pipe")
    with files.opened_plain(tmp_path / "file") as stream:
        assert stream.read() == b"content"
    with files.opened_plain(tmp_path / "link", links=True) as stream:
        assert stream.read() == b"content"
    for name in ("link", "pipe"):
        with pytest.raises(OSError, match=r"symbolic|Invalid"):
            files.opened_plain(tmp_path / name)


def test_what_is_written_does_not_wait_for_a_pipe_at_its_name(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / f"file{files.PART}")
    with pytest.raises(OSError, match="No such device"):
        files.write_whole(tmp_path / "file", b"content")
    assert not (tmp_path / "file").exists()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "no space left"),
        (errno.EDQUOT, "no space left"),
        (errno.EFBIG, "of this size"),
        (errno.ENOENT, "not where it belongs"),
        (errno.ENOTDIR, "not where it belongs"),
        (errno.EIO, "could not be read or written"),
        (errno.EROFS, "could not be read or written"),
    ],
)
def test_every_trouble_has_its_words(code: int, words: str) -> None:
    failure = files.trouble(OSError(code, "", "/home/name/secret"))
    assert isinstance(failure, StorageTrouble)
    assert words in failure.message
    assert "secret" not in str(failure)
    assert files.is_full(OSError(code, "")) is (code in {errno.ENOSPC, errno.EDQUOT})


def test_a_folder_that_cannot_be_made_private_is_not_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "chmod", fail)
        with pytest.raises(OSError, match=r"\[Errno 5\]"):
            files.make_private_folder(tmp_path / "new")
    assert list(tmp_path.iterdir()) == []
