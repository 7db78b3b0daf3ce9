"""The statements: one an incident, matches, the professional's response over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from journal_app.catalogue import Catalogue
from journal_app.domain.date_words import day_in_words, grouped, in_words
from journal_app.domain.dates import UNKNOWN, EventDate, Precision, parse_event_date
from journal_app.domain.gaps import Gap, at_its_point, by_its_own_clock, gap_in_days
from journal_app.domain.incident import Certainty, Incident, Quote, ResponseStep
from journal_app.domain.matches import Match
from journal_app.dossier.case import CaseIncident
from journal_app.dossier.content import (
    Facts,
    Heading,
    Node,
    Para,
    Role,
    Run,
    Table,
    fact,
    label,
    own,
    own_name,
    own_text,
    para,
)
from journal_app.dossier.excerpts import first_line, shortened
from journal_app.dossier.labels import LABELS
from journal_app.dossier.opening import Book, incident_links

_TIMES = frozenset({Precision.MINUTE, Precision.SECOND})


def exhibit_links(book: Book, incident: str) -> tuple[Para, ...]:
    """Return links to the exhibits of an incident by their labels."""
    return label_links(book, book.plan.exhibits.get(incident, ()))


def label_links(book: Book, identifiers: Sequence[str], *, role: Role = Role.BODY) -> tuple[Para, ...]:
    """Return links to exhibits by their labels, each once and in the order of these."""
    runs: list[Run] = []
    for identifier in (each for each in book.plan.labels if each in identifiers):
        runs += [Run(text=", ")] if runs else []
        runs.append(Run(text=book.plan.labels[identifier], link=book.plan.exhibit_place(identifier)))
    return (para(*runs, role=role),) if runs else ()


def incidents(book: Book) -> list[Node]:
    """Section 6: the statements, then matches and the response over time where there are any."""
    nodes: list[Node] = []
    for each in book.case.incidents:
        nodes += statement(book, each)
    if not nodes:
        nodes.append(book.none())
    return [*nodes, *_matches(book), *responses(book)]


def statement(book: Book, each: CaseIncident) -> list[Node]:
    """Return the statement of one incident: facts first, then the person's account and what belongs to it."""
    incident, labels = each.incident, book.labels
    place = book.plan.incident_place(incident.id)
    number = labels("incident", n=book.plan.numbers[incident.id])
    date = in_words(parse_event_date(incident.occurred), book.case.language)
    title = (label(f"{number} – "), fact(date))
    line = first_line(incident.account)
    nodes: list[Node] = [
        Heading(level=2, runs=title, key=place, outline=f"{number}: {shortened(line)}"),
        _facts(book, each),
        Heading(level=3, runs=(label(labels("incident.account")),), key=f"{place}-account"),
        *own_text(incident.account),
        *_quotes(book, incident),
    ]
    for key, text in (
        ("incident.own", incident.own_response),
        ("incident.afterwards", incident.afterwards),
        ("incident.unsure", incident.unsure),
    ):
        if text.strip():
            nodes.append(Heading(level=3, runs=(label(labels(key)),), key=f"{place}-{key}"))
            nodes += own_text(text)
    return [*nodes, *_told(book, incident), *_steps(book, incident)]


def _facts(book: Book, each: CaseIncident) -> Facts:
    incident, labels = each.incident, book.labels
    types = {kind.id: labels.incident_type(kind) for kind in Catalogue.load().incident_types()}
    people = tuple(
        para(own(labels("incident.part", name=book.case.named(part.person), part=part.part)))
        if part.part
        else para(own(book.case.named(part.person)))
        for part in incident.people
    )
    rows: list[tuple[str, Sequence[Para]]] = [
        ("incident.known", own_text(incident.known_because)),
        ("incident.zone", (para(fact(incident.timezone)),) if needs_zone(incident) else ()),
        ("incident.way", (para(label(labels(f"channel.{incident.channel}"))),) if incident.channel else ()),
        ("incident.place", own_text(incident.place)),
        ("incident.people", people),
        ("incident.types", tuple(para(label(types[name])) for name in incident.types if name in types)),
        ("incident.exhibits", exhibit_links(book, incident.id)),
        ("incident.recorded", (para(fact(_recorded(book, each))),)),
        ("incident.revised", (para(fact(_revised(book, each))),) if each.revisions > 1 else ()),
        ("incident.elsewhere", own_text(incident.recorded_elsewhere)),
    ]
    return replace(book.facts(rows), leads=True)


def needs_zone(incident: Incident) -> bool:
    """Say whether the date of an incident has a time that does not say its time zone by itself, and one is noted."""
    date = parse_event_date(incident.occurred)
    points = (point for point in (date.start, date.end) if point is not None)
    timed = any(point.precision in _TIMES and point.offset is None for point in points)
    return timed and bool(incident.timezone)


def _recorded(book: Book, each: CaseIncident) -> str:
    """Return when an incident was recorded and how many days after the event, as numbers without judgement.

    Of what has no end, as the person said, the days from its beginning; where an end of the time is not known, what can
    be said of the days.
    """
    day = day_in_words(each.first_recorded, book.case.language)
    occurred, recorded = parse_event_date(each.incident.occurred), _day(each.first_recorded)
    gap = gap_in_days(by_its_own_clock(at_its_point(occurred)), recorded)
    if gap is None or gap.most < 0:
        return book.labels("incident.recorded.plain", date=day)
    gap, key = gap._replace(least=max(0, gap.least)), "incident.recorded"
    if occurred.start is None:
        return _at_least(book, gap.least, day)
    if occurred.open_end:
        key = "incident.recorded.began"
    elif occurred.end is None:
        gap = Gap(0, gap.most, rough=True)
    return _days(book, key, gap, date=day)


def _at_least(book: Book, days: int, day: str) -> str:
    if not days:
        return book.labels("incident.recorded.plain", date=day)
    return book.labels.counted("incident.recorded.least", days, date=day)


def _days(book: Book, key: str, gap: Gap, **values: object) -> str:
    """Return the label that says a number of days."""
    least, most = gap.apart
    if gap.form == "range":
        numbers = {name: grouped(days, book.case.language) for name, days in (("least", least), ("most", most))}
        return book.labels(f"{key}.range", **numbers, **values)
    return book.labels.counted(f"{key}.{gap.form}", most, **values)


def _day(moment: datetime) -> EventDate:
    return parse_event_date(moment.date().isoformat())


def _revised(book: Book, each: CaseIncident) -> str:
    last = day_in_words(each.last_recorded, book.case.language)
    if each.revisions == 2:
        return book.labels("incident.revised.once", date=last)
    return book.labels("incident.revised.times", times=each.revisions - 1, date=last)


def _quotes(book: Book, incident: Incident) -> list[Node]:
    """Return quoted words, the exact ones apart from the sense."""
    nodes: list[Node] = []
    for certainty, key in ((Certainty.EXACT, "incident.exact"), (Certainty.IN_SUBSTANCE, "incident.sense")):
        quotes = [quote for quote in incident.exact_words if quote.certainty is certainty]
        if quotes:
            nodes.append(
                Heading(level=3, runs=(label(book.labels(key)),), key=f"{book.plan.incident_place(incident.id)}-{key}")
            )
        speaker = None
        for quote in quotes:
            if quote.speaker != speaker:
                nodes.append(para(_speaker(book, quote), role=Role.LABEL))
            speaker = quote.speaker
            words = own_text(quote.text, Role.QUOTE) or book.not_given()
            nodes += [*words, *label_links(book, quote.evidence, role=Role.NOTE)]
    return nodes


def _speaker(book: Book, quote: Quote) -> Run:
    """Return who spoke; words nobody is noted for say so, for else they seem to be those of the speaker above."""
    return own(book.case.named(quote.speaker)) if quote.speaker else label(book.labels("incident.speaker.none"))


def _told(book: Book, incident: Incident) -> list[Node]:
    if not incident.told:
        return []
    rows = tuple(
        (
            book.told(told.person),
            (para(fact(book.date(told.when))),),
            own_text(told.answer),
        )
        for told in incident.told
    )
    header = tuple(book.labels(key) for key in ("people.told", "log.when", "people.answer"))
    title = Heading(
        level=3, runs=(label(book.labels("incident.told")),), key=f"{book.plan.incident_place(incident.id)}-told"
    )
    return [title, Table(header=header, rows=rows, widths=(0.3, 0.22, 0.48))]


def _steps(book: Book, incident: Incident) -> list[Node]:
    if not incident.professional_response:
        return []
    rows = tuple(
        (
            _step(book, step),
            (para(fact(book.date(step.when))),),
            (*own_text(step.note), *label_links(book, step.evidence)),
        )
        for step in incident.professional_response
    )
    header = tuple(book.labels(key) for key in ("response.step", "log.when", "response.note"))
    title = Heading(
        level=3, runs=(label(book.labels("incident.response")),), key=f"{book.plan.incident_place(incident.id)}-steps"
    )
    return [title, Table(header=header, rows=rows, widths=(0.3, 0.22, 0.48))]


def _step(book: Book, step: ResponseStep) -> tuple[Para, ...]:
    """Return which step it was; what was written about it is printed also where none is chosen."""
    return (para(label(book.labels(f"step.{step.step}"))),) if step.step else book.not_given()


def responses(book: Book) -> list[Node]:
    """Return every step of the professional's response in the order of its date."""
    steps = [
        (parse_event_date(step.when), each.incident.id, step)
        for each in book.case.incidents
        for step in each.incident.professional_response
    ]
    if not steps:
        return []
    steps.sort(key=lambda step: step[0].sort_key)
    rows = tuple(
        (
            (para(fact(in_words(when, book.case.language))),),
            _step(book, step),
            (*own_text(step.note), *label_links(book, step.evidence)),
            incident_links(book, [identifier]),
        )
        for when, identifier, step in steps
    )
    header = tuple(book.labels(key) for key in ("log.when", "response.step", "response.note", "response.incident"))
    title = Heading(level=2, runs=(label(book.labels("response")),), key="response")
    return [title, Table(header=header, rows=rows, widths=(0.22, 0.24, 0.36, 0.18))]


def _matches(book: Book) -> list[Node]:
    if not book.case.matches:
        return []
    nodes: list[Node] = [Heading(level=2, runs=(label(book.labels("matches")),), key="matches")]
    for number, match in enumerate(book.case.matches, 1):
        nodes += _match(book, number, match)
    return nodes


def _match(book: Book, number: int, match: Match) -> list[Node]:
    labels, private, public = book.labels, match.private, match.public
    told_to = own_name(book.case.named(private.told_to)) if private.told_to else ()
    way: tuple[Para, ...] = ()
    if private.channel:
        key = f"channel.{private.channel}"
        way = (para(label(labels(key))),) if _is_label(key) else own_name(private.channel)
    rows = (
        ("matches.text", own_text(private.text, Role.QUOTE), own_text(public.text, Role.QUOTE)),
        ("matches.when", _dated(book, private.when), _dated(book, public.when)),
        ("matches.first-seen", (), _dated(book, public.first_seen)),
        ("matches.way", way, ()),
        ("matches.told-to", told_to, ()),
        ("matches.url", (), own_name(public.url)),
        ("matches.account", (), own_name(public.account)),
        ("response.incident", incident_links(book, [private.incident]), incident_links(book, [public.incident])),
    )
    shown = tuple(((para(label(labels(key))),), left, right) for key, left, right in rows if left or right)
    header = ("", labels("matches.private"), labels("matches.public"))
    after: list[tuple[str, Sequence[Para]]] = [
        ("matches.gap", _gap(book, match)),
        ("matches.could-know", own_text(match.who_could_know)),
        ("matches.exhibits", label_links(book, match.evidence)),
    ]
    title = Heading(level=3, runs=(label(labels("match", n=number)),), key=f"match-{number}")
    return [
        title,
        Table(header=header, rows=shown, widths=(0.18, 0.41, 0.41), whole=True, leads=True),
        book.facts(after),
    ]


def _is_label(key: str) -> bool:
    return key in LABELS


def _dated(book: Book, edtf: str) -> tuple[Para, ...]:
    return (para(fact(book.date(edtf))),) if edtf else ()


def _gap(book: Book, match: Match) -> tuple[Para, ...]:
    """Return the days between the two sides, and where the public one may lie before the other, that it may."""
    dates = [parse_event_date(side.when) if side.when else UNKNOWN for side in (match.private, match.public)]
    gap = gap_in_days(dates[0], dates[1])
    if gap is None:
        return (para(fact(book.labels("matches.gap.unknown"))),)
    days = para(fact(_days(book, "matches.gap", gap)))
    if gap.turned is False:
        return (days,)
    return days, para(label(book.labels("matches.gap.turned" if gap.turned else "matches.gap.either")))
