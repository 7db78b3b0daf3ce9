"""What is asked beside saving a dossier: one more copy that is locked, and whether it is noted what was sent."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from journal_app.domain.complaints import ComplaintEntry, Sending
from journal_app.domain.records import changed
from journal_app.i18n import pgettext
from journal_app.services import complaints, drafts, made_files
from journal_app.services.dossiers import Made
from journal_app.services.drafts import KEYS, SENDING
from journal_app.services.journal import Journal
from journal_app.ui.desk import Desk
from journal_app.ui.editor import DRAFT_AFTER, Slot
from journal_app.ui.flow import flow
from journal_app.ui.form import Form
from journal_app.ui.showing import reveal
from journal_app.ui.ticks import Check
from journal_app.ui.widgets import Button, Label, SecretField, clear, column, held


class LockedCopy(QWidget):
    """Asks for the passphrase of a copy that opens with it alone, typed twice."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        theme = desk.theme
        self.wanted = Check("dossier.locked", pgettext("dossier", "One more copy, locked with a passphrase of its own"))
        first, second = pgettext("passphrase", "Passphrase"), pgettext("passphrase", "The same again")
        self.first, self.second = (
            SecretField("dossier.locked.first", first),
            SecretField("dossier.locked.second", second),
        )
        self._problem = Label(theme, "", "danger")
        about = pgettext("dossier", "Whoever gets this copy needs the passphrase. Tell it to them by another way; "
                         "it is kept nowhere.")  # fmt: skip
        self._unsigned = Label(theme, "", "muted")
        self._fields = held(
            column(Label(theme, about, "muted"), self._unsigned, Label(theme, first, buddy=self.first), self.first,
                   Label(theme, second, buddy=self.second), self.second, spacing=theme.space(1))
        )  # fmt: skip
        self._fields.setVisible(False)
        self.wanted.toggled.connect(self._fields.setVisible)
        self.wanted.toggled.connect(lambda _: self._problem.say(""))
        self.setLayout(column(self.wanted, self._fields, self._problem, spacing=theme.space(1)))

    def tell_of_signature(self, *, signed: bool) -> None:
        """Say what becomes of the signature, where the original is signed."""
        told = pgettext("dossier", "It carries no signature. A note in its properties says so and names the "
                        "fingerprint of the signed original.")  # fmt: skip
        self._unsigned.say(told if signed else "")
        reveal(self._unsigned, signed)

    def is_whole(self) -> bool:
        """Say whether nothing is missing; what is missing is told beside the fields."""
        problem = ""
        if self.wanted.isChecked() and not self.first.text():
            problem = pgettext("passphrase", "Type a passphrase first.")
        elif self.wanted.isChecked() and self.first.text() != self.second.text():
            problem = pgettext("passphrase", "The two differ. Type the same passphrase twice.")
        self._problem.say(problem)
        return not problem

    def take(self) -> str | None:
        """Return the passphrase and clear the fields; None where no such copy is wanted."""
        self.second.clear()
        typed = self.first.take()
        return typed if self.wanted.isChecked() else None


class NoteSending(QWidget):
    """Offers to note in the filing what was sent to whom and when; it is noted only by the person."""

    def __init__(self, desk: Desk, complaint: str, whom: str, made: Made) -> None:
        super().__init__()
        self._desk, self._complaint = desk, complaint
        self._files = made_files.sent_files(made.files)
        theme = desk.theme
        self._slot, self._soon = Slot(SENDING + complaint), QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(DRAFT_AFTER)
        self._soon.timeout.connect(self._keep)
        form = self._form = Form(theme, "dossier.sent", self._touched)
        form.add(Label(theme, pgettext("dossier", "Note in the filing that you sent it"), "heading"))
        about = pgettext("dossier", "Only where you want to, once it is sent. It is noted with the fingerprints above.")
        form.add(Label(theme, about, "muted"))
        self.whom = form.line("to", pgettext("filing", "To whom"), whom)
        self.when = form.date("when", pgettext("filing", "When you sent it"))
        self.way = form.line("way", pgettext("filing", "By what way"))
        self._problem = Label(theme, "", "danger")
        note = Button(theme, "dossier.sent.note", pgettext("dossier", "Note it in the filing"), icon="check")
        note.clicked.connect(self.note)
        self._dated = self._noting = False  # a date was given; it is being noted
        self.when.changed.connect(self._date)
        self._place = column(form.widget(), self._problem, flow(note), spacing=theme.space(1))
        self.setLayout(self._place)
        desk.read(self, lambda journal: journal.clock(), self._today)

    def _date(self) -> None:
        self._dated = True

    def _today(self, now: datetime) -> None:
        if not self._dated:
            self.when.show_text(now.astimezone().date().isoformat())

    def _touched(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _keep(self) -> None:
        """Keep what is written as a draft; the filing offers it with these files."""
        written = Sending(to=self.whom.text(), when=self.when.text(), way=self.way.text(), files=self._files)
        self._desk.keep(self._slot.keeper(written))

    def note(self) -> None:
        """Note it; once, however often that is asked for before it is noted."""
        if self._noting:
            return
        problem = self._form.unfinished()
        if not self.whom.text().strip():
            problem = pgettext("dossier", "Write to whom you sent it first.")
        self._problem.say(problem)
        if problem:
            return
        sending = Sending(to=self.whom.text(), when=self.when.value(), way=self.way.text(), files=self._files)
        key, complaint, slot = KEYS["complaint"] + self._complaint, self._complaint, self._slot
        self._soon.stop()
        number = slot.number()

        def work(journal: Journal) -> None:
            with slot.lock:
                complaints.note_sending(journal, complaint, sending)
                slot.end(number)
                drafts.forget(journal, [slot.key])
            draft = drafts.load(journal, key, ComplaintEntry)
            if draft is not None:  # what is being written in the filing holds it too, and takes it away from nowhere
                drafts.save(journal, key, changed(draft, sendings=(*draft.sendings, sending)))

        self._noting = True
        self._desk.change(self, work, lambda _: self._noted(), self._refused)

    def _refused(self, error: Exception) -> None:
        self._noting = False
        self._desk.show_error(error)

    def _noted(self) -> None:
        clear(self._place)
        there = Button(self._desk.theme, "dossier.sent.go", pgettext("dossier", "Go there"), role="quiet")
        there.clicked.connect(self._go)
        told = Label(self._desk.theme, pgettext("dossier", "Noted in the filing."), "ok")
        self._place.addWidget(told)
        self._place.addWidget(flow(there))
        self._desk.say(pgettext("dossier", "Noted in the filing."))

    def _go(self) -> None:
        self._desk.wanted_field = "sent"
        self._desk.go.emit("filing", self._complaint)
