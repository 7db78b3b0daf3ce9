"""Copies of the journal: proved when they are made, brought back whole, and never over anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from journal_app.errors import BadInput, Cancelled, Damaged
from journal_app.services import audit, backups, evidence, incidents
from journal_app.services.backups import Proof
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal

from .keeping import ENTRY, PASSPHRASE, Clock, Stops, on_disk, refused, state, unwritable


@pytest.fixture
def filled(started: Journal) -> Journal:
    evidence.attach(started, "first", [NewFile(name=f"{n}.txt", source=b"x" * n) for n in range(1, 4)])
    return started


def test_a_copy_opens_with_the_passphrase_and_holds_everything(filled: Journal, tmp_path: Path) -> None:
    made = backups.back_up(filled, tmp_path / "copy")
    assert (made.files, made.entries) == (3, 1)
    back = backups.restore(tmp_path / "copy", tmp_path / "back")
    assert (back.digest, back.proof) == (made.digest, Proof.LISTED)
    with Journal.open(tmp_path / "back", PASSPHRASE) as back:
        assert incidents.get(back, "first").entry == ENTRY
        for view in evidence.everything(back):
            assert evidence.read_original(back, view.evidence) == b"x" * view.evidence.size
        assert state(back)[0] == state(filled)[0]
        assert audit.check_open(back).problems == ()


def test_the_journal_remembers_only_a_copy_that_was_made(filled: Journal, tmp_path: Path, clock: Clock) -> None:
    assert backups.last(filled) == ""
    (tmp_path / "there").mkdir()
    for target in (tmp_path / "there", filled.folder / "copy"):
        with refused(BadInput, filled):
            backups.back_up(filled, target)
    with refused(Cancelled, filled):
        backups.back_up(filled, tmp_path / "copy", Stops())
    assert backups.last(filled) == ""
    assert not (tmp_path / "copy").exists()
    backups.back_up(filled, tmp_path / "copy")
    assert backups.last(filled) == clock.now.isoformat()


def test_a_whole_copy_is_told_as_one_where_the_day_of_it_cannot_be_noted(filled: Journal, tmp_path: Path) -> None:
    """A full disk is when a copy is needed most; told as not made, nobody would keep it."""
    with unwritable(filled):
        made = backups.back_up(filled, tmp_path / "copy")
    assert backups.last(filled) == ""
    assert backups.restore(tmp_path / "copy", tmp_path / "back", passphrase=PASSPHRASE).digest == made.digest


def test_a_damaged_journal_is_not_copied_as_if_it_were_whole(filled: Journal, tmp_path: Path) -> None:
    (filled.vault.blobs.folder / evidence.everything(filled)[0].evidence.blob).unlink()
    with refused(Damaged, filled):
        backups.back_up(filled, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_nothing_is_brought_back_over_something(filled: Journal, tmp_path: Path) -> None:
    backups.back_up(filled, tmp_path / "copy")
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "mine").write_bytes(b"mine")
    copy = on_disk(tmp_path / "copy")
    with refused(BadInput):
        backups.restore(tmp_path / "copy", tmp_path / "there")
    assert on_disk(tmp_path / "there").keys() == {"mine"}
    backups.restore(tmp_path / "copy", tmp_path / "back")
    assert on_disk(tmp_path / "copy") == copy


def test_what_is_no_copy_is_not_brought_back(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for source in (tmp_path / "empty", tmp_path / "nothing"):
        with pytest.raises((BadInput, Damaged)):
            backups.restore(source, tmp_path / "back")
    assert not (tmp_path / "back").exists()
