"""The recovery key: 160 random bits that a person can copy by hand and type back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from journal_app.errors import BadInput
from journal_app.i18n import pgettext

KEY_BYTES = 20
GROUP = 4
GROUPS = 8
CHECK = 2
# Douglas Crockford, "Base 32": no I, L, O, U; I and L are read as 1, O as 0.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MODULUS = 32**CHECK - 3  # 1021, the largest prime below 32**2: every slip of one character and every
# swap of two shows; of all other slips, one in 1,021 does not


def as_written(typed: str) -> str:
    """Return letters and digits as the sheet has them: no spaces or hyphens, O as 0, I and L as 1."""
    return "".join(typed.upper().split()).replace("-", "").translate(str.maketrans("OIL", "011"))


@dataclass(frozen=True, slots=True, repr=False)
class RecoveryKey:
    """A recovery key: ``raw`` is 20 random bytes. It never appears in a repr, a log or an error."""

    raw: bytes

    @classmethod
    def new(cls) -> RecoveryKey:
        """Draw a new recovery key."""
        return cls(secrets.token_bytes(KEY_BYTES))

    @classmethod
    def parse(cls, text: str) -> RecoveryKey:
        """Read a key as typed: any case, spaces and hyphens anywhere, O for 0, I and L for 1.

        Raises BadInput where it is not complete or its two check characters do not fit, so that a slip of the
        hand is told from a wrong key before anything is derived.
        """
        plain = as_written(text)
        if len(plain) != GROUP * GROUPS + CHECK or any(letter not in ALPHABET for letter in plain):
            raise _not_a_key()
        number = _number(plain[:-CHECK])
        if _check(number) != plain[-CHECK:]:
            raise _not_a_key()
        return cls(number.to_bytes(KEY_BYTES, "big"))

    @property
    def groups(self) -> tuple[str, ...]:
        """The key as eight groups of four characters and one of two check characters."""
        number = int.from_bytes(self.raw, "big")
        letters = _letters(number, GROUP * GROUPS) + _check(number)
        return tuple(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))

    @property
    def text(self) -> str:
        """The key as it is printed: groups joined by hyphens."""
        return "-".join(self.groups)

    def __repr__(self) -> str:
        return "RecoveryKey(...)"


def _letters(number: int, count: int) -> str:
    return "".join(ALPHABET[number >> (5 * place) & 31] for place in reversed(range(count)))


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number << 5 | ALPHABET.index(letter)
    return number


def _check(number: int) -> str:
    return _letters(number % _MODULUS, CHECK)


def _not_a_key() -> BadInput:
    message = pgettext("error", "This is not a complete recovery key, or there is a slip in it; nothing was changed.")
    advice = pgettext("error", "Compare it with the sheet, group by group, then try again.")
    return BadInput(message, advice)
