"""What opens the journal is changed only by whoever shows a secret that opens it now."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from journal_app.domain.incident import IncidentEntry
from journal_app.errors import BadInput, Cancelled, StorageTrouble, WrongSecret
from journal_app.services import audit, evidence, incidents, key_files, keys, preferences
from journal_app.services.journal import Journal
from journal_app.store import drafts
from journal_app.store.database import Database
from journal_app.vault import rekey, settling
from journal_app.vault import vault as vaults

from .keeping import PASSPHRASE, Listens, Stops, on_disk, refused, state
from .test_paper import words_of

NEW = "words that nobody learned"

CHANGES: list[Callable[[Journal, str], object]] = [
    lambda journal, current: keys.change_passphrase(journal, current, "another one for tests"),
    keys.draw_recovery_key,
    lambda journal, current: keys.new_vault_key(journal, current, NEW),
]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("secret", ["", "not this one", "0000-0000-0000-0000-0000-0000-0000-0000-00"])
def test_a_change_needs_a_secret_of_now(folder: Path, change: Callable[[Journal, str], object], secret: str) -> None:
    with Journal.open(folder, PASSPHRASE) as opened:
        before = on_disk(folder)
        with refused(WrongSecret):
            change(opened, secret)
        assert on_disk(folder) == before
    Journal.open(folder, PASSPHRASE).close()


def test_the_passphrase_of_now_or_the_recovery_key_is_enough(made: tuple[Path, str], folder: Path) -> None:
    with Journal.open(folder, PASSPHRASE) as opened:
        keys.change_passphrase(opened, PASSPHRASE, "the second one")
        with refused(WrongSecret):
            keys.change_passphrase(opened, PASSPHRASE, "the third one")
        keys.change_passphrase(opened, made[1].lower(), "the fourth one")
        key = keys.draw_recovery_key(opened, "the fourth one")
        keys.draw_recovery_key(opened, made[1])  # which opens the journal until the new one is made its own
        assert opened.new_recovery_key(key) == key
        with refused(WrongSecret):
            keys.draw_recovery_key(opened, made[1])
    Journal.check_recovery_key(folder, key.text)
    Journal.open(folder, "the fourth one").close()


def test_a_new_vault_key_keeps_all_there_is(sample: Journal, tmp_path: Path) -> None:
    heads = sample.database.execute("SELECT * FROM heads")
    kept = [each.evidence for each in evidence.everything(sample)]
    originals = [evidence.read_original(sample, each) for each in kept]
    certificate = sample.vault.document_signer.certificate
    told = Listens()
    made = keys.new_vault_key(sample, PASSPHRASE, NEW, sheet=tmp_path / "sheet.pdf", progress=told)
    assert made.left == 0
    assert len(told.reports) == len(kept) + 2
    assert sample.database.execute("SELECT * FROM heads") == heads
    assert [evidence.read_original(sample, each) for each in kept] == originals
    assert audit.check_open(sample).problems == ()
    assert sample.vault.document_signer.certificate == certificate
    incidents.record(sample, IncidentEntry(account="Written under the new key."))
    sample.close()
    assert [group for group in made.recovery.groups if group not in words_of(tmp_path / "sheet.pdf")] == []
    Journal.check_recovery_key(sample.folder, made.recovery.text)
    report = audit.check(sample.folder, NEW)
    assert report.problems == ()
    with refused(WrongSecret):
        Journal.open(sample.folder, PASSPHRASE)


def test_a_sheet_that_was_not_written_is_still_to_be_made(started: Journal) -> None:
    keys.new_vault_key(started, PASSPHRASE, NEW, encrypt_files=False)
    assert preferences.sheet_postponed(started)


def test_a_disk_full_after_the_decision_does_not_take_the_new_recovery_key(
    started: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = drafts.put_preference

    def full(database: Database, name: str, value: object) -> None:
        if "sheet" in name:
            raise StorageTrouble("There is no space left.", "Free some space.")
        keep(database, name, value)

    with monkeypatch.context() as patched:
        patched.setattr(drafts, "put_preference", full)
        made = keys.new_vault_key(started, PASSPHRASE, NEW)
    started.close()
    Journal.check_recovery_key(started.folder, made.recovery.text)


@pytest.mark.parametrize("place", ["there", "journal", "nowhere"])
def test_without_its_sheet_there_is_no_new_key(started: Journal, tmp_path: Path, place: str) -> None:
    (tmp_path / "there.pdf").write_bytes(b"mine")
    sheet = {"there": tmp_path / "there.pdf", "journal": started.folder / "sheet.pdf"}.get(
        place, tmp_path / "nowhere" / "sheet.pdf"
    )
    before = on_disk(started.folder)
    with refused(BadInput, started):
        keys.new_vault_key(started, PASSPHRASE, NEW, sheet=sheet)
    assert on_disk(started.folder) == before
    assert (tmp_path / "there.pdf").read_bytes() == b"mine"


def test_stopping_a_new_key_leaves_the_old_one(started: Journal, tmp_path: Path) -> None:
    with refused(Cancelled, started):
        keys.new_vault_key(started, PASSPHRASE, NEW, sheet=tmp_path / "sheet.pdf", progress=Stops(0))
    assert not (tmp_path / "sheet.pdf").exists()
    keys.confirm(started, PASSPHRASE)


def test_a_sheet_stays_only_where_it_opens_the_journal(
    started: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError(28, "")

    before = state(started)
    with monkeypatch.context() as patched:
        patched.setattr(rekey, "write_whole", broken)
        for sheet in (tmp_path / "sheet.pdf", None):
            with refused(StorageTrouble):
                keys.new_vault_key(started, PASSPHRASE, NEW, sheet=sheet)
    assert not (tmp_path / "sheet.pdf").exists()
    assert state(started) == before
    with monkeypatch.context() as patched:
        patched.setattr(settling, "write_whole", broken)
        with refused(keys.NotFinished):
            keys.new_vault_key(started, PASSPHRASE, NEW, sheet=tmp_path / "sheet.pdf")
    assert (tmp_path / "sheet.pdf").exists()
    Journal.open(started.folder, NEW).close()


# ---- key files


def test_a_key_file_is_needed_beside_the_passphrase(made: tuple[Path, str], folder: Path, tmp_path: Path) -> None:
    assert not key_files.are_needed(folder)
    with Journal.open(folder, PASSPHRASE) as opened:
        keys.add_key_file(opened, PASSPHRASE, tmp_path / "first")
        keys.add_key_file(opened, PASSPHRASE, tmp_path / "second")
        assert keys.has_key_file(opened)
        keys.change_passphrase(opened, PASSPHRASE, NEW)
    assert key_files.are_needed(folder)
    assert [(tmp_path / name).stat().st_size for name in ("first", "second")] == [64, 64]
    for file in (None, tmp_path / "first"):
        with refused(WrongSecret):
            Journal.open(folder, NEW, key_file=file)
        with refused(WrongSecret):
            audit.salvage(folder, NEW, tmp_path / "salvaged", key_file=file)
    assert audit.check(folder, NEW, key_file=tmp_path / "second").problems == ()
    assert audit.salvage(folder, NEW, tmp_path / "salvaged", key_file=tmp_path / "second").lost == ()
    with Journal.open(folder, NEW, key_file=tmp_path / "second") as opened:
        keys.remove_key_file(opened, NEW)
        assert not keys.has_key_file(opened)
    Journal.open(folder, NEW).close()


def test_a_lost_key_file_leaves_the_recovery_key(made: tuple[Path, str], folder: Path, tmp_path: Path) -> None:
    with Journal.open(folder, PASSPHRASE) as opened:
        keys.add_key_file(opened, PASSPHRASE, tmp_path / "key")
    Journal.recover(folder, made[1], NEW).close()
    Journal.open(folder, NEW).close()
    assert not key_files.are_needed(folder)


@pytest.mark.parametrize("given", ["", "not this one", "recovery"])
def test_a_key_file_needs_the_passphrase_itself(
    made: tuple[Path, str], folder: Path, tmp_path: Path, given: str
) -> None:
    typed = made[1] if given == "recovery" else given
    with Journal.open(folder, PASSPHRASE) as opened:
        before = on_disk(folder)
        with refused(WrongSecret):
            keys.add_key_file(opened, typed, tmp_path / "key")
        with refused(WrongSecret):
            keys.remove_key_file(opened, typed)
        assert on_disk(folder) == before
    assert not (tmp_path / "key").exists()


def test_a_key_file_that_did_not_come_to_count_is_not_left(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError(28, "")

    (tmp_path / "there").write_bytes(b"mine")
    with Journal.open(folder, PASSPHRASE) as opened:
        with refused(BadInput):
            keys.add_key_file(opened, PASSPHRASE, tmp_path / "there")
        with refused(BadInput):
            keys.add_key_file(opened, PASSPHRASE, folder / "key")
        with monkeypatch.context() as patched:
            patched.setattr(vaults, "write_whole", broken)
            with refused(StorageTrouble):
                keys.add_key_file(opened, PASSPHRASE, tmp_path / "key")
    assert not (tmp_path / "key").exists()
    assert (tmp_path / "there").read_bytes() == b"mine"
    Journal.open(folder, PASSPHRASE).close()


def test_what_is_no_key_file(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    for place in (tmp_path / "empty", tmp_path / "nowhere", tmp_path):
        with refused(BadInput):
            Journal.open(folder, PASSPHRASE, key_file=place)
    assert not key_files.are_needed(tmp_path / "nowhere")


# ---- sheets


def test_new_sheets_are_written_before_the_earlier_one_goes(
    made: tuple[Path, str], folder: Path, tmp_path: Path
) -> None:
    with Journal.open(folder, PASSPHRASE) as opened:
        with refused(WrongSecret):
            keys.write_new_sheets(opened, "not this one", sheet=tmp_path / "sheet.pdf")
        key = keys.write_new_sheets(opened, PASSPHRASE, sheet=tmp_path / "sheet.pdf", divided=tmp_path / "sheets")
    assert [group for group in key.groups if group not in words_of(tmp_path / "sheet.pdf")] == []
    assert len(list((tmp_path / "sheets").iterdir())) == 3
    Journal.check_recovery_key(folder, key.text)
    with refused(WrongSecret):
        Journal.check_recovery_key(folder, made[1])


def test_where_a_sheet_is_not_written_the_earlier_one_opens(
    made: tuple[Path, str], folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError(28, "")

    with Journal.open(folder, PASSPHRASE) as opened:
        before = on_disk(folder)
        for sheet, divided in (
            (folder / "sheet.pdf", None), (None, folder / "sheets"),
            (tmp_path / "sheet.pdf", tmp_path / "nowhere" / "sheets"),
        ):  # fmt: skip
            with refused(BadInput):
                keys.write_new_sheets(opened, PASSPHRASE, sheet=sheet, divided=divided)
        assert on_disk(folder) == before
        with monkeypatch.context() as patched:
            patched.setattr(vaults, "write_whole", broken)
            with refused(StorageTrouble):
                keys.write_new_sheets(opened, PASSPHRASE, sheet=tmp_path / "sheet.pdf", divided=tmp_path / "sheets")
        # The database was told of a header that was about to be written, which is no mismatch.
        assert {name for name, digest in on_disk(folder).items() if digest != before.get(name)} == {"journal.db"}
        assert on_disk(folder).keys() == before.keys()
        assert audit.check_open(opened).problems == ()
    assert not [path for path in tmp_path.iterdir() if "sheet" in path.name]
    Journal.check_recovery_key(folder, made[1])


# ---- a disk that goes on failing


@pytest.fixture
def fails_between(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """A disk that takes the first copy of the header and nothing after it."""
    before, written = vaults.write_whole, list[Path]()

    def write(path: Path, data: bytes) -> None:
        if written:
            raise OSError(errno.EIO, "")
        before(path, data)
        written.append(path)

    with monkeypatch.context() as patched:
        patched.setattr(vaults, "write_whole", write)
        yield patched


def test_a_key_file_that_may_be_needed_is_kept(folder: Path, tmp_path: Path, fails_between: pytest.MonkeyPatch) -> None:
    with Journal.open(folder, PASSPHRASE) as opened, refused(keys.MayBeInPlace):
        keys.add_key_file(opened, PASSPHRASE, tmp_path / "key")
    fails_between.undo()
    with Journal.open(folder, PASSPHRASE, key_file=tmp_path / "key") as opened:
        (told,) = opened.standing.told
        assert "cut off, and it is in place" in told
    with Journal.open(folder, PASSPHRASE, key_file=tmp_path / "key") as opened:
        assert opened.standing.told == ()
    with refused(WrongSecret):
        Journal.open(folder, PASSPHRASE)


def test_sheets_that_may_open_the_journal_are_kept(
    made: tuple[Path, str], folder: Path, tmp_path: Path, fails_between: pytest.MonkeyPatch
) -> None:
    with Journal.open(folder, PASSPHRASE) as opened, refused(keys.MayBeInPlace):
        keys.write_new_sheets(opened, PASSPHRASE, sheet=tmp_path / "sheet.pdf", divided=tmp_path / "sheets")
    fails_between.undo()
    assert (tmp_path / "sheet.pdf").is_file()
    assert len(list((tmp_path / "sheets").iterdir())) == 3
    Journal.check_recovery_key(folder, made[1])
    with Journal.open(folder, PASSPHRASE) as opened:
        assert "cut off, and it is in place" in opened.standing.told[0]
    with refused(WrongSecret):
        Journal.check_recovery_key(folder, made[1])


def test_what_opened_a_journal_before_a_change_that_was_cut_off_says_so(
    folder: Path, fails_between: pytest.MonkeyPatch
) -> None:
    with Journal.open(folder, PASSPHRASE) as opened, refused(keys.MayBeInPlace):
        keys.change_passphrase(opened, PASSPHRASE, NEW)
    fails_between.undo()
    for _ in range(2):
        with Journal.open(folder, PASSPHRASE) as opened:
            (told,) = opened.standing.told
            assert "cut off half way" in told
    with Journal.open(folder, PASSPHRASE) as opened:
        keys.change_passphrase(opened, PASSPHRASE, NEW)
    with Journal.open(folder, NEW) as opened:
        assert opened.standing.told == ()
    with refused(WrongSecret):
        Journal.open(folder, PASSPHRASE)
