"""Passphrases: suggestions are strong, and weak ones are called weak."""

from __future__ import annotations

from gettext import NullTranslations
from math import log2

import pytest
from zxcvbn import matching, zxcvbn

from journal_app import resources
from journal_app.domain.people import PersonEntry
from journal_app.i18n import Words, _Chosen
from journal_app.services import passphrases, people
from journal_app.services.journal import Journal
from journal_app.services.passphrases import Strength


@pytest.mark.parametrize(("language", "count"), [("en", 5), ("en-GB", 5), ("es", 7), ("xx", 5)])
def test_a_suggestion_is_strong_and_never_the_same(language: str, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_Chosen, "words", Words(language, NullTranslations()))
    first, second = passphrases.suggest(), passphrases.suggest()
    assert first != second
    words = first.split()
    assert len(words) == count
    assert set(words) <= set(resources.read_text(f"words/{'spanish' if language == 'es' else 'english'}.txt").split())
    assert passphrases.judge(first).strength is Strength.STRONG


def test_a_suggestion_is_as_hard_to_guess_in_every_language() -> None:
    """Each word is drawn anew from all of its list, so the bits are those of the list times the words."""
    bits = {}
    for language, (name, count) in passphrases.SUGGESTED.items():
        words = resources.read_text(name).split()
        assert len(set(words)) == len(words)
        bits[language] = count * log2(len(words))
    assert min(bits.values()) == bits["en"]
    assert bits["en"] == pytest.approx(64.6, abs=0.05)
    assert bits["es"] == pytest.approx(73.6, abs=0.05)


def test_spanish_words_are_typed_on_any_keyboard_and_told_apart_by_their_beginning() -> None:
    """A letter with a mark may be typed in several ways, or left out on paper: then it would not open again."""
    words = resources.read_text("words/spanish.txt").split()
    assert [each for each in words if not each.isascii() or not each.isalpha() or each != each.lower()] == []
    assert len({each[:4] for each in words}) == len(words)
    assert {"abuso", "aborto", "terapia", "trauma", "muerte"} & set(words) == set()


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


@pytest.mark.parametrize("text", ["a", "password", "tree under lamp", "Tuesday Sessions 2024", "x" * 72, "aaaa bbbb"])
def test_without_known_words_it_is_judged_as_the_library_does(text: str) -> None:
    assert passphrases._guesses(text, ()) == pytest.approx(float(zxcvbn(text)["guesses_log10"]))


def test_names_in_the_journal_are_words_that_would_be_tried(empty: Journal) -> None:
    typed = ("Zorvanka Quillhorst", "zorvanka quillhorst", "quillhorstzorvanka", "Zorvanka7", "Brightmoor Zorvanka")
    before = [passphrases.judge_in(empty, text).percent for text in typed]
    people.put(empty, PersonEntry(id="x", name="Dr. Zorvanka Quillhorst", pseudonym="Brightmoor"))
    after = [passphrases.judge_in(empty, text) for text in typed]
    assert all(judged.percent < percent for judged, percent in zip(after, before, strict=True))
    assert {judged.strength for judged in after} == {Strength.WEAK}


def test_nothing_known_is_left_with_the_library(empty: Journal) -> None:
    people.put(empty, PersonEntry(id="x", name="Zorvanka Quillhorst"))
    passphrases.judge_in(empty, "Zorvanka and the lamp")
    passphrases.judge("Quillhorst", ["Quillhorst"])
    assert not any({"zorvanka", "quillhorst"} & set(words) for words in matching.RANKED_DICTIONARIES.values())


def test_the_librarys_own_call_would_leave_them_there() -> None:
    """The control: what the test above looks for is found where the library is asked as it wants to be."""
    zxcvbn("Quillhorst", user_inputs=["Quillhorst"])
    assert "quillhorst" in matching.RANKED_DICTIONARIES["user_inputs"]
    zxcvbn("x", user_inputs=[])
