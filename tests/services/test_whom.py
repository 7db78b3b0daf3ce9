"""Who goes out with a dossier: whom its entries and files name, and the parties to the complaint; nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from journal_app.domain.complaints import ComplaintEntry
from journal_app.domain.evidence import SourceCard
from journal_app.domain.incident import IncidentEntry, Involvement, Purpose, Quote, Told
from journal_app.domain.matches import Match, PrivateSide, PublicSide
from journal_app.domain.people import PersonEntry, Relationship, Role
from journal_app.domain.records import changed
from journal_app.dossier.case import Case
from journal_app.services import cases, complaints, dossiers, evidence, incidents, matches, people
from journal_app.services.dossiers import DossierRequest
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal

from .keeping import CLIENT, ENTRY

BOARD, LAWYER, SELF = (DossierRequest(audience=each, complaint="c") for each in ("board", "lawyer", "self"))
COMPLAINT = ComplaintEntry(id="c", board="us-ca-bbs", professional="professional", incidents=("first",))
PARTIES = {"client", "professional"}
# People of the journal whom nothing of the complaint names.
OTHERS = (
    PersonEntry(id="patient", name="Other Patient", roles=(Role.CLIENT,)),
    PersonEntry(id="boss", name="Ed Boss", roles=(Role.EMPLOYER,), address="5 Workplace Road"),
    PersonEntry(id="super", name="Sue Perry", roles=(Role.SUPERVISOR,)),
    PersonEntry(
        id="later", name="Una Later", roles=(Role.LATER_PROVIDER,), address="77 Hidden Street", agreed_to_contact=False
    ),
    PersonEntry(id="seer", name="Sam Seer", roles=(Role.WITNESS,), agreed_to_contact=True, phone="555 0199"),
    PersonEntry(id="moss", name="June Moss", roles=(Role.PROFESSIONAL,)),
    PersonEntry(id="friend", name="Wanda Lund", roles=(Role.TOLD,)),
)  # fmt: skip


@pytest.fixture
def full(started: Journal) -> Journal:
    for each in OTHERS:
        people.put(started, each)
    for client in ("client", "patient"):
        people.put_relationship(started, Relationship(client=client, professional="professional", fees="80"))
    people.put_relationship(started, Relationship(client="client", professional="moss", fees="95"))
    complaints.put(started, COMPLAINT)
    return started


def case_of(journal: Journal, request: DossierRequest = BOARD) -> Case:
    return cases.collect(journal, request).case


def ids(journal: Journal, request: DossierRequest = BOARD) -> set[str]:
    return {each.id for each in case_of(journal, request).people}


def absent(journal: Journal, request: DossierRequest = BOARD) -> dict[str, str]:
    found = dossiers.prepare(journal, request).open_points
    return {each.record_id: each.message for each in found if each.code == "not-in-it"}


@pytest.mark.parametrize("request_", [BOARD, LAWYER])
def test_nobody_goes_out_whom_the_complaint_does_not_name(full: Journal, request_: DossierRequest) -> None:
    """Every client, supervisor, employer and later provider of the journal went to the body, without a word."""
    assert ids(full, request_) == PARTIES
    assert [each.client for each in case_of(full, request_).relationships] == ["client"]
    assert ids(full, SELF) == PARTIES | {each.id for each in OTHERS}
    assert len(case_of(full, SELF).relationships) == 3


@pytest.mark.parametrize("part", ["people", "words", "told", "told in private", "seen by", "captured by"])
@pytest.mark.parametrize("person", ["boss", "later", "patient", "friend"])
def test_whom_an_entry_a_match_or_a_card_names_goes_out(full: Journal, part: str, person: str) -> None:
    name = people.get(full, person).entry.name
    named = {
        "people": changed(ENTRY, people=(*ENTRY.people, Involvement(person=person))),
        "words": changed(ENTRY, exact_words=(Quote(text="Come.", speaker=person),)),
        "told": changed(ENTRY, told=(Told(person=person),)),
    }
    if part in named:
        incidents.revise(full, "first", named[part])
    elif part == "told in private":
        sides = PrivateSide(incident="first", told_to=person), PublicSide(incident="first")
        matches.put(full, Match(id="m", private=sides[0], public=sides[1]))
    else:
        card = SourceCard(**{part.replace(" ", "_"): f"me and {name.upper()}, at home"})
        evidence.attach(full, "first", [NewFile(name="a.txt", source=b"words")], card=card)
    assert ids(full) == PARTIES | {person}
    assert [each.client for each in case_of(full).relationships] == ["client"]


def test_what_stays_names_nobody_in_what_goes(full: Journal) -> None:
    incidents.record(full, IncidentEntry(id="mine", account="x", people=(Involvement(person="boss"),)))
    for_counsel = changed(ENTRY, id="law", purpose=Purpose.FOR_MY_LAWYER, people=(Involvement(person="super"),))
    incidents.record(full, for_counsel)
    card = SourceCard(seen_by="Una Later")
    evidence.attach(full, "mine", [NewFile(name="a.txt", source=b"words")], card=card)
    assert ids(full) == PARTIES
    assert ids(full, replace(LAWYER, every=True)) == PARTIES | {"super"}


def test_whoever_would_be_of_use_and_is_named_nowhere_is_told_to_the_person(full: Journal) -> None:
    told = absent(full)
    assert set(told) == {"boss", "super", "later", "seer"}
    assert told["super"] == (
        "What is noted of Sue Perry (Supervisor) is not in this copy: none of its entries has them among its people. "
        "To have it there, add them to the people of an entry."
    )
    incidents.revise(full, "first", changed(ENTRY, people=(*ENTRY.people, Involvement(person="super"))))
    assert set(absent(full)) == {"boss", "later", "seer"}
    assert absent(full, SELF) == {}


def test_a_witness_who_did_not_agree_is_not_missed(full: Journal) -> None:
    people.put(full, changed(OTHERS[4], agreed_to_contact=None))
    assert "seer" not in absent(full)


def test_where_somebody_complains_for_a_client_that_client_goes_out(full: Journal) -> None:
    people.put(full, changed(CLIENT, roles=(Role.COMPLAINANT,)))  # their own therapy says that they are a client
    assert ids(full) == PARTIES
    people.put(full, PersonEntry(id="mother", name="Mo Berg", roles=(Role.COMPLAINANT,)))
    people.put(full, changed(CLIENT, roles=(Role.CLIENT,)))
    assert ids(full) == {"professional", "mother"}  # two clients, and which of them is meant is not noted
    assert {"client", "patient"} <= set(absent(full))
    incidents.revise(full, "first", changed(ENTRY, people=(*ENTRY.people, Involvement(person="client"))))
    assert ids(full) == PARTIES | {"mother"}
    assert [each.client for each in case_of(full).relationships] == ["client"]


def test_the_only_client_of_the_professional_is_the_one_who_is_meant(started: Journal) -> None:
    complaints.put(started, COMPLAINT)
    people.put(started, PersonEntry(id="mother", name="Mo Berg", roles=(Role.COMPLAINANT,)))
    people.put(started, changed(CLIENT, roles=(Role.CLIENT,)))
    assert ids(started) == {"professional", "mother"}
    people.put_relationship(started, Relationship(client="client", professional="professional"))
    assert ids(started) == PARTIES | {"mother"}


def test_without_a_complaint_only_professionals_the_entries_name_go_out(full: Journal) -> None:
    request = DossierRequest(audience="board", board="us-ca-bbs", no_complaint=True)
    assert ids(full, request) == PARTIES
    assert [each.professional for each in case_of(full, request).relationships] == ["professional"]
    incidents.revise(full, "first", changed(ENTRY, people=()))
    assert ids(full, request) == {"client"}
    assert {"professional", "moss"} <= set(absent(full, request))
