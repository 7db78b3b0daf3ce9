"""Seals: what a vault writes beside its database, so that only the holder of its key can have written it."""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 64  # 32 for AES-256-GCM, 32 for HMAC-SHA256
_NONCE = 12


class Seals:
    """Closes and opens small pieces of data under the key of one vault; each carries the use it was made for."""

    def __init__(self, key: bytes, vault_id: str) -> None:
        """Take ``KEY_BYTES`` of key; ``vault_id`` is 32 hexadecimal digits."""
        self._cipher = AESGCM(key[:32])
        self._mac = key[32:]
        self._vault = bytes.fromhex(vault_id)

    def close(self, use: str, data: bytes) -> bytes:
        """Return ``data`` encrypted and authenticated: nonce (12 bytes), ciphertext, tag (16 bytes)."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._cipher.encrypt(nonce, data, self._bound(use))

    def open(self, use: str, sealed: bytes) -> bytes | None:
        """Return what was closed for this use; None where it is not what this vault closed."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], self._bound(use))
        except (InvalidTag, ValueError):
            return None

    def mark(self, use: str, data: bytes) -> str:
        """Return the mark of ``data``, which stays readable: 64 hexadecimal digits."""
        return hmac.digest(self._mac, self._bound(use) + data, sha256).hex()

    def is_marked(self, use: str, data: bytes, mark: str) -> bool:
        """Say whether ``mark`` is the one this vault gave to ``data``."""
        return hmac.compare_digest(mark.encode(), self.mark(use, data).encode())

    def _bound(self, use: str) -> bytes:
        return f"journal {use}\0".encode() + self._vault
