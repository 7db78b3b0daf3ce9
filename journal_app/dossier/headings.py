"""What stands under a heading of a body that heads no section: what it asks for, or where in the dossier that is."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from journal_app.catalogue import Catalogue
from journal_app.domain.people import Person
from journal_app.dossier import opening
from journal_app.dossier.content import LAST_PAGE, Facts, Node, Para, Run, fact, label, own_text, para
from journal_app.dossier.opening import Book

_PEOPLE = frozenset({"complainant", "client", "relationship_to_client"})
# What the complaint itself holds: the label it has in its own section, and the field.
_OF_COMPLAINT: dict[str, tuple[str, str]] = {
    "outcome_sought": ("summary.wanted", "outcome_sought"),
    "prior_steps": ("steps.taken", "steps_taken"),
    "other_reports": ("steps.other", "other_bodies"),
    "delay_explanation": ("steps.delay", "delay_explanation"),
}


def asked(book: Book, tags: Sequence[str], printed: Collection[str]) -> list[Node]:
    """Return what ``tags`` of a heading ask for; what is long is pointed to, in a section among those ``printed``."""
    nodes = opening.people_as(book, _people(book, tags)) if _PEOPLE.intersection(tags) else []
    nodes += opening.about(book) if "practitioner" in tags else []
    rows: list[tuple[str, Sequence[Para]]] = []
    for tag in tags:
        if tag in _OF_COMPLAINT:
            key, name = _OF_COMPLAINT[tag]
            rows.append((key, own_text(getattr(book.case.complaint, name)) if book.case.complaint else ()))
        elif tag == "issues":
            rows.append(("summary.concerns", _types(book)))
        elif tag == "pagination":
            rows.append(("cover.counts", _counts(book)))
    told = {"practitioner", "issues", "pagination", *_PEOPLE, *_OF_COMPLAINT}
    rows.append(("heading.elsewhere", _elsewhere(book, set(tags) - told, printed)))
    shown: Facts = book.facts(rows)
    return [*nodes, shown] if shown.rows else nodes


def _people(book: Book, tags: Collection[str]) -> list[Person]:
    """Return the parties that ``tags`` ask for."""
    case = book.case
    whole = "relationship_to_client" in tags
    return [
        each
        for each in case.parties
        if whole or ("complainant" in tags and each in case.complainants) or ("client" in tags and each in case.clients)
    ]


def reply(book: Book) -> list[Node]:
    """Return where the reply to the professional's answer stands; nothing where there is none."""
    if not book.case.points:
        return []
    return [book.facts([("heading.elsewhere", (book.place(book.labels("reply"), "reply"),))])]


def _types(book: Book) -> tuple[Para, ...]:
    chosen = {kind for each in book.case.incidents for kind in each.incident.types}
    known = Catalogue.load().incident_types()
    return tuple(para(label(book.labels.incident_type(kind))) for kind in known if kind.id in chosen)


def _counts(book: Book) -> tuple[Para, ...]:
    incidents, exhibits = len(book.case.incidents), len(book.case.exhibits)
    counts = fact(book.labels("cover.counts.value", incidents=incidents, exhibits=exhibits))
    return (para(counts, Run(page_of=LAST_PAGE, origin=counts.origin)),)


def _elsewhere(book: Book, tags: Collection[str], printed: Collection[str]) -> tuple[Para, ...]:
    """Return a link with the page to each section that serves one of ``tags``."""
    found = [each.no for each in Catalogue.load().sections() if set(each.tags) & set(tags) and each.no in printed]
    return tuple(book.place(book.labels.section(each), f"section-{each}") for each in found)
