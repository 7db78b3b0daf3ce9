"""Passphrases: words to suggest, and an honest word about the strength of one that was chosen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from journal_app import resources
from journal_app.i18n import language_in_use
from journal_app.services import people
from journal_app.services.journal import Journal
from journal_app.vault import randomness, recovery, shares

# The words suggested in a language, and how many: 64 bits in English and 73 in Spanish, whose list is shorter.
SUGGESTED = {"en": ("words/english.txt", 5), "es": ("words/spanish.txt", 7)}
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
    """Return random words of the language of the window, in English where there are none of it."""
    name, count = SUGGESTED.get(language_in_use().partition("-")[0], SUGGESTED["en"])
    return " ".join(randomness.choose(resources.read_text(name).split(), count))


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
    guesses = _guesses(passphrase[:_LONGEST_JUDGED], known)
    percent = max(4, min(100, round(guesses / 18 * 100)))
    if guesses < len(str(FAIR_FROM)) - 1:
        return Judged(strength=Strength.WEAK, percent=percent)
    strong = guesses >= len(str(STRONG_FROM)) - 1
    return Judged(strength=Strength.STRONG if strong else Strength.FAIR, percent=percent)


def judge_in(journal: Journal, passphrase: str) -> Judged:
    """Judge a passphrase for a journal: its names are words that somebody who knows the person would try."""
    return judge(passphrase, [name for person in people.facts(journal) for name in (person.name, person.pseudonym)])


def _guesses(passphrase: str, known: Sequence[str]) -> float:
    """Return the power of ten of the guesses it takes.

    Asked in two steps, because the library's own call keeps the known words for as long as the program runs: it puts
    them among its dictionaries, which all callers share. They take 13 MiB, and a passphrase is judged on few days.
    """
    from zxcvbn import matching, scoring

    words = {part: None for text in known for part in _words_of(text)}
    dictionaries = {**matching.RANKED_DICTIONARIES, "known": matching.build_ranked_dict(list(words))}
    matches = matching.omnimatch(passphrase, dictionaries)
    return float(scoring.most_guessable_match_sequence(passphrase, matches)["guesses_log10"])


def _words_of(text: str) -> list[str]:
    """Return a name as it would be tried: whole, without its spaces, and each of its words."""
    lower = text.lower()
    words = [each for each in re.split(r"[\W_]+", lower) if len(each) > 1]
    return [lower, "".join(words), *words] if words else []
