"""What may stand in a filing and what is private are taken apart, and nothing of either is lost."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from journal_app.domain.complaints import Complaint, ComplaintEntry, LogEntry, Point, Reply, Sending
from journal_app.domain.custody import Anchor, CustodyEvent, CustodyNote
from journal_app.domain.evidence import Redaction
from journal_app.domain.incident import Incident, IncidentEntry, Involvement, Quote, Told
from journal_app.domain.people import Person, PersonEntry, Relationship
from journal_app.domain.records import from_plain, to_plain

from .samples import entries, people_entries, texts


@given(entries(st.just("i"), ["a", "b"]))
def test_an_entry_is_its_three_parts(entry: IncidentEntry) -> None:
    facts, impact, private = entry.split()
    assert IncidentEntry.join(facts, impact, private) == entry
    assert (impact is None) == (entry.impact == "")
    assert (private is None) == (not entry.private_note and not entry.tags)
    assert all(part is None or part.incident == "i" for part in (impact, private))


@given(entries(st.just("i"), ["a", "b"]))
def test_facts_have_no_place_for_what_is_private(entry: IncidentEntry) -> None:
    kept = IncidentEntry(
        **{
            **{name: getattr(entry, name) for name in entry.__struct_fields__},
            "impact": "needle one", "private_note": "needle two", "tags": ("needle three",),
        }
    )  # fmt: skip
    facts, _, _ = kept.split()
    assert "needle" not in json.dumps(to_plain(facts))
    assert type(facts) is Incident
    assert not {"impact", "private_note", "tags"} & set(Incident.__struct_fields__)


@given(people_entries)
def test_a_person_is_facts_and_notes(entry: PersonEntry) -> None:
    person, note = entry.split()
    assert type(person) is Person
    assert (note.notes if note else "") == entry.notes
    assert {**to_plain(person), **({"notes": note.notes} if note else {})} == to_plain(entry)
    assert "notes" not in Person.__struct_fields__


@given(
    st.lists(st.builds(LogEntry, what=texts), max_size=3), st.lists(st.builds(Sending, to=texts), max_size=2),
    st.lists(st.builds(Reply, words=texts), max_size=2), st.lists(st.builds(Point, said=texts), max_size=2),
)  # fmt: skip
def test_a_complaint_is_what_a_body_sees_what_came_after_and_the_points(
    log: list[LogEntry], sendings: list[Sending], replies: list[Reply], points: list[Point]
) -> None:
    entry = ComplaintEntry(
        id="c", board="b", professional="p", outcome_sought="o", log=tuple(log), sendings=tuple(sendings),
        replies=tuple(replies), points=tuple(points),
    )  # fmt: skip
    complaint, kept, answered = entry.split()
    assert complaint == Complaint(id="c", board="b", professional="p", outcome_sought="o")
    after = (kept.entries, kept.sendings, kept.replies) if kept else ((), (), ())
    assert after == (tuple(log), tuple(sendings), tuple(replies))
    assert (answered.points if answered else ()) == tuple(points)
    assert all(part is None or part.complaint == "c" for part in (kept, answered))
    assert not {"log", "sendings", "replies", "points"} & set(Complaint.__struct_fields__)
    assert ComplaintEntry.join(complaint, kept, answered) == entry


def test_everybody_an_incident_names() -> None:
    entry = Incident(
        id="i", account="a", exact_words=(Quote(text="x", speaker="a"), Quote(text="y")),
        people=(Involvement(person="b"),), told=(Told(person="c"),),
    )  # fmt: skip
    assert entry.people_ids == {"a", "b", "c"}


def test_what_has_no_id_of_its_own_is_named_by_what_it_is() -> None:
    assert Relationship(client="a", professional="b").id == "a/b"
    assert Relationship(client="a/b", professional="c").id != Relationship(client="a", professional="b/c").id
    one = Redaction(evidence="e", page=1, boxes=((0, 0, 1, 1),))
    assert one.id == Redaction(evidence="e", page=1, boxes=((0, 0, 1, 1),)).id
    others = [
        Redaction(evidence="e", page=1, boxes=((0, 0, 1, 2),)),
        Redaction(evidence="e", page=2, boxes=((0, 0, 1, 1),)),
        Redaction(evidence="f", page=1, boxes=((0, 0, 1, 1),)),
        Redaction(person="e", replace_with="E."),
        Redaction(evidence="person", page=1),
        Redaction(person="1", replace_with="E."),
        Redaction(place="1", replace_with="E."),
    ]
    assert len({one.id, *(each.id for each in others)}) == 8
    assert Redaction(person="p", replace_with="A.").id == Redaction(person="p", replace_with="B.").id


def test_custody_and_anchors_come_back() -> None:
    note = CustodyNote(evidence="e", event=CustodyEvent.CHECKED, detail="ab", program="1")
    anchor = Anchor(id="a", root="00", size=1, head="{}", request="AA==")
    assert from_plain(CustodyNote, to_plain(note)) == note
    assert from_plain(Anchor, to_plain(anchor)) == anchor
