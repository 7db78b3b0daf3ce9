"""What an interruption leaves is told from damage, and removed where all else is as it was saved: never by a guess."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from journal_app.errors import StorageTrouble
from journal_app.services import audit, backups, evidence
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.vault import leftovers

from .keeping import PASSPHRASE, on_disk

HALTS = """
import sys
from pathlib import Path
from journal_app.services import evidence
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.store import evidence as store
def halt(*_):
    print("taken in", flush=True)
    sys.stdin.read()
store.put_blob = halt
with Journal.open(Path(sys.argv[1]), sys.argv[2]) as journal:
    evidence.attach(journal, "first", [NewFile(name="a", source=b"a"), NewFile(name="b", source=b"b" * 100_000)])
"""


@pytest.fixture
def cut_off(started_folder: Path, tmp_path: Path) -> Path:
    """A journal with one file, whose writer was killed after two more were written and before a record knew them."""
    folder = Path(shutil.copytree(started_folder, tmp_path / "cut off"))
    with Journal.open(folder, PASSPHRASE) as journal:
        evidence.attach(journal, "first", [NewFile(name="kept", source=b"kept")])
    with subprocess.Popen(
        [sys.executable, "-c", HALTS, folder, PASSPHRASE], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"taken in\n"
        writer.kill()
    for name in ("state.part", "header.json.part", "files/" + "0" * 32 + ".part"):
        (folder / name).write_bytes(b"half")
    return folder


def stored(folder: Path) -> int:
    return len(list((folder / "files").iterdir()))


def test_what_an_interruption_left_is_no_damage_and_is_removed(cut_off: Path) -> None:
    assert stored(cut_off) == 4
    report = audit.check(cut_off, PASSPHRASE)
    assert (report.problems, report.left) == ((), ())
    assert len(report.removed) == 5
    assert stored(cut_off) == 1
    assert not (cut_off / "unfinished").exists()
    assert not list(cut_off.glob("**/*.part"))
    before = on_disk(cut_off)
    again = audit.check(cut_off, PASSPHRASE)
    assert (again.problems, again.left, again.removed) == ((), (), ())
    assert on_disk(cut_off) == before
    with Journal.open(cut_off, PASSPHRASE) as journal:
        (view,) = evidence.everything(journal)
        assert evidence.read_original(journal, view.evidence) == b"kept"


def test_an_open_journal_is_only_told(cut_off: Path) -> None:
    with Journal.open(cut_off, PASSPHRASE) as journal:
        evidence.attach(journal, "first", [NewFile(name="more", source=b"more")])
        report = audit.check_open(journal)
    assert (report.problems, len(report.left), report.removed) == ((), 5, ())
    assert audit.check(cut_off, PASSPHRASE).problems == ()
    assert stored(cut_off) == 2


def test_what_is_left_stays_where_anything_is_damaged(cut_off: Path) -> None:
    with Journal.open(cut_off, PASSPHRASE) as journal, journal.connection.transaction():
        journal.database.execute("DROP TRIGGER revisions_stay")
        journal.database.execute("UPDATE revisions SET salt = zeroblob(16) WHERE kind = 'impact'")
    report = audit.check(cut_off, PASSPHRASE)
    assert report.problems
    assert len(report.left) == 5
    assert stored(cut_off) == 4


def test_a_file_that_was_not_noted_is_never_removed(cut_off: Path) -> None:
    """It may belong to a newer database, and then it is evidence."""
    shutil.copy(next((cut_off / "files").iterdir()), cut_off / "files" / ("f" * 32))
    report = audit.check(cut_off, PASSPHRASE)
    assert [problem.where for problem in report.problems] == ["files/" + "f" * 32]
    assert report.removed == ()
    assert stored(cut_off) == 5


def test_what_is_left_stays_in_a_synced_folder(cut_off: Path, tmp_path: Path) -> None:
    """Another computer may be in the middle of taking these files in."""
    folder = cut_off.rename(tmp_path / "Dropbox")
    report = audit.check(folder, PASSPHRASE)
    assert (report.problems, len(report.left), report.removed) == ((), 5, ())
    assert stored(folder) == 4


def test_what_is_left_stays_where_other_versions_lie_beside(cut_off: Path) -> None:
    shutil.copy(cut_off / "journal.db", cut_off / "journal (conflicted copy).db")
    report = audit.check(cut_off, PASSPHRASE)
    assert report.removed == ()
    assert stored(cut_off) == 4


def test_what_cannot_be_removed_is_told_as_left(cut_off: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> tuple[str, ...]:
        raise StorageTrouble("", "")

    monkeypatch.setattr(leftovers, "sweep", refuse)
    report = audit.check(cut_off, PASSPHRASE)
    assert (report.problems, len(report.left), report.removed) == ((), 5, ())


def test_a_copy_takes_nothing_with_it_that_was_left(cut_off: Path, tmp_path: Path) -> None:
    with Journal.open(cut_off, PASSPHRASE) as journal:
        backups.back_up(journal, tmp_path / "copy")
    report = audit.check(tmp_path / "copy", PASSPHRASE)
    assert (report.problems, report.left, report.removed) == ((), (), ())


def test_a_build_that_cannot_tell_calls_it_damage(cut_off: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without the note of what was being taken in, nothing tells what is left from what is lost."""
    (cut_off / "unfinished").unlink()
    assert len(audit.check(cut_off, PASSPHRASE).problems) == 2
