"""The journal without a window: reads the command, calls the services, says what came of it."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from journal_app import __version__
from journal_app.commands import dossiers, entries, keeping, keys, moving
from journal_app.commands.terminal import Terminal, write_anything
from journal_app.errors import JournalError, StorageTrouble
from journal_app.i18n import pgettext, system_language, use_language

EXIT_USAGE = 2
EXIT_STOPPED = 130
EXIT_DEFECT = 70  # sysexits.h, EX_SOFTWARE


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in two sentences and leaves with the exit code of wrong usage."""

    def error(self, message: str) -> NoReturn:
        first = pgettext("command line", "The command was not understood: {what}; nothing was changed.")
        then = pgettext("command line", "Run it with --help to see what it takes.")
        sys.stderr.write(_one_line(f"{first.format(what=message)} {then}") + "\n")
        raise SystemExit(EXIT_USAGE)


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    top = _Parser(
        prog="journal-app",
        description=pgettext("command line", "A private journal. Without a command, its window opens."),
    )
    top.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for room in (moving, entries, dossiers, keeping, keys):
        room.add_to(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; every expected failure is two sentences on standard error."""
    os.umask(0o077)
    write_anything()
    use_language(system_language())
    try:
        chosen = parser().parse_args(arguments)
        code: int = chosen.run(chosen, Terminal(as_json=getattr(chosen, "json", False)))
    except JournalError as error:
        sys.stderr.write(_one_line(f"{error.message} {error.advice}") + "\n")
        return error.exit_code
    except KeyboardInterrupt:
        sys.stderr.write(pgettext("command line", "Stopped. What was saved before is whole.") + "\n")
        return EXIT_STOPPED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_STOPPED
    except OSError as error:  # wherever it was not foreseen: a disk that does not answer is no defect of the program
        sys.stderr.write(_trouble(error) + "\n")
        return StorageTrouble.exit_code
    except Exception as error:  # a defect of the program: no traceback, no content, but enough to find the place
        sys.stderr.write(_defect(error) + "\n")
        return EXIT_DEFECT
    return code


def _one_line(text: str) -> str:
    """Return ``text`` without what a terminal obeys: the name of a file may hold line ends and escapes."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def _trouble(error: OSError) -> str:
    code = f"{errno.errorcode.get(error.errno or 0, error.errno)} {_place(error)}"
    first = pgettext("command line", "Something could not be read or written ({code}); what was saved before is whole.")
    then = pgettext("command line", "Check the disks and folders that were used, then try again.")
    return f"{first.format(code=code)} {then}"


def _defect(error: Exception) -> str:
    first = pgettext("command line", "The program made a mistake ({code}); what was saved before is whole.")
    then = pgettext("command line", "Report this code to the makers; it holds nothing of what you wrote.")
    return f"{first.format(code=f'{type(error).__name__} {_place(error)}')} {then}"


def _place(error: Exception) -> str:
    trace = error.__traceback__
    place = ""
    while trace is not None:
        place = f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"  # noqa: PTH119
        trace = trace.tb_next
    return place
