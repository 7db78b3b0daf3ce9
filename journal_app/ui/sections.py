"""The sections of the window, in their order, and the pages below them."""

from __future__ import annotations

from journal_app.ui.backup_page import BackupPage
from journal_app.ui.dossier_page import DossierPage
from journal_app.ui.evidence_page import EvidencePage
from journal_app.ui.filing_page import FilingPage
from journal_app.ui.help_page import HelpPage
from journal_app.ui.matches_page import MatchesPage
from journal_app.ui.page import Page
from journal_app.ui.people_page import PeoplePage
from journal_app.ui.settings_page import SettingsPage
from journal_app.ui.studies_page import StudiesPage
from journal_app.ui.timeline_page import TimelinePage

BELOW: tuple[tuple[str, type[Page]], ...] = (("backup", BackupPage), ("settings", SettingsPage), ("help", HelpPage))
# Without a button: an entry leads there, a search, and an open point of a dossier.
BESIDE: tuple[tuple[str, type[Page]], ...] = (("studies", StudiesPage),)
SECTIONS: tuple[tuple[str, type[Page]], ...] = (
    ("timeline", TimelinePage),
    ("evidence", EvidencePage),
    ("matches", MatchesPage),
    ("people", PeoplePage),
    ("dossier", DossierPage),
    ("filing", FilingPage),
)
