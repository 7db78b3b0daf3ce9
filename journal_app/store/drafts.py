"""Drafts and preferences: kept encrypted like everything else, never chained."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from journal_app.domain.records import quoted
from journal_app.store.database import Database


def put(database: Database, key: str, plain: dict[str, Any], now: datetime) -> None:
    """Keep a draft under ``key``, in place of what was kept there."""
    with database.transaction():
        keep(database, key, plain, now)


def keep(database: Database, key: str, plain: dict[str, Any], now: datetime) -> None:
    """Keep a draft as :func:`put` does, inside a transaction."""
    values = (key, _body(plain), now.isoformat())
    database.execute("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?)", values)


def _body(plain: dict[str, Any]) -> str:
    return json.dumps(plain, ensure_ascii=False)


def get(database: Database, key: str) -> dict[str, Any] | None:
    """Return the draft under ``key``, or None where nothing is kept."""
    rows = database.execute("SELECT body FROM drafts WHERE key = ?", (key,))
    if not rows:
        return None
    plain: dict[str, Any] = json.loads(str(rows[0][0]))
    return plain


def keys(database: Database) -> tuple[str, ...]:
    """Return the keys of all drafts, oldest first."""
    return tuple(str(row[0]) for row in database.execute("SELECT key FROM drafts ORDER BY saved_at, key"))


def keys_naming(database: Database, identifier: str) -> tuple[str, ...]:
    """Return the keys of the drafts that name a record by its id."""
    sql = "SELECT key FROM drafts WHERE instr(body, ?) > 0 ORDER BY key"
    return tuple(str(row[0]) for row in database.execute(sql, (quoted(identifier),)))


def names(plain: dict[str, Any], identifier: str) -> bool:
    """Say whether a draft names a record by its id, as :func:`keys_naming` finds it."""
    return quoted(identifier) in _body(plain)


def discard(database: Database, key: str) -> None:
    """Forget the draft under ``key``; that there is none is no failure."""
    with database.transaction():
        drop(database, key)


def drop(database: Database, key: str) -> None:
    """Forget the draft under ``key``, inside a transaction."""
    database.execute("DELETE FROM drafts WHERE key = ?", (key,))


def put_preference(database: Database, name: str, value: Any) -> None:
    """Keep a preference: anything that is plain JSON."""
    with database.transaction():
        keep_preference(database, name, value)


def keep_preference(database: Database, name: str, value: Any) -> None:
    """Keep a preference, inside a transaction."""
    database.execute("INSERT OR REPLACE INTO preferences VALUES (?, ?)", (name, json.dumps(value)))


def preference(database: Database, name: str, default: Any = None) -> Any:
    """Return a preference, or ``default`` where none is kept."""
    rows = database.execute("SELECT value FROM preferences WHERE name = ?", (name,))
    return json.loads(str(rows[0][0])) if rows else default
