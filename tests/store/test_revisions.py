"""Every version of every record stays, and what stands now follows from them."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal_app.domain.custody import CustodyEvent, CustodyNote
from journal_app.domain.evidence import Evidence
from journal_app.domain.incident import Impact, Incident, PrivateNote
from journal_app.domain.people import Person, PersonNote
from journal_app.domain.records import Record, to_plain
from journal_app.errors import BadInput, Damaged, JournalError
from journal_app.integrity.chain import Frontier, leaf_hash, read_revision, root
from journal_app.services.ledger import signed_head
from journal_app.store import evidence, incidents, people, revisions, search
from journal_app.store.database import Database

from .writing import VAULT, Writer, connect

IDS = ["a", "b"]


def _record(kind: str, identifier: str, variant: int) -> Record:
    word = f"word{variant}"
    if kind == "incident":
        return Incident(id=identifier, account=word, occurred=["", "2024", "2020-05-01", "../1999"][variant])
    if kind == "impact":
        return Impact(incident=identifier, text=word)
    if kind == "person":
        return Person(id=identifier, name=word)
    return Evidence(
        id=identifier, file_name=word, sha256=str(variant) * 64, size=1, blob="", media_type="",
        incidents=("a", "b")[: variant % 3],
    )  # fmt: skip


KINDS = ["incident", "impact", "person", "evidence"]
_ONE = st.tuples(
    st.sampled_from(["append", "append", "append", "remove", "restore"]),
    st.sampled_from(KINDS), st.sampled_from(IDS), st.integers(0, 3),
)  # fmt: skip


class Model:
    """What has to stand after the same changes: per record its versions, as (action, plain record)."""

    def __init__(self) -> None:
        self.versions: dict[tuple[str, str], list[tuple[str, Any]]] = {}
        self.size = 0

    def apply(self, what: str, kind: str, identifier: str, variant: int) -> bool:
        """Apply one change; says whether it is a fair one."""
        there = self.versions.get((kind, identifier), [])
        removed = bool(there) and there[-1][0] == "removed"
        content = next((plain for _, plain in reversed(there) if plain is not None), None)
        plain: Any = to_plain(_record(kind, identifier, variant))
        if what == "append":
            if there and not removed and content == plain:
                return True
            action = "created" if not there else ("restored" if removed else "revised")
        elif what == "remove":
            if not there or removed:
                return False
            action, plain = "removed", None
        else:
            if not there:
                return False
            action, plain = "restored", content
        self.versions.setdefault((kind, identifier), []).append((action, plain))
        self.size += 1
        return True

    def standing(self, kind: str) -> dict[str, Any]:
        return {
            identifier: next(plain for _, plain in reversed(versions) if plain is not None)
            for (its, identifier), versions in self.versions.items()
            if its == kind and versions[-1][0] != "removed"
        }


def _as_json(plain: Any) -> Any:
    if isinstance(plain, dict):
        return {key: _as_json(value) for key, value in plain.items()}
    return [_as_json(value) for value in plain] if isinstance(plain, list | tuple) else plain


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(_ONE, min_size=1, max_size=4), max_size=8))
def test_any_changes_keep_numbers_what_stands_search_and_heads_right(changes: list[list[Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        connection = connect(Path(folder) / "journal.db", create=True)
        try:
            writer, model, sizes = Writer(connection), Model(), []
            for change in changes:
                before = model.size
                with writer.change() as ledger:
                    for what, kind, identifier, variant in change:
                        if model.apply(what, kind, identifier, variant):
                            if what == "append":
                                ledger.append(kind, identifier, _record(kind, identifier, variant))
                            elif what == "remove":
                                ledger.remove(kind, identifier)
                            else:
                                ledger.restore(kind, identifier)
                        else:
                            with pytest.raises(BadInput):
                                getattr(ledger, what)(kind, identifier)
                sizes += [model.size] if model.size > before else []
            _check(connection, model, sizes)
        finally:
            connection.close()


def _check(database: Database, model: Model, sizes: list[int]) -> None:
    everything = list(revisions.in_order(database))
    assert [each.seq for each in everything] == list(range(1, model.size + 1))
    for (kind, identifier), versions in model.versions.items():
        history = revisions.history(database, kind, identifier)
        assert [each.number for each in history] == list(range(1, len(versions) + 1))
        assert [(each.action, each.plain) for each in history] == [(action, _as_json(p)) for action, p in versions]
        there = revisions.standing(database, kind, identifier)
        assert there is not None
        assert (there.number, there.removed) == (len(versions), versions[-1][0] == "removed")
        assert (there.first_at, there.last_at) == (history[0].recorded_at, history[-1].recorded_at)
        assert there.revision.plain is not None
        assert revisions.exists(database, kind, identifier) is not there.removed
        assert revisions.ever(database, kind, identifier)
    for kind in KINDS:
        found = revisions.all_standing(database, kind)
        assert {each.revision.record_id: each.revision.plain for each in found} == _as_json(model.standing(kind))
        both = {each.revision.record_id for each in revisions.all_standing(database, kind, removed=True)}
        assert both == {identifier for its, identifier in model.versions if its == kind}
    _check_chain(database, everything, sizes)
    _check_search(database, model)
    _check_evidence(database, model)


def _check_chain(database: Database, everything: list[revisions.Revision], sizes: list[int]) -> None:
    leaves = [leaf_hash(each.salt, each.body) for each in everything]
    assert revisions.leaves(database) == leaves == [each.leaf for each in everything]
    state = revisions.frontier(database)
    assert (Frontier.from_bytes(state) if state else Frontier()).root() == root(leaves)
    heads = revisions.heads(database)
    assert [head.size for head in heads] == sizes
    assert [head.root for head in heads] == [root(leaves[:size]).hex() for size in sizes]
    assert revisions.heads(database, last=True) == heads[-1:]
    for head in heads:
        assert signed_head(VAULT, head).head.size == head.size
    for each in everything:
        facts = read_revision(each.body)
        assert (facts.kind, facts.record_id, facts.number, facts.action) == (
            each.kind, each.record_id, each.number, each.action
        )  # fmt: skip


def _check_search(database: Database, model: Model) -> None:
    removed = sum(kind == "incident" and each[-1][0] == "removed" for (kind, _), each in model.versions.items())
    there = sum(len(model.standing(k)) for k in KINDS) + removed  # found among the removed entries alone
    assert database.execute("SELECT count(*) FROM search_index") == [(there,)]
    incident_ids = set(model.standing("incident"))
    removed = {identifier for kind, identifier in model.versions if kind == "incident"} - incident_ids
    for variant in range(4):
        expected = set()
        for kind in KINDS:
            for identifier, plain in model.standing(kind).items():
                if f"word{variant}" in plain.values():
                    expected.add(("incident" if kind == "impact" else kind, identifier))
        expected -= {("incident", identifier) for identifier in removed}
        assert {(hit.kind, hit.record_id) for hit in search.find(database, f"word{variant}")} == expected


def _check_evidence(database: Database, model: Model) -> None:
    standing = model.standing("evidence")
    assert {item.id for item in evidence.all(database)} == set(standing)
    wanted = {name: {key for key, plain in standing.items() if name in plain.get("incidents", ())} for name in IDS}
    assert {name: {item.id for item in evidence.of_incident(database, name)} for name in IDS} == wanted
    assert evidence.counts_by_incident(database) == {name: len(ids) for name, ids in wanted.items() if ids}
    for variant in range(4):
        item = evidence.by_sha256(database, str(variant) * 64)
        holders = {key for key, plain in standing.items() if plain["sha256"] == str(variant) * 64}
        assert (item is None) == (not holders)
        assert item is None or item.id in holders


def test_a_change_that_stops_half_way_leaves_nothing(writer: Writer) -> None:
    def half_way() -> None:
        with writer.change() as ledger:
            ledger.append("person", "p", Person(id="p", name="N"))
            ledger.remove("person", "q")

    with pytest.raises(BadInput):
        half_way()
    assert not revisions.ever(writer.database, "person", "p")
    assert list(revisions.in_order(writer.database)) == []
    assert revisions.heads(writer.database) == []


def test_more_revisions_than_one_page_come_in_order(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revisions, "_PAGE", 3)
    with writer.change() as ledger:
        for number in range(7):
            ledger.append("person", f"p{number}", Person(id=f"p{number}", name="N"))
    assert [each.seq for each in revisions.in_order(writer.database)] == list(range(1, 8))


def test_the_same_event_twice_is_two_events(writer: Writer) -> None:
    note = CustodyNote(evidence="e", event=CustodyEvent.CHECKED)
    for _ in range(2):
        with writer.change() as ledger:
            ledger.append("custody", "e", note)
    found = evidence.custody(writer.database, "e")
    assert [each for _, each in found] == [note, note]
    assert found[0][0] < found[1][0]


def test_the_last_change_passes_over_notes_of_exports(writer: Writer) -> None:
    assert revisions.last_change(writer.database) == 0
    with writer.change() as ledger:
        ledger.append("person", "p", Person(id="p", name="N"))
        ledger.append("custody", "e", CustodyNote(evidence="e", event=CustodyEvent.ADDED))
        ledger.append("custody", "e", CustodyNote(evidence="e", event=CustodyEvent.EXPORTED))
    assert revisions.last_change(writer.database) == 2


def test_an_unknown_id_is_named(database: Database) -> None:
    for look in (incidents.get, people.get, evidence.get):
        with pytest.raises(BadInput) as refused:
            look(database, "nobody")
        assert "nobody" in refused.value.message
        assert refused.value.field == "id"


@pytest.mark.parametrize("body", [b"", b"\xff", b"[]", b"7", b"{}", b'{"record":7}', b'{"record":{"x":1}}'])
def test_a_body_that_cannot_be_read_is_damage_and_never_shown(writer: Writer, body: bytes) -> None:
    with writer.change() as ledger:
        ledger.append("person", "p", Person(id="p", name="N"))
    revision = replace(revisions.found(writer.database, "person", "p").revision, body=body)
    with pytest.raises(Damaged) as refused:
        revision.record(Person)
    assert "person p" in refused.value.message
    assert isinstance(refused.value, JournalError)
    with pytest.raises(Damaged) as refused:
        revisions.record_of(Person, body, kind="person", record_id="p")
    assert "person p" in refused.value.message


def test_a_removal_has_no_record(writer: Writer) -> None:
    with writer.change() as ledger:
        ledger.append("person", "p", Person(id="p", name="N"))
        ledger.remove("person", "p")
    created, removed = revisions.history(writer.database, "person", "p")
    assert created.record(Person) == Person(id="p", name="N")
    assert removed.plain is None
    with pytest.raises(Damaged):
        removed.record(Person)


def test_private_parts_come_from_records_of_their_own(writer: Writer) -> None:
    with writer.change() as ledger:
        ledger.append("incident", "i", Incident(id="i", account="A", occurred="2024"))
        ledger.append("impact", "i", Impact(incident="i", text="I"))
        ledger.append("private-note", "i", PrivateNote(incident="i", text="P"))
        ledger.append("person", "p", Person(id="p", name="N"))
        ledger.append("person-note", "p", PersonNote(person="p", notes="secret"))
    stored = incidents.get(writer.database, "i")
    assert incidents.timeline(writer.database) == [stored]
    assert (stored.impact, stored.private) == (
        Impact(incident="i", text="I"), PrivateNote(incident="i", text="P")
    )  # fmt: skip
    assert (stored.revisions, stored.removed, stored.first_recorded) == (1, False, writer.now)
    kept = people.get(writer.database, "p")
    assert people.all(writer.database) == [kept]
    assert kept.note == PersonNote(person="p", notes="secret")
    with writer.change() as ledger:
        ledger.remove("impact", "i")
        ledger.remove("private-note", "i")
        ledger.remove("person-note", "p")
    stored = incidents.get(writer.database, "i")
    assert (stored.impact, stored.private) == (None, None)
    assert incidents.timeline(writer.database) == [stored]
    assert people.get(writer.database, "p").note is None
    assert people.all(writer.database)[0].note is None
