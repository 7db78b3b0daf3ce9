"""What is pasted or dropped on a field: words go into it, files and pictures to the page around, never a path."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from journal_app.services import evidence, incidents
from journal_app.ui import given
from journal_app.ui.evidence_page import EvidencePage
from journal_app.ui.fields import LineField
from journal_app.ui.incident_editor import IncidentEditor
from journal_app.ui.main_window import MainPage
from journal_app.ui.text_field import TextField
from tests.ui.conftest import WAIT, child, opened, section, settled
from tests.ui.test_sections import labels, open_all, read

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
MOVES = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def of_a_file(place: Path, *, said: str = "") -> QMimeData:
    """Return what a file manager gives: the address of a file, and mostly the same as words."""
    data = QMimeData()
    url = QUrl.fromLocalFile(str(place))
    data.setUrls([url])
    data.setText(said or url.toString())
    return data


def as_words(place: Path) -> QMimeData:
    data = QMimeData()
    data.setText(QUrl.fromLocalFile(str(place)).toString() + "\r\n")
    return data


def of_a_picture(number: int = 0) -> QMimeData:
    out = io.BytesIO()
    Image.new("RGB", (20, 20), (0, 255, number)).save(out, "PNG")
    data = QMimeData()
    data.setData("image/png", out.getvalue())
    return data


def dropped(field: QWidget, data: QMimeData) -> None:
    """Drop something on a field as the desktop does: what the field does not want, what is around it may take."""
    target = field.viewport() if isinstance(field, TextField) else field
    enter = QDragEnterEvent(target.rect().center(), MOVES[0], data, *MOVES[1:])
    QApplication.sendEvent(target, enter)
    if enter.isAccepted():
        QApplication.sendEvent(target, QDropEvent(QPointF(target.rect().center()), MOVES[0], data, *MOVES[1:]))
        return
    around = field.parentWidget()
    while around is not None and not around.acceptDrops():
        around = around.parentWidget()
    if around is not None:
        QApplication.sendEvent(around, QDropEvent(QPointF(5, 5), MOVES[0], data, *MOVES[1:]))


def pasted(field: QWidget, data: QMimeData) -> None:
    QGuiApplication.clipboard().setMimeData(data)
    QTest.keyClick(field, Qt.Key.Key_V, CTRL)


def inserted(field: QWidget, data: QMimeData) -> None:
    QGuiApplication.clipboard().setMimeData(data)
    QTest.keyClick(field, Qt.Key.Key_Insert, SHIFT)


WAYS = (dropped, pasted, inserted)


@pytest.fixture(autouse=True)
def _an_empty_clipboard(qapp: QApplication) -> None:
    QGuiApplication.clipboard().clear()


def texts(owner: QWidget) -> str:
    """Return everything that stands in a field."""
    fields = [*owner.findChildren(TextField), *owner.findChildren(LineField)]
    return "\n".join(each.text() for each in fields)


GIVEN = [
    (dropped, "entry.account"), (pasted, "entry.account"), (dropped, "entry.how.place"),
    (pasted, "entry.how.place"), (inserted, "entry.private.note"),
]  # fmt: skip


def test_a_file_or_picture_given_to_a_field_of_an_entry_is_added_to_it(
    qtbot: QtBot, main: MainPage, tmp_path: Path
) -> None:
    page = section(qtbot, main, "timeline")
    for number, (give, identifier) in enumerate(GIVEN):
        (tmp_path / f"given{number}.txt").write_text(f"given {number}")
        for data in (of_a_file(tmp_path / f"given{number}.txt"), of_a_picture(number)):
            editor = opened(qtbot, page, "second")
            open_all(qtbot, main, editor)
            before = read(qtbot, main, lambda journal: incidents.get(journal, "second")).evidence
            give(child(editor, identifier), data)
            assert "file:" not in texts(editor)
            assert str(tmp_path) not in texts(editor)
            assert isinstance(editor, IncidentEditor)
            qtbot.waitUntil(lambda seen=editor, old=before: len(seen.files.shown) > len(old), timeout=WAIT)
            view = read(qtbot, main, lambda journal: incidents.get(journal, "second"))
            assert "file:" not in view.entry.account
            assert len(view.evidence) == len(before) + 1, (give, identifier)
    kept = [each.evidence.file_name for each in read(qtbot, main, evidence.everything)]
    assert {f"given{number}.txt" for number in range(len(GIVEN))} <= set(kept)


def test_where_no_files_are_taken_nothing_is_written_and_it_is_said(
    qtbot: QtBot, main: MainPage, tmp_path: Path
) -> None:
    (tmp_path / "given.txt").write_text("given")
    for key, record, identifier in (("people", "hale", "person.licence"), ("matches", "house", "match.public.text"),
                                    ("matches", "", "main.search")):  # fmt: skip
        if record:
            opened(qtbot, section(qtbot, main, key), record)
        field = child(main, identifier)
        for give in WAYS:
            for data in (of_a_file(tmp_path / "given.txt"), as_words(tmp_path / "given.txt"), of_a_picture()):
                before = field.text()  # type: ignore[attr-defined]  # a field
                main._said.say("")
                give(field, data)
                assert field.text() == before  # type: ignore[attr-defined]
                if give is not dropped or isinstance(field, TextField):  # else the desktop shows that it cannot be
                    assert "Files are added in an entry or under Evidence" in main._said.text()


def test_a_file_given_to_a_field_before_unlocking_leaves_no_path(
    make_window: Callable[..., QWidget], folder: Path, tmp_path: Path
) -> None:
    window = make_window()
    window.start(folder)  # type: ignore[attr-defined]
    for give in WAYS:
        give(child(window, "unlock.passphrase"), of_a_file(tmp_path / "given.txt"))
        assert texts(window) == ""


def test_the_middle_button_and_the_menu_paste_no_path(qtbot: QtBot, tmp_path: Path) -> None:
    field = LineField("some.field", "Some field")
    qtbot.addWidget(field)
    QGuiApplication.clipboard().setMimeData(of_a_file(tmp_path / "given.txt"))
    field._paste()
    QTest.mouseClick(field, Qt.MouseButton.MiddleButton)
    assert field.text() == ""
    QGuiApplication.clipboard().setText("words")
    field._paste()
    assert field.text() == "words"


def test_words_stay_words(qtbot: QtBot, main: MainPage) -> None:
    editor = opened(qtbot, section(qtbot, main, "timeline"), "")
    open_all(qtbot, main, editor)
    for identifier in ("entry.account", "entry.how.place"):
        field = child(editor, identifier)
        for give in WAYS:
            field.clear()  # type: ignore[attr-defined]  # a field
            address, both = QMimeData(), of_a_picture()
            address.setUrls([QUrl("https://example.org/a")])
            address.setText("https://example.org/a")
            both.setText(" and words beside a picture")
            give(field, address)
            give(field, both)
            assert "https://example.org/a" in field.text()  # type: ignore[attr-defined]
            assert "and words beside a picture" in field.text()  # type: ignore[attr-defined]


def test_a_file_on_another_computer_is_not_written_as_words(qtbot: QtBot, main: MainPage) -> None:
    editor = opened(qtbot, section(qtbot, main, "timeline"), "")
    assert isinstance(editor, IncidentEditor)
    far = QMimeData()
    far.setUrls([QUrl("smb://server/share/letter.pdf")])
    far.setText("smb://server/share/letter.pdf")
    pasted(editor.account, far)
    assert editor.account.text() == ""
    assert "not on this computer" in labels(editor)


def test_files_are_pasted_and_dropped_under_evidence(qtbot: QtBot, main: MainPage, tmp_path: Path) -> None:
    page = section(qtbot, main, "evidence")
    assert isinstance(page, EvidencePage)
    (tmp_path / "given.txt").write_text("given to evidence")
    viewer = opened(qtbot, page, "shot")
    pasted(child(viewer, "evidence.description"), of_a_file(tmp_path / "given.txt"))
    qtbot.waitUntil(lambda: page.opened is not None and page.opened is not viewer, timeout=WAIT)
    settled(qtbot, main)
    assert "given.txt" in [each.evidence.file_name for each in read(qtbot, main, evidence.everything)]
    assert "file:" not in texts(page)


def test_what_is_given_is_told_apart(tmp_path: Path) -> None:
    empty = QMimeData()
    assert (given.files_in(empty), given.is_for_the_page(empty)) == ([], False)
    assert given.files_in(as_words(tmp_path / "a.txt")) == [tmp_path / "a.txt"]
    mixed = QMimeData()
    mixed.setText("It was at file:///home/x once.")
    assert not given.is_for_the_page(mixed)


def test_files_dropped_or_pasted_beside_the_entries_begin_one(qtbot: QtBot, main: MainPage, tmp_path: Path) -> None:
    page = section(qtbot, main, "timeline")
    (tmp_path / "given.txt").write_text("given to the timeline")
    dropped(page.list, of_a_file(tmp_path / "given.txt"))
    qtbot.waitUntil(lambda: isinstance(page.editor, IncidentEditor) and bool(page.editor._waiting), timeout=WAIT)
    editor = page.editor
    assert isinstance(editor, IncidentEditor)
    editor.account.setPlainText("What the file shows.")
    editor.finish()
    qtbot.waitUntil(lambda: page.opened is None, timeout=WAIT)
    (row,) = (row for row in read(qtbot, main, incidents.timeline) if row.first_line == "What the file shows.")
    assert row.files == 1
    page.list.setFocus()
    QGuiApplication.clipboard().setMimeData(of_a_picture())
    QTest.keyClick(page.list, Qt.Key.Key_V, CTRL)
    qtbot.waitUntil(lambda: isinstance(page.editor, IncidentEditor) and bool(page.editor._waiting), timeout=WAIT)


def test_a_picture_given_before_the_first_sentence_is_shown_and_its_date_offered(
    qtbot: QtBot, main: MainPage, tmp_path: Path
) -> None:
    """Both came only when the entry was opened again after “Done”."""
    page = section(qtbot, main, "timeline")
    exif = Image.Exif()
    exif.get_ifd(0x8769)[36867] = "2024:03:12 23:52:00"  # DateTimeOriginal (EXIF 2.32, 4.6.5)
    Image.new("RGB", (200, 100)).save(tmp_path / "given.jpg", exif=exif.tobytes())
    dropped(page.list, of_a_file(tmp_path / "given.jpg"))
    qtbot.waitUntil(lambda: page.editor is not None and "carries the date" in labels(page.editor), timeout=WAIT)
    editor = page.editor
    assert isinstance(editor, IncidentEditor)
    assert editor.files.shown == editor._waiting
    assert editor.when.text() == ""  # offered, and not taken
    child(editor, "entry.use-date").click()  # type: ignore[attr-defined]  # a button
    editor.account.setPlainText("What the file shows.")
    editor.finish()
    qtbot.waitUntil(lambda: page.opened is None, timeout=WAIT)
    (row,) = (row for row in read(qtbot, main, incidents.timeline) if row.first_line == "What the file shows.")
    entry = read(qtbot, main, lambda journal: incidents.get(journal, row.id)).entry
    assert (row.files, entry.occurred) == (1, "2024-03-12T23:52:00")


def test_files_that_wait_are_shown_when_the_entry_is_taken_up_again(
    qtbot: QtBot, main: MainPage, tmp_path: Path
) -> None:
    page = section(qtbot, main, "timeline")
    (tmp_path / "given.txt").write_text("given to the timeline")
    dropped(page.list, of_a_file(tmp_path / "given.txt"))
    qtbot.waitUntil(lambda: isinstance(page.editor, IncidentEditor) and bool(page.editor._waiting), timeout=WAIT)
    page.close_opened()
    editor = opened(qtbot, page, "")
    assert isinstance(editor, IncidentEditor)
    qtbot.waitUntil(lambda: "given.txt" in labels(editor.files), timeout=WAIT)


def test_a_picture_is_pasted_under_evidence_and_the_same_again_is_said_to_be_there(
    qtbot: QtBot, main: MainPage, tmp_path: Path
) -> None:
    page = section(qtbot, main, "evidence")
    QGuiApplication.clipboard().setMimeData(of_a_picture())
    for said in (
        "Its fingerprint can show later that it is still the same.",
        "1 file was in the journal already. It was not added twice.",
    ):
        main._paste()
        qtbot.waitUntil(lambda: page.opened is not None, timeout=WAIT)
        assert said in main._said.text()
        page.close_opened()
    editor = opened(qtbot, section(qtbot, main, "timeline"), "second")
    assert isinstance(editor, IncidentEditor)
    editor.take_given(of_a_picture())
    qtbot.waitUntil(lambda: "It was not added twice, and it is in this entry." in main._said.text(), timeout=WAIT)
    item = read(qtbot, main, evidence.everything)[-1].evidence
    read(qtbot, main, lambda journal: journal.vault.blobs.remove(item.blob))
    editor.take_given(of_a_picture())
    words = "The copy in the journal was damaged; the file you added has taken its place."
    qtbot.waitUntil(lambda: words in main._said.text(), timeout=WAIT)
    assert "not added twice" not in main._said.text()


def test_how_the_date_is_known_stands_under_when(qtbot: QtBot, main: MainPage) -> None:
    page = section(qtbot, main, "timeline")
    editor = opened(qtbot, page, "second")
    assert isinstance(editor, IncidentEditor)
    assert editor.known.isVisible()
    assert editor.when.mapTo(editor, editor.when.rect().bottomLeft()).y() < editor.known.mapTo(editor, QPoint()).y()
    qtbot.keyClicks(editor.known, "The bill.")
    editor.finish()
    qtbot.waitUntil(lambda: page.opened is None, timeout=WAIT)
    assert read(qtbot, main, lambda journal: incidents.get(journal, "second")).entry.known_because.endswith("The bill.")
