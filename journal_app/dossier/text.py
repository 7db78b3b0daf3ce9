"""Paragraphs: every script in its order and its own shapes, lines broken where readers expect it.

Which way a text runs and where it may break stands in ``lines``; which font shows it in ``fonts``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from reportlab.lib.colors import Color
from reportlab.platypus.flowables import Flowable

from journal_app.dossier import fonts
from journal_app.dossier.canvas import PageCanvas
from journal_app.dossier.glyphs import Cluster, shaped, width
from journal_app.dossier.lines import levels_of, segments
from journal_app.dossier.tags import Element


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
    rule: Color | None = None

    @property
    def drop(self) -> float:
        """How far below the top of its line the letters stand: sizes with one leading share a base line roughly."""
        return (self.leading - self.size) / 2 + self.size * 0.86


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of text in one look; ``link`` is the key of a place in the same document, ``target`` what is there."""

    text: str
    bold: bool = False
    italic: bool = False
    mono: bool = False
    link: str = ""
    target: str = ""
    color: Color | None = None


@dataclass(frozen=True, slots=True)
class _Atom:
    """A piece of a word in one font, one look and one direction; its clusters stand from left to right."""

    clusters: tuple[Cluster, ...]
    font: str
    width: float
    level: int
    span: int

    def like(self, other: _Atom) -> bool:
        """Say whether both may be shown at once."""
        return (self.font, self.level, self.span) == (other.font, other.level, other.span)


@dataclass(slots=True)
class _Word:
    atoms: list[_Atom]
    space: bool
    width: float
    forced: bool = False


@dataclass(slots=True)
class _Line:
    """The words of a line; ``spaced`` where a space or a line break parts them from what follows."""

    words: list[_Word] = field(default_factory=list)
    spaced: bool = False


Memory = dict[tuple[object, ...], tuple[list[_Word], bool]]


class Paragraph(Flowable):  # type: ignore[misc]  # the library has no types
    """One paragraph of spans; ``key`` makes it a place to link to, ``outline`` a bookmark (level, title).

    ``memory`` keeps words between the passes over one document, and no longer. ``element`` is what the paragraph
    is in the structure tree; without one, and where it is drawn again at the head of a table's next part, it is an
    artifact.
    """

    def __init__(
        self,
        spans: Sequence[Span] | str,
        style: Style,
        *,
        key: str = "",
        outline: tuple[int, str] | None = None,
        marks: dict[str, int] | None = None,
        memory: Memory | None = None,
        element: Element | None = None,
    ) -> None:
        super().__init__()
        self.spans = [Span(text=spans)] if isinstance(spans, str) else list(spans)
        self.style = style
        self.key = key
        self.outline = outline
        self.marks = marks
        self.element = element
        self._memory = memory
        self._inner: dict[int, Element] = {}
        self._drawn = False
        self.spaceBefore, self.spaceAfter = style.before, style.after
        self._words: list[_Word] | None = None
        self._lines: list[_Line] = []
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
            self._words = self._remembered()
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

    def _part(self, lines: list[_Line], *, first: bool) -> Paragraph:
        part = Paragraph(
            self.spans, self.style, key=self.key if first else "", outline=self.outline if first else None,
            marks=self.marks, element=self.element,
        )  # fmt: skip
        part._inner = self._inner
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
        return width(shaped(" ", self.style.font, rtl=False), self.style.size)

    def _remembered(self) -> list[_Word]:
        """Return the words, set once for all passes over a document."""
        if self._memory is None:
            return self._tokens()
        looks = tuple((span.text, span.bold, span.italic, span.mono) for span in self.spans)
        key = (self.style.font, self.style.size, looks)
        if key not in self._memory:
            self._memory[key] = (self._tokens(), self._rtl)
        words, self._rtl = self._memory[key]
        return words

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
        found = []
        for font, part in fonts.runs(text, self._font(self.spans[span])):
            clusters = shaped(part, font, rtl=level % 2 == 1)
            found.append(_Atom(clusters, font, width(clusters, self.style.size), level, span))
        return found

    def _font(self, span: Span) -> str:
        if span.mono:
            return fonts.MONO
        if span.bold:
            return fonts.BOLD
        return fonts.ITALIC if span.italic else self.style.font

    def _broken(self, room: float) -> list[_Line]:
        lines = [_Line()]
        used, gap = 0.0, self._gap()
        for word in self._words or []:
            if word.forced and lines[-1].words:
                lines[-1].spaced = True
                lines.append(_Line())
                used = 0.0
            for piece in [word] if word.width <= room else self._chopped(word, room):
                step = piece.width + (gap if piece.space and lines[-1].words else 0)
                if lines[-1].words and used + step > room + 0.01:
                    lines[-1].spaced = piece.space
                    lines.append(_Line([piece]))
                    used = piece.width
                else:
                    lines[-1].words.append(piece)
                    used += step
        return lines

    def _chopped(self, word: _Word, room: float) -> list[_Word]:
        """Cut a word that is wider than the line, between clusters."""
        pieces: list[_Word] = []
        for atom in word.atoms:
            rest = list(atom.clusters if atom.level % 2 == 0 else reversed(atom.clusters))
            while rest:
                count = 1
                while count < len(rest) and width(rest[: count + 1], self.style.size) <= room:
                    count += 1
                kept = tuple(rest[:count] if atom.level % 2 == 0 else reversed(rest[:count]))
                part = replace(atom, clusters=kept, width=width(kept, self.style.size))
                pieces.append(_Word([part], word.space and not pieces, part.width))
                rest = rest[count:]
        return pieces

    def draw(self) -> None:
        """Draw the lines, and note where a place to link to is."""
        canvas = self.canv
        self._prepare_elements()
        if self.key:
            if self.marks is not None:
                self.marks[self.key] = canvas.getPageNumber()
            canvas.bookmarkHorizontal(self.key, 0, len(self._lines) * self.style.leading + 4)
        if self.outline is not None:
            level, title = self.outline
            canvas.addOutlineEntry(title, self.key, level, closed=level > 0)
        if self.style.rule is not None:
            with canvas.artifact():
                canvas.setFillColor(self.style.rule)
                x = self._width - self.style.indent + 8 if self._rtl else self.style.indent - 10
                canvas.rect(x, 1, 2, len(self._lines) * self.style.leading - 2, stroke=0, fill=1)
        y = len(self._lines) * self.style.leading - self.style.drop
        for line in self._lines:
            self._draw_line(line, y)
            y -= self.style.leading
        canvas.leave()
        self._drawn = True

    def _prepare_elements(self) -> None:
        """Say text that runs from right to left in its order, beside its glyphs; with links, each stretch by itself."""
        if self._drawn:
            self.element = None
        if self.element is None or self._inner or self.element.actual:
            return
        texts = [fonts.clean(span.text) for span in self.spans]
        if not any(needs_saying(text) for text in texts):
            return
        if not any(span.link for span in self.spans):
            self.element.actual = "".join(texts)
            return
        for number, (span, text) in enumerate(zip(self.spans, texts, strict=True)):
            self._inner[number] = self.element.add("Link" if span.link else "Span", actual=text)

    def _draw_line(self, line: _Line, y: float) -> None:
        pieces = _in_visual_order(line.words, self._blank)
        x = self._start(sum(atom.width for atom in pieces))
        if line.spaced and pieces:  # a space nobody sees, for those who listen: words of two lines do not run together
            x -= self._gap() if self._rtl else 0
            after = self._blank(int(self._rtl), line.words[-1].atoms[-1].span if line.words[-1].atoms else 0)
            pieces = [after, *pieces] if self._rtl else [*pieces, after]
        for atom in _joined(pieces):
            self._draw_atom(atom, x, y)
            x += atom.width

    def _blank(self, level: int, span: int) -> _Atom:
        """Return a space as wide as that of the paragraph's font."""
        return _Atom(shaped(" ", self.style.font, rtl=False), self.style.font, self._gap(), level, span)

    def draw_at(self, x: float, y: float, *, ends: bool) -> None:
        """Show all of the text on one line."""
        self._words = self._tokens()
        self._prepare_elements()
        pieces = _joined(_in_visual_order(self._words, self._blank))
        x -= sum(atom.width for atom in pieces) if ends else 0
        for atom in pieces:
            self._draw_atom(atom, x, y)
            x += atom.width
        self.canv.leave()

    def _start(self, length: float) -> float:
        free = self._width - self.style.indent - length
        begin = 0.0 if self._rtl else self.style.indent  # what is set in, is set in where its lines begin
        return begin + (free if (self.style.align == "end") != self._rtl else 0)

    def _draw_atom(self, atom: _Atom, x: float, y: float) -> None:
        span, size = self.spans[atom.span], self.style.size
        color = span.color or (LINK if span.link else self.style.color)
        if span.link and self.element is not None and atom.span not in self._inner:
            self._inner[atom.span] = self.element.add("Link")
        inner = self._inner.get(atom.span) if self.element is not None else None
        self.canv.enter(inner or self.element)
        self.canv.show(atom.font, size, x, y, atom.clusters, color)
        if span.link and inner is not None:
            box = (x, y - size * 0.25, x + atom.width, y + size * 0.9)
            self.canv.link(inner, span.link, box, span.target or span.text)


LINK = Color(0.12, 0.36, 0.42)


def draw_line(
    canvas: PageCanvas,
    text: str,
    style: Style,
    x: float,
    y: float,
    *,
    ends: bool = False,
    element: Element | None = None,
) -> None:
    """Show one line of text whose letters stand on ``y`` and which begins (or ends) at ``x``.

    Without an ``element`` of the structure tree it is an artifact.
    """
    paragraph = Paragraph(text, style, element=element)
    paragraph.canv = canvas
    paragraph.draw_at(x, y, ends=ends)


def needs_saying(text: str) -> bool:
    """Say whether the glyphs of a text do not tell it in its order, or not all of it."""
    return not fonts.is_simple(text) and (any(levels_of(text)[0]) or bool(fonts.missing(text)))


def _in_visual_order(line: list[_Word], blank: Callable[[int, int], _Atom]) -> list[_Atom]:
    """Return the atoms of a line from left to right (rule L2), with the spaces between its words."""
    pieces: list[_Atom] = []
    for word in line:
        if word.space and pieces and word.atoms:
            before, after = pieces[-1], word.atoms[0]
            span = before.span if before.span == after.span else after.span
            pieces.append(blank(min(before.level, after.level), span))
        pieces += word.atoms
    for level in range(max((atom.level for atom in pieces), default=0), 0, -1):
        at = 0
        while at < len(pieces):
            end = at
            while end < len(pieces) and pieces[end].level >= level:
                end += 1
            if end > at:
                pieces[at:end] = reversed(pieces[at:end])
            at = end + 1
    return pieces


def _joined(pieces: list[_Atom]) -> list[_Atom]:
    """Join neighbours of one look, so that text can be found and copied as it was written."""
    found: list[_Atom] = []
    for piece in pieces:
        if found and found[-1].like(piece):
            before = found[-1]
            clusters = (*before.clusters, *piece.clusters)
            found[-1] = replace(before, clusters=clusters, width=before.width + piece.width)
        else:
            found.append(piece)
    return found
