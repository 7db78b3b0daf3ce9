"""Fonts: only those that come with the program, one found for every character a person may have written."""

from __future__ import annotations

import re
import struct
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import uharfbuzz  # type: ignore[import-untyped]  # the library has no types

from journal_app import resources
from journal_app.domain.controls import is_directional

REGULAR, BOLD, ITALIC, MONO = "NotoSans-Regular", "NotoSans-Bold", "NotoSans-Italic", "NotoSansMono-Regular"
_EMOJI = "NotoEmoji-Regular"
# Asked in this order for a character that the main font does not have. Korean and Japanese stand before Chinese for
# the letters that are theirs alone; Han characters are found in the Chinese one.
_FALLBACK = (
    "NotoSansHebrew-Regular", "NotoSansArabic-Regular", "NotoSansDevanagari-Regular", "NotoSansBengali-Regular",
    "NotoSansTamil-Regular", "NotoSansThai-Regular", "NotoSansGeorgian-Regular", "NotoSansArmenian-Regular",
    "NotoSansEthiopic-Regular", "NotoSansSymbols-Regular", "NotoSansSymbols2-Regular", "NotoSansMath-Regular",
    _EMOJI, "NotoSansSC-Regular", "NotoSansJP-Regular", "NotoSansKR-Regular",
)  # fmt: skip
_BOLDER = {
    REGULAR: BOLD, "NotoSansHebrew-Regular": "NotoSansHebrew-Bold", "NotoSansArabic-Regular": "NotoSansArabic-Bold",
    "NotoSansDevanagari-Regular": "NotoSansDevanagari-Bold",
}  # fmt: skip
_KANA = range(0x3040, 0x3100)
_HANGUL = (*((0x1100, 0x1200), (0x3130, 0x3190), (0xAC00, 0xD7B0)),)

# Latin, Greek, Cyrillic and common punctuation: one character, one glyph, left to right.
_SIMPLE = re.compile("[\u0020-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*")
SIMPLE_RUN = re.compile(_SIMPLE.pattern.removesuffix("*") + "+")
_DROPPED = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_LINE_END = re.compile("\r\n|[\u2028\u2029]")
TAB = "\t"
CELLS_APART = " | "  # what a tab is set as: the cells of a table that was pasted into words stay apart
LEFT_TO_RIGHT = "\u200e"  # a mark without a picture
REPLACEMENT = "\ufffd"


def clean(text: str) -> str:
    """Return text as it can be set: Unicode NFC, without control characters but tabs and line ends.

    Every line ends in one way, which U+2028 and U+2029 do too (Unicode, 5.8). A tab is set as ``CELLS_APART``.
    """
    if is_plain(text):
        return text
    return _DROPPED.sub("", unicodedata.normalize("NFC", _LINE_END.sub("\n", text)))


def told(text: str) -> str:
    """Return clean text as a page tells it: with the bars that stand for its tabs."""
    return text.replace("\t", CELLS_APART)


def is_plain(text: str) -> bool:
    """Say whether text is printable ASCII: most of what anybody writes, and clean and simple as it is."""
    return text.isascii() and text.isprintable()


def is_simple(text: str) -> bool:
    """Say whether text needs neither shaping nor another font."""
    return _SIMPLE.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Face:
    """A bundled font: its HarfBuzz font, its characters, and measures in thousandths of the size."""

    shaper: Any
    units: int
    letters: frozenset[int]
    tables: tuple[str, ...]
    box: tuple[float, ...]
    ascent: float
    descent: float
    slant: int

    def advance(self, number: int) -> float:
        """Return the width of a glyph in thousandths of the size."""
        return float(self.shaper.get_glyph_h_advance(number) * 1000 / self.units)


@lru_cache(maxsize=64)
def face(name: str) -> Face:
    """Return a bundled font."""
    found = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(resources.path(f"fonts/{name}.ttf"))))
    shaper = uharfbuzz.Font(found)
    scale = 1000 / found.upem
    extents = shaper.get_font_extents("ltr")
    head = found.reference_table("head").data
    return Face(
        shaper=shaper,
        units=found.upem,
        letters=frozenset(found.unicodes),
        tables=tuple(found.table_tags),
        box=tuple(each * scale for each in struct.unpack(">4h", head[36:44])),
        ascent=extents.ascender * scale,
        descent=extents.descender * scale,
        slant=-12 if "Italic" in name else 0,
    )


def has(name: str, letter: str) -> bool:
    """Say whether a bundled font has a glyph for a character."""
    return ord(letter) in face(name).letters


@lru_cache(maxsize=8192)
def font_for(letter: str, wanted: str) -> str:
    """Return the font to set a character in: ``wanted`` where it has it; empty where no bundled font does."""
    if has(wanted, letter):
        return wanted
    for name in _candidates(ord(letter)):
        if has(name, letter):
            return _BOLDER.get(name, name) if wanted == BOLD else name
    return ""


def _candidates(code: int) -> tuple[str, ...]:
    if any(first <= code < last for first, last in _HANGUL):
        return ("NotoSansKR-Regular",)
    if code in _KANA:
        return ("NotoSansJP-Regular",)
    if 0x1F000 <= code <= 0x1FAFF or 0x2600 <= code <= 0x27BF:
        return (_EMOJI, *_FALLBACK)
    return (REGULAR, *_FALLBACK)


def missing(text: str) -> frozenset[str]:
    """Return the characters of a text that no bundled font can show."""
    if is_simple(text):
        return frozenset()
    letters = set(clean(text)) - {"\n", TAB}
    return frozenset(each for each in letters if not _joins(each) and not font_for(each, REGULAR))


def _joins(letter: str) -> bool:
    """Say whether a character changes its neighbour and needs no glyph of its own."""
    return (
        is_directional(letter) or unicodedata.category(letter) in {"Mn", "Me", "Cf"} or "\ufe00" <= letter <= "\ufe0f"
    )


def runs(text: str, wanted: str) -> list[tuple[str, str]]:
    """Split text into (font, part); a mark or joiner stays with the character before it.

    A character that no font has becomes U+FFFD, so that something is visibly missing instead of silently.
    """
    if text and is_plain(text):  # every font that is asked for has all of these
        return [(wanted, text)]
    found: list[tuple[str, str]] = []
    for letter in text:
        if _joins(letter) and found:
            if has(found[-1][0], letter):
                found[-1] = (found[-1][0], found[-1][1] + letter)
            continue
        font = font_for(letter, wanted)
        shown = letter if font else REPLACEMENT
        font = font or REGULAR
        if found and found[-1][0] == font:
            found[-1] = (font, found[-1][1] + shown)
        else:
            found.append((font, shown))
    return found
