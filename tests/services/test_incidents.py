"""Entries: every version stays, private parts stay apart, and what does not fit changes nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journal_app.catalogue import Catalogue
from journal_app.domain.complaints import ComplaintEntry
from journal_app.domain.incident import Channel, IncidentEntry, Involvement, Purpose, Quote, ResponseStep, Step, Told
from journal_app.domain.matches import Match, PrivateSide, PublicSide
from journal_app.domain.people import PersonEntry, Relationship
from journal_app.domain.records import changed
from journal_app.domain.studies import Study
from journal_app.errors import BadInput
from journal_app.services import audit, cases, complaints, evidence, incidents, matches, people, studies, versions
from journal_app.services.cases import DossierRequest
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.store import search as search_store

from .keeping import ENTRY, PROFESSIONAL, START, Clock, refused, revised, state

ENTRY_SIDE = PrivateSide(incident="first")
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
filled = texts.filter(lambda text: bool(text.strip()))


def test_an_entry_comes_back_as_it_was_written(started: Journal) -> None:
    view = incidents.get(started, "first")
    assert view.entry == ENTRY
    assert (view.first_recorded, view.last_recorded, view.revisions) == (START, START, 1)
    assert (view.removed, view.evidence) == (False, ())


def test_the_program_notes_when_an_entry_was_recorded_and_changed(started: Journal, clock: Clock) -> None:
    clock.forward(days=3)
    incidents.revise(started, "first", changed(ENTRY, place="At the station."))
    view = incidents.get(started, "first")
    assert view.first_recorded == START
    assert view.last_recorded == clock.now
    assert view.revisions == 2


def test_a_record_has_the_day_of_the_time_zone_that_the_computer_was_in(empty: Journal, clock: Clock) -> None:
    """In Tokyo it is tomorrow already, in UTC it would have been recorded the day before it happened."""
    clock.forward(hours=7)
    empty.timezone = "Asia/Tokyo"
    people.put(empty, PROFESSIONAL)
    incidents.record(empty, changed(ENTRY, occurred="2026-03-02"))
    empty.timezone = "America/Los_Angeles"
    incidents.revise(empty, "first", changed(ENTRY, occurred="2026-03-02", place="At the station."))
    recorded = cases.collect(empty, DossierRequest(audience="self")).case
    (entry,) = recorded.incidents
    assert entry.first_recorded.isoformat() == "2026-03-02T01:30:00+09:00"
    assert entry.last_recorded.isoformat() == "2026-03-01T08:30:00-08:00"
    assert recorded.made_at.isoformat() == "2026-03-01T08:30:00-08:00"


def test_an_entry_without_an_id_gets_one(empty: Journal) -> None:
    first = incidents.record(empty, IncidentEntry(account="One."))
    second = incidents.record(empty, IncidentEntry(account="One."))
    assert first != second
    assert incidents.get(empty, first).entry.account == "One."


def test_words_are_kept_whose_person_or_step_is_left_open(empty: Journal) -> None:
    told, steps = (Told(person="", answer="She listened."),), (ResponseStep(note="A letter came."),)
    entry = IncidentEntry(id="open", account="One.", told=told, professional_response=steps)
    incidents.record(empty, entry)
    assert incidents.get(empty, "open").entry == entry
    assert incidents.get(empty, "open").entry.people_ids == frozenset()
    (row,) = incidents.timeline(empty)
    assert row.people == ()


def test_an_id_is_used_once_and_for_ever(started: Journal) -> None:
    with refused(BadInput, started) as caught:
        incidents.record(started, ENTRY, source="file.json")
    assert (caught.value.source, caught.value.field) == ("file.json", "id")  # type: ignore[attr-defined]
    incidents.remove(started, "first")
    with refused(BadInput, started):
        incidents.record(started, ENTRY)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id": " "}, "id"),
        ({"id": "x" * 201}, "id"),
        ({"id": "a\nb"}, "id"),
        ({"account": " \n "}, "account"),
        ({"occurred": "last spring"}, "occurred"),
        ({"timezone": "Mars/Base"}, "timezone"),
        ({"people": (Involvement(person="nobody"),)}, "people[0].person"),
        ({"exact_words": (Quote(text="x"), Quote(text="y", speaker="nobody"))}, "exact_words[1].speaker"),
        ({"told": (Told(person="nobody"),)}, "told[0].person"),
        ({"exact_words": (Quote(text="x", evidence=("no-file",)),)}, "exact_words[0].evidence[0]"),
        (
            {"professional_response": (ResponseStep(step=Step.DENIED, evidence=("no-file",)),)},
            "professional_response[0].evidence[0]",
        ),
        ({"types": ("no-such-type",)}, "types[0]"),
    ],
)
def test_what_does_not_fit_is_named_and_not_recorded(started: Journal, change: dict[str, object], field: str) -> None:
    with refused(BadInput, started) as caught:
        incidents.record(started, changed(changed(ENTRY, id="second"), **change))
    assert caught.value.field == field  # type: ignore[attr-defined]
    assert "nothing was changed" in caught.value.message
    if field != "id":
        with refused(BadInput, started):
            incidents.revise(started, "first", changed(ENTRY, **change))


def test_a_known_type_is_taken(started: Journal) -> None:
    kind = Catalogue.load().incident_types()[0].id
    incidents.revise(started, "first", changed(ENTRY, types=(kind,)))
    assert incidents.get(started, "first").entry.types == (kind,)


def test_saving_without_a_change_adds_nothing(started: Journal) -> None:
    before = state(started)
    assert incidents.revise(started, "first", changed(ENTRY, id="")) == 1
    assert state(started) == before


def test_only_the_part_that_changed_is_written(started: Journal) -> None:
    count = revised(started)
    assert incidents.revise(started, "first", changed(ENTRY, impact="I could not work.")) == 1
    assert revised(started) == count + 1
    parts = [version.part for version in versions.history(started, "incident", "first")]
    assert parts == ["incident", "impact", "private-note", "impact"]


def test_private_words_that_are_emptied_leave_the_entry_and_stay_in_its_history(started: Journal) -> None:
    incidents.revise(started, "first", changed(ENTRY, impact="", private_note="", tags=()))
    view = incidents.get(started, "first").entry
    assert (view.impact, view.private_note, view.tags) == ("", "", ())
    saved = versions.history(started, "incident", "first")
    assert saved[1].text["text"] == "I could not sleep."
    assert [(version.part, version.action, version.text) for version in saved[-2:]] == [
        ("impact", "removed", {}),
        ("private-note", "removed", {}),
    ]


def test_the_facts_never_hold_private_words(started: Journal) -> None:
    rows = started.database.execute("SELECT CAST(body AS TEXT) FROM revisions WHERE kind = 'incident'")
    for (body,) in rows:
        assert "sleep" not in str(body)
        assert "Only for me" not in str(body)
        assert '"red"' not in str(body)


def test_an_entry_is_revised_under_its_own_id_only(started: Journal) -> None:
    with refused(BadInput, started) as caught:
        incidents.revise(started, "first", changed(ENTRY, id="other"))
    assert caught.value.field == "id"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "work",
    [
        lambda journal: incidents.get(journal, "nowhere"),
        lambda journal: incidents.revise(journal, "nowhere", ENTRY),
        lambda journal: incidents.remove(journal, "nowhere"),
        lambda journal: incidents.restore(journal, "nowhere"),
    ],
)
def test_an_unknown_entry_is_told(started: Journal, work: Callable[[Journal], object]) -> None:
    with refused(BadInput, started) as caught:
        work(started)
    assert "nowhere" in caught.value.message


def test_what_is_changed_in_a_removed_entry_is_kept_and_the_entry_stays_removed(started: Journal) -> None:
    incidents.remove(started, "first")
    count = revised(started)
    incidents.revise(started, "first", ENTRY)
    assert revised(started) == count
    for wanted in (changed(ENTRY, account="Other words."), changed(ENTRY, account="Other words.", impact="None.")):
        incidents.revise(started, "first", wanted)
        view = incidents.get(started, "first")
        assert (view.removed, view.entry) == (True, wanted)
        assert incidents.timeline(started) == ()
    assert audit.check_open(started).problems == ()
    incidents.restore(started, "first")
    view = incidents.get(started, "first")
    assert (view.removed, view.entry) == (False, wanted)


def test_a_removed_entry_leaves_the_timeline_and_comes_back_as_it_was(started: Journal) -> None:
    incidents.remove(started, "first")
    assert incidents.timeline(started) == ()
    assert [row.removed for row in incidents.timeline(started, removed=True)] == [True]
    assert incidents.get(started, "first").removed
    assert incidents.get(started, "first").entry == ENTRY
    incidents.restore(started, "first")
    assert incidents.get(started, "first").entry == ENTRY
    assert [row.id for row in incidents.timeline(started)] == ["first"]
    actions = [each.action for each in versions.history(started, "incident", "first") if each.part == "incident"]
    assert actions == ["created", "removed", "restored"]


def test_removing_and_restoring_twice_does_nothing_more(started: Journal) -> None:
    incidents.restore(started, "first")
    assert revised(started) == 6
    for _ in range(2):
        incidents.remove(started, "first")
    assert revised(started) == 7


def test_the_timeline_goes_by_the_date_of_what_happened(started: Journal) -> None:
    for name, occurred in (("later", "2025"), ("unknown", ""), ("earlier", "2023-05"), ("open", "../2022")):
        incidents.record(started, IncidentEntry(id=name, account=name, occurred=occurred))
    assert [row.id for row in incidents.timeline(started)] == ["unknown", "open", "earlier", "first", "later"]


def test_the_timeline_shows_what_an_entry_is(started: Journal) -> None:
    incidents.record(
        started,
        IncidentEntry(id="b", account="\n  \n A line. \nMore.", channel=Channel.PHONE, purpose=Purpose.FOR_MY_LAWYER),
    )
    evidence.attach(started, "b", [NewFile(name="a.txt", source=b"a"), NewFile(name="b.txt", source=b"b")])
    row = next(row for row in incidents.timeline(started) if row.id == "b")
    assert (row.first_line, row.channel, row.files, row.purpose) == (
        "A line.",
        Channel.PHONE,
        2,
        Purpose.FOR_MY_LAWYER,
    )
    assert row.people == ()
    assert incidents.first_line(" \n\t\n") == ""


def test_the_timeline_can_be_narrowed(started: Journal) -> None:
    told = Told(person="client")
    incidents.record(started, IncidentEntry(id="b", account="x", told=(told,), purpose=Purpose.PRIVATE))
    assert [row.id for row in incidents.timeline(started, person="professional")] == ["first"]
    assert [row.id for row in incidents.timeline(started, person="client")] == ["b"]
    assert [row.id for row in incidents.timeline(started, purpose=Purpose.PRIVATE)] == ["b"]
    assert incidents.timeline(started, person="professional", purpose=Purpose.PRIVATE) == ()


def test_what_is_found_has_the_title_of_what_it_is_in(started: Journal) -> None:
    people.put(started, PersonEntry(id="w", name="Wanda Station"))
    incidents.revise(started, "first", changed(ENTRY, place="The station."))
    evidence.attach(started, "first", [NewFile(name="station.txt", source=b"x")])
    evidence.attach(started, "first", [NewFile(name="b.txt", source=b"y")], description="Photo of the station")
    matches.put(started, Match(id="m", private=ENTRY_SIDE, public=PublicSide(text="\nThe station at night")))
    studies.put(started, Study(id="s", title="Cases from the station", institution="Clinic"))
    complaints.put(
        started,
        ComplaintEntry(id="c", board="us-ca-bbs", professional="professional", outcome_sought="That station, no more"),
    )
    found = {(hit.kind, hit.title) for hit in incidents.search(started, "station").hits}
    assert found == {
        ("person", "Wanda Station"),
        ("incident", "He asked me to meet him."),
        ("evidence", "station.txt"),
        ("evidence", "Photo of the station"),
        ("match", "The station at night"),
        ("study", "Cases from the station"),
        ("complaint", "That station, no more"),
    }


def test_private_words_are_found_too_and_name_their_entry(started: Journal) -> None:
    found = incidents.search(started, "sleep")
    assert [(hit.kind, hit.id, hit.title) for hit in found.hits] == [("incident", "first", "He asked me to meet him.")]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=30))
def test_any_text_is_a_fair_query(started: Journal, query: str) -> None:
    found = incidents.search(started, query)
    assert (found.more, found.told) == (False, "")
    assert len(found.hits) <= 4


def test_of_very_many_it_is_said_that_only_the_first_are_shown(
    started: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_store, "MOST", 2)
    with started.change() as ledger:
        for number in range(3):
            incidents.write(ledger, IncidentEntry(id=f"e{number}", account=f"Canal {number % 2}."))
    found = incidents.search(started, "canal")
    assert (len(found.hits), found.told) == (2, "Only the first 2 are shown. Add a word to find fewer.")
    exactly = incidents.search(started, "canal 0")
    assert (len(exactly.hits), exactly.told) == (2, "")


def test_what_is_noted_of_a_relationship_is_found_with_the_professional(started: Journal) -> None:
    people.put_relationship(
        started, Relationship(client="client", professional="professional", setting="the yellow house")
    )
    assert [(hit.kind, hit.id) for hit in incidents.search(started, "yellow").hits] == [("person", "professional")]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_texts=st.lists(st.tuples(filled, texts, texts), min_size=1, max_size=5))
def test_revising_never_loses_an_earlier_text(started: Journal, given_texts: list[tuple[str, str, str]]) -> None:
    written = [version.text for version in versions.history(started, "incident", "first")]
    for account, impact, note in given_texts:
        entry = changed(ENTRY, account=account, impact=impact, private_note=note)
        incidents.revise(started, "first", entry)
        assert incidents.get(started, "first").entry == entry
        history = [version.text for version in versions.history(started, "incident", "first")]
        assert history[: len(written)] == written
        written = history
        accounts = [text.get("account") for text in written]
        assert account in accounts
