from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app import resources
from journal_app.errors import BadInput
from journal_app.integrity.canonical import MAX_DEPTH, NotCanonical, canonical, parse_canonical

TEXT = st.text(st.characters(codec="utf-8"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
VECTORS = resources.read_json("formats/vectors/canonical-values.json")["values"]
REFUSED = resources.read_json("formats/vectors/canonical-refused.json")["refused"]


@given(VALUES)
def test_what_was_written_reads_back(value: Any) -> None:
    data = canonical(value)
    assert parse_canonical(data) == value
    assert json.loads(data) == value


@given(st.dictionaries(TEXT, st.integers()))
def test_the_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    assert canonical(dict(reversed(value.items()))) == canonical(value)


@given(VALUES, st.data())
def test_any_other_bytes_are_refused_or_another_value(value: Any, data: st.DataObject) -> None:
    written = bytearray(canonical(value))
    at = data.draw(st.integers(0, len(written) - 1))
    written[at] ^= 1 << data.draw(st.integers(0, 7))
    try:
        other = parse_canonical(bytes(written))
    except NotCanonical:
        return
    assert canonical(other) == bytes(written) != canonical(value)


SPELLINGS: list[dict[str, Any]] = [
    {"ensure_ascii": ascii_only, "separators": (comma, colon), "sort_keys": in_order, "indent": indent}
    for ascii_only in (False, True)
    for comma, colon in ((",", ":"), (", ", ": "))
    for in_order in (False, True)
    for indent in (None, 1)
]


@given(VALUES, st.sampled_from(SPELLINGS), st.sampled_from(["{}", " {}", "{}\n", "{}{}", "\ufeff{}", "[{}", "{},"]))
def test_json_in_any_other_spelling_is_refused(value: Any, spelling: dict[str, Any], around: str) -> None:
    text = json.dumps(value, **spelling)
    data = around.replace("{}", text).encode()
    if data == canonical(value):
        assert parse_canonical(data) == value
    elif around == "{}{}" and text.isdecimal() and not text.startswith("0"):
        assert parse_canonical(data) == int(data)  # one number after the other is a third
    else:
        with pytest.raises(NotCanonical):
            parse_canonical(data)


@given(st.binary(max_size=60))
def test_bytes_are_refused_or_canonical(data: bytes) -> None:
    try:
        value = parse_canonical(data)
    except NotCanonical:
        return
    assert canonical(value) == data


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["canonical"][:24])
def test_published_values(vector: dict[str, Any]) -> None:
    assert canonical(vector["value"]).hex() == vector["canonical"]
    assert parse_canonical(bytes.fromhex(vector["canonical"])) == vector["value"]


def test_keys_sort_as_in_rfc_8785() -> None:
    value = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\x80": 6, "\u00f6": 7}
    assert list(json.loads(canonical(value)).values()) == [2, 4, 6, 7, 1, 5, 3]


@pytest.mark.parametrize("refused", REFUSED)
def test_refused_bytes(refused: str) -> None:
    with pytest.raises(NotCanonical):
        parse_canonical(bytes.fromhex(refused))


@pytest.mark.parametrize("data", [b"[" * 200_000, b"1" * 5000, b"[" * 64 + b"[1]" + b"]" * 64])
def test_too_deep_or_too_long_is_refused(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        parse_canonical(data)


@pytest.mark.parametrize("value", [1.0, float("nan"), {1: 2}, {None: 1}, b"x", {"a": {1.5}}, object()])
def test_other_types_are_our_mistake(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


def test_depth_is_limited() -> None:
    value: object = 1
    for _ in range(MAX_DEPTH):
        value = [value]
    assert parse_canonical(canonical(value)) == value
    with pytest.raises(ValueError, match="levels"):
        canonical([value])


@pytest.mark.parametrize("value", ["\ud800", {"\udfff": 1}])
def test_half_a_character_is_told_to_the_person(value: object) -> None:
    with pytest.raises(BadInput, match="half of a character"):
        canonical(value)
