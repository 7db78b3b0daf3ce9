"""The person's own note of who has which of the three sheets: kept as it is typed, like a draft."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from journal_app.i18n import pgettext
from journal_app.services import preferences
from journal_app.services.drafts import Place
from journal_app.services.preferences import SHEETS
from journal_app.ui.desk import Desk
from journal_app.ui.editor import DRAFT_AFTER, Slot
from journal_app.ui.widgets import Label, LineField, column


class SheetHolders(QWidget):
    """One line for each sheet."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._slot = desk, Slot("sheet-holders")
        self._is_read = False  # an empty field may not show yet what was noted
        self._timer = QTimer(self, interval=DRAFT_AFTER, singleShot=True)
        self._timer.timeout.connect(self._note)
        about = pgettext("keys", "A note for yourself, kept in the journal: who has which of the three sheets.")
        self._fields = [
            LineField(f"settings.holder-{number}", pgettext("recovery", "Sheet {number}").format(number=number))
            for number in range(1, SHEETS + 1)
        ]
        parts: list[QWidget] = [Label(desk.theme, about)]
        for field in self._fields:
            field.setReadOnly(desk.reads_only)
            field.textEdited.connect(self._soon)
            field.editingFinished.connect(self._now)
            parts += [Label(desk.theme, field.accessibleName(), buddy=field), field]
        self.setLayout(column(*parts, spacing=desk.theme.space(2)))
        desk.read(self, preferences.sheet_holders, self._show)

    def _show(self, holders: tuple[str, ...]) -> None:
        self._is_read = True
        for field, holder in zip(self._fields, holders, strict=True):
            field.setText(field.text() or holder)  # what was typed before this was read stays

    def _soon(self) -> None:
        """Keep the note a moment after a key, however long the typing goes on."""
        if not self._timer.isActive() and not self._desk.reads_only:
            self._timer.start()

    def _now(self) -> None:
        """Keep what was typed last: the field is left."""
        if self._timer.isActive():
            self._timer.stop()
            self._note()

    def _note(self) -> None:
        self._desk.read_beside(self._desk, self._noted(), lambda _: None)

    def leave(self) -> None:
        """Keep what was typed last before the program locks; waits until it is on the disk."""
        if self._timer.isActive():
            self._timer.stop()
            self._desk.keep_at_last(self._noted())

    def _noted(self) -> Callable[[Place], None]:
        """Return the work of keeping what stands in the fields now; it may come after newer words, and is left then."""
        typed, whole = tuple(field.text().strip() for field in self._fields), self._is_read
        slot, number = self._slot, self._slot.number()

        def note(place: Place) -> None:
            with slot.lock:
                if slot.is_late(number):
                    return
                before = preferences.sheet_holders(place)
                holders = typed if whole else tuple(new or old for new, old in zip(typed, before, strict=True))
                preferences.set_sheet_holders(place, holders)
                slot.end(number)

        return note
