from __future__ import annotations

import base64
import errno
import io
import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import ModuleType

import pytest

from journal_app.errors import BadInput, Damaged, JournalError, JournalInUse, NewerFormat, StorageTrouble, WrongSecret
from journal_app.vault import header as headers
from journal_app.vault import new_folder, randomness
from journal_app.vault import vault as vaults
from journal_app.vault.backup import restore
from journal_app.vault.connection import RAW_KEY_BYTES
from journal_app.vault.files import write_whole
from journal_app.vault.header_files import read_headers
from journal_app.vault.keyslots import FLOOR_COST, STANDARD_COST, KeyCost, WithKeyFile
from journal_app.vault.recovery import RecoveryKey
from journal_app.vault.refusals import MayBeInPlace
from journal_app.vault.vault import RESERVE_BYTES, Vault

from .conftest import CREATED, PASSPHRASE

DOUBLE = KeyCost(memory=65536, passes=2, lanes=1)


def test_a_new_vault_is_open_and_opens_again(tmp_path: Path) -> None:
    vault, key = Vault.create(tmp_path / "mine", PASSPHRASE, now=CREATED, cost=FLOOR_COST)
    assert (vault.created, vault.folder, vault.header_problems) == (CREATED, tmp_path / "mine", ())
    assert int(vault.vault_id, 16).bit_length() <= 128
    blob = vault.blobs.add(io.BytesIO(b"content"))
    database = vault.connect()
    database.execute("CREATE TABLE one (text TEXT)")
    database.close()
    signed = vault.document_signer.certificate, vault.chain_signer.public_key
    names = {path.name for path in vault.folder.iterdir()}
    kept = {"files", "header.bak", "header.json", "journal.db", "journal.db-journal", "lock", "reserve"}
    assert names == {*kept, "unfinished"}
    assert (vault.folder / "reserve").stat().st_size == RESERVE_BYTES
    vault.close()
    vault.close()
    assert {path.name for path in vault.folder.iterdir()} == kept
    for secret in (PASSPHRASE, key):
        vault = Vault._open(tmp_path / "mine", secret)
        assert (vault.document_signer.certificate, vault.chain_signer.public_key) == signed
        vault.blobs.verify(blob)
        database = vault.connect()
        assert database.execute("SELECT * FROM one") == []
        database.close()
        vault.close()
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_private_whatever_the_umask(tmp_path: Path, open_umask: None) -> None:
    vault, _ = Vault.create(tmp_path / "mine", PASSPHRASE, now=CREATED, cost=FLOOR_COST)
    vault.blobs.add(io.BytesIO(b"content"))
    database = vault.connect()
    database.execute("CREATE TABLE one (text TEXT)")
    vault.change_passphrase("another")
    database.close()
    vault.close()
    for path in [vault.folder, *vault.folder.rglob("*")]:
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path.name


def test_two_vaults_have_nothing_in_common(tmp_path: Path, vault: Vault) -> None:
    other, _ = Vault.create(tmp_path / "other", PASSPHRASE, now=CREATED, cost=FLOOR_COST)
    assert other.vault_id != vault.vault_id
    assert other.chain_signer.public_key != vault.chain_signer.public_key
    other.close()
    for name in ("header.json", "header.bak"):
        shutil.copy(tmp_path / "other" / name, vault.folder)
    vault.close()
    mixed = Vault.open(vault.folder, PASSPHRASE)
    with pytest.raises(Damaged):
        mixed.connect()
    mixed.close()


def test_an_empty_folder_is_used_and_anything_else_is_left_alone(tmp_path: Path) -> None:
    empty, full, file, link = (tmp_path / name for name in ("empty", "full", "file", "link"))
    empty.mkdir()
    full.mkdir()
    (full / "letter").write_text("mine")
    file.write_text("mine")
    link.symlink_to("nowhere")
    Vault.create(empty, PASSPHRASE, now=CREATED, cost=FLOOR_COST)[0].close()
    for folder in (empty, full, file, link, tmp_path / "no" / "such"):
        with pytest.raises(BadInput):
            Vault.create(folder, PASSPHRASE, now=CREATED, cost=FLOOR_COST)
    assert (full / "letter").read_text() == file.read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "file", "full", "link"]


def test_no_passphrase_and_no_zone(tmp_path: Path, vault: Vault) -> None:
    with pytest.raises(BadInput):
        Vault.create(tmp_path / "mine", "", now=CREATED, cost=FLOOR_COST)
    with pytest.raises(ValueError, match="zone"):
        Vault.create(tmp_path / "mine", PASSPHRASE, now=datetime(2026, 3, 1), cost=FLOOR_COST)  # noqa: DTZ001
    with pytest.raises(BadInput):
        vault.change_passphrase("")
    assert not (tmp_path / "mine").exists()


def test_a_place_where_nothing_can_be_made_keeps_nothing() -> None:
    with pytest.raises(StorageTrouble, match="nothing was left"):
        Vault.create(Path("/proc/mine"), PASSPHRASE, now=CREATED, cost=FLOOR_COST)


def test_a_failure_halfway_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(vaults, "Connection", stop)
    with pytest.raises(KeyboardInterrupt):
        Vault.create(tmp_path / "mine", PASSPHRASE, now=CREATED, cost=FLOOR_COST)
    assert list(tmp_path.iterdir()) == []


MAKE_FOR_EVER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from journal_app.vault import vault as vaults
from journal_app.vault.keyslots import FLOOR_COST
before = vaults.write_whole
def write(path, data):
    before(path, data)
    if path.name == sys.argv[2]:
        print("written", flush=True)
        sys.stdin.read()
vaults.write_whole = write
vaults.Vault.create(Path(sys.argv[1]), "words", now=datetime.now(UTC), cost=FLOOR_COST)
"""


@pytest.mark.parametrize("step", ["reserve", "lock", "header.json", "header.bak"])
def test_a_killed_maker_leaves_no_vault(tmp_path: Path, step: str) -> None:
    folder = tmp_path / "mine"
    with subprocess.Popen(
        [sys.executable, "-c", MAKE_FOR_EVER, folder, step], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as maker:
        assert maker.stdout is not None
        assert maker.stdout.readline() == b"written\n"
        maker.kill()
    assert not folder.exists()
    Vault.create(folder, PASSPHRASE, now=CREATED, cost=FLOOR_COST)[0].close()


def test_a_wrong_secret_opens_nothing_and_changes_nothing(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    for passphrase in (PASSPHRASE + " ", PASSPHRASE.upper(), ""):
        with pytest.raises(WrongSecret) as caught:
            Vault.open(folder, passphrase)
        assert "five" not in str(caught.value).lower()
    with pytest.raises(WrongSecret, match="recovery key"):
        Vault.open_with_recovery_key(folder, RecoveryKey.new())
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before
    Vault.open(folder, PASSPHRASE).close()


def test_one_window_at_a_time(vault: Vault) -> None:
    with pytest.raises(JournalInUse):
        Vault.open(vault.folder, PASSPHRASE)
    vault.close()
    Vault.open(vault.folder, PASSPHRASE).close()


HOLD = """
import sys
from pathlib import Path
from journal_app.vault.vault import Vault
vault = Vault.open(Path(sys.argv[1]), sys.argv[2])
print("open", flush=True)
sys.stdin.read()
"""


def test_a_lock_held_by_another_process_until_it_is_killed(folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, folder, PASSPHRASE], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"open\n"
        with pytest.raises(JournalInUse):
            Vault.open(folder, PASSPHRASE)
        holder.kill()
    Vault.open(folder, PASSPHRASE).close()


def test_places_without_a_vault(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(BadInput):
        Vault.open(tmp_path / "gone", PASSPHRASE)
    (folder / "lock").unlink()
    (folder / "lock").mkdir()
    with pytest.raises(StorageTrouble):
        Vault.open(folder, PASSPHRASE)


def test_a_network_folder_is_refused_for_making_and_opening(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise StorageTrouble("network", "")

    monkeypatch.setattr(vaults, "refuse_network_folder", refuse)
    with pytest.raises(StorageTrouble, match="network"):
        Vault.create(tmp_path / "mine", PASSPHRASE, now=CREATED, cost=FLOOR_COST)
    with pytest.raises(StorageTrouble, match="network"):
        Vault.open(folder, PASSPHRASE)


def test_a_folder_that_cannot_be_looked_into_is_said_so(tmp_path: Path) -> None:
    too_long = tmp_path / ("n" * 300)
    with pytest.raises(StorageTrouble, match="could not be read"):
        Vault.open(too_long, PASSPHRASE)
    with pytest.raises(StorageTrouble, match="could not be read"):
        restore(too_long, tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


def test_a_folder_of_files_that_is_a_link_is_not_followed(tmp_path: Path, folder: Path) -> None:
    (folder / "files").rename(tmp_path / "elsewhere")
    (folder / "files").symlink_to(tmp_path / "elsewhere")
    before = sorted(path.name for path in folder.iterdir())
    with pytest.raises(StorageTrouble, match="link to another place"):
        Vault.open(folder, PASSPHRASE)
    with pytest.raises(StorageTrouble, match="link to another place"):
        restore(folder, tmp_path / "restored")
    assert not (tmp_path / "restored").exists()
    assert sorted(path.name for path in folder.iterdir()) == before
    (folder / "files").unlink()
    (tmp_path / "elsewhere").rename(folder / "files")
    Vault.open(folder, PASSPHRASE).close()


def test_changing_the_passphrase(vault: Vault, recovery: RecoveryKey) -> None:
    blob, key = vault.blobs.add(io.BytesIO(b"content")), vault.chain_signer.public_key
    vault.change_passphrase("new words")
    assert vault.header.generation == 2
    assert {slot.cost for slot in vault.header.slots} == {FLOOR_COST}
    vault.change_passphrase("newer words", cost=DOUBLE)
    assert (vault.folder / "header.json").read_bytes() == (vault.folder / "header.bak").read_bytes()
    vault.close()
    for old in (PASSPHRASE, "new words"):
        with pytest.raises(WrongSecret):
            Vault.open(vault.folder, old)
    again = Vault.open(vault.folder, "newer words")
    assert again.chain_signer.public_key == key
    again.blobs.verify(blob)
    again.close()
    Vault.open_with_recovery_key(vault.folder, recovery).close()


def test_a_key_file(vault: Vault, recovery: RecoveryKey) -> None:
    one, two = bytes([1] * 32), bytes([2] * 32)
    folder = vault.folder
    vault.change_passphrase(PASSPHRASE, key_file=one)
    assert vault.is_opened_by(PASSPHRASE)
    assert not vault.is_opened_by(WithKeyFile(PASSPHRASE, two))
    vault.change_passphrase("new words")  # it stays needed
    vault.close()
    with pytest.raises(WrongSecret, match="only with its key file"):
        Vault.open(folder, "new words")
    for passphrase, digest in (("new words", two), (PASSPHRASE, one)):
        with pytest.raises(WrongSecret, match="passphrase and key file"):
            Vault.open(folder, passphrase, key_file=digest)
    opened = Vault.open(folder, "new words", key_file=one)
    assert opened.key_file == one
    opened.change_passphrase("new words", key_file=two)
    opened.change_passphrase("new words", key_file=b"")
    opened.close()
    opened = Vault.open(folder, "new words", key_file=one)  # one that is not needed does no harm
    assert opened.key_file == b""
    opened.change_passphrase("new words", key_file=one)
    opened.close()
    opened = Vault.open_with_recovery_key(folder, recovery)
    assert not opened.is_opened_by("new words")
    opened.change_passphrase("after the key file was lost")
    opened.close()
    Vault.open(folder, "after the key file was lost").close()


def test_changing_the_recovery_key(vault: Vault, recovery: RecoveryKey) -> None:
    new = vault.change_recovery_key()
    vault.close()
    with pytest.raises(WrongSecret):
        Vault.open_with_recovery_key(vault.folder, recovery)
    Vault.open_with_recovery_key(vault.folder, new).close()
    Vault.open(vault.folder, PASSPHRASE).close()


def test_a_vault_with_a_recovery_key_alone_gets_a_passphrase_of_the_standard_cost(
    vault: Vault, recovery: RecoveryKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[KeyCost] = []

    def wrap(*_: object, cost: KeyCost, **__: object) -> None:
        asked.append(cost)
        raise KeyboardInterrupt

    monkeypatch.setattr(vault, "_header", replace(vault.header, slots=vault.header.slots[1:]))
    monkeypatch.setattr("journal_app.vault.keyslots.wrap", wrap)
    with pytest.raises(KeyboardInterrupt):
        vault.change_passphrase("words")
    assert asked == [STANDARD_COST]


def fail_at(monkeypatch: pytest.MonkeyPatch, call: int, *, for_good: bool) -> None:
    """Let one writing of a header fail, or that and all after it."""
    before, calls = write_whole, iter(range(100))

    def write(path: Path, data: bytes) -> None:
        number = next(calls)
        if number == call or (for_good and number > call):
            raise OSError(28, "No space left on device")
        before(path, data)

    monkeypatch.setattr(vaults, "write_whole", write)


@pytest.mark.parametrize("for_good", [False, True])
@pytest.mark.parametrize("call", [0, 1])
def test_a_change_that_cannot_be_written_leaves_the_old_passphrase(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, call: int, for_good: bool
) -> None:
    with monkeypatch.context() as patched:
        fail_at(patched, call, for_good=for_good)
        with pytest.raises(
            StorageTrouble, match="may open" if (call, for_good) == (1, True) else "no space left"
        ) as told:
            vault.change_passphrase("new words")
    assert isinstance(told.value, MayBeInPlace) == ((call, for_good) == (1, True))
    assert vault.header.generation == 1
    vault.close()
    Vault.open(vault.folder, PASSPHRASE).close()
    if (call, for_good) != (1, True):
        with pytest.raises(WrongSecret):
            Vault.open(vault.folder, "new words")


def two_generations(vault: Vault) -> tuple[bytes, bytes]:
    old = (vault.folder / "header.json").read_bytes()
    vault.change_passphrase("new words")
    return old, (vault.folder / "header.json").read_bytes()


@pytest.mark.parametrize("newer", ["header.json", "header.bak"])
def test_an_older_copy_never_undoes_a_newer_one(vault: Vault, newer: str) -> None:
    old, new = two_generations(vault)
    older = "header.bak" if newer == "header.json" else "header.json"
    (vault.folder / older).write_bytes(old)
    vault.close()
    opened = Vault.open(vault.folder, PASSPHRASE)
    assert opened.header_problems == ("header.json, header.bak",)
    opened.close()
    assert (vault.folder / newer).read_bytes() == new
    opened = Vault.open(vault.folder, "new words")
    opened.close()
    assert (vault.folder / older).read_bytes() == new
    with pytest.raises(WrongSecret):
        Vault.open(vault.folder, PASSPHRASE)


def test_a_forged_later_copy_is_written_over(vault: Vault) -> None:
    plain = json.loads((vault.folder / "header.json").read_bytes())
    plain["generation"] = 9
    forged = json.dumps(plain, sort_keys=True, separators=(",", ":")).encode() + b"\n"
    sound = (vault.folder / "header.bak").read_bytes()
    (vault.folder / "header.json").write_bytes(forged)
    assert vault.check_header() == ("header.json, header.bak", "header.json: MAC")
    vault.close()
    opened = Vault.open(vault.folder, PASSPHRASE)
    assert (vault.folder / "header.json").read_bytes() == sound
    assert opened.check_header() == ("header.json, header.bak",)
    opened.close()
    for name in ("header.json", "header.bak"):
        (vault.folder / name).write_bytes(forged)
    with pytest.raises(Damaged, match="damaged or changed"):
        Vault.open(vault.folder, PASSPHRASE)


@pytest.mark.parametrize("name", ["header.json", "header.bak"])
@pytest.mark.parametrize("data", [None, b"", b"{}", secrets.token_bytes(700)])
def test_one_damaged_copy_is_mended(folder: Path, name: str, data: bytes | None) -> None:
    sound = (folder / name).read_bytes()
    if data is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(data)
    vault = Vault.open(folder, PASSPHRASE)
    assert vault.header_problems == vault.check_header() == (name,)
    vault.close()
    assert (folder / name).read_bytes() == sound
    again = Vault.open(folder, PASSPHRASE)
    assert again.check_header() == ()
    again.close()


def test_a_damaged_copy_that_cannot_be_mended_now_opens(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "header.json").write_bytes(b"")
    with monkeypatch.context() as patched:
        fail_at(patched, 0, for_good=True)
        vault = Vault.open(folder, PASSPHRASE)
    assert (folder / "header.json").read_bytes() == b""
    assert vault.check_header() == ("header.json",)
    (folder / "header.bak").write_bytes(b"")
    with pytest.raises(Damaged):
        vault.check_header()
    vault.close()
    with pytest.raises(Damaged):
        Vault.open(folder, PASSPHRASE)


def test_a_newer_program_was_here(folder: Path) -> None:
    stored = b'{"format":"journal-vault","version":2}'
    (folder / "header.bak").write_bytes(stored)
    with pytest.raises(NewerFormat):
        Vault.open(folder, PASSPHRASE)
    assert (folder / "header.bak").read_bytes() == stored


def test_hostile_costs_are_refused_before_deriving(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("journal_app.vault.keyslots.hash_secret_raw", None)  # deriving would fail with a TypeError
    for name in ("header.json", "header.bak"):
        data = (folder / name).read_bytes()
        (folder / name).write_bytes(data.replace(b'"memory":65536', b'"memory":16777216'))
    with pytest.raises(Damaged):
        Vault.open(folder, PASSPHRASE)
    (folder / "header.json").write_bytes(data)
    with pytest.raises(TypeError):
        Vault.open(folder, PASSPHRASE)


def test_the_lock_is_given_back_when_opening_fails(folder: Path) -> None:
    with pytest.raises(WrongSecret):
        Vault.open(folder, "wrong")
    Vault.open(folder, PASSPHRASE).close()


def test_a_closed_vault_derives_nothing(vault: Vault) -> None:
    vault.close()
    for call in (vault.connect, vault.change_recovery_key, vault.check_header, lambda: vault.blobs_in(vault.folder)):
        with pytest.raises(ValueError, match="closed"):
            call()


def test_the_reserve_is_given_back_and_taken_again(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    reserve = vault.folder / "reserve"
    vault.release_reserve()
    vault.release_reserve()
    assert not reserve.exists()
    vault.close()
    with monkeypatch.context() as patched:
        patched.setattr("shutil.disk_usage", lambda _: shutil._ntuple_diskusage(0, 0, 8 * RESERVE_BYTES))
        Vault.open(vault.folder, PASSPHRASE).close()
    assert not reserve.exists()
    Vault.open(vault.folder, PASSPHRASE).close()
    assert reserve.stat().st_size == RESERVE_BYTES
    assert reserve.stat().st_mode & 0o777 == 0o600


def test_salts_differ() -> None:
    one, two = randomness.salt(), randomness.salt()
    assert len(one) == len(two) == 16
    assert one != two


def test_the_time_of_making_keeps_its_zone(tmp_path: Path) -> None:
    zone = timezone(timedelta(hours=5, minutes=45))
    now = datetime(2026, 3, 1, 9, 30, 12, 345678, tzinfo=zone)
    vault, _ = Vault.create(tmp_path / "mine", PASSPHRASE, now=now, cost=FLOOR_COST)
    assert vault.created.isoformat() == "2026-03-01T09:30:12+05:45"
    assert vault.created.astimezone(UTC) == datetime(2026, 3, 1, 3, 45, 12, tzinfo=UTC)
    vault.close()


def test_no_secret_is_on_the_disk(vault: Vault, recovery: RecoveryKey) -> None:
    blob = vault.blobs.add(io.BytesIO(b"what is in a file"))
    database = vault.connect()
    with database.transaction():
        database.execute("CREATE TABLE words (text)")
        database.execute("INSERT INTO words VALUES ('what is in the database')")
    database.close()
    raw = [bytes(vault._key), recovery.raw, vault._derived("database", RAW_KEY_BYTES)[:32],
           vault._derived("evidence keys", 32), vault._derived("header", 32)]  # fmt: skip
    texts = [PASSPHRASE, recovery.text, "".join(recovery.groups), "what is in a file", "what is in the database"]
    vault.close()
    needles = [text.encode(coding) for text in texts for coding in ("utf-8", "utf-16-le")]
    needles += [spelled for key in raw for spelled in (key, key.hex().encode(), base64.b64encode(key))]

    def found() -> set[str]:
        files = [path for path in vault.folder.rglob("*") if path.is_file()]
        assert {"header.json", "journal.db", blob.file_id} <= {path.name for path in files}
        return {path.name for path in files if any(needle in path.read_bytes() for needle in needles)}

    assert found() == set()
    for number, needle in enumerate(needles):  # each would be found
        place = vault.folder / str(number)
        place.write_bytes(b"before" + needle + b"after")
        assert found() == {place.name}
        place.unlink()


def test_any_damage_to_both_headers_is_told_and_nothing_else_happens(folder: Path) -> None:
    data = (folder / "header.json").read_bytes()
    for place in range(0, len(data), 37):
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        for name in ("header.json", "header.bak"):
            (folder / name).write_bytes(changed)
        try:
            read_headers(folder)
        except (Damaged, NewerFormat):
            continue
        with pytest.raises(JournalError):
            Vault.open(folder, PASSPHRASE)
    assert not os.listdir(folder / "files")  # noqa: PTH208 - names are enough


@pytest.mark.parametrize(("module", "step"), [(new_folder, "sync_folder"), (vaults, "VaultLock")])
def test_a_vault_that_cannot_be_finished_or_opened_is_not_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: ModuleType, step: str
) -> None:
    """Its recovery key was told to nobody yet, and the same place can be tried again."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "")

    with monkeypatch.context() as patched:
        patched.setattr(module, step, fail)
        with pytest.raises((StorageTrouble, OSError)):
            Vault.create(tmp_path / "new", PASSPHRASE, now=CREATED, cost=FLOOR_COST)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("is_there", [True, False])
def test_a_later_header_no_key_is_known_of_stays_unless_the_database_is_of_this_key(
    folder: Path, is_there: bool
) -> None:
    """It may be of a later vault key, and then nothing else opens the database."""
    header = headers.decode((folder / "header.json").read_bytes())
    later = replace(header, generation=header.generation + 1).sealed(bytes(32)).encode()
    (folder / "header.bak").write_bytes(later)
    if not is_there:
        (folder / "journal.db").unlink()
    vault = Vault.open(folder, PASSPHRASE)
    assert ((folder / "header.bak").read_bytes() == later) is not is_there
    assert vault.least_generation == 0
    vault.close()


def test_what_may_be_in_place_has_a_later_generation_above_it(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        fail_at(patched, 1, for_good=True)
        with pytest.raises(MayBeInPlace):
            vault.change_passphrase("new words")
    vault.change_passphrase("newest words")
    assert vault.header.generation == 3
    vault.close()
    for earlier in (PASSPHRASE, "new words"):
        with pytest.raises(WrongSecret):
            Vault.open(vault.folder, earlier)
    Vault.open(vault.folder, "newest words").close()


def test_a_database_that_refuses_the_way_back_leaves_it_in_doubt(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    bound = list[int]()

    @contextmanager
    def binding(generation: int) -> Iterator[None]:
        bound.append(generation)
        if len(bound) > 1:
            raise StorageTrouble("", "")
        yield

    vault.binding = binding
    fail_at(monkeypatch, 1, for_good=False)
    with pytest.raises(MayBeInPlace):
        vault.change_passphrase("new words")
    assert bound == [2, 1]
