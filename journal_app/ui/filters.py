"""What every list is chosen by: a person, words, and a chip for each choice that takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from journal_app.i18n import pgettext
from journal_app.ui import chips
from journal_app.ui.chips import Chips
from journal_app.ui.showing import reveal
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import Choice, LineField

_WORDS_AFTER = 250


class Filters(QWidget):
    """The choices of one list; ``chips`` stands for them while they are folded away."""

    changed = Signal()
    taken_back = Signal()

    def __init__(self, theme: Theme, section: str, whose: str, *, margins: int = 0) -> None:
        """Name the parts after their section; ``whose`` is the name of the choice of people."""
        super().__init__()
        self.person = Choice(f"{section}.person", whose, [])
        words = pgettext("timeline", "Words")
        self.words = LineField(f"{section}.words", words, placeholder=words)
        self.words.pause_after(_WORDS_AFTER, self.tell)
        self.chips = Chips(theme, section, margins=margins)
        self.chips.taken_back.connect(self.tell)
        self.chips.taken_back.connect(self.taken_back)

    def offer_people(self, known: Sequence[tuple[str, str]]) -> None:
        """Offer these people (id, name); who was chosen stays so."""
        chosen = self.person.value()
        self.person.clear()
        self.person.addItem(pgettext("timeline", "Everybody"), "")
        for identifier, name in known:
            self.person.addItem(name, identifier)
        self.person.choose(chosen)
        reveal(self.person, bool(known))
        self.show_chips()

    def tell(self) -> None:
        """Tell that something else is chosen."""
        self.show_chips()
        self.changed.emit()

    def show_chips(self) -> None:
        """Show what is chosen now."""
        self.chips.show_choices(self.chosen())

    def chosen(self) -> list[chips.Choice]:
        """Return what is chosen, each in words and with what takes it back."""
        raise NotImplementedError

    def chosen_words(self) -> list[chips.Choice]:
        """Return the words as a choice, where there are any."""
        words = self.words.text().strip()
        return [(pgettext("timeline", "Words: {words}").format(words=words), self.words.clear)] if words else []


def of_choice(choice: Choice) -> list[chips.Choice]:
    """Return one choice in its own words, where one is made."""
    return [(choice.currentText(), partial(choice.choose, ""))] if choice.value() else []
