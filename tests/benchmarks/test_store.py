"""How the store grows: times are printed, never asserted, for a figure of one computer is none of another.

Run with ``pytest -s tests/benchmarks``; ``-m full`` for 100,000 entries.
"""

from __future__ import annotations

import hashlib
import itertools
import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from journal_app.domain.incident import Incident
from journal_app.services.ledger import Ledger
from journal_app.store import incidents, revisions, search
from journal_app.store.database import prepare
from journal_app.vault.connection import Connection

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
FEW = 500
PARTS = [first + last for first in "bcdfghjklmnprstvwz" for last in "aeiou"]


def _vocabulary() -> list[str]:
    chance = random.Random(0)  # noqa: S311 - the same words each time
    return ["".join(chance.choices(PARTS, k=chance.randint(1, 4))) for _ in range(20_000)]


VOCABULARY = _vocabulary()


def _word(chance: random.Random) -> str:
    # Words as they stand in a text: few of them very often, most of them hardly ever.
    return VOCABULARY[min(int(chance.paretovariate(0.7)), len(VOCABULARY)) - 1]


def _entry(number: int, chance: random.Random) -> Incident:
    month, day = chance.randint(1, 12), chance.randint(1, 28)
    occurred = f"{chance.randint(2015, 2025)}-{month:02d}-{day:02d}" if number % 20 else ""
    return Incident(id=f"i{number}", account=" ".join(_word(chance) for _ in range(60)), occurred=occurred)


def _queries() -> list[str]:
    """Words as often as they stand in the texts, pairs of them, and beginnings as they are typed."""
    chance = random.Random(2)  # noqa: S311 - the same queries each time
    words = [_word(chance) for _ in range(100)]
    pairs = [f"{one} {two}" for one, two in itertools.pairwise(words)]
    return [*words, *pairs, *(word[:length] for word in words[:30] for length in (1, 2, 3)), VOCABULARY[0], "nothing"]


class Grown:
    """A database that grows; ``seconds`` holds the time of one transaction with one entry, in the order of size."""

    def __init__(self, path: Path) -> None:
        self.connection = Connection(path, bytearray(range(48)), create=True, on_full=lambda: None)
        prepare(self.connection, NOW)
        self._salts = itertools.count()
        self._chance = random.Random(1)  # noqa: S311 - the same words each time
        self.size = 0

    def write(self, count: int) -> None:
        ledger = Ledger(
            self.connection, vault_id="ab" * 16, sign=lambda data: hashlib.sha512(data).digest(),
            public_key=bytes(32), clock=lambda: NOW, timezone="UTC",
            salt=lambda: next(self._salts).to_bytes(16, "big"),
        )  # fmt: skip
        with self.connection.transaction():
            for _ in range(count):
                self.size += 1
                ledger.append("incident", f"i{self.size}", _entry(self.size, self._chance))
            ledger.seal()


def _times(work: Callable[[], object], rounds: int) -> list[float]:
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        found.append((time.perf_counter() - start) * 1000)
    return found


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


@pytest.mark.parametrize("size", [2_000, pytest.param(100_000, marks=pytest.mark.full)])
def test_how_the_store_grows(tmp_path: Path, size: int) -> None:
    grown = Grown(tmp_path / "journal.db")
    try:
        grown.write(FEW)
        first = statistics.median(_times(lambda: grown.write(1), 30))
        bulk = _times(lambda: grown.write(size - grown.size), 1)[0]
        last = statistics.median(_times(lambda: grown.write(1), 30))
        queries = _queries()
        found: dict[str, int] = {}
        searched = []
        for query in queries:
            start = time.perf_counter()
            found[query] = len(search.find(grown.connection, query))
            searched.append((time.perf_counter() - start) * 1000)
        timeline = _times(lambda: incidents.timeline(grown.connection), 3)
        order = _times(lambda: sum(1 for _ in revisions.in_order(grown.connection)), 1)[0]
        assert (
            revisions.heads(grown.connection, last=True)[0].size
            == grown.size
            == len(revisions.leaves(grown.connection))
        )
        assert found["nothing"] == 0
        assert found[VOCABULARY[0]] > 0
    finally:
        grown.connection.close()
    print(  # noqa: T201 - what is printed is the result
        f"\n{size} entries, {(tmp_path / 'journal.db').stat().st_size / 2**20:.0f} MiB"
        f"\n  one entry saved: {last:.1f} ms, {last / first:.2f} times as long as with {FEW}"
        f"\n  many in one transaction: {bulk / size:.3f} ms each"
        f"\n  search: median {statistics.median(searched):.1f} ms, p95 {_p95(searched):.1f} ms, longest"
        f" {max(searched):.1f} ms ({queries[searched.index(max(searched))]!r})"
        f"\n  whole timeline: {min(timeline):.0f} ms, {min(timeline) / size * 1000:.0f} µs an entry"
        f"\n  every revision in order: {order:.0f} ms, {order / size * 1000:.0f} µs each"
    )
