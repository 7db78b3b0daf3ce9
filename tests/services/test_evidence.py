"""Evidence: byte for byte what was added, all files of an attempt or none, and every event in its custody."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journal_app import __version__
from journal_app.domain.custody import CustodyEvent
from journal_app.domain.evidence import Evidence, SourceCard
from journal_app.domain.incident import IncidentEntry
from journal_app.domain.records import changed
from journal_app.errors import BadInput, Cancelled, Damaged, StorageTrouble
from journal_app.services import audit, drafts, erasing, evidence, incidents, intake
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.store import evidence as evidence_store
from journal_app.vault.blobs import BlobStore

from .keeping import PASSPHRASE, Clock, Listens, Stops, picture, refused, revised, state, unwritable


def attach(journal: Journal, data: bytes = b"words", name: str = "note.txt", incident: str = "first") -> str:
    (identifier,) = evidence.attach(journal, incident, [NewFile(name=name, source=data)])
    return identifier


def stored(journal: Journal, identifier: str) -> Path:
    """Return the encrypted file of an item."""
    return journal.vault.blobs.folder / evidence.get(journal, identifier).evidence.blob


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=5000), name=st.text(min_size=1, max_size=20))
def test_every_file_comes_back_byte_for_byte(started: Journal, data: bytes, name: str) -> None:
    identifier = attach(started, data, name)
    item = evidence.get(started, identifier).evidence
    assert (item.sha256, item.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert evidence.read_original(started, item) == data
    out = started.folder.parent / "given-back"
    assert evidence.copy_original(started, identifier, out) == item.sha256
    assert out.read_bytes() == data
    out.unlink()


def test_a_file_longer_than_one_part_comes_back(started: Journal, tmp_path: Path) -> None:
    data = bytes(range(256)) * 9000
    (tmp_path / "long.bin").write_bytes(data)
    (identifier,) = evidence.attach(started, "", evidence.names_of([tmp_path / "long.bin"]))
    assert evidence.copy_original(started, identifier, tmp_path / "back") == hashlib.sha256(data).hexdigest()
    assert (tmp_path / "back").read_bytes() == (tmp_path / "long.bin").read_bytes() == data


def test_a_large_file_tells_that_it_goes_on_and_can_be_stopped_inside(
    started: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow disk takes many minutes for one film: nobody there is no reason to lock then, and a lock waits briefly."""
    monkeypatch.setattr(intake, "_TOLD_AFTER", 1 << 20)
    data, told = bytes(3 << 20), Listens()
    before = state(started)
    with refused(Cancelled):
        evidence.attach(started, "", [NewFile(name="film.mp4", source=data)], progress=Stops(2))
    assert state(started) == before
    evidence.attach(started, "", [NewFile(name="film.mp4", source=data)], progress=told)
    assert [(done, total) for _, done, total in told.reports] == [(0, 1)] * 4 + [(1, 1)]


def test_a_file_is_kept_with_what_is_known_of_it(started: Journal, clock: Clock) -> None:
    clock.forward(minutes=4)
    card = SourceCard(captured_by="Me", captured_at="2024-03-13", url="https://example.org/post")
    (identifier,) = evidence.attach(
        started, "first", [NewFile(name="shot.dat", source=picture())], card=card, description="A red page."
    )
    view = evidence.get(started, identifier)
    assert view.added == clock.now
    item = view.evidence
    assert (item.file_name, item.media_type, item.card, item.description) == (
        "shot.dat",
        "image/png",
        card,
        "A red page.",
    )
    assert (item.incidents, item.recording, item.sensitive) == (("first",), False, False)
    assert incidents.get(started, "first").evidence == (identifier,)


@pytest.mark.parametrize(
    ("head", "recording"), [(b"OggS....", True), (b"\0\0\0\x18ftypmp42", True), (b"%PDF-1.7", False)]
)
def test_sound_and_film_are_marked_as_recordings(started: Journal, head: bytes, recording: bool) -> None:
    assert evidence.get(started, attach(started, head)).evidence.recording is recording


def test_nothing_of_a_file_is_readable_on_the_disk(started: Journal) -> None:
    identifier = attach(started, b"unmistakable words " * 50)
    assert b"unmistakable" not in stored(started, identifier).read_bytes()


def test_the_same_file_is_kept_once_and_linked_to_every_entry(started: Journal) -> None:
    incidents.record(started, IncidentEntry(id="second", account="x"))
    first = attach(started)
    files = started.vault.blobs.ids()
    assert attach(started, name="other.txt", incident="second") == first
    assert started.vault.blobs.ids() == files
    assert evidence.get(started, first).evidence.incidents == ("first", "second")
    before = state(started)
    assert attach(started, incident="second") == first
    assert attach(started, incident="") == first
    assert state(started) == before


@pytest.mark.parametrize("how", ["added again", "linked"])
@pytest.mark.parametrize("where", ["kept", "held", "held over an older one"])
def test_what_is_being_written_of_a_file_is_of_the_entries_it_is_added_to(
    started: Journal, how: str, where: str
) -> None:
    """Also where the disk did not take it yet: kept later, it took the file out of the entry again."""
    incidents.record(started, IncidentEntry(id="second", account="x"))
    identifier = attach(started, incident="")
    item = evidence.get(started, identifier).evidence
    key = evidence.DRAFT + identifier
    if where != "held":
        drafts.save(started, key, changed(item, description="Begun."))
    if where != "kept":
        started.unkept.hold({key: changed(item, description="Begun, and more.")})
    for entry in ("second", "first", "second"):
        if how == "linked":
            evidence.link(started, identifier, (entry,))
        else:
            attach(started, incident=entry)
    both = ("second", "first")
    words = "Begun." if where == "kept" else "Begun, and more."
    assert drafts.load(started, key, Evidence) == changed(item, description=words, incidents=both)
    drafts.keep_held(started)
    assert drafts.load(started, key, Evidence) == changed(item, description=words, incidents=both)
    assert evidence.get(started, identifier).evidence.incidents == both


def test_what_is_being_written_of_a_file_that_is_put_right_can_be_saved(started: Journal) -> None:
    identifier = attach(started)
    key = evidence.DRAFT + identifier
    drafts.save(started, key, changed(evidence.get(started, identifier).evidence, description="Begun."))
    damage(stored(started, identifier))
    attach(started)
    draft = drafts.load(started, key, Evidence)
    assert draft is not None
    evidence.describe(started, draft)
    assert evidence.get(started, identifier).evidence.description == "Begun."


def test_a_file_is_linked_only_to_an_entry_that_is_there(started: Journal) -> None:
    identifier = attach(started, incident="")
    with refused(BadInput, started):
        evidence.link(started, identifier, ("first", "nowhere"))
    with refused(BadInput, started):
        evidence.link(started, "no-file", ("first",))


def test_the_same_file_twice_at_once_is_one(started: Journal) -> None:
    both = [NewFile(name="a.txt", source=b"same"), NewFile(name="b.txt", source=b"same")]
    first, second = evidence.attach(started, "first", both)
    assert first == second
    assert len(started.vault.blobs.ids()) == 1
    assert evidence.get(started, first).evidence.file_name == "a.txt"


@pytest.mark.parametrize(
    ("incident", "card"), [("nowhere", None), ("first", SourceCard(captured_at="when it was dark"))]
)
def test_what_does_not_fit_adds_no_file(started: Journal, incident: str, card: SourceCard | None) -> None:
    with refused(BadInput, started):
        evidence.attach(started, incident, [NewFile(name="a", source=b"a")], card=card)


def test_all_files_are_added_or_none(started: Journal, tmp_path: Path) -> None:
    new = [NewFile(name="a", source=b"a"), NewFile(name="gone.png", source=tmp_path / "gone.png")]
    with refused(BadInput, started) as caught:
        evidence.attach(started, "first", new)
    assert caught.value.message.startswith("gone.png is not there")


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="only Linux has a file that cannot be read")
def test_a_file_that_breaks_off_while_it_is_read_adds_nothing(started: Journal) -> None:
    with refused(BadInput, started) as caught:
        evidence.attach(started, "first", evidence.names_of(["/proc/self/mem"]))
    assert "could not be read" in caught.value.message


@pytest.mark.parametrize("at", [0, 1, 2])
def test_stopping_leaves_nothing_behind(started: Journal, at: int) -> None:
    new = [NewFile(name="a", source=b"a"), NewFile(name="b", source=b"b")]
    with refused(Cancelled, started):
        evidence.attach(started, "first", new, progress=Stops(at))


def test_progress_goes_to_its_end(started: Journal) -> None:
    heard = Listens()
    evidence.attach(started, "first", [NewFile(name="a", source=b"a"), NewFile(name="b", source=b"b")], progress=heard)
    assert [(done, total) for _, done, total in heard.reports] == [(0, 2), (1, 2), (2, 2)]


def test_the_custody_of_a_file_begins_with_its_digest(started: Journal, clock: Clock) -> None:
    (event,) = evidence.get(started, attach(started)).custody
    assert (event.note.event, event.note.detail) == (CustodyEvent.ADDED, hashlib.sha256(b"words").hexdigest())
    assert (event.time, event.note.program) == (clock.now, __version__)


def test_each_copy_given_back_is_one_more_event(started: Journal, tmp_path: Path, clock: Clock) -> None:
    identifier = attach(started)
    for number in range(1, 4):
        clock.forward(minutes=1)
        before = evidence.get(started, identifier).custody
        digest = evidence.copy_original(started, identifier, tmp_path / f"copy-{number}")
        after = evidence.get(started, identifier).custody
        assert after[:-1] == before
        assert (after[-1].note.event, after[-1].note.detail) == (CustodyEvent.GIVEN_BACK, digest)
        assert after[-1].time == clock.now


def test_nothing_is_overwritten_and_a_refused_copy_is_no_event(started: Journal, tmp_path: Path) -> None:
    identifier = attach(started)
    (tmp_path / "there").write_bytes(b"mine")
    with refused(BadInput, started):
        evidence.copy_original(started, identifier, tmp_path / "there")
    assert (tmp_path / "there").read_bytes() == b"mine"
    with refused(BadInput, started):
        evidence.copy_original(started, "no-file", tmp_path / "copy")
    assert not (tmp_path / "copy").exists()
    with refused(StorageTrouble, started), unwritable(started):
        evidence.copy_original(started, identifier, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()  # nothing was done, as it was told


def damage(place: Path, how: str = "altered") -> None:
    data = bytearray(place.read_bytes())
    data[len(data) // 2] ^= 1
    if how == "gone":
        place.unlink()
    else:
        place.write_bytes(data if how == "altered" else data[:-10])


@pytest.mark.parametrize("how", ["altered", "cut", "gone"])
def test_a_damaged_file_is_never_given_out(started: Journal, tmp_path: Path, how: str) -> None:
    identifier = attach(started, b"x" * 3000)
    damage(stored(started, identifier), how)
    with refused(Damaged, started):
        evidence.copy_original(started, identifier, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()
    with refused(Damaged, started):
        evidence.read_original(started, evidence.get(started, identifier).evidence)


def test_a_file_that_is_not_the_one_in_the_record_is_never_given_out(started: Journal, tmp_path: Path) -> None:
    first, second = attach(started, b"first"), attach(started, b"second")
    swapped = changed(
        evidence.get(started, first).evidence, blob=evidence.get(started, second).evidence.blob, description="x"
    )
    with started.change() as ledger:
        ledger.append("evidence", first, swapped)
    with refused(Damaged, started) as caught:
        evidence.copy_original(started, first, tmp_path / "copy")
    assert "nothing was given out" in caught.value.message
    assert not (tmp_path / "copy").exists()
    with refused(Damaged, started):
        evidence.read_original(started, swapped)


@pytest.mark.parametrize("how", ["altered", "cut", "gone", "key gone"])
@pytest.mark.parametrize("times", [1, 2])
def test_a_good_file_takes_the_place_of_its_damaged_copy(started: Journal, how: str, times: int) -> None:
    incidents.record(started, IncidentEntry(id="second", account="x"))
    data = b"x" * 3000
    identifier = attach(started, data)
    before = evidence.get(started, identifier)
    if how == "key gone":
        evidence_store.forget_blob(started.database, before.evidence.blob)
    else:
        damage(stored(started, identifier), how)
    heard = Listens()
    new = [NewFile(name=f"{number}.txt", source=data) for number in range(times)]
    assert set(evidence.attach(started, "second", new, progress=heard)) == {identifier}
    assert heard.reports[-1] == ("Checking files", 0, 1)
    after = evidence.get(started, identifier)
    assert after.evidence.blob != before.evidence.blob
    assert after.evidence == changed(before.evidence, blob=after.evidence.blob, incidents=("first", "second"))
    assert evidence.read_original(started, after.evidence) == data
    assert [each.note.event for each in after.custody] == [CustodyEvent.ADDED, CustodyEvent.ADDED]
    assert {each.note.detail for each in after.custody} == {after.evidence.sha256}
    assert started.vault.blobs.ids() == {after.evidence.blob}
    assert audit.check_open(started).problems == ()


@pytest.mark.parametrize("broken", [(0,), (1,), (0, 1)])
def test_each_of_two_files_with_the_same_bytes_is_put_right(
    started: Journal, twins: tuple[str, str], broken: tuple[int, ...]
) -> None:
    """An import may bring one picture under two names; the second stayed damaged, however often it was added."""
    for number in broken:
        damage(stored(started, twins[number]))
    assert attach(started, picture(), "again.png") == twins[0]
    items = [evidence.get(started, each).evidence for each in twins]
    assert [evidence.read_original(started, each) for each in items] == [picture()] * 2
    assert started.vault.blobs.ids() == {each.blob for each in items}
    assert len({each.blob for each in items}) == 2
    assert audit.check_open(started).problems == ()
    erasing.erase(started, twins[0])
    assert evidence.read_original(started, items[1]) == picture()


def test_what_cannot_be_put_right_leaves_nothing(started: Journal, twins: tuple[str, str]) -> None:
    for each in twins:
        damage(stored(started, each))
    with refused(StorageTrouble, started), unwritable(started):
        attach(started, picture(), "again.png")


def test_what_another_record_needs_stays_where_a_file_is_put_in_place(started: Journal) -> None:
    first, second = attach(started, b"first"), attach(started, b"second")
    other = evidence.get(started, second).evidence
    with started.change() as ledger:
        ledger.append("evidence", first, changed(evidence.get(started, first).evidence, blob=other.blob))
    assert attach(started, b"first") == first
    assert evidence.read_original(started, evidence.get(started, first).evidence) == b"first"
    assert evidence.read_original(started, other) == b"second"


@pytest.mark.parametrize("at", ["before", "after"])
def test_a_kill_while_a_file_is_put_in_place_leaves_one_of_the_two_states(
    started: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    """The folder as it is at that moment is what a kill leaves: the damaged copy noted as such, or the good one."""
    identifier = attach(started)
    before = evidence.get(started, identifier).evidence
    damage(stored(started, identifier))
    real, copy = started.connection.execute, tmp_path / "killed"

    def execute(sql: str, parameters: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        if sql == "COMMIT" and at == "before":
            shutil.copytree(started.folder, copy)
        rows = real(sql, parameters)
        if sql == "COMMIT" and at == "after":
            shutil.copytree(started.folder, copy)
        return rows

    with monkeypatch.context() as patched:
        patched.setattr(started.connection, "execute", execute)
        assert attach(started) == identifier
    (copy / "lock").unlink(missing_ok=True)
    after = evidence.get(started, identifier).evidence
    with Journal.open(copy, PASSPHRASE) as journal:
        kept = evidence.get(journal, identifier).evidence
        assert kept == (before if at == "before" else after)
        if at == "before":
            with refused(Damaged, journal):
                evidence.read_original(journal, kept)
            assert attach(journal) == identifier
        assert evidence.read_original(journal, evidence.get(journal, identifier).evidence) == b"words"
    report = audit.check(copy, PASSPHRASE)
    assert report.problems == ()
    with Journal.open(copy, PASSPHRASE) as journal:
        assert journal.vault.blobs.ids() == {evidence.get(journal, identifier).evidence.blob}


def test_a_damaged_copy_that_cannot_be_removed_is_removed_by_a_check(
    started: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    identifier = attach(started)
    damage(stored(started, identifier))

    def fails(*_: object) -> None:
        raise StorageTrouble("The disk cannot be written to.", "Try again.")

    with monkeypatch.context() as weak:
        weak.setattr(BlobStore, "remove", fails)
        attach(started)
    assert len(started.vault.blobs.ids()) == 2
    folder = started.folder
    started.close()
    report = audit.check(folder, PASSPHRASE)
    assert (report.problems, len(report.removed)) == ((), 1)


def test_stopping_while_the_copy_there_is_read_changes_nothing(started: Journal) -> None:
    damage(stored(started, attach(started)))
    with refused(Cancelled, started):
        evidence.attach(started, "", [NewFile(name="a", source=b"words")], progress=Stops(2))


def test_what_is_said_of_a_file_can_be_revised(started: Journal) -> None:
    item = evidence.get(started, attach(started)).evidence
    count = revised(started)
    wanted = changed(item, description="A note.", sensitive=True, incidents=())
    evidence.describe(started, wanted)
    assert evidence.get(started, item.id).evidence == wanted
    assert revised(started) == count + 1
    assert incidents.get(started, "first").evidence == ()


@pytest.mark.parametrize(
    "change",
    [
        {"sha256": "0" * 64},
        {"size": 1},
        {"file_name": "other.txt"},
        {"blob": "0" * 32},
        {"media_type": "image/png"},
        {"incidents": ("nowhere",)},
        {"card": SourceCard(captured_at="then")},
        {"id": "no-file"},
    ],
)
def test_the_facts_of_a_file_stay_what_they_were(started: Journal, change: dict[str, object]) -> None:
    item = evidence.get(started, attach(started)).evidence
    with refused(BadInput, started):
        evidence.describe(started, changed(item, **change))


def test_all_files_are_listed_as_they_were_added(started: Journal) -> None:
    names = [attach(started, name.encode(), name) for name in ("c", "a", "b")]
    assert [view.evidence.id for view in evidence.everything(started)] == names
    with refused(BadInput, started):
        evidence.get(started, "no-file")


@pytest.mark.parametrize(("text", "fits"), [("2024-03-12T08:00", True), ("2024", True), ("", False), ("soon", False)])
def test_a_date_found_in_a_picture_is_offered_only_where_it_is_one(text: str, fits: bool) -> None:
    assert evidence.own_date_fits(text) is fits


@pytest.mark.parametrize("work", [lambda text: evidence.names_of([text]), lambda text: evidence.names_of([Path(text)])])
def test_a_file_goes_by_the_last_part_of_its_path(work: Callable[[str], list[NewFile]]) -> None:
    (new,) = work("/home/ida/private folder/shot.png")
    assert new == NewFile(name="shot.png", source=Path("/home/ida/private folder/shot.png"))


def test_a_file_that_was_noted_although_its_disk_failed_stays(
    started: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last sync of a transaction may fail after everything of it was kept: its files must not be taken away."""
    real = started.connection.execute

    def kept_and_failed(sql: str, parameters: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        rows = real(sql, parameters)
        if sql == "COMMIT":
            raise StorageTrouble("The disk failed.", "Try again.")
        return rows

    with monkeypatch.context() as patched:
        patched.setattr(started.connection, "execute", kept_and_failed)
        with pytest.raises(StorageTrouble):
            attach(started)
    assert audit.check_open(started).problems == ()
    assert [each.evidence.file_name for each in evidence.everything(started)] == ["note.txt"]


def test_a_file_stays_where_it_cannot_be_asked_whether_it_was_noted(
    started: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, failed = started.connection.execute, list[str]()

    def fail(sql: str, parameters: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        if sql == "COMMIT" or failed:
            failed.append(sql)
            raise StorageTrouble("The disk failed.", "Try again.")
        return real(sql, parameters)

    with monkeypatch.context() as patched:
        patched.setattr(started.connection, "execute", fail)
        with pytest.raises(StorageTrouble):
            attach(started)
    real("ROLLBACK")
    (left,) = audit.check_open(started).problems
    assert left.what == "No record knows this file."
    assert started.connection.in_doubt


def test_a_file_is_removed_where_its_transaction_did_not_come_to_its_end(
    started: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StorageTrouble("The disk failed.", "Try again.")

    with monkeypatch.context() as patched:
        patched.setattr(started.connection, "execute", fail)
        with pytest.raises(StorageTrouble):
            attach(started, incident="")
    assert audit.check_open(started).problems == ()
