"""The fields for text give back what they were given, letter for letter, until somebody changes it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from journal_app.domain.records import changed
from journal_app.services import incidents
from journal_app.ui.fields import LineField, TextField
from journal_app.ui.incident_editor import IncidentEditor
from journal_app.ui.main_window import MainPage
from tests.ui.conftest import child, opened, section, settled
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
