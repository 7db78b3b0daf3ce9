"""The sections of the window, in their order."""

from __future__ import annotations

from journal_app.ui.dossier_page import DossierPage
from journal_app.ui.page import Page
from journal_app.ui.timeline_page import TimelinePage

SECTIONS: tuple[tuple[str, type[Page]], ...] = (
    ("timeline", TimelinePage),
    ("dossier", DossierPage),
)
