"""People: who they are, what they are in what happened, and what stands for their name in what leaves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from journal_app.domain.people import PersonEntry, RegisterCheck, Relationship, Role
from journal_app.domain.records import Record, changed
from journal_app.i18n import npgettext, pgettext
from journal_app.services import drafts, people
from journal_app.services.calendar import Sought
from journal_app.services.incidents import first_line
from journal_app.services.journal import Journal
from journal_app.services.people import OwnTime, PersonRow, PersonView
from journal_app.ui import names, unfinished
from journal_app.ui.cards import Card, isolated
from journal_app.ui.desk import Desk
from journal_app.ui.editor import Editor
from journal_app.ui.entries_of import EntriesOf
from journal_app.ui.flow import flow
from journal_app.ui.form import Form
from journal_app.ui.history import history_section
from journal_app.ui.response_view import ResponseView
from journal_app.ui.showing import lead_to, reveal
from journal_app.ui.split_page import SplitPage
from journal_app.ui.when_field import are_whole
from journal_app.ui.widgets import Button, Label, LineField, Section, TextField, column, held

_NEW = drafts.KEYS["person"]
_BOND = drafts.BOND
_Found = tuple[PersonView | None, PersonEntry | None, OwnTime, Relationship | None]


class PeoplePage(SplitPage):
    """Everybody in the journal, and the one that is open."""

    section = "people"

    @staticmethod
    def named() -> tuple[str, str]:
        """Return the name of the section and that of its icon."""
        return pgettext("section", "People"), "users"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.nothing = pgettext("people", "Nobody here yet. A name or an initial is enough.")
        self.add_text = pgettext("people", "New person")
        super().__init__(desk, parent)

    def read_cards(self, journal: Journal) -> Sequence[Card]:
        """Return everybody, by name."""
        cards = [_card(row) for row in people.listed(journal)]
        return unfinished.among(journal, _NEW, PersonEntry, _title, cards)

    def show_record(self, identifier: str) -> None:
        """Open one person, or a new one where ``identifier`` is empty."""

        def read(journal: Journal) -> _Found:
            view = people.get(journal, identifier) if identifier else None
            draft = drafts.load(journal, _NEW + identifier, PersonEntry)
            time = people.own_time(journal, identifier)
            return view, draft, time, drafts.load(journal, _BOND + identifier, Relationship)

        self.read_record(read, lambda found: self._open(*found))

    def _open(
        self,
        view: PersonView | None,
        draft: PersonEntry | None,
        time: OwnTime,
        bond_draft: Relationship | None,
    ) -> None:
        field, self.desk.wanted_field = self.desk.wanted_field, ""
        make = partial(PersonEditor, self.desk, view, draft, time, bond_draft)
        self.show_editor(make, view.entry.id if view else "", lambda editor: editor.show_field(field))


class PersonEditor(Editor):
    """Writes one person; for a professional also the time as their client."""

    def __init__(
        self,
        desk: Desk,
        view: PersonView | None,
        draft: PersonEntry | None,
        time: OwnTime,
        bond_draft: Relationship | None,
    ) -> None:
        """``time`` is that of the person who writes with this professional.

        ``draft`` and ``bond_draft`` are what was being written of both before.
        """
        before, key = view.entry if view else PersonEntry(id="", name=""), view.entry.id if view else ""
        super().__init__(desk, _NEW + key, dirty=bool(draft or bond_draft), before=before)
        self._view = view
        self._base = draft or before
        self._time, self._bond_draft = time, bond_draft
        self._read_bond: Callable[[], Relationship] | None = None
        self._problem = Label(self.theme, "", "danger")
        self._make_fields()
        self._arrange()

    def _make_fields(self) -> None:
        base = self._base
        form = self._form = Form(self.theme, "person", self.touched)
        self.name = form.line("name", pgettext("people", "Name or initial"), base.name)
        self.roles = form.ticks("roles", pgettext("people", "Their part in what happened"),
                                [(str(key), words) for key, words in names.roles().items()], base.roles)  # fmt: skip
        self.pseudonym = form.line("pseudonym", pgettext("people", "Name that stands for theirs in a dossier for a "
                                                                   "body"),
                                   base.pseudonym)  # fmt: skip
        self._work, self._reach, self._treated = self._work_section(), self._reach_section(), self._treated_section()
        notes = pgettext("people", "Notes. Only you. In no dossier for others")
        self.notes = Form(self.theme, "person", self.touched)
        self._notes = self.notes.text("notes", notes, base.notes)

    def _work_section(self) -> Form:
        base, check = self._base, self._base.register_check or RegisterCheck()
        form = Form(self.theme, "person", self.touched)
        self.profession = form.line("profession", pgettext("people", "Profession"), base.profession)
        self.licence = form.line("licence", pgettext("people", "Licence or register number"), base.licence_number)
        self.licence_body = form.line("licence-body", pgettext("people", "Given by"), base.licence_body)
        self.checked_on = form.date("checked-on", pgettext("people", "When you looked them up in the register"),
                                    check.date, with_time=False)  # fmt: skip
        self.checked = form.line("checked", pgettext("people", "What the register said"), check.result)
        return form

    def _treated_section(self) -> Form:
        form = Form(self.theme, "person.treated", self.touched)
        self.treated_from = form.date("from", pgettext("people", "From"), self._base.treated_from, with_time=False)
        self.treated_until = form.date("until", pgettext("people", "Until"), self._base.treated_until, with_time=False)
        return form

    def _reach_section(self) -> Form:
        base, form = self._base, Form(self.theme, "person", self.touched)
        self.address = form.text("address", pgettext("people", "Address"), base.address, lines=2)
        self.email = form.line("email", pgettext("people", "E-mail"), base.email)
        self.phone = form.line("phone", pgettext("people", "Telephone"), base.phone)
        self.contact_note = form.text(
            "contact-note", pgettext("people", "How and when to make contact"), base.contact_note, lines=2
        )
        asked = {None: "", True: "yes", False: "no"}[base.agreed_to_contact]
        answers = [
            ("", pgettext("people", "Not asked")),
            ("yes", pgettext("people", "Yes")),
            ("no", pgettext("people", "No")),
        ]
        self.agreed = form.choice("agreed", pgettext("people", "Agreed to be contacted"), answers, asked)
        return form

    def _arrange(self) -> None:
        theme = self.theme
        done = Button(theme, "person.done", pgettext("button", "Done"), icon="check", role="primary")
        back = Button(theme, "person.back", pgettext("button", "Back"), icon="arrow-left", role="quiet")
        done.clicked.connect(self.finish)
        back.clicked.connect(self.back)
        title = self._base.name or pgettext("people", "New person")
        professional = Role.PROFESSIONAL in self._base.roles
        work = self._worked = Section(theme, "person.work", pgettext("people", "Profession and register"),
                       pgettext("audience", "Goes into a dossier they are part of"), self._work.widget,
                       summary=self._base.profession)  # fmt: skip
        bond = Section(
            theme,
            "person.bond",
            pgettext("people", "Your time as their client"),
            pgettext("audience", "Goes into a dossier about them"),
            self._bond_fields,
        )
        self._reached = Section(theme, "person.reach", pgettext("people", "How to reach them"),
                                _who_sees_how_to_reach(self._base.roles), self._reach.widget)  # fmt: skip
        self._when_treated = Section(theme, "person.treated", pgettext("people", "When they treated you"),
                                     pgettext("audience", "Goes into a dossier they are part of"),
                                     self._treated.widget)  # fmt: skip
        self._offer_treated()
        parts = [flow(back), Label(theme, isolated(title), "title"), self._form.widget(), work, self._when_treated]
        parts += [bond, *self._response()] if professional or self._bond_draft is not None else []
        parts += [self._reached, self.notes.widget(), *self._record_parts()]
        if professional or not are_whole(self._base):
            work.open()
        if self._treated.unfinished():
            self._when_treated.open()
        if self._bond_draft is not None:
            bond.open()
        self.lay_out(parts, self._problem, flow(done, self.kept, spacing=self.theme.space(2)))

    def show_field(self, name: str) -> None:
        """Go to the field for a part of the record, by its name there; to the name where it has none of its own."""
        at_work = {
            "profession": self.profession, "licence_number": self.licence, "licence_body": self.licence_body,
        }  # fmt: skip
        reached = {"address": self.address, "email": self.email, "phone": self.phone, "agreed_to_contact": self.agreed}
        for section, inside in ((self._worked, at_work), (self._reached, reached)):
            if name in inside:
                section.open()
        above = {"roles": next(iter(self.roles.boxes.values())), "pseudonym": self.pseudonym}
        fields: dict[str, QWidget] = {**at_work, **reached, **above}
        lead_to(fields.get(name, self.name))

    def touched(self) -> None:
        """Keep what was written; who sees how to reach somebody goes by the part they have now."""
        super().touched()
        self._offer_treated()
        self._reached.say_audience(_who_sees_how_to_reach([Role(value) for value in self.roles.values()]))

    def _offer_treated(self) -> None:
        """Ask when they treated the client of whoever did so apart from the complaint, and where it is noted."""
        noted = bool(self.treated_from.text() or self.treated_until.text())
        reveal(self._when_treated, shown=noted or Role.LATER_PROVIDER in self.roles.values())

    def _response(self) -> list[Section]:
        """Return what the person did afterwards, in all entries that name them."""
        if self._view is None:
            return []
        sought = Sought(person=self._view.entry.id)

        def make() -> QWidget:
            view = ResponseView(self.desk, "person.response", name_people=False)
            view.entry_asked.connect(lambda entry: self.desk.go.emit("timeline", entry))
            view.read(sought, nothing=pgettext("people", "No entry names them yet."))
            about = pgettext(
                "people",
                "Steps from the entries that name this person. The steps of all entries are in the section Timeline.",
            )
            return held(column(Label(self.theme, about, "muted"), view, spacing=self.theme.space(1)))

        return [Section(self.theme, "person.response", pgettext("entry", "What they did afterwards"), "", make)]

    def _bond_fields(self) -> QWidget:
        client = self._time.client
        if client is None:
            return Label(self.theme, _who_is_needed(several=self._time.several), "muted")
        before = self._time.noted or Relationship(client=client.id, professional=self._base.id)
        bond = self._bond_draft or before
        form = Form(self.theme, "person.bond", self.touched)
        first = form.date("first", pgettext("people", "First session"), bond.first_session, with_time=False)
        last = form.date("last", pgettext("people", "Last session"), bond.last_session, with_time=False)
        lines: dict[str, LineField | TextField] = {
            "setting": form.line("setting", pgettext("people", "Where sessions were"), bond.setting),
            "frequency": form.line("frequency", pgettext("people", "How often"), bond.frequency),
            "fees": form.line("fees", pgettext("people", "Fees"), bond.fees),
            "consents": form.text("consents", pgettext("people", "What you agreed to"), bond.consents, lines=2),
            "how_it_ended": form.text("ended", pgettext("people", "How it ended"), bond.how_it_ended, lines=2),
        }
        self._bond_form = form
        if Role.COMPLAINANT not in client.roles:
            form.add(
                Label(self.theme, pgettext("people", "This is kept for {name}.").format(name=client.name), "muted")
            )

        def read() -> Relationship:
            values = {name: field.text() for name, field in lines.items()}
            return changed(bond, client=client.id, first_session=first.text(), last_session=last.text(), **values)

        self._read_bond, self._bond_before = read, before
        return form.widget()

    def _record_parts(self) -> list[QWidget]:
        """Return what somebody has who was saved before: the entries they are in, and the versions."""
        if self._view is None:
            return []
        identifier, count = self._view.entry.id, self._view.incidents
        versions = history_section(self.desk, "person", "person", identifier)
        if not count:
            return [versions]
        about = npgettext("people", "In {count} entry.", "In {count} entries.", count).format(count=count)
        entries = Section(self.theme, "person.entries", pgettext("evidence", "Entries"), "",
                          lambda: EntriesOf(self.desk, identifier), summary=about)  # fmt: skip
        return [entries, versions]

    def record(self) -> PersonEntry:
        """Return the person as written now."""
        check = RegisterCheck(date=self.checked_on.text(), result=self.checked.text())
        return changed(
            self._base, name=self.name.text(), roles=tuple(Role(value) for value in self.roles.values()),
            pseudonym=self.pseudonym.text(), profession=self.profession.text(), licence_number=self.licence.text(),
            licence_body=self.licence_body.text(), register_check=check if check != RegisterCheck() else None,
            address=self.address.text(), email=self.email.text(), phone=self.phone.text(),
            contact_note=self.contact_note.text(),
            agreed_to_contact={"": None, "yes": True, "no": False}[self.agreed.value()], notes=self._notes.text(),
            treated_from=self.treated_from.text(), treated_until=self.treated_until.text(),
        )  # fmt: skip

    def beside(self) -> dict[str, Record | None]:
        """Return the time as their client as it is written now, where it was opened."""
        if self._read_bond is None:
            return {}
        bond = self._read_bond()
        return {_BOND + self._base.id: None if bond == self._bond_before else bond}

    def is_empty(self, record: Record) -> bool:
        """Say that somebody new is kept where only something of the time as their client is written."""
        return super().is_empty(record) and (bool(self._base.id) or not any(self.beside().values()))

    def missing(self) -> str:
        """Return what is still needed: a name, and dates that are whole."""
        if not self.name.text().strip():
            return pgettext("people", "A name or an initial is needed.")
        bond = self._bond_form.unfinished() if self._read_bond is not None else ""
        return self._form.unfinished() or self._work.unfinished() or self._treated.unfinished() or bond

    def wanting(self) -> QWidget | None:
        """Return the name while it is empty, or else a date that is none yet."""
        return super().wanting() if self.name.text().strip() else self.name

    def committer(self) -> Callable[[Journal, Any], str]:
        """Return what saves the person, and the time as their client where something of it was written."""
        bond = self._read_bond() if self._read_bond is not None else None
        bond = None if bond is not None and bond == self._bond_before else bond

        def commit(journal: Journal, entry: PersonEntry) -> str:
            identifier = people.put(journal, entry)
            if bond is not None:
                people.put_relationship(journal, changed(bond, professional=identifier))
            return identifier

        return commit

    def tell(self, problem: str) -> None:
        """Show what is missing beside the button."""
        self._problem.say(problem)


def _who_is_needed(*, several: bool) -> str:
    """Return what is said where it is not clear whose time it is; ``several`` clients are known, or nobody is."""
    if not several:
        return pgettext("people", "Add yourself first, as client or as the person who complains.")
    text = pgettext("people", "Several clients are here. Open yourself first and choose “{part}”.")
    return text.format(part=names.roles()[Role.COMPLAINANT])


def _title(entry: PersonEntry) -> str:
    """Return the name, or else the first words that were written."""
    texts = (entry.name, entry.profession, entry.pseudonym, entry.email, entry.phone, entry.address, entry.notes)
    return next((line for text in texts if (line := first_line(text))), "")


def _card(row: PersonRow) -> Card:
    person, count = row.person, row.incidents
    roles = " · ".join(names.roles()[role] for role in person.roles)
    facts = (
        [npgettext("people", "In {count} entry.", "In {count} entries.", count).format(count=count)] if count else []
    )
    return Card(person.id, roles, isolated(person.name), " · ".join([*filter(None, [person.profession]), *facts]))


def _who_sees_how_to_reach(roles: Collection[Role]) -> str:
    """Return who gets to see how somebody can be reached: that goes by the part they have in what happened."""
    if Role.PROFESSIONAL in roles:
        return pgettext("audience", "Goes into a dossier about them")
    if Role.COMPLAINANT in roles:
        return pgettext("audience", "Goes into a dossier, on a page of its own")
    return pgettext("audience", "Only if they agreed, on a page of its own")
