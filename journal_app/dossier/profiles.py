"""Colour profiles inside pictures, written anew: what makes the colours, and nothing of whose screen it was.

A profile may say the name a person gave their screen, its serial number, when it was measured. ICC.1:2022, whose
clauses are named here, for all of it.
"""

from __future__ import annotations

import struct

from journal_app.dossier.profile_tables import Unknown, curve, numbers, table

_HEADER = 128
_SPACES = {1: b"GRAY", 3: b"RGB "}
_CLASSES = frozenset({b"scnr", b"mntr", b"prtr", b"spac"})
_CONNECTIONS = frozenset({b"XYZ ", b"Lab "})
_VERSIONS = frozenset({2, 4})
_MOST_TAGS = 100
_TAG = 12
_D50 = bytes.fromhex("0000f6d6000100000000d32d")  # the one illuminant there may be (7.2.16)
_DAY = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)  # a date has to be one (4.2), and says nothing here
_INTENTS = 4
# What stands in a profile in the order in which it is written; it says nothing else.
_POINTS = (b"wtpt", b"bkpt", b"rXYZ", b"gXYZ", b"bXYZ")
_CURVES = (b"rTRC", b"gTRC", b"bTRC", b"kTRC")
_TO_COLOURS, _FROM_COLOURS, _GAMUT = (b"A2B0", b"A2B1", b"A2B2"), (b"B2A0", b"B2A1", b"B2A2"), b"gamt"
_KEPT = (*_POINTS, b"chad", b"cicp", *_CURVES, *_TO_COLOURS, *_FROM_COLOURS, _GAMUT)
_BY_MATRIX = frozenset({b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC"})
_RIGHTS = "n/a"


def is_usable(profile: bytes, colours: int) -> bool:
    """Say whether an ICC profile may describe a picture of 1 (gray) or 3 colours in PDF/A (ISO 19005-2, 6.2.4.2)."""
    return bool(written_anew(profile, colours))


def written_anew(profile: bytes, colours: int) -> bytes:
    """Return a profile with the same colours and nothing else, the same whoever's it was; empty where it is unusable.

    It has to be an input, display, output or colour space profile of version 2 or 4, in the colours of the picture (1
    or 3), with its length and its tags as its header and table say (7.2 and 7.3), and all that makes its colours has
    to be of a kind that is known: numbers alone. No date, device, maker or text of it is kept; what it has to say of
    itself is fixed, and shorter than any name that is looked for in a finished document.
    """
    found = _tags(profile, colours)
    try:
        kept = {name: _kept(name, found[name], colours) for name in _KEPT if name in found}
    except Unknown:
        return b""
    by_matrix = profile[20:24] == b"XYZ " and kept.keys() >= _BY_MATRIX
    if b"A2B0" not in kept and not (b"kTRC" in kept if colours == 1 else by_matrix):
        return b""
    text = _described if profile[8] == 2 else _localized
    said = _SPACES[colours].decode().strip()
    rights = b"text\0\0\0\0" + _RIGHTS.encode() + b"\0" if profile[8] == 2 else _localized(_RIGHTS)
    return _put_together(profile, {b"desc": text(said), b"cprt": rights, **kept})


def _tags(profile: bytes, colours: int) -> dict[bytes, bytes]:
    """Return the data of the tags by their signatures; none where the profile is not one that may be used."""
    if len(profile) < _HEADER + 4 or profile[36:40] != b"acsp":
        return {}
    (length,) = struct.unpack(">I", profile[:4])
    (count,) = struct.unpack(">I", profile[_HEADER : _HEADER + 4])
    listed = profile[_HEADER + 4 : _HEADER + 4 + count * _TAG]
    if length != len(profile) or not 0 < count <= _MOST_TAGS or len(listed) != count * _TAG:
        return {}
    entries = list(struct.iter_unpack(">4sII", listed))
    inside = all(start >= _HEADER and start + size <= length for _, start, size in entries)
    space = profile[16:20] == _SPACES[colours] and profile[20:24] in _CONNECTIONS
    if not (inside and space and profile[8] in _VERSIONS and profile[12:16] in _CLASSES):
        return {}
    return {name: profile[start : start + size] for name, start, size in reversed(entries)}  # the first of a name


def _kept(name: bytes, data: bytes, colours: int) -> bytes:
    """Return what makes colours in the data of a tag; raises Unknown where it is of another kind than it has to be."""
    if name in _POINTS:
        return numbers(data, b"XYZ ", 12)
    if name == b"chad":
        return numbers(data, b"sf32", 36)
    if name == b"cicp":
        return numbers(data, b"cicp", 4)
    if name in _CURVES:
        return curve(data, 0)
    if name in _TO_COLOURS:
        return table(data, colours, 3, b"mAB ")
    return table(data, 3, 1 if name == _GAMUT else colours, b"mBA ")


def _put_together(profile: bytes, tags: dict[bytes, bytes]) -> bytes:
    """Return a profile of these tags; equal data stands in it once. Of the other's header only the numbers stay."""
    places: dict[bytes, int] = {}
    end = _HEADER + 4 + len(tags) * _TAG
    for data in tags.values():
        if data not in places:
            places[data] = end
            end += len(data) + -len(data) % 4
    (intent,) = struct.unpack(">I", profile[64:68])
    head = bytearray(_HEADER)
    head[0:4] = struct.pack(">I", end)
    head[8:10] = profile[8:10]
    head[12:24] = profile[12:24]
    head[24:36] = _DAY
    head[36:40] = b"acsp"
    head[64:68] = struct.pack(">I", intent if intent < _INTENTS else 0)
    head[68:80] = _D50
    listed = b"".join(struct.pack(">4sII", name, places[data], len(data)) for name, data in tags.items())
    body = b"".join(data + bytes(-len(data) % 4) for data in places)
    return bytes(head) + struct.pack(">I", len(tags)) + listed + body


def _described(text: str) -> bytes:
    """Return a text as version 2 describes a profile (ICC.1:2001-04, 6.5.17): in ASCII alone."""
    data = text.encode("ascii") + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(data)) + data + bytes(8 + 3 + 67)


def _localized(text: str) -> bytes:
    """Return a text as version 4 writes it (10.15), in one language."""
    data = text.encode("utf-16-be")
    return b"mluc\0\0\0\0" + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(data), 28) + data
