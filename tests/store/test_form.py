"""The form of the database: whatever the steps of the schema do not make is found, and goes where it may act."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from journal_app.domain.people import Person
from journal_app.errors import NewerFormat
from journal_app.store import form
from journal_app.store.database import Database, migrations, prepare
from journal_app.store.form import Form
from journal_app.vault.connection import Connection, in_memory

from .writing import NOW, Writer

TRIGGER = "CREATE TRIGGER planted AFTER INSERT ON heads BEGIN DELETE FROM drafts; END"
ACTING = {
    "a trigger": ([TRIGGER], {"planted"}),
    "a trigger under a name of SQLite’s": (
        [
            "PRAGMA writable_schema=ON",
            (
                "INSERT INTO sqlite_master VALUES ('trigger', 'sqlite_x', 'heads', 0,"
                " 'CREATE TRIGGER sqlite_x AFTER INSERT ON heads BEGIN DELETE FROM drafts; END')"
            ),
        ],
        {"sqlite_x"},
    ),
    "another in the place of its own": (
        ["DROP TRIGGER heads_stay", TRIGGER.replace("planted", "heads_stay")],
        {"heads_stay"},
    ),
    "its own is gone": (["DROP TRIGGER revisions_remain"], {"revisions_remain"}),
    "another view": (
        ["DROP VIEW counted", "CREATE VIEW counted AS SELECT 1 AS seq, '' AS occurred, 9 AS steps"],
        {"counted"},
    ),
    "a view that is written to": (
        ["CREATE VIEW v AS SELECT 1 AS x", "CREATE TRIGGER onv INSTEAD OF INSERT ON v BEGIN DELETE FROM drafts; END"],
        {"v", "onv"},
    ),
    "an index that refuses": (['CREATE UNIQUE INDEX "a ""b" ON drafts (body)'], {'a "b'}),
}
UNKNOWN = [
    "CREATE TABLE kept (a INTEGER PRIMARY KEY AUTOINCREMENT, b UNIQUE)",
    "CREATE TABLE holds (a REFERENCES kept (a))",
    "INSERT INTO kept VALUES (1, 1)",
    "INSERT INTO holds VALUES (1)",
    "CREATE VIRTUAL TABLE other USING fts5 (x)",
]


def do(database: Database, *statements: str) -> None:
    for each in statements:
        database.execute(each)


@pytest.mark.parametrize("number", range(len(migrations()) + 1))
def test_every_form_there_was_is_known_and_so_is_what_comes_of_it(empty: Connection, number: int) -> None:
    assert form.look(empty, in_memory) == Form()  # nothing is recorded yet
    prepare(empty, NOW, migrations()[:number])
    assert form.mend(empty, in_memory) == Form()
    prepare(empty, NOW)
    assert form.look(empty, in_memory) == Form()
    do(empty, "ANALYZE")
    assert form.look(empty, in_memory) == Form()


@pytest.mark.parametrize("what", ACTING)
def test_what_may_act_goes_and_what_belongs_there_comes_back(
    writer: Writer, again: Callable[[], Connection], what: str
) -> None:
    statements, names = ACTING[what]
    expected = writer.database.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2")
    do(writer.database, *statements)
    reopened = again()
    found = form.look(reopened, in_memory)
    assert (set(found.names), found.unknown, found.broken) == (names, (), ())
    assert form.mend(reopened, in_memory) == found
    assert form.look(reopened, in_memory) == Form()
    assert reopened.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2") == expected
    assert reopened.problems() == []


def test_tables_of_no_step_are_named_and_stay_until_they_are_cleared(database: Database) -> None:
    do(database, *UNKNOWN, TRIGGER)
    named = form.mend(database, in_memory).names
    assert {"kept", "holds", "other", "other_data", "planted"} <= set(named)
    assert {name for _, name in form.look(database, in_memory).unknown} == set(named) - {"planted"}
    assert form.clear(database, in_memory) == Form()
    assert database.execute("SELECT name FROM sqlite_master WHERE name IN ('kept', 'holds', 'other')") == []
    assert database.execute("PRAGMA foreign_keys") == [(1,)]


def test_a_table_that_is_another_is_named_and_nothing_is_built_on_it(
    writer: Writer, again: Callable[[], Connection]
) -> None:
    with writer.change() as ledger:
        ledger.append("person", "p", Person(id="p", name="N"))
    do(
        writer.database,
        TRIGGER,
        "PRAGMA writable_schema=ON",
        "UPDATE sqlite_master SET sql = replace(sql, 'wrapped_key BLOB NOT NULL', 'wrapped_key BLOB')"
        " WHERE name = 'blobs'",
    )
    reopened = again()
    found = form.look(reopened, in_memory)
    assert found == Form(acting=(("trigger", "planted"),), broken=(("table", "blobs"),))
    assert found.names == ("blobs", "planted")
    assert form.mend(reopened, in_memory) == found
    assert form.clear(reopened, in_memory) == found
    assert form.look(reopened, in_memory) == found


def test_a_long_name_is_shown_in_part(database: Database) -> None:
    do(database, f"CREATE TABLE {'x' * 200} (a)")
    assert form.look(database, in_memory).names == ("x" * 40 + "…",)


def test_what_a_newer_version_wrote_is_not_judged(database: Database) -> None:
    do(database, "INSERT INTO schema_version VALUES (99, '')", TRIGGER)
    with pytest.raises(NewerFormat):
        form.mend(database, in_memory)
    assert database.execute("SELECT count(*) FROM sqlite_master WHERE name = 'planted'") == [(1,)]
