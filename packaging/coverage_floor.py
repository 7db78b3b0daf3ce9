"""Hold the branch coverage of each part of the package against its floor; exits 1 where one is below.

After packaging/test.py --coverage, run: .venv/bin/python packaging/coverage_floor.py
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path, PurePosixPath
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# Where a lost branch can lose or leak something, all of them are run; elsewhere nearly all.
FLOORS = {
    "integrity": 100.0,
    "vault": 100.0,
    "store": 100.0,
    "verifier.py": 100.0,
    "verification": 100.0,
}
ELSEWHERE = 90.0
SHOWN = 12  # files of a part that is below


def main() -> int:
    """Print a line for each part and return 1 where one is below its floor."""
    parts: dict[str, list[tuple[str, Any]]] = defaultdict(list)
    for name, summary in _covered_files().items():
        parts[_part(name)].append((name, summary))
    below = [part for part in sorted(parts) if not _holds(part, parts[part])]
    missing = sorted(FLOORS.keys() - parts.keys())
    if missing:
        print(f"not measured at all: {', '.join(missing)}")
    return 1 if below or missing else 0


def _holds(part: str, files: list[tuple[str, Any]]) -> bool:
    possible = sum(each["num_statements"] + each["num_branches"] for _, each in files)
    reached = sum(each["covered_lines"] + each["covered_branches"] for _, each in files)
    percent, floor = 100 * reached / max(possible, 1), FLOORS.get(part, ELSEWHERE)
    holds = bool(possible == reached or percent >= floor)
    print(f"{part:16} {percent:6.2f} %  floor {floor:5.1f} %  {'ok' if holds else 'BELOW'}")
    if not holds:
        incomplete = [(each["percent_covered"], name) for name, each in files if each["percent_covered"] < 100]
        for reached_there, name in sorted(incomplete)[:SHOWN]:
            print(f"    {reached_there:6.2f} %  {name}")
    return holds


def _part(name: str) -> str:
    """Return the room a file belongs to: its folder in the package, or the floor itself."""
    inside = PurePosixPath(name).parts[1:]
    return inside[0] if len(inside) > 1 or inside[0] in FLOORS else "(single modules)"


def _covered_files() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        for step in (["combine", "--quiet"], ["json", "--quiet", "-o", str(report)]):
            # There is nothing to combine when this is run for the second time.
            subprocess.run([sys.executable, "-m", "coverage", *step], cwd=ROOT, check=step[0] == "json")
        found = json.loads(report.read_text(encoding="utf-8"))
    return {name.replace("\\", "/"): entry["summary"] for name, entry in found["files"].items()}


if __name__ == "__main__":
    sys.exit(main())
