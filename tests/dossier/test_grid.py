"""Rows of cells: where they stand, and how they go on over pages."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Table
from reportlab.platypus.flowables import Flowable

from journal_app.dossier.canvas import Measure, PageCanvas
from journal_app.dossier.grid import Cell, Grid, Row
from journal_app.dossier.tables import split_row

WIDTHS = (60.0, 140.0)


class Box(Flowable):  # type: ignore[misc]  # the library has no types
    """A part of a cell that notes where it is drawn."""

    def __init__(self, height: float, before: float, after: float, places: list[tuple[float, float]]) -> None:
        super().__init__()
        self._size, self._places = height, places
        self.spaceBefore, self.spaceAfter = before, after

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return width, self._size

    def drawOn(self, canvas: PageCanvas, x: float, y: float, _sW: float = 0) -> None:  # noqa: N802, N803
        self._places.append((round(x, 3), round(y, 3)))


def page() -> PageCanvas:
    return PageCanvas(io.BytesIO(), paper=A4, language="en", title="Page")


numbers = st.floats(0, 29).map(lambda value: round(value, 2))
boxes = st.lists(st.tuples(numbers, numbers, numbers), min_size=1, max_size=3)
cells = st.tuples(boxes, boxes)


@settings(max_examples=200, deadline=None)
@given(st.lists(cells, min_size=1, max_size=4), numbers, numbers, numbers, numbers, st.booleans())
def test_cells_stand_where_those_of_the_librarys_table_stand(
    content: list[tuple[list[tuple[float, float, float]], ...]],
    above: float, below: float, left: float, right: float, low: bool,
) -> None:  # fmt: skip
    ours: list[tuple[float, float]] = []
    theirs: list[tuple[float, float]] = []

    def made(places: list[tuple[float, float]]) -> list[list[Cell]]:
        return [[[Box(*each, places) for each in cell] for cell in row] for row in content]

    grid = Grid([Row(row, above=above, below=below, low=low) for row in made(ours)], WIDTHS, sides=(left, right))
    table = Table(made(theirs), colWidths=WIDTHS)
    edges = zip(("LEFT", "RIGHT", "TOP", "BOTTOM"), (left, right, above, below), strict=True)
    table.setStyle([(f"{edge}PADDING", (0, 0), (-1, -1), size) for edge, size in edges])
    table.setStyle([("VALIGN", (0, 0), (-1, -1), "BOTTOM" if low else "TOP")])
    assert grid.wrap(200, 5000) == pytest.approx(table.wrap(200, 5000))
    canvas = page()
    grid.drawOn(canvas, 30, 40)
    canvas.translate(0, 0)
    table.canv = canvas
    table.drawOn(canvas, 0, 0)
    assert [(x - 30, y - 40) for x, y in ours] == [pytest.approx(place, abs=0.002) for place in theirs]


def rows(heights: list[float], places: list[tuple[float, float]]) -> list[Row]:
    return [Row([[Box(height, 0, 0, places)], []]) for height in heights]


def test_rows_that_do_not_fit_go_on_under_the_same_header() -> None:
    places: list[tuple[float, float]] = []
    grid = Grid(rows([20, 20, 20, 20], places), WIDTHS, header=rows([10], places)[0], after=5)
    first, rest = grid.split(200, 55)
    assert first.wrap(200, 55) == (200, 50)
    assert rest.wrap(200, 500) == (200, 50)
    rest.drawOn(page(), 0, 0)
    assert [y for _, y in places] == [40, 20, 0]
    assert grid.split(200, 90) == [grid]
    assert grid.split(200, 49) == []
    assert grid.beginning() == 50


def test_rows_are_made_only_when_their_page_is_near() -> None:
    made: list[int] = []

    def endless() -> Iterator[Row]:
        for number in range(1000):
            made.append(number)
            yield Row([[Box(20, 0, 0, [])], []])

    grid: Flowable = Grid(endless(), WIDTHS)
    for page in range(1, 4):
        assert grid.wrap(200, 100)[1] > 100
        first, grid = grid.split(200, 100)
        assert first.wrap(200, 100) == (200, 100)
        assert len(made) < 5 * page + 3


def test_no_row_stands_alone_on_the_next_page() -> None:
    """Nor is a short list divided: a few rows stay together."""
    places: list[tuple[float, float]] = []
    first, rest = Grid(rows([20] * 5, places), WIDTHS).split(200, 85)
    assert (first.wrap(200, 85)[1], rest.wrap(200, 500)[1]) == (60, 40)
    assert Grid(rows([20, 20, 20], places), WIDTHS).split(200, 45) == []
    first, rest = Grid(rows([100, 100, 100], places), WIDTHS).split(200, 250)
    assert (first.wrap(200, 250)[1], rest.wrap(200, 500)[1]) == (200, 100)
    first, rest = Grid(rows([20] * 5, places), WIDTHS).split(200, 45)
    assert (first.wrap(200, 45)[1], rest.wrap(200, 500)[1]) == (40, 60)


def test_no_row_stands_alone_at_the_end_of_a_page() -> None:
    """A table began with one row below its header, and went on with thirty on the next page."""
    header = rows([10], [])[0]
    assert Grid(rows([20] * 30, []), WIDTHS, header=header).split(200, 49) == []
    first, _ = Grid(rows([20] * 30, []), WIDTHS, header=header).split(200, 51)
    assert first.wrap(200, 51)[1] == 50
    first, _ = Grid(rows([100] * 30, []), WIDTHS, header=header).split(200, 115)
    assert first.wrap(200, 115)[1] == 110, "rows that are high stand alone"


def test_what_is_low_enough_stays_together() -> None:
    heights = [20.0] * 6
    assert Grid(rows(heights, []), WIDTHS, together=120).split(200, 119) == []
    assert Grid(rows(heights, []), WIDTHS, together=120).beginning() == 120
    assert len(Grid(rows(heights, []), WIDTHS, together=119).split(200, 110)) == 2
    assert Grid(rows(heights, []), WIDTHS, together=119).beginning() == 40


def test_rows_that_were_moved_to_the_next_page_do_not_come_back_to_this_one() -> None:
    """The row before the last is moved along with it and had room where it was: the header stood there twice."""
    grid = Grid(rows([20, 20, 20, 100, 100], []), WIDTHS, header=rows([10], [])[0], after=5)
    first, rest = grid.split(200, 185)
    assert first.wrap(200, 185)[1] == 70
    left = 185 - 70
    assert rest.wrap(200, left)[1] > left
    assert rest.split(200, left) == rest.split(200, left - 5) == []
    assert rest.wrap(200, 700)[1] == 210
    upper, lower = rest.split(200, 150)
    assert (upper.wrap(200, 150)[1], lower.wrap(200, 700)[1]) == (110, 110)


def test_a_header_stands_once_on_each_page() -> None:
    """As the library lays it out: what is left of a table is tried on the same page again."""
    places: list[tuple[float, float]] = []
    pages: list[int] = []

    class Head(Box):
        def drawOn(self, canvas: PageCanvas, x: float, y: float, _sW: float = 0) -> None:  # noqa: N802, N803
            pages.append(canvas.getPageNumber())

    header = Row([[Head(10, 0, 0, places)], []])
    template = BaseDocTemplate(io.BytesIO(), pagesize=(200, 185))
    frame = Frame(0, 0, 200, 185, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    template.addPageTemplates([PageTemplate(frames=[frame])])
    grid = Grid(rows([20, 20, 20, 100, 100], places), WIDTHS, header=header, after=5)
    template.build([grid], canvasmaker=lambda *_, **__: PageCanvas(io.BytesIO(), paper=A4, language="en", title="T"))
    assert pages == [1, 2, 3]
    assert len(places) == 5


heights = st.lists(st.integers(1, 240).map(float), min_size=1, max_size=6)


@settings(max_examples=300, deadline=None)
@given(heights, st.integers(0, 40).map(float))
def test_a_heading_that_has_room_for_the_beginning_is_followed_by_it(tall: list[float], head: float) -> None:
    """A table went to the next page without its heading where the first row was higher than what was kept free."""

    def parts(height: float) -> list[Flowable]:
        return Grid(rows(tall, []), WIDTHS, header=rows([head], [])[0]).split(200, height)

    least = Grid(rows(tall, []), WIDTHS, header=rows([head], [])[0]).beginning()
    assert all(parts(least + more) != [] for more in (0.0, 1.0, 20.0, 100.0, 400.0))
    assert parts(least - 1.0) == []


def test_nothing_is_drawn_where_pages_are_only_measured() -> None:
    places: list[tuple[float, float]] = []
    grid = Grid(rows([20], places), WIDTHS)
    grid.wrap(200, 100)
    grid.drawOn(Measure(paper=A4), 0, 0)
    assert places == []


def test_empty_cells_take_no_room() -> None:
    (row,) = split_row([[], [Box(20, 0, 0, [])]], WIDTHS)
    assert Grid([Row(row, above=1, below=2)], WIDTHS).wrap(200, 100) == (200, 23)


def test_rows_that_can_be_lower_are_where_all_of_them_fit_then() -> None:
    """They give the same each, and nothing where the last one would stand on the next page all the same."""
    places: list[tuple[float, float]] = []

    def grid() -> Grid:
        return Grid([Row(row.cells, above=3, below=3) for row in rows([10] * 4, places)], WIDTHS, give=4)

    assert grid().wrap(200, 64) == (200, 64)
    squeezed = grid()
    assert squeezed.wrap(200, 56) == (200, pytest.approx(56))
    assert squeezed.wrap(200, 400) == (200, pytest.approx(56))
    squeezed.drawOn(page(), 0, 0)
    assert [y for _, y in places] == pytest.approx([44, 30, 16, 2])
    assert grid().wrap(200, 48) == (200, pytest.approx(48))
    assert grid().wrap(200, 47)[1] > 48


def test_what_stays_whole_begins_with_all_of_it_as_low_as_it_can_be() -> None:
    def grid(*, whole: bool, give: float = 0) -> Grid:
        return Grid(rows([20] * 5, []), WIDTHS, header=rows([10], [])[0], whole=whole, give=give)

    assert grid(whole=False).beginning() == 50
    assert grid(whole=True).beginning() == 110
    assert grid(whole=True, give=4).beginning() == 90
