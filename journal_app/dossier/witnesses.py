"""Who saw or was told something: the one list of them, the part of each, and what they answered."""

from __future__ import annotations

from journal_app.domain.people import Person
from journal_app.domain.people import Role as Part
from journal_app.dossier.content import Heading, Node, Para, Table, fact, label, own, own_text, para
from journal_app.dossier.opening import Book, incident_links, where_contact
from journal_app.dossier.parties import witnesses_of


def witnesses(book: Book) -> list[Node]:
    """Section 7: who may know something and in what part, if they agreed to be contacted, and who was told what."""
    case, labels = book.case, book.labels
    rows = []
    for person in witnesses_of(case):
        asked = {True: "yes", False: "no", None: "people.not-asked"}[person.agreed_to_contact]
        named = [each.incident.id for each in case.incidents if person.id in each.incident.people_ids]
        name, agreed = para(own(case.named(person.id))), para(label(labels(asked)))
        reached = (agreed, *where_contact(book, person))
        rows.append(((name,), part_of(book, person), reached, incident_links(book, named)))
    nodes: list[Node] = []
    if rows:
        header = tuple(labels(f"people.{key}") for key in ("name", "relation", "agreed", "knows"))
        nodes.append(Table(header=header, rows=tuple(rows), widths=(0.22, 0.3, 0.26, 0.22)))
    nodes += told(book)
    return nodes or [book.none()]


def part_of(book: Book, person: Person) -> tuple[Para, ...]:
    """Return the part of somebody: what they are, and what an incident notes of them."""
    was_told = any(person.id == told.person for each in book.case.incidents for told in each.incident.told)
    added = [book.labels(f"role.{Part.TOLD}")] if was_told and Part.TOLD not in person.roles else []
    parts = [book.parts(person, apart_from=(Part.OTHER,)), *added]
    noted = [
        para(own(involved.part), label(" – "), *links.runs)
        for each in book.case.incidents
        for involved in each.incident.people
        if involved.person == person.id and involved.part.strip()
        for links in incident_links(book, [each.incident.id])
    ]
    said = ", ".join(filter(None, parts))
    return (*([para(label(said))] if said else []), *noted)


def told(book: Book) -> list[Node]:
    """Return who was told of which incident, and what they answered; nothing where nobody was."""
    rows = []
    for each in book.case.incidents:
        for telling in each.incident.told:
            number, when = incident_links(book, [each.incident.id]), para(fact(book.date(telling.when)))
            rows.append((number, book.told(telling.person), (when,), own_text(telling.answer)))
    if not rows:
        return []
    header = tuple(book.labels(key) for key in ("response.incident", "people.told", "log.when", "people.answer"))
    title = Heading(level=3, runs=(label(book.labels("incident.told")),), key="told")
    return [title, Table(header=header, rows=tuple(rows), widths=(0.16, 0.24, 0.22, 0.38))]
