"""Copies: made whole, proved to open, and only then given their name."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from journal_app.durable import sync_folder
from journal_app.errors import BadInput, Damaged, StorageTrouble
from journal_app.i18n import pgettext
from journal_app.progress import SILENT, Progress
from journal_app.vault import copy_list
from journal_app.vault.blobs import StoredBlob, is_file_id
from journal_app.vault.connection import Connection
from journal_app.vault.copy_list import CopyList, Listed
from journal_app.vault.files import let_go, make_private_folder, opened_plain, trouble, write_whole, written_whole
from journal_app.vault.header_files import HEADER, HEADER_COPY, read_headers
from journal_app.vault.lock import LOCK
from journal_app.vault.network import refuse_network_folder
from journal_app.vault.new_folder import new_folder
from journal_app.vault.places import COPY_LIST, DATABASE, FILES, ROLLBACK, STATE
from journal_app.vault.refusals import refuse_linked_files
from journal_app.vault.settling import refuse_unfinished
from journal_app.vault.vault import Vault

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What a copy holds: how many evidence files, and the SHA-256 over the names and digests of all its files.

    ``listed`` says whether each of them was compared with the list that was made with the copy.
    """

    files: int
    digest: str
    listed: bool


def back_up(
    vault: Vault,
    connection: Connection,
    target: Path,
    blobs: Iterable[StoredBlob],
    progress: Progress = SILENT,
    *,
    state: bytes = b"",
    settle: Callable[[Connection], None] = lambda _: None,
) -> Copied:
    """Copy the vault to ``target`` and prove the copy: it opens, its pages, structure and every file are sound.

    ``blobs`` are the files the records know; ``state`` is kept in the copy as its note of how far it had come, where
    there is one; ``settle`` may change the copied database before it is proved. Raises BadInput where ``target``
    exists, lies in the journal or in a folder that is not there; StorageTrouble and Damaged. Then nothing is left at
    ``target``.
    """
    needed = list(blobs)
    if target.resolve().is_relative_to(vault.folder.resolve()):
        message = pgettext("error", "A copy inside the journal’s own folder would be lost with it, so none was made.")
        raise BadInput(message, pgettext("error", "Choose a place on another disk or USB stick."), source=target.name)
    with _new_folder(target) as part:
        make_private_folder(part / FILES)
        for index, blob in enumerate(needed):
            progress.report(pgettext("progress", "Copying files"), index, len(needed))
            source = vault.blobs.place(blob.file_id)
            _copy(source, part / FILES / source.name, links=True)
        copy = vault.connect(part / DATABASE, create=True)
        try:
            connection.copy_to(copy)
            settle(copy)
        finally:
            copy.close()
        for name in (HEADER, HEADER_COPY):
            write_whole(part / name, vault.header.encode())
        if state:
            write_whole(part / STATE, state)
        sync_folder(part / FILES)
        _let_all_go(part)
        _prove(vault, part, needed, progress)
        whole = list_of(part)
        write_whole(part / COPY_LIST, copy_list.make(vault.vault_id, whole, vault.seals).encode())
        return Copied(files=len(needed), digest=_digest(whole), listed=True)


def _let_all_go(part: Path) -> None:
    """Have what was just written read from its disk, not from what the system still holds of it: a stick may lie."""
    for name in contents(part):
        let_go(part / name)


def _prove(vault: Vault, part: Path, blobs: list[StoredBlob], progress: Progress) -> None:
    copy = vault.connect(part / DATABASE)
    try:
        problems = copy.problems()
    finally:
        copy.close()
    if problems:
        raise _not_sound()
    store = vault.blobs_in(part)
    for index, blob in enumerate(blobs):
        progress.report(pgettext("progress", "Checking the copy"), index, len(blobs))
        store.verify(blob)
    read_headers(part)


def restore(
    backup: Path,
    folder: Path,
    progress: Progress = SILENT,
    *,
    needs_list: bool = False,
    prove: Callable[[Path, CopyList | None], None] = lambda _, __: None,
) -> Copied:
    """Copy a backup to ``folder``, byte for byte, and compare; raises BadInput where something is there already.

    Nothing of the backup is changed. The passphrase it was made under opens it. One sound copy of its header is
    enough. Everything on the list of the backup has to be there as it was when the list was made; a backup that
    carries none cannot be proved complete so, and is refused with ``needs_list``. ``prove`` is given what was restored,
    before it takes its name, and that list; what it raises stops the restoring.

    Raises Damaged where the backup is not what was made, StorageTrouble where the two are not the same afterwards,
    ``folder`` lies on a network, or the files of the backup are a link to another place.
    """
    refuse_network_folder(folder)
    refuse_linked_files(backup)
    refuse_unfinished(backup)
    read_headers(backup)
    if not (backup / DATABASE).is_file():
        raise _not_sound()
    listed = copy_list.read(backup)
    if needs_list and listed is None:
        raise copy_list.unlisted(backup.name)
    names = sorted(contents(backup)) if listed is None else _names_on(listed, backup)
    with _new_folder(folder) as part:
        make_private_folder(part / FILES)
        for index, name in enumerate(names):
            progress.report(pgettext("progress", "Copying files"), index, len(names))
            _copy(backup / name, part / name)
        _let_all_go(part)
        whole = list_of(part)
        if whole != list_of(backup, names):
            raise _not_sound()
        if listed is not None:
            _compare(listed, whole, part)
        prove(part, listed)
        write_whole(part / LOCK, b"")
        count = sum(1 for name in names if name.startswith(f"{FILES}/"))
        return Copied(files=count, digest=_digest(whole), listed=listed is not None)


def _names_on(listed: CopyList, backup: Path) -> list[str]:
    """Return the files of a backup that are on its list; raises Damaged where one is missing or of another size.

    A link or a pipe counts as missing. One of the two copies of the header may be.
    """
    names = []
    for each in listed.files:
        try:
            found = (backup / each.name).lstat()
            size = found.st_size if stat.S_ISREG(found.st_mode) else -1
        except FileNotFoundError:
            size = -1
        except OSError as error:
            raise trouble(error) from None
        if size != each.size and each.name not in {HEADER, HEADER_COPY}:
            raise copy_list.not_as_made(each.name)
        if size >= 0:
            names.append(each.name)
    if ROLLBACK in contents(backup):  # somebody wrote in the copy, and was cut off
        raise copy_list.not_as_made(ROLLBACK)
    return names


def _compare(listed: CopyList, whole: list[Listed], part: Path) -> None:
    """Raise Damaged where a file in ``part`` is not as it is on the list.

    Of the header one copy may be missing or unreadable. Another header that can be read is refused: it may be an
    older one, which an older passphrase opens.
    """
    wrong = sorted(each.name for each in set(listed.files) - set(whole))
    one_header = set(wrong) < {HEADER, HEADER_COPY} and len(read_headers(part).usable) == 1
    if wrong and not one_header:
        raise copy_list.not_as_made(wrong[-1])


def digest_of(folder: Path) -> str:
    """Return the SHA-256 over the names and SHA-256 digests of all files of a vault, in order of their names."""
    return _digest(list_of(folder))


def list_of(folder: Path, names: Iterable[str] | None = None) -> list[Listed]:
    """Return name, size and SHA-256 of the files of a vault, in order of their names; of ``names`` where given."""
    chosen = contents(folder) if names is None else names
    return [_listed(folder, name) for name in sorted(chosen)]


def _digest(whole: Iterable[Listed]) -> str:
    digest = sha256()
    for each in whole:
        digest.update(f"{each.name}\0{each.sha256}\n".encode())
    return digest.hexdigest()


def contents(folder: Path) -> list[str]:
    """Return the files that make a vault; the lock and the reserve are made anew where they are missing."""
    try:
        own = [name for name in (HEADER, HEADER_COPY, DATABASE, STATE) if (folder / name).is_file()]
        rollback = folder / ROLLBACK
        if rollback.is_file() and rollback.stat().st_size:  # it belongs to the database as long as it is not empty
            own.append(ROLLBACK)
        evidence = [entry for entry in (folder / FILES).iterdir() if is_file_id(entry.name)]
        # Neither a link, which leads elsewhere, nor a pipe, which nobody may ever write to.
        return own + [f"{FILES}/{each.name}" for each in evidence if stat.S_ISREG(each.lstat().st_mode)]
    except OSError as error:
        raise trouble(error) from None


def _listed(folder: Path, name: str) -> Listed:
    digest, size = sha256(), 0
    try:
        with opened_plain(folder / name) as stream:
            while data := stream.read(_CHUNK):
                digest.update(data)
                size += len(data)
    except OSError as error:
        raise trouble(error) from None
    return Listed(name=name, size=size, sha256=digest.hexdigest())


def _copy(source: Path, target: Path, *, links: bool = False) -> None:
    try:
        with opened_plain(source, links=links) as stream, written_whole(target) as out:
            shutil.copyfileobj(stream, out, _CHUNK)
    except FileNotFoundError:
        message = pgettext("error", "A file that belongs to the journal is missing, so no copy was made.")
        raise Damaged(message, pgettext("error", "Run a check of the journal.")) from None


@contextmanager
def _new_folder(target: Path) -> Iterator[Path]:
    if target.exists() or target.is_symlink():
        message = pgettext("error", "Something is at this place already; it was left as it is.")
        raise BadInput(message, pgettext("error", "Choose a new folder for the copy."), source=target.name)
    if not target.parent.is_dir():
        message = pgettext("error", "The folder the new copy would be in does not exist; nothing was made.")
        raise BadInput(message, pgettext("error", "Make that folder first, then try again."), source=target.name)
    try:
        with new_folder(target) as part:
            yield part
    except OSError as error:
        raise trouble(error) from None


def _not_sound() -> StorageTrouble:
    message = pgettext("error", "The copy did not pass its check, so it was not kept.")
    return StorageTrouble(message, pgettext("error", "Run a check of the journal, then try another disk or USB stick."))
