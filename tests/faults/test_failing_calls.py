"""Each system call of twelve commands fails once: they say so in two sentences or do their work; nothing is lost."""

from __future__ import annotations

import os
import random
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from journal_app.vault import keyslots
from tests.faults import scenarios, serving
from tests.faults.conftest import needs_asking
from tests.faults.scenarios import SCENARIOS, Judge, Scenario
from tests.faults.serving import ERRORS, WEAKNESSES, Server
from tests.figures import Safety, share

pytestmark = needs_asking
WHAT = "calls that fail once: something is lost, half written, not told in two sentences, or taken for a success"
SAMPLE = 2
_JUDGING = threading.Lock()  # the recipient's check keeps a library quiet for the whole process while it runs


@pytest.fixture(scope="module")
def servers() -> Iterator[list[Server]]:
    """As many as can run beside each other; each runs one command at a time."""
    with ExitStack() as stack:
        yield [stack.enter_context(serving.serving()) for _ in range(os.cpu_count() or 1)]


@pytest.fixture(scope="module")
def server(servers: list[Server]) -> Server:
    return servers[0]


@pytest.fixture
def made(room: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(keyslots, "hash_secret_raw", serving.derived_quickly)
    return scenarios.make(room / "made")


Fault = tuple[str, str, int]


def faults(server: Server, scenario: Scenario, made: Path) -> list[Fault]:
    """Return every call that can fail with every error, in the order of the names of the calls."""
    place = Path(shutil.copytree(made, made.with_name("recorded")))
    ended = server.run(*scenarios.placed(scenario.arguments, place))
    shutil.rmtree(place)
    assert ended.code == 0, ended
    counted = sorted(ended.calls.items())
    return [(call, error, when) for call, count in counted for when in range(1, count + 1) for error in ERRORS[call]]


def chosen(found: list[Fault], wanted: int, chance: random.Random) -> list[Fault]:
    """Return so many of the faults, of each call as evenly as can be: there are far more of some than of others."""
    chance.shuffle(found)
    seen = dict[str, int]()
    order = []
    for fault in found:
        seen[fault[0]] = seen.get(fault[0], 0) + 1
        order.append((seen[fault[0]], fault))
    return [fault for _, fault in sorted(order, key=lambda each: each[0])][:wanted]


def judged_beside(servers: list[Server], scenario: Scenario, made: Path, some: list[Fault]) -> list[str]:
    """Return what :func:`judged` yields of all, each server with its part of them."""

    judge = Judge(made)

    def part(number: int) -> list[str]:
        return list(judged(servers[number], scenario, judge, some[number :: len(servers)]))

    with ThreadPoolExecutor(len(servers)) as threads:
        return [each for found in threads.map(part, range(len(servers))) for each in found]


def judged(server: Server, scenario: Scenario, judge: Judge, some: list[Fault], weakness: str = "") -> Iterator[str]:
    """Yield for each fault that came to be what it broke; empty where all is well."""
    for call, error, when in some:
        place = Path(shutil.copytree(judge.place, judge.place.with_name(f"run-{threading.get_ident()}")))
        arguments = scenarios.placed(scenario.arguments, place)
        ended = server.run(*arguments, call=call, error=error, when=when, weakness=weakness)
        if ended.failed:
            with _JUDGING:
                found = judge.broken(scenario, place, ended)
            yield f"{scenario.name}, {ended.failed}: {found}" if found else ""
        shutil.rmtree(place)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
@pytest.mark.parametrize("full", [False, pytest.param(True, marks=pytest.mark.full)], ids=["sample", "all"])
def test_every_call_may_fail(
    servers: list[Server], made: Path, scenario: Scenario, full: bool, safety: Callable[[str], Safety]
) -> None:
    every = faults(servers[0], scenario, made)
    some = chosen(every, share(len(every)) if full else SAMPLE, random.Random(scenario.name))  # noqa: S311 - no secrets
    found = judged_beside(servers, scenario, made, some)
    broken = list(filter(None, found))
    safety("R4").found(WHAT, full=full, ran=len(found), broken=len(broken), wanted=len(every))
    assert broken == []
    assert len(found) > len(some) // 2


CAUGHT_BY = {
    "syncs whose failure is nothing": ("attach", "fsync"),
    "files whose failure is nothing": ("attach", "write"),
    "commits whose failure is nothing": ("record", "pwrite64"),
    "outputs written under their own name": ("export", "write"),
}


@pytest.mark.parametrize("weakness", WEAKNESSES)
def test_a_weaker_build_is_caught(server: Server, made: Path, weakness: str, safety: Callable[[str], Safety]) -> None:
    name, call = CAUGHT_BY[weakness]
    (scenario,) = (each for each in SCENARIOS if each.name == name)
    some = [fault for fault in faults(server, scenario, made) if fault[:2] == (call, "EIO")]
    caught = any(judged(server, scenario, Judge(made), some, weakness))
    safety("R4").control(weakness, caught=caught)
    assert caught
