"""What the professional did afterwards: steps under their dates, entries by keyboard, no silence made up."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from journal_app.domain.incident import Involvement, ResponseStep, Step
from journal_app.domain.records import changed
from journal_app.services import incidents
from journal_app.services.journal import Journal
from journal_app.ui import response_view
from journal_app.ui.main_window import MainPage
from journal_app.ui.people_page import PersonEditor
from journal_app.ui.response_view import ResponseView
from journal_app.ui.timeline_page import TimelinePage
from journal_app.ui.widgets import Button, Label, Panel
from tests.ui.conftest import WAIT, child, opened, section, settled

STEPS = (
    ResponseStep(step=Step.DENIED, when="2024-07-10~", note="On the telephone.\nTwice."),
    ResponseStep(step=Step.NO_RESPONSE),
)


def note(journal: Journal) -> None:
    """Note two steps in the second entry, which names the professional too."""
    entry = incidents.get(journal, "second").entry
    named = (Involvement(person="hale"),)
    incidents.revise(journal, "second", changed(entry, professional_response=STEPS, people=named))


@pytest.fixture
def page(qtbot: QtBot, main: MainPage) -> TimelinePage:
    """Return the timeline at the view of what they did afterwards."""
    main.desk.change(main, note)
    settled(qtbot, main)
    found = section(qtbot, main, "timeline")
    assert isinstance(found, TimelinePage)
    found.views["response"].click()
    qtbot.waitUntil(lambda: len(cards(found.response)) == 5, timeout=WAIT)
    return found


def cards(view: ResponseView) -> list[str]:
    """Return the words of each card."""
    return ["\n".join(plain(each) for each in card.findChildren(Label)) for card in view.findChildren(Panel)]


def plain(label: Label) -> str:
    return label.text().replace("\u2068", "").replace("\u2069", "")


def headings(view: ResponseView) -> list[str]:
    inside = {label for card in view.findChildren(Panel) for label in card.findChildren(Label)}
    return [
        label.text() for label in view.findChildren(Label)
        if label.property("role") == "heading" and label not in inside
    ]  # fmt: skip


def test_a_step_that_is_not_chosen_yet_stands_there_with_its_words(qtbot: QtBot, page: TimelinePage) -> None:
    def leave_open(journal: Journal) -> None:
        entry = incidents.get(journal, "second").entry
        steps = (ResponseStep(when="2024-08-01", note="A letter came."),)
        incidents.revise(journal, "second", changed(entry, professional_response=steps))

    page.desk.change(page, leave_open)
    page.refresh()
    qtbot.waitUntil(lambda: any("A letter came." in each for each in cards(page.response)), timeout=WAIT)
    (said,) = [each for each in cards(page.response) if "A letter came." in each]
    assert said.startswith("1 August 2024 · day known\nNo step chosen yet\nA letter came.\n")


def test_every_step_stands_under_its_own_date_with_its_entry(page: TimelinePage) -> None:
    assert headings(page.response) == ["Without a date", "March 2024", "July 2024", "Entries without a step"]
    undated, apologised, denied, *rest = cards(page.response)
    assert undated == (
        "date not known\nDid not respond\nThe entry: 3 July 2024 · It was told in a podcast.\n"
        "In this entry: Marcus Hale\nFiles of the entry: A page; A note; A broken picture"
    )
    assert apologised.startswith("15 March 2024 · day known\nApologised\nThe entry: 12 March 2024, 23:40")
    assert denied.startswith("around 10 July 2024 · day known, roughly\nDenied it\nOn the telephone.\nTwice.\n")
    assert [card.split("\n")[0] for card in rest] == ["Nothing noted", "Nothing noted"]
    assert "Did not respond" not in "".join(rest)
    shown = [plain(each) for each in page.response.findChildren(Label)]
    assert "3 steps are noted. Nothing is noted of 2 entries." in shown
    assert "You noted no step in these entries. That does not say that there was none." in shown


def test_the_list_makes_room_and_comes_back(qtbot: QtBot, main: MainPage, page: TimelinePage) -> None:
    assert not page.list.isVisible()
    page.views["list"].click()
    settled(qtbot, main)
    assert page.list.isVisible()
    assert not page.response.isVisible()


def test_what_is_chosen_chooses_the_entries(qtbot: QtBot, page: TimelinePage) -> None:
    page.person.choose("friend")
    page.filters.tell()
    qtbot.waitUntil(lambda: [card.split("\n")[1] for card in cards(page.response)] == ["Apologised"], timeout=WAIT)
    page.filters.words.setText("podcast")
    qtbot.waitUntil(lambda: not cards(page.response), timeout=WAIT)
    assert ("No entry matches what is chosen above. Nothing was deleted.") in [
        plain(each) for each in page.response.findChildren(Label)
    ]
    assert page.response._none.isVisible()


def test_an_entry_is_opened_by_keyboard_and_the_focus_comes_back(
    qtbot: QtBot, main: MainPage, page: TimelinePage
) -> None:
    main.window().activateWindow()
    main.search.setFocus()
    main._next_pane(1)
    button = child(page, "timeline.response.second.1.open")
    assert QApplication.focusWidget() is button
    assert button.accessibleName() == "Open the entry: It was told in a podcast."
    last = child(page, "timeline.response.second.0.open")
    last.setFocus()
    qtbot.keyClick(last, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.opened is not None, timeout=WAIT)
    assert main.desk.open_record == "second"
    page.close_opened()
    assert QApplication.focusWidget() is last
    assert page.response.isVisible()


def test_what_is_changed_in_an_entry_is_changed_here(qtbot: QtBot, main: MainPage, page: TimelinePage) -> None:
    before = page.response.findChildren(Panel)
    page.refresh()
    settled(qtbot, main)
    assert page.response.findChildren(Panel) == before
    child(page, "timeline.response.second.0.open").setFocus()

    def mend(journal: Journal) -> None:
        entry = incidents.get(journal, "second").entry
        incidents.revise(journal, "second", changed(entry, professional_response=STEPS[:1]))

    main.desk.change(main, mend)
    qtbot.waitUntil(lambda: len(cards(page.response)) == 4, timeout=WAIT)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert page.response.isAncestorOf(focus)


def test_more_is_shown_bit_by_bit(qtbot: QtBot, page: TimelinePage, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = cards(page.response)
    monkeypatch.setattr(response_view, "AT_ONCE", 2)
    page.person.choose("hale")
    page.filters.tell()
    qtbot.waitUntil(lambda: len(cards(page.response)) == 2, timeout=WAIT)
    page.person.choose("")
    page.filters.tell()
    qtbot.waitUntil(lambda: "3 steps are noted. Nothing" in page.response._told.text(), timeout=WAIT)
    assert cards(page.response) == whole[:2]
    for count in (4, 5):
        page.response.more.click()
        qtbot.waitUntil(lambda count=count: len(cards(page.response)) == count, timeout=WAIT)
    assert cards(page.response) == whole
    assert page.response.more.isHidden()
    page.refresh()
    assert len(cards(page.response)) == 5


def test_a_professional_s_page_has_the_steps_of_the_entries_that_name_them(qtbot: QtBot, main: MainPage) -> None:
    main.desk.change(main, note)
    settled(qtbot, main)
    editor = opened(qtbot, section(qtbot, main, "people"), "hale")
    assert isinstance(editor, PersonEditor)
    child(editor, "person.response.head").click()  # type: ignore[attr-defined]  # a button
    view = editor.findChild(ResponseView)
    assert view is not None
    qtbot.waitUntil(lambda: len(cards(view)) == 3, timeout=WAIT)
    assert all("Marcus Hale" not in card for card in cards(view))
    button = child(editor, "person.response.second.0.open")
    assert isinstance(button, Button)
    button.click()
    timeline = main.pages["timeline"]
    assert isinstance(timeline, TimelinePage)
    qtbot.waitUntil(lambda: timeline.opened is not None, timeout=WAIT)
    assert main.desk.open_record == "second"


def test_somebody_who_is_no_professional_has_no_such_part(qtbot: QtBot, main: MainPage) -> None:
    editor = opened(qtbot, section(qtbot, main, "people"), "friend")
    assert editor.findChild(Button, "person.response.head") is None
