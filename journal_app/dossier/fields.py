"""Plain text for a body's own form: under each of its fields, what the journal says there, ready to copy.

The catalogue gives the headings of a form, the fields under each in the body's words, and what each heading asks for
(its tags). A field gets only what its own words ask for, which ``asked`` says.
Only the person's words, the names of what they chose, and fixed labels are written; what the catalogue knows of time
limits is for the person and is kept apart from it. What steers the direction of text stands here as it does in the
dossier: in no name or number, and in other words it ends with its line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from journal_app.catalogue import BoardSection, Catalogue
from journal_app.domain.controls import closed, undirected
from journal_app.domain.people import Person, Relationship, Role
from journal_app.dossier import correspondence, opening, parties, research, statements, witnesses
from journal_app.dossier.asked import ALL, ANOTHER, OF_A_KIND, Ask, asked
from journal_app.dossier.case import Case
from journal_app.dossier.labels import Labels
from journal_app.dossier.opening import Book
from journal_app.dossier.plain import joined, of_tables, text_of
from journal_app.dossier.plan import Plan
from journal_app.i18n import words_for

Lines = list[str]

# What can be said of a person, in this order: the label, and the part of them that is asked for.
_PARTS = (
    ("people.profession", "profession"),
    ("people.licence", "licence_number"),
    ("people.licence-body", "licence_body"),
    ("people.address", "address"),
    ("people.email", "email"),
    ("people.phone", "phone"),
    ("people.contact_note", "contact_note"),
)
_BOND = (
    ("relationship.first", "first_session"),
    ("relationship.last", "last_session"),
    ("relationship.setting", "setting"),
    ("relationship.frequency", "frequency"),
)
_DATES = frozenset({"first_session", "last_session"})


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
    """Return what the person has to know of the form: the body's time limit, and headings that are not confirmed.

    Of the limit the words are quoted, with what they rest on. None where no limit was found and the headings were read
    in a source. It is for the person: it stands in no copy for a body, nor in a text to paste.
    """
    if case.board is None:
        return None
    limit, book = case.board.time_limit, Book(case=case, plan=plan, labels=Labels(words_for(case.language)))
    lines: Lines = []
    if limit.found:
        looked_up = book.labels("checked", date=book.date(limit.checked_on.isoformat()))
        basis = looked_up if limit.confirmed else book.labels("not-confirmed")
        lines += [f"{book.labels('steps.limit')} ({case.board.name}):", limit.text, basis]
    if case.board.sections and not case.board.sections_confirmed:
        lines.append(book.labels("fields.unconfirmed"))
    return FormNote(heading=book.labels("fields.note"), lines=tuple(lines)) if lines else None


_HEADING = attrgetter("heading")


def form_answers(case: Case, plan: Plan) -> tuple[FormAnswer, ...]:
    """Return what belongs into each field of the form of the case's body, in the form's order."""
    if case.board is None:
        return ()
    book = Book(case=case, plan=plan, labels=Labels(words_for(case.language)))
    return tuple(answer for section in case.board.sections for answer in _under(book, section))


def reached(case: Case) -> tuple[str, ...]:
    """Return the names, as they stand there, of people whose contact details are in the text for the body's form."""
    if case.board is None:
        return ()
    asks = [ask for section in case.board.sections for field in section.fields or ("",)
            for ask in asked(section.tags, field) if ask.tag in _SUBJECTS]  # fmt: skip
    return tuple(case.named(each.id) for each in case.people if any(_reaches(case, each, ask) for ask in asks))


def _reaches(case: Case, person: Person, ask: Ask) -> bool:
    """Say whether what is said of a person where this is asked holds something they can be reached by."""
    told = [part for _, part in _wanted(case, person, ask) if part in parties.REACHED_BY]
    shown = [part for part in told if getattr(person, part).strip() and not case.hides(person.id, part)]
    return person in _whom(case, ask) and bool(shown)


def _as_text(heading: str, answers: Sequence[FormAnswer]) -> str:
    shown = ("".join(f"    [{field}]\n" for field in each.fields) + f"{each.text}\n" for each in answers)
    return f"{heading}\n{'=' * len(heading)}\n" + "\n".join(shown)


def _under(book: Book, section: BoardSection) -> list[FormAnswer]:
    """Return the answers under one heading; fields with the same answer share it."""
    blocks: dict[str, list[str]] = {}
    for field in section.fields:
        blocks.setdefault(_said(book, asked(section.tags, field)), []).append(field)
    if not section.fields:
        blocks[_said(book, asked(section.tags, ""))] = []
    return [FormAnswer(heading=section.heading, fields=tuple(fields), text=text) for text, fields in blocks.items()]


def _said(book: Book, asks: Sequence[Ask]) -> str:
    """Return what is recorded of all that is asked for, each once, or that nothing is."""
    found: Lines = []
    said: list[Lines] = []
    asks = _together(asks)
    several = len({ask.tag for ask in asks if ask.tag in _SUBJECTS and ask.wants("name")}) > 1
    for ask in asks:
        for lines in _answers(book, ask, several=several):
            if lines and lines not in said:
                said.append(lines)
                found += [*lines, ""] if ask.tag in _SUBJECTS else lines
    return "\n".join(found).strip("\n") or book.labels("none")


_BOTH = "dates_and_places"


def _together(asks: Sequence[Ask]) -> Sequence[Ask]:
    """Return what is asked for, with the days and the places of incidents as one."""
    apart = [ask for ask in asks if ask.tag in {"incident_dates", "incident_location"}]
    if len(apart) < 2:
        return asks
    at = asks.index(apart[0])
    return [*asks[:at], Ask(_BOTH), *(ask for ask in asks[at:] if ask not in apart)]


def _answers(book: Book, ask: Ask, *, several: bool) -> list[Lines]:
    if ask.tag in _SUBJECTS:
        return _people(book, ask, several=several)
    if ask.tag == "relationship":
        return [_relationship(book, ask)]
    if ask.tag == "research_details":
        return [research.lines(book, ask)]
    if OF_A_KIND in ask.parts:
        return [_of_a_kind(book)]
    return [_ANSWERS.get(ask.tag, _nothing)(book)]


def _having(role: Role) -> Callable[[Case], tuple[Person, ...]]:
    return lambda case: tuple(person for person in case.people if role in person.roles)


_SUBJECTS: dict[str, Callable[[Case], tuple[Person, ...]]] = {
    "complainant": lambda case: case.complainants,
    "client": lambda case: case.clients,
    "relationship_to_client": lambda case: case.parties,
    "practitioner": parties.professionals_of,
    "employer": _having(Role.EMPLOYER),
    "witnesses": parties.witnesses_of,
    "subsequent_providers": _having(Role.LATER_PROVIDER),
}


def _people(book: Book, ask: Ask, *, several: bool) -> list[Lines]:
    return [_person(book, person, ask, several=several) for person in _whom(book.case, ask)]


def _whom(case: Case, ask: Ask) -> list[Person]:
    apart = case.complainants if ANOTHER in ask.parts else ()
    return [person for person in _SUBJECTS[ask.tag](case) if person not in apart]


def _may_be_reached(case: Case, person: Person) -> bool:
    """Say whether it may be told how somebody can be reached: the complaint is about them, or they agreed."""
    return parties.may_be_reached(case, person) or person in parties.at_work(case)


def _wanted(case: Case, person: Person, ask: Ask) -> list[tuple[str, str]]:
    """Return what is told of a person of all that is asked for: each part with its label."""
    if ask.tag == "relationship_to_client":
        return []
    apart = () if _may_be_reached(case, person) else parties.REACHED_BY
    return [(key, part) for key, part in _PARTS if ask.wants(part) and part not in apart]


def _person(book: Book, person: Person, ask: Ask, *, several: bool) -> Lines:
    """Return what is asked of one person, with their part where ``several`` kinds of people are."""
    if ask.tag == "relationship_to_client":
        roles = ", ".join(book.labels(f"role.{role}") for role in person.roles)
        return [f"{_named(book, person.id)}: {roles}"]
    if "agreed" in ask.parts and not _may_be_reached(book.case, person):
        return []
    shown = [(key, _part(book, person, part)) for key, part in _wanted(book.case, person, ask)]
    lines = [f"{book.labels('people.name')}: {_named(book, person.id)}"] if ask.wants("name") else []
    if ask.wants("name") and (several or ask.tag == "witnesses"):
        lines.append(f"{book.labels('people.relation')}: {joined(witnesses.part_of(book, person))}")
    lines += [f"{book.labels(key)}: {_one_line(value)}" for key, value in shown if value.strip()]
    if ask.tag == "subsequent_providers" and ask.wants("treated"):
        lines += text_of([book.facts([("people.treated", opening.treated(book, person))])])
    if "birth" in ask.parts:
        lines.append(book.labels("people.birth"))
    if ask.tag == "practitioner" and person.register_check is not None and ask.wants("register_check"):
        check = person.register_check
        dated = book.date(check.date) if check.date else ""
        looked = ": ".join(filter(None, (dated, undirected(check.result))))
        lines.append(f"{book.labels('people.register-check')}: {looked}")
    return lines


def _part(book: Book, person: Person, part: str) -> str:
    return book.labels("people.hidden") if book.case.hides(person.id, part) else undirected(getattr(person, part))


def _named(book: Book, identifier: str) -> str:
    return undirected(book.case.named(identifier))


def _relationship(book: Book, ask: Ask) -> Lines:
    """Return what is asked of each relationship, under names where there are several that say it."""
    bonds = book.case.relationships
    if ask.parts == ALL:
        return text_of(opening.relationship(book)) if bonds else []
    said = [(bond, lines) for bond in bonds if (lines := _bond(book, bond, ask))]
    if len(said) < 2:
        return [line for _, lines in said for line in lines]
    found: Lines = []
    for bond, lines in said:
        client, professional = (_named(book, each) for each in (bond.client, bond.professional))
        between = [f"{book.labels('role.client')}: {client}", f"{book.labels('role.professional')}: {professional}"]
        found += [*([""] if found else []), *between, *lines]
    return found


def _bond(book: Book, bond: Relationship, ask: Ask) -> Lines:
    asked_for = [(key, part, str(getattr(bond, part))) for key, part in _BOND if ask.wants(part)]
    said = ((key, book.date(text) if part in _DATES else _one_line(text)) for key, part, text in asked_for if text)
    return [f"{book.labels(key)}: {text}" for key, text in said if text]


def _one_line(text: str) -> str:
    return ", ".join(closed(line.strip()) for line in text.splitlines() if line.strip())


def _nothing(_: Book) -> Lines:
    return []


def _everybody(book: Book) -> Lines:
    """Return everybody there is, each with their part."""
    told = ((_named(book, each.id), joined(witnesses.part_of(book, each))) for each in book.case.people)
    return ["", *(f"{name}: {part}" if part else name for name, part in told)]


def _narrative(book: Book) -> Lines:
    return text_of(statements.incidents(book))


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


def _dates_and_places(book: Book) -> Lines:
    def said(index: int) -> str:
        incident = book.case.incidents[index].incident
        return "; ".join(filter(None, (book.date(incident.occurred), _one_line(incident.place))))

    return _by_incident(book, said)


def _recalled(book: Book) -> Lines:
    return _by_incident(book, lambda index: book.case.incidents[index].incident.known_because)


def _issues(book: Book) -> Lines:
    chosen = {kind for each in book.case.incidents for kind in each.incident.types}
    return [book.labels.incident_type(kind) for kind in Catalogue.load().incident_types() if kind.id in chosen]


def _exhibits(book: Book) -> Lines:
    lines = []
    for exhibit in book.case.exhibits:
        item = exhibit.evidence
        said = "; ".join(filter(None, (undirected(item.file_name), _one_line(item.description))))
        lines.append(f"{book.labels('exhibit', label=book.plan.labels[item.id])}: {said}")
    return lines


def _of_a_kind(book: Book) -> Lines:
    """Return what there is where bills, say, are asked for: of a file no kind of document is recorded."""
    there = list(book.plan.labels.values())
    labels = "–".join(dict.fromkeys((there[0], there[-1]))) if there else ""
    return [book.labels("fields.of-a-kind", labels=labels)] if there else []


def _of_complaint(name: str) -> Callable[[Book], Lines]:
    def said(book: Book) -> Lines:
        complaint = book.case.complaint
        said = "" if complaint is None else str(getattr(complaint, name)).strip()
        return [closed(line) for line in said.splitlines()]

    return said


def _standards(book: Book) -> Lines:
    lines = []
    for cited in book.case.complaint.standards if book.case.complaint else ():
        found = Catalogue.load().standard(cited.code, cited.ref)
        title = f"{found.code.body}: {found.code.title}, {found.code.edition}" if found else undirected(cited.code)
        lines.append(", ".join(filter(None, (title, undirected(cited.ref)))) or book.labels("not-given"))
    return lines


def _signed(key: str) -> Callable[[Book], Lines]:
    return lambda book: [book.signed(key)]


_ANSWERS: dict[str, Callable[[Book], Lines]] = {
    "narrative": _narrative, "summary": lambda book: text_of(opening.summary(book, whole=True)), "issues": _issues,
    "responses": lambda book: of_tables(statements.responses(book)),
    "people": _everybody,
    "told": lambda book: of_tables(witnesses.told(book)),
    "incident_dates": _dates, _BOTH: _dates_and_places, "incident_location": _places, "recall_basis": _recalled,
    "attachments": _exhibits,
    "outcome_sought": _of_complaint("outcome_sought"), "prior_steps": _of_complaint("steps_taken"),
    "other_reports": _of_complaint("other_bodies"), "delay_explanation": _of_complaint("delay_explanation"),
    "rule_citations": _standards,
    "after_filing": lambda book: text_of(correspondence.points_of(book, book.case.points, key="reply", level=2)),
    "release": _signed("consents.release.none"), "consent_to_share": _signed("consents.share"),
    "signature": _signed("declaration.blank"), "declaration": _signed("declaration.blank"),
}  # fmt: skip
