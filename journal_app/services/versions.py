"""Versions: what was written of one thing, when, and what it names, from the chain as it was saved."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from journal_app.domain.dates import EventDate, parse_event_date
from journal_app.domain.records import to_plain
from journal_app.services.incidents import first_line
from journal_app.services.journal import Journal
from journal_app.services.remains import SHAPES
from journal_app.store import people as people_store
from journal_app.store import revisions

_MANY = 10  # things that are told by name; of more in one list the number is told
# The parts in which each thing is saved: private ones are records of their own.
_PARTS: dict[str, tuple[str, ...]] = {
    "incident": ("incident", "impact", "private-note"),
    "evidence": ("evidence",),
    "person": ("person", "person-note"),
    "match": ("match",),
    "study": ("study",),
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What one field held before a version and holds after it; ``name`` is its path, with dots.

    Of long lists only some are here that stand in one of them alone, and ``more`` is how many others there are.
    """

    name: str
    gone: object
    came: object
    more: int = 0


def history(journal: Journal, kind: str, identifier: str) -> tuple[VersionView, ...]:
    """Return every version of every part of a thing, oldest first; raises BadInput for an unknown id.

    ``kind`` is one of ``incident``, ``evidence``, ``person``, ``match``, ``study`` and ``complaint``. With a
    professional come the versions of what is noted of the time as their client.
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


def changes(found: Iterable[VersionView]) -> tuple[tuple[VersionView, tuple[Difference, ...]], ...]:
    """Return each version with what it changed in its part; they come oldest first, as ``history`` returns them."""
    before: dict[str, Mapping[str, object]] = {}
    told = []
    for version in found:
        told.append((version, differences(before.get(version.part, {}), version.text)))
        before[version.part] = version.text
    return tuple(told)


def differences(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[Difference, ...]:
    """Return the fields in which two texts of one part differ; nothing and empty are the same."""
    old, new = dict(_fields(before)), dict(_fields(after))
    pairs = [(name, old.get(name), new.get(name)) for name in {**old, **new}]
    return tuple(_difference(name, gone, came) for name, gone, came in pairs if (gone or None) != (came or None))


def _difference(name: str, gone: object, came: object) -> Difference:
    lists = [each if isinstance(each, list | tuple) else () for each in (gone, came)]
    if max(map(len, lists)) <= _MANY:
        return Difference(name=name, gone=gone, came=came)
    # By what they hold, for a list of 20,000 entries is compared with another of as many.
    known = [{json.dumps(each, sort_keys=True): each for each in listed} for listed in lists]
    parted = [[each for key, each in one.items() if key not in other] for one, other in (known, known[::-1])]
    shown = [each[:_MANY] for each in parted]
    more = len(known[0] | known[1]) - sum(map(len, shown))
    return Difference(name=name, gone=shown[0] if gone else None, came=shown[1], more=more)


def _fields(text: Mapping[str, object], inside: str = "") -> Iterator[tuple[str, object]]:
    for name, value in text.items():
        if isinstance(value, dict):
            yield from _fields(value, f"{inside}{name}.")
        else:
            yield f"{inside}{name}", value


def named(journal: Journal, values: Iterable[object]) -> dict[str, Named]:
    """Return the entries, people, files and matches of the journal that values of versions name, by their ids."""
    found: dict[str, Named] = {}
    for text in {text for value in values for text in _texts(value)}:
        for kind in ("incident", "person", "evidence", "match"):
            if text and revisions.exists(journal.database, kind, text):
                found[text] = _named(kind, revisions.found(journal.database, kind, text).revision.plain or {})
    return found


def _named(kind: str, plain: dict[str, object]) -> Named:
    if kind == "incident":
        title, occurred = first_line(str(plain["account"])), parse_event_date(str(plain.get("occurred", "")))
        return Named(kind=kind, title=title, occurred=occurred)
    if kind == "match":
        plain = {name: side.get("text", "") for name, side in plain.items() if isinstance(side, dict)}
    texts = (str(plain.get(name, "")) for name in ("private", "public", "name", "description", "file_name"))
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
