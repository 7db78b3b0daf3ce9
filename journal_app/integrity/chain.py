"""The chain: every revision is a leaf of one growing Merkle tree, as in RFC 6962 and RFC 9162."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any

from journal_app.errors import DamageFound
from journal_app.i18n import pgettext
from journal_app.integrity.canonical import NotCanonical, canonical, parse_canonical

SALT_BYTES = 16
HASH_BYTES = 32
MAX_SIZE = 2**62
"""More revisions than any journal holds; a size above it is refused before any arithmetic."""
HEAD_PREFIX = b"journal chain head v1\n"
"""Stands before the signed bytes, so that a signature over a head can never be one over anything else."""
BODY_FORMAT = 1
KINDS = frozenset(
    {
        "incident", "impact", "private-note", "person", "person-note", "relationship", "evidence", "match",
        "study", "complaint", "complaint-log", "complaint-points", "redaction", "custody", "anchor",
    }
)  # fmt: skip
ACTIONS = frozenset({"created", "revised", "removed", "restored"})

# No hour 24: whether the library below takes it as midnight is another answer in another version of Python.
_TIME = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z")
_HEX = re.compile(r"[0-9a-f]+")


class ChainMismatch(DamageFound):
    """A proof does not lead to the head it should lead to, or a head is not what was signed."""


def leaf_hash(salt: bytes, body: bytes) -> bytes:
    """Return the leaf of a revision: SHA-256 of a zero byte, the 16-byte ``salt`` and ``body``.

    The salt keeps anybody who sees a leaf from guessing a short body (RFC 6962 section 2.1 has no salt; here the
    salted bytes stand in the place of its entry).
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes")
    return hashlib.sha256(b"\x00" + salt + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node (RFC 6962 section 2.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """The Merkle tree over ``leaves`` (32-byte leaf hashes); built once in O(n), then proofs cost O(log n)."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self._levels = [list(leaves)]
        while len(self._levels[-1]) > 1:
            below = self._levels[-1]
            level = [node_hash(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)]
            if len(below) % 2:  # without a partner a node moves up unchanged; this is the tree of RFC 6962
                level.append(below[-1])
            self._levels.append(level)

    @property
    def size(self) -> int:
        """The number of leaves."""
        return len(self._levels[0])

    def root(self) -> bytes:
        """Return the root hash; that of no leaves is the SHA-256 of nothing."""
        return self._levels[-1][0] if self.size else hashlib.sha256(b"").digest()

    def inclusion_proof(self, index: int) -> tuple[bytes, ...]:
        """Return the hashes that lead from leaf ``index`` to the root, lowest first (RFC 9162 section 2.1.3.1)."""
        if not 0 <= index < self.size:
            raise IndexError(index)
        proof = []
        for level in self._levels[:-1]:
            sibling = index ^ 1
            if sibling < len(level):
                proof.append(level[sibling])
            index >>= 1
        return tuple(proof)

    def consistency_proof(self, first: int) -> tuple[bytes, ...]:
        """Return the hashes that show that this tree grew from its first ``first`` leaves (RFC 9162 2.1.4.1)."""
        if not 0 < first <= self.size:
            raise IndexError(first)
        start, end, whole, proof = 0, self.size, True, []
        while first != end:
            split = start + (1 << (end - start - 1).bit_length() - 1)
            if first <= split:
                proof.append(self._hash(split, end))
                end = split
            else:
                proof.append(self._hash(start, split))
                start, whole = split, False
        if not whole:
            proof.append(self._hash(start, end))
        return tuple(reversed(proof))

    def _hash(self, start: int, end: int) -> bytes:
        level = (end - start - 1).bit_length()
        return self._levels[level][start >> level]


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root hash of the tree over ``leaves``."""
    return Tree(leaves).root()


def inclusion_proof(leaves: Sequence[bytes], index: int, size: int | None = None) -> tuple[bytes, ...]:
    """Return the inclusion proof of leaf ``index`` in the tree over the first ``size`` leaves (default: all)."""
    return Tree(leaves[:size]).inclusion_proof(index)


def consistency_proof(leaves: Sequence[bytes], first: int, size: int | None = None) -> tuple[bytes, ...]:
    """Return the proof that the first ``first`` leaves are the start of the first ``size`` leaves (default: all)."""
    return Tree(leaves[:size]).consistency_proof(first)


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected_root: bytes) -> None:
    """Check that ``leaf`` is number ``index`` (from 0) of ``size`` leaves under ``expected_root``.

    The algorithm of RFC 9162 section 2.1.3.2. Raises ChainMismatch where it is not.
    """
    if not 0 <= index < size <= MAX_SIZE:
        raise _mismatch()
    found = leaf
    for sibling, stands_left in _path(index, size - 1, proof):
        found = node_hash(sibling, found) if stands_left else node_hash(found, sibling)
    if found != expected_root:
        raise _mismatch()


def verify_consistency(first: int, first_root: bytes, second: int, second_root: bytes, proof: Sequence[bytes]) -> None:
    """Check that the tree of ``first`` leaves is the start of the tree of ``second`` leaves.

    The algorithm of RFC 9162 section 2.1.4.2. Raises ChainMismatch where it is not.
    """
    if not 0 < first <= second <= MAX_SIZE:
        raise _mismatch()
    if first == second:
        if proof or first_root != second_root:
            raise _mismatch()
        return
    hashes = list(proof)
    if first.bit_count() == 1:  # the first tree is itself a node of the second, so the proof leaves it out
        hashes.insert(0, first_root)
    if not hashes:
        raise _mismatch()
    shared = (first ^ (first - 1)).bit_length() - 1  # levels below which both trees are the same
    old = new = hashes[0]
    for step, stands_left in _path((first - 1) >> shared, (second - 1) >> shared, hashes[1:]):
        if stands_left:
            old = node_hash(step, old)
        new = node_hash(step, new) if stands_left else node_hash(new, step)
    if old != first_root or new != second_root:
        raise _mismatch()


def _path(at: int, last: int, proof: Sequence[bytes]) -> list[tuple[bytes, bool]]:
    """Pair each hash of ``proof`` with whether it stands on the left, on the way from node ``at`` to the root."""
    lefts = []
    while last:
        if at & 1 or at == last:
            lefts.append(True)
            while not at & 1 and at:  # moved up unchanged, without a partner
                at, last = at >> 1, last >> 1
        else:
            lefts.append(False)
        at, last = at >> 1, last >> 1
    if len(lefts) != len(proof):
        raise _mismatch()
    return list(zip(proof, lefts, strict=True))


@dataclass(frozen=True)
class Frontier:
    """The right edge of a growing tree: enough to append and to know the root, in O(log n).

    ``peaks`` are the roots of the complete subtrees, largest first: one for each bit set in ``size``.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def append(self, leaf: bytes) -> Frontier:
        """Return the frontier after ``leaf`` was appended."""
        peaks, size = list(self.peaks), self.size
        while size & 1:
            leaf, size = node_hash(peaks.pop(), leaf), size >> 1
        return Frontier(self.size + 1, (*peaks, leaf))

    def root(self) -> bytes:
        """Return the root of the tree so far."""
        if not self.peaks:
            return root(())
        found = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            found = node_hash(peak, found)
        return found

    def to_bytes(self) -> bytes:
        """Return the stored form: the size in 8 bytes, big-endian, then the peaks."""
        return self.size.to_bytes(8, "big") + b"".join(self.peaks)

    @classmethod
    def from_bytes(cls, data: bytes) -> Frontier:
        """Return the frontier stored in ``data``; raises ChainMismatch where it cannot be one."""
        size, rest = int.from_bytes(data[:8], "big"), data[8:]
        if len(data) < 8 or size > MAX_SIZE or len(rest) != HASH_BYTES * size.bit_count():
            raise _mismatch()
        return cls(size, tuple(rest[at : at + HASH_BYTES] for at in range(0, len(rest), HASH_BYTES)))


@dataclass(frozen=True)
class Head:
    """The state of a chain at one moment.

    ``vault_id`` is 32 hexadecimal digits; ``size`` counts the leaves; ``root`` is the root hash in hexadecimal;
    ``time`` is ISO 8601 in UTC with whole seconds (``2026-11-23T18:00:00Z``) by the clock of the computer;
    ``timezone`` the IANA name the computer was set to; ``key`` the Ed25519 public key in hexadecimal.
    """

    vault_id: str
    size: int
    root: str
    time: str
    timezone: str
    key: str

    def __post_init__(self) -> None:
        right = (
            _is_hex(self.vault_id, 16)
            and _is_hex(self.root, HASH_BYTES)
            and _is_hex(self.key, 32)
            and type(self.size) is int
            and 0 <= self.size <= MAX_SIZE
            and is_utc_text(self.time)
            and isinstance(self.timezone, str)
        )
        if not right:
            raise _mismatch()

    def message(self) -> bytes:
        """Return the bytes that are signed: a fixed prefix and the canonical fields."""
        return HEAD_PREFIX + canonical(asdict(self))

    def digest(self) -> bytes:
        """Return the SHA-256 of ``message()``: what a time stamp is asked for."""
        return hashlib.sha256(self.message()).digest()


@dataclass(frozen=True)
class SignedHead:
    """A head and its Ed25519 signature (RFC 8032) over ``head.message()``, in hexadecimal."""

    head: Head
    signature: str

    def __post_init__(self) -> None:
        if not _is_hex(self.signature, 64):
            raise _mismatch()

    def to_plain(self) -> dict[str, Any]:
        """Return the plain JSON form: the fields of the head and ``signature``."""
        return {**asdict(self.head), "signature": self.signature}

    @classmethod
    def from_plain(cls, plain: object) -> SignedHead:
        """Return the signed head written as ``plain``; raises ChainMismatch where it cannot be one."""
        names = {field.name for field in fields(Head)}
        if not isinstance(plain, dict) or set(plain) != names | {"signature"}:
            raise _mismatch()
        return cls(Head(**{name: plain[name] for name in names}), plain["signature"])


@dataclass(frozen=True)
class RevisionFacts:
    """What the body of a revision says; ``record`` is its plain form, or None where it was removed."""

    kind: str
    record_id: str
    number: int
    action: str
    time: str
    timezone: str
    record: Any


def revision_body(
    *, kind: str, record_id: str, number: int, action: str, time: str, timezone: str, record: object
) -> bytes:
    """Return the canonical body of one revision.

    ``number`` counts the revisions of this record from 1; ``time`` has the form of ``Head.time``; ``record`` is
    the plain form of the record, or None where it is removed. Raises ValueError for an unknown kind or action,
    or another form of time: these are ours, never the person's.
    """
    if kind not in KINDS or action not in ACTIONS or number < 1 or not is_utc_text(time):
        raise ValueError(f"not a revision: {kind} {number} {action} {time}")
    facts = RevisionFacts(kind, record_id, number, action, time, timezone, record)
    return canonical({"format": BODY_FORMAT, **{field.name: getattr(facts, field.name) for field in fields(facts)}})


def read_revision(body: bytes) -> RevisionFacts:
    """Return what ``body`` says; raises NotCanonical where it is not a revision of this format."""
    plain = parse_canonical(body)
    names = [field.name for field in fields(RevisionFacts)]
    right = (
        isinstance(plain, dict)
        and set(plain) == {"format", *names}
        and plain["format"] == BODY_FORMAT
        and all(isinstance(plain[name], str) for name in ("kind", "record_id", "action", "timezone"))
        and type(plain["number"]) is int
        and is_utc_text(plain["time"])
    )
    if not right:
        message = pgettext("error", "A saved revision does not have the form this program writes.")
        raise NotCanonical(message, pgettext("error", "Use another copy of it."))
    return RevisionFacts(**{name: plain[name] for name in names})


def utc_text(moment: datetime) -> str:
    """Return ``moment`` (aware) as the chain writes a time: UTC, whole seconds, ``Z``."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def is_utc_text(text: object) -> bool:
    """Tell whether ``text`` is a time as the chain writes it."""
    if not isinstance(text, str) or not _TIME.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def fingerprint_groups(digest: str) -> tuple[str, ...]:
    """Return a digest in hexadecimal as groups of four characters, as it is printed and read aloud."""
    return tuple(digest[at : at + 4] for at in range(0, len(digest), 4))


def _is_hex(text: object, size: int) -> bool:
    return isinstance(text, str) and len(text) == 2 * size and _HEX.fullmatch(text) is not None


def _mismatch() -> ChainMismatch:
    message = pgettext("error", "The chain does not fit together: something in it was damaged, changed or left out.")
    advice = pgettext("error", "Compare it with another copy, and keep both as they are.")
    return ChainMismatch(message, advice)
