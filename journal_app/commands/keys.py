"""Commands that change what opens a journal: passphrase, key, key file, recovery sheet."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from journal_app.commands.terminal import Terminal, add_journal, place
from journal_app.errors import WrongUsage
from journal_app.i18n import pgettext
from journal_app.services import key_files
from journal_app.services.journal import Journal


def add_to(commands: Any) -> None:
    """Add passphrase, keyfile, sheet and recover."""
    for add in (_add_passphrase, _add_key_file, _add_sheet, _add_recover):
        add(commands)


def _add_passphrase(commands: Any) -> None:
    passphrase = commands.add_parser("passphrase", help=pgettext("command line", "a new passphrase"))
    add_journal(passphrase)
    _add_new_passphrase(passphrase)
    told = pgettext("command line", "somebody may know the old one: encrypt everything anew, with a new recovery key")
    passphrase.add_argument("--new-key", action="store_true", help=told)
    told = pgettext("command line", "with --new-key: leave the files themselves as they are, which is quicker")
    passphrase.add_argument("--keep-files", action="store_true", help=told)
    told = pgettext("command line", "with --new-key: write the new recovery sheet as a PDF")
    passphrase.add_argument("--recovery-sheet", metavar="OUT.pdf", type=place, help=told)
    passphrase.set_defaults(run=_passphrase)


def _add_key_file(commands: Any) -> None:
    file = commands.add_parser(
        "keyfile", help=pgettext("command line", "a file that is needed beside the passphrase, or none")
    )
    add_journal(file)
    way = file.add_mutually_exclusive_group(required=True)
    way.add_argument("--new", metavar="OUT", type=place, help=pgettext("command line", "make a new key file"))
    way.add_argument("--remove", action="store_true", help=pgettext("command line", "the passphrase alone is enough"))
    file.set_defaults(run=_key_file)


def _add_sheet(commands: Any) -> None:
    sheet = commands.add_parser(
        "sheet", help=pgettext("command line", "a new recovery key, which replaces the earlier")
    )
    add_journal(sheet)
    told = pgettext("command line", "write the recovery sheet as a PDF")
    sheet.add_argument("--recovery-sheet", metavar="OUT.pdf", type=place, help=told)
    told = pgettext("command line", "write three sheets, any two of which open the journal, into a new folder")
    sheet.add_argument("--shares", metavar="FOLDER", type=place, help=told)
    sheet.set_defaults(run=_sheet)


def _add_recover(commands: Any) -> None:
    recover = commands.add_parser("recover", help=pgettext("command line", "open with the recovery key"))
    add_journal(recover, passphrase=False)
    told = pgettext(
        "command line", "take the recovery key from the first line of F, or two sheets of words, one a line"
    )
    recover.add_argument("--recovery-key-file", metavar="F", type=place, help=told)
    _add_new_passphrase(recover)
    recover.set_defaults(run=_recover)


def _add_new_passphrase(command: argparse.ArgumentParser) -> None:
    told = pgettext("command line", "take the new passphrase from the first line of F")
    command.add_argument("--new-passphrase-file", metavar="F", type=place, help=told)


def _passphrase(chosen: argparse.Namespace, terminal: Terminal) -> int:
    if not chosen.new_key:
        _refuse_without_new_key(chosen)
    current = terminal.passphrase(chosen)
    with terminal.open_with(chosen, current) as journal:
        new = terminal.new_passphrase(chosen.new_passphrase_file, "--new-passphrase-file")
        if chosen.new_key:
            _new_key(journal, current, new, chosen, terminal)
        else:
            journal.change_passphrase(new)
    terminal.say(
        pgettext("passphrase", "The passphrase is changed. Copies made earlier still open with the old passphrase.")
    )
    return 0


def _refuse_without_new_key(chosen: argparse.Namespace) -> None:
    if chosen.keep_files or chosen.recovery_sheet:
        message = pgettext("error", "--keep-files and --recovery-sheet belong to --new-key; nothing was changed.")
        raise WrongUsage(message, pgettext("error", "Add --new-key, or leave them out."))


def _new_key(journal: Journal, current: str, new: str, chosen: argparse.Namespace, terminal: Terminal) -> None:
    from journal_app.services import keys

    sheet = Path(chosen.recovery_sheet) if chosen.recovery_sheet else None
    made = keys.new_vault_key(
        journal, current, new, sheet=sheet, encrypt_files=not chosen.keep_files, progress=terminal.progress()
    )
    if made.left:
        left = pgettext("passphrase", "Files that are damaged stayed as they were: {count}. A check names them.")
        terminal.say(left.format(count=made.left))
    if sheet is None:
        terminal.say_recovery_key(made.recovery.text)


def _key_file(chosen: argparse.Namespace, terminal: Terminal) -> int:
    from journal_app.services import keys

    passphrase = terminal.passphrase(chosen)
    with terminal.open_with(chosen, passphrase) as journal:
        if chosen.new:
            keys.add_key_file(journal, passphrase, Path(chosen.new))
            told = pgettext(
                "passphrase",
                "The journal now opens with the passphrase and this file together. Keep it where the journal is not, "
                "and a second copy of it. The recovery key opens the journal without it.",
            )
        else:
            keys.remove_key_file(journal, passphrase)
            told = pgettext(
                "passphrase", "The passphrase alone opens the journal. The key file is not needed any more."
            )
    terminal.say(told)
    return 0


def _sheet(chosen: argparse.Namespace, terminal: Terminal) -> int:
    from journal_app.services import keys

    if not (chosen.recovery_sheet or chosen.shares):
        message = pgettext("error", "No place for a sheet was named; nothing was changed.")
        raise WrongUsage(message, pgettext("error", "Name one with --recovery-sheet, --shares, or both."))
    passphrase = terminal.passphrase(chosen)
    sheet = Path(chosen.recovery_sheet) if chosen.recovery_sheet else None
    divided = Path(chosen.shares) if chosen.shares else None
    with terminal.open_with(chosen, passphrase) as journal:
        keys.write_new_sheets(journal, passphrase, sheet=sheet, divided=divided)
    terminal.say(
        pgettext(
            "passphrase",
            "The new recovery key is written. The earlier sheet no longer opens this journal; it still opens copies "
            "made earlier.",
        )
    )
    return 0


def _recover(chosen: argparse.Namespace, terminal: Terminal) -> int:
    key = terminal.recovery_key(chosen.recovery_key_file)
    new = terminal.new_passphrase(chosen.new_passphrase_file, "--new-passphrase-file")
    needed = key_files.are_needed(Path(chosen.journal))
    Journal.recover(Path(chosen.journal), key, new).close()
    terminal.say(pgettext("passphrase", "The journal opens with the new passphrase."))
    if needed:
        terminal.say(
            pgettext("passphrase", "The passphrase alone opens the journal. The key file is not needed any more.")
        )
    return 0
