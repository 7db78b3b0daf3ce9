"""Private-and-public matches as they stand now."""

from __future__ import annotations

from journal_app.domain.matches import Match
from journal_app.store import revisions
from journal_app.store.database import Database


def get(database: Database, identifier: str) -> Match:
    """Return one match; raises BadInput where there is none with this id."""
    return revisions.found(database, "match", identifier).revision.record(Match)


def all(database: Database) -> list[Match]:  # noqa: A001 - read as matches.all
    """Return all matches, in the order they were added."""
    return [each.revision.record(Match) for each in revisions.all_standing(database, "match")]
