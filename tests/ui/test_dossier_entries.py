"""Choosing the entries of a dossier: what was ticked for one reader while another is looked at."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from journal_app.domain.choices import DossierChoices
from journal_app.domain.incident import Purpose
from journal_app.domain.records import changed
from journal_app.services import complaints, incidents, preferences
from journal_app.ui.dossier_page import DossierPage
from journal_app.ui.entry_ticks import EntryTicks
from journal_app.ui.main_window import MainPage
from journal_app.ui.order_list import OrderList
from tests.ui.conftest import WAIT, busy, child, settled
from tests.ui.test_dossier_page import after_a_kill, dossier, step
from tests.ui.test_sections import read

__all__ = ["after_a_kill"]  # a fixture


def ticks(page: DossierPage) -> EntryTicks:
    assert page.entries._ticks is not None
    return page.entries._ticks


def look_at(qtbot: QtBot, main: MainPage, page: DossierPage, reader: str, place: int = 2) -> None:
    """Choose a reader in the first step, and go to another."""
    step(qtbot, main, page, 0)
    page.reader.readers[reader].setChecked(True)
    step(qtbot, main, page, place)


def test_what_was_ticked_for_a_body_stays_while_the_lawyers_entries_are_looked_at(
    qtbot: QtBot, main: MainPage, after_a_kill: Callable[[], MainPage]
) -> None:
    page = dossier(qtbot, main)
    page.reader.filing.choose("")
    page.reader._show()
    step(qtbot, main, page, 2)
    ticks(page).model.tick(["first", "second"], wanted=True)
    ticks(page).model.tick(["second"], wanted=False)
    look_at(qtbot, main, page, "lawyer")
    ticks(page).model.tick(["for-lawyer"], wanted=True)
    look_at(qtbot, main, page, "self")
    look_at(qtbot, main, page, "board", 5)
    assert page.request().incidents == ("first",)
    step(qtbot, main, page, 2)
    assert ticks(page).values() == ("first",)
    kept = lambda: read(qtbot, main, preferences.dossier_choices)  # noqa: E731 - one step of the test
    qtbot.waitUntil(lambda: bool(kept().entries_for_others), timeout=WAIT)
    again = after_a_kill()
    page = dossier(qtbot, again)
    settled(qtbot, again)
    for reader, chosen in (("board", ("first",)), ("lawyer", ("for-lawyer",))):
        look_at(qtbot, again, page, reader, 5)
        assert page.request().incidents == chosen


@pytest.mark.parametrize("place", [5, 2])
def test_an_entry_that_was_taken_out_again_does_not_come_back(qtbot: QtBot, main: MainPage, place: int) -> None:
    """It was taken up with the choices of the last time, from which it came back after a look at other entries."""
    before = DossierChoices(reader="board", filing="", entries=("first", "mine"), entries_for=("board", ""), step=2)
    read(qtbot, main, lambda journal: incidents.mean_for(journal, "mine", Purpose.FOR_A_COMPLAINT))
    read(qtbot, main, lambda journal: [preferences.keep_dossier_choices(journal, before)])
    page = dossier(qtbot, main)
    qtbot.waitUntil(lambda: page.step == 2 and page.entries._ticks is not None, timeout=WAIT)
    assert ticks(page).values() == ("first", "mine")
    ticks(page).model.tick(["mine"], wanted=False)
    look_at(qtbot, main, page, "lawyer")
    look_at(qtbot, main, page, "board", place)
    assert page.request().incidents == ("first",)


def test_a_row_that_is_moved_on_goes_where_the_keyboard_takes_it(qtbot: QtBot, main: MainPage) -> None:
    """The order of an earlier step was shown over it, and the next step moved another row."""
    page = dossier(qtbot, main)
    step(qtbot, main, page, 2)
    child(page.entries, "dossier.order.head").click()  # type: ignore[attr-defined]  # a button
    settled(qtbot, main)
    assert page.entries._lists is not None
    exhibits = page.entries._lists[1]
    before = exhibits.values()
    assert len(before) == 6
    exhibits.list.setCurrentIndex(exhibits.list.model().index(0, 0))
    for upto in (2, 4):
        end = busy(main)
        for _ in range(2):
            qtbot.keyClick(exhibits.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        end.set()
        settled(qtbot, main)
        settled(qtbot, main)
        wanted = (*before[1 : upto + 1], before[0], *before[upto + 1 :])
        assert (exhibits.values(), exhibits.list.currentIndex().row()) == (wanted, upto)
        assert page.request().exhibit_order == wanted


def test_the_keyboard_stays_at_its_row_when_the_order_is_another(qtbot: QtBot, main: MainPage) -> None:
    page = dossier(qtbot, main)
    rows = OrderList(page.theme, "rows", "Rows", "By date")
    qtbot.addWidget(rows)
    rows.show_rows([("a", "A"), ("b", "B"), ("c", "C")])
    rows.list.setCurrentIndex(rows.list.model().index(1, 0))
    rows.show_rows([("b", "B"), ("c", "C"), ("a", "A")])
    assert rows.list.currentIndex().row() == 0
    rows.show_rows([("a", "A"), ("c", "C"), ("b", "B")])
    assert rows.list.currentIndex().row() == 2
    rows.show_rows([("a", "A"), ("c", "C")])
    assert rows.list.currentIndex().row() == 0


def test_ticks_that_are_those_of_the_filing_again_follow_it(qtbot: QtBot, main: MainPage) -> None:
    page = dossier(qtbot, main)
    step(qtbot, main, page, 2)
    for wanted in (False, True):
        ticks(page).model.tick(["second"], wanted=wanted)
        look_at(qtbot, main, page, "lawyer")
        look_at(qtbot, main, page, "board")
        assert ticks(page).values() == (("first", "second") if wanted else ("first",))
    entry = read(qtbot, main, lambda journal: complaints.get(journal, "bbs")).entry
    read(qtbot, main, lambda journal: complaints.put(journal, changed(entry, incidents=("first",))))
    look_at(qtbot, main, page, "board")
    assert page.request().incidents == ("first",)
