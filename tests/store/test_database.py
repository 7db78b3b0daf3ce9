"""The schema moves forward by whole steps, and never past what this program knows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # has no type information

from journal_app.domain.incident import Impact, Incident, Involvement, Purpose, ResponseStep, Step, Told
from journal_app.domain.people import Person
from journal_app.errors import NeedsWriting, NewerFormat, StorageTrouble
from journal_app.store import timeline
from journal_app.store.database import SCHEMA, Database, check_form, migrations, prepare
from journal_app.vault.connection import Connection

from .writing import NOW, Writer


def _tables(database: Database) -> set[str]:
    return {str(row[0]) for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_the_steps_are_numbered_without_gaps() -> None:
    assert [number for number, _ in migrations()] == list(range(1, len(migrations()) + 1))
    assert all(re.fullmatch(r"\d{4}_[a-z_]+\.sql", path.name) for path in SCHEMA.iterdir())


def test_a_new_database_gets_every_step_once(empty: Connection, again: Callable[[], Connection]) -> None:
    prepare(empty, NOW)
    reopened = again()
    prepare(reopened, NOW.replace(year=2027))
    rows = reopened.execute("SELECT number, applied_at FROM schema_version")
    assert rows == [(number, NOW.isoformat()) for number, _ in migrations()]
    assert {"revisions", "heads", "current", "search_index", "drafts", "preferences"} <= _tables(reopened)


def test_a_later_step_is_added_to_what_is_there(writer: Writer) -> None:
    number = len(migrations()) + 1
    steps = [*migrations(), (number, "CREATE TABLE later (x INTEGER) STRICT;\nINSERT INTO later VALUES (1);\n")]
    prepare(writer.database, NOW, steps)
    prepare(writer.database, NOW, steps)
    assert writer.database.execute("SELECT x FROM later") == [(1,)]


def test_a_step_that_stops_half_way_leaves_nothing(writer: Writer) -> None:
    before = _tables(writer.database)
    broken = "CREATE TABLE later (x INTEGER);\nSELECT nothing FROM no;\n"
    with pytest.raises(dbapi2.Error):
        prepare(writer.database, NOW, [*migrations(), (len(migrations()) + 1, broken)])
    assert _tables(writer.database) == before
    assert writer.database.execute("SELECT max(number) FROM schema_version") == [(len(migrations()),)]


def test_a_journal_from_before_gets_what_its_timeline_counts(empty: Connection) -> None:
    prepare(empty, NOW, migrations()[:1])
    writer = Writer(empty)
    for number, when in enumerate(("2024-03-12", "2024-03-13T09:30", "", "2024-03/2024-05~")):
        with writer.change() as ledger:
            name = f"i{number}"
            steps = tuple(ResponseStep(step=Step.DENIED) for _ in range(number))
            people = (Involvement(person="hale"), Involvement(person="hale", part="again"), Involvement(person=name))
            entry = Incident(
                id=name, account="a call", occurred=when, professional_response=steps, people=people[: number + 1]
            )
            ledger.append("incident", name, entry)
            ledger.append("impact", name, Impact(incident=name, text="no sleep"))
    with writer.change() as ledger:
        ledger.remove("incident", "i0")
    prepare(empty, NOW)
    assert empty.execute("SELECT occurred, steps FROM current WHERE kind = 'incident' ORDER BY id") == [
        ("2024-03-12", 0), ("2024-03-13T09:30", 1), ("", 2), ("2024-03/2024-05~", 3),
    ]  # fmt: skip
    assert empty.execute("SELECT occurred, steps FROM current WHERE kind <> 'incident'") == [("", 0)] * 4
    assert timeline.counts_by_person(empty) == {"hale": 3, "i2": 1, "i3": 1}


def test_a_journal_from_before_gets_the_types_the_purpose_and_who_was_told(empty: Connection) -> None:
    prepare(empty, NOW, migrations()[:3])
    writer = Writer(empty)
    with writer.change() as ledger:
        for number in range(3):
            told = tuple(Told(person="friend", when=f"2024-03-1{each}") for each in range(number))
            types = ("contact-outside", "personal-disclosure")[:number]
            entry = Incident(id=f"i{number}", account="a call", types=types, told=told, purpose=list(Purpose)[number])
            ledger.append("incident", f"i{number}", entry)
        ledger.append("impact", "i0", Impact(incident="i0", text="no sleep"))
    prepare(empty, NOW)
    counted = "SELECT types, purpose, tellings FROM current WHERE kind {} 'incident' ORDER BY id"
    assert empty.execute(counted.format("=")) == [
        (json.dumps(["contact-outside", "personal-disclosure"][:number], separators=(",", ":")), purpose.value, number)
        for number, purpose in enumerate(Purpose)
    ]
    assert empty.execute(counted.format("<>")) == [("[]", "private", 0)]
    with writer.change() as ledger:
        ledger.append("incident", "i2", Incident(id="i2", account="a call"))
    assert empty.execute(counted.format("="))[2] == ("[]", "private", 0)


def test_a_newer_database_is_not_touched(writer: Writer) -> None:
    writer.database.execute("INSERT INTO schema_version VALUES (99, '')")
    with pytest.raises(NewerFormat) as refused:
        prepare(writer.database, NOW)
    assert "newer version" in refused.value.message


def test_without_any_step_there_is_nothing_but_the_record_of_steps(empty: Connection, tmp_path: Path) -> None:
    prepare(empty, NOW, migrations(tmp_path))
    assert _tables(empty) == {"schema_version"}


def _chained(writer: Writer) -> None:
    with writer.change() as ledger:
        ledger.append("person", "p", Person(id="p", name="N"))


_COPY = (
    "INSERT{0} INTO revisions (seq, kind, record_id, number, action, recorded_at, timezone, body, salt, leaf)"
    " SELECT {1}, kind, record_id, {2}, {3}, recorded_at, timezone, body, {4}, leaf FROM revisions"
)
CHAINED = [
    "UPDATE revisions SET body = x'00'",
    "UPDATE revisions SET seq = 9",
    "UPDATE OR REPLACE revisions SET seq = 1",
    "DELETE FROM revisions",
    "INSERT OR REPLACE INTO revisions SELECT * FROM revisions",
    _COPY.format(" OR REPLACE", 2, 1, "action", "salt"),
    _COPY.format("", 3, 2, "action", "salt"),
    _COPY.format("", 2, 3, "action", "salt"),
    _COPY.format("", 2, 2, "'forgotten'", "salt"),
    _COPY.format("", 2, 2, "action", "x'00'"),
    "UPDATE heads SET root = ''",
    "DELETE FROM heads",
    "INSERT OR REPLACE INTO heads SELECT * FROM heads",
    "INSERT INTO heads VALUES (5, '', '', '', '', '')",
    "INSERT INTO heads VALUES (0, '', '', '', '', '')",
]


def _all(database: Database) -> list[list[tuple[object, ...]]]:
    return [database.execute(sql) for sql in (
        "SELECT * FROM revisions", "SELECT * FROM heads", "SELECT * FROM current"
    )]  # fmt: skip


@pytest.mark.parametrize("sql", CHAINED)
def test_what_is_chained_is_only_added_in_order(writer: Writer, sql: str) -> None:
    _chained(writer)
    before = _all(writer.database)
    with pytest.raises(dbapi2.IntegrityError, match=r"only added|follows the one|whole chain|CHECK constraint"):
        writer.database.execute(sql)
    assert _all(writer.database) == before


def test_the_next_revision_is_taken(writer: Writer) -> None:
    _chained(writer)  # so that what is refused above is refused for its own reason
    writer.database.execute(_COPY.format("", 2, 2, "'revised'", "salt"))
    writer.database.execute("INSERT INTO heads VALUES (2, '', '', '', '', '')")
    assert [len(rows) for rows in _all(writer.database)] == [2, 2, 1]


def test_steps_that_cannot_be_read_say_nothing_of_the_journal(
    writer: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They were taken for none once, and the journal for one of a newer version."""
    monkeypatch.setattr(migrations, "__defaults__", (tmp_path / "gone",))
    with pytest.raises(StorageTrouble, match="part of the program itself"):
        prepare(writer.database, NOW)


def test_a_database_is_read_as_it_is_only_in_the_newest_form(database: Database) -> None:
    check_form(database)
    with pytest.raises(NeedsWriting):
        check_form(database, [*migrations(), (9999, "SELECT 1;")])
    with pytest.raises(NewerFormat):
        check_form(database, migrations()[:1])
    database.execute("DROP TABLE schema_version")
    with pytest.raises(NeedsWriting):
        check_form(database)
