"""What a dossier says, before anything is laid out: headings, paragraphs, tables, exhibits, each with its role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from journal_app.domain.controls import closed, undirected

BULLET = "•"
LAST_PAGE = "last-page"  # the place every document ends with
TITLE = "title"  # the place of its title


class Origin(StrEnum):
    """Whose words a run holds."""

    PERSON = "person"
    LABEL = "label"
    CATALOGUE = "catalogue"
    FACT = "fact"
    EXHIBIT = "exhibit"


FOREIGN = frozenset({Origin.PERSON, Origin.EXHIBIT})  # whatever anybody wrote: names are hidden in these


class Role(StrEnum):
    """What a paragraph is."""

    BODY = "body"
    NOTE = "note"
    QUOTE = "quote"
    LABEL = "label"
    TITLE = "title"
    LEAD = "lead"
    MONO = "mono"
    CONTENTS = "contents"
    WORDS = "words"
    SMALL_WORDS = "small-words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of words; ``link`` is the key of a place, ``page_of`` stands for the page number of one."""

    text: str = ""
    origin: Origin = Origin.LABEL
    bold: bool = False
    italic: bool = False
    mono: bool = False
    link: str = ""
    page_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Para:
    """A paragraph; ``language`` is its BCP 47 tag where it differs from the document's."""

    runs: tuple[Run, ...]
    role: Role = Role.BODY
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of level 1 to 3, a place to link to under ``key``; ``outline`` is its bookmark where it differs."""

    level: int
    runs: tuple[Run, ...]
    key: str
    outline: str = ""
    language: str = ""

    @property
    def text(self) -> str:
        """The words of the heading."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Pairs of a label and what is said under it.

    ``compact`` facts stand small and side by side, as on an exhibit; with ``leads`` what follows them begins on the
    same page.
    """

    rows: tuple[tuple[str, tuple[Para, ...]], ...]
    compact: bool = False
    leads: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table whose header row repeats; ``widths`` are shares of the line, the first column heads its row.

    A ``whole`` table is not split over pages unless it is longer than one; with ``leads`` what follows it begins on the
    same page. ``origin`` is that of the header.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[tuple[Para, ...], ...], ...]
    widths: tuple[float, ...]
    whole: bool = False
    leads: bool = False
    origin: Origin = Origin.LABEL


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """A list: a mark (a number, or nothing for a bullet) and the words of each item."""

    rows: tuple[tuple[str, Para], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One page of an exhibit, drawn as large as its page allows; split where it is very long or very wide.

    ``facts`` stand above it. ``alternative`` is what a screen reader says.
    """

    label: str
    key: str
    number: int
    total: int
    exhibit: int
    page: int
    facts: tuple[Para, ...]
    alternative: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureLines:
    """Empty lines to write on, each with its label."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Where the list of sections stands; filled from the headings of level 1 when pages are known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPage:
    """What follows begins on a new page.

    Where ``may_share``, it begins below what takes no more than a part of the page: a page that holds a few lines alone
    helps nobody.
    """

    may_share: bool = False


Node = Heading | Para | Facts | Table | Items | Picture | SignatureLines | Contents | NewPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole document: its title, the marks in its margins, its language, and its nodes in order.

    ``parties`` are the names beside the title: who complains, and about whom. ``first`` is the number of its first
    page: of a part of a dossier, page numbers run on from the part before.
    """

    title: str
    parties: tuple[str, ...]
    mark: str
    initials: str
    prefix: str
    language: str
    paper: str
    nodes: tuple[Node, ...]
    first: int = 1


def own(text: str, *, bold: bool = False, mono: bool = False) -> Run:
    """Return the person's own words for one thing: a name, a number, a title. No sign of direction stays in it."""
    return Run(text=undirected(text), origin=Origin.PERSON, bold=bold, mono=mono)


def known(text: str, *, bold: bool = False, mono: bool = False) -> Run:
    """Return words of the catalogue: a body's, a code's, in their own language."""
    return Run(text=text, origin=Origin.CATALOGUE, bold=bold, mono=mono)


def fact(text: str, *, bold: bool = False, mono: bool = False) -> Run:
    """Return a number, a date or a digest."""
    return Run(text=text, origin=Origin.FACT, bold=bold, mono=mono)


def label(text: str, *, bold: bool = False, mono: bool = False) -> Run:
    """Return a fixed label."""
    return Run(text=text, origin=Origin.LABEL, bold=bold, mono=mono)


def found_in_file(text: str, *, bold: bool = False, mono: bool = False) -> Run:
    """Return words that were found in a file of evidence; the directions they open end with their lines."""
    return Run(text=closed(_in_rows(text)), origin=Origin.EXHIBIT, bold=bold, mono=mono)


def spaced_in_file(text: str) -> Run:
    """Return words that were found in a file with the runs of spaces they have there: they set columns and lines in.

    A tab that only sets a line in is as wide as four of them.
    """
    rows = _in_rows(text, instead=_NO_BREAK * 4)
    return Run(text=closed(_RUN_OF_SPACES.sub(_kept, rows)), origin=Origin.EXHIBIT)


def para(*runs: Run, role: Role = Role.BODY) -> Para:
    """Return a paragraph of runs."""
    return Para(runs=runs, role=role)


def own_text(text: str, role: Role = Role.BODY) -> tuple[Para, ...]:
    """Return the person's words as they wrote them, one paragraph for each line that has anything on it.

    A row of a table that was pasted keeps its tabs, those of empty cells at its ends too. The directions that a line
    opens end with it.
    """
    lines = [closed(_row(line)) for line in _in_rows(text).splitlines() if line.strip()]
    return tuple(para(Run(text=line, origin=Origin.PERSON), role=role) for line in lines)


def own_name(text: str) -> tuple[Para, ...]:
    """Return a name, an address or a number as the person wrote it, as ``own_text`` but without signs of direction."""
    return own_text(undirected(text))


def name_in_file(text: str) -> Run:
    """Return a name or a number that was found in a file of evidence, without signs of direction."""
    return found_in_file(undirected(text))


def _row(line: str) -> str:
    """Return a line without the blanks at its ends, but with its tabs."""
    start, end = len(line) - len(line.lstrip()), len(line.rstrip())
    return "\t" * line[:start].count("\t") + line[start:end] + "\t" * line[end:].count("\t")


def _in_rows(text: str, instead: str = " ") -> str:
    """Return text with the tabs of its tables alone; in place of one that only sets a line in stands ``instead``.

    Lines without an empty one between them are a table where a tab stands between words of any of them.
    """
    if "\t" not in text:
        return text
    parts = _APART.split(text)
    return "".join(part if _BETWEEN.search(part) else part.replace("\t", instead) for part in parts)


def _kept(found: re.Match[str]) -> str:
    """Return spaces that stay as many as they are; before a word the last of several is one at which a line may end."""
    spaces = found[0]
    return (
        _NO_BREAK * len(spaces)
        if found.start() == 0 or found.string[found.start() - 1] == "\n"
        else (_NO_BREAK * (len(spaces) - 1) + " ")
    )


_NO_BREAK = "\u00a0"
_RUN_OF_SPACES = re.compile("^ +| {2,}", re.MULTILINE)
_APART, _BETWEEN = re.compile(r"(\n\s*\n)"), re.compile(r"\S[^\S\t\n]*\t[^\S\n]*\S")


def paragraphs_of(node: Node) -> tuple[Para, ...]:
    """Return the paragraphs of one node, labels included, in reading order."""
    match node:
        case Heading():
            found: tuple[Para, ...] = (Para(runs=node.runs, language=node.language),)
        case Para():
            found = (node,)
        case Facts():
            found = tuple(each for name, paras in node.rows for each in (para(label(name)), *paras))
        case Table():
            header = tuple(para(Run(text=name, origin=node.origin)) for name in node.header)
            found = (*header, *(each for row in node.rows for cell in row for each in cell))
        case Items():
            found = tuple(each for mark, words in node.rows for each in (para(_mark(mark)), words))
        case Picture():
            found = node.facts
        case SignatureLines():
            found = tuple(para(label(name)) for name in node.labels)
        case _:
            found = ()
    return found


def _mark(mark: str) -> Run:
    return name_in_file(mark) if mark else label(BULLET)


def runs_of(document: Document) -> Iterator[Run]:
    """Yield every run of a document, in order."""
    for node in document.nodes:
        for each in paragraphs_of(node):
            yield from each.runs
