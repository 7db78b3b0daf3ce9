"""Who gets a part of a page is told beside its title where there is room, and else below it: in no narrow strip."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from journal_app import i18n
from journal_app.ui.main_window import MainPage
from journal_app.ui.theme import Look, Theme
from journal_app.ui.widgets import Button, Label, Section, column
from tests.ui.conftest import opened, section, settled
from tests.ui.test_walk import Pseudo

LTR, RTL = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
SIZES = ((640, 480), (900, 560), (1280, 800))


def place(part: QWidget, owner: QWidget) -> QRect:
    return QRect(part.mapTo(owner, QPoint()), part.size())


def wrong_in(part: Section) -> str:
    """Return what is wrong with the head of a section; empty where nothing is."""
    audience = next(each for each in part.findChildren(Label) if each.property("role") == "small")
    head = next(each for each in part.findChildren(Button) if each.objectName().endswith(".head"))
    if not audience.text() or not audience.isVisible():
        return ""
    told, title = place(audience, part), place(head, part)
    one_line = QFontMetrics(audience.font()).horizontalAdvance(audience.text())
    if told.width() < one_line and told.width() < part.width() * 3 // 4:
        return f"{audience.text()!r} has {told.width()} of {part.width()}"
    if told.intersects(title) or not part.rect().contains(told):
        return f"{audience.text()!r} at {told}, the title at {title}"
    beside = told.center().y() in range(title.top(), title.bottom() + 1)
    if beside and (told.center().x() < title.center().x()) != (part.layoutDirection() == RTL):
        return f"{audience.text()!r} stands before the title"
    summary = next(each for each in part.findChildren(Label) if each.property("role") == "muted")
    if beside and summary.isVisible() and summary.height() > 3 * QFontMetrics(summary.font()).height():
        return f"{summary.text()!r} goes on over more than two lines"
    return ""


@pytest.mark.parametrize("language", ["en", "es", "pseudo"])
@pytest.mark.parametrize("direction", [LTR, RTL])
@pytest.mark.parametrize("percent", [100, 200])
def test_who_gets_a_part_is_told_in_a_line_of_its_own_where_room_lacks(
    qtbot: QtBot, qapp: QApplication, open_window: Callable[..., MainPage], monkeypatch: pytest.MonkeyPatch,
    language: str, direction: Qt.LayoutDirection, percent: int,
) -> None:  # fmt: skip
    monkeypatch.setattr(i18n._Chosen, "words", Pseudo() if language == "pseudo" else i18n.words_for(language))
    qapp.setLayoutDirection(direction)
    main = open_window(percent=percent)
    wrong, seen = {}, 0
    for key, record in (("timeline", "first"), ("filing", "bbs")):
        form = opened(qtbot, section(qtbot, main, key), record)
        settled(qtbot, main)
        for size in SIZES:
            main.window().resize(*size)
            for _ in range(4):
                qapp.processEvents()
            parts = [each for each in form.findChildren(Section) if each.isVisible()]
            seen += len(parts)
            if found := [told for each in parts if (told := wrong_in(each))]:
                wrong[key, size] = found
    assert wrong == {}
    assert seen > 40


@pytest.mark.parametrize("summary", ["", "3", "Nothing is written here so far, and nothing has to be."])
def test_a_long_audience_makes_no_page_wider_than_its_window(qtbot: QtBot, qapp: QApplication, summary: str) -> None:
    """A part decided by the width widgets have before they are shown, and then kept the page that wide."""
    theme, words, wrong = Theme(qapp, Look.LIGHT), "Stays on this computer and goes into no dossier at all. " * 2, []
    for count in range(8, len(words), 12):
        for width in range(300, 700, 50):
            part = Section(theme, "a", "Private note", words[:count].strip(), QWidget, summary=summary)
            scroll = QScrollArea(widgetResizable=True)
            scroll.setWindowFlag(Qt.WindowType.Dialog)
            page = QWidget()
            page.setLayout(column(part, 1))
            scroll.setWidget(page)
            qtbot.addWidget(scroll)
            scroll.resize(width, 300)
            scroll.show()
            for _ in range(4):
                qapp.processEvents()
            if page.width() > scroll.viewport().width() or wrong_in(part):
                wrong.append((count, width, page.width(), wrong_in(part)))
            scroll.close()
    assert wrong == []
