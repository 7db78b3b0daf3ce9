"""The editions of codes for the days of chosen entries: those that may fit come first, none is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from journal_app.catalogue import Catalogue, Code
from journal_app.domain.dates import Days, days_of, parse_event_date
from journal_app.services import incidents
from journal_app.services.calendar import Sought
from journal_app.services.journal import Journal
from journal_app.store import timeline as timeline_store


def offered(journal: Journal, entries: Sequence[str], country: str) -> tuple[Code, ...]:
    """Return all codes: first those of the country (its name; empty for any) whose time no one of ``entries`` misses.

    Among these stand first the ones with a provision about the types of the entries. Then come the other editions of
    the country, then the rest. An entry whose day is not known, or may be of an edition, does not put it back.
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

    def fitting(*, typed: bool) -> set[str]:
        """Return the ids of the editions no entry lies outside, with a provision about its types where ``typed``."""
        kept = {code.id for code in codes if code.country in countries}
        for chosen, days in _spans(entries, typed=typed).items():
            types = chosen or catalogue.incident_type_ids
            about = {each.code.id: each.code for country in countries for each in catalogue.standards(types, country)}
            kept &= {name for name, code in about.items() if not any(_outside(code, each) for each in days)}
        return kept

    about_them, standing = fitting(typed=True), fitting(typed=False)
    return tuple(
        sorted(
            codes,
            key=lambda code: (code.country not in countries, code.id not in standing, code.id not in about_them),
        )
    )


def _outside(code: Code, days: Days) -> bool:
    return code.in_force(days.first, days.last) is False


def _spans(entries: Sequence[Dated], *, typed: bool) -> dict[frozenset[str], set[Days]]:
    """Return for the entries of the same types all their days."""
    found: dict[frozenset[str], set[Days]] = {}
    for types, occurred in {(frozenset(each.types if typed else ()), each.occurred) for each in entries}:
        found.setdefault(types, set()).add(days_of(parse_event_date(occurred)))
    return found
