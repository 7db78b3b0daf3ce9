"""Characters that steer: what of them is left in names, in words, and in what a terminal is given."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from journal_app.domain.controls import closed, is_directional, undirected, unsteering

DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
texts = st.text(alphabet=f"{DIRECTIONS}ab\n\u2028\tא", max_size=30)


def test_what_steers_direction_is_all_that_unicode_names() -> None:
    kinds = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    named = {chr(code) for code in range(0x110000) if unicodedata.bidirectional(chr(code)) in kinds}
    assert named | {"\u061c", "\u200e", "\u200f"} == set(DIRECTIONS)
    assert {chr(code) for code in range(0x110000) if is_directional(chr(code))} == set(DIRECTIONS)


def test_a_name_is_shown_in_the_order_in_which_it_is_written() -> None:
    assert undirected("annex\u202egpj.exe") == "annexgpj.exe"
    assert undirected("\u200f\u2067דנה\u2069 (1)") == "דנה (1)"


def test_a_terminal_is_not_steered() -> None:
    for letter in (*DIRECTIONS, *map(chr, (*range(9), *range(11, 32), *range(127, 160)))):
        assert unsteering(f"a{letter}b\n\tc") == "a\ufffdb\n\tc"


def test_a_direction_ends_with_its_line() -> None:
    assert closed("a\u202eb\nc") == "a\u202eb\u202c\nc"
    assert closed("\u2067a \u202bb\u2069 c\u202c\u2069") == "\u2067a \u202bb\u202c\u2069 c"
    assert closed("\u202a\u2067b\u202cc") == "\u202a\u2067bc\u2069\u202c"
    assert closed("a\u202e\u2028b") == "a\u202e\u202c\u2028b"
    assert closed("\u200fa\u200e") == "\u200fa\u200e"


@given(texts)
def test_everything_that_is_opened_is_closed_and_nothing_else_is(text: str) -> None:
    found = closed(text)
    assert undirected(found) == undirected(text)
    assert closed(found) == found
    for line in found.replace("\u2028", "\n").split("\n"):
        waiting = []
        for letter in line:
            if letter in "\u202a\u202b\u202d\u202e":
                waiting.append("\u202c")
            elif letter in "\u2066\u2067\u2068":
                waiting.append("\u2069")
            elif letter in "\u202c\u2069":
                assert waiting.pop() == letter
        assert waiting == []
