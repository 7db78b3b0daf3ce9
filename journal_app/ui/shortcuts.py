"""The keys of the window: what each does, which the person changed, and which always leave."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from journal_app.i18n import pgettext

# What each key does, and which key it is until the person takes another.
USUAL = {
    "new": "Ctrl+N", "search": "Ctrl+F", "lock": "Ctrl+L", "leave": "F9", "timeline": "Ctrl+1", "evidence": "Ctrl+2",
    "matches": "Ctrl+3", "people": "Ctrl+4", "dossier": "Ctrl+5", "filing": "Ctrl+6", "done": "Ctrl+Return",
    "back": "Esc", "next-pane": "F6", "pane-before": "Shift+F6", "help": "F1", "undo": "Ctrl+Z", "redo": "Ctrl+Shift+Z",
    "larger": "Ctrl++", "smaller": "Ctrl+-", "usual-size": "Ctrl+0", "file-before": "Alt+Left",
    "file-next": "Alt+Right",
}  # fmt: skip
# The habits of panic: whatever else is chosen, these leave.
ALWAYS = ("F9", "Ctrl+Q", "Alt+F4")
# The same on another part of the keyboard, without Shift, or as other programs have it.
_TWINS = {"Ctrl+Return": "Ctrl+Enter", "Ctrl++": "Ctrl+=", "Ctrl+Shift+Z": "Ctrl+Y"}
# What else works in a text: the keys have these names in the library.
_OF_TEXT = (
    "Copy", "Cut", "Paste", "SelectAll", "Undo", "Redo", "MoveToNextWord", "MoveToPreviousWord", "SelectNextWord",
    "SelectPreviousWord", "MoveToStartOfDocument", "MoveToEndOfDocument", "SelectStartOfDocument",
    "SelectEndOfDocument", "DeleteStartOfWord", "DeleteEndOfWord",
)  # fmt: skip
_MEANT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def words() -> dict[str, str]:
    """Return what each key does, in words."""
    show = pgettext("keyboard", "Show {section}")
    sections = {
        "timeline": pgettext("section", "Timeline"), "evidence": pgettext("section", "Evidence"),
        "matches": pgettext("section", "Matches"), "people": pgettext("section", "People"),
        "dossier": pgettext("section", "Dossier"), "filing": pgettext("section", "Filing"),
    }  # fmt: skip
    return {
        "new": pgettext("main", "New entry"), "search": pgettext("main", "Search"), "lock": pgettext("main", "Lock"),
        "leave": pgettext("keyboard", "Leave at once"),
        **{key: show.format(section=title) for key, title in sections.items()},
        "done": pgettext("button", "Done"), "back": pgettext("button", "Back"),
        "next-pane": pgettext("keyboard", "Next part of the window"),
        "pane-before": pgettext("keyboard", "Part of the window before"),
        "help": pgettext("section", "Help"), "undo": pgettext("undo", "Undo"), "redo": pgettext("undo", "Redo"),
        "larger": pgettext("keyboard", "Larger text"), "smaller": pgettext("keyboard", "Smaller text"),
        "usual-size": pgettext("keyboard", "Text in its usual size"),
        "file-before": pgettext("evidence", "Previous file"), "file-next": pgettext("evidence", "Next file"),
    }  # fmt: skip


class Shortcuts(QObject):
    """The keys as they are now; ``changed`` tells that others count from here on."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._chosen: dict[str, str] = {}

    @property
    def chosen(self) -> dict[str, str]:
        """What differs from the usual keys, by what it does; to be kept."""
        return dict(self._chosen)

    def key(self, act: str) -> str:
        """Return the key for something, as it is kept (``Ctrl+N``)."""
        return self._chosen.get(act, USUAL[act])

    def shown(self, act: str) -> str:
        """Return the key for something, as it stands on this computer's keyboard."""
        return QKeySequence(self.key(act)).toString(QKeySequence.SequenceFormat.NativeText)

    def all_of(self, act: str) -> list[QKeySequence]:
        """Return every key that does something: the one chosen, its twin, and for leaving those that always do."""
        key = self.key(act)
        names = [key, *([_TWINS[key]] if key in _TWINS else []), *(ALWAYS if act == "leave" else ())]
        return [QKeySequence(name) for name in dict.fromkeys(names)]

    def take(self, kept: Mapping[str, str]) -> None:
        """Take the keys that were kept; one that cannot be used is left out, and its usual key counts."""
        self._chosen = {}
        for act, key in kept.items():
            if act in USUAL and not self.why_not(act, key):
                self._set(act, key)
        self.changed.emit()

    def change(self, act: str, key: str) -> str:
        """Let another key do something from now on; returns the sentence for why not, and then nothing changes."""
        refusal = self.why_not(act, key)
        if not refusal:
            self._set(act, key)
            self.changed.emit()
        return refusal

    def put_back(self, act: str) -> str:
        """Let the usual key do something again; returns the sentence for why not, as where another took it."""
        return self.change(act, USUAL[act])

    def put_all_back(self) -> None:
        """Let every usual key count again."""
        self.take({})

    def _set(self, act: str, key: str) -> None:
        self._chosen.pop(act, None)
        if QKeySequence(key) not in (QKeySequence(USUAL[act]), *(self.all_of(act) if act == "leave" else ())):
            self._chosen[act] = QKeySequence(key).toString()

    def why_not(self, act: str, key: str) -> str:
        """Return why a key cannot do something, a sentence or two; empty where it can."""
        sequence = QKeySequence(key)
        if sequence.count() != 1 or not _is_for_acting(combination(sequence)):
            return pgettext(
                "keyboard", "A key alone is for writing. Press it together with Ctrl or Alt, or take a function key."
            )
        if key == USUAL[act] and act != "leave":
            taken = self._whose(act, [sequence])
        else:
            if act != "leave" and sequence in [QKeySequence(each) for each in ALWAYS]:
                return pgettext("keyboard", "This key always closes the journal. Press another.")
            if any(sequence in QKeySequence.keyBindings(QKeySequence.StandardKey[each]) for each in _OF_TEXT):
                return pgettext("keyboard", "This key is for working in a text. Press another.")
            taken = self._whose(act, [sequence, QKeySequence(_TWINS.get(key, key))])
        told = pgettext("keyboard", "This key is taken: {act}. Press another, or change that one first.")
        return told.format(act=words()[taken]) if taken else ""

    def _whose(self, act: str, keys: Iterable[QKeySequence]) -> str:
        """Return what else one of the keys does; empty where none does anything."""
        wanted = list(keys)
        others = (other for other in USUAL if other != act)
        return next((other for other in others if any(each in wanted for each in self.all_of(other))), "")

    def as_text(self) -> str:
        """Return all keys with what they do, a line each."""
        always = ", ".join(QKeySequence(each).toString(QKeySequence.SequenceFormat.NativeText) for each in ALWAYS)
        told = pgettext(
            "keyboard", "Whatever you choose, these close the journal at once: {keys}. Closing the window does too."
        )
        undoing = pgettext(
            "keyboard",
            "In an open entry, file, match, person or filing, {undo} takes back the last change, wherever in it that "
            "was made: words, a tick, a choice, a date, a row. {redo} makes it again. This lasts until it is closed. "
            "Files that were added stay, and so does a person who was added. Elsewhere {undo} brings back what was "
            "removed last.",
        )
        lines = [f"{act}: {self.shown(name)}" for name, act in words().items()]
        undone = undoing.format(undo=self.shown("undo"), redo=self.shown("redo"))
        return "\n".join([*lines, "", undone, "", told.format(keys=always)])

    def bind(
        self,
        owner: QWidget,
        act: str,
        do: Callable[[], object],
        where: Qt.ShortcutContext = Qt.ShortcutContext.WindowShortcut,
    ) -> None:
        """Do something when its key is pressed, for as long as ``owner`` is there."""
        _Bound(self, owner, act, do, where)


def combination(sequence: QKeySequence) -> QKeyCombination:
    """Return the one key of a sequence."""
    key: QKeyCombination = sequence[0]  # type: ignore[index]  # the library's types leave it out
    return key


def _is_for_acting(key: QKeyCombination) -> bool:
    """Say whether a key writes nothing: with Ctrl, Alt or the like, a function key, or Esc."""
    function = Qt.Key.Key_F1.value <= key.key().value <= Qt.Key.Key_F35.value
    return function or key.key() == Qt.Key.Key_Escape or bool(key.keyboardModifiers() & _MEANT)


class _Bound(QShortcut):
    """One shortcut that follows the key for what it does."""

    def __init__(
        self, shortcuts: Shortcuts, owner: QWidget, act: str, do: Callable[[], object], where: Qt.ShortcutContext
    ) -> None:
        super().__init__(owner)
        self._shortcuts, self._act = shortcuts, act
        self.setContext(where)
        self.activated.connect(do)
        shortcuts.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setKeys(self._shortcuts.all_of(self._act))
