"""The keys in Settings: each with what it does, to be changed, put back, or all put back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from journal_app.i18n import pgettext
from journal_app.services import preferences
from journal_app.ui import shortcuts
from journal_app.ui.desk import Desk
from journal_app.ui.flow import flow
from journal_app.ui.showing import reveal
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import Button, Label, LineField, column, held, row

_MODIFIERS = frozenset({
    Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock, Qt.Key.Key_Super_L, Qt.Key.Key_Super_R,
})  # fmt: skip
# These move about, as everywhere, so that the keyboard is never caught in the field.
_MOVES = frozenset({Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape})


class KeyField(LineField):
    """A field that takes a key as it is pressed; ``pressed`` names it. Tab and Esc do what they do elsewhere."""

    pressed = Signal(str)

    def __init__(self, identifier: str, name: str) -> None:
        super().__init__(identifier, name)
        self.setReadOnly(True)

    def event(self, event: QEvent) -> bool:
        """Take keys before they do in the window what they usually do."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _is_taken(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Name the key."""
        if _is_taken(event):
            self.pressed.emit(_named(event))
        elif Qt.Key(event.key()) not in _MODIFIERS:
            super().keyPressEvent(event)


def _is_taken(event: QKeyEvent) -> bool:
    key, with_control = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return key not in _MODIFIERS and (key not in _MOVES or with_control)


def _named(event: QKeyEvent) -> str:
    """Return a key as it is kept; Shift only where it is not what makes the sign on the key ("+")."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    text = event.text()
    if text and text.isprintable() and not text.isalnum() and not text.isspace():
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    return QKeySequence(modifiers.value | event.key()).toString()


class _Row(QWidget):
    """One key: what it does, the field, what puts it back, and what is wrong with the one pressed last."""

    changed = Signal()

    def __init__(self, theme: Theme, keys: shortcuts.Shortcuts, act: str, words: str) -> None:
        super().__init__()
        self._keys, self._act = keys, act
        self.field = KeyField(f"settings.keys.{act}", words)
        name = pgettext("keyboard", "Put back: {act}").format(act=words)
        self._back = Button(
            theme, f"settings.keys.{act}.back", pgettext("keyboard", "Put back"), role="quiet", name=name
        )
        self._problem = Label(theme, "", "danger")
        self.field.pressed.connect(lambda key: self._answer(keys.change(act, key)))
        self._back.clicked.connect(self._put_back)
        fields = row(self.field, self._back)
        fields.setStretch(0, 1)
        self.setLayout(column(Label(theme, words, buddy=self.field), fields, self._problem, spacing=theme.space(1)))
        keys.changed.connect(self.show_key)
        self.show_key()

    def _put_back(self) -> None:
        self.field.setFocus()  # the button goes
        self._answer(self._keys.put_back(self._act))

    def _answer(self, refusal: str) -> None:
        self._problem.say(refusal)
        if not refusal:
            self.changed.emit()

    def show_key(self) -> None:
        """Show the key of now."""
        self.field.setText(self._keys.shown(self._act))
        reveal(self._back, self._act in self._keys.chosen)
        self._problem.say("")


class KeyRows(QWidget):
    """All keys; what is changed works at once and is kept in the journal."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, theme, keys = desk, desk.theme, desk.shortcuts
        about = pgettext(
            "keyboard",
            "Go to a field and press the key you want. These count while this journal is open; before, the usual "
            "ones do. F9, Ctrl+Q, Alt+F4 and closing the window always close the journal.",
        )
        self.rows = {act: _Row(theme, keys, act, words) for act, words in shortcuts.words().items()}
        for each in self.rows.values():
            each.changed.connect(self._keep)
        everything = Button(theme, "settings.keys.all-back", pgettext("keyboard", "Put all back"), icon="undo-2")
        everything.clicked.connect(self._put_all_back)
        rows = held(column(*self.rows.values(), spacing=theme.space(3)))
        rows.setEnabled(not desk.reads_only)
        everything.setEnabled(not desk.reads_only)
        self.setLayout(column(Label(theme, about), flow(everything), rows, spacing=theme.space(3)))

    def _put_all_back(self) -> None:
        self._desk.shortcuts.put_all_back()
        self._keep()

    def _keep(self) -> None:
        chosen = self._desk.shortcuts.chosen
        self._desk.change(self, lambda journal: preferences.keep_keys(journal, chosen))
