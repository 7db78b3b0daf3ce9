"""Paragraphs: every script in its order and its own shapes, lines broken where readers expect it.

How words are set stands in ``words``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter

from reportlab.lib.colors import Color
from reportlab.platypus.flowables import Flowable

from journal_app.dossier import fonts
from journal_app.dossier.canvas import PageCanvas
from journal_app.dossier.glyphs import shaped
from journal_app.dossier.lines import levels_of, runs_from_right
from journal_app.dossier.tags import Element
from journal_app.dossier.words import (
    Atom,
    Line,
    Memory,
    Span,
    Stretch,
    Style,
    Word,
    chopped,
    in_visual_order,
    joined,
    of_one_look,
    words_of,
)

__all__ = ["LINK", "Memory", "Paragraph", "Span", "Style", "draw_line", "needs_saying", "width_of"]


_SHORT = 120  # letters: a longer text is hardly said twice, and its lines are not remembered
_NEARLY = 1e-6  # points that two sums of the same lengths may differ by


class Paragraph(Flowable):  # type: ignore[misc]  # the library has no types
    """One paragraph of spans; ``key`` makes it a place to link to, ``outline`` a bookmark (level, title).

    ``memory`` keeps words and lines between the passes over one document, and no longer. ``element`` is what the
    paragraph is in the structure tree; without one, and where it is drawn again at the head of a table's next part, it
    is an artifact. Each line runs as its letters do, and where they tell nothing as the document does: ``rtl`` where
    that is from right to left.
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
        rtl: bool = False,
    ) -> None:
        super().__init__()
        self.spans = [Span(text=spans)] if isinstance(spans, str) else list(spans)
        self.style = style
        self.key = key
        self.outline = outline
        self.marks = marks
        self.element = element
        self._memory = Memory() if memory is None else memory
        self._inner: dict[int, Element] = {}
        self._blanks: dict[tuple[int, int], Atom] = {}
        self._drawn = self._is_part = False
        self.spaceBefore, self.spaceAfter = style.before, style.after
        self._lines: list[Line] = []
        self._width = 0.0
        self._rtl = rtl

    def getSpaceBefore(self) -> float:
        """Return the space above, in points."""
        return self.spaceBefore

    def getSpaceAfter(self) -> float:
        """Return the space below, in points."""
        return self.spaceAfter

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Break the lines for a width and return what they take."""
        if not self._lines or (abs(width - self._width) > _NEARLY and not self._is_part):
            self._width = width
            self._lines = self._set()
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

    def _part(self, lines: list[Line], *, first: bool) -> Paragraph:
        part = Paragraph(
            self.spans, self.style, key=self.key if first else "", outline=self.outline if first else None,
            marks=self.marks, memory=self._memory, element=self.element, rtl=self._rtl,
        )  # fmt: skip
        part._inner, part._is_part = self._inner, True
        part._lines, part._width = lines, self._width
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
        return shaped(" ", self.style.font, rtl=False).width(self.style.size)

    def _set(self) -> list[Line]:
        """Return the lines, remembered where the text is short."""
        style = self.style
        if sum(len(span.text) for span in self.spans) > _SHORT:
            return self._made()
        looks = [(span.text, span.font(style.font)) for span in self.spans]
        return self._memory.lines((style, self._rtl, round(self._width, 3), *looks), self._made)

    def _made(self) -> list[Line]:
        words = words_of(self._texts(), self.spans, self.style, self._memory, rtl=self._rtl)
        return self._broken(words, self._width - self.style.indent)

    def _texts(self) -> list[str]:
        return [fonts.clean(span.text) for span in self.spans]

    def _broken(self, words: Sequence[Word], room: float) -> list[Line]:
        line = Line(rtl=words[0].rtl if words else self._rtl)
        lines, used, gap = [line], 0.0, self._gap()
        for word in words:
            if word.forced and line.words:
                line.spaced = True
                line, used = Line(rtl=word.rtl, written=line.written + 1), 0.0
                lines.append(line)
            for piece in (word,) if word.width <= room else chopped(word, room, self.style.size):
                step = piece.width + (gap if piece.space and line.words else 0)
                if line.words and used + step > room + 0.01:
                    line.spaced = piece.space
                    line, used = Line([piece], rtl=word.rtl, written=line.written), piece.width
                    lines.append(line)
                else:
                    line.words.append(piece)
                    used += step
        return lines

    def drawOn(self, canvas: PageCanvas, x: float, y: float, _sW: float = 0) -> None:  # noqa: N803 - the library's names
        """Draw the lines with their lower left corner at a place, and note where a place to link to is."""
        height = len(self._lines) * self.style.leading
        if self.key:
            if self.marks is not None:
                self.marks[self.key] = canvas.getPageNumber()
            canvas.place(self.key, x, y + height + 4)
        if canvas.measures:
            return
        self.canv = canvas
        if self.outline is not None:
            canvas.bookmark(self.key, *self.outline)
        self._prepare_elements()
        if self.style.rule is not None:
            with canvas.artifact():
                canvas.setFillColor(self.style.rule)
                self._draw_rule(canvas, x, y + height)
        at = y + height - self.style.drop
        for line in self._lines:
            self._draw_line(line, x, at)
            at -= self.style.leading
        canvas.leave()
        self._drawn = True

    def _draw_rule(self, canvas: PageCanvas, x: float, y: float) -> None:
        """Draw the rule down from a place, beside the beginnings of the lines: on the other side where they turn."""
        for rtl, lines in groupby(self._lines, key=attrgetter("rtl")):
            height = len(list(lines)) * self.style.leading
            side = self._width - self.style.indent + 8 if rtl else self.style.indent - 10
            y -= height
            canvas.rect(x + side, y + 1, 2, height - 2, stroke=0, fill=1)

    def _prepare_elements(self) -> None:
        """Say text that runs from right to left in its order, beside its glyphs; with links, each stretch by itself.

        Where not all lines run one way each is said by itself, so that none is read in the direction of another. Which
        way that is, is told too (ISO 32000-1, 14.8.5.4.2, WritingMode).
        """
        if self._drawn:
            self.element = None
        if self.element is None or self._inner or self.element.actual:
            return
        if all(fonts.is_plain(span.text) for span in self.spans):
            return
        texts = self._texts()
        if not any(needs_saying(text, rtl=self._rtl) for text in texts):
            return
        if self._is_linked:
            for number, (span, text) in enumerate(zip(self.spans, texts, strict=True)):
                self._inner[number] = self.element.add("Link" if span.link else "Span", actual=fonts.told(text))
            return
        text = fonts.told("".join(texts))
        lines = [line for line in text.split("\n") if line.strip(" ")]
        turned = [runs_from_right(line, rtl=self._rtl) for line in lines]
        if not any(turned):
            self.element.actual = text
        elif all(turned) and not self.element.attributes:
            self.element.actual, self.element.attributes = text, _FROM_RIGHT
        else:
            ends = ["\n"] * (len(lines) - 1) + [""]
            for number, (line, rtl, end) in enumerate(zip(lines, turned, ends, strict=True)):
                attributes = _FROM_RIGHT if rtl else ""
                self._inner[number] = self.element.add("Span", actual=line + end, attributes=attributes)

    @property
    def _is_linked(self) -> bool:
        return any(span.link for span in self.spans)

    def _draw_line(self, line: Line, x: float, y: float) -> None:
        if line.stretches is None:
            self._arrange(line)
        x += self._start(line)
        x -= self._gap() if line.rtl and line.spaced and line.words else 0
        self._draw_stretches(line, x, y)

    def _draw_stretches(self, line: Line, x: float, y: float) -> None:
        linked = self._is_linked
        for stretch in line.stretches or ():
            self._draw_stretch(stretch, x, y, stretch.span if linked else line.written)
            x += stretch.width

    def _arrange(self, line: Line) -> None:
        """Find what is shown of a line, from left to right."""
        alone = None if line.rtl else of_one_look(line.words, self._blank)
        if alone is not None:
            line.length, line.stretches = alone.width, [alone]
            if line.spaced:
                alone.add(self._blank(0, alone.span))
            return
        pieces = in_visual_order(line.words, self._blank)
        line.length = sum(atom.width for atom in pieces)
        if line.spaced and pieces:  # a space nobody sees, for those who listen: words of two lines do not run together
            after = self._blank(int(line.rtl), line.words[-1].atoms[-1].span if line.words[-1].atoms else 0)
            pieces = [after, *pieces] if line.rtl else [*pieces, after]
        line.stretches = joined(pieces)

    def _blank(self, level: int, span: int) -> Atom:
        """Return a space as wide as that of the paragraph's font."""
        found = self._blanks.get((level, span))
        if found is None:
            shape = shaped(" ", self.style.font, rtl=False)
            found = self._blanks[level, span] = Atom(shape, shape.width(self.style.size), level, span)
        return found

    def _as_one_line(self) -> Line:
        self._width = math.inf
        line = self._set()[0]
        if line.stretches is None:
            self._arrange(line)
        return line

    def length(self) -> float:
        """Return how long all of the text is on one line, in points."""
        return self._as_one_line().length

    def draw_at(self, x: float, y: float, *, ends: bool) -> None:
        """Show all of the text on one line."""
        line = self._as_one_line()
        self._prepare_elements()
        x -= line.length if ends else 0
        self._draw_stretches(line, x, y)
        self.canv.leave()

    def _start(self, line: Line) -> float:
        free = self._width - self.style.indent - line.length
        begin = 0.0 if line.rtl else self.style.indent  # what is set in, is set in where its lines begin
        return begin + (free if (self.style.align == "end") != line.rtl else 0)

    def _draw_stretch(self, stretch: Stretch, x: float, y: float, part: int) -> None:
        """Show a stretch at a place; ``part`` is the number of its element inside that of the paragraph."""
        span, size = self.spans[stretch.span], self.style.size
        color = span.color or (LINK if span.link else self.style.color)
        if span.link and self.element is not None and part not in self._inner:
            self._inner[part] = self.element.add("Link")
        inner = self._inner.get(part) if self.element is not None else None
        self.canv.enter(inner or self.element)
        self.canv.show(stretch.font, size, x, y, stretch.shapes, color)
        if span.link and inner is not None:
            box = (x, y - size * 0.25, x + stretch.width, y + size * 0.9)
            self.canv.link(inner, span.link, box, span.target or span.text)


LINK = Color(0.12, 0.36, 0.42)
_FROM_RIGHT = "/O /Layout /WritingMode /RlTb"


def draw_line(
    canvas: PageCanvas,
    text: str,
    style: Style,
    x: float,
    y: float,
    *,
    ends: bool = False,
    memory: Memory | None = None,
    element: Element | None = None,
) -> None:
    """Show text on one line whose letters stand on ``y`` and which begins (or ends) at ``x``.

    Without an ``element`` of the structure tree it is an artifact.
    """
    paragraph = Paragraph(fonts.clean(text).replace("\n", " "), style, memory=memory, element=element)
    paragraph.canv = canvas
    paragraph.draw_at(x, y, ends=ends)


def width_of(text: str, style: Style, memory: Memory | None = None) -> float:
    """Return how wide ``draw_line`` shows a text, in points."""
    return Paragraph(fonts.clean(text).replace("\n", " "), style, memory=memory).length()


def needs_saying(text: str, *, rtl: bool = False) -> bool:
    """Say whether the glyphs of a text do not tell it in its order, or not all of it; ``rtl`` as of a paragraph."""
    simple = fonts.is_simple(text) and not rtl
    return not simple and (any(levels_of(text, rtl=rtl)[0]) or bool(fonts.missing(text)))
