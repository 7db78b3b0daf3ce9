"""A time stamp by file exchange, through the command, against an authority that openssl plays."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from journal_app.integrity.calendar_proof import MAGIC
from tests.cli.conftest import Run, contents

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import verifier_samples as samples


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> samples.Authority:
    if shutil.which("openssl") is None:
        pytest.skip("the openssl command is not installed")
    return samples.Authority(tmp_path_factory.mktemp("authority"))


def test_a_time_is_asked_for_taken_in_and_told(
    run: Run, journal: Path, tmp_path: Path, authority: samples.Authority
) -> None:
    asked = run("anchor", journal, "--request", tmp_path / "a.tsq", "--json")
    assert asked.returncode == 0, asked.stderr
    head = json.loads(asked.stdout)
    assert len(bytes.fromhex(head["root"])) == 32
    (tmp_path / "a.tsr").write_bytes(authority.answer((tmp_path / "a.tsq").read_bytes()))
    taken = run("anchor", journal, "--answer", tmp_path / "a.tsr", "--json")
    assert json.loads(taken.stdout) == head
    assert run("dossier", journal, "--for", "lawyer", "-o", tmp_path / "package").returncode == 0
    assert (tmp_path / "package" / "timestamp.tsq").read_bytes() == (tmp_path / "a.tsq").read_bytes()
    assert (tmp_path / "package" / "timestamp.tsr").read_bytes() == (tmp_path / "a.tsr").read_bytes()
    report = subprocess.run([sys.executable, "-m", "journal_app.verifier", str(tmp_path / "package")],
                            capture_output=True, text=True, check=False)  # fmt: skip
    assert report.returncode == 0
    assert "Test-Time" in report.stdout
    assert run("check", journal).returncode == 0


def test_a_time_for_a_package_that_was_handed_over(
    run: Run, journal: Path, tmp_path: Path, authority: samples.Authority
) -> None:
    assert run("dossier", journal, "--for", "lawyer", "-o", tmp_path / "package").returncode == 0
    before = contents(tmp_path / "package")
    asked = run("anchor", journal, "--request", tmp_path / "a.tsq", "--package", tmp_path / "package", "--json")
    assert json.loads(asked.stdout) == {"document": before["dossier.pdf"]}, asked.stderr
    (tmp_path / "a.tsr").write_bytes(authority.answer((tmp_path / "a.tsq").read_bytes()))
    made = run("anchor", journal, "--answer", tmp_path / "a.tsr", "--package", tmp_path / "package",
               "--output", tmp_path / "stamped", "--json")  # fmt: skip
    told = json.loads(made.stdout)
    assert (told["before"], told["authority"]) == (before["dossier.pdf"], "CN=Test-Time")
    assert contents(tmp_path / "package") == before
    assert contents(tmp_path / "stamped")["dossier.pdf"] == told["document"]
    assert "existed no later than" in made.stderr
    report = subprocess.run([sys.executable, tmp_path / "stamped" / "verify.py", tmp_path / "stamped", "--json"],
                            capture_output=True, text=True, check=False)  # fmt: skip
    outcomes = {each["id"]: each["outcome"] for each in json.loads(report.stdout)["checks"]}
    assert (report.returncode, outcomes["document-time"]) == (0, "agrees")


def test_options_about_a_package_that_do_not_belong_together_are_refused(
    run: Run, journal: Path, tmp_path: Path
) -> None:
    for options in (
        ("--slip", tmp_path / "s.pdf", "--package", tmp_path),
        ("--answer", tmp_path / "a.tsr", "--package", tmp_path),
        ("--answer", tmp_path / "a.tsr", "--output", tmp_path / "new"),
        ("--request", tmp_path / "a.tsq", "--package", tmp_path, "--output", tmp_path / "new"),
    ):
        done = run("anchor", journal, *options)
        assert (done.returncode, done.stdout) == (2, ""), options
        assert "--package" in done.stderr


def test_an_answer_that_does_not_belong_changes_nothing(
    run: Run, journal: Path, tmp_path: Path, authority: samples.Authority
) -> None:
    from journal_app.dossier import timestamps

    assert run("anchor", journal, "--request", tmp_path / "a.tsq").returncode == 0
    right = authority.answer((tmp_path / "a.tsq").read_bytes())
    other = authority.answer(timestamps.request(bytes(32), 7))
    altered = bytearray(right)
    altered[len(altered) // 2] ^= 1
    before = contents(journal)
    for number, answer in enumerate((other, bytes(altered), right[:-20], b"", b"no answer at all", right + b"x")):
        (tmp_path / f"{number}.tsr").write_bytes(answer)
        done = run("anchor", journal, "--answer", tmp_path / f"{number}.tsr")
        assert (done.returncode, done.stdout) == (5, ""), number
        assert "Traceback" not in done.stderr
    assert contents(journal) == before


def test_a_slip_to_print(run: Run, journal: Path, tmp_path: Path) -> None:
    done = run("anchor", journal, "--slip", tmp_path / "slip.pdf", "--json")
    head = json.loads(done.stdout)
    text = subprocess.run(["pdftotext", tmp_path / "slip.pdf", "-"], capture_output=True, text=True, check=True).stdout
    assert head["root"] in "".join(text.split())
    with pikepdf.open(tmp_path / "slip.pdf") as slip:
        assert len(slip.pages) == 1


def test_a_proof_is_kept_carried_on_and_told_as_not_checked(run: Run, journal: Path, tmp_path: Path) -> None:
    made = run("anchor", journal, "--state", tmp_path / "state", "--json")
    head = json.loads(made.stdout)
    digest = hashlib.sha256((tmp_path / "state").read_bytes()).digest()
    (tmp_path / "a.ots").write_bytes(MAGIC + b"\x01\x08" + digest + b"\x00steps")
    kept = run("anchor", journal, "--proof", tmp_path / "a.ots", "--json")
    assert json.loads(kept.stdout) == head
    assert "not checked here" in kept.stderr
    assert run("dossier", journal, "--for", "lawyer", "-o", tmp_path / "package").returncode == 0
    assert (tmp_path / "package" / "timestamp.ots").read_bytes() == (tmp_path / "a.ots").read_bytes()
    assert not (tmp_path / "package" / "timestamp.tsq").exists()
    for check in ([sys.executable, "-m", "journal_app.verifier"], [sys.executable, tmp_path / "package" / "verify.py"]):
        report = subprocess.run([*check, tmp_path / "package", "--json"], capture_output=True, text=True, check=False)
        told = {each["id"]: each["outcome"] for each in json.loads(report.stdout)["checks"]}
        assert (report.returncode, told["calendar-proof"]) == (0, "not-checked")
    assert run("check", journal).returncode == 0


def test_a_proof_of_something_else_changes_nothing(run: Run, journal: Path, tmp_path: Path) -> None:
    before = contents(journal)
    for number, data in enumerate((b"", b"no proof", MAGIC + b"\x01\x08" + bytes(33), bytes(1 << 18))):
        (tmp_path / f"{number}.ots").write_bytes(data)
        done = run("anchor", journal, "--proof", tmp_path / f"{number}.ots")
        assert (done.returncode, done.stdout) == (5, ""), number
        assert "Traceback" not in done.stderr
    assert contents(journal) == before
