"""Commands that keep a journal safe: checks, trusted time, copies."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from journal_app.commands.terminal import Terminal, add_journal, add_json, key_file, place
from journal_app.i18n import pgettext

EXIT_DAMAGE = 1


def add_to(commands: Any) -> None:
    """Add check, anchor, backup and restore."""
    check = commands.add_parser("check", help=pgettext("command line", "every page, record, link and digest"))
    add_journal(check)
    check.add_argument(
        "--salvage", metavar="DEST", type=place, help=pgettext("command line", "save what is still readable")
    )
    add_json(check)
    check.set_defaults(run=_check)

    anchor = commands.add_parser("anchor", help=pgettext("command line", "a trusted time, or a slip to print"))
    add_journal(anchor)
    one = anchor.add_mutually_exclusive_group(required=True)
    one.add_argument(
        "--request", metavar="OUT.tsq", type=place, help=pgettext("command line", "write a request (RFC 3161)")
    )
    one.add_argument("--answer", metavar="IN.tsr", type=place, help=pgettext("command line", "take in its answer"))
    one.add_argument("--slip", metavar="OUT.pdf", type=place, help=pgettext("command line", "write a fingerprint slip"))
    add_json(anchor)
    anchor.set_defaults(run=_anchor)

    backup = commands.add_parser("backup", help=pgettext("command line", "an encrypted copy, proved to open"))
    add_journal(backup)
    backup.add_argument("dest", metavar="DEST", type=place, help=pgettext("command line", "a new folder"))
    add_json(backup)
    backup.set_defaults(run=_backup)

    restore = commands.add_parser("restore", help=pgettext("command line", "a journal from a copy"))
    restore.add_argument("backup", metavar="BACKUP", type=place, help=pgettext("command line", "the copy's folder"))
    add_journal(restore, passphrase=False)
    add_json(restore)
    restore.set_defaults(run=_restore)


def _check(chosen: argparse.Namespace, terminal: Terminal) -> int:
    from journal_app.services import audit

    passphrase = terminal.passphrase(chosen)
    folder, file = Path(chosen.journal), key_file(chosen)
    report = audit.check(folder, passphrase, terminal.progress(), key_file=file)
    salvaged = None
    if chosen.salvage:
        salvaged = audit.salvage(folder, passphrase, Path(chosen.salvage), terminal.progress(), key_file=file)
    plain = {
        "checked": [{"what": line.what, "count": line.count} for line in report.checked],
        "problems": [{"where": problem.where, "what": problem.what} for problem in report.problems],
        "salvaged": None if salvaged is None else {"saved": salvaged.saved, "lost": list(salvaged.lost)},
    }
    lines = [f"{line.what}: {line.count}" for line in report.checked]
    lines += [f"{problem.where}: {problem.what}" for problem in report.problems]
    if not report.problems:
        lines.append(pgettext("check", "Everything that was checked is as it was saved."))
    if salvaged is not None:
        lines.append(pgettext("check", "Saved from it: {count}").format(count=salvaged.saved))
        lines += [pgettext("check", "Not readable: {what}").format(what=what) for what in salvaged.lost]
    terminal.show("\n".join(lines), plain)
    return EXIT_DAMAGE if report.problems else 0


def _anchor(chosen: argparse.Namespace, terminal: Terminal) -> int:
    from journal_app.services import anchors

    with terminal.open(chosen) as journal:
        if chosen.request:
            head = anchors.request(journal, Path(chosen.request))
        elif chosen.answer:
            head = anchors.answer(journal, Path(chosen.answer))
        else:
            head = anchors.slip(journal, Path(chosen.slip))
    terminal.show(f"{head.root} {head.size}", {"root": head.root, "size": head.size, "time": head.time})
    return 0


def _backup(chosen: argparse.Namespace, terminal: Terminal) -> int:
    from journal_app.services import backups

    with terminal.open(chosen) as journal:
        made = backups.back_up(journal, Path(chosen.dest), terminal.progress())
    terminal.show(made.digest, {"digest": made.digest, "files": made.files, "entries": made.entries})
    return 0


def _restore(chosen: argparse.Namespace, terminal: Terminal) -> int:
    from journal_app.services import backups

    digest = backups.restore(Path(chosen.backup), Path(chosen.journal), terminal.progress())
    terminal.show(digest, {"digest": digest})
    return 0
