"""Commands that make a journal and move whole journals in and out."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journal_app.commands.terminal import Terminal, add_journal, add_json, place
from journal_app.i18n import pgettext
from journal_app.services import files
from journal_app.services.journal import Journal

if TYPE_CHECKING:
    from journal_app.services.interchange import Counts


def add_to(commands: Any) -> None:
    """Add create, import, export and demo."""
    create = commands.add_parser("create", help=pgettext("command line", "make an empty journal"))
    add_journal(create, opens=False)
    sheet = pgettext("command line", "write the recovery sheet as a PDF")
    create.add_argument("--recovery-sheet", metavar="OUT.pdf", type=place, help=sheet)
    add_json(create)
    create.set_defaults(run=_create)

    taken = commands.add_parser("import", help=pgettext("command line", "take in an interchange folder"))
    add_journal(taken)
    taken.add_argument(
        "folder", metavar="FOLDER", type=place, help=pgettext("command line", "holds journal.json and evidence/")
    )
    add_json(taken)
    taken.set_defaults(run=_import)

    about = pgettext(
        "command line", "write everything as it stands now as an interchange folder; no earlier versions, no backup"
    )
    given = commands.add_parser("export", help=about)
    add_journal(given)
    given.add_argument(
        "folder", metavar="FOLDER", type=place, help=pgettext("command line", "a new folder; plain text")
    )
    add_json(given)
    given.set_defaults(run=_export)

    demo = commands.add_parser("demo", help=pgettext("command line", "make a sample journal and its dossiers"))
    demo.add_argument("folder", metavar="FOLDER", type=place, help=pgettext("command line", "a new folder"))
    add_json(demo)
    demo.set_defaults(run=_demo)


def _create(chosen: argparse.Namespace, terminal: Terminal) -> int:
    folder = Path(chosen.journal)
    sheet = Path(chosen.recovery_sheet) if chosen.recovery_sheet else None
    if sheet is not None:
        files.refuse_existing(sheet)
    passphrase = terminal.new_passphrase(chosen.passphrase_file, "--passphrase-file")
    if sheet is None:
        journal, key = Journal.create(folder, passphrase)
    else:
        from journal_app.services import paper

        journal, key = paper.create_with_sheet(folder, passphrase, sheet)
    journal.close()
    terminal.show(str(folder), {"journal": str(folder), "recovery_sheet": str(sheet) if sheet else None})
    if sheet is None:
        terminal.say_recovery_key(key.text)
    return 0


def _import(chosen: argparse.Namespace, terminal: Terminal) -> int:
    from journal_app.services import interchange, preparing

    with terminal.open(chosen) as journal:
        counts = interchange.import_folder(journal, Path(chosen.folder), terminal.progress())
        _show_brought(terminal, counts)
        preparing.prepare(journal, progress=terminal.progress())  # now that all of it is in, whatever comes
    return 0


def _export(chosen: argparse.Namespace, terminal: Terminal) -> int:
    from journal_app.services import interchange

    warning = pgettext(
        "command line",
        "This writes everything in plain text, private notes too, as it stands now. Earlier versions, removed records, "
        "drafts, recording times, custody and time stamps are not in it. Anyone with the folder can read it.",
    )
    terminal.say(warning)
    with terminal.open(chosen) as journal:
        counts = interchange.export_folder(journal, Path(chosen.folder), terminal.progress())
    _show_counts(terminal, counts)
    return 0


def _demo(chosen: argparse.Namespace, terminal: Terminal) -> int:
    from journal_app.services import demo

    made = demo.make(Path(chosen.folder), terminal.progress())
    terminal.show("\n".join(str(path) for path in made), {"paths": [str(path) for path in made]})
    return 0


def _show_counts(terminal: Terminal, counts: Counts) -> None:
    plain = _numbers(counts)
    terminal.show(_as_text(plain), plain)


def _show_brought(terminal: Terminal, counts: Counts) -> None:
    """Show the counts of an import and say, one by one, what it puts in place of words: whoever made it chose both."""
    always = pgettext("command line", "“{words}” is replaced by “{by}” in what leaves.")
    body = pgettext("command line", "“{words}” is replaced by “{by}” in what goes to a body.")
    for each in counts.brought:
        words, by = " ".join(each.words.split()), " ".join(each.by.split())
        terminal.say((body if each.body_alone else always).format(words=words, by=by))
    _show_counts(terminal, counts)


def _numbers(counts: Counts) -> dict[str, int]:
    plain = asdict(counts)
    del plain["brought"]
    if not counts.studies:  # told only where there are any: what reads these numbers may know the other kinds alone
        del plain["studies"]
    return plain


def _as_text(plain: dict[str, int]) -> str:
    return "\n".join(f"{name}: {count}" for name, count in plain.items())
