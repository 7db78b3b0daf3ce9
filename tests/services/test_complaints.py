"""Complaints: to a known body, about somebody known; the log after filing stays apart."""

from __future__ import annotations

import pytest

from journal_app.domain.complaints import (
    OTHER_BODY,
    ComplaintEntry,
    LogEntry,
    Point,
    Reply,
    Sending,
    SentFile,
    StandardCited,
)
from journal_app.domain.matches import Match, PrivateSide, PublicSide
from journal_app.domain.records import changed
from journal_app.errors import BadInput
from journal_app.services import complaints, incidents, matches
from journal_app.services.cases import collect
from journal_app.services.dossiers import DossierRequest
from journal_app.services.journal import Journal

from .keeping import ENTRY, refused, revised, state

COMPLAINT = ComplaintEntry(
    id="c",
    board="us-ca-bbs",
    professional="professional",
    incidents=("first",),
    standards=(StandardCited(code="x", ref="1", incidents=("first",)),),
    outcome_sought="That it does not happen again.",
    log=(LogEntry(when="2026-01-05", what="Called the board."),),
)
SENT = Sending(when="2026-01-06", to="The board", files=(SentFile(name="dossier.pdf", sha256="ab" * 32),))


def test_a_complaint_comes_back_as_it_was_written(started: Journal) -> None:
    assert complaints.put(started, COMPLAINT) == "c"
    assert complaints.get(started, "c").entry == COMPLAINT
    assert [view.entry for view in complaints.everything(started)] == [COMPLAINT]


def test_a_complaint_without_an_id_gets_one(started: Journal) -> None:
    identifier = complaints.put(started, changed(COMPLAINT, id="", log=()))
    assert complaints.get(started, identifier).entry == changed(COMPLAINT, id=identifier, log=())


def test_a_body_that_is_not_known_goes_by_the_name_that_was_written(started: Journal) -> None:
    assert complaints.body_name(COMPLAINT) == "California Board of Behavioral Sciences (BBS)"
    other = changed(COMPLAINT, board=OTHER_BODY, board_name="My employer", log=(LogEntry(due="2026-02-01"),))
    complaints.put(started, other)
    assert complaints.get(started, "c").entry == other
    assert [due.body for due in complaints.dues(started)] == ["My employer"]


def test_a_body_that_is_known_leaves_no_trace_of_a_name(started: Journal) -> None:
    """So the chains of journals that were written before stay as they are."""
    complaints.put(started, COMPLAINT)
    ((body,),) = started.database.execute("SELECT CAST(body AS TEXT) FROM revisions WHERE kind = 'complaint'")
    assert "board_name" not in str(body)


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


def test_a_match_is_left_out_and_goes_again_and_nothing_else_changes(started: Journal) -> None:
    for each in ("m", "n"):
        matches.put(started, Match(id=each, private=PrivateSide(incident="first"), public=PublicSide()))
    complaints.put(started, COMPLAINT)
    incidents.remove(started, "first")  # it is named by the complaint all the same
    for each in ("m", "n", "m"):
        complaints.leave_out(started, "c", each, left_out=True)
    assert complaints.get(started, "c").entry == changed(COMPLAINT, matches_left_out=("n", "m"))
    matches.remove(started, "n")
    incidents.restore(started, "first")
    complaints.put(started, complaints.get(started, "c").entry)  # a match that was removed does not stand in the way
    complaints.leave_out(started, "c", "m", left_out=False)
    assert complaints.get(started, "c").entry == changed(COMPLAINT, matches_left_out=("n",))
    for complaint, match in (("c", "nowhere"), ("nowhere", "m"), ("c", "n")):
        with refused(BadInput, started):
            complaints.leave_out(started, complaint, match, left_out=True)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id": "\0"}, "id"),
        ({"board": "no-such-body"}, "board"),
        ({"board": OTHER_BODY}, "board_name"),
        ({"board": OTHER_BODY, "board_name": " "}, "board_name"),
        ({"board_name": "My employer"}, "board_name"),
        ({"professional": "nobody"}, "professional"),
        ({"incidents": ("first", "nowhere")}, "incidents[1]"),
        (
            {"standards": (StandardCited(code="x", ref="1", incidents=("nowhere",)),)},
            "standards[0].incidents[0]",
        ),
        ({"matches_left_out": ("nowhere",)}, "matches_left_out[0]"),
        ({"log": (LogEntry(due="soon"),)}, "log[0].due"),
        ({"sendings": (Sending(to="x", when="soon"),)}, "sendings[0].when"),
        ({"sendings": (Sending(to="x", files=(SentFile(name="a", sha256="ab"),)),)}, "sendings[0].files[0].sha256"),
        ({"replies": (Reply(evidence="nowhere"),)}, "replies[0].evidence"),
        ({"points": (Point(said="x"), Point(said="x", letter="nowhere"))}, "points[1].letter"),
        ({"points": (Point(said="x", evidence=("nowhere",)),)}, "points[0].evidence[0]"),
        ({"points": (Point(said="x", incidents=("nowhere",)),)}, "points[0].incidents[0]"),
        ({"points": (Point(said="x", when="soon"),)}, "points[0].when"),
    ],
)
def test_what_does_not_fit_is_named_and_not_kept(started: Journal, change: dict[str, object], field: str) -> None:
    with refused(BadInput, started) as caught:
        complaints.put(started, changed(COMPLAINT, **change), source="complaints.json")
    assert (caught.value.source, caught.value.field) == ("complaints.json", field)  # type: ignore[attr-defined]


def test_a_filing_that_names_a_removed_entry_can_be_saved_and_its_dossier_leaves_the_entry_out(
    started: Journal,
) -> None:
    incidents.record(started, changed(ENTRY, id="second"))
    both = ("first", "second")
    written = changed(COMPLAINT, incidents=both, standards=(), points=(Point(said="x", incidents=both),))
    complaints.put(started, written)
    incidents.remove(started, "second")
    complaints.note_sending(started, "c", SENT)
    wanted = changed(written, sendings=(SENT,), outcome_sought="That somebody reads it.")
    complaints.put(started, wanted)
    assert complaints.get(started, "c").entry == wanted
    case = collect(started, DossierRequest(audience="board", complaint="c", with_reply=True)).case
    assert [each.incident.id for each in case.incidents] == ["first"]
    assert case.complaint is not None
    assert (case.complaint.incidents, case.points[0].incidents) == (("first",), ("first",))
    incidents.restore(started, "second")
    assert complaints.get(started, "c").entry.incidents == both


def test_an_unknown_body_comes_with_the_way_to_the_known_ones(started: Journal) -> None:
    with refused(BadInput, started) as caught:
        complaints.put(started, changed(COMPLAINT, board="no-such-body"))
    assert "boards" in caught.value.advice


def test_there_is_no_complaint_under_an_unknown_id(started: Journal) -> None:
    with refused(BadInput, started):
        complaints.get(started, "nowhere")


def test_what_was_sent_is_noted_beside_what_is_there(started: Journal) -> None:
    complaints.put(started, changed(COMPLAINT, sendings=(SENT,)))
    again = changed(SENT, when="2026-02-01")
    complaints.note_sending(started, "c", again)
    assert complaints.get(started, "c").entry == changed(COMPLAINT, sendings=(SENT, again))
    with refused(BadInput, started):
        complaints.note_sending(started, "nowhere", again)


def test_what_a_body_may_see_never_holds_what_was_sent_what_came_back_or_the_points(started: Journal) -> None:
    after = changed(
        COMPLAINT, sendings=(changed(SENT, note="SENT-MARK"),), replies=(Reply(words="REPLY-MARK"),),
        points=(Point(said="SAID-MARK", answer="ANSWER-MARK"),),
    )  # fmt: skip
    complaints.put(started, after)
    assert complaints.get(started, "c").entry == after
    kinds = {
        str(kind): str(body)
        for kind, body in started.database.execute("SELECT kind, CAST(body AS TEXT) FROM revisions")
        if str(kind).startswith("complaint")
    }
    assert "MARK" not in kinds["complaint"]
    assert "SENT-MARK" in kinds["complaint-log"]
    assert "REPLY-MARK" in kinds["complaint-log"]
    assert "ANSWER-MARK" not in kinds["complaint-log"]
    assert "SAID-MARK" in kinds["complaint-points"]
    complaints.put(started, COMPLAINT)
    assert complaints.get(started, "c").entry == COMPLAINT


def test_days_that_were_named_stand_soonest_first_and_not_when_done(started: Journal) -> None:
    assert complaints.dues(started) == ()
    log = (
        LogEntry(what="late", due="2026-05-01"), LogEntry(what="soon", due="2026-03", source="letter of 3 January"),
        LogEntry(what="done", due="2026-02-01", done=True), LogEntry(what="none"),
    )  # fmt: skip
    complaints.put(started, changed(COMPLAINT, log=log))
    complaints.put(started, changed(COMPLAINT, id="other", log=(LogEntry(what="between", due="2026-04-02"),)))
    found = complaints.dues(started)
    assert [(each.complaint, each.when, each.what) for each in found] == [
        ("c", "2026-03", "soon"), ("other", "2026-04-02", "between"), ("c", "2026-05-01", "late"),
    ]  # fmt: skip
    assert (found[0].source, found[0].body) == ("letter of 3 January", complaints.body_name(COMPLAINT))
