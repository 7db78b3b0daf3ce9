"""A change of the vault key that was interrupted: finished where it was decided, taken back where it was not.

Beside the old state the new one is made ready: ``journal.db.new``, then ``files/<id>.new``, ``state.new`` and
``unfinished.new``. ``header.new`` decides: until it has its name, everything is the old state; from then on it is the
new one. Neither way needs a secret.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from journal_app.durable import sync_folder
from journal_app.errors import Damaged, NeedsWriting, StorageTrouble
from journal_app.i18n import pgettext
from journal_app.vault import header as headers
from journal_app.vault.blobs import is_file_id
from journal_app.vault.connection import ROLLBACK_ENDING
from journal_app.vault.files import PART, opened_plain, trouble, write_whole
from journal_app.vault.header import Header
from journal_app.vault.header_files import HEADER, HEADER_COPY
from journal_app.vault.places import (
    DATABASE,
    FILES,
    NEW,
    NEW_DATABASE,
    NEW_HEADER,
    NEW_STATE,
    NEW_UNFINISHED,
    STATE,
    UNFINISHED,
)

_NOTES = ((NEW_STATE, STATE), (NEW_UNFINISHED, UNFINISHED))  # sealed under the vault key, so they change with it


def settle(folder: Path) -> bool:
    """Finish or take back what was interrupted in ``folder``, which nobody else has open.

    Returns whether the headers may be others now. Raises StorageTrouble where a change that was decided cannot be
    finished, Damaged where nothing says any more whether it was, NewerFormat.
    """
    try:
        if (folder / NEW_HEADER).is_file():
            _decide(folder)
            return True
    except OSError as error:
        raise trouble(error) from None
    if (folder / NEW_DATABASE).exists():
        with suppress(OSError):  # from a medium that cannot be written it is read as it stands
            take_back(folder)
    return False


def refuse_unfinished(folder: Path) -> None:
    """Raise StorageTrouble where ``folder`` is a copy of a journal whose change is decided and not in place yet."""
    if (folder / NEW_HEADER).exists():
        message = pgettext(
            "error", "This copy was taken while what opens the journal was being changed; nothing was made from it."
        )
        raise StorageTrouble(
            message, pgettext("error", "Open the copy itself once, which finishes it, then try again.")
        )


def refuse_half_done(folder: Path) -> None:
    """Raise NeedsWriting where a change is decided in ``folder``, which is to be read only, and not in place yet.

    One that is not decided is left as it is: what it made ready is not read, and the old state is whole.
    """
    if (folder / NEW_HEADER).exists():
        message = pgettext(
            "error",
            "A change of what opens this journal was cut off and has to be finished first; nothing was changed.",
        )
        advice = pgettext("error", "Open the journal itself once for writing, with nothing but its own files in it.")
        raise NeedsWriting(message, advice)


def take_back(folder: Path) -> None:
    """Remove what was made ready; the database goes last, so that it shows as long as anything is left of it.

    Raises OSError.
    """
    for path in _made_ready(folder / FILES):
        path.unlink(missing_ok=True)
    sync_folder(folder / FILES)
    for name in (
        *_ready(NEW_STATE),
        *_ready(NEW_UNFINISHED),
        f"{NEW_DATABASE}{ROLLBACK_ENDING}",
        f"{NEW_HEADER}{PART}",
        NEW_DATABASE,
    ):
        (folder / name).unlink(missing_ok=True)
    sync_folder(folder)


def undecide(folder: Path) -> None:
    """Take the decision itself back, for good, before what it decided on goes; raises OSError."""
    (folder / NEW_HEADER).unlink(missing_ok=True)
    sync_folder(folder)


def _decide(folder: Path) -> None:
    header = _decided(folder)
    if header is None:
        undecide(folder)
        take_back(folder)
        return
    write_whole(folder / HEADER_COPY, header.encode())  # a second copy before anything moves
    for path in _made_ready(folder / FILES):
        if path.name.endswith(PART):
            path.unlink()
        else:
            path.replace(path.with_suffix(""))
    sync_folder(folder / FILES)
    if (folder / NEW_DATABASE).exists():
        for name in (DATABASE, NEW_DATABASE):  # what would be undone in a database that is about to go
            (folder / f"{name}{ROLLBACK_ENDING}").unlink(missing_ok=True)
        (folder / NEW_DATABASE).replace(folder / DATABASE)
        sync_folder(folder)
    for ready, name in _NOTES:
        if (folder / ready).exists():
            (folder / ready).replace(folder / name)
    write_whole(folder / HEADER, header.encode())  # which puts the names before it on the disk as well
    undecide(folder)


def _decided(folder: Path) -> Header | None:
    """Return the header that was decided on, or None where nothing was, or where all of it was done before.

    A decision that comes back later, from a folder that is kept in two places, must not bring old secrets back.
    """
    new, first, copy = (_read(folder / name) for name in (NEW_HEADER, HEADER, HEADER_COPY))
    before, second = (0 if each is None else each.generation for each in (first, copy))
    if new is None:
        if first is None:
            message = pgettext(
                "error", "A change of what opens this journal was interrupted and cannot be read; nothing was changed."
            )
            raise Damaged(message, pgettext("error", "Open a backup of the journal."))
        new = copy if second > before else None
    if new is None or before >= new.generation or second > new.generation:
        return None
    return new


def _read(path: Path) -> Header | None:
    try:
        with opened_plain(path, links=True) as stream:
            return headers.decode(stream.read(headers.LARGEST + 1))
    except (FileNotFoundError, Damaged):
        return None


def _ready(name: str) -> tuple[str, str]:
    return f"{name}{PART}", name


def _made_ready(files: Path) -> Iterator[Path]:
    for path in list(files.iterdir()):
        name = path.name.removesuffix(PART)
        if name.endswith(NEW) and is_file_id(name.removesuffix(NEW)):
            yield path
