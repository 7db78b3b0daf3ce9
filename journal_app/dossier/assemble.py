"""The order of a dossier: every section in the body's order, under the body's own headings."""

from __future__ import annotations

from collections.abc import Callable

from journal_app.catalogue import Catalogue, PlacedSection
from journal_app.domain.date_words import in_words
from journal_app.domain.dates import parse_event_date
from journal_app.domain.incident import Impact
from journal_app.dossier import closing, opening, statements
from journal_app.dossier.case import Audience, Case, LawyerParts, SelfParts
from journal_app.dossier.content import (
    Document,
    Facts,
    Heading,
    NewPage,
    Node,
    Para,
    Role,
    known,
    label,
    own,
    own_text,
    para,
)
from journal_app.dossier.labels import Labels
from journal_app.dossier.opening import Book
from journal_app.dossier.plan import Plan
from journal_app.i18n import words_for

SECTIONS: dict[str, Callable[[Book], list[Node]]] = {
    "1": opening.summary, "2": opening.parties, "3": opening.practitioner, "4": opening.relationship,
    "5": statements.chronology, "6": statements.incidents, "7": opening.witnesses, "8": opening.providers,
    "9": closing.steps, "10": closing.standards, "11": closing.exhibits, "12": statements.research,
    "14": closing.consents, "15": closing.declaration, "16": closing.method,
}  # fmt: skip
# These begin on a page of their own: they are taken out, copied or signed apart from the rest.
_OWN_PAGE = frozenset({"1", "5", "6", "11", "15", "16"})


def assemble(
    case: Case, plan: Plan, *, lawyer: LawyerParts | None = None, private: SelfParts | None = None
) -> Document:
    """Return the whole content of a dossier.

    ``lawyer`` may be given only for a lawyer or oneself and ``private`` only for oneself; anything else is a
    mistake of the program and raises ValueError.
    """
    if (lawyer and case.audience is Audience.BOARD) or (private and case.audience is not Audience.SELF):
        raise ValueError(case.audience)
    book = Book(case=case, plan=plan, labels=Labels(words_for(case.language)))
    nodes: list[Node] = list(opening.cover(book))
    for placed in Catalogue.load().sections_for(case.board):
        number = placed.section.no
        content = _content(book, number, lawyer, private)
        if content:
            nodes += [NewPage()] if number in _OWN_PAGE else []
            nodes += [_heading(book, placed), *content]
            nodes += opening.contacts(book) if number == "2" else []
    mark = book.labels("mark.self" if case.audience is Audience.SELF else "mark")
    initials = book.labels("initials") if case.audience is Audience.BOARD else ""
    return Document(
        title=book.labels(f"title.{case.audience}"), mark=mark, initials=initials, prefix=prefix_of(case),
        language=case.language, paper=case.paper, nodes=_tidy(nodes),
    )  # fmt: skip


def _content(book: Book, number: str, lawyer: LawyerParts | None, private: SelfParts | None) -> list[Node]:
    if number in SECTIONS:
        return SECTIONS[number](book)
    if number == "13" and private is not None:
        return _private(book, private)
    if number == "17":
        logs = [lawyer.log] if lawyer else (list(private.logs) if private else [])
        return [node for log in logs for node in closing.after_filing(book, log)]
    return []


def _heading(book: Book, placed: PlacedSection) -> Heading:
    """Return the heading of a section: the body's own words where it has them, and ours after them."""
    ours = book.labels.section(placed.section.no)
    runs = (known(placed.heading), label(f" – {ours}")) if placed.heading else (label(ours),)
    if placed.heading.casefold() == ours.casefold():
        runs = (known(placed.heading),)
    return Heading(level=1, runs=runs, key=f"section-{placed.section.no}")


def _private(book: Book, private: SelfParts) -> list[Node]:
    """Return what stands only in the copy for oneself."""
    numbers = book.plan.numbers
    nodes: list[Node] = []
    for impact in private.impacts:
        nodes += _noted(book, impact.incident, (("self.impact", own_text(impact.text)),))
    for note in private.notes:
        tags = (para(own(", ".join(note.tags))),) if note.tags else ()
        nodes += _noted(book, note.incident, (("self.note", own_text(note.text)), ("self.tags", tags)))
    if private.person_notes:
        nodes.append(Heading(level=2, runs=(label(book.labels("self.person-notes")),), key="person-notes"))
        rows = tuple((book.case.named(note.person), own_text(note.notes)) for note in private.person_notes)
        nodes.append(Facts(rows=rows))
    return nodes if numbers or nodes else []


def _noted(book: Book, incident: str, rows: tuple[tuple[str, tuple[Para, ...]], ...]) -> list[Node]:
    return [*(para(*each.runs, role=Role.LABEL) for each in opening.incident_links(book, [incident])), book.facts(rows)]


def prefix_of(case: Case) -> str:
    """Return the prefix of the running page numbers: letters of the complainant's name as it stands here."""
    for person in case.people:
        if "complainant" in person.roles or "client" in person.roles:
            letters = "".join(part[0] for part in case.named(person.id).split() if part[0].isalpha())
            if letters:
                return letters.upper()[:4]
    return "J"


def _tidy(nodes: list[Node]) -> tuple[Node, ...]:
    """Return the nodes without page breaks that follow each other or end the document."""
    kept: list[Node] = []
    for node in nodes:
        if isinstance(node, Facts) and not node.rows:
            continue
        if isinstance(node, NewPage) and (not kept or isinstance(kept[-1], NewPage)):
            continue
        kept.append(node)
    while kept and isinstance(kept[-1], NewPage):
        kept.pop()
    return tuple(kept)


def impact_statement(case: Case, impacts: tuple[Impact, ...]) -> Document:
    """Return the impact statement: a document of its own, never part of a dossier."""
    labels = Labels(words_for(case.language))
    dates = {each.incident.id: each.incident.occurred for each in case.incidents}
    nodes: list[Node] = [para(label(labels("title.impact")), role=Role.TITLE)]
    for impact in impacts:
        if impact.incident in dates:
            date = in_words(parse_event_date(dates[impact.incident]), case.language)
            title = (label(labels("impact.incident", date=date)),)
            nodes += [Heading(level=1, runs=title, key=f"impact-{impact.incident}"), *own_text(impact.text)]
    return Document(
        title=labels("title.impact"), mark=labels("mark"), initials="", prefix=prefix_of(case),
        language=case.language, paper=case.paper, nodes=tuple(nodes),
    )  # fmt: skip
