"""What has the focus shows it (WCAG 2.2, 2.4.7): a frame that is seen against what was there, in every look."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from journal_app.ui import file_dialog
from journal_app.ui.app import Window
from journal_app.ui.dossier_page import DossierPage
from journal_app.ui.evidence_page import EvidencePage
from journal_app.ui.focus_frame import FocusFrame
from journal_app.ui.main_window import MainPage
from journal_app.ui.tokens import Look, contrast
from journal_app.ui.widgets import Label, NumberField, ProgressBox, column, held
from tests.ui.conftest import WAIT, section
from tests.ui.test_dossier_page import dossier
from tests.ui.test_tree import starts
from tests.ui.test_walk import places, shown

LEAST = 3.0  # contrast between with and without the focus (WCAG 2.2, 1.4.11)
LOOKS = (Look.LIGHT, Look.DARK, Look.CONTRAST)
TAB = Qt.FocusPolicy.TabFocus
_AROUND = 8  # pixels around a thing in which its frame may stand


def may_have_it(owner: QWidget) -> list[QWidget]:
    """Return what can have the focus: by Tab, by a click, or because the window puts it on a title."""
    return [
        each for each in shown(owner)
        if each.isEnabled() and not isinstance(each, QScrollBar)
        and (each.focusPolicy() != Qt.FocusPolicy.NoFocus or each.property("role") == "title")
        and not each.objectName().startswith("qt_")
    ]  # fmt: skip


def kind_of(widget: QWidget) -> str:
    """Return what is drawn alike: one of each is enough."""
    checked = widget.property("checked")
    return f"{type(widget).__name__} {widget.property('role') or ''} {checked or ''}"


def picture(widget: QWidget) -> QImage:
    """Return a thing as it stands in what scrolls it, with what is drawn around it."""
    size = None
    while size != widget.size():  # the layout takes a few rounds
        size = widget.size()
        QApplication.processEvents()
        QApplication.processEvents()
    around = widget
    while not around.isWindow() and (around is widget or not isinstance(holder(around), QScrollArea)):
        around = around.parentWidget()
    room = QRect(widget.mapTo(around, QPoint()), widget.size())
    grown = room.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
    return around.grab(grown).toImage().convertToFormat(QImage.Format.Format_RGB32)


def holder(widget: QWidget) -> QWidget | None:
    """Return what scrolls a page, where this is one."""
    viewport = widget.parentWidget()
    return viewport.parentWidget() if viewport is not None else None


def change(one: QImage, other: QImage) -> int:
    """Return how many pixels changed so that it is seen."""
    assert one.size() == other.size()
    count, known = 0, dict[tuple[int, int], bool]()
    for y in range(one.height()):
        for x in range(one.width()):
            pair = one.pixel(x, y), other.pixel(x, y)
            if pair not in known:
                known[pair] = contrast(*(f"#{each & 0xFFFFFF:06X}" for each in pair)) >= LEAST
            count += known[pair]
    return count


def framed(widget: QWidget) -> QImage | None:
    """Return a thing with the focus; None where it does not take it."""
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    return picture(widget) if widget.hasFocus() else None


def unseen(owner: QWidget, seen: set[str]) -> list[str]:
    """Return what does not show that it has the focus, by as much as two sides of a line around it."""
    found = []
    for each in may_have_it(owner):
        if kind_of(each) in seen:
            continue
        if (before := owner.window().focusWidget()) is not None:
            before.clearFocus()
        without, withit = picture(each), framed(each)
        if withit is None:
            continue
        seen.add(kind_of(each))
        words = each.fontMetrics().horizontalAdvance(each.text()) if isinstance(each, Label) else each.width()
        if (changed := change(without, withit)) < min(words, each.width()) + each.height():
            found.append(f"{kind_of(each)}: {each.objectName()} {each.width()} x {each.height()}, {changed} changed")
    return found


def drawn(qtbot: QtBot, main: MainPage) -> DossierPage:
    """Return the dossier with its pages shown."""
    page = dossier(qtbot, main)
    page.show_step(4)
    page.check.draw()
    qtbot.waitUntil(lambda: page.check.canvas.isVisible() and QApplication.activeModalWidget() is None, timeout=WAIT)
    main.window().activateWindow()
    qtbot.waitUntil(main.window().isActiveWindow, timeout=WAIT)
    return page


def unseen_in_a_box(qtbot: QtBot, main: MainPage) -> list[str]:
    """Look at a box of long work, which has the focus itself, and at a field for a number."""
    box = ProgressBox("Title", "Stop", main, still=True)
    number = NumberField("number", "Number", 3, largest=9, step=1)
    number.setParent(box)
    number.show()
    box.show()
    qtbot.waitUntil(box.isActiveWindow, timeout=WAIT)
    stop = box.findChild(QPushButton)
    found = [kind_of(each) for each in (box, number) if is_unseen(each, stop)]
    box.close()
    box.deleteLater()
    return found


def unseen_in_a_dialog_for_files(qtbot: QtBot, main: MainPage) -> list[str]:
    """Look at the parts of the toolkit's own dialog."""
    dialog = file_dialog._dialog(main, "Title")
    dialog.show()
    qtbot.waitUntil(dialog.isActiveWindow, timeout=WAIT)
    parts = dialog.findChildren(QWidget)
    taking = [each for each in parts if each.isVisible() and each.isEnabled() and each.focusPolicy() & TAB]
    found = [f"{kind_of(each)} {each.objectName()}" for each in taking if is_unseen(each, taking[each is taking[0]])]
    dialog.close()
    dialog.deleteLater()
    return found


def is_unseen(widget: QWidget, other: QWidget) -> bool:
    """Say whether a thing looks with the focus as it does while another has it."""
    other.setFocus()
    without = widget.grab().toImage()
    widget.setFocus()
    QApplication.processEvents()
    withit = widget.grab().toImage()
    return not widget.hasFocus() or change(without, withit) < widget.width() + widget.height()


@pytest.mark.parametrize("look", LOOKS)
def test_whatever_has_the_focus_shows_it(qtbot: QtBot, open_window: Callable[..., MainPage], look: Look) -> None:
    main = open_window(look=look)
    seen, wrong = set[str](), dict[str, list[str]]()
    for place in places(qtbot, main):
        wrong[place] = unseen(main.window(), seen)
    page = section(qtbot, main, "evidence")
    assert isinstance(page, EvidencePage)
    page.views["tiles"].click()
    qtbot.waitUntil(lambda: page.front is page.grid, timeout=WAIT)
    wrong["tiles"] = unseen(page, seen)
    wrong["pages"] = unseen(drawn(qtbot, main), seen)
    wrong["box"] = unseen_in_a_box(qtbot, main)
    wrong["files"] = unseen_in_a_dialog_for_files(qtbot, main)
    assert {place: found for place, found in wrong.items() if found} == {}
    assert len(seen) > 25


@pytest.mark.parametrize("look", LOOKS)
def test_whatever_has_the_focus_shows_it_before_a_journal_is_open(
    qtbot: QtBot, make_window: Callable[..., Window], folder: Path, tmp_path: Path, look: Look
) -> None:
    window, seen = make_window(look=look), set[str]()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT)
    wrong = {place: unseen(window, seen) for place in starts(window, folder, tmp_path / "nowhere")}
    assert {place: found for place, found in wrong.items() if found} == {}


@pytest.mark.parametrize(
    "text", ["Short", "A title that is so long that it goes on in another line of the page", "שלום לכם"]
)
@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_the_frame_of_a_title_stands_around_its_words(
    qtbot: QtBot, qapp: QApplication, make_window: Callable[..., Window], direction: Qt.LayoutDirection, text: str
) -> None:
    window = make_window(size=(640, 480))
    qapp.setLayoutDirection(direction)
    title = Label(window.theme, text, "title")
    page = held(column(title, margins=40))
    qtbot.addWidget(page)
    page.setWindowFlag(Qt.WindowType.Tool)
    page.resize(420, 160)
    page.show()
    qtbot.waitUntil(page.isActiveWindow, timeout=WAIT)
    written = ink(page.grab().toImage())
    title.setFocus()
    (frame,) = page.findChildren(FocusFrame)
    assert frame.geometry().contains(written)
    assert frame.width() < written.width() + 4 * _AROUND
    title.clearFocus()
    assert not frame.isVisible()


def ink(image: QImage) -> QRect:
    """Return where something is written."""
    dark = [
        (x, y) for x in range(image.width()) for y in range(image.height())
        if contrast(f"#{image.pixel(x, y) & 0xFFFFFF:06X}", "#F6F4EF") > LEAST
    ]  # fmt: skip
    across, down = zip(*dark, strict=True)
    return QRect(QPoint(min(across), min(down)), QPoint(max(across), max(down)))
