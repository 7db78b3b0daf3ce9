"""Work on a thread of its own, a piece at a time: hashing needs no Python while it runs, so other work goes on beside.

``hashlib`` gives Python to others while it works on more than 2047 bytes (its manual), and so does reading a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self, TypeVar

T = TypeVar("T")


class Beside:
    """One thread, as long as the block, that begins with the first work; where the system gives none, nothing waits."""

    def __init__(self) -> None:
        self._pool: ThreadPoolExecutor | None = ThreadPoolExecutor(1)

    def begin(self, work: Callable[[], T]) -> Callable[[], T]:
        """Begin ``work``, and return what waits for its end and gives its result or raises what it raised.

        Without a thread the work is done when it is waited for.
        """
        if self._pool is not None:
            try:
                return self._pool.submit(work).result
            except RuntimeError:  # no thread can be started, and nothing was begun
                self._pool = None
        return work

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown()


def ahead(pieces: Iterator[T]) -> Iterator[T]:
    """Give what ``pieces`` gives, each while the next is made; raises what making it raises, in its place."""
    with Beside() as beside:
        coming = beside.begin(lambda: next(pieces, None))
        while (piece := coming()) is not None:
            coming = beside.begin(lambda: next(pieces, None))
            yield piece
