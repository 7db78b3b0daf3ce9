"""An open journal: who gets in, what a change is, and that a refusal leaves everything as it was."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from journal_app.errors import BadInput, JournalInUse, NewerFormat, StorageTrouble, WrongSecret
from journal_app.services import incidents, journal
from journal_app.services.journal import Journal
from journal_app.vault.keyslots import FLOOR_COST

from .keeping import ENTRY, PASSPHRASE, Clock, on_disk, refused, revised, state


def test_a_new_journal_is_empty_and_opens_with_its_passphrase(tmp_path: Path, clock: Clock) -> None:
    made, key = Journal.create(tmp_path / "new", PASSPHRASE, clock=clock, cost=FLOOR_COST)
    with made:
        assert incidents.timeline(made) == ()
        assert made.folder == tmp_path / "new"
        identifier = made.vault.vault_id
    assert "".join(key.groups) == key.text.replace("-", "").replace(" ", "")
    with Journal.open(tmp_path / "new", PASSPHRASE) as again:
        assert again.vault.vault_id == identifier


def test_a_place_that_is_taken_is_not_overwritten(folder: Path) -> None:
    before = on_disk(folder)
    with refused(BadInput):
        Journal.create(folder, PASSPHRASE, cost=FLOOR_COST)
    assert on_disk(folder) == before


def test_a_wrong_passphrase_opens_nothing_and_changes_nothing(folder: Path) -> None:
    before = on_disk(folder)
    with refused(WrongSecret):
        Journal.open(folder, PASSPHRASE + "x")
    assert on_disk(folder) == before


def test_a_journal_is_open_once_at_a_time(folder: Path) -> None:
    with Journal.open(folder, PASSPHRASE), refused(JournalInUse):
        Journal.open(folder, PASSPHRASE)
    Journal.open(folder, PASSPHRASE).close()


def test_a_passphrase_can_be_changed(folder: Path) -> None:
    with Journal.open(folder, PASSPHRASE) as opened:
        opened.change_passphrase("another one for tests")
    with refused(WrongSecret):
        Journal.open(folder, PASSPHRASE)
    Journal.open(folder, "another one for tests").close()


def test_the_recovery_key_gives_a_new_passphrase(made: tuple[Path, str], folder: Path) -> None:
    Journal.check_recovery_key(folder, made[1])
    with Journal.recover(folder, made[1].lower(), "another one for tests"):
        pass
    with refused(WrongSecret):
        Journal.open(folder, PASSPHRASE)
    Journal.open(folder, "another one for tests").close()


def test_a_recovery_with_an_empty_passphrase_changes_nothing(made: tuple[Path, str], folder: Path) -> None:
    before = on_disk(folder)
    with refused(BadInput):
        Journal.recover(folder, made[1], "")
    assert on_disk(folder) == before
    Journal.open(folder, PASSPHRASE).close()  # the lock was given back


def test_a_slip_in_a_recovery_key_is_told_from_a_wrong_key(made: tuple[Path, str], folder: Path) -> None:
    first = "2" if made[1][0] != "2" else "3"
    with refused(BadInput):
        Journal.check_recovery_key(folder, first + made[1][1:])


def test_a_new_recovery_key_replaces_the_earlier_one(made: tuple[Path, str], folder: Path) -> None:
    with Journal.open(folder, PASSPHRASE) as opened:
        key = opened.new_recovery_key()
    with refused(WrongSecret):
        Journal.check_recovery_key(folder, made[1])
    Journal.check_recovery_key(folder, key.text)


def test_a_change_is_saved_as_a_whole_or_not_at_all(empty: Journal) -> None:
    before = state(empty)
    with pytest.raises(RuntimeError, match="power"), empty.change() as ledger:  # noqa: PT012 - a change that breaks off
        incidents.write(ledger, ENTRY)
        raise RuntimeError("power")
    assert state(empty) == before
    with empty.change() as ledger:
        incidents.write(ledger, ENTRY)
    assert revised(empty) == 3
    assert len(empty.database.execute("SELECT * FROM heads")) == 1


def test_a_change_without_anything_new_leaves_no_mark(started: Journal) -> None:
    before = state(started)
    with started.change():
        pass
    assert state(started) == before


def test_ids_are_fresh_and_tell_what_they_name(empty: Journal) -> None:
    found = {empty.new_id("entry") for _ in range(200)}
    assert len(found) == 200
    assert all(each.startswith("entry-") and len(each) == 16 for each in found)


def test_a_journal_of_a_newer_program_is_left_alone(folder: Path) -> None:
    with Journal.open(folder, PASSPHRASE) as opened, opened.connection.transaction():
        opened.database.execute("INSERT INTO schema_version VALUES (9999, '')")
    before = on_disk(folder)
    with refused(NewerFormat):
        Journal.open(folder, PASSPHRASE)
    assert on_disk(folder) == before
    with refused(NewerFormat):  # and not "in use": the lock was given back
        Journal.open(folder, PASSPHRASE)


def test_nothing_of_a_journal_is_readable_on_the_disk(started: Journal) -> None:
    started.close()
    stored = b"".join(path.read_bytes() for path in started.folder.rglob("*") if path.is_file())
    for words in (b"meet him", b"could not sleep", b"Ida", b"SQLite format"):
        assert words not in stored
    with closing(sqlite3.connect(started.folder / "journal.db")) as plain, pytest.raises(sqlite3.DatabaseError):
        plain.execute("SELECT * FROM revisions")


def test_closing_twice_does_nothing(empty: Journal) -> None:
    empty.close()
    empty.close()


def test_a_journal_that_could_not_be_finished_is_gone(tmp_path: Path, made: tuple[Path, str]) -> None:
    place = tmp_path / "unfinished"
    shutil.copytree(made[0], place)
    opened = Journal.open(place, PASSPHRASE)
    opened.discard_new()
    assert not place.exists()


def test_the_clock_of_the_system_knows_its_zone() -> None:
    assert journal.system_clock().utcoffset() is not None
    assert journal.local_timezone()


def test_a_journal_that_cannot_be_opened_when_it_is_new_is_not_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StorageTrouble("The disk failed.", "Try again.")

    with monkeypatch.context() as patched:
        patched.setattr("journal_app.store.database.prepare", fail)
        with pytest.raises(StorageTrouble):
            Journal.create(tmp_path / "new", PASSPHRASE, cost=FLOOR_COST)
    assert list(tmp_path.iterdir()) == []
