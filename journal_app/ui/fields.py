"""The fields for text: what is written in them is words, and nothing that is given to them becomes a path in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from journal_app.ui import given
from journal_app.ui.answers import Answer, difference, lead_menu, takes_back

if TYPE_CHECKING:  # a class of Qt takes its time when it is first named
    from PySide6.QtGui import (
        QContextMenuEvent,
        QDragEnterEvent,
        QDragMoveEvent,
        QDropEvent,
        QFocusEvent,
        QKeyEvent,
        QMouseEvent,
        QResizeEvent,
    )

# What the library writes for the end of a line, and for a break in one.
_BREAKS = str.maketrans(dict.fromkeys("\u2028\u2029\ufdd0\ufdd1", "\n"))
_MOST_LINES = 18  # of a text field, before it scrolls


def name_widget(widget: QWidget, identifier: str, name: str) -> None:
    """Give a widget the name a screen reader says and the identifier tests find it by.

    It takes the focus by Tab and a click: a turn of the wheel over it would have what is typed next.
    """
    if widget.focusPolicy() == Qt.FocusPolicy.WheelFocus:
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    widget.setObjectName(identifier)
    widget.setAccessibleName(name)
    widget.setAccessibleIdentifier(identifier)


def _units(text: str) -> int:
    """Return how long the library takes a text to be: it counts units of UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class LineField(Answer, QLineEdit):
    """One line of text."""

    def __init__(self, identifier: str, name: str, text: str = "", *, placeholder: str = "") -> None:
        super().__init__(text)
        name_widget(self, identifier, name)
        self.setPlaceholderText(placeholder)
        self.setClearButtonEnabled(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste words; files and pictures go to the page. In a form, take back a change wherever it was made."""
        from PySide6.QtGui import QKeySequence

        if takes_back(self, event):
            return
        if event.matches(QKeySequence.StandardKey.Paste) and self._handed_on(QClipboard.Mode.Clipboard):
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the menu, in which Paste does what the key does."""
        menu = self.createStandardContextMenu()
        for action in menu.actions():
            if action.objectName() == "edit-paste":
                action.triggered.disconnect()
                action.triggered.connect(self._paste)
        lead_menu(self, menu)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Paste the words that are marked elsewhere with the middle button, and nothing else."""
        if event.button() == Qt.MouseButton.MiddleButton and self._handed_on(QClipboard.Mode.Selection):
            return
        super().mouseReleaseEvent(event)

    def _paste(self) -> None:
        if not self._handed_on(QClipboard.Mode.Clipboard):
            self.paste()

    def _handed_on(self, mode: QClipboard.Mode) -> bool:
        clipboard = QGuiApplication.clipboard()
        if mode is QClipboard.Mode.Selection and not clipboard.supportsSelection():
            return False
        data = clipboard.mimeData(mode)
        if self.isReadOnly() or not given.is_for_the_page(data):
            return False
        given.hand_on(self, data)
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Leave files to the page."""
        if given.is_for_the_page(event.mimeData()):
            event.ignore()
        else:
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Leave files to the page."""
        if given.is_for_the_page(event.mimeData()):
            event.ignore()
        else:
            super().dragMoveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take words; files go to the page."""
        if given.is_for_the_page(event.mimeData()):
            given.hand_on(self, event.mimeData())
        else:
            super().dropEvent(event)

    def answers(self, tell: Callable[[], object]) -> None:
        """Be a field of a form: tell it when something is typed here, and let that be taken back."""
        self.becomes_answer()
        self.textEdited.connect(lambda _: tell())

    def state(self) -> str:
        """Return what stands in it."""
        return self.text()

    def put_back(self, state: str) -> None:
        """Show what stood here before, with the cursor where it changed."""
        start, _, new = difference(self.text(), state)
        self.setText(state)
        self.setCursorPosition(_units(state[: start + len(new)]))
        self.textEdited.emit(state)

    def pause_after(self, milliseconds: int, act: Callable[[], object]) -> None:
        """Do something a moment after the last change."""
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(act)
        self.textChanged.connect(lambda _: timer.start())


class SecretField(LineField):
    """A line for a secret: not shown, not remembered, not learned by input methods, not dragged."""

    def __init__(self, identifier: str, name: str) -> None:
        super().__init__(identifier, name)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setDragEnabled(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        hints = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        self.setInputMethodHints(hints | Qt.InputMethodHint.ImhHiddenText)

    def take(self) -> str:
        """Return what was typed and clear the field at once."""
        secret = self.text()
        self.clear()
        return secret


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
        from PySide6.QtGui import QTextCursor

        now = self.state()
        start, end, new = difference(now, state)
        cursor = QTextCursor(self.document())
        cursor.setPosition(_units(now[:start]))
        cursor.setPosition(_units(now[:end]), QTextCursor.MoveMode.KeepAnchor)
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
            from PySide6.QtGui import QTextCursor

            self.moveCursor(QTextCursor.MoveOperation.End)
            self.verticalScrollBar().setValue(0)
        self._given, self._shown = text, self.document().toRawText()

    def text(self) -> str:
        """Return what stands in the field; a text that was given and not changed, also by undoing, as it was given.

        The library's own way makes other letters of some: of a space where no line may break it makes any space.
        """
        shown = self.document().toRawText()
        return self._given if shown == self._shown else shown.translate(_BREAKS)
