"""What somebody who once had the passphrase left inside the database reaches nothing, is named, and goes."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from journal_app.domain.evidence import Evidence
from journal_app.errors import Damaged
from journal_app.services import audit, backups, erasing, evidence, keys
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.store import evidence as evidence_store
from journal_app.store.evidence import BlobRow, RenditionRow

from .keeping import PASSPHRASE, refused

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
