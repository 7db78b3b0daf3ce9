"""What is stored and damaged: a picture is drawn anew and stops nothing, an original is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from journal_app.errors import Damaged
from journal_app.services import audit, backups, dossiers, evidence, preparing, renditions
from journal_app.services.dossiers import DossierRequest
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.store import evidence as evidence_store

from .keeping import PASSPHRASE, on_disk, picture, refused

BODY = DossierRequest(audience="board", every=True, board="us-ca-bbs")
LAWYER = DossierRequest(audience="lawyer", every=True)


def spoil(journal: Journal, file_id: str) -> None:
    place: Path = journal.vault.blobs.folder / file_id
    data = bytearray(place.read_bytes())
    data[40] ^= 1
    place.write_bytes(data)


@pytest.fixture
def shot(started: Journal) -> str:
    """A picture that was drawn; one more file lies beside it."""
    if not started.decoder.available():
        pytest.skip("a layer of the worker's lock is missing on this system")
    new = [NewFile(name="shot.png", source=picture()), NewFile(name="note.txt", source=b"words")]
    identifier = evidence.attach(started, "first", new)[0]
    preparing.prepare(started)
    return identifier


WORK: dict[str, Callable[[Journal, Path], object]] = {
    "a copy": backups.back_up,
    "a preview": lambda journal, _: dossiers.preview(journal, BODY),
    "for a body": lambda journal, out: dossiers.build(journal, BODY, out),
    "for a lawyer": lambda journal, out: dossiers.build(journal, LAWYER, out),
}


@pytest.mark.parametrize("work", WORK)
def test_a_damaged_picture_stops_nothing_while_its_original_is_whole(
    started: Journal, shot: str, tmp_path: Path, work: str
) -> None:
    """One wrong bit in a picture anybody can draw again kept the whole journal from being copied."""
    (row,) = evidence_store.renditions(started.database, shot)
    spoil(started, row.blob.file_id)
    assert WORK[work](started, tmp_path / "out")
    assert audit.check_open(started).problems == ()
    if work == "a copy":
        assert audit.check(tmp_path / "out", PASSPHRASE).problems == ()


@pytest.mark.parametrize("work", ["a copy", "for a lawyer"])
def test_a_damaged_original_is_named_and_nothing_is_made(
    started: Journal, shot: str, tmp_path: Path, work: str
) -> None:
    item = evidence.get(started, shot).evidence
    spoil(started, item.blob)
    with refused(Damaged) as caught:
        WORK[work](started, tmp_path / "out")
    assert caught.value.message == "What is stored of shot.png is damaged or missing, so nothing was made."
    assert not (tmp_path / "out").exists()
    assert evidence.attach(started, "first", [NewFile(name="again.png", source=picture())]) == (shot,)
    assert WORK[work](started, tmp_path / "out")


def test_many_damaged_originals_are_not_all_named(started: Journal, tmp_path: Path) -> None:
    new = [NewFile(name=f"{number}.txt", source=bytes([number])) for number in range(7)]
    for each in evidence.attach(started, "first", new):
        (started.vault.blobs.folder / evidence.get(started, each).evidence.blob).unlink()
    with refused(Damaged, started) as caught:
        backups.back_up(started, tmp_path / "out")
    assert "of 0.txt, 1.txt, 2.txt, 3.txt, 4.txt… is damaged" in caught.value.message


def test_damage_elsewhere_is_told_as_it_is(started: Journal, shot: str) -> None:
    assert shot
    with started.connection.transaction():
        started.database.execute("DROP TRIGGER revisions_stay")
        started.database.execute("UPDATE revisions SET body = ? WHERE kind = 'person'", (b"{",))
    with refused(Damaged, started) as caught:
        dossiers.preview(started, BODY)
    assert "A saved version of person" in caught.value.message


def test_in_a_copy_nothing_is_drawn_anew(started: Journal, shot: str, tmp_path: Path) -> None:
    backups.back_up(started, tmp_path / "copy")
    (row,) = evidence_store.renditions(started.database, shot)
    with Journal.open(tmp_path / "copy", PASSPHRASE) as copy:
        spoil(copy, row.blob.file_id)
        before = on_disk(copy.folder)
        with refused(Damaged, copy):
            backups.back_up(copy, tmp_path / "out")
        with refused(Damaged, copy):
            renditions.page(copy, shot)
        spoil(copy, evidence.get(copy, shot).evidence.blob)
        with refused(Damaged, copy) as caught:
            backups.back_up(copy, tmp_path / "out")
        assert "shot.png" in caught.value.message
        assert "Add" not in caught.value.advice
        spoil(copy, evidence.get(copy, shot).evidence.blob)
        assert on_disk(copy.folder) == before
