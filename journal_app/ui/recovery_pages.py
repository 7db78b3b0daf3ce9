"""The recovery sheet: shown once, saved or copied by hand, and checked by typing one group; and using it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from journal_app.errors import JournalError
from journal_app.i18n import pgettext
from journal_app.services import paper, passphrases
from journal_app.services.journal import NewRecoveryKey
from journal_app.services.media import Pixels
from journal_app.services.paper import Divided
from journal_app.services.preferences import SHEETS
from journal_app.ui import file_dialog
from journal_app.ui.flow import flow
from journal_app.ui.printing import Draw, PrintRow, Provide, leaves, pages
from journal_app.ui.recovery_groups import RecoveryGroups
from journal_app.ui.start_pages import CardPage
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import Button, Label, LineField, SecretField, Section, column, held

Drawn = Sequence[Pixels]
Render = Callable[[QObject, bytes, Callable[[Drawn], None], Callable[[Exception], None]], None]


class RecoverySheetPage(CardPage):
    """Shows the recovery key of a new journal."""

    done = Signal()
    postponed = Signal()

    def __init__(self, theme: Theme, key: NewRecoveryKey, *, replaces: bool = False, render: Render) -> None:
        """Show ``key``; ``replaces`` says that another sheet opens the journal until this one is confirmed.

        ``render`` draws a sheet for a printer.
        """
        super().__init__(theme)
        self._key, self._render = key, render
        self._divided: Divided | None = None
        self._asked = passphrases.random_group(len(key.groups) - 1)
        self._typed = LineField("recovery.typed", pgettext("recovery", "The group asked for"))
        self._problem, self._saved = Label(theme, "", "danger"), Label(theme, "", "ok")
        save = Button(theme, "recovery.save", pgettext("recovery", "Save the sheet"), icon="save")
        go_on = Button(theme, "recovery.go-on", pgettext("button", "Go on"), role="primary")
        later = Button(theme, "recovery.later", pgettext("recovery", "Later"), role="quiet")
        save.clicked.connect(self._save)
        go_on.clicked.connect(self._check)
        later.clicked.connect(lambda: self._leave(self.postponed))
        self._typed.returnPressed.connect(self._check)
        about = pgettext(
            "recovery",
            "If you forget the passphrase, this sheet opens the journal. "
            "Keep it where only you, or someone you trust, can find it: outside the home where you can, and not with a "
            "person who might use it.",
        )
        print_sheet = PrintRow(
            theme, "recovery.print", pgettext("recovery", "Print the sheet"),
            self._printer_of(lambda: paper.sheet_page(key)),
        )  # fmt: skip
        three = Section(
            theme, "recovery.three", pgettext("recovery", "Three sheets for people you trust"), "", self._three
        )
        asked = pgettext("recovery", "To be sure that you have it, type group {number}.")
        until = pgettext(
            "recovery",
            "This sheet counts once you have typed the group. Until then the earlier sheet opens the journal.",
        )
        self.add(
            Label(theme, pgettext("recovery", "Recovery sheet"), "title"), Label(theme, about),
            *([Label(theme, until)] if replaces else []), RecoveryGroups(theme, key.groups, self._typed),
            flow(save), print_sheet, three, self._saved,
            Label(theme, asked.format(number=self._asked + 1), buddy=self._typed),
            self._typed, self._problem, flow(go_on, later),
        )  # fmt: skip

    def _save(self) -> None:
        place = file_dialog.place_to_save(self, pgettext("recovery", "Save the sheet"), "sheet.pdf")
        if place is not None:
            done = pgettext("recovery", "Saved. Print it, then delete the file and empty the bin.")
            self._write(lambda: paper.write_sheet(self._key, place), done)

    def _printer_of(self, page: Callable[[], bytes]) -> Provide:
        """Return what has a page drawn when it is to be printed."""

        def provide(done: Callable[[Draw], bool], failed: Callable[[Exception], None]) -> None:
            def drawn(found: Drawn) -> None:
                done(pages(found))

            self._render(self, page(), drawn, failed)

        return provide

    def _three(self) -> QWidget:
        """Return the part that divides the key; all of it comes from one division, so that any two belong together."""
        about = pgettext(
            "recovery",
            "Or divide it among three people you trust: any two of three sheets together open the journal, and one "
            "alone tells nothing.",
        )
        theme = self.theme
        whole = Button(theme, "recovery.divide", pgettext("recovery", "Save three sheets"), icon="users")
        whole.clicked.connect(self._divide)
        parts: list[QWidget] = [Label(theme, about), flow(whole), Label(theme, leaves(), "muted")]
        for number in range(1, SHEETS + 1):
            parts += self._one_of_three(number)
        return held(column(*parts, spacing=theme.space(2)))

    def _one_of_three(self, number: int) -> list[QWidget]:
        theme, named = self.theme, pgettext("recovery", "Sheet {number}").format(number=number)
        saving = pgettext("recovery", "Save sheet {number}").format(number=number)
        printing = pgettext("recovery", "Print sheet {number}").format(number=number)
        save = Button(theme, f"recovery.save-{number}", saving, icon="save")
        save.clicked.connect(lambda: self._save_share(number))
        page = partial(self._share_page, number)
        row = PrintRow(theme, f"recovery.print-{number}", printing, self._printer_of(page), noted=False)
        return [Label(theme, named, "heading"), flow(save), row]

    def _share_page(self, number: int) -> bytes:
        return paper.share_page(self._whole(), number)

    def _whole(self) -> Divided:
        if self._divided is None:
            self._divided = paper.divide(self._key)
        return self._divided

    def _save_share(self, number: int) -> None:
        title = pgettext("recovery", "Save sheet {number}").format(number=number)
        place = file_dialog.place_to_save(self, title, f"sheet-{number}.pdf")
        if place is not None:
            done = pgettext("recovery", "Saved. Print it, then delete the file and empty the bin.")
            self._write(lambda: paper.write_share(self._whole(), number, place), done)

    def _divide(self) -> None:
        place = file_dialog.place_to_save(self, pgettext("recovery", "Save three sheets in a new folder"), "sheets")
        if place is not None:
            done = pgettext(
                "recovery", "Saved. Print each sheet for one person, then delete the folder and empty the bin."
            )
            self._write(lambda: paper.write_shares(self._key, place, self._whole()), done)

    def _write(self, write: Callable[[], None], done: str) -> None:
        self._problem.say("")
        try:
            write()
        except JournalError as error:
            self._problem.say(f"{error.message} {error.advice}")
        else:
            self._saved.say(done)

    def _check(self) -> None:
        if passphrases.same_group(self._typed.text(), self._key.groups[self._asked]):
            self._leave(self.done)
        else:
            self._problem.say(pgettext("recovery", "That is not the group on the sheet. Compare it, then try again."))

    def _leave(self, how: SignalInstance) -> None:
        """Tell once how the page is left, which may take a moment: what follows would be done twice."""
        if self.isEnabled():
            self.setEnabled(False)
            how.emit()


class UseRecoveryPage(CardPage):
    """Asks for the recovery key of a journal."""

    given = Signal(str)
    back = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._field = SecretField("recover.key", pgettext("recovery", "Recovery key"))
        self._field.setEchoMode(SecretField.EchoMode.Normal)
        self._second = SecretField("recover.second", pgettext("recovery", "Words of a second sheet"))
        self._second.setEchoMode(SecretField.EchoMode.Normal)
        self._second_label = Label(theme, pgettext("recovery", "Words of a second sheet"), buddy=self._second)
        self._two = Button(theme, "recover.two", pgettext("recovery", "I have two sheets with words"), role="quiet")
        self._two.clicked.connect(lambda: self._show_second(shown=True))
        self._problem = Label(theme, "", "danger")
        self._state = Label(theme, "", "muted")
        go_on = self._go_on = Button(theme, "recover.go-on", pgettext("button", "Go on"), role="primary")
        back = Button(theme, "recover.back", pgettext("button", "Back"), role="quiet")
        go_on.clicked.connect(self._take)
        back.clicked.connect(self.back)
        self._field.returnPressed.connect(self._take)
        self._second.returnPressed.connect(self._take)
        about = pgettext("recovery", "Type the groups from the sheet. Spaces and small letters do not matter.")
        label = Label(theme, pgettext("recovery", "Recovery key"), buddy=self._field)
        self.add(
            Label(theme, pgettext("recovery", "Use the recovery sheet"), "title"), Label(theme, about), label,
            self._field, self._two, self._second_label, self._second, self._problem, self._state, flow(go_on, back),
        )  # fmt: skip
        self._show_second(shown=False)

    def _show_second(self, *, shown: bool) -> None:
        for part in (self._second_label, self._second):
            part.setVisible(shown)
        self._two.setVisible(not shown)

    def _take(self) -> None:
        if self._field.text().strip() and self._go_on.isEnabled():
            self._problem.say("")
            self.busy(busy=True)
            self.given.emit(f"{self._field.text()}\n{self._second.text()}".strip())

    def busy(self, *, busy: bool) -> None:
        """Wait while the key is tried."""
        self._go_on.setEnabled(not busy)
        self._field.setReadOnly(busy)
        self._second.setReadOnly(busy)
        self._state.say(pgettext("unlock", "Opening. This takes a moment.") if busy else "")

    def say(self, problem: str) -> None:
        """Show a problem beside the field."""
        self._problem.say(problem)
