"""The form of the database: compared with what the steps of the schema make, so that nothing else acts in it.

Whoever once had the key may have left a trigger there, which would run with every change that is saved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from types import MappingProxyType

from journal_app.store.database import Database, prepare, reached, steps_up_to

Scratch = Callable[[], AbstractContextManager[Database]]
_MOST_OF_A_NAME = 40  # whoever left something there chose its name
_ACTS = frozenset({"trigger", "view", "index"})  # can be made anew at any time: what was written is in tables alone
_BEHIND_WORDS = "search_index_"
_Key = tuple[str, str]  # kind and name
_Parts = MappingProxyType[_Key, tuple[str, str]]  # the table it belongs to, and its SQL


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What differs from the form that the program gives a database: kind and name of each.

    ``acting`` can be made anew, ``unknown`` are tables of no step, ``broken`` those that are not as their step made
    them.
    """

    acting: tuple[_Key, ...] = ()
    unknown: tuple[_Key, ...] = ()
    broken: tuple[_Key, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The name of everything that differs, as it can be shown."""
        return shown(self.broken + self.acting + self.unknown)


def shown(parts: Iterable[_Key]) -> tuple[str, ...]:
    """Return the names of parts as they can be shown."""
    return tuple(name if len(name) <= _MOST_OF_A_NAME else f"{name[:_MOST_OF_A_NAME]}…" for _, name in parts)


def look(database: Database, scratch: Scratch) -> Form:
    """Compare the form of a database with the one it should have; ``scratch`` gives an empty database for that.

    One that has no record of its steps yet has no form. Raises NewerFormat where a newer version wrote it.
    """
    number = reached(database)
    if number is None:
        return Form()
    found, expected = _parts(database), _expected(number, scratch)
    differs = [key for key in {**expected, **found} if found.get(key) != expected.get(key)]
    tables = [key for key in differs if key[0] not in _ACTS]
    return Form(
        acting=tuple(key for key in differs if key[0] in _ACTS),
        unknown=tuple(key for key in tables if key not in expected),
        broken=tuple(key for key in tables if key in expected),
    )


def mend(database: Database, scratch: Scratch) -> Form:
    """Take out what acts in a database and does not belong there, put back what does; return what differed.

    Nothing is done where a table is not as its step made it: on what it does nothing can be built.
    """
    form = look(database, scratch)
    if form.acting and not form.broken:
        expected = _expected(reached(database) or 0, scratch)
        with database.transaction():
            for kind, name in form.acting:
                database.execute(f"DROP {kind} IF EXISTS {_quoted(name)}")
            for key, (_, sql) in expected.items():
                if key in form.acting:
                    database.execute(sql)
    return form


def clear(database: Database, scratch: Scratch) -> Form:
    """Do what :func:`mend` does, and take out tables of no step with all that is in them; return what still differs.

    For the copy of a database, outside a transaction.
    """
    form = mend(database, scratch)
    if form.broken:
        return form
    database.execute("PRAGMA foreign_keys=OFF")  # they could hold each other
    with database.transaction():
        for _, name in form.unknown:  # those that hold others come first
            database.execute(f"DROP TABLE IF EXISTS {_quoted(name)}")
    database.execute("PRAGMA foreign_keys=ON")
    return look(database, scratch)


def _parts(database: Database) -> _Parts:
    """Return what a database is made of, in the order it was made, without what SQLite keeps for itself.

    The tables behind the index of words are compared by name: their SQL is of SQLite, which may change it.
    """
    rows = database.execute(
        "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master"
        " ORDER BY sql NOT LIKE 'CREATE VIRTUAL%', rowid"
    )
    return MappingProxyType(
        {
            (kind, name): (table, "" if kind == "table" and name.startswith(_BEHIND_WORDS) else sql)
            for kind, name, table, sql in [tuple(map(str, row)) for row in rows]
            if kind == "trigger" or not name.startswith("sqlite_")
        }
    )


@lru_cache(maxsize=4)
def _expected(number: int, scratch: Scratch) -> _Parts:
    with scratch() as database:
        prepare(database, datetime.fromtimestamp(0, UTC), steps_up_to(number))
        return _parts(database)


def _quoted(name: str) -> str:
    return '"{}"'.format(name.replace('"', '""'))
