"""Bringing back with the passphrase: the copy is opened and read to its end before it takes its place."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from journal_app.errors import BadInput, Cancelled, Damaged, WrongSecret
from journal_app.services import audit, backups, evidence
from journal_app.services.backups import Proof
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.vault import backup

from .keeping import PASSPHRASE, Stops, on_disk, refused


@pytest.fixture
def copy(started: Journal, tmp_path: Path) -> Path:
    evidence.attach(started, "first", [NewFile(name=f"{n}.txt", source=b"x" * n) for n in range(1, 4)])
    backups.back_up(started, tmp_path / "copy")
    return tmp_path / "copy"


def without_a_file(copy: Path, *, forged: bool) -> Path:
    """Take a file away; with its line on the list where ``forged``, without the list where not."""
    gone = next((copy / "files").iterdir())
    gone.unlink()
    plain = json.loads((copy / "copy.json").read_bytes())
    (copy / "copy.json").unlink()
    if forged:
        plain["files"] = [each for each in plain["files"] if each["name"] != f"files/{gone.name}"]
        text = json.dumps(plain, sort_keys=True, separators=(",", ":"))
        (copy / "copy.json").write_text(text + "\n")
    return copy


def test_a_good_copy_is_proved_by_opening_it(copy: Path, tmp_path: Path) -> None:
    before = on_disk(copy)
    assert backups.restore(copy, tmp_path / "back", passphrase=PASSPHRASE).proof is Proof.OPENED
    assert on_disk(copy) == before
    assert audit.check(tmp_path / "back", PASSPHRASE).problems == ()
    (copy / "copy.json").unlink()
    assert backups.restore(copy, tmp_path / "old", passphrase=PASSPHRASE).proof is Proof.OPENED


def test_a_copy_whose_list_did_not_come_over_is_brought_back_only_when_it_is_read_whole(
    copy: Path, tmp_path: Path
) -> None:
    """A copy of a copy that was cut off was taken for a journal, with half of its files missing."""
    (copy / "copy.json").unlink()
    for gone in range(3):
        with refused(BadInput) as caught:
            backups.restore(copy, tmp_path / "back")
        assert caught.value.source == "copy"
        if gone:
            with refused(Damaged):
                backups.restore(copy, tmp_path / "back", passphrase=PASSPHRASE)
        next((copy / "files").iterdir()).unlink()
    assert not (tmp_path / "back").exists()


@pytest.mark.parametrize("forged", [True, False])
def test_a_file_taken_away_with_its_line_on_the_list_shows(copy: Path, tmp_path: Path, *, forged: bool) -> None:
    partial = without_a_file(copy, forged=forged)
    with refused(Damaged):
        backups.restore(partial, tmp_path / "back", passphrase=PASSPHRASE)
    assert not (tmp_path / "back").exists()


def test_a_list_of_the_very_same_files_that_the_journal_did_not_make_shows(copy: Path, tmp_path: Path) -> None:
    plain = json.loads((copy / "copy.json").read_bytes())
    plain["mark"] = "0" * 64
    (copy / "copy.json").write_text(json.dumps(plain, sort_keys=True, separators=(",", ":")) + "\n")
    with refused(Damaged):
        backups.restore(copy, tmp_path / "back", passphrase=PASSPHRASE)
    assert not (tmp_path / "back").exists()


def test_a_damaged_page_of_an_old_copy_shows(copy: Path, tmp_path: Path) -> None:
    (copy / "copy.json").unlink()
    data = bytearray((copy / "journal.db").read_bytes())
    data[-2000] ^= 1
    (copy / "journal.db").write_bytes(data)
    with refused(Damaged):
        backups.restore(copy, tmp_path / "back", passphrase=PASSPHRASE)
    assert not (tmp_path / "back").exists()


def test_another_passphrase_and_stopping_leave_nothing(copy: Path, tmp_path: Path) -> None:
    with refused(WrongSecret):
        backups.restore(copy, tmp_path / "back", passphrase="another")  # noqa: S106 - opens nothing
    with refused(Cancelled):
        backups.restore(copy, tmp_path / "back", Stops(7), passphrase=PASSPHRASE)
    assert {path.name for path in tmp_path.iterdir()} == {"started", "copy"}


def test_a_build_that_skips_the_proof_accepts_half_a_copy(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: without the list and the passphrase, what is missing does not show."""
    half = Path(shutil.copytree(copy, tmp_path / "half"))
    next((half / "files").iterdir()).unlink()
    with refused(Damaged):
        backups.restore(half, tmp_path / "back")
    monkeypatch.setattr(backup, "_names_on", lambda _, folder: sorted(backup.contents(folder)))
    monkeypatch.setattr(backup, "_compare", lambda *_: None)
    assert backups.restore(half, tmp_path / "back").proof is Proof.LISTED
    assert audit.check(tmp_path / "back", PASSPHRASE).problems
