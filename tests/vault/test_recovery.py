from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.errors import BadInput
from journal_app.vault.recovery import ALPHABET, RecoveryKey

RAW = st.binary(min_size=20, max_size=20)


@given(RAW)
def test_a_key_survives_being_written_down(raw: bytes) -> None:
    key = RecoveryKey(raw)
    assert [len(group) for group in key.groups] == [4] * 8 + [2]
    assert RecoveryKey.parse(key.text) == key


@given(RAW, st.data())
def test_a_key_is_read_as_people_type_it(raw: bytes, draw: st.DataObject) -> None:
    twins = {"0": "0Oo", "1": "1IiLl"}
    typed = ""
    for letter in RecoveryKey(raw).text:
        typed += draw.draw(st.sampled_from(["", "", " ", "-", "\n", "\u00a0"]))
        typed += draw.draw(st.sampled_from(twins.get(letter, letter + letter.lower())))
    assert RecoveryKey.parse(typed).raw == raw


@given(RAW, st.integers(0, 33), st.sampled_from(ALPHABET))
def test_one_wrong_character_shows(raw: bytes, place: int, letter: str) -> None:
    plain = "".join(RecoveryKey(raw).groups)
    wrong = plain[:place] + letter + plain[place + 1 :]
    if wrong != plain:
        with pytest.raises(BadInput):
            RecoveryKey.parse(wrong)


@given(RAW, st.integers(0, 31), st.integers(0, 31))
def test_two_swapped_characters_show(raw: bytes, one: int, two: int) -> None:
    letters = list("".join(RecoveryKey(raw).groups))
    if letters[one] != letters[two]:
        letters[one], letters[two] = letters[two], letters[one]
        with pytest.raises(BadInput):
            RecoveryKey.parse("".join(letters))


@given(st.text(max_size=60))
def test_any_other_text_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        RecoveryKey.parse(text + "!")
    assert caught.value.source == caught.value.field == ""


def test_new_keys_differ_and_hide_themselves() -> None:
    one, two = RecoveryKey.new(), RecoveryKey.new()
    assert one != two
    assert len(one.raw) == 20
    assert repr(one) == "RecoveryKey(...)"
