"""What the professional did afterwards, across all entries: each step under its own date, as the person noted it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from journal_app.domain.dates import EventDate, parse_event_date
from journal_app.domain.incident import Incident, ResponseStep
from journal_app.domain.people import Role
from journal_app.services.incidents import first_line
from journal_app.services.journal import Journal
from journal_app.store import evidence as evidence_store
from journal_app.store import people as people_store
from journal_app.store import revisions
from journal_app.store import timeline as timeline_store
from journal_app.store.timeline import Sought

Reference = tuple[str, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """One step, or an entry of which nothing was noted; ``step`` is None there, which says nothing about a silence.

    ``when`` is the date of the step and ``occurred`` that of the entry it answers. ``shown_by`` are the files of the
    step and ``files`` the others of the entry, as id and words. ``professionals`` are the names of those the entry
    names; the entry does not say which of several did the step.
    """

    incident: str
    number: int | None
    step: ResponseStep | None
    when: EventDate
    occurred: EventDate
    first_line: str
    shown_by: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str], ...]
    professionals: tuple[str, ...]


def order(journal: Journal, sought: Sought) -> tuple[Reference, ...]:
    """Return every step of the chosen entries as (entry, number), in the order of their own dates.

    Those without a date come first. After all steps come the entries of which nothing was noted, with None for the
    number, in the order of the timeline. Only dates are read; :func:`page` reads the rest.
    """
    found = timeline_store.steps(journal.database, sought)
    dates = {each.when: parse_event_date(each.when).sort_key for each in found}
    found.sort(key=lambda each: dates[each.when])
    steps: list[Reference] = [(each.incident, each.number) for each in found]
    return (*steps, *((identifier, None) for identifier in timeline_store.without_steps(journal.database, sought)))


def page(journal: Journal, wanted: Sequence[Reference]) -> tuple[Noted, ...]:
    """Return what stands behind some references of :func:`order`; a step that is gone since is left out."""
    professionals = {
        person.id: person.name for person in people_store.facts(journal.database) if Role.PROFESSIONAL in person.roles
    }
    facts: dict[str, Incident] = {}
    files: dict[str, tuple[tuple[str, str], ...]] = {}
    named: dict[str, str] = {}
    for identifier in dict.fromkeys(identifier for identifier, _ in wanted):
        there = revisions.found(journal.database, "incident", identifier, removed=True)
        facts[identifier] = there.revision.record(Incident)
        files[identifier] = tuple(
            (item.id, item.description or item.file_name)
            for item in evidence_store.of_incident(journal.database, identifier)
        )
        steps = facts[identifier].professional_response
        for item in (evidence_store.get(journal.database, each) for step in steps for each in step.evidence):
            named[item.id] = item.description or item.file_name
    return tuple(
        _noted(facts[identifier], number, files[identifier], named, professionals)
        for identifier, number in wanted
        if number is None or number < len(facts[identifier].professional_response)
    )


def _noted(
    incident: Incident,
    number: int | None,
    files: tuple[tuple[str, str], ...],
    shown: dict[str, str],
    professionals: dict[str, str],
) -> Noted:
    step = None if number is None else incident.professional_response[number]
    own = step.evidence if step else ()
    named = sorted(professionals[person] for person in incident.people_ids if person in professionals)
    return Noted(
        incident=incident.id,
        number=number,
        step=step,
        when=parse_event_date(step.when if step else ""),
        occurred=parse_event_date(incident.occurred),
        first_line=first_line(incident.account),
        shown_by=tuple((each, shown[each]) for each in own),
        files=tuple(each for each in files if each[0] not in own),
        professionals=tuple(named),
    )
