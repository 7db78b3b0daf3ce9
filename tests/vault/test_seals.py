from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.vault.seals import KEY_BYTES, Seals

KEY = bytes(range(KEY_BYTES))
SEALS = Seals(KEY, "ab" * 16)


@given(st.binary(max_size=300), st.text(alphabet="abc ", max_size=9))
def test_what_is_closed_opens_for_its_use_alone(data: bytes, use: str) -> None:
    sealed = SEALS.close(use, data)
    assert SEALS.open(use, sealed) == data
    assert SEALS.open(use + "x", sealed) is None
    assert Seals(KEY, "cd" * 16).open(use, sealed) is None
    assert Seals(bytes(KEY_BYTES), "ab" * 16).open(use, sealed) is None
    assert SEALS.close(use, data) != sealed


@given(st.data())
def test_any_flipped_bit_shows(draw: st.DataObject) -> None:
    sealed = bytearray(SEALS.close("use", b"what was kept"))
    sealed[draw.draw(st.integers(0, len(sealed) - 1))] ^= 1 << draw.draw(st.integers(0, 7))
    assert SEALS.open("use", bytes(sealed)) is None


@pytest.mark.parametrize("sealed", [b"", b"x", bytes(12), bytes(28)])
def test_what_is_too_short_does_not_open(sealed: bytes) -> None:
    assert SEALS.open("use", sealed) is None


@given(st.binary(max_size=300))
def test_a_mark_belongs_to_its_data_and_use(data: bytes) -> None:
    mark = SEALS.mark("use", data)
    assert SEALS.is_marked("use", data, mark)
    assert not SEALS.is_marked("use", data + b"x", mark)
    assert not SEALS.is_marked("other", data, mark)
    assert not SEALS.is_marked("use", data, "é" + mark[1:])
    assert not Seals(bytes(KEY_BYTES), "ab" * 16).is_marked("use", data, mark)
