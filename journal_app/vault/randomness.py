"""Random choices, for salts and for what a person keeps secret; nothing outside the vault draws them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence


def key_file() -> bytes:
    """Return the content of a new key file: 64 random bytes."""
    return secrets.token_bytes(64)


def salt() -> bytes:
    """Return 16 random bytes."""
    return secrets.token_bytes(16)


def choose(words: Sequence[str], count: int) -> tuple[str, ...]:
    """Return ``count`` words drawn independently and evenly from ``words``."""
    return tuple(secrets.choice(words) for _ in range(count))


def one_of(count: int) -> int:
    """Return a number from 0 to ``count - 1``, each as likely as the others."""
    return secrets.randbelow(count)
