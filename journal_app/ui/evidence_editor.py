"""One file: what it shows, where it came from, and the files beside it in the list; its bytes cannot change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from journal_app.domain.custody import CustodyNote
from journal_app.domain.date_words import size_in_words
from journal_app.domain.evidence import Evidence, is_as_named, said_by_name
from journal_app.domain.records import changed
from journal_app.i18n import language_in_use, npgettext, pgettext
from journal_app.services import drafts, erasing, evidence, listing, renditions
from journal_app.services.evidence import EvidenceView
from journal_app.services.journal import Journal
from journal_app.services.listing import Beside, Sought
from journal_app.services.media import Facts, NoRendition
from journal_app.ui import file_dialog, names
from journal_app.ui.cards import isolated
from journal_app.ui.chooser import Entries
from journal_app.ui.desk import Desk
from journal_app.ui.editor import Editor
from journal_app.ui.file_viewer import FileViewer
from journal_app.ui.files_beside import FilesBeside
from journal_app.ui.flow import flow
from journal_app.ui.form import Form
from journal_app.ui.history import history_section
from journal_app.ui.recording_law import RecordingLaw
from journal_app.ui.showing import lead_to, reveal
from journal_app.ui.ticks import Check
from journal_app.ui.when_field import are_whole
from journal_app.ui.widgets import Button, Label, Section, column, held


@dataclass(frozen=True, slots=True)
class Found:
    """What is needed to show one file: itself, what was being written of it, and what stands beside it in the list."""

    view: EvidenceView
    draft: Evidence | None
    beside: Beside | None


class EvidenceEditor(Editor):
    """Shows one file and writes what is known of it; its bytes cannot change."""

    def __init__(self, desk: Desk, found: Found) -> None:
        super().__init__(desk, evidence.DRAFT + found.view.evidence.id, dirty=found.draft is not None)
        self._view = found.view
        self._base = found.draft or found.view.evidence
        self.viewer = FileViewer(desk, found.view.evidence)
        self.neighbours = FilesBeside(desk, found.beside, self)
        self._problem = Label(self.theme, "", "danger")
        form = self._form = Form(self.theme, "evidence", self.touched)
        self.description = form.text("description", pgettext("evidence", "What it shows, also for readers who cannot "
                                     "see it"), self._base.description, lines=2)  # fmt: skip
        form.add(Label(self.theme, _audience(), "small"))
        self._marks(form)
        self._card = self._card_form()
        self.entries = Entries(desk, "evidence.entries", self._base.incidents)
        self.entries.answers(self.touched)
        self._arrange()

    def _marks(self, form: Form) -> None:
        self.recording = Check("evidence.recording", pgettext("evidence", "A recording of people"),
                               ticked=self._base.recording)  # fmt: skip
        self.sensitive = Check("evidence.sensitive", pgettext("evidence", "Sensitive: ask again before it leaves"),
                               ticked=self._base.sensitive)  # fmt: skip
        for box in (self.recording, self.sensitive):
            box.answers(self.touched)
        form.add(self.recording, self.sensitive)
        note = RecordingLaw(self.desk)
        form.add(note)
        reveal(note, self._base.recording)
        self.recording.toggled.connect(lambda ticked: reveal(note, ticked))

    def _card_form(self) -> Form:
        card, form = self._base.card, Form(self.theme, "card", self.touched)
        self.captured_at = form.date("at", pgettext("card", "When the picture or file was made"), card.captured_at)
        self.lines = {
            "captured_by": form.line("by", pgettext("card", "By whom"), card.captured_by),
            "device": form.line("device", pgettext("card", "With which device"), card.device),
            "application": form.line("application", pgettext("card", "In which program"), card.application),
            "url": form.line("url", pgettext("card", "Address"), card.url),
            "account": form.line("account", pgettext("card", "User account"), card.account),
            "seen_by": form.line("seen", pgettext("card", "Who saw it"), card.seen_by),
        }
        return form

    def _arrange(self) -> None:
        theme, item = self.theme, self._view.evidence
        done = Button(theme, "evidence.done", pgettext("button", "Done"), icon="check", role="primary")
        back = Button(theme, "evidence.back", pgettext("button", "Back"), icon="arrow-left", role="quiet")
        give = Button(theme, "evidence.save", pgettext("evidence", "Save the original as …"), icon="download")
        done.clicked.connect(self.finish)
        back.clicked.connect(self.back)
        give.clicked.connect(self._give_out)
        leaves = Label(theme, pgettext("evidence", "A saved copy leaves the journal and is not locked."), "muted")
        card = Section(
            theme, "evidence.card", pgettext("evidence", "Where it came from"), _audience(), self._card.widget
        )
        entries = Section(theme, "evidence.entries", pgettext("evidence", "Entries"), "", lambda: self.entries,
                          summary=str(len(self._base.incidents) or ""))  # fmt: skip
        details = Section(theme, "evidence.details", pgettext("evidence", "Details, fingerprint and history"), "",
                          self._details)  # fmt: skip
        versions = history_section(self.desk, "evidence", "evidence", item.id)
        parts = [flow(back, *self.neighbours.parts), Label(theme, isolated(item.file_name), "title"), self.viewer,
                 self._form.widget(), card, entries, details, versions, flow(give), leaves,
                 *self._erasure()]  # fmt: skip
        if not are_whole(self._base.card):
            card.open()
        self.lay_out(parts, self._problem, flow(done, self.kept, spacing=self.theme.space(2)))

    @property
    def identifier(self) -> str:
        """The id of the file."""
        return self._view.evidence.id

    def show_field(self, name: str) -> None:
        """Go to the field for a part of the record, by its name there; nowhere where it has none of its own."""
        fields: dict[str, QWidget] = {
            "description": self.description, "recording": self.recording, "sensitive": self.sensitive,
        }  # fmt: skip
        lead_to(fields.get(name))

    def take_focus(self, identifier: str) -> None:
        """Give the focus to a part of the form, or where it cannot be had to what shows the picture."""
        found = self.findChild(QWidget, identifier) if identifier else None
        can = isinstance(found, QWidget) and found.isVisibleTo(self) and found.isEnabled()
        (found if can and isinstance(found, QWidget) else self.viewer.cover).setFocus()

    def _details(self) -> QWidget:
        theme, item = self.theme, self._view.evidence
        copy = Button(theme, "evidence.copy", pgettext("evidence", "Copy the fingerprint"), icon="copy", role="quiet")
        copy.clicked.connect(lambda: self.desk.copy(item.sha256))
        shows = pgettext("evidence", "The fingerprint shows that this file is the same as when it was added. It does "
                         "not show who made it or when.")  # fmt: skip
        lines = [
            pgettext("evidence", "Kind: {kind} ({code})").format(
                kind=names.media(item.media_type), code=item.media_type
            ),
            pgettext("evidence", "Size: {size}").format(size=size_in_words(item.size, language_in_use())),
            pgettext("evidence", "Fingerprint (SHA-256): {digits}").format(digits=names.in_fours(item.sha256)),
        ]
        said = said_by_name(item.file_name)
        if said and not is_as_named(said, item.media_type):
            otherwise = pgettext("evidence", "The name says {said}; the content is {kind}.")
            lines.insert(1, otherwise.format(said=said, kind=item.media_type))
        history = [f"{names.moment(each.time)}: {_done(each.note)}" for each in self._view.custody]
        own = Label(theme, "")
        self.desk.read(own, lambda journal: _facts(journal, item.id), lambda facts: own.say(_own_facts(facts)))
        parts: list[QWidget] = [*(Label(theme, line) for line in lines), own]
        parts += [flow(copy), Label(theme, shows, "muted"), Label(theme, pgettext("evidence", "History"), "heading")]
        parts += [Label(theme, line) for line in history]
        return held(column(*parts, spacing=theme.space(1)))

    def _erasure(self) -> list[QWidget]:
        if self.desk.reads_only:
            return []
        about = pgettext(
            "evidence",
            "Erases the file and its pictures from this journal. They cannot be brought back. Its name, what you wrote "
            "about it, its fingerprint and its history stay. Copies made before still hold it. "
            "Erasing things after a complaint can harm it; a lawyer can tell you more.",
        )

        def make() -> QWidget:
            sure = Check("evidence.erase.sure", pgettext("evidence", "I know that it cannot be brought back"))
            erase = Button(self.theme, "evidence.erase", pgettext("evidence", "Erase this file for good"),
                           icon="trash-2", role="danger")  # fmt: skip
            erase.setEnabled(False)
            sure.toggled.connect(erase.setEnabled)
            erase.clicked.connect(self._erase)
            return held(column(Label(self.theme, about), sure, flow(erase), spacing=self.theme.space(1)))

        return [Section(self.theme, "evidence.erasure", pgettext("evidence", "Erase"), "", make)]

    def _erase(self) -> None:
        """Erase the file; what was being written of it is saved before, and stays in its history."""
        self.settle()
        identifier, slot, number = self.identifier, self.slot, self.slot.number()

        def work(journal: Journal) -> None:
            with slot.lock:
                erasing.erase(journal, identifier, draft=slot.key)
                slot.end(number)

        def gone(_: None) -> None:
            self.desk.say(pgettext("evidence", "Erased. That it was here stays in the history."))
            if isValid(self):
                self.saved.emit(identifier)

        self._once(work, gone)

    def _give_out(self) -> None:
        item = self._view.evidence
        place = file_dialog.place_to_save(self, pgettext("evidence", "Save the original as …"), item.file_name)
        if place is not None:
            self.give_out(place)

    def give_out(self, place: Path) -> None:
        """Write the original bytes to ``place``."""
        identifier = self._view.evidence.id
        text = pgettext("evidence", "Saved. It is the same, bit by bit.")
        self.desk.change(self, lambda journal: evidence.copy_original(journal, identifier, place),
                         lambda _: self.desk.say(text))  # fmt: skip

    def record(self) -> Evidence:
        """Return what is known of the file as written now."""
        values = {name: field.text() for name, field in self.lines.items()}
        card = changed(self._base.card, captured_at=self.captured_at.text(), **values)
        return changed(
            self._base, description=self.description.text(), card=card, incidents=self.entries.values(),
            recording=self.recording.isChecked(), sensitive=self.sensitive.isChecked(),
        )  # fmt: skip

    def settle(self) -> None:
        """Keep also what was drawn over the picture."""
        self.viewer.keep()
        super().settle()

    def leave(self) -> None:
        """Keep also what was drawn over the picture, before the program locks."""
        self.viewer.keep(at_last=True)
        super().leave()

    def finish(self) -> None:
        """Keep also what was drawn over the picture."""
        self.viewer.keep()
        super().finish()

    def missing(self) -> str:
        """Return the sentence for a date that is none yet."""
        return self._card.unfinished()

    def committer(self) -> Callable[[Journal, Any], str]:
        """Return what saves what is known of the file."""

        def commit(journal: Journal, item: Evidence) -> str:
            there = evidence.get(journal, item.id).evidence
            evidence.describe(journal, changed(item, blob=there.blob))  # a damaged one may have been put anew since
            return item.id

        return commit

    def undoing(self, record: Evidence) -> Callable[[Journal], object] | None:
        """Return what puts the file back into the entries it was taken out of."""
        gone = [each for each in self._view.evidence.incidents if each not in record.incidents]

        def put_back(journal: Journal) -> None:
            evidence.link(journal, record.id, gone)

        return put_back if gone else None

    def tell(self, problem: str) -> None:
        """Show what is missing beside the button."""
        self._problem.say(problem)


def read(journal: Journal, identifier: str, wanted: Sought) -> Found:
    """Return one file as it is to be shown; ``wanted`` says among which others it stands."""
    view = evidence.get(journal, identifier)
    draft = drafts.load(journal, evidence.DRAFT + identifier, Evidence)
    return Found(view, draft, listing.beside(journal, wanted, identifier))


def _done(note: CustodyNote) -> str:
    """Return in words what was done with a file; where another try to show it ended otherwise, both that was found."""
    tried = renditions.tried_again(note)
    if tried is None:
        return names.custody()[note.event]
    before, now = tried
    text = pgettext("custody", "Tried again to show it. Before: {before} Now: {now}")
    return text.format(before=before, now=now or pgettext("custody", "It can be shown."))


def _facts(journal: Journal, identifier: str) -> Facts | None:
    try:
        return renditions.facts(journal, identifier)
    except NoRendition:
        return None


def _own_facts(facts: Facts | None) -> str:
    """Return what the file says of itself; a position is only said to be there."""
    if facts is None:
        return ""
    lines = []
    if facts.width:
        text = pgettext("evidence", "Pixels: {width} × {height}")
        lines.append(text.format(width=facts.width, height=facts.height))
    if facts.pages > 1:
        lines.append(npgettext("evidence", "{count} page", "{count} pages", facts.pages).format(count=facts.pages))
    if facts.taken_at:
        lines.append(pgettext("evidence", "The file says it was made: {date}").format(date=facts.taken_at))
    if facts.device:
        lines.append(pgettext("evidence", "The file names this device: {device}").format(device=facts.device))
    if facts.has_position:
        lines.append(
            pgettext(
                "evidence",
                "The original file contains the location (GPS) where it was made. Whoever "
                "receives the original can read it.",
            )
        )
    return "\n".join(lines)


def _audience() -> str:
    return pgettext("audience", "Goes where the file goes")
