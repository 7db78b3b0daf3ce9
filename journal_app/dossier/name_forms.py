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

_TITLES = frozenset({"dr", "dr.", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "prof", "prof.", "the", "von", "van", "de"})
# Hebrew to Arabic Extended, Thai to Lao, Myanmar, Khmer, and what is written in East Asia.
UNBOUND = re.compile("[\u0590-\u08ff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# Default_Ignorable_Code_Point of the Unicode Character Database (DerivedCoreProperties.txt): what is not seen.
IGNORED = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# A word ends at the first thing that is no letter, and where letters begin that join on without a space (Lenaさん).
_BEFORE = rf"(?:(?<![^\W\d_])|(?<={UNBOUND.pattern}))"
_AFTER, _BETWEEN = rf"(?:(?![^\W\d_])|(?={UNBOUND.pattern}))", r"[\W\d_]*"
_LEAST_DIGITS, _PREFIX_DIGITS, KEPT_DIGITS = 7, 7, 8
_LEAST_LETTERS = 5
_APART = r"[\s().\-/]*"  # what stands between the digits of a telephone number
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
        return (whole,) if whole else ()
    return names_to_hide(hidden[0])


def names_to_hide(name: str) -> tuple[str, ...]:
    """Return the forms of a name that are replaced: the whole, then each part that is no title, longest first."""
    name = fonts.clean(name)
    parts = [part.strip(".,") for part in name.split() if part.casefold() not in _TITLES]
    single = [each for part in parts for each in {part, *part.split("-")}]
    forms = {
        " ".join(name.split()),
        " ".join(parts),
        *(part for part in single if len(part) > 2 or UNBOUND.search(part)),
    }
    return tuple(sorted((form for form in forms if form), key=lambda form: (-len(form), form)))


def details(address: str, email: str, phone: str, licence: str) -> tuple[str, ...]:
    """Return what of somebody's contact details is looked for: what is long enough to be theirs alone.

    An e-mail address, a telephone number of seven digits or more, an address as a whole and its street with a number, a
    licence number of five letters and digits or more. A town alone is no address: it would be gone from every entry.
    """
    found = [email.strip()] if "@" in email else []
    found += [phone.strip()] if len(_digits(phone)) >= _LEAST_DIGITS and not re.search(r"[^\W\d_]", phone) else []
    pieces = [piece.strip() for piece in re.split(r"[\n,;]", address)]
    street = [piece for piece in pieces if re.search(r"\d", piece) and re.search(r"[^\W\d_]", piece)][:1]
    whole = [" ".join(address.split())] if street or len(list(filter(None, pieces))) > 1 else []
    texts = [*whole, *street, licence.strip()]
    found += [text for text in texts if len("".join(_words().findall(text))) >= _LEAST_LETTERS]
    return tuple(dict.fromkeys(found))


def phone_digits(text: str) -> str:
    """Return the digits of a telephone number that are looked for, without its country; nothing for other texts."""
    digits = _digits(text)
    if len(digits) < _LEAST_DIGITS or re.search(r"[^\d\s().\-/+]", text):
        return ""
    return digits[-KEPT_DIGITS:]


@lru_cache(maxsize=1)
def marks() -> re.Pattern[str]:
    """Return the expression for a mark that stands with the letter before it, as an accent or a vowel."""
    found = "".join(each for each in map(chr, range(0x300, 0xFE30)) if unicodedata.category(each)[0] == "M")
    return re.compile(f"[{found}]")


@lru_cache(maxsize=1)
def _words() -> re.Pattern[str]:
    return re.compile(rf"(?:[^\W_]|{marks().pattern})+")


def _digits(text: str) -> str:
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
    words = _words().findall(text)
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
    words = _words().findall(text)
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

    Case is gone (Unicode, 3.13), letters of other widths and styles are plain ones (NFKC), and what is not seen
    (a space without width, a soft hyphen) is passed over.
    """
    if text.isascii():
        return text.lower(), None
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
            if form in self._whole or not _is_left(form, text, start, end):
                yield start, end, self._shown[form]


def _is_left(form: str, text: str, start: int, end: int) -> bool:
    found = IGNORED.sub("", text[start:end])
    if not is_common(form) or found == form or found != found.lower():
        return False
    return not (_ADDRESS_BEFORE.search(text[:start][-1:]) or _ADDRESS_AFTER.match(text[end : end + 2]))


_ADDRESS_BEFORE, _ADDRESS_AFTER = re.compile(r"[@_/.\d]"), re.compile(r"[@_/\d]|\.\w")
