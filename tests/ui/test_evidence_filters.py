"""Choosing files by person, entry, kind and words, and going from one to the next of those that are listed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from journal_app.services import evidence, redactions
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.ui import evidence_page
from journal_app.ui.evidence_editor import EvidenceEditor
from journal_app.ui.evidence_page import EvidencePage
from journal_app.ui.main_window import MainPage
from tests.ui.conftest import WAIT, child, opened, section, settled
from tests.ui.test_sections import labels, read

ALL = ["shot", "clear", "photo", "note", "broken", "sound"]


@pytest.fixture
def page(qtbot: QtBot, main: MainPage) -> EvidencePage:
    found = section(qtbot, main, "evidence")
    assert isinstance(found, EvidencePage)
    settled(qtbot, main)
    return found


def listed(page: EvidencePage) -> list[str]:
    return [card.id for card in page.model.rows]


def choose(qtbot: QtBot, page: EvidencePage, wanted: list[str], **values: str) -> None:
    """Choose as a person does, and wait for the list."""
    for name, value in values.items():
        field = getattr(page.filters, name)
        if name == "words":
            field.setText(value)
            continue
        field.choose(value)
        (field.changed.emit if name == "entry" else lambda field=field: field.activated.emit(0))()
    qtbot.waitUntil(lambda: listed(page) == wanted, timeout=WAIT)


def test_files_are_chosen_by_person_entry_kind_and_words_together(qtbot: QtBot, page: EvidencePage) -> None:
    assert listed(page) == ALL
    choose(qtbot, page, ["shot", "clear", "sound"], person="hale")
    choose(qtbot, page, ["shot", "clear"], kind="pictures")
    choose(qtbot, page, ["shot"], words="mess")
    choose(qtbot, page, [], entry="second")
    assert "No file matches what is chosen above. Nothing was deleted." in labels(page)
    assert not child(page, "evidence.first").isVisible()
    page.filters.chips.take_back()
    qtbot.waitUntil(lambda: listed(page) == ["shot", "clear", "photo", "broken"], timeout=WAIT)
    assert page.kind.value() == "pictures"  # it stands above, and says itself
    choose(qtbot, page, ["photo", "broken"], entry="second")


def test_a_chip_says_what_is_chosen_and_takes_it_back(qtbot: QtBot, page: EvidencePage) -> None:
    choose(qtbot, page, ["photo", "note", "broken"], entry="second")
    qtbot.waitUntil(page.filters.chips.isVisible, timeout=WAIT)
    chip = child(page, "evidence.chip.0")
    assert "It was told in a podcast." in chip.accessibleName()
    chip.click()  # type: ignore[attr-defined]  # a button
    qtbot.waitUntil(lambda: listed(page) == ALL, timeout=WAIT)
    assert QApplication.focusWidget() is page.choosing
    assert not page.filters.chips.isVisible()


def test_more_is_read_when_it_is_scrolled_to(
    qtbot: QtBot, main: MainPage, page: EvidencePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = [NewFile(name=f"{number}.bin", source=bytes([0, number])) for number in range(70)]
    read(qtbot, main, lambda journal: evidence.attach(journal, "", new))
    monkeypatch.setattr(evidence_page, "_PAGE", 60)
    page.model.show_rows([])
    page.refresh()
    qtbot.waitUntil(lambda: len(listed(page)) == 60, timeout=WAIT)
    page.list.verticalScrollBar().setValue(page.list.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: len(listed(page)) == 76, timeout=WAIT)
    assert [card.id for card in page.grid.tiles.rows] == listed(page)
    assert len(set(listed(page))) == 76


def editor_of(page: EvidencePage) -> EvidenceEditor:
    assert isinstance(page.editor, EvidenceEditor)
    return page.editor


def goes_to(qtbot: QtBot, page: EvidencePage, identifier: str) -> EvidenceEditor:
    qtbot.waitUntil(lambda: page.editor is not None and editor_of(page).identifier == identifier, timeout=WAIT)
    return editor_of(page)


def test_from_one_file_to_the_next_of_those_that_are_listed(qtbot: QtBot, page: EvidencePage) -> None:
    choose(qtbot, page, ["shot", "clear", "sound"], person="hale")
    editor = opened(qtbot, page, "shot")
    assert isinstance(editor, EvidenceEditor)
    assert "File 1 of 3" in labels(editor)
    before, following = editor.neighbours.before, editor.neighbours.next
    assert (before.isEnabled(), following.isEnabled()) == (False, True)
    assert "With a clear ground" in following.accessibleDescription()
    following.setFocus()
    following.click()
    editor = goes_to(qtbot, page, "clear")
    assert "File 2 of 3" in labels(editor)
    assert QApplication.focusWidget() is editor.neighbours.next
    assert page.list.currentIndex().row() == 1
    qtbot.keyClick(editor.neighbours.next, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    editor = goes_to(qtbot, page, "sound")
    assert not editor.neighbours.next.isEnabled()
    assert QApplication.focusWidget() is editor.viewer.cover  # the button that had it can be had no more
    qtbot.keyClick(editor.viewer.cover, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    editor = goes_to(qtbot, page, "clear")
    choose(qtbot, page, ALL, person="")
    qtbot.waitUntil(lambda: "File 2 of 6" in labels(editor), timeout=WAIT)
    choose(qtbot, page, ["note"], kind="text")
    qtbot.waitUntil(lambda: not editor.neighbours.next.isVisible(), timeout=WAIT)


def test_the_next_picture_is_covered_and_what_was_written_and_drawn_is_saved(
    qtbot: QtBot, main: MainPage, page: EvidencePage
) -> None:
    editor = opened(qtbot, page, "shot")
    assert isinstance(editor, EvidenceEditor)
    viewer = editor.viewer
    viewer.cover.click()
    qtbot.waitUntil(viewer.canvas.isVisible, timeout=WAIT)
    viewer.hide_parts.click()
    viewer._add_box((1, 2, 3, 4))
    drawn = tuple(viewer.boxes)
    editor.description.setPlainText("Seen from the canvas.")
    viewer.canvas.setFocus()
    qtbot.keyClick(viewer.canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    following = goes_to(qtbot, page, "clear")
    settled(qtbot, main)
    assert not following.viewer.cover.isChecked()
    assert following.viewer.canvas._sheet.picture.isNull()
    assert QApplication.focusWidget() is following.viewer.cover

    def kept(journal: Journal) -> tuple[object, str]:
        return redactions.boxes(journal, "shot")[1], evidence.get(journal, "shot").evidence.description

    assert read(qtbot, main, kept) == (drawn, "Seen from the canvas.")
    qtbot.waitUntil(lambda: any("canvas" in card.title for card in page.model.rows), timeout=WAIT)


def test_a_file_that_cannot_be_read_leaves_the_open_one(
    qtbot: QtBot, main: MainPage, page: EvidencePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = opened(qtbot, page, "shot")
    told: list[Exception] = []
    monkeypatch.setattr(page.desk, "show_error", told.append)
    page._go_to("nobody")
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT)
    assert page.editor is editor
    page._step(1)
    goes_to(qtbot, page, "clear")


def test_the_keys_for_the_file_before_and_the_next_can_be_changed(
    qtbot: QtBot, main: MainPage, page: EvidencePage
) -> None:
    keys = main.desk.shortcuts
    assert keys.change("done", "Alt+Right").startswith("This key is taken: Next file.")
    editor = opened(qtbot, page, "shot")
    assert isinstance(editor, EvidenceEditor)
    assert editor.neighbours.next.toolTip() == "Next file (Alt+Right)"
    assert keys.change("file-next", "F7") == ""
    assert editor.neighbours.next.toolTip() == "Next file (F7)"
    editor.neighbours.next.setFocus()
    qtbot.keyClick(editor.neighbours.next, Qt.Key.Key_F7)
    goes_to(qtbot, page, "clear")
