"""A reading from outside is as agreed, or it is refused."""

from __future__ import annotations

from typing import Any

import pytest

from journal_app.domain.readings import (
    LONGEST_BLOCK,
    MOST_BLOCKS,
    MOST_CELLS,
    MOST_LETTERS,
    Block,
    Kind,
    Note,
    Reading,
    Source,
    plain_letters,
    problem_of,
    with_words,
)
from journal_app.domain.records import from_plain, to_plain
from journal_app.errors import BadInput

WHOLE = Reading(
    source=Source.MAIL,
    blocks=(
        Block(kind=Kind.FIELD, name="from", text="Ida"),
        Block(kind=Kind.PARAGRAPH, text="one\ntwo\tthree \u200d\u200f"),
        Block(kind=Kind.ROW, cells=("a", "b"), level=1),
        Block(kind=Kind.ATTACHMENT, name="Ida.png", media_type="image/png", size=3, sha256="a" * 64),
    ),
    notes=(Note.CUT,),
)


def test_a_reading_comes_through_its_plain_form() -> None:
    assert from_plain(Reading, to_plain(WHOLE)) == WHOLE
    assert problem_of(WHOLE) == ""
    assert WHOLE.text == "Ida\none\ntwo\tthree \u200d\u200f\na\tb\nIda.png"


def block(**values: Any) -> Reading:
    return Reading(source=Source.TEXT, blocks=(Block(**{"kind": Kind.PARAGRAPH, "text": "x", **values}),))


PART = Block(kind=Kind.PARAGRAPH, text="x" * LONGEST_BLOCK)


@pytest.mark.parametrize(
    ("reading", "problem"),
    [
        (Reading(source=Source.TEXT, blocks=(Block(kind=Kind.RULE),) * (MOST_BLOCKS + 1)), "count"),
        (Reading(source=Source.TEXT, notes=(Note.CUT,) * 50), "count"),
        (Reading(source=Source.TEXT, messages=-1), "count"),
        (Reading(source=Source.TEXT, blocks=(PART,) * (MOST_LETTERS // LONGEST_BLOCK + 1)), "length"),
        (block(text="x" * (LONGEST_BLOCK + 1)), "length"),
        (block(cells=("x" * (LONGEST_BLOCK + 1),)), "length"),
        (block(cells=("x",) * (MOST_CELLS + 1)), "length"),
        (block(level=7), "level"),
        (block(level=-1), "level"),
        (block(size=-1), "level"),
        (block(kind=Kind.FIELD, name="bcc"), "field"),
        (block(kind=Kind.ATTACHMENT), "digest"),
        (block(kind=Kind.ATTACHMENT, sha256="A" * 64), "digest"),
        (block(sha256="a" * 64), "digest"),
        *((block(text=f"a{letter}b"), "letters") for letter in "\x00\x07\r\x1b\x7f\x85\ud800\ufffe\ufdd0"),
        (block(name="a\x00"), "letters"),
        (block(cells=("a\x00",)), "letters"),
        (block(media_type="a\x00"), "letters"),
    ],
)
def test_a_reading_that_is_not_as_agreed_is_refused(reading: Reading, problem: str) -> None:
    assert problem_of(reading) == problem


@pytest.mark.parametrize(
    "plain",
    [
        {"source": "other"}, {"source": "text", "more": 1}, {"source": "text", "blocks": [{"kind": "script"}]},
        {"source": "text", "notes": ["x"]}, {"source": "text", "blocks": [{"kind": "rule", "text": 1}]}, [], "text",
    ],
)  # fmt: skip
def test_a_kind_that_is_not_on_the_list_is_refused(plain: object) -> None:
    with pytest.raises(BadInput):
        from_plain(Reading, plain)


def test_controls_go_and_line_ends_become_one_kind() -> None:
    assert plain_letters("a\r\nb\rc\x0b\x0cd\te\n") == "a\nb\ncd\te\n"


def test_every_word_of_a_file_can_be_replaced_and_nothing_else() -> None:
    swapped = with_words(WHOLE, str.upper)
    assert [each.text for each in swapped.blocks[:2]] == ["IDA", "ONE\nTWO\tTHREE \u200d\u200f"]
    assert swapped.blocks[2].cells == ("A", "B")
    assert (swapped.blocks[0].name, swapped.blocks[3].name) == ("from", "IDA.PNG")
    assert swapped.blocks[3].sha256 == "a" * 64
