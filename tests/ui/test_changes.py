"""Whatever is changed in a form is taken back in the order it was made, and made again."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from journal_app.domain.studies import Study
from journal_app.services import drafts, incidents, people, studies
from journal_app.ui import changes
from journal_app.ui.body_facts import BodyFacts
from journal_app.ui.chooser import Chooser, OneOf
from journal_app.ui.editor import Editor
from journal_app.ui.fields import Answer
from journal_app.ui.incident_editor import IncidentEditor
from journal_app.ui.main_window import MainPage
from journal_app.ui.people_page import PersonEditor
from journal_app.ui.ticks import Check
from journal_app.ui.when_field import DAY, WhenField
from journal_app.ui.widgets import Choice, LineField, Section, TextField
from tests.ui.conftest import WAIT, child, opened, section, settled
from tests.ui.test_sections import open_all, read

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PAGES = {"timeline": "mine", "matches": "house", "people": "", "filing": "", "evidence": "shot", "studies": "dreams"}


def back(field: QWidget | None = None) -> None:
    """Press the key that takes a change back, where the focus is."""
    QTest.keyClick(field or QApplication.focusWidget(), Qt.Key.Key_Z, CONTROL)


def again(field: QWidget | None = None) -> None:
    """Press the key that makes it again."""
    QTest.keyClick(field or QApplication.focusWidget(), Qt.Key.Key_Z, CONTROL | SHIFT)


def form(qtbot: QtBot, main: MainPage, key: str, identifier: str | None = None) -> Any:
    """Open a record with all its parts, in the window that has the focus."""
    if key == "studies":  # the sample journal of the tests has none
        study = Study(id="dreams", title="Dreams of a client", incidents=("first",), evidence=("shot",))
        read(qtbot, main, lambda journal: [studies.put(journal, study)])
    page = section(qtbot, main, key)
    editor = opened(qtbot, page, PAGES[key] if identifier is None else identifier)
    open_all(qtbot, main, editor)
    main.window().activateWindow()
    settled(qtbot, main)
    return editor


def fields(editor: QWidget) -> list[Answer]:
    """Return everything a form asks for."""
    return [each for each in editor.findChildren(QWidget) if isinstance(each, Answer) and each.answered]


def states(editor: QWidget) -> list[Any]:
    """Return what stands in all fields that were there from the beginning."""
    return [each.state() for each in fields(editor)]


def act(field: Answer, chance: random.Random) -> None:
    """Change a field as a person would; the values follow from ``chance`` alone."""
    next(act for kind, act in ACTS if isinstance(field, kind))(field, chance)


def _write(field: TextField, chance: random.Random) -> None:
    field.setFocus()
    QTest.keyClicks(field, chance.choice(["a b", "He wrote.", "x"]))
    if chance.random() < 0.3:
        QTest.keyClick(field, Qt.Key.Key_Backspace)


def _choose(field: Choice, chance: random.Random) -> None:
    field.setCurrentIndex(chance.randrange(field.count()))
    field.activated.emit(field.currentIndex())


def _date(field: WhenField, chance: random.Random) -> None:
    _choose(field.kind, chance)
    if field.kind.value() != "unsure":
        QTest.keyClicks(field.first.year, str(chance.randrange(1990, 2024))[-chance.randrange(1, 5) :])


def _body(field: BodyFacts, chance: random.Random) -> None:
    _choose(field.country, chance)
    _choose(field.body, chance)


def _tick(field: Chooser, chance: random.Random) -> None:
    if field.model.rows:
        field.model.toggle(chance.randrange(len(field.model.rows)))


ACTS: list[tuple[type, Callable[[Any, random.Random], object]]] = [
    (TextField, _write),
    (LineField, lambda field, chance: QTest.keyClicks(field, chance.choice(["one two", "3", "Ä"]))),
    (Choice, _choose),
    (Check, lambda field, _: field.click()),
    (WhenField, _date),
    (BodyFacts, _body),
    (Chooser, _tick),
    (OneOf, lambda field, chance: field._chosen(chance.choice(["", "first", "second"]))),
    (QWidget, lambda row, _: (row._back if row.removed else row._take).click()),
]


@pytest.mark.parametrize("key", PAGES)
@pytest.mark.parametrize("seed", range(3))
def test_all_of_it_taken_back_is_the_first_state_and_made_again_the_last(
    qtbot: QtBot, main: MainPage, key: str, seed: int
) -> None:
    editor = form(qtbot, main, key)
    chance = random.Random(f"{key} {seed}")  # noqa: S311 - chooses what is typed in a test
    at_first, before = states(editor), editor.record()
    assert at_first
    for _ in range(25):
        act(chance.choice([each for each in fields(editor) if each.isEnabled()]), chance)
        settled(qtbot, main)
    at_last, after = states(editor), editor.record()
    assert after != before
    for _ in range(2):
        count = 0
        while editor.changes.take_back():
            count += 1
            settled(qtbot, main)
        assert count >= 10
        assert states(editor) == at_first
        assert editor.record() == before
        while editor.changes.make_again():
            settled(qtbot, main)
        assert states(editor) == at_last
        assert editor.record() == after


@pytest.mark.parametrize("key", PAGES)
def test_whatever_a_form_asks_for_is_taken_back(qtbot: QtBot, main: MainPage, key: str) -> None:
    editor = form(qtbot, main, key)
    for field in fields(editor):
        if isinstance(field, Choice) and field.count() < 2:
            continue  # nothing is offered there before something else is chosen
        before, record = field.state(), editor.record()
        for seed in range(20):
            act(field, random.Random(seed))  # noqa: S311 - as above
            if field.state() != before:
                break
        if isinstance(field, Chooser) and not field.model.rows:
            continue
        assert field.state() != before, field.objectName()
        assert editor.changes.can_take_back()
        while field.state() != before:
            assert editor.changes.take_back(), field.objectName()
        while editor.changes.take_back():
            pass
        assert field.state() == before
        assert editor.record() == record


def test_the_key_takes_back_the_last_change_wherever_it_was_made(qtbot: QtBot, main: MainPage) -> None:
    editor = form(qtbot, main, "timeline", "")
    assert isinstance(editor, IncidentEditor)
    own, channel, box = child(editor, "entry.own.text"), child(editor, "entry.how.channel"), editor.findChild(Check)
    assert isinstance(own, TextField)
    assert isinstance(channel, Choice)
    assert isinstance(box, Check)
    editor.account.setFocus()
    qtbot.keyClicks(editor.account, "He wrote")
    channel.choose("email")
    channel.activated.emit(channel.currentIndex())
    own.setFocus()
    qtbot.keyClicks(own, "Left")
    box.click()
    box.setFocus()
    back()
    assert (box.isChecked(), QApplication.focusWidget()) == (False, box)
    back()
    assert (own.text(), QApplication.focusWidget()) == ("", own)
    back()
    assert (channel.value(), QApplication.focusWidget()) == ("", channel)
    back()
    assert (editor.account.text(), QApplication.focusWidget()) == ("He ", editor.account)
    back()
    assert editor.account.text() == ""
    back()
    for _ in range(4):
        again()
    assert (editor.account.text(), channel.value(), own.text(), box.isChecked()) == ("He wrote", "email", "Left", False)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Y, CONTROL)
    assert box.isChecked()
    editor.account.setFocus()
    back()
    back()
    qtbot.keyClicks(own, ".")
    again()
    assert (own.text(), box.isChecked()) == (".", False)  # what is written since is not written over


def test_a_part_that_was_closed_opens_where_something_is_taken_back(qtbot: QtBot, main: MainPage) -> None:
    editor = form(qtbot, main, "timeline", "")
    box = child(editor, "entry.own.text")
    qtbot.keyClicks(box, "Left")
    head = child(editor, "entry.own.head")
    assert isinstance(head, QPushButton)
    head.click()
    assert not box.isVisible()
    editor.account.setFocus()
    back()
    assert box.isVisible()
    assert QApplication.focusWidget() is box


def test_a_row_is_added_and_removed_and_both_are_taken_back(qtbot: QtBot, main: MainPage) -> None:
    editor = form(qtbot, main, "timeline", "")
    for _ in range(2):
        child(editor, "entry.step.add").click()  # type: ignore[attr-defined]  # a button
    note = child(editor, "entry.step.2.note")
    qtbot.keyClicks(note, "blocked")
    child(editor, "entry.step.2.remove").click()  # type: ignore[attr-defined]  # a button
    assert editor.record().professional_response == ()
    back()
    assert [each.note for each in editor.record().professional_response] == ["blocked"]
    assert QApplication.focusWidget() is child(editor, "entry.step.2.remove")
    back()
    assert note.isVisible()
    back()
    assert not note.isVisible()
    back()
    assert not child(editor, "entry.step.1.note").isVisible()
    assert QApplication.focusWidget() is child(editor, "entry.step.add")
    for _ in range(3):
        again()
    assert [each.note for each in editor.record().professional_response] == ["blocked"]


def test_what_is_typed_is_taken_back_a_word_at_a_time_and_after_a_pause(
    qtbot: QtBot, main: MainPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(changes, "_now", lambda: now[0])
    editor = form(qtbot, main, "timeline", "")
    account = editor.account
    account.setFocus()
    qtbot.keyClicks(account, "one two thr")
    now[0] += 60
    qtbot.keyClicks(account, "ee")
    account.insertPlainText(" pasted words")
    for _ in range(8):
        QTest.keyClick(account, Qt.Key.Key_Backspace)
    found = []
    while editor.changes.can_take_back():
        found.append(account.text())
        back()
    whole = "one two three pasted words"
    assert found == [whole[:-8], whole[:-6], whole[:-5], whole, "one two three", "one two thr", "one two ", "one "]
    assert account.text() == ""


def test_a_year_is_typed_in_one_step(qtbot: QtBot, main: MainPage) -> None:
    editor = form(qtbot, main, "timeline", "")
    editor.when.kind.choose(DAY)
    editor.when.kind.activated.emit(editor.when.kind.currentIndex())
    editor.when.first.year.setFocus()
    qtbot.keyClicks(editor.when.first.year, "2024")
    back()
    assert editor.when.first.year.text() == ""
    assert QApplication.focusWidget() is editor.when.first.year
    back()
    assert editor.when.kind.value() == "unsure"
    again()
    again()
    assert editor.when.text() == "2024"


@pytest.mark.parametrize("text", ["a\u00a0b", "one\u2028two", "\U0001f642 three", "e\u0301\n\nf"])
def test_what_was_given_is_given_back_letter_for_letter(qtbot: QtBot, main: MainPage, text: str) -> None:
    editor = form(qtbot, main, "timeline", "")
    editor.account.setPlainText(text)
    editor.changes.note()
    editor.account.setFocus()
    QTest.keyClick(editor.account, Qt.Key.Key_Home, CONTROL)
    qtbot.keyClicks(editor.account, "x")
    QTest.keyClick(editor.account, Qt.Key.Key_End, CONTROL)
    qtbot.keyClicks(editor.account, "y")
    back()
    back()
    assert editor.account.text() == text
    back()
    assert editor.account.text() == ""
    again()
    assert editor.account.state() == text.replace("\n", "\u2029")


def test_it_is_said_politely_what_was_taken_back(qtbot: QtBot, main: MainPage, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(changes, "announce", lambda _, text: said.append(text))
    editor = form(qtbot, main, "timeline", "")
    channel = child(editor, "entry.how.channel")
    channel.choose("email")  # type: ignore[attr-defined]  # a choice
    channel.activated.emit(1)  # type: ignore[attr-defined]  # as above
    child(editor, "entry.step.add").click()  # type: ignore[attr-defined]  # a button
    child(editor, "entry.step.add").setFocus()
    back()
    back()
    again()
    again()
    assert said == ["Taken back: Add a step", "Taken back: By what way", "Made again: By what way",
                    "Made again: Add a step"]  # fmt: skip


def test_drafts_follow_what_is_shown(qtbot: QtBot, main: MainPage) -> None:
    page = section(qtbot, main, "timeline")
    editor = form(qtbot, main, "timeline", "mine")
    before = editor.account.text()
    editor.account.setFocus()
    qtbot.keyClicks(editor.account, "More")
    qtbot.waitUntil(lambda: read(qtbot, main, drafts.keys) != (), timeout=WAIT)
    back()
    assert editor.account.text() == before
    qtbot.waitUntil(lambda: read(qtbot, main, drafts.keys) == (), timeout=WAIT)
    again()
    page.close_opened()
    settled(qtbot, main)
    assert read(qtbot, main, lambda journal: incidents.get(journal, "mine")).entry.account.endswith("More")


def test_a_person_who_was_added_stays_and_only_the_choice_is_taken_back(qtbot: QtBot, main: MainPage) -> None:
    editor = form(qtbot, main, "timeline", "")
    qtbot.keyClicks(editor.account, "Seen")
    child(editor, "entry.who.add-person").click()  # type: ignore[attr-defined]  # a button
    name = child(editor, "entry.who.new-name")
    qtbot.keyClicks(name, "Ann New")
    back(name)
    assert name.text() == "Ann "  # type: ignore[attr-defined]  # a line
    again(name)
    child(editor, "entry.who.new-person").click()  # type: ignore[attr-defined]  # a button
    there = qtbot.waitUntil
    there(lambda: any(each.name == "Ann New" for each in read(qtbot, main, people.everyone)), timeout=WAIT)
    settled(qtbot, main)
    assert len(editor.record().people) == 1
    assert editor.changes.take_back()
    assert editor.record().people == ()
    assert name.text() == ""  # type: ignore[attr-defined]  # a line
    assert editor.changes.take_back()
    assert editor.account.text() == ""
    assert not editor.changes.take_back()
    while editor.changes.make_again():
        pass
    assert len(editor.record().people) == 1
    assert editor.sections.unfinished() == ""


def test_another_code_and_its_part_are_taken_back_together(qtbot: QtBot, main: MainPage) -> None:
    editor = form(qtbot, main, "filing")
    code, ref = child(editor, "filing.standard.0.code"), child(editor, "filing.standard.0.ref")
    assert isinstance(code, Choice)
    assert isinstance(ref, Choice)
    for at in (1, 2):
        code.setCurrentIndex(at)
        code.activated.emit(at)
        ref.setCurrentIndex(1)
        ref.activated.emit(1)
    chosen = editor.record().standards
    code.setCurrentIndex(1)
    code.activated.emit(1)
    assert editor.record().standards != chosen
    assert editor.changes.take_back()
    assert editor.record().standards == chosen


def test_the_menu_of_a_field_does_what_the_keys_do(qtbot: QtBot, main: MainPage) -> None:
    editor = form(qtbot, main, "people")
    assert isinstance(editor, PersonEditor)
    qtbot.keyClicks(editor.name, "Ann")
    address = child(editor, "person.address")
    for field in (editor.name, address):
        menu = _menu(field)
        assert _action(menu, "edit-undo").isEnabled()
        assert not _action(menu, "edit-redo").isEnabled()
        _action(menu, "edit-undo").trigger()
        assert editor.name.text() == ""
        menu.close()
        menu = _menu(field)
        _action(menu, "edit-redo").trigger()
        assert editor.name.text() == "Ann"
        menu.close()
        qtbot.waitUntil(lambda menu=menu: QApplication.activePopupWidget() is None, timeout=WAIT)


def _menu(field: QWidget) -> QMenu:
    place = field.rect().center()
    QApplication.sendEvent(field, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, field.mapToGlobal(place)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def _action(menu: QMenu, name: str) -> QAction:
    return next(each for each in menu.actions() if each.objectName() == name)


def test_a_field_that_looks_for_something_undoes_its_own(qtbot: QtBot, main: MainPage) -> None:
    editor = form(qtbot, main, "filing")
    looks = child(editor, "filing.entries.filter")
    assert isinstance(looks, LineField)
    looks.setFocus()
    qtbot.keyClicks(looks, "word")
    back(looks)
    assert looks.text() == ""
    assert not editor.changes.can_take_back()


def test_a_box_that_asks_whether_one_is_sure_is_ticked_by_nobody_else(qtbot: QtBot, main: MainPage) -> None:
    editor = form(qtbot, main, "evidence")
    sure = child(editor, "evidence.erase.sure")
    assert isinstance(sure, Check)
    sure.click()
    sure.click()
    assert not editor.changes.can_take_back()


def test_with_nothing_to_take_back_the_key_brings_back_what_was_removed(
    qtbot: QtBot, main: MainPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    undone: list[None] = []
    monkeypatch.setattr(main.desk, "undo", lambda: undone.append(None))
    editor = form(qtbot, main, "timeline", "mine")
    editor.purpose.setFocus()
    back()
    again()
    assert undone == [None]


FORMS: list[tuple[type[Editor], Callable[[Any], QWidget]]] = [(IncidentEditor, lambda editor: editor.account)]


@pytest.mark.parametrize(("kind", "field"), FORMS)
def test_what_can_be_taken_back_ends_with_the_form(
    qtbot: QtBot, main: MainPage, kind: type[Editor], field: Callable[[Any], QWidget]
) -> None:
    page = section(qtbot, main, "timeline")
    editor = form(qtbot, main, "timeline", "mine")
    assert isinstance(editor, kind)
    qtbot.keyClicks(field(editor), "More")
    page.close_opened()
    settled(qtbot, main)
    editor = form(qtbot, main, "timeline", "mine")
    assert not editor.changes.can_take_back()
    assert isinstance(editor.findChild(Section), Section)
