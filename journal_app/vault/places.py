"""The names in the folder of a vault, and whether a name can be one of its own."""

from __future__ import annotations

from journal_app.vault.blobs import is_file_id
from journal_app.vault.connection import ROLLBACK_ENDING
from journal_app.vault.files import PART
from journal_app.vault.header_files import HEADER, HEADER_COPY
from journal_app.vault.lock import LOCK

DATABASE, FILES, RESERVE = "journal.db", "files", "reserve"
ROLLBACK = f"{DATABASE}{ROLLBACK_ENDING}"
STATE = "state"  # how far the journal had come, sealed
UNFINISHED = "unfinished"  # ids of files that may be half taken in, sealed; only while a vault is open
COPY_LIST = "copy.json"  # what a copy holds; a folder with it is a copy

NEW = ".new"  # what a change of the vault key makes ready, beside what it takes the place of
NEW_HEADER, NEW_DATABASE = f"{HEADER.partition('.')[0]}{NEW}", f"{DATABASE}{NEW}"
NEW_STATE, NEW_UNFINISHED = f"{STATE}{NEW}", f"{UNFINISHED}{NEW}"

OWN = frozenset({HEADER, HEADER_COPY, DATABASE, ROLLBACK, FILES, RESERVE, LOCK, STATE, UNFINISHED, COPY_LIST})
MADE_READY = frozenset({NEW_HEADER, NEW_DATABASE, f"{NEW_DATABASE}{ROLLBACK_ENDING}", NEW_STATE, NEW_UNFINISHED})


def is_own(name: str) -> bool:
    """Say whether ``name`` is one this program gives in the folder of a vault, or one of a file being written there."""
    return name.removesuffix(PART) in OWN | MADE_READY


def is_own_file(name: str) -> bool:
    """Say whether ``name`` is one this program gives in the folder of evidence files."""
    return is_file_id(name.removesuffix(PART).removesuffix(NEW))


def is_unfinished(name: str) -> bool:
    """Say whether ``name`` is one of a file that was being written in the folder of a vault, and means nothing.

    What a change of the vault key made ready is none: it is settled as a whole, when the vault is opened for writing.
    """
    return name.endswith(PART) and name.removesuffix(PART) in OWN
