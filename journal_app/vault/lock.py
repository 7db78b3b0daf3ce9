"""One writer: an advisory lock that the system gives back when the program ends, however it ends."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

from journal_app.errors import JournalInUse, StorageTrouble
from journal_app.i18n import pgettext
from journal_app.vault.files import PRIVATE_FILE, trouble

if sys.platform == "win32":  # pragma: no cover - another system
    import msvcrt
else:
    import fcntl

LOCK = "lock"  # the name of the file in the folder of a vault
# What the systems say where another process holds it: flock(2) the first two, Windows' _locking the last two.
_HELD = frozenset({errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK})
_NOT_WRITABLE = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


class VaultLock:
    """Holds the lock file of one vault until :meth:`release` or the end of the process."""

    def __init__(self, path: Path, *, make: bool = True) -> None:
        """Take the lock at ``path``; raises JournalInUse where another process holds it.

        Without ``make`` nothing is written: where there is no lock file, there is nothing to hold.
        """
        try:
            self._descriptor = _opened(path, make=make)
        except OSError as error:
            raise trouble(error) from None
        if self._descriptor < 0:
            return
        try:
            self._take()
        except OSError as error:
            os.close(self._descriptor)
            if error.errno not in _HELD:
                raise trouble(error) from None
            message = pgettext("error", "This journal is open in another window; nothing was changed.")
            advice = pgettext("error", "Use the window that is open, or close it, then try again.")
            raise JournalInUse(message, advice) from None

    def _take(self) -> None:
        if sys.platform == "win32":  # pragma: no cover - another system
            msvcrt.locking(self._descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _give_back(self) -> None:
        """Unlock by name: closing alone would leave the lock with a child process that is just being started."""
        if sys.platform == "win32":  # pragma: no cover - another system, where closing is enough
            return
        with suppress(OSError):  # closing gives it back as well
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def release(self) -> None:
        """Give the lock back; doing so twice does nothing."""
        if self._descriptor >= 0:
            self._give_back()
            descriptor, self._descriptor = self._descriptor, -1
            with suppress(OSError):  # nothing was written into it, and what a failing close leaves is unspecified
                os.close(descriptor)


def _opened(path: Path, *, make: bool) -> int:
    """Return a descriptor of the lock file; -1 where there is none and none is to be made."""
    if make:
        return os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    try:
        return os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return -1
    except OSError as error:
        if error.errno not in _NOT_WRITABLE:
            raise
        return os.open(path, os.O_RDONLY)  # a disk or stick that cannot be written to


def is_held(path: Path) -> bool:
    """Say whether another process, or another part of this one, holds the lock at ``path``; it is not taken.

    Nothing is written, and a place that cannot be looked into, or cannot be locked, holds nothing.
    """
    try:
        VaultLock(path, make=False).release()
    except JournalInUse:
        return True
    except StorageTrouble:
        return False
    return False


def can_be_written(folder: Path) -> bool:
    """Say whether the system lets anything be written in the folder of a vault, and its lock be taken for writing."""
    lock = folder / LOCK
    return _lets_write(folder) and (_lets_write(lock) or not os.path.lexists(lock))


def _lets_write(path: Path) -> bool:
    # Asked again where it says no: the call does not tell a disk that did not answer once from one that is protected,
    # and the journal would be open for reading only until it is opened anew.
    return os.access(path, os.W_OK) or os.access(path, os.W_OK)
