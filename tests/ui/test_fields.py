"""The fields for text give back what they were given, letter for letter, until somebody changes it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from journal_app.domain.incident import Involvement
from journal_app.domain.matches import Match, PrivateSide, PublicSide
from journal_app.domain.records import changed
from journal_app.services import drafts, incidents
from journal_app.ui.fields import LineField
from journal_app.ui.incident_editor import IncidentEditor
from journal_app.ui.main_window import MainPage
from journal_app.ui.matches_page import MatchEditor
from journal_app.ui.text_field import TextField
from tests.ui.conftest import WAIT, child, opened, section, settled
from tests.ui.test_sections import open_all, read

ODD = "a\u00a0b\rc\r\nd\ne\u2028f\u2029g\u202fh\tz"
letters = st.one_of(
    st.sampled_from("a \u00a0\r\n\u2028\u2029\ufdd0\ufdd1\t\0"), st.characters(exclude_categories=["Cs"])
)
texts = st.text(letters, max_size=40)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=texts, other=texts)
def test_a_text_that_nobody_changed_is_given_back_as_it_was(qtbot: QtBot, text: str, other: str) -> None:
    field, line = TextField("x", "X", text), LineField("y", "Y", text)
    qtbot.addWidget(field)
    qtbot.addWidget(line)
    assert (field.text(), line.text()) == (text, text)
    field.moveCursor(QTextCursor.MoveOperation.End)
    field.insertPlainText("!")
    assert field.text().endswith("!")
    field.undo()
    assert field.text() == text
    field.setPlainText(other)
    assert field.text() == other


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(st.one_of(st.sampled_from("a\u00a0\n"), st.characters(categories=["L", "N"])), max_size=40))
def test_a_text_that_was_changed_keeps_its_other_letters(qtbot: QtBot, text: str) -> None:
    field = TextField("x", "X", text)
    qtbot.addWidget(field)
    field.moveCursor(QTextCursor.MoveOperation.End)
    field.insertPlainText("\u00a0end")
    assert field.text() == f"{text}\u00a0end"


@pytest.mark.parametrize("lines", [1, 60])
def test_what_is_typed_goes_on_behind_what_was_written(qtbot: QtBot, main: MainPage, lines: int) -> None:
    """The account has the focus when an entry is opened, and what is added stood before its first word."""
    account = "\n".join(["I went there at nine."] * lines)
    before = read(qtbot, main, lambda journal: incidents.get(journal, "second")).entry
    read(qtbot, main, lambda journal: incidents.revise(journal, "second", changed(before, account=account)))
    editor = opened(qtbot, section(qtbot, main, "timeline"), "second")
    assert isinstance(editor, IncidentEditor)
    qtbot.waitUntil(editor.account.hasFocus, timeout=WAIT)
    assert editor.account.verticalScrollBar().value() == 0  # it is read from its beginning
    qtbot.waitUntil(lambda: not editor.account.visibleRegion().isEmpty(), timeout=WAIT)
    qtbot.keyClicks(editor.account, " He was late.")
    assert editor.account.text() == f"{account} He was late."
    assert editor.account.rect().contains(editor.account.cursorRect())


def test_the_words_of_a_match_go_on_behind_what_was_written(qtbot: QtBot, main: MainPage) -> None:
    begun = Match(id="", private=PrivateSide(text="I went there at nine."), public=PublicSide())
    read(qtbot, main, lambda journal: [drafts.save(journal, "match:", begun)])
    editor = opened(qtbot, section(qtbot, main, "matches"), "")
    assert isinstance(editor, MatchEditor)
    qtbot.waitUntil(editor.private_text.hasFocus, timeout=WAIT)
    qtbot.keyClicks(editor.private_text, " He was late.")
    assert editor.private_text.text() == "I went there at nine. He was late."


@pytest.mark.parametrize("change", ["purpose", "account"])
def test_words_that_nobody_touched_stay_when_something_else_is_changed(
    qtbot: QtBot, main: MainPage, change: str
) -> None:
    before = read(qtbot, main, lambda journal: incidents.get(journal, "second")).entry
    written = changed(before, account=ODD, impact=ODD, private_note=ODD)
    read(qtbot, main, lambda journal: incidents.revise(journal, "second", written))
    editor = opened(qtbot, section(qtbot, main, "timeline"), "second")
    assert isinstance(editor, IncidentEditor)
    open_all(qtbot, main, editor)
    if change == "purpose":
        editor.purpose.choose("private")
        editor.touched()
    else:
        editor.account.moveCursor(QTextCursor.MoveOperation.End)
        qtbot.keyClicks(editor.account, " x")
    child(editor, "entry.back").click()  # type: ignore[attr-defined]  # a button
    settled(qtbot, main)
    after = read(qtbot, main, lambda journal: incidents.get(journal, "second")).entry
    changed_to = "a\u00a0b\nc\nd\ne\nf\ng\u202fh\tz x"
    assert after.account == (ODD if change == "purpose" else changed_to)
    assert (after.impact, after.private_note) == (ODD, ODD)


@pytest.mark.parametrize("date", ["2024-05-01T08:00", "2024-05"])
def test_a_time_zone_that_nobody_stated_is_not_added_while_the_date_stays(
    qtbot: QtBot, main: MainPage, date: str
) -> None:
    before = read(qtbot, main, lambda journal: incidents.get(journal, "second")).entry
    written = changed(before, occurred=date, timezone="")
    read(qtbot, main, lambda journal: incidents.revise(journal, "second", written))
    for occurred, zone in ((date, ""), ("2024-05-02", main.desk.timezone)):
        editor = opened(qtbot, section(qtbot, main, "timeline"), "second")
        assert isinstance(editor, IncidentEditor)
        qtbot.keyClicks(editor.known, "x")
        if occurred != date:
            editor.when.show_text(occurred)
        child(editor, "entry.back").click()  # type: ignore[attr-defined]  # a button
        settled(qtbot, main)
        after = read(qtbot, main, lambda journal: incidents.get(journal, "second")).entry
        assert (after.occurred, after.timezone) == (occurred, zone)
        assert after.known_because != before.known_because


TWICE = (
    Involvement(person="hale", part="wrote"), Involvement(person="friend", part="saw it"),
    Involvement(person="hale", part="denied"),
)  # fmt: skip
TAGS = ("a, b", "red", " x")


@pytest.mark.parametrize(
    ("change", "people", "tags"),
    [
        ("note", TWICE, TAGS),
        (
            "part",
            (TWICE[1], Involvement(person="hale", part="wrote twice"), TWICE[2]),
            TAGS,
        ),
        ("untick", (TWICE[1],), TAGS),
        ("tags", TWICE, ("a, b", "red", "x", "new")),
    ],
)
def test_what_a_form_cannot_show_of_people_and_tags_stays(
    qtbot: QtBot, main: MainPage, change: str, people: tuple[Involvement, ...], tags: tuple[str, ...]
) -> None:
    before = read(qtbot, main, lambda journal: incidents.get(journal, "second")).entry
    written = changed(before, people=TWICE, tags=TAGS)
    read(qtbot, main, lambda journal: incidents.revise(journal, "second", written))
    editor = opened(qtbot, section(qtbot, main, "timeline"), "second")
    open_all(qtbot, main, editor)
    part, line = child(editor, "entry.who.hale.part"), child(editor, "entry.private.tags")
    assert isinstance(part, LineField)
    assert isinstance(line, LineField)
    assert (part.text(), line.text()) == ("wrote", "a, b, red,  x")
    if change == "untick":
        child(editor, "entry.who.hale").click()  # type: ignore[attr-defined]  # a box
    elif change == "tags":
        qtbot.keyClicks(line, ", new")
    else:
        qtbot.keyClicks(part if change == "part" else child(editor, "entry.private.note"), " twice")
    child(editor, "entry.back").click()  # type: ignore[attr-defined]  # a button
    settled(qtbot, main)
    after = read(qtbot, main, lambda journal: incidents.get(journal, "second")).entry
    assert sorted(after.people, key=str) == sorted(people, key=str)
    assert after.tags == tags
    if change in {"note", "tags"}:
        assert after.people == people
