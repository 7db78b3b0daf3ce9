"""Who was told what is in the journal: each time it is noted, with its date, and by what way where that is noted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from journal_app.domain.dates import EventDate, parse_event_date
from journal_app.services import people
from journal_app.services.incidents import first_line
from journal_app.services.journal import Journal
from journal_app.store import matches as match_store
from journal_app.store import people as people_store
from journal_app.store import timeline as timeline_store


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One time somebody was told: when, by what way (empty where nothing says), and of which entry.

    ``occurred`` and ``first_line`` are those of the entry; None and empty for a match, and for somebody of whom
    nothing is noted.
    """

    person: str
    name: str
    when: EventDate
    channel: str = ""
    occurred: EventDate | None = None
    first_line: str = ""


def tellings(journal: Journal, *, apart_from: str = "") -> tuple[Telling, ...]:
    """Return everybody but oneself, by name: first without a date, then each time they were told, by its date.

    Entries say when somebody was told, the private side of a match also by what way; ``apart_from`` is the id of a
    match that is left out. What was removed says nothing.
    """
    everybody = people_store.facts(journal.database)
    oneself = people.oneself(everybody)
    names = {each.id: each.name for each in everybody if each.id not in oneself}
    unknown = parse_event_date("")
    found = [Telling(person=person, name=name, when=unknown) for person, name in names.items()]
    found += _in_entries(journal, names)
    found += _in_matches(journal, names, apart_from)
    return tuple(sorted(found, key=lambda each: (each.name.casefold(), each.person, *_order(each))))


def _order(telling: Telling) -> tuple[object, ...]:
    """Return what stands first of one person: they alone, then the times without a date, then by date."""
    alone = telling.occurred is None and not telling.channel and telling.when.is_unknown
    return (not alone, telling.when.sort_key)


def _in_entries(journal: Journal, names: dict[str, str]) -> Iterator[Telling]:
    for told in timeline_store.told(journal.database):
        if told.person in names:
            yield Telling(
                person=told.person, name=names[told.person], when=parse_event_date(told.when),
                occurred=parse_event_date(told.occurred), first_line=first_line(told.account),
            )  # fmt: skip


def _in_matches(journal: Journal, names: dict[str, str], apart_from: str) -> Iterator[Telling]:
    for match in match_store.all(journal.database):
        side = match.private
        if side.told_to in names and match.id != apart_from:
            when = parse_event_date(side.when)
            yield Telling(person=side.told_to, name=names[side.told_to], when=when, channel=side.channel)
