"""How the process of the window ends: replaced by a fresh one, or at once."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_NOT_REPLACED = 70  # sysexits.h, EX_SOFTWARE
FROM_INPUT = "-"
"""The argument of a fresh process that is told the journal's place by its standard input."""


def replace_process(told: list[str]) -> None:
    """Become a fresh process of this program: nothing of what was in memory is left.

    ``told`` is the journal's place, or empty. It goes through a pipe: what a process is started with can be read by
    everybody on the computer as long as it runs.

    Python is told not to look for modules in the current folder, which may be anybody's (-P; -I where this start was
    isolated too), and is started in the folder that nobody but the system writes to. Never returns: where the fresh
    process cannot be had, this one ends.
    """
    apart = "-I" if sys.flags.isolated else "-P"
    command = [sys.executable, apart, "-m", "journal_app.ui", *([FROM_INPUT] if told else [])]
    place = os.fsencode("".join(told))
    try:
        leave_folder()
        if sys.platform == "win32":  # pragma: no cover - another system
            import subprocess

            with subprocess.Popen(command, stdin=subprocess.PIPE).stdin as fresh:  # noqa: S603 - this program
                fresh.write(place)
            leave()
        reading, writing = os.pipe()  # holds far more than a path is long (pipe(7), PIPE_BUF)
        os.write(writing, place)
        os.dup2(reading, 0)  # the one that goes along; the others are closed by themselves
        os.execv(sys.executable, command)  # noqa: S606 - this program
    finally:
        os._exit(_NOT_REPLACED)


def place_told(arguments: list[str]) -> Path | None:
    """Return the journal's place that ``arguments`` name, or that standard input tells; None where there is none."""
    if not arguments:
        return None
    if arguments[0] != FROM_INPUT:
        return Path(arguments[0])
    told = os.fsdecode(sys.stdin.buffer.read())
    return Path(told) if told else None


def leave_folder() -> None:
    """Leave the folder the program was started in, so that it is neither looked into nor kept from being taken out."""
    os.chdir(Path(sys.executable).anchor)


def leave() -> None:
    """End the process at once."""
    os._exit(0)
