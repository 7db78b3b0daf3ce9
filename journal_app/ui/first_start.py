"""The way to the first journal: what is protected, where it is kept, its passphrase; and to one that is not there."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from journal_app.errors import StorageTrouble
from journal_app.i18n import language_in_use, pgettext
from journal_app.ui import second_start
from journal_app.ui.start_pages import BeforePage, MissingPage, WelcomePage, told

if TYPE_CHECKING:  # the window imports this, and the journal is loaded when one is made
    from journal_app.services.journal import Journal, NewRecoveryKey
    from journal_app.ui.app import Window


def show_welcome(window: Window) -> None:
    """Show the page that opens or makes a journal."""
    page = WelcomePage(window.theme)
    page.make.connect(lambda: show_before(window))
    page.open.connect(lambda folder: _open(window, page, folder))
    window.show_page(page)


def _open(window: Window, page: QObject, folder: Path) -> None:
    """Ask for the passphrase of a journal; another window that has it open shows itself instead, and this one ends."""
    second_start.ask(page, folder, lambda shown: window.quick_exit() if shown else window.show_unlock(folder))


def show_before(window: Window) -> None:
    """Show what is protected and what is not."""
    page = BeforePage(window.theme)
    page.go_on.connect(lambda: show_where(window))
    page.try_leaving.connect(window.quick_exit)
    page.not_now.connect(window.show_welcome)
    window.shortcuts.bind(page, "back", page.not_now.emit)
    window.show_page(page)


def show_where(window: Window, place: Path | None = None, *, remember: bool = False) -> None:
    """Ask where the new journal is kept; ``place`` and ``remember`` are what was answered before."""
    from journal_app.ui import sticks
    from journal_app.ui.where_page import WherePage

    page = WherePage(window.theme)
    if place is not None:
        page.take_place(place, remember=remember)
    page.sticks_wanted.connect(
        lambda: window.lane.start(page, lambda _: sticks.found(), page.show_sticks, lambda _: page.show_sticks([]))
    )
    page.chosen.connect(lambda chosen: show_passphrase(window, chosen, remember=page.remember.isChecked()))
    page.back.connect(window.show_welcome)
    window.shortcuts.bind(page, "back", page.back.emit)
    window.show_page(page)


def show_passphrase(window: Window, folder: Path, *, remember: bool = False) -> None:
    """Ask for the passphrase of the new journal, then make it; where it lies is kept only where that was asked for."""
    from journal_app.services import preferences
    from journal_app.services.journal import Journal
    from journal_app.ui.passphrase_page import PassphrasePage, judge_beside

    window.watches.begin()  # what it proposes is shown in plain words
    page = PassphrasePage(window.theme, waiting=pgettext("passphrase", "Making the journal. This takes a moment."))
    judge_beside(page, window.lane)
    page.back.connect(lambda: show_where(window, folder, remember=remember))
    window.shortcuts.bind(page, "back", page.go_back)

    def make(passphrase: str) -> None:
        window.lane.start(window, lambda _: created(passphrase), made, failed)

    def created(passphrase: str) -> tuple[Journal, NewRecoveryKey]:
        journal, key = Journal.create(folder, passphrase)
        with suppress(StorageTrouble):  # it can be chosen in Settings; the journal is there without it
            preferences.keep_words_language(journal, language_in_use())
        return journal, key

    def made(result: tuple[Journal, NewRecoveryKey]) -> None:
        page.done()
        window.made.emit(folder, *result)
        if remember:
            window.keep(folder=str(folder))

    def failed(error: Exception) -> None:
        page.refused(told(error))

    page.chosen.connect(make)
    window.show_page(page)


def show_missing(window: Window, folder: Path) -> None:
    """Say that the journal in ``folder`` is not there, and look again when asked to."""
    from journal_app.services import elsewhere

    page = MissingPage(window.theme)

    def again() -> None:
        if elsewhere.is_there(folder):
            _open(window, page, folder)
        else:
            page.still_missing()

    page.again.connect(again)
    page.open.connect(lambda folder: _open(window, page, folder))
    page.other.connect(window.show_welcome)
    page.leave.connect(window.quick_exit)
    window.show_page(page)
