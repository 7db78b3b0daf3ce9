"""One entry: the account first, then when, files and everything else; kept as a draft while it is written."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from journal_app.domain.evidence import SourceCard
from journal_app.domain.incident import IncidentEntry, Purpose
from journal_app.domain.records import Record, changed
from journal_app.errors import JournalError
from journal_app.i18n import npgettext, pgettext
from journal_app.progress import Progress
from journal_app.services import drafts, evidence, incidents, screenshots
from journal_app.services.drafts import NEW, WAITING
from journal_app.services.incidents import IncidentView
from journal_app.services.intake import NewFile
from journal_app.services.journal import Journal
from journal_app.services.screenshots import Shot
from journal_app.ui import file_dialog, given, names, offered, screen_picture, taken
from journal_app.ui.desk import Desk
from journal_app.ui.editor import Editor
from journal_app.ui.entry_files import EntryFiles
from journal_app.ui.entry_sections import EntrySections, People
from journal_app.ui.entry_studies import EntryStudies
from journal_app.ui.flow import flow
from journal_app.ui.history import history_section
from journal_app.ui.new_person import add_typed
from journal_app.ui.screen_picture import ScreenPicture
from journal_app.ui.screen_portal import PortalPicture
from journal_app.ui.waiting_files import keep_waiting, kept_at_a_lock, take_in, waiting_for
from journal_app.ui.when_field import WhenField
from journal_app.ui.widgets import Button, Choice, Label, LineField, Section, TextField, column, held


class IncidentEditor(Editor):
    """Writes one entry. ``view`` is None for a new one; ``draft`` is what was being written before."""

    def __init__(
        self,
        desk: Desk,
        view: IncidentView | None,
        draft: IncidentEntry | None,
        people: People,
        waiting: tuple[str, ...] = (),
    ) -> None:
        """Begin with what was written; ``waiting`` are the ids of files that came before the first sentence."""
        before = view.entry if view else IncidentEntry(account="")
        super().__init__(desk, view.entry.id if view else NEW, dirty=bool(draft or waiting), before=before)
        self._view, self._people = view, people
        self._base = draft or before
        self._waiting = waiting
        self.setAcceptDrops(True)
        self._make_fields()
        self._arrange()
        for field in (self.account, self.when, self.known, self.purpose):
            field.answers(self.touched)
        self.sections.changed.connect(self.touched)
        self._tell_waiting()

    def _make_fields(self) -> None:
        base, theme = self._base, self.theme
        placeholder = pgettext("entry", "Start anywhere. One sentence is enough, and you can add to it later.")
        self.account = TextField("entry.account", pgettext("entry", "What happened"), base.account, lines=8,
                                 placeholder=placeholder)  # fmt: skip
        self.when = WhenField(theme, "entry.when")
        self.when.show_text(base.occurred)
        self.known = LineField("entry.known", pgettext("entry", "How can you place the date?"), base.known_because,
                               placeholder=pgettext("entry", "A calendar, a bill, a message, the season."))  # fmt: skip
        purposes = [(str(key), words) for key, words in names.audiences().items()]
        self.purpose = Choice("entry.purpose", pgettext("entry", "Who this is for"), purposes, base.purpose)
        self.sections = EntrySections(self.desk, base, self._people, self._own_files, self)
        self.research = EntryStudies(self.desk, self._view.entry.id if self._view else "", base.types)
        self.sections.changed.connect(lambda: self.research.show_types(self.sections.apply(base).types))
        self.done = Button(theme, "entry.done", pgettext("button", "Done"), icon="check", role="primary")
        self.done.clicked.connect(self.finish)
        self._saved, self._times = column(spacing=theme.space(2)), Label(theme, "", "small")
        self._state, self._problem = Label(theme, "", "ok"), Label(theme, "", "danger")
        self.files = EntryFiles(self.desk, self._own_files(), offer_date=not base.occurred)
        self.files.date_taken.connect(self._take_date)

    def _own_files(self) -> tuple[str, ...]:
        """Return the ids of the files of this entry, and of those that wait for it."""
        return (*(self._view.evidence if self._view else ()), *self._waiting)

    def _arrange(self) -> None:
        theme = self.theme
        back = Button(theme, "entry.back", pgettext("button", "Back"), icon="arrow-left", role="quiet")
        back.clicked.connect(self.back)
        add = Button(theme, "entry.add-file", pgettext("entry", "Add a picture or file"), icon="paperclip")
        paste = Button(theme, "entry.paste", pgettext("entry", "Paste"), icon="clipboard")
        add.clicked.connect(self._choose_files)
        paste.clicked.connect(lambda: self._take(QGuiApplication.clipboard().mimeData()))
        screen = Button(theme, "entry.screen", pgettext("entry", "Take a picture of the screen"), icon="image")
        screen.clicked.connect(self.take_screen)
        title = Label(theme, pgettext("entry", "What happened"), "title", buddy=self.account)
        prompt = pgettext("entry", "What else do you remember? For example what you saw, heard, or did.")
        parts: list[QWidget] = [
            flow(back, self.purpose), title, self.account, Label(theme, prompt, "muted"),
            Label(theme, pgettext("entry", "When was this?"), "heading", buddy=self.when.kind), self.when,
            Label(theme, pgettext("entry", "How can you place the date?"), buddy=self.known), self.known,
            flow(add, paste, screen), self.files, *self.sections.sections, self.research, held(self._saved),
        ]  # fmt: skip
        self._show_saved()
        self.lay_out(parts, self._problem, flow(self.done, self._state, self.kept, spacing=self.theme.space(2)))

    def _show_saved(self) -> None:
        """Show what an entry has once it is saved: its times, its versions, and taking it away."""
        view = self._view
        if view is None:
            return
        if not self._times.text():
            versions = history_section(self.desk, "entry", "incident", view.entry.id)
            for part in (self._times, versions, self._removal(view)):
                self._saved.addWidget(part)
        self._times.say(_times(view))

    def _removal(self, view: IncidentView) -> QWidget:
        identifier = view.entry.id

        def back(journal: Journal) -> None:
            incidents.restore(journal, identifier)

        if view.removed:
            again = Button(self.theme, "entry.restore", pgettext("entry", "Bring back"), icon="undo-2")
            again.clicked.connect(lambda: self._move(back))
            told = pgettext("entry", "This entry was removed. What you change is kept, and it stays off the timeline "
                            "until you bring it back.")  # fmt: skip
            return held(column(Label(self.theme, told), flow(again)))
        about = pgettext(
            "entry",
            "Takes this entry off the timeline. Its earlier text stays in the history. "
            "Removing things after a complaint can harm it; a lawyer can tell you more.",
        )

        def make() -> QWidget:
            take = Button(self.theme, "entry.remove", pgettext("entry", "Remove this entry"), icon="trash-2",
                          role="danger")  # fmt: skip
            take.clicked.connect(lambda: self._move(lambda journal: incidents.remove(journal, identifier), undo=back))
            return held(column(Label(self.theme, about), flow(take)))

        return Section(self.theme, "entry.removal", pgettext("entry", "Remove"), "", make)

    def _move(self, work: Callable[[Journal], None], *, undo: Callable[[Journal], None] | None = None) -> None:
        """Take the entry off the timeline or put it back; what was being written in it is saved before."""
        self.settle()
        identifier = self.key

        def moved(_: None) -> None:
            if undo is not None:
                self.desk.say_removed(undo)
            if isValid(self):
                self.saved.emit(identifier)

        self._once(work, moved)

    def record(self) -> IncidentEntry:
        """Return the entry as it is written now."""
        entry = changed(
            self._base,
            account=self.account.text(),
            occurred=self.when.text(),
            timezone=self._timezone(),
            purpose=Purpose(self.purpose.value()), known_because=self.known.text(),
        )  # fmt: skip
        return self.sections.apply(entry)

    def _timezone(self) -> str:
        """Return the time zone of the date: this computer's only where the date is from this form."""
        saved = self._view.entry if self._view else IncidentEntry(account="")
        when = self.when.text()
        if when == saved.occurred:
            return saved.timezone
        return saved.timezone or self._base.timezone or (self.desk.timezone if when else "")

    def is_empty(self, record: Record) -> bool:
        """Say whether nothing is written and no file waits either."""
        return not self._waiting and super().is_empty(record)

    def missing(self) -> str:
        """Return what is still needed: one sentence, and a date that is one or is left open."""
        if not self.account.text().strip():
            return pgettext("entry", "One sentence is enough, and it is needed.")
        if not self.when.whole():
            return pgettext("entry", "The date is not complete. Choose “I am not sure” to leave it open.")
        return self.sections.unfinished()

    def wanting(self) -> QWidget | None:
        """Return the account while it is empty, or else a date that is none yet."""
        return super().wanting() if self.account.text().strip() else self.account

    def committer(self) -> Callable[[Journal, Any], str]:
        """Return what records or revises the entry, and links the files that waited for it."""
        slot = self.slot

        def commit(journal: Journal, entry: IncidentEntry) -> str:
            entry = _with_new_people(journal, entry)
            waiting = waiting_for(journal, slot.key)
            identifier = slot.key
            if slot.key == NEW:
                identifier = incidents.record(journal, entry)
            else:
                incidents.revise(journal, slot.key, entry)
            for item in waiting:
                evidence.link(journal, item, (identifier,))
            drafts.forget(journal, [WAITING + slot.key])
            slot.key = identifier
            return identifier

        return commit

    def tell(self, problem: str) -> None:
        """Show what is missing beside the button."""
        self._problem.say(problem)

    def _take_date(self, text: str) -> None:
        self.when.show_text(text)
        self.touched()

    def _choose_files(self) -> None:
        paths = file_dialog.files_to_open(self, pgettext("entry", "Add a picture or file"))
        self._attach(evidence.names_of(paths))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and pictures that are dragged here."""
        if given.is_for_the_page(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped."""
        self._take(event.mimeData())

    def attach(self, new: list[NewFile]) -> None:
        """Add files."""
        self._attach(new)

    def take_given(self, data: QMimeData) -> None:
        """Add files or a picture that were given to one of the fields."""
        self._take(data)

    def _take(self, data: QMimeData) -> None:
        """Add files, or a picture exactly as another program offers it; text goes into the account."""
        self._problem.say("")
        new, why_not = offered.files(data), offered.why_not(data)
        if new:
            self._attach(new)
        elif why_not:
            self._problem.say(why_not)
        elif data.hasText():
            self.account.insertPlainText(data.text())

    def take_screen(self) -> None:
        """Take a picture of the screen, and add it with what is known of it."""
        if not screen_picture.can_be_taken():
            portal, desk = PortalPicture(self.window()), self.desk
            portal.taken.connect(lambda shot: self._take_shot(shot) if isValid(self) else _tell_left(desk, shot))
            portal.refused.connect(self._say_why_not)
            portal.start()
            return
        picture = ScreenPicture(self.theme, self.window(), screen_picture.grabbed)
        name = pgettext("screen", "picture of the screen.png")
        picture.taken.connect(
            lambda image, at: self._attach(
                [NewFile(name=name, source=screen_picture.as_png(image))], screen_picture.card_of(at)
            )
        )
        picture.refused.connect(self._say_why_not)
        picture.ended.connect(picture.deleteLater)
        picture.start()

    def _take_shot(self, shot: Shot) -> None:
        """Add a picture that the desktop took, if it is one, and have the desktop's own copy removed."""
        desk = self.desk

        def take(_: object) -> None:
            if isValid(self):
                self._attach([screenshots.as_file(shot)], screenshots.card(shot), shot)
            else:
                _tell_left(desk, shot)

        desk.read(desk, lambda _: screenshots.check(shot), take, self._say_why_not)

    def _say_why_not(self, error: Exception) -> None:
        if not isinstance(error, JournalError):
            self.desk.show_error(error)
        elif isValid(self):
            self._problem.say(f"{error.message} {error.advice}")

    def _attach(self, new: list[NewFile], card: SourceCard | None = None, shot: Shot | None = None) -> None:
        """Take files in at once, so that none is lost; a new entry is saved first where it has a sentence."""
        if not new:
            return
        title, window = pgettext("entry", "Adding files"), self.window()
        if self.missing() or self.sections.names_somebody_new():  # Done adds them, and not a file
            take = self.desk.pending.until(partial(keep_waiting, slot=self.slot, new=new, card=card, shot=shot))
            watched = self.desk.additions.watched(take, new, kept_at_a_lock(self.slot, card))
            self.desk.long(window, title, watched, lambda done: self._wait(*done), self.desk.show_error)
            return
        record, slot = self.record(), self.slot
        dirty = self._dirty or slot.key == NEW
        if dirty:
            self.desk.keep(self._keeper(record))
        save: Callable[[Journal], str] = self._saver(record) if dirty else lambda _: slot.key
        self._timer.stop()
        self._dirty = False

        def work(journal: Journal, progress: Progress) -> tuple[str, str]:
            identifier, there = save(journal), evidence.stored_as(journal)
            files, more = take_in(journal, identifier, new, progress, card, shot)
            return identifier, f"{taken.in_words(journal, files, there, linked=True)} {more}".strip()

        adding = self.desk.additions.watched(work, new, kept_at_a_lock(slot, card))
        self.desk.long(window, title, adding, self._attached, self._not_attached)

    def _wait(self, files: tuple[str, ...], said: str) -> None:
        if said:
            self.desk.say(said)
        if not isValid(self):
            return
        self._waiting = tuple(dict.fromkeys((*self._waiting, *files)))
        self.files.show_files(files, offer_date=not self.when.text())
        self._tell_waiting()
        self.touched()

    def _tell_waiting(self) -> None:
        if not self._waiting:
            return
        text = npgettext(
            "entry",
            "{count} file is kept, exactly as it was. Press “Done” to add it to this entry.",
            "{count} files are kept, exactly as they were. Press “Done” to add them to this entry.",
            len(self._waiting),
        )
        self._state.say(text.format(count=len(self._waiting)))

    def _attached(self, done: tuple[str, str]) -> None:
        """Show the files beside what is written, which stays as it is, with its cursor and what can be undone."""
        identifier, said = done
        self.desk.say(said)
        if isValid(self) and not self._finishing:
            self._waiting = ()
            self._state.say("")
            self.desk.open_record = identifier
            self.desk.read(self, lambda journal: incidents.get(journal, identifier), self._show_view)

    def _show_view(self, view: IncidentView) -> None:
        self._view, self._before, self._base = view, view.entry, changed(self._base, id=view.entry.id)
        self.files.show_files(view.evidence, offer_date=not self.when.text())
        self._show_saved()
        if self._dirty:
            self._keep()  # the draft from before went with what was saved

    def _not_attached(self, error: Exception) -> None:
        if isValid(self):
            self.touched()  # what was to be saved before them may not be
        self.desk.show_error(error)


def _with_new_people(journal: Journal, entry: IncidentEntry) -> IncidentEntry:
    """Add everybody who is typed and not added yet; returns the entry with their ids."""
    ids = add_typed(journal, [*(each.person for each in entry.people), *(each.person for each in entry.told)])
    people = tuple(changed(each, person=ids[each.person]) for each in entry.people)
    return changed(entry, people=people, told=tuple(changed(each, person=ids[each.person]) for each in entry.told))


def _tell_left(desk: Desk, shot: Shot) -> None:
    """Say where a picture is that came too late for its entry."""
    text = pgettext(
        "screen", "The entry was closed meanwhile, so the picture was not added. It is here, not locked: {place}"
    )
    desk.say(text.format(place=shot.place))


def _times(view: IncidentView) -> str:
    first = names.moment(view.first_recorded)
    if view.versions == 1:
        return pgettext("entry", "First written {first}.").format(first=first)
    last = names.moment(view.last_written)
    text = npgettext(
        "entry",
        "First written {first}. Changed {count} time, last {last}. The earlier text is kept.",
        "First written {first}. Changed {count} times, last {last}. The earlier text is kept.",
        view.versions - 1,
    )
    return text.format(first=first, count=view.versions - 1, last=last)
