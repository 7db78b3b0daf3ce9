"""The plan of a dossier: exhibit labels, what cites them, and the open points, all known before anything is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from journal_app.domain.people import Person
from journal_app.domain.records import Record
from journal_app.dossier.case import Case
from journal_app.dossier.citing import belonging, citing
from journal_app.dossier.open_point import OpenPoint
from journal_app.dossier.points import Points
from journal_app.i18n import words_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Exhibit labels by evidence id, incident numbers by id, and the open points.

    ``incidents_of`` are the ids of the incidents a file stands for, as ``citing`` has it; without one it is
    ``uncited``. ``exhibits`` are the ids of the files that belong to an incident, in the order of their labels.
    """

    labels: dict[str, str]
    numbers: dict[str, int]
    incidents_of: dict[str, tuple[str, ...]]
    exhibits: dict[str, tuple[str, ...]]
    uncited: tuple[str, ...]
    open_points: tuple[OpenPoint, ...]

    def incident_place(self, identifier: str) -> str:
        """Return the key of an incident's place in the document; ids of the journal stay out of it."""
        return f"incident-{self.numbers[identifier]}"

    def exhibit_place(self, identifier: str) -> str:
        """Return the key of an exhibit's place in the document."""
        return f"exhibit-{self.labels[identifier]}"


def make_plan(
    case: Case,
    others: Sequence[Person] = (),
    beside: Sequence[Record] = (),
    *,
    absent: Sequence[Person] = (),
) -> Plan:
    """Return the plan of a case; nothing of the case is changed.

    ``others`` are people of the journal who are no part of the case: its words may name them.
    ``beside`` are records that are printed with it and are no part of it, such as the log for a lawyer. ``absent`` are
    people who would be of use in it and whom nothing in it names.
    """
    labels = {exhibit.evidence.id: f"EX-{number:03d}" for number, exhibit in enumerate(case.exhibits, 1)}
    numbers = {each.incident.id: number for number, each in enumerate(case.incidents, 1)}
    linked = {exhibit.evidence.id: exhibit.evidence.incidents for exhibit in case.exhibits}
    belongs = belonging(linked, (each.incident for each in case.incidents))
    incidents_of = citing(belongs, numbers.keys(), case.matches, case.points, case.studies)
    uncited = tuple(item for item, found in incidents_of.items() if not found)
    points = Points(case, others, words_for(case.language), (labels, numbers), beside, absent)
    exhibits: dict[str, list[str]] = {}
    for item, found in belongs.items():
        for incident in found:
            exhibits.setdefault(incident, []).append(item)
    of_incident = {incident: tuple(found) for incident, found in exhibits.items()}
    return Plan(
        labels=labels, numbers=numbers, incidents_of=incidents_of, exhibits=of_incident, uncited=uncited,
        open_points=points.all(),
    )  # fmt: skip
