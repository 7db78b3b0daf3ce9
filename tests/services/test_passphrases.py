"""Passphrases: suggestions are strong, and weak ones are called weak."""

from __future__ import annotations

from journal_app.services import passphrases
from journal_app.services.passphrases import Strength


def test_a_suggestion_is_strong_and_never_the_same() -> None:
    first, second = passphrases.suggest(), passphrases.suggest()
    assert first != second
    assert len(first.split()) == passphrases.WORDS
    assert passphrases.judge(first).strength is Strength.STRONG


def test_strength_is_told_honestly() -> None:
    assert passphrases.judge("").percent == 0
    assert passphrases.judge("password").strength is Strength.WEAK
    assert passphrases.judge("Ana Keller", ["Ana", "Keller"]).strength is Strength.WEAK
    assert passphrases.random_group(8) in range(8)
