"""Filing: one complaint to one body about one professional, with the person's own account of it and what came after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from journal_app.domain.complaints import OTHER_BODY, ComplaintEntry, Sending
from journal_app.domain.dates import parse_event_date
from journal_app.domain.incident import Purpose
from journal_app.domain.people import Role
from journal_app.domain.records import changed
from journal_app.i18n import npgettext, pgettext
from journal_app.services import complaints, drafts, incidents, people
from journal_app.services.complaints import ComplaintView
from journal_app.services.journal import Journal
from journal_app.ui import names, unfinished
from journal_app.ui.body_facts import BodyFacts
from journal_app.ui.cards import Card, isolated
from journal_app.ui.desk import Desk
from journal_app.ui.editor import Editor
from journal_app.ui.entry_ticks import EntryTicks
from journal_app.ui.filing_parts import Rows, log_row
from journal_app.ui.flow import flow
from journal_app.ui.form import NOTHING, Form
from journal_app.ui.history import history_section
from journal_app.ui.made_before import MadeBefore
from journal_app.ui.new_person import NewPerson, add_typed
from journal_app.ui.row_list import Reader, RowList, RowsLater
from journal_app.ui.showing import bring_into_view
from journal_app.ui.split_page import SplitPage
from journal_app.ui.when_field import are_whole
from journal_app.ui.widgets import Button, Label, Section, column, held

_NEW = drafts.KEYS["complaint"]


@dataclass(frozen=True, slots=True)
class _Known:
    """Whom a complaint can be about, as (id, name): everybody, professionals first."""

    people: list[tuple[str, str]]


class FilingPage(SplitPage):
    """All complaints, and the one that is open."""

    section = "filing"

    @staticmethod
    def named() -> tuple[str, str]:
        """Return the name of the section and that of its icon."""
        return pgettext("section", "Filing"), "send"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.nothing = pgettext("filing", "Nothing here yet. A filing says to which body you turn, and about whom.")
        self.add_text = pgettext("filing", "New filing")
        super().__init__(desk, parent)

    def read_cards(self, journal: Journal) -> Sequence[Card]:
        """Return all complaints."""
        cards = [self._card(view.entry) for view in complaints.everything(journal)]
        return unfinished.among(journal, _NEW, ComplaintEntry, self._title, cards)

    def _title(self, entry: ComplaintEntry) -> str:
        """Return the name of the body, or else the first words that were written."""
        if body := complaints.body_name(entry):
            return incidents.first_line(body)
        texts = (entry.outcome_sought, entry.steps_taken, entry.delay_explanation, entry.other_bodies, entry.status,
                 entry.reference_number, *(each.what for each in entry.log),
                 *(each.said for each in entry.points), *(each.words for each in entry.replies))  # fmt: skip
        return next((line for text in texts if (line := incidents.first_line(text))), "")

    def _card(self, entry: ComplaintEntry) -> Card:
        count = len(entry.incidents)
        facts = [npgettext("filing", "{count} entry", "{count} entries", count).format(count=count)]
        facts += [entry.reference_number] if entry.reference_number else []
        status = entry.status or _sent(entry) or pgettext("filing", "Not sent, as far as noted")
        return Card(entry.id, status, isolated(self._title(entry)), " · ".join(facts))

    def show_record(self, identifier: str) -> None:
        """Open one complaint, or a new one where ``identifier`` is empty."""

        def read(journal: Journal) -> tuple[ComplaintView | None, ComplaintEntry | None, _Known]:
            view = complaints.get(journal, identifier) if identifier else None
            return view, drafts.load(journal, _NEW + identifier, ComplaintEntry), _known(journal)

        self.read_record(read, lambda found: self._open(*found))

    def _open(self, view: ComplaintView | None, draft: ComplaintEntry | None, known: _Known) -> None:
        field, self.desk.wanted_field = self.desk.wanted_field, ""
        make = partial(FilingEditor, self.desk, view, draft, known)
        self.show_editor(make, view.entry.id if view else "", lambda editor: editor.show_part(field))


class FilingEditor(Editor):
    """Writes one complaint: the body, the professional, the entries, the person's own account, and the log."""

    def __init__(self, desk: Desk, view: ComplaintView | None, draft: ComplaintEntry | None, known: _Known) -> None:
        before = view.entry if view else ComplaintEntry(id="", board="", professional="")
        super().__init__(desk, _NEW + (view.entry.id if view else ""), dirty=draft is not None, before=before)
        self._base = draft or before
        self._known = known
        self._problem = Label(self.theme, "", "danger")
        self._make_fields()
        self._arrange()

    def _make_fields(self) -> None:
        base, theme = self._base, self.theme
        self.body = BodyFacts(self.desk, "filing", base.board, written=base.board_name)
        self.body.answers(self.touched)
        form = self._form = Form(theme, "filing", self.touched)
        self._new = NewPerson(self.desk, "filing", pgettext("filing", "Somebody else"), lambda: self._known.people,
                              (Role.PROFESSIONAL,))  # fmt: skip
        self.professional = form.choice("professional", pgettext("filing", "About whom"),
                                        [NOTHING, *self._known.people],
                                        self._new.take_up(base.professional))  # fmt: skip
        self._new.typing.connect(self.touched)
        self._new.added.connect(self._added)
        form.add(self._new)
        self.entries = EntryTicks(self.desk, "filing", base.incidents, Purpose.FOR_A_COMPLAINT)
        self.entries.answers(self.touched)
        self._account = Form(theme, "filing", self.touched)
        add = self._account.text
        self.outcome = add("outcome", pgettext("filing", "What you hope for"), base.outcome_sought)
        self.steps = add("steps", pgettext("filing", "What you did about it so far"), base.steps_taken)
        self.delay = add("delay", pgettext("filing", "Why it took the time it took, if you want to say"),
                         base.delay_explanation)  # fmt: skip
        self.others = add("others", pgettext("filing", "Other bodies you turned to"), base.other_bodies)
        self._after = Form(theme, "filing", self.touched)
        self.status = self._after.line("status", pgettext("filing", "Status of the complaint"), base.status)
        self.reference = self._after.line("reference", pgettext("filing", "Reference number"), base.reference_number)
        rows = Rows(self.desk, self._country, self.entries.values)
        self._lists = {
            "log": self._later("log", pgettext("filing", "Add something that happened"), log_row, base.log),
            "sendings": self._later("sent", pgettext("filing", "Add something you sent"), rows.sending, base.sendings),
            "replies": self._later("reply", pgettext("filing", "Add a reply"), rows.reply, base.replies),
            "points": self._later("point", pgettext("filing", "Add a point"), rows.point, base.points),
            "standards": self._later("standard", pgettext("filing", "Add a rule"), rows.standard, base.standards),
        }

    def _later(
        self, key: str, add: str, make: Callable[[Form, Any], Reader[Any]], values: Sequence[Any]
    ) -> RowsLater[Any]:
        return RowsLater(values, lambda kept: RowList(self.theme, f"filing.{key}", add, self.touched, make, kept))

    def _country(self) -> str:
        board = self.body.value()
        return self.desk.catalogue.board(board).country if board not in {"", OTHER_BODY} else ""

    def _added(self, identifier: str, name: str) -> None:
        """Choose the person who was added."""
        self._known.people.append((identifier, name))
        self.professional.addItem(name, identifier)
        self.professional.choose(identifier)
        if self._new.is_in_use:
            self.professional.setFocus()
        self.touched()

    def _arrange(self) -> None:
        theme = self.theme
        done = Button(theme, "filing.done", pgettext("button", "Done"), icon="check", role="primary")
        back = Button(theme, "filing.back", pgettext("button", "Back"), icon="arrow-left", role="quiet")
        done.clicked.connect(self.finish)
        back.clicked.connect(self.back)
        parts = [flow(back), Label(theme, pgettext("filing", "Filing"), "title"), self.body, self._form.widget(),
                 *self._sections(), *self._versions()]  # fmt: skip
        self.lay_out(parts, self._problem, flow(done, self.kept, spacing=self.theme.space(2)))

    def _sections(self) -> list[QWidget]:
        theme, base, lists = self.theme, self._base, self._lists
        lawyer = pgettext("audience", "For a lawyer, never for a body")
        log = pgettext("audience", "For a lawyer; for a body the number alone")
        board = pgettext("audience", "Goes into its dossier")
        chosen = pgettext("audience", "Goes into a dossier only if you choose it there")
        about = {
            "standards": pgettext("filing", "Only if you want to name one. What a rule says is given in short; it "
                                            "does not say that the rule was broken."),
            "log": pgettext("filing", "Dates come from you or from the body’s letter. The program computes none."),
            "points": pgettext("filing", "Their answer, one point after the other, and what you say to each."),
        }  # fmt: skip
        made: list[tuple[str, str, str, Callable[[], QWidget], int]] = [
            ("entries", pgettext("filing", "Entries"), board, lambda: self.entries, len(base.incidents)),
            ("account", pgettext("filing", "In your words"), board, self._account.widget, 0),
            ("standards", pgettext("filing", "Rules you name"), board, lists["standards"].widget,
             len(base.standards)),
            ("after", pgettext("filing", "Log"), log,
             lambda: held(column(self._after.widget(), Label(theme, about["log"], "muted"), lists["log"].widget())),
             len(base.log)),
            ("sent", pgettext("filing", "What you sent"), lawyer, self._sent, len(base.sendings)),
            ("replies", pgettext("filing", "Replies received"), lawyer, lists["replies"].widget,
             len(base.replies)),
            ("points", pgettext("filing", "Their answer, point by point"), chosen, lists["points"].widget,
             len(base.points)),
        ]  # fmt: skip
        self.sections = {}
        for key, title, audience, make, count in made:
            inner = self._told(about[key], make) if key in {"standards", "points"} else make
            self.sections[key] = Section(theme, f"filing.{key}", title, audience, inner, summary=str(count or ""))
        dated = {"after": base.log, "sent": base.sendings, "replies": base.replies, "points": base.points}
        for key, records in dated.items():
            if not are_whole(*records):
                self.sections[key].open()
        return list(self.sections.values())

    def _sent(self) -> QWidget:
        """Return what was sent, and below it what was made here and may have been."""
        rows = self._lists["sendings"]
        if not self._base.id:
            return rows.widget()

        def add(sending: Sending) -> None:
            rows.add(sending)
            self.touched()
            self._keep()  # at once: what was written of it is let go of where it was written

        return held(column(rows.widget(), MadeBefore(self.desk, self._base.id, rows.values, add),
                           spacing=self.theme.space(3)))  # fmt: skip

    def _versions(self) -> list[QWidget]:
        return [history_section(self.desk, "filing", "complaint", self._base.id)] if self._base.id else []

    def _told(self, about: str, make: Callable[[], QWidget]) -> Callable[[], QWidget]:
        return lambda: held(column(Label(self.theme, about, "muted"), make()))

    def show_part(self, field: str) -> None:
        """Open the part of the form a field stands in, and go there."""
        if field in self.sections:
            self.sections[field].open()
            head = self.findChild(Button, f"filing.{field}.head")
            if isinstance(head, Button):
                head.setFocus()
                bring_into_view(self.sections[field])

    def record(self) -> ComplaintEntry:
        """Return the complaint as written now."""
        return changed(
            self._base, board=self.body.value(), board_name=self.body.written(),
            professional=self._new.value(self.professional.value()),
            incidents=self.entries.values(), outcome_sought=self.outcome.text(), steps_taken=self.steps.text(),
            delay_explanation=self.delay.text(), other_bodies=self.others.text(), status=self.status.text(),
            reference_number=self.reference.text(),
            **{name: rows.values() for name, rows in self._lists.items()},
        )  # fmt: skip

    def missing(self) -> str:
        """Return what is still needed: a body, a professional, and dates that are whole."""
        if not self.body.value():
            return pgettext("filing", "Choose the body first.")
        if self.body.value() == OTHER_BODY and not self.body.written():
            return pgettext("filing", "Write the name of the body first.")
        if not self._new.value(self.professional.value()):
            return pgettext("filing", "Choose the professional first.")
        return self._new.unsettled() or next((text for rows in self._lists.values() if (text := rows.unfinished())), "")

    def committer(self) -> Callable[[Journal, Any], str]:
        """Return what saves the complaint."""

        def commit(journal: Journal, entry: ComplaintEntry) -> str:
            ids = add_typed(journal, [entry.professional], (Role.PROFESSIONAL,))
            # The form does not ask which matches stay: what the dossier kept of them since it was opened holds.
            left_out = complaints.get(journal, entry.id).entry.matches_left_out if entry.id else ()
            kept = changed(entry, professional=ids[entry.professional], matches_left_out=left_out)
            return complaints.put(journal, kept)

        return commit

    def tell(self, problem: str) -> None:
        """Show what is missing beside the button."""
        self._problem.say(problem)


def _sent(entry: ComplaintEntry) -> str:
    """Return what was sent last, as far as noted; empty where nothing was."""
    if not entry.sendings:
        return ""
    last = max(entry.sendings, key=lambda each: parse_event_date(each.when).sort_key)
    if not last.when:
        return pgettext("filing", "Sent")
    return pgettext("filing", "Sent: {date}").format(date=names.date_text(last.when))


def _known(journal: Journal) -> _Known:
    known = sorted(people.facts(journal), key=lambda each: Role.PROFESSIONAL not in each.roles)  # each part by name
    return _Known([(each.id, each.name) for each in known])
