"""A dossier in parts: where it may be cut, and what each part says of the others.

Page numbers run on from part to part. Nothing is cut but before a heading, and no exhibit is torn. What was a link into
another part is words there: the number of the part and the page.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from journal_app.dossier import cover
from journal_app.dossier.content import (
    Contents,
    Document,
    Facts,
    Heading,
    Items,
    NewPage,
    Node,
    Para,
    Picture,
    Role,
    Run,
    Table,
    fact,
    label,
    para,
)
from journal_app.dossier.languages import spoken
from journal_app.dossier.opening import Book

_DEEPEST = 2  # headings of this level and above it may begin a part
_UNKNOWN = "0" * 64  # as wide as a SHA-256, in letters that are all as wide


class Unit(NamedTuple):
    """What is never cut: the nodes of a document from ``start``, to the start of the next; ``key`` is their place."""

    start: int
    key: str


@dataclass(frozen=True, slots=True)
class Divided:
    """A document with the nodes its parts begin with; the first of them is 0."""

    book: Book
    document: Document
    starts: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many parts there are."""
        return len(self.starts)

    def nodes(self, number: int) -> tuple[Node, ...]:
        """Return what stands in part ``number`` (from 1), as it stands in the whole."""
        ends = (*self.starts[1:], len(self.document.nodes))
        return self.document.nodes[self.starts[number - 1] : ends[number - 1]]

    def homes(self) -> dict[str, int]:
        """Return the number of the part in which each place is."""
        numbers = range(1, self.count + 1)
        return {each.key: number for number in numbers for each in self.nodes(number) if isinstance(each, Heading)}


def units(document: Document) -> tuple[Unit, ...]:
    """Return where a document may be cut, its beginning first; what stands before the contents is never cut off."""
    found, before, listed = [Unit(0, "")], None, False
    for at, node in enumerate(document.nodes):
        if listed and isinstance(node, Heading) and node.level <= _DEEPEST and not _leads(before):
            turned = isinstance(document.nodes[at - 1], NewPage)
            found.append(Unit(at - 1 if turned else at, node.key))
        listed = listed or isinstance(node, Contents)
        before = before if isinstance(node, NewPage) else node
    return tuple(found)


def _leads(node: Node | None) -> bool:
    """Say whether a node may not stand at the end of a part: it says what follows."""
    if isinstance(node, Para):
        return node.role is Role.LABEL
    return isinstance(node, Heading | Contents) or (isinstance(node, Facts | Table) and node.leads)


def part(divided: Divided, number: int, first: int, digests: Sequence[str] = ()) -> Document:
    """Return part ``number`` of a document, whose first page has the number ``first``.

    ``digests`` are the SHA-256 of the parts before it, where they are known.
    """
    book, whole = divided.book, divided.document
    said = {"title": whole.title, "n": number, "total": divided.count}
    title = book.labels("parts.title", **said)
    here = _Here(divided, number)
    nodes = [here.node(each) for each in divided.nodes(number)]
    index = _index(divided, number, digests)
    if number == 1:
        at = 1 + next(at for at, each in enumerate(nodes) if isinstance(each, Contents))
        nodes = [para(label(title), role=Role.TITLE), *nodes[1:at], *index, *nodes[at:]]
    else:
        nodes = [*_begun(book, title, whole.prefix), *index, NewPage(), *_going_on(divided, number),
                 *(nodes[1:] if isinstance(nodes[0], NewPage) else nodes)]  # fmt: skip
    return replace(
        whole, title=title, nodes=tuple(spoken(nodes, whole.language, book.case.words_language)), first=first
    )


def first_page(number: int) -> str:
    """Return the key of the first page of a part."""
    return f"part-{number}-first"


def last_page(number: int) -> str:
    """Return the key of the last page of a part."""
    return f"part-{number}-last"


def _begun(book: Book, title: str, prefix: str) -> list[Node]:
    listed = Heading(level=2, runs=(label(book.labels("contents")),), key=cover.CONTENTS)
    return [para(label(title), role=Role.TITLE), cover.again(book, prefix), listed, Contents()]


def _index(divided: Divided, number: int, digests: Sequence[str]) -> list[Node]:
    """Return the list of all parts: their pages, what they hold, and their fingerprints as far as one part can know."""
    labels = divided.book.labels
    rows = []
    for each in range(1, divided.count + 1):
        pages = (Run(page_of=first_page(each)), fact("–"), Run(page_of=last_page(each)))
        if each < number:
            digest = para(fact(digests[each - 1] if digests else _UNKNOWN, mono=True), role=Role.MONO)
        else:
            digest = para(label(labels("parts.itself" if each == number else "parts.later")), role=Role.NOTE)
        rows.append(((para(fact(str(each))),), (para(*pages),), _held(divided, each), (digest,)))
    header = tuple(labels(f"parts.{key}") for key in ("part", "pages", "holds", "sha"))
    title = Heading(level=2, runs=(label(labels("parts.index")),), key="parts")
    note = para(label(labels("parts.note")), role=Role.LABEL)
    return [title, note, Table(header=header, rows=tuple(rows), widths=(0.08, 0.12, 0.5, 0.3))]


def _held(divided: Divided, number: int) -> tuple[Para, ...]:
    """Return what a part holds: its sections with their pages, and the exhibits from the first to the last."""
    book = divided.book
    page = (Run(text=", "), label(book.labels("chronology.page")))
    headings = [each for each in divided.nodes(number) if isinstance(each, Heading)]
    sections = [*_going_on(divided, number), *(each for each in headings if each.level == 1)]
    found = [para(*each.runs, *page, Run(page_of=each.key)) for each in sections]
    named = [name for name in book.plan.labels.values() if f"exhibit-{name}" in {each.key for each in headings}]
    if len(named) > 1:
        found.append(para(fact(book.labels("parts.exhibits", first=named[0], last=named[-1]))))
    elif named:
        found.append(para(fact(book.labels("exhibit", label=named[0]))))
    return tuple(found)


def _open_section(divided: Divided, number: int) -> Heading | None:
    """Return the section that began in a part before and goes on in this one, or None."""
    headings = [each for each in divided.nodes(number) if isinstance(each, Heading)]
    if not headings or headings[0].level == 1:
        return None
    before = divided.document.nodes[: divided.starts[number - 1]]
    return next((each for each in reversed(before) if isinstance(each, Heading) and each.level == 1), None)


def _going_on(divided: Divided, number: int) -> list[Heading]:
    """Return the heading of the section that goes on at the beginning of a part, if one does."""
    begun = _open_section(divided, number)
    if begun is None:
        return []
    runs = (*begun.runs, label(divided.book.labels("parts.continued")))
    return [replace(begun, runs=runs, key=f"{begun.key}-part-{number}", outline="")]


class _Here:
    """Says what stands in one part: words in place of links into others."""

    def __init__(self, divided: Divided, number: int) -> None:
        self._homes, self._number, self._labels = divided.homes(), number, divided.book.labels

    def node(self, node: Node) -> Node:
        """Return a node as it stands in this part."""
        found: Node = node
        match node:
            case Para():
                found = self._para(node)
            case Heading():
                found = replace(node, runs=self._para(Para(runs=node.runs)).runs)
            case Facts():
                found = replace(node, rows=tuple((name, self._paras(given)) for name, given in node.rows))
            case Table():
                found = replace(node, rows=tuple(self._row(row) for row in node.rows))
            case Items():
                found = replace(node, rows=tuple((mark, self._para(words)) for mark, words in node.rows))
            case Picture():
                found = replace(node, facts=self._paras(node.facts))
        return found

    def _row(self, row: tuple[tuple[Para, ...], ...]) -> tuple[tuple[Para, ...], ...]:
        paged = {run.page_of for cell in row for each in cell for run in each.runs}
        return tuple(self._paras(cell, paged) for cell in row)

    def _paras(self, paras: Sequence[Para], paged: Collection[str] = ()) -> tuple[Para, ...]:
        return tuple(self._para(each, paged) for each in paras)

    def _para(self, para: Para, paged: Collection[str] = ()) -> Para:
        """Return a paragraph; ``paged`` are the places whose page stands in the row of a table it is part of."""
        if not any(self._away(run.link) or self._away(run.page_of) for run in para.runs):
            return para
        named = {*paged, *(run.page_of for run in para.runs)}
        return replace(para, runs=tuple(made for run in para.runs for made in self._run(run, named)))

    def _run(self, run: Run, named: Collection[str]) -> tuple[Run, ...]:
        """Return what stands in place of a run; ``named`` are the places whose page stands beside it anyway."""
        if where := self._away(run.page_of):
            return replace(run, link=""), label(self._labels("parts.there", n=where))
        where = self._away(run.link)
        if not where:
            return (run,)
        if run.link in named:
            return (replace(run, link=""),)
        before, _, after = self._labels("parts.place", n=where, page="\0").partition("\0")
        return replace(run, link=""), label(before), Run(page_of=run.link), label(after)

    def _away(self, key: str) -> int:
        """Return the number of the other part in which a place is; 0 where it is in this one or in none."""
        home = self._homes.get(key, self._number)
        return 0 if home == self._number else home
