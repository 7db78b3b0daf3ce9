"""Whether a PDF could only be opened by searching it: its own table of contents does not lead to its objects.

PDFium rebuilds such a table without a word, and pages may be lost or empty then.
"""

from __future__ import annotations

import re

_START = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF")
_SECTION = re.compile(rb"\s*(\d{1,10}) (\d{1,10})\s*?(?:\r\n|\r|\n)")
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])\s{0,2}")
_OBJECT = re.compile(rb"\s{0,4}(\d{1,10})\s+(\d{1,5})\s+obj\b")
_PREVIOUS = re.compile(rb"/Prev\s+(\d{1,12})")
_HEADER = re.compile(rb"%PDF-\d")
_END = 4096
_MOST_TABLES = 1000


def is_repaired(data: bytes) -> bool:
    """Say whether a document's cross-reference table is missing or wrong (ISO 32000-1, 7.5.4, 7.5.5 and 7.5.8).

    Classic tables are followed entry by entry; of one that is a stream only its place is looked at.
    """
    header = _HEADER.search(data[:1024])
    shift = header.start() if header else 0  # offsets count from the header where something stands before it
    found = list(_START.finditer(data[-_END:]))
    if not found:
        return True
    at, seen = int(found[-1][1]), set[int]()
    while at not in seen and len(seen) < _MOST_TABLES:
        seen.add(at)
        place = _place(data, at, shift)
        if place is None:
            return True
        if not data.startswith(b"xref", place):
            return False
        following = _after_table(data, place + 4, shift)
        if following is None:
            return True
        if following < 0:
            return False
        at = following
    return False


def _place(data: bytes, at: int, shift: int) -> int | None:
    """Return where the table stands that is said to begin at ``at``, counted with or without what leads."""
    for start in (at, at + shift):
        if data.startswith(b"xref", start) or _OBJECT.match(data, start):
            return start
    return None


def _after_table(data: bytes, at: int, shift: int) -> int | None:
    """Return where the table before this one stands; -1 where there is none, None where an entry leads nowhere."""
    while section := _SECTION.match(data, at):
        first, count, at = int(section[1]), int(section[2]), section.end()
        for number in range(first, first + count):
            entry = _ENTRY.match(data, at)
            if entry is None:
                return None
            at = entry.end()
            if entry[3] == b"n" and not any(
                _is_object(data, int(entry[1]) + each, number) for each in {0, shift}
            ):  # fmt: skip
                return None
    trailer = data.find(b"startxref", at)
    previous = _PREVIOUS.search(data, at, trailer if trailer >= 0 else len(data))
    return int(previous[1]) if previous else -1


def _is_object(data: bytes, at: int, number: int) -> bool:
    found = _OBJECT.match(data, at)
    return found is not None and int(found[1]) == number
