"""The people of a journal and the professional relationships between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from journal_app.domain.interchange import check_dates, is_good_id
from journal_app.domain.people import Person, PersonEntry, Relationship, Role
from journal_app.domain.records import bad_field, changed
from journal_app.i18n import pgettext
from journal_app.services.drafts import Place
from journal_app.services.journal import Journal
from journal_app.services.ledger import Ledger
from journal_app.store import people as people_store
from journal_app.store import timeline as timeline_store
from journal_app.store.timeline import Sought

_ONESELF = frozenset({Role.CLIENT, Role.COMPLAINANT})


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """A person with the private notes, and the number of entries they are in."""

    entry: PersonEntry
    incidents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """What the list of people shows of somebody: the facts, and the number of entries they are in."""

    person: Person
    incidents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTime:
    """Whose time as the client of a professional is written, and what is noted of it.

    ``client`` is None where that is not clear: nobody is known who may be, or ``several`` are.
    """

    client: Person | None = None
    noted: Relationship | None = None
    several: bool = False


def put(journal: Journal, entry: PersonEntry, *, source: str = "person") -> str:
    """Add a person, or a revision of one, and return the id; raises BadInput naming the field."""
    if not entry.id:
        entry = msgspec.structs.replace(entry, id=journal.new_id("person"))
    check(entry, source=source)
    known = people_store.exists(journal.database, entry.id)
    had_note = known and people_store.get(journal.database, entry.id).note is not None
    with journal.change() as ledger:
        write(ledger, entry, had_note=had_note)
    return entry.id


def put_oneself(journal: Journal, written: PersonEntry) -> str:
    """Keep the name of who complains and how they are reached, as ``written``; returns their id.

    Everything else of somebody known stays as it is. One without an id is the only client or person who complains of
    that name, where there is such a one; what they have and is not written stays then.
    """
    reached = {field: getattr(written, field) for field in ("name", "address", "email", "phone", "contact_note")}
    if written.id:
        known = get(journal, written.id).entry
    else:
        name = written.name.strip().casefold()
        same = [
            each for each in everyone(journal) if each.name.strip().casefold() == name and _ONESELF & set(each.roles)
        ]
        known = same[0] if len(same) == 1 else written
        reached = {field: text or getattr(known, field) for field, text in reached.items()}
    roles = known.roles if Role.COMPLAINANT in known.roles else (*known.roles, Role.COMPLAINANT)
    return put(journal, changed(known, roles=roles, **reached))


def check(entry: PersonEntry, *, source: str) -> None:
    """Check the fields of a person; raises BadInput naming the field."""
    if not is_good_id(entry.id):
        raise bad_field(source, "id", pgettext("error", "An id needs 1 to 200 printable characters."))
    if not entry.name.strip():
        raise bad_field(source, "name", pgettext("error", "It is empty; a name or an initial is needed."))
    check_dates(entry, source)


def write(ledger: Ledger, entry: PersonEntry, *, had_note: bool = False) -> None:
    """Append the facts and the private notes of a person as two records."""
    person, note = entry.split()
    ledger.append("person", person.id, person)
    if note is not None:
        ledger.append("person-note", person.id, note)
    elif had_note:
        ledger.remove("person-note", person.id)


def get(journal: Journal, identifier: str) -> PersonView:
    """Return one person; raises BadInput where nobody has this id."""
    stored = people_store.get(journal.database, identifier)
    count = timeline_store.count(journal.database, Sought(person=identifier))
    return PersonView(entry=_entry(stored), incidents=count)


def everyone(journal: Journal) -> tuple[PersonEntry, ...]:
    """Return everybody in the journal with the private notes, by name."""
    found = [_entry(stored) for stored in people_store.all(journal.database)]
    return tuple(sorted(found, key=lambda each: (each.name.casefold(), each.id)))


def facts(journal: Place) -> tuple[Person, ...]:
    """Return everybody in the journal, by name; no private note and no entry is read."""
    return tuple(sorted(people_store.facts(journal.database), key=lambda each: (each.name.casefold(), each.id)))


def listed(journal: Journal) -> tuple[PersonRow, ...]:
    """Return what a list of everybody shows, by name; the entries are counted where they are and not read."""
    counts = timeline_store.counts_by_person(journal.database)
    return tuple(PersonRow(person=each, incidents=counts.get(each.id, 0)) for each in facts(journal))


def names(journal: Place) -> tuple[tuple[str, str], ...]:
    """Return id and name of everybody, by name; reads beside other work where it is given a pad."""
    return tuple((each.id, each.name) for each in facts(journal))


def put_relationship(journal: Journal, relationship: Relationship, *, source: str = "relationship") -> str:
    """Add or revise the professional relationship between two people of the journal; returns its id."""
    for field in ("client", "professional"):
        if not people_store.exists(journal.database, getattr(relationship, field)):
            raise bad_field(source, field, pgettext("error", "Nobody with this id is known."))
    check_dates(relationship, source)
    with journal.change() as ledger:
        ledger.append("relationship", relationship.id, relationship)
    return relationship.id


def relationships(journal: Journal) -> tuple[Relationship, ...]:
    """Return every professional relationship in the journal."""
    return tuple(people_store.relationships(journal.database))


def oneself(everybody: Iterable[Person]) -> frozenset[str]:
    """Return the ids of who the person who writes is: who complains, or the one client there is where nobody does.

    Of several clients none is, for another client of the same professional may be in the journal.
    """
    known = tuple(everybody)
    complaining = frozenset(each.id for each in known if Role.COMPLAINANT in each.roles)
    clients = frozenset(each.id for each in known if Role.CLIENT in each.roles)
    return complaining or (clients if len(clients) == 1 else frozenset())


def own_time(journal: Journal, professional: str) -> OwnTime:
    """Return the time of the person who writes with a professional: that of who complains, never of another client.

    Where nobody complains, it is that of the one client there is.
    """
    everybody = facts(journal)
    noted = {each.client: each for each in relationships(journal) if professional and each.professional == professional}
    treated = [each for each in everybody if each.id in noted]
    clients = [each for each in everybody if Role.CLIENT in each.roles]
    complaining = [each for each in everybody if Role.COMPLAINANT in each.roles]
    likely = [each for each in complaining if each in treated] or [each for each in complaining if each in clients]
    # Who complains for somebody else is no client: then it is the time of the one of whom it was noted.
    likely = likely or (treated if len(treated) == 1 else complaining) or (clients if len(clients) == 1 else [])
    if not likely:
        return OwnTime(several=bool(treated or clients))
    return OwnTime(client=likely[0], noted=noted.get(likely[0].id))


def _entry(stored: people_store.StoredPerson) -> PersonEntry:
    facts = {name: getattr(stored.person, name) for name in stored.person.__struct_fields__}
    return PersonEntry(**facts, notes=stored.note.notes if stored.note else "")
