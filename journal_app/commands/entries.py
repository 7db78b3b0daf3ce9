"""Commands for entries and their evidence."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path
from typing import Any

from journal_app.commands.terminal import Terminal, add_journal, add_json, place, record_id
from journal_app.domain.date_words import moment_in_words, text_in_words
from journal_app.domain.evidence import SourceCard
from journal_app.domain.incident import IncidentEntry
from journal_app.domain.records import from_plain, to_plain
from journal_app.i18n import dates_in_use, language_in_use, pgettext
from journal_app.services import evidence, incidents, versions
from journal_app.services.incidents import IncidentView
from journal_app.services.versions import VersionView


def add_to(commands: Any) -> None:
    """Add record, revise, attach, list, show, search and evidence."""
    record = commands.add_parser("record", help=pgettext("command line", "record one entry"))
    add_journal(record)
    record.add_argument(
        "file", metavar="FILE.json", type=place, help=pgettext("command line", "the entry; - for standard input")
    )
    add_json(record)
    record.set_defaults(run=_record)

    revise = commands.add_parser("revise", help=pgettext("command line", "add a revision of an entry"))
    add_journal(revise)
    revise.add_argument("id", metavar="ID", help=pgettext("command line", "the entry’s id"))
    revise.add_argument(
        "file", metavar="FILE.json", type=place, help=pgettext("command line", "its new content; - for input")
    )
    add_json(revise)
    revise.set_defaults(run=_revise)

    attach = commands.add_parser("attach", help=pgettext("command line", "add evidence files to an entry"))
    add_journal(attach)
    attach.add_argument("id", metavar="ID", type=record_id, help=pgettext("command line", "the entry’s id"))
    attach.add_argument(
        "files", metavar="FILE", type=place, nargs="+", help=pgettext("command line", "kept exactly as it is")
    )
    attach.add_argument(
        "--card", metavar="CARD.json", type=place, help=pgettext("command line", "where the files came from")
    )
    add_json(attach)
    attach.set_defaults(run=_attach)

    listed = commands.add_parser("list", help=pgettext("command line", "the timeline"))
    add_journal(listed)
    add_json(listed)
    listed.set_defaults(run=_list)

    show = commands.add_parser("show", help=pgettext("command line", "one entry with its revisions"))
    add_journal(show)
    show.add_argument("id", metavar="ID", help=pgettext("command line", "the entry’s id"))
    add_json(show)
    show.set_defaults(run=_show)

    search = commands.add_parser("search", help=pgettext("command line", "find words"))
    add_journal(search)
    search.add_argument("query", metavar="QUERY", help=pgettext("command line", "the words to find"))
    add_json(search)
    search.set_defaults(run=_search)

    given = commands.add_parser("evidence", help=pgettext("command line", "give back the original of a file"))
    add_journal(given)
    given.add_argument("id", metavar="ID", help=pgettext("command line", "the evidence id"))
    given.add_argument("out", metavar="OUT", type=place, help=pgettext("command line", "a new file"))
    add_json(given)
    given.set_defaults(run=_evidence)


def _record(chosen: argparse.Namespace, terminal: Terminal) -> int:
    with terminal.open(chosen) as journal:
        plain, source = terminal.document(chosen.file)
        identifier = incidents.record(journal, from_plain(IncidentEntry, plain, source=source), source=source)
    terminal.show(identifier, {"id": identifier})
    return 0


def _revise(chosen: argparse.Namespace, terminal: Terminal) -> int:
    with terminal.open(chosen) as journal:
        plain, source = terminal.document(chosen.file)
        entry = from_plain(IncidentEntry, plain, source=source)
        number = incidents.revise(journal, chosen.id, entry, source=source)
    terminal.show(str(number), {"id": chosen.id, "revision": number})
    return 0


def _attach(chosen: argparse.Namespace, terminal: Terminal) -> int:
    from journal_app.services import preparing

    card = None
    with terminal.open(chosen) as journal:  # first: on standard input the passphrase stands before the card
        if chosen.card:
            plain, source = terminal.document(chosen.card)
            card = from_plain(SourceCard, plain, source=source)
        new = evidence.names_of(chosen.files)
        identifiers = evidence.attach(journal, chosen.id, new, card=card, progress=terminal.progress())
        terminal.show("\n".join(identifiers), {"ids": list(identifiers)})
        for each in identifiers if card is not None else ():
            item = evidence.get(journal, each).evidence
            if item.card != card:
                kept = pgettext(
                    "command line",
                    "{name} was in the journal already. What is noted of where it came from stays as it was; "
                    "the window can change it.",
                )
                terminal.say(kept.format(name=item.file_name))
        preparing.prepare(journal, identifiers, terminal.progress())  # now that they are in, whatever comes
    return 0


def _list(chosen: argparse.Namespace, terminal: Terminal) -> int:
    with terminal.open(chosen) as journal:
        rows = incidents.timeline(journal)
    plain = [
        {"id": row.id, "occurred": row.occurred.text, "first_line": row.first_line, "channel": row.channel,
         "files": row.files, "purpose": row.purpose, "people": list(row.people)}
        for row in rows
    ]  # fmt: skip
    unknown = pgettext("command line", "no date")
    when = [_when(row.occurred.text) if row.occurred.text else unknown for row in rows]
    width = max(map(len, when), default=0)
    lines = zip(when, rows, strict=True)
    text = "\n".join(f"{said:{width}}  {row.id:24} {row.first_line}" for said, row in lines)
    terminal.show(text or pgettext("command line", "Nothing here yet."), plain)
    return 0


def _show(chosen: argparse.Namespace, terminal: Terminal) -> int:
    with terminal.open(chosen) as journal:
        view = incidents.get(journal, chosen.id)
        saved = versions.history(journal, "incident", chosen.id)
    plain = {
        "entry": to_plain(view.entry),
        "first_recorded": view.first_recorded.astimezone(UTC).isoformat(),
        "last_recorded": view.last_recorded.astimezone(UTC).isoformat(),
        "revisions": view.revisions,
        "removed": view.removed,
        "evidence": list(view.evidence),
        "versions": [
            {"part": version.part, "number": version.number, "recorded_at": version.recorded_at.isoformat(),
             "timezone": version.timezone, "action": version.action, "content": version.text}
            for version in saved
        ],
    }  # fmt: skip
    terminal.show(_as_text(view, plain, saved), plain)
    return 0


def _when(edtf: str) -> str:
    """Return a date of an entry in words, as the window does; for programs it stands in --json as it is kept."""
    return text_in_words(edtf, language_in_use(), dates_in_use())


def _as_text(view: IncidentView, plain: dict[str, Any], saved: Sequence[VersionView]) -> str:
    lines = [f"{name}: {_flat(value, name)}" for name, value in plain["entry"].items()]
    lines.append("")
    for version in saved:
        noted = moment_in_words(version.recorded_at.astimezone(), language_in_use(), dates_in_use())
        lines.append(f"{noted} {version.part} {version.number} {version.action}")
    if view.evidence:
        lines += ["", *view.evidence]
    return "\n".join(lines)


_DATES = frozenset({"occurred", "when"})  # fields of an entry that hold EDTF


def _flat(value: Any, name: str = "") -> str:
    if isinstance(value, dict):
        return "; ".join(f"{inside}: {_flat(inner, inside)}" for inside, inner in value.items())
    if isinstance(value, list | tuple):
        return "\n  ".join(["", *(_flat(inner) for inner in value)])
    return _when(str(value)) if name in _DATES else str(value)


def _search(chosen: argparse.Namespace, terminal: Terminal) -> int:
    with terminal.open(chosen) as journal:
        found = incidents.search(journal, chosen.query)
    plain = [{"kind": hit.kind, "id": hit.id, "title": hit.title, "snippet": hit.snippet} for hit in found.hits]
    nothing = pgettext("search", "Nothing found for “{words}”. Searches look in entries, files, people and matches.")
    text = "\n".join(f"{hit.kind:12} {hit.id:24} {hit.snippet or hit.title}" for hit in found.hits)
    terminal.show(text or nothing.format(words=chosen.query), plain)
    if found.more:
        terminal.say(found.told)
    return 0


def _evidence(chosen: argparse.Namespace, terminal: Terminal) -> int:
    with terminal.open(chosen) as journal:
        digest = evidence.copy_original(journal, chosen.id, Path(chosen.out))
    terminal.show(digest, {"id": chosen.id, "sha256": digest})
    return 0
