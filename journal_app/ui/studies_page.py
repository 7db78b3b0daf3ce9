"""Studies: what the person knows of each study or publication in which they were made a subject.

The section has no button of its own: few need it. An entry about research leads to it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from journal_app.domain.records import changed
from journal_app.domain.studies import Asked, Study
from journal_app.i18n import pgettext
from journal_app.services import drafts, incidents, studies
from journal_app.services.journal import Journal
from journal_app.ui import names, unfinished
from journal_app.ui.cards import Card, isolated
from journal_app.ui.chooser import Entries, Files, ManyOf
from journal_app.ui.desk import Desk
from journal_app.ui.editor import Editor
from journal_app.ui.flow import flow
from journal_app.ui.form import NOTHING, Form
from journal_app.ui.history import history_section
from journal_app.ui.showing import lead_to
from journal_app.ui.split_page import SplitPage
from journal_app.ui.widgets import Button, Label, Section, column, held

_NEW = drafts.KEYS["study"]
OVERSIGHT = "research-oversight"  # the kind of body in the catalogue that is there for research
_FOR = "\n"  # no id holds it: before the id of the entry for which a new study is opened


def new_for(entry: str) -> str:
    """Return what opens a new study that belongs to an entry."""
    return f"{_FOR}{entry}"


class StudiesPage(SplitPage):
    """All studies, and the one that is open."""

    section = "studies"

    @staticmethod
    def named() -> tuple[str, str]:
        """Return the name of the section and that of its icon."""
        return pgettext("section", "Studies"), "file-text"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.nothing = pgettext("study", "Nothing here yet. Note here a study or publication in which you were made a "
                                "subject.")  # fmt: skip
        self.add_text = pgettext("study", "New study")
        super().__init__(desk, parent)

    def read_cards(self, journal: Journal) -> Sequence[Card]:
        """Return all studies."""
        cards = [_card(study) for study in studies.everything(journal)]
        return unfinished.among(journal, _NEW, Study, title_of, cards)

    def show_record(self, identifier: str) -> None:
        """Open one study; a new one where ``identifier`` is empty or what :func:`new_for` returns."""
        entry = identifier.removeprefix(_FOR) if identifier.startswith(_FOR) else ""
        known = "" if entry else identifier

        def read(journal: Journal) -> tuple[Study | None, Study | None]:
            return studies.get(journal, known) if known else None, drafts.load(journal, _NEW + known, Study)

        self.read_record(read, lambda found: self._open(*found, entry))

    def _open(self, study: Study | None, draft: Study | None, entry: str) -> None:
        begun = draft
        if entry and draft is not None and entry not in draft.incidents:
            begun = changed(draft, incidents=(*draft.incidents, entry))
        before = study or Study(id="", incidents=(entry,) if entry else ())
        make = partial(StudyEditor, self.desk, study, begun, before)
        field, self.desk.wanted_field = self.desk.wanted_field, ""
        self.show_editor(make, study.id if study else "", lambda editor: editor.show_field(field))


class StudyEditor(Editor):
    """Writes what is known of one study."""

    def __init__(self, desk: Desk, saved: Study | None, draft: Study | None, before: Study) -> None:
        """``before`` is what stands without a draft: the study as it is saved, or an empty one."""
        super().__init__(desk, _NEW + (saved.id if saved else ""), dirty=draft is not None, before=before)
        self._study, self._base = saved, draft or before
        self._forms = [self._of_study(), self._of_consent(), self._of_finding()]
        self.entries = ManyOf(desk, "study.entries", pgettext("study", "Entries"), self._base.incidents, Entries)
        self.files = Files(desk, "study.files", self._base.evidence)
        self.entries.answers(self.touched)
        self.files.answers(self.touched)
        self._problem = Label(self.theme, "", "danger")
        self._arrange()

    def _of_study(self) -> Form:
        base, form = self._base, Form(self.theme, "study", self.touched)
        self.title = form.line("title", pgettext("study", "Title of the study or publication"), base.title)
        self.description = form.text("description", pgettext("study", "What it is about"), base.description, lines=2)
        self.institution = form.line("institution", pgettext("study", "Institution"), base.institution,
                                     placeholder=pgettext("study", "A university, a clinic, a practice"))  # fmt: skip
        self.committee = form.line("committee", pgettext("study", "Ethics or review committee"), base.committee)
        self.number = form.line("number", pgettext("study", "Number given by the committee, if you know it"),
                                base.committee_number)  # fmt: skip
        self.published_in = form.line("published-in", pgettext("study", "Where it was published or shown"),
                                      base.published_in)  # fmt: skip
        self.published = form.date("published", pgettext("study", "When it was published"), base.published,
                                   with_time=False)  # fmt: skip
        self.url = form.line("url", pgettext("study", "Address"), base.url)
        return form

    def _of_consent(self) -> Form:
        base, form = self._base, Form(self.theme, "study", self.touched)
        form.add(Label(self.theme, pgettext("study", "What you were told and asked"), "heading"))
        self.information = form.text("information", pgettext("study", "What you were told of it"), base.information)
        self.consent = form.choice("consent", pgettext("study", "Were you asked whether you agree?"),
                                   [NOTHING, *names.asked().items()], base.consent or "")  # fmt: skip
        self.consent_words = form.text("consent-words", pgettext("study", "What was asked, and what you answered"),
                                       base.consent_words)  # fmt: skip
        return form

    def _of_finding(self) -> Form:
        base, form = self._base, Form(self.theme, "study", self.touched)
        form.add(Label(self.theme, pgettext("study", "How you came upon it"), "heading"))
        self.found = form.date("found", pgettext("study", "When you found it"), base.found)
        self.learned = form.text("learned", pgettext("study", "How you learned of it"), base.learned)
        self.recognisable = form.text("recognisable", pgettext("study", "What of you can be recognised in it"),
                                      base.recognisable)  # fmt: skip
        return form

    def _arrange(self) -> None:
        theme = self.theme
        done = Button(theme, "study.done", pgettext("button", "Done"), icon="check", role="primary")
        back = Button(theme, "study.back", pgettext("button", "Back"), icon="arrow-left", role="quiet")
        done.clicked.connect(self.finish)
        back.clicked.connect(self.back)
        about = pgettext("study", "Write what you know, and leave the rest open. The program draws no conclusion.")
        audience = pgettext("audience", "Goes where all entries go that it names. If it names none, it stays with you.")
        entries = pgettext("study", "Entries it belongs to")
        self._files_part = Section(theme, "study.files-part", pgettext("study", "Files"),
                                   pgettext("study", "Go where the study goes"), lambda: self.files,
                                   summary=str(len(self._base.evidence) or ""))  # fmt: skip
        parts = [flow(back), Label(theme, pgettext("study", "Study or publication"), "title"),
                 Label(theme, about, "muted"), Label(theme, audience, "small"),
                 *(form.widget() for form in self._forms), Label(theme, entries, "heading"), self.entries,
                 self._files_part,
                 Section(theme, "study.bodies", pgettext("study", "Bodies that take complaints about research"), "",
                         self._bodies), *self._record_parts()]  # fmt: skip
        self.lay_out(parts, self._problem, flow(done, self.kept, spacing=theme.space(2)))

    def show_field(self, name: str) -> None:
        """Go to the field for a part of the record, by its name there; to the title where it has none of its own."""
        opened: dict[str, ManyOf | Section] = {"incidents": self.entries, "evidence": self._files_part}
        if name in opened:
            opened[name].open()
        fields: dict[str, QWidget] = {
            "institution": self.institution, "consent": self.consent, "incidents": self.entries.chooser.filter,
            "evidence": self.files.filter,
        }  # fmt: skip
        lead_to(fields.get(name, self.title))

    def _bodies(self) -> QWidget:
        """Return what the catalogue knows of bodies that are there for research, each with whether it is confirmed."""
        unsure = pgettext("body", "Not confirmed. Check with the board before you rely on this.")
        about = pgettext("study", "The program knows of no other that is there for research. Another body under "
                         "“Filing” may take such a complaint too: ask that body.")  # fmt: skip
        parts: list[QWidget] = []
        for board in self.desk.catalogue.boards():
            if board.body_type == OVERSIGHT:
                after = board.after_filing
                parts += [Label(self.theme, board.name, "heading"), Label(self.theme, after.text)]
                parts += [] if after.confirmed else [Label(self.theme, unsure, "warn")]
        return held(column(*parts, Label(self.theme, about, "muted"), spacing=self.theme.space(1)))

    def _record_parts(self) -> list[QWidget]:
        """Return what a study has that was saved before: its versions, and taking it away."""
        study = self._study
        if study is None:
            return []
        versions = history_section(self.desk, "study", "study", study.id)

        def make() -> QWidget:
            take = Button(self.theme, "study.remove", pgettext("study", "Remove this study"), icon="trash-2",
                          role="danger")  # fmt: skip
            take.clicked.connect(removed)
            return flow(take)

        def removed() -> None:
            self._once(lambda journal: studies.remove(journal, study.id), gone)

        def gone(_: None) -> None:
            self.desk.say_removed(lambda journal: studies.restore(journal, study))
            if isValid(self):
                self.saved.emit(study.id)

        return [versions, Section(self.theme, "study.removal", pgettext("study", "Remove"), "", make)]

    def record(self) -> Study:
        """Return the study as written now."""
        consent = self.consent.value()
        return changed(
            self._base, title=self.title.text(), description=self.description.text(), url=self.url.text(),
            published_in=self.published_in.text(), published=self.published.text(), found=self.found.text(),
            learned=self.learned.text(), institution=self.institution.text(), committee=self.committee.text(),
            committee_number=self.number.text(), information=self.information.text(),
            consent=Asked(consent) if consent else None, consent_words=self.consent_words.text(),
            recognisable=self.recognisable.text(), incidents=self.entries.values(), evidence=self.files.values(),
        )  # fmt: skip

    def missing(self) -> str:
        """Return what is still needed: one line of any kind, and dates that are whole."""
        if not any(text.strip() for text in self.record().texts):
            return pgettext("study", "Write down one thing you know of it first.")
        return next((text for form in self._forms if (text := form.unfinished())), "")

    def wanting(self) -> QWidget | None:
        """Return the title while nothing is written, or else a date that is none yet."""
        return super().wanting() if any(text.strip() for text in self.record().texts) else self.title

    def committer(self) -> Callable[[Journal, Any], str]:
        """Return what saves the study."""
        return studies.put

    def tell(self, problem: str) -> None:
        """Show what is missing beside the button."""
        self._problem.say(problem)


def title_of(study: Study) -> str:
    """Return the first line that was written of a study."""
    return next((line for text in study.texts if (line := incidents.first_line(text))), "")


def _card(study: Study) -> Card:
    above = names.date_text(study.published or study.found) if study.published or study.found else ""
    return Card(study.id, isolated(above), isolated(title_of(study)), isolated(study.institution))
