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


def test_a_group_typed_from_the_sheet_may_be_written_in_any_way() -> None:
    assert passphrases.same_group("o1Lk", "011K")
    assert not passphrases.same_group("0112", "0113")


def test_the_strength_grows_with_the_words() -> None:
    found = [passphrases.judge(text) for text in ("tree", "tree under lamp", "tree under lamp by quiet harbour 7")]
    assert [judged.strength for judged in found] == [Strength.WEAK, Strength.FAIR, Strength.STRONG]
    assert found[0].percent < found[1].percent < found[2].percent <= 100
    assert passphrases.judge("a" * 5000).percent <= 100
