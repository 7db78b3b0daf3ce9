"""Words as they are found in whatever way they are written: beside the index, for the texts that need it.

The index itself takes a letter with its accents for the bare one in Latin script alone. A text with letters that it
takes for others, or an entry in which they stand in pieces, has its folded form in a table of its own.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from journal_app.store.database import Database

# Accents, the points of Hebrew and the vowel signs of Arabic, its stretching, signs that take no room, and letters
# that only mark how another is spoken, such as the okina. The voice marks of kana are letters of their own there.
_LEFT_OUT = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u00ad\u200b-\u200f\u2060\ufeff\u02b9-\u02bf\u02c8]"
)
# Letters that Unicode does not take to be made of others, as they are typed where a keyboard does not have them.
_LIKE = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ı": "i", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ŋ": "n"}
)
# Scripts written without spaces between words (Thai to Lao, Burmese, Khmer, kana, Han): the index takes a whole
# run of them for one word, so pieces of it are looked for in the text itself.
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_LATIN = re.compile("[\u00c0-\u024f\u1e00-\u1eff]+")
_OF_LATIN = re.compile("(?<=[a-z])[\u0300-\u036f]+")
_WORD = re.compile(r"\w+")


def folded(text: str) -> str:
    """Return a text without what differs between two ways of writing it: case, accents, forms and pieces of letters."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = _LEFT_OUT.sub("", apart).translate(_LIKE)
    return unicodedata.normalize("NFKC", plain.casefold())


def is_found_as_it_is(text: str) -> bool:
    """Say whether the words of a text, or of what is looked for, are the same to the index as those of its folded form.

    Where there are no spaces between words, the text itself is looked through, which takes nothing for the same.
    """
    if text.isascii():
        return True
    if UNSPACED.search(text):
        return _WORD.findall(text) == _WORD.findall(folded(text))
    # No letter changes what becomes of one beyond a space, and what is ASCII is the same: in most languages that is
    # most of a text. Where single words differ, the whole tells.
    apart = {part for part in text.split() if not part.isascii()}
    return all(map(_is_same_for_both, apart)) or _is_same_for_both(text)


def _is_same_for_both(text: str) -> bool:
    """Say of a text of scripts with spaces whether the index has the same words of it as of its folded form."""
    apart = _LATIN.sub(lambda letters: unicodedata.normalize("NFD", letters[0]), text.lower())
    return _WORD.findall(_OF_LATIN.sub("", apart)) == _WORD.findall(folded(text))


def keep(database: Database, kind: str, record_id: str) -> None:
    """Keep the folded form of what the index has of a record, where it needs one, inside a transaction."""
    rows = database.execute("SELECT id FROM current WHERE kind = ? AND record_id = ?", (kind, record_id))
    for (row,) in rows:
        database.execute("DELETE FROM search_folded WHERE rowid = ?", (row,))
        _keep(database, row)


def keep_all(database: Database) -> None:
    """Keep the folded forms of an index that was made before there were any, inside a transaction."""
    for (row,) in database.execute("SELECT rowid FROM search_index"):
        _keep(database, row)


def _keep(database: Database, row: object) -> None:
    for (words,) in database.execute("SELECT words FROM search_index WHERE rowid = ?", (row,)):
        if not is_found_as_it_is(str(words)):
            database.execute("INSERT INTO search_folded (rowid, words) VALUES (?, ?)", (row, folded(str(words))))


def around(text: str, word: str, before: int, length: int) -> str:
    """Return ``length`` letters of a text, from a few ``before`` the place where the folded ``word`` stands in it."""
    place = max(0, folded(text).find(word))
    begins = [0, *accumulate(len(folded(letter)) for letter in text)]
    return text[max(0, bisect_left(begins, place) - before) :][:length]
