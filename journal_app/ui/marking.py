"""A text in which words are marked: shown and never changed, marked by mouse or keyboard, underlined where marked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTextBoundaryFinder, Signal
from PySide6.QtGui import QColor, QKeyEvent, QSyntaxHighlighter, QTextCharFormat, QTextCursor

from journal_app.domain.passages import one_line
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import TextField

Place = tuple[int, int]
_LEAST_LINES, _MOST_LINES = 3, 10
_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class _Underliner(QSyntaxHighlighter):
    """Underlines places of a text and gives them another ground; the text itself stays as it is."""

    def __init__(self, field: TextField, theme: Theme) -> None:
        super().__init__(field.document())
        self._theme = theme
        self.places: Sequence[Place] = ()

    def highlightBlock(self, text: str) -> None:
        """Draw what lies in one line."""
        begin, length = self.currentBlock().position(), self.currentBlock().length()
        drawn = QTextCharFormat()
        drawn.setFontUnderline(True)
        drawn.setUnderlineColor(QColor(self._theme.tokens.on_accent_soft))
        drawn.setBackground(QColor(self._theme.tokens.accent_soft))
        drawn.setForeground(QColor(self._theme.tokens.on_accent_soft))
        for start, end in self.places:
            first, last = max(start, begin), min(end, begin + length)
            if first < last:
                self.setFormat(first - begin, last - first, drawn)


class MarkedText(TextField):
    """Shows a text to select words in; ``mark_asked`` tells that Enter was pressed. Selecting takes whole words."""

    mark_asked = Signal()

    def __init__(self, theme: Theme, identifier: str, name: str) -> None:
        super().__init__(identifier, name, lines=_LEAST_LINES, most=_MOST_LINES)
        self.setReadOnly(True)
        by_both = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        self.setTextInteractionFlags(by_both)
        self._drawing = _Underliner(self, theme)
        self._text = ""
        self._finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Word, "")

    def show_words(self, text: str) -> None:
        """Show a text; nothing in it is marked yet."""
        self._drawing.places = ()
        self.setPlainText(text)
        self._text = self.toPlainText()  # as the document counts it: every break one letter
        self._finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Word, self._text)

    def selected(self) -> str:
        """Return the whole words that the selection touches, with one space between them; empty where it has none."""
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        if not one_line(cursor.selectedText()):
            return ""
        self._finder.setPosition(start)
        start = start if self._finder.isAtBoundary() else self._finder.toPreviousBoundary()
        self._finder.setPosition(end)
        end = end if self._finder.isAtBoundary() else self._finder.toNextBoundary()
        whole = QTextCursor(self.document())
        whole.setPosition(start)
        whole.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return one_line(whole.selectedText())

    def select_nothing(self) -> None:
        """Take the selection away, which hides what is marked below it; the cursor stays."""
        cursor = self.textCursor()
        cursor.clearSelection()
        self.setTextCursor(cursor)

    def places(self, passage: str) -> list[Place]:
        """Return where a passage stands as whole words: first place and the one behind the last, as Qt counts them."""
        words = [re.escape(word) for word in passage.split()]
        if not words:
            return []
        found = []
        for each in re.finditer(r"\s+".join(words), self._text):
            start, end = (_units(self._text, at) for at in each.span())
            if self._is_boundary(start) and self._is_boundary(end):
                found.append((start, end))
        return found

    def _is_boundary(self, place: int) -> bool:
        self._finder.setPosition(place)
        return self._finder.isAtBoundary()

    def mark(self, places: Sequence[Place]) -> None:
        """Underline these places and no others."""
        if places != self._drawing.places:
            self._drawing.places = places
            self._drawing.rehighlight()

    def dress(self) -> None:
        """Take the room the text needs in its size of now, and the colours of now."""
        super().dress()
        self._drawing.rehighlight()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for the selected words to be marked on Enter; move and select as in any text."""
        if event.key() in _KEYS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.mark_asked.emit()
        else:
            super().keyPressEvent(event)


def _units(text: str, place: int) -> int:
    """Return a place in a text as Qt counts it: letters beyond the first plane are two (UTF-16)."""
    return place if text.isascii() else len(text[:place].encode("utf-16-le", "surrogatepass")) // 2
