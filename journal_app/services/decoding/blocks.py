"""The blocks of a reading while they are gathered in the worker: cleaned, divided, and never more than is agreed."""

from __future__ import annotations

from journal_app.domain.readings import (
    DEEPEST,
    LONGEST_BLOCK,
    MOST_BLOCKS,
    MOST_CELLS,
    MOST_LETTERS,
    Block,
    Field,
    Kind,
    Note,
    Reading,
    Source,
    plain_letters,
)

LOST = "\ufffd"
_LONGEST_NAME = 255


class Gathered:
    """Blocks and notes in the order in which they are found."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._notes: set[Note] = set()
        self._left = MOST_LETTERS

    @property
    def full(self) -> bool:
        """Whether something had to be left out; nothing more is taken then."""
        return Note.CUT in self._notes

    @property
    def notes(self) -> tuple[Note, ...]:
        """What has to be known, in the order of the list."""
        return tuple(note for note in Note if note in self._notes)

    def note(self, note: Note) -> None:
        """Note once how the words were read."""
        self._notes.add(note)

    def add(self, kind: Kind, text: str = "", *, level: int = 0, name: str = "") -> None:
        """Add a block of words, in several parts where it is very long; one without words is left out."""
        text = self._clean(text).strip("\n") if kind is Kind.PREFORMATTED else self._clean(text).strip()
        if not text and kind not in {Kind.RULE, Kind.PICTURE, Kind.MESSAGE}:
            return
        name = self._clean(name)[:_LONGEST_NAME]
        for part in _parts(text):
            self._put(Block(kind=kind, text=part, level=max(0, min(level, DEEPEST)), name=name))

    def field(self, field: Field, text: str) -> None:
        """Add something the file says of itself, on one line."""
        self.add(Kind.FIELD, " ".join(text.split()), name=field)

    def row(self, cells: list[str], level: int = 0) -> None:
        """Add a row of a table; what is more than a row may hold is left out, and noted."""
        found = [" ".join(self._clean(cell).split()) for cell in cells]
        if len(found) > MOST_CELLS or any(len(cell) > LONGEST_BLOCK for cell in found):
            self._notes.add(Note.CUT)
        kept = tuple(cell[:LONGEST_BLOCK] for cell in found[:MOST_CELLS])
        if any(kept):
            self._put(Block(kind=Kind.ROW, cells=kept, level=level))

    def attachment(self, name: str, media_type: str, size: int, sha256: str) -> None:
        """Add a file that lies in the file."""
        found = Block(
            kind=Kind.ATTACHMENT, name=" ".join(self._clean(name).split())[:_LONGEST_NAME],
            media_type=self._clean(media_type)[:_LONGEST_NAME], size=size, sha256=sha256,
        )  # fmt: skip
        self._put(found)

    def take(self, blocks: list[Block]) -> None:
        """Add blocks that were made before."""
        for each in blocks:
            self._put(each)

    def reading(self, source: Source, messages: int = 0) -> Reading:
        """Return everything that was gathered."""
        words = any(each.kind not in {Kind.FIELD, Kind.MESSAGE, Kind.ATTACHMENT, Kind.RULE} for each in self.blocks)
        if not words and source is not Source.RECORDING:
            self._notes.add(Note.NO_WORDS)
        return Reading(source=source, blocks=tuple(self.blocks), notes=self.notes, messages=messages)

    def _put(self, block: Block) -> None:
        letters = len(block.text) + len(block.name) + len(block.media_type) + sum(map(len, block.cells))
        if len(self.blocks) >= MOST_BLOCKS or letters > self._left:
            self._notes.add(Note.CUT)
            self._left = 0
            return
        self._left -= letters
        self.blocks.append(block)

    def _clean(self, text: str) -> str:
        if LOST in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            self._notes.add(Note.LOST_LETTERS)
        return plain_letters(text)


def _parts(text: str) -> list[str]:
    """Return a text in parts that a block may hold, divided at the end of a line or a word where there is one."""
    parts: list[str] = []
    while len(text) > LONGEST_BLOCK:
        cut = max(text.rfind("\n", 1, LONGEST_BLOCK), 0) or max(text.rfind(" ", 1, LONGEST_BLOCK), 0) or LONGEST_BLOCK
        parts.append(text[:cut].rstrip())
        text = text[cut:].lstrip("\n ")
    return [*parts, text]
