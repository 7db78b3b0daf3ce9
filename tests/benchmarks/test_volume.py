"""How a journal of 100,000 entries and 50 GB of evidence unlocks, finds, takes files in, checks, and with what memory.

Nothing timed is asserted: the table at the end says which limits hold. Of the files ``DAYBOOK_FIGURES_PERCENT`` are
made, of the entries always all. What is copied, hashed and read beside is the same in the same run, so that on a
computer with other work the ratios still tell something. The disk needs the room of the files once.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import figures
from tests.benchmarks import volume

ROOT = Path(__file__).resolve().parents[2]
ENTRIES, MEGABYTES = 100_000, 50_000
TIMES = 3  # of unlocking
UNLOCK, SEARCH, TAKING_IN, CHECK, MEMORY = 2, 100, 0.5, 400, 400  # s, ms, share of copying, MB/s, MiB

Figure = Callable[..., None]


def step(name: str, journal: Path, *arguments: int) -> volume.Took:
    """Do one step in a process of its own and return what it took."""
    command = [sys.executable, "-m", "tests.benchmarks.volume", name, str(journal), *map(str, arguments)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert ran.returncode == 0, ran.stderr
    found: volume.Took = json.loads(ran.stdout.splitlines()[-1])
    return found


def test_a_small_one_is_made_and_measured(tmp_path: Path) -> None:
    place = str(tmp_path / "journal")
    assert volume.entries(place, "40")["mib"] > 0
    took = volume.evidence(place, str(5 << 20))
    assert took["bytes"] == 5 << 20
    assert took["files"] > 0
    assert min(took["ours"], took["copied"]) > 0
    assert [each.name for each in tmp_path.iterdir()] == ["journal"]
    opened = volume.unlock(place)
    assert opened["seconds"] > opened["key"] / 2
    found = volume.search(place)
    assert found["found"] > found["queries"]
    checked = volume.verify(place)
    assert checked["bytes"] > 5 << 20
    assert checked["seconds"] > checked["files"] > 0


@pytest.mark.full
def test_a_large_one(tmp_path: Path, figure: Figure) -> None:
    journal, megabytes = tmp_path / "journal", figures.share(MEGABYTES)
    before = os.getloadavg()[0]
    made = step("entries", journal, ENTRIES)
    taken = step("evidence", journal, megabytes * 10**6)
    unlocked = [step("unlock", journal) for _ in range(TIMES)]
    found = step("search", journal)
    checked = step("verify", journal)

    size = f"{ENTRIES} entries, {megabytes / 1000:g} GB"
    load = f"{before:.1f} before and {os.getloadavg()[0]:.1f} after on {os.cpu_count()} cores"
    figure(f"{size}: load of the computer", f"{load}; what holds was judged by the clock, with this other work")
    seconds, key, first, worked = (
        statistics.median(each[name] for each in unlocked) for name in ("seconds", "key", "first page", "processor")
    )
    said = f"{seconds:.2f} s, {worked:.2f} s of the processor; the derivation of the key alone {key:.2f} s"
    figure(f"{size}: unlocking", said, most=UNLOCK, is_=seconds)
    figure(f"{size}: first page of the timeline after unlocking", f"{first * 1000:.0f} ms")
    said = (
        f"p95 {found['p95'] * 1000:.0f} ms, median {found['median'] * 1000:.0f}, longest {found['longest'] * 1000:.0f}"
    )
    said += f"; {found['p95 of the processor'] * 1000:.0f} ms of the processor"
    figure(f"{size}: search, {found['queries']:.0f} queries", said, most=SEARCH, is_=found["p95"] * 1000)
    for beside, limit in (("copied", {"least": TAKING_IN}), ("copied, not waiting for the disk", {})):
        ratio = taken[beside] / taken["ours"]
        said = f"{ratio:.2f} ({taken[beside]:.1f} s ÷ {taken['ours']:.1f} s, {taken['files']:.0f} files)"
        figure(f"{size}: speed of taking in ÷ the same {beside} and hashed", said, **limit, is_=ratio)
    for name, speed, limit in (
        ("check of the files", checked["bytes"] / checked["files"] / 10**6, {"least": CHECK}),
        ("the same files only read and hashed", checked["bytes"] / checked["hashed"] / 10**6, {}),
    ):
        figure(f"{size}: {name}", f"{speed:.0f} MB/s", **limit, is_=speed)
    figure(
        f"{size}: check of everything", f"{checked['seconds']:.0f} s, {checked['files']:.0f} s of them for the files"
    )
    figure(f"{size}: taking in the entries from a folder", f"{made['seconds']:.0f} s")
    steps = {"unlocking": unlocked[0], "search": found, "taking files in": taken, "check": checked, "the entries": made}
    for name, took in steps.items():
        figure(f"{size}: memory, {name}", f"{took['mib']:.0f} MiB", most=MEMORY, is_=took["mib"])
