"""Erasing a file: nobody can read it any more, and the chain still says that it was here."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import pytest

from journal_app.domain.complaints import ComplaintEntry, Point, Reply
from journal_app.domain.custody import CustodyEvent
from journal_app.domain.evidence import WaitingFiles
from journal_app.domain.incident import IncidentEntry, Purpose, Quote, ResponseStep, Step
from journal_app.domain.matches import Match, PrivateSide, PublicSide
from journal_app.errors import BadInput, StorageTrouble
from journal_app.services import (
    audit,
    backups,
    cases,
    complaints,
    dossiers,
    drafts,
    erasing,
    evidence,
    incidents,
    interchange,
    matches,
    redactions,
    renditions,
)
from journal_app.services.dossiers import DossierRequest
from journal_app.services.erasing import MayBeErased
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.services.media import Decoder
from journal_app.store import complaints as complaint_store
from journal_app.store import evidence as evidence_store
from journal_app.store.database import Row
from journal_app.vault.blobs import BlobStore
from journal_app.vault.connection import Connection

from .keeping import ENTRY, PASSPHRASE, picture, refused, revised

DRAFT = "evidence:draft"


@pytest.fixture
def shot(started: Journal) -> str:
    """A picture with what can be shown of it, of which a part is hidden."""
    identifier = evidence.attach(started, "first", [NewFile(name="secret place.png", source=picture())])[0]
    if started.decoder.available():
        renditions.ensure(started, evidence.get(started, identifier).evidence)
        redactions.hide_parts(started, identifier, 1, [(1, 2, 3, 4)])
    return identifier


def test_neither_the_file_nor_its_pictures_nor_their_keys_are_left(started: Journal, shot: str) -> None:
    other = evidence.attach(started, "first", [NewFile(name="b.txt", source=b"kept")])[0]
    item = evidence.get(started, shot).evidence
    with Decoder() as decoder:
        drawn = decoder.available()
    assert len(started.vault.blobs.ids()) == 2 + drawn
    drafts.save(started, DRAFT, msgspec.structs.replace(item, description="begun"))
    erasing.erase(started, shot, draft=DRAFT)
    kept = evidence.get(started, other).evidence.blob
    assert started.vault.blobs.ids() == {kept}
    assert [row.file_id for row in evidence_store.blobs(started.database)] == [kept]
    assert evidence_store.renditions(started.database, shot) == []
    assert redactions.boxes(started, shot) == {}
    assert DRAFT not in drafts.keys(started)
    with refused(BadInput, started):
        evidence.get(started, shot)
    with pytest.raises(StorageTrouble, match="key of a stored file is missing"):
        evidence.read_original(started, item)


def test_where_the_disk_fails_at_the_very_end_nobody_is_told_that_nothing_was_changed(
    started: Journal, shot: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key was forgotten and it was said to be refused. The file stays: a power cut may bring its record back."""
    execute, stored = Connection.execute, started.vault.blobs.ids()

    def fails_then(self: Connection, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        rows = execute(self, sql, parameters)
        if sql == "COMMIT":
            raise StorageTrouble("The disk answered with an error.", "Try again.")
        return rows

    with monkeypatch.context() as patched:
        patched.setattr(Connection, "execute", fails_then)
        with pytest.raises(MayBeErased, match="may be erased or still be there"):
            erasing.erase(started, shot)
    assert started.vault.blobs.ids() == stored
    assert evidence_store.custody(started.database, shot)[-1][1].event is CustodyEvent.ERASED
    started.close()
    report = audit.check(started.folder, PASSPHRASE)
    assert (report.problems, len(report.removed)) == ((), len(stored))


def test_where_it_cannot_be_written_at_all_it_is_refused_as_always(
    started: Journal, shot: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise StorageTrouble("The disk answered with an error.", "Try again.")

    with monkeypatch.context() as patched:
        patched.setattr(evidence_store, "forget_keys", fails)
        with pytest.raises(StorageTrouble, match="answered with an error"):
            erasing.erase(started, shot)
    assert evidence.read_original(started, evidence.get(started, shot).evidence) == picture()


def test_that_it_was_here_stays_and_the_journal_is_sound(started: Journal, shot: str, tmp_path: Path) -> None:
    erasing.erase(started, shot)
    custody = evidence_store.custody(started.database, shot)
    assert [note.event for _, note in custody] == [CustodyEvent.ADDED, CustodyEvent.ERASED]
    assert custody[-1][1].detail == custody[0][1].detail != ""
    report = audit.check_open(started)
    assert (report.problems, report.left) == ((), ())
    assert incidents.get(started, "first").evidence == ()
    interchange.export_folder(started, tmp_path / "out")
    backups.back_up(started, tmp_path / "copy")
    assert audit.check(tmp_path / "copy", PASSPHRASE).problems == ()
    request = DossierRequest(audience="self", every=True)
    assert dossiers.build(started, request, tmp_path / "mine.pdf").files


def test_what_is_hidden_stays_hidden_in_another_file_of_the_same_bytes(
    started: Journal, twins: tuple[str, str]
) -> None:
    """An import may bring one picture under two names; what is hidden is asked for by the bytes."""
    if not started.decoder.available():
        pytest.skip("a layer of the worker's lock is missing on this system")
    first, second = twins
    redactions.hide_parts(started, first, 1, [(1, 2, 3, 4)])
    redactions.hide_parts(started, first, 1, [(1, 2, 3, 4), (9, 9, 2, 2)])
    erasing.erase(started, first)
    assert redactions.boxes(started, first) == {}
    assert redactions.boxes(started, second) == {1: ((1, 2, 3, 4), (9, 9, 2, 2))}
    shown = cases.collect(started, DossierRequest(audience="board", every=True)).case.exhibits
    assert [(each.evidence.id, [page.notes for page in each.pages]) for each in shown] == [
        (second, [("parts-hidden",)])
    ]
    erasing.erase(started, second)
    assert complaint_store.redactions(started.database) == []


def test_the_same_file_can_be_added_again_and_is_another(started: Journal, shot: str) -> None:
    erasing.erase(started, shot)
    again = evidence.attach(started, "first", [NewFile(name="again.png", source=picture())])[0]
    assert again != shot
    assert evidence.read_original(started, evidence.get(started, again).evidence) == picture()


def _entry(journal: Journal, shot: str) -> None:
    incidents.revise(journal, "first", msgspec.structs.replace(ENTRY, exact_words=(Quote(text="x", evidence=(shot,)),)))


def _step(journal: Journal, shot: str) -> None:
    step = ResponseStep(step=Step.DENIED, evidence=(shot,))
    incidents.record(journal, IncidentEntry(id="second", account="He denied it.", professional_response=(step,)))
    incidents.remove(journal, "second")


def _match(journal: Journal, shot: str) -> None:
    matches.put(journal, Match(id="m", private=PrivateSide(text="x"), public=PublicSide(text="y"), evidence=(shot,)))


def _complaint(journal: Journal, **values: object) -> None:
    facts = {"id": "c", "board": "us-ca-bbs", "professional": "professional", "incidents": ("first",)}
    complaints.put(journal, ComplaintEntry(**facts, **values))  # type: ignore[arg-type]  # the parts of a filing


def _reply(journal: Journal, shot: str) -> None:
    _complaint(journal, replies=(Reply(evidence=shot),))


def _point(journal: Journal, shot: str) -> None:
    _complaint(journal, points=(Point(said="x", letter=shot),))


def _waiting(journal: Journal, shot: str) -> None:
    drafts.save(journal, "waiting:new", WaitingFiles(files=(shot,)))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (_entry, "an entry"), (_step, "an entry"), (_match, "a match"), (_reply, "a filing"), (_point, "a filing"),
        (_waiting, "not finished"),
    ],
)  # fmt: skip
def test_what_is_still_named_is_not_erased(
    started: Journal, shot: str, name: Callable[[Journal, str], None], told: str
) -> None:
    """Also where what names it was removed: it can be brought back, and would name a file that is not there."""
    name(started, shot)
    with refused(BadInput, started) as caught:
        erasing.erase(started, shot)
    assert told in caught.value.message


@pytest.mark.parametrize("identifier", ['a"b', "a\\b", "é"])
def test_what_is_named_is_not_erased_whatever_is_in_its_id(started: Journal, tmp_path: Path, identifier: str) -> None:
    """An import may bring such ids. Erased, the entry that names the file could not be changed any more."""
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "a.txt").write_bytes(b"words")
    entry = {"id": "brought", "account": "x", "exact_words": [{"text": "y", "evidence": [identifier]}]}
    plain = {"format": "journal-interchange", "version": 1, "incidents": [entry]}
    plain["evidence"] = [{"id": identifier, "file": "a.txt"}]
    (tmp_path / "journal.json").write_text(json.dumps(plain))
    interchange.import_folder(started, tmp_path)
    with refused(BadInput, started):
        erasing.erase(started, identifier)
    incidents.mean_for(started, "brought", Purpose.FOR_A_COMPLAINT)


@pytest.mark.parametrize("name", [_reply, _point])
def test_what_was_taken_out_of_a_filing_holds_no_file(
    started: Journal, shot: str, name: Callable[[Journal, str], None]
) -> None:
    """It cannot be brought back, so nobody could ever take the file out of it; it was there for good."""
    name(started, shot)
    _complaint(started)
    erasing.erase(started, shot)
    assert evidence.everything(started) == ()


def test_a_match_that_was_taken_away_holds_no_file_and_comes_back_without_it(started: Journal, shot: str) -> None:
    _match(started, shot)
    before = matches.get(started, "m").match
    matches.remove(started, "m")
    erasing.erase(started, shot)
    matches.restore(started, before)
    assert matches.get(started, "m").match == msgspec.structs.replace(before, evidence=())
    matches.put(started, matches.get(started, "m").match)


def test_what_cannot_be_written_erases_nothing(started: Journal, shot: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise StorageTrouble("The disk is full.", "Free some space.")

    monkeypatch.setattr(evidence_store, "forget_keys", fails)
    with refused(StorageTrouble, started):
        erasing.erase(started, shot)
    assert evidence.read_original(started, evidence.get(started, shot).evidence) == picture()


def test_files_that_stay_on_the_disk_can_be_read_by_nobody_and_are_removed_by_a_check(
    started: Journal, shot: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise StorageTrouble("The disk cannot be written to.", "Try again.")

    before, item = started.vault.blobs.ids(), evidence.get(started, shot).evidence
    with monkeypatch.context() as weak:
        weak.setattr(BlobStore, "remove", fails)
        erasing.erase(started, shot)
    assert started.vault.blobs.ids() == before
    with pytest.raises(StorageTrouble):
        evidence.read_original(started, item)
    folder = started.folder
    started.close()
    report = audit.check(folder, PASSPHRASE)
    assert (report.problems, len(report.removed)) == ((), len(before))
    with Journal.open(folder, PASSPHRASE) as journal:
        assert journal.vault.blobs.ids() == set()


def test_a_file_that_is_not_there_is_told(started: Journal, shot: str) -> None:
    with refused(BadInput, started):
        erasing.erase(started, "nothing")
    erasing.erase(started, shot)
    before = revised(started)
    with refused(BadInput, started):
        erasing.erase(started, shot)
    assert revised(started) == before


def test_what_is_held_because_the_disk_is_full_counts_as_what_is_kept(started: Journal, shot: str) -> None:
    item = evidence.get(started, shot).evidence
    started.unkept.hold({DRAFT: item, "files:new": WaitingFiles(files=(shot,))})
    with pytest.raises(BadInput, match="something that is not finished"):
        erasing.erase(started, shot, draft=DRAFT)
    started.unkept.let_go("files:new")
    erasing.erase(started, shot, draft=DRAFT)
    assert not started.unkept
