"""The folder for what Qt would remember: where it lies, whose it is, and when what a crash left is taken away."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from journal_app.ui import private_folder
from journal_app.ui.private_folder import PrivateFolder

CRASHES = """
import os
from journal_app.ui.private_folder import PrivateFolder
folder = PrivateFolder()
(folder.path / "QtProject.conf").write_text("her name")
print(folder.path, flush=True)
os.kill(os.getpid(), 9)
"""


def room() -> Path:
    return Path(os.environ["XDG_RUNTIME_DIR"])


def test_it_lies_in_memory_and_is_the_owners_alone() -> None:
    folder = PrivateFolder()
    assert folder.path.parent == room()
    assert folder.path.stat().st_mode & 0o777 == 0o700
    folder.remove()
    assert list(room().iterdir()) == []


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="this system has none")  # noqa: S108
@pytest.mark.parametrize("session", ["", "/none/such", "open"])
def test_where_the_session_has_no_room_of_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, session: str
) -> None:
    if session == "open":
        (tmp_path / "open").mkdir()
        (tmp_path / "open").chmod(0o755)
        session = str(tmp_path / "open")
    monkeypatch.setenv("XDG_RUNTIME_DIR", session)
    folder = PrivateFolder()
    assert folder.path.parent == Path("/dev/shm")  # noqa: S108
    folder.remove()


def test_where_there_is_no_room_in_memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setattr(private_folder, "_IN_MEMORY", tmp_path / "none")
    folder = PrivateFolder()
    assert folder.path.parent == Path(os.environ["TMPDIR"])
    folder.remove()


def test_what_a_crash_left_is_swept_and_what_is_in_use_is_not() -> None:
    ran = subprocess.run([sys.executable, "-c", CRASHES], capture_output=True, text=True, check=False)
    left = Path(ran.stdout.strip())
    assert (ran.returncode, left.parent) == (-9, room())
    assert (left / "QtProject.conf").exists()
    others = [room() / "journal-backup", room() / "journal-window-x", room() / "journal-window-abcdefgh.old"]
    for other in others:
        other.mkdir()
    used = PrivateFolder()
    assert not left.exists()
    again = PrivateFolder()
    assert used.path.is_dir()
    assert all(other.is_dir() for other in others)
    again.remove()
    used.remove()
    assert sorted(room().iterdir()) == sorted(others)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").touch()
    (room() / "journal-window-abcdefgh").symlink_to(kept)
    PrivateFolder().remove()
    assert (kept / "file").exists()
