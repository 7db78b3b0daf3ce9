"""The ledger: nothing is written twice, nothing is overwritten, every change ends with a signed head."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journal_app.domain.custody import CustodyEvent, CustodyNote
from journal_app.domain.incident import Incident
from journal_app.domain.people import Person
from journal_app.errors import BadInput
from journal_app.integrity.chain import root
from journal_app.services.journal import Journal
from journal_app.services.ledger import signed_head
from journal_app.store import revisions

from .keeping import Clock, refused, revised, state


def test_the_same_content_is_not_written_again(started: Journal) -> None:
    before = state(started)
    record = revisions.found(started.database, "incident", "first").revision.record(Incident)
    with started.change() as ledger:
        ledger.append("incident", "first", record)
    assert state(started) == before


def test_the_same_event_twice_is_two_events(started: Journal) -> None:
    note = CustodyNote(evidence="e", event=CustodyEvent.CHECKED)
    for _ in range(2):
        with started.change() as ledger:
            ledger.append("custody", "e", note)
    assert [each.number for each in revisions.history(started.database, "custody", "e")] == [1, 2]


def test_what_is_removed_and_written_anew_is_called_restored(started: Journal) -> None:
    record = revisions.found(started.database, "incident", "first").revision.record(Incident)
    with started.change() as ledger:
        ledger.remove("incident", "first")
    with started.change() as ledger:
        ledger.append("incident", "first", record)
    actions = [each.action for each in revisions.history(started.database, "incident", "first")]
    assert actions == ["created", "removed", "restored"]


def test_records_of_other_kinds_come_back_too(started: Journal) -> None:
    with started.change() as ledger:
        ledger.remove("person", "client")
        ledger.restore("person", "client")
    person = revisions.found(started.database, "person", "client").revision.record(Person)
    assert person.name == "Ida Berg"


def test_what_is_not_there_cannot_be_removed_or_restored(started: Journal) -> None:
    for work in ("remove", "restore"):
        with refused(BadInput, started), started.change() as ledger:
            getattr(ledger, work)("incident", "nowhere")


def test_one_change_has_one_head_over_all_of_it(started: Journal, clock: Clock) -> None:
    clock.forward(minutes=1)
    with started.change() as ledger:
        for name in ("a", "b", "c"):
            ledger.append("person", name, Person(id=name, name=name))
    heads = revisions.heads(started.database)
    assert heads[-1].size == revised(started)
    assert heads[-2].size == heads[-1].size - 3
    assert heads[-1].root == root(revisions.leaves(started.database)).hex()
    signed = signed_head(started.vault.vault_id, heads[-1])
    signer = started.vault.chain_signer
    assert signer.verify(signed.head.message(), bytes.fromhex(signed.signature))


def test_the_chain_names_the_journal_and_the_time(started: Journal, clock: Clock) -> None:
    clock.forward(hours=2)
    with started.change() as ledger:
        ledger.append("person", "x", Person(id="x", name="X"))
    head = signed_head(started.vault.vault_id, revisions.heads(started.database, last=True)[0]).head
    assert (head.vault_id, head.time) == (started.vault.vault_id, "2026-03-01T11:30:00Z")


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20), max_size=6))
def test_no_earlier_version_is_ever_lost(started: Journal, names: list[str]) -> None:
    before = [each.body for each in revisions.in_order(started.database)]
    for name in names:
        with started.change() as ledger:
            ledger.append("person", "client", Person(id="client", name=name))
    after = [each.body for each in revisions.in_order(started.database)]
    assert after[: len(before)] == before
    history = revisions.history(started.database, "person", "client")
    assert [each.number for each in history] == list(range(1, len(history) + 1))
