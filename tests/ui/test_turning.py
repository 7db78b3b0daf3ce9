"""A picture seen in quarter turns: what is drawn on it hides the pixels it is drawn over, whichever way round."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from journal_app.ui import turning
from journal_app.ui.detail import Box
from journal_app.ui.picture_canvas import PictureCanvas, _Sheet
from journal_app.ui.theme import Theme
from journal_app.ui.tokens import Look

SIDES = st.integers(2, 90)
TURNED = {0: None, 1: Image.Transpose.ROTATE_270, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_90}


@st.composite
def boxes(draw: st.DrawFn) -> tuple[tuple[int, int], Box]:
    """Return the size of a picture and a part of it."""
    size = draw(SIDES), draw(SIDES)
    left, top = draw(st.integers(0, size[0] - 2)), draw(st.integers(0, size[1] - 2))
    width, height = draw(st.integers(2, size[0] - left)), draw(st.integers(2, size[1] - top))
    return size, (left, top, width, height)


def painted(size: tuple[int, int], box: Box) -> Image.Image:
    image = Image.new("L", size, 0)
    image.paste(255, (box[0], box[1], box[0] + box[2], box[1] + box[3]))
    return image


def seen(image: Image.Image, turns: int) -> Image.Image:
    way = TURNED[turns % 4]
    return image if way is None else image.transpose(way)


@given(boxes(), st.integers(-8, 8))
def test_a_part_stands_where_the_turned_picture_has_its_pixels(given_: tuple[tuple[int, int], Box], turns: int) -> None:
    size, box = given_
    turned = turning.turned_box(box, size, turns)
    shown = painted(turning.turned_size(size, turns), turned)
    assert ImageChops.difference(seen(painted(size, box), turns), shown).getbbox() is None
    assert turning.upright_box(turned, size, turns) == box


def drawn(sheet: _Sheet, box: Box) -> Box:
    """Draw a part with the mouse where it is seen, and return what the sheet tells of it."""
    told: list[Box] = []
    sheet.drawn.connect(told.append)
    left, top, width, height = box
    button, corners = Qt.MouseButton.LeftButton, (QPointF(left, top), QPointF(left + width - 1, top + height - 1))
    kinds = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease)
    for kind, at in zip(kinds, corners, strict=True):  # QTest takes the left upper corner for the middle
        QApplication.sendEvent(sheet, QMouseEvent(kind, at, at, button, button, Qt.KeyboardModifier.NoModifier))
    sheet.drawn.disconnect(told.append)
    (found,) = told
    return found


def hides_what_it_covers(sheet: _Sheet, size: tuple[int, int], box: Box, turns: int) -> bool:
    """Say whether a part drawn over the turned picture, hidden in the upright one, hides just what it covered."""
    sheet.full, sheet.turns, sheet.drawing = QSize(*size), turns, True
    sheet.resize(sheet.sizeHint())
    over = turning.turned_box(box, size, turns)
    covered = painted(turning.turned_size(size, turns), over)
    hidden = seen(painted(size, drawn(sheet, over)), turns)
    return ImageChops.difference(covered, hidden).getbbox() is None


@pytest.fixture
def sheet(qtbot: QtBot, qapp: QApplication) -> _Sheet:
    made = _Sheet(Theme(qapp, Look.LIGHT))
    qtbot.addWidget(made)
    return made


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(boxes(), st.integers(0, 3))
def test_what_is_drawn_over_a_turned_picture_hides_what_it_covers(
    sheet: _Sheet, given_: tuple[tuple[int, int], Box], turns: int
) -> None:
    size, box = given_
    assert hides_what_it_covers(sheet, size, box, turns)


def test_a_build_that_forgets_the_turn_is_caught(sheet: _Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_Sheet, "sizeHint", lambda sheet: QSize(*turning.turned_size(sheet.size_of_all, sheet.turns)))
    assert hides_what_it_covers(sheet, (80, 60), (5, 8, 20, 30), 1)
    monkeypatch.setattr("journal_app.ui.picture_canvas.turning.upright_box", lambda box, *_: box)
    assert not hides_what_it_covers(sheet, (80, 60), (5, 8, 20, 30), 1)


def alone(qtbot: QtBot, qapp: QApplication) -> PictureCanvas:
    """Return a canvas that is its own dialog: only a window may be shown by itself."""
    made = PictureCanvas(Theme(qapp, Look.LIGHT), "picture")
    made.setWindowFlags(Qt.WindowType.Dialog)
    qtbot.addWidget(made)
    return made


def canvas_of(qtbot: QtBot, qapp: QApplication) -> PictureCanvas:
    """Return a canvas with a picture of 300 by 200: red at the left, green at its right upper corner."""
    made = alone(qtbot, qapp)
    picture = QPixmap(300, 200)
    picture.fill(Qt.GlobalColor.white)
    made.resize(400, 400)
    made.show()
    made.show_picture(picture, "A picture")
    return made


@pytest.mark.parametrize("turns", range(4))
def test_pixels_are_painted_where_the_turned_picture_has_them(qtbot: QtBot, qapp: QApplication, turns: int) -> None:
    canvas = canvas_of(qtbot, qapp)
    sheet = canvas._sheet
    image = sheet.picture.toImage()
    image.fill(Qt.GlobalColor.white)
    for box, colour in (((0, 0, 60, 200), Qt.GlobalColor.red), ((240, 0, 60, 50), Qt.GlobalColor.green)):
        for x in range(box[0], box[0] + box[2]):
            for y in range(box[1], box[1] + box[3]):
                image.setPixelColor(x, y, colour)
    canvas.show_picture(QPixmap.fromImage(image), "A picture")
    for _ in range(turns):
        canvas.turn(1)
    assert canvas.turns == turns
    grabbed = sheet.grab().toImage()
    assert (sheet.width(), sheet.height()) == turning.turned_size((300, 200), turns)
    for x, y in ((30, 100), (270, 25), (150, 100), (270, 150)):
        there = turning.turned_box((x, y, 1, 1), (300, 200), turns)
        assert grabbed.pixelColor(there[0], there[1]) == image.pixelColor(x, y)


def test_four_turns_are_none(qtbot: QtBot, qapp: QApplication) -> None:
    canvas = canvas_of(qtbot, qapp)
    before = canvas._sheet.grab().toImage()
    for step in (1, 1, -1, 1, 1, 1):
        canvas.turn(step)
    assert canvas.turns == 0
    assert canvas._sheet.grab().toImage() == before


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
@pytest.mark.parametrize("turns", range(4))
def test_what_is_wanted_sharp_is_what_is_seen(
    qtbot: QtBot, qapp: QApplication, turns: int, direction: Qt.LayoutDirection
) -> None:
    """In the other direction of reading the bar counts from the right, and another part was read than was seen."""
    canvas = alone(qtbot, qapp)
    canvas.setLayoutDirection(direction)
    canvas.resize(300, 300)
    canvas.show()
    small = QPixmap(60, 40)
    small.fill(Qt.GlobalColor.white)
    size = (9_000, 6_000)
    canvas.show_picture(small, "A picture", size)
    for _ in range(turns):
        canvas.turn(1)
    wanted = []
    canvas.wanted.connect(wanted.append)
    sheet = canvas._sheet
    while sheet.scale < 1:
        canvas.zoom(1)
    corner = turning.turned_box((200, 300, 10, 10), size, turns)
    canvas.show_middle(QPoint(round(corner[0] * sheet.scale), round(corner[1] * sheet.scale)))
    qtbot.waitUntil(lambda: bool(wanted), timeout=5000)
    left, top, width, height = wanted[-1].part
    assert (left <= 200, top <= 300) == (True, True)
    assert (left + width >= 210, top + height >= 310) == (True, True)


def test_what_was_in_the_middle_stays_there(qtbot: QtBot, qapp: QApplication) -> None:
    canvas = canvas_of(qtbot, qapp)
    while canvas._sheet.scale < 6:
        canvas.zoom(1)
    scale = canvas._sheet.scale
    canvas.show_middle(QPoint(round(250 * scale), round(45 * scale)))

    def middle() -> Box:
        at = canvas.viewport().rect().center() - canvas._sheet.pos()
        point = (round(at.x() / scale), round(at.y() / scale), 1, 1)
        return turning.upright_box(point, (300, 200), canvas.turns)

    before = middle()
    canvas.turn(1)
    after = middle()
    assert abs(after[0] - before[0]) <= 3
    assert abs(after[1] - before[1]) <= 3


@pytest.mark.parametrize(
    ("direction", "key"),
    [
        (Qt.LayoutDirection.LeftToRight, Qt.Key.Key_Right),
        (Qt.LayoutDirection.RightToLeft, Qt.Key.Key_Left),
    ],
)
def test_an_arrow_moves_to_its_own_side(
    qtbot: QtBot, qapp: QApplication, direction: Qt.LayoutDirection, key: Qt.Key
) -> None:
    canvas = canvas_of(qtbot, qapp)
    canvas.setLayoutDirection(direction)
    while canvas._sheet.scale < 4:
        canvas.zoom(1)
    canvas.horizontalScrollBar().setValue(0)
    before = canvas._sheet.x()
    QTest.keyClick(canvas, key)
    assert (canvas._sheet.x() < before) == (key == Qt.Key.Key_Right)
    assert canvas._sheet.x() != before
