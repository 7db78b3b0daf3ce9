"""Who goes out with a dossier: whom its entries and files name, and the parties to the complaint; nobody else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from journal_app.domain.complaints import Complaint
from journal_app.domain.evidence import SourceCard
from journal_app.domain.people import Person, Relationship, Role
from journal_app.dossier.case import Audience
from journal_app.dossier.name_forms import Finder, Place, folded
from journal_app.services.exhibits import Cites
from journal_app.services.journal import Journal
from journal_app.store import people as people_store

# What a body or a lawyer may ask for, of whom nothing in the journal says to which professional they belong.
_OF_USE = frozenset({Role.SUPERVISOR, Role.EMPLOYER, Role.LATER_PROVIDER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """The people of a case and how they stand to each other; ``absent`` would be of use, and nothing names them."""

    people: tuple[Person, ...]
    relationships: tuple[Relationship, ...]
    absent: tuple[Person, ...] = ()


def of_case(
    journal: Journal, cites: Cites, cards: Sequence[SourceCard], complaint: Complaint | None, audience: Audience
) -> Whom:
    """Return who is in a case: whom an entry, a match or a card names, who complains, for whom, and about whom."""
    everybody = people_store.facts(journal.database)
    bonds = people_store.relationships(journal.database)
    if audience is Audience.SELF:
        return Whom(people=tuple(everybody), relationships=tuple(bonds))
    named = {person for each in cites.incidents for person in each.people_ids}
    named |= {match.private.told_to for match in cites.matches}
    named |= _on_cards(everybody, cards)
    about = _having(everybody, Role.PROFESSIONAL) & named if complaint is None else {complaint.professional}
    bonds = [each for each in bonds if each.professional in about]
    complaining = _having(everybody, Role.COMPLAINANT)
    clients, unsure = _clients(everybody, bonds, complaining, named)
    inside = named | about | complaining | clients
    sought = _OF_USE if about else {*_OF_USE, Role.PROFESSIONAL}

    def of_use(person: Person) -> bool:
        willing = Role.WITNESS in person.roles and person.agreed_to_contact is True
        return willing or person.id in unsure or not sought.isdisjoint(person.roles)

    return Whom(
        people=tuple(_those(everybody, lambda each: each.id in inside)),
        relationships=tuple(each for each in bonds if each.client in complaining | clients),
        absent=tuple(_those(everybody, lambda each: each.id not in inside and of_use(each))),
    )


def _clients(
    everybody: Sequence[Person], bonds: Sequence[Relationship], complaining: Collection[str], named: Collection[str]
) -> tuple[set[str], set[str]]:
    """Return whose therapy it is about, and who that may be where it is not clear."""
    treated = {each.client for each in bonds}
    clients = _having(everybody, Role.CLIENT) | treated
    if own := clients.intersection(complaining):
        return own, set()
    for likely in (treated, treated.intersection(named)):
        if len(likely) == 1:
            return likely, set()
    return set(), treated or clients


def _on_cards(everybody: Sequence[Person], cards: Sequence[SourceCard]) -> set[str]:
    """Return whose whole name stands where a card says who made or saw what is in a file."""
    words = "\n".join(text for card in cards for text in (card.captured_by, card.seen_by))
    view = folded(words)

    def stands(name: str) -> bool:
        first = folded(name)[0].split()[:1]  # the plain look comes first: it is quick, and most stand on no card
        return all(part in view[0] for part in first) and any(Finder([Place(name, "")]).spans(words, view))

    return {each.id for each in everybody if stands(each.name)}


def _having(everybody: Sequence[Person], role: Role) -> set[str]:
    return {each.id for each in everybody if role in each.roles}


def _those(everybody: Sequence[Person], wanted: Callable[[Person], bool]) -> list[Person]:
    return [each for each in everybody if wanted(each)]
