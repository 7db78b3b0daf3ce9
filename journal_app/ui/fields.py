"""The fields for text: what is written in them is words, and nothing that is given to them becomes a path in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from journal_app.ui import given

if TYPE_CHECKING:  # a class of Qt takes its time when it is first named
    from PySide6.QtGui import (
        QContextMenuEvent,
        QDragEnterEvent,
        QDragMoveEvent,
        QDropEvent,
        QKeyEvent,
        QMouseEvent,
    )

    _Widget = QWidget
else:  # only one base of a field can be Qt's, and that is the field's own
    _Widget = object


def name_widget(widget: QWidget, identifier: str, name: str) -> None:
    """Give a widget the name a screen reader says and the identifier tests find it by.

    It takes the focus by Tab and a click: a turn of the wheel over it would have what is typed next.
    """
    if widget.focusPolicy() == Qt.FocusPolicy.WheelFocus:
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    widget.setObjectName(identifier)
    widget.setAccessibleName(name)
    widget.setAccessibleIdentifier(identifier)


class Answer(_Widget):
    """A field that tells its form of each change, so that the change can be taken back there.

    What stands in it is a text, or a tuple of values; nobody reads more out of it than whether two are the same.
    """

    made = 0  # of all that were made so far: who watches them looks for more when there are
    answered = False  # whether it belongs to a form at all
    typed_parts: frozenset[int] = frozenset()  # places in the tuple of what is typed letter by letter
    at_first: Any = None  # what stood in it when it became a part of its form

    def state(self) -> Any:
        """Return what stands in it."""
        raise NotImplementedError

    def put_back(self, state: Any) -> None:
        """Show what stood in it at another time, and tell the form as though it had been done by hand."""
        raise NotImplementedError

    def becomes_answer(self) -> None:
        """Be a part of a form from now on, with what stands in it now."""
        self.answered, self.at_first = True, self.state()
        Answer.made += 1

    def place(self, before: Any, after: Any) -> QWidget:
        """Return the widget in which it changed from one to the other."""
        del before, after
        return self

    def called(self, before: Any, after: Any) -> str:
        """Return what the change is called, in words."""
        return self.place(before, after).accessibleName()


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

        from journal_app.ui.answers import takes_back  # no field of the first page is part of a form

        if takes_back(self, event):
            return
        if event.matches(QKeySequence.StandardKey.Paste) and self._handed_on(QClipboard.Mode.Clipboard):
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the menu, in which Paste does what the key does."""
        from journal_app.ui.answers import lead_menu  # as above

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
        from journal_app.ui.answers import difference, units  # as above

        start, _, new = difference(self.text(), state)
        self.setText(state)
        self.setCursorPosition(units(state[: start + len(new)]))
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
