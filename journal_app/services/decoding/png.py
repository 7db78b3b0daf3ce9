"""PNG in the one shape a rendition has: 8-bit gray or RGB, not interlaced, no metadata but a colour profile.

W3C, "Portable Network Graphics (PNG) Specification (Third Edition)".
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache

from journal_app.dossier.profiles import is_usable

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3}
_KINDS = {1: 0, 3: 2}
_ALPHA = {4: 0, 6: 2}  # kinds with an alpha channel, and what they are without it
_ALL_CHANNELS = {0: 1, 2: 3, 4: 2, 6: 4}
_PAETH = 4  # the last of the filters
_LARGEST_PROFILE = 4 << 20
_PIECE = 1 << 20
# Beside the pixels: what says nothing of how they are shown here, or is read (iCCP).
_HARMLESS = frozenset(
    {b"IHDR", b"IDAT", b"IEND", b"iCCP", b"sRGB", b"gAMA", b"cHRM", b"pHYs", b"tEXt", b"zTXt", b"iTXt", b"tIME",
     b"bKGD", b"hIST", b"sPLT", b"sBIT", b"PLTE"}
)  # fmt: skip
FAST = 1  # filtered rows compress nearly as well as at 6, in half the time
LEVEL = 3  # screens compress nearly as well as at 6, in a third of the time


class NotARendition(Exception):
    """The bytes are not a PNG of the one shape a rendition has."""


def encode(rows: bytes | Iterable[bytes], width: int, height: int, channels: int, profile: bytes = b"") -> bytes:
    """Return a PNG of raw ``rows`` (8 bits, 1 or 3 channels); ``profile`` is an ICC profile or empty.

    Rows may come in pieces of whole ones, so that a large picture is never there a second time. They are not filtered:
    screens compress well without, and it costs nothing.
    """
    head = struct.pack(">IIBBBBB", width, height, 8, _KINDS[channels], 0, 0, 0)
    packer = zlib.compressobj(LEVEL)
    pieces = (rows,) if isinstance(rows, bytes) else rows
    packed = [packer.compress(_filtered(piece, width * channels)) for piece in pieces]
    return _put_together(head, b"".join([*packed, packer.flush()]), profile)


def _put_together(head: bytes, body: bytes, profile: bytes) -> bytes:
    chunks = [SIGNATURE, _chunk(b"IHDR", head)]
    if profile:
        chunks.append(_chunk(b"iCCP", b"icc\0\0" + zlib.compress(profile)))
    return b"".join([*chunks, _chunk(b"IDAT", body), _chunk(b"IEND", b"")])


def _filtered(rows: bytes, stride: int) -> bytes:
    """Put the filter byte 0 before every row."""
    return b"".join(b"\0" + rows[start : start + stride] for start in range(0, len(rows), stride))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def kept(data: bytes, *, most_pixels: int) -> bytes | None:
    """Return a PNG as a rendition without decoding its rows; None where that is not possible.

    Possible where it has 8 bits a channel, is not interlaced, has one frame and nothing that turns or colours it, and
    any alpha is opaque all over: then the filtered rows stay as they are, but for the bytes of the alpha channel.
    Filters work on each channel by itself (section 9.2), so the pixels are the same.
    """
    try:
        chunks = _chunks(data)
    except NotARendition:
        return None
    if (
        not chunks
        or (chunks[0][0], chunks[-1][0]) != (b"IHDR", b"IEND")
        or len(chunks[0][1]) != 13
        or not {name for name, _ in chunks} <= _HARMLESS
    ):
        return None
    width, height, depth, kind, *rest = struct.unpack(">IIBBBBB", chunks[0][1])
    if depth != 8 or kind not in _ALL_CHANNELS or any(rest) or not 0 < width * height <= most_pixels:
        return None
    body = b"".join(part for name, part in chunks if name == b"IDAT")
    if kind in _ALPHA:
        channels = _ALL_CHANNELS[kind]
        rows = _inflated(body, height * (1 + width * channels))
        opaque = _without_alpha(rows, width, channels) if rows is not None else None
        if opaque is None:
            return None
        kind, body = _ALPHA[kind], zlib.compress(opaque, FAST)
    profile = next((_profile(part) for name, part in chunks if name == b"iCCP"), b"")
    head = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    made = _put_together(head, body, profile if is_usable(profile, CHANNELS[kind]) else b"")
    try:
        check(made, most_pixels=most_pixels)
    except NotARendition:
        return None
    return made


def profile_of(data: bytes) -> bytes:
    """Return the colour profile of a PNG as it stands in it; empty where there is none."""
    return next((_profile(part) for name, part in _chunks(data) if name == b"iCCP"), b"")


def _profile(chunk: bytes) -> bytes:
    packed = chunk.partition(b"\0")[2][1:]
    try:
        return zlib.decompressobj().decompress(packed, _LARGEST_PROFILE)
    except zlib.error:
        return b""


def _inflated(data: bytes, expected: int) -> bytes | None:
    """Return exactly so many bytes, or None."""
    inflater = zlib.decompressobj()
    try:
        found = inflater.decompress(data, expected + 1)
    except zlib.error:
        return None
    return found if len(found) == expected and inflater.eof else None


def _without_alpha(rows: bytes, width: int, channels: int) -> bytes | None:
    """Return filtered rows without their last channel; None where it is not 255 in every pixel."""
    stride = 1 + width * channels
    out = bytearray(len(rows) // stride * (1 + width * (channels - 1)))
    at = 0
    for start in range(0, len(rows), stride):
        row = rows[start : start + stride]
        if row[0] > _PAETH or row[channels::channels] != _opaque(row[0], width, first=start == 0):
            return None
        out[at] = row[0]
        for channel in range(1, channels):
            out[at + channel : at + 1 + width * (channels - 1) : channels - 1] = row[channel::channels]
        at += 1 + width * (channels - 1)
    return bytes(out)


@lru_cache(maxsize=16)
def _opaque(kind: int, width: int, *, first: bool) -> bytes:
    """Return what a filter makes of a channel that is 255 everywhere (section 9.2); ``first`` for the first row."""
    above = 0 if first else 255
    # The first pixel has nothing to its left, and so neither beside nor above that.
    edge, inner = {
        0: (255, 255), 1: (255, 0), 2: (255 - above, 255 - above), 3: (255 - above // 2, 255 - (255 + above) // 2),
        4: (255 - above, 0),
    }[kind]  # fmt: skip
    return bytes([edge]) + bytes([inner]) * (width - 1)


def check(data: bytes, *, most_pixels: int) -> tuple[int, int, int]:
    """Return width, height and channels of a rendition; raises NotARendition for anything else.

    The pixel data is inflated, and its length and the filter of each row looked at, so that what is passed on later is
    known to be whole.
    """
    chunks = list(_chunks(data))
    if not chunks or chunks[0][0] != b"IHDR" or chunks[-1][0] != b"IEND" or len(chunks[0][1]) != 13:
        raise NotARendition
    width, height, depth, kind, *rest = struct.unpack(">IIBBBBB", chunks[0][1])
    if depth != 8 or kind not in CHANNELS or any(rest) or not 0 < width * height <= most_pixels:
        raise NotARendition
    if any(name not in {b"IHDR", b"iCCP", b"IDAT", b"IEND"} for name, _ in chunks):
        raise NotARendition
    expected = height * (1 + width * CHANNELS[kind])
    stride = expected // height
    inflater = zlib.decompressobj()
    found, filters = 0, set[int]()
    try:
        for rows in _pieces(inflater, (body for name, body in chunks if name == b"IDAT")):
            filters.update(rows[-found % stride :: stride])
            found += len(rows)
            if found > expected:
                raise NotARendition
    except zlib.error:
        raise NotARendition from None
    if max(filters, default=0) > _PAETH or found != expected or not inflater.eof or inflater.unused_data:
        raise NotARendition
    return width, height, CHANNELS[kind]


def _pieces(inflater: zlib._Decompress, parts: Iterable[bytes]) -> Iterator[bytes]:
    """Inflate a little at a time: what is only looked at and let go never fills the memory."""
    for packed in parts:
        rest, rows = packed, b""
        while rest or len(rows) == _PIECE:
            rows = inflater.decompress(rest, _PIECE)
            rest = inflater.unconsumed_tail
            yield rows


def _chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    if not data.startswith(SIGNATURE):
        raise NotARendition
    found, at = [], len(SIGNATURE)
    while at < len(data):
        if at + 12 > len(data):
            raise NotARendition
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        end = at + 12 + length
        if end > len(data) or struct.pack(">I", zlib.crc32(kind + body)) != data[end - 4 : end]:
            raise NotARendition
        found.append((kind, body))
        at = end
    return found
