"""Drafts: what is being written of any record, kept encrypted under a key until it is done."""

from __future__ import annotations

from typing import Protocol, TypeVar

from journal_app.domain.records import Record, from_plain, to_plain
from journal_app.services.journal import Clock, Journal
from journal_app.store import drafts as draft_store
from journal_app.store.database import Database

R = TypeVar("R", bound=Record)


class Place(Protocol):
    """Where drafts are kept: the open journal, or a pad beside it."""

    @property
    def database(self) -> Database:
        """The open database."""

    @property
    def clock(self) -> Clock:
        """The clock that notes when a draft was kept."""


class Pad:
    """A second way into an open journal for drafts alone, so that they wait for nothing else that is being done.

    Belongs to the thread that opened it. Writing waits where the journal is writing at that moment, which is short:
    files are taken in, dossiers are drawn and checks read outside of any transaction.
    """

    def __init__(self, journal: Journal) -> None:
        """Open it; raises StorageTrouble and Damaged. It is to be closed before the journal is."""
        self._connection = journal.vault.connect()
        self.clock = journal.clock

    @property
    def database(self) -> Database:
        """The open database."""
        return self._connection

    def close(self) -> None:
        """Close it; doing so twice does nothing."""
        self._connection.close()


def save(journal: Place, key: str, record: Record) -> None:
    """Keep what is being written under ``key``, such as ``new`` or ``person:p1``, in place of what was kept there."""
    draft_store.put(journal.database, key, to_plain(record), journal.clock())


def load(journal: Place, key: str, kind: type[R]) -> R | None:
    """Return what was being written under ``key``, or None where nothing is kept."""
    plain = draft_store.get(journal.database, key)
    return None if plain is None else from_plain(kind, plain, source="draft")


def keys(journal: Place) -> tuple[str, ...]:
    """Return the keys under which something is kept, oldest first."""
    return draft_store.keys(journal.database)


def discard(journal: Place, key: str) -> None:
    """Forget what was being written under ``key``; that nothing was is no failure."""
    draft_store.discard(journal.database, key)
