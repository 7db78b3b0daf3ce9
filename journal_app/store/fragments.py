"""Single pieces of a damaged database, each read in a way of its own, so that one lost page hides no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from journal_app.store.database import Database

Names = dict[int, tuple[str, str]]


def _names(database: Database, sql: str) -> Names:
    return {int(str(row[0])): (str(row[1]), str(row[2])) for row in database.execute(sql)}


def names_in_index(database: Database) -> Names:
    """Return kind and id of every record by the place of its last version, from the index alone."""
    index = "INDEXED BY sqlite_autoindex_revisions_1"
    return _names(database, f"SELECT max(seq), kind, record_id FROM revisions {index} GROUP BY kind, record_id")


def names_as_they_stand(database: Database) -> Names:
    """Return kind and id of every record by the place of its last version, from the table of what stands now."""
    return _names(database, "SELECT seq, kind, record_id FROM current")


# Both hold the names without the pages on which the versions are.
PLACES_OF_NAMES: tuple[Callable[[Database], Names], ...] = (names_in_index, names_as_they_stand)


def draft_keys_in_index(database: Database) -> list[str]:
    """Return the keys of all drafts, from the index alone."""
    return _keys(database, "INDEXED BY sqlite_autoindex_drafts_1")


def draft_keys_as_they_stand(database: Database) -> list[str]:
    """Return the keys of all drafts, from the table alone."""
    return _keys(database, "NOT INDEXED")


def _keys(database: Database, where: str) -> list[str]:
    rows = database.execute(f"SELECT key FROM drafts {where} ORDER BY key")
    return [str(row[0]) for row in rows]


PLACES_OF_DRAFTS: tuple[Callable[[Database], list[str]], ...] = (draft_keys_in_index, draft_keys_as_they_stand)


def draft(database: Database, key: str) -> tuple[str, str]:
    """Return the body of one draft and when it was kept; raises IndexError where there is none under ``key``."""
    body, saved_at = database.execute("SELECT body, saved_at FROM drafts WHERE key = ?", (key,))[0]
    return str(body), str(saved_at)


def last(database: Database) -> int:
    """Return the place of the last version in the chain; 0 where there is none."""
    return int(str(database.execute("SELECT coalesce(max(seq), 0) FROM revisions")[0][0]))


def version(database: Database, seq: int) -> tuple[bytes, bytes, bytes]:
    """Return body, salt and leaf of one version; raises IndexError where there is none at this place."""
    body, salt, leaf = database.execute("SELECT body, salt, leaf FROM revisions WHERE seq = ?", (seq,))[0]
    return cast("bytes", body), cast("bytes", salt), cast("bytes", leaf)
