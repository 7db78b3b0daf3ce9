"""The database as the store sees it: statements, transactions, and a schema that only moves forward."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from journal_app.errors import NeedsWriting, NewerFormat, StorageTrouble
from journal_app.i18n import pgettext
from journal_app.store import folding

SCHEMA = Path(__file__).resolve().parent / "schema"
Row = tuple[object, ...]
_FOLDS = 5  # the step after which words have a folded form, which SQL cannot make


class Database(Protocol):
    """What the store needs of a connection; the vault provides it."""

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Run one statement and return its rows."""

    def script(self, sql: str) -> None:
        """Run several statements."""

    def transaction(self) -> AbstractContextManager[None]:
        """Run a block as one transaction."""


def migrations(folder: Path = SCHEMA) -> list[tuple[int, str]]:
    """Return the numbered steps of the schema: (number, SQL), in order."""
    # Listed and not globbed: a glob passes over a folder that it cannot read.
    paths = sorted(path for path in folder.iterdir() if path.suffix == ".sql")
    return [(int(path.name[:4]), path.read_text(encoding="utf-8")) for path in paths]


def _own_migrations() -> list[tuple[int, str]]:
    try:
        return migrations()
    except OSError:
        message = pgettext("error", "A part of the program itself could not be read; nothing was changed.")
        raise StorageTrouble(message, pgettext("error", "Install the program again, then try again.")) from None


def prepare(database: Database, now: datetime, steps: Sequence[tuple[int, str]] | None = None) -> None:
    """Bring the database to the newest schema; each step and the record of it are one transaction.

    Raises NewerFormat, and touches nothing, where a newer version of the program wrote it.
    """
    chosen = _own_migrations() if steps is None else steps
    database.execute(
        "CREATE TABLE IF NOT EXISTS schema_version (number INTEGER PRIMARY KEY, applied_at TEXT NOT NULL) STRICT"
    )
    reached = _reached(database, chosen)
    for number, sql in chosen:
        if number > reached:
            with database.transaction():
                database.script(sql)
                if number == _FOLDS:
                    folding.keep_all(database)
                database.execute("INSERT INTO schema_version VALUES (?, ?)", (number, now.isoformat()))


def check_form(database: Database, steps: Sequence[tuple[int, str]] | None = None) -> None:
    """Say whether the database can be read as it is; nothing is written.

    Raises NewerFormat where a newer version of the program wrote it, NeedsWriting where an earlier one did.
    """
    chosen = _own_migrations() if steps is None else steps
    if (_reached(database, chosen) if _is_known(database) else 0) < _newest(chosen):
        message = pgettext(
            "error", "This was written by an earlier version and has to be brought up to date; nothing was changed."
        )
        raise NeedsWriting(message, pgettext("error", "Open the journal once for writing, or restore the copy."))


def reached(database: Database) -> int | None:
    """Return the number of the last step that was taken, or None where there is no record of any.

    Raises NewerFormat where a newer version of the program wrote it.
    """
    return _reached(database, _own_migrations()) if _is_known(database) else None


def steps_up_to(number: int) -> list[tuple[int, str]]:
    """Return the program's own steps up to one of them."""
    return [step for step in _own_migrations() if step[0] <= number]


def _is_known(database: Database) -> bool:
    return bool(database.execute("SELECT 1 FROM sqlite_master WHERE name = 'schema_version'"))


def _newest(steps: Sequence[tuple[int, str]]) -> int:
    return max((number for number, _ in steps), default=0)


def _reached(database: Database, steps: Sequence[tuple[int, str]]) -> int:
    found = database.execute("SELECT coalesce(max(number), 0) FROM schema_version")[0][0]
    reached = int(str(found))
    if reached > _newest(steps):
        message = pgettext("error", "This journal was written by a newer version of the program; nothing was changed.")
        raise NewerFormat(message, pgettext("error", "Update the program, then open the journal again."))
    return reached
