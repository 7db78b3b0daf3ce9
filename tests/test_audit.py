"""What the program is made of: each check of the audit holds on this tree, and catches what it is for."""

from __future__ import annotations

import copy
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import figures

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "packaging"))

import audit
import bill
import locks
from audit import DIFFERS, HOLDS, NOT_CHECKED, Finding

ROOT = Path(__file__).resolve().parent.parent
DIGEST = "    --hash=sha256:" + "ab" * 32
GOOD = f"one==1.0 \\\n{DIGEST} \\\n{DIGEST}\ntwo==2.0.post1 ; python_version < '3.13' \\\n{DIGEST}\n"
TABLE: dict[str, Any] = json.loads((ROOT / "packaging" / "bundled.json").read_text(encoding="utf-8"))
WANTED = {"one": "1.0", "two": "2.0"}


def tree(tmp_path: Path) -> Path:
    """Copy what the audit reads of the tree."""
    for name in (locks.RUNTIME, locks.DEVELOPMENT, locks.AUDIT, str(bill.LICENCES), "journal_app/__init__.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


# ---- digests


def test_every_locked_version_is_pinned_by_digest() -> None:
    found = audit.digests(ROOT)
    figures.tell("S14", "pinned by digest", full=True, ran=int(found.what.split()[0]), broken=len(found.told),
                 what="versions in the three locks that are not pinned by digest")  # fmt: skip
    assert (found.state, found.told) == (HOLDS, ())


def test_a_lock_is_read() -> None:
    libraries, wrong = locks.read(GOOD)
    assert wrong == ()
    assert [(each.name, each.version, each.marker, len(each.digests)) for each in libraries] == [
        ("one", "1.0", "", 2),
        ("two", "2.0.post1", "python_version < '3.13'", 1),
    ]


OPEN_LOCKS = {
    "an empty lock": "",
    "no digest": "one==1.0\n",
    "a digest that is missing after a backslash": "one==1.0 \\\n",
    "a version or a later one": "one>=1.0 \\\n" + DIGEST + "\n",
    "any last number": "one==1.* \\\n" + DIGEST + "\n",
    "one more without a digest": GOOD + "three==3.0\n",
    "a backslash before the next": GOOD.replace(DIGEST + "\ntwo", "two"),
    "an address": GOOD + "three @ https://example.org/three.whl\n",
    "a folder": GOOD + "-e .\n",
    "another index": GOOD + "--extra-index-url https://example.org\n",
    "a host that is trusted": "--trusted-host example.org\n" + GOOD,
    "SHA-1": GOOD.replace("sha256:", "sha1:"),
    "a digest that is cut": GOOD.replace("ab" * 32, "ab" * 31),
    "two versions of one": GOOD + f"one==1.1 \\\n{DIGEST}\n",
    "a digest of nothing": GOOD + DIGEST + "\n",
}


@pytest.mark.parametrize("weakness", OPEN_LOCKS)
def test_a_lock_that_lets_anything_else_in_is_caught(tmp_path: Path, weakness: str) -> None:
    folder = tree(tmp_path)
    (folder / locks.DEVELOPMENT).write_text(OPEN_LOCKS[weakness], encoding="ascii")
    found = audit.digests(folder)
    figures.caught("S14", weakness, by=len(found.told), part="pinned by digest")
    assert found.state == DIFFERS
    assert all(each.startswith(locks.DEVELOPMENT) for each in found.told)


# ---- known vulnerabilities


def looked_up(*names: str, **more: Any) -> dict[str, Any]:
    return {"dependencies": [{"name": name, "version": WANTED[name], "vulns": [], **more} for name in names]}


def test_only_what_was_looked_up_whole_is_called_fine() -> None:
    assert audit.judged("none", looked_up("one", "two"), WANTED).state == HOLDS


VULNERABLE = {"id": "PYSEC-1", "fix_versions": ["1.1"], "aliases": [], "description": ""}
SKIPPED = {"name": "two", "skip_reason": "Dependency not found on PyPI and could not be audited: two (2.0)"}


@pytest.mark.parametrize(
    ("report", "state", "told"),
    [
        (looked_up("one", "two", vulns=[VULNERABLE]), DIFFERS, "one 1.0: PYSEC-1, mended in 1.1"),
        ({"dependencies": [*looked_up("one", vulns=[VULNERABLE])["dependencies"], SKIPPED]}, DIFFERS, "PYSEC-1"),
        ({"dependencies": [*looked_up("one")["dependencies"], SKIPPED]}, NOT_CHECKED, "1 of 2 were not looked up: two"),
        (looked_up("one"), NOT_CHECKED, "two"),
        (looked_up("one", "two", version="0.9"), NOT_CHECKED, "2 of 2"),
        ({"dependencies": [], "fixes": []}, NOT_CHECKED, "2 of 2"),
        ({}, NOT_CHECKED, "2 of 2"),
    ],
)
def test_what_is_known_is_told_and_what_was_skipped_is_not_fine(report: dict[str, Any], state: str, told: str) -> None:
    found = audit.judged("none", report, WANTED)
    assert found.state == state
    assert told in " ".join(found.told)


def test_where_no_service_can_be_asked_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tool is replaced by a Python without it: what it would answer without a network differs from day to day."""
    monkeypatch.setattr(audit, "_get_tool", lambda: "")
    monkeypatch.setattr(audit, "_tool_python", lambda: Path(sys.executable))
    found = audit.vulnerabilities()
    assert found.state == NOT_CHECKED
    assert [line.partition(":")[0] for line in found.told] == list(audit.SERVICES)
    monkeypatch.setattr(audit, "_get_tool", lambda: "pip-audit could not be installed: no network")
    assert audit.vulnerabilities() == Finding(
        found.what, NOT_CHECKED, ("pip-audit could not be installed: no network",)
    )


def test_a_tool_that_cannot_be_had_is_told_as_a_reason(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(audit, "TOOL", tmp_path / "file" / "tool")
    assert audit._get_tool().startswith("pip-audit could not be installed: ")


@pytest.mark.parametrize(
    ("states", "strict", "expected"),
    [
        ([HOLDS], True, 0),
        ([HOLDS, NOT_CHECKED], False, 0),
        ([HOLDS, NOT_CHECKED], True, 3),
        ([NOT_CHECKED, DIFFERS], False, 1),
        ([DIFFERS], True, 1),
    ],
)
def test_what_differs_and_what_was_not_checked_end_differently(states: list[str], strict: bool, expected: int) -> None:
    assert audit.code([Finding("", state) for state in states], strict=strict) == expected


# ---- the bill of materials


def made() -> dict[str, Any]:
    return bill.bill(ROOT, TABLE["inside"])


def test_the_bill_names_every_part_with_its_licence() -> None:
    plain = made()
    assert (plain, bill.missing(plain)) == (made(), [])
    assert (plain["bomFormat"], plain["specVersion"]) == ("CycloneDX", "1.6")
    assert re.fullmatch(
        r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", plain["serialNumber"]
    )
    parts = plain["components"]
    assert all(part["licenses"][0]["license"]["name"] for part in parts)
    references = [part["bom-ref"] for part in parts]
    assert len(set(references)) == len(references)
    (cipher,) = [part for part in parts if part["name"] == "sqlcipher3"]
    assert {part["name"]: part["version"] for part in cipher["components"]} == TABLE["inside"]
    licences = {part["name"]: part["licenses"][0]["license"]["name"] for part in parts}
    assert (licences["msgspec"], licences["tzlocal"], licences["idna"]) == ("BSD-3-Clause", "MIT", "BSD-3-Clause")
    assert licences["pyside6-essentials"].startswith("LGPL-3.0-only")
    assert "SIL Open Font" in licences["Noto fonts"]


@pytest.mark.parametrize("change", ["gone", "version", "digest", "licence"])
def test_a_bill_with_a_gap_is_caught(change: str) -> None:
    plain = copy.deepcopy(made())
    part = next(each for each in plain["components"] if each["name"] == "cryptography")
    if change == "gone":
        plain["components"].remove(part)
    elif change == "version":
        part["version"] = "1"
    elif change == "digest":
        del part["properties"][0]
    else:
        del part["licenses"]
    assert [each.split()[0] for each in bill.missing(plain)] == ["cryptography"]


def test_a_library_without_a_licence_is_caught(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tree(tmp_path)
    table = folder / bill.LICENCES
    table.write_text(table.read_text(encoding="utf-8").replace("| segno |", "| other |"), encoding="utf-8")
    monkeypatch.setattr(audit, "ROOT", folder)
    found = audit.materials(tmp_path / "bill.json")
    assert (found.state, found.told) == (DIFFERS, ("segno has no licence in the table",))


# ---- what a library carries


def asked() -> dict[str, Any]:
    done = subprocess.run([sys.executable, "-c", audit._ASK], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def compared(table: dict[str, Any], found: dict[str, Any], here: str = "linux-x86_64", pinned: str = "") -> Finding:
    return audit.compared(table, found, here, {"sqlcipher3": pinned or table["sqlcipher3"]})


def test_sqlcipher_carries_what_the_table_says() -> None:
    if audit.system() not in TABLE["systems"]:
        pytest.skip(f"the table says nothing of {audit.system()}")
    pinned = {each.name: each.version for each in locks.locked(locks.RUNTIME)}
    found = audit.compared(TABLE, asked(), audit.system(), pinned)
    figures.tell("S14", "inside sqlcipher3", full=True, ran=len(TABLE["inside"]), broken=len(found.told),
                 what=found.what)  # fmt: skip
    assert found.state == HOLDS, found.told


@pytest.mark.parametrize("part", ["SQLite", "SQLCipher", "OpenSSL"])
def test_another_version_inside_is_caught(part: str) -> None:
    found = {"sqlcipher3": TABLE["sqlcipher3"], "inside": {**TABLE["inside"], part: "0.9.8"}}
    told = compared(TABLE, found).told
    figures.caught("S14", f"another {part}", by=len(told), part="inside sqlcipher3")
    assert [line.split()[0] for line in told] == [part]
    del found["inside"][part]
    assert compared(TABLE, found).state == DIFFERS


def test_a_table_about_another_version_is_caught() -> None:
    found = {"sqlcipher3": "9.9", "inside": TABLE["inside"]}
    assert "installed is 9.9" in compared(TABLE, found).told[0]
    assert "the lock names 9.9" in compared(TABLE, {**found, "sqlcipher3": TABLE["sqlcipher3"]}, pinned="9.9").told[0]


def test_a_wheel_the_table_does_not_know_is_not_called_fine() -> None:
    found = {"sqlcipher3": TABLE["sqlcipher3"], "inside": TABLE["inside"]}
    assert compared(TABLE, found, here="darwin-arm64").state == NOT_CHECKED
