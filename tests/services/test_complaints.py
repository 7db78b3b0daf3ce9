"""Complaints: to a known body, about somebody known; the log after filing stays apart."""

from __future__ import annotations

import pytest

from journal_app.domain.complaints import ComplaintEntry, LogEntry, StandardCited
from journal_app.domain.records import changed
from journal_app.errors import BadInput
from journal_app.services import complaints
from journal_app.services.journal import Journal

from .keeping import refused, revised, state

COMPLAINT = ComplaintEntry(
    id="c",
    board="us-ca-bbs",
    professional="professional",
    incidents=("first",),
    standards=(StandardCited(code="x", ref="1", incidents=("first",)),),
    outcome_sought="That it does not happen again.",
    log=(LogEntry(when="2026-01-05", what="Called the board."),),
)


def test_a_complaint_comes_back_as_it_was_written(started: Journal) -> None:
    assert complaints.put(started, COMPLAINT) == "c"
    assert complaints.get(started, "c").entry == COMPLAINT
    assert [view.entry for view in complaints.everything(started)] == [COMPLAINT]


def test_a_complaint_without_an_id_gets_one(started: Journal) -> None:
    identifier = complaints.put(started, changed(COMPLAINT, id="", log=()))
    assert complaints.get(started, identifier).entry == changed(COMPLAINT, id=identifier, log=())


def test_what_a_body_may_see_never_holds_the_log(started: Journal) -> None:
    complaints.put(started, COMPLAINT)
    ((body,),) = started.database.execute("SELECT CAST(body AS TEXT) FROM revisions WHERE kind = 'complaint'")
    assert "Called" not in str(body)


def test_a_log_that_is_emptied_is_gone_and_stays_in_the_chain(started: Journal) -> None:
    complaints.put(started, COMPLAINT)
    count = revised(started)
    complaints.put(started, changed(COMPLAINT, log=()))
    assert complaints.get(started, "c").entry.log == ()
    assert revised(started) == count + 1
    before = state(started)
    complaints.put(started, changed(COMPLAINT, log=()))
    assert state(started) == before


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id": "\0"}, "id"),
        ({"board": "no-such-body"}, "board"),
        ({"professional": "nobody"}, "professional"),
        ({"incidents": ("first", "nowhere")}, "incidents[1]"),
        (
            {"standards": (StandardCited(code="x", ref="1", incidents=("nowhere",)),)},
            "standards[0].incidents[0]",
        ),
        ({"log": (LogEntry(due="soon"),)}, "log[0].due"),
    ],
)
def test_what_does_not_fit_is_named_and_not_kept(started: Journal, change: dict[str, object], field: str) -> None:
    with refused(BadInput, started) as caught:
        complaints.put(started, changed(COMPLAINT, **change), source="complaints.json")
    assert (caught.value.source, caught.value.field) == ("complaints.json", field)  # type: ignore[attr-defined]


def test_an_unknown_body_comes_with_the_way_to_the_known_ones(started: Journal) -> None:
    with refused(BadInput, started) as caught:
        complaints.put(started, changed(COMPLAINT, board="no-such-body"))
    assert "boards" in caught.value.advice


def test_there_is_no_complaint_under_an_unknown_id(started: Journal) -> None:
    with refused(BadInput, started):
        complaints.get(started, "nowhere")
