"""Reads a file that was just written at places of its own, without asking the system where it stands.

A library for PDFs asks a stream for its position twice for every piece it reads, and Python asks the system each time:
five thousand calls for ten pages, any of which can fail. Here the position is a number.
"""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class _AtOwnPlace(io.RawIOBase):
    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._at = 0
        self._end = os.fstat(descriptor).st_size

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._end}[whence]
        return self._at

    def readinto(self, room: WriteableBuffer) -> int:
        view = memoryview(room)
        data = os.pread(self._descriptor, view.nbytes, self._at)
        view[: len(data)] = data
        self._at += len(data)
        return len(data)


def reread(source: BinaryIO) -> BinaryIO:
    """Return a stream that reads all that was written to ``source``, which is then at its beginning and stays there.

    It is to be used before ``source`` is written to again or closed. A stream in memory, and one where the system
    cannot read at a place (Windows), is returned itself, and moves.
    """
    source.flush()
    source.seek(0)
    try:
        descriptor = source.fileno()
    except io.UnsupportedOperation:
        return source
    return io.BufferedReader(_AtOwnPlace(descriptor)) if hasattr(os, "pread") else source
