"""The editions of codes for the days of chosen entries: those that were in force then come first, none is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from journal_app.catalogue import Catalogue, Code
from journal_app.domain.dates import parse_event_date
from journal_app.services import incidents
from journal_app.services.calendar import Sought
from journal_app.services.journal import Journal
from journal_app.store import timeline as timeline_store


def offered(journal: Journal, entries: Sequence[str], country: str) -> tuple[Code, ...]:
    """Return all codes: of the country (its name; empty for any), in force on the days of all ``entries``, come first.

    Among these stand first the ones with a provision about the types of the entries. Then come the other editions of
    the country, then the rest. An entry whose day is not known puts no edition back.
    """
    sought = Sought(ids=tuple(entries))
    rows = timeline_store.days_and_types(journal.database, sought)
    found = [Dated(occurred, types) for occurred, types, _ in rows]
    if sum(number for *_, number in rows) < len(set(entries)):  # some are removed, or not there at all
        there = set(timeline_store.ids(journal.database, sought))
        rest = (incidents.get(journal, each).entry for each in entries if each not in there)
        found += [Dated(each.occurred, each.types) for each in rest]
    return ordered(found, country)


class Dated(NamedTuple):
    """What is asked of an entry here: its date (EDTF) and the ids of its types."""

    occurred: str
    types: tuple[str, ...] = ()


def ordered(entries: Sequence[Dated], country: str) -> tuple[Code, ...]:
    """Return what :func:`offered` does, for entries that were read already."""
    catalogue = Catalogue.load()
    codes = catalogue.codes()
    countries = [country] if country else sorted({code.country for code in codes})

    def in_force(*, typed: bool) -> set[str]:
        """Return the ids of the editions in force on every day, with a provision about the types where ``typed``."""
        kept = {code.id for code in codes if code.country in countries}
        for chosen, days in _spans(entries, typed=typed).items():
            types = chosen or catalogue.incident_type_ids
            for day in days:
                standing = (catalogue.standards_in_force(types, day, each) for each in countries)
                kept &= {each.code.id for some in standing for each in some}
        return kept

    fitting, standing = in_force(typed=True), in_force(typed=False)
    return tuple(
        sorted(
            codes,
            key=lambda code: (code.country not in countries, code.id not in standing, code.id not in fitting),
        )
    )


def _spans(entries: Sequence[Dated], *, typed: bool) -> dict[frozenset[str], set[date | None]]:
    """Return for the entries of the same types the first and the last of all their days; None for what is not known.

    An edition is in force from one day to another: where it is on the first and the last, it is on all between.
    """
    found: dict[frozenset[str], set[date | None]] = {}
    for types, occurred in {(frozenset(each.types if typed else ()), each.occurred) for each in entries}:
        event = parse_event_date(occurred)
        days = {moment.date() if moment else None for moment in (event.earliest, event.latest)}
        known = {day for day in (*found.get(types, ()), *days) if day is not None}
        unknown = {day for day in (*found.get(types, ()), *days) if day is None}
        found[types] = {*unknown, *((min(known), max(known)) if known else ())}
    return found
