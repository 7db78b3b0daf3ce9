"""The file before and the next of the list as it is chosen, and where the open one stands in it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from journal_app.domain.evidence import Evidence
from journal_app.i18n import pgettext
from journal_app.services.listing import Beside
from journal_app.ui.desk import Desk
from journal_app.ui.showing import announce, reveal
from journal_app.ui.widgets import Button, Label, tip

STEPS = {"file-before": -1, "file-next": 1}  # what the keys for it do


class FilesBeside(QObject):
    """Two buttons and what stands between them; ``parts`` are to be put into a row."""

    wanted = Signal(str)

    def __init__(self, desk: Desk, beside: Beside | None, parent: QObject) -> None:
        super().__init__(parent)
        self._beside, self._keys, theme = beside, desk.shortcuts, desk.theme
        before, after = pgettext("evidence", "Previous file"), pgettext("evidence", "Next file")
        self.before = Button(theme, "evidence.before", before, icon="arrow-left", role="quiet")
        self.next = Button(theme, "evidence.next", after, icon="arrow-right", role="quiet")
        self.before.clicked.connect(lambda: self.go(-1))
        self.next.clicked.connect(lambda: self.go(1))
        self._place = Label(theme, "", "chip")
        self._keys.changed.connect(self._show_keys)
        self._show_keys()
        self.tell(beside)

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """The buttons, and between them where the file stands."""
        return self.before, self._place, self.next

    def tell(self, beside: Beside | None) -> None:
        """Say where the file stands; one that is not in the list as it is chosen has nothing beside it."""
        self._beside = beside
        for button, item in ((self.before, beside.before if beside else None),
                             (self.next, beside.after if beside else None)):  # fmt: skip
            button.setEnabled(item is not None)
            button.setAccessibleDescription(_name(item) if item is not None else "")
        words = pgettext("evidence", "File {number} of {count}")
        self._place.say(words.format(number=beside.number, count=beside.count) if beside else "")
        for part in self.parts:
            reveal(part, beside is not None)

    def _show_keys(self) -> None:
        for button, act in zip((self.before, self.next), STEPS, strict=True):
            tip(button, f"{button.text()} ({self._keys.shown(act)})")

    def announce(self, name: str) -> None:
        """Have a screen reader say which file is open now, and where it stands."""
        announce(self._place, f"{self._place.text()}. {name}")

    def go(self, step: int) -> None:
        """Ask for the next file (1) or the one before (-1), if there is one."""
        item = (self._beside.after if step > 0 else self._beside.before) if self._beside is not None else None
        if item is not None:
            self.wanted.emit(item.id)


def _name(item: Evidence) -> str:
    return item.description or item.file_name
