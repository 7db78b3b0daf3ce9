"""What every form for one record has in common: what is written is kept as a draft, and nothing asks about saving."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from journal_app.domain.records import Record
from journal_app.i18n import pgettext
from journal_app.services import drafts
from journal_app.services.journal import Journal
from journal_app.ui.desk import Desk

DRAFT_AFTER = 1500  # milliseconds after the last key; what was written longer ago survives a crash
_SAVE_SECONDS = 10.0


class Editor(QWidget):
    """Writes one record. A form of its own says what is written, what is missing, and how it is saved."""

    saved = Signal(str)
    stay = Signal(str)
    back = Signal()

    def __init__(self, desk: Desk, key: str, *, dirty: bool = False, before: Record | None = None) -> None:
        """``key`` names the draft; ``dirty`` says that what is shown came from one.

        ``before`` is what stands without one: the record as it is saved, or an empty one. What is written back to it
        leaves no draft.
        """
        super().__init__()
        self._before = before
        self.desk, self.theme, self.key = desk, desk.theme, key
        self._dirty = dirty
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_AFTER)
        self._timer.timeout.connect(self._keep)

    def record(self) -> Record:
        """Return the record as it is written now."""
        raise NotImplementedError

    def missing(self) -> str:
        """Return the sentence that says what is still needed before it can be saved; empty where nothing is."""
        return ""

    def committer(self) -> Callable[[Journal, Any], str]:
        """Return what saves a record in the journal and returns its id; it runs beside the window."""
        raise NotImplementedError

    def tell(self, problem: str) -> None:
        """Show a problem beside the fields."""
        raise NotImplementedError

    @property
    def dirty(self) -> bool:
        """Whether something was written that is not saved as a version yet."""
        return self._dirty

    def touched(self) -> None:
        """Note that something was written; it is kept a moment later, however long the writing goes on."""
        self._dirty = True
        if not self._timer.isActive():
            self._timer.start()

    def beside(self) -> dict[str, Record | None]:
        """Return the drafts that are kept beside this one, by their keys; None forgets one."""
        return {}

    def _keep(self) -> None:
        if self._dirty:
            self.desk.read(self, self._keeper(self.record()), lambda _: None)

    def _keeper(self, record: Record) -> Callable[[Journal], None]:
        """Return the work of keeping the drafts; it needs nothing of the form, which may be gone by then."""
        wanted = {self.key: None if record == self._before else record, **self.beside()}

        def keep(journal: Journal) -> None:
            for key, draft in wanted.items():
                if draft is None:
                    drafts.discard(journal, key)
                else:
                    drafts.save(journal, key, draft)

        return keep

    def leave(self) -> None:
        """Keep the draft before the program locks; waits until it is on the disk."""
        if self._dirty:
            self._timer.stop()
            self.desk.wait(self._keeper(self.record()), _SAVE_SECONDS)

    def settle(self) -> None:
        """Save what can be saved and keep the rest as a draft: stopping anywhere is finishing.

        The form may be gone before that is done; the desk sees to it, and what it reads afterwards is newer.
        """
        if not self._dirty:
            return
        self._timer.stop()
        self._dirty = False
        record = self.record()
        kept = self._keeper(record)
        if self.missing():
            self.desk.change(self.desk, kept)
            return

        def keep(error: Exception) -> None:
            self.desk.change(self.desk, kept)
            self.desk.show_error(error)

        def told(_: str) -> None:
            self.desk.say(pgettext("entry", "Saved on this computer."))

        self.desk.change(self.desk, self._saver(record), told, keep)

    def finish(self) -> None:
        """Save as a version; the words “Saved on this computer” come only when it is on the disk."""
        problem = self.missing()
        self.tell(problem)
        if problem:
            return
        if not self._dirty:
            self.back.emit()
            return
        self._timer.stop()
        self.setEnabled(False)
        self.desk.change(self, self._saver(self.record()), self._finished, self._refused)

    def _saver(self, record: Record) -> Callable[[Journal], str]:
        """Return the work of saving; it needs nothing of the form, which may be gone by then."""
        keys, commit = (self.key, *self.beside()), self.committer()

        def save(journal: Journal) -> str:
            identifier = commit(journal, record)
            for key in keys:
                drafts.discard(journal, key)
            return identifier

        return save

    def _finished(self, identifier: str) -> None:
        self._dirty = False
        self.desk.say(pgettext("entry", "Saved on this computer."))
        self.saved.emit(identifier)

    def _refused(self, error: Exception) -> None:
        self.setEnabled(True)
        self._timer.start()
        self.desk.show_error(error)
