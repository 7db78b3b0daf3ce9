"""The recipient's check of an OpenTimestamps proof: what it is about is compared, its time is never claimed."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

import verifier_samples as samples

from journal_app.dossier.package import attachments_of, write_package
from journal_app.dossier.package_parts import PackageParts
from journal_app.integrity.calendar_proof import LARGEST_PROOF, MAGIC
from journal_app.verification.report import Outcome, Report
from journal_app.verifier import verify

STEPS = bytes.fromhex("00" + "0588960d73d71901" + "03" + "e0cf2a")  # an attestation, as it would end


def proof(digest: bytes) -> bytes:
    return MAGIC + b"\x01\x08" + digest + STEPS


@pytest.fixture
def parts(tmp_path: Path) -> PackageParts:
    return samples.parts(tmp_path)


def told(found: Report, check: str = "calendar-proof") -> list[tuple[Outcome, tuple[str, ...]]]:
    return [(line.outcome, line.details) for line in found.lines if line.subject.id == check]


def checked(parts: PackageParts, folder: Path) -> Report:
    write_package(folder, parts)
    return verify(folder)


def test_without_a_proof_nothing_is_said_of_one(parts: PackageParts, tmp_path: Path) -> None:
    assert told(checked(parts, tmp_path / "package")) == []


@pytest.mark.parametrize("which", ["head", "anchored"])
def test_a_proof_is_told_as_not_checked(parts: PackageParts, tmp_path: Path, which: str) -> None:
    assert parts.head is not None
    assert parts.anchored is not None
    head = parts.head.head if which == "head" else parts.anchored.head.head
    found = checked(replace(parts, proof=proof(head.digest())), tmp_path / "package")
    ((outcome, details),) = told(found)
    assert outcome is Outcome.NOT_CHECKED
    assert details[0] == f"It says that it is about the first {head.size} revisions."
    assert "was not checked" in details[1]
    assert found.result == "agrees"
    assert "2009" not in str(details)  # no date, whatever its block may be
    assert "timestamp.ots" in (tmp_path / "package" / "READ-ME-FIRST.txt").read_text(encoding="utf-8")


def test_a_proof_of_a_state_that_is_not_shown_is_told_so(parts: PackageParts, tmp_path: Path) -> None:
    ((outcome, details),) = told(checked(replace(parts, proof=proof(bytes(32))), tmp_path / "package"))
    assert outcome is Outcome.NOT_CHECKED
    assert "does not show" in details[0]


@pytest.mark.parametrize("bad", [b"x", MAGIC, proof(bytes(32))[:65], proof(bytes(32)) + bytes(LARGEST_PROOF)])
def test_what_is_no_proof_differs(parts: PackageParts, tmp_path: Path, bad: bytes) -> None:
    ((outcome, details),) = told(checked(replace(parts, proof=bad), tmp_path / "package"))
    assert outcome is Outcome.DIFFERS
    assert "cannot be read" in details[0]


def test_a_proof_alone_names_a_state_that_the_chain_has_to_have_grown_from(parts: PackageParts, tmp_path: Path) -> None:
    assert parts.anchored is not None
    alone = replace(parts, request=b"", proof=proof(parts.anchored.head.head.digest()))
    found = checked(alone, tmp_path / "package")
    assert [outcome for outcome, _ in told(found, "trusted-time")] == [Outcome.NOT_CHECKED]
    assert found.result == "agrees"
    other = replace(alone, anchored=replace(parts.anchored, consistency=()))
    found = checked(other, tmp_path / "other")
    assert Outcome.DIFFERS in [outcome for outcome, _ in told(found)]
    assert [outcome for outcome, _ in told(found, "trusted-time")] == [Outcome.NOT_CHECKED]


def test_a_proof_of_a_package_that_names_no_anchored_state(tmp_path: Path) -> None:
    parts = samples.parts(tmp_path, stamped=False)
    assert parts.head is not None
    ((outcome, details),) = told(checked(replace(parts, proof=proof(parts.head.head.digest())), tmp_path / "package"))
    assert outcome is Outcome.NOT_CHECKED
    assert "It says that it is about" in details[0]


def test_the_proof_is_attached_to_the_document_too(parts: PackageParts) -> None:
    given = proof(bytes(32))
    attached = {each.name: each for each in attachments_of(replace(parts, proof=given))}
    with attached["timestamp.ots"].open() as stream:
        assert stream.read() == given
