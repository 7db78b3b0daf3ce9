"""Entries: recorded, revised, looked at, and found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import msgspec

from journal_app.catalogue import Catalogue
from journal_app.domain.dates import EventDate, parse_event_date
from journal_app.domain.incident import Channel, IncidentEntry, Purpose
from journal_app.domain.interchange import check_entry, files_named, is_good_id
from journal_app.domain.records import Record, bad_field
from journal_app.i18n import pgettext
from journal_app.services.journal import Journal
from journal_app.services.ledger import Ledger
from journal_app.store import evidence as evidence_store
from journal_app.store import incidents as incident_store
from journal_app.store import people as people_store
from journal_app.store import revisions
from journal_app.store import search as search_store


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentView:
    """One entry as the person wrote it last, with the times the program noted.

    ``revisions`` and ``last_recorded`` tell of everything that was saved, ``versions`` and ``last_written`` of what
    the entry says: they stay where it was only removed and put back, or meant for somebody else.
    """

    entry: IncidentEntry
    first_recorded: datetime
    last_recorded: datetime
    revisions: int
    versions: int
    last_written: datetime
    removed: bool
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """What the timeline shows of an entry; ``occurred`` is its date as the person knows it."""

    id: str
    occurred: EventDate
    first_line: str
    channel: Channel | None
    files: int
    purpose: Purpose
    people: tuple[str, ...]
    removed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Something found: what kind of thing it is, its id, its first line and the words around the find."""

    kind: str
    id: str
    title: str
    snippet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finds:
    """What a search found, the best first; ``more`` says that these are only the first of it."""

    hits: tuple[Hit, ...]
    more: bool

    @property
    def told(self) -> str:
        """What is to be said of them beside what they are; empty where they are all that was found."""
        told = pgettext("search", "Only the first {count} are shown. Add a word to find fewer.")
        return told.format(count=len(self.hits)) if self.more else ""


def record(journal: Journal, entry: IncidentEntry, *, source: str = "entry") -> str:
    """Record one entry and return its id; raises BadInput naming the field of ``source`` that does not fit."""
    if entry.id:
        _refuse_taken(journal, entry.id, source)
    else:
        entry = msgspec.structs.replace(entry, id=journal.new_id("entry"))
    check(journal, entry, source=source)
    with journal.change() as ledger:
        write(ledger, entry)
    return entry.id


def revise(journal: Journal, identifier: str, entry: IncidentEntry, *, source: str = "entry") -> int:
    """Add a revision with the whole new content of an entry; the earlier text stays. Returns its number.

    Nothing is added where the content is what stands already. An entry that was removed stays off the timeline, with
    what was changed. Raises BadInput for an unknown id or a field that does not fit.
    """
    before = incident_store.get(journal.database, identifier)
    if entry.id not in {"", identifier}:
        raise bad_field(source, "id", pgettext("error", "It differs from the id of the entry to be revised."))
    entry = msgspec.structs.replace(entry, id=identifier)
    check(journal, entry, source=source)
    with journal.change() as ledger:
        write(ledger, entry, before=before)
    return incident_store.get(journal.database, identifier).revisions


def mean_for(journal: Journal, identifier: str, purpose: Purpose) -> None:
    """Say for whom an entry is meant: a revision like any other; raises BadInput for an unknown id."""
    revise(journal, identifier, msgspec.structs.replace(get(journal, identifier).entry, purpose=purpose))


def check(journal: Journal, entry: IncidentEntry, *, source: str) -> None:
    """Check an entry against the journal: dates, people, files, types; raises BadInput naming the field."""
    if not is_good_id(entry.id):
        raise bad_field(source, "id", pgettext("error", "An id needs 1 to 200 printable characters."))
    check_entry(entry, lambda person: people_store.exists(journal.database, person), source=source)
    for field, item in files_named(entry):
        if not revisions.exists(journal.database, "evidence", item):
            raise bad_field(source, field, pgettext("error", "There is no file with this id."))
    check_types(entry, source=source)


def check_types(entry: IncidentEntry, *, source: str, place: str = "types") -> None:
    """Check that every type of the entry is one of the catalogue's; raises BadInput naming the field."""
    known = Catalogue.load().incident_type_ids if entry.types else frozenset()
    for index, name in enumerate(entry.types):
        if name not in known:
            raise bad_field(source, f"{place}[{index}]", pgettext("error", "There is no type of entry with this id."))


def write(ledger: Ledger, entry: IncidentEntry, *, before: incident_store.StoredIncident | None = None) -> None:
    """Append the parts of an entry to the chain, each as a record of its own, so that none reveals another."""
    facts, impact, private = entry.split()
    if before is None or not before.removed:
        ledger.append("incident", entry.id, facts)
    elif facts != before.facts:  # only restoring brings a removed one back: it is taken off again with what is new
        ledger.append("incident", entry.id, facts)
        ledger.remove("incident", entry.id)
    had_impact = before is not None and before.impact is not None
    had_private = before is not None and before.private is not None
    _write_part(ledger, "impact", entry.id, impact, had=had_impact)
    _write_part(ledger, "private-note", entry.id, private, had=had_private)


def _write_part(ledger: Ledger, kind: str, identifier: str, part: Record | None, *, had: bool) -> None:
    if part is not None:
        ledger.append(kind, identifier, part)
    elif had:
        ledger.remove(kind, identifier)


def get(journal: Journal, identifier: str) -> IncidentView:
    """Return one entry; raises BadInput where no entry has this id."""
    stored = incident_store.get(journal.database, identifier)
    versions, last_written = incident_store.versions(journal.database, stored)
    return IncidentView(
        entry=IncidentEntry.join(stored.facts, stored.impact, stored.private),
        first_recorded=stored.first_recorded,
        last_recorded=stored.last_recorded,
        revisions=stored.revisions,
        versions=versions,
        last_written=last_written,
        removed=stored.removed,
        evidence=tuple(item.id for item in evidence_store.of_incident(journal.database, identifier)),
    )


def remove(journal: Journal, identifier: str) -> None:
    """Take an entry off the timeline; its text stays in the history and :func:`restore` brings it back."""
    stored = incident_store.get(journal.database, identifier)
    if not stored.removed:
        with journal.change() as ledger:
            ledger.remove("incident", identifier)


def restore(journal: Journal, identifier: str) -> None:
    """Put a removed entry back on the timeline, as it was."""
    stored = incident_store.get(journal.database, identifier)
    if stored.removed:
        with journal.change() as ledger:
            ledger.restore("incident", identifier)


def timeline(
    journal: Journal, *, person: str = "", purpose: Purpose | None = None, removed: bool = False
) -> tuple[TimelineRow, ...]:
    """Return the entries in order of when they happened, removed ones too where ``removed``.

    Those without any date come first.
    """
    files = evidence_store.counts_by_incident(journal.database)
    rows = []
    for stored in incident_store.timeline(journal.database, removed=removed):
        facts = stored.facts
        if (person and person not in facts.people_ids) or (purpose is not None and facts.purpose is not purpose):
            continue
        rows.append(
            TimelineRow(
                id=facts.id,
                occurred=parse_event_date(facts.occurred),
                first_line=first_line(facts.account),
                channel=facts.channel,
                files=files.get(facts.id, 0),
                purpose=facts.purpose,
                people=tuple(sorted(facts.people_ids)),
                removed=stored.removed,
            )
        )
    return tuple(rows)


def first_line(text: str) -> str:
    """Return the first line of a text that has anything on it."""
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def search(journal: Journal, query: str) -> Finds:
    """Find words in entries, files, people, matches, studies and complaints; any text is a fair query."""
    found = search_store.find(journal.database, query, most=search_store.MOST + 1)
    hits = tuple(
        Hit(kind=hit.kind, id=hit.record_id, title=_title(journal, hit.kind, hit.record_id), snippet=hit.snippet)
        for hit in found[: search_store.MOST]
    )
    return Finds(hits=hits, more=len(found) > len(hits))


_TITLES: dict[str, tuple[str, ...]] = {
    "incident": ("account",),
    "person": ("name",),
    "evidence": ("description", "file_name"),
    "study": ("title", "description", "published_in", "institution", "learned"),
    "complaint": ("outcome_sought", "board"),
}


def _title(journal: Journal, kind: str, identifier: str) -> str:
    plain = revisions.found(journal.database, kind, identifier).revision.plain or {}
    if kind == "match":
        return first_line(str(plain.get("public", {}).get("text", "")))
    texts = (first_line(str(plain.get(name, ""))) for name in _TITLES.get(kind, ()))
    return next((text for text in texts if text), "")


def _refuse_taken(journal: Journal, identifier: str, source: str) -> None:
    if revisions.ever(journal.database, "incident", identifier):
        raise bad_field(source, "id", pgettext("error", "An entry with this id is in the journal already."))
