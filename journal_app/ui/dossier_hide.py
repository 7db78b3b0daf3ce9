"""The step of a dossier about what is hidden: names, places, and parts of pictures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from shiboken6 import isValid

from journal_app.domain.choices import DossierChoices
from journal_app.domain.people import Person
from journal_app.i18n import npgettext, pgettext
from journal_app.services import people, redactions
from journal_app.services.journal import Journal
from journal_app.ui.desk import Desk
from journal_app.ui.dossier_steps import Step
from journal_app.ui.flow import flow
from journal_app.ui.hidden_places import HiddenPlaces
from journal_app.ui.widgets import Button, Label, LineField, clear, column, held


class HideStep(Step):
    """What stands for the names of people, and which pictures have hidden parts."""

    reads = True
    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        self.title = pgettext("dossier", "Hide")
        super().__init__(desk)
        about = pgettext(
            "dossier",
            "Write what to print in place of a name, for example “a friend” or “Client B”. The name, and how this "
            "person can be reached, are then replaced in every text that goes to others. A short number, a town "
            "alone, or an address someone else shares stays; look for these in the pages. Words that may also be "
            "something else are not replaced; they are listed under the open points. Words inside pictures are not "
            "replaced either; hide those in the picture. A name shown in grey comes from People and is used for a "
            "body only; for a lawyer, write it here.",
        )
        self._fields: dict[str, tuple[str, LineField]] = {}
        self._draft: dict[str, str] = {}
        self._is_shown = False
        self._stands: dict[str, tuple[str, str, str]] = {}  # what the people and their fields were made of
        self._listed: Sequence[tuple[str, str, int]] | None = None
        self._people, self._files = column(spacing=self.theme.space(1)), column(spacing=self.theme.space(1))
        self.places = HiddenPlaces(desk)
        self.places.changed.connect(self.changed)
        places = pgettext("dossier", "A place is hidden where it stands exactly as you write it here, as a whole.")
        self.add(Label(self.theme, about, "muted"), Label(self.theme, pgettext("section", "People"), "heading"),
                 held(self._people), Label(self.theme, pgettext("dossier", "Places"), "heading"),
                 Label(self.theme, places, "muted"), self.places,
                 Label(self.theme, pgettext("dossier", "Pictures with hidden parts"), "heading"),
                 held(self._files))  # fmt: skip
        self.inner.addStretch(1)

    def restore(self, choices: DossierChoices) -> None:
        """Take up what was written and is not kept yet."""
        self.places.restore(choices.places)
        if not self._fields:
            self._draft = dict(choices.names)

    def draft(self) -> tuple[tuple[str, str], ...]:
        """Return what was written instead of names since it was last kept, by the ids of the people."""
        if not self._fields:
            return tuple(self._draft.items())
        return tuple((key, field.text()) for key, (before, field) in self._fields.items() if field.text() != before)

    def refresh(self) -> None:
        """Read the names and the files."""

        def read(journal: Journal) -> tuple[tuple[Person, ...], dict[str, str], tuple[tuple[str, str, int], ...]]:
            return people.facts(journal), redactions.names(journal), redactions.files(journal)

        self.desk.read(self, read, lambda found: self._show(*found))
        self.places.refresh()

    def _show(self, known: tuple[Person, ...], hidden: dict[str, str], files: Sequence[tuple[str, str, int]]) -> None:
        stands = {each.id: (each.name, each.pseudonym, hidden.get(each.id, "")) for each in known}
        changed = stands != self._stands or not self._is_shown
        if changed and not any(field.text() != before for before, field in self._fields.values()):
            self._show_people(stands)
        if files != self._listed:
            self._show_files(files)

    def _show_people(self, stands: dict[str, tuple[str, str, str]]) -> None:
        """Ask for each person: by the id, their name, what stands for it by itself, and what is to stand for it."""
        self._stands, self._is_shown = stands, True
        clear(self._people)
        self._fields = {}
        for identifier, (name, pseudonym, shown) in stands.items():
            text = pgettext("dossier", "Instead of {name}").format(name=name)
            written = self._draft.get(identifier, shown)
            field = LineField(f"dossier.hide.{identifier}", text, written, placeholder=pseudonym)
            field.textChanged.connect(self.changed)
            self._fields[identifier] = (shown, field)
            self._people.addWidget(Label(self.theme, text, buddy=field))
            self._people.addWidget(field)
        if not stands:
            none = pgettext("dossier", "Nobody yet. Whoever is to be hidden is added in the section People.")
            self._people.addWidget(Label(self.theme, none, "muted"))
        self._draft = {}

    def _show_files(self, files: Sequence[tuple[str, str, int]]) -> None:
        self._listed = files
        clear(self._files)
        for identifier, name, count in files:
            text = npgettext("dossier", "{file}: {count} part", "{file}: {count} parts", count)
            there = Button(
                self.theme, f"dossier.hidden.{identifier}", text.format(file=name, count=count), role="quiet"
            )
            there.clicked.connect(lambda _=False, one=identifier: self.desk.go.emit("evidence", one))
            self._files.addWidget(flow(there))
        if not files:
            none = pgettext("dossier", "None. Parts of a picture are hidden in the section Evidence.")
            self._files.addWidget(Label(self.theme, none, "muted"))

    def keep(self) -> None:
        """Keep what stands in place of names and places; it is written down as a draft until it is kept."""
        self.places.keep()
        wanted = {key: field.text() for key, (before, field) in self._fields.items() if field.text() != before}
        if not wanted:
            return

        def write(journal: Journal) -> None:
            for person, text in wanted.items():
                redactions.hide_name(journal, person, text)

        self.desk.change(self.desk, write, lambda _: self._kept(wanted))

    def _kept(self, written: dict[str, str]) -> None:
        if not isValid(self):
            return
        for key, text in ((each, written[each]) for each in written.keys() & self._fields.keys()):
            self._fields[key] = (text, self._fields[key][1])
            name, pseudonym, _ = self._stands[key]
            self._stands[key] = (name, pseudonym, text.strip())
        self.changed.emit()
