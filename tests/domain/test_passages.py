"""Passages: added and taken away by lines, and nothing else of a text changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.domain.passages import one_line, passages, with_passage, without_passage

texts = st.text(st.sampled_from("ab é\u2029\u00a0\t\n🏠"), max_size=20)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()),
        (" \n\n", ()),
        ("the blue  house\n\nby\u00a0the canal ", ("the blue house", "by the canal")),
        ("one\ntwo\none", ("one", "two")),
    ],
)
def test_each_line_with_words_is_a_passage(text: str, found: tuple[str, ...]) -> None:
    assert passages(text) == found


def test_a_passage_stands_on_a_line_of_its_own() -> None:
    assert with_passage("", "the\nhouse") == "the house"
    assert with_passage("mine", "the house") == "mine\nthe house"
    assert with_passage("mine\n", "the house") == "mine\nthe house"
    assert with_passage("the  house", "the house") == "the  house"
    assert without_passage("mine \n the  house\nmore", "the house") == "mine \nmore"
    assert without_passage("mine\n\n", " ") == "mine\n\n"


@given(texts, texts)
def test_what_was_written_stays_letter_for_letter(text: str, passage: str) -> None:
    after = with_passage(text, passage)
    assert after.startswith(text)
    words = one_line(passage)
    assert not words or words in passages(after)
    taken = without_passage(after, passage)
    assert words not in passages(taken)
    kept = [line for line in text.split("\n") if not words or one_line(line) != words]
    assert [line for line in taken.split("\n") if line] == [line for line in kept if line]


@given(texts, texts)
def test_doing_it_twice_changes_nothing_more(text: str, passage: str) -> None:
    once = with_passage(text, passage)
    assert with_passage(once, passage) == once
    gone = without_passage(text, passage)
    assert without_passage(gone, passage) == gone
