"""What the program is made of and under which licences; each text is read from the file that came with its part."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from journal_app.i18n import pgettext
from journal_app.services import licences
from journal_app.ui.desk import Desk
from journal_app.ui.widgets import Choice, Label, TextField, column

_LINES = 12
Texts = tuple[tuple[str, Path], ...]


class LicencesView(QWidget):
    """A list of all parts with their licences, and one text of a licence at a time."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, theme = desk, desk.theme
        self._list = Label(theme, "")
        self._which = Choice("settings.licence", pgettext("licences", "Text of a licence"), [])
        self._text = TextField("settings.licence-text", pgettext("licences", "Text of a licence"), lines=_LINES)
        self._text.setReadOnly(True)
        self._which.activated.connect(lambda _: self._show())
        label = Label(theme, pgettext("licences", "Text of a licence"), buddy=self._which)
        self.setLayout(column(self._list, label, self._which, self._text, spacing=theme.space(2)))
        desk.read(self, lambda _: (licences.parts(), licences.texts()), lambda found: self._fill(*found))

    def _fill(self, parts: tuple[licences.Licensed, ...], texts: Texts) -> None:
        self._list.say("\n".join(f"{part.name}: {part.licence}" for part in parts))
        for name, path in texts:
            self._which.addItem(f"{name}: {path.name}", str(path))
        self._show()

    def _show(self) -> None:
        path = Path(self._which.value())
        self._desk.read(self, lambda _: licences.read(path), self._text.setPlainText)
