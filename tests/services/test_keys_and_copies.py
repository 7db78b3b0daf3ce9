"""A new vault key, and what tells older parts, copies and leftovers apart: neither takes the other for damage."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from journal_app.domain.incident import IncidentEntry
from journal_app.errors import Damaged, NeedsWriting, ReadingOnly, WrongSecret
from journal_app.services import anchors, audit, backups, evidence, incidents, keys
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.services.opening import look_at
from journal_app.services.outside import OtherCopy, Slip
from journal_app.store import drafts
from journal_app.vault import known_state, settling
from journal_app.vault.keyslots import FLOOR_COST
from journal_app.vault.rekey import NewKey
from tests.faults.stopping import stopped_after

from .keeping import PASSPHRASE, on_disk, refused

NEW = "words that nobody learned"
HEADERS = ("header.json", "header.bak")


@pytest.fixture
def older(started_folder: Path, tmp_path: Path) -> Path:
    """A journal with a file; killed while a second one was taken in, which no record knows."""
    folder = Path(shutil.copytree(started_folder, tmp_path / "open"))
    with Journal.open(folder, PASSPHRASE) as journal:
        evidence.attach(journal, "first", [NewFile(name="kept", source=b"kept")])
        journal.vault.blobs.add(io.BytesIO(b"left"))
        return Path(shutil.copytree(folder, tmp_path / "older"))


@pytest.fixture
def newer(older: Path, tmp_path: Path) -> Path:
    """The same journal under a new vault key, opened by NEW."""
    folder = Path(shutil.copytree(older, tmp_path / "newer"))
    new_key(folder)
    return folder


def new_key(folder: Path, current: str = PASSPHRASE, new: str = NEW) -> None:
    with Journal.open(folder, current) as journal:
        keys.new_vault_key(journal, current, new)


def decided(older: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the journal as it is when the power fails right after its new vault key was decided on."""
    shutil.copytree(older, target)

    def broken(*_: object) -> None:
        raise OSError(5, "")

    with monkeypatch.context() as patched:
        patched.setattr(settling, "write_whole", broken)
        with refused(keys.NotFinished):
            new_key(target)
    return target


def not_decided(older: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the journal as it is when all of a new vault key is made ready, and not decided on."""
    folder = Path(shutil.copytree(older, target.with_name("work")))
    before = NewKey.commit

    def commit(self: NewKey) -> None:
        shutil.copytree(folder, target)
        before(self)

    with monkeypatch.context() as patched:
        patched.setattr(NewKey, "commit", commit)
        new_key(folder)
    return target


def made_ready(folder: Path) -> list[str]:
    return sorted(name for name in on_disk(folder) if name.endswith(".new"))


def whole(folder: Path, passphrase: str) -> None:
    """Check that nothing is amiss, that what a kill left is known as that, and that all is read."""
    report = audit.check(folder, passphrase)
    assert (report.problems, report.left, report.written) == ((), (), "")
    with Journal.open(folder, passphrase) as journal:
        assert journal.standing.told == ()
        assert incidents.get(journal, "first").entry.account.startswith("He asked")
        (kept,) = evidence.everything(journal)
        assert evidence.read_original(journal, kept.evidence) == b"kept"
        assert journal.vault.header.generation == noted(journal)
    assert made_ready(folder) == []


def noted(journal: Journal) -> int:
    state = known_state.read(journal.folder, journal.vault.seals)
    assert state is not None
    return state.generation


# ---- nothing is taken for a rollback, and a rollback is named


def test_a_new_vault_key_is_no_rollback(newer: Path) -> None:
    report = audit.check(newer, NEW)
    assert (report.problems, len(report.removed)) == ((), 1)  # what a kill left before is known under the new key too
    whole(newer, NEW)
    with Journal.open(newer, NEW) as journal:
        journal.change_passphrase("later words")
    new_key(newer, "later words", "last words")
    whole(newer, "last words")


def test_what_a_kill_left_is_known_in_the_same_session(older: Path) -> None:
    with Journal.open(older, PASSPHRASE) as journal:
        keys.new_vault_key(journal, PASSPHRASE, NEW)
        assert len(audit.check_open(journal).left) == 1
        evidence.attach(journal, "first", [NewFile(name="more", source=b"more")])
        assert audit.check_open(journal).problems == ()
    assert len(audit.check(older, NEW).removed) == 1


def test_where_nothing_was_left_there_is_no_note_of_it(started: Journal) -> None:
    evidence.attach(started, "first", [NewFile(name="kept", source=b"kept")])
    keys.new_vault_key(started, PASSPHRASE, NEW)
    assert not (started.folder / "unfinished").exists()
    assert audit.check_open(started).problems == ()


def test_a_journal_of_an_earlier_version_gets_its_note_with_the_key(older: Path) -> None:
    (older / "state").unlink()
    with Journal.open(older, PASSPHRASE) as journal:
        (older / "state").unlink()
        journal.database.execute("DELETE FROM preferences WHERE name = 'header-generation'")
        keys.new_vault_key(journal, PASSPHRASE, NEW)
        assert drafts.preference(journal.database, "header-generation") == [2, 0]
        assert audit.check_open(journal).problems == ()


def test_a_build_that_seals_nothing_anew_is_caught(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Journal.open(older, PASSPHRASE) as journal:
        monkeypatch.setattr(NewKey, "_make_notes_ready", lambda *_: None)
        keys.new_vault_key(journal, PASSPHRASE, NEW)
        found = {problem.where for problem in audit.check_open(journal).problems}
    assert "state" in found
    assert any(where.startswith("files/") for where in found)


def test_a_build_that_binds_nothing_anew_is_caught(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Journal.open(older, PASSPHRASE) as journal:
        monkeypatch.setattr(keys.latest, "bound_to", lambda _: lambda _: None)
        keys.new_vault_key(journal, PASSPHRASE, NEW)
        assert [problem.where for problem in audit.check_open(journal).problems] == ["database"]


def test_a_header_from_before_the_key_is_named(older: Path, newer: Path) -> None:
    kept = {name: (newer / name).read_bytes() for name in HEADERS}
    for name in HEADERS:
        shutil.copy(older / name, newer / name)
    before = on_disk(newer)
    with refused(Damaged) as caught:
        Journal.open(newer, PASSPHRASE)
    report = audit.check(newer, PASSPHRASE)
    assert [problem.what for problem in report.problems] == [caught.value.message]
    assert "not of one time" in caught.value.message
    with refused(WrongSecret):
        Journal.open(newer, NEW)
    assert before.items() <= {**on_disk(newer)}.items()
    for name, data in kept.items():
        (newer / name).write_bytes(data)
    Journal.open(newer, NEW).close()


@pytest.mark.parametrize("name", HEADERS)
def test_one_header_from_before_the_key_locks_nobody_out(older: Path, newer: Path, name: str) -> None:
    shutil.copy(older / name, newer / name)
    other = (newer / HEADERS[1 - HEADERS.index(name)]).read_bytes()
    with refused(Damaged):
        Journal.open(newer, PASSPHRASE)
    assert (newer / HEADERS[1 - HEADERS.index(name)]).read_bytes() == other
    assert [each.where for each in audit.check(newer, NEW).problems] == ["header.json, header.bak; header.json: MAC"]
    Journal.open(newer, NEW).close()
    audit.check(newer, NEW)
    whole(newer, NEW)


def test_a_database_from_before_the_key_is_named(older: Path, newer: Path) -> None:
    for names, said in ((("journal.db",), "not as it was saved"), (("state",), "not of one time")):
        for name in names:
            shutil.copy(older / name, newer / name)
        with refused(Damaged) as caught:
            Journal.open(newer, NEW)
        assert said in caught.value.message
        assert len(audit.check(newer, NEW).problems) == 1


def test_a_note_from_before_the_key_is_named(older: Path, newer: Path) -> None:
    shutil.copy(older / "state", newer / "state")
    assert [problem.where for problem in audit.check(newer, NEW).problems] == ["state"]


def test_a_whole_folder_from_before_the_key_shows_against_a_slip(older: Path, newer: Path) -> None:
    with Journal.open(newer, NEW) as journal:
        incidents.record(journal, IncidentEntry(account="Later."))
        head = anchors.current_head(journal).head
    found = audit.check(older, PASSPHRASE, outside=[Slip(size=head.size, root=head.root[:8])])
    assert [problem.where for problem in found.problems] == ["fingerprint slip"]
    assert audit.check(newer, NEW, outside=[Slip(size=head.size, root=head.root[:8])]).problems == ()


def test_a_later_header_is_gone_beyond(older: Path) -> None:
    """Where an older header was put back in one place, what is written next is above both."""
    with Journal.open(older, PASSPHRASE) as journal:
        kept = (older / "header.json").read_bytes()
        journal.vault.change_passphrase("second words", cost=FLOOR_COST)
        journal.vault.change_passphrase("third words", cost=FLOOR_COST)
    (older / "header.json").write_bytes(kept)
    with Journal.open(older, PASSPHRASE) as journal:
        assert (journal.vault.header.generation, journal.vault.least_generation) == (1, 3)
        keys.new_vault_key(journal, PASSPHRASE, NEW)
        assert journal.vault.header.generation == 4
    audit.check(older, NEW)
    whole(older, NEW)


# ---- copies and key files


def test_a_copy_is_read_with_its_key_file_and_nothing_in_it_changes(older: Path, tmp_path: Path) -> None:
    key, copy = tmp_path / "key", tmp_path / "copy"
    with Journal.open(older, PASSPHRASE) as journal:
        backups.back_up(journal, tmp_path / "before")
        keys.add_key_file(journal, PASSPHRASE, key)
        keys.new_vault_key(journal, PASSPHRASE, NEW)
        backups.back_up(journal, copy)
    before = on_disk(copy)
    with refused(WrongSecret):
        Journal.open(copy, NEW)
    with Journal.open(copy, NEW, key_file=key) as journal:
        assert journal.read_only
        assert incidents.get(journal, "first").entry.account.startswith("He asked")
        for change in changes(journal, tmp_path / "another"):
            with refused(ReadingOnly, journal):
                change()
        assert not (tmp_path / "another").exists()
    assert audit.check(copy, NEW, key_file=key).problems == ()
    assert audit.salvage(copy, NEW, tmp_path / "saved", key_file=key).lost == ()
    assert on_disk(copy) == before
    for given in (None, tmp_path / "copy" / "journal.db"):
        with refused(WrongSecret):
            backups.restore(copy, tmp_path / "back", passphrase=NEW, key_file=given)
        assert not (tmp_path / "back").exists()
    made = backups.restore(copy, tmp_path / "back", passphrase=NEW, key_file=key)
    assert made.proof is backups.Proof.OPENED
    assert audit.check(tmp_path / "back", NEW, key_file=key).problems == ()
    compared = audit.check(older, NEW, key_file=key, outside=[OtherCopy(folder=copy)])
    assert compared.problems == ()
    compared = audit.check(older, NEW, key_file=key, outside=[OtherCopy(folder=tmp_path / "before")])
    assert "not compared" in compared.problems[0].what  # it is of the vault key before
    with Journal.open(tmp_path / "before", PASSPHRASE) as journal:
        assert journal.read_only


def changes(journal: Journal, key: Path) -> list[Callable[[], object]]:
    return [
        lambda: keys.new_vault_key(journal, NEW, "other words"),
        lambda: keys.change_passphrase(journal, NEW, "other words"),
        lambda: keys.add_key_file(journal, NEW, key),
        lambda: keys.remove_key_file(journal, NEW),
    ]


# ---- a new vault key that was cut off


def test_what_is_decided_is_not_read_before_it_is_finished(
    older: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = decided(older, tmp_path / "decided", monkeypatch)
    before = on_disk(folder)
    for secret in (PASSPHRASE, NEW):
        with refused(NeedsWriting):
            Journal.open(folder, secret, read_only=True)
    with refused(NeedsWriting):
        Journal.check_recovery_key(folder, "0000-0000-0000-0000-0000-0000-0000-0000-00")
    for name in ("copy.json", "journal (conflicted copy).db"):
        (folder / name).write_bytes(b"")
        for look in (Journal.open, audit.check):
            with refused(NeedsWriting):
                look(folder, NEW)  # type: ignore[operator]
        (folder / name).unlink()
    assert on_disk(folder) == before
    assert look_at(folder).told == ()
    report = audit.check(folder, NEW)
    assert (report.problems, len(report.removed)) == ((), 1)
    assert "undone or finished" in report.written
    whole(folder, NEW)


def test_salvage_finishes_what_is_decided(older: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = decided(older, tmp_path / "decided", monkeypatch)
    assert audit.salvage(folder, NEW, tmp_path / "saved").lost == ()
    audit.check(folder, NEW)
    whole(folder, NEW)


def test_sweeping_keeps_what_was_made_ready(older: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = not_decided(older, tmp_path / "ready", monkeypatch)
    ready = made_ready(folder)
    assert [name for name in ready if "/" not in name] == ["journal.db.new", "state.new", "unfinished.new"]
    (folder / "header.new.part").write_bytes(b"half")
    (folder / "state.part").write_bytes(b"half")
    assert look_at(folder).told == ()
    with Journal.open(folder, PASSPHRASE, read_only=True) as journal:
        assert incidents.get(journal, "first").entry.account.startswith("He asked")
    report = audit.check(folder, PASSPHRASE)
    assert (report.problems, report.left, report.removed[0], len(report.removed)) == ((), (), "state.part", 2)
    assert made_ready(folder) == ready
    assert (folder / "header.new.part").exists()
    assert audit.salvage(folder, PASSPHRASE, tmp_path / "saved").lost == ()
    Journal.open(folder, PASSPHRASE).close()
    assert [name for name in on_disk(folder) if ".new" in name] == []
    whole(folder, PASSPHRASE)


def test_killed_anywhere_it_ends_as_one_of_both(older: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = decided(older, tmp_path / "decided", monkeypatch)

    for stop in range(60):
        place = Path(shutil.copytree(folder, tmp_path / f"stopped {stop}"))
        if not stopped_after(monkeypatch, place, stop, KeyboardInterrupt):
            break
        if stop % 2:
            report = audit.check(place, NEW)
            assert (report.problems, len(report.removed)) == ((), 1)
        else:
            Journal.open(place, NEW).close()
            assert len(audit.check(place, NEW).removed) == 1
        whole(place, NEW)
        with refused(WrongSecret):
            Journal.open(place, PASSPHRASE)
        shutil.rmtree(place)
    assert stop > 10
