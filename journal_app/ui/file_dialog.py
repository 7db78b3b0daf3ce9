"""The one file dialog: the program's own, which keeps no list of what was opened."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDate, QDateTime, QLocale, QSize, QTime
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QFileDialog, QHeaderView, QSplitter, QToolButton, QTreeView, QWidget

from journal_app.i18n import pgettext
from journal_app.ui.icons import Icons
from journal_app.ui.usual_folders import WIDTH, UsualFolders
from journal_app.ui.widgets import tip

_NAME, _SIZE, _KIND, _CHANGED = range(4)  # the columns
_LONG = QDateTime(QDate(2028, 12, 28), QTime(20, 58))  # one that takes as much room as any, as does the size
_LARGE = "888.88 MiB"
_WIDE, _HIGH, _SHORTEST = 110, 32, 24  # letters, lines, and letters of a name


def files_to_open(parent: QWidget, title: str) -> list[Path]:
    """Return the files chosen; empty where none were."""
    dialog = _dialog(parent, title, QFileDialog.FileMode.ExistingFiles)
    dialog.setOption(QFileDialog.Option.ReadOnly, on=True)  # nothing is renamed or deleted where files are looked for
    return _chosen(dialog)


def folder_to_open(parent: QWidget, title: str) -> Path | None:
    """Return the folder chosen, or None."""
    dialog = _dialog(parent, title, QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, on=True)
    return next(iter(_chosen(dialog)), None)


def place_to_save(parent: QWidget, title: str, name: str) -> Path | None:
    """Return the place chosen for a new file or folder, or None."""
    dialog = _dialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite, on=True)
    dialog.selectFile(name)
    return next(iter(_chosen(dialog)), None)


def _dialog(parent: QWidget, title: str, mode: QFileDialog.FileMode = QFileDialog.FileMode.AnyFile) -> QFileDialog:
    dialog = QFileDialog(parent, title, str(Path.home()))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog, on=True)
    dialog.setFileMode(mode)
    letters, room = dialog.fontMetrics(), parent.window()
    wide, high = _WIDE * letters.averageCharWidth(), _HIGH * letters.height()
    dialog.resize(min(room.width(), max(wide, 760)), min(room.height(), max(high, 520)))
    dialog.setSidebarUrls([])
    dialog.setHistory([])
    _name(dialog, wants_folder=mode is QFileDialog.FileMode.Directory)
    _show_folders(dialog)
    return dialog


def _show_folders(dialog: QFileDialog) -> None:
    """Show the usual folders and the sticks in the place of Qt's own list, which would write down what is in it."""
    folders = UsualFolders(dialog)
    folders.wanted.connect(dialog.setDirectory)
    QWidget.setTabOrder(dialog.findChildren(QToolButton, "detailModeButton")[-1], folders)  # as they stand
    for part in dialog.findChildren(QSplitter):
        part.insertWidget(0, folders)
        part.setCollapsible(0, False)  # noqa: FBT003 - the shape of Qt's own
        wide = folders.sizeHint().width()
        part.setSizes([wide, 0, max(1, dialog.width() - wide)])


def _name(dialog: QFileDialog, *, wants_folder: bool) -> None:
    """Say in the words of the program what Qt has words for in a few languages only, and in some of them oddly.

    The names of the parts are those of Qt 6.11, qfiledialog.ui. What it says of kinds of files is hidden: there is no
    choice among them, and that something is a folder, it says in English. Its list of places stays empty.
    """
    name = pgettext("file dialog", "Folder:") if wants_folder else pgettext("file dialog", "Name:")
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, pgettext("file dialog", "Look in:"))
    dialog.setLabelText(QFileDialog.DialogLabel.FileName, name)
    dialog.setLabelText(QFileDialog.DialogLabel.Reject, pgettext("button", "Cancel"))
    said = {
        "backButton": (pgettext("file dialog", "Back"), "arrow-left"),
        "forwardButton": (pgettext("file dialog", "Forward"), "arrow-right"),
        "toParentButton": (pgettext("file dialog", "Folder above"), "chevron-up"),
        "newFolderButton": (pgettext("file dialog", "New folder"), "plus"),
        "listModeButton": (pgettext("file dialog", "As a list"), "list"),
        "detailModeButton": (pgettext("file dialog", "With size and date"), "file-text"),
    }
    for part in dialog.findChildren(QWidget):
        if isinstance(part, QToolButton) and part.objectName() in said:
            words, drawing = said[part.objectName()]
            tip(part, words)
            part.setAccessibleName(words)
            part.setAccessibleDescription("")
            _draw(part, drawing)
        elif part.objectName() in {"fileTypeLabel", "fileTypeCombo", "sidebar"}:
            part.hide()
        elif isinstance(part, QTreeView):
            part.setColumnHidden(_KIND, True)  # noqa: FBT003 - the shape of Qt's own
            _widen(part, dialog.width() - WIDTH * part.fontMetrics().averageCharWidth())
    acts = {
        "qt_rename_action": pgettext("file dialog", "Rename"),
        "qt_delete_action": pgettext("file dialog", "Delete"),
        "qt_show_hidden_action": pgettext("file dialog", "Show hidden files"),
        "qt_new_folder_action": pgettext("file dialog", "New folder"),
    }
    for act in dialog.findChildren(QAction):
        if act.objectName() in acts:
            act.setText(acts[act.objectName()])


def _widen(columns: QTreeView, width: int) -> None:
    """Give size and date the room they take, and the name the rest of ``width``, or what a short name takes."""
    head, letters = columns.header(), columns.fontMetrics()
    letter = letters.averageCharWidth()
    date = QLocale.system().toString(_LONG, QLocale.FormatType.ShortFormat)
    for column, text in ((_SIZE, _LARGE), (_CHANGED, date)):
        title = str(columns.model().headerData(column, head.orientation()))
        room = max(letters.horizontalAdvance(text), letters.horizontalAdvance(title)) + 4 * letter
        head.resizeSection(column, room)
        width -= room
    if width > _SHORTEST * letter:
        head.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
    else:
        head.resizeSection(_NAME, _SHORTEST * letter)


def _draw(button: QToolButton, name: str) -> None:
    """Draw on a button in the colour of the words: Qt's own arrows are black, also on black."""
    side = button.fontMetrics().height()
    button.setIconSize(QSize(side, side))
    button.setIcon(Icons().icon(name, button.palette().color(QPalette.ColorRole.Text).name()))


def _chosen(dialog: QFileDialog) -> list[Path]:
    if dialog.exec() != QFileDialog.DialogCode.Accepted:
        return []
    return [Path(name) for name in dialog.selectedFiles()]
