"""A list whose rows are put in another order: by Move up and Move down, by the keyboard, and by dragging."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QListView, QSizePolicy, QWidget

from journal_app.i18n import pgettext
from journal_app.ui.flow import flow
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import Button, column, name_widget, target_height

_ROWS = 6  # that are seen at once
_ID = Qt.ItemDataRole.UserRole
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class _Rows(QListView):
    """Moves the row the keyboard is at with Alt and an arrow."""

    step = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.step.emit(step)
        else:
            super().keyPressEvent(event)


class OrderList(QWidget):
    """Rows in an order; ``changed`` tells that the person put them in another, or back in the usual one."""

    changed = Signal()

    def __init__(self, theme: Theme, identifier: str, name: str, usual: str) -> None:
        """``usual`` is the word of the button that puts them back."""
        super().__init__()
        self._model = QStandardItemModel(self)
        self.list = _Rows()
        name_widget(self.list, f"{identifier}.list", name)
        self.list.setModel(self._model)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.list.setFixedHeight(target_height(self.list) + 6)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        up = Button(theme, f"{identifier}.up", pgettext("order", "Move up"), role="quiet")
        down = Button(theme, f"{identifier}.down", pgettext("order", "Move down"), role="quiet")
        back = Button(theme, f"{identifier}.usual", usual, icon="undo-2", role="quiet")
        up.setAccessibleName(pgettext("order", "Move up: {list}").format(list=name))
        down.setAccessibleName(pgettext("order", "Move down: {list}").format(list=name))
        back.setAccessibleName(pgettext("order", "{usual}: {list}").format(usual=usual, list=name))
        up.clicked.connect(lambda: self.move_row(-1))
        down.clicked.connect(lambda: self.move_row(1))
        back.clicked.connect(self._take_back)
        self.list.step.connect(self.move_row)
        self._usual: Sequence[tuple[str, str]] = ()
        self._showing = False
        self._model.rowsRemoved.connect(lambda *_: self._moved())  # a row that was dragged leaves its old place last
        self.setLayout(column(self.list, flow(up, down, back), spacing=theme.space(1)))

    def show_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        """Show rows of (id, words) in this order; the keyboard stays at its row, where that is still there."""
        shown = self.values()
        if tuple(each for each, _ in rows) == shown:
            return
        here = self.list.currentIndex().row()
        current = shown[here] if here >= 0 else ""
        self._showing = True
        self._model.clear()
        height = target_height(self.list)
        for identifier, words in rows:
            item = QStandardItem(words)
            item.setData(identifier, _ID)
            item.setSizeHint(QSize(100, height))
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
            )  # and nothing can be dropped on it, only between
            self._model.appendRow(item)
        self._showing = False
        self.list.setFixedHeight(height * max(1, min(_ROWS, len(rows))) + 6)
        if rows:
            place = next((number for number, (each, _) in enumerate(rows) if each == current), 0)
            self.list.setCurrentIndex(self._model.index(place, 0))

    def values(self) -> tuple[str, ...]:
        """Return the ids in the order they stand now."""
        return tuple(str(self._model.item(row).data(_ID)) for row in range(self._model.rowCount()))

    def move_row(self, step: int) -> None:
        """Move the row the keyboard is at up (-1) or down (1); the keyboard stays at it."""
        here = self.list.currentIndex().row()
        there = here + step
        if here < 0 or not 0 <= there < self._model.rowCount():
            return
        self._showing = True
        taken = self._model.takeRow(here)
        self._model.insertRow(there, taken)
        self._showing = False
        self.list.setCurrentIndex(self._model.index(there, 0))
        self._moved()

    def _moved(self) -> None:
        if not self._showing:
            self.changed.emit()

    def _take_back(self) -> None:
        """Ask for the usual order: an empty one."""
        self._showing = True
        self._model.clear()
        self._showing = False
        self.changed.emit()
