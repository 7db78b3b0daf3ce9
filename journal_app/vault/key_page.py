"""The vault key in memory: in a page of its own that goes to no swap space and no dump, where the system allows it.

This is about the vault key itself, for as long as a vault is open. Outside the page stay what libraries hold for their
work (SQLCipher the key of the database, OpenSSL those of files and seals, each derived from the vault key), and copies
that were made on the way, which Python lets nobody wipe (``bytes`` are never overwritten): the passphrase, what Argon2
gave, the vault key as it was unwrapped and whenever something is derived from it. A lock replaces the whole process,
which ends them all; a machine that sleeps to disk writes the page too.
"""

from __future__ import annotations

import ctypes
import mmap

from journal_app import platform_guard

# Private, so that a fork does not share it; Windows has no such flags, and makes it so by itself.
_PRIVATE = {"flags": mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS} if hasattr(mmap, "MAP_PRIVATE") else {}


class KeyPage:
    """One page of memory with a key in it: ``key`` is writable and keeps the page for as long as it is used.

    ``is_locked`` says whether the system keeps the page out of its swap space (mlock(2), VirtualLock). Where it does
    not, be it for a limit (RLIMIT_MEMLOCK), the key is held all the same.
    """

    def __init__(self, key: bytearray | memoryview) -> None:
        """Move ``key`` in: it is wiped where it was."""
        page = mmap.mmap(-1, mmap.PAGESIZE, **_PRIVATE)
        address = ctypes.addressof(ctypes.c_char.from_buffer(page))
        self.is_locked = platform_guard.here().lock_memory(address, len(page))
        self.key = memoryview(page)[: len(key)]
        self.key[:] = key
        wipe(key)


def wipe(data: bytearray | memoryview) -> None:
    """Overwrite with zeros."""
    for index in range(len(data)):
        data[index] = 0
