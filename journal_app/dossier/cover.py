"""The cover: the body, the professional, what this copy is, and the contents."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from journal_app.domain.date_words import day_in_words
from journal_app.dossier.case import Audience, Case
from journal_app.dossier.content import (
    LAST_PAGE,
    Contents,
    Facts,
    Heading,
    Node,
    Para,
    Role,
    Run,
    fact,
    known,
    label,
    own,
    own_name,
    own_text,
    para,
)
from journal_app.dossier.opening import Book, incident_links
from journal_app.dossier.parties import complaining, professionals_of

_FEW = 6  # hexadecimal digits: enough to tell the papers of one journal apart


CONTENTS = "contents"  # the place of the list of sections


def cover(book: Book, digest: str, divided: int = 0) -> list[Node]:
    """Section 0: what this copy is and whose, and the contents; ``digest`` is of the words that follow.

    ``divided`` is the size in bytes of the parts it is to have.
    """
    pages = fact(book.labels("cover.document.value", prefix=prefix_of(book, digest, divided)))
    rows = [*_about(book), ("cover.document", (para(pages),))]
    return [
        para(label(book.labels(f"title.{book.case.audience}")), role=Role.TITLE),
        book.facts(rows),
        Heading(level=2, runs=(label(book.labels("contents")),), key=CONTENTS),
        Contents(),
    ]


def prefix_of(book: Book, digest: str, divided: int = 0) -> str:
    """Return what the page numbers of this copy begin with, so that no two papers have the same ones.

    It comes from what stands in the copy, as it stands there: letters of the complainant's name, and a few digits from
    its words (``digest``), its cover, its paper, and the size of its parts: in those, pages have other numbers.
    """
    said = [run.text for _, paras in _about(book) for each in paras for run in each.runs]
    parts = [str(divided)] if divided else []
    told = hashlib.sha256("\n".join([digest, book.case.paper, book.case.audience, *said, *parts]).encode()).hexdigest()
    return f"{_letters(book.case)}-{told[:_FEW].upper()}"


def again(book: Book, prefix: str) -> Facts:
    """Return what stands of the cover on the first page of every later part: whose it is, and which copy."""
    kept = ("cover.body", "role.complainant", "cover.professional", "cover.reference", "cover.status", "cover.made")
    pages = fact(book.labels("cover.document.value", prefix=prefix))
    return book.facts([*(row for row in _about(book) if row[0] in kept), ("cover.document", (para(pages),))])


def _letters(case: Case) -> str:
    for person in (*case.complainants, *case.clients):
        letters = "".join(part[0] for part in case.named(person.id).split() if part[0].isalpha())
        if letters:
            return letters.upper()[:4]
    return "J"


def _about(book: Book) -> list[tuple[str, Sequence[Para]]]:
    """Return the body, who complains and about whom, and what this copy is for, in which state, and how large."""
    case, labels = book.case, book.labels
    rows: list[tuple[str, Sequence[Para]]] = []
    if case.board is not None:
        told = (para(known(case.board.name_note)),) if book.advises and case.board.name_note else ()
        rows.append(("cover.body", (*book.body(), *told)))
        ways = tuple(para(label(labels.way_to_file(way))) for way in case.board.how_to_file)
        confirmed = case.board.how_to_file_confidence == "sourced"
        rows.append(("cover.route", (*ways, *book.unconfirmed(confirmed=confirmed)) if ways and book.advises else ()))
    else:
        rows.append(("cover.body", book.body() or (para(label(labels("cover.no-body"))),)))
    rows.append(("role.complainant", complaining(case)))
    for professional in professionals_of(case):
        rows.append(("cover.professional", (para(own(case.named(professional.id))),)))
        rows.append(("people.profession", own_name(professional.profession)))
        number = book.given(professional, "licence_number") or book.not_given()
        rows.append(("cover.register", number))
    if case.complaint is not None:
        rows.append(("cover.reference", own_name(case.complaint.reference_number)))
        if case.audience is not Audience.BOARD:  # how far it is, the body knows better
            rows.append(("cover.complaint-status", own_text(case.complaint.status)))
    purpose = book.filing if case.audience is Audience.BOARD else case.audience
    rows.append(("cover.purpose", (para(label(labels(f"cover.purpose.{purpose}"))),)))
    rows.append(("cover.status", (para(label(labels("cover.status.draft" if case.draft else "cover.status.final"))),)))
    rows += _open(book)
    counts = fact(labels("cover.counts.value", incidents=len(case.incidents), exhibits=len(case.exhibits)))
    rows.append(("cover.counts", (para(counts, Run(page_of=LAST_PAGE, origin=fact("").origin)),)))
    rows.append(("cover.made", (para(fact(day_in_words(case.made_at, case.language))),)))
    return rows


def _open(book: Book) -> list[tuple[str, Sequence[Para]]]:
    """Return what a reader may miss in this copy: incidents without a date, and files that cannot be shown."""
    points = [(point.code, point.record_id) for point in book.plan.open_points]
    undated = [identifier for code, identifier in points if code == "no-date"]
    unshown: list[Run] = []
    for identifier in (identifier for code, identifier in points if code == "unreadable"):
        unshown += [Run(text=", ")] if unshown else []
        unshown.append(Run(text=book.plan.labels[identifier], link=book.plan.exhibit_place(identifier)))
    return [("cover.undated", incident_links(book, undated)), ("cover.unshown", (para(*unshown),) if unshown else ())]
