r"""Characters that steer instead of showing: those that turn a line round, and those that a terminal obeys.

What opens a direction has a meaning in words of Hebrew or Arabic and stays in an account, but ends where its line ends.
In a name or a number it only hides how it is written: ``annex\u202egpj.exe`` looks like a picture.
"""

from __future__ import annotations

import re
from typing import Final

# Unicode Standard Annex 9, 2: marks, embeddings, overrides and isolates. All other letters show themselves.
_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_DIRECTION = re.compile(f"[{_DIRECTIONS}]")
# The C0 and C1 controls (ECMA-48) but line ends and tabs.
STEERING: Final = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_DIRECTIONS}]")
"""What may not reach a terminal: what it obeys, and what turns a line round."""

_LINES = re.compile("([\n\r\u2028\u2029])")
_END_OF_EMBEDDING, _END_OF_ISOLATE = "\u202c", "\u2069"
_ENDS = {
    **dict.fromkeys("\u202a\u202b\u202d\u202e", _END_OF_EMBEDDING),
    **dict.fromkeys("\u2066\u2067\u2068", _END_OF_ISOLATE),
}


def is_directional(letter: str) -> bool:
    """Say whether a character only steers direction and has no picture of its own."""
    return _DIRECTION.match(letter) is not None


def undirected(text: str) -> str:
    """Return a name or a number in the order in which it is written: without what steers direction."""
    return _DIRECTION.sub("", text)


def unsteering(text: str) -> str:
    """Return text that steers no terminal: what would is shown as U+FFFD."""
    return STEERING.sub("\N{REPLACEMENT CHARACTER}", text)


def closed(text: str) -> str:
    """Return text in which every direction that is opened ends in its own line (UAX 9, BD9 and X1 to X8).

    What closes nothing goes, and what is left open is closed, so that nothing outside the line is turned.
    """
    if text.isascii() or not _DIRECTION.search(text):
        return text
    return "".join(map(_closed_line, _LINES.split(text)))


def _closed_line(line: str) -> str:
    kept: list[str] = []
    waiting: list[str] = []
    for letter in line:
        if letter in {_END_OF_EMBEDDING, _END_OF_ISOLATE}:
            if letter not in waiting or (letter == _END_OF_EMBEDDING and waiting[-1] != letter):
                continue
            while (end := waiting.pop()) != letter:
                kept.append(end)
        elif letter in _ENDS:
            waiting.append(_ENDS[letter])
        kept.append(letter)
    return "".join([*kept, *reversed(waiting)])
