"""The recovery sheet on its way to the person: shown, confirmed or put off, and never in doubt which one counts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from journal_app.services import preferences
from journal_app.services.journal import Journal, NewRecoveryKey
from journal_app.ui.error_dialog import show_error
from journal_app.ui.printing import SCALE
from journal_app.ui.recovery_pages import Drawn, RecoverySheetPage, Render

if TYPE_CHECKING:
    from journal_app.ui.app import Window


def show(window: Window, journal: Journal, key: NewRecoveryKey, after: Callable[[], None]) -> None:
    """Show the sheet of a new journal. That it is not confirmed is noted before: the page may be left in any way."""
    page = RecoverySheetPage(window.theme, key, render=_renderer(window, journal))
    page.done.connect(lambda: _note(window, journal, partial(preferences.postpone_sheet, postponed=False), after))
    page.postponed.connect(after)
    window.show_page(page)
    _note(window, journal, partial(preferences.postpone_sheet, postponed=True), lambda: None)


def show_another(window: Window, journal: Journal, key: NewRecoveryKey, after: Callable[[], None]) -> None:
    """Show a sheet that is to replace the one before, which opens the journal until this one is confirmed."""
    page = RecoverySheetPage(window.theme, key, replaces=True, render=_renderer(window, journal))

    def confirm(_: Journal) -> None:
        journal.new_recovery_key(key)
        preferences.postpone_sheet(journal, postponed=False)

    page.done.connect(lambda: _note(window, journal, confirm, after))
    page.postponed.connect(after)
    window.show_page(page)


def _renderer(window: Window, journal: Journal) -> Render:
    """Return what draws a sheet of the program for a printer, in the locked worker like any other page."""

    def render(owner: QObject, data: bytes, done: Callable[[Drawn], None], failed: Callable[[Exception], None]) -> None:
        window.lane.start(
            owner, lambda _: journal.decoder.page_pixels(data, first=0, count=1, scale=SCALE), done, failed
        )

    return render


def _note(window: Window, journal: Journal, work: Callable[[Journal], None], after: Callable[[], None]) -> None:
    def failed(error: Exception) -> None:
        show_error(window.theme, error, window)
        after()

    window.lane.start(window, lambda _: work(journal), lambda _: after(), failed)
