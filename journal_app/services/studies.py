"""Studies in which a client was made a subject: what the person knows of each, and no conclusion."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from journal_app.catalogue import Catalogue
from journal_app.domain.interchange import check_dates, is_good_id
from journal_app.domain.records import bad_field
from journal_app.domain.studies import RESEARCH_GROUP, Study
from journal_app.i18n import pgettext
from journal_app.services.journal import Journal
from journal_app.store import revisions
from journal_app.store import studies as study_store


def put(journal: Journal, study: Study, *, source: str = "study") -> str:
    """Add a study, or a revision of one, and return its id; raises BadInput naming the field."""
    if not study.id:
        study = msgspec.structs.replace(study, id=journal.new_id("study"))
    check(journal, study, source=source)
    with journal.change() as ledger:
        ledger.append("study", study.id, study)
    return study.id


def check(journal: Journal, study: Study, *, source: str) -> None:
    """Check what a study names and when; raises BadInput naming the field."""
    if not is_good_id(study.id):
        raise bad_field(source, "id", pgettext("error", "An id needs 1 to 200 printable characters."))
    check_dates(study, source)
    for index, incident in enumerate(study.incidents):
        # A removed one too: a study that names it can still be saved.
        if not revisions.ever(journal.database, "incident", incident):
            raise bad_field(source, f"incidents[{index}]", pgettext("error", "There is no entry with this id."))
    for index, item in enumerate(study.evidence):
        if not revisions.exists(journal.database, "evidence", item):
            raise bad_field(source, f"evidence[{index}]", pgettext("error", "There is no file with this id."))


def get(journal: Journal, identifier: str) -> Study:
    """Return one study; raises BadInput where there is none with this id."""
    return study_store.get(journal.database, identifier)


def everything(journal: Journal) -> tuple[Study, ...]:
    """Return every study of the journal, in the order they were added."""
    return tuple(study_store.all(journal.database))


def of_entry(journal: Journal, incident: str) -> tuple[Study, ...]:
    """Return the studies an entry belongs to."""
    return tuple(each for each in study_store.all(journal.database) if incident in each.incidents)


def along(journal: Journal, incidents: Collection[str] | None) -> tuple[tuple[Study, ...], tuple[Study, ...]]:
    """Return the studies that go with a dossier of these entries (ids), and those that stay though an entry goes.

    One goes only where all entries it names go, so that nothing is said of an entry that stays; one that names none
    goes only to oneself. With None all of them go: that is for oneself.
    """
    everything = study_store.all(journal.database)
    if incidents is None:
        return tuple(everything), ()
    of_these = [each for each in everything if not set(incidents).isdisjoint(each.incidents)]
    whole = tuple(each for each in of_these if set(incidents).issuperset(each.incidents))
    return whole, tuple(each for each in of_these if each not in whole)


def are_asked_for(types: tuple[str, ...]) -> bool:
    """Say whether an entry of these types is about research, so that a study may belong to it."""
    about = {kind.id for kind in Catalogue.load().incident_types() if kind.group == RESEARCH_GROUP}
    return not about.isdisjoint(types)


def remove(journal: Journal, identifier: str) -> None:
    """Take a study away; it stays in the history."""
    study_store.get(journal.database, identifier)
    with journal.change() as ledger:
        ledger.remove("study", identifier)


def restore(journal: Journal, study: Study) -> None:
    """Bring a study back that was taken away; ``study`` is as it stood. Where it stands already, nothing is written.

    Files that were erased meanwhile are not named any more.
    """
    there = tuple(each for each in study.evidence if revisions.exists(journal.database, "evidence", each))
    with journal.change() as ledger:
        ledger.append("study", study.id, msgspec.structs.replace(study, evidence=there))
