"""Hidden parts beside the place of a new file or folder: held while they are filled, known again after a kill."""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from journal_app.vault import randomness

if sys.platform != "win32":  # pragma: no branch - another system
    import fcntl

_NAME = re.compile(r"\.part-([0-9a-f]{16})-([0-9a-f]{16})")
# Set before the drawn digits, so that the others follow from them: no other program gives such a name by chance.
_SAID = b"journal_app, being made: "
_TRIES = 8  # somebody who clears away can take a part only in the instant before it is held


def is_part(name: str) -> bool:
    """Say whether ``name`` is one that this module gives: its last digits follow from the first."""
    found = _NAME.fullmatch(name)
    return found is not None and found[2] == _mark(found[1])


@contextmanager
def new_file(folder: Path) -> Iterator[tuple[int, Path]]:
    """Give a new file for the owner alone: its descriptor, which the caller closes, and its path; raises OSError.

    It is held until the block ends, whatever its name is by then.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    for _ in range(_TRIES):
        part = folder / _drawn()
        descriptor = os.open(part, flags, 0o600)
        held = None
        try:
            held = os.dup(descriptor)
            alone = _hold(held, part)
        except BaseException:
            part.unlink(missing_ok=True)
            _let_go(descriptor, held)
            raise
        try:
            if not alone:
                os.close(descriptor)
                continue
            yield descriptor, part
            return
        finally:
            _let_go(held)
    raise FileExistsError(folder)  # pragma: no cover - eight times in the same instant


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Give a new folder for the owner alone, held until the block ends, whatever its name then is; raises OSError."""
    for _ in range(_TRIES):
        part = folder / _drawn()
        part.mkdir(mode=0o700)
        held = None
        try:
            held = _opened(part)
            alone = held is None or _hold(held, part)
        except BaseException:
            part.rmdir()
            _let_go(held)
            raise
        try:
            if not alone:
                continue
            yield part
            return
        finally:
            _let_go(held)
    raise FileExistsError(folder)  # pragma: no cover - eight times in the same instant


def clear(folder: Path) -> int:
    """Remove the parts in ``folder`` whose maker was killed, and return how many; raises nothing.

    One is taken for such only where its name is one of ours, it belongs to this user and is closed to others, where
    files can be that, it is a file or a folder itself and no link, and nobody holds it. Inside a part that is being
    filled nothing is looked for.
    """
    if sys.platform == "win32" or any(is_part(each) for each in folder.parts):
        return 0  # nothing can be held there, so nobody could tell what is still being filled
    cleared = 0
    with suppress(OSError):
        for name in [each.name for each in os.scandir(folder) if is_part(each.name)]:
            cleared += _cleared(folder / name)
    return cleared


def _cleared(part: Path) -> bool:
    with suppress(OSError):
        told = part.lstat()
        is_folder = stat.S_ISDIR(told.st_mode)
        if not (is_folder or stat.S_ISREG(told.st_mode)) or told.st_uid != os.getuid():
            return False
        if told.st_mode & 0o077 and _keeps_modes(part.parent):
            return False
        held = os.open(part, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not _is_at(held, part):
                return False
            if is_folder:
                shutil.rmtree(part)
            else:
                part.unlink()
        finally:
            os.close(held)
        return True
    return False


def _keeps_modes(folder: Path) -> bool:
    """Say whether a file may be closed to others there; on the file systems of most sticks it may not. Raises OSError.

    What is made to find that out goes at once.
    """
    probe = folder / _drawn()
    descriptor = os.open(probe, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        return not os.fstat(descriptor).st_mode & 0o077
    finally:
        probe.unlink(missing_ok=True)
        _let_go(descriptor)


def _drawn() -> str:
    digits = randomness.salt()[:8].hex()
    return f".part-{digits}-{_mark(digits)}"


def _mark(digits: str) -> str:
    return sha256(_SAID + digits.encode()).hexdigest()[:16]


def _opened(folder: Path) -> int | None:
    if sys.platform == "win32":  # pragma: no cover - a folder cannot be opened there
        return None
    return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)


def _hold(descriptor: int, part: Path) -> bool:
    """Hold what was just made, and say whether it is still there; a file system without such holds lets it pass."""
    if sys.platform == "win32":  # pragma: no cover - another system
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:  # somebody is clearing it away
        return False
    except OSError:  # nobody can hold it, so nobody takes it for left
        return True
    return _is_at(descriptor, part)


def _let_go(*descriptors: int | None) -> None:
    """Close what only held a part: what was written is synced by then, so an error here says nothing of it (close(2)).

    Told as one, it took a finished file for one that could not be written.
    """
    for each in descriptors:
        if each is not None:
            with suppress(OSError):
                os.close(each)


def _is_at(descriptor: int, part: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), part.lstat())
    except FileNotFoundError:
        return False
