"""Which files are listed: the kind, and folded away who is in their entry, which entry, and words."""

from __future__ import annotations

from functools import partial

from journal_app.i18n import pgettext
from journal_app.services import incidents, listing
from journal_app.services.listing import Kind, Sought
from journal_app.ui import chips, names
from journal_app.ui.cards import isolated
from journal_app.ui.chooser import Entries, OneOf
from journal_app.ui.desk import Desk
from journal_app.ui.filters import Filters, of_choice
from journal_app.ui.flow import flow
from journal_app.ui.widgets import Choice, Label, column


class EvidenceFilters(Filters):
    """The choices of the list of files."""

    def __init__(self, desk: Desk) -> None:
        theme = desk.theme
        space = theme.space(2)
        super().__init__(theme, "evidence", pgettext("evidence", "Whose entries"), margins=space)
        self._desk = desk
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
        title = pgettext("evidence", "Files of one entry")
        self.entry = OneOf(desk, "evidence.entry", title, "", Entries)
        self._entry_words = ""
        self.setLayout(column(
            flow(self.person, self.words, spacing=space), column(Label(theme, title, "small"), self.entry, spacing=0),
            margins=space, spacing=space,
        ))  # fmt: skip
        for choice in (self.kind, self.person):
            choice.activated.connect(lambda _: self.tell())
        self.entry.changed.connect(self.tell)

    def sought(self) -> Sought:
        """Return what is chosen."""
        return listing.sought(
            Kind(self.kind.value()), person=self.person.value(), entry=self.entry.value(), words=self.words.text()
        )

    @property
    def are_set(self) -> bool:
        """Whether anything is chosen that leaves files out."""
        return self.sought() != Sought()

    def take_back(self) -> None:
        """Choose nothing, the kind of files included."""
        for choice in (self.kind, self.person):
            choice.choose("")
        self.entry.choose("")
        self.words.clear()
        self.tell()

    def tell(self) -> None:
        """Tell that something else is chosen; the words of an entry are read beside the window."""
        value = self.entry.value()
        self._entry_words = ""
        if value:
            self._desk.read(
                self, lambda journal: names.entry_of(incidents.get(journal, value).entry), partial(self._name, value)
            )
        super().tell()

    def _name(self, value: str, words: str) -> None:
        """Say which entry is chosen, if it still is."""
        if value == self.entry.value():
            self._entry_words = words
            self.show_chips()

    def chosen(self) -> list[chips.Choice]:
        """Return what is chosen here; the kind stands above and says itself."""
        found = of_choice(self.person)
        if self.entry.value() and self._entry_words:
            text = pgettext("evidence", "Entry: {entry}")
            found.append((text.format(entry=isolated(self._entry_words)), partial(self.entry.choose, "")))
        return [*found, *self.chosen_words()]
