"""How far a journal had come, kept sealed beside the database: an older database does not pass for the last one."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from journal_app.errors import Damaged
from journal_app.i18n import pgettext
from journal_app.vault.files import opened_plain, trouble, write_whole
from journal_app.vault.places import STATE
from journal_app.vault.seals import Seals

_USE = "state"
_LENGTH = 256  # always the same, so that its size tells nothing
_LARGEST = 2 * _LENGTH  # bytes that are read: more than a seal of it has, so that a longer one shows


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownState:
    """The generation of the header, and the size and root (hexadecimal) of what the database had recorded."""

    generation: int
    size: int
    root: str


def encode(state: KnownState, seals: Seals) -> bytes:
    """Return the bytes of the file."""
    return seals.close(_USE, json.dumps(asdict(state)).encode().ljust(_LENGTH))


def read(folder: Path, seals: Seals) -> KnownState | None:
    """Return the state kept in ``folder``, or None where there is none; raises Damaged where it is not this vault's."""
    try:
        with opened_plain(folder / STATE, links=True) as stream:
            data = stream.read(_LARGEST)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise trouble(error) from None
    plain = seals.open(_USE, data)
    if plain is None:
        message = pgettext("error", "The note of how far this journal had come is not as it was saved.")
        raise Damaged(message, pgettext("error", "Run a check of the journal, and open a backup."))
    return KnownState(**json.loads(plain))


def write(folder: Path, state: KnownState, seals: Seals, *, name: str = STATE) -> None:
    """Keep ``state`` in ``folder``, in place of what was kept there; raises OSError."""
    write_whole(folder / name, encode(state, seals))
