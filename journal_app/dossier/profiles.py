"""Colour profiles inside pictures: which may stand in an archival document."""

from __future__ import annotations

import struct

_HEADER = 128
_SPACES = {1: b"GRAY", 3: b"RGB "}
_CLASSES = frozenset({b"scnr", b"mntr", b"prtr", b"spac"})
_VERSIONS = frozenset({2, 4})
_TAG = 12


def is_usable(profile: bytes, colours: int) -> bool:
    """Say whether an ICC profile may describe a picture of 1 (gray) or 3 colours in PDF/A (ISO 19005-2, 6.2.4.2).

    It has to be an input, display, output or colour space profile of version 2 or 4, in the colours of the picture,
    with its length and its tags as its header and table say (ICC.1:2022, 7.2 and 7.3). What it does to colours is not
    looked at.
    """
    if len(profile) < _HEADER + 4 or profile[36:40] != b"acsp":
        return False
    (length,) = struct.unpack(">I", profile[:4])
    (count,) = struct.unpack(">I", profile[_HEADER : _HEADER + 4])
    table = profile[_HEADER + 4 : _HEADER + 4 + count * _TAG]
    if length != len(profile) or not 0 < count <= 100 or len(table) != count * _TAG:
        return False
    inside = all(start >= _HEADER and start + size <= length for _, start, size in struct.iter_unpack(">4sII", table))
    described = (profile[8] in _VERSIONS, profile[12:16] in _CLASSES, profile[16:20] == _SPACES[colours])
    return inside and all(described)
