"""The private folder of one run: in memory where the system has room for it there, gone when the program is."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QSettings

_IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
_OURS = re.compile(r"journal-window-[a-z0-9_]{8}")  # no other program's folder is ever taken for one of these


class PrivateFolder:
    """A folder for the owner alone. While the program lives it is held, so that no other start sweeps it away."""

    def __init__(self) -> None:
        """Make one, and sweep away those that a crash left."""
        rooms = _rooms()
        for room in rooms:
            _sweep(room)
        made = Path(tempfile.mkdtemp(prefix="journal-new-", dir=rooms[0]))
        self._held = _hold(made)
        self.is_in_memory = made.parent in rooms[:-1]
        self.path = made.rename(made.with_name(made.name.replace("-new-", "-window-")))

    def remove(self) -> None:
        """Take the folder away, with what is in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self._held is not None:
            os.close(self._held)
            self._held = None


def keep_no_traces(folder: Path) -> None:
    """Send what Qt and its file dialog would remember to a private folder that goes with the program."""
    for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(kind, QSettings.Scope.UserScope, str(folder))


def _rooms() -> list[Path]:
    """Return where such folders may lie, the best first: two that are in memory, then the usual one on disk."""
    session = os.environ.get("XDG_RUNTIME_DIR", "")  # XDG Base Directory Specification: the owner's alone, in memory
    found = [Path(session)] if session and _is_private(Path(session)) else []
    found += [_IN_MEMORY] if sys.platform.startswith("linux") and os.access(_IN_MEMORY, os.W_OK | os.X_OK) else []
    return [*found, Path(tempfile.gettempdir())]


def _is_private(room: Path) -> bool:
    try:
        told = room.stat()
    except OSError:
        return False
    return room.is_dir() and told.st_uid == os.getuid() and not told.st_mode & 0o077


def _hold(folder: Path) -> int | None:
    """Hold a folder until the process ends, however it ends; None where another one holds it or none can."""
    if sys.platform == "win32":  # pragma: no cover - another system, where a folder cannot be held
        return None
    import fcntl

    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _sweep(room: Path) -> None:
    """Take away the folders in ``room`` that nobody holds any more."""
    try:
        left = [each for each in room.iterdir() if _OURS.fullmatch(each.name)]
    except OSError:
        return
    for folder in left:
        try:
            held = _hold(folder)
        except OSError:  # gone meanwhile, or somebody else's
            continue
        if held is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(held)
