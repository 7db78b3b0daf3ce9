"""Rows of cells beside each other: the one way in which facts, lists and tables stand on a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

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
    ``heights`` are those of the cells and ``height`` that of the row, once it was wrapped.
    """

    cells: Sequence[Cell]
    above: float = 0.0
    below: float = 0.0
    rule: tuple[float, Color] | None = None
    ground: Color | None = None
    low: bool = False
    heights: list[float] | None = None
    height: float = 0.0

    def wrap(self, widths: Sequence[float]) -> None:
        """Find the height of every cell in columns of these ``widths``; done once."""
        if self.heights is None:
            self.heights = [_height_of(cell, width) for cell, width in zip(self.cells, widths, strict=True)]
            self.height = max(self.heights or [0.0]) + self.above + self.below

    def lower(self, by: float) -> None:
        """Take from what is free above and below the cells."""
        self.above, self.below, self.height = self.above - by / 2, self.below - by / 2, self.height - by


class Grid(Flowable):  # type: ignore[misc]  # the library has no types
    """Rows in columns of fixed ``widths``, with ``sides`` (left, right) free in each; a ``header`` is on every page.

    Rows are never divided: what is longer than a page has to be divided before (``tables.split_row``). Each is made
    only when the page it stands on is near, so that a long table takes no more memory than a short one. Grounds and
    rules are artifacts; what the cells hold are elements of their own. A ``whole`` one is divided only where it is
    longer than a page; one that is no higher than ``together`` is never divided. ``give`` is how much lower each row
    may be where all of them fit on the page then. ``left_behind`` is the room on the page of the rows it goes on from:
    it stands on the next one.
    """

    def __init__(
        self,
        rows: Iterable[Row],
        widths: Sequence[float],
        *,
        header: Row | None = None,
        sides: tuple[float, float] = (0.0, 0.0),
        after: float = 0.0,
        whole: bool = False,
        together: float = 0.0,
        give: float = 0.0,
        left_behind: float = 0.0,
    ) -> None:
        super().__init__()
        self._made: list[Row] = []
        self._rest = iter(rows)
        self._header, self._columns, self._sides = header, widths, sides
        self._inner = [column - sum(sides) for column in widths]
        self.spaceAfter = after
        self.whole, self._together, self._give = whole, together, give
        self._left_behind = left_behind

    def _rows(self) -> Iterator[Row]:
        """Yield the rows, each with its heights; those that were not asked for yet are made now."""
        yield from self._made
        for row in self._rest:
            row.wrap(self._inner)
            self._made.append(row)
            yield row

    def _first(self, count: int) -> list[Row]:
        """Return the first rows, fewer where there are not so many."""
        return list(islice(self._rows(), count))

    def _head(self) -> float:
        if self._header is None:
            return 0.0
        self._header.wrap(self._inner)
        return self._header.height

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return what the rows take, or what is more than ``height`` where they take more; their widths are fixed."""
        if self._give:
            self._lower(height)
        taken = self._head()
        for row in self._rows():
            taken += row.height
            if taken > height + 1:
                break
        return sum(self._columns), taken

    def _lower(self, height: float) -> None:
        """Make the rows lower, all of them alike, where they fit into ``height`` then and do not as they are."""
        rows = list(self._rows())
        more = self._head() + sum(row.height for row in rows) - height
        if _NEARLY < more <= self._give * len(rows) + _NEARLY:
            for row in rows:
                row.lower(more / len(rows))
            self._give -= more / len(rows)

    def beginning(self) -> float:
        """Return the least height in which it begins on a page: what a heading above needs to have room for."""
        if self.whole:
            return self._head() + sum(row.height - self._give for row in self._rows())
        rows = self._rows() if self._stays_whole() else self._first(self._least())
        return self._head() + sum(row.height for row in rows)

    def split(self, width: float, height: float) -> list[Flowable]:
        """Return the rows that fit, and the others under the same header; nothing where not one fits.

        What is left is tried on the same page again, where a row that was moved along would fit once more.
        """
        if height <= self._left_behind + _NEARLY:
            return []
        left = height - self._head()
        for fit, row in enumerate(self._rows()):
            left -= row.height
            if left < -_NEARLY:
                at = self._place_to_divide(fit)
                return self._divided(at, height) if at else []
        return [self]

    def _divided(self, at: int, height: float) -> list[Flowable]:
        room = height - self._head() - sum(row.height for row in self._made[:at])
        return [self._part(self._made[:at]), self._part(chain(self._made[at:], self._rest), room)]

    def _place_to_divide(self, fit: int) -> int:
        """Return how many of the rows that fit stay, so that no row stands alone on either page; 0 for none."""
        if self._stays_whole() or fit < self._least():
            return 0
        return fit - 1 if len(self._first(fit + 2)) - fit == 1 and fit >= _FEW else fit

    def _least(self) -> int:
        """Return how many rows stand at least under the header: two, where these are not high."""
        first = self._first(2)
        return 2 if len(first) == 2 and sum(row.height for row in first) <= SHORT_GRID else 1

    def _stays_whole(self) -> bool:
        first = self._first(_FEW + 1)
        few = 1 < len(first) <= _FEW and sum(row.height for row in first) <= SHORT_GRID
        return few or (bool(self._together) and self._is_lower_than(self._together))

    def _is_lower_than(self, height: float) -> bool:
        for row in self._rows():
            height -= row.height
            if height < -_NEARLY:
                return False
        return True

    def _part(self, rows: Iterable[Row], left_behind: float = 0.0) -> Grid:
        return Grid(
            rows, self._columns, header=self._header, sides=self._sides, after=self.spaceAfter, left_behind=left_behind
        )

    def drawOn(self, canvas: PageCanvas, x: float, y: float, _sW: float = 0) -> None:  # noqa: N802, N803 - the library's names
        """Draw the rows with their lower left corner at a place."""
        if canvas.measures:
            return
        rows = [*([self._header] if self._header is not None else []), *self._rows()]
        top = y + sum(row.height for row in rows)
        self._draw_lines(canvas, rows, x, top)
        for row in rows:
            self._draw_cells(canvas, row, x, top)
            top -= row.height

    def _draw_lines(self, canvas: PageCanvas, rows: Sequence[Row], x: float, top: float) -> None:
        if not any(row.rule or row.ground for row in rows):
            return
        width = sum(self._columns)
        with canvas.artifact():
            for row in rows:
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
