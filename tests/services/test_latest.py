"""Older parts of a journal put under newer ones, and the whole of it put back: each is named, and nothing is added."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from journal_app.domain.incident import IncidentEntry
from journal_app.errors import BadInput, ReadingOnly, StorageTrouble, WrongSecret
from journal_app.services import anchors, audit, backups, evidence, incidents, latest, outside
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.services.outside import OtherCopy, Slip
from journal_app.store import drafts
from journal_app.vault import known_state
from journal_app.vault.vault import Vault
from tests import figures

from .keeping import PASSPHRASE, on_disk, refused

NEW = "another passphrase for tests"
HEADERS = ("header.json", "header.bak")


@pytest.fixture
def older(started_folder: Path, tmp_path: Path) -> Path:
    """The journal as it once was, opened by PASSPHRASE."""
    return Path(shutil.copytree(started_folder, tmp_path / "older"))


@pytest.fixture
def newer(older: Path, tmp_path: Path) -> Path:
    """The same journal later: one entry and one file more, opened by NEW."""
    folder = Path(shutil.copytree(older, tmp_path / "newer"))
    with Journal.open(folder, PASSPHRASE) as journal:
        incidents.record(journal, IncidentEntry(id="second", account="Later."))
        evidence.attach(journal, "second", [NewFile(name="a.txt", source=b"a")])
        journal.change_passphrase(NEW)
    return folder


def put_back(names: tuple[str, ...], older: Path, newer: Path) -> None:
    for name in names:
        if (older / name).is_dir():
            shutil.rmtree(newer / name)
            shutil.copytree(older / name, newer / name)
        else:
            shutil.copy(older / name, newer / name)


def found(folder: Path, passphrase: str, **known: object) -> dict[str, str]:
    before = {name: digest for name, digest in on_disk(folder).items() if name != "lock"}
    report = audit.check(folder, passphrase, **known)  # type: ignore[arg-type]
    assert {name: digest for name, digest in on_disk(folder).items() if name != "lock"} == before
    return {problem.where: problem.what for problem in report.problems}


PUT_BACK, CUT = "put back", "cut"  # the two figures
WHAT = {
    PUT_BACK: "older or other parts, or the whole of an older journal where a later state is known: not named",
    CUT: "parts of a journal cut, taken away or there twice: not named",
}


def named(part: str, told: dict[str, str]) -> dict[str, str]:
    """Keep as a figure whether a check named anything, and return what it did."""
    figures.tell("R7", part, full=True, ran=1, broken=int(not told), what=WHAT[part])
    return told


def size(folder: Path, passphrase: str) -> int:
    with Journal.open(folder, passphrase, read_only=True) as journal:
        return latest.current(journal.database, 0).size


def test_a_journal_of_one_time_is_clean(older: Path, newer: Path) -> None:
    assert found(older, PASSPHRASE) == {}
    assert found(newer, NEW) == {}


def test_an_older_database_under_a_newer_header_is_named(older: Path, newer: Path) -> None:
    here, known = size(older, PASSPHRASE), size(newer, NEW)
    put_back(("journal.db",), older, newer)
    told = named(PUT_BACK, found(newer, NEW))
    assert told["database"] == "This is older than the header. What was recorded later is not in it."
    assert told["journal.db"] == (
        f"This is an older copy of the journal. The latest known state had {known} saved versions; this one has {here}."
    )


def test_an_older_database_under_the_very_same_header_is_named(older: Path, tmp_path: Path) -> None:
    kept = Path(shutil.copytree(older, tmp_path / "kept"))
    with Journal.open(older, PASSPHRASE) as journal:
        incidents.record(journal, IncidentEntry(id="second", account="Later."))
    put_back(("journal.db",), kept, older)
    assert set(named(PUT_BACK, found(older, PASSPHRASE))) == {"journal.db"}


def test_an_older_header_over_a_newer_database_is_named(older: Path, newer: Path) -> None:
    put_back(HEADERS, older, newer)
    with refused(WrongSecret):
        audit.check(newer, NEW)
    told = named(PUT_BACK, found(newer, PASSPHRASE))
    assert told == {
        "header": "This is older than the database. An earlier passphrase or recovery sheet may open it again."
    }


def test_an_older_pair_under_newer_files_is_named(older: Path, newer: Path) -> None:
    """What no record knows and was not being taken in may belong to a newer database: it is neither left nor swept."""
    put_back((*HEADERS, "journal.db", "state"), older, newer)
    (what,) = named(PUT_BACK, found(newer, PASSPHRASE)).values()
    assert what == "No record knows this file."
    assert len(list((newer / "files").iterdir())) == 1


def test_an_older_pair_under_newer_files_is_told_at_opening(older: Path, newer: Path) -> None:
    """Nothing else shows that what was written since is gone, and the person would go on without it."""
    with Journal.open(newer, NEW) as journal:
        assert journal.standing.told == ()
    put_back((*HEADERS, "journal.db", "state"), older, newer)
    with Journal.open(newer, PASSPHRASE) as journal:
        (told,) = journal.standing.told
        assert "none of its records knows: 1." in told
        assert not journal.read_only


@pytest.mark.parametrize("gone", ["one", "all", "the folder"])
def test_files_that_are_missing_are_told_at_opening(newer: Path, gone: str) -> None:
    if gone == "the folder":
        shutil.rmtree(newer / "files")
    else:
        with Journal.open(newer, NEW) as journal:
            evidence.attach(journal, "second", [NewFile(name="b.txt", source=b"b")])
        for path in sorted((newer / "files").iterdir())[: 1 if gone == "one" else None]:
            path.unlink()
    with Journal.open(newer, NEW) as journal:
        (told,) = journal.standing.told
        assert f"are not in its folder: {2 if gone == 'all' else 1}." in told
        assert not journal.read_only


def test_what_a_kill_left_is_not_told_as_a_sign_of_an_older_state(newer: Path) -> None:
    journal = Journal.open(newer, NEW)
    journal.vault.blobs.add(io.BytesIO(b"half way"))
    journal._connection.close()  # as a kill does, without what closing writes
    journal._vault._lock.release()
    for _ in range(2):
        with Journal.open(newer, NEW) as journal:
            assert journal.standing.told == ()


def test_the_note_alone_put_back_or_taken_away(older: Path, newer: Path) -> None:
    (newer / "state").unlink()
    assert set(found(newer, NEW)) == {"state"}
    put_back(("state",), older, newer)
    assert found(newer, NEW) == {}  # as after a crash: it says less than the database knows, which costs nothing
    (newer / "state").write_bytes(b"damaged")
    assert set(found(newer, NEW)) == {"state"}


def test_another_history_is_named(older: Path, tmp_path: Path) -> None:
    """Two copies of one folder were written in, and the database of one came under the note of the other."""
    other = Path(shutil.copytree(older, tmp_path / "other"))
    for folder, account in ((older, "One."), (other, "Another.")):
        with Journal.open(folder, PASSPHRASE) as journal:
            incidents.record(journal, IncidentEntry(account=account))
    put_back(("journal.db",), other, older)
    assert named(PUT_BACK, found(older, PASSPHRASE)) == {"journal.db": latest.other_history()}


@pytest.mark.parametrize("names", [("journal.db", "files"), HEADERS])
def test_a_build_that_binds_nothing_says_nothing(
    older: Path, newer: Path, names: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what is named above is named by the binding alone."""
    put_back(names, older, newer)
    passphrase = PASSPHRASE if names == HEADERS else NEW
    assert found(newer, passphrase)
    monkeypatch.setattr(latest, "mismatches", lambda *_: ())
    unnamed = found(newer, passphrase) == {}
    figures.caught("R7", "nothing is bound to anything", by=int(unnamed), part=PUT_BACK)
    assert unnamed


@pytest.fixture
def known(newer: Path, tmp_path: Path) -> dict[str, object]:
    """What is known of the newer state outside it: a slip, and a backup."""
    with Journal.open(newer, NEW) as journal:
        head = anchors.current_head(journal).head
        backups.back_up(journal, tmp_path / "backup")
    return {"slip": Slip(size=head.size, root=head.root[:16]), "copy": OtherCopy(folder=tmp_path / "backup")}


@pytest.mark.parametrize("kind", ["slip", "copy"])
def test_a_whole_older_folder_is_named_where_a_later_state_is_known(
    older: Path, newer: Path, known: dict[str, object], kind: str
) -> None:
    here, there = size(older, PASSPHRASE), size(newer, NEW)
    assert found(newer, NEW, outside=[known[kind]]) == {}
    assert found(older, PASSPHRASE) == {}  # the control: nothing inside it can tell
    (what,) = named(PUT_BACK, found(older, PASSPHRASE, outside=[known[kind]])).values()
    assert what == (
        f"This is an older copy of the journal. The latest known state had {there} saved versions; this one has {here}."
    )


@pytest.mark.parametrize("kind", ["slip", "copy"])
def test_another_history_is_named_where_a_state_of_this_one_is_known(
    older: Path, newer: Path, known: dict[str, object], kind: str
) -> None:
    with Journal.open(older, PASSPHRASE) as journal:
        for number in range(20):
            incidents.record(journal, IncidentEntry(account=f"Entry {number}."))
    (what,) = named(PUT_BACK, found(older, PASSPHRASE, outside=[known[kind]])).values()
    assert what == latest.other_history()


def test_an_earlier_known_state_is_no_problem(newer: Path, known: dict[str, object]) -> None:
    with Journal.open(newer, NEW) as journal:
        incidents.record(journal, IncidentEntry(account="One more."))
    assert found(newer, NEW, outside=list(known.values())) == {}
    assert found(newer, NEW, outside=[Slip(size=0, root="")]) == {}


def test_a_copy_of_another_journal_is_not_compared(newer: Path, tmp_path: Path) -> None:
    (what,) = found(newer, NEW, outside=[OtherCopy(folder=tmp_path / "missing")]).values()
    assert "not compared" in what


def test_a_slip_is_read_as_it_is_typed() -> None:
    assert outside.slip(["12", "AB12", "cd34"]) == Slip(size=12, root="ab12cd34")
    assert outside.slip(["12", "ab12-cd34 ef56"]) == Slip(size=12, root="ab12cd34ef56")
    for words in ([], ["12"], ["12", "ab12"], ["x", "ab12", "cd34"], ["12", "gg12", "cd34"], ["12", "ab12" * 17],
                  ["-1", "ab12", "cd34"], ["²", "ab12", "cd34"]):  # fmt: skip
        with refused(BadInput):
            outside.slip(words)


def test_nothing_is_added_to_a_database_that_is_behind(older: Path, newer: Path) -> None:
    put_back(("journal.db",), older, newer)
    before = {name: digest for name, digest in on_disk(newer).items() if name != "lock"}
    with Journal.open(newer, NEW) as journal:
        assert journal.read_only
        assert any("older copy" in sentence for sentence in journal.standing.why_only_reading)
        for work in (
            lambda: incidents.record(journal, IncidentEntry(account="x")),
            lambda: evidence.attach(journal, "first", [NewFile(name="a", source=b"b")]),
            lambda: journal.change_passphrase("x"),
            lambda: drafts.put_preference(journal.database, "x", 1),
        ):
            with refused(ReadingOnly):
                work()
        assert incidents.get(journal, "first").entry.account
    assert {name: digest for name, digest in on_disk(newer).items() if name != "lock"} == before


def test_the_way_out_is_a_copy_brought_back(older: Path, newer: Path, tmp_path: Path) -> None:
    """Whoever has nothing newer goes on from what is there, knowingly."""
    put_back(("journal.db",), older, newer)
    with Journal.open(newer, NEW) as journal:
        backups.back_up(journal, tmp_path / "copy")
    backups.restore(tmp_path / "copy", tmp_path / "back")
    assert found(tmp_path / "back", NEW) == {}
    with Journal.open(tmp_path / "back", NEW) as journal:
        assert not journal.read_only


def test_a_new_passphrase_settles_an_older_header(older: Path, newer: Path) -> None:
    put_back(HEADERS, older, newer)
    with Journal.open(newer, PASSPHRASE) as journal:
        assert not journal.read_only
        assert any("older than the database" in sentence for sentence in journal.standing.notices)
        journal.change_passphrase("a third one for tests")
    assert found(newer, "a third one for tests") == {}
    put_back(HEADERS, older, newer)
    assert set(found(newer, PASSPHRASE)) == {"header"}


@pytest.mark.parametrize("step", ["before", "between", "after"])
def test_a_crash_while_the_passphrase_changes_is_no_mismatch(
    older: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Killed before the header is written, after one copy of it, or before the database knows that it was."""
    from journal_app.vault import vault as vaults

    journal = Journal.open(older, PASSPHRASE)
    write, written = vaults.write_whole, list[Path]()

    def stop(path: Path, data: bytes) -> None:
        if path.name in HEADERS and len(written) == {"before": 0, "between": 1, "after": 2}[step]:
            raise KeyboardInterrupt
        write(path, data)
        written.append(path)

    monkeypatch.setattr(vaults, "write_whole", stop)
    if step == "after":
        monkeypatch.setattr(latest, "bound_to", lambda _: _raise)
    with pytest.raises(KeyboardInterrupt):
        journal.change_passphrase(NEW)
    monkeypatch.undo()
    journal._connection.close()  # as a kill does, without what closing writes
    journal._vault._lock.release()
    opens = PASSPHRASE if step == "before" else NEW
    told = found(older, opens)
    assert all("header.json" in where for where in told), told  # the two copies differ, which is what happened
    Journal.open(older, opens).close()
    assert found(older, opens) == {}


def _raise(_: object) -> None:
    raise KeyboardInterrupt


def test_a_journal_of_an_earlier_version_is_bound_when_it_is_opened(older: Path) -> None:
    (older / "state").unlink()
    with Journal.open(older, PASSPHRASE) as journal, journal.connection.transaction():
        journal.database.execute("DELETE FROM preferences WHERE name = 'header-generation'")
    (older / "state").unlink()
    assert found(older, PASSPHRASE) == {}
    Journal.open(older, PASSPHRASE).close()
    assert (older / "state").is_file()
    (older / "state").unlink()
    assert set(found(older, PASSPHRASE)) == {"state"}


def test_a_note_that_cannot_be_written_waits(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError

    with monkeypatch.context() as patched, Journal.open(older, PASSPHRASE) as journal:
        patched.setattr(known_state, "write", full)
        incidents.record(journal, IncidentEntry(account="x"))
        journal.close()
    assert found(older, PASSPHRASE) == {}
    Journal.open(older, PASSPHRASE).close()
    with Journal.open(older, PASSPHRASE, read_only=True) as journal:
        assert known_state.read(older, journal.vault.seals) == latest.current(journal.database, 1)


@pytest.mark.parametrize("unread", ["the note", "the database"])
def test_what_could_not_be_read_at_opening_does_not_part_header_and_database(
    older: Path, monkeypatch: pytest.MonkeyPatch, unread: str
) -> None:
    """One call fails while the journal is opened; a new passphrase after it is still known to the database."""

    def broken(*_: object, **__: object) -> None:
        raise StorageTrouble("The disk answered with an error.", "Try again.")

    where, name = {"the note": (known_state, "read"), "the database": (latest, "mismatches")}[unread]
    with monkeypatch.context() as patched:
        patched.setattr(where, name, broken)
        journal = Journal.open(older, PASSPHRASE)
    with journal:
        journal.change_passphrase(NEW)
    assert found(older, NEW) == {}


def test_a_note_that_cannot_be_read_is_named(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise StorageTrouble("The disk answered with an error.", "Try again.")

    monkeypatch.setattr(known_state, "read", broken)
    assert found(older, PASSPHRASE) == {"state": "This could not be read."}


CUTS: dict[str, Callable[[Path], object]] = {
    "database cut at a page": lambda folder: _cut(folder / "journal.db", 4096),
    "database cut within a page": lambda folder: _cut(folder / "journal.db", 1000),
    "database gone": lambda folder: (folder / "journal.db").unlink(),
    "one header cut": lambda folder: _cut(folder / "header.json", 10),
    "one header gone": lambda folder: (folder / "header.bak").unlink(),
    "a file cut": lambda folder: _cut(next((folder / "files").iterdir()), 1),
    "a file gone": lambda folder: next((folder / "files").iterdir()).unlink(),
    "all files gone": lambda folder: shutil.rmtree(folder / "files"),
    "a file twice": lambda folder: shutil.copy(next((folder / "files").iterdir()), folder / "files" / ("0" * 32)),
    "the database twice": lambda folder: shutil.copy(folder / "journal.db", folder / "journal (1).db"),
    "the note gone": lambda folder: (folder / "state").unlink(),
    "the note cut": lambda folder: _cut(folder / "state", 1),
}


def _cut(path: Path, count: int) -> None:
    path.write_bytes(path.read_bytes()[:-count])


@pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS)
def test_whatever_is_cut_or_there_twice_is_named(newer: Path, cut: Callable[[Path], object]) -> None:
    cut(newer)
    assert named(CUT, found(newer, NEW))


# For each: where it is made weaker, what of it, and what stands there then; and what is not named any more.
WEAKER: dict[str, tuple[object, str, object, str]] = {
    "files are not read": (audit, "_files", lambda *_: ([], []), "a file cut"),
    "files are not counted": (audit, "_files", lambda *_: ([], []), "all files gone"),
    "one header is enough": (Vault, "check_header", lambda _: (), "one header gone"),
    "the note is not asked for": (latest, "mismatches", lambda *_: (), "the note gone"),
    "names in the folder are not looked at": (audit, "_foreign", lambda _: (), "the database twice"),
}


@pytest.mark.parametrize("weakness", WEAKER)
def test_a_check_that_does_not_look_is_caught(newer: Path, weakness: str, monkeypatch: pytest.MonkeyPatch) -> None:
    where, name, instead, cut = WEAKER[weakness]
    CUTS[cut](newer)
    monkeypatch.setattr(where, name, instead)
    unnamed = found(newer, NEW) == {}
    figures.caught("R7", weakness, by=int(unnamed), part=CUT)
    assert unnamed
