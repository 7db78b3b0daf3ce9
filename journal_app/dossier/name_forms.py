"""The forms of a hidden name, place or contact detail, and the expressions that find them for replacing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from journal_app import resources
from journal_app.dossier import fonts
from journal_app.dossier.street_words import written_ways

_TITLES = frozenset({"dr", "mr", "mrs", "ms", "prof", "the", "von", "van", "de"})
_JOINING = frozenset(
    {"and", "from", "with", "und", "der", "den", "del", "los", "las", "dos", "das", "bin"}
)  # in small letters, between names
# Hebrew to Arabic Extended, Thai to Lao, Myanmar, Khmer, and what is written in East Asia.
UNBOUND = re.compile("[\u0590-\u08ff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_TWO_SIGNS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2}")
# Default_Ignorable_Code_Point of the Unicode Character Database (DerivedCoreProperties.txt): what is not seen.
IGNORED = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# A word ends at the first thing that is no letter, and where letters begin that join on without a space (Lenaさん).
_BEFORE = rf"(?:(?<![^\W\d_])|(?<={UNBOUND.pattern}))"
_AFTER, _BETWEEN = rf"(?:(?![^\W\d_])|(?={UNBOUND.pattern}))", r"[\W\d_]*"
LEAST_DIGITS, _PREFIX_DIGITS, KEPT_DIGITS = 7, 7, 8
_LEAST_LETTERS, _SHORT = 5, 2
_LEAST_ALONE = 4  # letters behind an apostrophe that are a name by themselves, as in O'Neill
HYPHENS = r"\-\u2010-\u2015\u2212"
_APART = rf"[\s()./{HYPHENS}]*"  # what stands between the digits of a telephone number
_NO_PHONE = re.compile(rf"[^\d\s()./+{HYPHENS}]")
_APOSTROPHES = "'\u2018\u2019\u02bc"
_OF_SOMEBODY = re.compile(rf"(?<=\w)[{_APOSTROPHES}]s\Z", re.IGNORECASE)
_BEHIND_APOSTROPHE = re.compile(rf"\w{{1,2}}[{_APOSTROPHES}](\w{{{_LEAST_ALONE},}})")
_EDGES = re.compile(r"[^\w\s.,;:!?\-]*")  # brackets, quotation marks and the like around a name
_OTHER_DIGITS = re.compile(r"[^\D0-9]")
_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s\-]*){1,3}[^\W\d_]\.?")
ONE_LETTER_WORDS = frozenset("aeiouyаивеікосуя")  # of English, Spanish and languages written in Cyrillic letters


class Place(NamedTuple):
    """A place as it is written, and what stands for it: unlike a name it is replaced as a whole alone."""

    name: str
    shown: str


class Detail(NamedTuple):
    """A contact detail of somebody whose name is replaced: like a place it is replaced as a whole alone."""

    name: str
    shown: str


def forms_of(hidden: tuple[str, str]) -> tuple[str, ...]:
    """Return the forms of a name, a place or a detail that are replaced, longest first."""
    if isinstance(hidden, Place | Detail):
        whole = " ".join(fonts.clean(hidden.name).split())
        return tuple(dict.fromkeys([whole, *_written_ways(whole)])) if whole else ()
    return names_to_hide(hidden[0])


def _written_ways(whole: str) -> Iterator[str]:
    """Yield the other ways in which a place is written, with words for streets and houses in full or short."""
    if "@" in whole:
        return
    for words in written_ways(tuple(word_pattern().findall(folded(whole)[0]))):
        yield " ".join(words)


def names_to_hide(name: str) -> tuple[str, ...]:
    """Return the forms of a name that are replaced: the whole, then each part that is no title, longest first.

    Whatever stands between them, parts are what letters and digits are in one row; an apostrophe stays inside of one
    (O'Neill), and of what is somebody's (Solberg's mother) the name is a part. A word in small letters that is behind
    it, or an ordinary one, is none, unless all of the name is in small letters.
    """
    name = fonts.clean(name)
    words = name_words(name)
    bare = [word for word in words if word.casefold() not in _TITLES]
    forms = {" ".join(name.split()), " ".join(bare), *_parts(bare)}
    return tuple(sorted((form for form in forms if form), key=lambda form: (-len(form), form)))


def name_words(name: str) -> list[str]:
    """Return what of a name stands between spaces, without the dots, brackets and quotation marks around it."""
    found = [(word, list(_pieces().finditer(word))) for word in name.split()]
    return [word[pieces[0].start() : pieces[-1].end()] for word, pieces in found if pieces]


def name_pieces(word: str) -> list[str]:
    """Return the rows of letters and digits in a word of a name; of an e-mail address those before its @ alone."""
    return _pieces().findall(word.rpartition("@")[0] or word)


def _parts(words: Sequence[str]) -> Iterator[str]:
    """Yield what of the words of a name is looked for by itself."""
    proper = any(word != word.lower() for word in words)
    behind = False
    for word in words:
        pieces = [each for each in name_pieces(word) if each.casefold() not in _TITLES]
        owner = _OF_SOMEBODY.sub("", word)
        whole = owner if len(owner) > _SHORT else word
        if len(whole) > _SHORT and (pieces != [word] or whole != owner):
            yield whole
        for piece in pieces:
            part = _OF_SOMEBODY.sub("", piece)
            if _is_part(part, given=piece == word or "-" in word):
                yield from _as_part(part, proper=proper, behind=behind)
            if (rest := _BEHIND_APOSTROPHE.fullmatch(part)) and not is_ordinary(folded(rest[1])[0]):
                yield rest[1]
        behind = behind or owner != word


def _is_part(part: str, *, given: bool) -> bool:
    """Say whether a part is long enough; in scripts without spaces shorter ones are, if they were ``given`` apart."""
    return len(part) > _SHORT or (given and UNBOUND.search(part) is not None) or _TWO_SIGNS.fullmatch(part) is not None


def _as_part(part: str, *, proper: bool, behind: bool) -> Iterator[str]:
    """Yield a part as it is looked for: not at all, or with a capital, where it may be no name but a word."""
    small = part == part.lower() and part != part.upper()
    ordinary = is_ordinary(folded(part)[0])
    if small and (part in _JOINING or (behind and (proper or ordinary))):
        return
    if not (small and proper and ordinary):
        yield part
    elif is_common(part):
        yield part.capitalize()


@lru_cache(maxsize=1)
def _pieces() -> re.Pattern[str]:
    letter = rf"(?:[^\W_]|{marks().pattern}|{IGNORED.pattern})"
    return re.compile(rf"[^\W_]{letter}*(?:[{_APOSTROPHES}]{letter}+)*")


def phone_digits(text: str) -> str:
    """Return the digits of a telephone number that are looked for, without its country; nothing for other texts."""
    digits = digits_of(text)
    return "" if len(digits) < LEAST_DIGITS or _NO_PHONE.search(text) else digits[-KEPT_DIGITS:]


def local_digits(text: str) -> str:
    """Return the last seven digits of a longer telephone number, as it is dialled nearby; nothing for other texts."""
    kept = phone_digits(text)
    return kept[-LEAST_DIGITS:] if len(kept) > LEAST_DIGITS else ""


@lru_cache(maxsize=1)
def marks() -> re.Pattern[str]:
    """Return the expression for a mark that stands with the letter before it, as an accent or a vowel."""
    found = "".join(each for each in map(chr, range(0x300, 0xFE30)) if unicodedata.category(each)[0] == "M")
    return re.compile(f"[{found}]")


@lru_cache(maxsize=1)
def word_pattern() -> re.Pattern[str]:
    """Return the expression for letters and digits in one row, with their marks."""
    return re.compile(rf"(?:[^\W_]|{marks().pattern})+")


def digits_of(text: str) -> str:
    """Return the digits of any script in a text as those of ASCII."""
    return "".join(str(unicodedata.digit(each)) for each in text if unicodedata.digit(each, None) is not None)


@lru_cache(maxsize=4096)
def pattern_for(form: str) -> str:
    """Return the expression that finds one form in text that was folded.

    Letters are the same in any case, and anything but letters may stand between the parts of a name or a place
    (``ingrid_solberg``). It is found as words of its own; in scripts without spaces, or where other words join on
    (Hebrew, Arabic), anywhere. A telephone number is found with or without its country, however it is parted.
    """
    if kept := phone_digits(form):
        country = rf"(?:\d{_APART}){{0,{_PREFIX_DIGITS}}}" if len(kept) == KEPT_DIGITS else ""
        return rf"(?<![\w+])[+(]*{country}{_APART.join(kept)}(?!\w)"
    text = folded(form)[0]
    if letters := dotted_letters(text):
        return _initials(letters) + (r"\.?" if text.endswith(".") else "")
    if "@" in form:
        return rf"(?<![\w.+\-]){re.escape(text.strip())}(?!\w)"
    words = word_pattern().findall(text)
    if not words:
        return re.escape(text)
    if UNBOUND.search(form):
        return _BETWEEN.join(map(re.escape, words))
    between = "".join(
        (r"[\W_]*" if word[-1].isdigit() or after[0].isdigit() else _BETWEEN) + re.escape(after)
        for word, after in pairwise(words)
    )
    first = rf"{_BEFORE}(?<!\d)" if words[0][0].isdigit() else _BEFORE
    last = rf"{_AFTER}(?!\d)" if words[-1][-1].isdigit() else _AFTER
    return f"{first}{re.escape(words[0])}{between}{last}"


def _begins_with(form: str) -> str:
    """Return the expression for what stands where ``pattern_for`` finds a form."""
    if phone_digits(form):
        return r"[+(\d]"
    text = folded(form)[0]
    words = word_pattern().findall(text)
    return re.escape(text.strip() if "@" in form else words[0] if words else text)


def dotted_letters(form: str) -> tuple[str, ...]:
    """Return the letters of a form that is initials with dots (L. S.); nothing for other forms."""
    form = " ".join(form.split())
    return tuple(filter(str.isalpha, form)) if _INITIALS.fullmatch(form) else ()


def _initials(letters: tuple[str, ...]) -> str:
    """Return the expression for initials: without dots only where these letters are no word nor any of them is one."""
    word = is_ordinary("".join(letters)) or not ONE_LETTER_WORDS.isdisjoint(letters)
    between = r"\.[\s\-]{0,2}" if word else r"\.?[\s\-]{0,2}"
    last = r"(?=\.)" if word else ""
    # And not the first of more.
    return rf"(?<![^\W_])(?<!\.){between.join(map(re.escape, letters))}{last}(?![^\W_])(?!\.[^\W\d_](?![^\W\d_]))"


def folded(text: str) -> tuple[str, Sequence[int] | None]:
    """Return text as it is compared, and for each of its letters where it came from; None where they are the same.

    Case is gone (Unicode, 3.13), letters of other widths and styles are plain ones (NFKC), digits of any script are
    those of ASCII, and what is not seen (a space without width, a soft hyphen) is passed over.
    """
    if text.isascii():
        return text.lower(), None
    text = plain_digits(text)
    plain = text.casefold()
    if len(plain) == len(text) and not IGNORED.search(text) and unicodedata.is_normalized("NFKC", text):
        return plain, None
    letters: list[str] = []
    places: list[int] = []
    for start, cluster in clusters(text):
        shown = unicodedata.normalize("NFKC", IGNORED.sub("", cluster)).casefold()
        letters.append(shown)
        places += [start] * len(shown)
    return "".join(letters), places


def plain_digits(text: str) -> str:
    """Return text with the digits of every script written as those of ASCII, each in its place."""
    return _OTHER_DIGITS.sub(lambda found: str(unicodedata.decimal(found[0])), text)


def clusters(text: str) -> Iterator[tuple[int, str]]:
    """Yield each letter with the marks and unseen characters behind it, and where it stands."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not (marks().match(text[at]) or IGNORED.match(text[at])):
            yield start, text[start:at]
            start = at


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(resources.read_text("words/names.txt").split())


def is_common(form: str) -> bool:
    """Say whether a form is also a common word (Will, May): then it is left where it stands in small letters."""
    return folded(form)[0] in _common()


def is_ordinary(word: str) -> bool:
    """Say whether a word is an ordinary one, in which the letters of a name tell nobody."""
    return word in _common() or word in _ordinary() or word in _abbreviations()


@lru_cache(maxsize=1)
def _ordinary() -> frozenset[str]:
    return frozenset(resources.read_text("words/english.txt").split())


@lru_cache(maxsize=1)
def _abbreviations() -> frozenset[str]:
    return frozenset(resources.read_text("words/letters.txt").split())


class Finder:
    """Finds all forms at once, longest first, so that what stands for one is never taken for another."""

    def __init__(self, hidden: Sequence[tuple[str, str]]) -> None:
        self._shown = {form: each[1] for each in hidden for form in forms_of(each)}
        self._whole = {form for each in hidden if isinstance(each, Place | Detail) for form in forms_of(each)}
        self._forms = sorted(self._shown, key=lambda form: (-len(form), form not in self._whole, form))
        self._pattern = re.compile("|".join(f"({pattern_for(form)})" for form in self._forms))
        self._edges = {form: _edges(form) for form in self._forms}
        # Where none of these begins, no form does; to ask for each form at each letter takes ten times as long.
        begins = sorted(map(_begins_with, self._forms), key=lambda each: (-len(each), each))
        self._begins = re.compile(f"(?={'|'.join(dict.fromkeys(begins))})")

    def spans(self, text: str, view: tuple[str, Sequence[int] | None] | None = None) -> Iterator[tuple[int, int, str]]:
        """Yield where a form stands in a text, from and up to, and what stands for it.

        ``view`` is the text as ``folded`` gives it. A form that is also a common word is passed over where it stands in
        small letters, unless it was given so or stands in an address or a file name.
        """
        plain, places = folded(text) if view is None else view
        done = 0
        for begin in self._begins.finditer(plain) if self._forms else ():
            found = self._pattern.match(plain, begin.start()) if begin.start() >= done else None
            if found is None:
                continue
            start, end = found.span()
            done = end
            if places is not None:
                start, end = places[start], places[end] if end < len(places) else len(text)
            form = self._forms[(found.lastindex or 1) - 1]
            while IGNORED.match(text[end - 1]):
                end -= 1
            start, end = self._with_edges(form, text, start, end)
            if form in self._whole or not _is_left(form, text, start, end):
                yield start, end, self._shown[form]

    def _with_edges(self, form: str, text: str, start: int, end: int) -> tuple[int, int]:
        """Return from and up to where a form stands with the brackets around it, where it was given with them."""
        before, after = self._edges[form]
        if not before and not after:
            return start, end
        first, last = start - before, end + after
        edges = first >= 0 and (text[first:start], text[end:last]) == (form[:before], form[len(form) - after :])
        whole = " ".join(text[first:last].split()) if edges else ""
        return (first, last) if edges and folded(whole)[0] == folded(form)[0] else (start, end)


def _edges(form: str) -> tuple[int, int]:
    """Return how many brackets, quotation marks and the like a form begins and ends with."""
    matched = (_EDGES.match(form), _EDGES.match(form[::-1]))
    before, after = (found.end() if found else 0 for found in matched)
    return (before, after) if before + after < len(form) else (0, 0)


def _is_left(form: str, text: str, start: int, end: int) -> bool:
    found = IGNORED.sub("", text[start:end])
    if not is_common(form) or found == form or found != found.lower():
        return False
    return not (_ADDRESS_BEFORE.search(text[:start][-1:]) or _ADDRESS_AFTER.match(text[end : end + 2]))


_ADDRESS_BEFORE, _ADDRESS_AFTER = re.compile(r"[@_/.\d]"), re.compile(r"[@_/\d]|\.\w")
