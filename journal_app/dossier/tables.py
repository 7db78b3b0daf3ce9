"""Facts and tables as they stand on a page; a long row is divided, so that every row has room."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest

from reportlab.lib.colors import Color
from reportlab.platypus.flowables import Flowable, Spacer

from journal_app.domain.controls import undirected
from journal_app.dossier import content
from journal_app.dossier.content import Facts, Para, Role
from journal_app.dossier.grid import Cell, Grid, Row
from journal_app.dossier.styles import GROUND, HAIR, STYLES
from journal_app.dossier.tags import Element
from journal_app.dossier.text import Paragraph, Span, Style

NAMES = 142.0  # the column of labels beside facts: one width everywhere, so that pages line up
SMALL_NAMES = 94.0
SHORT = 30  # letters of a fact that may stand beside another
LONGEST_ROW = 240.0  # points: a longer row is divided, so that every row has room on a page
_SIDES = (4.0, 5.0)
_GAP = 6.0  # points: what is free between a label and its fact

_TOGETHER = 200.0  # points: facts that are no higher are not divided
_GIVE = 4.5  # points: how much lower a line of the contents may be

_MARKS = 26.0  # the column of bullets and numbers
_LIST = "/O /List /ListNumbering /None"
_COLUMN, _ROW = "/O /Table /Scope /Column", "/O /Table /Scope /Row"


class Tables:
    """Makes facts and tables of one ``width``; ``paragraph`` sets a paragraph of content in a style.

    Every ``section`` is the element they belong to. Facts are lists of labelled items, whichever way they stand.
    ``rtl`` says whether the document runs from right to left.
    """

    def __init__(
        self, width: float, paragraph: Callable[[Para, Style, Element], Paragraph], *, rtl: bool = False
    ) -> None:
        self._width, self._paragraph, self._rtl = width, paragraph, rtl

    def _fact(
        self, listed: Element, name: str, paras: Sequence[Para], style: Style, of: Callable[[Para], Style]
    ) -> list[Cell]:
        item = listed.add("LI")
        named: Cell = [Paragraph(name, style, element=item.add("Lbl"), rtl=self._rtl)]
        return [named, self._cell(item.add("LBody"), paras, of)]

    def _cell(self, cell: Element, paras: Sequence[Para], of: Callable[[Para], Style]) -> Cell:
        """Return the paragraphs of a cell; one alone is the cell itself."""
        alone = len(paras) == 1 and not paras[0].language
        return [self._paragraph(each, of(each), cell if alone else cell.add("P")) for each in paras]

    def facts(self, node: Facts, section: Element) -> Flowable:
        """Return labels and what is said under them, in two columns."""
        listed = section.add("L", attributes=_LIST)
        cells = [self._fact(listed, name, paras, STYLES["label"], _tight) for name, paras in node.rows]
        inner = [NAMES - _GAP, self._width - NAMES]
        widths = [NAMES, self._width - NAMES + _GAP]
        rows = [Row(part, above=2, below=1) for row in cells for part in split_row(row, inner)]
        return Grid(rows, widths, sides=(0, _GAP), after=6, together=_TOGETHER)

    def items(self, node: content.Items, section: Element) -> Flowable:
        """Return a list: a bullet or a number, and beside it the words."""
        numbered = "Decimal" if all(mark for mark, _ in node.rows) else "Disc"
        listed = section.add("L", attributes=f"/O /List /ListNumbering /{numbered}")
        widths, cells = [_MARKS, self._width - _MARKS], []
        for mark, words in node.rows:
            item = listed.add("LI")
            named: Cell = [
                Paragraph(undirected(mark) or content.BULLET, STYLES["mark"], element=item.add("Lbl"), rtl=self._rtl)
            ]
            cells.append([named, self._cell(item.add("LBody"), [words], _tight)])
        rows = [Row(part, above=1, below=1) for row in cells for part in split_row(row, widths)]
        return Grid(rows, widths, after=6)

    def small(self, node: Facts, section: Element) -> list[Flowable]:
        """Return facts small and, where they are short, two beside each other."""
        listed = section.add("L", attributes=_LIST)
        made: list[Flowable] = []
        waiting: list[Cell] = []
        for name, paras in node.rows:
            pair = self._fact(listed, name, paras, STYLES["small-label"], _small)
            short = len(paras) == 1 and len("".join(run.text for run in paras[0].runs)) <= SHORT
            if waiting and short:
                made.append(self._small_row([*waiting, *pair]))
                waiting = []
                continue
            made += [self._small_row(waiting)] if waiting else []
            waiting = pair if short else []
            made += [] if short else [self._small_row(pair)]
        return [*made, *([self._small_row(waiting)] if waiting else []), Spacer(1, 4)]

    def _small_row(self, cells: list[Cell]) -> Flowable:
        half = self._width / 2 - SMALL_NAMES
        widths = [SMALL_NAMES, half, SMALL_NAMES, half] if len(cells) > 2 else [SMALL_NAMES, self._width - SMALL_NAMES]
        parts = split_row(cells, [width - _GAP for width in widths[:-1]] + widths[-1:])
        widths[-1] += _GAP
        return Grid([Row(part, above=0.5, below=0.5) for part in parts], widths, sides=(0, _GAP))

    def table(self, node: content.Table, section: Element) -> Flowable:
        """Return a table whose header repeats on every page; it is read once."""
        whole = section.add("Table")
        named = whole.add("TR")
        header: list[Cell] = [
            [Paragraph(name, STYLES["header"], element=named.add("TH", attributes=_COLUMN), rtl=self._rtl)]
            for name in node.header
        ]
        widths = [share * self._width for share in node.widths]
        rule = (0.5, HAIR)
        top = Row(header, above=4, below=3, rule=rule, ground=GROUND)
        rows = self._rows(whole, node.rows, [width - sum(_SIDES) for width in widths], rule)
        return Grid(rows, widths, header=top, sides=_SIDES, after=10, whole=node.whole)

    def _rows(
        self, whole: Element, rows: Sequence[Sequence[Sequence[Para]]], widths: list[float], rule: tuple[float, Color]
    ) -> Iterator[Row]:
        """Yield the rows of a table, each made when it is asked for; under the last part of each is a rule."""
        for row in rows:
            parts = split_row(self._row(whole.add("TR"), row), widths)
            for at, part in enumerate(parts, 1):
                yield Row(part, above=4, below=3, rule=rule if at == len(parts) else None)

    def _row(self, row: Element, cells: Sequence[Sequence[Para]]) -> list[Cell]:
        made = [row.add("TD") if at else row.add("TH", attributes=_ROW) for at in range(len(cells))]
        return [self._cell(element, paras, _cell) for element, paras in zip(made, cells, strict=True)]

    def contents(self, lines: Sequence[tuple[Span, str]], section: Element) -> list[Flowable]:
        """Return the list of sections with their pages; nothing where there are none.

        It stands on one page, a little closer where it nearly fits below what is there: a few lines of it alone on the
        next page would be all of that page.
        """
        if not lines:
            return []
        listed = section.add("TOC")
        style, rows = STYLES["contents"], []
        for title, page in lines:
            item = listed.add("TOCI")
            named = Paragraph([title], style, element=item.add("Reference"))
            cells: list[Cell] = [[named], [Paragraph(page, _right(style), element=item.add("P"))]]
            rows.append(Row(cells, above=2.5, below=2.5, rule=(0.4, HAIR), low=True))
        return [Grid(rows, [self._width - 50, 50], whole=True, give=_GIVE)]


def split_row(row: Sequence[Cell], widths: Sequence[float]) -> list[list[Cell]]:
    """Return a row in parts that are no longer than a part of a page."""
    columns = [_divided(cell, width) for cell, width in zip(row, widths, strict=True)]
    return [list(parts) for parts in zip_longest(*columns, fillvalue=[])]


def _divided(cell: Cell, width: float) -> list[Cell]:
    """Return the contents of a cell in parts of at most ``LONGEST_ROW``; empty for an empty cell."""
    if cell and sum(_height(each, width) for each in cell) <= LONGEST_ROW:
        return [cell]
    parts: list[Cell] = []
    left = 0.0
    waiting = list(reversed(cell))
    while waiting:
        each = waiting.pop()
        height = _height(each, width)
        if not parts or height > left:
            pieces = each.split(width, left) if parts and left > 0 else []
            if len(pieces) != 2:
                parts.append([])
                left = LONGEST_ROW
                pieces = each.split(width, left) if height > left else []
            if len(pieces) == 2:
                parts[-1].append(pieces[0])
                waiting.append(pieces[1])
                left = 0.0
                continue
        parts[-1].append(each)
        left -= height
    return parts


def _height(each: Flowable, width: float) -> float:
    return float(each.wrap(width, LONGEST_ROW)[1] + each.getSpaceBefore() + each.getSpaceAfter())


def _right(style: Style) -> Style:
    return Style(size=style.size, leading=style.leading, after=0, align="end")


def _tight(each: Para) -> Style:
    if each.role in {Role.NOTE, Role.LABEL}:
        return STYLES["cell-note"]
    return STYLES["value-mono" if each.role is Role.MONO else "value"]


def _small(each: Para) -> Style:
    return STYLES["small-mono" if each.role is Role.MONO else "small"]


def _cell(each: Para) -> Style:
    if each.role in {Role.NOTE, Role.LABEL}:
        return STYLES["cell-note"]
    return STYLES["cell-mono"] if each.role is Role.MONO else STYLES["cell"]
