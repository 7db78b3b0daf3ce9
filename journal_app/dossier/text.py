"""Paragraphs: every script in its order and its own shapes, lines broken where readers expect it.

Which way a text runs and where it may break stands in ``lines``; which font shows it in ``fonts``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from reportlab.lib.colors import Color
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import shapeStr
from reportlab.platypus.flowables import Flowable

from journal_app.dossier import fonts
from journal_app.dossier.lines import levels_of, segments, turned


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a paragraph is set; lengths in points."""

    font: str = fonts.REGULAR
    size: float = 10
    leading: float = 14
    before: float = 0
    after: float = 5
    indent: float = 0
    color: Color = field(default_factory=lambda: Color(0.13, 0.16, 0.17))
    align: str = "start"
    keep_with_next: bool = False
    rule: Color | None = None

    @property
    def drop(self) -> float:
        """How far below the top of its line the letters stand: sizes with one leading share a base line roughly."""
        return (self.leading - self.size) / 2 + self.size * 0.86


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of text in one look; ``link`` is the key of a place in the same document."""

    text: str
    bold: bool = False
    italic: bool = False
    mono: bool = False
    link: str = ""
    color: Color | None = None


@dataclass(slots=True)
class _Atom:
    """A piece of a word in one font and one direction."""

    text: str
    font: str
    width: float
    level: int
    span: int
    shaped: bool


@dataclass(slots=True)
class _Word:
    atoms: list[_Atom]
    space: bool
    width: float
    forced: bool = False


class Paragraph(Flowable):  # type: ignore[misc]  # the library has no types
    """One paragraph of spans; ``key`` makes it a place to link to, ``outline`` a bookmark (level, title)."""

    def __init__(
        self,
        spans: Sequence[Span] | str,
        style: Style,
        *,
        key: str = "",
        outline: tuple[int, str] | None = None,
        marks: dict[str, int] | None = None,
    ) -> None:
        super().__init__()
        self.spans = [Span(text=spans)] if isinstance(spans, str) else list(spans)
        self.style = style
        self.key = key
        self.outline = outline
        self.marks = marks
        self.spaceBefore, self.spaceAfter = style.before, style.after
        self._words: list[_Word] | None = None
        self._lines: list[list[_Word]] = []
        self._width = 0.0
        self._rtl = False

    def getSpaceBefore(self) -> float:
        """Return the space above, in points."""
        return self.spaceBefore

    def getSpaceAfter(self) -> float:
        """Return the space below, in points."""
        return self.spaceAfter

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Break the lines for a width and return what they take."""
        if self._words is None:
            self._words = self._tokens()
        if width != self._width or not self._lines:
            self._width = width
            self._lines = self._broken(width - self.style.indent)
        return width, len(self._lines) * self.style.leading

    def split(self, width: float, height: float) -> list[Flowable]:
        """Return the part that fits and the rest, never with a single line on either side."""
        self.wrap(width, height)
        fit, total = int(height / self.style.leading + 1e-6), len(self._lines)
        if fit >= total:
            return [self]
        if total - fit < 2:
            fit = total - 2
        if fit < 2:
            return []
        return [self._part(self._lines[:fit], first=True), self._part(self._lines[fit:], first=False)]

    def _part(self, lines: list[list[_Word]], *, first: bool) -> Paragraph:
        part = Paragraph(
            self.spans, self.style, key=self.key if first else "", outline=self.outline if first else None,
            marks=self.marks,
        )  # fmt: skip
        part._words, part._lines, part._width, part._rtl = [], lines, self._width, self._rtl
        if first:
            part.spaceAfter = 0
        else:
            part.spaceBefore = 0
        return part

    def start_height(self, width: float) -> float:
        """Return the height of the least that may stand on a page: two lines, or all of it."""
        _, height = self.wrap(width, 0)
        return min(height, 2 * self.style.leading) if len(self._lines) > 3 else height

    def _gap(self) -> float:
        fonts.ready(self.style.font)
        return float(pdfmetrics.stringWidth(" ", self.style.font, self.style.size))

    def _tokens(self) -> list[_Word]:
        texts = [fonts.clean(span.text) for span in self.spans]
        full = "".join(texts)
        owner = [number for number, text in enumerate(texts) for _ in text]
        levels, self._rtl = levels_of(full)
        words: list[_Word] = []
        for start, end, space, forced in segments(full):
            atoms = self._atoms(full, start, end, owner, levels)
            words.append(_Word(atoms, space, sum(atom.width for atom in atoms), forced))
        return words

    def _atoms(self, full: str, start: int, end: int, owner: list[int], levels: list[int]) -> list[_Atom]:
        atoms: list[_Atom] = []
        at = start
        while at < end:
            stop = at + 1
            while stop < end and owner[stop] == owner[at] and levels[stop] == levels[at]:
                stop += 1
            part = "".join(letter for letter in full[at:stop] if not fonts.is_directional(letter))
            atoms += self._set(part, owner[at], levels[at])
            at = stop
        return atoms

    def _set(self, text: str, span: int, level: int) -> list[_Atom]:
        wanted = self._font(self.spans[span])
        size = self.style.size
        if fonts.is_simple(text) and not level % 2:
            fonts.ready(wanted)
            return [_Atom(text, wanted, pdfmetrics.stringWidth(text, wanted, size), level, span, shaped=False)]
        found = []
        for font, part in fonts.runs(text, wanted):
            fonts.ready(font)
            shaped = not fonts.is_simple(part)
            shown = part if shaped or not level % 2 else turned(part)
            found.append(_Atom(shown, font, _width(shown, font, size, shaped=shaped), level, span, shaped))
        return found

    def _font(self, span: Span) -> str:
        if span.mono:
            return fonts.MONO
        if span.bold:
            return fonts.BOLD
        return fonts.ITALIC if span.italic else self.style.font

    def _broken(self, width: float) -> list[list[_Word]]:
        lines: list[list[_Word]] = [[]]
        used, gap = 0.0, self._gap()
        for word in self._words or []:
            if word.forced and lines[-1]:
                lines.append([])
                used = 0.0
            for piece in [word] if word.width <= width else self._chopped(word, width):
                step = piece.width + (gap if piece.space and lines[-1] else 0)
                if lines[-1] and used + step > width + 0.01:
                    lines.append([piece])
                    used = piece.width
                else:
                    lines[-1].append(piece)
                    used += step
        return lines

    def _chopped(self, word: _Word, width: float) -> list[_Word]:
        """Cut a word that is wider than the line, between characters."""
        pieces: list[_Word] = []
        for atom in word.atoms:
            rest = atom.text
            while rest:
                count = max(1, _fitting(rest, atom, self.style.size, width))
                length = _width(rest[:count], atom.font, self.style.size, shaped=atom.shaped)
                part = replace(atom, text=rest[:count], width=length)
                pieces.append(_Word([part], word.space and not pieces, part.width))
                rest = rest[count:]
        return pieces

    def draw(self) -> None:
        """Draw the lines, and note where a place to link to is."""
        canvas = self.canv
        if self.key:
            if self.marks is not None:
                self.marks[self.key] = canvas.getPageNumber()
            canvas.bookmarkHorizontal(self.key, 0, len(self._lines) * self.style.leading + 4)
        if self.outline is not None:
            level, title = self.outline
            canvas.addOutlineEntry(title, self.key, level, closed=level > 0)
        if self.style.rule is not None:
            canvas.setFillColor(self.style.rule)
            canvas.rect(self.style.indent - 10, 1, 2, len(self._lines) * self.style.leading - 2, stroke=0, fill=1)
        y = len(self._lines) * self.style.leading - self.style.drop
        for line in self._lines:
            self._draw_line(line, y)
            y -= self.style.leading

    def _draw_line(self, line: list[_Word], y: float) -> None:
        pieces = _in_visual_order(line)
        gap = self._gap()
        width = sum(gap if atom is None else atom.width for atom in pieces)
        x = self._start(width)
        for atom, text, length in _joined(pieces, gap):
            if atom is not None:
                self._draw_atom(atom, text, x, y, length)
            x += length

    def _start(self, width: float) -> float:
        free = self._width - self.style.indent - width
        if self.style.align == "center":
            return self.style.indent + free / 2
        end = self.style.align == "end"
        return self.style.indent + (free if end != self._rtl else 0)

    def _draw_atom(self, atom: _Atom, text: str, x: float, y: float, length: float) -> None:
        span, canvas = self.spans[atom.span], self.canv
        canvas.setFont(atom.font, self.style.size)
        canvas.setFillColor(span.color or (LINK if span.link else self.style.color))
        canvas.drawString(x, y, shapeStr(text, atom.font, self.style.size) if atom.shaped else text)
        if span.link:
            low, high = y - self.style.size * 0.25, y + self.style.size * 0.9
            canvas.linkRect("", span.link, (x, low, x + length, high), relative=1, thickness=0)


LINK = Color(0.12, 0.36, 0.42)


def _width(text: str, font: str, size: float, *, shaped: bool) -> float:
    if not shaped:
        return float(pdfmetrics.stringWidth(text, font, size))
    found = shapeStr(text, font, size)
    data = getattr(found, "__shapeData__", None)
    if data:
        return float(sum(each.x_advance for each in data) * size / 1000)
    return float(pdfmetrics.stringWidth(text, font, size))


def _fitting(text: str, atom: _Atom, size: float, width: float) -> int:
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if _width(text[:middle], atom.font, size, shaped=atom.shaped) <= width:
            low = middle
        else:
            high = middle - 1
    return low


def _in_visual_order(line: list[_Word]) -> list[_Atom | None]:
    """Return the atoms of a line from left to right (rule L2); None is a space."""
    pieces: list[_Atom | None] = []
    levels: list[int] = []
    for word in line:
        if word.space and pieces and word.atoms:
            pieces.append(None)
            levels.append(min(levels[-1], word.atoms[0].level))
        for atom in word.atoms:
            pieces.append(atom)
            levels.append(atom.level)
    for level in range(max(levels, default=0), 0, -1):
        at = 0
        while at < len(pieces):
            end = at
            while end < len(pieces) and levels[end] >= level:
                end += 1
            if end > at:
                pieces[at:end] = reversed(pieces[at:end])
                levels[at:end] = reversed(levels[at:end])
            at = end + 1
    return pieces


def _joined(pieces: list[_Atom | None], gap: float) -> list[tuple[_Atom | None, str, float]]:
    """Join neighbours of one look into one string, so that text can be found and copied as it was written."""
    found: list[tuple[_Atom | None, str, float]] = []
    for index, piece in enumerate(pieces):
        before = found[-1] if found else (None, "", 0.0)
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        plain = before[0] is not None and not before[0].shaped
        if piece is None and plain and following is not None and _alike(before[0], following):
            found[-1] = (before[0], before[1] + " ", before[2] + gap)
        elif piece is not None and plain and _alike(before[0], piece):
            found[-1] = (before[0], before[1] + piece.text, before[2] + piece.width)
        else:
            found.append((piece, piece.text if piece else "", piece.width if piece else gap))
    return found


def _alike(one: _Atom | None, other: _Atom) -> bool:
    return one is not None and (one.font, one.level, one.span, other.shaped) == (
        other.font,
        other.level,
        other.span,
        False,
    )
