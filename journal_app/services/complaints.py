"""Complaints: to which body, about whom, with which entries, and what came after filing."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from journal_app.catalogue import Catalogue
from journal_app.domain.complaints import ComplaintEntry, ComplaintFacts
from journal_app.domain.interchange import check_dates, is_good_id
from journal_app.domain.records import bad_field
from journal_app.errors import BadInput
from journal_app.i18n import pgettext
from journal_app.services.journal import Journal
from journal_app.services.ledger import Ledger
from journal_app.store import complaints as complaint_store
from journal_app.store import people as people_store
from journal_app.store import revisions


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintView:
    """A complaint with its log."""

    entry: ComplaintEntry


def put(journal: Journal, entry: ComplaintEntry, *, source: str = "complaint") -> str:
    """Add a complaint, or a revision of one, and return its id; raises BadInput naming the field."""
    if not entry.id:
        entry = msgspec.structs.replace(entry, id=journal.new_id("complaint"))
    check(journal, entry, source=source)
    had_log = revisions.exists(journal.database, "complaint-log", entry.id)
    with journal.change() as ledger:
        write(ledger, entry, had_log=had_log)
    return entry.id


def check(journal: Journal, entry: ComplaintEntry, *, source: str) -> None:
    """Check what a complaint names and when; raises BadInput naming the field."""
    if not is_good_id(entry.id):
        raise bad_field(source, "id", pgettext("error", "An id needs 1 to 200 printable characters."))
    check_board(entry.board, source=source, field="board")
    check_dates(entry, source)
    if not people_store.exists(journal.database, entry.professional):
        raise bad_field(source, "professional", pgettext("error", "Nobody with this id is known."))
    named = [(f"incidents[{index}]", identifier) for index, identifier in enumerate(entry.incidents)]
    for number, standard in enumerate(entry.standards):
        named += [
            (f"standards[{number}].incidents[{i}]", identifier) for i, identifier in enumerate(standard.incidents)
        ]
    for field, identifier in named:
        if not revisions.exists(journal.database, "incident", identifier):
            raise bad_field(source, field, pgettext("error", "There is no entry with this id."))


def check_board(board: str, *, source: str, field: str) -> None:
    """Check that ``board`` is the id of a known body; raises BadInput naming the field."""
    try:
        Catalogue.load().board(board)
    except BadInput as error:
        found = bad_field(source, field, pgettext("error", "No body with this id is known."))
        raise BadInput(found.message, error.advice, source=source, field=field) from None


def write(ledger: Ledger, entry: ComplaintEntry, *, had_log: bool = False) -> None:
    """Append what the body may see and the log as two records."""
    complaint, log = entry.split()
    ledger.append("complaint", complaint.id, complaint)
    if log is not None:
        ledger.append("complaint-log", complaint.id, log)
    elif had_log:
        ledger.remove("complaint-log", complaint.id)


def get(journal: Journal, identifier: str) -> ComplaintView:
    """Return one complaint; raises BadInput where there is none with this id."""
    return _view(complaint_store.get(journal.database, identifier))


def everything(journal: Journal) -> tuple[ComplaintView, ...]:
    """Return every complaint of the journal."""
    return tuple(_view(stored) for stored in complaint_store.all(journal.database))


def _view(stored: complaint_store.StoredComplaint) -> ComplaintView:
    facts = {name: getattr(stored.complaint, name) for name in ComplaintFacts.__struct_fields__}
    return ComplaintView(entry=ComplaintEntry(**facts, log=stored.log.entries if stored.log else ()))
