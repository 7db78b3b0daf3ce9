from __future__ import annotations

import errno
import io
import os
from pathlib import Path

import pytest

from journal_app.errors import Damaged, JournalInUse, NeedsWriting, ReadingOnly, StorageTrouble
from journal_app.vault import known_state, leftovers
from journal_app.vault.backup import back_up, digest_of, restore
from journal_app.vault.blobs import stored_size
from journal_app.vault.known_state import KnownState
from journal_app.vault.lock import VaultLock, is_held
from journal_app.vault.vault import Vault

from .conftest import PASSPHRASE

STATE = KnownState(generation=3, size=12, root="ab" * 32)


def test_nothing_is_written_to_a_vault_that_is_only_read(folder: Path) -> None:
    Vault.open(folder, PASSPHRASE).close()
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    vault = Vault.open(folder, PASSPHRASE, read_only=True)
    database = vault.connect()
    with pytest.raises(ReadingOnly), database.transaction():
        pytest.fail("nothing may be written")
    with pytest.raises(StorageTrouble):
        database.execute("CREATE TABLE one (text TEXT)")
    database.close()
    for work in (
        lambda: vault.blobs.add(io.BytesIO(b"content")),
        lambda: vault.blobs.remove("0" * 32),
        lambda: vault.change_passphrase("another"),
        vault.change_recovery_key,
    ):
        with pytest.raises(ReadingOnly):
            work()
    vault.release_reserve()
    vault.close()
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_vault_may_be_made_one_that_is_only_read(vault: Vault) -> None:
    vault.only_read()
    with pytest.raises(ReadingOnly):
        vault.blobs.add(io.BytesIO(b"content"))
    with pytest.raises(ReadingOnly):
        vault.change_passphrase("another")


def test_a_rollback_journal_that_cannot_be_seen_is_said_so(folder: Path) -> None:
    beside = folder / "journal.db-journal"
    beside.unlink(missing_ok=True)
    beside.symlink_to(beside)
    vault = Vault.open(folder, PASSPHRASE, read_only=True)
    with pytest.raises(StorageTrouble):
        vault.connect()
    vault.close()


def test_a_lock_is_held_where_it_cannot_be_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.open

    def refuse(path: Path, flags: int, *more: int) -> int:
        if flags & os.O_RDWR:
            raise OSError(errno.EROFS, "")
        return real(path, flags, *more)

    monkeypatch.setattr(os, "open", refuse)
    lock = VaultLock(folder / "lock", make=False)
    with pytest.raises(JournalInUse):
        VaultLock(folder / "lock", make=False)
    lock.release()
    monkeypatch.undo()
    with pytest.raises(StorageTrouble):
        VaultLock(folder, make=False)
    VaultLock(folder / "none", make=False).release()
    assert not (folder / "none").exists()


def test_the_note_of_how_far_a_journal_had_come(folder: Path, vault: Vault) -> None:
    assert known_state.read(folder, vault.seals) is None
    known_state.write(folder, STATE, vault.seals)
    assert known_state.read(folder, vault.seals) == STATE
    larger = KnownState(generation=3, size=10**9, root="ab" * 32)
    assert len(known_state.encode(STATE, vault.seals)) == len(known_state.encode(larger, vault.seals))
    data = bytearray((folder / "state").read_bytes())
    data[20] ^= 1
    (folder / "state").write_bytes(data)
    with pytest.raises(Damaged):
        known_state.read(folder, vault.seals)
    (folder / "state").unlink()
    (folder / "state").mkdir()
    with pytest.raises(StorageTrouble):
        known_state.read(folder, vault.seals)


def test_what_is_left_over_is_told_and_swept(folder: Path, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    known, orphan = (vault.blobs.add(io.BytesIO(b"content")).file_id for _ in range(2))
    (folder / "state.part").write_bytes(b"half")
    (folder / "letter.part").write_text("mine")
    assert leftovers.left_over(vault, {known}) == ("state.part",)  # it is being taken in right now
    vault.left_unfinished = frozenset({known, orphan})
    assert leftovers.left_over(vault, {known}) == ("state.part", f"files/{orphan}")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    with monkeypatch.context() as patched:
        patched.setattr("journal_app.vault.leftovers.sync_folder", refuse)
        with pytest.raises(StorageTrouble):
            leftovers.sweep(vault, {known})
    assert leftovers.sweep(vault, {known}) == ()
    assert vault.blobs.ids() == {known}
    assert (folder / "letter.part").exists()
    with monkeypatch.context() as patched:
        patched.setattr(Path, "is_file", refuse)
        with pytest.raises(StorageTrouble):
            leftovers.left_over(vault, {known})


def test_the_size_in_which_a_content_is_kept(vault: Vault) -> None:
    for size in (0, 1, 1000, 1 << 20, (1 << 20) + 1):
        blob = vault.blobs.add(io.BytesIO(bytes(size)))
        assert (vault.folder / "files" / blob.file_id).stat().st_size == stored_size(size)


def test_a_copy_whose_folder_of_files_is_none_is_not_restored(vault: Vault, tmp_path: Path) -> None:
    database = vault.connect()
    back_up(vault, database, tmp_path / "copy", [vault.blobs.add(io.BytesIO(b"content"))])
    database.close()
    (tmp_path / "copy" / "files").rename(tmp_path / "kept")
    (tmp_path / "copy" / "files").write_bytes(b"a file")
    with pytest.raises(StorageTrouble):
        restore(tmp_path / "copy", tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


def test_a_copy_in_which_a_change_was_cut_off_is_neither_read_nor_restored(vault: Vault, tmp_path: Path) -> None:
    database = vault.connect()
    back_up(vault, database, tmp_path / "copy", [])
    database.close()
    (tmp_path / "copy" / "journal.db-journal").write_bytes(b"half a change")
    copy = Vault.open(tmp_path / "copy", PASSPHRASE, read_only=True)
    with pytest.raises(NeedsWriting):
        copy.connect()
    copy.close()
    with pytest.raises(Damaged, match=r"journal\.db-journal"):
        restore(tmp_path / "copy", tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


def test_what_is_no_vault_has_no_digest(tmp_path: Path) -> None:
    with pytest.raises(StorageTrouble):
        digest_of(tmp_path / "nowhere")


def test_whether_a_lock_is_held_is_asked_without_making_one(tmp_path: Path) -> None:
    assert not is_held(tmp_path / "lock")
    lock = VaultLock(tmp_path / "lock")
    assert is_held(tmp_path / "lock")
    lock.release()
    assert not is_held(tmp_path / "lock")
