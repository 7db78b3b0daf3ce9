"""A row of a form that is filled in by half is kept, shown again, and says what is still to be chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from journal_app.domain.complaints import Sending, SentFile
from journal_app.services import complaints, drafts, incidents, interchange
from journal_app.services.journal import Journal
from journal_app.ui.chooser import Chooser, ManyOf, OneOf
from journal_app.ui.editor import Editor
from journal_app.ui.main_window import MainPage
from journal_app.ui.shown_by import ShownBy
from journal_app.ui.split_page import SplitPage
from journal_app.ui.ticks import Check
from journal_app.ui.when_field import PointField, WhenField
from journal_app.ui.widgets import Choice, Label, LineField, TextField
from journal_app.vault.keyslots import FLOOR_COST
from tests.ui.conftest import PASSPHRASE, WAIT, child, opened, section, settled
from tests.ui.test_sections import open_all, read
from tests.ui.test_unfinished import after_a_kill

__all__ = ["after_a_kill"]  # a fixture

WORDS = "what was typed"


@dataclass(frozen=True)
class Rows:
    """The rows of one list: the section they stand in, the record that is opened, and what their fields begin with."""

    section: str
    record: str
    prefix: str


LISTS = [
    *(Rows("timeline", "second", f"entry.{name}.0") for name in ("quote", "told", "step")),
    *(Rows("filing", "bbs", f"filing.{name}.0") for name in ("sent", "reply", "point", "standard")),
    Rows("filing", "bbs", "filing.log.1"),  # one stands there
]
# Another filing, what is only looked up, and no field of the file.
ELSEWHERE = {"filing.country", "filing.body", "evidence.recording-place", "evidence.erase.sure"}
FORMS = [
    Rows("timeline", "second", "entry."), Rows("filing", "bbs", "filing."), Rows("people", "hale", "person."),
    Rows("matches", "house", "match."), Rows("evidence", "note", "card."), Rows("evidence", "note", "evidence."),
]  # fmt: skip


def fields(editor: QWidget, prefix: str) -> Iterator[tuple[str, QWidget]]:
    """Yield what can be filled in below a prefix, each with its name; a date, and a list to choose from, is one."""
    whole = (WhenField, ManyOf, OneOf)
    for each in editor.findChildren(QWidget):
        name = each.objectName()
        if isinstance(each, ShownBy) or not isinstance(each, (LineField, TextField, Choice, Check, *whole)):
            continue
        around, inside = each.parentWidget(), False
        while around is not None and around is not editor:
            inside = inside or isinstance(around, (*whole, Chooser, PointField))
            around = around.parentWidget()
        if isinstance(each, WhenField):
            name = each.kind.objectName().removesuffix(".kind")
        elif isinstance(each, ManyOf):
            name = each.chooser.identifier
        elif isinstance(each, OneOf):
            name = each.findChildren(QAbstractButton)[0].objectName().removesuffix(".open")
        if not inside and ".marks." not in name and name.startswith(prefix):
            yield name, each


def value(field: QWidget) -> object:
    """Return what stands in a field."""
    if isinstance(field, (LineField, TextField, WhenField)):
        return field.text()
    if isinstance(field, Choice | OneOf):
        return field.value()
    if isinstance(field, ManyOf):
        return field.values()
    assert isinstance(field, Check)
    return field.isChecked()


def fill(qtbot: QtBot, field: QWidget) -> bool:
    """Fill a field in as a person does; says whether there was anything to fill in."""
    if isinstance(field, LineField | TextField):
        qtbot.keyClicks(field, WORDS)
    elif isinstance(field, WhenField):
        field.kind.choose("day")
        field.kind.activated.emit(field.kind.currentIndex())
        qtbot.keyClicks(field.first.year, "2024")
    elif isinstance(field, Choice):
        if field.currentIndex() == field.count() - 1:
            return False
        field.setCurrentIndex(field.count() - 1)
        field.activated.emit(field.currentIndex())
    elif isinstance(field, Check):
        field.click()
    else:
        button = field.findChildren(QAbstractButton)[0]
        button.click()
        (chooser,) = field.findChildren(Chooser)
        qtbot.waitUntil(lambda: bool(chooser.model.rows), timeout=WAIT)
        chooser.list.setCurrentIndex(chooser.model.index(0))
        qtbot.keyClick(chooser.list, Qt.Key.Key_Space)
    return True


def reopened(qtbot: QtBot, main: MainPage, page: SplitPage, rows: Rows) -> Editor:
    settled(qtbot, main)
    editor = opened(qtbot, page, rows.record)
    assert isinstance(editor, Editor)
    open_all(qtbot, main, editor)
    if rows.prefix.endswith(".1") and not list(fields(editor, rows.prefix)):
        child(editor, f"{rows.prefix.removesuffix('.1')}.add").click()  # type: ignore[attr-defined]  # a button
        settled(qtbot, main)
    return editor


def done(qtbot: QtBot, page: SplitPage, editor: Editor) -> None:
    editor.finish()
    qtbot.waitUntil(lambda: page.opened is not editor, timeout=WAIT)


def put_back(main: MainPage, rows: Rows) -> Callable[[], None]:
    """Return what makes the record again what it is now."""
    kept: list[Callable[[Journal], object]] = []

    def look(journal: Journal) -> None:
        if rows.section == "timeline":
            entry = incidents.get(journal, rows.record).entry
            kept.append(lambda journal: incidents.revise(journal, rows.record, entry))
        else:
            filing = complaints.get(journal, rows.record).entry
            kept.append(lambda journal: complaints.put(journal, filing))

    main.desk.change(main, look)
    return lambda: main.desk.change(main, kept[0])


@pytest.mark.parametrize("rows", LISTS, ids=lambda rows: rows.prefix)
def test_any_field_of_a_row_filled_in_alone_is_there_after_done(qtbot: QtBot, main: MainPage, rows: Rows) -> None:
    page, again = section(qtbot, main, rows.section), put_back(main, rows)
    found = [name for name, _ in fields(reopened(qtbot, main, page, rows), rows.prefix)]
    lost, tried = [], 0
    for name in found:
        editor = reopened(qtbot, main, page, rows)
        field = dict(fields(editor, rows.prefix))[name]
        before = value(field)
        if not field.isVisible() or not fill(qtbot, field):
            continue
        filled = value(field)
        assert filled != before, name
        tried += 1
        done(qtbot, page, editor)
        editor = reopened(qtbot, main, page, rows)
        if value(dict(fields(editor, rows.prefix))[name]) != filled:
            lost.append(name)
        page.close_opened()
        again()
    assert tried > 1
    assert lost == []


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.prefix)
def test_whatever_is_filled_in_in_a_form_is_there_after_done(qtbot: QtBot, main: MainPage, form: Rows) -> None:
    page = section(qtbot, main, form.section)
    editor = reopened(qtbot, main, page, form)
    filled = {}
    for name, field in fields(editor, form.prefix):
        ticked = isinstance(field, Check) and field.isChecked()
        if field.isVisible() and name not in ELSEWHERE and not ticked and fill(qtbot, field):
            filled[name] = field
    kept = {name: value(field) for name, field in filled.items()}
    assert len(kept) > 1
    done(qtbot, page, editor)
    editor = reopened(qtbot, main, page, form)
    there = {name: value(field) for name, field in fields(editor, form.prefix) if name in kept}
    assert there == kept


OPEN = {
    "entry.told.0": ("answer", "person", "Nobody is chosen yet."),
    "entry.step.0": ("note", "step", "No step is chosen yet."),
}  # fmt: skip


def sentence(editor: QWidget, start: str) -> bool:
    """Say whether a sentence is shown."""
    return any(each.isVisible() and each.text().startswith(start) for each in editor.findChildren(Label))


@pytest.mark.parametrize("prefix", OPEN)
def test_what_is_still_to_be_chosen_is_said_until_it_is(qtbot: QtBot, main: MainPage, prefix: str) -> None:
    words, choice, said = OPEN[prefix]
    rows = Rows("timeline", "second", prefix)
    page = section(qtbot, main, "timeline")
    editor = reopened(qtbot, main, page, rows)
    assert not sentence(editor, said)
    fill(qtbot, child(editor, f"{prefix}.{words}"))
    assert sentence(editor, said)
    assert child(editor, f"{prefix}.{choice}").accessibleDescription().startswith(said)
    done(qtbot, page, editor)
    editor = reopened(qtbot, main, page, rows)
    assert sentence(editor, said)
    fill(qtbot, child(editor, f"{prefix}.{choice}"))
    assert not sentence(editor, said)
    assert child(editor, f"{prefix}.{choice}").accessibleDescription() == ""


def test_part_of_a_rule_is_kept_and_said(qtbot: QtBot, main: MainPage) -> None:
    rows = Rows("filing", "bbs", "filing.standard.0")
    editor = reopened(qtbot, main, section(qtbot, main, "filing"), rows)
    assert not sentence(editor, "Which part of")
    code, ref = child(editor, "filing.standard.0.code"), child(editor, "filing.standard.0.ref")
    fill(qtbot, code)
    assert sentence(editor, "Which part of")
    fill(qtbot, ref)
    assert not sentence(editor, "Which part of")
    assert isinstance(code, Choice)
    code.setCurrentIndex(1)
    code.activated.emit(1)
    assert sentence(editor, "Which part of")


@pytest.mark.parametrize("prefix", OPEN)
def test_words_without_a_choice_are_found_after_a_kill(
    qtbot: QtBot, main: MainPage, after_a_kill: Callable[[], MainPage], prefix: str
) -> None:
    rows, field = Rows("timeline", "second", prefix), f"{prefix}.{OPEN[prefix][0]}"
    fill(qtbot, child(reopened(qtbot, main, section(qtbot, main, "timeline"), rows), field))
    qtbot.waitUntil(lambda: "second" in read(qtbot, main, drafts.keys), timeout=WAIT)
    again = after_a_kill()
    assert value(child(reopened(qtbot, again, section(qtbot, again, "timeline"), rows), field)) == WORDS


@pytest.mark.parametrize("prefix", OPEN)
def test_words_without_a_choice_are_there_after_a_lock(
    qtbot: QtBot, main: MainPage, after_a_kill: Callable[[], MainPage], ended: list[object], prefix: str
) -> None:
    rows, field = Rows("timeline", "second", prefix), f"{prefix}.{OPEN[prefix][0]}"
    fill(qtbot, child(reopened(qtbot, main, section(qtbot, main, "timeline"), rows), field))
    qtbot.keyClick(main, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: bool(ended), timeout=WAIT)
    again = after_a_kill()
    assert value(child(reopened(qtbot, again, section(qtbot, again, "timeline"), rows), field)) == WORDS


def test_words_without_a_choice_are_given_out_and_taken_in(qtbot: QtBot, main: MainPage, tmp_path: Path) -> None:
    page = section(qtbot, main, "timeline")
    for prefix, (words, *_) in OPEN.items():
        editor = reopened(qtbot, main, page, Rows("timeline", "second", prefix))
        fill(qtbot, child(editor, f"{prefix}.{words}"))
        done(qtbot, page, editor)
    entry = read(qtbot, main, lambda journal: incidents.get(journal, "second")).entry
    read(qtbot, main, lambda journal: interchange.export_folder(journal, tmp_path / "out") or True)
    new, _ = Journal.create(tmp_path / "new", PASSPHRASE, cost=FLOOR_COST)
    with new:
        interchange.import_folder(new, tmp_path / "out")
        assert incidents.get(new, "second").entry == entry
    assert (entry.told[0].answer, entry.professional_response[0].note) == (WORDS, WORDS)


def test_somebody_new_is_named_where_it_is_asked_whom_was_told(qtbot: QtBot, main: MainPage) -> None:
    page, rows = section(qtbot, main, "timeline"), Rows("timeline", "second", "entry.told.0")
    editor = reopened(qtbot, main, page, rows)
    fill(qtbot, child(editor, "entry.told.0.answer"))
    add = child(editor, "entry.told.0.person.add-person")
    assert isinstance(add, QAbstractButton)
    qtbot.keyClick(add, Qt.Key.Key_Return)
    name = child(editor, "entry.told.0.person.new-name")
    assert name.hasFocus()
    qtbot.keyClicks(name, "Ingrid")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    whom = child(editor, "entry.told.0.person")
    assert isinstance(whom, Choice)
    qtbot.waitUntil(lambda: whom.value() != "", timeout=WAIT)
    assert (whom.currentText(), whom.hasFocus()) == ("Ingrid", True)
    ingrid = whom.value()
    offered = child(editor, f"entry.who.{ingrid}")  # wherever people are chosen
    qtbot.waitUntil(offered.isVisible, timeout=WAIT)
    speaker = child(editor, "entry.quote.0.speaker")
    assert isinstance(speaker, Choice)
    assert speaker.findData(ingrid) >= 0
    done(qtbot, page, editor)
    entry = read(qtbot, main, lambda journal: incidents.get(journal, "second")).entry
    assert [(each.person, each.answer) for each in entry.told] == [(ingrid, WORDS)]
    assert entry.people == ()


@pytest.mark.parametrize("rows", LISTS, ids=lambda rows: rows.prefix)
def test_a_row_is_taken_away_and_brought_back(qtbot: QtBot, main: MainPage, rows: Rows) -> None:
    """Nothing took a row away: one that held a file with its fingerprint stayed for good."""
    page = section(qtbot, main, rows.section)
    editor = reopened(qtbot, main, page, rows)
    before = editor.record()
    take, back = child(editor, f"{rows.prefix}.remove"), child(editor, f"{rows.prefix}.back")
    assert isinstance(take, QAbstractButton)
    assert isinstance(back, QAbstractButton)
    assert not take.isVisible()  # what is empty is nothing that could be taken away
    assert any(fill(qtbot, each) for _, each in fields(editor, rows.prefix))
    written = editor.record()
    assert written != before
    take.click()
    assert (take.isVisible(), back.isVisible(), back.hasFocus()) == (False, True, True)
    assert (editor.record(), editor.missing()) == (before, "")
    back.click()
    assert (take.isVisible(), back.isVisible(), take.hasFocus()) == (True, False, True)
    assert editor.record() == written
    take.click()
    assert editor.dirty
    editor.finish()
    qtbot.waitUntil(lambda: page.opened is None, timeout=WAIT)


def test_a_sending_noted_by_mistake_is_taken_away(qtbot: QtBot, main: MainPage) -> None:
    noted = Sending(to="The board", when="2024-10-01", files=(SentFile(name="dossier.pdf", sha256="a" * 64),))
    read(qtbot, main, lambda journal: complaints.note_sending(journal, "bbs", noted))
    page = section(qtbot, main, "filing")
    editor = opened(qtbot, page, "bbs")
    assert isinstance(editor, Editor)
    open_all(qtbot, main, editor)
    child(editor, "filing.sent.0.remove").click()  # type: ignore[attr-defined]  # a button
    page.close_opened()  # stopping anywhere is finishing
    settled(qtbot, main)
    assert read(qtbot, main, lambda journal: complaints.get(journal, "bbs")).entry.sendings == ()
    assert read(qtbot, main, drafts.keys) == ()
