"""The way into a journal that exists: the passphrase, with the key file where one is needed, tried off the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from shiboken6 import isValid

from journal_app.errors import JournalInUse, WrongSecret
from journal_app.ui import second_start
from journal_app.ui.unlock_page import UnlockPage

if TYPE_CHECKING:  # the window imports this, and the journal is loaded when it is opened
    from journal_app.services.journal import Journal
    from journal_app.ui.app import Window


def page_for(window: Window, folder: Path) -> UnlockPage:
    """Return the page that asks for what opens the journal in ``folder`` and opens it in ``window``."""
    count = window.tries[folder.resolve()]
    page = UnlockPage(window.theme, count)
    tries: list[int] = [0]

    def unlock(passphrase: str) -> None:
        tries[0] += 1
        mine, key_file = tries[0], page.key_file

        def wanted() -> bool:
            return isValid(page) and window.pages.holds(page) and tries[0] == mine

        def opened(journal: Journal) -> None:
            if not wanted():  # the person went elsewhere while the key was being derived
                window.lane.start(window, lambda _: journal.close(), lambda _: None, partial(_tell, window))
                return
            page.opened()
            window.opened(folder, journal)

        def refused(error: Exception) -> None:
            if wanted():
                page.refused(error)
                _offer_rescue(window, page, folder, error)
            elif isinstance(error, WrongSecret):
                count.add()

        def ended(error: Exception) -> None:
            _show_elsewhere(window, page, folder, error, wanted, lambda: refused(error))

        window.lane.start(window, lambda _: _open(folder, passphrase, key_file), opened, ended)

    def stopped() -> None:
        tries[0] += 1
        page.given_up()

    page.given.connect(unlock)
    page.stopped.connect(stopped)
    return page


def _tell(window: Window, error: Exception) -> None:
    from journal_app.ui.error_dialog import show_error

    show_error(window.theme, error, window)


def _show_elsewhere(
    window: Window, page: UnlockPage, folder: Path, error: Exception, wanted: Callable[[], bool],
    otherwise: Callable[[], None],
) -> None:  # fmt: skip
    """Leave to the window that has the journal open, where that is why it did not open and that one shows itself."""

    def told(shown: bool) -> None:  # noqa: FBT001 - the answer to one question
        if shown and wanted():
            window.quick_exit()
        else:
            otherwise()

    if isinstance(error, JournalInUse) and wanted():
        second_start.ask(page, folder, told)
    else:
        otherwise()


def _offer_rescue(window: Window, page: UnlockPage, folder: Path, error: Exception) -> None:
    """Offer what can still be done where the journal is damaged; nothing of it is loaded otherwise."""
    from journal_app.errors import Damaged

    if isinstance(error, Damaged):
        from journal_app.ui import rescue

        rescue.offer(window, page, folder)


def look_for_key_file(window: Window, page: UnlockPage, folder: Path) -> None:
    """Let the page ask for a key file where the journal needs one; nothing of it is loaded before the page is seen."""
    window.lane.start(page, lambda _: _needs_key_file(folder), page.offer_key_file, lambda _: None)


def _open(folder: Path, passphrase: str, key_file: Path | None) -> Journal:
    from journal_app.services.journal import Journal

    return Journal.open(folder, passphrase, key_file=key_file)


def _needs_key_file(folder: Path) -> bool:
    from journal_app.services import key_files

    return key_files.are_needed(folder)
