"""Intake: files from outside, encrypted into the vault exactly as they are, before any record tells of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from journal_app.errors import StorageTrouble
from journal_app.i18n import pgettext
from journal_app.progress import Progress
from journal_app.services import files
from journal_app.services.journal import Journal
from journal_app.services.media import media_type_of
from journal_app.store import evidence as evidence_store
from journal_app.vault.blobs import StoredBlob

_HEAD = 4096
_TOLD_AFTER = 1 << 24  # bytes of one file


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """A file to be taken in: its name, and where its bytes are."""

    name: str
    source: Path | bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A file already encrypted into the vault, not yet in the ledger."""

    name: str
    blob: StoredBlob
    media_type: str


@contextmanager
def taken_in(journal: Journal, new: Iterable[NewFile], progress: Progress) -> Iterator[list[Taken]]:
    """Encrypt files into the vault for the block inside; if the block does not finish, they are removed again."""
    taken: list[Taken] = []
    listed = list(new)
    try:
        for index, item in enumerate(listed):
            progress.report(pgettext("progress", "Adding files"), index, len(listed))
            told = partial(progress.report, pgettext("progress", "Adding files"), index, len(listed))
            taken.append(_take(journal, item, told))
        progress.report(pgettext("progress", "Adding files"), len(listed), len(listed))
        yield taken
    except BaseException:
        discard(journal, (done.blob.file_id for done in taken))
        raise


def discard(journal: Journal, file_ids: Iterable[str]) -> None:
    """Remove stored files whose noting did not succeed, but for those that are noted all the same.

    A disk that fails at the end of a transaction may have kept it. Where that cannot be asked, the files stay: one that
    no record knows is nothing lost.
    """
    for file_id in file_ids:
        with suppress(StorageTrouble):
            if not (journal.connection.in_doubt and evidence_store.knows_blob(journal.database, file_id)):
                journal.vault.blobs.remove(file_id)


class _Told:
    """Reads a file and tells in a large one again and again that it goes on, which is where it can be stopped."""

    def __init__(self, source: BinaryIO, told: Callable[[], None]) -> None:
        self._source, self._told, self._left = source, told, _TOLD_AFTER

    def read(self, size: int = -1) -> bytes:
        """Read as the file itself does."""
        data = self._source.read(size)
        self._left -= len(data)
        if self._left <= 0:
            self._left = _TOLD_AFTER
            self._told()
        return data


def _take(journal: Journal, item: NewFile, told: Callable[[], None]) -> Taken:
    with files.opened(item.source, item.name) as source:
        try:
            head = source.read(_HEAD)
            source.seek(0)
        except OSError as error:
            raise files.cannot_read(item.name, error) from None
        blob = journal.vault.blobs.add(cast("BinaryIO", _Told(source, told)))
    return Taken(name=_as_text(item.name), blob=blob, media_type=media_type_of(head, item.name))


def _as_text(name: str) -> str:
    """Return the name of a file as text: on POSIX it may hold bytes that are none, which Python shows as half signs."""
    return name.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
