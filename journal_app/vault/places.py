"""The names in the folder of a vault, and whether a name can be one of its own."""

from __future__ import annotations

from journal_app.vault.blobs import is_file_id
from journal_app.vault.files import PART
from journal_app.vault.header_files import HEADER, HEADER_COPY
from journal_app.vault.lock import LOCK

DATABASE, FILES, RESERVE = "journal.db", "files", "reserve"
ROLLBACK = f"{DATABASE}-journal"
STATE = "state"  # how far the journal had come, sealed
UNFINISHED = "unfinished"  # ids of files that may be half taken in, sealed; only while a vault is open
COPY_LIST = "copy.json"  # what a copy holds; a folder with it is a copy

OWN = frozenset({HEADER, HEADER_COPY, DATABASE, ROLLBACK, FILES, RESERVE, LOCK, STATE, UNFINISHED, COPY_LIST})


def is_own(name: str) -> bool:
    """Say whether ``name`` is one this program gives in the folder of a vault, or one of a file being written there."""
    return name.removesuffix(PART) in OWN


def is_own_file(name: str) -> bool:
    """Say whether ``name`` is one this program gives in the folder of evidence files."""
    return is_file_id(name.removesuffix(PART))
