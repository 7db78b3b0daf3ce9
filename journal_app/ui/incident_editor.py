"""One entry: the account first, then when, files and everything else; kept as a draft while it is written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from journal_app.domain.incident import IncidentEntry, Purpose
from journal_app.domain.records import changed
from journal_app.i18n import npgettext, pgettext
from journal_app.progress import Progress
from journal_app.services import evidence, incidents, renditions
from journal_app.services.evidence import NewFile
from journal_app.services.incidents import IncidentView
from journal_app.services.journal import Journal
from journal_app.ui import file_dialog
from journal_app.ui.desk import Desk
from journal_app.ui.entry_sections import EntrySections, People
from journal_app.ui.when_field import WhenField
from journal_app.ui.widgets import Button, Choice, Label, Scroll, TextField, column, held, row

NEW = "new"
_DRAFT_AFTER = 1500
_SAVE_SECONDS = 10.0


class IncidentEditor(QWidget):
    """Writes one entry. ``view`` is None for a new one; ``draft`` is what was being written before."""

    saved = Signal(str)
    back = Signal()

    def __init__(self, desk: Desk, view: IncidentView | None, draft: IncidentEntry | None, people: People) -> None:
        super().__init__()
        self._desk, self._theme, self._view = desk, desk.theme, view
        self._base = draft or (view.entry if view else IncidentEntry(account=""))
        self._key = view.entry.id if view else NEW
        self._dirty = draft is not None
        self.setAcceptDrops(True)
        self._make_fields(people)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DRAFT_AFTER)
        self._timer.timeout.connect(self._keep)
        self._arrange()
        self.account.textChanged.connect(self._changed)
        self.when.changed.connect(self._changed)
        self.sections.changed.connect(self._changed)
        self.purpose.activated.connect(lambda _: self._changed())

    def _make_fields(self, people: People) -> None:
        base, theme = self._base, self._theme
        placeholder = pgettext("entry", "Start anywhere. One sentence is enough, and you can add to it later.")
        self.account = TextField("entry.account", pgettext("entry", "What happened"), base.account, lines=8,
                                 placeholder=placeholder)  # fmt: skip
        self.when = WhenField(theme, "entry.when")
        self.when.show_text(base.occurred)
        purposes = [
            (Purpose.PRIVATE.value, pgettext("entry", "Goes to: only you")),
            (Purpose.FOR_MY_LAWYER.value, pgettext("entry", "Goes to: your lawyer")),
            (Purpose.FOR_A_COMPLAINT.value, pgettext("entry", "Goes to: the complaint")),
        ]
        self.purpose = Choice("entry.purpose", pgettext("entry", "Who this is for"), purposes, base.purpose)
        self.sections = EntrySections(self._desk, base, people, self)
        self.done = Button(theme, "entry.done", pgettext("button", "Done"), icon="check", role="primary")
        self.done.clicked.connect(self.finish)
        self._state, self._problem = Label(theme, "", "ok"), Label(theme, "", "danger")

    def _arrange(self) -> None:
        theme, space = self._theme, self._theme.space
        back = Button(theme, "entry.back", pgettext("button", "Back"), icon="arrow-left", role="quiet")
        back.clicked.connect(self.back)
        add = Button(theme, "entry.add-file", pgettext("entry", "Add a picture or file"), icon="paperclip")
        paste = Button(theme, "entry.paste", pgettext("entry", "Paste"), icon="clipboard")
        add.clicked.connect(self._choose_files)
        paste.clicked.connect(lambda: self._take(QGuiApplication.clipboard().mimeData()))
        files = len(self._view.evidence) if self._view else 0
        told = npgettext("entry", "{count} file", "{count} files", files).format(count=files) if files else ""
        title = Label(theme, pgettext("entry", "What happened"), "title", buddy=self.account)
        parts: list[QWidget] = [
            held(row(back, 1, self.purpose)), title, self.account,
            Label(theme, pgettext("entry", "When was this?"), "heading", buddy=self.when.kind), self.when,
            held(row(add, paste, 1, Label(theme, told, "muted"))),
            *self.sections.sections,
        ]  # fmt: skip
        if self._view is not None:
            parts.append(Label(theme, _history(self._view), "small"))
        inner = held(column(*parts, 1, margins=space(4), spacing=space(2)))
        foot = row(self._state, self._problem, 1, self.done, margins=space(3))
        whole = column(Scroll(inner), foot, spacing=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def entry(self) -> IncidentEntry:
        """Return the entry as it is written now."""
        date = self.when.date()
        entry = changed(
            self._base,
            account=self.account.text(),
            occurred=self.when.text() if date is not None else self._base.occurred,
            timezone=self._base.timezone or (self._desk.timezone if self.when.text() else ""),
            purpose=Purpose(self.purpose.value()),
        )
        return self.sections.apply(entry)

    def _changed(self) -> None:
        self._dirty = True
        self._state.say("")
        self._timer.start()

    def _keep(self) -> None:
        """Keep what is written as a draft; it is encrypted like everything else."""
        if self._dirty:
            entry, key = self.entry(), self._key
            self._desk.read(self, lambda journal: incidents.save_draft(journal, key, entry), lambda _: None)

    def leave(self) -> None:
        """Keep the draft before the program locks or another page is shown."""
        if self._dirty:
            self._timer.stop()
            entry, key = self.entry(), self._key
            self._desk.wait(lambda journal: incidents.save_draft(journal, key, entry), _SAVE_SECONDS)

    def finish(self) -> None:
        """Save the entry; the words “Saved on this computer” come only when it is on the disk."""
        if not self.account.text().strip():
            self._problem.say(pgettext("entry", "One sentence is enough, and it is needed."))
            self.account.setFocus()
            return
        if self.when.date() is None:
            self._problem.say(pgettext("entry", "The date is not complete. Choose “I am not sure” to leave it open."))
            return
        self._problem.say("")
        self._timer.stop()
        entry, key = self.entry(), self._key
        self._desk.change(self, lambda journal: _save(journal, key, entry), self._finished)

    def _finished(self, identifier: str) -> None:
        self._dirty = False
        self._desk.say(pgettext("entry", "Saved on this computer."))
        self.saved.emit(identifier)

    def _choose_files(self) -> None:
        paths = file_dialog.files_to_open(self, pgettext("entry", "Add a picture or file"))
        self._attach(evidence.names_of(paths))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and pictures that are dragged here."""
        data = event.mimeData()
        if data.hasUrls() or data.hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped."""
        self._take(event.mimeData())

    def _take(self, data: QMimeData) -> None:
        """Add files or a picture; text goes into the account."""
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if paths:
            self._attach(evidence.names_of(paths))
        elif data.hasImage():
            self._attach([NewFile(name=pgettext("entry", "pasted picture.png"), source=_as_png(data.imageData()))])
        elif data.hasText():
            self.account.insertPlainText(data.text())

    def _attach(self, new: list[NewFile]) -> None:
        """Save the entry first where it is new, then add the files to it."""
        if not new:
            return
        entry, key = self.entry(), self._key
        if not entry.account.strip():
            self._problem.say(pgettext("entry", "Write one sentence first; then the file can be added to it."))
            return

        def work(journal: Journal, progress: Progress) -> str:
            identifier = _save(journal, key, entry)
            for item in evidence.attach(journal, identifier, new, progress=progress):
                renditions.ensure(journal, evidence.get(journal, item).evidence)
            return identifier

        self._desk.long(self, pgettext("entry", "Adding files"), work, self._finished)


def _save(journal: Journal, key: str, entry: IncidentEntry) -> str:
    """Record or revise the entry and forget its draft."""
    if key == NEW:
        identifier = incidents.record(journal, entry)
    else:
        incidents.revise(journal, key, entry)
        identifier = key
    incidents.discard_draft(journal, key)
    return identifier


def _as_png(image: object) -> bytes:
    """Return a picture from the clipboard as PNG: the desktop hands over pixels, so nothing foreign is decoded."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if isinstance(image, QImage):
        image.save(buffer, b"PNG")  # the library takes the name of the format as bytes
    return bytes(data.data())


def _history(view: IncidentView) -> str:
    first = view.first_recorded.strftime("%d %b %Y %H:%M UTC")
    if view.revisions == 1:
        return pgettext("entry", "First written {first}.").format(first=first)
    last = view.last_recorded.strftime("%d %b %Y %H:%M UTC")
    text = pgettext("entry", "First written {first} · changed {times} times, last {last}. Earlier text is kept.")
    return text.format(first=first, times=view.revisions - 1, last=last)
