"""Commands that keep a journal safe: checks, time stamps, copies."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journal_app.commands.terminal import Terminal, add_journal, add_json, key_file, place
from journal_app.errors import WrongUsage
from journal_app.i18n import pgettext

if TYPE_CHECKING:
    from journal_app.services.audit import CheckReport, Salvaged
    from journal_app.services.outside import OutsideState

EXIT_DAMAGE = 1


def add_to(commands: Any) -> None:
    """Add check, anchor, backup and restore."""
    check = commands.add_parser("check", help=pgettext("command line", "every page, record, link and digest"))
    add_journal(check)
    check.add_argument(
        "--salvage", metavar="DEST", type=place, help=pgettext("command line", "save what is still readable")
    )
    slip = pgettext("command line", "compare with a printed slip: its count, then its groups, two or more")
    check.add_argument("--slip", metavar=("COUNT", "GROUP"), nargs="+", help=slip)
    answer = pgettext("command line", "compare with the answer to a request for a time stamp")
    check.add_argument("--answer", metavar="IN.tsr", type=place, help=answer)
    copy = pgettext("command line", "compare with a copy of the journal, such as a backup")
    check.add_argument("--copy", metavar="BACKUP", type=place, help=copy)
    add_json(check)
    check.set_defaults(run=_check)

    anchor = commands.add_parser("anchor", help=pgettext("command line", "a time stamp, or a slip to print"))
    add_journal(anchor)
    one = anchor.add_mutually_exclusive_group(required=True)
    one.add_argument(
        "--request", metavar="OUT.tsq", type=place, help=pgettext("command line", "write a request (RFC 3161)")
    )
    one.add_argument("--answer", metavar="IN.tsr", type=place, help=pgettext("command line", "take in its answer"))
    one.add_argument("--slip", metavar="OUT.pdf", type=place, help=pgettext("command line", "write a fingerprint slip"))
    state = pgettext("command line", "write the state as a file that an OpenTimestamps program takes")
    one.add_argument("--state", metavar="OUT", type=place, help=state)
    proof = pgettext("command line", "keep the proof of such a file; its time is not checked here")
    one.add_argument("--proof", metavar="IN.ots", type=place, help=proof)
    package = pgettext("command line", "with --request or --answer: for the signature of this package’s dossier.pdf")
    anchor.add_argument("--package", metavar="PACKAGE", type=place, help=package)
    stamped = pgettext("command line", "with --package and --answer: the new package that carries the time stamp")
    anchor.add_argument("-o", "--output", metavar="NEW", type=place, help=stamped)
    add_json(anchor)
    anchor.set_defaults(run=_anchor)

    backup = commands.add_parser("backup", help=pgettext("command line", "an encrypted copy, proved to open"))
    add_journal(backup)
    backup.add_argument("dest", metavar="DEST", type=place, help=pgettext("command line", "a new folder"))
    add_json(backup)
    backup.set_defaults(run=_backup)

    restore = commands.add_parser("restore", help=pgettext("command line", "a journal from a copy"))
    restore.add_argument("backup", metavar="BACKUP", type=place, help=pgettext("command line", "the copy’s folder"))
    add_journal(restore)
    add_json(restore)
    restore.set_defaults(run=_restore)


def _check(chosen: argparse.Namespace, terminal: Terminal) -> int:
    from journal_app.services import audit, files

    outside = _outside(chosen)
    folder, file = Path(chosen.journal), key_file(chosen)
    if chosen.salvage:  # before a check that may take long
        files.refuse_target(Path(chosen.salvage), folder)
    passphrase = terminal.passphrase(chosen)
    report = audit.check(folder, passphrase, terminal.progress(), key_file=file, outside=outside)
    plain = {
        "checked": [{"what": line.what, "count": line.count} for line in report.checked],
        "problems": [{"where": problem.where, "what": problem.what} for problem in report.problems],
        "left": list(report.left),
        "removed": list(report.removed),
        "written": report.written,
        "salvaged": None,
    }
    salvaged: Salvaged | None = None
    try:
        if chosen.salvage:
            salvaged = audit.salvage(folder, passphrase, Path(chosen.salvage), terminal.progress(), key_file=file)
            drafts = {"drafts": salvaged.drafts} if salvaged.drafts else {}
            plain["salvaged"] = {"saved": salvaged.saved, "lost": list(salvaged.lost), **drafts}
    finally:  # what the check found is told whatever becomes of saving what is readable
        terminal.show("\n".join([*_told(report), *_told_of(salvaged)]), plain)
    return EXIT_DAMAGE if report.problems else 0


def _told_of(salvaged: Salvaged | None) -> list[str]:
    from journal_app.services import audit

    if salvaged is None:
        return []
    lines = [pgettext("check", "Saved from it: {count}").format(count=salvaged.saved)]
    if salvaged.drafts:
        begun = pgettext("check", "Begun and not finished, in {name}: {count}")
        lines.append(begun.format(name=audit.DRAFTS, count=salvaged.drafts))
    return lines + [pgettext("check", "Not readable: {what}").format(what=what) for what in salvaged.lost]


def _outside(chosen: argparse.Namespace) -> list[OutsideState]:
    """Read what is known of the journal elsewhere, before its passphrase is asked for."""
    from journal_app.services import outside

    found: list[OutsideState] = []
    if chosen.slip:
        found.append(outside.slip(chosen.slip))
    if chosen.answer:
        found.append(outside.trusted_time(Path(chosen.answer)))
    if chosen.copy:
        found.append(outside.copy(Path(chosen.copy)))
    return found


def _told(report: CheckReport) -> list[str]:
    from journal_app.services import audit

    problems = [f"{problem.where}: {problem.what}" for problem in report.problems]
    return [*report.counts(), *problems, *report.beside(), *([] if problems else [audit.whole()])]


def _anchor(chosen: argparse.Namespace, terminal: Terminal) -> int:
    from journal_app.services import anchors

    if (chosen.package and not (chosen.request or chosen.answer)) or bool(chosen.output) != bool(
        chosen.package and chosen.answer
    ):
        message = pgettext("error", "These options do not belong together; nothing was done.")
        advice = pgettext("error", "Use --package with --request, or with both --answer and --output.")
        raise WrongUsage(message, advice)
    if chosen.package:
        return _stamp_package(chosen, terminal)
    with terminal.open(chosen) as journal:
        if chosen.request:
            head = anchors.request(journal, Path(chosen.request))
        elif chosen.answer:
            head = anchors.answer(journal, Path(chosen.answer))
        elif chosen.state:
            head = anchors.state_file(journal, Path(chosen.state))
        elif chosen.proof:
            head = anchors.keep_proof(journal, Path(chosen.proof))
        else:
            head = anchors.slip(journal, Path(chosen.slip))
    if chosen.proof:
        terminal.say(pgettext("anchor", "The proof is kept. Its time was not checked here."))
    terminal.show(f"{head.root} {head.size}", {"root": head.root, "size": head.size, "time": head.time})
    return 0


def _stamp_package(chosen: argparse.Namespace, terminal: Terminal) -> int:
    from journal_app.services import dossier_time

    package = Path(chosen.package)
    with terminal.open(chosen) as journal:
        if chosen.request:
            digest = dossier_time.request(journal, package, Path(chosen.request))
            terminal.show(digest, {"document": digest})
            return 0
        made = dossier_time.answer(
            journal, package, Path(chosen.answer), Path(chosen.output), progress=terminal.progress()
        )
    terminal.say(dossier_time.in_words(made))
    plain = [{"path": str(file.path), "sha256": file.sha256, "size": file.size} for file in made.files]
    text = "\n".join(f"{file.sha256}  {file.path}" for file in made.files)
    told = {"files": plain, "document": made.document, "before": made.before, "time": made.time,
            "authority": made.authority}  # fmt: skip
    terminal.show(text, told)
    return 0


def _backup(chosen: argparse.Namespace, terminal: Terminal) -> int:
    from journal_app.services import backups

    with terminal.open(chosen) as journal:
        made = backups.back_up(journal, Path(chosen.dest), terminal.progress())
    terminal.show(made.digest, {"digest": made.digest, "files": made.files, "entries": made.entries})
    return 0


def _restore(chosen: argparse.Namespace, terminal: Terminal) -> int:
    from journal_app.services import backups

    # Without a file there is no asking: a copy is also brought back by those who only keep it for somebody.
    passphrase = terminal.passphrase(chosen) if chosen.passphrase_file else None
    made = backups.restore(
        Path(chosen.backup), Path(chosen.journal), terminal.progress(), passphrase=passphrase, key_file=key_file(chosen)
    )
    terminal.show(made.digest, {"digest": made.digest, "proof": made.proof.value})
    return 0
