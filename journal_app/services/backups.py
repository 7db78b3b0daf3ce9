"""Copies of the journal: made whole, proved to open, and brought back."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path

from journal_app.errors import Damaged, StorageTrouble
from journal_app.i18n import pgettext
from journal_app.progress import SILENT, Progress
from journal_app.services import evidence as evidence_service
from journal_app.services import files, key_files, latest, planted
from journal_app.services.journal import Journal
from journal_app.services.whole import with_whole_files
from journal_app.store import drafts, revisions
from journal_app.store import evidence as evidence_store
from journal_app.vault import backup, copy_list, known_state
from journal_app.vault.copy_list import CopyList
from journal_app.vault.places import COPY_LIST, DATABASE, FILES
from journal_app.vault.vault import Vault

LAST = "last-backup"


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupMade:
    """What a copy holds that was made and checked, and its digest."""

    digest: str
    files: int
    entries: int


@with_whole_files
def back_up(journal: Journal, target: Path, progress: Progress = SILENT) -> BackupMade:
    """Copy the journal to a new folder and prove the copy; raises BadInput where something is there already.

    A damaged picture of a file is drawn anew from its original first; raises Damaged, which names the file, where an
    original is damaged. When the copy was made is noted where it can be: on a full disk it is whole all the same, and
    there to stay.
    """
    entries = len(revisions.all_standing(journal.database, "incident"))
    files.refuse_place(target, journal.folder)
    blobs = [evidence_service.as_blob(row) for row in evidence_store.blobs(journal.database)]
    generation = journal.vault.header.generation
    state = known_state.encode(latest.current(journal.database, generation), journal.vault.seals)
    copied = backup.back_up(
        journal.vault,
        journal.connection,
        target,
        blobs,
        progress,
        state=state,
        settle=planted.bound_and_right(generation),
    )
    with suppress(StorageTrouble):
        drafts.put_preference(journal.database, LAST, journal.clock().isoformat())
    return BackupMade(digest=copied.digest, files=copied.files, entries=entries)


def last(journal: Journal) -> str:
    """Return when a copy was last made, in ISO 8601; empty where none was."""
    return str(drafts.preference(journal.database, LAST, ""))


class Proof(Enum):
    """How a copy was proved: by what its own database knows, or by the list made with it."""

    OPENED = "opened"
    LISTED = "listed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A journal brought back: its digest, and how far the copy was proved complete before it took its place.

    ``files`` is how many files of evidence it holds, ``entries`` how many entries; None where it was not opened.
    """

    digest: str
    proof: Proof
    files: int = 0
    entries: int | None = None


def restore(
    source: Path,
    folder: Path,
    progress: Progress = SILENT,
    *,
    passphrase: str | None = None,
    key_file: Path | None = None,
) -> Restored:
    """Bring a journal back from a copy to a new folder; the copy is not changed.

    A copy made with a list has to hold everything on it, unchanged. With the passphrase, and the key file where one is
    needed, the restored journal is opened and read to its last byte before it takes its place, and the list has to be
    the one the journal made; one without a list is brought back only so.
    Raises BadInput where something is at ``folder`` or there is neither list nor passphrase, Damaged where the copy is
    not complete, WrongSecret, and StorageTrouble; then nothing is left at ``folder``.
    """
    folder = Path(os.path.abspath(folder))  # noqa: PTH100 - "." gets a name; a link stays what it is
    files.refuse_inside_a_journal(folder)
    if passphrase is None:
        made = backup.restore(source, folder, progress, needs_list=True)
        return Restored(digest=made.digest, proof=Proof.LISTED, files=made.files)
    entries: list[int] = []
    proved = partial(_prove, passphrase, key_files.digest(key_file), progress, entries.append)
    made = backup.restore(source, folder, progress, prove=proved)
    return Restored(digest=made.digest, proof=Proof.OPENED, files=made.files, entries=sum(entries))


def _prove(
    passphrase: str,
    key_file: bytes,
    progress: Progress,
    counted: Callable[[int], None],
    part: Path,
    listed: CopyList | None,
) -> None:
    """Open what was restored, and read every page and every file its records know; ``counted`` gets the entries."""
    vault = Vault.open(part, passphrase, key_file=key_file, read_only=True)
    try:
        if listed is not None and not (listed.vault_id == vault.vault_id and listed.is_marked_by(vault.seals)):
            raise copy_list.not_as_made(COPY_LIST)
        connection = vault.connect()
        try:
            if connection.problems():
                raise copy_list.not_as_made(DATABASE)
            rows = evidence_store.blobs(connection)
            counted(len(revisions.all_standing(connection, "incident")))
        finally:
            connection.close()
        for index, row in enumerate(rows):
            progress.report(pgettext("progress", "Checking the copy"), index, len(rows))
            try:
                vault.blobs.verify(evidence_service.as_blob(row))
            except Damaged:
                raise copy_list.not_as_made(f"{FILES}/{row.file_id}") from None
    finally:
        vault.close()
