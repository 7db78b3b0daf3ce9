"""A chip for each choice that is made, which takes it back; nothing where none is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from journal_app.i18n import pgettext
from journal_app.ui.flow import flow
from journal_app.ui.showing import reveal
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import Button, clear, column

Choice = tuple[str, Callable[[], object]]  # in words, and what takes it back


class Chips(QWidget):
    """Stands for choices while they are folded away."""

    taken_back = Signal()

    def __init__(self, theme: Theme, section: str, *, margins: int = 0) -> None:
        """Name the chips after their section; ``margins`` are around them where there are any."""
        super().__init__()
        self._theme, self._section = theme, section
        self._chosen: Sequence[Choice] = ()
        self._shown: list[str] = []  # the words, so that a chip that has the focus stays where nothing changed
        self._row = flow(spacing=theme.space(1))
        self.setLayout(column(self._row, margins=margins, spacing=0))
        self.setVisible(False)

    def show_choices(self, chosen: Sequence[Choice]) -> None:
        """Show other choices."""
        layout, words = self._row.layout(), [text for text, _ in chosen]
        self._chosen = chosen
        if layout is None or words == self._shown:
            return
        self._shown = words
        clear(layout)
        for number, text in enumerate(words):
            name = pgettext("timeline", "Remove from the search: {choice}").format(choice=text)
            chip = Button(self._theme, f"{self._section}.chip.{number}", text, icon="x", name=name)
            chip.clicked.connect(partial(self._take_back, number))
            layout.addWidget(chip)
        if chosen:
            everything = Button(self._theme, f"{self._section}.clear", pgettext("timeline", "Show all"), role="quiet")
            everything.clicked.connect(self.take_back)
            layout.addWidget(everything)
        reveal(self, bool(chosen))

    def take_back(self) -> None:
        """Take back every choice."""
        for _, undo in self._chosen:
            undo()
        self.taken_back.emit()

    def _take_back(self, number: int, _: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal's
        self._chosen[number][1]()
        self.taken_back.emit()
