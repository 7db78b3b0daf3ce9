"""JPEG files as they stand in a document: what makes the picture, and no word beside it.

ITU-T T.81 (1992), annex B, for the markers; ICC.1:2022, annex B.4, for the colour profile in APP2.
"""

from __future__ import annotations

import struct

PROFILE = b"ICC_PROFILE\0"
_ADOBE = b"Adobe"
_ADOBE_LENGTH = 12  # bytes, the last of them says how colours are coded; decoders look at no shorter one
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
_TABLES = frozenset({0xC4, 0xDB, 0xDD})
_SCAN, _END, _APP2, _APP14 = 0xDA, 0xD9, 0xE2, 0xEE
_IN_A_SCAN = frozenset({0, *range(0xD0, 0xD8), 0xFF})  # what may follow an FF in it: 0, a restart's number, filling


def coding(body: bytes) -> bytes:
    """Return the APP14 segment that says how colours are coded as one with this ``body`` does, and nothing more.

    Empty where it says nothing of it (ISO 32000-1, 7.4.8).
    """
    if not body.startswith(_ADOBE) or len(body) < _ADOBE_LENGTH:
        return b""
    return b"\xff\xee\x00\x0e" + _ADOBE + struct.pack(">HHHB", 100, 0, 0, body[_ADOBE_LENGTH - 1])


def shown(data: bytes) -> tuple[list[bytes | memoryview], bytes, int]:
    """Return the parts of a JPEG rendition that make its picture, its colour profile and how many colours it has.

    The profile is not among the parts: a PDF reader does not look at it there. Every other segment of an application
    and every comment is left out, wherever it stands.
    """
    view = memoryview(data)
    parts: list[bytes | memoryview] = [view[:2]]
    profile: dict[int, bytes] = {}
    at, colours = 2, 3
    while at < len(data) and data[at + 1] != _END:
        marker = data[at + 1]
        end = at + 2 + int.from_bytes(view[at + 2 : at + 4], "big")
        if marker == _SCAN:
            end = _end_of_scan(data, end)
        if marker in _FRAMES:
            colours = 1 if data[at + 9] == 1 else 3
        if marker in _FRAMES or marker in _TABLES or marker == _SCAN:
            parts.append(view[at:end])
        elif marker == _APP14:
            parts.append(coding(data[at + 4 : end]))
        elif marker == _APP2 and data.startswith(PROFILE, at + 4):
            place = at + 4 + len(PROFILE)
            profile[data[place]] = data[place + 2 : end]
        at = end
    return [*parts, b"\xff\xd9"], b"".join(part for _, part in sorted(profile.items())), colours


def _end_of_scan(data: bytes, at: int) -> int:
    """Return where the scan ends whose data begins at a place.

    Nearly every FF in it has the 0 behind it that says it is data. In place of these stand as many bytes that say
    nothing: to look at each of thousands takes twice as long.
    """
    scan = data[at:].replace(b"\xff\0", b"\0\0")
    find, last = scan.find, len(scan) - 1
    found = find(b"\xff")
    while 0 <= found < last and scan[found + 1] in _IN_A_SCAN:
        found = find(b"\xff", found + 1)
    return at + found if 0 <= found < last else len(data)
