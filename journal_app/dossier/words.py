"""Words as they are set: which font and direction each has, how wide it is, and where one that is too wide is cut.

Which way a text runs and where it may break stands in ``lines``; which font shows it in ``fonts``.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from reportlab.lib.colors import Color

from journal_app.domain.controls import is_directional
from journal_app.dossier import fonts
from journal_app.dossier.glyphs import Shape, shaped
from journal_app.dossier.lines import levels_of, runs_from_right, segments
from journal_app.dossier.remembered import Remembered

_BREAKERS = frozenset("-/\u2013\u2014")  # a word with one of them may go on in the next line
_BLANKS = frozenset({" ", fonts.TAB})
_MOST_LOOKS, _MOST_WORDS, _MOST_TEXTS = 100, 6_000, 4_000  # that are remembered: a few MB


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Style:
    """How a paragraph is set; lengths in points. Each is one thing, and equal to no other."""

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


class Span(NamedTuple):
    """A stretch of text in one look; ``link`` is the key of a place in the same document, ``target`` what is there."""

    text: str
    bold: bool = False
    italic: bool = False
    mono: bool = False
    link: str = ""
    target: str = ""
    color: Color | None = None

    def font(self, usual: str) -> str:
        """Return the font of the span where ``usual`` is that of its paragraph."""
        if self.mono:
            return fonts.MONO
        if self.bold:
            return fonts.BOLD
        return fonts.ITALIC if self.italic else usual


class Atom(NamedTuple):
    """A piece of a word in one font, one look and one direction; ``width`` is in points."""

    shape: Shape
    width: float
    level: int
    span: int


class Word(NamedTuple):
    """What stays on one line; ``space`` where a space stands before it, ``forced`` where a line break does.

    ``rtl`` says whether the line as it was written runs from right to left; ``space_level`` is the level of the space
    before it, which may be lower than that of both words around it: of two numbers in Hebrew.
    """

    atoms: tuple[Atom, ...]
    space: bool
    width: float
    forced: bool = False
    rtl: bool = False
    space_level: int = 0


@dataclass(slots=True)
class Stretch:
    """Neighbours of one look on a line, shown at once so that text can be found and copied as it was written."""

    font: str
    level: int
    span: int
    width: float
    shapes: list[Shape]

    def add(self, piece: Atom) -> None:
        """Add what stands to the right of it in the same look."""
        self.shapes.append(piece.shape)
        self.width += piece.width


@dataclass(slots=True)
class Line:
    """The words of a line; ``spaced`` where a space or a line break parts them from what follows.

    ``rtl`` says whether it runs from right to left; ``written`` is the number of the line as it was written, which may
    have become several. ``stretches`` are what is shown of it, ``length`` wide in points; they are found when it is
    first drawn.
    """

    words: list[Word] = field(default_factory=list)
    spaced: bool = False
    rtl: bool = False
    written: int = 0
    stretches: list[Stretch] | None = None
    length: float = 0.0


class Memory:
    """What was set before, while one document is made and no longer.

    An account has few different words, and a dossier says the same labels, names and dates again and again.
    """

    def __init__(self) -> None:
        self._texts: Remembered[Hashable, list[Line]] = Remembered(_MOST_TEXTS)
        self._words: Remembered[Hashable, Remembered[str, tuple[Word, ...]]] = Remembered(_MOST_LOOKS)

    def lines(self, key: Hashable, make: Callable[[], list[Line]]) -> list[Line]:
        """Return the lines of a short text; ``key`` is all they come from."""
        found = self._texts.get(key)
        if found is None:
            found = self._texts[key] = make()
        return found

    def words(self, font: str, size: float, span: int, *, space: bool) -> Remembered[str, tuple[Word, ...]]:
        """Return what letters between two spaces became, in one look; ``space`` where a space stands before them."""
        key = (font, size, span, space)
        found = self._words.get(key)
        if found is None:
            found = self._words[key] = Remembered(_MOST_WORDS)
        return found


def words_of(
    texts: Sequence[str], spans: Sequence[Span], style: Style, memory: Memory, *, rtl: bool = False
) -> list[Word]:
    """Return the words of a paragraph; ``texts`` are the spans, made clean.

    ``rtl`` is the direction of the document, for lines whose letters tell none.
    """
    full = "".join(texts)
    simple = all(map(fonts.is_simple, texts)) and all(map(_are_apart, texts, texts[1:]))
    if simple and not (rtl and runs_from_right(full, rtl=True)):
        return _simple(texts, [span.font(style.font) for span in spans], style.size, memory)
    owner = [number for number, text in enumerate(texts) for _ in text]
    levels, turned = levels_of(full, rtl=rtl)
    set_in = [span.font(style.font) for span in spans]
    words: list[Word] = []
    for start, end, space, forced in segments(full):
        atoms = _atoms(full, start, end, owner, levels, set_in, style.size)
        before = levels[start - 1] if full[start - 1 : start] in _BLANKS and full[start] != fonts.TAB else levels[start]
        words.append(Word(atoms, space, sum(atom.width for atom in atoms), forced, turned[start], before))
    return words


def _are_apart(text: str, following: str) -> bool:
    """Say whether a space stands between two texts, so that no word belongs to both."""
    return text.endswith(" ") or following.startswith(" ")


def _simple(texts: Sequence[str], set_in: Sequence[str], size: float, memory: Memory) -> list[Word]:
    """Return the words of texts whose letters need no shaping: most of what anybody writes."""
    words: list[Word] = []
    space = False
    for span, (text, font) in enumerate(zip(texts, set_in, strict=True)):
        first, *others = text.split(" ")
        if first:
            known = memory.words(font, size, span, space=space)
            words += known.get(first) or _kept(known, first, font, size, span, space=space)
            space = False
        space = space or bool(others)
        known = memory.words(font, size, span, space=True)
        for part in others:
            if part:
                words += known.get(part) or _kept(known, part, font, size, span, space=True)
        if others:
            space = not others[-1]
    return words


def _kept(
    known: Remembered[str, tuple[Word, ...]], part: str, font: str, size: float, span: int, *, space: bool
) -> tuple[Word, ...]:
    """Return what ``_pieces`` does, and remember it."""
    made = known[part] = _pieces(part, font, size, span, space=space)
    return made


def _pieces(part: str, font: str, size: float, span: int, *, space: bool) -> tuple[Word, ...]:
    """Return the words that letters without a space between them are: several where a line may end inside."""
    pieces = [part]
    if not _BREAKERS.isdisjoint(part):
        pieces = [part[start:end] for start, end, _, _ in segments(part)]
    found = []
    for number, piece in enumerate(pieces):
        atoms = tuple(_set(piece, font, size, span, 0))
        found.append(Word(atoms, space and not number, sum(atom.width for atom in atoms)))
    return tuple(found)


def _atoms(
    full: str, start: int, end: int, owner: list[int], levels: list[int], set_in: Sequence[str], size: float
) -> tuple[Atom, ...]:
    atoms: list[Atom] = []
    at = start
    while at < end:
        stop = at + 1
        while stop < end and owner[stop] == owner[at] and levels[stop] == levels[at]:
            stop += 1
        part = "".join(letter for letter in full[at:stop] if not is_directional(letter))
        part = fonts.CELLS_APART.strip() if part == fonts.TAB else part
        atoms += _set(part, set_in[owner[at]], size, owner[at], levels[at])
        at = stop
    return tuple(atoms)


def _set(text: str, wanted: str, size: float, span: int, level: int) -> list[Atom]:
    found = []
    for font, part in fonts.runs(text, wanted):
        shape = shaped(part, font, rtl=level % 2 == 1)
        found.append(Atom(shape, shape.width(size), level, span))
    return found


def chopped(word: Word, room: float, size: float) -> list[Word]:
    """Cut a word that is wider than the line, between clusters."""
    pieces: list[Word] = []
    for atom in word.atoms:
        clusters = atom.shape.clusters
        rest = list(clusters if atom.level % 2 == 0 else reversed(clusters))
        while rest:
            count, used = 1, rest[0].advance
            while count < len(rest) and (used + rest[count].advance) * size / 1000 <= room:
                used += rest[count].advance
                count += 1
            kept = tuple(rest[:count] if atom.level % 2 == 0 else reversed(rest[:count]))
            shape = Shape(atom.shape.font, kept, used)
            pieces.append(
                Word(
                    (Atom(shape, shape.width(size), atom.level, atom.span),),
                    word.space and not pieces,
                    used * size / 1000,
                    space_level=word.space_level,
                )
            )
            rest = rest[count:]
    return pieces


def in_visual_order(line: Iterable[Word], blank: Callable[[int, int], Atom]) -> list[Atom]:
    """Return the atoms of a line from left to right (rule L2), with the spaces between its words.

    ``blank`` gives a space of a level and a span.
    """
    pieces: list[Atom] = []
    for word in line:
        atoms = word.atoms
        if word.space and pieces and atoms:
            pieces.append(blank(word.space_level, atoms[0].span))
        pieces += atoms
    top = max((piece.level for piece in pieces), default=0)
    for level in range(top, 0, -1):
        at = 0
        while at < len(pieces):
            end = at
            while end < len(pieces) and pieces[end].level >= level:
                end += 1
            if end > at:
                pieces[at:end] = reversed(pieces[at:end])
            at = end + 1
    return pieces


def of_one_look(line: Sequence[Word], blank: Callable[[int, int], Atom]) -> Stretch | None:
    """Return what a line is where all of it runs from left to right in one font and one look, as most lines do.

    It is what ``joined`` makes of ``in_visual_order``; None where the line may be anything else.
    """
    if not line or not line[0].atoms:
        return None
    span, font = line[0].atoms[0].span, line[0].atoms[0].shape.font
    between = blank(0, span)
    gap, room = between.shape, between.width
    if gap.font != font:
        return None
    shapes: list[Shape] = []
    width = 0.0
    for word in line:
        if len(word.atoms) != 1:
            return None
        shape, wide, level, of = word.atoms[0]
        if level or of != span or shape.font != font:
            return None
        if word.space and shapes:
            if word.space_level:
                return None
            shapes.append(gap)
            width += room
        shapes.append(shape)
        width += wide
    return Stretch(font, 0, span, width, shapes)


def joined(pieces: Iterable[Atom]) -> list[Stretch]:
    """Join neighbours of one look."""
    found: list[Stretch] = []
    last: Stretch | None = None
    for piece in pieces:
        font = piece.shape.font
        if last is not None and last.span == piece.span and last.level == piece.level and last.font == font:
            last.add(piece)
        else:
            last = Stretch(font, piece.level, piece.span, piece.width, [piece.shape])
            found.append(last)
    return found
