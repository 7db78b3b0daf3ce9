"""PNG files whose filtered rows stay as they are: the same pixels, for every filter, with and without alpha."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from journal_app import resources
from journal_app.services.decoding import png

MOST = 1_000_000
MODES = {0: "L", 2: "RGB", 4: "LA", 6: "RGBA"}
SRGB = resources.read_bytes("colour/sRGB.icc")


def filtered(pixels: bytes, width: int, height: int, channels: int, kinds: list[int]) -> bytes:
    """Return rows filtered as the specification says it (section 9.2), written another way than the program's."""
    stride, out = width * channels, bytearray()
    for y in range(height):
        row = pixels[y * stride : (y + 1) * stride]
        above = pixels[(y - 1) * stride : y * stride] if y else bytes(stride)
        out.append(kinds[y])
        for x in range(stride):
            a, b = (row[x - channels] if x >= channels else 0), above[x]
            c = above[x - channels] if x >= channels else 0
            guess = min((abs(b - c), 0, a), (abs(a - c), 1, b), (abs(a + b - 2 * c), 2, c))[2]
            out.append((row[x] - (0, a, b, (a + b) // 2, guess)[kinds[y]]) % 256)
    return bytes(out)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def file(rows: bytes, width: int, height: int, kind: int, *more: bytes, depth: int = 8, interlaced: int = 0) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, interlaced)
    return (
        png.SIGNATURE
        + chunk(b"IHDR", head)
        + b"".join(more)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_the_pixels_are_the_same(data: Any) -> None:
    width, height = data.draw(st.integers(1, 9)), data.draw(st.integers(1, 5))
    kind = data.draw(st.sampled_from(sorted(MODES)))
    channels = len(MODES[kind])
    pixels = bytearray(data.draw(st.binary(min_size=width * height * channels, max_size=width * height * channels)))
    if kind in {4, 6}:
        pixels[channels - 1 :: channels] = bytes([255]) * (width * height)
    kinds = data.draw(st.lists(st.integers(0, 4), min_size=height, max_size=height))
    source = file(filtered(bytes(pixels), width, height, channels, kinds), width, height, kind)
    kept = png.kept(source, most_pixels=MOST)
    assert kept is not None
    assert png.check(kept, most_pixels=MOST)[:2] == (width, height)
    with Image.open(io.BytesIO(source)) as wanted, Image.open(io.BytesIO(kept)) as found:
        assert found.mode in {"L", "RGB"}
        assert found.tobytes() == wanted.convert(found.mode).tobytes()


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_one_pixel_that_is_not_opaque_is_seen(data: Any) -> None:
    width, height = data.draw(st.integers(1, 6)), data.draw(st.integers(1, 4))
    pixels = bytearray([9, 9, 9, 255] * (width * height))
    pixels[4 * data.draw(st.integers(0, width * height - 1)) + 3] = data.draw(st.integers(0, 254))
    kinds = data.draw(st.lists(st.integers(0, 4), min_size=height, max_size=height))
    source = file(filtered(bytes(pixels), width, height, 4, kinds), width, height, 6)
    assert png.kept(source, most_pixels=MOST) is None


ROWS = filtered(bytes(range(48)), 4, 4, 3, [0, 1, 2, 4])
NOT_KEPT: dict[str, Callable[[], bytes]] = {
    "16 bits": lambda: file(bytes(4 * 25), 4, 4, 2, depth=16),
    "a palette": lambda: file(bytes(4 * 5), 4, 4, 3, chunk(b"PLTE", bytes(9))),
    "interlaced": lambda: file(ROWS, 4, 4, 2, interlaced=1),
    "a transparent colour": lambda: file(ROWS, 4, 4, 2, chunk(b"tRNS", bytes(6))),
    "turned by its metadata": lambda: file(ROWS, 4, 4, 2, chunk(b"eXIf", b"II*\0")),
    "moving": lambda: file(ROWS, 4, 4, 2, chunk(b"acTL", bytes(8))),
    "a filter that is none": lambda: file(b"\x05" + ROWS[1:], 4, 4, 2),
    "a filter that is none, with alpha": lambda: file(b"\x05" + b"\xff" * 16, 4, 1, 6),
    "too few rows": lambda: file(ROWS[:-1], 4, 4, 2),
    "too many rows": lambda: file(ROWS + b"\0", 4, 4, 2),
    "too few rows, with alpha": lambda: file(b"\0" + b"\xff" * 15, 4, 1, 6),
    "too large": lambda: file(ROWS, 4000, 4000, 2),
    "no pixels": lambda: file(b"", 0, 4, 2),
    "broken data": lambda: file(ROWS, 4, 4, 2).replace(b"IDATx", b"IDATy"),
    "broken data, with alpha": lambda: (
        png.SIGNATURE + chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 4, 8, 6, 0, 0, 0)) + chunk(b"IDAT", b"none")
    ),
    "no end": lambda: file(ROWS, 4, 4, 2)[:-12],
    "no PNG": lambda: b"GIF89a",
    "nothing but the beginning": lambda: png.SIGNATURE,
}


@pytest.mark.parametrize("what", NOT_KEPT)
def test_what_cannot_be_kept_is_left_to_the_decoder(what: str) -> None:
    assert png.kept(NOT_KEPT[what](), most_pixels=MOST) is None


def test_words_and_places_in_a_file_are_not_kept() -> None:
    source = file(ROWS, 4, 4, 2, chunk(b"tEXt", b"Author\0Ana"), chunk(b"pHYs", bytes(9)), chunk(b"tIME", bytes(7)))
    kept = png.kept(source, most_pixels=MOST)
    assert kept == file(ROWS, 4, 4, 2)


@pytest.mark.parametrize(("profile", "stays"), [(SRGB, True), (SRGB[:-1], False), (b"", False)])
def test_a_colour_profile_is_kept_where_it_is_one(profile: bytes, stays: bool) -> None:
    source = file(ROWS, 4, 4, 2, chunk(b"iCCP", b"any\0\0" + zlib.compress(profile)))
    kept = png.kept(source, most_pixels=MOST)
    assert kept is not None
    assert png.profile_of(kept) == (profile if stays else b"")
    assert png.profile_of(source) == profile


def test_a_profile_that_cannot_be_read_is_none() -> None:
    assert png.profile_of(file(ROWS, 4, 4, 2, chunk(b"iCCP", b"any\0\0none"))) == b""
