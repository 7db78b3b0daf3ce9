"""Versions of every kind of thing: nothing that was saved is missing, and what it names is called by its name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.domain.complaints import ComplaintEntry, LogEntry
from journal_app.domain.dates import parse_event_date
from journal_app.domain.matches import Match, PrivateSide, PublicSide
from journal_app.domain.people import Relationship
from journal_app.domain.records import changed
from journal_app.domain.studies import Study
from journal_app.errors import BadInput
from journal_app.services import complaints, evidence, matches, people, studies, versions
from journal_app.services.evidence import NewFile
from journal_app.services.journal import Journal
from journal_app.services.versions import Difference, Named

from .keeping import ENTRY, PROFESSIONAL, refused

COMPLAINT = ComplaintEntry(id="c", board="us-ca-bbs", professional="professional", log=(LogEntry(what="They rang."),))


def told(journal: Journal, kind: str, identifier: str) -> list[tuple[str, str, int]]:
    return [(each.part, each.action, each.number) for each in versions.history(journal, kind, identifier)]


def test_a_person_is_told_with_the_notes_and_the_time_as_their_client(started: Journal) -> None:
    people.put(started, changed(PROFESSIONAL, notes="", email="tom@example.org"))
    people.put_relationship(started, Relationship(client="client", professional="professional", fees="80"))
    assert told(started, "person", "professional") == [
        ("person", "created", 1), ("person-note", "created", 1), ("person", "revised", 2),
        ("person-note", "removed", 2), ("relationship", "created", 1),
    ]  # fmt: skip
    assert versions.history(started, "person", "professional")[1].text["notes"] == "Keeps two phones."


def test_a_match_that_was_removed_still_has_its_versions(started: Journal) -> None:
    matches.put(started, Match(id="m", private=PrivateSide(text="a house"), public=PublicSide()))
    matches.remove(started, "m")
    assert told(started, "match", "m") == [("match", "created", 1), ("match", "removed", 2)]


def test_a_study_is_told_with_each_of_its_versions(started: Journal) -> None:
    studies.put(started, Study(id="s", title="A case"))
    studies.put(started, Study(id="s", title="A case", institution="Clinic"))
    assert told(started, "study", "s") == [("study", "created", 1), ("study", "revised", 2)]


def test_a_filing_is_told_with_what_happened_after_it(started: Journal) -> None:
    complaints.put(started, COMPLAINT)
    complaints.put(started, changed(COMPLAINT, status="sent"))
    assert ("complaint-log", "created", 1) in told(started, "complaint", "c")
    saved = [each.text for each in versions.history(started, "complaint", "c") if each.part == "complaint"]
    assert [text.get("status", "") for text in saved] == ["", "sent"]


def test_what_versions_name_is_called_by_its_name(started: Journal) -> None:
    def named(kind: str, identifier: str) -> dict[str, Named]:
        return versions.named(started, [each.text for each in versions.history(started, kind, identifier)])

    (shot,) = evidence.attach(started, "first", [NewFile(name="shot.png", source=b"bytes")])
    entry = named("evidence", shot)["first"]
    assert (entry.kind, entry.title) == ("incident", ENTRY.account.splitlines()[0])
    assert entry.occurred == parse_event_date(ENTRY.occurred)
    assert {(each.kind, each.title) for each in named("incident", "first").values()} >= {("person", "Tom Reed")}
    match = Match(id="m", private=PrivateSide(text="first"), public=PublicSide(), evidence=(shot,))
    matches.put(started, match)
    assert named("match", "m")[shot].title == "shot.png"
    complaints.put(started, changed(COMPLAINT, matches_left_out=("m",)))
    assert named("complaint", "c")["m"].title == "first"


def test_what_a_version_changed_is_told_by_field(started: Journal) -> None:
    complaints.put(started, COMPLAINT)
    complaints.put(started, changed(COMPLAINT, status="sent"))
    found = [each for version, each in versions.changes(versions.history(started, "complaint", "c"))]
    assert [[each.name for each in changes] for changes in found][-1] == ["status"]
    assert found[-1] == (Difference(name="status", gone=None, came="sent"),)


@given(st.lists(st.text(), unique=True), st.lists(st.text(), unique=True))
def test_of_long_lists_what_differs_is_told_and_the_others_are_counted(old: list[str], new: list[str]) -> None:
    found = versions.differences({"a": {"b": old}}, {"a": {"b": new}})
    assert bool(found) == (old != new)
    for each in found:
        came, gone = list(each.came or ()), list(each.gone or ())  # type: ignore[call-overload]  # they are lists
        assert each.name == "a.b"
        if max(len(old), len(new)) <= 10:
            assert (gone, came, each.more) == (old, new, 0)
        else:
            assert came == [text for text in new if text not in old][:10]
            assert gone == [text for text in old if text not in new][:10]
            assert each.more == len({*old, *new}) - len(came) - len(gone)


@pytest.mark.parametrize("kind", ["incident", "evidence", "person", "match", "study", "complaint"])
def test_an_unknown_thing_is_told(started: Journal, kind: str) -> None:
    with refused(BadInput, started) as caught:
        versions.history(started, kind, "nowhere")
    assert "nowhere" in caught.value.message
