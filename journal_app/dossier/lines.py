"""Which way text runs and where a line may end.

Directions: Unicode Standard Annex 9; levels from the python-bidi library, rule N0 (paired brackets) added here.
Breaks inside Chinese and Japanese follow the line-start and line-end rules of JIS X 4051 in their common form.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from bidi import algorithm as bidi
from bidi.mirror import MIRRORED

from journal_app.dossier import fonts

NOT_FIRST = frozenset("、。，．・：；？！）］｝〕〉》」』】’”ぁぃぅぇぉっゃゅょァィゥェォッャュョー%,.!?)]}:;»")
NOT_LAST = frozenset("（［｛〔〈《「『【‘“([{«")


def levels_of(text: str) -> tuple[list[int], bool]:
    """Return the embedding level of each character and whether the paragraph runs from right to left."""
    if not any(unicodedata.bidirectional(letter) in {"R", "AL", "RLE", "RLO", "RLI"} for letter in text):
        return [0] * len(text), False
    plain = "".join(" " if fonts.is_directional(letter) or letter == "\n" else letter for letter in text)
    storage: dict[str, Any] = bidi.get_empty_storage()
    base = bidi.get_base_level(plain)
    storage["base_level"], storage["base_dir"] = base, ("L", "R")[base]
    bidi.get_embedding_levels(plain, storage)
    for step in (bidi.explicit_embed_and_overrides, bidi.resolve_weak_types):
        step(storage)
    bidi.resolve_neutral_types(storage, False)  # noqa: FBT003 - the library's shape
    bidi.resolve_implicit_levels(storage, False)  # noqa: FBT003 - the library's shape
    found = [int(each["level"]) for each in storage["chars"]]
    levels = _with_brackets(plain, found, base) if len(found) == len(text) else [base] * len(text)
    return levels, base == 1


def _with_brackets(text: str, levels: list[int], base: int) -> list[int]:
    """Give both brackets of a pair one direction (rule N0), which the library leaves out."""
    levels = list(levels)
    opened: list[int] = []
    for at, letter in enumerate(text):
        if letter in "([{":
            opened.append(at)
        elif letter in ")]}" and opened:
            start = opened.pop()
            if MIRRORED.get(text[start]) == letter:
                inside = {_strong(each) for each in text[start + 1 : at]} - {None}
                before = next((found for each in reversed(text[:start]) if (found := _strong(each)) is not None), base)
                if inside:
                    chosen = base if base in inside or before == base else base + 1
                    levels[start] = levels[at] = chosen
    return levels


def _strong(letter: str) -> int | None:
    """Return 0 for a left-to-right letter, 1 for a right-to-left one or a digit beside them, None for others."""
    kind = unicodedata.bidirectional(letter)
    return {"L": 0, "R": 1, "AL": 1, "EN": 1, "AN": 1}.get(kind)


def segments(text: str) -> list[tuple[int, int, bool, bool]]:
    """Return (start, end, after a space, after a line break) of every piece that is kept on one line."""
    found, at, space, forced = [], 0, False, False
    while at < len(text):
        if text[at] in " \n":
            space, forced = space or text[at] == " ", forced or text[at] == "\n"
            at += 1
            continue
        end = at + 1
        while end < len(text) and text[end] not in " \n" and not _may_break(text[end - 1], text[end]):
            end += 1
        found.append((at, end, space, forced))
        at, space, forced = end, False, False
    return found


def _may_break(before: str, after: str) -> bool:
    if before in "-/\u2013\u2014" and after.isalpha():
        return True
    if after in NOT_FIRST or before in NOT_LAST or unicodedata.category(after)[0] == "M" or after in "\u200d\ufe0f":
        return False
    return before == "\u200b" or _is_wide(before) or _is_wide(after)


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) == "W" and ord(letter) < 0x1F000


def turned(text: str) -> str:
    """Return left-to-right characters as they stand in a right-to-left run: reversed, brackets mirrored."""
    return "".join(MIRRORED.get(letter, letter) for letter in reversed(text))
