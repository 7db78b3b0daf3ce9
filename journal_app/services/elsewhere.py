"""Whether a journal is there, and whether another window has it open: asking that window to show itself.

The two talk by the time of the lock file alone: no socket, no file beside those of the journal, and nothing in it that
tells when anybody used it.
"""

from __future__ import annotations

import os
from pathlib import Path

from journal_app.vault.lock import LOCK, is_held

_HEADERS = ("header.json", "header.bak")
# Fixed times that say nothing, 2001-09-09, in nanoseconds.
_ASKED, _ANSWERED = 1_000_000_000 * 10**9, 1_000_000_001 * 10**9


def is_there(folder: Path) -> bool:
    """Say whether a journal lies in ``folder``; a folder that cannot be looked into, as of a stick taken out, has none.

    Its header is looked for, or the second copy of it (``resources/formats``).
    """
    return any(os.path.isfile(folder / name) for name in _HEADERS)  # noqa: PTH113 - never raises


def lock_file(folder: Path) -> Path:
    """Return the file whose time is the message; its content is nothing."""
    return folder / LOCK


def is_open(folder: Path) -> bool:
    """Say whether another process has the journal in ``folder`` open, a window or a command."""
    return is_held(lock_file(folder))


def ask(folder: Path) -> None:
    """Ask the window that has the journal open to show itself; where it cannot be asked, nothing happens."""
    _set(folder, _ASKED)


def was_asked(folder: Path) -> bool:
    """Say whether somebody asked, and nobody answered yet."""
    return _time(folder) == _ASKED


def answer(folder: Path) -> None:
    """Say that the window is shown."""
    _set(folder, _ANSWERED)


def was_answered(folder: Path) -> bool:
    """Say whether the window that was asked has answered."""
    return _time(folder) == _ANSWERED


def _set(folder: Path, time: int) -> None:
    try:
        os.utime(lock_file(folder), ns=(time, time))
    except OSError:  # a folder that cannot be written has no window to answer either
        return


def _time(folder: Path) -> int:
    try:
        return lock_file(folder).stat().st_mtime_ns
    except OSError:
        return 0
