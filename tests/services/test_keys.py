"""What opens the journal is changed only by whoever shows a secret that opens it now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from journal_app.domain.incident import IncidentEntry
from journal_app.errors import BadInput, Cancelled, StorageTrouble, WrongSecret
from journal_app.services import audit, evidence, incidents, keys, preferences
from journal_app.services.journal import Journal
from journal_app.vault import rekey, settling

from .keeping import PASSPHRASE, Listens, Stops, on_disk, refused, state
from .test_paper import words_of

NEW = "words that nobody learned"

CHANGES: list[Callable[[Journal, str], object]] = [
    lambda journal, current: keys.change_passphrase(journal, current, "another one for tests"),
    keys.new_recovery_key,
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
        key = keys.new_recovery_key(opened, "the fourth one")
        with refused(WrongSecret):
            keys.new_recovery_key(opened, made[1])
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
