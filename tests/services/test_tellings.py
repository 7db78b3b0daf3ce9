"""Tellings: everybody but oneself, with each date they were told, and by what way where the record says it."""

from __future__ import annotations

import pytest

from journal_app.domain.incident import IncidentEntry, Told
from journal_app.domain.matches import Match, PrivateSide, PublicSide
from journal_app.domain.people import PersonEntry, Role
from journal_app.domain.records import changed
from journal_app.services import incidents, matches, people, tellings
from journal_app.services.journal import Journal

from .keeping import ENTRY, state


def test_each_time_somebody_was_told_stands_under_their_name(started: Journal) -> None:
    people.put(started, PersonEntry(id="sister", name="ada Berg", roles=(Role.TOLD,)))
    told = (Told(person="sister", when="2024-04"), Told(person="sister", when="2024-03-13", answer="She listened."),
            Told(person="client", when="2024-03-13"), Told(person="", answer="Nobody is named."))  # fmt: skip
    incidents.revise(started, "first", changed(ENTRY, told=told))
    incidents.record(started, IncidentEntry(id="gone", account="x", told=(Told(person="sister", when="2020"),)))
    incidents.remove(started, "gone")
    side = PrivateSide(when="2024-02-01", channel="phone", told_to="sister")
    matches.put(started, Match(id="m", private=side, public=PublicSide()))
    matches.put(started, Match(id="n", private=changed(side, when="2019"), public=PublicSide()))
    before = state(started)
    found = tellings.tellings(started, apart_from="n")
    assert [(each.name, each.when.text, each.channel, each.first_line) for each in found] == [
        ("ada Berg", "", "", ""),
        ("ada Berg", "2024-02-01", "phone", ""),
        ("ada Berg", "2024-03-13", "", "He asked me to meet him."),
        ("ada Berg", "2024-04", "", "He asked me to meet him."),
        ("Tom Reed", "", "", ""),
    ]
    assert {each.when.text for each in tellings.tellings(started)} >= {"2019"}
    assert state(started) == before


def test_nobody_is_listed_in_an_empty_journal(empty: Journal) -> None:
    assert tellings.tellings(empty) == ()


@pytest.mark.parametrize(
    ("roles", "listed"),
    [
        ({"me": (Role.CLIENT, Role.COMPLAINANT), "another": (Role.CLIENT,)}, {"another"}),
        ({"me": (Role.COMPLAINANT,), "another": (Role.CLIENT, Role.TOLD)}, {"another"}),
        ({"me": (Role.CLIENT,), "another": (Role.TOLD,)}, {"another"}),
        ({"me": (Role.CLIENT,), "another": (Role.CLIENT,)}, {"me", "another"}),  # who of them writes is not known
    ],
)
def test_another_client_of_the_same_professional_is_not_oneself(
    empty: Journal, roles: dict[str, tuple[Role, ...]], listed: set[str]
) -> None:
    """Whoever was a client was left out, and could not be picked among those who could have known."""
    for each, given in roles.items():
        people.put(empty, PersonEntry(id=each, name=each, roles=given))
    told = (Told(person="another", when="2024-03-13"),)
    incidents.record(empty, IncidentEntry(id="", account="I told another client of his.", told=told))
    found = tellings.tellings(empty)
    assert {each.person for each in found} == listed
    assert [each.when.text for each in found if each.person == "another"] == ["", "2024-03-13"]
