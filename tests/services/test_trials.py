"""Trials of copies, what a check found in the person's words, and what a journal has noted of its own keeping."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from journal_app.domain.evidence import SourceCard
from journal_app.domain.people import PersonEntry
from journal_app.domain.records import changed
from journal_app.errors import BadInput, Cancelled, Damaged, WrongSecret
from journal_app.services import anchors, audit, backups, evidence, people, safekeeping, trials
from journal_app.services.evidence import NewFile
from journal_app.services.findings import findings
from journal_app.services.journal import Journal
from journal_app.services.safekeeping import Safekeeping

from .keeping import PASSPHRASE, Clock, Stops, on_disk, refused, state, unwritable


@pytest.fixture
def with_file(started: Journal) -> Journal:
    evidence.attach(started, "first", [NewFile(name="photo 3.txt", source=b"what he wrote" * 50)])
    return started


def spoil(journal: Journal) -> Path:
    """Damage the one file of a journal or a copy on the disk; returns its place."""
    (place,) = (journal if isinstance(journal, Path) else journal.folder).joinpath("files").iterdir()
    data = bytearray(place.read_bytes())
    data[len(data) // 2] ^= 1
    place.write_bytes(data)
    return place


def test_a_copy_is_read_through_where_it_lies(with_file: Journal, tmp_path: Path) -> None:
    backups.back_up(with_file, tmp_path / "copy")
    before = on_disk(tmp_path / "copy")
    tried = trials.look_through(with_file, tmp_path / "copy", PASSPHRASE)
    assert (tried.report.problems, tried.entries, tried.files, tried.same) == ((), 1, 1, True)
    assert on_disk(tmp_path / "copy") == before
    assert trials.last(with_file) == ""  # it was not brought back
    with refused(WrongSecret, with_file):
        trials.look_through(with_file, tmp_path / "copy", "another")


def test_a_copy_says_whether_it_holds_what_is_damaged(with_file: Journal, tmp_path: Path) -> None:
    backups.back_up(with_file, tmp_path / "copy")
    spoil(with_file)
    (found,) = findings(with_file, audit.check_open(with_file))
    thing = (found.kind, found.record)
    for wanted, expected in (([thing], {thing}), ([("evidence", "no such")], set()), ([], set())):
        tried = trials.look_through(with_file, tmp_path / "copy", PASSPHRASE, wanted=wanted)
        assert tried.whole == expected
    spoil(tmp_path / "copy")  # type: ignore[arg-type]  # a folder
    assert trials.look_through(with_file, tmp_path / "copy", PASSPHRASE, wanted=[thing]).whole == frozenset()


def test_a_drill_brings_a_copy_back_reads_it_and_leaves_nothing(
    with_file: Journal, tmp_path: Path, clock: Clock
) -> None:
    backups.back_up(with_file, tmp_path / "copy")
    (tmp_path / "place").mkdir()
    before = on_disk(tmp_path / "copy")
    tried = trials.drill(with_file, tmp_path / "copy", tmp_path / "place", PASSPHRASE)
    assert (tried.report.problems, tried.entries, tried.files, tried.same) == ((), 1, 1, True)
    assert list((tmp_path / "place").iterdir()) == []
    assert on_disk(tmp_path / "copy") == before
    assert trials.last(with_file) == clock.now.isoformat()


def test_a_drill_that_does_not_end_well_leaves_nothing_and_notes_nothing(with_file: Journal, tmp_path: Path) -> None:
    backups.back_up(with_file, tmp_path / "copy")
    (tmp_path / "place").mkdir()
    with refused(WrongSecret, with_file):
        trials.drill(with_file, tmp_path / "copy", tmp_path / "place", "another")
    before = state(with_file)
    stages = Stops(at=1_000_000)
    trials.drill(with_file, tmp_path / "copy", tmp_path / "place", PASSPHRASE, stages)
    assert len(stages.stages) >= 3
    after = state(with_file)
    assert before != after
    for at in range(len(stages.stages)):
        with pytest.raises(Cancelled):
            trials.drill(with_file, tmp_path / "copy", tmp_path / "place", PASSPHRASE, Stops(at=at))
        assert list((tmp_path / "place").iterdir()) == []
        assert state(with_file) == after
    spoil(tmp_path / "copy")  # type: ignore[arg-type]  # a folder
    with refused(Damaged, with_file):
        trials.drill(with_file, tmp_path / "copy", tmp_path / "place", PASSPHRASE)
    assert list((tmp_path / "place").iterdir()) == []
    with refused(BadInput, with_file):  # never inside a journal
        trials.drill(with_file, tmp_path / "copy", with_file.folder, PASSPHRASE)


def test_what_a_drill_found_is_told_where_it_cannot_be_noted(with_file: Journal, tmp_path: Path) -> None:
    backups.back_up(with_file, tmp_path / "copy")
    (tmp_path / "place").mkdir()
    with unwritable(with_file):
        tried = trials.drill(with_file, tmp_path / "copy", tmp_path / "place", PASSPHRASE)
    assert (tried.same, tried.report.problems, trials.last(with_file)) == (True, (), "")


def test_a_copy_of_another_journal_is_told_and_not_noted(with_file: Journal, empty: Journal, tmp_path: Path) -> None:
    backups.back_up(with_file, tmp_path / "copy")
    (tmp_path / "place").mkdir()
    _, other = Journal.create(tmp_path / "other", PASSPHRASE), tmp_path / "other"
    _[0].close()
    with Journal.open(other, PASSPHRASE) as journal:
        tried = trials.drill(journal, tmp_path / "copy", tmp_path / "place", PASSPHRASE)
        assert not tried.same
        assert trials.last(journal) == ""


def test_damage_is_named_by_what_the_person_calls_it(with_file: Journal, tmp_path: Path, clock: Clock) -> None:
    spoil(with_file)
    (found,) = findings(with_file, audit.check_open(with_file))
    assert (found.kind, found.called, found.copied) == ("evidence", "photo 3.txt", None)
    item = evidence.get(with_file, found.record).evidence
    evidence.describe(with_file, type(item)(**{**_fields(item), "description": "The third photo"}))
    (found,) = findings(with_file, audit.check_open(with_file))
    assert found.called == "The third photo"


def _fields(item: object) -> dict[str, object]:
    return {name: getattr(item, name) for name in item.__struct_fields__}  # type: ignore[attr-defined]  # a record


def test_a_copy_that_was_made_with_it_is_named(with_file: Journal, tmp_path: Path, clock: Clock) -> None:
    clock.forward(days=1)
    backups.back_up(with_file, tmp_path / "copy")
    spoil(with_file)
    (found,) = findings(with_file, audit.check_open(with_file))
    assert found.copied == clock.now
    clock.forward(days=1)
    item = evidence.get(with_file, found.record).evidence
    evidence.describe(with_file, type(item)(**{**_fields(item), "card": SourceCard(captured_by="me")}))
    (found,) = findings(with_file, audit.check_open(with_file))
    assert found.copied is None  # that copy holds an earlier version of it


@pytest.mark.parametrize(("kind", "called"), [("incident", "He asked me to meet him."), ("person", "Ida Berg")])
def test_a_record_that_was_changed_is_named(started: Journal, kind: str, called: str) -> None:
    with started.connection.transaction():
        triggers = started.database.execute("SELECT name FROM sqlite_master WHERE type='trigger'")
        for name in [str(row[0]) for row in triggers]:
            started.database.execute(f"DROP TRIGGER {name}")
        record = "first" if kind == "incident" else "client"
        started.database.execute(
            "UPDATE revisions SET salt = ? WHERE kind = ? AND record_id = ?", (os.urandom(16), kind, record)
        )
    told = findings(started, audit.check_open(started))
    assert (kind, called) in [(each.kind, each.called) for each in told]


def test_what_is_of_the_whole_journal_keeps_its_place(with_file: Journal) -> None:
    (with_file.folder / "files" / ("0" * 32)).write_bytes(b"nobody knows it")
    (found,) = findings(with_file, audit.check_open(with_file))
    assert (found.kind, found.called, found.copied) == ("", "", None)
    assert found.where.startswith("files/")


def test_everything_readable_of_an_open_journal_is_saved(with_file: Journal, tmp_path: Path) -> None:
    spoil(with_file)
    saved = audit.salvage_open(with_file, tmp_path / "out")
    assert saved.saved == 3
    assert len(saved.lost) == 1
    assert (tmp_path / "out" / "journal.json").exists()
    with refused(BadInput, with_file):
        audit.salvage_open(with_file, with_file.folder / "out")
    with pytest.raises(Cancelled):
        audit.salvage_open(with_file, tmp_path / "again", Stops())
    assert not (tmp_path / "again").exists()


# ---- what the journal has noted


def test_an_empty_journal_has_nothing_to_say(empty: Journal) -> None:
    assert safekeeping.safekeeping(empty) == Safekeeping(
        copied=None, tried=None, anchored=None, trial_due=False, anchor_due=False
    )


def test_what_was_done_is_told_and_what_is_due(started: Journal, tmp_path: Path, clock: Clock) -> None:
    assert safekeeping.safekeeping(started).anchor_due
    anchors.slip(started, tmp_path / "slip.pdf")
    backups.back_up(started, tmp_path / "copy")
    first = safekeeping.safekeeping(started)
    assert (first.copied, first.tried, first.anchored) == (clock.now, None, clock.now)
    assert (first.trial_due, first.anchor_due) == (True, False)
    trials.drill(started, tmp_path / "copy", tmp_path, PASSPHRASE)
    assert not safekeeping.safekeeping(started).trial_due
    clock.forward(days=32)
    assert not safekeeping.safekeeping(started).anchor_due  # nothing was written since
    people.put(started, PersonEntry(id="more", name="More"))
    assert safekeeping.safekeeping(started).anchor_due
    clock.forward(days=58)
    assert not safekeeping.safekeeping(started).trial_due
    clock.forward(days=1)
    assert safekeeping.safekeeping(started).trial_due


def test_a_proof_counts_as_an_anchor_and_a_request_does_not(started: Journal, tmp_path: Path, clock: Clock) -> None:
    from journal_app.integrity.calendar_proof import OVER_SHA256

    anchors.request(started, tmp_path / "a.tsq")
    assert safekeeping.safekeeping(started).anchored is None
    head = anchors.state_file(started, tmp_path / "state")
    (tmp_path / "a.ots").write_bytes(OVER_SHA256 + head.digest() + b"\x00")
    anchors.keep_proof(started, tmp_path / "a.ots")
    told = safekeeping.safekeeping(started)
    assert (told.anchored, told.anchor_due) == (clock.now, False)


def test_an_answer_that_came_late_covers_what_was_there_when_it_was_asked_for(
    started: Journal, tmp_path: Path, clock: Clock
) -> None:
    """The day the answer was taken in was told, and entries of the days between counted as vouched for."""
    asked = clock.now
    anchors.request(started, tmp_path / "a.tsq")
    clock.forward(days=40)
    people.put(started, PersonEntry(id="more", name="More"))
    (anchor,) = anchors.anchors(started)
    with started.change() as ledger:
        ledger.append("anchor", anchor.id, changed(anchor, answer="AAAA", time="2026-03-01T10:00:00Z", authority="x"))
    told = safekeeping.safekeeping(started)
    assert (told.anchored, told.anchor_due) == (asked, True)
    anchors.slip(started, tmp_path / "slip.pdf")
    told = safekeeping.safekeeping(started)
    assert (told.anchored, told.anchor_due) == (clock.now, False)


def test_a_copy_notes_nothing_of_its_own_keeping(started: Journal, tmp_path: Path) -> None:
    backups.back_up(started, tmp_path / "copy")
    with Journal.open(tmp_path / "copy", PASSPHRASE) as copy:
        before = on_disk(tmp_path / "copy")
        anchors.slip(copy, tmp_path / "slip.pdf")
        trials.drill(copy, tmp_path / "copy", tmp_path, PASSPHRASE)
        assert on_disk(tmp_path / "copy") == before
