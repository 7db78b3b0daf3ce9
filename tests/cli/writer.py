"""Writes into a journal without end and says what it wrote: a child of the tests that kill it.

    python -m tests.cli.writer JOURNAL honest|careless

Each line on standard output acknowledges one entry with its file: ``id text evidence-id sha256``. The careless one
acknowledges before anything is on the disk; the tests have to catch it.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

from journal_app.services import evidence, incidents
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from tests.cli.conftest import PASSPHRASE


def main(folder: str, manner: str) -> None:
    """Write until killed."""
    with Journal.open(Path(folder), PASSPHRASE) as journal:
        acknowledge("ready")
        while True:
            text, data = os.urandom(8).hex(), os.urandom(70_000)
            digest = hashlib.sha256(data).hexdigest()
            if manner == "careless":
                acknowledge(f"{text} {text} {text} {digest}")
                incidents.record(journal, incidents.IncidentEntry(id=text, account=text))
                continue
            identifier = incidents.record(journal, incidents.IncidentEntry(account=text))
            (file,) = evidence.attach(journal, identifier, [NewFile(name="noise.bin", source=data)])
            acknowledge(f"{identifier} {text} {file} {digest}")


def acknowledge(line: str) -> None:
    """Say it at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:3])
