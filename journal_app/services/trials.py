"""Trials of a copy: read through as it lies, or brought back to a place that is gone afterwards."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from journal_app.errors import StorageTrouble
from journal_app.progress import SILENT, Progress
from journal_app.services import audit, backups, files
from journal_app.services.audit import CheckReport
from journal_app.services.journal import Journal
from journal_app.store import drafts, revisions
from journal_app.store import evidence as evidence_store

LAST = "last-trial"

Thing = tuple[str, str]  # the kind and the id of a record


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What a copy holds and what was found in it.

    ``same`` says that it is a copy of the journal it was tried for; ``whole`` are the things that were asked for and
    that it holds as they were saved.
    """

    report: CheckReport
    entries: int
    files: int
    same: bool
    whole: frozenset[Thing] = frozenset()


def look_through(
    journal: Journal,
    folder: Path,
    passphrase: str,
    progress: Progress = SILENT,
    *,
    key_file: Path | None = None,
    wanted: Collection[Thing] = (),
) -> Tried:
    """Read a copy from its first page to its last byte, where it lies; nothing of it is changed.

    ``wanted`` are things that are damaged in ``journal``. Raises what :meth:`Journal.open` raises.
    """
    with Journal.open(folder, passphrase, key_file=key_file, read_only=True) as copy:
        return _tried(journal, copy, progress, wanted)


def drill(
    journal: Journal,
    source: Path,
    place: Path,
    passphrase: str,
    progress: Progress = SILENT,
    *,
    key_file: Path | None = None,
) -> Tried:
    """Bring a copy back to a hidden folder in ``place``, read it whole, and take the folder away again.

    Where all of it is as it was saved and it is one of ``journal``, that and when is noted in ``journal``, if it can
    be written to. Raises what :func:`backups.restore` raises; then nothing is left either.
    """
    files.refuse_inside_a_journal(place / "x")
    with files.scratch(place) as hidden:
        back = hidden / "journal"
        backups.restore(source, back, progress, passphrase=passphrase, key_file=key_file)
        with Journal.open(back, passphrase, key_file=key_file, read_only=True) as restored:
            tried = _tried(journal, restored, progress, ())
    if tried.same and not tried.report.problems:
        with suppress(StorageTrouble):  # what was found is told all the same
            drafts.put_preference(journal.database, LAST, journal.clock().isoformat())
    return tried


def last(journal: Journal) -> str:
    """Return when a copy was last brought back and found whole, in ISO 8601; empty where none was."""
    return str(drafts.preference(journal.database, LAST, ""))


def _tried(journal: Journal, copy: Journal, progress: Progress, wanted: Collection[Thing]) -> Tried:
    report = audit.check_open(copy, progress)
    spoiled = {(each.kind, each.record) for each in report.problems}
    unsound = any(not each.kind for each in report.problems)  # of the whole of it, so nothing in it is vouched for
    whole = [each for each in wanted if each not in spoiled and not unsound and revisions.exists(copy.database, *each)]
    return Tried(
        report=report,
        entries=len(revisions.all_standing(copy.database, "incident")),
        files=len(evidence_store.blobs(copy.database)),
        same=copy.vault.vault_id == journal.vault.vault_id,
        whole=frozenset(whole),
    )
