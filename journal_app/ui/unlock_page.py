"""Unlocking: one field, one button, one line of state. Nothing tells what the journal is or holds."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent

from journal_app.errors import JournalError, WrongSecret
from journal_app.i18n import pgettext
from journal_app.ui.flow import flow
from journal_app.ui.showing import announce
from journal_app.ui.start_pages import CardPage, WaitBar, told
from journal_app.ui.theme import Theme
from journal_app.ui.tries import Tries, again
from journal_app.ui.widgets import Button, Label, SecretField


class UnlockPage(CardPage):
    """Asks for the passphrase. After three wrong tries the wait grows to ten seconds; nothing is ever erased.

    What is given in the wait, or while another is tried, is tried next, unless it is changed before: half a passphrase
    is never tried.
    """

    given = Signal(str)
    use_sheet = Signal()
    other = Signal()
    stopped = Signal()

    def __init__(self, theme: Theme, tries: Tries) -> None:
        """Go on with the ``tries`` of the journal, which may have been asked for before."""
        super().__init__(theme)
        self.tries = tries
        self._caps = self._kept = self._as_given = False
        self.key_file: Path | None = None
        self._key_file = Button(theme, "unlock.key-file", pgettext("unlock", "Use a key file"), icon="key-round")
        self._key_file.clicked.connect(self._choose_key_file)
        self._key_file.setVisible(False)
        self._chosen = Label(theme, "", "muted")
        self._chosen.setVisible(False)
        self._hint = Label(theme, "", "warn")
        self.field = SecretField("unlock.passphrase", pgettext("unlock", "Passphrase"))
        self._open = Button(theme, "unlock.open", pgettext("unlock", "Open"), role="primary")
        sheet = Button(theme, "unlock.sheet", pgettext("unlock", "Use my recovery sheet"), role="quiet")
        other = Button(theme, "unlock.other", pgettext("unlock", "Another folder"), role="quiet")
        self._stop = Button(theme, "unlock.stop", pgettext("button", "Stop"))
        self._stop.clicked.connect(self.stopped)
        self._stop.setVisible(False)
        self._bar = WaitBar(theme, "unlock.wait", pgettext("unlock", "Opening. This takes a moment."))
        self._state, self._problem = Label(theme, "", "muted"), Label(theme, "", "danger")
        self.tries.changed.connect(self._tell_wait)
        self.tries.over.connect(self._wait_is_over)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._give_anew)
        self._open.clicked.connect(self._take)
        self.field.returnPressed.connect(self._take)
        sheet.clicked.connect(self.use_sheet)
        other.clicked.connect(self.other)
        label = Label(theme, pgettext("unlock", "Passphrase"), buddy=self.field)
        title = Label(theme, pgettext("unlock", "Locked"), "title")
        self.add(
            title, label, self.field, self._key_file, self._chosen, self._hint, self._problem, self._state,
            self._bar, flow(self._open, self._stop), flow(sheet, other),
        )  # fmt: skip
        self._tell_wait()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice Caps Lock in what is typed: a capital without Shift, or a small letter with it."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.text().isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._caps = event.text().isupper() != shift and event.text().upper() != event.text().lower()
            self._hint.say(pgettext("unlock", "Caps Lock is on.") if self._caps else "")
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        """Put the cursor into the field, and try what was given before help was looked at."""
        super().showEvent(event)
        self.field.setFocus()
        if self._kept and not self.tries.left:
            self._take()

    def offer_key_file(self, needed: bool) -> None:  # noqa: FBT001 - the answer to one question
        """Ask for the key file as well, where the journal needs one."""
        self._key_file.setVisible(needed)
        self._chosen.setVisible(needed)
        if needed:
            self._chosen.say(pgettext("unlock", "This journal needs its key file as well as the passphrase."))

    def _choose_key_file(self) -> None:
        from journal_app.ui import file_dialog  # no file is asked for before the first page is seen

        self._give_anew()
        found = file_dialog.files_to_open(self, pgettext("unlock", "Choose the key file"))
        if found:
            self.key_file = found[0]
            self._chosen.say(pgettext("unlock", "The key file is chosen."))
            self.field.setFocus()

    def _take(self) -> None:
        busy = bool(self.tries.left) or self._is_opening()
        if not self.field.text() or (busy and self._as_given):
            return  # Enter pressed once more at what was given would only make the next wait longer
        self._problem.say("")
        self._kept = busy
        if busy:
            self._tell_wait()
            announce(self, self.tries.told_kept())
            return
        self._as_given = True
        self._state.say(pgettext("unlock", "Opening. This takes a moment."))
        announce(self, self._state.text())
        self._busy(busy=True)
        self.given.emit(self.field.text())

    def _is_opening(self) -> bool:
        return not self._open.isEnabled()

    def _give_anew(self) -> None:
        """Try nothing by itself: what is typed or chosen is not what was given."""
        self._kept = self._as_given = False
        self._tell_wait()

    def _tell_wait(self) -> None:
        if not self._is_opening():
            self._state.say(self.tries.told_kept() if self._kept else self.tries.told())

    def _wait_is_over(self) -> None:
        if not self._kept:
            announce(self, again())
        elif self.isVisible():  # a journal does not open while help is read
            self._take()

    def _busy(self, *, busy: bool) -> None:
        self._open.setEnabled(not busy)
        self._stop.setVisible(busy)
        self._bar.setVisible(busy)

    def refused(self, error: Exception) -> None:
        """Say why the journal did not open; the text stays selected so that it can be typed over.

        What was typed since is left as it is, and tried next where it was given.
        """
        self._busy(busy=False)
        self._state.say("")
        if self._as_given:
            self.field.selectAll()
        self.field.setFocus()
        if isinstance(error, WrongSecret):
            self._wrong(error)
            return
        self._kept = False
        if isinstance(error, JournalError):
            self._problem.say(f"{error.message} {error.advice}")
        else:
            self._problem.say(pgettext("unlock", "The program made a mistake. The journal was not changed."))

    def _wrong(self, error: WrongSecret) -> None:
        self.tries.add()
        if not self._kept:
            self._problem.say(_wrong(caps=self._caps) if self._key_file.isHidden() else told(error))
            announce(self, self.tries.told())
        elif not self.tries.left:
            self._take()

    def opened(self) -> None:
        """Forget what was typed: the journal is open."""
        self.field.clear()
        self._busy(busy=False)
        self._state.say("")
        self.tries.forget()

    def given_up(self) -> None:
        """Go back to asking: the person stopped the opening."""
        self._kept = False
        announce(self, pgettext("unlock", "Stopped. The journal is locked."))
        self._busy(busy=False)
        self._state.say("")
        self.field.setFocus()


def _wrong(*, caps: bool) -> str:
    if caps:
        return pgettext(
            "unlock", "That did not open the journal. Caps Lock is on. Check the keyboard language too, then try again."
        )
    return pgettext(
        "unlock", "That did not open the journal. Check Caps Lock and the keyboard language, then try again."
    )
