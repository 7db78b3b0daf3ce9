"""How the process of the window ends: replaced by a fresh one, or at once."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_NOT_REPLACED = 70  # sysexits.h, EX_SOFTWARE


def replace_process(arguments: list[str]) -> None:
    """Become a fresh process of this program: nothing of what was in memory is left.

    Python is told not to look for modules in the current folder, which may be anybody's (-P; -I where this start was
    isolated too), and is started in the folder that nobody but the system writes to. Never returns: where the fresh
    process cannot be had, this one ends.
    """
    apart = "-I" if sys.flags.isolated else "-P"
    command = [sys.executable, apart, "-m", "journal_app.ui", *arguments]
    try:
        leave_folder()
        if sys.platform == "win32":  # pragma: no cover - another system
            import subprocess

            subprocess.Popen(command)  # noqa: S603 - this program
            leave()
        os.execv(sys.executable, command)  # noqa: S606 - this program
    finally:
        os._exit(_NOT_REPLACED)


def leave_folder() -> None:
    """Leave the folder the program was started in, so that it is neither looked into nor kept from being taken out."""
    os.chdir(Path(sys.executable).anchor)


def leave() -> None:
    """End the process at once."""
    os._exit(0)
