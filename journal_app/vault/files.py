"""Private files: made for their owner alone, written whole or not at all, on the disk before it is said so."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from journal_app.durable import sync_folder
from journal_app.errors import JournalError, ReadingOnly, StorageTrouble
from journal_app.i18n import pgettext

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
PART = ".part"
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)  # what is opened at a pipe would otherwise wait for its other end


def make_private_folder(folder: Path) -> None:
    """Make ``folder`` for its owner alone, whatever the umask is; raises OSError and leaves no folder of others."""
    folder.mkdir(mode=PRIVATE_FOLDER)
    try:
        folder.chmod(PRIVATE_FOLDER)
    except OSError:
        folder.rmdir()
        raise


@contextmanager
def written_whole(target: Path) -> Iterator[BinaryIO]:
    """Write ``target`` through a neighbour that takes its name only when the block finishes and all is on disk.

    What stood at ``target`` before stays until then. Raises OSError; leaves nothing half written.
    """
    part = target.with_name(target.name + PART)
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _NO_WAIT
    flags |= getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(part, flags, PRIVATE_FILE)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            if os.name == "posix":
                os.fchmod(stream.fileno(), PRIVATE_FILE)
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)
        sync_folder(target.parent)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def write_whole(target: Path, data: bytes) -> None:
    """Write ``data`` as the whole content of ``target``, atomically."""
    with written_whole(target) as stream:
        stream.write(data)


def opened_plain(path: Path, *, links: bool = False) -> BinaryIO:
    """Open a plain file for reading; raises OSError where it is something else, or a link and ``links`` is not set.

    A pipe is not waited for: in a folder from elsewhere it would hold everything up for good.
    """
    flags = os.O_RDONLY | _NO_WAIT | getattr(os, "O_BINARY", 0)
    flags |= 0 if links else getattr(os, "O_NOFOLLOW", 0)
    stream = open(os.open(path, flags), "rb")  # noqa: PTH123, SIM115 - a descriptor; it is the caller's to close
    if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        stream.close()
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    return stream


def let_go(path: Path) -> None:
    """Have the system forget what it holds of a file in memory, so that the next reading comes from its disk.

    Where the system cannot do that, or will not, the next reading is as before. What was written has to be on the disk
    first, or it would be held all the same. Raises OSError where it cannot be brought there.
    """
    advise = getattr(os, "posix_fadvise", None)
    if advise is None:
        return
    with opened_plain(path) as stream:
        os.fsync(stream.fileno())
        with suppress(OSError):
            advise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def is_full(error: OSError) -> bool:
    """Say whether ``error`` means that no space is left, so that giving back the reserve helps."""
    return error.errno in {errno.ENOSPC, errno.EDQUOT}


def trouble(error: OSError) -> JournalError:
    """Return the failure to tell the person for an error of the file system inside a journal."""
    if error.errno == errno.EFBIG:
        message = pgettext(
            "error", "This disk or USB stick cannot hold a file of this size; what was saved before is whole."
        )
        return StorageTrouble(
            message, pgettext("error", "Keep the journal on a disk without that limit, then try again.")
        )
    if is_full(error):
        message = pgettext("error", "There is no space left; what was saved before is whole.")
        return StorageTrouble(message, pgettext("error", "Free some space, then go on."))
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        message = pgettext("error", "A part of the journal is not where it belongs; nothing was changed.")
        return StorageTrouble(message, pgettext("error", "Check the folder, or open a backup."))
    message = pgettext(
        "error",
        "A folder of the journal, or of its copy, could not be read or written; what was saved before is whole.",
    )
    return StorageTrouble(message, pgettext("error", "Check the disk or USB stick it is on, then try again."))


def reading_only() -> ReadingOnly:
    """Return the failure to tell where a vault that is open for reading only would be written to."""
    message = pgettext("error", "This journal is open for reading only, so nothing was changed.")
    advice = pgettext(
        "error", "Put the journal where it can be written to, or restore the copy that was opened to a new folder."
    )
    return ReadingOnly(message, advice)
