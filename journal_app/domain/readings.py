"""What was read out of a mail, a saved page, a note, a table or a recording: its words in typed blocks."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum

from journal_app.domain.records import Record, changed

MOST_BLOCKS = 20_000
LONGEST_BLOCK = 4_000
MOST_LETTERS = 2_000_000
MOST_CELLS = 30
DEEPEST = 6

_SHA256 = re.compile(r"[0-9a-f]{64}")


class Source(StrEnum):
    """What kind of file the words are from."""

    MAIL = "mail"
    MAILBOX = "mailbox"
    PAGE = "page"
    TEXT = "text"
    TABLE = "table"
    RECORDING = "recording"


class Kind(StrEnum):
    """What a block is."""

    FIELD = "field"
    MESSAGE = "message"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"
    PREFORMATTED = "preformatted"
    ROW = "row"
    RULE = "rule"
    PICTURE = "picture"
    ATTACHMENT = "attachment"


class Field(StrEnum):
    """What a file says of itself."""

    FROM = "from"
    TO = "to"
    CC = "cc"
    DATE = "date"
    SUBJECT = "subject"
    MESSAGE_ID = "message-id"
    TITLE = "title"
    SAVED_FROM = "saved-from"
    DURATION = "duration"
    SAMPLE_RATE = "sample-rate"
    CHANNELS = "channels"
    BIT_RATE = "bit-rate"


class Note(StrEnum):
    """What has to be known of how the words were read."""

    CUT = "cut"
    OLD_ENCODING = "old-encoding"
    LOST_LETTERS = "lost-letters"
    DAMAGED_PART = "damaged-part"
    NO_HEAD = "no-head"
    NO_WORDS = "no-words"
    MORE_PARTS = "more-parts"
    MORE_MESSAGES = "more-messages"
    HIDDEN_LEFT_OUT = "hidden-left-out"
    FROM_MARKUP = "from-markup"
    OTHER_FORM = "other-form"
    NO_FACTS = "no-facts"


class Block(Record, frozen=True, kw_only=True):
    """One block: ``level`` is that of a heading, or how deep a message, an item or a quote lies.

    A row of level 1 is the head of a new table, one of level 2 its first row where it has no head. ``name`` is the
    field of a field, the number of an item and the file name of an attachment, ``cells`` are those of a row; ``text``
    is the alternative text of a picture that is left out. An attachment has its own facts.
    """

    kind: Kind
    text: str = ""
    level: int = 0
    name: str = ""
    cells: tuple[str, ...] = ()
    media_type: str = ""
    size: int = 0
    sha256: str = ""


class Reading(Record, frozen=True, kw_only=True):
    """Everything that was read out of one file; ``messages`` counts those of a mail box."""

    source: Source
    blocks: tuple[Block, ...] = ()
    notes: tuple[Note, ...] = ()
    messages: int = 0

    @property
    def text(self) -> str:
        """All words in their order, a line for each block and row."""
        return "\n".join(line for each in self.blocks if (line := line_of(each)))


def line_of(block: Block) -> str:
    """Return the words of a block as plain text."""
    if block.kind is Kind.ROW:
        return "\t".join(block.cells)
    if block.kind is Kind.ATTACHMENT:
        return block.name or block.media_type
    return block.text


def problem_of(reading: Reading) -> str:
    """Return what is wrong with a reading that came from outside, or nothing: sizes, counts and characters.

    The kinds and notes are checked where the record is made.
    """
    if len(reading.blocks) > MOST_BLOCKS or len(reading.notes) > len(Note) or reading.messages < 0:
        return "count"
    if sum(len(text) for block in reading.blocks for text in _texts(block)) > MOST_LETTERS:
        return "length"
    return next((problem for block in reading.blocks if (problem := _block_problem(block))), "")


def _block_problem(block: Block) -> str:
    if max(map(len, _texts(block))) > LONGEST_BLOCK or len(block.cells) > MOST_CELLS:
        return "length"
    if not 0 <= block.level <= DEEPEST or block.size < 0:
        return "level"
    if block.kind is Kind.FIELD and block.name not in set(Field):
        return "field"
    if (block.kind is Kind.ATTACHMENT) != bool(_SHA256.fullmatch(block.sha256)):
        return "digest"
    return "letters" if any(text != plain_letters(text) for text in _texts(block)) else ""


def _texts(block: Block) -> tuple[str, ...]:
    return (block.text, block.name, block.media_type, *block.cells)


def plain_letters(text: str) -> str:
    """Return text without what controls instead of showing; line breaks and tabs stay.

    The C0 and C1 controls (ECMA-48) go, halves of surrogate pairs, and characters that are none (Unicode, 23.7).
    """
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def with_words(reading: Reading, swap: Callable[[str], str]) -> Reading:
    """Return a reading with every word of the file put through ``swap``; kinds, fields and digests stay.

    What a mail calls the kind of an attached file is its sender's word, too.
    """
    return changed(
        reading,
        blocks=tuple(
            changed(
                each,
                text=swap(each.text),
                name=each.name if each.kind is Kind.FIELD else swap(each.name),
                cells=tuple(swap(cell) for cell in each.cells),
                media_type=swap(each.media_type),
            )
            for each in reading.blocks
        ),
    )
