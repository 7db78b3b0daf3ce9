"""Folding: the short way, word by word, tells the same of any text as looking at the whole of it."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from journal_app.store import folding

# What meets in a text and acts on its neighbours: accents that stand alone, letters in pieces, ligatures, a sigma that
# ends a word, half and full forms, signs of Hebrew, blanks of every kind, letters that no space parts.
_ODD = "aZ09_-'’ \n\t\u00a0\u2003\u3000\u0301\u0345\u00a8"
_ODD += "éñÅøßﬁἀΣσςЁй\u0306\u05d0\u05b0\u0640\uff21\uff3f①½İıkªʼ\u200d中かé"
_TEXTS = st.text(st.sampled_from(_ODD), max_size=12) | st.text(max_size=20)
_LATIN = re.compile("[\u00c0-\u024f\u1e00-\u1eff]+")


def _as_a_whole(text: str) -> bool:
    """Say the same as ``is_found_as_it_is``, by one look at all of the text."""
    known = text
    if not folding.UNSPACED.search(text):
        apart = _LATIN.sub(lambda letters: unicodedata.normalize("NFD", letters[0]), text.lower())
        known = re.sub("(?<=[a-z])[\u0300-\u036f]+", "", apart)
    return re.findall(r"\w+", known) == re.findall(r"\w+", folding.folded(text))


@given(_TEXTS)
@example("ΟΔΟΣ οδος")
@example("a \u0301b")
@example("é ªʼ é")
@example("中 Zeit")
def test_word_by_word_is_as_the_whole(text: str) -> None:
    assert folding.is_found_as_it_is(text) == _as_a_whole(text)


@given(st.lists(_TEXTS, max_size=4))
def test_a_space_parts_what_is_folded(texts: list[str]) -> None:
    assert folding.folded(" ".join(texts)) == " ".join(map(folding.folded, texts))
