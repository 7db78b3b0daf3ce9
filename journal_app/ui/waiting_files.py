"""Files that are given to an entry: taken in at once, linked to it where it has a sentence, or waiting for that."""

from __future__ import annotations

from contextlib import suppress

from journal_app.domain.evidence import SourceCard, WaitingFiles
from journal_app.errors import Cancelled
from journal_app.progress import SILENT, Progress
from journal_app.services import drafts, evidence, preparing, screenshots
from journal_app.services.drafts import WAITING, Place
from journal_app.services.intake import NewFile
from journal_app.services.journal import Journal
from journal_app.services.screenshots import Shot
from journal_app.ui.additions import Keep
from journal_app.ui.editor import Slot


def waiting_for(journal: Place, key: str) -> tuple[str, ...]:
    """Return the ids of the files that wait for the entry whose draft is kept under ``key``."""
    kept = drafts.load(journal, WAITING + key, WaitingFiles)
    return kept.files if kept else ()


def _take(
    journal: Journal, progress: Progress, slot: Slot, new: list[NewFile], card: SourceCard | None
) -> tuple[str, ...]:
    files = evidence.attach(journal, "", new, card=card, progress=progress)
    with slot.lock:
        waiting = dict.fromkeys((*waiting_for(journal, slot.key), *files))
        drafts.keep(journal, {WAITING + slot.key: WaitingFiles(files=tuple(waiting))})
    return files


def keep_waiting(
    journal: Journal, progress: Progress, *, slot: Slot, new: list[NewFile], card: SourceCard | None, shot: Shot | None
) -> tuple[tuple[str, ...], str]:
    """Take files in for an entry that has no sentence yet, and keep with its draft that they belong to it.

    Returns their ids, and what became of a file of the desktop's own.
    """
    files = _take(journal, progress, slot, new, card)
    more = screenshots.put_away(journal, shot, files) if shot is not None else ""
    with suppress(Cancelled):
        preparing.prepare(journal, files, progress)
    return files, more


def kept_at_a_lock(slot: Slot, card: SourceCard | None = None) -> Keep:
    """Return what takes files in for an entry when the program locks: they wait for it, as they do before “Done”."""

    def keep(journal: Journal, new: list[NewFile]) -> None:
        _take(journal, SILENT, slot, new, card)

    return keep


def take_in(
    journal: Journal, identifier: str, new: list[NewFile], progress: Progress, card: SourceCard | None,
    shot: Shot | None,
) -> tuple[tuple[str, ...], str]:  # fmt: skip
    """Take files in and make what can be shown of them; stopped there, they are in nevertheless."""
    files = evidence.attach(journal, identifier, new, card=card, progress=progress)
    more = screenshots.put_away(journal, shot, files) if shot is not None else ""
    with suppress(Cancelled):
        preparing.prepare(journal, files, progress)
    return files, more
