"""What an interruption left in the folder of a vault: files that were never finished, and that no record names."""

from __future__ import annotations

from collections.abc import Collection

from journal_app.durable import sync_folder
from journal_app.vault.files import trouble
from journal_app.vault.places import FILES, is_unfinished
from journal_app.vault.vault import Vault


def left_over(vault: Vault, known: Collection[str]) -> tuple[str, ...]:
    """Return the names of what an interruption left; ``known`` are the ids of the files that records name.

    A file without a record is one of these only where its id was noted before it was written, and the vault was
    not closed since: any other may belong to a newer database. Raises StorageTrouble.
    """
    orphans = (vault.blobs.ids() - frozenset(known)) & vault.left_unfinished
    inside = sorted(f"{FILES}/{name}" for name in orphans | vault.blobs.parts())
    return (*_parts(vault), *inside)


def sweep(vault: Vault, known: Collection[str]) -> tuple[str, ...]:
    """Remove what :func:`left_over` names, and return the names.

    ``known`` has to come from a database that was found whole and is not an older one. Raises StorageTrouble.
    """
    found = left_over(vault, known)
    store = vault.blobs_in(vault.folder)
    store.sweep(store.ids() - vault.left_unfinished | frozenset(known))
    try:
        for name in _parts(vault):
            (vault.folder / name).unlink(missing_ok=True)
        sync_folder(vault.folder)
    except OSError as error:
        raise trouble(error) from None
    vault.unfinished.forget(kept=[])
    return found


def _parts(vault: Vault) -> tuple[str, ...]:
    try:
        names = [each.name for each in vault.folder.iterdir() if each.is_file() and not each.is_symlink()]
    except OSError as error:
        raise trouble(error) from None
    return tuple(sorted(name for name in names if is_unfinished(name)))
