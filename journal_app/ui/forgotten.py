"""The way into a journal whose passphrase was forgotten: the recovery key, then a new passphrase."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from journal_app.i18n import pgettext
from journal_app.services.journal import Journal
from journal_app.ui.passphrase_page import PassphrasePage, judge_beside
from journal_app.ui.recovery_pages import UseRecoveryPage
from journal_app.ui.start_pages import told

if TYPE_CHECKING:  # the window imports this where it is used
    from journal_app.ui.app import Window


def ask_for_key(window: Window, folder: Path) -> None:
    """Ask for the recovery key of the journal in ``folder``, then for a new passphrase."""
    window.watches.begin()  # both pages have a key or a passphrase on them
    page = UseRecoveryPage(window.theme)
    page.back.connect(lambda: window.show_unlock(folder))
    window.shortcuts.bind(page, "back", page.back.emit)

    def refused(error: Exception) -> None:
        page.busy(busy=False)
        page.say(told(error))

    def given(key: str) -> None:
        window.lane.start(
            page, lambda _: Journal.check_recovery_key(folder, key),
            lambda _: _ask_for_passphrase(window, folder, key), refused,
        )  # fmt: skip

    page.given.connect(given)
    window.show_page(page)


def _ask_for_passphrase(window: Window, folder: Path, key: str) -> None:
    title = pgettext("recovery", "Choose a new passphrase")
    waiting = pgettext("passphrase", "Setting the new passphrase. This takes a moment.")
    page = PassphrasePage(window.theme, title=title, waiting=waiting)
    judge_beside(page, window.lane)
    page.back.connect(lambda: window.show_unlock(folder))
    window.shortcuts.bind(page, "back", page.go_back)

    def recover(passphrase: str) -> None:
        window.lane.start(window, lambda _: Journal.recover(folder, key, passphrase), recovered, refused)

    def recovered(journal: Journal) -> None:
        page.done()
        window.opened(folder, journal)

    def refused(error: Exception) -> None:
        page.refused(told(error))

    page.chosen.connect(recover)
    window.show_page(page)
