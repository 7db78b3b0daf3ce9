"""Drafts: what is being written survives, and is never part of the record."""

from __future__ import annotations

from domain.samples import entries, ids, people_entries
from hypothesis import HealthCheck, given, settings

from journal_app.domain.incident import IncidentEntry
from journal_app.domain.people import PersonEntry
from journal_app.services import drafts
from journal_app.services.journal import Journal

from .keeping import PASSPHRASE, Clock, revised

# Texts of any script and ids that differ are found by trying; the journal is the same for all examples.
CHECKS = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much]


def test_a_draft_survives_a_restart(empty: Journal) -> None:
    drafts.save(empty, "new", IncidentEntry(account="Half a sen"))
    empty.close()
    with Journal.open(empty.folder, PASSPHRASE) as again:
        assert drafts.load(again, "new", IncidentEntry) == IncidentEntry(account="Half a sen")
        assert revised(again) == 0


def test_a_draft_replaces_the_one_before_it(empty: Journal, clock: Clock) -> None:
    drafts.save(empty, "new", IncidentEntry(account="One"))
    clock.forward(seconds=5)
    drafts.save(empty, "person:p", PersonEntry(id="p", name=""))
    clock.forward(seconds=5)
    drafts.save(empty, "new", IncidentEntry(account="One two"))
    assert drafts.load(empty, "new", IncidentEntry) == IncidentEntry(account="One two")
    assert drafts.keys(empty) == ("person:p", "new")


def test_a_draft_can_be_forgotten(empty: Journal) -> None:
    drafts.save(empty, "new", IncidentEntry(account="One"))
    for _ in range(2):
        drafts.discard(empty, "new")
    assert drafts.load(empty, "new", IncidentEntry) is None
    assert drafts.keys(empty) == ()


@settings(max_examples=25, suppress_health_check=CHECKS)
@given(entry=entries(ids, ["p"]), person=people_entries)
def test_any_entry_comes_back_as_it_was(empty: Journal, entry: IncidentEntry, person: PersonEntry) -> None:
    drafts.save(empty, "a", entry)
    drafts.save(empty, "b", person)
    assert drafts.load(empty, "a", IncidentEntry) == entry
    assert drafts.load(empty, "b", PersonEntry) == person
