"""How far work is that is done while the person goes on writing: a line in the window, which takes no keys."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from journal_app.i18n import pgettext
from journal_app.ui.dress import fitted
from journal_app.ui.showing import announce, keep_focus_in_view, reveal
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import Button, Label, column, name_widget, row


class ProgressLine(QWidget):
    """Shows how far work is and stops it, as :class:`journal_app.ui.widgets.ProgressBox` does in a box of its own.

    A box takes the keyboard when it appears: what is typed on goes to it, and a space there stops the work.
    """

    canceled = Signal()

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__()
        self._title, self.least = title, int(theme.less_motion)
        self._words, self._bar = Label(theme, title, "muted"), QProgressBar()
        name_widget(self._bar, "main.work.bar", title)
        self._bar.setRange(0, self.least)
        self._bar.setTextVisible(False)
        fitted(self._bar, lambda: self._bar.setFixedHeight(theme.space(2)))
        stop = pgettext("button", "Stop")
        button = Button(theme, "main.work.stop", stop, icon="x", role="quiet", name=f"{stop}: {title}")
        button.clicked.connect(self.canceled)
        whole = row(self._words, button, spacing=theme.space(2))
        whole.setStretch(0, 1)
        self.setLayout(column(whole, self._bar, margins=theme.space(1), spacing=0))
        reveal(self, shown=False)

    def show_itself(self) -> None:
        """Show it, and say what is being done."""
        self.setVisible(True)
        keep_focus_in_view()
        announce(self, self._title)

    def setLabelText(self, text: str) -> None:
        """Say what is being done."""
        self._words.say(text or self._title)

    def setMaximum(self, number: int) -> None:
        """Say of how much it is."""
        self._bar.setMaximum(number)

    def setValue(self, number: int) -> None:
        """Say how much of it is done."""
        self._bar.setValue(number)
