from __future__ import annotations

import errno
import hashlib
import io
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from journal_app.errors import BadInput, Cancelled, Damaged, NewerFormat, StorageTrouble
from journal_app.vault import backup, places
from journal_app.vault.backup import back_up, digest_of, restore
from journal_app.vault.blobs import CHUNK, StoredBlob
from journal_app.vault.connection import Connection
from journal_app.vault.recovery import RecoveryKey
from journal_app.vault.vault import Vault

from .conftest import PASSPHRASE


class Stop:
    """Stops the work at the given report."""

    def __init__(self, at: int) -> None:
        self.left = at

    def report(self, stage: str, done: int, total: int) -> None:
        assert stage
        assert 0 <= done <= total
        self.left -= 1
        if self.left < 0:
            raise Cancelled("", "")


@pytest.fixture
def database(vault: Vault) -> Iterator[Connection]:
    opened = vault.connect()
    with opened.transaction():
        opened.execute("CREATE TABLE lines (number INTEGER PRIMARY KEY, text TEXT)")
        for number in range(300):
            opened.execute("INSERT INTO lines VALUES (?, ?)", (number, "text " * 40))
    yield opened
    opened.close()


@pytest.fixture
def blobs(vault: Vault) -> list[StoredBlob]:
    return [vault.blobs.add(io.BytesIO(b"content" * size)) for size in (0, 10, CHUNK // 5)]


@pytest.fixture
def copy(vault: Vault, database: Connection, blobs: list[StoredBlob], tmp_path: Path) -> Path:
    back_up(vault, database, tmp_path / "copy", blobs)
    return tmp_path / "copy"


@pytest.fixture
def dropped(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Return which files are let go of the cache, by name; what a test puts there is what their disk holds then."""
    there: dict[str, bytes] = {}

    def advise(descriptor: int, offset: int, length: int, advice: int) -> None:
        assert (offset, length, advice) == (0, 0, os.POSIX_FADV_DONTNEED)
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        if path.name in there:
            path.write_bytes(there[path.name])
        there[path.name] = path.read_bytes()

    monkeypatch.setattr(os, "posix_fadvise", advise)
    return there


def test_the_copy_is_checked_as_its_disk_holds_it(
    vault: Vault, database: Connection, blobs: list[StoredBlob], tmp_path: Path, dropped: dict[str, bytes]
) -> None:
    """It was read straight after it was written, from the cache of the system, whatever the stick had kept of it."""
    back_up(vault, database, tmp_path / "copy", blobs)
    made = {Path(name).name for name in backup.contents(tmp_path / "copy")}
    assert dropped.keys() == made
    dropped.clear()
    restore(tmp_path / "copy", tmp_path / "again")
    assert dropped.keys() == made


@pytest.mark.parametrize("what", ["file", "database"])
def test_a_copy_that_the_disk_did_not_keep_is_none(
    vault: Vault, database: Connection, blobs: list[StoredBlob], tmp_path: Path, dropped: dict[str, bytes], what: str
) -> None:
    back_up(vault, database, tmp_path / "copy", blobs)
    name = blobs[1].file_id if what == "file" else places.DATABASE
    data = bytearray(dropped[name])
    data[len(data) // 2] ^= 1
    dropped.clear()
    dropped[name] = bytes(data)
    with pytest.raises((Damaged, StorageTrouble)):
        back_up(vault, database, tmp_path / "second", blobs)
    assert not (tmp_path / "second").exists()
    with pytest.raises((Damaged, StorageTrouble)):
        restore(tmp_path / "copy", tmp_path / "again")
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize("system", ["cannot", "will not"])
def test_where_the_cache_is_kept_the_copy_is_made_all_the_same(
    vault: Vault, database: Connection, blobs: list[StoredBlob], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    system: str,
) -> None:  # fmt: skip
    def refused(*_: object) -> None:
        raise OSError(errno.EINVAL, "no")

    if system == "cannot":
        monkeypatch.delattr(os, "posix_fadvise")
    else:
        monkeypatch.setattr(os, "posix_fadvise", refused)
    assert back_up(vault, database, tmp_path / "copy", blobs).files == 3


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_copy_is_a_vault_that_opens(
    vault: Vault, database: Connection, blobs: list[StoredBlob], tmp_path: Path, recovery: RecoveryKey
) -> None:
    vault.blobs.add(io.BytesIO(b"no record knows it"))
    made = back_up(vault, database, tmp_path / "copy", blobs)
    assert made.files == 3
    assert made.digest == digest_of(tmp_path / "copy")
    for secret in (PASSPHRASE, recovery):
        opened = Vault._open(tmp_path / "copy", secret)
        copied = opened.connect()
        assert copied.execute("SELECT * FROM lines") == database.execute("SELECT * FROM lines")
        copied.close()
        for blob in blobs:
            opened.blobs.verify(blob)
        assert opened.blobs.ids() == {blob.file_id for blob in blobs}
        assert opened.vault_id == vault.vault_id
        opened.close()
    assert {path.name for path in tmp_path.iterdir()} == {"vault", "copy"}


def test_a_copy_is_private(
    vault: Vault, database: Connection, blobs: list[StoredBlob], tmp_path: Path, open_umask: None
) -> None:
    back_up(vault, database, tmp_path / "copy", blobs)
    restore(tmp_path / "copy", tmp_path / "restored")
    for top in ("copy", "restored"):
        for path in [tmp_path / top, *(tmp_path / top).rglob("*")]:
            assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path


def test_a_backup_restored_is_the_same(copy: Path, tmp_path: Path, blobs: list[StoredBlob]) -> None:
    before = digest_of(copy)
    restored = restore(copy, tmp_path / "restored")
    assert restored.files == 3
    assert restored.digest == before == digest_of(copy) == digest_of(tmp_path / "restored")
    opened = Vault.open(tmp_path / "restored", PASSPHRASE)
    database = opened.connect()
    assert database.problems() == []
    assert database.execute("SELECT count(*) FROM lines") == [(300,)]
    for blob in blobs:
        opened.blobs.verify(blob)
    database.close()
    opened.close()


def test_the_digest_covers_every_byte_and_name(copy: Path) -> None:
    """The digest is the SHA-256 over a line for each file: its name, a zero byte and its SHA-256.

    The list of a copy holds the same digests, so it is no part of what they are of.
    """
    whole, besides = digest_of(copy), {"lock", "journal.db-journal", "copy.json"}
    lines = [
        name.encode() + b"\0" + hashlib.sha256((copy / name).read_bytes()).hexdigest().encode() + b"\n"
        for name in sorted(names(copy) - besides)
    ]
    assert whole == hashlib.sha256(b"".join(lines)).hexdigest()
    for name in sorted(names(copy) - besides):
        data = (copy / name).read_bytes()
        (copy / name).write_bytes(data + b"x")
        assert digest_of(copy) != whole
        (copy / name).unlink()
        assert digest_of(copy) != whole
        (copy / name).write_bytes(data)
    assert digest_of(copy) == whole


def test_nothing_is_written_over(vault: Vault, database: Connection, copy: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("nowhere")
    for place in (copy, tmp_path / "link", vault.folder, tmp_path / "no" / "such"):
        with pytest.raises(BadInput):
            back_up(vault, database, place, [])
        with pytest.raises(BadInput):
            restore(copy, place)
    with pytest.raises(BadInput, match="own folder"):
        back_up(vault, database, vault.folder / "files" / "copy", [])


@pytest.mark.parametrize("at", range(6))
def test_stopping_leaves_nothing(
    vault: Vault, database: Connection, blobs: list[StoredBlob], tmp_path: Path, at: int
) -> None:
    with pytest.raises(Cancelled):
        back_up(vault, database, tmp_path / "copy", blobs, Stop(at))
    assert [path.name for path in tmp_path.iterdir()] == ["vault"]


def test_stopping_a_restore_leaves_nothing(copy: Path, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        restore(copy, tmp_path / "restored", Stop(2))
    assert {path.name for path in tmp_path.iterdir()} == {"vault", "copy"}


@pytest.mark.parametrize("place", [0, 9, 20, -1])
def test_a_damaged_file_is_not_copied_as_if_it_were_sound(
    vault: Vault, database: Connection, blobs: list[StoredBlob], tmp_path: Path, place: int
) -> None:
    path = vault.folder / "files" / blobs[1].file_id
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)
    with pytest.raises(Damaged):
        back_up(vault, database, tmp_path / "copy", blobs)
    assert [path.name for path in tmp_path.iterdir()] == ["vault"]


def test_a_missing_file_and_a_wrong_record_are_told(
    vault: Vault, database: Connection, blobs: list[StoredBlob], tmp_path: Path
) -> None:
    with pytest.raises(Damaged):
        back_up(vault, database, tmp_path / "copy", [replace(blobs[0], sha256="0" * 64)])
    vault.blobs.remove(blobs[2].file_id)
    with pytest.raises(Damaged, match="missing"):
        back_up(vault, database, tmp_path / "copy", blobs)
    assert [path.name for path in tmp_path.iterdir()] == ["vault"]


def test_a_damaged_database_is_not_copied(vault: Vault, database: Connection, tmp_path: Path) -> None:
    database.close()
    path = vault.folder / "journal.db"
    data = bytearray(path.read_bytes())
    data[3 * 4096 + 5] ^= 1
    path.write_bytes(data)
    again = vault.connect()
    with pytest.raises(StorageTrouble):
        back_up(vault, again, tmp_path / "copy", [])
    again.close()
    assert [path.name for path in tmp_path.iterdir()] == ["vault"]


def test_a_copy_that_does_not_pass_is_not_kept(
    vault: Vault, database: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.execute("CREATE TABLE numbers (number INTEGER CHECK (number > 0))")
    database.execute("PRAGMA ignore_check_constraints=ON")
    database.execute("INSERT INTO numbers VALUES (-1)")
    with pytest.raises(StorageTrouble, match="did not pass"):
        back_up(vault, database, tmp_path / "copy", [])
    assert [path.name for path in tmp_path.iterdir()] == ["vault"]


def test_one_sound_header_is_enough_to_restore(copy: Path, tmp_path: Path) -> None:
    (copy / "header.json").unlink()
    restore(copy, tmp_path / "one")
    Vault.open(tmp_path / "one", PASSPHRASE).close()
    (copy / "header.json").write_bytes(b"damaged")
    restore(copy, tmp_path / "two")
    vault = Vault.open(tmp_path / "two", PASSPHRASE)
    assert vault.header_problems == ("header.json",)
    vault.close()
    assert (copy / "header.json").read_bytes() == b"damaged"


def test_what_is_no_backup_is_not_restored(copy: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        restore(tmp_path, tmp_path / "restored")
    (copy / "header.json").write_bytes(b'{"format":"journal-vault","version":2}')
    with pytest.raises(NewerFormat):
        restore(copy, tmp_path / "restored")
    (copy / "header.json").write_bytes(b"")
    (copy / "journal.db").rename(copy / "other")
    with pytest.raises(StorageTrouble):
        restore(copy, tmp_path / "restored")
    (copy / "other").rename(copy / "journal.db")
    shutil.rmtree(copy / "files")
    with pytest.raises(StorageTrouble):
        restore(copy, tmp_path / "restored")
    assert {path.name for path in tmp_path.iterdir()} == {"vault", "copy"}


def test_damage_in_a_backup_comes_to_light_before_restoring(
    copy: Path, tmp_path: Path, blobs: list[StoredBlob]
) -> None:
    for name in ("journal.db", f"files/{blobs[2].file_id}"):
        sound = (copy / name).read_bytes()
        data = bytearray(sound)
        data[len(data) // 2] ^= 1
        (copy / name).write_bytes(data)
        with pytest.raises(Damaged, match=name):
            restore(copy, tmp_path / "restored")
        (copy / name).write_bytes(sound)
    assert not (tmp_path / "restored").exists()
    restore(copy, tmp_path / "restored")


def test_damage_in_a_backup_without_a_list_comes_to_light_after_restoring(
    copy: Path, tmp_path: Path, blobs: list[StoredBlob]
) -> None:
    """Earlier versions of the program made no list."""
    (copy / "copy.json").unlink()
    for name in ("journal.db", f"files/{blobs[2].file_id}"):
        data = bytearray((copy / name).read_bytes())
        data[len(data) // 2] ^= 1
        (copy / name).write_bytes(data)
    assert not restore(copy, tmp_path / "restored").listed
    vault = Vault.open(tmp_path / "restored", PASSPHRASE)
    database = vault.connect()
    assert database.problems()
    database.close()
    with pytest.raises(Damaged):
        vault.blobs.verify(blobs[2])
    vault.blobs.verify(blobs[1])
    vault.close()


def test_only_what_belongs_to_a_vault_is_restored(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").write_text("mine")
    (copy / "files" / ("0" * 32)).symlink_to(tmp_path / "outside")
    (copy / "files" / ("1" * 32 + ".part")).write_bytes(b"half")
    (copy / "letter.txt").write_text("mine")
    assert restore(copy, tmp_path / "restored").files == 3
    assert len(names(tmp_path / "restored")) == 7


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders elsewhere")
def test_a_pipe_in_a_backup_holds_nothing_up(copy: Path, tmp_path: Path, blobs: list[StoredBlob]) -> None:
    """Nobody writes to it, so who opened it as a file would wait for good."""
    os.mkfifo(copy / "files" / ("0" * 32))
    assert restore(copy, tmp_path / "one").files == 3
    for name in (f"files/{blobs[1].file_id}", "journal.db", "copy.json"):
        sound = (copy / name).rename(tmp_path / "sound")
        os.mkfifo(copy / name)
        with pytest.raises(StorageTrouble):
            restore(copy, tmp_path / "two")
        sound.replace(copy / name)
    (copy / "copy.json").unlink()  # as an earlier version of the program made it
    assert restore(copy, tmp_path / "three").files == 3
    assert "0" * 32 not in {path.name for path in (tmp_path / "three" / "files").iterdir()}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders elsewhere")
def test_a_header_that_is_a_pipe_counts_as_missing(copy: Path, tmp_path: Path) -> None:
    (copy / "header.json").unlink()
    os.mkfifo(copy / "header.json")
    restore(copy, tmp_path / "restored")
    Vault.open(tmp_path / "restored", PASSPHRASE).close()


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_a_file_that_is_kept_elsewhere_is_copied(
    vault: Vault, database: Connection, blobs: list[StoredBlob], tmp_path: Path
) -> None:
    place = vault.folder / "files" / blobs[1].file_id
    place.symlink_to(place.rename(tmp_path / "elsewhere"))
    back_up(vault, database, tmp_path / "copy", blobs)
    assert not (tmp_path / "copy" / "files" / blobs[1].file_id).is_symlink()
    assert restore(tmp_path / "copy", tmp_path / "restored").files == 3


def test_a_transaction_cut_off_in_the_backup_is_undone_after_restoring(copy: Path, tmp_path: Path) -> None:
    vault = Vault.open(copy, PASSPHRASE)
    database = vault.connect()
    database.execute("PRAGMA cache_size=2")
    database.execute("BEGIN IMMEDIATE")
    database.execute("UPDATE lines SET text = 'half done' || text")
    cut = tmp_path / "cut"
    shutil.copytree(copy, cut)
    database.execute("ROLLBACK")
    database.close()
    vault.close()
    assert (cut / "journal.db-journal").stat().st_size
    with pytest.raises(Damaged):  # somebody wrote in the copy
        restore(cut, tmp_path / "restored")
    (cut / "copy.json").unlink()  # as an earlier version of the program made it
    restore(cut, tmp_path / "restored")
    vault = Vault.open(tmp_path / "restored", PASSPHRASE)
    database = vault.connect()
    assert database.problems() == []
    assert database.execute("SELECT count(*) FROM lines WHERE text LIKE 'half%'") == [(0,)]
    database.close()
    vault.close()


def test_a_restore_that_is_not_the_same_is_not_kept(copy: Path, tmp_path: Path) -> None:
    class Meddler:
        """Changes the backup while it is being copied."""

        def report(self, stage: str, done: int, total: int) -> None:
            if done == total - 1:
                (copy / "header.bak").write_bytes((copy / "header.bak").read_bytes() + b" ")
                os.utime(copy / "header.bak")

    with pytest.raises(StorageTrouble, match="did not pass"):
        restore(copy, tmp_path / "restored", Meddler())
    assert not (tmp_path / "restored").exists()


def test_a_file_that_cannot_be_read(copy: Path) -> None:
    with pytest.raises(StorageTrouble):
        backup.list_of(copy, ["files"])


def test_a_place_where_nothing_can_be_written(vault: Vault, database: Connection, copy: Path) -> None:
    with pytest.raises(StorageTrouble):
        back_up(vault, database, Path("/proc/copy"), [])
    with pytest.raises(StorageTrouble):
        restore(copy, Path("/proc/copy"))


def test_a_network_folder_takes_no_restored_journal(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise StorageTrouble("network", "")

    monkeypatch.setattr(backup, "refuse_network_folder", refuse)
    with pytest.raises(StorageTrouble, match="network"):
        restore(copy, tmp_path / "restored")
