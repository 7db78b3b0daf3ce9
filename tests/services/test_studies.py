"""Studies: kept whole, named only what is there, and in a dossier only where all their entries are."""

from __future__ import annotations

from typing import Any

import pytest

from journal_app.domain.incident import IncidentEntry, Purpose
from journal_app.domain.people import PersonEntry
from journal_app.domain.records import changed
from journal_app.domain.studies import Asked, Study
from journal_app.errors import BadInput
from journal_app.services import cases, dossiers, erasing, evidence, incidents, people, redactions, studies
from journal_app.services.cases import DossierRequest
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal

from .keeping import ENTRY, refused, revised

STUDY = Study(
    id="s", title="Dreams of a client", institution="An institute", committee="Review board", committee_number="22-117",
    consent=Asked.NOT_ASKED, found="2024-05~", information="Nothing.", incidents=("first",),
)  # fmt: skip
RESEARCH = "research-use-without-consent"


def wanted(audience: str, **more: Any) -> DossierRequest:
    return DossierRequest(audience=audience, every=True, no_complaint=True, **more)


@pytest.fixture
def shared(started: Journal) -> Journal:
    """A journal with an entry meant for a complaint and one that is private."""
    incidents.revise(started, "first", changed(ENTRY, purpose=Purpose.FOR_A_COMPLAINT, types=(RESEARCH,)))
    incidents.record(started, IncidentEntry(id="kept", account="I found the paper.", purpose=Purpose.PRIVATE))
    return started


def test_a_study_comes_back_as_it_was_put(started: Journal) -> None:
    assert studies.put(started, STUDY) == "s"
    assert studies.get(started, "s") == STUDY
    assert studies.everything(started) == studies.of_entry(started, "first") == (STUDY,)
    assert studies.of_entry(started, "nowhere") == ()
    first, second = (studies.put(started, changed(STUDY, id="")) for _ in range(2))
    assert first != second


def test_a_study_names_only_what_is_in_the_journal(started: Journal) -> None:
    (file,) = evidence.attach(started, "first", [NewFile(name="a.txt", source=b"a")])
    studies.put(started, changed(STUDY, evidence=(file,)))
    changes: dict[str, dict[str, object]] = {
        "id": {"id": " s"},
        "incidents[1]": {"incidents": ("first", "nowhere")},
        "evidence[1]": {"evidence": (file, "no-file")},
        "found": {"found": "then"},
        "published": {"published": "once"},
    }
    for field, change in changes.items():
        with refused(BadInput, started) as caught:
            studies.put(started, changed(STUDY, **change))
        assert caught.value.field == field  # type: ignore[attr-defined]


def test_a_file_that_a_study_names_is_not_erased(started: Journal) -> None:
    (file,) = evidence.attach(started, "first", [NewFile(name="a.txt", source=b"a")])
    studies.put(started, changed(STUDY, evidence=(file,)))
    with refused(BadInput, started) as caught:
        erasing.erase(started, file)
    assert "a study" in str(caught.value)  # type: ignore[attr-defined]


def test_a_study_is_taken_away_and_brought_back_as_it_was(started: Journal) -> None:
    studies.put(started, STUDY)
    studies.remove(started, "s")
    assert studies.everything(started) == ()
    for work in (studies.get, studies.remove):
        with refused(BadInput, started):
            work(started, "s")
    there = revised(started)
    for _ in range(2):  # the second time there is nothing to do
        studies.restore(started, STUDY)
        assert studies.get(started, "s") == STUDY
        assert revised(started) == there + 1


def test_an_entry_whose_type_is_about_research_is_asked_for_its_study() -> None:
    assert studies.are_asked_for((RESEARCH,))
    assert not studies.are_asked_for(("romantic-sexual-advances",))
    assert not studies.are_asked_for(())


@pytest.mark.parametrize(
    ("named", "board", "itself"),
    [(("first",), True, True), (("first", "kept"), False, True), (("kept",), False, True), ((), False, True)],
)
def test_a_study_goes_only_where_all_its_entries_go(
    shared: Journal, named: tuple[str, ...], board: bool, itself: bool
) -> None:
    studies.put(shared, changed(STUDY, incidents=named))
    for audience, there in (("board", board), ("lawyer", board), ("self", itself)):
        found = cases.collect(shared, wanted(audience))
        assert [each.id for each in found.case.studies] == ["s"] * there
        assert [each.id for each in found.studies_apart] == ["s"] * (audience != "self" and len(named) == 2)


def test_that_a_study_stays_is_an_open_point_of_its_own(shared: Journal) -> None:
    studies.put(shared, changed(STUDY, incidents=("first", "kept")))
    studies.put(shared, Study(id="bare", incidents=("first", "kept")))
    said = {each.record_id: each.message for each in dossiers.prepare(shared, wanted("board")).open_points
            if each.code == "study-apart"}  # fmt: skip
    assert "“Dreams of a client”" in said["s"]
    assert said["bare"] == "A study is not in this copy: it goes only where all its entries go."


def test_the_files_of_a_study_are_exhibits_and_hidden_names_are_replaced_in_it(shared: Journal) -> None:
    (file,) = evidence.attach(shared, "kept", [NewFile(name="form.txt", source=b"x")])
    shown = changed(STUDY, evidence=(file,), information="Wanda Roth told me.", committee="Board of Wanda Roth")
    studies.put(shared, shown)
    people.put(shared, PersonEntry(id="witness", name="Wanda Roth"))
    redactions.hide_name(shared, "witness", "W.")
    case = cases.collect(shared, wanted("board")).case
    assert [(each.evidence.id, each.evidence.incidents) for each in case.exhibits] == [(file, ())]
    (study,) = case.studies
    assert "Roth" not in f"{study.information} {study.committee}"
    assert (study.consent, study.found, study.incidents) == (Asked.NOT_ASKED, "2024-05~", ("first",))
