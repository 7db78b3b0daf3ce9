"""SLIP-39 as far as the vault uses it, for the vectors: an own reading of its text, one group, any two of three.

Of the library that the program uses only the list of words is read, which is part of the standard.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from importlib import resources

WORDS = (resources.files("shamir_mnemonic") / "wordlist.txt").read_text("utf-8").split()
CUSTOM = b"shamir_extendable"
GENERATORS = (
    0xE0E040, 0x1C1C080, 0x3838100, 0x7070200, 0xE0E0009, 0x1C0C2412, 0x38086C24, 0x3090FC48, 0x21B1F890, 0x3F3F120,
)  # fmt: skip
SECRET_AT, DIGEST_AT = 255, 254


def multiplied(a: int, b: int) -> int:
    """In the field of 256 elements of Rijndael."""
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a = a << 1 ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return product


def inverse(a: int) -> int:
    return next(b for b in range(256) if multiplied(a, b) == 1)


def on_the_line(one: tuple[int, bytes], two: tuple[int, bytes], x: int) -> bytes:
    """The value at ``x`` of the polynomial of degree 1 through two points, byte by byte."""
    (x1, y1), (x2, y2) = one, two
    span = inverse(x1 ^ x2)
    first, second = multiplied(x ^ x2, span), multiplied(x ^ x1, span)
    return bytes(multiplied(a, first) ^ multiplied(b, second) for a, b in zip(y1, y2, strict=True))


def checksum(values: list[int]) -> int:
    state = 1
    for value in [*CUSTOM, *values]:
        top = state >> 20
        state = (state & 0xFFFFF) << 10 ^ value
        for bit, generator in enumerate(GENERATORS):
            state ^= generator if top >> bit & 1 else 0
    return state


def encrypted(secret: bytes) -> bytes:
    """Four rounds of Feistel with PBKDF2, no passphrase; the salt of an extendable share is empty."""
    left, right = secret[: len(secret) // 2], secret[len(secret) // 2 :]
    for number in range(4):
        mask = hashlib.pbkdf2_hmac("sha256", bytes([number]), right, 2500, dklen=len(right))
        left, right = right, bytes(a ^ b for a, b in zip(left, mask, strict=True))
    return right + left


def shares(
    secret: bytes,
    drawn: Callable[[str, int], bytes],
    *,
    exponent: int = 0,
    threshold: int = 2,
    groups: int = 1,
    extendable: int = 1,
) -> list[str]:
    """Return three shares; one that names an ``exponent`` is not stretched by it, for none is ever to be read."""
    hidden = encrypted(secret)
    filling = drawn("share filling", len(secret) - 4)
    digest = hmac.digest(filling, hidden, "sha256")[:4] + filling
    identifier = int.from_bytes(drawn("share identifier", 2), "big") >> 1
    made = []
    for index in range(3):
        value = on_the_line((DIGEST_AT, digest), (SECRET_AT, hidden), index)
        # 15 bits of identifier, extendable, 4 of exponent; group, its threshold and count, index, threshold: 4 each.
        head = (identifier << 5 | extendable << 4 | exponent) << 20
        head |= 0 << 16 | 0 << 12 | (groups - 1) << 8 | index << 4 | (threshold - 1)
        count = -(-8 * len(value) // 10)
        whole = head << 10 * count | int.from_bytes(value, "big")
        digits = [whole >> 10 * place & 1023 for place in reversed(range(4 + count))]
        check = checksum([*digits, 0, 0, 0]) ^ 1
        digits += [check >> 10 * place & 1023 for place in (2, 1, 0)]
        made.append(" ".join(WORDS[digit] for digit in digits))
    return made
