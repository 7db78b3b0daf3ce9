"""What stands behind the passphrase, loaded while it is typed: the first window waits for none of it."""

from __future__ import annotations

import importlib

from PySide6.QtCore import QObject

from journal_app.ui.jobs import Lane

# What the pages read with, then the pages: the first is loaded beside the window, so that the second, which makes
# classes of Qt and therefore belongs to the window's thread, is short.
BESIDE = (
    "journal_app.domain.date_words", "journal_app.domain.passages", "journal_app.services.audit",
    "journal_app.services.backups", "journal_app.services.calendar", "journal_app.services.complaints",
    "journal_app.services.dossier_time", "journal_app.services.dossiers", "journal_app.services.drafts",
    "journal_app.services.erasing", "journal_app.services.findings",
    "journal_app.services.journal", "journal_app.services.keys", "journal_app.services.listing",
    "journal_app.services.matches", "journal_app.services.outside", "journal_app.services.passphrases",
    "journal_app.services.people", "journal_app.services.preferences", "journal_app.services.redactions",
    "journal_app.services.responses", "journal_app.services.safekeeping", "journal_app.services.screenshots",
    "journal_app.services.sources", "journal_app.services.standards", "journal_app.services.tellings",
    "journal_app.services.trials", "journal_app.services.versions",
)  # fmt: skip
HERE = ("journal_app.ui.main_window", "journal_app.ui.session")


def load(lane: Lane, owner: QObject) -> None:
    """Load it for ``owner``; where that is not done or does not work, opening the journal loads it, and tells why."""
    lane.start(owner, lambda _: _import(BESIDE), lambda _: _import(HERE), lambda _: None)


def _import(names: tuple[str, ...]) -> None:
    for name in names:
        importlib.import_module(name)
