from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import verifier_samples as samples

from journal_app.dossier import timestamps
from journal_app.errors import BadInput

DIGEST = hashlib.sha256(b"a chain head").digest()
ASKED = timestamps.request(DIGEST, 0xFEDCBA9876543210)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> samples.Authority:
    if shutil.which("openssl") is None:
        pytest.skip("the openssl command is not installed")
    return samples.Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def answer(authority: samples.Authority) -> bytes:
    return authority.answer(ASKED)


def test_a_request_is_small_and_holds_only_the_digest() -> None:
    assert len(ASKED) <= 72
    assert DIGEST in ASKED
    assert timestamps.request(DIGEST, 0xFEDCBA9876543210) == ASKED
    assert timestamps.requested_digest(ASKED) == DIGEST


@pytest.mark.usefixtures("authority")
def test_openssl_reads_the_request(tmp_path: Path) -> None:
    (tmp_path / "a.tsq").write_bytes(ASKED)
    command = ["openssl", "ts", "-query", "-in", "a.tsq", "-text"]
    text = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert "Hash Algorithm: sha256" in text
    assert "Certificate required: yes" in text
    assert "FEDCBA9876543210" in text


@pytest.mark.parametrize(("digest", "nonce"), [(b"short", 1), (DIGEST, -1), (DIGEST, 1 << 64)])
def test_a_request_that_cannot_be_is_our_mistake(digest: bytes, nonce: int) -> None:
    with pytest.raises(ValueError, match="64 bits"):
        timestamps.request(digest, nonce)


def test_an_answer_is_read(answer: bytes) -> None:
    facts = timestamps.read_answer(ASKED, answer)
    assert abs(facts.time - datetime.now(UTC)) < timedelta(minutes=10)
    assert facts.time.tzinfo is UTC
    assert re.fullmatch(r"CN=[^=]*Test-Time[^=]*", facts.authority), "as the recipient's check writes it"
    assert facts.serial > 0
    assert facts.policy == "1.2.3.4.1"


def test_openssl_agrees(authority: samples.Authority, answer: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.tsq").write_bytes(ASKED)
    (tmp_path / "a.tsr").write_bytes(answer)
    assert authority.accepts(tmp_path / "a.tsq", tmp_path / "a.tsr")
    assert not authority.accepts(tmp_path / "a.tsq", Path("/dev/null"))


@pytest.mark.parametrize(
    "other", [timestamps.request(DIGEST, 1), timestamps.request(bytes(32), 0xFEDCBA9876543210)], ids=["nonce", "digest"]
)
def test_an_answer_to_another_request_is_refused(answer: bytes, other: bytes) -> None:
    with pytest.raises(BadInput, match="another request") as found:
        timestamps.read_answer(other, answer)
    assert found.value.field == "answer"


def test_an_altered_answer_is_refused(answer: bytes) -> None:
    with pytest.raises(BadInput, match="what its issuer signed"):
        timestamps.read_answer(ASKED, answer[:-1] + bytes([answer[-1] ^ 1]))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_flipped_bit_changes_what_is_read(answer: bytes, data: st.DataObject) -> None:
    altered = bytearray(answer)
    altered[data.draw(st.integers(0, len(answer) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    right = timestamps.read_answer(ASKED, answer)
    try:
        found = timestamps.read_answer(ASKED, bytes(altered))
    except BadInput:
        return
    # The certificate itself is not checked here, so its unsigned parts may differ; what was signed may not.
    assert (found.time, found.serial, found.policy) == (right.time, right.serial, right.policy)


@given(st.binary(max_size=200))
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput):
        timestamps.read_answer(ASKED, content)
    with pytest.raises(BadInput):
        timestamps.read_answer(content, content)


def test_a_refusal_of_the_authority_is_told() -> None:
    with pytest.raises(BadInput, match="rejection"):
        timestamps.read_answer(ASKED, bytes.fromhex("30053003020102"))


def test_an_answer_larger_than_any_is_refused() -> None:
    with pytest.raises(BadInput, match="too large"):
        timestamps.read_answer(ASKED, bytes(timestamps.MAX_ANSWER + 1))


def test_a_request_of_another_program_is_refused() -> None:
    with pytest.raises(BadInput, match="request of this program") as found:
        timestamps.requested_digest(samples.without_nonce(ASKED))
    assert found.value.field == "request"
