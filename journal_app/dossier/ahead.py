"""Pictures read ahead: the next is read and deciphered while pages are laid out, never more than one."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from journal_app.dossier.case import ExhibitPage


class Ahead:
    """Gives the data of pages, best in the order of ``pages``, in which they are read ahead on a thread of their own.

    Reading waits for the disk, which leaves the other thread free to lay out. One picture is read ahead at a time, so
    that memory does not grow with their number.
    """

    def __init__(self, pages: Iterable[ExhibitPage]) -> None:
        self._coming = iter(pages)
        self._thread = ThreadPoolExecutor(1)
        self._next: tuple[ExhibitPage, Future[bytes]] | None = None

    def __enter__(self) -> Self:
        """Begin with the first."""
        self._begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Wait for what is being read; it is given to nobody."""
        self._thread.shutdown(cancel_futures=True)
        self._next = None

    def take(self, page: ExhibitPage) -> bytes:
        """Return the data of a page, and begin with the one after it; raises what reading it raises."""
        if self._next is None or self._next[0] is not page:
            return page.load()  # out of turn, and still what was asked for
        data = self._next[1].result()
        self._begin()
        return data

    def _begin(self) -> None:
        following = next(self._coming, None)
        self._next = None if following is None else (following, self._thread.submit(following.load))
