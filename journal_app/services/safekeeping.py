"""What a journal has noted of how it is kept safe: when it was copied, when a copy was tried, when it was anchored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from journal_app.services import anchors, backups, trials
from journal_app.services.anchors import Anchored
from journal_app.services.journal import Journal
from journal_app.store import revisions

TRIED_WITHIN = timedelta(days=90)
"""How long a copy is taken to be one that opens, before it is worth trying again."""
ANCHORED_WITHIN = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Safekeeping:
    """When each was done last, None where never; ``trial_due`` and ``anchor_due`` say that it is worth doing now.

    ``anchored`` is when the state that was last fixed outside was the last one.
    """

    copied: datetime | None
    tried: datetime | None
    anchored: datetime | None
    trial_due: bool
    anchor_due: bool


def safekeeping(journal: Journal) -> Safekeeping:
    """Return what the journal has noted; nothing outside it is looked at."""
    now = journal.clock()
    copied, tried = _time(backups.last(journal)), _time(trials.last(journal))
    anchored = anchors.last_anchored(journal)
    return Safekeeping(
        copied=copied,
        tried=tried,
        anchored=anchored.time if anchored else None,
        trial_due=copied is not None and (tried is None or now - tried > TRIED_WITHIN),
        anchor_due=_has_grown_since(journal, anchored) and (anchored is None or now - anchored.time > ANCHORED_WITHIN),
    )


def _time(noted: str) -> datetime | None:
    return datetime.fromisoformat(noted) if noted else None


def _has_grown_since(journal: Journal, anchored: Anchored | None) -> bool:
    """Say whether anything was recorded after a state; that a dossier was made or a time asked for counts for none."""
    return revisions.last_change(journal.database, besides="anchor") > (anchored.size if anchored else 0)
