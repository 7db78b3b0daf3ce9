"""Anchors: a request holds one hash and no words, and an answer is taken in only where it answers."""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
import verifier_samples as samples

from journal_app.domain.people import PersonEntry
from journal_app.dossier import timestamps
from journal_app.errors import BadInput, Damaged
from journal_app.integrity.calendar_proof import MAGIC
from journal_app.services import anchors, people
from journal_app.services.journal import Journal

from .keeping import Clock, refused, revised, unwritable


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> samples.Authority:
    if shutil.which("openssl") is None:
        pytest.skip("the openssl command is not installed")
    return samples.Authority(tmp_path_factory.mktemp("authority"))


def test_there_is_nothing_to_vouch_for_in_an_empty_journal(empty: Journal, tmp_path: Path) -> None:
    for work in (anchors.request, anchors.slip):
        with refused(BadInput, empty) as caught:
            work(empty, tmp_path / "out")
        assert "Nothing is recorded" in caught.value.message
    assert list(tmp_path.glob("out")) == []


def test_a_request_is_one_hash_of_the_head_and_is_noted(started: Journal, tmp_path: Path) -> None:
    head = anchors.request(started, tmp_path / "a.tsq")
    asked = (tmp_path / "a.tsq").read_bytes()
    assert timestamps.requested_digest(asked) == head.digest()
    assert len(asked) < 80
    (anchor,) = anchors.anchors(started)
    assert (anchor.root, anchor.size, anchor.answer, anchor.time) == (head.root, head.size, "", "")
    assert base64.b64decode(anchor.request) == asked
    assert anchors.head_of(started, anchor).head == head
    assert revised(started) == head.size + 1


def test_two_requests_are_never_the_same(started: Journal, tmp_path: Path) -> None:
    anchors.request(started, tmp_path / "a.tsq")
    anchors.request(started, tmp_path / "b.tsq")
    assert (tmp_path / "a.tsq").read_bytes() != (tmp_path / "b.tsq").read_bytes()
    assert len(anchors.anchors(started)) == 2


def test_nothing_is_overwritten_and_no_request_is_noted(started: Journal, tmp_path: Path) -> None:
    (tmp_path / "a.tsq").write_bytes(b"mine")
    for place in (tmp_path / "a.tsq", tmp_path / "no" / "a.tsq", started.folder / "a.tsq"):
        with refused(BadInput, started):
            anchors.request(started, place)
    assert (tmp_path / "a.tsq").read_bytes() == b"mine"


def test_an_answer_is_taken_in_for_the_request_it_answers(
    started: Journal, tmp_path: Path, authority: samples.Authority, clock: Clock
) -> None:
    first = anchors.request(started, tmp_path / "a.tsq")
    people.put(started, PersonEntry(id="more", name="More"))
    second = anchors.request(started, tmp_path / "b.tsq")
    for name, head in (("a", first), ("b", second)):
        (tmp_path / f"{name}.tsr").write_bytes(authority.answer((tmp_path / f"{name}.tsq").read_bytes()))
        assert anchors.answer(started, tmp_path / f"{name}.tsr") == head
    answered = anchors.anchors(started)
    assert [anchor.size for anchor in answered] == [first.size, second.size]
    for anchor, name in zip(answered, "ab", strict=True):
        assert base64.b64decode(anchor.answer) == (tmp_path / f"{name}.tsr").read_bytes()
        assert "Test-Time" in anchor.authority
        assert anchor.time.endswith("Z")


def test_an_answer_to_something_else_is_not_taken_in(
    started: Journal, tmp_path: Path, authority: samples.Authority
) -> None:
    anchors.request(started, tmp_path / "a.tsq")
    (tmp_path / "other.tsr").write_bytes(authority.answer(timestamps.request(b"x" * 32, 5)))
    with refused(BadInput, started):
        anchors.answer(started, tmp_path / "other.tsr")


@pytest.mark.parametrize("data", [b"", b"words", b"\x30\x03\x02\x01\x00"])
def test_what_is_no_answer_is_not_taken_in(started: Journal, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.tsr").write_bytes(data)
    with refused(BadInput, started) as caught:
        anchors.answer(started, tmp_path / "a.tsr")
    assert "No time stamp was asked for" in caught.value.message
    anchors.request(started, tmp_path / "a.tsq")
    with refused(BadInput, started):
        anchors.answer(started, tmp_path / "a.tsr")
    with refused(BadInput, started):
        anchors.answer(started, tmp_path / "missing.tsr")


def test_an_anchor_whose_link_is_missing_is_told(started: Journal, tmp_path: Path) -> None:
    anchors.request(started, tmp_path / "a.tsq")
    (anchor,) = anchors.anchors(started)
    with started.connection.transaction():
        started.database.execute("DROP TRIGGER heads_remain")
        started.database.execute("DELETE FROM heads WHERE size = ?", (anchor.size,))
    with refused(Damaged, started) as caught:
        anchors.head_of(started, anchor)
    assert "is missing" in caught.value.message


def test_a_slip_holds_the_fingerprint_in_groups(started: Journal, tmp_path: Path) -> None:
    head = anchors.slip(started, tmp_path / "slip.pdf")
    shown = subprocess.run(["pdftotext", str(tmp_path / "slip.pdf"), "-"], capture_output=True, text=True, check=True)
    assert head.root[:4] in shown.stdout.casefold()
    with refused(BadInput, started):
        anchors.slip(started, tmp_path / "slip.pdf")
    noted = anchors.last_anchored(started)
    with unwritable(started):  # the slip is good whether or not its day can be noted
        assert anchors.slip(started, tmp_path / "second.pdf") == head
    assert (tmp_path / "second.pdf").stat().st_size
    assert anchors.last_anchored(started) == noted


def ots(digest: bytes, steps: bytes = b"\x00steps") -> bytes:
    return MAGIC + b"\x01\x08" + digest + steps


def test_a_state_file_has_the_digest_a_proof_is_about(started: Journal, tmp_path: Path) -> None:
    head = anchors.state_file(started, tmp_path / "state")
    assert hashlib.sha256((tmp_path / "state").read_bytes()).digest() == head.digest()
    assert b"Ida" not in (tmp_path / "state").read_bytes()
    with refused(BadInput, started):
        anchors.state_file(started, started.folder / "state")


def test_a_proof_is_kept_as_it_came_and_no_time_with_it(started: Journal, tmp_path: Path) -> None:
    head = anchors.state_file(started, tmp_path / "state")
    people.put(started, PersonEntry(id="more", name="More"))  # the chain has grown since
    for steps in (b"\x00pending", b"\x00finished", b"\x00finished"):
        (tmp_path / "a.ots").write_bytes(ots(head.digest(), steps))
        assert anchors.keep_proof(started, tmp_path / "a.ots") == head
    (kept,) = anchors.anchors(started)
    assert base64.b64decode(kept.proof) == ots(head.digest(), b"\x00finished")
    assert (kept.size, kept.root, kept.time, kept.authority, kept.request) == (head.size, head.root, "", "", "")
    assert revised(started) == head.size + 3  # what was finished is one more version, the same again is none
    assert anchors.head_of(started, kept).head == head


def test_a_proof_answers_no_request(started: Journal, tmp_path: Path) -> None:
    head = anchors.state_file(started, tmp_path / "state")
    (tmp_path / "a.ots").write_bytes(ots(head.digest()))
    anchors.keep_proof(started, tmp_path / "a.ots")
    with refused(BadInput, started) as caught:
        anchors.answer(started, tmp_path / "a.ots")
    assert "No time stamp was asked for" in caught.value.message


HOSTILE = [
    b"", b"words", MAGIC, MAGIC + b"\x02\x08" + bytes(40), MAGIC + b"\x01\x02" + bytes(40),
    MAGIC + b"\x01\x08" + bytes(32), ots(bytes(32)), ots(bytes(32), bytes(1 << 15)), ots(bytes(32), bytes(1 << 17)),
    b"\xff" * 70000,
]  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE)
def test_what_is_no_proof_of_this_journal_is_not_kept(started: Journal, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.ots").write_bytes(data)
    with refused(BadInput, started):
        anchors.keep_proof(started, tmp_path / "a.ots")
    with refused(BadInput, started):
        anchors.keep_proof(started, tmp_path)
