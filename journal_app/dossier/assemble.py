"""The order of a dossier: every section in the body's order, under the body's own headings."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence

from journal_app.catalogue import Catalogue, PlacedSection
from journal_app.domain.complaints import OTHER_BODY, Complaint
from journal_app.domain.date_words import day_in_words, in_words
from journal_app.domain.dates import parse_event_date
from journal_app.domain.incident import Impact
from journal_app.dossier import (
    chronology,
    closing,
    correspondence,
    cover,
    headings,
    opening,
    parties,
    research,
    signing,
    statements,
    witnesses,
)
from journal_app.dossier.case import Audience, Case, LawyerParts, SelfParts
from journal_app.dossier.content import (
    Document,
    Facts,
    Heading,
    NewPage,
    Node,
    Para,
    Role,
    fact,
    known,
    label,
    own,
    own_name,
    own_text,
    para,
    paragraphs_of,
)
from journal_app.dossier.labels import Labels
from journal_app.dossier.languages import spoken
from journal_app.dossier.opening import Book
from journal_app.dossier.plan import Plan
from journal_app.i18n import words_for

SECTIONS: dict[str, Callable[[Book], list[Node]]] = {
    "1": opening.summary, "2": opening.parties, "3": opening.professional, "4": opening.relationship,
    "5": chronology.chronology, "6": statements.incidents, "7": witnesses.witnesses, "8": opening.providers,
    "9": closing.steps, "10": closing.standards, "11": closing.exhibits, "12": research.research,
    "14": signing.consents, "15": signing.declaration, "16": closing.method,
}  # fmt: skip
# These begin on a page of their own: they are taken out, copied or signed apart from the rest.
_MARKS = {(True, False): "mark.self", (True, True): "mark.self", (False, False): "mark", (False, True): "mark.draft"}
_OWN_PAGE = frozenset({"1", "5", "6", "11", "15", "16"})
_MAY_SHARE = _OWN_PAGE - {"1", "15"}


def assemble(
    case: Case,
    plan: Plan,
    *,
    lawyer: LawyerParts | None = None,
    private: SelfParts | None = None,
    divided: int = 0,
) -> Document:
    """Return the whole content of a dossier; ``divided`` is the size in bytes of its parts, where it is to have any.

    ``lawyer`` may be given only for a lawyer or oneself and ``private`` only for oneself; anything else is a
    mistake of the program and raises ValueError.
    """
    if (lawyer and case.audience is Audience.BOARD) or (private and case.audience is not Audience.SELF):
        raise ValueError(case.audience)
    book = Book(case=case, plan=plan, labels=Labels(words_for(case.language)))
    nodes = _body(book, lawyer, private)
    digest = digest_of(nodes)
    mark = book.labels(_MARKS[case.audience is Audience.SELF, case.draft])
    return Document(
        title=book.labels(f"title.{case.audience}"), parties=parties.parties_of(case), mark=mark,
        initials=signing.initials(book),
        prefix=cover.prefix_of(book, digest, divided), language=case.language, paper=case.paper,
        nodes=tuple(spoken(_tidy([*cover.cover(book, digest, divided), *nodes]), case.language, case.words_language)),
    )  # fmt: skip


def digest_of(nodes: Sequence[Node]) -> str:
    """Return the SHA-256 of what nodes say, paragraph by paragraph; page numbers are not part of it."""
    words = ("".join(run.text for run in each.runs) for node in nodes for each in paragraphs_of(node))
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def _body(book: Book, lawyer: LawyerParts | None, private: SelfParts | None) -> list[Node]:
    """Return everything after the cover; each heading of the body stands there, in the body's order.

    The page with contact details stands where a new page begins anyway, so that none is left nearly empty for it.
    """
    order = Catalogue.load().sections_for(book.case.board)
    contents = {each.section.no: _content(book, each.section.no, lawyer, private) for each in order if each.section}
    printed = [number for number, content in contents.items() if content]
    used = Counter(each.heading for each in order if each.section and each.section.no in printed)
    nodes: list[Node] = []
    apart: list[Node] = []
    for at, placed in enumerate(order):
        number = placed.section.no if placed.section else ""
        said, more = contents.get(number, []), headings.asked(book, placed.asked, printed)
        if said:
            if number in _OWN_PAGE:
                nodes += [*apart, NewPage(may_share=number in _MAY_SHARE)]
                apart = []
            # What is long ends far below its heading, under headings of its own.
            whole = [*more, *said] if number in _OWN_PAGE else [*said, *more]
            nodes += [_heading(book, placed, alone=used[placed.heading] == 1), *whole]
        elif placed.heading and not used[placed.heading]:
            used[placed.heading] += 1
            title = Heading(level=1, runs=(known(placed.heading),), key=f"heading-{at}")
            more = more or (headings.reply(book) if number == "17" else [])
            nodes += [title, *(more or [book.none()])]
        else:
            nodes += more
        apart += opening.contacts(book) if number == "2" else []
        nodes += correspondence.reply(book, book.case.points) if number == "6" else []
    return [*nodes, *apart]


def _content(book: Book, number: str, lawyer: LawyerParts | None, private: SelfParts | None) -> list[Node]:
    if number in SECTIONS:
        return SECTIONS[number](book)
    if number == "13" and private is not None:
        return _private(book, private)
    if number == "17":
        logs = [lawyer.log] if lawyer else (list(private.logs) if private else [])
        return correspondence.after_filing(book, [log for log in logs if log is not None])
    return []


def _heading(book: Book, placed: PlacedSection, *, alone: bool) -> Heading:
    """Return the heading of a section: the body's own words where it has them, and ours after them.

    Ours are left out where they would only say the same again: when one holds the other and the body's heading
    stands over no other section (``alone``).
    """
    number = placed.section.no if placed.section else ""
    ours = book.labels("self.section") if number == "13" else book.labels.section(number)
    key, own_words, theirs = f"section-{number}", ours.casefold(), placed.heading.casefold()
    if not theirs:
        return Heading(level=1, runs=(label(ours),), key=key)
    if alone and (theirs in own_words or own_words in theirs):
        return Heading(level=1, runs=(known(placed.heading),), key=key)
    return Heading(level=1, runs=(known(placed.heading), label(f" – {ours}")), key=key)


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
        for number, about in enumerate(private.person_notes, 1):
            name = (own(book.case.named(about.person)),)
            nodes += [Heading(level=3, runs=name, key=f"person-note-{number}"), *own_text(about.notes)]
    points = {each.complaint: each.points for each in private.points}
    for number, complaint in enumerate(private.complaints, 1):
        nodes += _complaint(book, complaint, number)
        key = f"complaint-{number}-point"
        nodes += correspondence.points_of(book, points.get(complaint.id, ()), key=key, level=3)
    return nodes if numbers or nodes else []


def _complaint(book: Book, complaint: Complaint, number: int) -> list[Node]:
    """Return one more complaint, beside the one the copy is ordered by."""
    other = complaint.board == OTHER_BODY
    name = own(complaint.board_name) if other else known(Catalogue.load().board(complaint.board).name)
    title = (label(f"{book.labels('self.complaint')} – "), name)
    rows = (
        ("cover.professional", (para(own(book.case.named(complaint.professional))),)),
        ("cover.reference", own_name(complaint.reference_number)),
        ("cover.complaint-status", own_text(complaint.status)),
        ("summary.wanted", own_text(complaint.outcome_sought)),
        ("steps.taken", own_text(complaint.steps_taken)),
        ("steps.other", own_text(complaint.other_bodies)),
        ("steps.delay", own_text(complaint.delay_explanation)),
        ("response.incident", opening.incident_links(book, complaint.incidents)),
    )
    return [Heading(level=2, runs=title, key=f"complaint-{number}"), book.facts(rows)]


def _noted(book: Book, incident: str, rows: tuple[tuple[str, tuple[Para, ...]], ...]) -> list[Node]:
    return [*(para(*each.runs, role=Role.LABEL) for each in opening.incident_links(book, [incident])), book.facts(rows)]


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


def impact_statement(case: Case, plan: Plan, impacts: tuple[Impact, ...], dossier: str) -> Document:
    """Return the impact statement: a document of its own, never part of a dossier, which says which one it is with.

    ``dossier`` is what the page numbers of that one begin with. Its own pages have others; incidents have those of the
    dossier.
    """
    book = Book(case=case, plan=plan, labels=Labels(words_for(case.language)))
    dates = {each.incident.id: each.incident.occurred for each in case.incidents}
    told = [each for each in impacts if each.incident in dates]
    nodes: list[Node] = [para(label(book.labels("title.impact")), role=Role.TITLE), _impact_head(book, told, dossier)]
    for number, impact in enumerate(told, 1):
        title = label(f"{book.labels('incident', n=plan.numbers[impact.incident])} – ")
        date = in_words(parse_event_date(dates[impact.incident]), case.language)
        nodes.append(Heading(level=2, runs=(title, fact(date)), key=f"impact-{number}"))
        nodes += own_text(impact.text)
    return Document(
        title=book.labels("title.impact"), parties=parties.parties_of(case), mark=book.labels("mark"), initials="",
        prefix=f"{dossier}-I", language=case.language, paper=case.paper,
        nodes=tuple(spoken(nodes, case.language, case.words_language)),
    )  # fmt: skip


def _impact_head(book: Book, told: Sequence[Impact], dossier: str) -> Facts:
    """Return who it is from and about, to whom the dossier goes, and which incidents of it are meant."""
    case, labels = book.case, book.labels
    numbers = sorted(book.plan.numbers[each.incident] for each in told)
    title, status = labels(f"title.{case.audience}"), labels(f"cover.status.{'draft' if case.draft else 'final'}")
    belongs = fact(labels("impact.belongs.value", title=title, status=status, prefix=dossier))
    return book.facts(
        (
            ("role.complainant", parties.complaining(case)),
            ("cover.professional", tuple(para(own(case.named(each.id))) for each in parties.professionals_of(case))),
            ("cover.body", book.body()),
            ("cover.reference", own_name(case.complaint.reference_number) if case.complaint else ()),
            ("cover.made", (para(fact(day_in_words(case.made_at, case.language))),)),
            ("impact.belongs", (para(belongs),)),
            ("impact.incidents", (para(fact(", ".join(map(str, numbers)))),) if numbers else ()),
        )
    )
