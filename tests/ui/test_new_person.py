"""Somebody who is named in a form and not added yet: added at Done, kept at a lock, never twice and never lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from journal_app.domain.people import Role
from journal_app.services import complaints, drafts, incidents, people
from journal_app.services.journal import Journal
from journal_app.ui.editor import Editor
from journal_app.ui.filing_page import FilingEditor
from journal_app.ui.incident_editor import IncidentEditor
from journal_app.ui.main_window import MainPage
from journal_app.ui.split_page import SplitPage
from journal_app.ui.widgets import Label, LineField, Section
from tests.ui.conftest import WAIT, busy, child, section, settled
from tests.ui.test_rows import Rows, done, reopened
from tests.ui.test_sections import labels, read
from tests.ui.test_unfinished import after_a_kill

__all__ = ["after_a_kill"]  # a fixture


@dataclass(frozen=True)
class Place:
    """Where somebody new can be named: the section, the record, what the fields begin with, who is named there."""

    rows: Rows
    prefix: str
    named: Callable[[Journal], tuple[str, ...]]


def _who(journal: Journal) -> tuple[str, ...]:
    return tuple(each.person for each in incidents.get(journal, "second").entry.people)


def _told(journal: Journal) -> tuple[str, ...]:
    return tuple(each.person for each in incidents.get(journal, "second").entry.told)


def _professional(journal: Journal) -> tuple[str, ...]:
    return (complaints.get(journal, "bbs").entry.professional,)


WHO = Place(Rows("timeline", "second", "entry."), "entry.who", _who)
TOLD = Place(Rows("timeline", "second", "entry."), "entry.told.0.person", _told)
FILING = Place(Rows("filing", "bbs", "filing."), "filing", _professional)
PLACES = [pytest.param(each, id=each.prefix) for each in (WHO, TOLD, FILING)]
ALREADY = "Somebody with this name is in the list already."


def typed(qtbot: QtBot, main: MainPage, place: Place, name: str = "Ingrid") -> tuple[SplitPage, Editor]:
    """Open the record and type a name, without adding it."""
    page = section(qtbot, main, place.rows.section)
    editor = reopened(qtbot, main, page, place.rows)
    write(qtbot, editor, place, name)
    return page, editor


def write(qtbot: QtBot, editor: QWidget, place: Place, name: str) -> None:
    child(editor, f"{place.prefix}.add-person").click()  # type: ignore[attr-defined]  # a button
    qtbot.keyClicks(child(editor, f"{place.prefix}.new-name"), name)


def field(editor: QWidget, place: Place) -> LineField:
    found = child(editor, f"{place.prefix}.new-name")
    assert isinstance(found, LineField)
    return found


def called(qtbot: QtBot, main: MainPage, name: str) -> list[str]:
    """Return the ids of everybody with a name."""
    return [key for key, each in read(qtbot, main, people.names) if each == name]


@pytest.mark.parametrize("place", PLACES)
def test_who_is_typed_is_added_at_done(qtbot: QtBot, main: MainPage, place: Place) -> None:
    page, editor = typed(qtbot, main, place)
    assert "Done adds this person too." in "".join(
        each.text() for each in editor.findChildren(Label) if each.isVisible()
    )
    done(qtbot, page, editor)
    settled(qtbot, main)
    (ingrid,) = called(qtbot, main, "Ingrid")
    assert ingrid in read(qtbot, main, place.named)
    assert read(qtbot, main, drafts.keys) == ()
    roles = read(qtbot, main, lambda journal: [people.get(journal, ingrid)])[0].entry.roles
    assert roles == ((Role.PROFESSIONAL,) if place is FILING else ())
    again = reopened(qtbot, main, page, place.rows)
    assert field(again, place).text() == ""
    assert not field(again, place).isVisible()


@pytest.mark.parametrize("place", PLACES)
def test_who_is_typed_is_there_after_a_lock(
    qtbot: QtBot, main: MainPage, after_a_kill: Callable[[], MainPage], ended: list[object], place: Place
) -> None:
    before = read(qtbot, main, place.named)
    typed(qtbot, main, place)
    qtbot.keyClick(main, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: bool(ended), timeout=WAIT)
    _comes_back(qtbot, after_a_kill(), place, before)


@pytest.mark.parametrize("place", PLACES)
def test_who_is_typed_is_there_after_a_kill(
    qtbot: QtBot, main: MainPage, after_a_kill: Callable[[], MainPage], place: Place
) -> None:
    before = read(qtbot, main, place.named)
    typed(qtbot, main, place)
    qtbot.waitUntil(lambda: bool(read(qtbot, main, drafts.keys)), timeout=WAIT)
    _comes_back(qtbot, after_a_kill(), place, before)


def _comes_back(qtbot: QtBot, main: MainPage, place: Place, before: tuple[str, ...]) -> None:
    """The name stands where it was typed and nobody is added; emptied again, all is as before."""
    page = section(qtbot, main, place.rows.section)
    page.show_record(place.rows.record)
    qtbot.waitUntil(lambda: page.opened is not None, timeout=WAIT)
    editor = page.opened
    assert isinstance(editor, Editor)
    assert field(editor, place).isVisible()  # nothing has to be opened first
    assert field(editor, place).text() == "Ingrid"
    assert called(qtbot, main, "Ingrid") == []
    assert read(qtbot, main, place.named) == before
    for _ in "Ingrid":
        qtbot.keyClick(field(editor, place), Qt.Key.Key_Backspace)
    done(qtbot, page, editor)
    settled(qtbot, main)
    assert read(qtbot, main, place.named) == before
    assert called(qtbot, main, "Ingrid") == []


@pytest.mark.parametrize("place", PLACES)
def test_leaving_adds_who_is_typed(qtbot: QtBot, main: MainPage, place: Place) -> None:
    page, _ = typed(qtbot, main, place)
    page.close_opened()
    settled(qtbot, main)
    (ingrid,) = called(qtbot, main, "Ingrid")
    assert ingrid in read(qtbot, main, place.named)


@pytest.mark.parametrize("place", PLACES)
def test_who_is_in_the_list_is_asked_about_and_not_added_again(qtbot: QtBot, main: MainPage, place: Place) -> None:
    page, editor = typed(qtbot, main, place, "marcus  hale")
    editor.finish()
    settled(qtbot, main)
    assert page.opened is editor
    assert field(editor, place).hasFocus()
    shown = [each for each in editor.findChildren(Label) if each.text().startswith(ALREADY) and each.isVisible()]
    assert len(shown) == 2  # beside the field, and beside Done
    page.close_opened()
    settled(qtbot, main)
    editor = reopened(qtbot, main, page, place.rows)
    assert field(editor, place).text() == "marcus  hale"
    qtbot.keyClicks(field(editor, place), " junior")
    done(qtbot, page, editor)
    settled(qtbot, main)
    assert len(called(qtbot, main, "marcus  hale junior")) == 1


def test_one_name_in_two_places_is_one_person(qtbot: QtBot, main: MainPage) -> None:
    page, editor = typed(qtbot, main, WHO)
    write(qtbot, editor, TOLD, " ingrid ")
    done(qtbot, page, editor)
    settled(qtbot, main)
    (ingrid,) = called(qtbot, main, "Ingrid")
    assert ingrid in read(qtbot, main, _who)
    assert read(qtbot, main, _told) == (ingrid,)


@pytest.mark.parametrize("place", PLACES)
def test_done_right_after_adding_adds_once(qtbot: QtBot, main: MainPage, place: Place) -> None:
    page, editor = typed(qtbot, main, place)
    child(editor, f"{place.prefix}.new-person").click()  # type: ignore[attr-defined]  # a button
    child(editor, f"{place.prefix}.new-person").click()  # type: ignore[attr-defined]  # as above
    done(qtbot, page, editor)
    settled(qtbot, main)
    (ingrid,) = called(qtbot, main, "Ingrid")
    assert ingrid in read(qtbot, main, place.named)


def test_what_is_typed_does_not_go_out_of_sight(qtbot: QtBot, main: MainPage) -> None:
    page, editor = typed(qtbot, main, WHO)
    opens = child(editor, "entry.who.add-person")
    assert isinstance(opens, QAbstractButton)
    opens.click()
    assert field(editor, WHO).isVisible()
    assert opens.isChecked()
    field(editor, WHO).setText("")
    opens.click()
    assert not field(editor, WHO).isVisible()
    page.close_opened()


def test_a_file_that_is_added_meanwhile_waits_for_done(qtbot: QtBot, main: MainPage) -> None:
    page, editor = typed(qtbot, main, WHO)
    assert isinstance(editor, IncidentEditor)
    data = QMimeData()
    data.setData("image/png", bytes.fromhex("89504e470d0a1a0a") + b"no picture, but bytes of its own")
    before = read(qtbot, main, lambda journal: incidents.get(journal, "second")).evidence
    editor.take_given(data)
    qtbot.waitUntil(lambda: "1 file is kept" in labels(editor), timeout=WAIT)
    assert field(editor, WHO).text() == "Ingrid"
    done(qtbot, page, editor)
    settled(qtbot, main)
    assert len(called(qtbot, main, "Ingrid")) == 1
    assert len(read(qtbot, main, lambda journal: incidents.get(journal, "second")).evidence) == len(before) + 1


def test_whoever_is_added_late_takes_no_focus_and_no_other_name(qtbot: QtBot, main: MainPage) -> None:
    _, editor = typed(qtbot, main, FILING)
    assert isinstance(editor, FilingEditor)
    main.window().activateWindow()
    end = busy(main)
    child(editor, "filing.new-person").click()  # type: ignore[attr-defined]  # a button
    field(editor, FILING).setText("Ingrid B.")
    for part in editor.findChildren(Section):
        part.open()
    editor.outcome.setFocus()
    before = editor.outcome.text()
    end.set()
    settled(qtbot, main)
    focus = QApplication.focusWidget()
    assert focus is editor.outcome
    QTest.keyClicks(focus, "A reply")
    assert editor.outcome.text() == f"{before}A reply"
    assert editor.professional.currentText() == "Ingrid"
    assert field(editor, FILING).text() == "Ingrid B."
