"""Filing: one complaint to one body about one professional, with the person's own account of it and what came after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from journal_app.domain.complaints import ComplaintEntry, LogEntry
from journal_app.domain.incident import Purpose
from journal_app.domain.people import Role
from journal_app.domain.records import changed
from journal_app.i18n import npgettext, pgettext
from journal_app.services import complaints, drafts, incidents, people
from journal_app.services.complaints import ComplaintView
from journal_app.services.journal import Journal
from journal_app.ui import unfinished
from journal_app.ui.body_facts import BodyFacts
from journal_app.ui.cards import Card, isolated
from journal_app.ui.desk import Desk
from journal_app.ui.editor import Editor
from journal_app.ui.entry_ticks import EntryTicks
from journal_app.ui.flow import flow
from journal_app.ui.form import NOTHING, Form
from journal_app.ui.row_list import Reader, RowList
from journal_app.ui.split_page import SplitPage
from journal_app.ui.widgets import Button, Label, Scroll, Section, column, held

_NEW = "complaint:"


@dataclass(frozen=True, slots=True)
class _Known:
    """What a complaint can name: professionals as (id, name)."""

    professionals: list[tuple[str, str]]


class FilingPage(SplitPage):
    """All complaints, and the one that is open."""

    section = "filing"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.title, self.icon = pgettext("section", "Filing"), "send"
        self.nothing = pgettext("filing", "Nothing here yet. A filing says to which body you turn, and about whom.")
        self.add_text = pgettext("filing", "New filing")
        super().__init__(desk, parent)

    def read_cards(self, journal: Journal) -> Sequence[Card]:
        """Return all complaints."""
        cards = [self._card(view.entry) for view in complaints.everything(journal)]
        return unfinished.among(journal, _NEW, ComplaintEntry, self._title, cards)

    def _title(self, entry: ComplaintEntry) -> str:
        """Return the name of the body, or else the first words that were written."""
        if entry.board:
            return self.desk.catalogue.board(entry.board).name
        texts = (entry.outcome_sought, entry.steps_taken, entry.delay_explanation, entry.other_bodies, entry.status,
                 entry.reference_number, *(each.what for each in entry.log))  # fmt: skip
        return next((line for text in texts if (line := incidents.first_line(text))), "")

    def _card(self, entry: ComplaintEntry) -> Card:
        count = len(entry.incidents)
        facts = [npgettext("filing", "{count} entry", "{count} entries", count).format(count=count)]
        facts += [entry.reference_number] if entry.reference_number else []
        status = entry.status or pgettext("filing", "Not sent, as far as noted")
        return Card(entry.id, status, isolated(self._title(entry)), " · ".join(facts))

    def show_record(self, identifier: str) -> None:
        """Open one complaint, or a new one where ``identifier`` is empty."""

        def read(journal: Journal) -> tuple[ComplaintView | None, ComplaintEntry | None, _Known]:
            view = complaints.get(journal, identifier) if identifier else None
            return view, drafts.load(journal, _NEW + identifier, ComplaintEntry), _known(journal)

        self.close_opened()
        self.desk.read(self, read, lambda found: self._open(*found))

    def _open(self, view: ComplaintView | None, draft: ComplaintEntry | None, known: _Known) -> None:
        editor = FilingEditor(self.desk, view, draft, known)
        self.show_editor(editor, view.entry.id if view else "")


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
        self.body = BodyFacts(self.desk, "filing", base.board)
        self.body.changed.connect(self.touched)
        form = self._form = Form(theme, "filing", self.touched)
        self.professional = form.choice("professional", pgettext("filing", "About whom"),
                                        [NOTHING, *self._known.professionals], base.professional)  # fmt: skip
        if not self._known.professionals:
            form.add(Label(theme, pgettext("filing", "Add the professional in the section People first."), "muted"))
        self.entries = EntryTicks(self.desk, "filing", base.incidents, Purpose.FOR_A_COMPLAINT)
        self.entries.changed.connect(self.touched)
        self._account = Form(theme, "filing", self.touched)
        add = self._account.text
        self.outcome = add("outcome", pgettext("filing", "What you hope for"), base.outcome_sought)
        self.steps = add("steps", pgettext("filing", "What you did about it so far"), base.steps_taken)
        self.delay = add("delay", pgettext("filing", "Why it took the time it took, if you want to say"),
                         base.delay_explanation)  # fmt: skip
        self.others = add("others", pgettext("filing", "Other bodies you turned to"), base.other_bodies)
        self._after = Form(theme, "filing", self.touched)
        self.status = self._after.line("status", pgettext("filing", "How it stands"), base.status)
        self.reference = self._after.line("reference", pgettext("filing", "Reference number"), base.reference_number)
        self._log = RowList(theme, "filing.log", pgettext("filing", "Add something that happened"), self.touched,
                            _log_row, base.log)  # fmt: skip

    def _arrange(self) -> None:
        theme, space = self.theme, self.theme.space
        done = Button(theme, "filing.done", pgettext("button", "Done"), icon="check", role="primary")
        back = Button(theme, "filing.back", pgettext("button", "Back"), icon="arrow-left", role="quiet")
        done.clicked.connect(self.finish)
        back.clicked.connect(self.back)
        lawyer = pgettext("audience", "Goes to a lawyer, never to a body")
        board = pgettext("audience", "Goes to the complaint")
        about = pgettext("filing", "Dates come from you or from the body's letter. The program computes none.")
        entries = Section(theme, "filing.entries", pgettext("filing", "Entries"), board, lambda: self.entries,
                          summary=str(len(self._base.incidents) or ""))  # fmt: skip
        account = Section(theme, "filing.account", pgettext("filing", "In your words"), board, self._account.widget)
        after = Section(
            theme, "filing.after", pgettext("filing", "After filing"), lawyer,
            lambda: held(column(self._after.widget(), Label(theme, about, "muted"), self._log.widget)),
        )  # fmt: skip
        parts = [flow(back), Label(theme, pgettext("filing", "Filing"), "title"), self.body, self._form.widget(),
                 entries, account, after]  # fmt: skip
        inner = held(column(*parts, 1, margins=space(4), spacing=space(2)))
        foot = column(self._problem, flow(done), margins=space(3), spacing=space(1))
        whole = column(Scroll(inner), foot, spacing=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def record(self) -> ComplaintEntry:
        """Return the complaint as written now."""
        return changed(
            self._base, board=self.body.value(), professional=self.professional.value(),
            incidents=self.entries.values(), outcome_sought=self.outcome.text(), steps_taken=self.steps.text(),
            delay_explanation=self.delay.text(), other_bodies=self.others.text(), status=self.status.text(),
            reference_number=self.reference.text(), log=self._log.values(),
        )  # fmt: skip

    def missing(self) -> str:
        """Return what is still needed: a body, a professional, and dates that are whole."""
        if not self.body.value():
            return pgettext("filing", "Choose the body first.")
        if not self.professional.value():
            return pgettext("filing", "Choose the professional first.")
        return self._log.unfinished()

    def committer(self) -> Callable[[Journal, Any], str]:
        """Return what saves the complaint."""
        return complaints.put

    def tell(self, problem: str) -> None:
        """Show what is missing beside the button."""
        self._problem.say(problem)


def _log_row(form: Form, entry: LogEntry | None) -> Reader[LogEntry]:
    when = form.date("when", pgettext("filing", "When"), entry.when if entry else "")
    what = form.text("what", pgettext("filing", "What happened"), entry.what if entry else "", lines=2)
    due = form.date("due", pgettext("filing", "Date the body named, if it named one"), entry.due if entry else "",
                    with_time=False)  # fmt: skip

    def read() -> LogEntry | None:
        made = LogEntry(when=when.value(), what=what.text(), due=due.value())
        return made if made != LogEntry() else None

    return read


def _known(journal: Journal) -> _Known:
    known = people.facts(journal)
    professionals = [(each.id, each.name) for each in known if Role.PROFESSIONAL in each.roles]
    return _Known(professionals)
