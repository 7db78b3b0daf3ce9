"""The beginning of an OpenTimestamps proof: read where it is one of the known version, refused otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.integrity.calendar_proof import LARGEST_PROOF, MAGIC, proved_digest

DIGEST = bytes(range(32))
# Made with python-opentimestamps 0.4.5 for the file b"hello\n" with one pending attestation, to compare the form.
MADE = bytes.fromhex(
    "004f70656e54696d657374616d7073000050726f6f6600bf89e2e884e89294"
    "01085891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"
    "0083dfe30d2ef90c8e" + "1a19" + b"https://example.invalid/c".hex()
)


def test_the_digest_of_a_proof_is_the_one_of_its_file() -> None:
    from hashlib import sha256

    assert proved_digest(MADE) == sha256(b"hello\n").digest()


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=1, max_size=200))
def test_every_digest_comes_back(digest: bytes, steps: bytes) -> None:
    assert proved_digest(MAGIC + b"\x01\x08" + digest + steps) == digest


@given(st.binary(max_size=200))
def test_nothing_else_is_taken_for_one(data: bytes) -> None:
    assert proved_digest(data) is None


@pytest.mark.parametrize("length", range(len(MAGIC) + 35))
def test_what_is_cut_off_is_refused(length: int) -> None:
    assert proved_digest(MADE[:length]) is None


@pytest.mark.parametrize("place", range(len(MAGIC) + 2))
def test_every_byte_of_the_beginning_counts(place: int) -> None:
    altered = bytearray(MADE)
    altered[place] ^= 1
    assert proved_digest(bytes(altered)) is None


@pytest.mark.parametrize("operation", [0x02, 0x03, 0x67, 0xF0, 0xFF, 0x00])
def test_other_ways_to_hash_are_refused(operation: int) -> None:
    assert proved_digest(MAGIC + bytes((1, operation)) + DIGEST + b"\x00") is None


def test_one_that_is_too_large_is_refused() -> None:
    whole = MAGIC + b"\x01\x08" + DIGEST
    assert proved_digest(whole + bytes(LARGEST_PROOF - len(whole))) == DIGEST
    assert proved_digest(whole + bytes(LARGEST_PROOF - len(whole) + 1)) is None
