"""Glyphs: text shaped by HarfBuzz, and each document's fonts written as subsets of exactly the glyphs it shows.

A font is written as a composite font whose codes are glyph numbers (PDF 9.7, Identity-H) with a map back to Unicode.
Nothing is kept between documents, so that the same content gives the same bytes in any process.
"""

from __future__ import annotations

import hashlib
import struct
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import uharfbuzz  # type: ignore[import-untyped]  # the library has no types

from journal_app.dossier import fonts
from journal_app.dossier.remembered import Remembered
from journal_app.dossier.writing import Writing, entries_of, name

# Tables of an embedded font that a reader of glyph numbers needs (PDF 9.9.1); all others are left out.
_NEEDED = frozenset({"cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"})
_SEEN = 0.5  # thousandths of the size: a smaller shift waits for the next one
_SYMBOLIC = 4  # PDF 9.8.2: the font has its own codes
_FEW = 8  # shapes: what is longer is a line of an account, and hardly shown twice
_MOST = 6_000  # that are remembered of one kind


class Glyph(NamedTuple):
    """One glyph; ``advance`` and the shift ``dx``, ``dy`` are in thousandths of the size."""

    number: int
    advance: float
    dx: float
    dy: float


class Cluster(NamedTuple):
    """Glyphs that stand for ``text`` together: a letter, a letter with its marks, several letters in one shape.

    ``advance`` is their width in thousandths of the size. Where it is one glyph in its own place that may tell the text
    by itself, ``code`` is its number as it is written, and ``move`` how far its end is from where the font has it.
    """

    text: str
    glyphs: tuple[Glyph, ...]
    advance: float
    code: str = ""
    move: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """Clusters of one font from left to right; ``advance`` is their width in thousandths of the size."""

    font: str
    clusters: tuple[Cluster, ...]
    advance: float

    def width(self, size: float) -> float:
        """Return the width in points at a size in points."""
        return self.advance * size / 1000


@lru_cache(maxsize=_MOST)
def shaped(text: str, font: str, *, rtl: bool) -> Shape:
    """Return text of one direction in one font."""
    if font == fonts.MONO and len(text) > 1 and text.isascii() and not rtl:  # long digests: no letter changes another
        letters = tuple(map(_letter, text))
        return Shape(font, letters, sum([each.advance for each in letters]))
    face = fonts.face(font)
    buffer = uharfbuzz.Buffer()
    buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if rtl else "ltr"
    buffer.language = "und"  # and not that of the computer
    uharfbuzz.shape(face.shaper, buffer)
    scale = 1000 / face.units
    found: list[tuple[int, list[Glyph]]] = []
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        glyph = Glyph(info.codepoint, place.x_advance * scale, place.x_offset * scale, place.y_offset * scale)
        if found and found[-1][0] == info.cluster:
            found[-1][1].append(glyph)
        else:
            found.append((info.cluster, [glyph]))
    starts = sorted(start for start, _ in found)
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    clusters = tuple(_cluster(text[start : ends[start]], tuple(glyphs), font) for start, glyphs in found)
    return Shape(font, clusters, sum(each.advance for each in clusters))


@lru_cache(maxsize=128)
def _letter(letter: str) -> Cluster:
    """Return what one letter of ASCII is in the font of digests."""
    return shaped(letter, fonts.MONO, rtl=False).clusters[0]


@lru_cache(maxsize=_MOST)
def _cluster(text: str, glyphs: tuple[Glyph, ...], font: str) -> Cluster:
    """Return a cluster; equal ones are one object, for a long account has few different ones."""
    advance, first = sum(glyph.advance for glyph in glyphs), glyphs[0]
    if len(glyphs) > 1 or first.dx or first.dy or _is_private(text):
        return Cluster(text, glyphs, advance)
    return Cluster(text, glyphs, advance, f"{first.number:04x}", first.advance - fonts.face(font).advance(first.number))


def _is_private(text: str) -> bool:
    """Say whether a letter of a text is one whose meaning no reader knows."""
    return any(unicodedata.category(letter) == "Co" for letter in text)


def forget() -> None:
    """Let go of all text that was shaped: words of a journal and recovery keys stay no longer than their document."""
    shaped.cache_clear()
    _cluster.cache_clear()


class FontSet:
    """The fonts of one document: what was shown in each, and how they are written."""

    def __init__(self) -> None:
        self._used: dict[str, dict[int, str]] = {}
        self._names: dict[str, str] = {}
        # Both may be forgotten at any time: what shows a shape is settled when it is first shown.
        self._plain: Remembered[Shape, tuple[str, float] | None] = Remembered(_MOST)
        self._shown: Remembered[tuple[float, tuple[Shape, ...]], tuple[str, str]] = Remembered(_MOST)

    def operators(self, font: str, size: float, x: float, y: float, shapes: Sequence[Shape]) -> str:
        """Return the operators that show shapes of one font at a place, and remember what they show."""
        before, after = self._made(font, size, shapes) if len(shapes) > _FEW else self._again(font, size, shapes)
        return f"{before}{_number(x)} {_number(y)}{after}"

    def _again(self, font: str, size: float, shapes: Sequence[Shape]) -> tuple[str, str]:
        """Return what ``_made`` does, remembered."""
        key = (size, tuple(shapes))  # the font is that of its shapes
        found = self._shown.get(key)
        if found is None:
            found = self._shown[key] = self._made(font, size, shapes)
        return found

    def _made(self, font: str, size: float, shapes: Sequence[Shape]) -> tuple[str, str]:
        """Return what stands before and after the place; the same whenever it is asked for."""
        if font not in self._used:
            self._used[font], self._names[font] = {}, f"F{len(self._used) + 1}"
        begin = f"BT /{self._names[font]} {_number(size)} Tf 1 0 0 1 "
        plains = [plain for shape in shapes if (plain := self._plain.get(shape)) is not None]
        if len(plains) == len(shapes):  # all were shown before, and tell their text: most of what anybody writes
            return begin, f" Tm {_at_once(plains)} ET"
        known = self._used[font]
        line = _Line(fonts.face(font), size)
        for shape in shapes:
            if shape not in self._plain:
                self._plain[shape] = _plain(shape, known)
            plain = self._plain[shape]
            if plain is not None:
                line.add_plain(*plain)
            else:
                for cluster in shape.clusters:
                    line.add(cluster, known)
        return begin, f" Tm {line.close()} ET"

    def write(self, writing: Writing, number: int) -> None:
        """Write the fonts, and their names on the pages as the object ``number``."""
        listed = {f"F{at}": f"{_font(writing, *used)} 0 R" for at, used in enumerate(self._used.items(), 1)}
        writing.small(f"<< {entries_of(listed)} >>", number)


def _plain(shape: Shape, known: dict[int, str]) -> tuple[str, float] | None:
    """Return the numbers of the glyphs of a shape, and how far its end is from where they would end by themselves.

    None where the glyphs alone would not tell the text, or stand off the line. What is shown is noted in ``known``.
    """
    parts: list[str] = []
    move = 0.0
    for cluster in shape.clusters:
        if not cluster.code or known.get(cluster.glyphs[0].number, cluster.text) != cluster.text:
            return None
        if abs(move) >= _SEEN:
            parts.append(f"> {_number(-move)} <")
            move = 0.0
        parts.append(cluster.code)
        move += cluster.move
    known.update((cluster.glyphs[0].number, cluster.text) for cluster in shape.clusters)
    return "".join(parts), move


def _at_once(plains: Iterable[tuple[str, float]]) -> str:
    """Return the operator that shows what ``_plain`` found of shapes: what ``_Line`` builds of it, in one go."""
    parts: list[str] = []
    move = 0.0
    for numbers, after in plains:
        if move >= _SEEN or -move >= _SEEN:
            parts.append(f"> {_number(-move)} <")
            move = 0.0
        parts.append(numbers)
        move += after
    return _shown_by(parts)


def _shown_by(parts: Sequence[str]) -> str:
    return f"[<{''.join(parts)}>] TJ".replace("<> ", "").replace(" <>", "")


class _Line:
    """Builds the operators of one line: glyph numbers, shifts, and the text where the glyphs alone would not tell."""

    def __init__(self, face: fonts.Face, size: float) -> None:
        self._face, self._size = face, size
        self._done: list[str] = []
        self._shown: list[str] = []
        self._move = 0.0
        self._rise = 0.0

    def add_plain(self, numbers: str, move: float) -> None:
        """Add glyphs that tell their own text; ``move`` is what is left to shift after them."""
        if self._rise:
            self._rise_to(0.0)
        self._shift()
        self._shown.append(numbers)
        self._move += move

    def add(self, cluster: Cluster, known: dict[int, str]) -> None:
        first = cluster.glyphs[0].number
        plain = len(cluster.glyphs) == 1 and known.setdefault(first, cluster.text) == cluster.text
        plain = plain and not _is_private(cluster.text)
        if not plain:
            self._flush()
            self._done.append(f"/Span <</ActualText <{_utf16(cluster.text, mark=True)}>>> BDC")
        for glyph in cluster.glyphs:
            known.setdefault(glyph.number, cluster.text)
            self._glyph(glyph)
        if not plain:
            self._flush()
            self._done.append("EMC")

    def _glyph(self, glyph: Glyph) -> None:
        if glyph.dy != self._rise:
            self._rise_to(glyph.dy)
        self._move += glyph.dx
        self._shift()
        self._shown.append(f"{glyph.number:04x}")
        self._move += glyph.advance - glyph.dx - self._face.advance(glyph.number)

    def _rise_to(self, height: float) -> None:
        self._flush()
        self._done.append(f"{_number(height * self._size / 1000)} Ts")
        self._rise = height

    def _shift(self) -> None:
        if abs(self._move) >= _SEEN:
            self._shown.append(f"> {_number(-self._move)} <")
            self._move = 0.0

    def _flush(self) -> None:
        if self._shown:
            self._done.append(_shown_by(self._shown))
        self._shown = []

    def close(self) -> str:
        self._flush()
        return " ".join([*self._done, *(["0 Ts"] if self._rise else [])])


def _font(writing: Writing, font: str, known: dict[int, str]) -> int:
    """Write a composite font with the glyphs in ``known`` (PDF 9.7.6); return its number."""
    face = fonts.face(font)
    numbers = sorted(known)
    data = _subset(face, numbers)
    called = name(f"{_tag(font, numbers)}+{font}")
    file = writing.stream(data, f"/Length1 {len(data)}")
    described = {
        "Type": "/FontDescriptor", "FontName": called, "Flags": str(_SYMBOLIC),
        "FontBBox": f"[{' '.join(str(round(each)) for each in face.box)}]", "ItalicAngle": str(face.slant),
        "Ascent": str(round(face.ascent)), "Descent": str(round(face.descent)),
        "CapHeight": str(round(face.ascent * 0.67)), "StemV": "80", "FontFile2": f"{file} 0 R",
    }  # fmt: skip
    widths = " ".join(f"{number} [{_number(round(face.advance(number), 2))}]" for number in numbers)
    inner = {
        "Type": "/Font", "Subtype": "/CIDFontType2", "BaseFont": called, "CIDToGIDMap": "/Identity",
        "CIDSystemInfo": "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>", "W": f"[{widths}]",
        "FontDescriptor": f"{writing.small(f'<< {entries_of(described)} >>')} 0 R",
    }  # fmt: skip
    outer = {
        "Type": "/Font", "Subtype": "/Type0", "BaseFont": called, "Encoding": "/Identity-H",
        "ToUnicode": f"{writing.stream(_unicode_map(known))} 0 R",
        "DescendantFonts": f"[{writing.small(f'<< {entries_of(inner)} >>')} 0 R]",
    }  # fmt: skip
    return writing.small(f"<< {entries_of(outer)} >>")


def _subset(face: fonts.Face, numbers: Sequence[int]) -> bytes:
    wanted = uharfbuzz.SubsetInput()
    wanted.glyph_set.update(set(numbers))
    wanted.flags = (
        uharfbuzz.SubsetFlags.RETAIN_GIDS
        | uharfbuzz.SubsetFlags.NO_HINTING
        | uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
        | uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
    )
    wanted.drop_table_tag_set.update({_tag_number(tag) for tag in face.tables if tag not in _NEEDED})
    return bytes(uharfbuzz.subset(face.shaper.face, wanted).blob.data)


def _tag_number(tag: str) -> int:
    return int(struct.unpack(">I", tag.encode("ascii").ljust(4))[0])


def _tag(font: str, numbers: Sequence[int]) -> str:
    """Return the six letters that name a subset (PDF 9.9.2), from what is in it."""
    digest = hashlib.sha256(f"{font} {numbers}".encode()).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _unicode_map(known: dict[int, str]) -> bytes:
    """Return a ToUnicode map (PDF 9.10.3), at most 100 glyphs a block."""
    lines = [
        "/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap",
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
        "/CMapName /Adobe-Identity-UCS def", "/CMapType 2 def",
        "1 begincodespacerange", "<0000> <ffff>", "endcodespacerange",
    ]  # fmt: skip
    listed = sorted(known.items())
    for start in range(0, len(listed), 100):
        block = listed[start : start + 100]
        lines.append(f"{len(block)} beginbfchar")
        lines += [f"<{number:04x}> <{_utf16(text)}>" for number, text in block]
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode("ascii")


def _utf16(text: str, *, mark: bool = False) -> str:
    return ("feff" if mark else "") + text.encode("utf-16-be").hex()


def _number(value: float) -> str:
    """Return a number as it is written in a PDF: at most three decimals, no exponent, no trailing zeros."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
