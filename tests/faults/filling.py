"""Fills a small disk to the brim with a journal on it, and goes on: run in a place of its own, with a disk of its own.

    python -m tests.faults.filling DISK SPARE [WEAKNESS]

``SPARE`` is how many bytes are left free when the disk is as full as it gets. Prints what was broken, as JSON.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from journal_app.domain.incident import IncidentEntry
from journal_app.errors import JournalError, StorageTrouble
from journal_app.services import audit, backups, drafts, evidence, incidents, interchange
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.vault import keyslots, vault
from journal_app.vault.keyslots import FLOOR_COST
from tests.faults.serving import derived_quickly

PASSPHRASE = "a passphrase for a full disk"  # noqa: S105 - opens nothing but test journals
FILE = b"A file of evidence. " * 8_000
WEAKNESSES = ("no reserve",)
BLOCK = 1 << 16


class Full:
    """A journal on a disk that is filled up, and everything that it said it keeps."""

    def __init__(self, disk: Path) -> None:
        self.disk, self.folder, self.filler = disk, disk / "journal", disk / "filler"
        self.entries: dict[str, str] = {}
        self.files: dict[str, str] = {}

    def write(self, journal: Journal, text: str) -> None:
        identifier = incidents.record(journal, IncidentEntry(account=text))
        self.entries[identifier] = text
        (file,) = evidence.attach(journal, identifier, [NewFile(name="file.txt", source=FILE + text.encode())])
        self.files[file] = hashlib.sha256(FILE + text.encode()).hexdigest()

    def fill(self, spare: int) -> None:
        """Leave ``spare`` bytes free, or as many more as the disk counts together."""
        with self.filler.open("ab", buffering=0) as stream:
            for size in (1 << 20, BLOCK, 4096, 512, 1):
                while True:
                    try:
                        stream.write(bytes(size))
                    except OSError:
                        break
            stream.truncate(max(0, stream.tell() - spare))

    def reads(self, journal: Journal) -> Iterator[str]:
        """Yield what is not there as it was said to be kept, by every way of reading."""
        rows = {row.id for row in incidents.timeline(journal)}
        for identifier, text in self.entries.items():
            if identifier not in rows or incidents.get(journal, identifier).entry.account != text:
                yield f"the entry {identifier}"
        for identifier, digest in self.files.items():
            kept = evidence.get(journal, identifier).evidence
            if hashlib.sha256(evidence.read_original(journal, kept)).hexdigest() != digest:
                yield f"the file {identifier}"
        if not incidents.search(journal, "evening"):
            yield "searching finds nothing"


def refuses(does: Callable[[], object]) -> str:
    """Do something there is no room for; returns what is wrong with the refusal, empty where it is one or succeeds."""
    try:
        does()
    except StorageTrouble as error:
        return "" if error.message.endswith(".") and error.advice.endswith(".") else str(error)
    except JournalError as error:
        return f"refused as {type(error).__name__}: {error}"
    return ""


def broken(disk: Path, spare: int) -> Iterator[str]:
    full = Full(disk)
    with Journal.create(full.folder, PASSPHRASE, cost=FLOOR_COST)[0] as journal:
        for number in range(3):
            full.write(journal, f"He wrote in the evening, {number}.")
        full.fill(spare)
        yield from full.reads(journal)
        # What does not fit is refused in words, and leaves nothing; the reserve then makes room for what is open.
        large = [NewFile(name="large.bin", source=bytes(40 << 20))]
        yield refuses(lambda: evidence.attach(journal, next(iter(full.entries)), large))
        yield refuses(lambda: backups.back_up(journal, disk / "copy"))
        yield refuses(lambda: interchange.export_folder(journal, disk / "out"))
        yield from (f"{name} was left" for name in _left(disk) - {"journal", "filler", "copy", "out"})
        yield refuses(lambda: incidents.record(journal, IncidentEntry(account="The evening it was full.")))
        try:
            drafts.save(journal, "open", IncidentEntry(account="What was being written."))
            full.write(journal, "The evening after that.")
        except StorageTrouble as error:
            yield f"what is open cannot be saved: {error}"
    if (full.folder / vault.RESERVE).exists():
        yield "the reserve was not given back"
    with Journal.open(full.folder, PASSPHRASE) as journal:  # locked, and opened while there is hardly any room
        yield from full.reads(journal)
        yield "" if drafts.keys(journal) else "the draft"
    full.filler.unlink()
    for name in ("copy", "out"):
        yield "" if not (disk / name).exists() or any((disk / name).iterdir()) else f"{name} is empty"
    with Journal.open(full.folder, PASSPHRASE) as journal:
        full.write(journal, "The evening there was room again.")
        yield from full.reads(journal)
        yield from (f"{each.where}: {each.what}" for each in audit.check_open(journal).problems)
    if not (full.folder / vault.RESERVE).exists():
        yield "the reserve was not taken again"


def _left(disk: Path) -> set[str]:
    return {path.name for path in disk.iterdir()} | {path.name for path in disk.rglob("*.part*")}


def main(disk: str, spare: str, weakness: str = "") -> None:
    keyslots.hash_secret_raw = derived_quickly
    if weakness:
        vault.RESERVE_BYTES = 0
    try:
        found = list(filter(None, broken(Path(disk), int(spare))))
    except (JournalError, OSError) as error:
        found = [f"ended: {error!r}"]
    os.write(1, json.dumps(found).encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
