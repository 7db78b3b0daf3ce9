"""Which way text runs and where a line may end.

Directions: Unicode Standard Annex 9; levels from the python-bidi library, rule N0 (paired brackets) added here.
Breaks inside Chinese and Japanese follow the line-start and line-end rules of JIS X 4051 in their common form.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from bidi import algorithm as bidi
from bidi.mirror import MIRRORED

NOT_FIRST = frozenset("、。，．・：；？！）］｝〕〉》」』】’”ぁぃぅぇぉっゃゅょァィゥェォッャュョー%,.!?)]}:;»")
NOT_LAST = frozenset("（［｛〔〈《「『【‘“([{«")


_TURNING = frozenset({"R", "AL", "AN", "RLE", "RLO", "RLI"})  # without one of them all runs from left to right
_REMOVED = frozenset({"RLE", "LRE", "RLO", "LRO", "PDF", "BN"})  # rule X9
# Isolates are newer than the library's algorithm and are taken as embeddings, which show the same but for what
# stands directly beside them.
_EMBEDDINGS = {"\u2066": "\u202a", "\u2067": "\u202b", "\u2069": "\u202c"}
_FIRST_STRONG_ISOLATE, _END_OF_ISOLATE = "\u2068", "\u2069"
_STRONG = {"L": False, "R": True, "AL": True}
_ISOLATES = frozenset({"LRI", "RLI", "FSI"})


def levels_of(text: str, *, rtl: bool = False) -> tuple[list[int], list[bool]]:
    """Return the embedding level of each character and whether its line runs from right to left.

    Each line has a direction of its own (UAX 9, P1 to P3): that of its first strong character, and ``rtl`` where it has
    none. What opens a direction in a line and does not close it ends with the line. Tabs keep the cells of a row in the
    order of their line (rule L1).
    """
    if not rtl and not _turns(text):
        return [0] * len(text), [False] * len(text)
    levels: list[int] = []
    turned: list[bool] = []
    for line in text.split("\n"):
        base = runs_from_right(line, rtl=rtl)
        levels += [*_levels_of_line(line, int(base)), int(base)]
        turned += [base] * (len(line) + 1)
    return levels[:-1], turned[:-1]


def runs_from_right(line: str, *, rtl: bool) -> bool:
    """Say whether a line runs from right to left; ``rtl`` where it has no strong character (UAX 9, P2 and P3)."""
    depth = 0
    for letter in line:
        kind = unicodedata.bidirectional(letter) or "L"
        if kind in _ISOLATES:
            depth += 1
        elif kind == "PDI":
            depth = max(0, depth - 1)
        elif not depth and kind in _STRONG:
            return _STRONG[kind]
    return rtl


def _levels_of_line(text: str, base: int) -> list[int]:
    plain = "".join(_embedded(text, at) for at in range(len(text)))
    kept = [at for at, letter in enumerate(plain) if unicodedata.bidirectional(letter) not in _REMOVED]
    storage: dict[str, Any] = bidi.get_empty_storage()
    storage["base_level"], storage["base_dir"] = base, ("L", "R")[base]
    bidi.get_embedding_levels(plain, storage)
    for step in (bidi.explicit_embed_and_overrides, bidi.resolve_weak_types, _resolve_brackets):
        step(storage)
    bidi.resolve_neutral_types(storage, False)  # noqa: FBT003 - the library's shape
    bidi.resolve_implicit_levels(storage, False)  # noqa: FBT003 - the library's shape
    found = dict(zip(kept, (int(each["level"]) for each in storage["chars"]), strict=True))
    levels: list[int] = []
    for at in range(len(text)):
        levels.append(base if text[at] == "\t" else found.get(at, levels[-1] if levels else base))
    return levels


def _embedded(text: str, at: int) -> str:
    letter = text[at]
    if not unicodedata.bidirectional(letter):
        return "a"  # not in this Python's Unicode tables: left to right, the default of DerivedBidiClass.txt
    if letter != _FIRST_STRONG_ISOLATE:
        return _EMBEDDINGS.get(letter, letter)
    return "\u202b" if runs_from_right(_inside(text, at), rtl=False) else "\u202a"


def _inside(text: str, at: int) -> str:
    """Return what stands in the isolate that begins at a place (UAX 9, BD9)."""
    depth = 1
    for end in range(at + 1, len(text)):
        kind = unicodedata.bidirectional(text[end])
        depth += (kind in _ISOLATES) - (kind == "PDI")
        if not depth:
            return text[at + 1 : end]
    return text[at + 1 :]


def _resolve_brackets(storage: dict[str, Any]) -> None:
    """Give both brackets of a pair one direction (rule N0), which the library leaves out."""
    for run in storage["runs"]:
        letters = storage["chars"][run["start"] : run["start"] + run["length"]]
        ahead = ("L", "R")[letters[0]["level"] % 2]
        for start, end in _pairs(letters):
            inside = {found for each in letters[start + 1 : end] if (found := _DIRECTION.get(each["type"]))}
            if ahead in inside:
                chosen = ahead
            elif inside:
                before = (_DIRECTION.get(each["type"]) for each in reversed(letters[:start]))
                chosen = next((found for found in before if found), run["sor"])
            else:
                continue
            letters[start]["type"] = letters[end]["type"] = chosen


_DIRECTION = {"L": "L", "R": "R", "AL": "R", "EN": "R", "AN": "R"}
_MOST_OPEN = 63  # BD16


def _pairs(letters: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """Return the places of the pairs of brackets (BD16), by their openers."""
    opened: list[tuple[str, int]] = []
    found = []
    for at, each in enumerate(letters):
        letter = each["ch"]
        if each["type"] != "ON":
            continue
        if unicodedata.category(letter) == "Ps" and letter in MIRRORED:
            if len(opened) == _MOST_OPEN:
                break
            opened.append((MIRRORED[letter], at))
        elif unicodedata.category(letter) == "Pe":
            for depth in range(len(opened) - 1, -1, -1):
                if opened[depth][0] == letter:
                    found.append((opened[depth][1], at))
                    del opened[depth:]
                    break
    return sorted(found)


def isolated(text: str) -> str:
    """Return a text that does not turn what stands beside it in its line (UAX 9, 2.7)."""
    return f"{_FIRST_STRONG_ISOLATE}{text}{_END_OF_ISOLATE}" if _turns(text) else text


def _turns(text: str) -> bool:
    return any(unicodedata.bidirectional(letter) in _TURNING for letter in text)


def segments(text: str) -> list[tuple[int, int, bool, bool]]:
    """Return (start, end, after a space, after a line break) of every piece that is kept on one line.

    A tab is a piece of its own with a space on both sides.
    """
    found, at, space, forced = [], 0, False, False
    while at < len(text):
        if text[at] in " \n":
            space, forced = space or text[at] == " ", forced or text[at] == "\n"
            at += 1
            continue
        end, tab = at + 1, text[at] == "\t"
        while not tab and end < len(text) and text[end] not in " \n\t" and not _may_break(text[end - 1], text[end]):
            end += 1
        found.append((at, end, space or tab, forced))
        at, space, forced = end, tab, False
    return found


def _may_break(before: str, after: str) -> bool:
    if before in "-/\u2013\u2014" and after.isalpha():
        return True
    if after in NOT_FIRST or before in NOT_LAST or unicodedata.category(after)[0] == "M" or after in "\u200d\ufe0f":
        return False
    return before == "\u200b" or _is_wide(before) or _is_wide(after)


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) == "W" and ord(letter) < 0x1F000
