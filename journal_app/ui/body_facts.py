"""Choosing a body that takes complaints, and what is known of it, each fact with whether it is confirmed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from journal_app.catalogue import Board, Confidence, Fact
from journal_app.domain.complaints import OTHER_BODY
from journal_app.i18n import pgettext
from journal_app.ui import names
from journal_app.ui.answers import note
from journal_app.ui.desk import Desk
from journal_app.ui.fields import Answer
from journal_app.ui.form import NOTHING
from journal_app.ui.showing import reveal
from journal_app.ui.widgets import Choice, Label, LineField, Section, clear, column, held


class BodyFacts(Answer, QWidget):
    """Asks for a country and a body, and tells what is known of the one that is chosen.

    Where a name can be ``written``, another body can be chosen too, of which nothing is known.
    """

    changed = Signal()
    typed_parts = frozenset({2})

    def __init__(self, desk: Desk, identifier: str, board: str = "", *, written: str | None = None) -> None:
        super().__init__()
        self._desk, self._identifier, self._theme = desk, identifier, desk.theme
        boards = desk.catalogue.boards()
        countries = names.countries(each.country for each in boards)
        another = [(OTHER_BODY, names.other_body())] if written is not None else []
        chosen = board if board in {"", OTHER_BODY} else desk.catalogue.board(board).country
        self.country = Choice(
            f"{identifier}.country", pgettext("body", "Country"), [NOTHING, *countries, *another], chosen
        )
        self.body = Choice(f"{identifier}.body", pgettext("body", "Body"), [])
        self.body.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.body.setMinimumContentsLength(20)
        self._name = LineField(f"{identifier}.body-name", pgettext("body", "Name of the body"), written or "")
        self._name.textEdited.connect(lambda _: self.changed.emit())
        self._other: QWidget | None = None
        self._told = column()
        self.country.activated.connect(lambda _: self._choose_country())
        self.body.activated.connect(lambda _: self._chosen())
        space = self._theme.space(1)
        self._known = held(column(Label(self._theme, pgettext("body", "Body"), buddy=self.body), self.body,
                                  held(self._told), spacing=space))  # fmt: skip
        country = Label(self._theme, pgettext("body", "Country"), buddy=self.country)
        if written is not None:
            self._other = self._ask_for_name()
        asked = (self._known,) if self._other is None else (self._known, self._other)
        self.setLayout(column(country, self.country, *asked, spacing=space))
        self._offer(board)

    def _ask_for_name(self) -> QWidget:
        about = pgettext(
            "body", "For example an employer, an insurer or the police. The program knows nothing of this body: ask it "
            "how it wants to be written to, and by when."
        )  # fmt: skip
        label = Label(self._theme, pgettext("body", "Name of the body"), buddy=self._name)
        parts = (label, self._name, Label(self._theme, about, "muted"))
        return held(column(*parts, spacing=self._theme.space(1)))

    def value(self) -> str:
        """Return the id of the chosen body; empty where none is."""
        return OTHER_BODY if self.country.value() == OTHER_BODY else self.body.value()

    def written(self) -> str:
        """Return the name that was written for another body; empty where one is chosen that is known, or none."""
        return self._name.text().strip() if self.value() == OTHER_BODY else ""

    def answers(self, tell: Callable[[], object]) -> None:
        """Be a field of a form: tell it when another body is chosen or named, and let that be taken back."""
        self.becomes_answer()
        self.changed.connect(tell)

    def state(self) -> tuple[str, str, str]:
        """Return the country, the body and the name that was written."""
        return self.country.value(), self.body.value(), self._name.text()

    def put_back(self, state: tuple[str, str, str]) -> None:
        """Choose and write what stood here before."""
        self.country.choose(state[0])
        self._offer(state[1])
        self._name.setText(state[2])
        self.changed.emit()

    def place(self, before: tuple[str, ...], after: tuple[str, ...]) -> QWidget:
        """Return what changed: the country, the body or its name."""
        parts = (self.country, self.body, self._name)
        changed = (part for part, one, other in zip(parts, before, after, strict=True) if one != other)
        return next(changed, self.country)

    def choose(self, board: str) -> None:
        """Choose a body, and its country."""
        self.country.choose(self._desk.catalogue.board(board).country)
        self._offer(board)

    def _choose_country(self) -> None:
        before = self._last
        self._offer("")
        if self.value() != before:  # also where no body is chosen now: the one that was is not the answer any more
            self.changed.emit()
        note(self)

    def _offer(self, board: str) -> None:
        country = self.country.value()
        reveal(self._known, country != OTHER_BODY)
        if self._other is not None:
            reveal(self._other, country == OTHER_BODY)
        self.body.clear()
        self.body.addItem(NOTHING[1], "")
        for each in self._desk.catalogue.boards():
            if each.country == country:
                region = f" ({names.region(each.region)})" if each.region not in {"", "national"} else ""
                self.body.addItem(each.name + region, each.id)
        self.body.choose(board)
        self._tell()

    def _chosen(self) -> None:
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        self._last = self.value()
        clear(self._told)
        if self.value() not in {"", OTHER_BODY}:
            board = self._desk.catalogue.board(self.value())
            if board.name_note:
                self._told.addWidget(Label(self._theme, board.name_note))
            self._told.addWidget(
                Section(self._theme, f"{self._identifier}.facts", pgettext("body", "What is known of this body"), "",
                        lambda: self._facts(board))
            )  # fmt: skip

    def _facts(self, board: Board) -> QWidget:
        theme, unsure = self._theme, pgettext("body", "Not confirmed. Check with the board before you rely on this.")
        covered = (pgettext("body", "Whom it covers"), "\n".join(board.professions), board.confirmed)
        rows = [covered, *((words, fact.text, fact.confirmed) for words, fact in _named_facts(board) if fact.text)]
        rows += [(words, text, confirmed) for words, text, confirmed in (*_wanted(board), *_answers(board)) if text]
        sources = [each for each in board.sources if each.read]
        read = "\n".join(" – ".join(filter(None, (each.url, each.what))) for each in sources)
        parts = [self._fact(words, text, "" if confirmed else unsure) for words, text, confirmed in rows]
        known = pgettext("body", "How far this is known")
        parts += [self._fact(known, board.confidence_note, "")] if board.confidence_note else []
        parts += [self._fact(pgettext("body", "Read at"), read, "", "small")] if read else []
        checked = pgettext("body", "Looked up {date}.")
        if read:
            checked = pgettext("body", "Looked up {date}, in archived copies that may be old.")
        date = names.date_text(board.checked_on.isoformat())
        return held(column(*parts, Label(theme, checked.format(date=date), "small"), spacing=theme.space(3)))

    def _fact(self, words: str, text: str, unsure: str, kind: str = "") -> QWidget:
        """Return one fact under its heading; ``unsure`` says that it is not confirmed, empty where it is."""
        told = [Label(self._theme, unsure, "warn")] if unsure else []
        return held(column(Label(self._theme, words, "heading"), Label(self._theme, text, kind), *told, spacing=0))


def _wanted(board: Board) -> list[tuple[str, str, bool]]:
    """Return the ways to file, how it is signed, what is to be released, and the time limit; empty where unknown."""
    declared, limit = board.declaration, board.time_limit
    kinds = {
        "signed": pgettext("body", "A plain signature"),
        "penalty-of-perjury": pgettext("body", "Under penalty of perjury"),
        "under-oath": pgettext("body", "Under oath"),
        "notarised": pgettext("body", "Before a notary"),
        "none": pgettext("body", "No signature or oath was found"),
    }
    signed = [
        f"{names.way_to_file(each.route)}: {kinds[each.kind]}" if each.route else kinds[each.kind]
        for each in declared.found
    ]
    signed += [declared.note] if declared.note else []
    none_found = pgettext(
        "body", "None was found in what was read. That does not mean that there is none: ask the body."
    )
    unfound = pgettext("body", "That no limit was found does not mean that there is none: ask the body.")
    told = limit.text if limit.found else f"{limit.text}\n{unfound}"
    return [
        (
            pgettext("body", "Ways to file"),
            "\n".join(map(names.way_to_file, board.how_to_file)),
            board.how_to_file_confidence is Confidence.SOURCED,
        ),
        (pgettext("body", "Signature"), "\n".join(signed), declared.confidence is Confidence.SOURCED),
        (pgettext("body", "Permission to read records"), board.records_release.note, board.records_release.confirmed),
        (pgettext("body", "Time limit"), told if limit.text else none_found, limit.confirmed if limit.text else True),
    ]


def _named_facts(board: Board) -> list[tuple[str, Fact]]:
    return [
        (pgettext("body", "Form"), board.form_title),
        (pgettext("body", "Address of the form"), board.form_url),
        (pgettext("body", "Postal address"), board.postal_address),
        (pgettext("body", "E-mail"), board.email),
        (pgettext("body", "Telephone"), board.phone),
        (pgettext("body", "Attachments"), board.attachments_guidance),
        (pgettext("body", "Staying anonymous"), board.anonymity),
        (pgettext("body", "Who gets to read it"), board.privacy_note),
        (pgettext("body", "After filing"), board.after_filing),
    ]


def _answers(board: Board) -> list[tuple[str, str, bool]]:
    """Return what is known as a yes or no, or as one of a few words, in sentences; empty where it is not known."""
    copy, each, rule = board.respondent_gets_copy, board.one_complaint_per_practitioner, board.rule_citation
    said: dict[bool | None, str] = {
        True: pgettext("body", "The person complained about gets a copy."),
        False: pgettext(
            "body",
            "The person complained about does not get a copy of the complaint at first. Look at “Who gets to read it”.",
        ),
    }
    rules = {
        "required": pgettext("body", "The complaint has to name the rule that was broken."),
        "helpful": pgettext("body", "It helps when the complaint names the rule that was broken."),
        "not-needed": pgettext("body", "No rule has to be named."),
    }
    wanted = pgettext("body", "One complaint for each professional.")
    return [
        (
            pgettext("body", "Copy for the other side"),
            said[copy.answer] if copy.answer is not None else "",
            copy.confirmed,
        ),
        (pgettext("body", "Several professionals"), wanted if each.answer else "", each.confirmed),
        (pgettext("body", "Naming a rule"), rules.get(rule.text, ""), rule.confirmed),
    ]
