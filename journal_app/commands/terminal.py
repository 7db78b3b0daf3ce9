"""The terminal: secrets in, results out on standard output, messages and progress on standard error."""

from __future__ import annotations

import argparse
import getpass
import io
import json
import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from journal_app.domain.controls import STEERING, unsteering
from journal_app.domain.records import parse_document
from journal_app.errors import BadInput, StorageTrouble, WrongUsage
from journal_app.i18n import pgettext
from journal_app.progress import SILENT, Progress
from journal_app.services import files
from journal_app.services.journal import Journal

STANDARD_INPUT = "-"


class Terminal:
    """Where a command reads secrets and documents, and says what came of it."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json

    def show(self, text: str, plain: Any) -> None:
        """Print a result: ``plain`` as one JSON document where that was asked for, else ``text``.

        What would steer a terminal is shown as a sign; in JSON it is escaped, so nothing is lost there.
        """
        if self.as_json:
            told = STEERING.sub(_escaped, json.dumps(plain, ensure_ascii=False, indent=2))
            if not _can_be_written(told):
                told = json.dumps(plain, indent=2)
        else:
            told = unsteering(text.replace("\r\n", "\n"))
        try:
            sys.stdout.write(told + "\n")
            sys.stdout.flush()
        except BrokenPipeError:
            raise  # whoever read it has stopped reading: no failure of ours
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left must not be tried again
            message = pgettext("error", "The command did its work, but its result could not be written out.")
            raise StorageTrouble(message, pgettext("error", "Look at the journal before running it again.")) from None

    def say(self, text: str) -> None:
        """Print a message on standard error; where that is not possible, the work of the command is not less done.

        It may name a person or a file: what would steer a terminal is shown as a sign there too.
        """
        with suppress(OSError):
            sys.stderr.write(unsteering(text) + "\n")

    def is_interactive(self) -> bool:
        """Say whether what is said is read by a person: neither stream goes into a file or a pipe."""
        return sys.stdout.isatty() and sys.stderr.isatty()

    def say_recovery_key(self, text: str) -> None:
        """Print a recovery key that stands on no sheet, where a person reads it; otherwise say that it was not kept."""
        if self.is_interactive():
            self.say(pgettext("command line", "If you forget the passphrase, this key opens the journal. Copy it:"))
            self.say(text)
        else:
            self.say(pgettext("command line", "No recovery sheet was asked for, so the recovery key was not kept."))

    def progress(self) -> Progress:
        """Return a progress that is drawn only where standard error is a terminal."""
        return _Drawn() if sys.stderr.isatty() else SILENT

    def open(self, chosen: argparse.Namespace) -> Journal:
        """Open the journal that the command names with its passphrase."""
        return self.open_with(chosen, self.passphrase(chosen))

    def open_with(self, chosen: argparse.Namespace, passphrase: str) -> Journal:
        """Open the journal that the command names with a passphrase, and with the key file where one is named.

        Says what has to be said of how it lies there.
        """
        journal = Journal.open(Path(chosen.journal), passphrase, key_file=key_file(chosen))
        standing = journal.standing
        for sentence in (*standing.why_only_reading, *standing.notices):
            self.say(sentence)
        return journal

    def passphrase(self, chosen: argparse.Namespace) -> str:
        """Return the passphrase from the file named, or ask for it."""
        return self._secret(chosen.passphrase_file, pgettext("command line", "Passphrase: "), "--passphrase-file")

    def new_passphrase(self, source: str | None, option: str) -> str:
        """Return a new passphrase from the file named, or ask for it twice."""
        asked = pgettext("command line", "New passphrase: ")
        secret = self._secret(source, asked, option)
        if source is None and getpass.getpass(pgettext("command line", "The same again: ")) != secret:
            message = pgettext("error", "The two differ; nothing was changed.")
            raise BadInput(message, pgettext("error", "Type the same passphrase twice."))
        return secret

    def recovery_key(self, source: str | None) -> str:
        """Return the recovery key, or two of its shares one a line, from the file named, or ask for it."""
        from journal_app.services import passphrases

        option = "--recovery-key-file"
        if source is not None and source != STANDARD_INPUT:
            whole = files.read(Path(source), pipes=True)
            first = _filled(_first_line(whole.partition(b"\n")[0], files.name_of(Path(source))), option)
            return whole.decode("utf-8-sig", "replace") if passphrases.is_share(first) else first
        first = self._secret(source, pgettext("command line", "Recovery key, or words of a sheet: "), option)
        if not passphrases.is_share(first):
            return first
        return f"{first}\n{self._secret(source, pgettext('command line', 'Words of a second sheet: '), option)}"

    def _secret(self, source: str | None, question: str, option: str) -> str:
        if source is None:
            if not sys.stdin.isatty():
                message = pgettext("error", "A secret is needed and there is no terminal to ask; nothing was changed.")
                raise WrongUsage(message, pgettext("error", "Name a file with {option}.").format(option=option))
            return _filled(getpass.getpass(question), option)
        if source == STANDARD_INPUT:
            return _filled(_first_line(sys.stdin.buffer.readline(), "standard input"), option)
        data = files.read(Path(source), pipes=True)
        return _filled(_first_line(data.partition(b"\n")[0], files.name_of(Path(source))), option)

    def document(self, source: str) -> tuple[Any, str]:
        """Return the parsed JSON of a file, or of standard input for ``-``, and what to call it in errors."""
        if source == STANDARD_INPUT:
            return parse_document(sys.stdin.buffer.read(), source="standard input"), "standard input"
        name = files.name_of(Path(source))
        return parse_document(files.read(Path(source)), source=name), name


def write_anything() -> None:
    """Let standard output show as an escape what its encoding has no letter for, as standard error does.

    A terminal that is not set to UTF-8, or a name of other bytes, would end a command after it did its work.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):  # pragma: no branch - a test may put something else there
        sys.stdout.reconfigure(errors="backslashreplace")


def _can_be_written(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding)
    except UnicodeEncodeError:
        return False
    return True


def _escaped(control: re.Match[str]) -> str:
    return f"\\u{ord(control[0]):04x}"


def _filled(secret: str, option: str) -> str:
    if not secret:
        message = pgettext("error", "The secret is empty; nothing was changed.")
        raise BadInput(message, pgettext("error", "Put it on the first line of the file."), source=option)
    return secret


def _first_line(line: bytes, name: str) -> str:
    try:
        return line.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        message = pgettext("error", "{name} is not text in UTF-8; nothing was changed.").format(name=name)
        raise BadInput(message, pgettext("error", "Save it as UTF-8 text, then try again."), source=name) from None


class _Drawn:
    """A line on standard error that counts."""

    def report(self, stage: str, done: int, total: int) -> None:
        end = "\n" if done == total else ""
        sys.stderr.write(f"\r{unsteering(stage)}: {done}/{total}\x1b[K{end}")
        sys.stderr.flush()


def place(text: str) -> str:
    """Return a place given on the command line; an empty one, as an unset variable leaves it, is wrong usage."""
    if not text or "\0" in text:
        raise argparse.ArgumentTypeError(pgettext("command line", "a place needs a name"))
    return text


def record_id(text: str) -> str:
    """Return an id given on the command line; an empty one, which would name no record, is wrong usage."""
    if not text:
        raise argparse.ArgumentTypeError(pgettext("command line", "an id is needed"))
    return text


def key_file(chosen: argparse.Namespace) -> Path | None:
    """Return the key file that was named, or None."""
    return Path(chosen.key_file) if chosen.key_file else None


def add_journal(command: argparse.ArgumentParser, *, passphrase: bool = True, opens: bool = True) -> None:
    """Give a command its journal, the file its passphrase may come from, and the key file where it ``opens`` one."""
    command.add_argument(
        "journal", metavar="JOURNAL", type=place, help=pgettext("command line", "the journal’s folder")
    )
    if passphrase:
        add_passphrase(command)
    if passphrase and opens:
        told = pgettext("command line", "the key file, where the journal needs one beside the passphrase")
        command.add_argument("--key-file", metavar="F", type=place, help=told)


def add_passphrase(command: argparse.ArgumentParser) -> None:
    """Let the passphrase come from the first line of a file."""
    told = pgettext("command line", "take the passphrase from the first line of F (- for standard input)")
    command.add_argument("--passphrase-file", metavar="F", type=place, help=told)


def add_json(command: argparse.ArgumentParser) -> None:
    """Let a command print one JSON document."""
    command.add_argument("--json", action="store_true", help=pgettext("command line", "print one JSON document"))
