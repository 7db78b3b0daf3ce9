"""What a person prefers in one journal; kept encrypted inside it, never beside it."""

from __future__ import annotations

from collections.abc import Mapping

from journal_app.domain.choices import DossierChoices
from journal_app.domain.records import from_plain, to_plain
from journal_app.errors import BadInput
from journal_app.services.journal import Journal
from journal_app.store import drafts as draft_store

LOCK_MINUTES = (1, 5, 15, 30)
_USUAL_MINUTES = 5
_MINUTES, _SHEET, _TILES, _DOSSIER = "lock-minutes", "sheet-postponed", "evidence-as-tiles", "dossier"
_KEYS = "keys"


def lock_minutes(journal: Journal) -> int:
    """Return after how many minutes without a key or a movement the journal locks."""
    kept = draft_store.preference(journal.database, _MINUTES, _USUAL_MINUTES)
    return kept if kept in LOCK_MINUTES else _USUAL_MINUTES


def set_lock_minutes(journal: Journal, minutes: int) -> None:
    """Keep after how many minutes the journal locks: one of ``LOCK_MINUTES``."""
    draft_store.put_preference(journal.database, _MINUTES, minutes)


def sheet_postponed(journal: Journal) -> bool:
    """Say whether the recovery sheet was put off until later."""
    return bool(draft_store.preference(journal.database, _SHEET, default=False))


def postpone_sheet(journal: Journal, *, postponed: bool) -> None:
    """Note that the recovery sheet was put off, or that it was made."""
    draft_store.put_preference(journal.database, _SHEET, postponed)


def evidence_as_tiles(journal: Journal) -> bool:
    """Say whether files are listed as tiles."""
    return bool(draft_store.preference(journal.database, _TILES, default=False))


def list_evidence_as_tiles(journal: Journal, *, tiles: bool) -> None:
    """Keep how files are listed: as tiles, or as a list."""
    draft_store.put_preference(journal.database, _TILES, tiles)


def dossier_choices(journal: Journal) -> DossierChoices:
    """Return what was chosen for a dossier so far; nothing where that was kept by another version of the program."""
    try:
        return from_plain(DossierChoices, draft_store.preference(journal.database, _DOSSIER, default={}))
    except BadInput:
        return DossierChoices()


def keep_dossier_choices(journal: Journal, choices: DossierChoices) -> None:
    """Keep what is chosen for a dossier."""
    draft_store.put_preference(journal.database, _DOSSIER, to_plain(choices))


def keys(journal: Journal) -> dict[str, str]:
    """Return the keys that were changed, by what they do; what is kept and is no text is left out."""
    kept = draft_store.preference(journal.database, _KEYS, default={})
    return {act: key for act, key in kept.items() if isinstance(key, str)} if isinstance(kept, dict) else {}


def keep_keys(journal: Journal, chosen: Mapping[str, str]) -> None:
    """Keep the keys that were changed, by what they do."""
    draft_store.put_preference(journal.database, _KEYS, dict(chosen))
