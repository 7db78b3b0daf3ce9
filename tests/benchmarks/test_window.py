"""How soon the window is there and how it answers on a large journal, beside others in the same run.

Nothing timed is asserted: the table at the end says which limits hold. How to run it stands in
``packaging/README.md``. Needs Xvfb; KeePassXC and RedNotebook are measured where they are installed.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from journal_app.services.journal import Journal
from journal_app.vault.keyslots import FLOOR_COST
from tests.benchmarks import material
from tests.benchmarks.windows import Display, Started, empty_window

ROOT = Path(__file__).resolve().parents[2]
TIMES = int(os.environ.get("DAYBOOK_BENCHMARK_TIMES", "5"))
ENTRIES = 200 * int(os.environ.get("DAYBOOK_BENCHMARK_PERCENT", "100"))
TIMES_EMPTY, PAGE, BLOCK, MEMORY = 1.5, 100, 50, 200  # times, ms, ms, MiB
MADE_ON_PURPOSE = "a block of 80 ms made on purpose"
OTHERS = {"KeePassXC": "keepassxc", "RedNotebook": "rednotebook"}

Figure = Callable[..., None]

needs_display = pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")


@pytest.mark.full
@needs_display
def test_how_soon_the_window_is_there(tmp_path: Path, figure: Figure) -> None:
    Journal.create(tmp_path / "journal", material.PASSPHRASE, cost=FLOOR_COST)[0].close()
    commands = {
        "an empty window": empty_window(),
        "the window that unlocks": [sys.executable, "-m", "journal_app.ui", str(tmp_path / "journal")],
    }
    commands |= {name: [found] for name, program in OTHERS.items() if (found := shutil.which(program))}
    took: dict[str, list[Started]] = {name: [] for name in commands}
    with Display() as display:
        for turn in range(TIMES + 1):
            for name, command in commands.items():
                started = display.start(command, tmp_path / f"home-{turn}-{len(name)}")
                if turn:  # the first brings the files into memory
                    took[name].append(started)
    medians = {name: statistics.median(each.seconds for each in many) for name, many in took.items()}
    for name, many in took.items():
        mib = statistics.median(each.mib for each in many)
        times = medians[name] / medians["an empty window"]
        limit = {"most": TIMES_EMPTY, "is_": times} if name == "the window that unlocks" else {}
        said = f"{medians[name]:.2f} s, {times:.2f} times the empty one; {mib:.0f} MiB"
        figure(f"start until {name} can be seen", said, **limit)
    for name in OTHERS.keys() - commands.keys():
        figure(f"start until {name} can be seen", "not measured: it is not installed")


@pytest.mark.full
@needs_display
def test_how_the_window_answers(tmp_path: Path, figure: Figure) -> None:
    pictures = material.pictures(tmp_path / "pictures", 30, "mixed")
    material.journal(tmp_path / "journal", material.folder(tmp_path / "source", ENTRIES, pictures))
    with Display() as display:
        found = _day(tmp_path / "journal", display)
    slowest = max(found["pages"], key=found["pages"].__getitem__)
    for name, seconds in found["pages"].items():
        figure(f"{ENTRIES} entries: to {name}", f"{seconds * 1000:.0f} ms", most=PAGE, is_=seconds * 1000)
    for name, seconds in found["blocks"].items():
        limit = {} if name == MADE_ON_PURPOSE else {"most": BLOCK, "is_": seconds * 1000}
        figure(f"{ENTRIES} entries: longest block, {name}", f"{seconds * 1000:.0f} ms", **limit)
    figure(f"{ENTRIES} entries: memory after all this", f"{found['memory']:.0f} MiB", most=MEMORY, is_=found["memory"])
    assert slowest
    assert found["blocks"][MADE_ON_PURPOSE] >= 0.08  # what measures a block finds one


def _day(journal: Path, display: Display) -> dict[str, dict[str, float]]:
    command = [sys.executable, str(ROOT / "tests" / "benchmarks" / "daily.py"), str(journal)]
    environment = os.environ | {"DISPLAY": display.name, "QT_QPA_PLATFORM": "xcb"}
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment)
    assert ran.returncode == 0, ran.stderr
    found: dict[str, dict[str, float]] = json.loads(ran.stdout.splitlines()[-1])
    return found
