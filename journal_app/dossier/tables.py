"""Facts and tables as they stand on a page; a long row is divided, so that every row has room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest

from reportlab.platypus import Table
from reportlab.platypus.flowables import Flowable, Spacer

from journal_app.dossier import content
from journal_app.dossier.content import Facts, Para, Role
from journal_app.dossier.styles import GROUND, HAIR, STYLES
from journal_app.dossier.text import Paragraph, Span, Style

NAMES = 142.0  # the column of labels beside facts: one width everywhere, so that pages line up
SMALL_NAMES = 94.0
SHORT = 30  # letters of a fact that may stand beside another
LONGEST_ROW = 240.0  # points: a longer row is divided, so that every row has room on a page
_LEFT_PADDING, _RIGHT_PADDING = 4.0, 5.0

Cell = list[Flowable]


class Tables:
    """Makes facts and tables of one ``width``; ``paragraph`` sets a paragraph of content in a style."""

    def __init__(self, width: float, paragraph: Callable[[Para, Style], Paragraph]) -> None:
        self._width, self._paragraph = width, paragraph

    def facts(self, node: Facts) -> Flowable:
        """Return labels and what is said under them, in two columns."""
        cells = [
            [[Paragraph(name, STYLES["label"])], [self._paragraph(each, _tight(each)) for each in paras]]
            for name, paras in node.rows
        ]
        rows, _ = split_rows(cells, [NAMES, self._width - NAMES])
        table = Table(rows, colWidths=[NAMES, self._width - NAMES], spaceAfter=6)
        table.setStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
            ]
        )
        return table

    def small(self, node: Facts) -> list[Flowable]:
        """Return facts small and, where they are short, two beside each other."""
        made: list[Flowable] = []
        waiting: list[Cell] = []
        for name, paras in node.rows:
            pair: list[Cell] = [
                [Paragraph(name, STYLES["small-label"])],
                [self._paragraph(each, _small(each)) for each in paras],
            ]
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
        rows, _ = split_rows([cells], widths)
        table = Table(rows, colWidths=widths, hAlign="LEFT")
        table.setStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 0.5),
            ]
        )
        return table

    def table(self, node: content.Table) -> Flowable:
        """Return a table whose header repeats on every page."""
        header: list[Cell] = [[Paragraph(name, STYLES["header"])] for name in node.header]
        cells = [[[self._paragraph(each, _cell(each)) for each in cell] for cell in row] for row in node.rows]
        widths = [share * self._width for share in node.widths]
        rows, ends = split_rows(cells, [width - _LEFT_PADDING - _RIGHT_PADDING for width in widths])
        table = Table([header, *rows], colWidths=widths, repeatRows=1, spaceAfter=10)
        table.setStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("BACKGROUND", (0, 0), (-1, 0), GROUND),
                ("LEFTPADDING", (0, 0), (-1, -1), _LEFT_PADDING),
                ("RIGHTPADDING", (0, 0), (-1, -1), _RIGHT_PADDING),
                ("TOPPADDING", (0, 0), (-1, -1), 4),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
                *(("LINEBELOW", (0, at), (-1, at), 0.5, HAIR) for at in (0, *(end + 1 for end in ends))),
                *(("TOPPADDING", (0, end + 2), (-1, end + 2), 4) for end in ends[:-1]),
            ]
        )
        return table

    def contents(self, lines: Sequence[tuple[Span, str]]) -> list[Flowable]:
        """Return the list of sections with their pages; nothing where there are none."""
        rows = [
            [Paragraph([title], STYLES["contents"]), Paragraph(page, _right(STYLES["contents"]))]
            for title, page in lines
        ]
        if not rows:
            return []
        table = Table(rows, colWidths=[self._width - 50, 50])
        table.setStyle(
            [
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 1),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, HAIR),
            ]
        )
        return [table]


def split_rows(rows: Sequence[Sequence[Cell]], widths: Sequence[float]) -> tuple[list[list[Cell]], list[int]]:
    """Return rows that are no longer than a part of a page, and the places of the last part of each given row."""
    found: list[list[Cell]] = []
    ends: list[int] = []
    for row in rows:
        columns = [_divided(cell, width) for cell, width in zip(row, widths, strict=True)]
        found += [list(parts) for parts in zip_longest(*columns, fillvalue=[])]
        ends.append(len(found) - 1)
    return found, ends


def _divided(cell: Cell, width: float) -> list[Cell]:
    """Return the contents of a cell in parts of at most ``LONGEST_ROW``; empty for an empty cell."""
    parts: list[Cell] = []
    left = 0.0
    waiting = list(reversed(cell))
    while waiting:
        each = waiting.pop()
        height = each.wrap(width, LONGEST_ROW)[1] + each.getSpaceBefore() + each.getSpaceAfter()
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
