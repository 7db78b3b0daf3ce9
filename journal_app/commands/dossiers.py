"""Commands for what leaves the journal: the known bodies, and the dossiers."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

from journal_app.commands.terminal import Terminal, add_journal, add_json, place
from journal_app.domain.complaints import OTHER_BODY
from journal_app.errors import WrongUsage
from journal_app.i18n import pgettext
from journal_app.services import files


def add_to(commands: Any) -> None:
    """Add boards and dossier."""
    boards = commands.add_parser("boards", help=pgettext("command line", "the known bodies and what each asks for"))
    add_json(boards)
    boards.set_defaults(run=_boards)

    dossier = commands.add_parser("dossier", help=pgettext("command line", "make a dossier"))
    add_journal(dossier)
    dossier.add_argument(
        "--for", dest="audience", choices=("board", "lawyer", "self"), required=True,
        help=pgettext("command line", "who it is for"),
    )  # fmt: skip
    dossier.add_argument(
        "-o", "--output", metavar="OUT", type=place, required=True, help=pgettext("command line", "a new place")
    )
    dossier.add_argument("--complaint", metavar="ID", default="", help=pgettext("command line", "which complaint"))
    dossier.add_argument("--board", metavar="ID", default="", help=pgettext("command line", "for which body"))
    dossier.add_argument(
        "--all", dest="every", action="store_true", help=pgettext("command line", "every entry meant for that reader")
    )
    dossier.add_argument(
        "--fields", metavar="OUT.txt", type=place, help=pgettext("command line", "text for the body’s own form")
    )
    dossier.add_argument(
        "--with-impact", action="store_true", help=pgettext("command line", "the effects, as a file of their own")
    )
    dossier.add_argument(
        "--with-reply", action="store_true",
        help=pgettext("command line", "the professional’s answer, point by point"),
    )  # fmt: skip
    dossier.add_argument(
        "--pictures-as-they-are", action="store_true",
        help=pgettext("command line", "pages may leave whose picture shows what is hidden in the text beside it"),
    )  # fmt: skip
    dossier.add_argument(
        "--blank-pages-as-they-are", action="store_true",
        help=pgettext("command line", "pages may leave that came out blank after a repair; look at them first"),
    )  # fmt: skip
    dossier.add_argument("--language", metavar="xx", default="en", help=pgettext("command line", "of the dossier"))
    written = pgettext("command line", "of the words of the journal, where it is not the one kept in Settings")
    dossier.add_argument("--words-language", metavar="xx", default="", help=written)
    dossier.add_argument("--paper", choices=("a4", "letter"), default="", help=pgettext("command line", "paper size"))
    dossier.add_argument(
        "--encrypt-file",
        metavar="F",
        type=place,
        help=pgettext("command line", "one more AES-256 copy, passphrase from F"),
    )
    dossier.add_argument(
        "--parts", metavar="SIZE", type=_size, default=0,
        help=pgettext("command line", "where it is larger, parts of at most this size, such as 10MB"),
    )  # fmt: skip
    add_json(dossier)
    dossier.set_defaults(run=_dossier)


_UNITS = {"KB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000}  # as mail systems and portals count


def _size(text: str) -> int:
    """Return a size in bytes; raises ArgumentTypeError where it is none, or out of what parts may have."""
    from journal_app.services import divided

    found = re.fullmatch(r"([0-9]{1,6}(?:[.,][0-9]{1,3})?) ?(KB|MB|GB)", text.strip(), re.ASCII | re.IGNORECASE)
    size = int(float(found[1].replace(",", ".")) * _UNITS[found[2].upper()]) if found else 0
    if not divided.SMALLEST <= size <= divided.LARGEST:
        raise argparse.ArgumentTypeError(pgettext("command line", "a size from 1MB to 1GB is needed, such as 10MB"))
    return size


def _boards(chosen: argparse.Namespace, terminal: Terminal) -> int:
    from journal_app.services import bodies

    listed = bodies.everything()
    other = pgettext("command line", "another body, whose name stands in the complaint")
    lines = [*((body["id"], body["name"]) for body in listed), (OTHER_BODY, other)]
    text = "\n".join(f"{identifier:24} {name}" for identifier, name in lines)
    terminal.show(text, listed)
    return 0


def _dossier(chosen: argparse.Namespace, terminal: Terminal) -> int:
    from journal_app.services import dossiers

    if chosen.fields and chosen.audience != "board":
        message = pgettext("error", "Text for a body’s form is made for a body only; nothing was written.")
        raise WrongUsage(message, pgettext("error", "Use --fields together with --for board."))
    if chosen.parts and chosen.audience == "lawyer":
        message = pgettext(
            "error", "A package for a lawyer is not divided, as it is checked as a whole; nothing was written."
        )
        raise WrongUsage(message, pgettext("error", "Use --parts together with --for board or --for self."))
    passphrase = None
    out = Path(chosen.output)
    fields = Path(chosen.fields) if chosen.fields else None
    for target in (out, fields):
        if target is not None:
            files.refuse_existing(target)
    request = dossiers.DossierRequest(
        audience=chosen.audience, complaint=chosen.complaint, board=chosen.board, every=chosen.every,
        with_impact=chosen.with_impact, with_reply=chosen.with_reply, language=chosen.language, paper=chosen.paper,
        words_language=chosen.words_language,
        pictures_as_they_are=chosen.pictures_as_they_are, blank_pages_as_they_are=chosen.blank_pages_as_they_are,
    )  # fmt: skip
    with terminal.open(chosen) as journal:
        if chosen.encrypt_file:
            passphrase = terminal.new_passphrase(chosen.encrypt_file, "--encrypt-file")
        made = dossiers.build(
            journal, request, out, fields=fields, encrypt_passphrase=passphrase, in_parts=chosen.parts,
            progress=terminal.progress(),
        )  # fmt: skip
    for point in (*made.open_points, *([made.undivided] if made.undivided else [])):
        terminal.say(point)
    note = dossiers.note_of_copy(made.signed) if made.signed else ""
    if note:
        terminal.say(note)
    plain = [{"path": str(file.path), "sha256": file.sha256, "size": file.size} for file in made.files]
    text = "\n".join(f"{file.sha256}  {file.path}" for file in made.files)
    told = {"files": plain, "open_points": list(made.open_points), "note_of_copy": note, "undivided": made.undivided}
    terminal.show(text, told)
    return 0
