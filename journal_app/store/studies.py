"""Studies as they stand now."""

from __future__ import annotations

from journal_app.domain.studies import Study
from journal_app.store import revisions
from journal_app.store.database import Database


def get(database: Database, identifier: str) -> Study:
    """Return one study; raises BadInput where there is none with this id."""
    return revisions.found(database, "study", identifier).revision.record(Study)


def all(database: Database) -> list[Study]:  # noqa: A001 - read as studies.all
    """Return all studies, in the order they were added."""
    return [each.revision.record(Study) for each in revisions.all_standing(database, "study")]
