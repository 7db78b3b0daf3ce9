"""Matches: what was said in private beside where it turned up; the days between them, and no conclusion."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtWidgets import QBoxLayout, QWidget
from shiboken6 import isValid

from journal_app.domain.gaps import Gap
from journal_app.domain.matches import Match, PrivateSide, PublicSide
from journal_app.domain.records import changed
from journal_app.i18n import npgettext, pgettext
from journal_app.services import drafts, incidents, matches, people
from journal_app.services.journal import Journal
from journal_app.services.matches import MatchView
from journal_app.ui import names, unfinished
from journal_app.ui.cards import Card, isolated
from journal_app.ui.chooser import Entries, Files, OneOf
from journal_app.ui.desk import Desk
from journal_app.ui.editor import Editor
from journal_app.ui.flow import flow
from journal_app.ui.form import NOTHING, Form
from journal_app.ui.history import history_section
from journal_app.ui.marks import Marks
from journal_app.ui.split_page import SplitPage
from journal_app.ui.who_knew import who_knew
from journal_app.ui.widgets import Button, Label, Panel, Section, TextField, column, held, row

_NEW = drafts.KEYS["match"]
_SIDE_BY_SIDE = 620  # pixels at 100 % text from which the two sides stand beside each other


@dataclass(frozen=True, slots=True)
class _Known:
    """What a match can name beside entries and files: people as (id, words)."""

    people: list[tuple[str, str]]


class MatchesPage(SplitPage):
    """All matches, and the one that is open."""

    section = "matches"

    @staticmethod
    def named() -> tuple[str, str]:
        """Return the name of the section and that of its icon."""
        return pgettext("section", "Matches"), "link"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.nothing = pgettext("match", "Nothing here yet. A match puts what you said in private beside where it "
                                "turned up.")  # fmt: skip
        self.add_text = pgettext("match", "New match")
        super().__init__(desk, parent)

    def read_cards(self, journal: Journal) -> Sequence[Card]:
        """Return all matches."""
        cards = [_card(view) for view in matches.everything(journal)]
        return unfinished.among(journal, _NEW, Match, title_of, cards)

    def show_record(self, identifier: str) -> None:
        """Open one match, or a new one where ``identifier`` is empty."""

        def read(journal: Journal) -> tuple[MatchView | None, Match | None, _Known]:
            view = matches.get(journal, identifier) if identifier else None
            return view, drafts.load(journal, _NEW + identifier, Match), _known(journal)

        self.read_record(read, lambda found: self._open(*found))

    def _open(self, view: MatchView | None, draft: Match | None, known: _Known) -> None:
        self.desk.wanted_field = ""  # no point names a field of a match
        make = partial(MatchEditor, self.desk, view, draft, known)
        self.show_editor(make, view.match.id if view else "", lambda editor: editor.private_text.setFocus())


class MatchEditor(Editor):
    """Writes one match: two sides, and who could have known."""

    def __init__(self, desk: Desk, view: MatchView | None, draft: Match | None, known: _Known) -> None:
        before = view.match if view else Match(id="", private=PrivateSide(), public=PublicSide())
        super().__init__(desk, _NEW + (view.match.id if view else ""), dirty=draft is not None, before=before)
        self._base = draft or before
        self._known, self._view = known, view
        self._private, self._public = self._private_form(), self._public_form()
        self._around = Form(self.theme, "match", self.touched)
        self.who = self._around.text("who", pgettext("match", "Who else could have known"), self._base.who_could_know)
        self._around.add(who_knew(desk, "match.who-told", self.who, before.id))
        self.files = Files(desk, "match.files", self._base.evidence)
        self.files.answers(self.touched)
        self.files.changed.connect(self._offer_texts)
        self._problem, self._gap = Label(self.theme, "", "danger"), Label(self.theme, "", "lead")
        self._tell_gap()
        self._offer_texts()
        self._sides = row(
            Panel("card", column(self._private.widget(), 1, margins=self.theme.space(3))),
            Panel("card", column(self._public.widget(), 1, margins=self.theme.space(3))),
            spacing=self.theme.space(3),
        )
        self._arrange()

    def _private_form(self) -> Form:
        side, form = self._base.private, Form(self.theme, "match.private", self.touched)
        title = pgettext("match", "What I said in private")
        form.add(Label(self.theme, title, "heading"))
        self.private_entry = self._entry(form, "match.private.entry", side.incident)
        self.private_text, self.private_marks = self._words(form, "match.private", title, side.text)
        self.private_when = form.date("when", pgettext("match", "When you said it"), side.when)
        self.channel = form.choice("channel", pgettext("match", "By what way"), _listed(names.channels()), side.channel)
        self.told_to = form.choice("told", pgettext("match", "To whom"), [NOTHING, *self._known.people], side.told_to)
        self.private_when.changed.connect(self._tell_gap)
        return form

    def _public_form(self) -> Form:
        side, form = self._base.public, Form(self.theme, "match.public", self.touched)
        title = pgettext("match", "Where it turned up")
        form.add(Label(self.theme, title, "heading"))
        self.public_entry = self._entry(form, "match.public.entry", side.incident)
        self.public_text, self.public_marks = self._words(form, "match.public", title, side.text)
        self.public_when = form.date("when", pgettext("match", "When it was published"), side.when)
        self.first_seen = form.date("seen", pgettext("match", "When you first saw it"), side.first_seen)
        self.url = form.line("url", pgettext("match", "Address"), side.url)
        self.account = form.line("account", pgettext("match", "User account"), side.account)
        self.public_when.changed.connect(self._tell_gap)
        return form

    def _entry(self, form: Form, identifier: str, value: str) -> OneOf:
        words = pgettext("match", "Entry")
        made = OneOf(self.desk, identifier, words, value, Entries)
        made.answers(self.touched)
        made.changed.connect(self._offer_texts)
        form.add(Label(self.theme, words), made)
        return made

    def _words(self, form: Form, identifier: str, side: str, text: str) -> tuple[TextField, Marks]:
        """Return the field for the words of a side, a line for each passage, and what marks them above it."""
        words = pgettext("match", "Words")
        field = TextField(f"{identifier}.text", f"{words} · {side}", text, lines=4)
        field.answers(self.touched)
        marks = Marks(self.desk, f"{identifier}.marks", side, field)
        form.add(marks, Label(self.theme, words, buddy=field), field)
        return field, marks

    def _offer_texts(self) -> None:
        """Offer the texts in which words can be marked now."""
        for marks, entry in ((self.private_marks, self.private_entry), (self.public_marks, self.public_entry)):
            marks.offer(entry.value(), self.files.values())

    def _tell_gap(self) -> None:
        self._gap.say(days_between(matches.gap(self.private_when.value(), self.public_when.value())))

    def _arrange(self) -> None:
        theme = self.theme
        done = Button(theme, "match.done", pgettext("button", "Done"), icon="check", role="primary")
        back = Button(theme, "match.back", pgettext("button", "Back"), icon="arrow-left", role="quiet")
        done.clicked.connect(self.finish)
        back.clicked.connect(self.back)
        about = pgettext("match", "Write what you said, and where it turned up. The program draws no conclusion.")
        audience = pgettext(
            "audience",
            "Goes where all entries go that it names, unless you leave it out of a dossier. If it names none, it stays "
            "with you.",
        )
        parts = [flow(back), Label(theme, pgettext("match", "Match"), "title"), Label(theme, about, "muted"),
                 Label(theme, audience, "small"),
                 held(self._sides), self._gap, self._around.widget(),
                 Section(theme, "match.files-part", pgettext("match", "Files"),
                         pgettext("audience", "Goes where the match goes"), lambda: self.files,
                         summary=str(len(self._base.evidence) or "")), *self._record_parts()]  # fmt: skip
        self.lay_out(parts, self._problem, flow(done, self.kept, spacing=self.theme.space(2)))

    def _record_parts(self) -> list[QWidget]:
        """Return what a match has that was saved before: its versions, and taking it away."""
        if self._view is None:
            return []
        match, identifier = self._view.match, self._view.match.id
        versions = history_section(self.desk, "match", "match", identifier)

        def make() -> QWidget:
            take = Button(self.theme, "match.remove", pgettext("match", "Remove this match"), icon="trash-2",
                          role="danger")  # fmt: skip
            take.clicked.connect(removed)
            return flow(take)

        def removed() -> None:
            self._once(lambda journal: matches.remove(journal, identifier), gone)

        def gone(_: None) -> None:
            self.desk.say_removed(lambda journal: matches.restore(journal, match))
            if isValid(self):
                self.saved.emit(identifier)

        return [versions, Section(self.theme, "match.removal", pgettext("match", "Remove"), "", make)]

    def resizeEvent(self, event: Any) -> None:
        """Put the sides below each other where there is little room."""
        super().resizeEvent(event)
        self.dress()

    def dress(self) -> None:
        """Put the sides where there is room for them in the size of the text of now."""
        wide = self.width() >= _SIDE_BY_SIDE * self.theme.scale
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._sides.setDirection(direction)

    def record(self) -> Match:
        """Return the match as written now."""
        private = changed(
            self._base.private, text=self.private_text.text(), when=self.private_when.text(),
            channel=self.channel.value(), told_to=self.told_to.value(), incident=self.private_entry.value(),
        )  # fmt: skip
        public = changed(
            self._base.public, text=self.public_text.text(), when=self.public_when.text(), url=self.url.text(),
            first_seen=self.first_seen.text(), account=self.account.text(), incident=self.public_entry.value(),
        )  # fmt: skip
        return changed(
            self._base, private=private, public=public, who_could_know=self.who.text(), evidence=self.files.values()
        )

    def missing(self) -> str:
        """Return what is still needed: words on one of the sides, and dates that are whole."""
        if not (self.private_text.text().strip() or self.public_text.text().strip()):
            return pgettext("match", "Write the words on one of the two sides first.")
        return self._private.unfinished() or self._public.unfinished()

    def committer(self) -> Callable[[Journal, Any], str]:
        """Return what saves the match."""
        return matches.put

    def tell(self, problem: str) -> None:
        """Show what is missing beside the button."""
        self._problem.say(problem)


def days_between(gap: Gap | None) -> str:
    """Return the days between the two sides; empty where one of the dates is not known."""
    if gap is None:
        return ""
    least, most = gap.apart
    said = {
        "days": npgettext("match", "{count} day between them.", "{count} days between them.", most),
        "about": npgettext("match", "About {count} day between them.", "About {count} days between them.", most),
        "range": pgettext("match", "About {least} to {most} days between them."),
    }[gap.form].format(count=most, least=least, most=most)
    if gap.turned is False:
        return said
    turned = pgettext("match", "The public date is the earlier one.")
    either = pgettext("match", "Which of the two dates is the earlier one is not known.")
    return f"{said} {turned if gap.turned else either}"


def _card(view: MatchView) -> Card:
    match = view.match
    dates = [names.date_text(side.when) for side in (match.private, match.public) if side.when]
    above, gap = " · ".join(isolated(each) for each in dates), days_between(view.gap)
    return Card(match.id, above, isolated(title_of(match)), gap and isolated(gap))


def title_of(match: Match) -> str:
    """Return the words of one of the sides, or else the first that were written."""
    public, texts = match.public, (match.public.text, match.private.text, match.who_could_know)
    return next((line for text in (*texts, public.url, public.account) if (line := incidents.first_line(text))), "")


def _known(journal: Journal) -> _Known:
    return _Known(list(people.names(journal)))


def _listed(words: dict[str, str]) -> list[tuple[str, str]]:
    return [NOTHING, *((str(key), text) for key, text in words.items())]
