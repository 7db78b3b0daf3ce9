"""Steps of the professional across entries: each under its own date, and no silence where nothing was noted."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journal_app.domain.dates import parse_event_date
from journal_app.domain.incident import IncidentEntry, Involvement, ResponseStep, Step
from journal_app.domain.people import PersonEntry, Role
from journal_app.domain.records import changed
from journal_app.services import evidence, incidents, people, responses
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.store.timeline import Sought

from .keeping import PROFESSIONAL, picture
from .test_calendar import texts

LATE = IncidentEntry(
    id="late",
    account="\nThe second thing.\nMore of it.",
    occurred="2024-05",
    people=(Involvement(person="professional"), Involvement(person="other")),
    professional_response=(
        ResponseStep(step=Step.DENIED, when="2024-06-02", note="By phone.\nTwice."),
        ResponseStep(step=Step.NO_RESPONSE),
    ),
)
EARLY = IncidentEntry(
    id="early",
    account="The first thing.",
    occurred="2024-03-12",
    people=(Involvement(person="professional"),),
    professional_response=(ResponseStep(step=Step.APOLOGISED, when="2024-08~"),),
)
QUIET = IncidentEntry(id="quiet", account="Nothing was noted here.", occurred="2024-04-01")


@pytest.fixture
def written(empty: Journal) -> Journal:
    people.put(empty, PROFESSIONAL)
    people.put(empty, PersonEntry(id="other", name="Ada Finch", roles=(Role.PROFESSIONAL,)))
    for entry in (LATE, EARLY, QUIET):
        incidents.record(empty, entry)
    return empty


def test_steps_stand_under_their_own_dates_and_entries_without_any_after_them(written: Journal) -> None:
    assert responses.order(written, Sought()) == (("late", 1), ("late", 0), ("early", 0), ("quiet", None))


def test_a_step_comes_with_the_entry_it_answers(written: Journal) -> None:
    (added,) = evidence.attach(written, "late", [NewFile(name="letter.png", source=picture())])
    undated, denied, apologised, quiet = responses.page(written, responses.order(written, Sought()))
    assert denied.step == ResponseStep(step=Step.DENIED, when="2024-06-02", note="By phone.\nTwice.")
    assert (denied.incident, denied.first_line, denied.occurred.text) == ("late", "The second thing.", "2024-05")
    assert (denied.files, denied.professionals) == (((added, "letter.png"),), ("Ada Finch", "Tom Reed"))
    assert undated.step is not None
    assert (undated.step.step, undated.when.is_unknown) == (Step.NO_RESPONSE, True)
    assert (apologised.when.text, apologised.files, apologised.professionals) == ("2024-08~", (), ("Tom Reed",))
    assert (quiet.step, quiet.number, quiet.when.is_unknown, quiet.professionals) == (None, None, True, ())


def test_the_files_of_a_step_stand_apart_from_the_others_of_its_entry(written: Journal) -> None:
    mine, other = evidence.attach(
        written, "late", [NewFile(name=f"{name}.txt", source=name.encode()) for name in ("mine", "other")]
    )
    (elsewhere,) = evidence.attach(written, "quiet", [NewFile(name="elsewhere.txt", source=b"elsewhere")])
    denied, silent = LATE.professional_response
    shown = changed(denied, evidence=(mine, elsewhere))
    incidents.revise(written, "late", changed(LATE, professional_response=(shown, silent)))
    second, first, *_ = responses.page(written, responses.order(written, Sought()))
    assert first.shown_by == ((mine, "mine.txt"), (elsewhere, "elsewhere.txt"))
    assert first.files == ((other, "other.txt"),)
    assert (second.shown_by, second.files) == ((), ((mine, "mine.txt"), (other, "other.txt")))


def test_what_is_chosen_chooses_the_entries(written: Journal) -> None:
    assert responses.order(written, Sought(person="other")) == (("late", 1), ("late", 0))
    assert responses.order(written, Sought(person="professional", first="2024-06-01")) == ()
    assert responses.order(written, Sought(words="noted")) == (("quiet", None),)


def test_removed_entries_are_not_among_them_and_the_last_version_counts(written: Journal) -> None:
    incidents.remove(written, "late")
    incidents.revise(written, "quiet", changed(QUIET, professional_response=(ResponseStep(step=Step.REFERRED),)))
    incidents.revise(written, "early", changed(EARLY, professional_response=()))
    assert responses.order(written, Sought()) == (("quiet", 0), ("early", None))
    assert responses.order(written, Sought(removed=True)) == (("late", 1), ("late", 0))


def test_a_step_that_is_gone_since_is_left_out(written: Journal) -> None:
    before = responses.order(written, Sought())
    incidents.revise(written, "late", changed(LATE, professional_response=LATE.professional_response[:1]))
    assert [(each.incident, each.number) for each in responses.page(written, before)] == [
        ("late", 0), ("early", 0), ("quiet", None),
    ]  # fmt: skip


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(texts(), max_size=3), max_size=5))
def test_every_step_stands_once_and_in_order(empty: Journal, dates: list[list[str]]) -> None:
    for row in incidents.timeline(empty):
        incidents.remove(empty, row.id)
    for found in dates:
        steps = tuple(ResponseStep(step=Step.REFERRED, when=text) for text in found)
        incidents.record(empty, IncidentEntry(account="One.", professional_response=steps))
    order = responses.order(empty, Sought())
    there = responses.page(empty, order)
    assert sorted(each.when.text for each in there if each.step) == sorted(text for found in dates for text in found)
    assert sum(each.step is None for each in there) == dates.count([])
    keys = [parse_event_date(each.step.when).sort_key for each in there if each.step]
    assert keys == sorted(keys)
    assert [each.step is None for each in there] == sorted(each.step is None for each in there)
