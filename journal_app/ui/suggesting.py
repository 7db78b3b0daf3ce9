"""What stands around the two fields of a new passphrase: one is suggested when asked for, and both can be shown."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit

from journal_app.i18n import pgettext
from journal_app.services import passphrases
from journal_app.ui.fields import SecretField
from journal_app.ui.showing import reveal
from journal_app.ui.theme import Theme
from journal_app.ui.ticks import Check
from journal_app.ui.widgets import Button, Label


class Suggesting(QObject):
    """A button that suggests one, the words it suggested, and a box that shows the fields; to be put beside them."""

    def __init__(self, theme: Theme, identifier: str, first: SecretField, second: SecretField) -> None:
        super().__init__(first)
        self._fields = (first, second)
        name = pgettext("passphrase", "Suggest one")
        self.button = Button(theme, f"{identifier}.suggest", name, icon="refresh-cw")
        self.words = Label(theme, "", "lead")
        self.words.setVisible(False)
        self.show_it = Check(f"{identifier}.show", pgettext("passphrase", "Show it"))
        self.button.clicked.connect(self._suggest)
        self.show_it.toggled.connect(self._show)
        first.textChanged.connect(lambda _: self._say(""))

    def hide(self) -> None:
        """Show nothing any more, as before one was suggested."""
        self.show_it.setChecked(False)
        self._say("")

    def _suggest(self) -> None:
        """Suggest one, shown whole: in a narrow field the words that stand in it would be taken for all of them."""
        words = passphrases.suggest()
        self.show_it.setChecked(True)
        for field in self._fields:
            field.setText(words)
            field.setCursorPosition(0)
        self._say(words)

    def _say(self, words: str) -> None:
        self.words.say(words)
        reveal(self.words, bool(words))

    def _show(self, shown: bool) -> None:  # noqa: FBT001 - the shape of the signal
        for field in self._fields:
            field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        if not shown:
            self._say("")
