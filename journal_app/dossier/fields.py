"""Plain text for a body's own form: under each of its fields, what the journal says there, ready to copy.

The catalogue gives the headings of a form, the fields under each in the body's words, and what each heading asks for
(its tags). A field gets only what its own words ask for; where they do not tell, it gets what its heading asks for.
Only the person's words, the names of what they chose, and fixed labels are written; what the catalogue knows of time
limits is for the person and is kept apart from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from journal_app.catalogue import BoardSection, Catalogue, Confidence
from journal_app.domain.people import Person, Relationship, Role
from journal_app.dossier import opening, statements
from journal_app.dossier.case import Case
from journal_app.dossier.content import Facts, Heading, Node, Para, Run, Table
from journal_app.dossier.labels import Labels
from journal_app.dossier.opening import Book
from journal_app.dossier.plan import Plan
from journal_app.i18n import words_for

Lines = list[str]

# Which of a heading's tags the words of a field ask for. The fields are in English, as the catalogue has them.
_ASKS: dict[str, str] = {
    "complainant": r"complainant|requester|notifier|who you are|\bnames?\b|address|phone|e-mail|contact",
    "client": r"patient|client|other party|that person|on behalf|for someone|date of birth",
    "relationship_to_client": r"relationship|on whose behalf|for someone|who you are",
    "practitioner": r"psychologist|therapist|practitioner|licensee|registrant|member|provider|person\(s\)|institution",
    "relationship": r"therapy|treatment|began|ended|employee|client or patient",
    "narrative": (
        r"what (happened|was)|facts|detail|account|description|circumstances|events|offence|narrative|conduct|complaint"
        r"|concern|problem|alleg|how the rules|why a|presentation|summary|reasons|violat|broken"
    ),
    "issues": r"issue|point|concern",
    "incident_dates": r"\bdates?\b|\bwhen\b|\btimes?\b",
    "incident_location": r"\bplaces?\b|locations?|\bwhere it\b|\bwhere\b|address where",
    "recall_basis": r"recall",
    "witnesses": r"witness|who saw|corroborat|supporting information|people|observer|contacts|names, dates|\bwho\b",
    "attachments": r"document|copies|evidence|upload|annex|papers|attach|correspondence|photos|pictures|material",
    "outcome_sought": r"outcome|want|hopes|put it right",
    "prior_steps": r"tried|raised|resol|steps|approached|spoken|contacted|\btold\b|response|local",
    "other_reports": r"other (bod|organi|report)|another|police|court|lawyer|agenc|anyone else|previous|organisations",
    "delay_explanation": r"why it took|longer|delay",
    "rule_citations": r"\brules?\b|\bcode\b|section|standard|\blaw\b|provision",
    "subsequent_providers": r"later|professionals|provider",
    "summary": r"summary",
    "release": r"release|records|authori|permission|access|waiver",
    "consent_to_share": r"consent|agree|sharing|copy to|authori",
    "signature": r"sign",
    "declaration": r"oath|notar|declar|sworn|certif|statement that|signature",
}  # fmt: skip
# What a field asks of a person; "contact" is everything by which somebody can be reached.
_LICENCE = r"licen[cs]e|number|regist|membership"
_PARTS: tuple[tuple[str, str, str], ...] = (
    ("people.profession", r"profession", "profession"),
    ("people.licence", _LICENCE, "licence_number"),
    ("people.licence-body", _LICENCE, "licence_body"),
    ("people.address", r"address|place|contact|details|where seen", "address"),
    ("people.email", r"e-mail|contact|details", "email"),
    ("people.phone", r"phone|contact|details", "phone"),
)  # fmt: skip
_NAME = (
    r"name|identify|requester|complainant|psychologist|therapist|practitioner|licensee|registrant|notifier|who |details"
    r"|person|witness|people|contact|institution|organisation|provider|entry"
)
# What a field asks of the professional relationship.
_BOND: tuple[tuple[str, str, Callable[[Relationship], str]], ...] = (
    ("relationship.first", r"began|\bdates\b", lambda bond: bond.first_session),
    ("relationship.last", r"ended|\bdates\b", lambda bond: bond.last_session),
)
# A statement says where and when by itself, so a field that asks for all of it gets it once.
_IN_STATEMENTS = frozenset({"incident_dates", "incident_location", "issues"})


_RULE = "-" * 72  # above and below what is no text for the form


def note_text(note: FormNote | None) -> str:
    """Return what stands above the text for a form: the note for the person, between two rules; empty without one."""
    return "\n".join([_RULE, note.heading, "", *note.lines, _RULE, "", ""]) if note else ""


def field_texts(case: Case, plan: Plan) -> str:
    """Return the text for the form of the case's body: its headings and fields, and what belongs under each."""
    return "\n".join(
        _as_text(heading, list(answers)) for heading, answers in groupby(form_answers(case, plan), _HEADING)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FormAnswer:
    """What belongs into ``fields`` (in the body's own words; may be none) under ``heading`` of a body's form."""

    heading: str
    fields: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormNote:
    """What the person who fills in a form may want to know: no text for the form, which its ``heading`` says."""

    heading: str
    lines: tuple[str, ...]


def form_note(case: Case, plan: Plan) -> FormNote | None:
    """Return what the catalogue quotes of the body's time limit, what that rests on, and to check it with the body.

    None where no limit was found. It is for the person: it stands in no copy for a body, nor in a text to paste.
    """
    if case.board is None or case.board.time_limit.confidence is Confidence.NONE_FOUND:
        return None
    limit, book = case.board.time_limit, Book(case=case, plan=plan, labels=Labels(words_for(case.language)))
    looked_up = book.labels("checked", date=book.date(limit.checked_on.isoformat()))
    basis = looked_up if limit.confirmed else book.labels("not-confirmed")
    quoted = f"{book.labels('steps.limit')} ({case.board.name}):"
    return FormNote(heading=book.labels("fields.note"), lines=(quoted, limit.text, basis))


_HEADING = attrgetter("heading")


def form_answers(case: Case, plan: Plan) -> tuple[FormAnswer, ...]:
    """Return what belongs into each field of the form of the case's body, in the form's order."""
    if case.board is None:
        return ()
    book = Book(case=case, plan=plan, labels=Labels(words_for(case.language)))
    return tuple(answer for section in case.board.sections for answer in _under(book, section))


def _as_text(heading: str, answers: Sequence[FormAnswer]) -> str:
    shown = ("".join(f"    [{field}]\n" for field in each.fields) + f"{each.text}\n" for each in answers)
    return f"{heading}\n{'=' * len(heading)}\n" + "\n".join(shown)


def _under(book: Book, section: BoardSection) -> list[FormAnswer]:
    """Return the answers under one heading; fields with the same answer share it.

    Those that do not tell what they ask for get the heading's own text.
    """
    blocks: dict[str, list[str]] = {}
    untold: list[str] = []
    for field in section.fields:
        tags = _asked(section.tags, field.casefold())
        if tags:
            blocks.setdefault(_said(book, _answers(book, tags, field.casefold())), []).append(field)
        else:
            untold.append(field)
    if untold or not section.fields:
        blocks.setdefault(_said(book, _answers(book, section.tags, "")), []).extend(untold)
    return [FormAnswer(heading=section.heading, fields=tuple(fields), text=text) for text, fields in blocks.items()]


def _said(book: Book, lines: Sequence[str]) -> str:
    return "\n".join(lines).strip("\n") or book.labels("none")


def _asked(tags: Sequence[str], field: str) -> list[str]:
    """Return the tags of a heading that the words of a field ask for, in the order of the heading."""
    if len(tags) == 1:
        return list(tags)
    found = [tag for tag in tags if tag in _ASKS and re.search(_ASKS[tag], field)]
    if {"client", "practitioner"} & set(found):
        found = [tag for tag in found if tag != "complainant"]
    return [tag for tag in found if "narrative" not in found or tag not in _IN_STATEMENTS]


def _answers(book: Book, tags: Sequence[str], field: str) -> Lines:
    """Return what is recorded for each of ``tags``; ``field`` narrows what is said of people."""
    shown = [tag for tag in tags if "narrative" not in tags or tag not in _IN_STATEMENTS]
    found: Lines = []
    people: list[Lines] = []
    for tag in shown:
        if tag in _SUBJECTS:
            said = _people(book, tag, field)
            new = [lines for lines in said if lines and lines not in people]
            people += new
            found += [line for lines in new for line in (*lines, "")]
        elif tag == "relationship":
            found += _relationship(book, field)
        else:
            found += _ANSWERS.get(tag, _nothing)(book)
    return found


_SUBJECTS: dict[str, frozenset[Role]] = {
    "complainant": frozenset({Role.COMPLAINANT}),
    "client": frozenset({Role.CLIENT}),
    "relationship_to_client": frozenset({Role.COMPLAINANT, Role.CLIENT}),
    "practitioner": frozenset({Role.PROFESSIONAL}),
    "witnesses": frozenset({Role.WITNESS}),
    "subsequent_providers": frozenset({Role.LATER_PROVIDER}),
}


def _people(book: Book, tag: str, field: str) -> list[Lines]:
    case, said = book.case, list[Lines]()
    for person in case.people:
        if tag == "practitioner" and case.complaint is not None:
            there = person.id == case.complaint.professional
        else:
            there = bool(_SUBJECTS[tag] & set(person.roles))
        if there:
            said.append(_person(book, person, tag, field))
    return said


def _person(book: Book, person: Person, tag: str, field: str) -> Lines:
    """Return what a field asks of one person; a witness can be reached only where they agreed to it."""
    if tag == "relationship_to_client":
        roles = ", ".join(book.labels(f"role.{role}") for role in person.roles)
        return [f"{book.case.named(person.id)}: {roles}"]
    asked = [(key, _part(book, person, part)) for key, words, part in _PARTS if not field or re.search(words, field)]
    if tag == "witnesses" and person.agreed_to_contact is not True:
        asked = []
    named = not field or re.search(_NAME, field) is not None
    lines = [f"{book.labels('people.name')}: {book.case.named(person.id)}"] if named else []
    lines += [f"{book.labels(key)}: {_one_line(value)}" for key, value in asked if value.strip()]
    if tag == "practitioner" and person.register_check is not None and (not field or "regist" in field):
        check = person.register_check
        looked = ": ".join(part for part in (book.date(check.date) if check.date else "", check.result) if part)
        lines.append(f"{book.labels('people.register-check')}: {looked}")
    return lines


def _part(book: Book, person: Person, part: str) -> str:
    return book.labels("people.hidden") if book.case.hides(person.id, part) else str(getattr(person, part))


def _relationship(book: Book, field: str) -> Lines:
    asked = [(key, get) for key, words, get in _BOND if re.search(words, field)]
    if not asked:
        return _text(opening.relationship(book)) if book.case.relationships else []
    said = ((key, get(bond)) for bond in book.case.relationships for key, get in asked)
    return [f"{book.labels(key)}: {book.date(edtf)}" for key, edtf in said if edtf]


def _one_line(text: str) -> str:
    return ", ".join(line.strip() for line in text.splitlines() if line.strip())


def _nothing(_: Book) -> Lines:
    return []


def _narrative(book: Book) -> Lines:
    return _text(statements.incidents(book))


def _by_incident(book: Book, say: Callable[[int], str]) -> Lines:
    said = ((each, say(index)) for index, each in enumerate(book.case.incidents))
    return [
        f"{book.labels('incident', n=book.plan.numbers[each.incident.id])}: {_one_line(text)}"
        for each, text in said
        if text.strip()
    ]


def _dates(book: Book) -> Lines:
    return _by_incident(book, lambda index: book.date(book.case.incidents[index].incident.occurred))


def _places(book: Book) -> Lines:
    return _by_incident(book, lambda index: book.case.incidents[index].incident.place)


def _recalled(book: Book) -> Lines:
    return _by_incident(book, lambda index: book.case.incidents[index].incident.known_because)


def _issues(book: Book) -> Lines:
    chosen = {kind for each in book.case.incidents for kind in each.incident.types}
    return [book.labels.incident_type(kind) for kind in Catalogue.load().incident_types() if kind.id in chosen]


def _exhibits(book: Book) -> Lines:
    lines = []
    for exhibit in book.case.exhibits:
        item = exhibit.evidence
        said = f"{item.file_name}; {_one_line(item.description)}" if item.description.strip() else item.file_name
        lines.append(f"{book.labels('exhibit', label=book.plan.labels[item.id])}: {said}")
    return lines


def _of_complaint(name: str) -> Callable[[Book], Lines]:
    def said(book: Book) -> Lines:
        complaint = book.case.complaint
        return [] if complaint is None else str(getattr(complaint, name)).strip().splitlines()

    return said


def _standards(book: Book) -> Lines:
    lines = []
    for cited in book.case.complaint.standards if book.case.complaint else ():
        found = Catalogue.load().standard(cited.code, cited.ref)
        title = f"{found.code.body}: {found.code.title}, {found.code.edition}" if found else cited.code
        lines.append(f"{title}, {cited.ref}")
    return lines


def _label(key: str) -> Callable[[Book], Lines]:
    return lambda book: [book.labels(key)]


_ANSWERS: dict[str, Callable[[Book], Lines]] = {
    "narrative": _narrative, "summary": lambda book: _text(opening.summary(book)), "issues": _issues,
    "incident_dates": _dates, "incident_location": _places, "recall_basis": _recalled,
    "attachments": _exhibits,
    "outcome_sought": _of_complaint("outcome_sought"), "prior_steps": _of_complaint("steps_taken"),
    "other_reports": _of_complaint("other_bodies"), "delay_explanation": _of_complaint("delay_explanation"),
    "rule_citations": _standards, "research_details": lambda book: _text(statements.research(book)),
    "release": _label("consents.release.none"), "consent_to_share": _label("consents.share"),
    "signature": _label("declaration.blank"), "declaration": _label("declaration.blank"),
}  # fmt: skip


def _text(nodes: Iterable[Node]) -> Lines:
    return [line for node in nodes for line in _lines(node)]


def _lines(node: Node) -> Lines:
    if isinstance(node, Heading):
        return ["", _words(node.runs)]
    if isinstance(node, Para):
        return [_words(node.runs)]
    if isinstance(node, Facts):
        return [f"{name}: {_joined(paras)}" for name, paras in node.rows]
    if isinstance(node, Table):
        return ["; ".join(_cells(node.header, row)) for row in node.rows]
    return []


def _cells(header: tuple[str, ...], row: tuple[tuple[Para, ...], ...]) -> Lines:
    shown = ((name, _joined(cell)) for name, cell in zip(header, row, strict=True))
    return [f"{name}: {text}" if name else text for name, text in shown if text]


def _joined(paras: tuple[Para, ...]) -> str:
    return " ".join(_words(each.runs) for each in paras).strip()


def _words(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)
