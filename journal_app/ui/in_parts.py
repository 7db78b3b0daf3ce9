"""A long list of widgets, shown in parts: each is made when it is wanted, and not thousands of them at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from journal_app.i18n import npgettext
from journal_app.ui.flow import flow
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import Button, clear, column, held

AT_ONCE = 30  # what is shown before more is asked for: each is a widget or several, and a journal may have thousands


class InParts(QWidget):
    """What is listed, so many at once, and a button that shows more."""

    def __init__(self, theme: Theme, identifier: str, *, at_once: int = AT_ONCE, spacing: int = 0) -> None:
        super().__init__()
        self._theme, self._identifier, self._at_once = theme, identifier, at_once
        self._made: Sequence[Callable[[], QWidget]] = ()
        self._shown = 0
        self._listed = column(spacing=spacing)
        self._more = column()
        self.setLayout(column(held(self._listed), held(self._more)))

    def show_parts(self, made: Sequence[Callable[[], QWidget]]) -> None:
        """Show another list; each of ``made`` makes one widget of it."""
        clear(self._listed)
        self._made, self._shown = made, 0
        self._go_on()

    def add_parts(self, made: Sequence[Callable[[], QWidget]]) -> None:
        """List more after what is there: shown at once, as many as are at other times, where all before them are."""
        all_shown = self._shown == len(self._made)
        self._made = (*self._made, *made)
        if all_shown:
            self._go_on()
        else:
            self._offer_rest()

    def _go_on(self) -> None:
        upto = min(len(self._made), self._shown + self._at_once)
        for make in self._made[self._shown : upto]:
            self._listed.addWidget(make())
        self._shown = upto
        self._offer_rest()

    def _offer_rest(self) -> None:
        clear(self._more)
        left = len(self._made) - self._shown
        if left:
            text = npgettext("dossier", "Show {count} more", "Show {count} more", left).format(count=left)
            more = Button(self._theme, f"{self._identifier}.more", text, icon="plus", role="quiet")
            more.clicked.connect(self._go_on)
            self._more.addWidget(flow(more))
