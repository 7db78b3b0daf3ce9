"""Passphrases: words to suggest, and an honest word about the strength of one that was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from zxcvbn import zxcvbn

from journal_app import resources
from journal_app.vault import randomness, recovery, shares

WORDS = 5
_LONGEST_JUDGED = 72
# Guesses an attacker needs, by zxcvbn (Wheeler 2016): below the first it is weak, from the second on strong.
FAIR_FROM, STRONG_FROM = 10**10, 10**14


class Strength(StrEnum):
    """How hard a passphrase is to guess."""

    WEAK = "weak"
    FAIR = "fair"
    STRONG = "strong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A strength, and the same as a share of a bar from 0 to 100."""

    strength: Strength
    percent: int


def suggest() -> str:
    """Return five random words, about 64 bits."""
    words = resources.read_text("words/english.txt").split()
    return " ".join(randomness.choose(words, WORDS))


def random_group(count: int) -> int:
    """Return which of ``count`` groups of a recovery key is asked for."""
    return randomness.one_of(count)


def same_group(typed: str, group: str) -> bool:
    """Say whether a group typed from the sheet is the one asked for; letters that look alike count as the same."""
    return recovery.as_written(typed) == recovery.as_written(group)


def is_share(text: str) -> bool:
    """Say whether a line is meant as a share of a recovery key, so that a second one is needed."""
    return shares.is_share(text)


def judge(passphrase: str, known: Sequence[str] = ()) -> Judged:
    """Judge a passphrase; ``known`` are words somebody who knows the person would try."""
    if not passphrase:
        return Judged(strength=Strength.WEAK, percent=0)
    guesses = float(zxcvbn(passphrase[:_LONGEST_JUDGED], user_inputs=list(known))["guesses_log10"])
    percent = max(4, min(100, round(guesses / 18 * 100)))
    if guesses < len(str(FAIR_FROM)) - 1:
        return Judged(strength=Strength.WEAK, percent=percent)
    strong = guesses >= len(str(STRONG_FROM)) - 1
    return Judged(strength=Strength.STRONG if strong else Strength.FAIR, percent=percent)
