"""JPEG passed through: the picture's own data untouched, everything that tells about its maker removed.

ITU-T T.81 (1992), annex B, for the markers; ICC.1:2022, annex B.4, for the colour profile in APP2.
"""

from __future__ import annotations

import struct

from journal_app.dossier.jpegs import PROFILE, coding

_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})  # baseline, extended and progressive Huffman coding
_ALL_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_KEPT = frozenset({0xC4, 0xDB, 0xDD}) | _FRAMES  # tables, restart interval, frame


class NotPlain(Exception):
    """The bytes are not a JPEG that can be passed through."""


def without_metadata(data: bytes) -> tuple[bytes, int, int, int]:
    """Return the JPEG with picture data and colour information only, and its width, height and components.

    Kept: tables, frame, scans, how an Adobe marker says colours are coded, and an ICC profile (which a document has
    only anew). Removed: Exif, XMP, thumbnails, comments, and whatever follows the end of the picture. Raises NotPlain.
    """
    out = bytearray(b"\xff\xd8")
    size: tuple[int, int, int] | None = None
    at = 2
    if data[:2] != b"\xff\xd8":
        raise NotPlain
    while True:
        marker, start, end = _segment(data, at)
        if marker == 0xD9:
            break
        if marker in _ALL_FRAMES:
            size = _frame(data[start + 4 : end], marker, size)
        if marker == 0xDA:
            end = _end_of_scan(data, end)
            out += data[start:end]
        elif marker in _KEPT or (marker == 0xE2 and data.startswith(PROFILE, start + 4)):
            out += data[start:end]
        elif marker == 0xEE:
            out += coding(data[start + 4 : end])
        at = end
    if size is None:
        raise NotPlain
    return bytes(out) + b"\xff\xd9", *size


def _segment(data: bytes, at: int) -> tuple[int, int, int]:
    """Return marker, start and end of the segment at ``at``; fill bytes before it are skipped."""
    while at + 1 < len(data) and data[at] == 0xFF and data[at + 1] == 0xFF:
        at += 1
    if at + 1 >= len(data) or data[at] != 0xFF:
        raise NotPlain
    marker = data[at + 1]
    if marker == 0xD9 or marker in _STANDALONE:
        return marker, at, at + 2
    if at + 4 > len(data):
        raise NotPlain
    (length,) = struct.unpack(">H", data[at + 2 : at + 4])
    end = at + 2 + length
    if length < 2 or end > len(data):
        raise NotPlain
    return marker, at, end


def _frame(body: bytes, marker: int, before: tuple[int, int, int] | None) -> tuple[int, int, int]:
    if before is not None or marker not in _FRAMES or len(body) < 6 or body[0] != 8:
        raise NotPlain
    height, width = struct.unpack(">HH", body[1:5])
    if not width or not height or body[5] not in {1, 3}:
        raise NotPlain
    return width, height, body[5]


def _end_of_scan(data: bytes, at: int) -> int:
    """Return where the entropy-coded data that begins at ``at`` ends: at the next marker that is no restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise NotPlain
        if data[at + 1] == 0 or 0xD0 <= data[at + 1] <= 0xD7:
            at += 2
        elif data[at + 1] == 0xFF:
            at += 1
        else:
            return at
