"""The way into a journal whose passphrase was forgotten: the recovery key, then a new passphrase."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from journal_app.i18n import pgettext
from journal_app.services.journal import Journal
from journal_app.ui.passphrase_page import PassphrasePage
from journal_app.ui.recovery_pages import UseRecoveryPage
from journal_app.ui.start_pages import told

if TYPE_CHECKING:  # the window imports this where it is used
    from journal_app.ui.app import Window


def ask_for_key(window: Window, folder: Path) -> None:
    """Ask for the recovery key of the journal in ``folder``, then for a new passphrase."""
    window.watches.begin()  # both pages have a key or a passphrase on them
    page = UseRecoveryPage(window.theme)
    page.back.connect(lambda: window.show_unlock(folder))

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
    page = PassphrasePage(window.theme, title=pgettext("recovery", "Choose a new passphrase"))
    page.back.connect(lambda: window.show_unlock(folder))

    def recover(passphrase: str) -> None:
        page.setEnabled(False)
        window.lane.start(
            window, lambda _: Journal.recover(folder, key, passphrase),
            lambda journal: window.opened(folder, journal), refused,
        )  # fmt: skip

    def refused(error: Exception) -> None:
        page.setEnabled(True)
        page.say(told(error))

    page.chosen.connect(recover)
    window.show_page(page)
