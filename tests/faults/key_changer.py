"""Changes what opens a journal and says how it ended: the child in which one call goes wrong.

The room holds ``journal``; what the change writes elsewhere comes beside it. A weakness makes a build that has to be
caught.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from journal_app.errors import JournalError
from journal_app.services import erasing, evidence, keys, paper
from journal_app.services.journal import Journal, NewRecoveryKey
from journal_app.vault import rekey, settling, vault
from journal_app.vault.header import Header
from journal_app.vault.recovery import RecoveryKey

OLD, NEW = "the passphrase before", "the passphrase after"
NEW_RECOVERY = RecoveryKey(bytes(range(20)))
KEY_FILE, ANOTHER_KEY_FILE, SHEET, SHEETS = "key", "another-key", "sheet.pdf", "sheets"
RECOVERY = "recovery"  # holds the recovery key of before, for whoever forgot the passphrase
GONE = "gone.bin"  # the name of the file that is erased


def _passphrase(journal: Journal, _: Path) -> None:
    keys.change_passphrase(journal, OLD, NEW)


def _recovery(journal: Journal, room: Path) -> None:
    keys.write_new_sheets(journal, OLD, sheet=room / SHEET)


def _shares(journal: Journal, room: Path) -> None:
    keys.write_new_sheets(journal, OLD, divided=room / SHEETS)


def _key_file(journal: Journal, room: Path) -> None:
    keys.add_key_file(journal, OLD, room / KEY_FILE)


def _another_key_file(journal: Journal, room: Path) -> None:
    keys.add_key_file(journal, OLD, room / ANOTHER_KEY_FILE)


def _no_key_file(journal: Journal, _: Path) -> None:
    keys.remove_key_file(journal, OLD)


def _new_key(journal: Journal, room: Path) -> None:
    keys.new_vault_key(journal, OLD, NEW, sheet=room / SHEET)


def _erase(journal: Journal, _: Path) -> None:
    (item,) = (each.evidence.id for each in evidence.everything(journal) if each.evidence.file_name == GONE)
    erasing.erase(journal, item)


CHANGES: dict[str, Callable[[Journal, Path], None]] = {
    "passphrase": _passphrase,
    "recovery key": _recovery,
    "three sheets": _shares,
    "key file": _key_file,
    "another key file": _another_key_file,
    "no key file": _no_key_file,
    "new key": _new_key,
    "erasing": _erase,
}
ERASING, RECOVERED = "erasing", "recovered"  # the one that leaves the header alone, the one that needs no open journal
WITH_KEY_FILE = frozenset({"another key file", "no key file", RECOVERED})  # those that begin with one that is needed
EVERY = (*CHANGES, RECOVERED)


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


def _key_file_first() -> None:
    """Remove the key file of before, and write the header then."""
    change = vault.Vault.change_passphrase

    def first(self: vault.Vault, *given: Any, **named: Any) -> None:
        (self.folder.parent / KEY_FILE).unlink()
        change(self, *given, **named)

    vault.Vault.change_passphrase = first  # type: ignore[method-assign]  # the same, and one call before


def _sheets_last() -> None:
    """Put a recovery key in place, and write its sheets then."""

    def write(journal: Journal, _: str, *, sheet: Path | None = None, divided: Path | None = None) -> NewRecoveryKey:
        made = journal.new_recovery_key()
        assert divided is not None
        paper.write_shares(made, divided)
        return made

    keys.write_new_sheets = write


def _file_first() -> None:
    """Remove a file, and say in the records then that it is erased."""
    erase = erasing.erase

    def first(journal: Journal, identifier: str) -> None:
        journal.vault.blobs.remove(evidence.get(journal, identifier).evidence.blob)
        erase(journal, identifier)

    erasing.erase = first  # type: ignore[assignment]  # as it is called here


WEAKNESSES: dict[str, Callable[[], None]] = {
    "header in place": _in_place,
    "nothing decides": _undecided,
    "undone for sure": _undone,
    "the key file goes first": _key_file_first,
    "sheets after their key": _sheets_last,
    "the file goes first": _file_first,
}


def said(text: str) -> None:
    """Say how far it is, in one call."""
    os.write(1, text.encode() + b"\n")


def main(room: str, change: str, weakness: str = "") -> None:
    if weakness:
        WEAKNESSES[weakness]()
    RecoveryKey.new = classmethod(lambda _: NEW_RECOVERY)  # type: ignore[assignment, method-assign]
    place = Path(room)
    try:
        if change == RECOVERED:
            said("begun")
            Journal.recover(place / "journal", (place / RECOVERY).read_text(), NEW).close()
        else:
            key_file = place / KEY_FILE if change in WITH_KEY_FILE else None
            with Journal.open(place / "journal", OLD, key_file=key_file) as journal:
                said("begun")
                _changed(journal, place, change)
                return
    except keys.MayBeInPlace:
        said("in-doubt")
    except JournalError:
        said("refused")
    else:
        said("done")


def _changed(journal: Journal, place: Path, change: str) -> None:
    try:
        CHANGES[change](journal, place)
    except (keys.MayBeInPlace, erasing.MayBeErased):
        said("in-doubt")
    except keys.NotFinished:
        said("unfinished")
    except JournalError:
        said("refused")
    else:
        said("done")
