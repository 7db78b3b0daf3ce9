"""Shares of a recovery key: two of three give it back, nothing else does, and a slip is told from a wrong sheet."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal_app import resources
from journal_app.errors import BadInput
from journal_app.vault import shares
from journal_app.vault.recovery import RecoveryKey

VECTORS: dict[str, Any] = resources.read_json("formats/vectors/vault-shares.json")
FEW = settings(max_examples=25, deadline=None)
raws = st.binary(min_size=20, max_size=20)


@FEW
@given(raws)
def test_any_two_give_the_key_and_one_gives_nothing(raw: bytes) -> None:
    made = shares.split(RecoveryKey(raw))
    assert [len(each.split()) for each in made] == [shares.WORDS] * shares.COUNT
    assert all(shares.is_share(each) for each in made)
    for two in itertools.permutations(made, 2):
        assert shares.read("\n".join(two)).raw == raw
    assert shares.read("\n\n".join(made)).raw == raw
    for one in made:
        with pytest.raises(BadInput, match="alone opens nothing"):
            shares.read(one)


@FEW
@given(raws, st.integers(0, 22), st.integers(0, 1023))
def test_every_other_word_shows(raw: bytes, place: int, other: int) -> None:
    """Three words of a checksum: RS1024 finds any slip in up to three words."""
    one, two, _ = shares.split(RecoveryKey(raw))
    words = one.split()
    if words[place] == shares.WORDLIST[other]:
        return
    words[place] = shares.WORDLIST[other]
    with pytest.raises(BadInput, match="words of sheet 2 are not complete"):
        shares.read(f"{two}\n{' '.join(words)}")


def test_one_share_says_nothing_of_the_key() -> None:
    """For each value one share could have, every key is as likely: a second share of any value fits it."""
    counted = [0] * 256
    for _ in range(2_000):
        one = shares.Share.from_mnemonic(shares.split(RecoveryKey(bytes(20)))[0])
        counted[one.value[5]] += 1
    assert max(counted) < 40  # 7.8 is the mean; a share that shows the key would put all into one


@pytest.mark.parametrize("case", VECTORS["keys"], ids=lambda case: case["raw"][:8])
def test_the_vectors(case: dict[str, Any]) -> None:
    for two in itertools.combinations(case["shares"], 2):
        for lines in (two, [line.upper() for line in two], [short(line) for line in two]):
            assert shares.read("\n".join(lines)).raw.hex() == case["raw"]


def short(line: str) -> str:
    return "  ".join(word[:4] for word in line.split())


@pytest.mark.parametrize("case", VECTORS["refused"], ids=lambda case: case["why"])
def test_what_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        shares.read("\n".join(case["lines"]))


def test_a_third_sheet_of_another_time_does_no_harm_and_a_fourth_is_too_many() -> None:
    key = RecoveryKey.new()
    one, two, three = shares.split(key)
    other = shares.split(RecoveryKey.new())
    assert shares.read(f"{one}\n{other[0]}\n{three}").raw == key.raw
    with pytest.raises(BadInput, match="do not belong together"):
        shares.read("\n".join((one, two, three, other[0])))
    with pytest.raises(BadInput, match="do not belong together"):
        shares.read(f"{other[0]}\n{two}")


def test_one_sheet_typed_twice_is_told_as_that() -> None:
    one, *_ = shares.split(RecoveryKey.new())
    with pytest.raises(BadInput, match="the same sheet"):
        shares.read(f"{one}\n  {one.upper()}")


def test_a_recovery_key_is_read_as_before() -> None:
    key = RecoveryKey.new()
    assert shares.read(f" {key.text.lower()}\n").raw == key.raw
    assert not shares.is_share(key.text)
    with pytest.raises(BadInput, match="not a complete recovery key"):
        shares.read("nothing like it")
