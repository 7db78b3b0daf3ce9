"""The opening sections: summary, the parties and how they stood to each other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from journal_app.catalogue import Catalogue, Filing
from journal_app.domain.controls import undirected
from journal_app.domain.date_words import in_words, text_in_words
from journal_app.domain.dates import EventDate, first_and_last, parse_event_date
from journal_app.domain.incident import Incident
from journal_app.domain.people import Person, Role
from journal_app.dossier.case import Audience, Case
from journal_app.dossier.content import (
    Facts,
    Heading,
    NewPage,
    Node,
    Para,
    Run,
    Table,
    fact,
    known,
    label,
    own,
    own_name,
    own_text,
    para,
)
from journal_app.dossier.content import (
    Role as ParaRole,
)
from journal_app.dossier.excerpts import beginning
from journal_app.dossier.labels import Labels
from journal_app.dossier.parties import REACHED_BY, at_work, complaining, has_contact, professionals_of
from journal_app.dossier.plan import Plan

_MOST_NUMBERS = 8  # of incidents that a row of the summary names
_BEGINNING = 240  # letters of what was done so far that stand in the summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What every section is written from."""

    case: Case
    plan: Plan
    labels: Labels

    def date(self, edtf: str) -> str:
        """Return an EDTF date in the dossier's words."""
        return text_in_words(edtf, self.case.language)

    def facts(self, rows: Sequence[tuple[str, Sequence[Para]]]) -> Facts:
        """Return labelled facts without the empty ones; a label is given by its key."""
        return Facts(rows=tuple((self.labels(key), tuple(paras)) for key, paras in rows if paras))

    def none(self) -> Para:
        """Return the paragraph that says that nothing is recorded."""
        return para(label(self.labels("none")), role=ParaRole.NOTE)

    @property
    def advises(self) -> bool:
        """Whether this copy holds what the program knows of bodies: that is meant for the person, never for a body."""
        return self.case.audience is not Audience.BOARD

    def body(self) -> tuple[Para, ...]:
        """Return the name of the body, of the catalogue or the person's own words; nothing where none is chosen."""
        board = self.case.board
        return (para(known(board.name)),) if board is not None else own_name(self.case.body_name)

    @property
    def filing(self) -> Filing:
        """How a complaint reaches the body, which is not known where none is chosen."""
        return self.case.board.filing if self.case.board is not None else Filing.NOT_KNOWN

    def signed(self, key: str, **values: object) -> str:
        """Return the label for what is signed elsewhere: on the body's own form only where it takes nothing else."""
        return self.labels(key if self.filing is Filing.FORM else f"{key}.asked", **values)

    def given(self, person: Person, field: str) -> tuple[Para, ...]:
        """Return what is noted of a person in a field, or that it is hidden because their name is."""
        if self.case.hides(person.id, field):
            return (para(label(self.labels("people.hidden"))),)
        return own_name(getattr(person, field))

    def not_given(self) -> tuple[Para, ...]:
        """Return what stands in place of something that was left open beside words that are printed."""
        return (para(label(self.labels("not-given"))),)

    def told(self, identifier: str) -> tuple[Para, ...]:
        """Return who was told, with the part they have beside that, or that it is left open."""
        if not identifier:
            return self.not_given()
        person = self.case.person(identifier)
        parts = self.parts(person, apart_from=(Role.TOLD, Role.OTHER)) if person else ""
        return (para(own(self.case.named(identifier)), *([label(" – "), label(parts)] if parts else [])),)

    def more(self, count: int) -> Para:
        """Return the line that says how many more there are of what is named only in part."""
        return para(label(self.labels("chronology.more", count=count)), role=ParaRole.NOTE)

    def place(self, words: str, key: str) -> Para:
        """Return a link to a place of the dossier, and its page."""
        return para(Run(text=words, link=key), Run(text=", "), label(self.labels("chronology.page")), Run(page_of=key))

    def parts(self, person: Person, *, apart_from: Collection[Role] = ()) -> str:
        """Return the parts a person has, one after the other."""
        return ", ".join(self.labels(f"role.{role}") for role in person.roles if role not in apart_from)

    def unconfirmed(self, *, confirmed: bool) -> tuple[Para, ...]:
        """Return the warning that belongs under a fact that is not confirmed."""
        if confirmed or not self.advises:
            return ()
        return (para(label(self.labels("not-confirmed")), role=ParaRole.NOTE),)

    def basis(self, *, confirmed: bool, checked_on: str) -> tuple[Para, ...]:
        """Return what a quoted fact rests on and when that was looked up (EDTF), and to check it with the body."""
        if not confirmed:
            return self.unconfirmed(confirmed=False)
        return (para(label(self.labels("checked", date=self.date(checked_on))), role=ParaRole.NOTE),)


def given(text: str) -> tuple[Para, ...]:
    """Return the person's words for one fact; nothing where there are none."""
    return own_text(text)


def numbered(book: Book, identifiers: Sequence[str]) -> tuple[Para, ...]:
    """Return links to incidents of this dossier, in the order of their numbers."""
    numbers = book.plan.numbers
    return incident_links(book, sorted(set(identifiers) & numbers.keys(), key=numbers.__getitem__))


def summary(book: Book, *, whole: bool = False) -> list[Node]:
    """Section 1: five answers, and the types of entry with their counts.

    What was done so far has a section of its own: unless ``whole``, a longer one is only begun here.
    """
    case = book.case
    dates = [parse_event_date(each.incident.occurred) for each in case.incidents]
    rows: list[tuple[str, Sequence[Para]]] = []
    who = ((case.named(person.id), person.profession) for person in professionals_of(case))
    rows.append(("role.complainant", complaining(case)))
    rows.append(("summary.who", tuple(para(own(", ".join(part for part in parts if part))) for parts in who)))
    rows.append(("summary.when", _span(book, dates)))
    if case.complaint is not None:
        done = case.complaint.steps_taken
        rows.append(("summary.done", given(done) if whole else _begun(book, done)))
        rows.append(("summary.wanted", given(case.complaint.outcome_sought)))
    return [book.facts(rows), *_types(book)]


def _begun(book: Book, text: str) -> tuple[Para, ...]:
    """Return the beginning of what was done so far; where it is not all of it, with the place of the rest."""
    begun = beginning(text, _BEGINNING)
    rest = () if begun == undirected(text).strip() else (book.place(book.labels.section("9"), "section-9"),)
    return (*given(begun), *rest)


def _span(book: Book, dates: Sequence[EventDate]) -> tuple[Para, ...]:
    if all(date.is_unknown for date in dates):
        return ()
    first, last = _ends(book, dates)
    ended, going = _by_end(book, dates)
    if going and ended:  # what goes on is not the last day of anything
        last = _ends(book, ended)[1]
        return (para(label(book.labels("summary.span.open", first=first, last=last, since=", ".join(going)))),)
    if len(going) > 1:
        return (para(label(book.labels("summary.open", since=", ".join(going)))),)
    return (para(label(book.labels("summary.span", first=first, last=last) if first != last else first)),)


def _by_end(book: Book, dates: Sequence[EventDate]) -> tuple[list[EventDate], list[str]]:
    """Return the known dates that have an end, and in words those of which the person said that they have none."""
    known_dates = [date for date in dates if not date.is_unknown]
    going = [in_words(date, book.case.language) for date in known_dates if date.open_end]
    return [date for date in known_dates if not date.open_end], list(dict.fromkeys(going))


def _ends(book: Book, dates: Sequence[EventDate]) -> list[str]:
    """Return in words which date begins first and which ends last."""
    return [in_words(date, book.case.language) for date in first_and_last(dates)]


def _last(book: Book, dates: Sequence[EventDate]) -> tuple[Para, ...]:
    """Return in words which date ends last, and what has no end; what only began is no last date."""
    ended, going = _by_end(book, dates)
    if not going:
        return (para(fact(_ends(book, dates)[1])),)
    since = label(book.labels("summary.open", since=", ".join(going)))
    if ended:
        return para(fact(_ends(book, ended)[1])), para(since, role=ParaRole.NOTE)
    return (para(since if len(going) > 1 else label(book.labels("summary.no-end"))),)


def _types(book: Book) -> list[Node]:
    rows = []
    for kind in Catalogue.load().incident_types():
        chosen = [each.incident for each in book.case.incidents if kind.id in each.incident.types]
        dates = [parse_event_date(each.occurred) for each in chosen]
        if dates:
            cells = (label(book.labels.incident_type(kind)), fact(str(len(dates))), fact(_ends(book, dates)[0]))
            words, count, first = ((para(cell),) for cell in cells)
            rows.append((words, count, _first_numbers(book, chosen), first, _last(book, dates)))
    if not rows:
        return []
    header = tuple(book.labels(f"summary.{key}") for key in ("type", "count", "incidents", "first", "last"))
    title = Heading(level=3, runs=(label(book.labels("summary.concerns")),), key="concerns")
    return [title, Table(header=header, rows=tuple(rows), widths=(0.35, 0.09, 0.18, 0.19, 0.19))]


def _first_numbers(book: Book, incidents: Sequence[Incident]) -> tuple[Para, ...]:
    """Return the bare numbers of incidents, each a link; of many the first, and how many more there are."""
    shown = incidents if len(incidents) <= _MOST_NUMBERS + 1 else incidents[:_MOST_NUMBERS]
    runs: list[Run] = []
    for each in shown:
        runs += [Run(text=", ")] if runs else []
        number = str(book.plan.numbers[each.id])
        runs.append(Run(text=number, origin=fact("").origin, link=book.plan.incident_place(each.id)))
    left = len(incidents) - len(shown)
    return (para(*runs), book.more(left)) if left else (para(*runs),)


def parties(book: Book) -> list[Node]:
    """Section 2: the complainant and the client; contact details stand on a page of their own."""
    return people_as(book, book.case.parties)


def people_as(book: Book, people: Sequence[Person]) -> list[Node]:
    """Return what part people have, without what they can be reached by."""
    case, labels = book.case, book.labels
    nodes: list[Node] = []
    for person in people:
        roles = ", ".join(labels(f"role.{role}") for role in person.roles)
        rows = (("people.name", (para(own(case.named(person.id))),)), ("people.relation", (para(label(roles)),)))
        nodes.append(book.facts((*rows, ("people.contact", where_contact(book, person)))))
    return nodes or [book.none()]


def where_contact(book: Book, person: Person) -> tuple[Para, ...]:
    """Return that the page with contact details says something of a person."""
    if not has_contact(book.case, person):
        return ()
    place = book.place(book.labels("people.contact"), "contacts")
    return para(label(book.labels("people.contact-page"))), place


def contacts(book: Book) -> list[Node]:
    """Return the page with contact details: the complainant's, and those of people who agreed to be contacted.

    Of people whose names are replaced it says only that theirs are hidden.
    """
    nodes: list[Node] = []
    for number, person in enumerate(book.case.people, 1):
        if has_contact(book.case, person):
            nodes.append(Heading(level=3, runs=(own(book.case.named(person.id)),), key=f"contact-{number}"))
            rows = [(f"people.{field}", own_name(getattr(person, field))) for field in REACHED_BY]
            nodes += [book.facts(rows)] if any(paras for _, paras in rows) else []
            if book.case.hides(person.id, *REACHED_BY):
                nodes.append(para(label(book.labels("people.hidden"))))
    if not nodes:
        return []
    title = Heading(level=1, runs=(label(book.labels("people.contact")),), key="contacts")
    return [NewPage(), title, *nodes, NewPage()]


def professional(book: Book) -> list[Node]:
    """Section 3: the professional, the register, and under a heading of their own those around them."""
    case, first = book.case, professionals_of(book.case)
    around = _registered(book, (each for each in case.people if _AROUND & set(each.roles) and each not in first))
    title = Heading(level=2, runs=(label(book.labels("people.around")),), key="around")
    return [*about(book), *([title, *around] if around else [])]


def about(book: Book) -> list[Node]:
    """Return what is noted of those the complaint is about."""
    return _registered(book, professionals_of(book.case)) or [book.none()]


_AROUND = frozenset({Role.SUPERVISOR, Role.EMPLOYER})


def _registered(book: Book, people: Iterable[Person]) -> list[Node]:
    """Return what is noted of each professional, with what a register says of them."""
    case, labels = book.case, book.labels
    working = at_work(case)
    nodes: list[Node] = []
    for person in people:
        check = person.register_check
        looked = [fact(book.date(check.date))] if check and check.date else []
        looked += [Run(text=": ")] if looked and check and check.result else []
        looked += [own(check.result)] if check and check.result else []
        roles = ", ".join(labels(f"role.{role}") for role in person.roles)
        rows: list[tuple[str, Sequence[Para]]] = [
            ("people.name", (para(own(case.named(person.id), bold=True)),)),
            ("people.relation", (para(label(roles)),) if roles else ()),
            ("people.profession", own_name(person.profession)),
            ("people.licence", book.given(person, "licence_number")),
            ("people.licence-body", own_name(person.licence_body)),
            ("people.register-check", (para(*looked),) if looked else ()),
            ("people.treated", treated(book, person)),
            *((f"people.{field}", book.given(person, field)) for field in REACHED_BY if person in working),
            ("people.contact", where_contact(book, person)),
        ]
        nodes.append(book.facts(rows))
    return nodes


def relationship(book: Book) -> list[Node]:
    """Section 4: who was whose client, sessions, setting, fees, papers, and how it ended."""
    nodes: list[Node] = []
    for each in book.case.relationships:
        rows: list[tuple[str, Sequence[Para]]] = [
            ("role.client", own_name(book.case.named(each.client))),
            ("role.professional", own_name(book.case.named(each.professional))),
            ("relationship.first", _dated(book, each.first_session)),
            ("relationship.last", _dated(book, each.last_session)),
            ("relationship.setting", given(each.setting)),
            ("relationship.frequency", given(each.frequency)),
            ("relationship.fees", given(each.fees)),
            ("relationship.consents", given(each.consents)),
            ("relationship.ended", given(each.how_it_ended)),
        ]
        nodes.append(book.facts(rows))
    return nodes or [book.none()]


def _dated(book: Book, edtf: str) -> tuple[Para, ...]:
    return (para(fact(book.date(edtf))),) if edtf else ()


def providers(book: Book) -> list[Node]:
    """Section 8: later and other providers, with the professionals the complaint is not about."""
    case, elsewhere = book.case, {*_AROUND, Role.LATER_PROVIDER}
    rest = (person for person in case.people if person not in professionals_of(case))
    left = (each for each in rest if Role.PROFESSIONAL in each.roles and not elsewhere & set(each.roles))
    others = _registered(book, left)
    later = [person for person in case.people if Role.LATER_PROVIDER in person.roles]
    if not later:
        return others or [book.none()]
    dated = any(treated(book, each) for each in later)
    contact = any(has_contact(case, each) for each in later)
    keys = ("name", "profession", *(("treated",) if dated else ()), *(("contact",) if contact else ()))
    rows = []
    for person in later:
        cells = {
            "name": own_name(case.named(person.id)),
            "profession": own_name(person.profession) or book.not_given(),
            "treated": treated(book, person) or book.not_given(),
            "contact": where_contact(book, person),
        }
        rows.append(tuple(cells[key] for key in keys))
    header = tuple(book.labels(f"people.{key}") for key in keys)
    return [*others, Table(header=header, rows=tuple(rows), widths=_PROVIDERS[len(keys)])]


_PROVIDERS = {2: (0.5, 0.5), 3: (0.36, 0.3, 0.34), 4: (0.26, 0.22, 0.26, 0.26)}  # widths by how many columns there are


def treated(book: Book, person: Person) -> tuple[Para, ...]:
    """Return from when until when somebody treated the client, as far as it is noted."""
    first, last = (book.date(each) if each else "" for each in (person.treated_from, person.treated_until))
    if not first and not last:
        return ()
    key = "people.treated.both" if first and last else "people.treated.from" if first else "people.treated.until"
    return (para(fact(book.labels(key, first=first, last=last))),)


def incident_links(book: Book, identifiers: Sequence[str]) -> tuple[Para, ...]:
    """Return links to incidents of this dossier by their numbers."""
    runs: list[Run] = []
    for identifier in identifiers:
        if identifier in book.plan.numbers:
            text = book.labels("incident", n=book.plan.numbers[identifier])
            runs += [Run(text=", ")] if runs else []
            runs.append(Run(text=text, link=book.plan.incident_place(identifier)))
    return (para(*runs),) if runs else ()
