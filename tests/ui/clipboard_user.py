"""A program with a clipboard, told what to do a line at a time; ``watched`` where it is as this program is,
``unseen`` where it has no window, as one that keeps what is copied.

It answers every line with one of JSON: after ``look``, what lies on the clipboard, what is selected, in which kinds.
"""

from __future__ import annotations

import json
import os
import sys

from PySide6.QtCore import QSocketNotifier
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from journal_app.ui.copied import Copied


class User:
    """Does one thing a line."""

    def __init__(self, *, watched: bool, seen: bool) -> None:
        self._clipboard = QGuiApplication.clipboard()
        self._line, self._text = QLineEdit(), QPlainTextEdit()
        self._line.setVisible(seen)
        self._text.setVisible(seen)
        self._copied = Copied() if watched else None
        self.noted = 0
        if self._copied is not None:
            self._copied.taken.connect(self._note)

    def _note(self) -> None:
        self.noted += 1

    def do(self, what: str, words: str) -> None:
        field = self._line if what.startswith("line") else self._text
        match what:
            case "line-copy" | "text-copy" | "line-cut" | "text-cut":
                (field.setText if field is self._line else field.setPlainText)(words)
                field.selectAll()
                (field.copy if what.endswith("copy") else field.cut)()
            case "select":
                self._clipboard.setText(words, QClipboard.Mode.Selection)
            case "put":
                self._copied.put(words)  # type: ignore[union-attr]
            case "forget-quickly":
                self._copied.forget(quickly=True)  # type: ignore[union-attr]
            case "forget":
                self._copied.forget()  # type: ignore[union-attr]
            case "half-a-minute-later":
                for timer in self._copied._timers.values():  # type: ignore[union-attr]
                    if timer.isActive():
                        timer.timeout.emit()

    def state(self) -> dict[str, object]:
        data = self._clipboard.mimeData()
        kinds = [] if data is None else data.formats()
        hint = "" if data is None else bytes(data.data("x-kde-passwordManagerHint").data()).decode()
        selected = self._clipboard.text(QClipboard.Mode.Selection)
        return {
            "text": self._clipboard.text(), "selected": selected, "kinds": kinds, "hint": hint, "noted": self.noted
        }  # fmt: skip


if __name__ == "__main__":
    application = QApplication([])
    user = User(watched=sys.argv[1] == "watched", seen=sys.argv[1] != "unseen")
    listening = QSocketNotifier(0, QSocketNotifier.Type.Read)

    def told() -> None:
        line = os.read(0, 4096).decode()
        if not line:
            QApplication.exit()
            return
        what, _, words = line.rstrip("\n").partition(" ")
        user.do(what, words)
        state = user.state() if what == "look" else {"noted": user.noted}
        os.write(1, json.dumps(state).encode() + b"\n")

    listening.activated.connect(told)
    application.exec()
