"""The chronology: one row an incident, no longer than a glance; all of it stands in the statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from journal_app.domain.date_words import day_in_words, in_words
from journal_app.domain.dates import parse_event_date
from journal_app.domain.incident import Incident
from journal_app.dossier.case import CaseIncident
from journal_app.dossier.content import Node, Para, Role, Run, Table, fact, label, own, own_text, para
from journal_app.dossier.excerpts import beginning, first_line, shortened
from journal_app.dossier.opening import Book
from journal_app.dossier.parties import witnesses_of
from journal_app.dossier.statements import label_links, needs_zone

_MOST_EXHIBITS, _MOST_WITNESSES = 8, 4  # that a row names


def chronology(book: Book) -> list[Node]:
    """Section 5: one row an incident, in the order of their dates."""
    if not book.case.incidents:
        return [book.none()]
    rows, seeing = [], witnesses_of(book.case)
    for each in sorted(book.case.incidents, key=_in_time):
        incident = each.incident
        place = book.plan.incident_place(incident.id)
        number = Run(text=str(book.plan.numbers[incident.id]), origin=fact("").origin, link=place)
        where = para(label(book.labels("chronology.page")), Run(page_of=place), role=Role.NOTE)
        way = [book.labels(f"channel.{incident.channel}")] if incident.channel else []
        there = (person for person in seeing if person.id in incident.people_ids)
        seen = [para(own(book.case.named(person.id)), role=Role.NOTE) for person in there]
        rows.append(
            (
                (para(number), where),
                _when(book, incident),
                own_text(beginning(incident.known_because, 100)),
                (*(para(label(text)) for text in way), *own_text(shortened(first_line(incident.place), 60))),
                own_text(shortened(first_line(incident.account), 120)),
                (*_first_exhibits(book, incident.id), *_first(book, seen, _MOST_WITNESSES)),
                (para(fact(day_in_words(each.first_recorded, book.case.language))),),
            )
        )
    keys = ("no", "date", "known", "way", "what", "exhibits", "recorded")
    header = tuple(book.labels(f"chronology.{key}") for key in keys)
    return [Table(header=header, rows=tuple(rows), widths=(0.06, 0.14, 0.16, 0.12, 0.28, 0.11, 0.13))]


def _first_exhibits(book: Book, incident: str) -> tuple[Para, ...]:
    labelled = set(book.plan.exhibits.get(incident, ()))
    found = [each for each in book.plan.labels if each in labelled]
    if len(found) <= _MOST_EXHIBITS + 1:
        return label_links(book, found)
    return (*label_links(book, found[:_MOST_EXHIBITS]), book.more(len(found) - _MOST_EXHIBITS))


def _first(book: Book, paras: Sequence[Para], most: int) -> tuple[Para, ...]:
    """Return the first of what has a line each, and how many more there are; never a line for one more alone."""
    return tuple(paras) if len(paras) <= most + 1 else (*paras[:most], book.more(len(paras) - most))


def _when(book: Book, incident: Incident) -> tuple[Para, ...]:
    """Return the date of an incident, with the time zone where it has a time that does not say it by itself."""
    said = para(fact(in_words(parse_event_date(incident.occurred), book.case.language)))
    return (said, para(fact(incident.timezone), role=Role.NOTE)) if needs_zone(incident) else (said,)


def _in_time(each: CaseIncident) -> tuple[bool, tuple[bool, datetime, datetime]]:
    """Return what the chronology is ordered by: dates, and what has none behind them."""
    date = parse_event_date(each.incident.occurred)
    return date.is_unknown, date.sort_key
