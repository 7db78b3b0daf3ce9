"""Drafts: what is being written survives, and is never part of the record."""

from __future__ import annotations

import pytest
from domain.samples import entries, ids, people_entries
from hypothesis import HealthCheck, given, settings

from journal_app.domain.incident import IncidentEntry
from journal_app.domain.people import PersonEntry
from journal_app.errors import StorageTrouble
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


LONG = IncidentEntry(account="So many words that they need space of their own. " * 5000)


def let_grow(journal: Journal, pages: int = 0) -> None:
    """Let the database have so many pages; as many as it has for 0, as on a full disk."""
    most = pages or journal.database.execute("PRAGMA page_count")[0][0]
    journal.database.execute(f"PRAGMA max_page_count={most}")


def test_what_a_full_disk_does_not_take_is_held_and_kept_later(empty: Journal) -> None:
    let_grow(empty)
    with pytest.raises(StorageTrouble, match="no space left"):
        drafts.keep(empty, {"new": LONG, "person:": PersonEntry(id="", name="A")})
    assert list(empty.unkept.held()) == ["new"]  # the short one had room
    assert drafts.load(empty, "new", IncidentEntry) == LONG
    assert drafts.keys(empty) == ("person:", "new")
    with pytest.raises(StorageTrouble):
        drafts.keep_held(empty)
    let_grow(empty, 100_000)
    drafts.keep(empty, {"match:": IncidentEntry(account="Another.")})
    assert not empty.unkept
    empty.close()
    with Journal.open(empty.folder, PASSPHRASE) as again:
        assert drafts.load(again, "new", IncidentEntry) == LONG


def test_what_is_kept_later_takes_the_place_of_what_is_held(empty: Journal) -> None:
    let_grow(empty)
    with pytest.raises(StorageTrouble):
        drafts.keep(empty, {"new": LONG})
    drafts.save(empty, "new", IncidentEntry(account="Short."))
    assert not empty.unkept
    drafts.keep_held(empty)
    assert drafts.load(empty, "new", IncidentEntry) == IncidentEntry(account="Short.")


def test_what_cannot_be_forgotten_yet_is_not_found_again(empty: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    drafts.save(empty, "new", IncidentEntry(account="Saved as an entry since."))

    def refuse(*_: object) -> None:
        raise StorageTrouble("There is no space left.", "Free some space.")

    with monkeypatch.context() as full:
        full.setattr(drafts.draft_store, "discard", refuse)
        drafts.forget(empty, ["new"])
    assert drafts.load(empty, "new", IncidentEntry) is None
    assert drafts.keys(empty) == ()
    drafts.keep_held(empty)
    assert not empty.unkept
    assert drafts.draft_store.keys(empty.database) == ()


def test_what_is_held_is_found_by_what_it_names(empty: Journal) -> None:
    drafts.save(empty, "i1", IncidentEntry(account="", timezone="kept"))
    drafts.save(empty, "i2", IncidentEntry(account="", timezone="kept"))
    empty.unkept.hold({"i1": None, "new": IncidentEntry(account="", timezone="held"), "i3": None})
    assert drafts.keys_naming(empty, "kept") == ("i2",)
    assert drafts.keys_naming(empty, "held") == ("new",)


@settings(max_examples=25, suppress_health_check=CHECKS)
@given(entry=entries(ids, ["p"]), person=people_entries)
def test_any_entry_comes_back_as_it_was(empty: Journal, entry: IncidentEntry, person: PersonEntry) -> None:
    drafts.save(empty, "a", entry)
    drafts.save(empty, "b", person)
    assert drafts.load(empty, "a", IncidentEntry) == entry
    assert drafts.load(empty, "b", PersonEntry) == person
