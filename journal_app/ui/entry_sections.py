"""The parts of an entry beyond its account: each opens when wanted, and says who will see it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from journal_app.domain.incident import Certainty, Channel, IncidentEntry, Involvement, Quote, ResponseStep, Step, Told
from journal_app.domain.records import changed
from journal_app.i18n import pgettext
from journal_app.ui.desk import Desk
from journal_app.ui.widgets import Button, Check, Choice, Label, LineField, Section, TextField, column, held, row, tip

People = Sequence[tuple[str, str]]


def channel_names() -> dict[str, str]:
    """Return the words for each way something was said or done."""
    return {
        Channel.IN_SESSION: pgettext("channel", "In session"),
        Channel.IN_PERSON_ELSEWHERE: pgettext("channel", "In person, elsewhere"),
        Channel.PHONE: pgettext("channel", "Telephone"),
        Channel.VIDEO: pgettext("channel", "Video call"),
        Channel.TEXT_MESSAGE: pgettext("channel", "Text message"),
        Channel.EMAIL: pgettext("channel", "E-mail"),
        Channel.LETTER: pgettext("channel", "Letter"),
        Channel.SOCIAL_MEDIA: pgettext("channel", "Social media"),
        Channel.PUBLIC_POST: pgettext("channel", "Public post"),
        Channel.THIRD_PARTY: pgettext("channel", "Through a third person"),
        Channel.OTHER: pgettext("channel", "Other"),
    }


def step_names() -> dict[str, str]:
    """Return the words for each step of a professional's response."""
    return {
        Step.ACKNOWLEDGED: pgettext("step", "Acknowledged it"),
        Step.APOLOGISED: pgettext("step", "Apologised"),
        Step.SOUGHT_SUPERVISION: pgettext("step", "Sought supervision"),
        Step.REFERRED: pgettext("step", "Referred me to somebody else"),
        Step.RESTORED_BOUNDARIES: pgettext("step", "Restored boundaries"),
        Step.REVIEWED_REGULARLY: pgettext("step", "Came back to it regularly"),
        Step.DENIED: pgettext("step", "Denied it"),
        Step.BLAMED_CLIENT: pgettext("step", "Said it was my doing"),
        Step.RETALIATED: pgettext("step", "Acted against me"),
        Step.NO_RESPONSE: pgettext("step", "Did not respond"),
    }


class EntrySections(QObject):
    """Makes the sections of one entry and gathers what was written in those that were opened."""

    changed = Signal()

    def __init__(self, desk: Desk, entry: IncidentEntry, people: People, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._theme, self._entry, self._people = desk, desk.theme, entry, people
        self._gather: list[Callable[[IncidentEntry], IncidentEntry]] = []
        complaint = pgettext("audience", "Goes where the entry goes")
        alone = pgettext("audience", "Only you. Never in a dossier")
        apart = pgettext("audience", "Kept apart from the facts")
        self.sections = [
            self._section("how", pgettext("entry", "Where and how"), complaint, self._how, self._how_summary()),
            self._section("who", pgettext("entry", "Who"), complaint, self._who, _count(len(entry.people))),
            self._section("words", pgettext("entry", "Exact words"), complaint, self._words,
                          _count(len(entry.exact_words))),
            self._text("own", pgettext("entry", "What you did then"), complaint, "own_response"),
            self._text("after", pgettext("entry", "What came after"), complaint, "afterwards"),
            self._section("response", pgettext("entry", "What they did afterwards"), complaint, self._response,
                          _count(len(entry.professional_response))),
            self._text("unsure", pgettext("entry", "What you are unsure of"), complaint, "unsure",
                       pgettext("entry", "It helps to say what you are not sure of. It makes the rest clearer.")),
            self._section("told", pgettext("entry", "People you told"), complaint, self._told, _count(len(entry.told))),
            self._section("types", pgettext("entry", "Types"), complaint, self._types, _count(len(entry.types))),
            self._text("impact", pgettext("entry", "Effects on you"), apart, "impact"),
            self._text("private", pgettext("entry", "Private note"), alone, "private_note"),
        ]  # fmt: skip

    def apply(self, entry: IncidentEntry) -> IncidentEntry:
        """Return the entry with what was written in the opened sections."""
        for gather in self._gather:
            entry = gather(entry)
        return entry

    def _section(self, key: str, title: str, audience: str, make: Callable[[], QWidget], summary: str) -> Section:
        return Section(self._theme, f"entry.{key}", title, audience, make, summary=summary)

    def _text(self, key: str, title: str, audience: str, field: str, hint: str = "") -> Section:
        def make() -> QWidget:
            box = TextField(f"entry.{key}.text", title, getattr(self._entry, field), lines=3)
            box.textChanged.connect(self.changed)
            self._gather.append(lambda entry: changed(entry, **{field: box.text()}))
            return held(column(*([Label(self._theme, hint, "muted")] if hint else []), box))

        return self._section(key, title, audience, make, _start(getattr(self._entry, field)))

    def _how_summary(self) -> str:
        channel = channel_names().get(self._entry.channel, "") if self._entry.channel else ""
        return " · ".join(part for part in (channel, self._entry.place) if part)

    def _how(self) -> QWidget:
        choices = [("", "–"), *((str(key), words) for key, words in channel_names().items())]
        channel = Choice("entry.channel", pgettext("entry", "By what way"), choices, self._entry.channel or "")
        place = LineField("entry.place", pgettext("entry", "Place"), self._entry.place)
        known = LineField("entry.known", pgettext("entry", "How can you place the date?"), self._entry.known_because)
        known.setPlaceholderText(pgettext("entry", "A calendar, a bill, a message, the season."))
        channel.activated.connect(lambda _: self.changed.emit())
        for field in (place, known):
            field.textEdited.connect(lambda _: self.changed.emit())
        self._gather.append(
            lambda entry: changed(
                entry, channel=Channel(channel.value()) if channel.value() else None, place=place.text(),
                known_because=known.text(),
            )
        )  # fmt: skip
        labelled = [(pgettext("entry", "By what way"), channel), (pgettext("entry", "Place"), place)]
        labelled.append((pgettext("entry", "How can you place the date?"), known))
        parts = [part for text, field in labelled for part in (Label(self._theme, text, buddy=field), field)]
        return held(column(*parts, spacing=self._theme.space(1)))

    def _who(self) -> QWidget:
        parts = {involved.person: involved.part for involved in self._entry.people}
        boxes = [(key, Check(f"entry.who.{key}", name, ticked=key in parts)) for key, name in self._people]
        for _, box in boxes:
            box.toggled.connect(lambda _: self.changed.emit())
        self._gather.append(
            lambda entry: changed(
                entry,
                people=tuple(Involvement(person=key, part=parts.get(key, "")) for key, box in boxes if box.isChecked()),
            )
        )
        none = Label(self._theme, pgettext("entry", "Add people in the section People first."), "muted")
        return held(column(*(box for _, box in boxes), spacing=0)) if boxes else none

    def _types(self) -> QWidget:
        kinds = self._desk.catalogue.incident_types()
        boxes = [
            (kind.id, Check(f"entry.type.{kind.id}", kind.label, ticked=kind.id in self._entry.types)) for kind in kinds
        ]
        for (_, box), kind in zip(boxes, kinds, strict=True):
            tip(box, kind.definition)
            box.toggled.connect(lambda _: self.changed.emit())
        self._gather.append(lambda entry: changed(entry, types=tuple(key for key, box in boxes if box.isChecked())))
        return held(column(*(box for _, box in boxes), spacing=0))

    def _words(self) -> QWidget:
        certainties = [
            (Certainty.EXACT.value, pgettext("entry", "Word for word")),
            (Certainty.IN_SUBSTANCE.value, pgettext("entry", "The sense of it")),
        ]
        rows = _Rows(self, pgettext("entry", "Add words"))

        def add(quote: Quote) -> tuple[QWidget, Callable[[], Quote | None]]:
            number = rows.count
            speaker = Choice(f"entry.quote.{number}.speaker", pgettext("entry", "Who"), self._choices(), quote.speaker)
            sure = Choice(f"entry.quote.{number}.sure", pgettext("entry", "How sure"), certainties, quote.certainty)
            words = TextField(f"entry.quote.{number}.text", pgettext("entry", "Words"), quote.text, lines=2)
            self._watch(words, speaker, sure)
            made = held(column(held(row(speaker, sure, 1)), words, spacing=self._theme.space(1)))

            def read() -> Quote | None:
                if not words.text().strip():
                    return None
                return Quote(text=words.text(), speaker=speaker.value(), certainty=Certainty(sure.value()))

            return made, read

        rows.fill(self._entry.exact_words, add, Quote(text=""))
        self._gather.append(lambda entry: changed(entry, exact_words=rows.values()))
        return rows.widget

    def _told(self) -> QWidget:
        rows = _Rows(self, pgettext("entry", "Add a person"))

        def add(told: Told) -> tuple[QWidget, Callable[[], Told | None]]:
            number = rows.count
            person = Choice(f"entry.told.{number}.person", pgettext("entry", "Who"), self._choices(), told.person)
            answer = TextField(
                f"entry.told.{number}.answer", pgettext("entry", "What they answered"), told.answer, lines=2
            )
            self._watch(answer, person)

            def read() -> Told | None:
                if not person.value():
                    return None
                return Told(person=person.value(), when=told.when, answer=answer.text())

            return held(column(held(row(person, 1)), answer, spacing=self._theme.space(1))), read

        rows.fill(self._entry.told, add, Told(person=""))
        self._gather.append(lambda entry: changed(entry, told=rows.values()))
        return rows.widget

    def _response(self) -> QWidget:
        choices = [("", "–"), *((str(key), words) for key, words in step_names().items())]
        rows = _Rows(self, pgettext("entry", "Add a step"))

        def add(step: ResponseStep | None) -> tuple[QWidget, Callable[[], ResponseStep | None]]:
            number = rows.count
            kind = Choice(f"entry.step.{number}", pgettext("entry", "Step"), choices, step.step if step else "")
            note = TextField(f"entry.step.{number}.note", pgettext("entry", "Note"), step.note if step else "", lines=2)
            self._watch(note, kind)

            def read() -> ResponseStep | None:
                if not kind.value():
                    return None
                return ResponseStep(step=Step(kind.value()), when=step.when if step else "", note=note.text())

            return held(column(held(row(kind, 1)), note, spacing=self._theme.space(1))), read

        rows.fill(self._entry.professional_response, add, None)
        self._gather.append(lambda entry: changed(entry, professional_response=rows.values()))
        return rows.widget

    def _choices(self) -> list[tuple[str, str]]:
        return [("", "–"), *self._people]

    def _watch(self, text: TextField, *choices: Choice) -> None:
        text.textChanged.connect(self.changed)
        for choice in choices:
            choice.activated.connect(lambda _: self.changed.emit())


class _Rows:
    """A list of small forms with a button that adds one more."""

    def __init__(self, sections: EntrySections, add_text: str) -> None:
        self.count = 0
        self._readers: list[Callable[[], object]] = []
        self._column = column(spacing=sections._theme.space(3))  # noqa: SLF001 - a part of it
        self._button = Button(sections._theme, f"entry.add.{add_text}", add_text, icon="plus", role="quiet")  # noqa: SLF001
        self.widget = held(column(held(self._column), held(row(self._button, 1))))

    def fill(
        self, values: Sequence[object], add: Callable[..., tuple[QWidget, Callable[[], object]]], empty: object
    ) -> None:
        """Show the values, or one empty form, and let more be added."""

        def one(value: object) -> None:
            widget, read = add(value)
            self.count += 1
            self._column.addWidget(widget)
            self._readers.append(read)

        for value in values or (empty,):
            one(value)
        self._button.clicked.connect(lambda: one(empty))

    def values(self) -> tuple[object, ...]:
        """Return what was filled in; forms left empty are nothing."""
        return tuple(value for read in self._readers if (value := read()) is not None)


def _count(number: int) -> str:
    return str(number) if number else ""


def _start(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:60].rsplit(" ", 1)[0] + " …"
