"""Rows of cells beside each other: the one way in which facts, lists and tables stand on a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportlab.lib.colors import Color
from reportlab.platypus.flowables import Flowable

from journal_app.dossier.canvas import PageCanvas

Cell = list[Flowable]
SHORT_GRID = 150.0  # points: a few rows that are no higher stay together
_NEARLY = 1e-6  # points that sums may differ by
_FEW = 3  # rows


@dataclass(slots=True)
class Row:
    """Cells beside each other; lengths in points.

    ``above`` and ``below`` are free at their edges; ``rule`` is the thickness and colour of a line under them,
    ``ground`` the colour they stand on. ``low`` cells stand on the lower edge instead of under the upper one.
    """

    cells: Sequence[Cell]
    above: float = 0.0
    below: float = 0.0
    rule: tuple[float, Color] | None = None
    ground: Color | None = None
    low: bool = False
    heights: list[float] | None = None

    @property
    def height(self) -> float:
        """The height of the row, once its cells were wrapped."""
        return max(self.heights or [0.0]) + self.above + self.below

    def wrap(self, widths: Sequence[float]) -> None:
        """Find the height of every cell in columns of these ``widths``; done once."""
        if self.heights is None:
            self.heights = [_height_of(cell, width) for cell, width in zip(self.cells, widths, strict=True)]


class Grid(Flowable):  # type: ignore[misc]  # the library has no types
    """Rows in columns of fixed ``widths``, with ``sides`` (left, right) free in each; a ``header`` is on every page.

    Rows are never divided: what is longer than a page has to be divided before (``tables.split_rows``). Grounds and
    rules are artifacts; what the cells hold are elements of their own.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        widths: Sequence[float],
        *,
        header: Row | None = None,
        sides: tuple[float, float] = (0.0, 0.0),
        after: float = 0.0,
    ) -> None:
        super().__init__()
        self._rows, self._header, self._columns, self._sides = rows, header, widths, sides
        self.spaceAfter = after

    def _all(self) -> Iterator[Row]:
        if self._header is not None:
            yield self._header
        yield from self._rows

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return what the rows take; their widths are fixed."""
        inner = [column - sum(self._sides) for column in self._columns]
        for row in self._all():
            row.wrap(inner)
        return sum(self._columns), sum(row.height for row in self._all())

    def beginning(self) -> float:
        """Return the least height in which ``split`` keeps a part: what a heading above needs to have room for."""
        self.wrap(0, 0)
        head = self._header.height if self._header is not None else 0.0
        return head + sum(row.height for row in (self._rows if self._stays_whole() else self._rows[:1]))

    def split(self, width: float, height: float) -> list[Flowable]:
        """Return the rows that fit, and the others under the same header; nothing where not one fits."""
        self.wrap(width, height)
        left = height - (self._header.height if self._header is not None else 0.0)
        for fit, row in enumerate(self._rows):
            left -= row.height
            if left < -_NEARLY:
                at = self._place_to_divide(fit)
                return [self._part(self._rows[:at]), self._part(self._rows[at:])] if at else []
        return [self]

    def _place_to_divide(self, fit: int) -> int:
        """Return how many of the rows that fit stay, so that no row stands alone on the next page; 0 for none."""
        if self._stays_whole():
            return 0
        return fit - 1 if len(self._rows) - fit == 1 and fit >= _FEW else fit

    def _stays_whole(self) -> bool:
        return 1 < len(self._rows) <= _FEW and sum(row.height for row in self._rows) <= SHORT_GRID

    def _part(self, rows: Sequence[Row]) -> Grid:
        return Grid(rows, self._columns, header=self._header, sides=self._sides, after=self.spaceAfter)

    def drawOn(self, canvas: PageCanvas, x: float, y: float, _sW: float = 0) -> None:  # noqa: N802, N803 - the library's names
        """Draw the rows with their lower left corner at a place."""
        if canvas.measures:
            return
        top = y + sum(row.height for row in self._all())
        self._draw_lines(canvas, x, top)
        for row in self._all():
            self._draw_cells(canvas, row, x, top)
            top -= row.height

    def _draw_lines(self, canvas: PageCanvas, x: float, top: float) -> None:
        if not any(row.rule or row.ground for row in self._all()):
            return
        width = sum(self._columns)
        with canvas.artifact():
            for row in self._all():
                top -= row.height
                if row.ground is not None:
                    canvas.setFillColor(row.ground)
                    canvas.rect(x, top, width, row.height, stroke=0, fill=1)
                if row.rule is not None:
                    canvas.setLineWidth(row.rule[0])
                    canvas.setStrokeColor(row.rule[1])
                    canvas.line(x, top, x + width, top)

    def _draw_cells(self, canvas: PageCanvas, row: Row, x: float, top: float) -> None:
        for cell, width, height in zip(row.cells, self._columns, row.heights or (), strict=True):
            at = top - row.above - (row.height - row.above - row.below - height if row.low else 0.0)
            for number, each in enumerate(cell):
                at -= (each.getSpaceBefore() if number else 0.0) + each.height
                each.drawOn(canvas, x + self._sides[0], at)
                at -= each.getSpaceAfter()
            x += width


def _height_of(cell: Cell, width: float) -> float:
    """Return what flowables take under each other; the space above the first and below the last is not theirs."""
    height = 0.0
    for each in cell:
        _, each.height = each.wrap(width, 0)
        height += each.getSpaceBefore() + each.height + each.getSpaceAfter()
    return height - cell[0].getSpaceBefore() - cell[-1].getSpaceAfter() if cell else 0.0
