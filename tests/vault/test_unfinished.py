from __future__ import annotations

import errno
import io
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from journal_app.errors import StorageTrouble
from journal_app.vault import unfinished
from journal_app.vault.unfinished import Unfinished
from journal_app.vault.vault import Vault

from .conftest import PASSPHRASE

TAKES_IN = """
import io, sys
from pathlib import Path
from journal_app.vault.vault import Vault
vault = Vault.open(Path(sys.argv[1]), sys.argv[2])
print(vault.blobs.add(io.BytesIO(b"content")).file_id, flush=True)
sys.stdin.read()
"""
NOTE = "unfinished"


def killed(folder: Path) -> str:
    """Take a file in, be killed before any record knows it, and return its id."""
    with subprocess.Popen(
        [sys.executable, "-c", TAKES_IN, folder, PASSPHRASE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as taker:
        assert taker.stdout is not None
        identifier = taker.stdout.readline().strip()
        taker.kill()
    return identifier


def test_an_id_is_noted_before_its_file_is_written(vault: Vault) -> None:
    blob = vault.blobs.add(io.BytesIO(b"content"))
    noted = Unfinished(vault.folder, vault.seals).left()
    assert blob.file_id in noted
    for _ in range(200):
        assert vault.unfinished.next_id() in Unfinished(vault.folder, vault.seals).left()


def test_what_was_finished_leaves_no_note(folder: Path) -> None:
    vault = Vault.open(folder, PASSPHRASE)
    vault.blobs.add(io.BytesIO(b"content"))
    vault.close()
    assert not (folder / NOTE).exists()
    vault = Vault.open(folder, PASSPHRASE)
    vault.close()
    assert not (folder / NOTE).exists()


def test_what_a_kill_left_stays_noted_until_it_is_gone(folder: Path) -> None:
    first = killed(folder)
    second = killed(folder)
    vault = Vault.open(folder, PASSPHRASE)
    assert vault.left_unfinished >= {first, second}
    mine = vault.blobs.add(io.BytesIO(b"content")).file_id
    vault.blobs.remove(first)
    vault.close()
    vault = Vault.open(folder, PASSPHRASE)
    assert vault.left_unfinished == {second}
    assert mine not in vault.left_unfinished
    vault.unfinished.forget(kept=[])
    vault.close()
    assert not (folder / NOTE).exists()


@pytest.mark.parametrize("taken", [1, 70, 300])
def test_kills_one_after_the_other_do_not_swell_the_note(vault: Vault, taken: int) -> None:
    """It doubled with each: twenty kills in a row while files were taken in would have noted millions of ids."""
    for killing in range(1, 21):
        never_closed = Unfinished(vault.folder, vault.seals)
        given = [never_closed.next_id() for _ in range(taken)]
        (vault.folder / "files" / given[0]).touch()
        noted = never_closed.left()
        assert noted >= set(given)
        assert len(noted) <= killing + 2 * taken + 64
    assert len(Unfinished(vault.folder, vault.seals).still_there(noted)) == 20


def test_what_is_to_go_is_noted_before_and_a_note_that_cannot_be_written_is_told(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "")

    going = vault.blobs.add(io.BytesIO(b"content")).file_id
    other = "0" * 32
    with monkeypatch.context() as weak:
        weak.setattr(unfinished, "note", full)
        with pytest.raises(StorageTrouble):
            vault.unfinished.note_leaving([other])
    assert other not in vault.unfinished.left()
    vault.unfinished.note_leaving([going, other])
    assert vault.unfinished.left() >= {going, other}
    vault.unfinished.finish(frozenset())
    assert vault.unfinished.left() == {going}


def test_looking_changes_nothing(folder: Path) -> None:
    killed(folder)
    before = (folder / NOTE).read_bytes()
    Vault.open(folder, PASSPHRASE).close()
    assert (folder / NOTE).read_bytes() == before


def test_a_note_that_is_not_ours_says_nothing(folder: Path, vault: Vault) -> None:
    for data in (b"", b"0" * 32, vault.seals.close("other", b"0" * 32)):
        (folder / NOTE).write_bytes(data)
        assert Unfinished(folder, vault.seals).left() == frozenset()
    (folder / NOTE).write_bytes(vault.seals.close("unfinished files", b"../outside\n" + b"0" * 32 + b"\n\xff"))
    assert Unfinished(folder, vault.seals).left() == {"0" * 32}


def test_threads_get_different_ids(vault: Vault) -> None:
    found: list[str] = []

    def draw() -> None:
        found.extend(vault.unfinished.next_id() for _ in range(100))

    threads = [threading.Thread(target=draw) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 200


def test_where_the_id_cannot_be_noted_the_file_is_not_taken_in(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    given_back = list[bool]()
    vault.blobs._on_full = lambda: given_back.append(True)
    for number, full in ((errno.ENOSPC, [True]), (errno.EIO, [])):
        given_back.clear()
        monkeypatch.setattr(vault.blobs, "_new_id", lambda number=number: _fail(number))
        with pytest.raises(StorageTrouble):
            vault.blobs.add(io.BytesIO(b"content"))
        assert given_back == full
        assert list((vault.folder / "files").iterdir()) == []


def _fail(number: int) -> str:
    raise OSError(number, "")


def test_only_the_id_of_a_file_is_noted_as_leaving(vault: Vault) -> None:
    """What else stands where an id belongs could hold the id of a file that is still needed."""
    kept = vault.blobs.add(io.BytesIO(b"content")).file_id
    fresh = Unfinished(vault.folder, vault.seals)
    fresh.forget(kept=[])
    fresh.note_leaving([f"x\n{kept}", "../../mine", "0" * 32])
    assert fresh.left() == {"0" * 32}
