"""Key slots: each wraps the one vault key with a key derived from a passphrase or the recovery key."""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from journal_app.errors import StorageTrouble
from journal_app.i18n import pgettext
from journal_app.vault.recovery import RecoveryKey

VAULT_KEY_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12
WRAPPED_BYTES = VAULT_KEY_BYTES + 16


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyCost:
    """What deriving a key costs by Argon2id (RFC 9106): KiB of memory, passes, lanes."""

    memory: int
    passes: int
    lanes: int

    @property
    def is_allowed(self) -> bool:
        """Whether a header may ask for it: 64 MiB to 1 GiB, 1 to 16 passes, 1 to 4 lanes."""
        return 65536 <= self.memory <= 1048576 and 1 <= self.passes <= 16 and 1 <= self.lanes <= 4


STANDARD_COST = KeyCost(memory=262144, passes=3, lanes=1)
FLOOR_COST = KeyCost(memory=65536, passes=1, lanes=1)


class SlotKind(StrEnum):
    """What opens a slot."""

    PASSPHRASE = "passphrase"  # noqa: S105 - the name of a slot, not a secret
    RECOVERY = "recovery-key"


@dataclass(frozen=True, slots=True, repr=False)
class WithKeyFile:
    """A passphrase that counts only together with a key file; ``digest`` is the file's SHA-256, 32 bytes."""

    passphrase: str
    digest: bytes

    def __repr__(self) -> str:
        return "WithKeyFile(...)"


Secret = str | WithKeyFile | RecoveryKey
KeyBytes = bytes | bytearray | memoryview  # a key as it is drawn, unwrapped, or held


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One wrapping of the vault key: how its key is derived, and the AES-256-GCM nonce and ciphertext.

    ``key_file`` says that a passphrase opens it only together with the key file.
    """

    kind: SlotKind
    key_file: bool = False
    cost: KeyCost
    salt: bytes
    nonce: bytes
    wrapped: bytes


def passphrase_bytes(passphrase: str) -> bytes:
    """Return a passphrase as bytes: Unicode NFC, UTF-8, so that the same letters always give the same key."""
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")


def kind_of(secret: Secret) -> SlotKind:
    """Return the kind of slot that ``secret`` may open."""
    return SlotKind.RECOVERY if isinstance(secret, RecoveryKey) else SlotKind.PASSPHRASE


def wrap(vault_key: KeyBytes, secret: Secret, *, cost: KeyCost, associated: bytes) -> Slot:
    """Wrap the vault key for what will open it; ``associated`` is the header without its slots.

    Raises StorageTrouble where there is not enough memory to derive the key.
    """
    kind, key_file = kind_of(secret), isinstance(secret, WithKeyFile)
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    bound = _bound(kind, associated, key_file=key_file)
    wrapped = AESGCM(_derive(secret, salt, cost)).encrypt(nonce, bytes(vault_key), bound)
    return Slot(kind=kind, key_file=key_file, cost=cost, salt=salt, nonce=nonce, wrapped=wrapped)


def unwrap(slot: Slot, secret: Secret, *, associated: bytes) -> bytearray | None:
    """Return the vault key of ``slot``, or None where ``secret`` does not open it.

    Nothing is derived for a secret of another kind, or where the slot needs a key file and none is given. A key file
    that the slot does not need is left out. Raises StorageTrouble where there is not enough memory to derive the key.
    """
    has_file = isinstance(secret, WithKeyFile)
    if slot.kind is not kind_of(secret) or (slot.key_file and not has_file):
        return None
    if isinstance(secret, WithKeyFile) and not slot.key_file:
        secret = secret.passphrase
    key = _derive(secret, slot.salt, slot.cost)
    try:
        bound = _bound(slot.kind, associated, key_file=slot.key_file)
        return bytearray(AESGCM(key).decrypt(slot.nonce, slot.wrapped, bound))
    except InvalidTag:
        return None


def expand(vault_key: KeyBytes, *, salt: bytes, info: str, length: int) -> bytes:
    """Derive a key for one use from the vault key: HKDF-SHA256 (RFC 5869), ``info`` names the use."""
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info.encode()).derive(bytes(vault_key))


def _bound(kind: SlotKind, associated: bytes, *, key_file: bool) -> bytes:
    return kind.value.encode() + (b"+key-file" if key_file else b"") + b"\0" + associated


def _derive(secret: Secret, salt: bytes, cost: KeyCost) -> bytes:
    if isinstance(secret, WithKeyFile):
        both = _stretched(passphrase_bytes(secret.passphrase), salt, cost) + secret.digest
        return expand(both, salt=salt, info="journal vault 1: key file", length=32)
    return _stretched(secret.raw if isinstance(secret, RecoveryKey) else passphrase_bytes(secret), salt, cost)


def _stretched(raw: bytes, salt: bytes, cost: KeyCost) -> bytes:
    try:
        return hash_secret_raw(raw, salt, cost.passes, cost.memory, cost.lanes, 32, Type.ID)
    except HashingError:  # all numbers are within the limits, so this is the memory
        message = pgettext("error", "There is not enough free memory to open the journal; nothing was changed.")
        advice = pgettext("error", "Close other programs, then try again; it needs {size} MB.")
        raise StorageTrouble(message, advice.format(size=cost.memory // 1024)) from None
