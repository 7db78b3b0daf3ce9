"""Drafts: what is being written of any record, kept encrypted under a key until it is done."""

from __future__ import annotations

from typing import TypeVar

from journal_app.domain.records import Record, from_plain, to_plain
from journal_app.services.journal import Journal
from journal_app.store import drafts as draft_store

R = TypeVar("R", bound=Record)


def save(journal: Journal, key: str, record: Record) -> None:
    """Keep what is being written under ``key``, such as ``new`` or ``person:p1``, in place of what was kept there."""
    draft_store.put(journal.database, key, to_plain(record), journal.clock())


def load(journal: Journal, key: str, kind: type[R]) -> R | None:
    """Return what was being written under ``key``, or None where nothing is kept."""
    plain = draft_store.get(journal.database, key)
    return None if plain is None else from_plain(kind, plain, source="draft")


def keys(journal: Journal) -> tuple[str, ...]:
    """Return the keys under which something is kept, oldest first."""
    return draft_store.keys(journal.database)


def discard(journal: Journal, key: str) -> None:
    """Forget what was being written under ``key``; that nothing was is no failure."""
    draft_store.discard(journal.database, key)
