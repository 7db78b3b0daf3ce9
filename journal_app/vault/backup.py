"""Copies: made whole, proved to open, and only then given their name."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from journal_app.errors import BadInput, Damaged, StorageTrouble
from journal_app.i18n import pgettext
from journal_app.progress import SILENT, Progress
from journal_app.vault.blobs import StoredBlob, is_file_id
from journal_app.vault.connection import Connection
from journal_app.vault.files import make_private_folder, sync_folder, trouble, write_whole, written_whole
from journal_app.vault.header_files import HEADER, HEADER_COPY, read_headers
from journal_app.vault.lock import LOCK
from journal_app.vault.network import refuse_network_folder
from journal_app.vault.settling import refuse_unfinished
from journal_app.vault.vault import DATABASE, FILES, Vault, refuse_linked_files

ROLLBACK = f"{DATABASE}-journal"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What a copy holds: how many evidence files, and the SHA-256 over the names and digests of all its files."""

    files: int
    digest: str


def back_up(
    vault: Vault, connection: Connection, target: Path, blobs: Iterable[StoredBlob], progress: Progress = SILENT
) -> Copied:
    """Copy the vault to ``target`` and prove the copy: it opens, its pages, structure and every file are sound.

    ``blobs`` are the files the records know. Raises BadInput where ``target`` exists, lies in the journal or in a
    folder that is not there; StorageTrouble and Damaged. Then nothing is left at ``target``.
    """
    needed = list(blobs)
    if target.resolve().is_relative_to(vault.folder.resolve()):
        message = pgettext("error", "A copy inside the journal's own folder would be lost with it, so none was made.")
        raise BadInput(message, pgettext("error", "Choose a place on another disk or stick."), source=target.name)
    with _new_folder(target) as part:
        make_private_folder(part / FILES)
        for index, blob in enumerate(needed):
            progress.report(pgettext("progress", "Copying files"), index, len(needed))
            _copy(vault.folder / FILES / blob.file_id, part / FILES / blob.file_id)
        copy = vault.connect(part / DATABASE, create=True)
        try:
            connection.copy_to(copy)
        finally:
            copy.close()
        for name in (HEADER, HEADER_COPY):
            write_whole(part / name, vault.header.encode())
        sync_folder(part / FILES)
        _prove(vault, part, needed, progress)
        return Copied(files=len(needed), digest=digest_of(part))


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


def restore(backup: Path, folder: Path, progress: Progress = SILENT) -> Copied:
    """Copy a backup to ``folder``, byte for byte, and compare; raises BadInput where something is there already.

    Nothing of the backup is changed. The passphrase it was made under opens it. One sound copy of its header is
    enough. Raises StorageTrouble where the two are not the same afterwards, ``folder`` lies on a network, or the
    files of the backup are a link to another place.
    """
    refuse_network_folder(folder)
    refuse_linked_files(backup)
    refuse_unfinished(backup)
    read_headers(backup)
    if not (backup / DATABASE).is_file():
        raise _not_sound()
    with _new_folder(folder) as part:
        make_private_folder(part / FILES)
        names = sorted(_contents(backup))
        for index, name in enumerate(names):
            progress.report(pgettext("progress", "Copying files"), index, len(names))
            _copy(backup / name, part / name)
        digest = digest_of(part)
        if digest != digest_of(backup):
            raise _not_sound()
        return Copied(files=sum(1 for name in names if name.startswith(f"{FILES}/")), digest=digest)


def digest_of(folder: Path) -> str:
    """Return the SHA-256 over the names and SHA-256 digests of all files of a vault, in order of their names."""
    whole = sha256()
    for name in sorted(_contents(folder)):
        whole.update(f"{name}\0{_sha256(folder / name)}\n".encode())
    return whole.hexdigest()


def _contents(folder: Path) -> list[str]:
    """Return the files that make a vault; the lock and the reserve are made anew where they are missing."""
    try:
        own = [name for name in (HEADER, HEADER_COPY, DATABASE) if (folder / name).is_file()]
        rollback = folder / ROLLBACK
        if rollback.is_file() and rollback.stat().st_size:  # it belongs to the database as long as it is not empty
            own.append(ROLLBACK)
        evidence = [entry.name for entry in (folder / FILES).iterdir() if is_file_id(entry.name)]
        return own + [f"{FILES}/{name}" for name in evidence if not (folder / FILES / name).is_symlink()]
    except OSError as error:
        raise trouble(error) from None


def _sha256(path: Path) -> str:
    digest = sha256()
    try:
        with path.open("rb") as stream:
            while data := stream.read(_CHUNK):
                digest.update(data)
    except OSError as error:
        raise trouble(error) from None
    return digest.hexdigest()


def _copy(source: Path, target: Path) -> None:
    try:
        with source.open("rb") as stream, written_whole(target) as out:
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
        message = pgettext("error", "The folder around the new copy is not there; nothing was made.")
        raise BadInput(message, pgettext("error", "Make that folder first, then try again."), source=target.name)
    part = target.with_name(f"{target.name}.part-{secrets.token_hex(4)}")
    try:
        make_private_folder(part)
        try:
            yield part
            write_whole(part / LOCK, b"")
            part = part.rename(target)  # what goes wrong from here on takes it away under this name
            sync_folder(target.parent)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    except OSError as error:
        raise trouble(error) from None


def _not_sound() -> StorageTrouble:
    message = pgettext("error", "The copy did not pass its check, so it was not kept.")
    return StorageTrouble(message, pgettext("error", "Run a check of the journal, then try another disk or stick."))
