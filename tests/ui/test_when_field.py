"""A date as it is typed: what makes none says why beside the field, and nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from journal_app.domain.incident import IncidentEntry
from journal_app.services import drafts, incidents
from journal_app.ui.editor import Editor
from journal_app.ui.incident_editor import IncidentEditor
from journal_app.ui.main_window import MainPage
from journal_app.ui.timeline_page import TimelinePage
from journal_app.ui.when_field import WhenField
from journal_app.ui.widgets import Choice, Label, LineField
from tests.ui.conftest import WAIT, child, opened, section, settled
from tests.ui.test_rows import Rows, reopened
from tests.ui.test_sections import labels, read
from tests.ui.test_unfinished import after_a_kill

__all__ = ["after_a_kill"]  # a fixture

YEAR, MONTH = "Check the year: it has four digits, like 2024.", "Choose the month too: a day stands in a month."
DAY, NONE = "Choose the day too: a time stands on a day.", "Add the year: without it this is not a date yet."
OTHER = "This is not a date yet. Check day, month, year and time."
TYPED = [
    ({"kind": "day", "first.year": "24"}, YEAR),
    ({"kind": "about", "first.year": "24"}, YEAR),
    ({"kind": "day", "first.year": "2024", "first.day": "12"}, MONTH),
    ({"kind": "day", "first.year": "2024", "first.month": "21", "first.day": "12"}, MONTH),
    ({"kind": "day", "first.year": "2024", "first.month": "03", "first.time": "23:40"}, DAY),
    ({"kind": "day", "first.year": "2024", "first.time": "23:40"}, DAY),
    ({"kind": "day", "first.month": "03", "first.day": "12"}, NONE),
    ({"kind": "day", "first.time": "late"}, NONE),
    ({"kind": "day", "first.year": "2024", "first.month": "02", "first.day": "31"}, OTHER),
    ({"kind": "day", "first.year": "a|\"]"}, YEAR),
    ({"kind": "between", "first.year": "2024", "second.year": "24"}, YEAR),
    ({"kind": "between", "first.year": "2024", "second.year": "2023"}, OTHER),
]  # fmt: skip


def write(qtbot: QtBot, owner: QWidget, prefix: str, typed: dict[str, str]) -> None:
    """Fill in the fields of a date."""
    for name, words in typed.items():
        field = child(owner, f"{prefix}.{name}")
        if isinstance(field, Choice):
            field.choose(words)
            assert field.value() == words
            field.activated.emit(field.currentIndex())
        else:
            qtbot.keyClicks(field, words)


def stands(owner: QWidget, prefix: str, typed: dict[str, str]) -> dict[str, str]:
    """Return what stands in the same fields."""
    found = {}
    for name in typed:
        field = child(owner, f"{prefix}.{name}")
        assert isinstance(field, Choice | LineField)
        found[name] = field.value() if isinstance(field, Choice) else field.text()
    return found


def said(when: WhenField) -> str:
    return " ".join(each.text() for each in when.findChildren(Label) if each.isVisible())


def entry(qtbot: QtBot, main: MainPage, identifier: str = "mine") -> tuple[TimelinePage, IncidentEditor]:
    page = section(qtbot, main, "timeline")
    assert isinstance(page, TimelinePage)
    editor = opened(qtbot, page, identifier)
    assert isinstance(editor, IncidentEditor)
    return page, editor


@pytest.mark.parametrize(("typed", "sentence"), TYPED)
def test_what_is_no_date_is_said_kept_and_shown_again(
    qtbot: QtBot, main: MainPage, typed: dict[str, str], sentence: str
) -> None:
    page, editor = entry(qtbot, main)
    write(qtbot, editor, "entry.when", typed)
    assert said(editor.when) == sentence
    editor.finish()
    assert page.opened is editor
    assert "The date is not complete." in labels(editor)
    page.close_opened()
    settled(qtbot, main)
    assert read(qtbot, main, lambda journal: incidents.get(journal, "mine")).entry.occurred == ""
    page, editor = entry(qtbot, main)
    assert stands(editor, "entry.when", typed) == typed
    assert said(editor.when) == sentence
    editor.when.kind.choose("unsure")
    editor.when.kind.activated.emit(0)
    editor.finish()
    qtbot.waitUntil(lambda: page.opened is None, timeout=WAIT)
    assert read(qtbot, main, drafts.keys) == ()


def test_what_is_no_date_is_there_after_a_lock(
    qtbot: QtBot, main: MainPage, after_a_kill: Callable[[], MainPage], ended: list[object]
) -> None:
    typed = TYPED[4][0]
    write(qtbot, entry(qtbot, main)[1], "entry.when", typed)
    qtbot.keyClick(main, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: bool(ended), timeout=WAIT)
    _, editor = entry(qtbot, after_a_kill())
    assert stands(editor, "entry.when", typed) == typed


DATES = [
    ("timeline", "second", "entry.told.0.when", "entry.told.head"),
    ("timeline", "second", "entry.step.0.when", "entry.response.head"),
    *(("filing", "bbs", f"filing.{name}.0.when", f"filing.{part}.head") for name, part in (
        ("log", "after"), ("sent", "sent"), ("reply", "replies"), ("point", "points"))),
    ("people", "hale", "person.checked-on", "person.work.head"),
    ("people", "hale", "person.bond.last", "person.bond.head"),
    ("matches", "house", "match.public.seen", ""),
    ("evidence", "note", "card.at", "evidence.card.head"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "record", "prefix", "head"), DATES)
def test_in_every_part_what_is_no_date_is_kept_and_stands_open_again(
    qtbot: QtBot, main: MainPage, key: str, record: str, prefix: str, head: str
) -> None:
    typed = {"kind": "day", "first.year": "20"}
    page = section(qtbot, main, key)
    editor = reopened(qtbot, main, page, Rows(key, record, prefix))
    before = stands(editor, prefix, {"kind": ""})
    if before["kind"] == "day":
        child(editor, f"{prefix}.first.year").clear()  # type: ignore[attr-defined]  # a field
        child(editor, f"{prefix}.first.month").choose("")  # type: ignore[attr-defined]  # a choice
    write(qtbot, editor, prefix, typed)
    page.close_opened()
    settled(qtbot, main)
    editor = opened(qtbot, page, record)  # without opening any part of it by hand
    assert isinstance(editor, Editor)
    qtbot.waitUntil(lambda: editor.findChild(QWidget, f"{prefix}.kind") is not None, timeout=WAIT)
    assert stands(editor, prefix, typed) == typed
    assert child(editor, f"{prefix}.first.year").isVisible()
    assert head == "" or child(editor, head).isChecked()  # type: ignore[attr-defined]  # a button
    editor.finish()
    assert page.opened is editor
    assert "The date is not complete" in labels(editor)


@pytest.mark.parametrize(("typed", "text"), [
    ({"kind": "day", "first.year": "2024"}, "2024"),
    ({"kind": "day", "first.year": "2024", "first.month": "21"}, "2024-21"),
    ({"kind": "day", "first.year": "2024", "first.month": "03", "first.day": "12", "first.time": "9:05"},
     "2024-03-12T09:05"),
    ({"kind": "about", "first.year": "2024", "first.month": "03"}, "2024-03~"),
    ({"kind": "between", "first.year": "2023", "second.year": "2024"}, "2023/2024"),
    ({"kind": "between", "first.year": "2023"}, "2023/.."),
    ({"kind": "between", "second.year": "2024"}, "../2024"),
    ({"kind": "day"}, ""),
])  # fmt: skip
def test_what_is_a_date_is_stored_as_one(qtbot: QtBot, main: MainPage, typed: dict[str, str], text: str) -> None:
    page, editor = entry(qtbot, main)
    write(qtbot, editor, "entry.when", typed)
    editor.finish()
    qtbot.waitUntil(lambda: page.opened is None, timeout=WAIT)
    assert read(qtbot, main, lambda journal: incidents.get(journal, "mine")).entry.occurred == text
    _, editor = entry(qtbot, main)
    if text:
        assert stands(editor, "entry.when", typed) == {
            name: "09:05" if words == "9:05" else words for name, words in typed.items()
        }


HEADINGS = {
    "2024": "2024", "2024~": "2024", "2024-XX": "2024", "2024-21": "spring 2024", "199X": "the 1990s",
    "2024/2025": "2024", "/2024": "2024", "2024-05": "May 2024", "2024-05-XX": "May 2024",
}  # fmt: skip


@pytest.mark.parametrize(("occurred", "heading"), HEADINGS.items())
def test_a_date_without_a_month_stands_under_what_is_known_of_it(
    qtbot: QtBot, main: MainPage, occurred: str, heading: str
) -> None:
    page = with_entry(qtbot, main, occurred)
    page.refresh()
    qtbot.waitUntil(lambda: any("Of a time." in card.title for card in page.model.rows), timeout=WAIT)
    assert [card.heading for card in page.model.rows if "Of a time." in card.title] == [heading]


@pytest.mark.parametrize("view", ["months", "calendar"])
def test_a_year_alone_stands_under_itself_in_every_view(qtbot: QtBot, main: MainPage, view: str) -> None:
    page = with_entry(qtbot, main, "2024")
    page.views[view].click()
    rest = {"months": page.months.wider, "calendar": page.calendar.elsewhere}[view]
    qtbot.waitUntil(lambda: "2" in rest.text() or "3" in rest.text(), timeout=WAIT)
    rest.click()
    qtbot.waitUntil(lambda: any("Of a time." in card.title for card in page.model.rows), timeout=WAIT)
    assert [card.heading for card in page.model.rows if "Of a time." in card.title] == ["2024"]


def with_entry(qtbot: QtBot, main: MainPage, occurred: str) -> TimelinePage:
    page = section(qtbot, main, "timeline")
    assert isinstance(page, TimelinePage)
    new = IncidentEntry(account="Of a time.", occurred=occurred)
    read(qtbot, main, lambda journal: incidents.record(journal, new))
    return page


@pytest.mark.parametrize("stored", ["0024", "0024-03-12", "0024~", "0024/2024", "0023/0024"])
def test_a_year_that_was_stored_short_is_said_and_left_as_it_is(qtbot: QtBot, main: MainPage, stored: str) -> None:
    kept = IncidentEntry(account="A door.", occurred=stored)
    identifier = read(qtbot, main, lambda journal: [incidents.record(journal, kept)])[0]
    page, editor = entry(qtbot, main, identifier)
    assert said(editor.when) == YEAR
    assert (editor.when.text(), editor.dirty) == (kept.occurred, False)
    qtbot.keyClicks(editor.account, " More.")
    editor.finish()
    qtbot.waitUntil(lambda: page.opened is None, timeout=WAIT)
    saved = read(qtbot, main, lambda journal: incidents.get(journal, identifier)).entry
    assert (saved.occurred, saved.account) == (kept.occurred, "A door. More.")


def test_a_year_that_is_typed_with_a_nought_is_no_year(qtbot: QtBot, main: MainPage) -> None:
    page, editor = entry(qtbot, main)
    write(qtbot, editor, "entry.when", {"kind": "day", "first.year": "0024"})
    assert said(editor.when) == YEAR
    editor.finish()
    assert page.opened is editor
    page.close_opened()
