"""Evidence as it is listed: in pages, chosen by kind, person, entry and words, each file with those beside it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from journal_app.services.journal import Journal
from journal_app.services.media import PDF, PICTURES, TEXTS
from journal_app.store import listing as listing_store
from journal_app.store.listing import Beside, Listed, Sought

__all__ = ["Beside", "Kind", "Listed", "Page", "Sought", "beside", "page", "sought"]


class Kind(StrEnum):
    """What files can be chosen by."""

    ALL = ""
    PICTURES = "pictures"
    TEXT = "text"
    OTHER = "other"
    LOOSE = "loose"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some files in the order they were added; ``after`` is where the next page begins, None where this is the last."""

    rows: tuple[Listed, ...]
    after: int | None


def sought(kind: Kind, *, person: str = "", entry: str = "", words: str = "") -> Sought:
    """Return what to look for; ``person`` and ``entry`` are ids, and what is left empty leaves all files."""
    pictures = tuple(sorted({*PICTURES, PDF}))
    types = {Kind.PICTURES: pictures, Kind.TEXT: tuple(sorted(TEXTS))}.get(kind, ())
    other = tuple(sorted({*pictures, *TEXTS})) if kind is Kind.OTHER else ()
    return Sought(
        types=types, other_than=other, loose=kind is Kind.LOOSE, person=person, entry=entry, words=words.strip()
    )


def page(journal: Journal, wanted: Sought, *, after: int | None = None, most: int) -> Page:
    """Return at most ``most`` files, beginning after those of another page."""
    rows = listing_store.page(journal.database, wanted, after=after or 0, most=most + 1)
    return Page(rows=tuple(rows[:most]), after=rows[most - 1].place if len(rows) > most else None)


def beside(journal: Journal, wanted: Sought, identifier: str) -> Beside | None:
    """Return where a file stands among those that are wanted; None where it is not one of them."""
    return listing_store.beside(journal.database, wanted, identifier)
