"""Makes a journal, writes into it and says what is kept, one line of JSON each: the child whose calls are recorded.

    python -m tests.faults.writer FOLDER ROUNDS [WEAKNESS]

A weakness makes a build that the tests have to catch.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import sys
from collections.abc import Callable
from pathlib import Path

from journal_app.domain.incident import IncidentEntry
from journal_app.services import backups, drafts, evidence, incidents
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.vault import connection, vault
from journal_app.vault.keyslots import FLOOR_COST

FIRST_PASSPHRASE = "the first passphrase"  # noqa: S105 - opens nothing but test journals
SMALL_RESERVE = 4096  # a record holds every byte that was written, and this file holds nothing


def _setting(name: str, value: str, reads_back: object) -> None:
    connection._SETTINGS = tuple(
        (each, value, reads_back) if each == name else (each, asked, found)
        for each, asked, found in connection._SETTINGS
    )


def _no_fsync() -> None:
    os.fsync = lambda _: None


def _synchronous_off() -> None:
    _setting("synchronous", "OFF", 0)


def _wal_normal() -> None:
    _setting("journal_mode", "WAL", "wal")
    _setting("synchronous", "NORMAL", 1)


def _delete_full() -> None:
    _setting("journal_mode", "DELETE", "delete")
    _setting("synchronous", "FULL", 2)


WEAKNESSES: dict[str, Callable[[], None]] = {
    "no fsync": _no_fsync,
    "synchronous OFF": _synchronous_off,
    "WAL NORMAL": _wal_normal,
    "DELETE FULL": _delete_full,
}


def kept(**fact: str) -> None:
    """Say what is kept, in one call."""
    os.write(1, json.dumps(fact).encode() + b"\n")


def main(folder: str, rounds: str, weakness: str = "") -> None:
    if weakness:
        WEAKNESSES[weakness]()
    vault.RESERVE_BYTES = SMALL_RESERVE
    root, chance = Path(folder), random.Random(1)  # noqa: S311 - texts, no secrets
    journal, _ = Journal.create(root / "journal", FIRST_PASSPHRASE, cost=FLOOR_COST)
    kept(passphrase=FIRST_PASSPHRASE)
    with journal:
        for number in range(int(rounds)):
            identifier = incidents.record(journal, IncidentEntry(account=f"Entry {number}."))
            kept(entry=identifier, account=f"Entry {number}.")
            data = chance.randbytes(chance.choice((300, 3_000, 12_000)))
            (file,) = evidence.attach(journal, identifier, [NewFile(name="noise.bin", source=data)])
            kept(file=file, sha256=hashlib.sha256(data).hexdigest())
            account = f"Entry {number}, seen again." + " More of it." * chance.choice((1, 200))
            incidents.revise(journal, identifier, IncidentEntry(account=account))
            kept(entry=identifier, account=account)
            drafts.save(journal, f"draft-{number}", IncidentEntry(account=f"Begun {number}."))
            kept(draft=f"draft-{number}", account=f"Begun {number}.")
            if number % 4 == 1:
                incidents.remove(journal, identifier)
                kept(removed=identifier)
            if number % 4 == 2:
                journal.change_passphrase(f"passphrase {number}")
                kept(passphrase=f"passphrase {number}")
            if number % 8 == 3:
                backups.back_up(journal, root / f"copy-{number}")
                kept(copy=f"copy-{number}")


if __name__ == "__main__":
    main(*sys.argv[1:])
