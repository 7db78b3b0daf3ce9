from __future__ import annotations

import resource
import subprocess
import sys
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal_app.vault import keyslots
from journal_app.vault.keyslots import FLOOR_COST, STANDARD_COST, KeyCost, SlotKind, WithKeyFile
from journal_app.vault.recovery import RecoveryKey

SLOW = settings(max_examples=5, deadline=None)
KEY = bytes(range(32))


@SLOW
@given(st.binary(min_size=32, max_size=32), st.text(min_size=1), st.binary())
def test_a_passphrase_opens_its_slot_and_no_other_does(key: bytes, passphrase: str, associated: bytes) -> None:
    slot = keyslots.wrap(key, passphrase, cost=FLOOR_COST, associated=associated)
    assert slot.kind is SlotKind.PASSPHRASE
    assert keyslots.unwrap(slot, passphrase, associated=associated) == bytearray(key)
    assert keyslots.unwrap(slot, passphrase + "x", associated=associated) is None
    assert keyslots.unwrap(slot, passphrase, associated=associated + b"x") is None


def test_a_recovery_key_opens_its_slot() -> None:
    recovery = RecoveryKey.new()
    slot = keyslots.wrap(KEY, recovery, cost=FLOOR_COST, associated=b"")
    assert slot.kind is SlotKind.RECOVERY
    assert keyslots.unwrap(slot, recovery, associated=b"") == bytearray(KEY)
    assert keyslots.unwrap(slot, RecoveryKey.new(), associated=b"") is None


@SLOW
@given(st.text(min_size=1), st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_a_key_file_is_needed_with_the_passphrase(passphrase: str, digest: bytes, other: bytes) -> None:
    slot = keyslots.wrap(KEY, WithKeyFile(passphrase, digest), cost=FLOOR_COST, associated=b"")
    assert (slot.kind, slot.key_file) == (SlotKind.PASSPHRASE, True)
    assert keyslots.unwrap(slot, WithKeyFile(passphrase, digest), associated=b"") == bytearray(KEY)
    assert (keyslots.unwrap(slot, WithKeyFile(passphrase, other), associated=b"") is None) == (digest != other)
    assert keyslots.unwrap(slot, WithKeyFile(passphrase + "x", digest), associated=b"") is None
    assert keyslots.unwrap(slot, passphrase, associated=b"") is None
    # Nor does the same slot open as one that says it needs no file: it is bound to needing one.
    assert keyslots.unwrap(replace(slot, key_file=False), passphrase, associated=b"") is None


def test_a_key_file_that_is_not_needed_is_left_out() -> None:
    slot = keyslots.wrap(KEY, "words", cost=FLOOR_COST, associated=b"")
    assert keyslots.unwrap(slot, WithKeyFile("words", bytes(32)), associated=b"") == bytearray(KEY)
    assert repr(WithKeyFile("words", bytes(32))) == "WithKeyFile(...)"


def test_nothing_is_derived_for_a_secret_that_cannot_open(monkeypatch: pytest.MonkeyPatch) -> None:
    with_file = keyslots.wrap(KEY, WithKeyFile("words", bytes(32)), cost=FLOOR_COST, associated=b"")
    recovery = keyslots.wrap(KEY, RecoveryKey.new(), cost=FLOOR_COST, associated=b"")

    def derived(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(keyslots, "hash_secret_raw", derived)
    assert keyslots.unwrap(with_file, "words", associated=b"") is None
    assert keyslots.unwrap(with_file, RecoveryKey.new(), associated=b"") is None
    assert keyslots.unwrap(recovery, "words", associated=b"") is None


def test_two_slots_of_one_passphrase_have_nothing_in_common() -> None:
    one, two = (keyslots.wrap(KEY, "words", cost=FLOOR_COST, associated=b"") for _ in range(2))
    assert one.salt != two.salt
    assert one.nonce != two.nonce
    assert one.wrapped != two.wrapped


@given(st.text())
def test_the_same_letters_give_the_same_bytes(text: str) -> None:
    assert keyslots.passphrase_bytes(text) == keyslots.passphrase_bytes(unicodedata.normalize("NFD", text))


def test_half_a_character_is_a_passphrase_too() -> None:
    assert keyslots.passphrase_bytes("\ud800") == b"\xed\xa0\x80"


@pytest.mark.parametrize(
    ("cost", "allowed"),
    [
        (STANDARD_COST, True),
        (FLOOR_COST, True),
        (KeyCost(memory=1048576, passes=16, lanes=4), True),
        (KeyCost(memory=65535, passes=1, lanes=1), False),
        (KeyCost(memory=1048577, passes=1, lanes=1), False),
        (KeyCost(memory=65536, passes=0, lanes=1), False),
        (KeyCost(memory=65536, passes=17, lanes=1), False),
        (KeyCost(memory=65536, passes=1, lanes=0), False),
        (KeyCost(memory=65536, passes=1, lanes=5), False),
    ],
)
def test_the_limits_of_the_cost(cost: KeyCost, *, allowed: bool) -> None:
    assert cost.is_allowed is allowed


def test_the_standard_cost_is_what_was_settled() -> None:
    assert KeyCost(memory=262144, passes=3, lanes=1) == STANDARD_COST


def test_expanding_is_hkdf() -> None:
    """RFC 5869, appendix A, test case 1."""
    made = keyslots.expand(
        bytes([0x0B] * 22), salt=bytes(range(13)), info=bytes(range(0xF0, 0xFA)).decode("latin-1"), length=42
    )
    assert len(made) == 42
    plain = keyslots.expand(bytes([0x0B] * 22), salt=b"", info="", length=42)  # test case 3
    assert plain.hex() == ("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8")


TOO_LITTLE = """
import resource
from journal_app.errors import StorageTrouble
from journal_app.vault.keyslots import KeyCost, wrap
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + (128 << 20),) * 2)
try:
    wrap(bytes(32), "words", cost=KeyCost(memory=1048576, passes=1, lanes=1), associated=b"")
except StorageTrouble as error:
    print(error)
"""


def test_too_little_memory_is_said_so() -> None:
    assert resource.RLIM_INFINITY in resource.getrlimit(resource.RLIMIT_AS)
    done = subprocess.run([sys.executable, "-c", TOO_LITTLE], capture_output=True, text=True, check=True)
    assert "1024 MB" in done.stdout
