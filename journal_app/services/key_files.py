"""Key files: a second thing that is needed beside the passphrase, kept where the journal is not."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from journal_app.errors import BadInput, JournalError
from journal_app.i18n import pgettext
from journal_app.services import files
from journal_app.vault import randomness
from journal_app.vault.header_files import read_headers


def digest(path: Path | None) -> bytes:
    """Return the SHA-256 of a key file, 32 bytes; empty where none is given.

    Raises BadInput where it cannot be read or holds nothing.
    """
    if path is None:
        return b""
    data = files.read(path)
    if not data:
        message = pgettext("error", "{name} is empty, so it is no key file; nothing was changed.")
        advice = pgettext("error", "Choose the key file that was made for this journal.")
        raise BadInput(message.format(name=path.name), advice, source=path.name)
    return sha256(data).digest()


def write_new(out: Path) -> None:
    """Write a new key file; raises BadInput where ``out`` exists, StorageTrouble where it cannot be written."""
    with files.new_file(out) as stream:
        stream.write(randomness.key_file())


def are_needed(folder: Path) -> bool:
    """Say whether the journal in ``folder`` opens with its passphrase only together with a key file.

    Nothing is derived for it. Where that cannot be read it says no; opening the journal tells why.
    """
    try:
        return any(header.needs_key_file for header in read_headers(folder).usable)
    except JournalError:
        return False
