"""The words of an exhibit as content: a mail's fields and files, a saved page's structure, lines as they were written.

Every word that was found in a file has an origin of its own; what stands around it are fixed labels.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from journal_app.domain.date_words import size_in_words
from journal_app.domain.readings import LONGEST_BLOCK, Block, Kind, Note, Reading, Source, plain_letters
from journal_app.dossier.case import Exhibit
from journal_app.dossier.content import (
    Facts,
    Heading,
    Items,
    Node,
    Origin,
    Para,
    Role,
    Run,
    Table,
    fact,
    found_in_file,
    label,
    name_in_file,
    para,
    spaced_in_file,
)
from journal_app.dossier.file_kinds import kind_of
from journal_app.dossier.opening import Book

MOST_COLUMNS = 7
LONGEST_HEAD = 60
ROWS_AT_ONCE = 300  # a longer table is several: the library needs ever more time for one


def words_of_pages(book: Book, place: str, exhibit: Exhibit) -> list[Node]:
    """Return the text that a document carries beside the pictures of its pages, hidden text included.

    It runs on after the last of them, the text of each page under its number. ``place`` is the key of the exhibit.
    """
    name, total = book.plan.labels[exhibit.evidence.id], len(exhibit.pages)
    nodes: list[Node] = []
    for number, page in enumerate(exhibit.pages, 1):
        text = "\n".join(" ".join(line.split()) for line in plain_letters(page.text).split("\n") if line.strip())
        if text:
            where = book.labels("exhibit.page-of", n=number, total=total)
            nodes.append(para(label(f"{book.labels('exhibit', label=name)}, {where}"), role=Role.LABEL))
            parts = [text[at : at + LONGEST_BLOCK] for at in range(0, len(text), LONGEST_BLOCK)]
            nodes += [para(found_in_file(part), role=Role.SMALL_WORDS) for part in parts]
    title = Heading(level=3, runs=(label(book.labels("exhibit.page-words")),), key=f"{place}-page-words")
    return [title, *nodes] if nodes else []


def words_of_file(book: Book, place: str, reading: Reading) -> list[Node]:
    """Return everything that was read of a file, under a title of its own; ``place`` is the key of its exhibit."""
    title = "exhibit.recorded" if reading.source is Source.RECORDING else "exhibit.words"
    nodes: list[Node] = [Heading(level=3, runs=(label(book.labels(title)),), key=f"{place}-words")]
    nodes += [para(label(text), role=Role.NOTE) for text in notes(book, reading)]
    run = _Told(book, place)
    for (kind, _), group in groupby(_numbered_tables(reading.blocks), key=lambda each: (each[1].kind, each[0])):
        nodes += run.nodes(kind, [block for _, block in group])
    return nodes


def notes(book: Book, reading: Reading) -> list[str]:
    """Return the sentences that say how the words were read, and what is not shown of them."""
    found = []
    if reading.source is Source.MAILBOX:
        found.append(book.labels("reading.messages", count=reading.messages))
    if reading.source is Source.PAGE or Note.FROM_MARKUP in reading.notes:
        found.append(book.labels("reading.rendering"))
    if any("\t" in block.text for block in reading.blocks):
        found.append(book.labels("reading.tabs"))
    return [*found, *(book.labels(f"reading.{note}") for note in reading.notes if note is not Note.FROM_MARKUP)]


def _numbered_tables(blocks: Sequence[Block]) -> list[tuple[int, Block]]:
    """Return the blocks with a number that is another for each table, so that two of them stay two."""
    number, found = 0, []
    for block in blocks:
        number += block.kind is Kind.ROW and block.level > 0
        found.append((number if block.kind is Kind.ROW else 0, block))
    return found


class _Told:
    """Makes content of blocks of one kind that follow each other."""

    def __init__(self, book: Book, place: str) -> None:
        self._book, self._place = book, place
        self._headings = 0

    def nodes(self, kind: Kind, blocks: list[Block]) -> list[Node]:
        if kind is Kind.FIELD:
            return [Facts(rows=tuple(self._field(each) for each in blocks))]
        if kind is Kind.ITEM:
            return [Items(rows=tuple((each.name, _said(each.text, Role.BODY)) for each in blocks))]
        if kind is Kind.ROW:
            return self._table(blocks)
        if kind is Kind.ATTACHMENT:
            return self._attachments(blocks)
        return [self._alone(each) for each in blocks]

    def _alone(self, block: Block) -> Node:
        labels = self._book.labels
        if block.kind is Kind.HEADING:
            return self._heading(found_in_file(block.text))
        if block.kind is Kind.MESSAGE:
            subject = [label(" – "), found_in_file(block.text)] if block.text else []
            return self._heading(label(labels("reading.message")), *subject)
        if block.kind is Kind.PICTURE:
            alternative = [label(" – "), found_in_file(block.text)] if block.text else []
            return para(label(labels("reading.picture")), *alternative, role=Role.NOTE)
        if block.kind is Kind.RULE:
            return para(label(labels("reading.rule")), role=Role.NOTE)
        return para(spaced_in_file(block.text), role=Role.QUOTE if block.kind is Kind.QUOTE else Role.WORDS)

    def _heading(self, *runs: Run) -> Heading:
        self._headings += 1
        return Heading(level=3, runs=runs, key=f"{self._place}-words-{self._headings}")

    def _field(self, block: Block) -> tuple[str, tuple[Para, ...]]:
        return self._book.labels(f"field.{block.name}"), (para(name_in_file(block.text)),)

    def _table(self, blocks: list[Block]) -> list[Node]:
        columns = max(len(block.cells) for block in blocks)
        if columns > MOST_COLUMNS:
            return [para(*_joined(block.cells), role=Role.WORDS) for block in blocks]
        rows = [[*block.cells, *[""] * (columns - len(block.cells))] for block in blocks]
        headed = blocks[0].level == 1 and len(rows) > 1 and max(map(len, rows[0])) <= LONGEST_HEAD
        numbered = [self._book.labels("reading.column", n=number) for number in range(1, columns + 1)]
        header, body = (rows[0], rows[1:]) if headed else (numbered, rows)
        longest = [min(40, max(6, *(len(row[at]) for row in rows))) for at in range(columns)]
        widths = tuple(each / sum(longest) for each in longest)
        cells = [tuple((para(found_in_file(cell)),) if cell else () for cell in row) for row in body]
        return [
            Table(
                header=tuple(header), rows=tuple(cells[at : at + ROWS_AT_ONCE]), widths=widths,
                origin=Origin.EXHIBIT if headed else Origin.LABEL,
            )
            for at in range(0, len(cells), ROWS_AT_ONCE)
        ]  # fmt: skip

    def _kind(self, block: Block) -> Run:
        """Return what a message says that a file is: in words where its media type has some, else in its sender's."""
        key = kind_of(block.media_type)
        return label(self._book.labels(key)) if key else name_in_file(block.media_type)

    def _attachments(self, blocks: list[Block]) -> list[Node]:
        labels = self._book.labels
        rows = tuple(
            (
                (para(name_in_file(each.name) if each.name else label(labels("reading.nameless"))),),
                (
                    para(self._kind(each)),
                    para(fact(size_in_words(each.size, self._book.case.language)), role=Role.NOTE),
                ),
                (para(fact(each.sha256, mono=True), role=Role.MONO),),
            )
            for each in blocks
        )
        header = tuple(labels(f"attachment.{key}") for key in ("name", "type", "sha"))
        title = para(label(labels("reading.attachments")), role=Role.LABEL)
        return [title, Table(header=header, rows=rows, widths=(0.35, 0.25, 0.4))]


def _said(text: str, role: Role) -> Para:
    return para(found_in_file(text), role=role)


def _joined(cells: Sequence[str]) -> list[Run]:
    runs: list[Run] = []
    for number, cell in enumerate(cells):
        runs += [label(" | ")] if number else []
        runs += [found_in_file(cell)] if cell else []
    return runs
