"""Small pictures of the pages of a document, made when they come into view; choosing one turns to it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QListView, QSizePolicy

from journal_app.i18n import pgettext
from journal_app.ui.dress import fitted
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import name_widget

_Index = QModelIndex | QPersistentModelIndex
WIDE = 84  # pixels of a small picture at 100 % text
AT_ONCE = 8
_MOST_KEPT = 200
_LOOK_AFTER = 60  # milliseconds after the last page that came into view


class _Pages(QAbstractListModel):
    """The pages, and the pictures of those that were made; asks for what is looked at and not made yet."""

    missing = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.count, self.kept, self.blank = 0, OrderedDict[int, QPixmap](), QColor()

    def show_count(self, count: int) -> None:
        self.beginResetModel()
        self.count = count
        self.kept.clear()
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return how many pages there are."""
        return 0 if parent.isValid() else self.count

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the number of a page, or its picture."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DecorationRole:
            if index.row() not in self.kept:
                self.missing.emit(index.row())
            return self.kept.get(index.row(), self.blank)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return pgettext("dossier", "Page {number}").format(number=index.row() + 1)
        return str(index.row() + 1) if role == Qt.ItemDataRole.DisplayRole else None

    def take(self, pictures: Mapping[int, QPixmap]) -> None:
        self.kept.update(pictures)
        while len(self.kept) > _MOST_KEPT:
            self.kept.popitem(last=False)
        if pictures:
            self.dataChanged.emit(self.index(min(pictures)), self.index(max(pictures)))


class PageStrip(QListView):
    """One row of small pages. ``wanted`` asks for the pictures from a page on, ``turned`` tells which was chosen."""

    wanted = Signal(int)
    turned = Signal(int)

    def __init__(self, theme: Theme, identifier: str) -> None:
        super().__init__()
        name_widget(self, identifier, pgettext("dossier", "Pages, small"))
        self._theme = theme
        self.pages = _Pages()
        self.setModel(self.pages)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        fitted(self, self._fit)
        self._asked = -1
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(_LOOK_AFTER)
        self._look.timeout.connect(self._ask)
        self.pages.missing.connect(lambda _: self._look.start())
        self.selectionModel().currentChanged.connect(lambda index, _: self.turned.emit(index.row()))

    def _fit(self) -> None:
        """Take the sizes and the colour of a page not made yet from the look of now."""
        theme = self._theme
        size = QSize(round(WIDE * theme.scale), round(WIDE * 1.42 * theme.scale))
        self.pages.blank = QColor(theme.tokens.sunken)
        self.setIconSize(size)
        self.setSpacing(theme.space(1))
        self.setFixedHeight(size.height() + self.fontMetrics().height() + theme.space(10))

    @property
    def width_of_one(self) -> int:
        """The width of a small picture in pixels."""
        return self.iconSize().width()

    def show_pages(self, count: int) -> None:
        """Show so many pages; their pictures follow."""
        self._asked = -1
        self.pages.show_count(count)

    def go_to(self, place: int) -> None:
        """Mark the page that is shown."""
        if 0 <= place < self.pages.count and self.currentIndex().row() != place:
            self.setCurrentIndex(self.pages.index(place))

    def take(self, pictures: Mapping[int, QPixmap]) -> None:
        """Show pictures that were asked for."""
        self._asked = -1
        self.pages.take(pictures)
        if pictures:
            self._look.start()  # others may have come into view while these were made

    def _ask(self) -> None:
        """Ask for the first page in view whose picture is missing."""
        if self._asked >= 0 or not self.isVisible():
            return
        middle, step = self.viewport().height() // 2, max(1, self.width_of_one // 2)
        seen = {self.indexAt(QPoint(x, middle)).row() for x in range(0, self.viewport().width(), step)}
        missing = sorted(row for row in seen if row >= 0 and row not in self.pages.kept)
        if missing:
            self._asked = missing[0]
            self.wanted.emit(missing[0])
