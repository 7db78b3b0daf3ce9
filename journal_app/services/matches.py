"""Private-and-public matches: two sides put next to each other, and no conclusion."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from journal_app.domain.dates import parse_event_date
from journal_app.domain.gaps import Gap, gap_in_days
from journal_app.domain.interchange import check_dates, is_good_id
from journal_app.domain.matches import Match
from journal_app.domain.records import bad_field
from journal_app.i18n import pgettext
from journal_app.services.journal import Journal
from journal_app.store import matches as match_store
from journal_app.store import people as people_store
from journal_app.store import revisions


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchView:
    """A match and the days between its two sides; None where a date is not known."""

    match: Match
    gap: Gap | None


def put(journal: Journal, match: Match, *, source: str = "match") -> str:
    """Add a match, or a revision of one, and return its id; raises BadInput naming the field."""
    if not match.id:
        match = msgspec.structs.replace(match, id=journal.new_id("match"))
    check(journal, match, source=source)
    with journal.change() as ledger:
        ledger.append("match", match.id, match)
    return match.id


def check(journal: Journal, match: Match, *, source: str) -> None:
    """Check what a match names and when; raises BadInput naming the field."""
    if not is_good_id(match.id):
        raise bad_field(source, "id", pgettext("error", "An id needs 1 to 200 printable characters."))
    check_dates(match, source)
    if match.private.told_to and not people_store.exists(journal.database, match.private.told_to):
        raise bad_field(source, "private.told_to", pgettext("error", "Nobody with this id is known."))
    for field, incident in (("private", match.private.incident), ("public", match.public.incident)):
        # A removed one too: a match that names it can still be saved.
        if incident and not revisions.ever(journal.database, "incident", incident):
            raise bad_field(source, f"{field}.incident", pgettext("error", "There is no entry with this id."))
    for index, item in enumerate(match.evidence):
        if not revisions.exists(journal.database, "evidence", item):
            raise bad_field(source, f"evidence[{index}]", pgettext("error", "There is no file with this id."))


def get(journal: Journal, identifier: str) -> MatchView:
    """Return one match; raises BadInput where there is none with this id."""
    return _view(match_store.get(journal.database, identifier))


def everything(journal: Journal) -> tuple[MatchView, ...]:
    """Return every match of the journal."""
    return tuple(_view(match) for match in match_store.all(journal.database))


def remove(journal: Journal, identifier: str) -> None:
    """Take a match away; it stays in the history."""
    match_store.get(journal.database, identifier)
    with journal.change() as ledger:
        ledger.remove("match", identifier)


def restore(journal: Journal, match: Match) -> None:
    """Bring a match back that was taken away; ``match`` is as it stood. Where it stands already, nothing is written.

    Files that were erased meanwhile are not named any more.
    """
    there = tuple(each for each in match.evidence if revisions.exists(journal.database, "evidence", each))
    match = msgspec.structs.replace(match, evidence=there)
    with journal.change() as ledger:
        ledger.append("match", match.id, match)


def gap(private: str, public: str) -> Gap | None:
    """Return the days between two dates (EDTF); None where one is not known."""
    return gap_in_days(parse_event_date(private), parse_event_date(public))


def _view(match: Match) -> MatchView:
    return MatchView(match=match, gap=gap(match.private.when, match.public.when))
