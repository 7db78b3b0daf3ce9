"""The two stored copies of the header: read together, so that damage to one of them costs nothing."""

from __future__ import annotations

from pathlib import Path

from journal_app.errors import BadInput, JournalError, NewerFormat
from journal_app.i18n import pgettext
from journal_app.vault import header as headers
from journal_app.vault.files import opened_plain, trouble
from journal_app.vault.header import Header

HEADER, HEADER_COPY = "header.json", "header.bak"


class Copies:
    """What the two copies hold: their bytes, the headers that can be read, newest first, and what is wrong."""

    def __init__(self, stored: tuple[bytes, bytes]) -> None:
        """Read both; raises NewerFormat, and Damaged where neither can be used."""
        self.stored = stored
        problems: list[str] = []
        found: list[Header] = []
        failures: list[JournalError] = []
        for name, data, other in zip((HEADER, HEADER_COPY), stored, reversed(stored), strict=True):
            try:
                header = headers.decode(data)
            except NewerFormat as error:
                if not _is_one_byte_away(data, other):
                    raise
                problems.append(name)
                failures.append(error)
            except JournalError as error:
                problems.append(name)
                failures.append(error)
            else:
                found += [header] if header not in found else []
        if not found:
            raise failures[0]
        if len(found) > 1:
            problems.append(f"{HEADER}, {HEADER_COPY}")
        self.problems = tuple(problems)
        self.usable = tuple(sorted(found, key=lambda header: -header.generation))


def read_headers(folder: Path) -> Copies:
    """Read both copies of the header in ``folder``.

    Raises BadInput where there is none, NewerFormat where a newer program wrote one of them, and Damaged where
    neither can be used.
    """
    names = (HEADER, HEADER_COPY)
    try:
        there = any((folder / name).is_file() for name in names)
    except OSError as error:
        raise trouble(error) from None
    if not there:
        message = pgettext("error", "There is no journal at this place; nothing was changed.")
        raise BadInput(message, pgettext("error", "Check the folder, or make a journal there."), source=folder.name)
    return Copies(stored(folder))


def stored(folder: Path) -> tuple[bytes, bytes]:
    """Return the bytes of both copies; one that cannot be read counts as an empty one."""
    return _stored(folder / HEADER), _stored(folder / HEADER_COPY)


def _stored(path: Path) -> bytes:
    """Return at most one byte more than a header may have; a copy that cannot be read counts as an empty one."""
    try:
        with opened_plain(path, links=True) as stream:
            return stream.read(headers.LARGEST + 1)
    except OSError:
        return b""


def _is_one_byte_away(data: bytes, other: bytes) -> bool:
    """Say whether a copy of a newer version is only the other one with its version damaged.

    A newer program's header differs in its generation and MAC as well.
    """
    return len(data) == len(other) and sum(a != b for a, b in zip(data, other, strict=True)) == 1
