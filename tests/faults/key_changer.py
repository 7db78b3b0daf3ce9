"""Changes what opens a journal and says how it ended: the child in which one call goes wrong.

The room holds ``journal``; what the change writes elsewhere comes beside it. A weakness makes a build that has to be
caught.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from journal_app.errors import JournalError
from journal_app.services import keys
from journal_app.services.journal import Journal
from journal_app.vault import rekey, settling, vault
from journal_app.vault.header import Header
from journal_app.vault.recovery import RecoveryKey

OLD, NEW = "the passphrase before", "the passphrase after"
NEW_RECOVERY = RecoveryKey(bytes(range(20)))
KEY_FILE, SHEET = "key", "sheet.pdf"


def _passphrase(journal: Journal, _: Path) -> None:
    keys.change_passphrase(journal, OLD, NEW)


def _recovery(journal: Journal, room: Path) -> None:
    keys.write_new_sheets(journal, OLD, sheet=room / SHEET)


def _key_file(journal: Journal, room: Path) -> None:
    keys.add_key_file(journal, OLD, room / KEY_FILE)


def _new_key(journal: Journal, room: Path) -> None:
    keys.new_vault_key(journal, OLD, NEW, sheet=room / SHEET)


CHANGES: dict[str, Callable[[Journal, Path], None]] = {
    "passphrase": _passphrase,
    "recovery key": _recovery,
    "key file": _key_file,
    "new key": _new_key,
}


def _in_place() -> None:
    """Write the header over itself, as a program would that does not think of power cuts."""

    def write(path: Path, data: bytes) -> None:
        with path.open("wb") as stream:
            stream.write(data)

    for module in (vault, settling, rekey):
        module.write_whole = write  # type: ignore[attr-defined]


def _undecided() -> None:
    """Put the new state in place without anything that says that it was decided."""

    def decided(folder: Path) -> Header | None:
        header = settling._read(folder / settling.NEW_HEADER)
        (folder / settling.NEW_HEADER).unlink()
        return header

    settling._decided = decided


def _undone() -> None:
    """Take it for undone whenever a change of the header fails."""
    vault.Vault._is_as_before = lambda *_: True  # type: ignore[method-assign]


WEAKNESSES: dict[str, Callable[[], None]] = {
    "header in place": _in_place,
    "nothing decides": _undecided,
    "undone for sure": _undone,
}


def said(text: str) -> None:
    """Say how far it is, in one call."""
    os.write(1, text.encode() + b"\n")


def main(room: str, change: str, weakness: str = "") -> None:
    if weakness:
        WEAKNESSES[weakness]()
    RecoveryKey.new = classmethod(lambda _: NEW_RECOVERY)  # type: ignore[assignment, method-assign]
    with Journal.open(Path(room) / "journal", OLD) as journal:
        said("begun")
        try:
            CHANGES[change](journal, Path(room))
        except keys.MayBeInPlace:
            said("in-doubt")
        except keys.NotFinished:
            said("unfinished")
        except JournalError:
            said("refused")
        else:
            said("done")
