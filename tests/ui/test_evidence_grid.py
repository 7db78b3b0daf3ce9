"""Files as tiles: covered until asked for, read only where they are seen, and covered again when they are left."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from journal_app.errors import Damaged
from journal_app.services import evidence, preferences, renditions
from journal_app.services.evidence import names_of
from journal_app.services.journal import Journal
from journal_app.services.media import Pixels
from journal_app.ui.error_dialog import ErrorDialog
from journal_app.ui.evidence_grid import EvidenceGrid
from journal_app.ui.evidence_page import EvidencePage
from journal_app.ui.main_window import MainPage
from tests.ui.conftest import WAIT, section, settled

BLUE = QColor(20, 40, 220)


@pytest.fixture
def page(qtbot: QtBot, main: MainPage, tmp_path_factory: pytest.TempPathFactory) -> EvidencePage:
    """Return the section of files, as tiles; one of them is a blue picture."""
    picture = tmp_path_factory.mktemp("picture") / "blue.png"
    image = QImage(300, 200, QImage.Format.Format_RGB888)
    image.fill(BLUE)
    assert image.save(str(picture))
    added: list[object] = []
    main.desk.change(main, lambda journal: evidence.attach(journal, "", names_of([picture])), added.append)
    qtbot.waitUntil(lambda: bool(added), timeout=WAIT)
    shown = section(qtbot, main, "evidence")
    assert isinstance(shown, EvidencePage)
    shown.views["tiles"].click()
    qtbot.waitUntil(lambda: shown.front is shown.grid and shown.grid.isVisible(), timeout=WAIT)
    settled(qtbot, main)
    return shown


def place(page: EvidencePage) -> int:
    return next(at for at, card in enumerate(page.grid.tiles.rows) if "blue.png" in card.title)


def colour(grid: EvidenceGrid, row: int) -> QColor:
    """Return the colour in the middle of the picture of a tile, as it is painted."""
    room = grid.visualRect(grid.tiles.index(row))
    picture = grid.viewport().grab().toImage()
    ratio = picture.devicePixelRatio()
    return picture.pixelColor(round(room.center().x() * ratio), round((room.top() + room.height() / 3) * ratio))


def is_blue(grid: EvidenceGrid, row: int) -> bool:
    return colour(grid, row) == BLUE


def spoken(page: EvidencePage) -> str:
    return str(page.grid.tiles.index(place(page)).data(Qt.ItemDataRole.AccessibleTextRole))


def test_pictures_are_covered_until_they_are_asked_for(qtbot: QtBot, page: EvidencePage) -> None:
    grid, row = page.grid, place(page)
    grid.scrollTo(grid.tiles.index(row))
    assert not is_blue(grid, row)
    assert spoken(page).startswith("Covered picture.")
    page.uncover.click()
    qtbot.waitUntil(lambda: is_blue(grid, row), timeout=WAIT)
    assert not spoken(page).startswith("Covered picture.")
    page.uncover.click()
    assert not is_blue(grid, row)


def test_space_shows_one_picture_and_covers_it(qtbot: QtBot, page: EvidencePage) -> None:
    grid, row = page.grid, place(page)
    grid.setCurrentIndex(grid.tiles.index(row))
    grid.scrollTo(grid.tiles.index(row))
    qtbot.keyClick(grid, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: is_blue(grid, row), timeout=WAIT)
    others = [card for card in grid.tiles.rows if card.id != grid.tiles.rows[row].id]
    assert all(grid.picture(card) is None for card in others)
    qtbot.keyClick(grid, Qt.Key.Key_Space)
    assert not is_blue(grid, row)
    assert grid.tiles.is_covered(grid.tiles.rows[row])


def test_leaving_covers_everything_again(qtbot: QtBot, main: MainPage, page: EvidencePage) -> None:
    grid, row = page.grid, place(page)
    page.uncover.click()
    qtbot.waitUntil(lambda: is_blue(grid, row), timeout=WAIT)
    main.show_section("people")
    main.show_section("evidence")
    qtbot.waitUntil(grid.isVisible, timeout=WAIT)
    assert not page.uncover.isChecked()
    assert not is_blue(grid, place(page))


def test_the_way_of_listing_is_kept_in_the_journal(qtbot: QtBot, main: MainPage, page: EvidencePage) -> None:
    found: list[bool] = []
    main.desk.read(main, preferences.evidence_as_tiles, found.append)
    qtbot.waitUntil(lambda: found == [True], timeout=WAIT)
    page.views["list"].click()
    qtbot.waitUntil(page.list.isVisible, timeout=WAIT)
    assert not page.grid.isVisible()
    assert not page.uncover.isVisible()


def test_enter_opens_the_file(qtbot: QtBot, page: EvidencePage) -> None:
    grid, row = page.grid, place(page)
    grid.setFocus()
    grid.setCurrentIndex(grid.tiles.index(row))
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.opened is not None, timeout=WAIT)
    assert page.desk.open_record == grid.tiles.rows[row].id
    page.close_opened()


def test_arrows_go_from_tile_to_tile_in_reading_order(qtbot: QtBot, page: EvidencePage) -> None:
    grid = page.grid
    grid.setFocus()
    grid.setCurrentIndex(grid.tiles.index(0))
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert grid.currentIndex().row() == 1


def test_a_picture_that_cannot_be_drawn_keeps_its_outline(
    qtbot: QtBot, main: MainPage, page: EvidencePage, tmp_path_factory: pytest.TempPathFactory
) -> None:
    source = tmp_path_factory.mktemp("broken") / "broken.png"
    source.write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 40)
    main.desk.change(page, lambda journal: evidence.attach(journal, "", names_of([source])))
    qtbot.waitUntil(lambda: any("broken.png" in card.title for card in page.grid.tiles.rows), timeout=WAIT)
    page.uncover.click()
    qtbot.waitUntil(lambda: is_blue(page.grid, place(page)), timeout=WAIT)
    settled(qtbot, main)
    broken = next(card for card in page.grid.tiles.rows if "broken.png" in card.title)
    qtbot.waitUntil(lambda: page.grid.picture(broken) is None and page.grid.is_settled, timeout=WAIT)


def test_a_file_that_cannot_be_read_is_told_once(
    qtbot: QtBot, main: MainPage, page: EvidencePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(ErrorDialog, "exec", lambda dialog: told.append(dialog.text))

    blue, whole = page.grid.tiles.rows[place(page)].id, renditions.thumbnail

    def thumbnail(journal: Journal, *, identifier: str, longest: int) -> Pixels:
        if identifier == blue:
            raise Damaged("A stored file is damaged.", "Look at it.")
        return whole(journal, identifier=identifier, longest=longest)

    monkeypatch.setattr(renditions, "thumbnail", thumbnail)
    page.uncover.setChecked(True)
    for _ in range(3):
        page.grid.viewport().update()
        page.grid._look.start()
        qtbot.waitUntil(lambda: page.grid.is_settled, timeout=WAIT)
        settled(qtbot, main)
    assert len(told) == 1
