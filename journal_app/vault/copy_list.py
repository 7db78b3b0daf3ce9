"""The list of what a copy holds: name, size and SHA-256 of each of its files, marked by the vault."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from journal_app.errors import BadInput, Damaged, JournalError, NewerFormat
from journal_app.i18n import pgettext
from journal_app.vault.blobs import is_file_id
from journal_app.vault.files import opened_plain, trouble
from journal_app.vault.header import canonical
from journal_app.vault.header_files import HEADER, HEADER_COPY
from journal_app.vault.places import COPY_LIST, DATABASE, FILES, STATE
from journal_app.vault.seals import Seals

FORMAT, VERSION = "journal-copy", 1
LARGEST = 1 << 26  # bytes; about 400,000 files
_USE = "list of a copy"
_DIGITS = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One file of a copy: its name in the folder, its size in bytes, its SHA-256 in hexadecimal."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyList:
    """All files of a copy, by name, and the mark that only the vault can make."""

    vault_id: str
    files: tuple[Listed, ...]
    mark: str = ""

    def marked(self, seals: Seals) -> CopyList:
        """Return the list with its mark."""
        return CopyList(vault_id=self.vault_id, files=self.files, mark=seals.mark(_USE, canonical(self._content())))

    def is_marked_by(self, seals: Seals) -> bool:
        """Say whether this vault made the list as it stands."""
        return seals.is_marked(_USE, canonical(self._content()), self.mark)

    def encode(self) -> bytes:
        """Return the bytes of the file."""
        return canonical({**self._content(), "mark": self.mark}) + b"\n"

    def _content(self) -> dict[str, Any]:
        files = [{"name": each.name, "sha256": each.sha256, "size": each.size} for each in self.files]
        return {"format": FORMAT, "version": VERSION, "vault": self.vault_id, "files": files}


def is_copy(folder: Path) -> bool:
    """Say whether ``folder`` is a copy with a list; one made by an earlier version of the program has none."""
    return (folder / COPY_LIST).is_file()


def read(folder: Path) -> CopyList | None:
    """Return the list of a copy, or None where it has none.

    Raises NewerFormat where a newer program wrote it, and Damaged where it is not as it was written.
    """
    try:
        with opened_plain(folder / COPY_LIST) as stream:
            data = stream.read(LARGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise trouble(error) from None
    try:
        plain = json.loads(data)
        if plain["format"] == FORMAT and isinstance(plain["version"], int) and plain["version"] > VERSION:
            raise _newer()
        listed = _listed(plain)
    except JournalError:
        raise
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        raise not_as_made(COPY_LIST) from None
    if listed.encode() != data:
        raise not_as_made(COPY_LIST)
    return listed


def _listed(plain: dict[str, Any]) -> CopyList:
    files = tuple(
        Listed(name=str(each["name"]), size=int(each["size"]), sha256=str(each["sha256"])) for each in plain["files"]
    )
    names = [each.name for each in files]
    whole = {HEADER, HEADER_COPY, DATABASE} <= set(names) and names == sorted(set(names))
    if not whole or not all(map(_is_possible, files)):
        raise not_as_made(COPY_LIST)
    return CopyList(vault_id=str(plain["vault"]), files=files, mark=str(plain["mark"]))


def _is_possible(each: Listed) -> bool:
    """Say whether this can be a file of a copy: a list leads to nothing outside its folder."""
    own = each.name in {HEADER, HEADER_COPY, DATABASE, STATE} or (
        each.name.startswith(f"{FILES}/") and is_file_id(each.name.removeprefix(f"{FILES}/"))
    )
    return own and each.size >= 0 and len(each.sha256) == 64 and _DIGITS.issuperset(each.sha256)


def make(vault_id: str, files: Iterable[Listed], seals: Seals) -> CopyList:
    """Return the marked list of ``files``."""
    in_order = tuple(sorted(files, key=lambda each: each.name))
    return CopyList(vault_id=vault_id, files=in_order).marked(seals)


def not_as_made(name: str) -> Damaged:
    """Return the error for a copy in which ``name`` is missing or is not what was copied."""
    message = pgettext("error", "This copy is not complete or not as it was made ({name}), so nothing was restored.")
    advice = pgettext("error", "Keep it as it is, and restore another copy.")
    return Damaged(message.format(name=name), advice)


def unlisted(name: str) -> BadInput:
    """Return the error for a copy of which nobody can say, without opening it, that all of it is there."""
    message = pgettext(
        "error",
        "{name} has no list of its files, so without opening it nobody can say that it is complete; nothing was "
        "restored.",
    )
    advice = pgettext("error", "Add its passphrase (--passphrase-file): then it is opened and read whole first.")
    return BadInput(message.format(name=name), advice, source=name)


def _newer() -> NewerFormat:
    message = pgettext("error", "This copy was made by a newer version of the program; nothing was changed.")
    return NewerFormat(message, pgettext("error", "Update the program, then try again."))
