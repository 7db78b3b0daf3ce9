"""Three steps of a dossier: for whom it is, about you, and what is hidden."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from journal_app.domain.choices import DossierChoices
from journal_app.domain.people import Person, PersonEntry, Role
from journal_app.domain.records import changed
from journal_app.i18n import language_in_use, npgettext, pgettext
from journal_app.services import complaints, drafts, people, redactions
from journal_app.services.complaints import ComplaintView
from journal_app.services.journal import Journal
from journal_app.ui import names
from journal_app.ui.body_facts import BodyFacts
from journal_app.ui.desk import Desk
from journal_app.ui.editor import DRAFT_AFTER, Slot
from journal_app.ui.flow import flow
from journal_app.ui.form import Form
from journal_app.ui.hidden_places import HiddenPlaces
from journal_app.ui.reading_width import for_reading
from journal_app.ui.showing import reveal
from journal_app.ui.ticks import Radio
from journal_app.ui.widgets import Button, Choice, Label, LineField, Panel, clear, column, held

BOARD, LAWYER, SELF = "board", "lawyer", "self"
_PARTIES = frozenset({Role.CLIENT, Role.COMPLAINANT})


class Step(QWidget):
    """One step: what it asks, and how it keeps the answer."""

    title = ""
    reads = False  # whether it is made of words and fields, which are easier to read in lines that are not too long

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk, self.theme = desk, desk.theme
        if self.reads:
            for_reading(self.theme, self)
        self.heading = Label(self.theme, self.title, "title")
        self.inner = column(self.heading, margins=self.theme.space(4), spacing=self.theme.space(2))
        self.setLayout(self.inner)

    def add(self, *parts: QWidget) -> None:
        """Add parts to the step."""
        for part in parts:
            self.inner.addWidget(part)

    def refresh(self) -> None:
        """Read again what the step shows."""

    def keep(self) -> None:
        """Keep what was written in the step."""


class ReaderStep(Step):
    """For whom the dossier is, and which filing or body it goes with."""

    reads = True
    offered = Signal()
    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        self.title = pgettext("dossier", "For whom")
        super().__init__(desk)
        readers = {
            BOARD: pgettext("dossier", "A body that takes complaints"),
            LAWYER: pgettext("dossier", "My lawyer or advocate"),
            SELF: pgettext("dossier", "Myself"),
        }
        self.readers = {key: Radio(f"dossier.for.{key}", text, chosen=key == BOARD) for key, text in readers.items()}
        self.filing = Choice("dossier.filing", pgettext("dossier", "With which filing"), [])
        self.filing.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.filing.setMinimumContentsLength(20)
        self.filing.activated.connect(lambda _: self._show())
        self.body = BodyFacts(desk, "dossier")
        new = Button(self.theme, "dossier.new-filing", pgettext("filing", "New filing"), icon="plus", role="quiet")
        new.clicked.connect(lambda: desk.go.emit("filing", ""))
        for radio in self.readers.values():
            radio.toggled.connect(lambda _: self._show())
        self.body.changed.connect(self.changed)
        self._about = Label(self.theme, "", "muted")
        self.loaded = False  # whether the filings were read
        self._restored: str | None = None  # the filing that was chosen before, until the filings are read
        self._filing_label = Label(self.theme, pgettext("dossier", "With which filing"), buddy=self.filing)
        self._asks = held(column(self._filing_label, self.filing, flow(new), self.body, spacing=self.theme.space(1)))
        spoken = pgettext("dossier", "Language of the dossier")
        self._windows_own = language_in_use()
        self.language = Choice("dossier.language", spoken, names.languages(own=False), self._windows_own)
        for choice in (self.filing, self.language):
            choice.activated.connect(self.changed)
        for radio in self.readers.values():
            radio.clicked.connect(self.changed)
        self.add(*self.readers.values(), self._about, Label(self.theme, spoken, buddy=self.language),
                 flow(self.language), self._asks)  # fmt: skip
        self.inner.addStretch(1)
        self._show()

    def audience(self) -> str:
        """Return for whom it is."""
        return next(key for key, radio in self.readers.items() if radio.isChecked())

    def complaint(self) -> str:
        """Return the id of the filing; empty where none is chosen."""
        return self.filing.value() if self.audience() != SELF else ""

    def board(self) -> str:
        """Return the id of the body, where no filing says it."""
        return self.body.value() if self.audience() == BOARD and not self.filing.value() else ""

    def other_language(self) -> str:
        """Return the language that was chosen; empty where it is that of the window and goes with it."""
        chosen = self.language.value()
        return "" if chosen == self._windows_own else chosen

    def restore(self, choices: DossierChoices) -> None:
        """Take up what was chosen before."""
        self.readers[choices.reader if choices.reader in self.readers else BOARD].setChecked(True)
        self._restored = choices.filing
        self.language.choose(choices.language or language_in_use())
        if choices.board in {each.id for each in self.desk.catalogue.boards()}:
            self.body.choose(choices.board)
        self._show()

    def refresh(self) -> None:
        """Read the filings again."""
        self.desk.read(self, complaints.everything, self._offer)

    def _offer(self, listed: tuple[ComplaintView, ...]) -> None:
        before = self.filing.value() if self._restored is None else self._restored
        first = not self.filing.count() and self._restored is None
        self._restored = None
        self.filing.clear()
        self.filing.addItem(pgettext("dossier", "No filing"), "")
        for each in listed:
            self.filing.addItem(complaints.body_name(each.entry), each.entry.id)
        self.filing.choose(listed[0].entry.id if first and len(listed) == 1 else before)
        self._show()
        self.loaded = True
        self.offered.emit()

    def _show(self) -> None:
        abouts = {
            BOARD: pgettext("dossier", "One plain document. The person complained about may receive a copy of it."),
            LAWYER: pgettext("dossier", "A package: the document, every original file, and what shows that they are "
                             "unchanged."),
            SELF: pgettext("dossier", "A printed copy of every entry and private note. It is no backup: the original "
                           "files are not in it. Keep it in a safe place."),
        }  # fmt: skip
        audience = self.audience()
        self._about.say(abouts[audience])
        reveal(self._asks, audience != SELF)
        reveal(self.body, audience == BOARD and not self.filing.value())


class YouStep(Step):
    """The person who complains: asked once, offered again; what has no name yet is kept as a draft."""

    reads = True

    def __init__(self, desk: Desk) -> None:
        self.title = pgettext("dossier", "About you")
        super().__init__(desk)
        self._base = PersonEntry(id="", name="", roles=(Role.CLIENT, Role.COMPLAINANT))
        self._touched, self._slot = False, Slot("dossier:you")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_AFTER)
        self._timer.timeout.connect(self._keep_draft)
        self._problem = Label(self.theme, "", "danger")
        about = pgettext(
            "dossier",
            "Bodies ask who you are and how to reach you. What you write here is printed in "
            "the dossier, how to reach you on a page of its own. The person complained about "
            "may receive a copy. If they must not learn your address, ask the body first how "
            "it keeps it.",
        )
        form = Form(self.theme, "dossier.you", self._touch)
        self.name = form.line("name", pgettext("people", "Name or initial"))
        form.add(self._problem)
        self.address = form.text("address", pgettext("people", "Address"), lines=2)
        self.email = form.line("email", pgettext("people", "E-mail"))
        self.phone = form.line("phone", pgettext("people", "Telephone"))
        self._others = column()
        self.add(Label(self.theme, about, "muted"), form.widget(), held(self._others))
        self.inner.addStretch(1)

    def _touch(self) -> None:
        self._touched = True
        if not self._timer.isActive():
            self._timer.start()

    def refresh(self) -> None:
        """Read who is known, and what was begun."""

        def read(journal: Journal) -> tuple[tuple[PersonEntry, ...], PersonEntry | None]:
            return people.everyone(journal), drafts.load(journal, self._slot.key, PersonEntry)

        if not self._touched:
            self.desk.read(self, read, lambda found: self._show(*found))

    def _show(self, known: tuple[PersonEntry, ...], draft: PersonEntry | None) -> None:
        parties = [each for each in known if _PARTIES & set(each.roles)]
        parties.sort(key=lambda each: Role.COMPLAINANT not in each.roles)
        if (parties or draft) and not self._touched:
            self._base = parties[0] if parties else self._base
            shown = draft or self._base
            self.name.setText(shown.name)
            self.address.setPlainText(shown.address)
            self.email.setText(shown.email)
            self.phone.setText(shown.phone)
            self._timer.stop()
            self._touched = draft is not None
            self._tell()
        clear(self._others)
        for each in known:
            if Role.PROFESSIONAL in each.roles:
                self._others.addWidget(self._professional(each))

    def _professional(self, entry: PersonEntry) -> QWidget:
        facts = " · ".join(part for part in (entry.profession, entry.licence_number) if part)
        none = pgettext("dossier", "No profession or licence number noted.")
        text = pgettext("dossier", "Open {name}").format(name=entry.name)
        there = Button(self.theme, f"dossier.open.{entry.id}", text, icon="user", role="quiet")
        there.clicked.connect(lambda: self.desk.go.emit("people", entry.id))
        title = Label(self.theme, entry.name, "heading")
        return Panel("card", column(title, Label(self.theme, facts or none), flow(there), margins=self.theme.space(3)))

    def _written(self) -> PersonEntry:
        return changed(
            self._base, name=self.name.text(), address=self.address.text(), email=self.email.text(),
            phone=self.phone.text(),
        )  # fmt: skip

    def _lacks_a_name(self) -> bool:
        """Say whether something was written and has no name to stand under."""
        return self._touched and self._written() != self._base and not self.name.text().strip()

    def _tell(self) -> str:
        text = pgettext(
            "dossier", "A name or an initial is needed before this stands in the dossier. What you wrote is kept here."
        )
        told = text if self._lacks_a_name() else ""
        self._problem.say(told)
        return told

    def _keep_draft(self) -> None:
        entry = self._written()
        self.desk.keep(self._slot.keeper({self._slot.key: None if entry == self._base else entry}))

    def keep(self) -> None:
        """Keep what was written about the person: as theirs where it has a name, else as a draft."""
        if not self._touched:
            return
        self._timer.stop()
        entry, told, slot = self._written(), self._tell(), self._slot
        if told or entry == self._base:
            self._touched = bool(told)
            self._keep_draft()
            if told:
                self.desk.say(told)
            return
        self._touched = False
        self._keep_draft()  # what saves it may have to wait for long work
        number = slot.number()
        entry = entry if Role.COMPLAINANT in entry.roles else changed(entry, roles=(*entry.roles, Role.COMPLAINANT))

        def put(journal: Journal) -> None:
            with slot.lock:
                people.put(journal, entry)
                slot.end(number)
                drafts.forget(journal, [slot.key])

        def refused(error: Exception) -> None:
            self._touched = True
            self.desk.show_error(error)

        self.desk.change(self.desk, put, failed=refused)


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
        if not any(field.text() != before for before, field in self._fields.values()):
            clear(self._people)
            self._fields = {}
            for each in known:
                name, shown = each.name, hidden.get(each.id, "")
                text = pgettext("dossier", "Instead of {name}").format(name=name)
                written = self._draft.get(each.id, shown)
                field = LineField(f"dossier.hide.{each.id}", text, written, placeholder=each.pseudonym)
                field.textChanged.connect(self.changed)
                self._fields[each.id] = (shown, field)
                self._people.addWidget(Label(self.theme, text, buddy=field))
                self._people.addWidget(field)
            self._draft = {}
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
        """Keep what stands in place of names and places."""
        self.places.keep()
        wanted = {key: field.text() for key, (before, field) in self._fields.items() if field.text() != before}
        self._fields = {key: (field.text(), field) for key, (_, field) in self._fields.items()}
        if not wanted:
            return

        def write(journal: Journal) -> None:
            for person, text in wanted.items():
                redactions.hide_name(journal, person, text)

        self.desk.change(self.desk, write)
