"""Writing to a journal's database the way the program does: one transaction, sealed with a signed head."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from journal_app.services.ledger import Ledger
from journal_app.store.database import Database, prepare
from journal_app.vault.connection import Connection

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
VAULT = "ab" * 16


def connect(path: Path, *, create: bool = False) -> Connection:
    return Connection(path, bytearray(range(48)), create=create, on_full=lambda: None)


class Writer:
    """Writes records; each change happens one minute after the one before."""

    def __init__(self, database: Database) -> None:
        self.database = database
        prepare(database, NOW)
        self.now = NOW
        self._salts = itertools.count()

    @contextmanager
    def change(self) -> Iterator[Ledger]:
        self.now += timedelta(minutes=1)
        ledger = Ledger(
            self.database, vault_id=VAULT, sign=lambda data: hashlib.sha512(data).digest(), public_key=bytes(32),
            clock=lambda: self.now, timezone="Europe/Madrid", salt=lambda: next(self._salts).to_bytes(16, "big"),
        )  # fmt: skip
        with self.database.transaction():
            yield ledger
            ledger.seal()
