"""Looking at one file: pixels of the locked worker, as many as the screen needs, and nothing once it is covered."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from journal_app.services import evidence, redactions, renditions
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.services.media import NoRendition, Pixels
from journal_app.ui.covered import pixmap
from journal_app.ui.detail import MOST_SHOWN
from journal_app.ui.evidence_page import EvidenceEditor
from journal_app.ui.file_viewer import FileViewer
from journal_app.ui.main_window import MainPage
from journal_app.ui.widgets import NumberField
from tests.ui.conftest import WAIT, busy, child, opened, section, settled
from tests.ui.test_sections import labels, open_all, read

WIDE, HIGH = 4_000, 3_000


@pytest.mark.parametrize(
    ("pixels", "colour"),
    [
        (Pixels(width=3, height=2, channels=3, data=bytes([200, 100, 50]) * 6), QColor(200, 100, 50)),
        (Pixels(width=5, height=1, channels=1, data=bytes([77]) * 5), QColor(77, 77, 77)),
    ],
)
def test_rows_of_pixels_are_a_picture_of_its_own(pixels: Pixels, colour: QColor) -> None:
    shown = pixmap(pixels).toImage()
    assert (shown.width(), shown.height()) == (pixels.width, pixels.height)
    assert shown.pixelColor(pixels.width - 1, pixels.height - 1) == colour


@pytest.fixture
def viewer(qtbot: QtBot, main: MainPage) -> FileViewer:
    """Look at a large white picture whose lower right corner is red and has a green mark of 4 pixels."""
    image = Image.new("RGB", (WIDE, HIGH), "white")
    image.paste("red", (3_000, 2_000, WIDE, HIGH))
    image.paste((0, 255, 0), (3_500, 2_500, 3_504, 2_504))
    out = io.BytesIO()
    image.save(out, "PNG")
    file = NewFile(name="large.png", source=out.getvalue())
    (identifier,) = read(qtbot, main, lambda journal: evidence.attach(journal, "first", [file]))
    editor = opened(qtbot, section(qtbot, main, "evidence"), identifier)
    assert isinstance(editor, EvidenceEditor)
    editor.viewer.cover.click()
    sharp(qtbot, editor.viewer)
    return editor.viewer


def sharp(qtbot: QtBot, viewer: FileViewer) -> None:
    qtbot.waitUntil(lambda: viewer.canvas.isVisible() and viewer.canvas.is_sharp, timeout=WAIT)


def seen(viewer: FileViewer, x: int, y: int) -> QColor:
    """Return the colour that is painted where a pixel of the picture stands, after moving there."""
    sheet = viewer.canvas._sheet
    image: QImage = sheet.grab().toImage()
    return image.pixelColor(round((x + 0.5) * sheet.scale), round((y + 0.5) * sheet.scale))


def test_a_large_picture_is_as_large_as_the_screen_needs(qtbot: QtBot, viewer: FileViewer) -> None:
    sheet = viewer.canvas._sheet
    assert (sheet.full.width(), sheet.full.height()) == (WIDE, HIGH)
    assert sheet.picture.width() < WIDE / 2
    assert seen(viewer, 100, 100) == QColor("white")
    assert seen(viewer, 3_200, 2_200) == QColor("red")


def test_made_larger_it_is_read_again_where_it_is_seen(qtbot: QtBot, viewer: FileViewer) -> None:
    sheet = viewer.canvas._sheet
    while sheet.scale < 1:
        viewer.canvas.zoom(1)
    viewer.canvas.ensureVisible(round(3_500 * sheet.scale), round(2_500 * sheet.scale))
    sharp(qtbot, viewer)
    assert not sheet.part.isNull()
    assert sheet.part.width() * sheet.part.height() <= MOST_SHOWN
    assert seen(viewer, 3_502, 2_502) == QColor(0, 255, 0)
    viewer.canvas.fit()
    sharp(qtbot, viewer)
    assert seen(viewer, 3_200, 2_200) == QColor("red")


def test_boxes_are_in_pixels_of_the_picture_however_small_it_is_shown(
    qtbot: QtBot, main: MainPage, viewer: FileViewer
) -> None:
    viewer.hide_parts.click()
    viewer._add_box((3_000, 2_000, 1_000, 1_000))
    child(viewer, "viewer.box.check").click()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: "as it would leave" in viewer.canvas.accessibleName(), timeout=WAIT)
    sharp(qtbot, viewer)
    assert seen(viewer, 3_200, 2_200) == QColor("black")
    assert seen(viewer, 100, 100) == QColor("white")
    while viewer.canvas._sheet.scale < 1:
        viewer.canvas.zoom(1)
    viewer.canvas.ensureVisible(WIDE * 8, HIGH * 8)
    sharp(qtbot, viewer)
    assert seen(viewer, 3_502, 2_502) == QColor("black")
    child(viewer, "viewer.box.save").click()  # type: ignore[attr-defined]
    identifier = viewer._evidence.id
    qtbot.waitUntil(lambda: not viewer._hiding.isVisible(), timeout=WAIT)
    kept = read(qtbot, main, lambda journal: redactions.boxes(journal, identifier))
    assert kept == {1: ((3_000, 2_000, 1_000, 1_000),)}


def test_covered_nothing_of_it_is_left(viewer: FileViewer) -> None:
    viewer.cover.click()
    sheet = viewer.canvas._sheet
    assert sheet.picture.isNull()
    assert sheet.part.isNull()
    assert not viewer.canvas.is_sharp


def test_turned_it_is_the_same_picture_and_parts_are_hidden_where_they_are_seen(
    qtbot: QtBot, main: MainPage, viewer: FileViewer
) -> None:
    identifier = viewer._evidence.id

    def kept(journal: Journal) -> tuple[object, bytes]:
        return renditions.page(journal, identifier), evidence.read_original(
            journal, evidence.get(journal, identifier).evidence
        )

    before = read(qtbot, main, kept)
    child(viewer, "viewer.right").click()  # type: ignore[attr-defined]  # a button
    sharp(qtbot, viewer)
    sheet = viewer.canvas._sheet
    assert sheet.width() < sheet.height()
    assert seen(viewer, HIGH - 2_200, 3_200) == QColor("red")
    viewer.hide_parts.click()
    child(viewer, "viewer.box.add").click()  # type: ignore[attr-defined]  # a button
    fields = [child(viewer, f"viewer.box.0.{number}") for number in range(4)]
    assert [each.value() for each in fields] == [10, 10, 100, 40]  # type: ignore[attr-defined]  # numbers
    fields[0].setValue(20)  # type: ignore[attr-defined]  # a number
    assert viewer.boxes == [(10, HIGH - 20 - 100, 40, 100)]
    child(viewer, "viewer.left").click()  # type: ignore[attr-defined]  # a button

    def numbers() -> list[int]:
        return [child(viewer, f"viewer.box.0.{number}").value() for number in range(4)]  # type: ignore[attr-defined]

    qtbot.waitUntil(lambda: numbers() == [10, HIGH - 20 - 100, 40, 100], timeout=WAIT)
    child(viewer, "viewer.box.save").click()  # type: ignore[attr-defined]  # a button
    qtbot.waitUntil(lambda: not viewer._hiding.isVisible(), timeout=WAIT)
    assert read(qtbot, main, lambda journal: redactions.boxes(journal, identifier)) == {1: tuple(viewer.boxes)}
    assert read(qtbot, main, kept) == before


def test_a_file_that_could_not_be_shown_is_tried_again_when_it_is_asked_for(
    qtbot: QtBot, main: MainPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(out, "PNG")
    file = NewFile(name="small.png", source=out.getvalue())
    reasons = ["not-readable", "needs-password"]

    def attach(journal: Journal) -> str:
        (identifier,) = evidence.attach(journal, "first", [file])
        kind, drawn = type(journal.decoder), type(journal.decoder).renditions

        def draw(*arguments: object) -> object:
            if reasons:
                raise NoRendition(reasons.pop(0))
            return drawn(*arguments)  # type: ignore[arg-type]  # as they came

        monkeypatch.setattr(kind, "renditions", draw)
        return identifier

    editor = opened(qtbot, section(qtbot, main, "evidence"), read(qtbot, main, attach))
    assert isinstance(editor, EvidenceEditor)
    viewer = editor.viewer
    assert not viewer.again.isVisible()
    viewer.cover.click()
    qtbot.waitUntil(lambda: "could not be read as what it seems" in labels(viewer), timeout=WAIT)
    assert viewer.again.isVisible()
    viewer.again.click()
    qtbot.waitUntil(lambda: "opens only with a password" in labels(viewer), timeout=WAIT)
    assert "save or print a copy that needs none, and add that copy to the same entry" in labels(viewer)
    assert "This was tried again." in labels(viewer)
    viewer.again.click()
    qtbot.waitUntil(viewer.canvas.isVisible, timeout=WAIT)
    sharp(qtbot, viewer)
    assert seen(viewer, 10, 10) == QColor("red")
    assert not viewer.again.isVisible()
    again = opened(qtbot, section(qtbot, main, "evidence"), viewer._evidence.id)
    open_all(qtbot, main, again)
    assert "Before: This document opens only with a password. Now: It can be shown." in labels(again)


def test_what_has_no_pages_offers_no_other_try(qtbot: QtBot, main: MainPage) -> None:
    editor = opened(qtbot, section(qtbot, main, "evidence"), "sound")
    assert isinstance(editor, EvidenceEditor)
    editor.viewer.cover.click()
    qtbot.waitUntil(lambda: "no page to show" in labels(editor.viewer), timeout=WAIT)
    assert not editor.viewer.again.isVisible()


@pytest.fixture
def leafing(qtbot: QtBot, main: MainPage) -> FileViewer:
    """Look at the first of three pages of one file: white, red and blue."""
    pages = [Image.new("RGB", (300, 200), colour) for colour in ("white", "red", "blue")]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
    file = NewFile(name="pages.tiff", source=out.getvalue())
    (identifier,) = read(qtbot, main, lambda journal: evidence.attach(journal, "first", [file]))
    editor = opened(qtbot, section(qtbot, main, "evidence"), identifier)
    assert isinstance(editor, EvidenceEditor)
    editor.viewer.cover.click()
    sharp(qtbot, editor.viewer)
    assert seen(editor.viewer, 10, 10) == QColor("white")
    return editor.viewer


def shows_page(qtbot: QtBot, main: MainPage, viewer: FileViewer, number: int) -> None:
    settled(qtbot, main)
    qtbot.waitUntil(lambda: f"Page {number} of 3" in viewer._place.text(), timeout=WAIT)
    sharp(qtbot, viewer)
    colour = QColor(("white", "red", "blue")[number - 1])
    qtbot.waitUntil(lambda: seen(viewer, 10, 10) == colour, timeout=WAIT)


def test_a_check_that_comes_after_the_page_was_turned_is_not_shown(
    qtbot: QtBot, main: MainPage, leafing: FileViewer
) -> None:
    leafing.hide_parts.click()
    leafing._add_box((100, 100, 50, 50))
    end = busy(main)
    child(leafing, "viewer.box.check").click()  # type: ignore[attr-defined]
    leafing._next.click()
    end.set()
    shows_page(qtbot, main, leafing, 2)
    assert "as it would leave" not in leafing.canvas.accessibleName()
    leafing.canvas.zoom(1)  # what is missing now is read of this page
    shows_page(qtbot, main, leafing, 2)
    kept = read(qtbot, main, lambda journal: redactions.boxes(journal, leafing._evidence.id))
    assert kept == {1: ((100, 100, 50, 50),)}


def test_what_is_drawn_while_a_page_is_read_belongs_to_the_page_that_is_seen(
    qtbot: QtBot, main: MainPage, leafing: FileViewer
) -> None:
    end = busy(main)
    leafing._next.click()
    assert "Page 1 of 3" in leafing._place.text()
    leafing.hide_parts.click()
    leafing._add_box((100, 100, 50, 50))
    end.set()
    shows_page(qtbot, main, leafing, 2)
    assert not leafing._hiding.isVisible()
    kept = read(qtbot, main, lambda journal: redactions.boxes(journal, leafing._evidence.id))
    assert kept == {1: ((100, 100, 50, 50),)}


def test_what_is_drawn_while_the_same_page_is_read_again_stays(
    qtbot: QtBot, main: MainPage, leafing: FileViewer
) -> None:
    end = busy(main)
    leafing._cancel_hiding()
    leafing.hide_parts.click()
    leafing._add_box((100, 100, 50, 50))
    end.set()
    shows_page(qtbot, main, leafing, 1)
    assert leafing.boxes == [(100, 100, 50, 50)]
    field = child(leafing, "viewer.box.0.0")
    assert isinstance(field, NumberField)
    field.setValue(120)
    assert leafing.boxes == [(120, 100, 50, 50)]


def test_a_part_that_is_moved_after_the_check_is_not_as_it_would_leave(
    qtbot: QtBot, main: MainPage, leafing: FileViewer
) -> None:
    leafing.hide_parts.click()
    leafing._add_box((5, 5, 50, 50))
    child(leafing, "viewer.box.check").click()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: "as it would leave" in labels(leafing), timeout=WAIT)
    sharp(qtbot, leafing)
    assert seen(leafing, 10, 10) == QColor("black")
    field = child(leafing, "viewer.box.0.0")
    assert isinstance(field, NumberField)
    field.setValue(200)
    assert "as it would leave" not in labels(leafing)
    settled(qtbot, main)
    sharp(qtbot, leafing)
    assert "as it would leave" not in leafing.canvas.accessibleName()
    assert leafing.boxes == [(200, 5, 50, 50)]
    leafing._list_boxes(-1)
    assert seen(leafing, 10, 10) == QColor("white")


def test_two_steps_at_once_go_two_pages_on(qtbot: QtBot, main: MainPage, leafing: FileViewer) -> None:
    end = busy(main)
    leafing._next.click()
    leafing._next.click()
    end.set()
    shows_page(qtbot, main, leafing, 3)
