"""What somebody who once had the passphrase left inside the database reaches nothing, is named, and goes."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from journal_app.domain.evidence import Evidence
from journal_app.domain.incident import IncidentEntry
from journal_app.errors import Damaged, ReadingOnly
from journal_app.services import audit, backups, drafts, erasing, evidence, incidents, keys
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.services.opening import Standing
from journal_app.store import evidence as evidence_store
from journal_app.store.database import prepare, steps_up_to
from journal_app.store.evidence import BlobRow, RenditionRow
from journal_app.vault.vault import Vault

from .keeping import ENTRY, PASSPHRASE, Clock, on_disk, refused

NEW = "words that nobody learned"
OUTSIDE = "../../mine.txt"  # beside the folder of the journal


@pytest.fixture
def mine(started: Journal) -> Path:
    """A file of the person's own, outside of the journal."""
    path = started.vault.blobs.folder / OUTSIDE
    path.write_text("mine")
    return path.resolve()


def leads_out(file_id: str = OUTSIDE) -> BlobRow:
    return BlobRow(file_id=file_id, sha256="0" * 64, size=4, wrapped_key=b"x" * 60)


def plant(journal: Journal, row: BlobRow) -> None:
    with journal.connection.transaction():
        evidence_store.put_blob(journal.database, row)


@pytest.mark.parametrize("file_id", [OUTSIDE, "/etc/hostname", "", "a\0b", "F" * 32, "0" * 31, "1" * 32 + "\n"])
def test_a_stored_name_that_leads_out_is_named_and_copied_nowhere(
    started: Journal, mine: Path, tmp_path: Path, file_id: str
) -> None:
    plant(started, leads_out(file_id))
    (told,) = audit.check_open(started).problems
    assert "a name that none can have" in told.what
    home = tmp_path / "home"
    (home / "docs").mkdir(parents=True)
    beside = home / mine.name
    beside.write_text("the person’s own")
    with refused(Damaged, started):
        backups.back_up(started, home / "docs" / "copy")
    assert (beside.read_text(), mine.read_text()) == ("the person’s own", "mine")
    assert list((home / "docs").iterdir()) == []


@pytest.mark.parametrize("encrypt_files", [True, False])
def test_a_new_key_is_made_beside_it_and_forgets_it(started: Journal, mine: Path, encrypt_files: bool) -> None:
    evidence.attach(started, "first", [NewFile(name="a.txt", source=b"abc")])
    plant(started, leads_out())
    with started.connection.transaction():
        evidence_store.put_rendition(
            started.database,
            RenditionRow(
                evidence_id="none", page=1, blob=leads_out("../x"), media_type="image/png", width=1, height=1,
                notes=(), words="",
            ),
        )  # fmt: skip
    keys.new_vault_key(started, PASSPHRASE, NEW, encrypt_files=encrypt_files)
    assert mine.read_text() == "mine"
    assert audit.check_open(started).problems == ()
    backups.back_up(started, started.folder.parent / "copy")


def test_erasing_removes_nothing_outside(started: Journal, mine: Path) -> None:
    (identifier,) = evidence.attach(started, "first", [NewFile(name="a.txt", source=b"abc")])
    item = evidence.get(started, identifier).evidence
    with started.change() as ledger:
        ledger.append("evidence", identifier, msgspec.structs.replace(item, blob=OUTSIDE))
    with refused(Damaged):
        evidence.read_original(started, item_of(started, identifier))
    erasing.erase(started, identifier)
    assert mine.read_text() == "mine"


def test_a_file_added_again_takes_the_place_of_a_name_that_leads_out(started: Journal, mine: Path) -> None:
    (identifier,) = evidence.attach(started, "first", [NewFile(name="a.txt", source=b"abc")])
    item = evidence.get(started, identifier).evidence
    with started.change() as ledger:
        ledger.append("evidence", identifier, msgspec.structs.replace(item, blob=OUTSIDE))
    plant(started, leads_out())
    assert evidence.attach(started, "first", [NewFile(name="a.txt", source=b"abc")]) == (identifier,)
    assert mine.read_text() == "mine"
    assert evidence.read_original(started, item_of(started, identifier)) == b"abc"


def test_saving_what_is_readable_reads_nothing_outside(started: Journal, mine: Path, tmp_path: Path) -> None:
    (identifier,) = evidence.attach(started, "first", [NewFile(name="a.txt", source=b"abc")])
    item = evidence.get(started, identifier).evidence
    with started.change() as ledger:
        ledger.append("evidence", identifier, msgspec.structs.replace(item, blob=OUTSIDE))
    plant(started, leads_out())
    saved = audit.salvage_open(started, tmp_path / "saved")
    assert any("a.txt" in each for each in saved.lost)
    assert mine.read_text() == "mine"


def item_of(journal: Journal, identifier: str) -> Evidence:
    return evidence.get(journal, identifier).evidence


# ---- what acts inside the database

TRIGGER = "CREATE TRIGGER planted AFTER INSERT ON heads BEGIN DELETE FROM drafts; DELETE FROM blobs; END"
ANOTHER_TABLE = (
    "PRAGMA writable_schema=ON",
    "UPDATE sqlite_master SET sql = replace(sql, 'saved_at TEXT NOT NULL', 'saved_at TEXT') WHERE name = 'drafts'",
)


def leave(journal: Journal, *statements: str) -> None:
    for each in statements:
        journal.database.execute(each)


def goes_on(journal: Journal) -> None:
    """Write, and find everything that was written."""
    drafts.save(journal, "new", IncidentEntry(account="hours of writing"))
    found = evidence.attach(journal, "first", [NewFile(name=f"{n}.txt", source=b"%d" % n) for n in range(3)])
    assert drafts.keys(journal) == ("new",)
    for n, each in enumerate(found):
        assert evidence.read_original(journal, item_of(journal, each)) == b"%d" % n


def test_a_trigger_is_named_by_the_check_and_goes_before_anything_is_written(started: Journal, clock: Clock) -> None:
    leave(started, TRIGGER)
    started.close()
    before = on_disk(started.folder)
    (problem,) = audit.check(started.folder, PASSPHRASE).problems
    assert "(planted)" in problem.what
    assert {name: each for name, each in on_disk(started.folder).items() if name != "lock"} == {
        name: each for name, each in before.items() if name != "lock"
    }
    with Journal.open(started.folder, PASSPHRASE, clock=clock) as journal:
        (told,) = journal.standing.told
        assert "(planted)" in told
        assert not journal.read_only
        goes_on(journal)
        assert audit.check_open(journal).problems == ()
    with Journal.open(started.folder, PASSPHRASE, clock=clock) as journal:
        assert journal.standing.told == ()


def test_a_trigger_goes_before_the_form_is_brought_up_to_date(folder: Path, clock: Clock) -> None:
    vault = Vault.open(folder, PASSPHRASE)
    (folder / "journal.db").unlink()
    connection = vault.connect(folder / "journal.db", create=True)
    prepare(connection, clock(), steps_up_to(3))
    connection.execute("INSERT INTO drafts VALUES ('new', '{}', '')")
    connection.execute("CREATE TRIGGER planted AFTER INSERT ON schema_version BEGIN DELETE FROM drafts; END")
    connection.close()
    vault.close()
    with Journal.open(folder, PASSPHRASE, clock=clock) as journal:
        assert drafts.keys(journal) == ("new",)
        assert any("(planted)" in each for each in journal.standing.told)


def test_saving_what_is_readable_of_an_earlier_form_lets_no_trigger_act(
    folder: Path, clock: Clock, tmp_path: Path
) -> None:
    vault = Vault.open(folder, PASSPHRASE)
    (folder / "journal.db").unlink()
    connection = vault.connect(folder / "journal.db", create=True)
    prepare(connection, clock(), steps_up_to(3))
    drafts.save(Journal(vault, connection, clock=clock, timezone="UTC", standing=Standing()), "new", ENTRY)
    connection.execute("CREATE TRIGGER planted AFTER INSERT ON schema_version BEGIN DELETE FROM drafts; END")
    connection.close()
    vault.close()
    (folder / "journal.db-journal").write_bytes(b"cut off")  # so that it has to be opened for writing
    assert audit.salvage(folder, PASSPHRASE, tmp_path / "saved").drafts == 1


def test_a_new_key_leaves_all_of_it_behind(started: Journal) -> None:
    leave(started, TRIGGER, "CREATE TABLE kept (text)", "INSERT INTO kept VALUES ('hidden')")
    assert len(audit.check_open(started).problems) == 2
    keys.new_vault_key(started, PASSPHRASE, NEW)
    assert audit.check_open(started).problems == ()
    goes_on(started)


def test_a_copy_that_is_made_while_one_is_there_lets_it_not_act(started: Journal, tmp_path: Path) -> None:
    (identifier,) = evidence.attach(started, "first", [NewFile(name="a.txt", source=b"abc")])
    trigger = "CREATE TRIGGER {0}planted AFTER {0} ON preferences BEGIN DELETE FROM blobs; END"
    leave(started, trigger.format("INSERT"), trigger.format("UPDATE"))
    started.database.execute("DELETE FROM preferences WHERE name = 'header-generation'")  # the copy has to be told
    started.vault.only_read()
    started.read_only = True
    backups.back_up(started, tmp_path / "copy")
    with Journal.open(tmp_path / "copy", PASSPHRASE) as copy:
        assert evidence.read_original(copy, item_of(copy, identifier)) == b"abc"
        assert audit.check_open(copy).problems == ()


def test_a_table_that_is_another_leaves_the_journal_open_for_reading(started: Journal) -> None:
    leave(started, TRIGGER, *ANOTHER_TABLE)
    started.close()
    with Journal.open(started.folder, PASSPHRASE) as journal:
        assert journal.read_only
        (told,) = journal.standing.told
        assert "(drafts, planted)" in told
        assert incidents.get(journal, "first").entry == ENTRY
        assert len(audit.check_open(journal).problems) == 2
        with refused(ReadingOnly, journal):
            drafts.save(journal, "new", ENTRY)


def test_no_new_key_is_made_for_a_table_that_is_another(started: Journal) -> None:
    leave(started, *ANOTHER_TABLE)
    with refused(Damaged, started):
        keys.new_vault_key(started, PASSPHRASE, NEW)
    assert not [path for path in started.folder.rglob("*") if ".new" in path.name]
