"""The sections of the window, in their order."""

from __future__ import annotations

from journal_app.ui.dossier_page import DossierPage
from journal_app.ui.evidence_page import EvidencePage
from journal_app.ui.filing_page import FilingPage
from journal_app.ui.matches_page import MatchesPage
from journal_app.ui.page import Page
from journal_app.ui.people_page import PeoplePage
from journal_app.ui.timeline_page import TimelinePage

SECTIONS: tuple[tuple[str, type[Page]], ...] = (
    ("timeline", TimelinePage),
    ("evidence", EvidencePage),
    ("matches", MatchesPage),
    ("people", PeoplePage),
    ("dossier", DossierPage),
    ("filing", FilingPage),
)
