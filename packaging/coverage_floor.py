"""Hold the branch coverage of each part of the package against its floor; exits 1 where one is below.

.venv/bin/python packaging/coverage_floor.py        after packaging/test.py --coverage
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Where a lost branch can lose or leak something, all of them are run; elsewhere nearly all.
FLOORS = {
    "journal_app/integrity/": 100.0,
    "journal_app/vault/": 100.0,
    "journal_app/store/": 100.0,
    "journal_app/verifier.py": 100.0,
    "journal_app/verification/": 100.0,
    "journal_app/": 90.0,
}


def main() -> int:
    """Print a line for each part and return 1 where one is below its floor."""
    files = _covered_files()
    below = 0
    for prefix, floor in FLOORS.items():
        own = {name: file for name, file in files.items() if _part(name) == prefix}
        possible = sum(file["num_statements"] + file["num_branches"] for file in own.values())
        if not possible:
            continue
        reached = sum(file["covered_lines"] + file["covered_branches"] for file in own.values())
        percent = 100 * reached / possible
        verdict = "ok" if percent >= floor else "BELOW"
        below += verdict != "ok"
        print(f"{prefix:32} {percent:6.2f} %  floor {floor:5.1f} %  {verdict}")
        if verdict != "ok":
            for name, file in sorted(own.items(), key=lambda each: each[1]["percent_covered"])[:12]:
                print(f"    {file['percent_covered']:6.2f} %  {name}")
    return 1 if below else 0


def _part(name: str) -> str:
    return max((prefix for prefix in FLOORS if name.startswith(prefix)), key=len, default="")


def _covered_files() -> dict[str, dict[str, float]]:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        for step in (["combine", "--quiet"], ["json", "--quiet", "-o", str(report)]):
            subprocess.run([sys.executable, "-m", "coverage", *step], cwd=ROOT, check=step[0] == "json")
        found = json.loads(report.read_text())
    return {name.replace("\\", "/"): entry["summary"] for name, entry in found["files"].items()}


if __name__ == "__main__":
    sys.exit(main())
