"""What every form for one record has in common: what is written is kept as a draft, and nothing asks about saving."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from journal_app.domain.records import Record
from journal_app.i18n import pgettext
from journal_app.services import drafts
from journal_app.services.drafts import Place
from journal_app.services.journal import Journal
from journal_app.ui.changes import Changes
from journal_app.ui.desk import Desk
from journal_app.ui.new_person import NewPerson
from journal_app.ui.showing import announce
from journal_app.ui.when_field import WhenField
from journal_app.ui.widgets import Label, Scroll, column

DRAFT_AFTER = 700  # milliseconds after a key; 1.3 s are left for writing, so that what was typed 2 s ago is kept


class Slot:
    """Where the draft of one form is kept, for the works of that form, which run on two lanes.

    A draft that comes late must not stand beside the record that was saved from the same form since: each work has a
    number in the order in which it was asked for, and a saved record ends those before it.
    """

    def __init__(self, key: str) -> None:
        self.key = key
        self.lock = threading.Lock()  # held while a draft is kept, and from saving a record until its drafts are gone
        self._asked = self._ended = 0

    def number(self) -> int:
        """Return the number of the work that is asked for now; for the window's thread."""
        self._asked += 1
        return self._asked

    def is_late(self, number: int) -> bool:
        """Say whether a record was saved since; for who holds the lock."""
        return number <= self._ended

    def end(self, number: int) -> None:
        """Note that a record was saved; for who holds the lock."""
        self._ended = max(self._ended, number)

    def keeper(
        self, record: Record | None, beside: Mapping[str, Record | None] = MappingProxyType({})
    ) -> Callable[[Place], None]:
        """Return the work of keeping a draft and those ``beside`` it, unless a record was saved since; None forgets it.

        For the window's thread. Its key is that of the moment in which it is kept: where something new was saved before
        from the same form, that is another.
        """
        number = self.number()

        def keep(place: Place) -> None:
            with self.lock:
                if not self.is_late(number):
                    drafts.keep(place, {self.key: record, **beside})

        return keep


class Editor(QWidget):
    """Writes one record. A form of its own says what is written, what is missing, and how it is saved."""

    saved = Signal(str)
    back = Signal()

    def __init__(self, desk: Desk, key: str, *, dirty: bool = False, before: Record | None = None) -> None:
        """``key`` names the draft; ``dirty`` says that what is shown came from one.

        ``before`` is what stands without one: the record as it is saved, or an empty one. What is written back to it
        leaves no draft.
        """
        super().__init__()
        self._before = before
        self.desk, self.theme, self.slot = desk, desk.theme, Slot(key)
        self._dirty, self._finishing, self._is_asked = dirty, False, False
        self.after_saving: Callable[[str], None] = _nothing_more  # with the id, also where the form is gone by then
        self.changes = Changes(self)
        self.kept = Label(self.theme, "", "muted")  # beside what ends the writing
        desk.unkept.turned.connect(self._tell_held)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_AFTER)
        self._timer.timeout.connect(self._keep)

    def lay_out(self, parts: Sequence[QWidget], *below: QWidget) -> None:
        """Let ``parts`` scroll, with what is ``below`` always in view under them."""
        space, inner = self.theme.space, QWidget()
        whole = column(Scroll(inner), column(*below, margins=space(3), spacing=space(1)), spacing=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        # From outside in: Qt tells a part, and all in it, of everything it is put into.
        inner.setLayout(column(*parts, 1, margins=space(4), spacing=space(2)))

    def record(self) -> Record:
        """Return the record as it is written now."""
        raise NotImplementedError

    def missing(self) -> str:
        """Return the sentence that says what is still needed before it can be saved; empty where nothing is."""
        return ""

    def wanting(self) -> QWidget | None:
        """Return the field that :meth:`missing` speaks of, where it is known: a date or a new person."""
        dates = (each.kind for each in self.findChildren(WhenField) if each.isVisible() and not each.whole())
        people = (each.name for each in self.findChildren(NewPerson) if each.unsettled())
        return next(iter((*dates, *people)), None)

    def committer(self) -> Callable[[Journal, Any], str]:
        """Return what saves a record in the journal and returns its id; it runs beside the window."""
        raise NotImplementedError

    def undoing(self, record: Any) -> Callable[[Journal], object] | None:
        """Return what undoes what saving ``record`` takes away beside it; None where it takes nothing away."""
        del record
        return None

    def tell(self, problem: str) -> None:
        """Show a problem beside the fields."""
        raise NotImplementedError

    @property
    def key(self) -> str:
        """Under which key the draft is kept: another one once something new was saved."""
        return self.slot.key

    @property
    def dirty(self) -> bool:
        """Whether something was written that is not saved as a version yet."""
        return self._dirty

    def touched(self) -> None:
        """Note that something was written; it is kept a moment later, however long the writing goes on."""
        self.changes.note()
        if self.desk.reads_only:
            text = pgettext("desk", "This journal is open for reading only. What is typed here is not kept.")
            self.desk.say(text)
            return
        if self._is_asked and not self.missing():
            self._ask("")
        if not self._dirty:
            self.desk.waits.not_so(_saved())
        self._dirty = True
        if not self._timer.isActive():
            self._timer.start()

    def beside(self) -> dict[str, Record | None]:
        """Return the drafts that are kept beside this one, by their keys; None forgets one."""
        return {}

    def _keep(self) -> None:
        if self._dirty:
            self.desk.keep(self._keeper(self.record()), self._tell_kept)

    def _tell_kept(self) -> None:
        """Say once that nothing has to be done to keep what is written."""
        if isValid(self) and self._dirty and not self.kept.text():
            self.kept.say(pgettext("entry", "Kept as you write."))
            announce(self.kept, self.kept.text())

    def _tell_held(self, held: bool) -> None:  # noqa: FBT001 - the shape of the signal
        if held:
            self.kept.say("")

    def is_empty(self, record: Record) -> bool:
        """Say whether there is nothing to keep: what is written is what stands without a draft."""
        return record == self._before

    def _keeper(self, record: Record) -> Callable[[Place], None]:
        """Return the work of keeping the drafts; it needs nothing of the form, which may be gone by then."""
        return self.slot.keeper(None if self.is_empty(record) else record, self.beside())

    def leave(self) -> None:
        """Keep the draft before the program locks; waits until it is on the disk.

        Where the disk does not take it, nothing can be shown any more: the next unlock tells of it, if that is noted.
        """
        self._timer.stop()
        if self._dirty:
            self.desk.keep_at_last(self._keeper(self.record()))

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
        self.desk.keep(kept)  # what saves it may have to wait for long work

        def held(error: Exception) -> None:
            self.desk.unkept.refused(error)
            self.desk.changed.emit()  # what is held is listed as what is kept

        if self.missing():
            self.desk.change(self.desk, self.desk.pending.until(kept), failed=held)
            return

        def keep(error: Exception) -> None:
            self.desk.unkept.refused(error)
            # No more than what is held: the form may be open again, and something newer be kept in its place.
            self.desk.change(self.desk, drafts.keep_held, failed=held)

        undo, after = self.undoing(record), self.after_saving

        def told(identifier: str) -> None:
            self._tell_saved(undo)
            after(identifier)

        self.desk.change(self.desk, self._saver(record), told, keep)

    def _once(self, work: Callable[[Journal], None], done: Callable[[None], None]) -> None:
        """Do something else with the record than saving it; the form takes nothing more before that is answered."""

        def refused(error: Exception) -> None:
            if isValid(self):
                self.setEnabled(True)
            self.desk.show_error(error)

        self.setEnabled(False)
        self.desk.change(self.desk, work, done, refused)

    def finish(self) -> None:
        """Save as a version; the words “Saved in this journal” come only when it is on the disk."""
        problem = self.missing()
        self._ask(problem)
        if problem:
            field = self.wanting()
            if field is not None:
                field.setFocus()
            return
        if not self._dirty:
            self.back.emit()
            return
        self._timer.stop()
        self.setEnabled(False)
        record = self.record()
        self._dirty, self._finishing = False, True
        self.desk.keep(self._keeper(record))
        undo, after, ended = self.undoing(record), self.after_saving, self.desk.waits.saving()

        def finished(identifier: str) -> None:
            ended()
            self._tell_saved(undo)
            after(identifier)
            if isValid(self):
                self.saved.emit(identifier)

        def refused(error: Exception) -> None:
            ended()
            self._refused(error)

        self.desk.change(self.desk, self._saver(record), finished, refused)

    def _ask(self, problem: str) -> None:
        """Say what is still needed; it goes as soon as that is there, and not only at the next try."""
        self._is_asked = bool(problem)
        self.tell(problem)

    def _saver(self, record: Record) -> Callable[[Journal], str]:
        """Return the work of saving; it needs nothing of the form, which may be gone by then."""
        slot, number, beside, commit = self.slot, self.slot.number(), tuple(self.beside()), self.committer()

        def save(journal: Journal) -> str:
            with slot.lock:
                keys = (slot.key, *beside)
                identifier = commit(journal, record)
                slot.end(number)
                drafts.forget(journal, keys)
            return identifier

        return self.desk.pending.until(save)

    def _tell_saved(self, undo: Callable[[Journal], object] | None) -> None:
        self.desk.say(_saved())
        if undo is not None:
            self.desk.say_removed(undo)

    def _refused(self, error: Exception) -> None:
        if isValid(self):
            self._dirty, self._finishing = True, False
            self.setEnabled(True)
            self._timer.start()
        self.desk.show_error(error)


def _saved() -> str:
    return pgettext("entry", "Saved in this journal.")


def _nothing_more(identifier: str) -> None:
    """Do nothing after saving, where nobody asked for it."""
