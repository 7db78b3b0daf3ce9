"""PNG in the one shape a rendition has: 8-bit gray or RGB, not interlaced, no metadata but a colour profile.

W3C, "Portable Network Graphics (PNG) Specification (Third Edition)".
"""

from __future__ import annotations

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3}
_KINDS = {1: 0, 3: 2}
LEVEL = 3  # screens compress nearly as well as at 6, in a third of the time


class NotARendition(Exception):
    """The bytes are not a PNG of the one shape a rendition has."""


def encode(rows: bytes, width: int, height: int, channels: int, profile: bytes = b"") -> bytes:
    """Return a PNG of raw ``rows`` (8 bits, 1 or 3 channels); ``profile`` is an ICC profile or empty.

    Rows are not filtered: screens compress well without, and it costs nothing.
    """
    stride = width * channels
    chunks = [SIGNATURE, _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, _KINDS[channels], 0, 0, 0))]
    if profile:
        chunks.append(_chunk(b"iCCP", b"icc\0\0" + zlib.compress(profile)))
    chunks.append(_chunk(b"IDAT", zlib.compress(_filtered(rows, stride, height), LEVEL)))
    chunks.append(_chunk(b"IEND", b""))
    return b"".join(chunks)


def _filtered(rows: bytes, stride: int, height: int) -> bytes:
    """Put the filter byte 0 before every row."""
    return b"".join(b"\0" + rows[start : start + stride] for start in range(0, stride * height, stride))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def check(data: bytes, *, most_pixels: int) -> tuple[int, int, int]:
    """Return width, height and channels of a rendition; raises NotARendition for anything else.

    The pixel data is inflated and its length compared, so that what is passed on later is known to be whole.
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
    inflater = zlib.decompressobj()
    found = 0
    try:
        for part in (body for name, body in chunks if name == b"IDAT"):
            found += len(inflater.decompress(part, expected - found + 1))
    except zlib.error:
        raise NotARendition from None
    if found != expected or not inflater.eof or inflater.unused_data:
        raise NotARendition
    return width, height, CHANNELS[kind]


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
