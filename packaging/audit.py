"""Check what the program is made of: digests, known vulnerabilities, a bill of materials, what a library carries.

    python3 packaging/audit.py                  checks, writes the bill, and says what could not be checked
    python3 packaging/audit.py --strict         ends with 3 where something could not be checked: for a release
    python3 packaging/audit.py --bill OUT.json  where the bill goes; build/bill-of-materials.json otherwise

Ends with 0 where nothing differs, with 1 where something does. What was not checked is never called fine.
Standard library only; pip-audit is installed from its own hash-pinned lock into an environment of its own.
"""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import bill
import environment as env
from locks import AUDIT, DEVELOPMENT, ROOT, RUNTIME, locked, read

HOLDS, DIFFERS, NOT_CHECKED = "holds", "DIFFERS", "NOT CHECKED"
TOOL = ROOT / ".audit"
BUNDLED = ROOT / "packaging" / "bundled.json"
SERVICES = ("pypi", "osv")
_SECONDS = 300
_ASK = """
import importlib.metadata, json, sqlcipher3
database = sqlcipher3.connect(":memory:")
database.set_key(bytearray(b"x" * 32)) if hasattr(database, "set_key") else database.execute("PRAGMA key = 'x'")
asked = {"SQLite": "SELECT sqlite_version()", "SQLCipher": "PRAGMA cipher_version",
         "OpenSSL": "PRAGMA cipher_provider_version"}
inside = {name: database.execute(query).fetchone()[0] for name, query in asked.items()}
print(json.dumps({"sqlcipher3": importlib.metadata.version("sqlcipher3"), "inside": inside}))
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; ``told`` holds a sentence for each thing that differs or could not be checked."""

    what: str
    state: str
    told: tuple[str, ...] = ()


def main(arguments: list[str]) -> int:
    """Run every check and return the exit code."""
    parser = argparse.ArgumentParser(description="Checks what the program is made of.")
    parser.add_argument("--strict", action="store_true", help="end with 3 where something could not be checked")
    parser.add_argument("--bill", type=Path, default=ROOT / "build" / "bill-of-materials.json", metavar="OUT.json")
    chosen = parser.parse_args(arguments)
    findings = [digests(ROOT), vulnerabilities(), carried_inside(), materials(chosen.bill)]
    for finding in findings:
        print(f"{finding.state}: {finding.what}", flush=True)
        for line in finding.told:
            print(f"    {line}", flush=True)
    return code(findings, strict=chosen.strict)


def code(findings: Iterable[Finding], *, strict: bool) -> int:
    """Return 1 where something differs, 3 where ``strict`` and something was not checked, else 0."""
    states = {finding.state for finding in findings}
    if DIFFERS in states:
        return 1
    return 3 if strict and NOT_CHECKED in states else 0


def digests(root: Path) -> Finding:
    """Check that every library of every lock is one exact version with digests."""
    told, count = [], 0
    for name in (RUNTIME, DEVELOPMENT, AUDIT):
        found, wrong = read((root / name).read_text(encoding="ascii", errors="replace"))
        count += len(found)
        told += [f"{name}: {each}" for each in wrong]
    return Finding(f"{count} locked versions are pinned by SHA-256", DIFFERS if told else HOLDS, tuple(told))


# ---- known vulnerabilities


def vulnerabilities() -> Finding:
    """Ask the services that keep them for known vulnerabilities of every locked library."""
    what = "no known vulnerability in a locked version"
    wanted = {each.name: each.version for name in (RUNTIME, DEVELOPMENT) for each in locked(name)}
    reason = _get_tool()
    if reason:
        return Finding(what, NOT_CHECKED, (reason,))
    told: list[str] = []
    for service in SERVICES:
        report, reason = _report(service, wanted)
        finding = judged(what, report, wanted) if report is not None else Finding(what, NOT_CHECKED, (reason,))
        if finding.state != NOT_CHECKED:
            return finding
        told += [f"{service}: {each}" for each in finding.told]
    return Finding(what, NOT_CHECKED, tuple(told))


def judged(what: str, report: dict[str, Any], wanted: dict[str, str]) -> Finding:
    """Judge what pip-audit reports (its JSON format).

    It ends well and says "No known vulnerabilities found" also where it looked nothing up; so each library has to be
    in the report, in the version that is locked, without a reason why it was skipped.
    """
    known, looked, skipped = [], set(), []
    for each in report.get("dependencies", ()):
        if "skip_reason" in each:
            skipped.append(str(each["skip_reason"]))
            continue
        if wanted.get(each["name"]) == each.get("version"):
            looked.add(each["name"])
        known += [f"{each['name']} {each['version']}: {one['id']}, mended in {', '.join(one['fix_versions']) or 'none'}"
                  for one in each.get("vulns", ())]  # fmt: skip
    left = sorted(set(wanted) - looked)
    if known:
        return Finding(what, DIFFERS, tuple(known))
    if left:
        first = f" ({skipped[0]})" if skipped else ""
        return Finding(
            what, NOT_CHECKED, (f"{len(left)} of {len(wanted)} were not looked up: {', '.join(left)}{first}",)
        )
    return Finding(f"{what} ({len(wanted)} looked up)", HOLDS)


def _report(service: str, wanted: dict[str, str]) -> tuple[dict[str, Any] | None, str]:
    """Return what pip-audit found, or None and why it found nothing."""
    with tempfile.TemporaryDirectory() as folder:
        asked, out = Path(folder, "asked.txt"), Path(folder, "found.json")
        asked.write_text("".join(f"{name}=={version}\n" for name, version in sorted(wanted.items())), encoding="ascii")
        command = [
            str(_tool_python()),
            "-m",
            "pip_audit",
            "--vulnerability-service",
            service,
            "--requirement",
            str(asked),
        ]
        command += ["--no-deps", "--disable-pip", "--format", "json", "--progress-spinner", "off", "--output", str(out)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_SECONDS)
            report: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
        except subprocess.TimeoutExpired:
            return None, f"the service did not answer within {_SECONDS} seconds"
        except (OSError, ValueError):
            last = done.stderr.strip().splitlines()[-1:] or ["no answer"]
            return None, f"the service could not be asked: {last[0][:200]}"
    return report, ""


def _tool_python() -> Path:
    return TOOL / ("Scripts/python.exe" if env.WINDOWS else "bin/python")


def _get_tool() -> str:
    """Install pip-audit once from its lock; returns why that was not possible, or nothing."""
    stamp, wanted = TOOL / "ready", (ROOT / AUDIT).read_text(encoding="ascii")
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return ""
    shutil.rmtree(TOOL, ignore_errors=True)
    pip = [str(_tool_python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    for command in (
        [sys.executable, "-m", "venv", str(TOOL)],
        [*pip, "--only-binary", ":all:", "--require-hashes", "-r", str(ROOT / AUDIT)],
    ):
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            last = (done.stderr or done.stdout).strip().splitlines()[-1:] or [""]
            return f"pip-audit could not be installed: {last[0][:200]}"
    stamp.write_text(wanted, encoding="ascii")
    return ""


# ---- what is inside


def carried_inside() -> Finding:
    """Compare SQLite, SQLCipher and OpenSSL inside the installed sqlcipher3 with the table of the project."""
    if not env.PYTHON.exists():
        why = "there is no environment yet; python3 packaging/run.py --version makes one"
        return Finding("sqlcipher3 carries what the table says", NOT_CHECKED, (why,))
    done = subprocess.run([str(env.PYTHON), "-c", _ASK], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        why = (done.stderr.strip().splitlines() or ["no answer"])[-1]
        return Finding("sqlcipher3 carries what the table says", DIFFERS, (f"it could not be asked: {why}",))
    table = json.loads(BUNDLED.read_text(encoding="utf-8"))
    return compared(table, json.loads(done.stdout), system(), {each.name: each.version for each in locked(RUNTIME)})


def system() -> str:
    """Return the system as wheels name it, as far as the table needs it."""
    return f"{sys.platform}-{platform.machine().lower()}"


def compared(table: dict[str, Any], found: dict[str, Any], here: str, pinned: dict[str, str]) -> Finding:
    """Compare what the library says of itself with the table and with the lock."""
    what = "sqlcipher3 carries " + "; ".join(f"{name}: {version}" for name, version in table["inside"].items())
    told = []
    for who, version in (("the lock names", pinned.get("sqlcipher3")), ("installed is", found["sqlcipher3"])):
        if version != table["sqlcipher3"]:
            told.append(f"the table is about sqlcipher3 {table['sqlcipher3']}; {who} {version}")
    if not told and here not in table["systems"]:
        return Finding(what, NOT_CHECKED, (f"the table says nothing of the wheel for {here}",))
    for name, version in table["inside"].items():
        if found["inside"].get(name) != version:
            told.append(f"{name} is {found['inside'].get(name)}, not {version}")
    return Finding(what, DIFFERS if told else HOLDS, tuple(told))


def materials(out: Path) -> Finding:
    """Write the bill of materials."""
    try:
        made = bill.bill(ROOT, json.loads(BUNDLED.read_text(encoding="utf-8"))["inside"])
    except KeyError as error:
        return Finding("the bill of materials is complete", DIFFERS, (f"{error.args[0]} has no licence in the table",))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    left = bill.missing(made)
    what = f"the bill of materials names {len(made['components'])} parts: {out}"
    return Finding(what, DIFFERS if left else HOLDS, tuple(left))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
