"""A new vault key: everything is read as before, the old secrets open nothing, and whatever breaks off is settled."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from journal_app.errors import BadInput, Cancelled, Damaged, NewerFormat, StorageTrouble, WrongSecret
from journal_app.vault import header as headers
from journal_app.vault import rekey, seeds, settling
from journal_app.vault.backup import restore
from journal_app.vault.blobs import StoredBlob
from journal_app.vault.connection import Connection
from journal_app.vault.keyslots import FLOOR_COST, Secret, WithKeyFile
from journal_app.vault.recovery import RecoveryKey
from journal_app.vault.rekey import Choices, InDoubt, NewKey, NotFinished
from journal_app.vault.vault import Vault
from tests.faults.stopping import stopped_after

from .conftest import PASSPHRASE

NEW = "words that nobody learned"
CONTENTS = (b"", b"content", b"x" * 70_000)


class Kept:
    """An open vault with a database and a few files, whose keys stand in the database."""

    def __init__(self, vault: Vault) -> None:
        self.vault, self.connection = vault, vault.connect()
        self.connection.execute("CREATE TABLE kept (file_id TEXT, sha256 TEXT, size INTEGER, key BLOB)")
        self.connection.execute("CREATE TABLE words (text TEXT)")
        self.connection.execute("INSERT INTO words VALUES ('what was written')")
        for content in CONTENTS:
            blob = vault.blobs.add(io.BytesIO(content))
            self.connection.execute(
                "INSERT INTO kept VALUES (?, ?, ?, ?)", (blob.file_id, blob.sha256, blob.size, blob.wrapped_key)
            )

    def blobs(self) -> list[StoredBlob]:
        return blobs(self.connection)

    def new_key(self, *, encrypt_files: bool = True) -> NewKey:
        return NewKey(
            self.vault, self.connection, Choices(passphrase=NEW, encrypt_files=encrypt_files, cost=FLOOR_COST)
        )

    def changed(self, *, encrypt_files: bool = True) -> NewKey:
        change = self.new_key(encrypt_files=encrypt_files)
        change.make_ready(self.blobs(), put)
        change.commit()
        return change

    def close(self) -> None:
        self.connection.close()
        self.vault.close()


def blobs(connection: Connection) -> list[StoredBlob]:
    rows = connection.execute("SELECT file_id, sha256, size, key FROM kept ORDER BY size")
    return [StoredBlob(file_id=str(a), sha256=str(b), size=int(str(c)), wrapped_key=d) for a, b, c, d in rows]  # type: ignore[arg-type]


def put(connection: Connection, blob: StoredBlob) -> None:
    connection.execute("UPDATE kept SET key = ? WHERE file_id = ?", (blob.wrapped_key, blob.file_id))


@pytest.fixture
def kept(vault: Vault) -> Iterator[Kept]:
    opened = Kept(vault)
    yield opened
    opened.close()


def whole(vault: Vault, connection: Connection) -> None:
    """Check that everything kept is read as it was written."""
    assert connection.problems() == []
    assert connection.execute("SELECT text FROM words") == [("what was written",)]
    found = []
    for blob in blobs(connection):
        vault.blobs.verify(blob)
        with vault.blobs.open(blob) as stream:
            found.append(stream.read())
    assert tuple(found) == CONTENTS
    assert not [path for path in vault.folder.rglob("*") if ".new" in path.name]


def opens(folder: Path, secret: Secret) -> bool:
    try:
        vault = Vault._open(folder, secret)
    except WrongSecret:
        return False
    connection = vault.connect()
    whole(vault, connection)
    connection.close()
    vault.close()
    return True


def test_everything_is_read_as_before_and_the_old_secrets_open_nothing(kept: Kept, recovery: RecoveryKey) -> None:
    vault = kept.vault
    signs = (vault.chain_signer.public_key, vault.document_signer.certificate, vault.vault_id)
    before = {path.name: path.read_bytes() for path in (vault.folder / "files").iterdir()}
    for round_ in range(2):  # the seeds go with it a second time as well
        change = kept.changed()
        assert change.left == []
        assert (vault.header.generation, vault.check_header()) == (2 + round_, ())
        whole(vault, kept.connection)
        new = vault.blobs.add(io.BytesIO(b"added afterwards"))
        vault.blobs.verify(new)
        vault.blobs.remove(new.file_id)
    kept.close()
    after = {path.name: path.read_bytes() for path in (vault.folder / "files").iterdir()}
    assert after.keys() == before.keys()
    assert all(after[name] != before[name] for name in before)
    assert [opens(vault.folder, each) for each in (PASSPHRASE, recovery)] == [False, False]
    assert [opens(vault.folder, each) for each in (NEW, change.recovery)] == [True, True]
    again = Vault.open(vault.folder, NEW)
    assert (again.chain_signer.public_key, again.document_signer.certificate, again.vault_id) == signs
    again.change_passphrase("and an ordinary change")
    again.close()
    assert opens(vault.folder, "and an ordinary change")


def test_the_old_key_reads_nothing_of_the_new_state(kept: Kept, tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(kept.vault.folder, old)
    kept.changed()
    learned = Vault.open(old, PASSPHRASE)  # whoever kept a copy, and then gets the folder of now
    with pytest.raises(Damaged):
        learned.connect(kept.vault.folder / "journal.db")
    store = learned.blobs_in(kept.vault.folder)
    connection = learned.connect()
    for blob in blobs(connection):
        with pytest.raises(Damaged):
            store.verify(blob)
    connection.close()
    learned.close()


def test_a_key_file_stays_needed(kept: Kept) -> None:
    digest = bytes([7] * 32)
    kept.vault.change_passphrase(PASSPHRASE, key_file=digest)
    kept.changed()
    kept.close()
    assert [opens(kept.vault.folder, each) for each in (NEW, WithKeyFile(NEW, digest))] == [False, True]


def test_files_may_stay_as_they_are(kept: Kept) -> None:
    before = {path.name: path.read_bytes() for path in (kept.vault.folder / "files").iterdir()}
    old = kept.blobs()
    kept.changed(encrypt_files=False)
    assert {path.name: path.read_bytes() for path in (kept.vault.folder / "files").iterdir()} == before
    assert not {blob.wrapped_key for blob in old} & {blob.wrapped_key for blob in kept.blobs()}
    whole(kept.vault, kept.connection)


def test_a_damaged_file_stays_as_it_is_and_holds_nothing_up(kept: Kept) -> None:
    kept.connection.execute("UPDATE kept SET key = x'00' WHERE size = 0")
    first = kept.blobs()[1]
    (kept.vault.folder / "files" / first.file_id).write_bytes(b"damaged")
    change = kept.changed()
    assert len(change.left) == 2
    assert (kept.vault.folder / "files" / first.file_id).read_bytes() == b"damaged"
    kept.vault.blobs.verify(kept.blobs()[2])
    with pytest.raises(Damaged):
        kept.vault.blobs.verify(kept.blobs()[1])


def test_a_file_whose_digest_is_another_stays_as_it_is(kept: Kept) -> None:
    kept.connection.execute("UPDATE kept SET sha256 = ? WHERE size = 7", ("0" * 64,))
    before = (kept.vault.folder / "files" / kept.blobs()[1].file_id).read_bytes()
    change = kept.changed()
    assert change.left == [kept.blobs()[1].file_id]
    assert (kept.vault.folder / "files" / kept.blobs()[1].file_id).read_bytes() == before
    with pytest.raises(Damaged):
        kept.vault.blobs.verify(kept.blobs()[1])


class Stops:
    """A person who presses Stop at the ``at``-th report."""

    def __init__(self, at: int) -> None:
        self.at = at

    def report(self, stage: str, done: int, total: int) -> None:
        self.at -= 1
        if self.at < 0:
            raise Cancelled("", "")


@pytest.mark.parametrize("at", range(5))
def test_stopping_leaves_nothing_behind(kept: Kept, at: int) -> None:
    before = sorted(path.name for path in kept.vault.folder.rglob("*"))
    change = kept.new_key()
    with pytest.raises(Cancelled):
        change.make_ready(kept.blobs(), put, Stops(at))
    assert sorted(path.name for path in kept.vault.folder.rglob("*")) == before
    whole(kept.vault, kept.connection)
    kept.changed()
    whole(kept.vault, kept.connection)


def test_the_room_is_looked_at_first(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    (kept.vault.folder / "files" / kept.blobs()[0].file_id).unlink()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=(16 << 20) + 30_000))
    with pytest.raises(StorageTrouble, match=r"enough free space to make everything anew.*Free 1 MB"):
        kept.new_key().make_ready(kept.blobs(), put)
    kept.new_key(encrypt_files=False).make_ready(kept.blobs(), put)


def test_a_database_that_is_damaged_is_not_taken_over(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Connection, "problems", lambda _: ["page 3"])
    with pytest.raises(Damaged, match="not as it was saved"):
        kept.new_key().make_ready(kept.blobs(), put)
    assert not (kept.vault.folder / "journal.db.new").exists()


def test_a_folder_that_cannot_be_listed_is_trouble(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Path) -> None:
        raise OSError(5, "")

    monkeypatch.setattr(settling, "take_back", broken)
    with pytest.raises(StorageTrouble):
        kept.new_key().make_ready(kept.blobs(), put)


# ---- what is left where it breaks off


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_what_could_not_be_decided_leaves_the_old_state(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    change = kept.new_key()
    change.make_ready(kept.blobs(), put)

    def broken(*_: object) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(rekey, "write_whole", broken)
        with pytest.raises(StorageTrouble if isinstance(error, OSError) else KeyboardInterrupt):
            change.commit()
    whole(kept.vault, kept.connection)
    kept.close()
    assert opens(kept.vault.folder, PASSPHRASE)


def test_a_decision_that_cannot_be_taken_back_is_not_called_undone(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is there, its folder could not be synced, and it cannot be removed: the change will be finished."""
    change = kept.new_key()
    change.make_ready(kept.blobs(), put)
    before = rekey.write_whole

    def written(path: Path, data: bytes) -> None:
        before(path, data)
        raise OSError(5, "")

    def broken(_: Path) -> None:
        raise OSError(5, "")

    with monkeypatch.context() as patched:
        patched.setattr(rekey, "write_whole", written)
        patched.setattr(settling, "undecide", broken)
        with pytest.raises(InDoubt, match="keep both"):
            change.commit()
    assert opens(kept.vault.folder, NEW)
    assert not opens(kept.vault.folder, PASSPHRASE)


def test_a_decision_that_was_never_made_leaves_the_old_state_though_nothing_can_be_written(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was called decided, and the person told to open the journal with what does not open it."""
    change = kept.new_key()
    change.make_ready(kept.blobs(), put)

    def broken(*_: object) -> None:
        raise OSError(5, "")

    with monkeypatch.context() as patched:
        patched.setattr(rekey, "write_whole", broken)
        patched.setattr(settling, "sync_folder", broken)
        with pytest.raises(StorageTrouble) as told:
            change.commit()
    assert not isinstance(told.value, NotFinished)
    kept.close()
    assert opens(kept.vault.folder, PASSPHRASE)


def test_where_nobody_can_say_whether_it_was_decided_it_is_in_doubt(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = kept.new_key()
    change.make_ready(kept.blobs(), put)
    exists = Path.exists

    def broken(*_: object) -> None:
        raise OSError(5, "")

    def unseen(self: Path, **how: bool) -> bool:
        if self.name == "header.new":
            raise OSError(5, "")
        return exists(self, **how)

    with monkeypatch.context() as patched:
        patched.setattr(rekey, "write_whole", broken)
        patched.setattr(settling, "undecide", broken)
        patched.setattr(Path, "exists", unseen)
        with pytest.raises(InDoubt):
            change.commit()
    assert opens(kept.vault.folder, PASSPHRASE)


def test_what_was_decided_and_not_finished_is_finished_at_the_next_opening(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = kept.new_key()
    change.make_ready(kept.blobs(), put)

    def broken(*_: object) -> None:
        raise OSError(5, "")

    with monkeypatch.context() as patched:
        patched.setattr(settling, "write_whole", broken)
        with pytest.raises(NotFinished):
            change.commit()
        with pytest.raises(StorageTrouble):
            Vault.open(kept.vault.folder, NEW)
    with pytest.raises(WrongSecret):
        Vault.open(kept.vault.folder, PASSPHRASE)
    assert opens(kept.vault.folder, NEW)


def decided(kept: Kept) -> Path:
    """Make a new key ready and decide on it, and put nothing in place; return the folder, closed."""
    change = kept.new_key()
    change.make_ready(kept.blobs(), put)
    rekey.write_whole(kept.vault.folder / "header.new", change._header.encode())
    kept.close()
    return kept.vault.folder


def test_finishing_can_break_off_anywhere_and_be_finished(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = decided(kept)
    for stop in range(60):
        place = tmp_path / f"stopped {stop}"
        shutil.copytree(folder, place)
        if not stopped_after(monkeypatch, place, stop, InterruptedError, StorageTrouble):
            break
        assert opens(place, NEW)
        assert not opens(place, PASSPHRASE)
        shutil.rmtree(place)
    assert stop > 10


def test_a_decision_that_comes_back_brings_no_old_secret_back(kept: Kept) -> None:
    """A folder that is kept in two places may get a name back that was removed long ago."""
    folder = decided(kept)
    marker = (folder / "header.new").read_bytes()
    assert opens(folder, NEW)
    (folder / "header.new").write_bytes(marker)
    assert opens(folder, NEW)
    assert not (folder / "header.new").exists()
    vault = Vault.open(folder, NEW)
    vault.change_passphrase("later words", cost=FLOOR_COST)
    vault.close()
    for damaged in (None, "header.json"):
        (folder / "header.new").write_bytes(marker)
        if damaged:
            (folder / damaged).write_bytes(b"damaged")
        assert opens(folder, "later words")
        assert not opens(folder, NEW)
        assert (folder / "header.json").read_bytes() == (folder / "header.bak").read_bytes()


@pytest.mark.parametrize("left", ["journal.db.new", "journal.db.new-journal", "header.new.part", "file", "part"])
def test_what_was_not_decided_is_taken_back(kept: Kept, left: str) -> None:
    kept.new_key().make_ready(kept.blobs(), put)
    folder, ours = kept.vault.folder, kept.blobs()[0].file_id
    place = {"file": folder / "files" / f"{ours}.new", "part": folder / "files" / f"{ours}.new.part"}
    place.get(left, folder / left).write_bytes(b"left")
    (folder / "files" / "notes.new").write_bytes(b"not ours")
    kept.close()
    vault = Vault.open(folder, PASSPHRASE)
    assert sorted(path.name for path in folder.rglob("*") if ".new" in path.name) == ["notes.new"]
    vault.close()


def test_what_cannot_be_removed_does_not_keep_the_journal_shut(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.new_key().make_ready(kept.blobs(), put)
    kept.close()

    def broken(_: Path) -> None:
        raise OSError(30, "")

    with monkeypatch.context() as patched:
        patched.setattr(settling, "take_back", broken)
        Vault.open(kept.vault.folder, PASSPHRASE).close()
    assert opens(kept.vault.folder, PASSPHRASE)


def test_a_damaged_decision_before_anything_moved_is_none(kept: Kept) -> None:
    folder = decided(kept)
    (folder / "header.new").write_bytes(b"damaged")
    assert opens(folder, PASSPHRASE)


def test_a_damaged_decision_is_read_from_the_second_copy(kept: Kept) -> None:
    folder = decided(kept)
    shutil.copy(folder / "header.new", folder / "header.bak")
    (folder / "header.new").write_bytes(b"damaged")
    (folder / "files" / f"{'0' * 32}.new.part").write_bytes(b"half written")
    assert opens(folder, NEW)
    assert not opens(folder, PASSPHRASE)


def test_where_nothing_says_what_was_decided_nothing_is_touched(kept: Kept) -> None:
    folder = decided(kept)
    for name in ("header.new", "header.json"):
        (folder / name).write_bytes(b"damaged")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with pytest.raises(Damaged, match="interrupted"):
        Vault.open(folder, PASSPHRASE)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_decision_of_a_newer_program_is_left_to_it(kept: Kept) -> None:
    folder = decided(kept)
    plain = json.loads((folder / "header.new").read_bytes())
    (folder / "header.new").write_bytes(headers.canonical({**plain, "version": 2}) + b"\n")
    with pytest.raises(NewerFormat):
        Vault.open(folder, PASSPHRASE)
    assert (folder / "journal.db.new").exists()


def test_a_copy_taken_in_the_middle_is_opened_before_it_is_restored(kept: Kept, tmp_path: Path) -> None:
    folder = decided(kept)
    with pytest.raises(StorageTrouble, match="being changed"):
        restore(folder, tmp_path / "restored")
    assert not (tmp_path / "restored").exists()
    assert opens(folder, NEW)
    restore(folder, tmp_path / "restored")
    assert opens(tmp_path / "restored", NEW)


# ---- the seeds


def test_seeds_of_another_vault_or_altered_ones_are_refused(kept: Kept) -> None:
    kept.changed()
    header, key = kept.vault.header, bytes(kept.vault._key)
    assert header.seeds is not None
    other = replace(header.seeds, wrapped=bytes(len(header.seeds.wrapped)))
    for changed in (replace(header, seeds=other), replace(header, vault_id="0" * 32)):
        with pytest.raises(Damaged):
            seeds.of(changed, key)
    plain = json.loads(header.encode())
    for change in ({"seeds": None}, {"seeds": {**plain["seeds"], "nonce": "00"}}, {"seeds": {}}):
        with pytest.raises(Damaged):
            headers.decode(headers.canonical({**plain, **change}) + b"\n")
    assert headers.decode(header.encode()) == header


def test_an_empty_passphrase_is_no_choice(kept: Kept) -> None:
    with pytest.raises(BadInput):
        NewKey(kept.vault, kept.connection, Choices(passphrase="", cost=FLOOR_COST))


def test_a_name_that_is_no_id_is_left_as_it_is(kept: Kept) -> None:
    (kept.vault.folder / "mine").write_bytes(b"mine")
    change = kept.new_key()
    bad = StoredBlob(file_id="../mine", sha256="0" * 64, size=4, wrapped_key=b"x" * 60)
    change.make_ready([*kept.blobs(), bad], put)
    change.commit()
    assert change.left == ["../mine"]
    assert (kept.vault.folder / "mine").read_bytes() == b"mine"
    whole(kept.vault, kept.connection)
