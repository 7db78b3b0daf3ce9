"""A picture of the screen that the desktop put into a file: kept as it is, and the desktop's own copy removed."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from journal_app.domain.evidence import SourceCard
from journal_app.domain.records import changed
from journal_app.errors import BadInput
from journal_app.i18n import pgettext
from journal_app.services import evidence
from journal_app.services.intake import NewFile
from journal_app.services.journal import Journal
from journal_app.services.media import PICTURES, media_type_of

_HEAD, _AT_ONCE = 4096, 1 << 20
_SLACK = 2.0  # seconds a file system's time may lie behind the clock's; FAT counts in steps of two


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """Where the desktop put a picture, when it was asked for one (seconds since 1970), and when it had it."""

    place: Path
    asked: float
    taken: datetime


def check(shot: Shot) -> None:
    """Raise BadInput where that is no new picture: whatever else it is, it was not asked for and is left alone."""
    with suppress(OSError), _opened(shot.place) as descriptor:
        if _is_ours(os.fstat(descriptor), shot):
            head = os.read(descriptor, _HEAD)
            if media_type_of(head, shot.place.name) in PICTURES:
                return
    message = pgettext("screen", "What the desktop gave is no new picture of the screen; nothing was changed.")
    raise BadInput(message, pgettext("screen", "Take it with the desktop’s own tool, then paste it here."))


def as_file(shot: Shot) -> NewFile:
    """Return it as a file to be taken in."""
    name = pgettext("screen", "picture of the screen.png")
    return NewFile(name=Path(name).stem + shot.place.suffix, source=shot.place)


def card(shot: Shot, *, removed: bool = False) -> SourceCard:
    """Return its source card: how and when it was made, and what became of the copy of the desktop's own."""
    there = pgettext("card", "a picture of the screen, taken by the desktop for this program; the desktop’s own copy, "
                     "{name}, stayed where the desktop put it")  # fmt: skip
    gone = pgettext("card", "a picture of the screen, taken by the desktop for this program; the desktop’s own copy, "
                    "{name}, was removed afterwards")  # fmt: skip
    return SourceCard(
        captured_at=shot.taken.astimezone().isoformat(timespec="seconds"),
        device=pgettext("card", "this computer"),
        application=(gone if removed else there).format(name=shot.place.name),
        original_kept=True,
    )


def put_away(journal: Journal, shot: Shot, files: Sequence[str]) -> str:
    """Remove the desktop's own copy of what is in the journal now, and return in words what became of it.

    It is removed only where it is the very picture that is kept, and new, and this user's alone.
    """
    item = evidence.get(journal, files[0]).evidence
    if not _removed(shot, item.sha256):
        return pgettext(
            "screen",
            "This computer’s system made another copy of the picture, which is not locked. It is here: {place}",
        ).format(place=shot.place)
    if item.card == card(shot):  # else it was in the journal before, with a card of its own
        evidence.describe(journal, changed(item, card=card(shot, removed=True)))
    return pgettext("screen", "The other copy that the system made was removed. Traces of it may remain on the disk.")


def _removed(shot: Shot, sha256: str) -> bool:
    try:
        with _opened(shot.place) as descriptor:
            there = os.fstat(descriptor)
            if not _is_ours(there, shot) or _digest(descriptor) != sha256:
                return False
            if not os.path.samestat(there, shot.place.lstat()):
                return False
            shot.place.unlink()
    except OSError:
        return False
    return True


@contextmanager
def _opened(place: Path) -> Iterator[int]:
    """Open a file for reading, but no link to another and nothing that would wait for somebody."""
    descriptor = os.open(place, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _is_ours(there: os.stat_result, shot: Shot) -> bool:
    """Say whether a file is a new one of this user, under this name alone."""
    new = there.st_mtime >= shot.asked - _SLACK and there.st_ctime >= shot.asked - _SLACK
    return stat.S_ISREG(there.st_mode) and there.st_uid == os.getuid() and there.st_nlink == 1 and new


def _digest(descriptor: int) -> str:
    found = hashlib.sha256()
    os.lseek(descriptor, 0, os.SEEK_SET)
    while part := os.read(descriptor, _AT_ONCE):
        found.update(part)
    return found.hexdigest()
