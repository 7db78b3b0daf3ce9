"""Files that may be half taken in or half gone: noted before that begins, so that what a kill leaves is known."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from journal_app.durable import sync_folder
from journal_app.vault.blobs import ID_BYTES, is_file_id
from journal_app.vault.files import PART, opened_plain, trouble, write_whole
from journal_app.vault.places import FILES, UNFINISHED
from journal_app.vault.seals import Seals

_LOT = 64  # ids noted at once, so that noting them costs little beside writing the files
LARGEST = 1 << 26  # bytes; about two million ids
_USE = "unfinished files"


def note(place: Path, noted: Iterable[str], seals: Seals) -> None:
    """Note ids at ``place``, in place of what was noted there; raises OSError."""
    write_whole(place, seals.close(_USE, "\n".join(noted).encode()))


class Unfinished:
    """Hands out the ids of new files of one vault; safe on several threads."""

    def __init__(self, folder: Path, seals: Seals) -> None:
        self._folder, self._place, self._seals = folder, folder / UNFINISHED, seals
        self._free: list[str] = []
        self._noted: tuple[str, ...] = ()
        self._given = 0  # ids of this vault as it is open now; earlier ones make no lot larger
        self._leaving: frozenset[str] = frozenset()
        self._alone = threading.Lock()

    def next_id(self) -> str:
        """Return a new random id (32 hexadecimal digits) that is noted on the disk; raises OSError."""
        with self._alone:
            if not self._free:
                before = self._so_far()
                drawn = [secrets.token_hex(ID_BYTES) for _ in range(max(_LOT, self._given))]
                self._write((*before, *drawn))
                self._noted, self._free = (*before, *drawn), drawn
                self._given += len(drawn)
            return self._free.pop()

    def note_leaving(self, gone: Iterable[str]) -> None:
        """Note files that are about to be removed from the records and then from the disk; raises StorageTrouble."""
        with self._alone:
            before = self._so_far()
            leaving = self._leaving | frozenset(filter(is_file_id, gone))
            noted = tuple(dict.fromkeys((*before, *sorted(leaving))))
            try:
                self._write(noted)
            except OSError as error:
                raise trouble(error) from None
            self._noted, self._leaving = noted, leaving

    def _so_far(self) -> tuple[str, ...]:
        """Return what is noted: at first what kills left of which there is a file, for of the rest nothing is left."""
        return self._noted or tuple(self.still_there(self.left()))

    def left(self) -> frozenset[str]:
        """Return the ids that are noted on the disk; none where the note is missing or not this vault's."""
        try:
            with opened_plain(self._place, links=True) as stream:
                data = self._seals.open(_USE, stream.read(LARGEST))
        except OSError:
            data = None
        return frozenset(filter(is_file_id, (data or b"").decode("ascii", "replace").split()))

    def finish(self, earlier: frozenset[str]) -> None:
        """Forget what was noted: all of it is in the records or removed again. ``earlier`` is what a kill left before.

        Of those, and of what was to be removed, the ones whose files are still there stay noted. Where nothing was
        noted, nothing is done.
        """
        with self._alone:
            if self._noted:
                kept = self.still_there(earlier | self._leaving)
                self._free, self._noted, self._leaving = [], (), frozenset()
                self.forget(kept=kept)

    def forget(self, *, kept: list[str]) -> None:
        """Note ``kept`` and nothing else; what cannot be written now stays noted."""
        with suppress(OSError):
            if kept:
                self._write(tuple(kept))
            else:
                self._place.unlink(missing_ok=True)
                sync_folder(self._folder)

    def still_there(self, earlier: frozenset[str]) -> list[str]:
        """Return those of ``earlier`` of which there is a file, whole or not, in order."""
        return [each for each in sorted(earlier) if self._is_there(each)]

    def _is_there(self, file_id: str) -> bool:
        return any((self._folder / FILES / name).exists() for name in (file_id, file_id + PART))

    def _write(self, noted: tuple[str, ...]) -> None:
        note(self._place, noted, self._seals)
