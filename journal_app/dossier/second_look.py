"""A second, wider look for hidden names: what may still tell one after names were replaced.

It shares no expression with what replaces them: it passes over accents, finds the letters of a name inside longer words
and in small letters, and digits however they are parted.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from journal_app.dossier import fonts
from journal_app.dossier.name_forms import IGNORED, KEPT_DIGITS, UNBOUND, is_ordinary, marks, phone_digits

_LETTERS = re.compile(r"[^\W\d_]+")
_PARTS = re.compile(r"[\W_]+")
_AT_BORDERS = re.compile(r"[@_/\d]")
_TITLES = frozenset({"dr", "mr", "ms", "de", "la", "le", "el", "al", "di", "da", "du", "st"})
_INSIDE = 4  # letters of a name that are looked for inside longer words: shorter ones stand in too many
_SHORT = 2


class Hit(NamedTuple):
    """A word that may tell a name, as it is compared, and what stands for the name.

    ``alone`` says that the word is the name and nothing else, ``sure`` that it can be nothing else: a whole name, or
    digits.
    """

    word: str
    shown: str
    alone: bool
    sure: bool = False


def skeleton(text: str) -> str:
    """Return the bare letters of a text: small, without accents and other marks, without what is not seen."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", IGNORED.sub("", text)).casefold())
    return unicodedata.normalize("NFC", marks().sub("", apart))


def words_in(text: str) -> frozenset[str]:
    """Return the words of a text as they are compared."""
    return frozenset(_LETTERS.findall(skeleton(text)))


def without_keys(text: str) -> str:
    """Return what JSON of this program says, without its keys: of a record, or of a manifest and the records in it.

    What a person wrote is returned as it is, also where it looks like JSON; so is what is none.
    """
    try:
        return "\n".join(_said(json.loads(text), with_records=True))
    except (ValueError, RecursionError):
        return text


def _said(value: object, *, with_records: bool) -> Iterator[str]:
    if isinstance(value, dict):
        for name, each in value.items():
            if with_records and name == "body" and isinstance(each, str):  # of an entry of the chain, in a manifest
                yield from _said(json.loads(each), with_records=False)
            else:
                yield from _said(each, with_records=with_records)
    elif isinstance(value, list):
        for each in value:
            yield from _said(each, with_records=with_records)
    elif value is not None:
        yield str(value)


class SecondLook:
    """Looks for forms of names, places and details, each given with what stands for it.

    ``names`` are whole names with what stands for them; parts of two letters are looked for as they are written.
    """

    def __init__(self, forms: Iterable[tuple[str, str]], names: Iterable[tuple[str, str]] = ()) -> None:
        self._alone: dict[str, str] = {}
        self._runs: dict[str, str] = {}
        for form, shown in forms:
            pieces = [each for each in _PARTS.split(skeleton(phone_digits(form) or form)) if each]
            if len(pieces) == 1 and pieces[0].isalpha():
                self._alone.setdefault(pieces[0], shown)
            elif pieces:
                self._runs.setdefault("".join(pieces), shown)
        self._short = {
            part: shown
            for name, shown in names
            for part in re.split(r"[\s.,\-]+", fonts.clean(name))
            if len(part) == _SHORT and part[0].isupper() and part.casefold() not in _TITLES
        }
        self._needles = _any_of(self._alone)
        self._as_written = re.compile(rf"(?<![^\W\d_])(?:{_any_of(self._short).pattern})(?![^\W\d_])")

    def find(self, text: str) -> Iterator[Hit]:
        """Yield what in a text may tell a name."""
        bare = skeleton(text)
        if self._alone:
            yield from self._words(bare)
        if self._runs:
            together = _PARTS.sub("", bare)
            for run, shown in self._runs.items():
                if run in together and _spread(run).search(bare):
                    yield Hit(run, shown, alone=True, sure=True)
        if self._short:
            yield from (Hit(found[0], self._short[found[0]], alone=False) for found in self._as_written.finditer(text))

    def _words(self, bare: str) -> Iterator[Hit]:
        done = 0
        for found in self._needles.finditer(bare):
            start, end = found.span()
            needle = found[0]
            if UNBOUND.search(needle):
                yield Hit(needle, self._alone[needle], alone=True)
                continue
            if start < done:
                continue
            while start and bare[start - 1].isalpha():
                start -= 1
            while end < len(bare) and bare[end].isalpha():
                end += 1
            done, word = end, bare[start:end]
            if word in self._alone:
                yield Hit(word, self._alone[word], alone=True)
            elif self._tells(needle, word, bare[max(0, start - 1) : start] + bare[end : end + 1]):
                yield Hit(word, self._alone[needle], alone=False)

    def _tells(self, needle: str, word: str, around: str) -> bool:
        """Say whether a longer word with the letters of a name in it may tell the name."""
        if is_ordinary(word):
            return False
        return len(needle) >= _INSIDE or word == f"{needle}s" or _AT_BORDERS.search(around) is not None


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(each) for each in sorted(words, key=lambda each: (-len(each), each))))


def _spread(run: str) -> re.Pattern[str]:
    """Return the expression that finds letters and digits in their order, whatever else stands between them."""
    first = "" if run.isdigit() and len(run) == KEPT_DIGITS else r"(?<![^\W_])"  # behind any country
    if UNBOUND.search(run):
        return re.compile(r"[\W_]*".join(map(re.escape, run)))
    return re.compile(first + r"[\W_]*".join(map(re.escape, run)) + r"(?![^\W_])")
