from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from journal_app.errors import Damaged, NewerFormat
from journal_app.vault import header as headers
from journal_app.vault.header import Header
from journal_app.vault.keyslots import FLOOR_COST, KeyCost, Slot, SlotKind

COSTS = st.builds(KeyCost, memory=st.integers(65536, 1048576), passes=st.integers(1, 16), lanes=st.integers(1, 4))


def slots(kind: SlotKind) -> st.SearchStrategy[Slot]:
    return st.builds(
        Slot, kind=st.just(kind), cost=COSTS, salt=st.binary(min_size=16, max_size=16),
        nonce=st.binary(min_size=12, max_size=12), wrapped=st.binary(min_size=48, max_size=48),
    )  # fmt: skip


ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
HEADERS = st.builds(
    Header,
    vault_id=st.binary(min_size=16, max_size=16).map(bytes.hex),
    created=st.datetimes(timezones=ZONES).map(lambda time: time.replace(microsecond=0)),
    generation=st.integers(1, headers.LAST_GENERATION),
    slots=st.one_of(slots(SlotKind.PASSPHRASE).map(lambda slot: (slot,)), st.tuples(*map(slots, SlotKind))),
    mac=st.binary(min_size=32, max_size=32),
)
SLOT = Slot(kind=SlotKind.PASSPHRASE, cost=FLOOR_COST, salt=bytes(16), nonce=bytes(12), wrapped=bytes(48))
ONE = Header(vault_id="00" * 16, created=datetime(2026, 1, 1, tzinfo=UTC), generation=1, slots=(SLOT,)).sealed(b"key")


@given(HEADERS)
def test_a_header_comes_back(header: Header) -> None:
    assert headers.decode(header.encode()) == header


@given(HEADERS, st.binary(max_size=32), st.binary(max_size=32))
def test_the_mac_covers_all(header: Header, key: bytes, other: bytes) -> None:
    sealed = header.sealed(key)
    assert sealed.is_sealed_by(key)
    assert sealed.is_sealed_by(other) is (key.rstrip(b"\0") == other.rstrip(b"\0"))  # HMAC fills a short key with zeros
    for changed in (
        replace(sealed, generation=sealed.generation + 1),
        replace(sealed, slots=sealed.slots[:-1]),
        replace(sealed, created=sealed.created.replace(second=(sealed.created.second + 1) % 60)),
        replace(sealed, vault_id=sealed.vault_id[::-1] + "0"),
    ):
        assert not changed.is_sealed_by(key)


@given(HEADERS, st.data())
def test_any_flipped_bit_shows(header: Header, draw: st.DataObject) -> None:
    sealed = header.sealed(b"key")
    data = bytearray(sealed.encode())
    bit = draw.draw(st.integers(0, len(data) * 8 - 1))
    data[bit // 8] ^= 1 << bit % 8
    try:
        found = headers.decode(bytes(data))
    except (Damaged, NewerFormat):
        return
    assert not found.is_sealed_by(b"key")


@given(st.binary(max_size=400))
@example(b"[" * 60_000)
@example(b'{"a":' * 10_000)
@example(b" " * (headers.LARGEST + 1))
@example(ONE.encode().decode().encode("utf-16"))
@example(b"\xef\xbb\xbf" + ONE.encode())
def test_any_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(Damaged):
        headers.decode(data)


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)
PLACES = [
    "vault", "created", "generation", "slots", "mac", "slots/kind", "slots/kdf", "slots/nonce", "slots/wrapped",
    "slots/kdf/name", "slots/kdf/memory", "slots/kdf/passes", "slots/kdf/lanes", "slots/kdf/salt",
]  # fmt: skip


@given(ANY_JSON, st.sampled_from(PLACES))
def test_any_other_value_anywhere_is_refused(value: object, place: str) -> None:
    plain = json.loads(ONE.encode())
    *way, last = place.split("/")
    inner = plain
    for step in way:
        inner = inner[step][0] if step == "slots" else inner[step]
    if value == inner[last]:
        return
    inner[last] = value
    data = headers.canonical(plain) + b"\n" if not _has_half(value) else b""
    try:
        found = headers.decode(data)
    except Damaged:
        return
    assert found.encode() == data
    assert not found.is_sealed_by(b"key")


def _has_half(value: object) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def test_refusing_is_quick() -> None:
    hostile = ONE.encode().replace(b'"memory":65536', b'"memory":4194304')
    before = time.process_time()
    for _ in range(20):
        with pytest.raises(Damaged):
            headers.decode(hostile)
    assert time.process_time() - before < 20 * 0.05


def test_a_newer_version_is_named_whatever_else_it_holds() -> None:
    with pytest.raises(NewerFormat):
        headers.decode(b'{"format":"journal-vault","version":7,"anything":[]}')
