"""Marked words: by mouse and keyboard, several, underlined and listed, taken away again, and no text changed by it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractButton, QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from journal_app.domain.incident import IncidentEntry
from journal_app.domain.records import changed
from journal_app.services import incidents, matches, sources
from journal_app.services.journal import Journal
from journal_app.ui import dress
from journal_app.ui.chooser import Chooser
from journal_app.ui.main_window import MainPage
from journal_app.ui.marking import MarkedText
from journal_app.ui.marks import Marks
from journal_app.ui.matches_page import MatchEditor
from journal_app.ui.split_page import SplitPage
from journal_app.ui.theme import Theme
from journal_app.ui.tokens import Look
from journal_app.ui.widgets import Button, Label
from tests.ui.conftest import WAIT, child, opened, section, settled
from tests.ui.test_sections import labels, open_all, read, tick

ACCOUNT = "I told him 🏠 of the blue\nhouse by the canal. The heath.\nDon't tell: the blue house."


def plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


@pytest.fixture
def page(qtbot: QtBot, main: MainPage) -> SplitPage:
    def write(journal: Journal) -> None:
        entry = incidents.get(journal, "first").entry
        incidents.revise(journal, "first", changed(entry, account=ACCOUNT))

    main.desk.change(main, write)
    settled(qtbot, main)
    return section(qtbot, main, "matches")


@pytest.fixture
def editor(qtbot: QtBot, main: MainPage, page: SplitPage) -> MatchEditor:
    """Return the match of the sample, whose private side stands on the entry above."""
    return reopened(qtbot, main, page)


def reopened(qtbot: QtBot, main: MainPage, page: SplitPage, identifier: str = "house") -> MatchEditor:
    made = opened(qtbot, page, identifier)
    assert isinstance(made, MatchEditor)
    settled(qtbot, main)
    settled(qtbot, main)
    return made


def underlined(text: MarkedText) -> list[str]:
    """Return what is underlined in a text, in order; more than a colour tells it apart."""
    found, block = [], text.document().begin()
    while block.isValid():
        for each in block.layout().formats():
            assert each.format.fontUnderline()
            found.append(
                block.text().encode("utf-16-le")[2 * each.start : 2 * (each.start + each.length)].decode("utf-16-le")
            )
        block = block.next()
    return found


def select(text: MarkedText, first: int, last: int) -> None:
    cursor = text.textCursor()
    cursor.setPosition(first)
    cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
    text.setTextCursor(cursor)


def place_of(text: MarkedText, words: str) -> int:
    """Return where words stand, as Qt counts places."""
    return len(text.toPlainText()[: text.toPlainText().index(words)].encode("utf-16-le")) // 2


def choose(marks: Marks, key: str) -> None:
    marks.source.choose(key)
    assert marks.source.value() == key
    marks.source.activated.emit(marks.source.currentIndex())


def press(qtbot: QtBot, owner: MatchEditor, identifier: str) -> None:
    button = child(owner, identifier)
    assert isinstance(button, QAbstractButton)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)


def removals(marks: Marks) -> list[str]:
    return [each.accessibleName() for each in marks.findChildren(Button) if each.objectName().endswith(".remove")]


def test_the_entry_is_shown_with_what_is_marked_in_it(editor: MatchEditor) -> None:
    marks = editor.private_marks
    assert marks.text.isReadOnly()
    assert marks.text.toPlainText().startswith(ACCOUNT)
    assert underlined(marks.text) == ["the blue", "house", "the blue house"]
    assert removals(marks) == ["Remove: the blue house"]
    assert editor.public_marks.text.toPlainText() == "It was told in a podcast."
    assert underlined(editor.public_marks.text) == []
    assert removals(editor.public_marks) == []


def test_words_are_marked_by_keyboard_and_kept(
    qtbot: QtBot, main: MainPage, page: SplitPage, editor: MatchEditor
) -> None:
    text = editor.private_marks.text
    main.window().activateWindow()
    text.setFocus()
    select(text, place_of(text, "canal"), place_of(text, "canal"))
    for _ in range(3):
        qtbot.keyClick(text, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert text.textCursor().selectedText() == "can"
    qtbot.keyClick(text, Qt.Key.Key_Return)
    assert editor.private_text.text() == "the blue house\ncanal"
    assert "canal" in underlined(text)
    assert "Marked: canal" in plain(labels(editor))
    assert removals(editor.private_marks) == ["Remove: the blue house", "Remove: canal"]
    assert not text.textCursor().hasSelection()
    editor.finish()
    settled(qtbot, main)
    match = read(qtbot, main, lambda journal: matches.get(journal, "house")).match
    assert match.private.text == "the blue house\ncanal"
    assert read(qtbot, main, lambda journal: incidents.get(journal, "first")).entry.account == ACCOUNT
    again = reopened(qtbot, main, page)
    assert removals(again.private_marks) == ["Remove: the blue house", "Remove: canal"]


def test_keys_alone_go_to_the_text_select_in_it_and_go_on(qtbot: QtBot, main: MainPage, editor: MatchEditor) -> None:
    ctrl, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    main.window().activateWindow()
    marks = editor.private_marks
    marks.source.setFocus()
    qtbot.keyClick(marks.source, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is marks.text
    qtbot.keyClick(marks.text, Qt.Key.Key_End, ctrl)
    qtbot.keyClick(marks.text, Qt.Key.Key_Home, ctrl)
    assert marks.text.textCursor().position() == 0
    qtbot.keyClick(marks.text, Qt.Key.Key_Right, ctrl)
    qtbot.keyClick(marks.text, Qt.Key.Key_Right, ctrl | shift)
    assert marks.text.textCursor().selectedText() == "told "
    for key in (Qt.Key.Key_X, Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
        qtbot.keyClick(marks.text, key)
    qtbot.keyClick(marks.text, Qt.Key.Key_X, ctrl)
    assert marks.text.toPlainText().startswith(ACCOUNT)
    qtbot.keyClick(marks.text, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is child(editor, "match.private.marks.mark")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert editor.private_text.text() == "the blue house\ntold"
    qtbot.waitUntil(child(editor, "match.private.marks.1.remove").isVisible, timeout=WAIT)
    for name in ("Remove: the blue house", "Remove: told"):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget().accessibleName() == name
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is editor.private_text


def test_words_are_marked_by_mouse_and_the_button_takes_whole_words(qtbot: QtBot, editor: MatchEditor) -> None:
    text = editor.private_marks.text
    at = text.cursorRect(cursor_at(text, place_of(text, "canal") + 2)).center()
    qtbot.mouseDClick(text.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert text.textCursor().selectedText() == "canal"
    select(text, place_of(text, "eath"), place_of(text, "eath") + 2)
    child(editor, "match.private.marks.mark").click()  # type: ignore[attr-defined]  # a button
    assert editor.private_text.text() == "the blue house\nheath"
    select(text, place_of(text, "n't"), place_of(text, "ell:"))
    qtbot.keyClick(text, Qt.Key.Key_Enter)
    assert editor.private_text.text().endswith("\nDon't tell")


def cursor_at(text: QPlainTextEdit, place: int) -> QTextCursor:
    cursor = QTextCursor(text.document())
    cursor.setPosition(place)
    return cursor


def test_a_passage_over_two_lines_is_one_line_of_words(qtbot: QtBot, editor: MatchEditor) -> None:
    text = editor.private_marks.text
    select(text, place_of(text, "🏠"), place_of(text, "house by") + 8)
    qtbot.keyClick(text, Qt.Key.Key_Return)
    assert editor.private_text.text() == "the blue house\n🏠 of the blue house by"
    assert text.toPlainText().startswith(ACCOUNT)


def test_a_word_inside_another_is_not_marked(editor: MatchEditor) -> None:
    editor.private_text.setPlainText("heat\ntell")
    assert underlined(editor.private_marks.text) == ["tell"]


def test_nothing_selected_and_marked_before_are_told(qtbot: QtBot, editor: MatchEditor) -> None:
    text, before = editor.private_marks.text, editor.private_text.text()
    press(qtbot, editor, "match.private.marks.mark")
    (said,) = problems(editor.private_marks)
    assert said == "No words are selected. Select some in the text, then mark them."
    assert QApplication.focusWidget() in {text, None}
    select(text, place_of(text, "\nDon"), place_of(text, "\nDon") + 1)
    qtbot.keyClick(text, Qt.Key.Key_Return)
    assert problems(editor.private_marks) == [said]
    select(text, place_of(text, "the blue house"), place_of(text, "the blue house") + 14)
    qtbot.keyClick(text, Qt.Key.Key_Return)
    assert problems(editor.private_marks) == ["These words are marked already. Nothing was changed."]
    assert editor.private_text.text() == before
    select(text, place_of(text, "canal"), place_of(text, "canal") + 5)
    qtbot.keyClick(text, Qt.Key.Key_Return)
    assert problems(editor.private_marks) == []


def problems(marks: Marks) -> list[str]:
    return [
        each.text() for each in marks.findChildren(Label)
        if each.property("role") == "danger" and each.isVisible() and each.text()
    ]  # fmt: skip


def test_a_mark_is_removed_and_taken_back(qtbot: QtBot, main: MainPage, editor: MatchEditor) -> None:
    main.window().activateWindow()
    editor.private_text.setPlainText("mine\nthe blue house\ncanal")
    assert removals(editor.private_marks) == ["Remove: the blue house", "Remove: canal"]
    press(qtbot, editor, "match.private.marks.0.remove")
    assert editor.private_text.text() == "mine\ncanal"
    assert underlined(editor.private_marks.text) == ["canal"]
    assert QApplication.focusWidget().accessibleName() == "Remove: canal"
    press(qtbot, editor, "match.private.marks.0.remove")
    assert editor.private_text.text() == "mine"
    assert QApplication.focusWidget() is editor.private_marks.text
    editor.private_text.undo()
    assert editor.private_text.text() == "mine\ncanal"
    assert removals(editor.private_marks) == ["Remove: canal"]


def test_words_of_a_file_are_read_when_they_are_asked_for(qtbot: QtBot, main: MainPage, editor: MatchEditor) -> None:
    marks = editor.public_marks
    names = [plain(marks.source.itemText(at)) for at in range(marks.source.count())]
    assert names == ["Choose a text", "Entry: 3 July 2024: It was told in a podcast.", "File: A page", "File: A note",
                     "File: A broken picture", "File: A message"]  # fmt: skip
    choose(marks, "evidence note")
    qtbot.waitUntil(lambda: "two lines" in marks.text.toPlainText(), timeout=WAIT)
    editor.public_text.setPlainText("two lines")
    assert underlined(marks.text) == ["two lines"]
    choose(marks, "evidence broken")
    qtbot.waitUntil(lambda: bool(problems(marks)), timeout=WAIT)
    assert problems(marks) == [
        "This file could not be read as what it seems to be. The original is kept and can be given out."
    ]
    assert not marks.text.isVisible()
    choose(marks, "evidence photo")
    qtbot.waitUntil(lambda: "No words can be read" in "".join(problems(marks)), timeout=WAIT)
    choose(marks, "incident second")
    qtbot.waitUntil(marks.text.isVisible, timeout=WAIT)
    assert problems(marks) == []
    assert editor.public_text.text() == "two lines"


def test_a_new_match_offers_texts_once_something_is_chosen(qtbot: QtBot, main: MainPage, page: SplitPage) -> None:
    editor = reopened(qtbot, main, page, "")
    marks = editor.private_marks
    nothing = "Choose an entry here, or files below, to mark words in their text."
    assert any(each.isVisible() and each.text() == nothing for each in marks.findChildren(Label))
    assert marks.findChildren(MarkedText) == []
    child(editor, "match.private.entry.open").setChecked(True)  # type: ignore[attr-defined]  # a button
    chooser = editor.private_entry.findChild(Chooser)
    assert isinstance(chooser, Chooser)
    tick(qtbot, main, chooser, "second")
    qtbot.waitUntil(lambda: bool(marks.findChildren(MarkedText)), timeout=WAIT)
    qtbot.waitUntil(lambda: marks.text.toPlainText() == "It was told in a podcast.", timeout=WAIT)
    assert marks.source.isVisible()
    press(qtbot, editor, "match.private.entry.none")
    qtbot.waitUntil(lambda: not marks.source.isVisible(), timeout=WAIT)
    assert not marks.text.isVisible()
    open_all(qtbot, main, editor)
    tick(qtbot, main, editor.files, "note")
    qtbot.waitUntil(lambda: bool(editor.public_marks.findChildren(MarkedText)), timeout=WAIT)
    assert editor.public_marks.source.isVisible()
    assert editor.public_marks.source.value() == ""
    assert not editor.public_marks.text.isVisible()


def test_a_text_that_is_cut_says_so(
    qtbot: QtBot, main: MainPage, page: SplitPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "MOST_LETTERS", 10)
    editor = reopened(qtbot, main, page)
    assert editor.private_marks.text.toPlainText() == ACCOUNT[:10]
    assert any(each.isVisible() and "beginning" in each.text() for each in editor.private_marks.findChildren(Label))


def test_another_look_keeps_the_marks_and_gives_them_its_colours(
    qtbot: QtBot, main: MainPage, editor: MatchEditor
) -> None:
    text = editor.private_marks.text
    dress.put_on(main.window(), main.desk.theme, Look.CONTRAST, 150)
    assert underlined(text) == ["the blue", "house", "the blue house"]
    first = text.document().begin().layout().formats()[0]
    assert first.format.background().color().name().upper() == "#FFE14D"
    listed = next(each for each in editor.private_marks.findChildren(Label) if plain(each.text()) == "the blue house")
    assert listed.font().underline()
    assert listed.font().pointSizeF() == pytest.approx(editor.private_marks._said._theme.font(1.0).pointSizeF())


def test_the_days_between_follow_the_dates(editor: MatchEditor) -> None:
    assert editor._gap.text() == "176 days between them."
    editor.public_when.show_text("2024-01-10")
    editor.public_when._changed()
    assert editor._gap.text() == "1 day between them."
    for date, said in (("2024-01-10~", "About 1 day between them."), ("2024-02", "About 23 to 51 days between them.")):
        editor.public_when.show_text(date)
        editor.public_when._changed()
        assert editor._gap.text() == said
    for date, said in (
        ("2024-01-04", "5 days between them. The public date is the earlier one."),
        ("2024-01", "About 0 to 22 days between them. Which of the two dates is the earlier one is not known."),
    ):
        editor.public_when.show_text(date)
        editor.public_when._changed()
        assert editor._gap.text() == said
    editor.public_when.first.year.setText("20x4")
    editor.public_when._changed()
    assert editor._gap.text() == ""


def test_what_is_marked_is_found(qtbot: QtBot, main: MainPage, editor: MatchEditor) -> None:
    text = editor.private_marks.text
    select(text, place_of(text, "canal"), place_of(text, "canal") + 5)
    qtbot.keyClick(text, Qt.Key.Key_Return)
    editor.finish()
    settled(qtbot, main)
    assert ("match", "house") in {
        (hit.kind, hit.id) for hit in read(qtbot, main, lambda j: incidents.search(j, "canal")).hits
    }


def test_a_text_of_any_letters_is_shown_and_marked_as_it_stands(qtbot: QtBot) -> None:
    theme = Theme(QApplication.instance(), Look.LIGHT, 100)
    text = MarkedText(theme, "x", "x")
    qtbot.addWidget(text)
    text.show_words("蓝房子在运河边\r\nשלום עולם 🏠🏠 ok\u00a0now")
    assert text.places("房子") == [(1, 3)]
    assert text.places("ok now") == [(23, 29)]
    select(text, 1, 3)
    assert text.selected() == "房子"
    select(text, 9, 10)
    assert text.selected() == "שלום"
    assert text.places("") == []
    assert IncidentEntry(account=text.toPlainText()).account.startswith("蓝房子在运河边\n")
