"""What every process of the program gives up before it does anything else: being read by others, dumps, the network.

One interface for each system: ``harden``, ``deny_network``, ``hide_from_capture``, ``swap_is_encrypted``,
``lock_memory`` and ``conceal_clipboard``. Linux is tested; Windows and macOS are written after their makers'
documentation and were not run.
"""

from __future__ import annotations

import os
import sys
from typing import NamedTuple, Protocol


class Protection(NamedTuple):
    """What this computer let the process give up: connections, and being read by other programs of the user."""

    network: bool
    memory: bool


class System(Protocol):
    """What each system answers; every call says whether it could be done, and none raises."""

    def harden(self) -> bool:
        """Write no core, leave nothing for error reports, and let no other program of the user read the memory."""

    def deny_network(self) -> bool:
        """Let this process and all it starts make local sockets only."""

    def hide_from_capture(self, window: int, *, hidden: bool = True) -> bool:
        """Leave a window, by its native handle, out of pictures and recordings of the screen, or in them again."""

    def swap_is_encrypted(self) -> bool | None:
        """Say whether all that memory may be written to is encrypted; None where that is not known."""

    def lock_memory(self, address: int, length: int) -> bool:
        """Keep whole pages of memory (in bytes) out of swap space, and of dumps and forks where that can be asked for.

        Says whether the first was done.
        """

    def conceal_clipboard(self) -> bool:
        """Mark what this program has put on the clipboard as a secret, where a MIME type cannot say so."""


class Nowhere:
    """A system of which nothing is known: it lets nothing be given up."""

    def harden(self) -> bool:
        """Say that it could not be done."""
        return False

    deny_network = conceal_clipboard = harden

    def hide_from_capture(self, window: int, *, hidden: bool = True) -> bool:
        """Say that it could not be done."""
        del window, hidden
        return False

    def swap_is_encrypted(self) -> bool | None:
        """Say that it is not known."""
        return None

    def lock_memory(self, address: int, length: int) -> bool:
        """Say that it could not be done."""
        del address, length
        return False


def here() -> System:
    """Return the system this process runs on."""
    system: System = Nowhere()
    if sys.platform.startswith("linux"):
        from journal_app.platform_guard.linux import Linux

        system = Linux()
    elif sys.platform == "win32":  # pragma: no cover - another system
        from journal_app.platform_guard.windows import Windows

        system = Windows()
    elif sys.platform == "darwin":  # pragma: no cover - another system
        from journal_app.platform_guard.macos import MacOS

        system = MacOS()
    return system


def protect() -> Protection:
    """Give up what is not needed, before anything else is done, and say what this computer let the process do.

    Files are for the owner alone from here on. What one start gave up already is not given up a second time.
    """
    os.umask(0o077)
    system = here()
    return Protection(memory=system.harden(), network=system.deny_network())
