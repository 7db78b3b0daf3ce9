"""Names that are hidden in what leaves: which they are, and in the texts that are no part of a case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from journal_app.domain.people import Person
from journal_app.domain.records import Record
from journal_app.dossier.case import Audience, Case, Remaining
from journal_app.dossier.name_forms import Place
from journal_app.dossier.redaction import details_of, redact_record, remaining_in
from journal_app.services.journal import Journal
from journal_app.store import complaints as complaint_store
from journal_app.store import people as people_store

R = TypeVar("R", bound=Record)
Names = Sequence[tuple[str, str]]


def names(journal: Journal, audience: Audience) -> list[tuple[str, str]]:
    """Return real names and what stands for them: redactions always, pseudonyms of people towards a body.

    Places that are hidden are among them, and how the people behind these names can be reached.
    """
    if audience is Audience.SELF:
        return []
    chosen = {each.person: each.replace_with for each in complaint_store.redactions(journal.database) if each.person}
    found: list[tuple[str, str]] = []
    everybody = [stored.person for stored in people_store.all(journal.database)]
    for person in everybody:
        shown = chosen.get(person.id) or (person.pseudonym if audience is Audience.BOARD else "")
        if shown:
            found.append((person.name, shown))
    hidden = complaint_store.redactions(journal.database)
    places = [Place(each.place, each.replace_with) for each in hidden if each.place]
    return [*found, *details_of(everybody, found), *places]


def not_hidden(journal: Journal, case: Case) -> tuple[Person, ...]:
    """Return the people who are no part of a case and whose name is not hidden in it."""
    inside = {person.id for person in case.people}
    hidden = {name for name, _ in names(journal, case.audience)}
    people = people_store.facts(journal.database)
    return tuple(each for each in people if each.id not in inside and each.name not in hidden)


def in_record(record: R, hidden: Names) -> R:
    """Return a record that stands outside any case, with names replaced exactly as they are in one."""
    return redact_record(record, hidden)


def left_in(records: Sequence[Record], hidden: Names) -> tuple[Remaining, ...]:
    """Return what may still tell a name in records that stand outside any case."""
    return remaining_in(records, hidden)
