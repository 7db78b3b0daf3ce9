"""Drafts: what is being written of any record, kept encrypted under a key until it is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Protocol, TypeVar

from journal_app.domain.records import Record, from_plain, to_plain
from journal_app.errors import StorageTrouble
from journal_app.services.journal import Clock, Journal
from journal_app.services.unkept import Unkept
from journal_app.store import drafts as draft_store
from journal_app.store.database import Database

R = TypeVar("R", bound=Record)

# What stands before the id of a record in the key of its draft, and alone for a new one; that of an entry is its id.
KEYS = {"incident": "", "evidence": "evidence:", "person": "person:", "match": "match:", "study": "study:",
        "complaint": "complaint:"}  # fmt: skip
NEW = "new"  # the key of a new entry
WAITING = "files:"  # before the key of an entry: the key of the files that wait for it
HIDING = "hidden:"  # before the id of a file: what is drawn over a page of it and not hidden yet
SENDING = "sending:"  # before the id of a filing: what is being noted as sent, beside a dossier that was saved
BOND = "relationship:"  # before the id of a professional: the time as their client, beside what is written of them


class Place(Protocol):
    """Where drafts are kept: the open journal, or a pad beside it."""

    @property
    def database(self) -> Database:
        """The open database."""

    @property
    def clock(self) -> Clock:
        """The clock that notes when a draft was kept."""

    @property
    def unkept(self) -> Unkept:
        """What could not be kept yet."""


class Pad:
    """A second way into an open journal for drafts alone, so that they wait for nothing else that is being done.

    Belongs to the thread that opened it. Writing waits where the journal is writing at that moment, which is short:
    files are taken in, dossiers are drawn and checks read outside of any transaction.
    """

    def __init__(self, journal: Journal) -> None:
        """Open it; raises StorageTrouble and Damaged. It is to be closed before the journal is."""
        self._connection = journal.vault.connect()
        self.clock, self.unkept = journal.clock, journal.unkept

    @property
    def database(self) -> Database:
        """The open database."""
        return self._connection

    def close(self) -> None:
        """Close it; doing so twice does nothing."""
        self._connection.close()


def keep(journal: Place, wanted: Mapping[str, Record | None]) -> None:
    """Keep what is being written under each key, and forget what is kept under those with None.

    What the disk does not take stays held in memory: it is found as if it were kept, and tried again by every later
    call. What stood in the way is raised when everything was tried.
    """
    with journal.unkept.writing:
        journal.unkept.hold(wanted)
        keep_held(journal)


def keep_held(journal: Place) -> None:
    """Try again what could not be kept; raises what stands in the way still."""
    trouble: Exception | None = None
    with journal.unkept.writing:
        for key, draft in journal.unkept.held().items():
            try:
                if draft is None:
                    discard(journal, key)
                else:
                    save(journal, key, draft)
            except Exception as error:  # the next one may be smaller, or nothing is the matter with it
                trouble = trouble or error
    if trouble is not None:
        raise trouble


def forget(journal: Place, keys: Iterable[str]) -> None:
    """Forget what is kept under ``keys``, now or when the disk takes that: what was written there is saved already."""
    with suppress(StorageTrouble):
        keep(journal, dict.fromkeys(keys))


def save(journal: Place, key: str, record: Record) -> None:
    """Keep what is being written under ``key``, such as ``new`` or ``person:p1``, in place of what was kept there."""
    with journal.unkept.writing:
        draft_store.put(journal.database, key, to_plain(record), journal.clock())
        journal.unkept.let_go(key)


def load(journal: Place, key: str, kind: type[R]) -> R | None:
    """Return what was being written under ``key``, or None where nothing is kept."""
    held = journal.unkept.held()
    if key in held:
        draft = held[key]
        plain = None if draft is None else to_plain(draft)
    else:
        plain = draft_store.get(journal.database, key)
    return None if plain is None else from_plain(kind, plain, source="draft")


def keys(journal: Place) -> tuple[str, ...]:
    """Return the keys under which something is kept, oldest first."""
    held = journal.unkept.held()
    kept = (key for key in draft_store.keys(journal.database) if key not in held)
    return (*kept, *(key for key, draft in held.items() if draft is not None))


def keys_naming(journal: Place, identifier: str) -> tuple[str, ...]:
    """Return the keys of what is being written that names a record by its id."""
    held = journal.unkept.held()
    kept = (key for key in draft_store.keys_naming(journal.database, identifier) if key not in held)
    naming = (
        key for key, draft in held.items() if draft is not None and draft_store.names(to_plain(draft), identifier)
    )
    return (*kept, *naming)


def discard(journal: Place, key: str) -> None:
    """Forget what was being written under ``key``; that nothing was is no failure."""
    with journal.unkept.writing:
        draft_store.discard(journal.database, key)
        journal.unkept.let_go(key)
