"""What a screen reader is told: the accessible tree of every page, in every look, text size, direction and window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from pytestqt.qtbot import QtBot

from journal_app.services.journal import draw_recovery_key
from journal_app.ui import first_start, forgotten
from journal_app.ui.app import Window
from journal_app.ui.main_window import MainPage
from journal_app.ui.recovery_pages import RecoverySheetPage
from journal_app.ui.tokens import Look
from journal_app.ui.widgets import Section
from tests import figures
from tests.ui.test_walk import clipped, nameless, places, small_targets, twice

LOOKS, SIZES, WINDOWS = (Look.LIGHT, Look.DARK, Look.CONTRAST), (100, 150, 200), ((900, 560), (1440, 900))
DIRECTIONS = (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft)
ROOMS = list(product(LOOKS, SIZES, DIRECTIONS, WINDOWS))
SAMPLE = [(Look.CONTRAST, 150, DIRECTIONS[1], WINDOWS[1])]
ROLE = QAccessible.Role
WITHOUT_A_ROLE = {ROLE.NoRole, ROLE.Client, ROLE.Window, ROLE.Pane, ROLE.Border, ROLE.Grouping, ROLE.StaticText}
"""Roles that tell nobody what can be done with a thing (WCAG 2.2, 4.1.2)."""

Room = tuple[Look, int, Qt.LayoutDirection, tuple[int, int]]


def nodes(node: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """Yield a node and all below it."""
    yield node
    for number in range(node.childCount()):
        child = node.child(number)
        if child is not None and child.isValid():
            yield from nodes(child)


def told(node: QAccessibleInterface) -> str:
    owner = node.object()
    return f"{node.role().name} {owner.objectName() if owner is not None else ''} {node.text(QAccessible.Text.Name)!r}"


def scrolled(node: QAccessibleInterface) -> bool:
    """Say whether a node stands in a page that scrolls: it is brought in where it takes the focus."""
    owner = node.object() or (node.parent().object() if node.parent() is not None else None)
    while isinstance(owner, QWidget):
        if isinstance(owner, QAbstractScrollArea):
            return True
        owner = owner.parentWidget()
    return False


def wrong_in(window: QWidget, counted: Counter[str]) -> list[str]:
    """Return every node that is shown and can be used, and has no name, no fitting role, or stands outside."""
    room = QRect(window.mapToGlobal(window.rect().topLeft()), window.size())
    found = []
    for node in nodes(QAccessible.queryAccessibleInterface(window)):
        state = node.state()
        counted["nodes"] += 1
        if state.invisible or state.offscreen or not state.focusable:
            continue
        counted["that take the focus"] += 1
        if not node.text(QAccessible.Text.Name).strip():
            found.append(f"no name: {told(node)}")
        if node.role() in WITHOUT_A_ROLE:
            found.append(f"no role: {told(node)}")
        if not scrolled(node) and not node.rect().intersects(room):
            found.append(f"outside: {told(node)} {node.rect()}")
    return found


def walked(
    qtbot: QtBot, qapp: QApplication, open_window: Callable[..., MainPage], room: Room, counted: Counter[str]
) -> dict[str, list[str]]:
    """Walk every place in a room; returns what is wrong in each place."""
    look, percent, direction, size = room
    qapp.setLayoutDirection(direction)
    wrong = {}
    try:
        main = open_window(look=look, percent=percent, size=size)
        for place in places(qtbot, main):
            qapp.processEvents()
            qapp.processEvents()
            counted["pages"] += 1
            found = [*wrong_in(main.window(), counted), *nameless(main), *twice(main)]
            found += [*clipped(main), *small_targets(main)]
            if found:
                wrong[place] = found
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    return wrong


def judge(counted: Counter[str], wrong: dict[str, list[str]], *, full: bool) -> None:
    things = sum(len(each) for each in wrong.values())
    figures.tell(
        "A11Y", "pages", full=full, ran=counted["pages"], broken=len(wrong), what=f"walked in {len(ROOMS)} rooms"
    )
    figures.tell(
        "A11Y", "things that take the focus", full=full, ran=counted["that take the focus"], broken=things,
        what="without a name, a role, their own identifier, or room",
    )  # fmt: skip
    assert wrong == {}
    assert counted["that take the focus"] > 500


@pytest.mark.parametrize("room", SAMPLE)
def test_a_screen_reader_is_told_what_everything_is(
    qtbot: QtBot, qapp: QApplication, open_window: Callable[..., MainPage], room: Room
) -> None:
    counted = Counter[str]()
    judge(counted, walked(qtbot, qapp, open_window, room, counted), full=False)


@pytest.mark.full
@pytest.mark.parametrize("room", ROOMS)
def test_a_screen_reader_is_told_what_everything_is_in_every_room(
    qtbot: QtBot, qapp: QApplication, open_window: Callable[..., MainPage], room: Room
) -> None:
    counted = Counter[str]()
    judge(counted, walked(qtbot, qapp, open_window, room, counted), full=True)


def test_a_thing_without_a_name_or_a_role_is_found(qtbot: QtBot, main: MainPage) -> None:
    """The walk itself is tried: a nameless field, and something that is used and says of itself that it is a pane."""
    nothing = Counter[str]()
    assert wrong_in(main.window(), nothing) == []
    name = main.search.accessibleName()
    main.search.setAccessibleName("")
    main.search.setPlaceholderText("")
    plain = QWidget(main.search.parentWidget())
    plain.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    plain.setAccessibleName("a thing")
    plain.resize(30, 30)
    plain.show()
    found = wrong_in(main.window(), nothing)
    figures.caught("A11Y", "a field without a name", by=sum(each.startswith("no name") for each in found))
    figures.caught("A11Y", "a thing without a role", by=sum(each.startswith("no role") for each in found))
    assert {each.split(":", 1)[0] for each in found} == {"no name", "no role"}
    main.search.setAccessibleName(name)


# ---- before a journal is open


def starts(window: Window, folder: Path, nowhere: Path) -> Iterator[str]:
    """Show every page there is before a journal is open, and the sheet that is made with one."""
    first_start.show_welcome(window)
    yield "welcome"
    first_start.show_before(window)
    for part in window.findChildren(Section):
        part.open()
    yield "before you start"
    first_start.show_where(window)
    yield "where to keep it"
    first_start.show_passphrase(window, nowhere)
    yield "passphrase"
    first_start.show_missing(window, nowhere)
    yield "missing"
    window.show_unlock(folder)
    yield "unlock"
    forgotten.ask_for_key(window, folder)
    yield "recovery key"
    forgotten._ask_for_passphrase(window, folder, "")
    yield "new passphrase"
    window.show_page(RecoverySheetPage(window.theme, draw_recovery_key(), render=lambda *_: None))
    yield "recovery sheet"
    window._help()
    for part in window.findChildren(Section):
        part.open()
    yield "help"


def walked_before(
    qapp: QApplication, window: Window, folder: Path, nowhere: Path, counted: Counter[str]
) -> dict[str, list[str]]:
    wrong = {}
    for place in starts(window, folder, nowhere):
        qapp.processEvents()
        qapp.processEvents()
        counted["pages"] += 1
        found = [*wrong_in(window, counted), *nameless(window), *twice(window), *clipped(window)]
        found += small_targets(window)
        if found:
            wrong[place] = found
    return wrong


@pytest.mark.full  # a few rooms are in test_first_start.py
@pytest.mark.parametrize("room", ROOMS)
def test_what_stands_before_a_journal_is_open_has_names_and_room(
    qapp: QApplication, make_window: Callable[..., Window], folder: Path, tmp_path: Path, room: Room
) -> None:
    look, percent, direction, size = room
    counted = Counter[str]()
    qapp.setLayoutDirection(direction)
    try:
        window = make_window(look=look, percent=percent, size=size)
        wrong = walked_before(qapp, window, folder, tmp_path / "nowhere", counted)
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert wrong == {}
    assert counted["that take the focus"] > 30
