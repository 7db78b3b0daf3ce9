"""The parts of an entry beyond its account: each opens when wanted, and says who will see it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from journal_app.catalogue_facts import IncidentType
from journal_app.domain.incident import Certainty, Channel, IncidentEntry, Involvement, Quote, ResponseStep, Step, Told
from journal_app.domain.records import changed
from journal_app.i18n import pgettext
from journal_app.ui import names
from journal_app.ui.desk import Desk
from journal_app.ui.form import NOTHING, Form
from journal_app.ui.new_person import NewPerson, is_typed
from journal_app.ui.row_list import Reader, RowList
from journal_app.ui.showing import bring_into_view, reveal
from journal_app.ui.shown_by import OwnFiles, ShownBy
from journal_app.ui.ticks import Check
from journal_app.ui.when_field import are_whole
from journal_app.ui.widgets import Button, Choice, Label, LineField, Section, TextField, column, held, row, tip

T = TypeVar("T")
People = Sequence[tuple[str, str]]
_SHOWN_START = 60  # characters of a text behind the title of its section


class EntrySections(QObject):
    """Makes the sections of one entry and gathers what was written in those that were opened."""

    changed = Signal()

    def __init__(
        self, desk: Desk, entry: IncidentEntry, people: People, own_files: OwnFiles, parent: QObject | None = None
    ) -> None:
        """``own_files`` tells the ids of the files of the entry, which are offered before the others."""
        super().__init__(parent)
        self._desk, self._theme, self._entry, self._people = desk, desk.theme, entry, people
        self._own_files = own_files
        self._gather: list[Callable[[IncidentEntry], IncidentEntry]] = []
        self._unfinished: list[Callable[[], str]] = []
        self._new: list[NewPerson] = []
        self._named = dict[str, Section]()
        self._offer: list[Callable[[str, str], None]] = []  # to where people are chosen, those who are added
        complaint = pgettext("audience", "Goes where the entry goes")
        alone = pgettext("audience", "Only you. In no dossier for others")
        apart = pgettext("audience", "For others only if you tick it")
        effects = pgettext("entry", "How it affected you. This is kept apart from the account of what happened.")
        unsure = pgettext("entry", "It helps to say what you are not sure of. It makes the rest clearer.")
        self.sections = [
            self._section("how", pgettext("entry", "Where and how"), complaint, self._how, self._how_summary()),
            self._section("who", pgettext("entry", "Who"), complaint, self._who, _count(len(entry.people))),
            self._section("words", pgettext("entry", "Exact words"), complaint, self._words,
                          _count(len(entry.exact_words))),
            self._text("own", pgettext("entry", "What you did then"), complaint, "own_response"),
            self._text("after", pgettext("entry", "What came after"), complaint, "afterwards"),
            self._section("response", pgettext("entry", "What they did afterwards"), complaint, self._response,
                          _count(len(entry.professional_response))),
            self._text("unsure", pgettext("entry", "What you are unsure of"), complaint, "unsure", unsure),
            self._section("told", pgettext("entry", "People you told"), complaint, self._told, _count(len(entry.told))),
            self._section("types", pgettext("entry", "Types"), complaint, self._types, _count(len(entry.types))),
            self._text("impact", pgettext("entry", "Effects on you"), apart, "impact", effects),
            self._section("private", pgettext("entry", "Private note"), alone, self._private,
                          _start(entry.private_note)),
        ]  # fmt: skip
        for section, records in (("response", entry.professional_response), ("told", entry.told)):
            if not are_whole(*records):
                self._named[section].open()
        for section, named in (("who", entry.people), ("told", entry.told)):
            if any(is_typed(each.person) for each in named):
                self._named[section].open()

    def apply(self, entry: IncidentEntry) -> IncidentEntry:
        """Return the entry with what was written in the opened sections."""
        for gather in self._gather:
            entry = gather(entry)
        return entry

    def unfinished(self) -> str:
        """Return the sentence for a date that is none yet, or for a new person; empty where nothing is to be said."""
        return next((text for look in self._unfinished if (text := look())), "")

    def show_part(self, field: str) -> bool:
        """Open the section a field of an entry stands in and go there; says whether there is one."""
        key = {"exact_words": "words", "told": "told", "professional_response": "response"}.get(field)
        if key is None:
            return False
        section = self._named[key]
        section.open()
        head = section.findChild(Button, f"entry.{key}.head")
        if isinstance(head, Button):
            head.setFocus()
            bring_into_view(section)
        return True

    def names_somebody_new(self) -> bool:
        """Say whether a name is typed that is not added yet."""
        return any(is_typed(each.value()) for each in self._new)

    def _section(self, key: str, title: str, audience: str, make: Callable[[], QWidget], summary: str) -> Section:
        self._named[key] = Section(self._theme, f"entry.{key}", title, audience, make, summary=summary)
        return self._named[key]

    def _text(self, key: str, title: str, audience: str, field: str, hint: str = "") -> Section:
        def make() -> QWidget:
            box = TextField(f"entry.{key}.text", title, getattr(self._entry, field), lines=3)
            box.answers(self.changed.emit)
            self._gather.append(lambda entry: changed(entry, **{field: box.text()}))
            return held(column(*([Label(self._theme, hint, "muted")] if hint else []), box))

        return self._section(key, title, audience, make, _start(getattr(self._entry, field)))

    def _form(self, key: str) -> Form:
        return Form(self._theme, f"entry.{key}", self.changed.emit)

    def _how_summary(self) -> str:
        channel = names.channels().get(self._entry.channel, "") if self._entry.channel else ""
        return " · ".join(part for part in (channel, self._entry.place) if part)

    def _how(self) -> QWidget:
        form, entry = self._form("how"), self._entry
        channel = form.choice("channel", pgettext("entry", "By what way"), _listed(names.channels()),
                              entry.channel or "")  # fmt: skip
        place = form.line("place", pgettext("entry", "Place"), entry.place)
        elsewhere = form.line("elsewhere", pgettext("entry", "Where you wrote it down before, if you did"),
                              entry.recorded_elsewhere)  # fmt: skip
        self._gather.append(
            lambda entry: changed(
                entry, channel=Channel(channel.value()) if channel.value() else None, place=place.text(),
                recorded_elsewhere=elsewhere.text(),
            )
        )  # fmt: skip
        return form.widget()

    def _who(self) -> QWidget:
        before = self._entry.people
        parts = {involved.person: involved.part for involved in reversed(before)}  # of one named twice, the first
        rows: list[tuple[str, Check, LineField]] = []
        lines = column(spacing=0)

        def add(key: str, name: str, *, ticked: bool) -> None:
            box, part = self._involved(key, name, parts.get(key, ""), ticked=ticked)
            rows.append((key, box, part))
            lines.addWidget(held(row(box, part)))

        for key, name in self._people:
            add(key, name, ticked=key in parts)
        self._offer.append(lambda key, name: add(key, name, ticked=False))
        new = self._somebody_else("entry.who", lambda key: next(box for one, box, _ in rows if one == key).click())
        self._unfinished.append(new.unsettled)
        for key in dict.fromkeys(each.person for each in before):
            new.take_up(key)

        def named() -> tuple[Involvement, ...]:
            ticked = [Involvement(person=key, part=part.text()) for key, box, part in rows if box.isChecked()]
            people = (*ticked, *([Involvement(person=new.value())] if new.value() else []))
            return (*people, *_further(before, {each.person for each in people}))

        first = named()
        self._gather.append(lambda entry: changed(entry, people=before if (now := named()) == first else now))
        return held(column(held(lines), new, spacing=0))

    def _somebody_else(self, identifier: str, choose: Callable[[str], None]) -> NewPerson:
        """Return what asks for the name of somebody new, who is then offered wherever people are chosen here."""
        new = NewPerson(self._desk, identifier, pgettext("entry", "Somebody else"), lambda: self._people)
        self._new.append(new)
        new.typing.connect(self.changed)

        def added(key: str, name: str) -> None:
            self._people = [*self._people, (key, name)]
            for offer in self._offer:
                offer(key, name)
            choose(key)
            self.changed.emit()

        new.added.connect(added)
        return new

    def _person(self, form: Form, key: str, label: str, value: str) -> Choice:
        """Return the choice of one person, or of nobody."""
        choice = form.choice(key, label, [NOTHING, *self._people], value)
        self._offer.append(lambda identifier, name: choice.addItem(name, identifier))
        return choice

    def _involved(self, key: str, name: str, written: str, *, ticked: bool) -> tuple[Check, LineField]:
        """Return the box of a person, and the field for their part, which is shown once the box is ticked."""
        box = Check(f"entry.who.{key}", name, ticked=ticked)
        part = LineField(f"entry.who.{key}.part", pgettext("entry", "Part of {name}").format(name=name), written,
                         placeholder=pgettext("entry", "their part, if you like"))  # fmt: skip
        reveal(part, ticked)
        box.toggled.connect(part.setVisible)
        box.answers(self.changed.emit)
        part.answers(self.changed.emit)
        return box, part

    def _types(self) -> QWidget:
        kinds, boxes = self._desk.catalogue.incident_types(), dict[str, Check]()
        about = pgettext(
            "entry", "Only if one fits. The types you choose are printed in the dossier; you can also "
            "choose none and leave this closed."
        )  # fmt: skip
        parts: list[QWidget] = [Label(self._theme, about, "muted")]
        for group, label in self._desk.catalogue.groups():
            parts.append(Label(self._theme, pgettext("incident type group", label), "heading"))
            for kind in kinds:
                if kind.group == group:
                    boxes[kind.id] = self._type(kind)
                    parts += [boxes[kind.id], *self._notes(kind, boxes[kind.id])]
        self._gather.append(
            lambda entry: changed(entry, types=tuple(key for key, box in boxes.items() if box.isChecked()))
        )
        return held(column(*parts, spacing=0))

    def _type(self, kind: IncidentType) -> Check:
        name = pgettext("incident type", kind.label)
        box = Check(f"entry.type.{kind.id}", name, ticked=kind.id in self._entry.types)
        tip(box, pgettext("incident type definition", kind.definition))
        box.setAccessibleDescription(pgettext("incident type definition", kind.definition))
        box.answers(self.changed.emit)
        return box

    def _notes(self, kind: IncidentType, box: Check) -> list[QWidget]:
        """Return what a type means, where that was read, and what helps to stay safe; shown once it is chosen."""
        sources = ", ".join(kind.sources).replace("/", "/\u200b")  # a long address may go on in the next line
        read = pgettext("entry", "Read at: {sources}").format(sources=sources)
        said = [(pgettext("incident type definition", kind.definition), "muted"), (read, "small")]
        said += [(pgettext("incident type safety", kind.safety_note), "muted")] if kind.safety_note else []
        notes = held(column(*(Label(self._theme, words, role) for words, role in said), spacing=0))
        reveal(notes, shown=box.isChecked())
        box.toggled.connect(lambda ticked: reveal(notes, shown=ticked))
        return [notes]

    def _private(self) -> QWidget:
        form, entry = self._form("private"), self._entry
        note = form.text("note", pgettext("entry", "Private note"), entry.private_note)
        shown, before = ", ".join(entry.tags), entry.tags
        tags = form.line("tags", pgettext("entry", "Tags, with commas between them"), shown)
        self._gather.append(
            lambda entry: changed(
                entry, private_note=note.text(), tags=before if tags.text() == shown else _tags(tags.text(), before),
            )
        )  # fmt: skip
        return form.widget()

    def _words(self) -> QWidget:
        def make(form: Form, quote: Quote | None) -> Reader[Quote]:
            speaker = self._person(form, "speaker", pgettext("entry", "Who said or wrote it"),
                                   quote.speaker if quote else "")  # fmt: skip
            sure = form.choice("sure", pgettext("entry", "Which of these fits"), _pairs(names.sureness()),
                               _sureness(quote))  # fmt: skip
            words = form.text("text", pgettext("entry", "Words"), quote.text if quote else "", lines=2)
            open_text = pgettext("entry", "The words are not written yet. What you chose here is kept. A dossier says "
                                 "“Not given” in their place.")  # fmt: skip
            form.say_open(words, open_text, lambda: not words.text().strip() and read() is not None)
            files = self._proof(form, sure, quote.evidence if quote else ())

            def read() -> Quote | None:
                exact = sure.value() in {names.IN_WRITING, Certainty.EXACT}
                made = Quote(text=words.text() if words.text().strip() else "", speaker=speaker.value(),
                             evidence=files.values(),
                             certainty=Certainty.EXACT if exact else Certainty.IN_SUBSTANCE)  # fmt: skip
                return made if made != Quote(text="") else None

            return read

        rows = self._rows("quote", pgettext("entry", "Add words"), make, self._entry.exact_words)
        self._gather.append(lambda entry: changed(entry, exact_words=rows.values()))
        return rows.widget

    def _proof(self, form: Form, sure: Choice, values: Sequence[str]) -> ShownBy:
        """Return the files that show exact words, asked for where the person has them in writing.

        What is chosen stays in sight under every other answer, so that no file stands there unseen.
        """
        text = pgettext("entry", "No file is chosen yet. Until then these words are kept as ones you remember.")
        none = Label(self._theme, text, "muted")
        form.add(none)
        files = self._shown_by(form, values)

        def tell() -> None:
            written = sure.value() == names.IN_WRITING
            reveal(files, written or bool(files.values()))
            reveal(none, written and not files.values())

        sure.activated.connect(lambda _: tell())
        files.changed.connect(tell)
        tell()
        return files

    def _shown_by(self, form: Form, values: Sequence[str]) -> ShownBy:
        label = pgettext("entry", "Files that show it")
        files = ShownBy(self._desk, form.named("files"), label, values, self._own_files)
        files.answers(form.touched)
        form.add(files)
        return files

    def _told(self) -> QWidget:
        def make(form: Form, told: Told | None) -> Reader[Told]:
            def take(key: str) -> None:
                person.choose(key)
                if new.is_in_use:
                    person.setFocus()

            new = self._somebody_else(form.named("person"), take)
            new.typing.connect(form.touched)
            chosen = new.take_up(told.person if told else "")
            person = self._person(form, "person", pgettext("entry", "Whom"), chosen)
            open_text = pgettext("entry", "Nobody is chosen yet. What you wrote here is kept. A dossier says "
                                 "“Not given” for the name.")  # fmt: skip
            form.say_open(person, open_text, lambda: not new.value(person.value()) and read() is not None)
            form.add(new, unsettled=new.unsettled)
            when = form.date("when", pgettext("entry", "When you told them"), told.when if told else "")
            answer = form.text("answer", pgettext("entry", "What they answered"), told.answer if told else "", lines=2)

            def read() -> Told | None:
                made = Told(person=new.value(person.value()), when=when.text(), answer=answer.text())
                return made if made != Told(person="") else None

            return read

        rows = self._rows("told", pgettext("entry", "Add a person"), make, self._entry.told)
        self._gather.append(lambda entry: changed(entry, told=rows.values()))
        return rows.widget

    def _response(self) -> QWidget:
        def make(form: Form, step: ResponseStep | None) -> Reader[ResponseStep]:
            kind = form.choice("step", pgettext("entry", "Step"), _listed(names.steps()),
                               (step.step if step else None) or "")  # fmt: skip
            open_text = pgettext("entry", "No step is chosen yet. What you wrote here is kept. A dossier says "
                                 "“Not given” for the step.")  # fmt: skip
            form.say_open(kind, open_text, lambda: not kind.value() and read() is not None)
            when = form.date("when", pgettext("entry", "When they did it"), step.when if step else "")
            note = form.text("note", pgettext("entry", "Note"), step.note if step else "", lines=2)
            files = self._shown_by(form, step.evidence if step else ())

            def read() -> ResponseStep | None:
                made = ResponseStep(step=Step(kind.value()) if kind.value() else None, when=when.text(),
                                    note=note.text(), evidence=files.values())  # fmt: skip
                return made if made != ResponseStep() else None

            return read

        rows = self._rows("step", pgettext("entry", "Add a step"), make, self._entry.professional_response)
        self._gather.append(lambda entry: changed(entry, professional_response=rows.values()))
        return rows.widget

    def _rows(
        self, key: str, add_text: str, make: Callable[[Form, T | None], Reader[T]], values: Sequence[T]
    ) -> RowList[T]:
        rows = RowList(self._theme, f"entry.{key}", add_text, self.changed.emit, make, values)
        self._unfinished.append(rows.unfinished)
        return rows


def _further(before: Sequence[Involvement], named: set[str]) -> list[Involvement]:
    """Return what else is said of people who are named more than once, and still are: the form shows the first."""
    seen, further = set[str](), list[Involvement]()
    for each in before:
        if each.person in seen and each.person in named:
            further.append(each)
        seen.add(each.person)
    return further


def _tags(text: str, before: Sequence[str]) -> tuple[str, ...]:
    """Return the tags in a line, with commas between them; one that had a comma in it before keeps it."""
    found, parts = list[str](), [part.strip() for part in text.split(",")]
    whole = {tuple(part.strip() for part in tag.split(",")): tag for tag in before if "," in tag}
    while parts:
        tag = next((tag for key, tag in whole.items() if tuple(parts[: len(key)]) == key), parts[0])
        found.append(tag)
        del parts[: tag.count(",") + 1]
    return tuple(tag for tag in found if tag.strip())


def _listed(words: dict[str, str]) -> list[tuple[str, str]]:
    return [NOTHING, *_pairs(words)]


def _pairs(words: dict[str, str]) -> list[tuple[str, str]]:
    return [(str(key), text) for key, text in words.items()]


def _sureness(quote: Quote | None) -> str:
    if quote is None:
        return Certainty.IN_SUBSTANCE.value
    return names.IN_WRITING if quote.evidence and quote.certainty is Certainty.EXACT else quote.certainty.value


def _count(number: int) -> str:
    return str(number) if number else ""


def _start(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN_START else line[:_SHOWN_START].rsplit(" ", 1)[0] + " …"
