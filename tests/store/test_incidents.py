"""The timeline: unknown dates first, then by what is known; read through an index, not sorted anew."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journal_app.domain.dates import parse_event_date
from journal_app.domain.incident import Incident, Purpose
from journal_app.store import evidence, incidents, revisions, search
from journal_app.store.database import Database

from .writing import Writer

DATES = ["", "2024", "2024-03", "2024-03-12", "2024-03-12T23:40", "0001", "../2020", "2019/..", "9999-24", "199X"]


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(DATES))
def test_the_timeline_is_in_the_order_of_the_dates(writer: Writer, dates: list[str]) -> None:
    with writer.change() as ledger:
        for index, occurred in enumerate(dates):
            ledger.append("incident", f"i{index}", Incident(id=f"i{index}", account="x", occurred=occurred))
    found = [stored.facts.occurred for stored in incidents.timeline(writer.database)]
    assert found == sorted(found, key=lambda text: parse_event_date(text).sort_key)
    assert found[0] == ""
    assert sorted(found) == sorted(DATES)


def test_equal_dates_stay_in_the_order_they_were_added(writer: Writer) -> None:
    with writer.change() as ledger:
        for name in ("z", "a", "m"):
            ledger.append("incident", name, Incident(id=name, account=name, occurred="2024"))
    with writer.change() as ledger:
        ledger.append("incident", "z", Incident(id="z", account="revised", occurred="2024"))
    assert [stored.facts.id for stored in incidents.timeline(writer.database)] == ["z", "a", "m"]


def test_a_new_date_moves_an_entry_and_removing_keeps_its_place(writer: Writer) -> None:
    with writer.change() as ledger:
        ledger.append("incident", "a", Incident(id="a", account="a", occurred="2024"))
        ledger.append("incident", "b", Incident(id="b", account="b", occurred="2023"))
    with writer.change() as ledger:
        ledger.append("incident", "a", Incident(id="a", account="a", occurred="2022"))
    assert [stored.facts.id for stored in incidents.timeline(writer.database)] == ["a", "b"]
    with writer.change() as ledger:
        ledger.remove("incident", "a")
    assert [stored.facts.id for stored in incidents.timeline(writer.database)] == ["b"]
    removed = incidents.get(writer.database, "a")
    assert (removed.removed, removed.facts.occurred, removed.revisions) == (True, "2022", 3)
    with writer.change() as ledger:
        ledger.restore("incident", "a")
    assert [stored.facts.id for stored in incidents.timeline(writer.database)] == ["a", "b"]


def test_a_version_is_one_of_what_is_said(writer: Writer) -> None:
    def save(account: str, purpose: Purpose = Purpose.PRIVATE) -> tuple[int, datetime]:
        with writer.change() as ledger:
            ledger.append("incident", "a", Incident(id="a", account=account, purpose=purpose))
        stored = incidents.get(writer.database, "a")
        return incidents.versions(writer.database, stored)

    first = save("a")
    assert first == (1, incidents.get(writer.database, "a").first_recorded)
    assert save("a", Purpose.FOR_A_COMPLAINT) == first
    for _ in range(2):
        with writer.change() as ledger:
            ledger.remove("incident", "a")
        with writer.change() as ledger:
            ledger.restore("incident", "a")
        assert incidents.versions(writer.database, incidents.get(writer.database, "a")) == first
    second = save("b", Purpose.FOR_A_COMPLAINT)
    assert second == (2, incidents.get(writer.database, "a").last_recorded)
    assert second[1] > first[1]
    assert save("b") == second
    assert save("a")[0] == 3


class Explaining:
    """Passes statements on, and keeps how each of them finds its rows."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.plans: list[str] = []

    def execute(self, sql: str, parameters: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        plan = self._database.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
        self.plans += [str(row[-1]) for row in plan]
        return self._database.execute(sql, parameters)


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (incidents.timeline, "current_in_order"),
        (lambda db: revisions.standing(db, "incident", "i"), "sqlite_autoindex_current_1"),
        (lambda db: revisions.exists(db, "incident", "i"), "sqlite_autoindex_current_1"),
        (lambda db: revisions.history(db, "incident", "i"), "sqlite_autoindex_revisions_1"),
        (lambda db: revisions.heads(db, last=True), ""),
        (lambda db: evidence.of_incident(db, "i"), "PRIMARY KEY (incident=?)"),
        (lambda db: evidence.by_sha256(db, "0"), "evidence_by_digest"),
        (lambda db: evidence.renditions(db, "e"), "sqlite_autoindex_renditions_1"),
        (lambda db: search.find(db, "word"), "VIRTUAL TABLE INDEX"),
        (lambda db: search.find(db, "word 東京"), "VIRTUAL TABLE INDEX"),
    ],
)
def test_what_is_asked_often_is_found_by_an_index(database: Database, ask: object, index: str) -> None:
    explaining = Explaining(database)
    assert callable(ask)
    ask(explaining)
    assert any(index in plan for plan in explaining.plans)
    assert not [plan for plan in explaining.plans if "TEMP B-TREE" in plan]
    harmless = ("VIRTUAL TABLE INDEX", "(subquery")  # the index of words, and the count of at most a thousand
    scans = [plan for plan in explaining.plans if plan.startswith("SCAN") and not any(map(plan.__contains__, harmless))]
    assert scans == ([] if index else ["SCAN heads"])  # backwards, and only to the first row
