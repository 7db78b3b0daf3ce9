"""The check: a sound journal is clean, and whatever was changed is named where it is."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest

from journal_app.domain.incident import IncidentEntry
from journal_app.errors import Cancelled, JournalError, WrongSecret
from journal_app.services import audit, evidence, incidents, renditions
from journal_app.services.audit import CheckReport
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.vault.connection import Connection, Row

from .keeping import PASSPHRASE, Listens, Stops, on_disk, picture, refused, revised, state


def counts(report: CheckReport) -> dict[str, int]:
    return {line.what: line.count for line in report.checked}


def named(report: CheckReport) -> set[str]:
    return {problem.where for problem in report.problems}


def alter(journal: Journal, *statements: str) -> None:
    """Change what the program never changes, as somebody with the key and another program could."""
    with journal.connection.transaction():
        triggers = journal.database.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND (name LIKE '%stay' OR name LIKE '%remain')"
        )
        for name, _ in triggers:
            journal.database.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            journal.database.execute(statement)
        for _, sql in triggers:
            journal.database.execute(str(sql))


def test_a_sound_journal_is_clean_and_told_in_numbers(started: Journal) -> None:
    evidence.attach(started, "first", [NewFile(name="a.txt", source=b"a")])
    before = state(started)
    report = audit.check_open(started)
    assert report.problems == ()
    assert counts(report) == {
        "Copies of the header": 2,
        "Databases, page by page": 1,
        "Saved versions of records": revised(started),
        "Signed links of the chain": 4,
        "Stored files, byte for byte": 1,
    }
    assert state(started) == before


def test_an_empty_journal_is_clean(empty: Journal) -> None:
    assert audit.check_open(empty).problems == ()


def test_a_check_changes_nothing(started: Journal) -> None:
    started.close()
    before = {name: digest for name, digest in on_disk(started.folder).items() if name != "lock"}
    assert audit.check(started.folder, PASSPHRASE).problems == ()
    assert {name: digest for name, digest in on_disk(started.folder).items() if name != "lock"} == before


def test_a_removed_and_restored_entry_is_sound(started: Journal) -> None:
    incidents.remove(started, "first")
    assert audit.check_open(started).problems == ()
    incidents.restore(started, "first")
    assert audit.check_open(started).problems == ()


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE revisions SET body = CAST('{}' AS BLOB) WHERE kind = 'incident'", "incident first"),
        ("UPDATE revisions SET body = CAST(x'ff' AS BLOB) WHERE kind = 'impact'", "impact first"),
        ("UPDATE revisions SET body = CAST(replace(CAST(body AS TEXT), 'Tom', 'Tim') AS BLOB)", "person professional"),
        ("UPDATE revisions SET salt = zeroblob(16) WHERE kind = 'private-note'", "private-note first"),
        ("UPDATE revisions SET leaf = zeroblob(32) WHERE kind = 'person-note'", "person-note professional"),
        ("UPDATE revisions SET timezone = 'UTC+1' WHERE seq = 1", "person client"),
        ("UPDATE revisions SET recorded_at = '2020-01-01T00:00:00Z' WHERE seq = 1", "person client"),
        ("UPDATE revisions SET recorded_at = 'then' WHERE seq = 1", "database"),
        ("UPDATE revisions SET number = 7 WHERE seq = 1", "person client"),
        ("UPDATE revisions SET action = 'revised' WHERE seq = 1", "person client"),
        ("UPDATE revisions SET record_id = 'other' WHERE seq = 1", "person other"),
        ("UPDATE heads SET root = '00' WHERE size = 1", "chain, link 1"),
        ("UPDATE heads SET time = '2020-01-01T00:00:00Z' WHERE size = 1", "chain, link 1"),
        ("UPDATE heads SET timezone = 'Mars' WHERE size = 1", "chain, link 1"),
        ("UPDATE heads SET signature = 'no signature' WHERE size = 1", "chain, link 1"),
        ("UPDATE heads SET signature = substr(signature, 3) || '00' WHERE size = 1", "chain, link 1"),
        ("UPDATE heads SET public_key = substr(public_key, 3) || '00' WHERE size = 1", "chain, link 1"),
        ("DELETE FROM heads WHERE size = (SELECT max(size) FROM heads)", "chain"),
        ("DELETE FROM revisions WHERE seq = (SELECT max(seq) FROM revisions)", "chain"),
        ("UPDATE frontier SET state = zeroblob(40)", "chain"),
        ("DELETE FROM frontier", "chain"),
        ("UPDATE current SET removed = 1 WHERE kind = 'incident'", "incident first"),
        ("DELETE FROM current WHERE kind = 'impact'", "impact first"),
        ("UPDATE current SET content_seq = 1 WHERE kind = 'person'", "person professional"),
    ],
)
def test_whatever_was_changed_is_named(started: Journal, statement: str, where: str) -> None:
    alter(started, statement)
    report = audit.check_open(started)
    assert where in named(report)
    assert {problem.what for problem in report.problems if problem.where == where} <= {
        "This is not as it was saved.",
        "Records are missing at the end of the chain.",
    }


def test_a_revision_taken_out_of_the_middle_is_found(started: Journal) -> None:
    alter(started, "DELETE FROM revisions WHERE seq = 2")
    assert audit.check_open(started).problems


def test_every_damaged_file_is_named(started: Journal) -> None:
    new = [NewFile(name=f"{name}.txt", source=name.encode()) for name in ("a", "b", "c")]
    found = evidence.attach(started, "first", new)
    first, second, third = (evidence.get(started, each).evidence for each in found)
    folder = started.vault.blobs.folder
    data = bytearray((folder / first.blob).read_bytes())
    data[-1] ^= 1
    (folder / first.blob).write_bytes(data)
    (folder / second.blob).unlink()
    alter(started, f"DELETE FROM blobs WHERE file_id = '{third.blob}'")  # noqa: S608 - an id of our own
    report = audit.check_open(started)
    assert named(report) == {
        f"a.txt ({first.id})",
        f"b.txt ({second.id})",
        "c.txt",
        f"files/{third.blob}",
    }


def test_a_file_under_another_digest_is_named(started: Journal) -> None:
    (identifier,) = evidence.attach(started, "first", [NewFile(name="a.txt", source=b"a")])
    alter(started, "UPDATE blobs SET sha256 = 'ab'")
    assert named(audit.check_open(started)) == {f"a.txt ({identifier})"}


def test_a_file_nobody_knows_is_named(started: Journal) -> None:
    started.vault.blobs.add(io.BytesIO(b"left behind"))
    (problem,) = audit.check_open(started).problems
    assert problem.where.startswith("files/")
    assert problem.what == "No record knows this file."


def test_a_damaged_picture_is_named(started: Journal) -> None:
    (identifier,) = evidence.attach(started, "first", [NewFile(name="a.png", source=picture())])
    before = started.vault.blobs.ids()
    if not renditions.page_count(started, identifier):
        pytest.skip("a layer of the worker's lock is missing on this system")
    (made,) = started.vault.blobs.ids() - before
    (started.vault.blobs.folder / made).unlink()
    assert named(audit.check_open(started)) == {f"picture {made}"}


def test_a_damaged_copy_of_the_header_is_named(started: Journal) -> None:
    started.close()
    header = sorted(path for path in started.folder.iterdir() if path.name.startswith("header"))
    data = bytearray(header[0].read_bytes())
    data[20] ^= 1
    header[0].write_bytes(data)
    (where,) = named(audit.check(started.folder, PASSPHRASE))
    assert header[0].name in where


def test_no_damaged_page_of_the_database_is_passed_over(started: Journal) -> None:
    started.close()
    place = started.folder / "journal.db"
    sound = place.read_bytes()
    for page in range(0, len(sound) // 4096, 3):
        data = bytearray(sound)
        data[page * 4096 + 2000] ^= 1
        place.write_bytes(data)
        report = audit.check(started.folder, PASSPHRASE)
        assert report.problems, page
        assert named(report) <= {"database", started.folder.name}


def test_however_many_records_there_are_the_database_is_asked_as_often(
    started: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands was asked for record by record, which was most of the time a check of many entries took."""
    asked: list[str] = []
    execute = Connection.execute

    def counted(self: Connection, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        asked.append(sql)
        return execute(self, sql, parameters)

    monkeypatch.setattr(Connection, "execute", counted)
    assert not audit.check_open(started).problems
    before = [*asked]
    for _ in range(3):
        incidents.record(started, IncidentEntry(id="", account="one more"))
    asked.clear()
    assert not audit.check_open(started).problems
    assert asked == before


def test_only_the_person_can_check(started: Journal) -> None:
    started.close()
    with refused(WrongSecret):
        audit.check(started.folder, "another")


def test_a_check_tells_how_far_it_is_and_can_be_stopped(started: Journal) -> None:
    evidence.attach(started, "first", [NewFile(name="a.txt", source=b"a"), NewFile(name="b.txt", source=b"b")])
    heard = Listens()
    audit.check_open(started, heard)
    assert ("Checking files", 1, 2) in heard.reports
    with refused(Cancelled, started):
        audit.check_open(started, Stops())


def test_a_problem_is_no_failure_of_the_check(started: Journal) -> None:
    alter(started, "UPDATE revisions SET body = zeroblob(9)")
    try:
        assert len(audit.check_open(started).problems) >= 6
    except JournalError as error:  # pragma: no cover - this is what may not be
        pytest.fail(str(error))
