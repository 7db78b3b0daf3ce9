"""The folders one goes to most, beside the file dialog: the person's own, and the sticks that are plugged in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from PySide6.QtCore import QSize, QStandardPaths, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from journal_app.i18n import pgettext
from journal_app.ui import sticks
from journal_app.ui.fields import name_widget
from journal_app.ui.icons import Icons
from journal_app.ui.jobs import Lane
from journal_app.ui.sticks import Drive

_LOOK_AGAIN = 2000  # milliseconds; a stick may be plugged in while a place is looked for
_FOLDER = Qt.ItemDataRole.UserRole
WIDTH = 24  # letters
_ROW = 18  # tenths of the height of a line


class UsualFolders(QListWidget):
    """A list that goes to a folder by click, Enter or space; ``wanted`` names it. It keeps nothing.

    Sticks are asked for once it is shown and as long as it is, beside the window's thread: a drive that does not
    answer holds nobody up.
    """

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, "files.folders", pgettext("file dialog", "Usual folders"))
        side = self.fontMetrics().height()
        self.setIconSize(QSize(side, side))
        self._sticks: list[Drive] = []
        self._asking = False
        for name, folder in _own():
            self._append(name, folder, "folder")
        self._own_count = self.count()
        self.itemClicked.connect(self._go)
        self._again = QTimer(self, interval=_LOOK_AGAIN, singleShot=True)
        self._again.timeout.connect(self.look)
        QTimer.singleShot(0, self, self.look)

    def look(self) -> None:
        """Ask for the sticks that are plugged in now."""
        if self.isVisible() and not self._asking:
            self._asking = True
            _lane().start(self, lambda _: sticks.found(), self._show_sticks, lambda _: self._show_sticks([]))

    def _show_sticks(self, found: Sequence[Drive]) -> None:
        self._asking = False
        self._again.start()
        if list(found) == self._sticks:
            return
        self._sticks = list(found)
        while self.count() > self._own_count:
            self.takeItem(self.count() - 1)
        for each in self._sticks:
            self._append(each.name, each.folder, "hard-drive")

    def _append(self, name: str, folder: Path, drawing: str) -> None:
        icon = Icons().icon(drawing, self.palette().color(QPalette.ColorRole.Text).name())
        item = QListWidgetItem(icon, name)
        item.setData(_FOLDER, str(folder))
        item.setSizeHint(QSize(1, _ROW * self.fontMetrics().height() // 10))  # no wider than there is room, so elided
        self.addItem(item)

    def sizeHint(self) -> QSize:
        """Return room for names of a usual length."""
        return QSize(WIDTH * self.fontMetrics().averageCharWidth(), super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to a folder by Enter or space: left alone, Enter would press the dialog's own button."""
        item = self.currentItem()
        if item is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._go(item)
        else:
            super().keyPressEvent(event)

    def _go(self, item: QListWidgetItem) -> None:
        self.wanted.emit(str(item.data(_FOLDER)))


def _own() -> list[tuple[str, Path]]:
    """Return the person's own folders that are there: what each is called, and where it lies."""
    place, home = QStandardPaths.StandardLocation, Path.home()
    found = [(pgettext("file dialog", "Home folder"), home)]
    for name, kind in (
        (pgettext("file dialog", "Desktop"), place.DesktopLocation),
        (pgettext("file dialog", "Documents"), place.DocumentsLocation),
        (pgettext("file dialog", "Downloads"), place.DownloadLocation),
        (pgettext("file dialog", "Pictures"), place.PicturesLocation),
    ):
        folder = Path(QStandardPaths.writableLocation(kind))
        if folder.is_dir() and folder not in [each for _, each in found]:
            found.append((name, folder))
    return found


@cache
def _lane() -> Lane:
    """Return a lane for asking the system alone: a drive that does not answer would hold up the journal on its lane."""
    return Lane("sticks")
