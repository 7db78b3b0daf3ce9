"""People, relationships, matches, complaints and what is hidden: each as it stands now."""

from __future__ import annotations

import pytest

from journal_app.domain.complaints import Complaint, ComplaintLog, ComplaintPoints, LogEntry, Point
from journal_app.domain.evidence import Redaction
from journal_app.domain.matches import Match, PrivateSide, PublicSide
from journal_app.domain.people import Person, Relationship
from journal_app.domain.studies import Asked, Study
from journal_app.errors import BadInput
from journal_app.store import complaints, matches, people, studies

from .writing import Writer


def test_people_and_relationships(writer: Writer) -> None:
    relationship = Relationship(client="b", professional="a", fees="none")
    with writer.change() as ledger:
        ledger.append("person", "b", Person(id="b", name="B"))
        ledger.append("person", "a", Person(id="a", name="A"))
        ledger.append("relationship", relationship.id, relationship)
    assert [stored.person.id for stored in people.all(writer.database)] == ["b", "a"]
    assert people.relationships(writer.database) == [relationship]
    assert people.exists(writer.database, "a")
    with writer.change() as ledger:
        ledger.remove("person", "a")
    assert not people.exists(writer.database, "a")
    with pytest.raises(BadInput):
        people.get(writer.database, "a")


def test_matches(writer: Writer) -> None:
    match = Match(id="m", private=PrivateSide(text="x"), public=PublicSide(text="x"), evidence=("e",))
    with writer.change() as ledger:
        ledger.append("match", "m", match)
    assert matches.get(writer.database, "m") == match
    assert matches.all(writer.database) == [match]


def test_studies(writer: Writer) -> None:
    study = Study(id="s", title="x", consent=Asked.REFUSED, evidence=("e",))
    with writer.change() as ledger:
        ledger.append("study", "s", study)
    assert studies.get(writer.database, "s") == study
    assert studies.all(writer.database) == [study]


def test_complaints_and_their_logs(writer: Writer) -> None:
    complaint = Complaint(id="c", board="b", professional="p")
    log = ComplaintLog(complaint="c", entries=(LogEntry(what="sent"),))
    with writer.change() as ledger:
        ledger.append("complaint", "c", complaint)
    assert complaints.get(writer.database, "c").log is None
    with writer.change() as ledger:
        ledger.append("complaint-log", "c", log)
    stored = complaints.get(writer.database, "c")
    assert (stored.complaint, stored.log) == (complaint, log)
    assert complaints.all(writer.database) == [stored]
    points = ComplaintPoints(complaint="c", points=(Point(said="no"),))
    with writer.change() as ledger:
        ledger.remove("complaint-log", "c")
        ledger.append("complaint-points", "c", points)
    assert complaints.get(writer.database, "c").log is None
    assert complaints.get(writer.database, "c").points == points


def test_hidden_places_of_one_page_stand_side_by_side(writer: Writer) -> None:
    hidden = [
        Redaction(evidence="e", page=1, boxes=((0, 0, 5, 5),)),
        Redaction(evidence="e", page=1, boxes=((50, 0, 5, 5),)),
        Redaction(person="p", replace_with="P."),
    ]
    with writer.change() as ledger:
        for each in hidden:
            ledger.append("redaction", each.id, each)
    assert complaints.redactions(writer.database) == hidden
