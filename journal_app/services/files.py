"""Files outside the journal: read without surprise, written whole or not at all."""

from __future__ import annotations

import errno
import io
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from journal_app.durable import sync_folder
from journal_app.errors import BadInput, JournalError, StorageTrouble
from journal_app.i18n import pgettext
from journal_app.services import parts
from journal_app.vault.header_files import HEADER
from journal_app.vault.vault import FILES


@contextmanager
def opened(source: Path | bytes, name: str, *, pipes: bool = False) -> Iterator[BinaryIO]:
    """Open a regular file, or bytes, for reading; raises BadInput naming ``name`` where that is not possible.

    A pipe, for whose other end nobody knows how long to wait, counts as one only with ``pipes``.
    """
    if isinstance(source, bytes):
        yield io.BytesIO(source)
        return
    try:
        kind = source.stat().st_mode
        if not (stat.S_ISREG(kind) or (pipes and stat.S_ISFIFO(kind))):
            raise not_a_file(name)
        stream = source.open("rb")
    except OSError as error:
        raise cannot_read(name, error) from None
    try:
        yield stream
    finally:
        with suppress(OSError):  # it was only read, and to its end
            stream.close()


def read(path: Path, *, limit: int = 1 << 26, pipes: bool = False) -> bytes:
    """Return the bytes of a file of at most ``limit`` bytes; raises BadInput naming it where that is not possible.

    With ``pipes`` it may be one, such as a shell makes for ``<(…)``; it is read to its end.
    """
    name = name_of(path)
    with opened(path, name, pipes=pipes) as stream:
        try:
            data = stream.read(limit + 1)
        except OSError as error:
            raise cannot_read(name, error) from None
    if len(data) > limit:
        message = pgettext("error", "{name} is larger than this program reads here; nothing was changed.")
        advice = pgettext("error", "Check that this is the right file.")
        raise BadInput(message.format(name=name), advice, source=name)
    return data


def not_a_file(name: str) -> BadInput:
    """Return the error for a path that is a folder or a device."""
    message = pgettext("error", "{name} is not a file; nothing was changed.").format(name=name)
    return BadInput(message, pgettext("error", "Choose a file, not a folder."), source=name)


def cannot_read(name: str, error: OSError) -> BadInput:
    """Return the error for a file that is missing or may not be read."""
    if error.errno == errno.ENOENT:
        message = pgettext("error", "{name} is not there; nothing was changed.")
    else:
        message = pgettext("error", "{name} could not be read; nothing was changed.")
    advice = pgettext("error", "Check the name and the place of the file, then try again.")
    return BadInput(message.format(name=name), advice, source=name)


def refuse_existing(path: Path) -> None:
    """Raise BadInput where something is at ``path`` already: nothing outside the journal is overwritten."""
    if os.path.lexists(path):
        message = pgettext("error", "{name} is there already; it was left as it is.").format(name=name_of(path))
        raise BadInput(message, pgettext("error", "Choose another name, or move it away first."), source=name_of(path))


def refuse_place(path: Path, journal: Path) -> None:
    """Raise BadInput where something is at ``path`` already, or it lies in the folder of the journal itself."""
    refuse_existing(path)
    if path.resolve().is_relative_to(journal.resolve()):
        message = pgettext("error", "{name} would lie in the journal’s own folder; nothing was written.")
        advice = pgettext("error", "Choose a place outside the journal.")
        raise BadInput(message.format(name=name_of(path)), advice, source=name_of(path))


def refuse_target(path: Path, journal: Path) -> None:
    """Raise what making something new at ``path`` would raise, before long work for it: as :func:`refuse_place` does.

    Or BadInput where its folder is not there, StorageTrouble where nothing can be made in that.
    """
    refuse_place(path, journal)
    number = 0 if os.path.isdir(path.parent) else errno.ENOENT  # noqa: PTH112 - never raises
    number = number or (0 if os.access(path.parent, os.W_OK | os.X_OK) else errno.EACCES)
    if number:
        raise cannot_write(name_of(path), OSError(number, os.strerror(number)))


def name_of(path: Path) -> str:
    """Return what to call a file or folder in a message; ``.`` has no name of its own."""
    return path.name or path.absolute().name or str(path)


def refuse_inside_a_journal(path: Path) -> None:
    """Raise BadInput where ``path`` lies below a journal: one journal never stands in the folder of another."""
    try:
        around = [each for each in path.resolve().parents if (each / HEADER).is_file() and (each / FILES).is_dir()]
    except OSError as error:
        raise cannot_write(name_of(path), error) from None
    for folder in around:
        refuse_place(path, folder)


@contextmanager
def new_file(out: Path) -> Iterator[BinaryIO]:
    """Write a new file: it appears under its name, whole and on disk, only when the block finishes.

    Raises BadInput where ``out`` exists, StorageTrouble where it cannot be written; leaves nothing half written. What a
    killed maker left in that folder is removed first.
    """
    refuse_existing(out)
    parts.clear(out.parent)
    with _written(out), parts.new_file(out.parent) as (descriptor, part):
        made = part
        try:
            with os.fdopen(descriptor, "wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            made = part.rename(out)  # what goes wrong from here on takes it away under this name
            sync_folder(out.parent)
        except BaseException:
            made.unlink(missing_ok=True)
            raise


@contextmanager
def new_folder(out: Path) -> Iterator[Path]:
    """Fill a new folder: it appears under its name only when the block finishes, and leaves nothing otherwise.

    What a killed maker left in that folder is removed first.
    """
    refuse_existing(out)
    parts.clear(out.parent)
    with _written(out), parts.new_folder(out.parent) as part:
        made = part
        try:
            yield part
            made = part.rename(out)  # as above
            sync_folder(out.parent)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """Give a hidden folder inside ``folder`` that is gone, with all in it, when the block ends.

    After a kill the next thing that is made in ``folder`` takes it away.
    """
    parts.clear(folder)
    with _written(folder), parts.new_folder(folder) as hidden:
        try:
            yield hidden
        finally:
            remove(hidden)


def remove(place: Path) -> None:
    """Remove a file or a folder that this program made; that it is gone already is no failure."""
    for _ in range(2):  # it may hold plain text, so what did not go the first time is tried again
        if os.path.isdir(place):  # noqa: PTH112 - never raises
            shutil.rmtree(place, ignore_errors=True)
        else:
            place.unlink(missing_ok=True)
        if not os.path.lexists(place):
            return


@contextmanager
def gone_unless_noted(*places: Path) -> Iterator[None]:
    """Note in the block what was just written at ``places``; where that fails, it is removed again.

    The error says that nothing was changed, so nothing may be there.
    """
    try:
        yield
    except BaseException:
        for each in places:
            remove(each)
        raise


@contextmanager
def _written(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise cannot_write(name_of(out), error) from None


def cannot_write(name: str, error: OSError) -> JournalError:
    """Return the error for a file or folder that could not be written."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        message = pgettext("error", "There is no space left for {name}; nothing half written was left behind.")
        return StorageTrouble(message.format(name=name), pgettext("error", "Free some space, then try again."))
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        message = pgettext("error", "The folder for {name} is not there; nothing was written.")
        return BadInput(message.format(name=name), pgettext("error", "Make the folder first, then try again."))
    message = pgettext("error", "{name} could not be written; nothing half written was left behind.")
    return StorageTrouble(message.format(name=name), pgettext("error", "Choose another place, then try again."))
