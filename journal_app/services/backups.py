"""Copies of the journal: made whole, proved to open, and brought back."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from journal_app.progress import SILENT, Progress
from journal_app.services import evidence as evidence_service
from journal_app.services import files
from journal_app.services.journal import Journal
from journal_app.store import drafts, revisions
from journal_app.store import evidence as evidence_store
from journal_app.vault import backup

LAST = "last-backup"


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupMade:
    """What a copy holds that was made and checked, and its digest."""

    digest: str
    files: int
    entries: int


def back_up(journal: Journal, target: Path, progress: Progress = SILENT) -> BackupMade:
    """Copy the journal to a new folder and prove the copy; raises BadInput where something is there already."""
    entries = len(revisions.all_standing(journal.database, "incident"))
    files.refuse_place(target, journal.folder)
    blobs = [evidence_service.as_blob(row) for row in evidence_store.blobs(journal.database)]
    copied = backup.back_up(journal.vault, journal.connection, target, blobs, progress)
    drafts.put_preference(journal.database, LAST, journal.clock().isoformat())
    return BackupMade(digest=copied.digest, files=copied.files, entries=entries)


def last(journal: Journal) -> str:
    """Return when a copy was last made, in ISO 8601; empty where none was."""
    return str(drafts.preference(journal.database, LAST, ""))


def restore(source: Path, folder: Path, progress: Progress = SILENT) -> str:
    """Bring a journal back from a copy to a new folder and return its digest; the copy is not changed."""
    folder = Path(os.path.abspath(folder))  # noqa: PTH100 - "." gets a name; a link stays what it is
    files.refuse_inside_a_journal(folder)
    return backup.restore(source, folder, progress).digest
