"""The editions of codes for the days of chosen entries: those that were in force then come first, none is chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from journal_app.catalogue import Catalogue, Code
from journal_app.domain.dates import parse_event_date
from journal_app.domain.incident import IncidentFacts
from journal_app.services import incidents
from journal_app.services.journal import Journal


def offered(journal: Journal, entries: Sequence[str], country: str) -> tuple[Code, ...]:
    """Return all codes: of the country (its name; empty for any), in force on the days of all ``entries``, come first.

    Among these stand first the ones with a provision about the types of the entries. Then come the other editions of
    the country, then the rest. An entry whose day is not known puts no edition back.
    """
    found = [incidents.get(journal, identifier).entry for identifier in entries]
    return ordered(found, country)


def ordered(entries: Sequence[IncidentFacts], country: str) -> tuple[Code, ...]:
    """Return what :func:`offered` does, for entries that were read already."""
    catalogue = Catalogue.load()
    codes = catalogue.codes()
    countries = [country] if country else sorted({code.country for code in codes})

    def in_force(*, typed: bool) -> set[str]:
        """Return the ids of the editions in force on every day, with a provision about the types where ``typed``."""
        kept = {code.id for code in codes if code.country in countries}
        for entry in entries:
            types = entry.types if typed and entry.types else catalogue.incident_type_ids
            for day in _days(entry):
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


def _days(entry: IncidentFacts) -> Iterator[date | None]:
    """Yield the first and the last day an entry may be of."""
    occurred = parse_event_date(entry.occurred)
    for moment in (occurred.earliest, occurred.latest):
        yield moment.date() if moment else None
