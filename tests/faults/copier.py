"""Copies a journal and brings the copy back without end: a child of the tests that kill it.

    python -m tests.faults.copier JOURNAL PLACE PASSPHRASE [WEAKNESS]

Each line on standard output says what stands from now on: ``copied DIGEST``, ``back DIGEST``, or ``removing``.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from journal_app.services import backups
from journal_app.services.journal import Journal

WEAKNESSES = ("says copied before it is",)
SOON = WEAKNESSES[0]


def main(folder: str, place: str, passphrase: str, weakness: str = "") -> None:
    """Copy and restore until killed."""
    copy, back = Path(place) / "copy", Path(place) / "back"
    with Journal.open(Path(folder), passphrase) as journal:
        tell("ready")
        while True:
            if weakness == SOON:
                tell("copied soon")
            tell("copied " + backups.back_up(journal, copy).digest)
            tell("back " + backups.restore(copy, back).digest)
            tell("removing")
            shutil.rmtree(copy)
            shutil.rmtree(back)


def tell(line: str) -> None:
    """Say it at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
