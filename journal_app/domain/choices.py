"""What a person has chosen for a dossier so far, kept until it is chosen otherwise."""

from __future__ import annotations

from journal_app.domain.records import Record


class DossierChoices(Record, frozen=True, kw_only=True):
    """For whom, with which filing or body, which entries in which order, and how far the person came.

    ``entries`` were ticked for ``entries_for`` (reader and filing); None where nothing was ticked otherwise than the
    filing names. ``entries_for_others`` were ticked in the same way for other readers and filings.
    ``matches_left_out`` (ids) stay where there is no filing, which keeps its own. ``step`` is counted from 0.
    ``places`` are written to be hidden and are not: a place, and what stands instead of it, of which one may be
    missing. ``names`` are written and not yet taken up: a person's id, and what is to stand instead of their name.
    """

    reader: str = "board"
    filing: str | None = None
    board: str = ""
    language: str = ""
    entries: tuple[str, ...] | None = None
    entries_for: tuple[str, ...] = ()
    entries_for_others: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    matches_left_out: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    exhibit_order: tuple[str, ...] = ()
    with_reply: bool = False
    impact: bool = False
    fields: bool = False
    paper: str = ""
    parts: str = ""
    step: int = 0
    places: tuple[tuple[str, str], ...] = ()
    names: tuple[tuple[str, str], ...] = ()
