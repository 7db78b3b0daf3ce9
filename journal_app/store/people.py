"""People and the relationships between them, as they stand now."""

from __future__ import annotations

from dataclasses import dataclass

from journal_app.domain.people import Person, PersonNote, Relationship
from journal_app.store import revisions
from journal_app.store.database import Database
from journal_app.store.revisions import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPerson:
    """A person and the private notes about them, each from its own record."""

    person: Person
    note: PersonNote | None


def exists(database: Database, identifier: str) -> bool:
    """Say whether somebody has this id."""
    return revisions.exists(database, "person", identifier)


def get(database: Database, identifier: str) -> StoredPerson:
    """Return one person; raises BadInput where nobody has this id."""
    there = revisions.found(database, "person", identifier)
    note = revisions.standing(database, "person-note", identifier)
    return _stored(there, None if note is None or note.removed else note)


def all(database: Database) -> list[StoredPerson]:  # noqa: A001 - read as people.all
    """Return everybody, in the order they were added."""
    notes = {each.revision.record_id: each for each in revisions.all_standing(database, "person-note")}
    return [_stored(each, notes.get(each.revision.record_id)) for each in revisions.all_standing(database, "person")]


def facts(database: Database) -> list[Person]:
    """Return what may be said of everybody, in the order they were added; no private note is read."""
    return [each.revision.record(Person) for each in revisions.all_standing(database, "person")]


def before(database: Database, identifier: str) -> list[Person]:
    """Return what earlier versions of somebody's record said, oldest first."""
    earlier = revisions.history(database, "person", identifier)[:-1]
    return [each.record(Person) for each in earlier if each.plain is not None]


def relationships(database: Database) -> list[Relationship]:
    """Return every professional relationship."""
    return [each.revision.record(Relationship) for each in revisions.all_standing(database, "relationship")]


def _stored(there: Standing, note: Standing | None) -> StoredPerson:
    return StoredPerson(person=there.revision.record(Person), note=note.revision.record(PersonNote) if note else None)
