"""Other spellings of a name: letters written plainly or written out, endings, initials.

What is found by these is told and not replaced: Müller and Mueller may be two people, and only the person knows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from itertools import product
from typing import NamedTuple

from journal_app.dossier.name_forms import (
    IGNORED,
    ONE_LETTER_WORDS,
    is_ordinary,
    marks,
    name_pieces,
    name_words,
    plain_digits,
)

# Letters that Unicode takes for letters of their own (they have no decomposition), as they are written by those who
# have no key for them; the transliterations of ICAO Doc 9303, part 3, section 6, are these or those written out below.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i", "ß": "ss"}
    | {"ŧ": "t", "ŋ": "ng", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y"}
)
_WRITTEN_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
_AS_ONE = {"ae": "äæ", "oe": "öøœ", "ue": "ü", "aa": "å"}
_SLOT = re.compile("[äöüøå]|ae|oe|ue|aa")
_LEAST = 4  # letters of a word in which two letters are looked for as one, and of what is left of it
_MOST = 4  # places in a word of which each is taken by itself; of more, all are spelled alike
# Endings of names in Russian, Ukrainian and Bulgarian, by how they end, without marks (й is и): hardly a sentence does
# without them. Endings that are only added need none, for the name stands in the longer word.
_ENDINGS = {
    "а": "ы и і е у о ои ою еи ею", "я": "и і е ю еи ею", "о": "а у ом е ові", "и": "я ю е ем єм і",
    "ь": "я ю е ем и і",
}  # fmt: skip
_OF_ADJECTIVES = "ого его ому ему им ым ом ем ая яя ую юю ои еи"
_CYRILLIC = re.compile("[\u0400-\u052f]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_HYPHEN = re.compile("[\u2010\u2011]")
_HONORIFICS = frozenset({"dr", "mr", "mrs", "ms", "prof", "the"})
_DOTTED = re.compile(r"(?<![^\W_])(?<!\.)[^\W\d_]\.(?:[\s\-]{0,2}[^\W\d_]\.){0,6}[\s\-]{0,2}[^\W\d_](?![^\W_])\.?")

_NEAR = 12  # letters before a part of a name among which its initials are looked for
_DOTS_BEFORE = re.compile(r"(?<![^\W_])(?<!\.)(?:[^\W\d_]\.[\s\-]{0,2})+\Z")
_DOTS_AFTER = re.compile(r",?[ \u00a0]?[^\W\d_]\.(?:[ \u00a0\-]?[^\W\d_]\.)*(?![^\W_])")
# Letters that are words by themselves are none without a dot.
_ONE_BEFORE = re.compile(r"(?<![^\W_])(?![aeiouyAEIOUY])[^\W\d_][ \u00a0]\Z")
_ONE_AFTER = re.compile(r",?[ \u00a0](?:[^\W\d_]\.|(?![aeiouyAEIOUY])[^\W\d_](?![^\W_]|['\u2019]))")


class Spellings(NamedTuple):
    """Other spellings of a form, in small letters.

    Those ``like_it`` are looked for like the form itself, those ``alone`` as words of their own, both without marks;
    those ``marked`` as words of their own with the marks they have.
    """

    like_it: frozenset[str]
    alone: frozenset[str]
    marked: frozenset[str]


def skeleton(text: str) -> str:
    """Return the bare letters of a text: small, without accents and other marks, without what is not seen."""
    if text.isascii():
        return text.lower()
    text = plain_digits(IGNORED.sub("", text))
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", marks().sub("", apart)).translate(_PLAIN)


def spellings(form: str) -> Spellings:
    """Return other spellings of a form of one word, or of several as one.

    ä, ö, ü, ø and å may be written out (ae, oe, ue, oe, aa), and where such two letters stand they may be one. Where
    too little is left of a word, or an ordinary one (Baer, bar), it counts with its mark alone (Bär).
    """
    text = "".join(each for each in unicodedata.normalize("NFC", form).casefold() if each.isalnum())
    text = text.replace("æ", "ae").replace("œ", "oe")
    bare = skeleton(text)
    found: tuple[set[str], set[str], set[str]] = set(), set(), set()
    for spelled, as_one in _spelled(text):
        other = skeleton(spelled)
        if other == bare:
            continue
        short = is_ordinary(other) or (as_one and min(len(other), len(bare)) < _LEAST)
        if not short:
            found[as_one].add(other)
        elif as_one:
            found[2].add(spelled)
    found[1].update(_declined(bare))
    return Spellings(*map(frozenset, found))


def _spelled(text: str) -> Iterator[tuple[str, bool]]:
    """Yield a text in each spelling, and whether two of its letters were taken for one."""
    slots = list(_SLOT.finditer(text))
    given = [each[0] for each in slots]
    options = [(each, _WRITTEN_OUT[each]) if each in _WRITTEN_OUT else (each, *_AS_ONE[each]) for each in given]
    chosen = product(*options) if len(slots) <= _MOST else iter([tuple(each[-1] for each in options)])
    for choice in chosen:
        parts, done = [], 0
        for slot, letters in zip(slots, choice, strict=True):
            parts += [text[done : slot.start()], letters]
            done = slot.end()
        as_one = any(len(new) < len(old) for old, new in zip(given, choice, strict=True))
        yield "".join([*parts, text[done:]]), as_one


def _declined(bare: str) -> Iterator[str]:
    """Yield the forms of a name of one word in Cyrillic letters in which it does not stand itself."""
    if len(bare) < _LEAST or not _CYRILLIC.fullmatch(bare):
        return
    adjective = bare[-2:] in {"ии", "ыи", "ои", "ая", "яя"}
    stem, endings = (bare[:-2], _OF_ADJECTIVES) if adjective else (bare[:-1], _ENDINGS.get(bare[-1], ""))
    yield from (stem + each for each in endings.split())


def initials(name: str) -> frozenset[tuple[str, ...]]:
    """Return the letters for which a whole name may be shortened to, as written: of all its parts, first and last."""
    # What a hyphen parts is one name (Anna-Lena), and also two.
    words = [each for word in name_words(_HYPHEN.sub("-", name)) for each in _words(word)]
    words = [each for each in words if each[:1].isalpha() and each.casefold() not in _HONORIFICS]
    # A part in small letters is no name of its own (Ada van Hill), unless the whole is written so.
    names = [each for each in words if not each[0].islower()] or words
    pieces = [piece for each in names for piece in each.split("-") if piece[:1].isalpha()]
    ways = (words, names, pieces, [names[0], names[-1]] if len(names) > 1 else [])
    return frozenset(tuple(each[0].upper() for each in way) for way in ways if len(way) > 1)


def _words(word: str) -> Iterator[str]:
    """Yield the words in what stands between two spaces of a name: those with a hyphen between them are one."""
    row = ""
    for piece in name_pieces(word):
        joined = f"{row}-{piece}"
        if row and joined in word:
            row = joined
            continue
        if row:
            yield row
        row = piece
    if row:
        yield row


def without_dots(letters: tuple[str, ...]) -> frozenset[str]:
    """Return initials as they are written without dots; none where these letters are an ordinary word (US, IT)."""
    found = {"".join(letters), skeleton("".join(letters)).upper()}
    return frozenset(each for each in found if each.isupper() and not is_ordinary(each.lower()))


def dotted(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where initials with dots may stand in a text, from and up to, and their bare letters.

    Of several with spaces between them each row is yielded. Small letters that are a common abbreviation are none.
    """
    for found in _DOTTED.finditer(text):
        letters = [at for at in range(found.start(), found.end()) if text[at].isalpha()]
        starts = [n for n, at in enumerate(letters) if not n or text[at - 1].isspace()]
        ends = [n for n, at in enumerate(letters) if n + 1 == len(letters) or text[letters[n + 1] - 1].isspace()]
        for first, last in product(starts, ends):
            if first >= last:
                continue
            start, end = letters[first], letters[last] + 1
            end += text[end : end + 1] == "."
            row = "".join(skeleton(text[at])[:1] for at in letters[first : last + 1])
            if _may_be_initials(text[start:end], row):
                yield start, end, row


def _may_be_initials(said: str, row: str) -> bool:
    if not said.endswith(".") and said[-2].isspace() and row[-1] in ONE_LETTER_WORDS:
        return False  # a sentence that ends with a letter, and the next begins (A. I went)
    if said[0] == said[0].upper():
        return True
    return said == said.lower() and said.endswith(".") and not is_ordinary(row)


class Beside:
    """Knows the initials that may stand beside a part of a name (L. Solberg; Solberg, L.; Lena S.)."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._parts: dict[str, set[str]] = {}
        for name, shown in names:
            self._parts.setdefault(shown, set()).update(_LETTERS.findall(skeleton(name)))

    def dotted(self, text: str, start: int, end: int, shown: str) -> tuple[int, int]:
        """Return from and up to where a part of a name stands with the initials of its other parts around it.

        They have dots and no other name behind them, so that they are nothing else: this is the name once more.
        """
        known = self._letters(text[start:end], shown)
        before, after = _DOTS_BEFORE.search(text, max(0, start - _NEAR), start), _DOTS_AFTER.match(text, end)
        if after and _are(after[0], known) and not _goes_on(text, after.end()):
            end = after.end()
        return before.start() if before and _are(before[0], known) else start, end

    def alone(self, text: str, start: int, end: int, shown: str) -> Iterator[str]:
        """Yield a part of a name with the initial before or behind it that is left and may be of its other parts."""
        known = self._letters(text[start:end], shown)
        before, after = _ONE_BEFORE.search(text, max(0, start - _NEAR), start), _ONE_AFTER.match(text, end)
        if before and _are(before[0], known):
            yield text[before.start() : end]
        if after and _are(after[0], known):
            yield text[start : after.end()]

    def _letters(self, found: str, shown: str) -> set[str]:
        bare = skeleton(found)
        known = self._parts.get(shown, set())
        return {part[0] for part in known.difference(_LETTERS.findall(bare)) or known}


def _are(found: str, known: Collection[str]) -> bool:
    """Say whether all letters are capitals of these initials."""
    letters = [each for each in found if each.isalpha()]
    return all(each == each.upper() and skeleton(each)[:1] in known for each in letters)


def _goes_on(text: str, end: int) -> bool:
    """Say whether a capital is next: of another name, whose first this would be, or of a sentence."""
    following = text[end : end + _NEAR].lstrip()[:1]
    return following != following.lower()
