"""Complaints: to which body, about whom, with which entries, and what came after filing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from journal_app.catalogue import Catalogue
from journal_app.domain.complaints import OTHER_BODY, ComplaintEntry, ComplaintFacts, Sending
from journal_app.domain.dates import parse_event_date
from journal_app.domain.interchange import (
    check_dates,
    check_sendings,
    evidence_named,
    incidents_named,
    is_good_id,
)
from journal_app.domain.records import bad_field
from journal_app.errors import BadInput
from journal_app.i18n import pgettext
from journal_app.services.journal import Journal
from journal_app.services.ledger import Ledger
from journal_app.store import complaints as complaint_store
from journal_app.store import matches as match_store
from journal_app.store import people as people_store
from journal_app.store import revisions

_PARTS = ("complaint-log", "complaint-points")  # the kinds of what is kept beside a complaint


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintView:
    """A complaint with everything that came after."""

    entry: ComplaintEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A day (EDTF) that somebody named, for what, where it stands, of which complaint, and the name of its body."""

    complaint: str
    body: str
    when: str
    what: str
    source: str


def put(journal: Journal, entry: ComplaintEntry, *, source: str = "complaint") -> str:
    """Add a complaint, or a revision of one, and return its id; raises BadInput naming the field."""
    if not entry.id:
        entry = msgspec.structs.replace(entry, id=journal.new_id("complaint"))
    check(journal, entry, source=source)
    had = tuple(kind for kind in _PARTS if revisions.exists(journal.database, kind, entry.id))
    with journal.change() as ledger:
        write(ledger, entry, had=had)
    return entry.id


def leave_out(journal: Journal, identifier: str, match: str, *, left_out: bool) -> None:
    """Keep whether a match stays in the journal though all its entries go with a complaint.

    Raises BadInput for an unknown complaint or match. Nothing else of the complaint is looked at, so that one which
    names what was removed since can still be told what stays.
    """
    match_store.get(journal.database, match)
    entry = get(journal, identifier).entry
    kept = tuple(each for each in entry.matches_left_out if each != match)
    complaint, _, _ = msgspec.structs.replace(entry, matches_left_out=(*kept, match) if left_out else kept).split()
    with journal.change() as ledger:
        ledger.append("complaint", identifier, complaint)


def note_sending(journal: Journal, identifier: str, sending: Sending) -> None:
    """Note that something was sent; raises BadInput for an unknown complaint or a field that does not fit."""
    entry = get(journal, identifier).entry
    put(journal, msgspec.structs.replace(entry, sendings=(*entry.sendings, sending)), source="sending")


def dues(journal: Journal) -> tuple[Due, ...]:
    """Return the days that were named and are not done with, soonest first. None of them is computed."""
    found = [
        (parse_event_date(log.due), Due(complaint=each.entry.id, body=body_name(each.entry), when=log.due,
                                        what=log.what, source=log.source))
        for each in everything(journal)
        for log in each.entry.log
        if log.due and not log.done
    ]  # fmt: skip
    return tuple(due for _, due in sorted(found, key=lambda each: each[0].sort_key))


def check(journal: Journal, entry: ComplaintEntry, *, source: str) -> None:
    """Check what a complaint names and when; raises BadInput naming the field."""
    if not is_good_id(entry.id):
        raise bad_field(source, "id", pgettext("error", "An id needs 1 to 200 printable characters."))
    check_body(entry, source=source)
    check_dates(entry, source)
    check_sendings(entry, source)
    if not people_store.exists(journal.database, entry.professional):
        raise bad_field(source, "professional", pgettext("error", "Nobody with this id is known."))
    for field, identifier in incidents_named(entry):  # a removed one too: a filing that names it can still be saved
        if not revisions.ever(journal.database, "incident", identifier):
            raise bad_field(source, field, pgettext("error", "There is no entry with this id."))
    for index, identifier in enumerate(entry.matches_left_out):
        if not revisions.ever(journal.database, "match", identifier):  # one that was removed may come back
            reason = pgettext("error", "There is no match with this id.")
            raise bad_field(source, f"matches_left_out[{index}]", reason)
    for field, identifier in evidence_named(entry):
        if identifier and not revisions.exists(journal.database, "evidence", identifier):
            raise bad_field(source, field, pgettext("error", "There is no file with this id."))


def check_body(entry: ComplaintFacts, *, source: str, place: str = "") -> None:
    """Check that a complaint names a known body, or another one by its name; raises BadInput naming the field."""
    if (entry.board == OTHER_BODY) != bool(entry.board_name.strip()):
        reason = pgettext("error", "The name of the body stands here where “board” is “another-body”, and only there.")
        raise bad_field(source, f"{place}board_name", reason)
    if entry.board == OTHER_BODY:
        return
    try:
        Catalogue.load().board(entry.board)
    except BadInput as error:
        field = f"{place}board"
        found = bad_field(source, field, pgettext("error", "No body with this id is known."))
        raise BadInput(found.message, error.advice, source=source, field=field) from None


def body_name(entry: ComplaintFacts) -> str:
    """Return the name of the body a complaint goes to; empty where none is chosen or named yet."""
    if entry.board in {"", OTHER_BODY}:
        return entry.board_name
    return Catalogue.load().board(entry.board).name


def write(ledger: Ledger, entry: ComplaintEntry, *, had: Sequence[str] = ()) -> None:
    """Append what the body may see, what came after and the points as three records.

    ``had`` are the kinds of those parts that stand already: one that is empty now is removed.
    """
    complaint, log, points = entry.split()
    ledger.append("complaint", complaint.id, complaint)
    for kind, part in zip(_PARTS, (log, points), strict=True):
        if part is not None:
            ledger.append(kind, complaint.id, part)
        elif kind in had:
            ledger.remove(kind, complaint.id)


def get(journal: Journal, identifier: str) -> ComplaintView:
    """Return one complaint; raises BadInput where there is none with this id."""
    return _view(complaint_store.get(journal.database, identifier))


def everything(journal: Journal) -> tuple[ComplaintView, ...]:
    """Return every complaint of the journal."""
    return tuple(_view(stored) for stored in complaint_store.all(journal.database))


def _view(stored: complaint_store.StoredComplaint) -> ComplaintView:
    return ComplaintView(entry=ComplaintEntry.join(stored.complaint, stored.log, stored.points))
