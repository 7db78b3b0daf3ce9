"""The field for more than one line of text: plain words, as all fields hold."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from journal_app.ui import given
from journal_app.ui.answers import difference, lead_menu, takes_back, units
from journal_app.ui.fields import Answer, name_widget

# What the library writes for the end of a line, and for a break in one.
_BREAKS = str.maketrans(dict.fromkeys("\u2028\u2029\ufdd0\ufdd1", "\n"))
_MOST_LINES = 18  # of a text field, before it scrolls


class TextField(Answer, QPlainTextEdit):
    """Several lines of plain text; Tab moves on, so that the keyboard is never caught in it."""

    left = Signal()

    def __init__(
        self, identifier: str, name: str, text: str = "", *, lines: int = 4, most: int = _MOST_LINES,
        placeholder: str = "",
    ) -> None:  # fmt: skip
        super().__init__()
        self.setPlainText(text)
        name_widget(self, identifier, name)
        self.setTabChangesFocus(True)
        self.setPlaceholderText(placeholder)
        self._lines, self._most = lines, most
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._grow)
        self._grow()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take words, and what the page around takes."""
        if given.is_for_the_page(source):
            return given.taker_of(self) is not None
        return super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Insert words; files and pictures go to the page."""
        if given.is_for_the_page(source):
            given.hand_on(self, source)
        else:
            super().insertFromMimeData(source)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """In a form, take back a change wherever it was made."""
        if not takes_back(self, event):
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the menu, in which Undo and Redo do what the keys do."""
        menu = self.createStandardContextMenu(event.pos())
        lead_menu(self, menu)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def answers(self, tell: Callable[[], object]) -> None:
        """Be a field of a form: tell it when something is written here, and let that be taken back."""
        self.becomes_answer()
        self.textChanged.connect(tell)

    def state(self) -> str:
        """Return what stands in it, letter for letter as the library keeps it."""
        return self.document().toRawText()

    def put_back(self, state: str) -> None:
        """Show what stood here before: what did not change stays untouched, and the cursor is where it did."""
        now = self.state()
        start, end, new = difference(now, state)
        cursor = QTextCursor(self.document())
        cursor.setPosition(units(now[:start]))
        cursor.setPosition(units(now[:end]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(new)
        self.setTextCursor(cursor)

    def dress(self) -> None:
        """Take the room that the text needs in its size of now."""
        self._grow()

    def _grow(self) -> None:
        """Take as much room as the text needs, between the least and the most lines."""
        wanted = max(self._lines, min(self._most, int(self.document().size().height()) + 1))
        self.setFixedHeight(self.fontMetrics().lineSpacing() * wanted + 24)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Grow or shrink with the width, which decides where lines break."""
        super().resizeEvent(event)
        self._grow()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the field was left."""
        super().focusOutEvent(event)
        self.left.emit()

    def setPlainText(self, text: str) -> None:
        """Show a text in place of what stands in the field; until it is changed it is given back letter for letter.

        Its beginning is in view, and what is typed goes on behind its end; where nothing can be typed it is read
        from the beginning.
        """
        super().setPlainText(text)
        if text and not self.isReadOnly():
            self.moveCursor(QTextCursor.MoveOperation.End)
            self.verticalScrollBar().setValue(0)
        self._given, self._shown = text, self.document().toRawText()

    def text(self) -> str:
        """Return what stands in the field; a text that was given and not changed, also by undoing, as it was given.

        The library's own way makes other letters of some: of a space where no line may break it makes any space.
        """
        shown = self.document().toRawText()
        return self._given if shown == self._shown else shown.translate(_BREAKS)
