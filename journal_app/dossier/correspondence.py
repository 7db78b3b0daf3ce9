"""What came after filing: the professional's answer point by point, the log, what was sent, and what came back."""

from __future__ import annotations

from collections.abc import Sequence

from journal_app.domain.complaints import ComplaintLog, LogEntry, Point, Reply, Sending
from journal_app.dossier.content import (
    Heading,
    NewPage,
    Node,
    Para,
    Role,
    Table,
    fact,
    label,
    own_name,
    own_text,
    para,
)
from journal_app.dossier.excerpts import first_line, shortened
from journal_app.dossier.opening import Book, incident_links
from journal_app.dossier.statements import label_links


def reply(book: Book, points: Sequence[Point], *, key: str = "reply") -> list[Node]:
    """Return the answer point by point, on pages of its own: their words, the person's, and what these rest on."""
    if not points:
        return []
    title = Heading(level=1, runs=(label(book.labels("reply")),), key=key)
    return [NewPage(), title, *points_of(book, points, key=key, level=2), NewPage()]


def points_of(book: Book, points: Sequence[Point], *, key: str, level: int) -> list[Node]:
    """Return the points, each with a heading of its own."""
    nodes: list[Node] = []
    for number, point in enumerate(points, 1):
        name = book.labels("reply.point", n=number)
        first = first_line(point.said)
        outline = f"{name}: {shortened(first)}" if first else name
        nodes.append(Heading(level=level, runs=(label(name),), key=f"{key}-{number}", outline=outline))
        rows: list[tuple[str, Sequence[Para]]] = [
            ("reply.said", own_text(point.said, Role.QUOTE)),
            ("reply.date", _dated(book, point.when)),
            ("reply.letter", label_links(book, [point.letter])),
            ("reply.answer", own_text(point.answer)),
            ("exhibits.incidents", incident_links(book, point.incidents)),
            ("incident.exhibits", label_links(book, point.evidence)),
        ]
        nodes.append(book.facts(rows))
    return nodes


def after_filing(book: Book, logs: Sequence[ComplaintLog]) -> list[Node]:
    """Section 17: the log kept after filing, what was sent and what came back; only for a lawyer and oneself."""
    nodes: list[Node] = []
    for number, log in enumerate(logs, 1):
        nodes += [*_log(book, log.entries), *_sendings(book, number, log.sendings)]
        nodes += _replies(book, number, log.replies)
    return nodes


def _log(book: Book, entries: Sequence[LogEntry]) -> list[Node]:
    if not entries:
        return []
    sourced = any(entry.source for entry in entries)
    rows = tuple(
        (
            (para(fact(book.date(entry.when))),),
            own_text(entry.what),
            (para(fact(book.date(entry.due))), *_done(book, entry)),
            *((own_text(entry.source),) if sourced else ()),
        )
        for entry in entries
    )
    keys = ("when", "what", "due", *(("source",) if sourced else ()))
    widths = (0.2, 0.36, 0.2, 0.24) if sourced else (0.24, 0.52, 0.24)
    return [Table(header=tuple(book.labels(f"log.{key}") for key in keys), rows=rows, widths=widths)]


def _done(book: Book, entry: LogEntry) -> tuple[Para, ...]:
    return (para(label(book.labels("log.done")), role=Role.NOTE),) if entry.done else ()


def _sendings(book: Book, number: int, sendings: Sequence[Sending]) -> list[Node]:
    if not sendings:
        return []
    title = Heading(level=2, runs=(label(book.labels("sent")),), key=f"sent-{number}")
    header = tuple(book.labels(key) for key in ("log.when", "sent.to", "sent.files", "response.note"))
    rows = tuple(_sending(book, each) for each in sendings)
    return [title, Table(header=header, rows=rows, widths=(0.18, 0.2, 0.42, 0.2))]


def _sending(book: Book, sending: Sending) -> tuple[tuple[Para, ...], ...]:
    files: list[Para] = []
    for file in sending.files:
        files += [*own_name(file.name), para(fact(file.sha256, mono=True), role=Role.MONO)]
    way = tuple(para(*each.runs, role=Role.NOTE) for each in own_name(sending.way))
    return (
        (para(fact(book.date(sending.when))),),
        (*own_name(sending.to), *way),
        tuple(files),
        own_text(sending.note),
    )


def _replies(book: Book, number: int, replies: Sequence[Reply]) -> list[Node]:
    if not replies:
        return []
    title = Heading(level=2, runs=(label(book.labels("replies")),), key=f"replies-{number}")
    header = tuple(book.labels(key) for key in ("log.when", "replies.from", "matches.text", "exhibits.label"))
    rows = tuple(_reply(book, each) for each in replies)
    return [title, Table(header=header, rows=rows, widths=(0.18, 0.2, 0.46, 0.16))]


def _reply(book: Book, reply: Reply) -> tuple[tuple[Para, ...], ...]:
    return (
        (para(fact(book.date(reply.when))),),
        own_name(reply.sender),
        own_text(reply.words),
        label_links(book, [reply.evidence]),
    )


def _dated(book: Book, edtf: str) -> tuple[Para, ...]:
    return (para(fact(book.date(edtf))),) if edtf else ()
