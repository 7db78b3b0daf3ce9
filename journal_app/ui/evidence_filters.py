"""Which files are listed: the kind, and folded away who is in their entry, which entry, and words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from journal_app.i18n import pgettext
from journal_app.services import incidents, listing
from journal_app.services.listing import Kind, Sought
from journal_app.ui import chips, names
from journal_app.ui.cards import isolated
from journal_app.ui.chips import Chips
from journal_app.ui.chooser import Entries, OneOf
from journal_app.ui.desk import Desk
from journal_app.ui.flow import flow
from journal_app.ui.showing import reveal
from journal_app.ui.widgets import Choice, Label, LineField, column

_WORDS_AFTER = 250


class EvidenceFilters(QWidget):
    """The choices of the list of files; ``chips`` stands for them while they are folded away."""

    changed = Signal()
    taken_back = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, theme = desk, desk.theme
        kinds = [
            (Kind.ALL, pgettext("evidence", "All files")),
            (Kind.PICTURES, pgettext("evidence", "Pictures and pages")),
            (Kind.TEXT, pgettext("evidence", "Mail and text")),
            (Kind.OTHER, pgettext("evidence", "Other kinds")),
            (Kind.LOOSE, pgettext("evidence", "In no entry yet")),
        ]
        self.kind = Choice(
            "evidence.kind", pgettext("evidence", "Which files"), [(kind.value, words) for kind, words in kinds]
        )
        self.person = Choice("evidence.person", pgettext("evidence", "Whose entries"), [])
        words = pgettext("timeline", "Words")
        self.words = LineField("evidence.words", words, placeholder=words)
        title = pgettext("evidence", "Files of one entry")
        self.entry = OneOf(desk, "evidence.entry", title, "", Entries)
        self._entry_words = ""
        space = theme.space(2)
        self.chips = Chips(theme, "evidence", margins=space)
        self.setLayout(column(
            flow(self.person, self.words, spacing=space), column(Label(theme, title, "small"), self.entry, spacing=0),
            margins=space, spacing=space,
        ))  # fmt: skip
        for choice in (self.kind, self.person):
            choice.activated.connect(lambda _: self._tell())
        self.words.pause_after(_WORDS_AFTER, self._tell)
        self.entry.changed.connect(self._tell)
        self.chips.taken_back.connect(self._tell)
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
        self._show_chips()

    def sought(self) -> Sought:
        """Return what is chosen."""
        return listing.sought(
            Kind(self.kind.value()), person=self.person.value(), entry=self.entry.value(), words=self.words.text()
        )

    @property
    def are_set(self) -> bool:
        """Whether anything is chosen that leaves files out."""
        return self.sought() != Sought()

    def _tell(self) -> None:
        value = self.entry.value()
        self._entry_words = ""
        if value:
            self._desk.read(
                self, lambda journal: names.entry_of(incidents.get(journal, value).entry), partial(self._name, value)
            )
        self._show_chips()
        self.changed.emit()

    def _name(self, value: str, words: str) -> None:
        """Say which entry is chosen, if it still is."""
        if value == self.entry.value():
            self._entry_words = words
            self._show_chips()

    def _show_chips(self) -> None:
        """Show what is chosen here; the kind stands above and says itself."""
        found: list[chips.Choice] = []
        if self.person.value():
            found.append((self.person.currentText(), partial(self.person.choose, "")))
        if self.entry.value() and self._entry_words:
            text = pgettext("evidence", "Entry: {entry}")
            found.append((text.format(entry=isolated(self._entry_words)), partial(self.entry.choose, "")))
        words = self.words.text().strip()
        if words:
            found.append((pgettext("timeline", "Words: {words}").format(words=words), self.words.clear))
        self.chips.show_choices(found)
