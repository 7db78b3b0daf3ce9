"""The research annex: what is known of each study, which incidents are about research, and the consent papers."""

from __future__ import annotations

from collections.abc import Sequence

from journal_app.catalogue import Catalogue
from journal_app.domain.date_words import in_words
from journal_app.domain.dates import parse_event_date
from journal_app.domain.people import Relationship
from journal_app.domain.studies import RESEARCH_GROUP, Study
from journal_app.dossier.asked import ALL, Ask
from journal_app.dossier.content import (
    Facts,
    Heading,
    Node,
    Para,
    Role,
    Table,
    fact,
    label,
    own,
    own_name,
    own_text,
    para,
)
from journal_app.dossier.opening import Book, numbered
from journal_app.dossier.plain import of_tables, text_of
from journal_app.dossier.statements import exhibit_links, label_links


def research(book: Book) -> list[Node]:
    """Section 12: each study, the incidents of a research type, and the consent papers; empty where it is not used."""
    rows = _rows(book)
    nodes: list[Node] = []
    for number, study in enumerate(book.case.studies, 1):
        title = Heading(level=2, runs=(label(book.labels("study", n=number)),), key=f"study-{number}")
        nodes += [title, told(book, study)]
    if rows:
        keys = ("response.incident", "log.when", "incident.types", "incident.exhibits")
        header = tuple(book.labels(key) for key in keys)
        if nodes:
            nodes.append(Heading(level=2, runs=(label(book.labels("study.incidents")),), key="study-incidents"))
        nodes.append(Table(header=header, rows=tuple(rows), widths=(0.16, 0.26, 0.36, 0.22), leads=True))
    if not nodes:
        return []
    papers = [("relationship.consents", _papers(book, bond)) for bond in book.case.relationships]
    return [*nodes, book.facts(papers)]


def told(book: Book, study: Study) -> Facts:
    """Return what is known of one study: the person's words, and fixed labels for what they chose."""
    answer = (para(label(book.labels(f"study.consent.{study.consent}"))),) if study.consent else ()
    rows: list[tuple[str, Sequence[Para]]] = [
        ("study.title", own_text(study.title)),
        ("study.institution", own_text(study.institution)),
        ("study.committee", own_text(study.committee)),
        ("study.number", own_name(study.committee_number)),
        ("study.published-in", own_text(study.published_in)),
        ("study.published", _dated(book, study.published)),
        ("matches.url", own_name(study.url)),
        ("study.description", own_text(study.description)),
        ("study.found", _dated(book, study.found)),
        ("study.learned", own_text(study.learned)),
        ("study.information", own_text(study.information)),
        ("study.consent", answer),
        ("study.consent-words", own_text(study.consent_words)),
        ("study.recognisable", own_text(study.recognisable)),
        ("standards.incidents", numbered(book, study.incidents)),
        ("incident.exhibits", label_links(book, study.evidence)),
    ]
    return book.facts(rows)


def lines(book: Book, ask: Ask) -> list[str]:
    """Return what a field of a body's form asks of the studies, as lines of plain text; none is nothing."""
    studies = book.case.studies
    if ask.parts == ALL:
        return [*_each(book), *of_tables(research(book))]
    said = [line for part in ("title", "institution", "number") if part in ask.parts for line in _of_each(book, part)]
    if "description" in ask.parts:
        said += [*_each(book), *of_tables(research(book))] if studies else of_tables(research(book))
    return said


def _each(book: Book) -> list[str]:
    found: list[str] = []
    for number, study in enumerate(book.case.studies, 1):
        found += [book.labels("study", n=number), *text_of([told(book, study)]), ""]
    return found


def _of_each(book: Book, part: str) -> list[str]:
    """Return one part of each study that has it; with its number where there are several."""
    found = []
    for number, study in enumerate(book.case.studies, 1):
        shown = {"title": study.title, "institution": study.institution, "number": study.committee_number}[part]
        text = "; ".join(text_of(own_text(shown)))
        if text:
            several = len(book.case.studies) > 1
            found.append(f"{book.labels('study', n=number)}: {text}" if several else text)
    return found


def _rows(book: Book) -> Sequence[tuple[tuple[Para, ...], ...]]:
    kinds = {kind.id: kind for kind in Catalogue.load().incident_types() if kind.group == RESEARCH_GROUP}
    rows = []
    for each in book.case.incidents:
        types = [kinds[name] for name in each.incident.types if name in kinds]
        if types:
            when = in_words(parse_event_date(each.incident.occurred), book.case.language)
            rows.append(
                (
                    numbered(book, [each.incident.id]),
                    (para(fact(when)),),
                    tuple(para(label(book.labels.incident_type(kind))) for kind in types),
                    exhibit_links(book, each.incident.id),
                )
            )
    return rows


def _dated(book: Book, edtf: str) -> tuple[Para, ...]:
    return (para(fact(book.date(edtf))),) if edtf else ()


def _papers(book: Book, bond: Relationship) -> tuple[Para, ...]:
    """Return what papers there are, under the names of those between whom they are."""
    said, between = own_text(bond.consents), f"{book.case.named(bond.client)}, {book.case.named(bond.professional)}"
    return (para(own(between), role=Role.NOTE), *said) if said else ()
