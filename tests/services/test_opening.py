"""Opening where others write too: a copy, a synced folder, another version beside. Nothing is lost without a word."""

from __future__ import annotations

import errno
import os
import shutil
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from journal_app.domain.incident import IncidentEntry, Told
from journal_app.errors import Damaged, JournalError, NeedsWriting, ReadingOnly, StorageTrouble
from journal_app.services import audit, backups, evidence, incidents, interchange, opening
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.services.opening import Standing
from journal_app.store import database, folding
from journal_app.vault import synced
from journal_app.vault.connection import MemoryCopy
from journal_app.vault.keyslots import FLOOR_COST
from tests.figures import Safety

from .keeping import PASSPHRASE, Clock, on_disk, refused

Change = Callable[[Path, Path], object]


@pytest.fixture
def older(started_folder: Path, tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(started_folder, tmp_path / "older"))
    with Journal.open(folder, PASSPHRASE) as journal:
        evidence.attach(journal, "first", [NewFile(name="a.txt", source=b"a" * 5000)])
    return folder


@pytest.fixture
def folder(older: Path, tmp_path: Path) -> Path:
    """A journal in a folder that is synced, with one entry more than ``older``."""
    (tmp_path / "cloud" / ".stfolder").mkdir(parents=True)
    folder = Path(shutil.copytree(older, tmp_path / "cloud" / "journal"))
    with Journal.open(folder, PASSPHRASE) as journal:
        incidents.record(journal, IncidentEntry(id="second", account="Later."))
        evidence.attach(journal, "second", [NewFile(name="b.txt", source=b"b" * 5000)])
    return folder


def beside(name: str, of: str = "journal.db") -> Change:
    """Put the older version of a file beside the newer one, as a program that syncs does in a conflict."""

    def change(older: Path, folder: Path) -> None:
        kept = folder / name.format(id=next((older / "files").iterdir()).name)
        kept.parent.mkdir(exist_ok=True)
        kept.write_bytes((older / of).read_bytes() if (older / of).is_file() else b"half")

    return change


def put_back(*names: str) -> Change:
    """Put older versions in the place of newer ones."""

    def change(older: Path, folder: Path) -> None:
        for name in names:
            shutil.copy(older / name, folder / name)

    return change


def a_file(work: Callable[[Path], object]) -> Change:
    return lambda _, folder: work(next((folder / "files").iterdir()))


def dehydrated(place: Path) -> None:
    """As iCloud does: a small stand-in in the place of the file."""
    place.rename(place.with_name(f".{place.name}.icloud"))
    place.with_name(f".{place.name}.icloud").write_bytes(b"bplist00")


PATTERNS: dict[str, Change] = {
    "Dropbox": beside("journal (Ana Keller's conflicted copy 2026-03-01).db"),
    "Dropbox, one's own": beside("journal (conflicted copy 2026-03-01 1).db"),
    "Dropbox, Spanish": beside("journal (Copia en conflicto de Ana 2026-03-01).db"),
    "Dropbox, names": beside("journal (Case Conflict).db"),
    "Dropbox, header": beside("header (Ana's conflicted copy 2026-03-01).json", "header.json"),
    "Dropbox, second header": beside("header (Ana's conflicted copy 2026-03-01).bak", "header.bak"),
    "Dropbox, a file": beside("files/{id} (Ana's conflicted copy 2026-03-01)", "state"),
    "Syncthing": beside("journal.sync-conflict-20260301-101010-ABCDEFG.db"),
    "Syncthing, header": beside("header.sync-conflict-20260301-101010-ABCDEFG.json", "header.json"),
    "Syncthing, half a database": beside(".syncthing.journal.db.tmp", "nothing"),
    "Syncthing, half on Windows": beside("~syncthing~journal.db.tmp", "nothing"),
    "Syncthing, half a file": beside("files/.syncthing.{id}.tmp", "nothing"),
    "OneDrive": beside("journal-LAPTOP.db"),
    "OneDrive, a number": beside("journal-LAPTOP-2.db"),
    "OneDrive, half": beside("journal.db~RF1a2b3c.TMP", "nothing"),
    "Nextcloud": beside("journal (conflicted copy 2026-03-01 101010).db"),
    "Nextcloud, earlier": beside("journal_conflict-20260301-101010.db"),
    "Nextcloud, half": beside(".journal.db.~1a2b3c4d", "nothing"),
    "Nextcloud, half a file": beside("files/.{id}.~1a2b", "nothing"),
    "Google Drive": beside("journal (1).db"),
    "Google Drive, Conflict": beside("journal_conf(1).db"),
    "Google Drive, the note": beside("state (1)", "state"),
    "iCloud": beside("journal 2.db"),
    "iCloud, not here": a_file(dehydrated),
    "iCloud, database not here": beside(".journal.db.icloud", "nothing"),
    "Resilio": beside("journal.Conflict.db"),
    "Resilio, half a file": beside("files/{id}.!sync", "nothing"),
    "Seafile": beside("journal (SFConflict ana@example.org 2026-03-01-10-10-10).db"),
    "MEGA, rollback": beside("journal (1).db-journal", "nothing"),
    "a file missing": a_file(Path.unlink),
    "a file in part": a_file(lambda place: place.write_bytes(place.read_bytes()[:100])),
    "a file empty": a_file(lambda place: place.write_bytes(b"")),
    "all files missing": lambda _, folder: shutil.rmtree(folder / "files"),
    "an older database": put_back("journal.db"),
    "an older database in part": lambda older, folder: (folder / "journal.db").write_bytes(
        (older / "journal.db").read_bytes()[:-4096]
    ),
    "a database in part": lambda _, folder: (folder / "journal.db").write_bytes(
        (folder / "journal.db").read_bytes()[:-100]
    ),
    "no database": lambda _, folder: (folder / "journal.db").unlink(),
    "an empty database": lambda _, folder: (folder / "journal.db").write_bytes(b""),
    "a second folder of files": lambda older, folder: shutil.copytree(older / "files", folder / "files (1)"),
}


def lost_silently(folder: Path) -> bool:
    """Open the journal and say whether it can be written to, or is changed by opening, without a word."""
    before = {name: digest for name, digest in on_disk(folder).items() if name != "lock"}
    try:
        with Journal.open(folder, PASSPHRASE) as journal:
            if not (journal.standing.why_only_reading and journal.read_only):
                return True
            with refused(ReadingOnly):
                incidents.record(journal, IncidentEntry(account="x"))
    except StorageTrouble:
        return False
    return {name: digest for name, digest in on_disk(folder).items() if name != "lock"} != before


def test_nothing_is_lost_silently_in_a_synced_folder(
    older: Path, folder: Path, tmp_path: Path, safety: Callable[[str], Safety]
) -> None:
    silent = []
    for name, change in PATTERNS.items():
        place = Path(shutil.copytree(folder, tmp_path / "cloud" / "case"))
        change(older, place)
        if lost_silently(place):
            silent.append(name)
        shutil.rmtree(place)
    what = "patterns of synced folders: something is lost or written over without a word"
    safety("R10").found(what, full=True, ran=len(PATTERNS), broken=len(silent), wanted=len(PATTERNS))
    assert silent == []
    assert len(PATTERNS) >= 30


def test_a_build_that_ignores_them_is_caught(
    older: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, safety: Callable[[str], Safety]
) -> None:
    """The control: without looking at the folder, most of these are written over or beside without a word."""
    monkeypatch.setattr(opening, "look_at", lambda _: Standing())
    monkeypatch.setattr("journal_app.services.journal.look_at", lambda _: Standing())
    monkeypatch.setattr(synced, "foreign", lambda _: ())
    silent = 0
    for change in PATTERNS.values():
        place = Path(shutil.copytree(folder, tmp_path / "cloud" / "case"))
        change(older, place)
        silent += lost_silently(place)
        shutil.rmtree(place)
    safety("R10").control("the folder is not looked at", caught=silent > len(PATTERNS) // 2)
    assert silent > len(PATTERNS) // 2


def test_a_synced_folder_is_told_once(older: Path, folder: Path) -> None:
    with Journal.open(folder, PASSPHRASE) as journal:
        assert journal.standing.told == ()  # it was told when the journal was first opened there
    place = folder.parent / "moved"
    shutil.copytree(older, place)
    for told in (1, 0, 0):
        with Journal.open(place, PASSPHRASE) as journal:
            assert not journal.read_only
            assert len(journal.standing.notices) == told
    (folder.parent / ".stfolder").rename(folder.parent / ".dropbox")
    with Journal.open(place, PASSPHRASE) as journal:
        (sentence,) = journal.standing.notices
    assert sentence == (
        "This folder seems to be copied to an online service (Dropbox). Others with that account could copy the locked "
        "journal."
    )


def test_a_missing_file_where_nothing_syncs_does_not_close_the_journal(older: Path) -> None:
    """It will not arrive; a check names it, and the person goes on writing."""
    next((older / "files").iterdir()).unlink()
    with Journal.open(older, PASSPHRASE) as journal:
        assert not journal.read_only
        incidents.record(journal, IncidentEntry(account="x"))


def test_the_way_out_is_to_move_the_others_away(folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / "journal.db", folder / "journal (1).db")
    with Journal.open(folder, PASSPHRASE) as journal:
        (sentence,) = journal.standing.why_only_reading
        assert "journal (1).db" in sentence
    assert [problem.where for problem in audit.check(folder, PASSPHRASE).problems] == ["journal (1).db"]
    (folder / "journal (1).db").rename(tmp_path / "kept.db")
    with Journal.open(folder, PASSPHRASE) as journal:
        assert not journal.read_only


def test_many_names_are_told_in_part(folder: Path) -> None:
    for number in range(9):
        (folder / f"journal ({number}).db").write_bytes(b"")
    with Journal.open(folder, PASSPHRASE) as journal:
        (sentence,) = journal.standing.why_only_reading
    assert "journal (4).db…" in sentence


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    with Journal.open(folder, PASSPHRASE) as journal:
        backups.back_up(journal, tmp_path / "copy")
    return tmp_path / "copy"


def test_a_copy_is_read_as_it_is_and_nothing_in_it_changes(copy: Path, tmp_path: Path) -> None:
    before = on_disk(copy)
    times = {path: path.stat().st_mtime_ns for path in copy.rglob("*")}
    with Journal.open(copy, PASSPHRASE) as journal:
        assert journal.standing.is_copy
        assert journal.standing.told == ("This is a copy of a journal, so it is open for reading only.",)
        assert len(incidents.timeline(journal)) == 2
        assert incidents.get(journal, "second").entry.account == "Later."
        assert incidents.search(journal, "Later")
        interchange.export_folder(journal, tmp_path / "out")
        (view, _) = evidence.everything(journal)
        evidence.copy_original(journal, view.evidence.id, tmp_path / "a.txt")
        backups.back_up(journal, tmp_path / "copy of the copy")
        for work in (lambda: incidents.record(journal, IncidentEntry(account="x")), journal.new_recovery_key):
            with refused(ReadingOnly):
                work()
    assert audit.check(copy, PASSPHRASE).problems == ()
    assert audit.salvage(copy, PASSPHRASE, tmp_path / "saved").lost == ()
    assert on_disk(copy) == before
    assert {path: path.stat().st_mtime_ns for path in copy.rglob("*")} == times
    assert audit.check(tmp_path / "copy of the copy", PASSPHRASE).problems == ()


def test_a_copy_opens_where_nothing_can_be_written(copy: Path) -> None:
    for path in (copy, *copy.rglob("*")):
        path.chmod(0o500 if path.is_dir() else 0o400)
    with Journal.open(copy, PASSPHRASE) as journal:
        assert len(incidents.timeline(journal)) == 2
    for path in (copy, *copy.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)


def test_two_may_not_read_while_one_writes(older: Path) -> None:
    with Journal.open(older, PASSPHRASE), pytest.raises(JournalError):
        Journal.open(older, PASSPHRASE, read_only=True)


def test_checking_and_salvaging_change_nothing(older: Path, tmp_path: Path) -> None:
    """Neither mends a damaged header, nor takes the reserve again, nor notes anything."""
    (older / "header.bak").write_bytes(b"damaged")
    (older / "reserve").unlink()
    before = on_disk(older)
    assert [problem.where for problem in audit.check(older, PASSPHRASE).problems] == ["header.bak"]
    audit.salvage(older, PASSPHRASE, tmp_path / "saved")
    assert on_disk(older) == before
    Journal.open(older, PASSPHRASE).close()
    assert audit.check(older, PASSPHRASE).problems == ()


@pytest.fixture
def cut_off(older: Path, tmp_path: Path) -> Path:
    """A journal with a change that was cut off: its rollback journal is not empty."""
    with Journal.open(older, PASSPHRASE) as journal:
        journal.database.execute("PRAGMA cache_size=2")
        journal.database.execute("BEGIN IMMEDIATE")
        for number in range(60):
            journal.database.execute("INSERT INTO drafts VALUES (?, ?, '')", (str(number), "x" * 4000))
        folder = Path(shutil.copytree(older, tmp_path / "cut off"))
        journal.database.execute("ROLLBACK")
    assert (folder / "journal.db-journal").stat().st_size
    return folder


def test_a_change_that_was_cut_off_is_undone_and_said(cut_off: Path, tmp_path: Path) -> None:
    with refused(NeedsWriting):
        Journal.open(cut_off, PASSPHRASE, read_only=True)
    report = audit.check(cut_off, PASSPHRASE)
    assert report.problems == ()
    assert "undone" in report.written
    assert audit.check(cut_off, PASSPHRASE).written == ""


def test_salvage_undoes_what_was_cut_off(cut_off: Path, tmp_path: Path) -> None:
    assert audit.salvage(cut_off, PASSPHRASE, tmp_path / "saved").lost == ()
    Journal.open(cut_off, PASSPHRASE, read_only=True).close()


def test_a_copy_in_which_somebody_was_cut_off_stays_as_it_is(cut_off: Path, copy: Path) -> None:
    shutil.copy(copy / "copy.json", cut_off)
    before = on_disk(cut_off)
    with refused(NeedsWriting):
        Journal.open(cut_off, PASSPHRASE)
    with refused(NeedsWriting):
        audit.check(cut_off, PASSPHRASE)
    assert on_disk(cut_off) == before


def test_a_copy_of_an_earlier_form_says_what_to_do(copy: Path, older: Path, clock: Clock) -> None:
    with Journal.open(older, PASSPHRASE) as journal, journal.connection.transaction():
        journal.database.execute("DELETE FROM schema_version WHERE number > 1")
    shutil.copy(copy / "copy.json", older)
    with refused(NeedsWriting):
        Journal.open(older, PASSPHRASE, clock=clock)


@pytest.mark.parametrize("closed", ["the folder", "the lock"])
def test_what_cannot_be_written_where_it_lies_is_open_for_reading(
    older: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closed: str
) -> None:
    """A journal on a write-protected stick could not be read at all."""
    before, asked, opened = on_disk(older), os.access, os.open

    def access(path: Path, mode: int) -> bool:
        inside = str(path).startswith(str(older)) and (closed == "the folder" or str(path).endswith("lock"))
        return asked(path, mode) and not (mode & os.W_OK and inside)

    def no_writing(path: str | Path, flags: int, *mode: int, **more: int) -> int:
        if str(path).startswith(str(older)) and flags & (os.O_RDWR | os.O_WRONLY | os.O_CREAT):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return opened(path, flags, *mode, **more)

    with monkeypatch.context() as patched:
        patched.setattr(os, "access", access)
        patched.setattr(os, "open", no_writing)
        with Journal.open(older, PASSPHRASE) as journal:
            (told,) = journal.standing.told
            assert told.startswith("Nothing can be written where this journal lies")
            assert [row.id for row in incidents.timeline(journal)] == ["first"]
            evidence.copy_original(journal, evidence.everything(journal)[0].evidence.id, tmp_path / "given")
            with refused(ReadingOnly):
                incidents.record(journal, IncidentEntry(account="Later."))
    assert (tmp_path / "given").read_bytes() == b"a" * 5000
    assert on_disk(older) == before


def test_a_vault_whose_lock_is_gone_can_be_written(older: Path) -> None:
    (older / "lock").unlink()
    assert opening.look_at(older).why_only_reading == ()


@pytest.mark.parametrize("name", ["state", "unfinished"])
def test_a_note_without_an_end_is_read_in_part(older: Path, name: str) -> None:
    """It was read whole, which ended opening and the check for want of memory."""
    (older / name).touch()
    os.truncate(older / name, 1 << 40)
    tracemalloc.start()
    told = [problem.where for problem in audit.check(older, PASSPHRASE).problems]
    with Journal.open(older, PASSPHRASE) as journal:
        assert incidents.get(journal, "first").entry.account
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert told == (["state"] if name == "state" else [])
    assert most < 1 << 29


def an_earlier_version(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program be the one whose schema had so many steps: it folded nothing before the fifth."""
    monkeypatch.setattr(database, "_own_migrations", lambda: database.migrations()[:number])
    monkeypatch.setattr(folding, "keep", lambda *_: None)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_copy_of_an_earlier_form_is_read_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock, number: int
) -> None:
    """It had to be restored first, though a copy is said to be read as it is."""
    copy = tmp_path / "copy"
    with monkeypatch.context() as patched:
        an_earlier_version(number, patched)
        made, _ = Journal.create(tmp_path / "journal", PASSPHRASE, clock=clock, cost=FLOOR_COST)
        with made:
            entry = IncidentEntry(
                id="i", account="Ёлка стояла", occurred="2024-03", told=(Told(person="", when="2024-04"),)
            )
            incidents.record(made, entry)
            incidents.record(made, IncidentEntry(id="gone", account="Removed."))
            incidents.remove(made, "gone")
            [file] = evidence.attach(made, "i", [NewFile(name="a.txt", source=b"a" * 5000)])
            backups.back_up(made, copy)
    before = on_disk(copy)
    with Journal.open(copy, PASSPHRASE, clock=clock) as journal:
        assert journal.read_only
        assert journal.standing.told == ("This is a copy of a journal, so it is open for reading only.",)
        assert [row.id for row in incidents.timeline(journal)] == ["i"]
        assert incidents.get(journal, "i").entry == entry
        assert [hit.id for hit in incidents.search(journal, "елка").hits] == ["i"]
        assert journal.database.execute("SELECT tellings FROM current WHERE tellings") == [(1,)]
        with evidence.original(journal, evidence.get(journal, file).evidence) as stream:
            assert stream.read() == b"a" * 5000
        assert interchange.export_folder(journal, tmp_path / "out").incidents == 1
        for change in (
            lambda: incidents.remove(journal, "i"),
            lambda: journal.database.execute("DELETE FROM drafts"),
        ):
            with pytest.raises(StorageTrouble):
                change()
        assert audit.check_open(journal).problems == ()
    report = audit.check(copy, PASSPHRASE)
    assert (report.problems, report.written) == ((), "")
    assert on_disk(copy) == before


def test_what_is_wrong_on_the_disk_of_an_earlier_form_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    folder = tmp_path / "journal"
    with monkeypatch.context() as patched:
        an_earlier_version(4, patched)
        Journal.create(folder, PASSPHRASE, clock=clock, cost=FLOOR_COST)[0].close()
    with Journal.open(folder, PASSPHRASE, read_only=True) as journal:
        data = bytearray((folder / "journal.db").read_bytes())
        data[-3000] ^= 1
        (folder / "journal.db").write_bytes(data)
        assert {each.where for each in audit.check_open(journal).problems} == {"database"}
    with refused(Damaged):
        Journal.open(folder, PASSPHRASE, read_only=True)
    assert audit.check(folder, PASSPHRASE).problems


def test_nothing_planted_acts_in_what_an_earlier_version_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    folder = tmp_path / "journal"
    with monkeypatch.context() as patched:
        an_earlier_version(4, patched)
        with Journal.create(folder, PASSPHRASE, clock=clock, cost=FLOOR_COST)[0] as journal:
            journal.database.execute(
                "CREATE TRIGGER planted AFTER INSERT ON schema_version BEGIN DELETE FROM drafts; END"
            )
    with refused(NeedsWriting):
        Journal.open(folder, PASSPHRASE, read_only=True)


def test_a_form_that_cannot_be_brought_up_to_date_leaves_nothing_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    folder = tmp_path / "journal"
    with monkeypatch.context() as patched:
        an_earlier_version(4, patched)
        Journal.create(folder, PASSPHRASE, clock=clock, cost=FLOOR_COST)[0].close()
    closed: list[object] = []
    close = MemoryCopy.close

    def noted(self: MemoryCopy) -> None:
        closed.append(self)
        close(self)

    def full(*_: object) -> None:
        raise StorageTrouble("Memory is full.", "Close other programs.")

    monkeypatch.setattr(MemoryCopy, "close", noted)
    monkeypatch.setattr(folding, "keep_all", full)
    with refused(StorageTrouble):
        Journal.open(folder, PASSPHRASE, read_only=True)
    assert len(closed) == 1
