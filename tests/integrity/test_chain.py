from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app import resources
from journal_app.integrity import chain
from journal_app.integrity.canonical import NotCanonical, canonical
from journal_app.integrity.chain import ChainMismatch, Frontier, Head, SignedHead, Tree

LEAVES = [hashlib.sha256(bytes([number])).digest() for number in range(64)]
ROOTS = [chain.root(LEAVES[:size]) for size in range(65)]
RFC = resources.read_json("formats/vectors/chain-rfc6962.json")
RFC_LEAVES = [hashlib.sha256(b"\x00" + bytes.fromhex(data)).digest() for data in RFC["data"]]
STORED = resources.read_json("formats/vectors/chain-revision.json")


def simple_root(leaves: Sequence[bytes]) -> bytes:
    """The definition of RFC 6962 section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(b"\x01" + simple_root(leaves[:half]) + simple_root(leaves[half:])).digest()


def head(**changes: Any) -> Head:
    plain = dict(STORED["head"])
    plain.pop("signature")
    return Head(**{**plain, **changes})


def test_every_size_to_64_has_the_root_of_the_definition() -> None:
    assert [simple_root(LEAVES[:size]) for size in range(65)] == ROOTS


def test_the_frontier_has_the_same_root_at_every_size() -> None:
    frontier = Frontier()
    for size, leaf in enumerate(LEAVES):
        assert (frontier.size, frontier.root()) == (size, ROOTS[size])
        assert Frontier.from_bytes(frontier.to_bytes()) == frontier
        frontier = frontier.append(leaf)
    assert frontier.root() == ROOTS[64]


def test_every_inclusion_proof_to_64() -> None:
    for size in range(1, 65):
        tree = Tree(LEAVES[:size])
        for index in range(size):
            proof = tree.inclusion_proof(index)
            chain.verify_inclusion(LEAVES[index], index, size, proof, ROOTS[size])


def test_every_consistency_proof_to_64() -> None:
    for second in range(1, 65):
        tree = Tree(LEAVES[:second])
        for first in range(1, second + 1):
            proof = tree.consistency_proof(first)
            chain.verify_consistency(first, ROOTS[first], second, ROOTS[second], proof)


@given(st.integers(1, 64), st.data())
def test_a_changed_inclusion_proof_is_found(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = list(chain.inclusion_proof(LEAVES, index, size))
    change = data.draw(st.sampled_from(["index", "size", "leaf", "longer", "shorter", "step", "root"]))
    arguments: list[Any] = [LEAVES[index], index, size, proof, ROOTS[size]]
    if change == "index":
        arguments[1] = data.draw(st.integers(-1, 70).filter(lambda other: other != index))
    elif change == "size":  # sizes that give the same path are told apart by the signed head, not by the proof
        arguments[2] = data.draw(st.sampled_from([index, 0, -1, 2**63, size << 7]))
    elif change == "leaf":
        arguments[0] = bytes(32)
    elif change == "longer":
        arguments[3] = [*proof, bytes(32)]
    elif change == "shorter" and proof:
        arguments[3] = proof[:-1]
    elif change == "step" and proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        arguments[3] = [*proof[:at], bytes(32), *proof[at + 1 :]]
    else:
        arguments[4] = bytes(32)
    with pytest.raises(ChainMismatch):
        chain.verify_inclusion(*arguments)


@given(st.integers(1, 64), st.data())
def test_a_changed_consistency_proof_is_found(second: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, second))
    proof = list(chain.consistency_proof(LEAVES, first, second))
    change = data.draw(st.sampled_from(["first root", "second root", "longer", "shorter", "step", "sizes"]))
    arguments: list[Any] = [first, ROOTS[first], second, ROOTS[second], proof]
    if change == "first root":
        arguments[1] = bytes(32)
    elif change == "longer":
        arguments[4] = [*proof, bytes(32)]
    elif change == "shorter" and proof:
        arguments[4] = proof[1:]
    elif change == "step" and proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        arguments[4] = [*proof[:at], bytes(32), *proof[at + 1 :]]
    elif change == "sizes":
        arguments[0] = data.draw(st.sampled_from([0, -1, second + 1]))
    else:
        arguments[3] = bytes(32)
    with pytest.raises(ChainMismatch):
        chain.verify_consistency(*arguments)


def test_a_missing_consistency_proof_is_found() -> None:
    with pytest.raises(ChainMismatch):
        chain.verify_consistency(3, ROOTS[3], 5, ROOTS[5], [])


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=200))
def test_frontier_and_tree_agree_for_any_leaves(leaves: list[bytes]) -> None:
    frontier = Frontier()
    for leaf in leaves:
        frontier = frontier.append(leaf)
    assert frontier.root() == chain.root(leaves) == simple_root(leaves)


@pytest.mark.parametrize("size", range(1, 9))
def test_rfc_6962_roots(size: int) -> None:
    assert chain.root(RFC_LEAVES[:size]).hex() == RFC["roots"][size - 1]


def test_rfc_6962_proofs() -> None:
    for vector in RFC["inclusion"]:
        proof = chain.inclusion_proof(RFC_LEAVES, vector["index"], vector["size"])
        assert [step.hex() for step in proof] == vector["proof"]
    for vector in RFC["consistency"]:
        proof = chain.consistency_proof(RFC_LEAVES, vector["first"], vector["second"])
        assert [step.hex() for step in proof] == vector["proof"]


@pytest.mark.parametrize("index", [-1, 3])
def test_a_proof_of_what_is_not_there_is_our_mistake(index: int) -> None:
    with pytest.raises(IndexError):
        chain.inclusion_proof(LEAVES[:3], index)


@pytest.mark.parametrize("first", [0, 4])
def test_a_consistency_proof_of_no_start_is_our_mistake(first: int) -> None:
    with pytest.raises(IndexError):
        chain.consistency_proof(LEAVES[:3], first)


def test_a_leaf_needs_its_salt() -> None:
    with pytest.raises(ValueError, match="salt"):
        chain.leaf_hash(b"short", b"{}")


@pytest.mark.parametrize("data", [b"", bytes(7), (1).to_bytes(8, "big"), bytes(8) + bytes(32), b"\xff" * 8])
def test_a_frontier_that_cannot_be_is_refused(data: bytes) -> None:
    with pytest.raises(ChainMismatch):
        Frontier.from_bytes(data)


def test_a_revision_is_stored_as_published() -> None:
    fields = ("kind", "record_id", "number", "action", "time", "timezone", "record")
    body = chain.revision_body(**{name: STORED[name] for name in fields})
    leaf = chain.leaf_hash(bytes.fromhex(STORED["salt"]), body)
    assert body.decode() == STORED["body"]
    assert leaf.hex() == STORED["leaf"]
    assert Frontier().append(leaf).append(leaf).append(leaf).to_bytes().hex() == STORED["frontier"]
    facts = chain.read_revision(body)
    assert {name: getattr(facts, name) for name in fields} == {name: STORED[name] for name in fields}


def test_a_head_is_signed_as_published() -> None:
    signed = SignedHead.from_plain(STORED["head"])
    assert signed.to_plain() == STORED["head"]
    assert signed.head.message().decode() == STORED["message"]
    assert signed.head.digest().hex() == STORED["digest"]


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "diary"},
        {"action": "burnt"},
        {"number": 0},
        {"time": "2026-11-23 18:00:00"},
        {"time": "2026-13-23T18:00:00Z"},
    ],
)
def test_a_revision_that_cannot_be_is_our_mistake(change: dict[str, Any]) -> None:
    right = {"kind": "incident", "record_id": "a", "number": 1, "action": "removed", "record": None}
    times = {"time": "2026-11-23T18:00:00Z", "timezone": "UTC"}
    assert chain.read_revision(chain.revision_body(**right, **times)).record is None  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="not a revision"):
        chain.revision_body(**{**right, **times, **change})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [{"format": 2}, {"number": True}, {"kind": 1}, {"time": "soon"}, {"extra": 1}, {"timezone": None}],
)
def test_a_body_of_another_form_is_refused(change: dict[str, Any]) -> None:
    plain = {"format": 1, "kind": "incident", "record_id": "a", "number": 1, "action": "created"}
    plain.update({"time": "2026-11-23T18:00:00Z", "timezone": "UTC", "record": {}})
    assert chain.read_revision(canonical(plain)).kind == "incident"
    with pytest.raises(NotCanonical):
        chain.read_revision(canonical({**plain, **change}))


@pytest.mark.parametrize("body", [b"[]", b"1", b"not", b"{}"])
def test_a_body_that_is_no_object_is_refused(body: bytes) -> None:
    with pytest.raises(NotCanonical):
        chain.read_revision(body)


@pytest.mark.parametrize(
    "change",
    [
        {"vault_id": "00"},
        {"vault_id": "Z" * 32},
        {"size": -1},
        {"size": True},
        {"size": 2**63},
        {"root": "a" * 63},
        {"root": 1},
        {"time": "2026-02-30T00:00:00Z"},
        {"time": 5},
        {"timezone": None},
        {"key": "A" * 64},
    ],
)
def test_a_head_that_cannot_be_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ChainMismatch):
        head(**change)


@pytest.mark.parametrize("plain", [None, {}, {**STORED["head"], "more": 1}, {**STORED["head"], "signature": "00"}])
def test_a_signed_head_that_cannot_be_is_refused(plain: object) -> None:
    with pytest.raises(ChainMismatch):
        SignedHead.from_plain(plain)


def test_every_field_of_a_head_is_signed() -> None:
    messages = {
        head().message(),
        head(size=4).message(),
        head(root="0" * 64).message(),
        head(vault_id="0" * 32).message(),
        head(time="2026-11-23T18:00:01Z").message(),
        head(timezone="UTC").message(),
        replace(head(), key="0" * 64).message(),
    }
    assert len(messages) == 7
    assert all(message.startswith(chain.HEAD_PREFIX) for message in messages)


def test_times_are_utc_with_whole_seconds() -> None:
    moment = datetime(2026, 11, 23, 19, 0, 0, 999_999, timezone(timedelta(hours=1)))
    assert chain.utc_text(moment) == "2026-11-23T18:00:00Z"
    assert chain.is_utc_text(chain.utc_text(datetime.now(UTC)))
    with pytest.raises(ValueError, match="time zone"):
        chain.utc_text(datetime(2026, 11, 23))  # noqa: DTZ001 - refused


def test_a_fingerprint_is_read_in_groups_of_four() -> None:
    assert chain.fingerprint_groups("0123456789abcdef") == ("0123", "4567", "89ab", "cdef")
