"""Every page in every look, size and direction: each thing has a name, and nothing needs more room than there is."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from gettext import NullTranslations
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from journal_app import i18n
from journal_app.i18n import Words
from journal_app.ui.main_window import MainPage
from journal_app.ui.split_page import SplitPage
from journal_app.ui.timeline_page import TimelinePage
from journal_app.ui.tokens import Look
from journal_app.ui.widgets import Choice, Section
from tests.ui.conftest import WAIT, opened, section, settled

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "packaging"))

from words import collected

ROOMS = [  # a few; the long run of test_tree.py walks through 36
    (Look.LIGHT, 200, (900, 560), Qt.LayoutDirection.RightToLeft),
    (Look.DARK, 100, (640, 480), Qt.LayoutDirection.LeftToRight),
    (Look.LIGHT, 200, (640, 480), Qt.LayoutDirection.LeftToRight),
]
# Words of the sample journal itself, and of the catalogue, which stay as they are.
THEIRS = frozenset({"Text", "Other", "Letter", "Place"})
GIVEN = frozenset(
    {"date", "date precision", "size"}
)  # said in the language that is given, and not in that of the window
RECORDS = {"timeline": "first", "evidence": "shot", "matches": "house", "people": "hale", "filing": "bbs"}


def places(qtbot: QtBot, main: MainPage) -> Iterator[str]:
    """Show every place of the open journal, one after the other, with all its parts open."""
    for key, identifier in RECORDS.items():
        page = section(qtbot, main, key)
        yield f"{key} list"
        if isinstance(page, TimelinePage):
            yield from views(qtbot, main, page)
        form = opened(qtbot, page, identifier)
        for part in form.findChildren(Section):
            part.open()
        unfold(form)
        settled(qtbot, main)
        settled(qtbot, main)
        yield f"{key} record"
        page.close_opened()
    main.show_section("dossier")
    for place in range(6):
        main.pages["dossier"].show_step(place)  # type: ignore[attr-defined]
        settled(qtbot, main)
        settled(qtbot, main)
        yield f"dossier step {place + 1}"
    for key in ("backup", "settings", "help"):
        main.show_section(key)
        for part in main.pages[key].findChildren(Section):
            part.open()
        settled(qtbot, main)
        yield key


def unfold(form: QWidget) -> None:
    """Show what an answer brings: the files that show exact words or a step, each with its list."""
    for choice in form.findChildren(Choice):
        if choice.objectName().endswith(".sure"):
            choice.choose("in-writing")
            choice.activated.emit(choice.currentIndex())
    for button in form.findChildren(QPushButton):
        if button.objectName().endswith(".files.open"):
            button.setChecked(True)


def views(qtbot: QtBot, main: MainPage, page: TimelinePage) -> Iterator[str]:
    """Show every view of the timeline, with and without what chooses its entries."""
    page.shown.choose("for-a-complaint")
    page.filters.changed.emit()
    page.filters.take_back()
    page.filters.person.choose("hale")
    for view in ("calendar", "months", "response", "list"):
        page.show_view(view)
        for choosing in (True, False):
            page.choosing.setChecked(choosing)
            settled(qtbot, main)
            settled(qtbot, main)
            yield f"timeline {view}{' with filters' * choosing}"
    page.filters.take_back()
    settled(qtbot, main)


def shown(owner: QWidget) -> list[QWidget]:
    return [each for each in owner.findChildren(QWidget) if each.isVisibleTo(owner) and each.isVisible()]


def nameless(owner: QWidget) -> list[str]:
    """Return what can have the focus and has no name or no identifier."""
    found = []
    for each in shown(owner):
        if each.focusPolicy() == Qt.FocusPolicy.NoFocus or not each.isEnabled() or isinstance(each, QScrollBar):
            continue
        if isinstance(each, QScrollArea) or each.objectName().startswith("qt_"):
            continue
        if not each.accessibleName() or not each.accessibleIdentifier():
            found.append(f"{type(each).__name__} {each.objectName()}")
    return found


def twice(owner: QWidget) -> list[str]:
    """Return the identifiers that stand for more than one shown thing."""
    names = Counter(each.accessibleIdentifier() for each in shown(owner) if each.accessibleIdentifier())
    return [name for name, count in names.items() if count > 1]


def clipped(owner: QWidget) -> list[str]:
    """Return what has less room than it needs: a page that is wider than its place, or words that are cut off."""
    found = []
    for each in shown(owner):
        if isinstance(each, QScrollArea) and not isinstance(each, QAbstractItemView):
            inner = each.widget()
            free = each.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            if inner is not None and not free and inner.minimumSizeHint().width() > each.viewport().width() + 1:
                found.append(f"page is {inner.minimumSizeHint().width()} wide in {each.viewport().width()}")
        if isinstance(each, QPushButton) and each.text() and each.width() < each.minimumSizeHint().width():
            found.append(f"button {each.objectName()} {each.width()} < {each.minimumSizeHint().width()}")
        if isinstance(each, QLabel) and each.text() and not each.wordWrap() and each.width() < each.sizeHint().width():
            found.append(f"label {each.text()!r}")
    return found


def cut(owner: QWidget) -> list[str]:
    """Return what reaches beyond the window at its sides, where nothing scrolls to it."""
    found = []
    for each in shown(owner):
        around = each.parentWidget()
        while around is not None and not (isinstance(around, QAbstractScrollArea) and scrolls_sideways(around)):
            around = around.parentWidget()
        left = each.mapTo(owner, QPoint()).x()
        if around is None and (left < 0 or left + each.width() > owner.width()):
            found.append(f"cut {type(each).__name__} {each.objectName()} {left}..{left + each.width()}")
    return found


def scrolls_sideways(area: QAbstractScrollArea) -> bool:
    return area.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff


def small_targets(owner: QWidget) -> list[str]:
    """Return what is to be clicked and lower than 24 pixels (WCAG 2.2, 2.5.8)."""
    return [
        f"{each.objectName()} {each.height()}"
        for each in shown(owner)
        if isinstance(each, QPushButton) and min(each.height(), each.width()) < 24
    ]


@pytest.mark.parametrize(("look", "percent", "size", "direction"), ROOMS)
def test_every_page_has_names_and_room(
    qtbot: QtBot,
    qapp: QApplication,
    open_window: Callable[..., MainPage],
    look: Look,
    percent: int,
    size: tuple[int, int],
    direction: Qt.LayoutDirection,
) -> None:
    qapp.setLayoutDirection(direction)
    try:
        main = open_window(look=look, percent=percent, size=size)
        wrong = {}
        for place in places(qtbot, main):
            qapp.processEvents()
            qapp.processEvents()  # a changed text asks for another layout, which asks its surroundings
            found = [*nameless(main), *twice(main), *clipped(main), *cut(main), *small_targets(main)]
            if found:
                wrong[place] = found
        assert wrong == {}
        assert main.window().width() == size[0]
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


class Pseudo(Words):
    """A language that is 40 % longer and marks every sentence, for tests alone."""

    def __init__(self) -> None:
        super().__init__("en", NullTranslations())

    def text(self, context: str, message: str) -> str:
        longer = " ".join(["·····"] * max(1, round(len(message) * 0.4 / 6)))
        return f"⟦{message} {longer}⟧"

    def plural(self, context: str, one: str, many: str, count: int) -> str:
        return self.text(context, one if count == 1 else many)


def said(owner: QWidget) -> set[str]:
    """Return all words that are shown, names and tooltips too."""
    found = set()
    for each in shown(owner):
        found |= {each.accessibleName(), each.toolTip()}
        if isinstance(each, QLabel | QAbstractButton):
            found.add(each.text())
    return found


SPOKEN = [
    pytest.param("es", 100, (900, 560), Qt.LayoutDirection.LeftToRight, marks=pytest.mark.full),
    ("es", 200, (900, 560), Qt.LayoutDirection.LeftToRight),
    ("pseudo", 100, (900, 560), Qt.LayoutDirection.RightToLeft),
    ("es", 200, (640, 480), Qt.LayoutDirection.LeftToRight),
    ("pseudo", 200, (640, 480), Qt.LayoutDirection.RightToLeft),
]


@pytest.mark.parametrize(("language", "percent", "size", "direction"), SPOKEN)
def test_every_page_speaks_another_language(
    qtbot: QtBot,
    qapp: QApplication,
    open_window: Callable[..., MainPage],
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    percent: int,
    size: tuple[int, int],
    direction: Qt.LayoutDirection,
) -> None:
    words = Pseudo() if language == "pseudo" else i18n.words_for(language)
    monkeypatch.setattr(i18n._Chosen, "words", words)
    qapp.setLayoutDirection(direction)
    try:
        main = open_window(look=Look.LIGHT, percent=percent, size=size)
        english = {
            text for context, text in collected()
            if context not in GIVEN and isinstance(text, str) and words.text(context, text) != text
        }  # fmt: skip
        wrong = {}
        for place in places(qtbot, main):
            qapp.processEvents()
            qapp.processEvents()
            left = sorted(said(main) & (english - THEIRS))
            found = [*clipped(main), *cut(main), *small_targets(main), *(f"in English: {text}" for text in left)]
            if found:
                wrong[place] = found
        assert wrong == {}
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_a_list_speaks_one_sentence_a_card(qtbot: QtBot, main: MainPage) -> None:
    page = section(qtbot, main, "timeline")
    qtbot.waitUntil(lambda: len(page.model.rows) == 4, timeout=WAIT)
    tree = QAccessible.queryAccessibleInterface(page.list)
    spoken = [tree.child(number).text(QAccessible.Text.Name) for number in range(tree.childCount())]
    assert any("He wrote late." in words and "Text message" in words for words in spoken)


def test_tab_reaches_everything_that_can_be_used(qtbot: QtBot, main: MainPage) -> None:
    page = section(qtbot, main, "people")
    opened(qtbot, page, "hale")
    assert isinstance(page, SplitPage)
    first, seen, widget = main.search, set[str](), main.search
    for _ in range(10_000):
        seen.add(widget.objectName())
        widget = widget.nextInFocusChain()
        if widget is first:
            break
    wanted = {
        each.objectName() for each in shown(main)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isEnabled() and each.objectName()
        and not isinstance(each, QAbstractScrollArea | QScrollBar) and not each.objectName().startswith("qt_")
    }  # fmt: skip
    assert wanted - seen == set()
