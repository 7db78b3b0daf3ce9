"""A second, wider look for hidden names: what may still tell one after names were replaced.

It shares no expression with what replaces them: it passes over accents, finds the letters of a name inside longer words
and in small letters, digits however they are parted, and other spellings of a name, parted names and initials.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import unquote

from journal_app.dossier import fonts
from journal_app.dossier.name_forms import (
    KEPT_DIGITS,
    UNBOUND,
    clusters,
    dotted_letters,
    is_ordinary,
    name_pieces,
    name_words,
    phone_digits,
)  # fmt: skip
from journal_app.dossier.spellings import dotted, initials, skeleton, spellings, without_dots

_LETTERS = re.compile(r"[^\W\d_]+")
_PARTS = re.compile(r"[\W_]+")
_AT_BORDERS = re.compile(r"[@_/\d]")
_TITLES = frozenset({"dr", "mr", "ms", "de", "la", "le", "el", "al", "di", "da", "du", "st"})
_INSIDE = 4  # letters of a name that are looked for inside longer words: shorter ones stand in too many
_SHORT = 2
_HYPHENS = "\\-\u058a\u05be\u2010-\u2015\u2212"
_HYPHEN = re.compile(rf"[{_HYPHENS}]\s{{0,3}}[^\W\d_]")
_PARTED = re.compile(rf"[^\W\d_]+(?:[{_HYPHENS}]\s{{0,3}}[^\W\d_]+)+")
_SPELLED = re.compile(r"(?<![^\W_])[^\W\d_](?:[\W_]{1,3}[^\W\d_]){2,}(?![^\W_])")
_OF_SEVERAL = re.compile(rf"([^\W\d_]{{{_INSIDE},}})s['\u2019](?!\w)")
_MOST_PIECES = 24  # of a word with hyphens that are taken together
_OF_THE_CHAIN = frozenset({"record_id", "root"})  # keys of a revision, and of a head: an entry has neither
_CODED = re.compile(r"[^\s/?#&=;]*%[0-9A-Fa-f]{2}[^\s/?#&=;]*")

_DRAWN = re.compile(r"(?<![^\W_])(?:[0-9a-f]{32,}|(?:anchor|complaint|entry|file|match|person)-[0-9a-f]{10})(?![^\W_])")


class Hit(NamedTuple):
    """A word that may tell a name, as it is compared, and what stands for the name.

    ``alone`` says that the word is the name and nothing else, ``sure`` that it can be nothing else: a whole name, or
    digits. ``written`` is how it stands in the text.
    """

    word: str
    shown: str
    alone: bool
    sure: bool = False
    written: str = ""


def words_in(text: str) -> frozenset[str]:
    """Return the words of a text as they are compared."""
    return frozenset(_LETTERS.findall(skeleton(text)))


def without_keys(text: str) -> str:
    """Return what JSON of this program says, without its keys: of a record, or of a manifest and the records in it.

    What a person wrote is returned as it is, also where it looks like JSON; so is what is none. Without digests and
    ids that were drawn: between their digits any name of the letters a to f stands sooner or later. Without the time
    zone that the computer was set to, which each record and each head has: no name of a town could be hidden else.
    """
    with suppress(ValueError, RecursionError):
        text = "\n".join(_said(json.loads(text), with_records=True))
    return _DRAWN.sub(" ", text)


def _said(value: object, *, with_records: bool) -> Iterator[str]:
    if isinstance(value, dict):
        for name, each in value.items():
            if with_records and name == "body" and isinstance(each, str):  # of an entry of the chain, in a manifest
                yield from _said(json.loads(each), with_records=False)
            elif name != "timezone" or _OF_THE_CHAIN.isdisjoint(value):
                yield from _said(each, with_records=with_records)
    elif isinstance(value, list):
        for each in value:
            yield from _said(each, with_records=with_records)
    elif value is not None:
        yield str(value)


class SecondLook:
    """Looks for forms of names, places and details, each given with what stands for it.

    ``names`` are whole names with what stands for them; parts of two letters and initials are looked for as they are
    written, and parts that only a capital sets apart (LenaSolberg) as words. ``local`` are telephone numbers as they
    are dialled nearby, whose digits may also be another's.
    """

    def __init__(
        self, forms: Iterable[tuple[str, str]], names: Iterable[tuple[str, str]] = (),
        local: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self._alone: dict[str, str] = {}
        self._runs: dict[str, str] = {}
        self._others: dict[str, str] = {}
        self._marked: dict[str, str] = {}
        self._initials: dict[str, str] = {}
        self._short: dict[str, str] = {}
        self._local = dict(local or {})
        for form, shown in forms:
            self._add_form(form, shown)
        for name, shown in names:
            self._add_name(fonts.clean(name), shown)
        self._needles = _any_of(self._alone)
        self._as_written = re.compile(rf"(?<![^\W\d_])(?:{_any_of(self._short).pattern})(?![^\W\d_])")

    def _add_form(self, form: str, shown: str) -> None:
        if letters := dotted_letters(form):
            self._initials[skeleton("".join(letters))] = shown
            return
        pieces = [each for each in _PARTS.split(skeleton(phone_digits(form) or form)) if each]
        one = len(pieces) == 1 and pieces[0].isalpha()
        found = self._alone if one else self._runs
        if pieces:
            found.setdefault("".join(pieces), shown)
        if not phone_digits(form):
            other = spellings(form)
            for each in other.like_it if one else other.like_it | other.alone:
                found.setdefault(each, shown)
            self._others |= {f"{each}{end}": shown for each in other.alone if one for end in ("", "s")}
            self._marked |= dict.fromkeys(other.marked, shown) if one else {}

    def _add_name(self, name: str, shown: str) -> None:
        for part in (piece for word in name_words(name) for piece in name_pieces(word)):
            if len(part) == _SHORT and part[0].isupper() and part.casefold() not in _TITLES:
                self._short[part] = shown
            for inner in _inner(part):
                found = self._short if is_ordinary(inner.lower()) else self._others
                found.setdefault(inner if found is self._short else skeleton(inner), shown)
        for several in _OF_SEVERAL.findall(name):  # the Solbergs' house
            self._others.setdefault(skeleton(several), shown)
        mask = skeleton(shown)
        for letters in initials(name):
            row = "".join(skeleton(each)[:1] for each in letters)
            if row in _LETTERS.findall(mask) or any(row == each for _, _, each in dotted(shown)):
                continue  # the person gave the initials away
            self._initials.setdefault(row, shown)
            self._short.update(dict.fromkeys(without_dots(letters) - self._short.keys(), shown))

    def find(self, text: str) -> Iterator[Hit]:
        """Yield what in a text may tell a name, as one piece in any spelling."""
        bare = skeleton(text)
        places = _Places(text, bare)
        for start, end, hit in self._in(bare):
            yield hit._replace(written=places.written(start, end))
        if self._marked and not text.isascii():
            for word in _LETTERS.findall(unicodedata.normalize("NFC", text)):
                if (plain := word.casefold()) in self._marked:
                    yield Hit(skeleton(word), self._marked[plain], alone=True, written=word)
        if self._short:
            for found in self._as_written.finditer(text):
                yield Hit(found[0], self._short[found[0]], alone=False, written=found[0])

    def find_parted(self, text: str) -> Iterator[Hit]:
        """Yield what in a text may tell a name that ``find`` cannot see: in pieces, in the code of a link, initials.

        Its words are never those of a name in one piece, so that none is taken for told by them.
        """
        bare = skeleton(text)
        places = _Places(text, bare)
        for start, end, shown in (*self._with_hyphens(bare), *self._letter_by_letter(bare)):
            yield Hit(bare[start:end], shown, alone=True, written=places.written(start, end))
        for found in _CODED.finditer(text) if "%" in text else ():
            decoded = unquote(found[0])
            if decoded != found[0]:
                yield from (each._replace(word=skeleton(found[0]), written=found[0]) for each in self.find(decoded))
        for start, end, row in dotted(text) if self._initials else ():
            if row in self._initials:
                yield Hit(skeleton(text[start:end]), self._initials[row], alone=False, written=text[start:end])

    def _in(self, bare: str) -> Iterator[tuple[int, int, Hit]]:
        if self._alone:
            yield from self._words(bare)
        if self._others and not self._others.keys().isdisjoint(_LETTERS.findall(bare)):
            for found in _LETTERS.finditer(bare):
                if found[0] in self._others:
                    yield *found.span(), Hit(found[0], self._others[found[0]], alone=True)
        if self._runs:
            together = _PARTS.sub("", bare)
            for run, shown in self._runs.items():
                if run in together and (there := _spread(run).search(bare)):
                    yield *there.span(), Hit(run, shown, alone=True, sure=True)
            for run, shown in self._local.items():
                if run in together and (there := _spread(run).search(bare)):
                    yield *there.span(), Hit(run, shown, alone=False)

    def _words(self, bare: str) -> Iterator[tuple[int, int, Hit]]:
        at = 0
        while found := self._needles.search(bare, at):
            start, end = found.span()
            needle = found[0]
            at = start + 1
            if UNBOUND.search(needle):
                at = end
                yield start, end, Hit(needle, self._alone[needle], alone=True)
                continue
            while start and bare[start - 1].isalpha():
                start -= 1
            while end < len(bare) and bare[end].isalpha():
                end += 1
            word = bare[start:end]
            if word in self._alone:
                yield start, end, Hit(word, self._alone[word], alone=True)
            elif self._tells(needle, word, bare[max(0, start - 1) : start] + bare[end : end + 1]):
                yield start, end, Hit(word, self._alone[needle], alone=False)
            else:
                continue  # the word may hold another name
            at = end

    def _tells(self, needle: str, word: str, around: str) -> bool:
        """Say whether a longer word with the letters of a name in it may tell the name."""
        if is_ordinary(word):
            return False
        return len(needle) >= _INSIDE or word == f"{needle}s" or _AT_BORDERS.search(around) is not None

    def _with_hyphens(self, bare: str) -> Iterator[tuple[int, int, str]]:
        """Yield names with hyphens inside, also with the line break that stands behind one."""
        done = 0
        for hyphen in _HYPHEN.finditer(bare):
            at = hyphen.start()
            while at > done and bare[at - 1].isalpha():
                at -= 1
            found = _PARTED.match(bare, at)
            if found is None or at < done:
                continue
            done = found.end()
            pieces = [each.span() for each in _LETTERS.finditer(bare, at, done)]
            for first, (start, _) in enumerate(pieces):
                word = bare[start : pieces[first][1]]
                for begin, end in pieces[first + 1 : first + _MOST_PIECES]:
                    word += bare[begin:end]
                    shown = self._alone.get(word) or self._others.get(word)
                    if shown is not None:
                        yield start, end, shown

    def _letter_by_letter(self, bare: str) -> Iterator[tuple[int, int, str]]:
        """Yield names of which each letter stands by itself."""
        for found in _SPELLED.finditer(bare):
            letters = [at for at in range(found.start(), found.end()) if bare[at].isalpha()]
            word = "".join(bare[at] for at in letters)
            for needle, shown in self._alone.items():
                at = word.find(needle)
                if at >= 0 and (len(needle) >= _INSIDE or needle == word or UNBOUND.search(needle)):
                    yield letters[at], letters[at + len(needle) - 1] + 1, shown


def _inner(part: str) -> Iterator[str]:
    """Yield what stands in a part of a name between capitals inside of it, where that is long enough for a name."""
    starts = [0, *(at for at in range(1, len(part)) if part[at - 1].islower() and part[at].isupper()), len(part)]
    inside = [part[start:end] for start, end in pairwise(starts)] if len(starts) > _SHORT else []
    yield from (each for each in inside if len(each) >= _INSIDE)


class _Places:
    """Tells how a part of the bare letters of a text is written in it."""

    def __init__(self, text: str, bare: str) -> None:
        self._text, self._bare = text, bare
        self._places: list[int] | None = None

    def written(self, start: int, end: int) -> str:
        """Return what stands in the text where ``start`` to ``end`` is in its bare letters."""
        same = self._text[start:end]
        if self._text.isascii() or skeleton(same) == self._bare[start:end]:
            return same
        if self._places is None:
            pieces = [(at, skeleton(each)) for at, each in clusters(self._text)]
            self._places = [at for at, letters in pieces for _ in letters]
            if "".join(letters for _, letters in pieces) != self._bare:
                self._places = []  # letters that only became one where their marks are gone
        if not self._places:
            return self._bare[start:end]
        return self._text[self._places[start] : (*self._places, len(self._text))[end]]


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(each) for each in sorted(words, key=lambda each: (-len(each), each))))


def _spread(run: str) -> re.Pattern[str]:
    """Return the expression that finds letters and digits in their order, whatever else stands between them."""
    first = "" if run.isdigit() and len(run) == KEPT_DIGITS else r"(?<![^\W_])"  # behind any country
    if UNBOUND.search(run):
        return re.compile(r"[\W_]*".join(map(re.escape, run)))
    return re.compile(first + r"[\W_]*".join(map(re.escape, run)) + r"(?![^\W_])")
