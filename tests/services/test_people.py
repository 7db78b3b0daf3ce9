"""People: private notes stay apart, and a relationship is between two who are known."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from journal_app.domain.incident import IncidentEntry, Involvement, Quote, Told
from journal_app.domain.people import PersonEntry, RegisterCheck, Relationship, Role
from journal_app.domain.records import changed
from journal_app.errors import BadInput
from journal_app.services import incidents, people
from journal_app.services.journal import Journal
from journal_app.store import people as people_store
from journal_app.store import timeline
from journal_app.store.database import Row

from .keeping import CLIENT, PROFESSIONAL, refused, revised, state


def test_a_person_comes_back_with_the_notes_and_the_entries_they_are_in(started: Journal) -> None:
    incidents.record(started, IncidentEntry(id="second", account="x", people=(Involvement(person="professional"),)))
    view = people.get(started, "professional")
    assert view.entry == PROFESSIONAL
    assert view.incidents == 2
    assert people.get(started, "client").incidents == 0


def test_a_person_without_an_id_gets_one(empty: Journal) -> None:
    identifier = people.put(empty, PersonEntry(id="", name="Ida Berg"))
    assert people.get(empty, identifier).entry == PersonEntry(id=identifier, name="Ida Berg")


def test_everybody_is_listed_by_name(started: Journal) -> None:
    people.put(started, PersonEntry(id="z", name="ada"))
    assert [each.name for each in people.everyone(started)] == ["ada", "Ida Berg", "Tom Reed"]
    assert people.names(started) == tuple((each.id, each.name) for each in people.everyone(started))
    assert [each.split()[0] for each in people.everyone(started)] == list(people.facts(started))
    assert [each.notes for each in people.everyone(started)] == ["", "", "Keeps two phones."]


def test_a_list_counts_every_entry_once_however_often_it_names_somebody(started: Journal) -> None:
    quotes = (Quote(text="a", speaker="professional"), Quote(text="b", speaker="professional"), Quote(text="c"))
    told = (Told(person="client"), Told(person="professional"))
    incidents.record(started, IncidentEntry(id="second", account="x", exact_words=quotes, told=told))
    incidents.record(started, IncidentEntry(id="gone", account="x", told=told))
    incidents.remove(started, "gone")
    people.put(started, PersonEntry(id="z", name="ada"))
    found = people.listed(started)
    assert [(row.person.id, row.incidents) for row in found] == [("z", 0), ("client", 1), ("professional", 2)]
    assert [people.get(started, row.person.id).incidents for row in found] == [row.incidents for row in found]


def test_the_list_of_people_reads_no_account_and_no_private_note(started: Journal) -> None:
    asked: list[str] = []
    execute = started.database.execute

    class Listening:
        def execute(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
            rows = execute(sql, values)
            asked.extend(repr(rows).split("'"))
            return rows

    facts = timeline.counts_by_person(Listening()), people_store.facts(Listening())  # type: ignore[arg-type]
    assert facts[0] == {"professional": 1}
    told = " ".join(asked)
    assert "Tom Reed" in told
    for private in ("Keeps two phones", "He asked me", "could not sleep", "Only for me"):
        assert private not in told


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (PersonEntry(id="x", name="  "), "name"),
        (PersonEntry(id="a\tb", name="X"), "id"),
        (PersonEntry(id="x", name="X", register_check=RegisterCheck(date="soon")), "register_check.date"),
    ],
)
def test_what_does_not_fit_is_named_and_not_kept(started: Journal, entry: PersonEntry, field: str) -> None:
    with refused(BadInput, started) as caught:
        people.put(started, entry, source="people.json")
    assert (caught.value.source, caught.value.field) == ("people.json", field)  # type: ignore[attr-defined]


def test_the_facts_of_a_person_never_hold_the_notes(started: Journal) -> None:
    rows = started.database.execute("SELECT CAST(body AS TEXT) FROM revisions WHERE kind = 'person'")
    assert len(rows) == 2
    assert not [body for (body,) in rows if "phones" in str(body)]


def test_notes_that_are_emptied_are_gone_from_the_person_and_stay_in_the_chain(started: Journal) -> None:
    count = revised(started)
    people.put(started, changed(PROFESSIONAL, notes=""))
    assert people.get(started, "professional").entry.notes == ""
    assert revised(started) == count + 1
    people.put(started, changed(PROFESSIONAL, notes="Again."))
    assert people.get(started, "professional").entry.notes == "Again."


def test_saving_a_person_without_a_change_adds_nothing(started: Journal) -> None:
    before = state(started)
    people.put(started, PROFESSIONAL)
    people.put(started, CLIENT)
    assert state(started) == before


def test_nobody_is_found_under_an_unknown_id(started: Journal) -> None:
    with refused(BadInput, started) as caught:
        people.get(started, "nobody")
    assert "nobody" in caught.value.message


def test_there_is_one_relationship_between_two_people(started: Journal) -> None:
    bond = Relationship(client="client", professional="professional", first_session="2022-01")
    first = people.put_relationship(started, bond)
    second = people.put_relationship(started, changed(bond, how_it_ended="He ended it."))
    assert first == second
    assert people.relationships(started) == (changed(bond, how_it_ended="He ended it."),)


@pytest.mark.parametrize(
    ("bond", "field"),
    [
        (Relationship(client="nobody", professional="professional"), "client"),
        (Relationship(client="client", professional="nobody"), "professional"),
        (Relationship(client="client", professional="professional", last_session="?"), "last_session"),
    ],
)
def test_a_relationship_that_does_not_fit_is_not_kept(started: Journal, bond: Relationship, field: str) -> None:
    with refused(BadInput, started) as caught:
        people.put_relationship(started, bond)
    assert caught.value.field == field  # type: ignore[attr-defined]
    assert people.relationships(started) == ()


_BOTH, _ONLY = (Role.CLIENT, Role.COMPLAINANT), (Role.COMPLAINANT,)


@pytest.mark.parametrize(
    ("roles", "noted", "whose", "several"),
    [
        ({}, "", "", False),
        ({"aaron": (Role.CLIENT,)}, "", "aaron", False),
        ({"aaron": (Role.CLIENT,), "zoe": (Role.CLIENT,)}, "", "", True),
        ({"aaron": (Role.CLIENT,), "zoe": (Role.CLIENT,)}, "zoe", "zoe", False),
        ({"aaron": (Role.CLIENT,), "zoe": _BOTH}, "", "zoe", False),
        ({"aaron": (Role.CLIENT,), "zoe": _BOTH}, "aaron", "zoe", False),
        ({"aaron": (Role.CLIENT,), "zoe": _ONLY}, "", "zoe", False),
        ({"aaron": (Role.CLIENT,), "zoe": _ONLY}, "aaron", "aaron", False),  # who complains for a client
        ({"aaron": _BOTH, "zoe": _ONLY}, "zoe", "zoe", False),
    ],
)
def test_the_own_time_is_never_that_of_another_client(
    empty: Journal, roles: dict[str, tuple[Role, ...]], noted: str, whose: str, several: bool
) -> None:
    people.put(empty, PersonEntry(id="dr", name="Dr. Two", roles=(Role.PROFESSIONAL,)))
    for key, each in roles.items():
        people.put(empty, PersonEntry(id=key, name=key, roles=each))
    bond = Relationship(client=noted, professional="dr", fees="80")
    if noted:
        people.put_relationship(empty, bond)
    time = people.own_time(empty, "dr")
    assert ("" if time.client is None else time.client.id, time.several) == (whose, several)
    assert time.noted == (bond if noted and noted == whose else None)
    assert people.own_time(empty, "").noted is None


def test_who_complains_is_kept_beside_what_else_is_known_of_them(started: Journal) -> None:
    """An empty field of somebody known is empty; of one who is found by the name it says nothing."""
    before = people.get(started, "client").entry
    known = changed(before, roles=(Role.CLIENT,), phone="555", address="Old Road", notes="Mine.")
    people.put(started, known)
    people.put(started, PersonEntry(id="other", name="Ida Berg", roles=(Role.WITNESS,)))
    written = PersonEntry(id="", name=" ida berg ", address="Mill Lane", roles=(Role.CLIENT, Role.COMPLAINANT))
    both = (Role.CLIENT, Role.COMPLAINANT)
    assert people.put_oneself(started, written) == "client"
    assert people.get(started, "client").entry == changed(known, name=" ida berg ", address="Mill Lane", roles=both)
    people.put_oneself(started, changed(before, name="Ida", notes="From before.", roles=()))
    now = changed(known, name="Ida", roles=both, address=before.address, email=before.email, phone=before.phone)
    assert people.get(started, "client").entry == now
    assert people.put_oneself(started, changed(written, name="Rui")) not in {"client", "other"}


def test_oneself_keeps_how_contact_is_safe(started: Journal) -> None:
    written = PersonEntry(id="", name="Rui", roles=(Role.COMPLAINANT,), contact_note="No letters.")
    identifier = people.put_oneself(started, written)
    people.put_oneself(started, changed(written, id=identifier, contact_note="Write to my lawyer."))
    assert people.get(started, identifier).entry.contact_note == "Write to my lawyer."


def test_of_two_clients_of_the_same_name_none_is_taken(started: Journal) -> None:
    people.put(started, PersonEntry(id="other", name="Ida Berg", roles=(Role.CLIENT,)))
    written = PersonEntry(id="", name="Ida Berg", roles=(Role.CLIENT, Role.COMPLAINANT))
    assert people.put_oneself(started, written) not in {"client", "other"}
