"""The header: what a vault is and the slots that open it, as canonical JSON with a MAC, always in two copies."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from journal_app.errors import Damaged, JournalError, NewerFormat
from journal_app.i18n import pgettext
from journal_app.vault.keyslots import NONCE_BYTES, SALT_BYTES, WRAPPED_BYTES, KeyBytes, KeyCost, Slot, SlotKind, expand

FORMAT = "journal-vault"
VERSION = 1
LARGEST = 64 * 1024
MOST_SLOTS = 8
CHAIN_SEED_BYTES, DOCUMENT_SEED_BYTES = 32, 48
SEALED_SEEDS_BYTES = CHAIN_SEED_BYTES + DOCUMENT_SEED_BYTES + 16
LAST_GENERATION = 2**53 - 1  # the largest whole number every JSON reader keeps exactly (RFC 8259, section 6)
_DIGITS = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedSeeds:
    """The seeds of an earlier vault key's signers, kept for the vault key of now: AES-256-GCM nonce and ciphertext."""

    nonce: bytes
    wrapped: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What stands in ``header.json``: ``vault_id`` is 32 hexadecimal digits; ``generation`` grows with each change.

    ``seeds`` is there from the first change of the vault key on.
    """

    vault_id: str
    created: datetime
    generation: int
    slots: tuple[Slot, ...]
    seeds: SealedSeeds | None = None
    mac: bytes = b""

    @property
    def associated(self) -> bytes:
        """The header without slots, generation and MAC: bound into every slot, so that none fits another vault."""
        return canonical(self._identity())

    @property
    def needs_key_file(self) -> bool:
        """Whether the passphrase opens it only together with a key file."""
        return any(slot.key_file for slot in self.slots)

    @property
    def salt(self) -> bytes:
        """The salt of every key derived from the vault key: the vault's id."""
        return bytes.fromhex(self.vault_id)

    def next_generation(self, known: int) -> int:
        """Return the generation of the header that is written next, above this one and the latest ``known`` one."""
        return max(self.generation, known) + 1

    def derived(self, vault_key: KeyBytes, use: str, length: int) -> bytes:
        """Return the key of ``length`` bytes that follows from the vault key for one use."""
        return expand(vault_key, salt=self.salt, info=f"journal vault 1: {use}", length=length)

    def sealed(self, key: bytes) -> Header:
        """Return this header with its MAC under the header key."""
        return replace(self, mac=self._mac(key))

    def is_sealed_by(self, key: bytes) -> bool:
        """Say whether the MAC is the right one under the header key."""
        return hmac.compare_digest(self.mac, self._mac(key))

    def encode(self) -> bytes:
        """Return the bytes of the file."""
        return canonical({**self._content(), "mac": self.mac.hex()}) + b"\n"

    def _mac(self, key: bytes) -> bytes:
        return hmac.digest(key, canonical(self._content()), sha256)

    def _identity(self) -> dict[str, Any]:
        created = self.created.isoformat(timespec="seconds")
        return {"format": FORMAT, "version": VERSION, "vault": self.vault_id, "created": created}

    def _content(self) -> dict[str, Any]:
        slots = [_slot_plain(slot) for slot in self.slots]
        seeds = self.seeds
        kept = {} if seeds is None else {"seeds": {"nonce": seeds.nonce.hex(), "wrapped": seeds.wrapped.hex()}}
        return {**self._identity(), "generation": self.generation, "slots": slots, **kept}


def canonical(plain: dict[str, Any]) -> bytes:
    """Return plain JSON as the one sequence of bytes that stands for it: sorted keys, no spaces, UTF-8."""
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def decode(data: bytes) -> Header:
    """Read a header without deriving anything; every limit is checked before a key is.

    A second slot of one kind is refused, so that a header cannot ask for one derivation after another.

    Raises NewerFormat for a later version, Damaged for anything that is not a header this version writes.
    """
    if len(data) > LARGEST:
        raise _damaged()
    try:
        plain = json.loads(data)
        if isinstance(plain, dict) and plain.get("format") == FORMAT and _is_newer(plain.get("version")):
            raise _newer()
        header = _read(plain)
    except JournalError:
        raise
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        raise _damaged() from None
    if header.encode() != data:
        raise _damaged()
    return header


def _is_newer(version: object) -> bool:
    return isinstance(version, int) and version > VERSION


def _read(plain: dict[str, Any]) -> Header:
    created = datetime.fromisoformat(plain["created"])
    slots = plain["slots"]
    if not 1 <= len(slots) <= MOST_SLOTS or created.tzinfo is None:
        raise _damaged()
    generation = plain["generation"]
    if type(generation) is not int or not 1 <= generation <= LAST_GENERATION:
        raise _damaged()
    if len({slot["kind"] for slot in slots}) != len(slots):
        raise _damaged()
    return Header(
        vault_id=_hex(plain["vault"], 16).hex(),
        created=created,
        generation=generation,
        slots=tuple(_read_slot(slot) for slot in slots),
        seeds=_read_seeds(plain["seeds"]) if "seeds" in plain else None,
        mac=_hex(plain["mac"], 32),
    )


def _read_slot(plain: dict[str, Any]) -> Slot:
    kdf = plain["kdf"]
    cost = KeyCost(memory=int(kdf["memory"]), passes=int(kdf["passes"]), lanes=int(kdf["lanes"]))
    if kdf["name"] != "argon2id" or not cost.is_allowed:
        raise _damaged()
    kind = SlotKind(plain["kind"])
    key_file = "key_file" in plain
    if key_file and (plain["key_file"] is not True or kind is not SlotKind.PASSPHRASE):
        raise _damaged()
    return Slot(
        kind=kind,
        key_file=key_file,
        cost=cost,
        salt=_hex(kdf["salt"], SALT_BYTES),
        nonce=_hex(plain["nonce"], NONCE_BYTES),
        wrapped=_hex(plain["wrapped"], WRAPPED_BYTES),
    )


def _read_seeds(plain: dict[str, Any]) -> SealedSeeds:
    return SealedSeeds(nonce=_hex(plain["nonce"], NONCE_BYTES), wrapped=_hex(plain["wrapped"], SEALED_SEEDS_BYTES))


def _slot_plain(slot: Slot) -> dict[str, Any]:
    cost = slot.cost
    kdf = {
        "name": "argon2id", "memory": cost.memory, "passes": cost.passes, "lanes": cost.lanes,
        "salt": slot.salt.hex(),
    }  # fmt: skip
    plain = {"kind": slot.kind.value, "kdf": kdf, "nonce": slot.nonce.hex(), "wrapped": slot.wrapped.hex()}
    return {**plain, "key_file": True} if slot.key_file else plain


def _hex(text: str, length: int) -> bytes:
    if len(text) != 2 * length or not _DIGITS.issuperset(text):
        raise _damaged()
    return bytes.fromhex(text)


def _damaged() -> Damaged:
    message = pgettext("error", "The header of this journal cannot be read as it was saved; nothing was changed.")
    return Damaged(message, pgettext("error", "Open a backup of the journal."))


def _newer() -> NewerFormat:
    message = pgettext("error", "This journal was written by a newer version of the program; nothing was changed.")
    return NewerFormat(message, pgettext("error", "Update the program, then open the journal again."))
