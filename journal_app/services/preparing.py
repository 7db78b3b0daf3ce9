"""Renditions of many files, made right after the files were taken in, several side by side."""

from __future__ import annotations

import queue
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor

from journal_app.domain.evidence import Evidence
from journal_app.i18n import pgettext
from journal_app.progress import SILENT, Progress
from journal_app.services import renditions
from journal_app.services.journal import Journal
from journal_app.services.media import Decoder
from journal_app.services.renditions import Drawn
from journal_app.store import evidence as evidence_store

SIDE_BY_SIDE = 2
"""Workers at once: the smallest computers the program is meant for have two cores."""


def prepare(journal: Journal, identifiers: Iterable[str] | None = None, progress: Progress = SILENT) -> int:
    """Make the renditions that are still missing, of some files or of all; returns how many files were drawn.

    They are made in the order of the files and noted one by one: what is stopped goes on another time. Each worker is
    locked as the one that works alone. Raises Cancelled where the person stopped it.
    """
    database = journal.database
    chosen = evidence_store.all(database)
    if identifiers is not None:
        chosen = [evidence_store.get(database, each) for each in identifiers]
    waiting = [item for item in chosen if renditions.is_missing(journal, item)]
    if waiting:
        _Drawing(journal, min(SIDE_BY_SIDE, len(waiting))).all(waiting, progress)
    return len(waiting)


class _Drawing:
    """Draws files side by side; only the thread that called it touches the database."""

    def __init__(self, journal: Journal, count: int) -> None:
        self._journal, self._count = journal, count
        self._more = [Decoder() for _ in range(count - 1)]
        self._free: queue.SimpleQueue[Decoder] = queue.SimpleQueue()
        for decoder in (journal.decoder, *self._more):
            self._free.put(decoder)

    def all(self, items: list[Evidence], progress: Progress) -> None:
        drawn: deque[Future[Drawn]] = deque()
        with ThreadPoolExecutor(self._count) as pool:
            try:
                for index, item in enumerate(items):
                    progress.report(pgettext("progress", "Preparing pictures"), index, len(items))
                    row = evidence_store.blob(self._journal.database, item.blob)
                    drawn.append(pool.submit(self._draw, item, row))
                    if len(drawn) > self._count:  # a few ahead, so that nobody waits, and no more
                        renditions.keep(self._journal, drawn.popleft().result())
                while drawn:
                    renditions.keep(self._journal, drawn.popleft().result())
            finally:
                for each in drawn:
                    self._drop(each)
                for decoder in self._more:
                    decoder.close()

    def _draw(self, item: Evidence, row: evidence_store.BlobRow) -> Drawn:
        decoder = self._free.get()
        try:
            return renditions.draw(self._journal.vault.blobs, decoder, item, row)
        finally:
            self._free.put(decoder)

    def _drop(self, future: Future[Drawn]) -> None:
        """Let go of what is not wanted any more, after it is done: its pictures are not left behind."""
        if not future.cancel() and future.exception() is None:
            renditions.forget(self._journal.vault.blobs, future.result().rows)
