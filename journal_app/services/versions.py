"""Versions: what was written of one thing, when, and what it names, from the chain as it was saved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from journal_app.domain.dates import EventDate, parse_event_date
from journal_app.domain.records import to_plain
from journal_app.services.incidents import first_line
from journal_app.services.journal import Journal
from journal_app.services.remains import SHAPES
from journal_app.store import people as people_store
from journal_app.store import revisions

# The parts in which each thing is saved: private ones are records of their own.
_PARTS: dict[str, tuple[str, ...]] = {
    "incident": ("incident", "impact", "private-note"),
    "evidence": ("evidence",),
    "person": ("person", "person-note"),
    "match": ("match",),
    "complaint": ("complaint", "complaint-log", "complaint-points"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """One version of one part of a thing, as it was saved."""

    number: int
    part: str
    recorded_at: datetime
    timezone: str
    action: str
    text: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Something that a version names by its id: what kind it is, how it is called, when it was, for an entry."""

    kind: str
    title: str
    occurred: EventDate | None = None


def history(journal: Journal, kind: str, identifier: str) -> tuple[VersionView, ...]:
    """Return every version of every part of a thing, oldest first; raises BadInput for an unknown id.

    ``kind`` is one of ``incident``, ``evidence``, ``person``, ``match`` and ``complaint``. With a professional come
    the versions of what is noted of the time as their client.
    """
    revisions.found(journal.database, kind, identifier, removed=True)
    places = [(part, identifier) for part in _PARTS[kind]]
    if kind == "person":
        bonds = people_store.relationships(journal.database)
        places += [("relationship", bond.id) for bond in bonds if bond.professional == identifier]
    found = [revision for part, place in places for revision in revisions.history(journal.database, part, place)]
    return tuple(
        VersionView(
            number=each.number, part=each.kind, recorded_at=each.recorded_at, timezone=each.timezone,
            action=each.action, text=to_plain(each.record(SHAPES[each.kind])) if each.plain is not None else {},
        )
        for each in sorted(found, key=lambda each: each.seq)
    )  # fmt: skip


def named(journal: Journal, versions: Iterable[VersionView]) -> dict[str, Named]:
    """Return the entries, people and files of the journal that versions name, by their ids."""
    found: dict[str, Named] = {}
    for text in {text for version in versions for text in _texts(version.text)}:
        for kind in ("incident", "person", "evidence"):
            if text and revisions.exists(journal.database, kind, text):
                found[text] = _named(kind, revisions.found(journal.database, kind, text).revision.plain or {})
    return found


def _named(kind: str, plain: dict[str, object]) -> Named:
    if kind == "incident":
        title, occurred = first_line(str(plain["account"])), parse_event_date(str(plain.get("occurred", "")))
        return Named(kind=kind, title=title, occurred=occurred)
    texts = (str(plain.get(name, "")) for name in ("name", "description", "file_name"))
    return Named(kind=kind, title=next((first_line(text) for text in texts if text.strip()), ""))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
