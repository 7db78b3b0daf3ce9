"""The file dialog speaks the language of the window in everything it shows, and offers only what is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt, QThread
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel, QToolButton, QTreeView, QWidget
from pytestqt.qtbot import QtBot

from journal_app import i18n
from journal_app.ui import file_dialog, sticks
from journal_app.ui.app import Window
from journal_app.ui.speech import speak
from journal_app.ui.sticks import Drive
from journal_app.ui.tokens import Look, contrast
from journal_app.ui.usual_folders import UsualFolders
from tests.ui.conftest import WAIT
from tests.ui.test_walk import Pseudo

OPENERS = {
    "files": lambda owner: file_dialog.files_to_open(owner, "x"),
    "folder": lambda owner: file_dialog.folder_to_open(owner, "x"),
    "save": lambda owner: file_dialog.place_to_save(owner, "x", "Cuaderno"),
}


@pytest.fixture
def window(make_window: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Window]:
    monkeypatch.setattr(i18n._Chosen, "words", i18n.words_for("en"))
    made = make_window()  # type: ignore[operator]  # as the fixture gives it
    yield made
    speak(made.theme.application, "en")


def shown(window: Window, kind: str, monkeypatch: pytest.MonkeyPatch) -> QFileDialog:
    """Return the dialog as it stands before a person; nobody waits for it."""
    kept: list[QFileDialog] = []

    def seen(dialog: QFileDialog) -> int:
        dialog.show()
        kept.append(dialog)
        return 0

    monkeypatch.setattr(QFileDialog, "exec", seen)
    OPENERS[kind](window)
    return kept[0]


def folders(dialog: QFileDialog) -> UsualFolders:
    found = dialog.findChild(UsualFolders, "files.folders")
    assert isinstance(found, UsualFolders)
    return found


def places(dialog: QFileDialog) -> list[str]:
    """Return the names of the folders one goes to most, as they are offered."""
    return [folders(dialog).item(row).text() for row in range(folders(dialog).count())]


def words(dialog: QFileDialog) -> set[str]:
    """Return all words that are shown on the dialog: names, tips, headings and menus too."""
    found: set[str] = set()
    for each in dialog.findChildren(QWidget):
        if each.isVisibleTo(dialog) and not isinstance(each, QTreeView):
            found |= {each.toolTip(), each.accessibleName(), each.accessibleDescription()}
            if isinstance(each, QLabel | QAbstractButton):
                found.add(each.text())
    tree = dialog.findChild(QTreeView, "treeView")
    assert isinstance(tree, QTreeView)
    model = tree.model()
    columns = [each for each in range(model.columnCount()) if not tree.isColumnHidden(each)]
    found |= {str(model.headerData(each, Qt.Orientation.Horizontal)) for each in columns}
    rows = range(model.rowCount(tree.rootIndex()))
    found |= {str(model.index(row, each, tree.rootIndex()).data()) for row in rows for each in columns}
    found |= set(places(dialog))
    found |= {act.text() for act in dialog.findChildren(QAction) if act.objectName().startswith("qt_")}
    return {text.replace("&", "") for text in found if text}


@pytest.mark.parametrize("kind", OPENERS)
def test_everything_on_it_is_spanish(qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    home = Path.home()  # of this test alone
    (home / "Documentos").mkdir()
    english = words(shown(window, kind, monkeypatch))
    speak(window.theme.application, "es")
    window.theme.application.sendPostedEvents()  # Qt tells its windows of another language when they have time
    dialog = shown(window, kind, monkeypatch)
    qtbot.waitUntil(lambda: "Documentos" in words(dialog), timeout=WAIT)
    spanish = words(dialog)
    theirs = {"Documentos", "Cuaderno", str(home), *(each.name for each in home.iterdir())}
    assert {each for each in spanish & english if any(map(str.isalpha, each))} - theirs == set()
    assert [each for each in spanish if "fichero" in each.lower() or "directorio" in each.lower()] == []
    assert "Folder" not in spanish


def test_its_names_are_those_of_the_program_in_any_language(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    """Qt brings words for a few languages only."""
    monkeypatch.setattr(i18n._Chosen, "words", Pseudo())
    said = words(shown(window, "files", monkeypatch))
    for text in ("Look in:", "Name:", "Back", "Forward", "Folder above", "As a list", "With size and date", "Cancel"):
        assert any(each.startswith(f"⟦{text} ") for each in said), text


def test_what_is_opened_cannot_be_renamed_or_deleted_there(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(window, "files", monkeypatch).testOption(QFileDialog.Option.ReadOnly)
    assert not shown(window, "save", monkeypatch).testOption(QFileDialog.Option.ReadOnly)  # a new folder may be needed


def test_a_name_is_asked_for_and_nothing_stands_there_that_is_not_needed(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind, name in (("files", "Name:"), ("folder", "Folder:"), ("save", "Name:")):
        dialog = shown(window, kind, monkeypatch)
        assert dialog.labelText(QFileDialog.DialogLabel.FileName) == name
        for part in ("fileTypeLabel", "fileTypeCombo", "sidebar"):
            assert not dialog.findChild(QWidget, part).isVisibleTo(dialog)  # type: ignore[union-attr]  # Qt's own


@pytest.mark.parametrize("look", [Look.LIGHT, Look.DARK, Look.CONTRAST])
def test_what_is_drawn_on_its_buttons_can_be_seen(
    make_window: Callable[..., Window], monkeypatch: pytest.MonkeyPatch, look: Look
) -> None:
    """WCAG 2.2, 1.4.11: three to one. Qt's own arrow upwards is black, also on black."""
    window = make_window(look=look)
    dialog = shown(window, "save", monkeypatch)
    for name in ("toParentButton", "newFolderButton", "listModeButton", "detailModeButton"):
        button = dialog.findChild(QToolButton, name)
        assert isinstance(button, QToolButton)
        picture = button.grab().toImage()
        ground, middle = picture.pixelColor(6, 6), range(8, picture.width() - 8)
        drawn = {picture.pixelColor(x, y).name() for x in middle for y in range(8, picture.height() - 8)}
        assert max(contrast(each, ground.name()) for each in drawn) >= 3, name


@pytest.fixture
def plugged_in(monkeypatch: pytest.MonkeyPatch) -> list[Drive]:
    """Return the sticks that the system tells of, to be filled."""
    known: list[Drive] = []
    monkeypatch.setattr(sticks, "found", lambda: list(known))
    return known


def test_the_usual_folders_and_the_sticks_are_offered(
    qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch, plugged_in: list[Drive], tmp_path: Path
) -> None:
    (tmp_path / "stick").mkdir()
    (Path.home() / "Documents").mkdir()
    plugged_in.append(Drive("KEYS", tmp_path / "stick", "/dev/sdb1"))
    dialog = shown(window, "save", monkeypatch)
    assert places(dialog) == ["Home folder", "Documents"]  # nothing is asked of the system before it is seen
    qtbot.waitUntil(lambda: places(dialog) == ["Home folder", "Documents", "KEYS"], timeout=WAIT)
    offered = folders(dialog)
    offered.setFocus()
    offered.setCurrentRow(2)
    QTest.keyClick(offered, Qt.Key.Key_Return)
    assert dialog.directory().path() == str(tmp_path / "stick")
    assert dialog.isVisible()  # Enter goes there; it does not save
    assert dialog.selectedFiles() == [str(tmp_path / "stick" / "Cuaderno")]
    QTest.mouseClick(
        offered.viewport(), Qt.MouseButton.LeftButton, pos=offered.visualItemRect(offered.item(1)).center()
    )
    assert dialog.directory().path() == str(Path.home() / "Documents")


def test_a_stick_that_is_plugged_in_meanwhile_is_offered(
    qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch, plugged_in: list[Drive], tmp_path: Path
) -> None:
    dialog = shown(window, "folder", monkeypatch)
    folders(dialog)._again.setInterval(10)
    before = places(dialog)
    plugged_in.append(Drive("KEYS", tmp_path, "/dev/sdb1"))
    qtbot.waitUntil(lambda: places(dialog) == [*before, "KEYS"], timeout=WAIT)
    plugged_in.clear()
    qtbot.waitUntil(lambda: places(dialog) == before, timeout=WAIT)


def test_sticks_are_asked_for_beside_the_thread_of_the_window_and_only_while_the_dialog_is_there(
    qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(sticks, "found", lambda: asked.append(QThread.isMainThread()) or [])
    dialog = shown(window, "files", monkeypatch)
    again = folders(dialog)._again
    again.setInterval(1)
    qtbot.waitUntil(lambda: len(asked) > 2, timeout=WAIT)
    dialog.hide()
    qtbot.waitUntil(lambda: not again.isActive() and not folders(dialog)._asking, timeout=WAIT)
    assert set(asked) == {False}


def test_no_list_of_places_is_left_for_qt_to_keep(
    qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch, plugged_in: list[Drive], tmp_path: Path
) -> None:
    """Its dialog writes its own list of places down when it goes."""
    plugged_in.append(Drive("KEYS", tmp_path / "stick", "/dev/sdb1"))
    dialog = shown(window, "save", monkeypatch)
    qtbot.waitUntil(lambda: "KEYS" in places(dialog), timeout=WAIT)
    assert dialog.sidebarUrls() == []


def test_the_folders_come_before_what_is_in_them_by_tab(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = shown(window, "save", monkeypatch)
    order, each = [], folders(dialog).previousInFocusChain()
    for _ in range(60):
        each = each.nextInFocusChain()
        if each.isVisibleTo(dialog) and each.objectName():
            order.append(each.objectName())
    assert order.index("files.folders") < order.index("treeView") < order.index("fileNameEdit")


@pytest.mark.parametrize("percent", [100, 200])
def test_the_date_of_a_file_is_shown_whole(
    make_window: Callable[..., Window], monkeypatch: pytest.MonkeyPatch, percent: int
) -> None:
    window = make_window(percent=percent)
    (Path.home() / "letter.txt").write_text("x" * 1000)
    dialog = shown(window, "save", monkeypatch)
    tree = dialog.findChild(QTreeView, "treeView")
    assert isinstance(tree, QTreeView)
    long = QLocale.system().toString(file_dialog._LONG, QLocale.FormatType.ShortFormat)
    assert tree.columnWidth(3) >= tree.fontMetrics().horizontalAdvance(long) + 2 * tree.fontMetrics().averageCharWidth()
    assert tree.columnWidth(0) >= 20 * tree.fontMetrics().averageCharWidth()
