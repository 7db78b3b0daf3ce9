"""The power fails at any call: whatever the disk kept of what was not synced, nothing acknowledged is lost."""

from __future__ import annotations

import functools
import itertools
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from journal_app.vault import connection
from tests.faults import power
from tests.faults.conftest import needs_strace, without_a_disk
from tests.faults.disk import Call, Disk
from tests.faults.power import Promise, State
from tests.faults.writer import WEAKNESSES
from tests.figures import Safety, share

pytestmark = needs_strace
BESIDE_THE_DATABASE = frozenset({"journal.db-shm", "journal.db-wal"})  # of a build with another journal mode
GROUPS = 4  # so that they run beside each other
WHAT = "states that a power cut may leave: something acknowledged is lost, or the journal does not open whole"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], tuple[Call, ...]]:
    """Return what records the calls of so many rounds of work; once for all groups, which cut the power elsewhere."""

    @functools.cache
    def record(rounds: int) -> tuple[Call, ...]:
        with without_a_disk(tmp_path_factory.mktemp("power")) as folder:
            return power.recorded(folder / "written", rounds)

    return record


@pytest.mark.usefixtures("derived_once")
@pytest.mark.parametrize("group", range(GROUPS))
@pytest.mark.parametrize("wanted", [160, pytest.param(100_000, marks=pytest.mark.full)])
def test_nothing_acknowledged_is_lost(
    room: Path, written: Callable[[int], tuple[Call, ...]], group: int, wanted: int, safety: Callable[[str], Safety]
) -> None:
    full = wanted > 1000
    mine = share(wanted) // GROUPS if full else wanted // GROUPS
    calls = written(12 if full else 4)
    judge, broken = power.Judge(room / "left"), list[str]()
    for state, promise in itertools.islice(different(calls, group, each=40 if full else 1, full=full), mine):
        found = judge.broken(state, promise)
        if found:
            broken.append(f"{calls[state.call]!r:.200} {state.manner}: {found}")
    safety("R3").found(WHAT, full=full, ran=judge.judged, broken=len(broken), wanted=wanted // GROUPS)
    assert broken == []
    assert judge.judged == mine


def different(calls: tuple[Call, ...], group: int, *, each: int, full: bool) -> Iterator[tuple[State, Promise]]:
    """Yield states that differ, from one replay after the other; of a sample a few from all of it."""
    seen = set[int]()
    for chance in (random.Random(f"{group} {time}") for time in itertools.count()):  # noqa: S311 - no secrets
        for state, promise in power.states(calls, each=each, chance=chance):
            if (full or chance.random() < 0.08) and state.print_of not in seen:
                seen.add(state.print_of)
                yield state, promise


@pytest.mark.usefixtures("derived_once")
@pytest.mark.parametrize("weakness", WEAKNESSES)
def test_a_weaker_build_is_caught(
    room: Path, monkeypatch: pytest.MonkeyPatch, weakness: str, safety: Callable[[str], Safety]
) -> None:
    calls = power.recorded(room / "written", 4, weakness)
    monkeypatch.setattr(connection, "_SETTINGS", connection._SETTINGS)  # given back after the test, as the next
    monkeypatch.setattr(os, "fsync", os.fsync)
    WEAKNESSES[weakness]()  # what is left is opened by the build that wrote it
    caught = next(lost_by_the_cut(power.Judge(room / "left", strange=BESIDE_THE_DATABASE), calls), "")
    safety("R3").control(weakness, caught=bool(caught))
    assert caught


def lost_by_the_cut(judge: power.Judge, calls: tuple[Call, ...]) -> Iterator[str]:
    """Yield what a cut loses at a moment of which the whole state, with all that was written, loses nothing.

    A build whose whole states are broken too was not caught by a cut of the power, but by something else.
    """
    chance = random.Random(3)  # noqa: S311 - moments, no secrets
    for _, moment in itertools.groupby(power.states(calls, each=1, chance=chance), lambda each: each[0].call):
        found = {state.manner: judge.broken(state, promise) for state, promise in moment if promise.entries}
        if found.pop("most", "there is no such state") == "":
            yield from filter(None, found.values())


def test_what_was_synced_stays_and_nothing_else_has_to() -> None:
    disk = Disk(Path("/root"), {"old": b"old"})
    for call in (Call("create", "new"), Call("write", "new", number=0, data=b"12345")):
        disk.do(call)
    assert disk.least() == {"old": b"old"}
    assert disk.most() == {"old": b"old", "new": b"12345"}
    disk.do(Call("sync", "new"))
    assert disk.least() == {"old": b"old"}
    disk.do(Call("sync"))
    assert disk.least() == disk.most()
    disk.do(Call("rename", "new", "old"))
    assert (disk.least(), disk.most()) == ({"old": b"old", "new": b"12345"}, {"old": b"12345"})
    chance = random.Random(0)  # noqa: S311 - no secrets
    assert {tuple(sorted(disk.some(chance).items())) for _ in range(20)} == {
        tuple(sorted(disk.least().items())),
        tuple(sorted(disk.most().items())),
    }


def test_any_part_of_what_was_not_synced_may_be_there() -> None:
    disk, chance = Disk(Path("/root"), {"file": bytes(8192)}), random.Random(0)  # noqa: S311 - no secrets
    disk.do(Call("write", "file", number=0, data=b"\1" * 8192))
    disk.do(Call("cut", "file", number=4096))
    left = {disk.some(chance)["file"] for _ in range(200)}
    assert {len(data or b"") for data in left} == {4096, 8192}
    assert any(data and data[0] != data[513] for data in left)
    assert any(data and data[: data.count(1)] == b"\1" * data.count(1) and data.count(1) % 512 for data in left)
