"""Two steps of a dossier: for whom it is, and about you."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from journal_app.domain.choices import DossierChoices
from journal_app.domain.people import PersonEntry, Role
from journal_app.domain.records import changed
from journal_app.i18n import language_in_use, pgettext
from journal_app.services import complaints, drafts, people
from journal_app.services.complaints import ComplaintView
from journal_app.services.journal import Journal
from journal_app.ui import names
from journal_app.ui.body_facts import BodyFacts
from journal_app.ui.desk import Desk
from journal_app.ui.editor import DRAFT_AFTER, Slot
from journal_app.ui.flow import flow
from journal_app.ui.form import Form
from journal_app.ui.reading_width import for_reading
from journal_app.ui.showing import reveal
from journal_app.ui.ticks import Radio
from journal_app.ui.widgets import Button, Choice, Label, Panel, clear, column, held

BOARD, LAWYER, SELF = "board", "lawyer", "self"
_NOBODY = PersonEntry(id="", name="", roles=(Role.CLIENT, Role.COMPLAINANT))  # known yet, of who complains


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
        self._base = _NOBODY
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
        self.contact_note = form.text("contact-note", pgettext("people", "How and when to make contact"), lines=2)
        self._mine, self._others = column(spacing=self.theme.space(1)), column()
        self._listed: tuple[Sequence[PersonEntry], Sequence[PersonEntry]] = [], []
        self.add(Label(self.theme, about, "muted"), held(self._mine), form.widget(), held(self._others))
        self.inner.addStretch(1)

    def _touch(self) -> None:
        self._touched = True
        if not self._timer.isActive():
            self._timer.start()

    def refresh(self) -> None:
        """Read who is known, and what was begun."""

        def read(journal: Journal) -> tuple[tuple[PersonEntry, ...], PersonEntry | None]:
            return people.everyone(journal), drafts.load(journal, self._slot.key, PersonEntry)

        self.desk.read(self, read, lambda found: self._show(*found))

    def _show(self, known: tuple[PersonEntry, ...], draft: PersonEntry | None) -> None:
        complaining = next((each for each in known if Role.COMPLAINANT in each.roles), None)
        if not self._touched:
            begun = next((each for each in known if each.id == draft.id), None) if draft is not None else complaining
            self._base = begun or _NOBODY
            self._fill(draft or self._base)
            self._timer.stop()
            self._touched = draft is not None
        if self._touched and complaining is not None and not self._base.id:
            self._take(complaining)  # added elsewhere since this was begun
        self._tell()
        self._list(known, clients=complaining is None and not self._base.id)

    def _fill(self, shown: PersonEntry, *, only_empty: bool = False) -> None:
        """Write what is known of somebody into the fields."""
        for field, text in ((self.name, shown.name), (self.email, shown.email), (self.phone, shown.phone)):
            if field.text() != text and not (only_empty and field.text().strip()):
                field.setText(text)
        for box, text in ((self.address, shown.address), (self.contact_note, shown.contact_note)):
            if box.text() != text and not (only_empty and box.text().strip()):
                box.setPlainText(text)

    def _take(self, entry: PersonEntry) -> None:
        """Go on with somebody who is known: what is written stays, and what they have is added to it."""
        self._base = entry
        self._fill(entry, only_empty=True)

    def _list(self, known: Sequence[PersonEntry], *, clients: bool) -> None:
        """List the professionals, and the clients where one of them may be who complains."""
        mine = [each for each in known if clients and Role.CLIENT in each.roles]
        others = [each for each in known if Role.PROFESSIONAL in each.roles]
        if (mine, others) == self._listed:
            return  # the keyboard may be there
        self._listed = mine, others
        clear(self._mine)
        for each in mine:
            text = pgettext("dossier", "This is me: {name}").format(name=each.name)
            chosen = Button(self.theme, f"dossier.me.{each.id}", text, icon="user", role="quiet")
            chosen.clicked.connect(lambda _=False, one=each: self._is_me(one))
            self._mine.addWidget(flow(chosen))
        clear(self._others)
        for each in others:
            self._others.addWidget(self._professional(each))

    def _is_me(self, entry: PersonEntry) -> None:
        """Take somebody who is here as a client for the person who complains."""
        self._take(entry)
        self._touch()
        self._tell()
        self.name.setFocus()  # the button goes
        self._list(self._listed[1], clients=False)

    def _professional(self, entry: PersonEntry) -> QWidget:
        facts = " · ".join(part for part in (entry.profession, entry.licence_number) if part)
        none = pgettext("dossier", "No profession or licence number noted.")
        text = pgettext("dossier", "Open {name}").format(name=entry.name)
        there = Button(self.theme, f"dossier.open.{entry.id}", text, icon="user", role="quiet")
        there.clicked.connect(lambda: self.desk.go.emit("people", entry.id))
        title = Label(self.theme, entry.name, "heading")
        return Panel("card", column(title, Label(self.theme, facts or none), flow(there), margins=self.theme.space(3)))

    def _written(self) -> PersonEntry:
        roles = self._base.roles if Role.COMPLAINANT in self._base.roles else (*self._base.roles, Role.COMPLAINANT)
        return changed(
            self._base, roles=roles, name=self.name.text(), address=self.address.text(), email=self.email.text(),
            phone=self.phone.text(), contact_note=self.contact_note.text(),
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
        self.desk.keep(self._slot.keeper(None if entry == self._base else entry))

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

        def put(journal: Journal) -> None:
            with slot.lock:
                people.put_oneself(journal, entry)
                slot.end(number)
                drafts.forget(journal, [slot.key])

        def refused(error: Exception) -> None:
            self._touched = True
            self.desk.show_error(error)

        self.desk.change(self.desk, put, failed=refused)
