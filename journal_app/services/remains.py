"""What can still be read of a damaged journal: each saved version by itself, past every page that cannot be read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, BinaryIO, TypeVar

from journal_app.domain.complaints import Complaint, ComplaintEntry, ComplaintLog, ComplaintPoints
from journal_app.domain.custody import Anchor, CustodyNote
from journal_app.domain.evidence import Evidence, Redaction
from journal_app.domain.incident import Impact, Incident, IncidentEntry, PrivateNote
from journal_app.domain.interchange import FORMAT, VERSION, Interchange
from journal_app.domain.matches import Match
from journal_app.domain.people import Person, PersonEntry, PersonFacts, PersonNote, Relationship
from journal_app.domain.records import Record, from_plain, to_plain
from journal_app.domain.studies import Study
from journal_app.errors import Damaged, JournalError
from journal_app.i18n import pgettext
from journal_app.integrity.chain import RevisionFacts, leaf_hash, read_revision
from journal_app.progress import SILENT, Progress
from journal_app.services import evidence as evidence_service
from journal_app.services import references
from journal_app.services.interchange import Contents
from journal_app.services.ledger import place_in_timeline
from journal_app.store import evidence as evidence_store
from journal_app.store import fragments, revisions
from journal_app.vault.connection import Connection
from journal_app.vault.vault import Vault

R = TypeVar("R", bound=Record)
T = TypeVar("T")

SHAPES: dict[str, type[Record]] = {
    "incident": Incident, "impact": Impact, "private-note": PrivateNote, "person": Person,
    "person-note": PersonNote, "relationship": Relationship, "evidence": Evidence, "match": Match,
    "study": Study, "complaint": Complaint, "complaint-log": ComplaintLog, "complaint-points": ComplaintPoints,
    "redaction": Redaction, "custody": CustodyNote, "anchor": Anchor,
}  # fmt: skip


class _Reader:
    """Reads a damaged database; it is opened anew after each failure, because one spoils the connection."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._connection: Connection | None = None

    def read(self, work: Callable[[Connection], T]) -> T:
        """Return what ``work`` reads; raises Damaged where it cannot be read."""
        if self._connection is None:
            self._connection = self._vault.connect()
        try:
            return work(self._connection)
        except JournalError:
            self.close()
            raise

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


@dataclass(slots=True)
class _Versions:
    """The versions of one record that could be read, the newest last, and the place of one that could not."""

    read: list[tuple[int, RevisionFacts]] = field(default_factory=list)
    unread: int = 0


class Remains:
    """What is left of a journal. ``lost`` names what is not: kind and id of each record, and the name of a file."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._reader = _Reader(vault)
        self.lost: list[str] = []
        self.missing: set[tuple[str, str]] = set()
        self._records: dict[tuple[str, str], RevisionFacts] = {}

    def contents(self, progress: Progress = SILENT) -> Contents:
        """Read everything and return it as it stood last; raises Damaged where no part of it can be read."""
        names = self._names()
        versions: dict[tuple[str, str], _Versions] = {name: _Versions() for name in names.values()}
        last = self._last(names)
        for seq in range(1, last + 1):
            if seq % 100 == 1:
                progress.report(pgettext("progress", "Reading records"), seq - 1, last)
            self._read_one(seq, names, versions)
        self._choose(versions)
        return self._assembled()

    def drafts(self, held: Mapping[str, Record | None]) -> list[dict[str, Any]]:
        """Return what was begun and is not finished, by its key; what is ``held`` and not on the disk counts, too."""
        keys: dict[str, None] = {}
        unread = 0
        for look in fragments.PLACES_OF_DRAFTS:
            try:
                keys |= dict.fromkeys(self._reader.read(look))
            except Damaged:
                unread += 1
        found = [self._draft(key) for key in keys if key not in held]
        found += [{"key": key, "saved_at": "", "written": to_plain(draft)} for key, draft in held.items() if draft]
        if unread == len(fragments.PLACES_OF_DRAFTS):
            self.lost.append(pgettext("salvage", "what was begun and not finished"))
        return [each for each in found if each]

    def _draft(self, key: str) -> dict[str, Any]:
        try:
            body, saved_at = self._reader.read(lambda connection: fragments.draft(connection, key))
            return {"key": key, "saved_at": saved_at, "written": json.loads(body)}
        except (JournalError, IndexError, ValueError):
            self.lost.append(pgettext("salvage", "what was begun and not finished, {key}").format(key=key))
            return {}

    @contextmanager
    def original(self, item: Evidence) -> Iterator[BinaryIO]:
        """Open the original bytes of a file; raises Damaged where its key or its content cannot be read."""
        row = self._reader.read(lambda connection: evidence_store.blob(connection, item.blob))
        with self._vault.blobs.open(evidence_service.as_blob(row)) as stream:
            yield stream

    def count(self, contents: Contents) -> int:
        """Return how many records of ``contents`` were read, without those that only stand in for one."""
        document = contents.document
        listed = (document.people, document.incidents, document.matches, document.studies, document.complaints)
        stand_ins = [kind for kind, _ in self.missing if kind in {"person", "incident"}]
        return sum(len(each) for each in listed) - len(stand_ins)

    def close(self) -> None:
        """Close the database."""
        self._reader.close()

    def _names(self) -> dict[int, tuple[str, str]]:
        """Return the kind and id of records by the place of a version, from wherever that can still be read."""
        found: dict[int, tuple[str, str]] = {}
        for look in fragments.PLACES_OF_NAMES:
            try:
                found |= self._reader.read(look)
            except Damaged:
                continue
        return found

    def _last(self, names: dict[int, tuple[str, str]]) -> int:
        """Return how many versions the chain has, from wherever that can still be read."""
        ways: tuple[Callable[[], int], ...] = (
            lambda: self._reader.read(fragments.last),
            lambda: self._reader.read(
                lambda connection: sum(each.size for each in revisions.heads(connection, last=True))
            ),
        )
        found = [max(names, default=0)] if names else []
        damage: Damaged | None = None
        for way in ways:
            try:
                found.append(way())
            except Damaged as error:
                damage = error
        if not found and damage is not None:
            raise damage
        return max(found)

    def _read_one(
        self, seq: int, names: dict[int, tuple[str, str]], versions: dict[tuple[str, str], _Versions]
    ) -> None:
        facts = self._facts(seq)
        if facts is not None:
            versions.setdefault((facts.kind, facts.record_id), _Versions()).read.append((seq, facts))
        elif seq in names:
            versions[names[seq]].unread = seq
        else:
            # An earlier version of a record, or one whose name is gone with it.
            self.lost.append(pgettext("salvage", "record {number} of the chain").format(number=seq))

    def _facts(self, seq: int) -> RevisionFacts | None:
        """Return one version, or None where it cannot be read or is not what was saved."""
        try:
            body, salt, leaf = self._reader.read(lambda connection: fragments.version(connection, seq))
            facts = read_revision(body)
            if leaf_hash(salt, body) != leaf:
                return None
            if facts.record is not None:
                from_plain(SHAPES[facts.kind], facts.record)
        except (JournalError, IndexError, KeyError, TypeError, ValueError):
            return None
        return facts

    def _choose(self, versions: dict[tuple[str, str], _Versions]) -> None:
        """Take the newest version of each record that could be read, unless it says that the record was removed."""
        in_order = sorted(versions.items(), key=lambda item: item[1].read[0][0] if item[1].read else 0)
        for (kind, identifier), each in in_order:
            newest, facts = each.read[-1] if each.read else (0, None)
            if each.unread > newest or facts is None:
                self._note_loss(kind, identifier, saved=facts is not None and facts.record is not None)
            if facts is not None and facts.record is not None:
                self._records[kind, identifier] = facts

    def _note_loss(self, kind: str, identifier: str, *, saved: bool) -> None:
        if saved:
            text = pgettext("salvage", "{kind} {id}: the last version. An earlier one was saved.")
        else:
            text = "{kind} {id}"
            self.missing.add((kind, identifier))
        self.lost.append(text.format(kind=kind, id=identifier))

    def _all(self, shape: type[R]) -> dict[str, R]:
        kind = next(name for name, each in SHAPES.items() if each is shape)
        found = ((facts.record_id, facts) for key, facts in self._records.items() if key[0] == kind)
        return {identifier: from_plain(shape, facts.record) for identifier, facts in found}

    def _assembled(self) -> Contents:
        complaints, logs, points = self._all(Complaint), self._all(ComplaintLog), self._all(ComplaintPoints)
        # They say nothing of whom they are about, so they cannot stand without their complaint.
        for kind, parts in (("complaint-log", logs.keys()), ("complaint-points", points.keys())):
            alone = sorted(each for each in parts - complaints.keys() if ("complaint", each) in self.missing)
            self.lost += [f"{kind} {identifier}" for identifier in alone]
        document = Interchange(
            format=FORMAT,
            version=VERSION,
            people=self._people(),
            relationships=tuple(self._all(Relationship).values()),
            incidents=self._incidents(),
            matches=tuple(self._all(Match).values()),
            studies=tuple(self._all(Study).values()),
            complaints=tuple(
                ComplaintEntry.join(each, logs.get(each.id), points.get(each.id)) for each in complaints.values()
            ),
            redactions=tuple(self._all(Redaction).values()),
        )
        return Contents(document=document, evidence=tuple(self._all(Evidence).values()))

    def _people(self) -> tuple[PersonEntry, ...]:
        people, notes = self._all(Person), self._all(PersonNote)
        lost = {identifier for kind, identifier in self.missing if kind == "person"}
        stand_ins = (Person(id=each, name=references.unreadable_name()) for each in sorted(lost))
        return tuple(_person(each, notes.get(each.id)) for each in (*people.values(), *stand_ins))

    def _incidents(self) -> tuple[IncidentEntry, ...]:
        incidents, impacts, private = self._all(Incident), self._all(Impact), self._all(PrivateNote)
        lost = {identifier for kind, identifier in self.missing if kind == "incident"}
        stand_ins = (Incident(id=each, account=references.unreadable_account()) for each in sorted(lost))
        entries = sorted((*incidents.values(), *stand_ins), key=place_in_timeline)
        return tuple(IncidentEntry.join(each, impacts.get(each.id), private.get(each.id)) for each in entries)


def _person(person: Person, note: PersonNote | None) -> PersonEntry:
    facts = {name: getattr(person, name) for name in PersonFacts.__struct_fields__}
    return PersonEntry(**facts, notes=note.notes if note else "")
