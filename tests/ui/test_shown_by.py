"""Files to exact words and to steps: chosen by keyboard, the entry's own first, kept, and told wherever they belong."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from journal_app.domain.incident import Certainty, IncidentEntry, Quote, ResponseStep, Step
from journal_app.domain.records import changed
from journal_app.services import drafts, incidents, versions
from journal_app.ui import history
from journal_app.ui.chooser import Chooser
from journal_app.ui.incident_editor import IncidentEditor
from journal_app.ui.main_window import MainPage
from journal_app.ui.split_page import SplitPage
from journal_app.ui.timeline_page import TimelinePage
from journal_app.ui.widgets import Choice, Label, TextField
from tests.ui.conftest import WAIT, child, opened, section, settled
from tests.ui.test_sections import labels, open_all, read, tick

KEPT = "Until then these words are kept as ones you remember."


@pytest.fixture
def page(qtbot: QtBot, main: MainPage) -> SplitPage:
    return section(qtbot, main, "timeline")


@pytest.fixture
def editor(qtbot: QtBot, main: MainPage, page: SplitPage) -> IncidentEditor:
    """Return the entry “first”, open, with all its parts."""
    return reopened(qtbot, main, page)


def reopened(qtbot: QtBot, main: MainPage, page: SplitPage, identifier: str = "first") -> IncidentEditor:
    settled(qtbot, main)
    made = opened(qtbot, page, identifier)
    assert isinstance(made, IncidentEditor)
    open_all(qtbot, main, made)
    return made


def answer(editor: QWidget, identifier: str, value: str) -> Choice:
    choice = child(editor, identifier)
    assert isinstance(choice, Choice)
    choice.choose(value)
    choice.activated.emit(choice.currentIndex())
    return choice


def files(qtbot: QtBot, editor: QWidget, identifier: str) -> Chooser:
    """Open the list of files with the keyboard and return it, read."""
    button = child(editor, f"{identifier}.open")
    assert isinstance(button, QAbstractButton)
    if not button.isChecked():
        qtbot.keyClick(button, Qt.Key.Key_Return)
    found = child(editor, f"{identifier}.list").parentWidget()
    assert isinstance(found, Chooser)
    qtbot.waitUntil(lambda: bool(found.model.rows), timeout=WAIT)
    return found


def entry_of(qtbot: QtBot, main: MainPage, identifier: str = "first") -> IncidentEntry:
    return read(qtbot, main, lambda journal: incidents.get(journal, identifier)).entry


def test_words_in_writing_name_the_file_that_shows_them(
    qtbot: QtBot, main: MainPage, page: SplitPage, editor: IncidentEditor
) -> None:
    sure = child(editor, "entry.quote.0.sure")
    assert isinstance(sure, Choice)
    assert [sure.itemText(at) for at in range(sure.count())] == [
        "I have it in writing or recorded", "Word for word as I remember", "The sense of it",
    ]  # fmt: skip
    assert sure.value() == "exact"
    place = child(editor, "entry.quote.0.files.open")
    assert not place.isVisible()
    answer(editor, "entry.quote.0.sure", "in-writing")
    assert place.isVisible()
    assert KEPT in labels_shown(editor)
    chooser = files(qtbot, editor, "entry.quote.0.files")
    assert [row.below for row in chooser.model.rows] == ["A file of this entry"] * 3 + [""] * 3
    assert {row.id for row in chooser.model.rows[:3]} == {"shot", "clear", "sound"}
    tick(qtbot, main, chooser, "note")
    tick(qtbot, main, chooser, "shot")
    settled(qtbot, main)
    assert KEPT not in labels_shown(editor)
    assert "\u2068A note\u2069; \u2068A message\u2069" in labels_shown(editor)
    assert child(editor, "entry.quote.0.files.open").accessibleName() == "Files that show it: 2 chosen"
    editor.finish()
    settled(qtbot, main)
    (quote,) = entry_of(qtbot, main).exact_words
    assert (quote.certainty, quote.evidence) == (Certainty.EXACT, ("note", "shot"))
    assert answer_of(reopened(qtbot, main, page)) == "in-writing"


def answer_of(editor: QWidget) -> str:
    sure = child(editor, "entry.quote.0.sure")
    assert isinstance(sure, Choice)
    return sure.value()


def labels_shown(editor: QWidget) -> str:
    return "\n".join(each.text() for each in editor.findChildren(Label) if each.isVisible())


def test_no_file_stands_there_unseen_and_none_is_needed(
    qtbot: QtBot, main: MainPage, page: SplitPage, editor: IncidentEditor
) -> None:
    answer(editor, "entry.quote.0.sure", "in-writing")
    editor.finish()
    settled(qtbot, main)
    (quote,) = entry_of(qtbot, main).exact_words
    assert (quote.certainty, quote.evidence) == (Certainty.EXACT, ())
    editor = reopened(qtbot, main, page)
    assert answer_of(editor) == "exact"
    answer(editor, "entry.quote.0.sure", "in-writing")
    tick(qtbot, main, files(qtbot, editor, "entry.quote.0.files"), "shot")
    answer(editor, "entry.quote.0.sure", "in-substance")
    assert child(editor, "entry.quote.0.files.open").isVisible()
    tick(qtbot, main, files(qtbot, editor, "entry.quote.0.files"), "shot")
    assert not child(editor, "entry.quote.0.files.open").isVisible()
    editor.finish()
    settled(qtbot, main)
    (quote,) = entry_of(qtbot, main).exact_words
    assert (quote.certainty, quote.evidence) == (Certainty.IN_SUBSTANCE, ())


def test_a_step_names_its_files_and_the_view_over_time_tells_them(
    qtbot: QtBot, main: MainPage, page: SplitPage, editor: IncidentEditor
) -> None:
    tick(qtbot, main, files(qtbot, editor, "entry.step.0.files"), "note")
    editor.finish()
    settled(qtbot, main)
    (step,) = entry_of(qtbot, main).professional_response
    assert step == ResponseStep(step=Step.APOLOGISED, when="2024-03-15", evidence=("note",))
    assert isinstance(page, TimelinePage)
    page.views["response"].click()
    qtbot.waitUntil(lambda: "Apologised" in labels(page.response), timeout=WAIT)
    said = labels(page.response).replace("\u2068", "").replace("\u2069", "")
    assert "File of the step: A note" in said
    assert "Files of the entry: A message; With a clear ground; sound.wav" in said


def test_a_step_with_a_date_that_is_none_is_told_and_not_saved(
    qtbot: QtBot, main: MainPage, editor: IncidentEditor
) -> None:
    answer(editor, "entry.step.0.when.kind", "day")
    year = child(editor, "entry.step.0.when.first.year")
    year.clear()  # type: ignore[attr-defined]  # a line of text
    qtbot.keyClicks(year, "20x4")
    tick(qtbot, main, files(qtbot, editor, "entry.step.0.files"), "note")
    editor.finish()
    assert "The date is not complete: When they did it." in labels_shown(editor)
    settled(qtbot, main)
    assert entry_of(qtbot, main).professional_response[0].evidence == ()


def test_versions_tell_the_files_by_their_names(qtbot: QtBot, main: MainPage) -> None:
    quote = Quote(text="Come.", certainty=Certainty.EXACT, evidence=("shot",))
    entry = changed(entry_of(qtbot, main), exact_words=(quote,))
    read(qtbot, main, lambda journal: incidents.revise(journal, "first", entry))
    found = read(qtbot, main, lambda journal: versions.changes(versions.history(journal, "incident", "first")))
    *_, changes = [each for version, each in found if version.part == "incident"]
    named = read(qtbot, main, lambda journal: versions.named(journal, [each.came for each in changes]))
    (line,) = history.said(changes, history._known(main.desk.catalogue, named))
    assert line.startswith("Exact words: ")
    assert "[+· A message]" in line
    assert "shot" not in line


def test_a_draft_keeps_the_files(qtbot: QtBot, main: MainPage, editor: IncidentEditor) -> None:
    tick(qtbot, main, files(qtbot, editor, "entry.step.0.files"), "photo")
    editor.leave()
    draft = read(qtbot, main, lambda journal: drafts.load(journal, "first", IncidentEntry))
    assert draft is not None
    assert draft.professional_response[0].evidence == ("photo",)


def test_a_new_entry_offers_the_files_that_wait_for_it_first(qtbot: QtBot, main: MainPage, page: SplitPage) -> None:
    editor = reopened(qtbot, main, page, "")
    editor._wait(("photo",), "Kept.")
    assert isinstance(child(editor, "entry.step.0.note"), TextField)
    assert files(qtbot, editor, "entry.step.0.files").model.rows[0].id == "photo"
