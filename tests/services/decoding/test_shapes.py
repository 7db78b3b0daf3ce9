"""The two shapes a rendition can have, and what a file is by its first bytes: nothing else gets through."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from journal_app.services.decoding import jpeg, png
from journal_app.services.decoding.kinds import media_type_of

GOOD = png.encode(bytes(range(36)), 4, 3, 3)
OUT = io.BytesIO()
Image.effect_noise((33, 21), 70).convert("RGB").save(OUT, "JPEG", progressive=True, restart_marker_blocks=1)
PHOTO = OUT.getvalue()
PLAIN = jpeg.without_metadata(PHOTO)[0]


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def head(width: int, height: int, *rest: int) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, *rest))


def pixels(data: bytes) -> bytes:
    return chunk(b"IDAT", zlib.compress(data))


END = chunk(b"IEND", b"")


@settings(max_examples=40)
@given(width=st.integers(1, 9), height=st.integers(1, 9), channels=st.sampled_from([1, 3]), data=st.data())
def test_what_is_encoded_passes_and_is_the_same(width: int, height: int, channels: int, data: st.DataObject) -> None:
    raw = data.draw(st.binary(min_size=width * height * channels, max_size=width * height * channels))
    made = png.encode(raw, width, height, channels)
    assert png.check(made, most_pixels=81) == (width, height, channels)
    assert Image.open(io.BytesIO(made)).tobytes() == raw


@settings(max_examples=60)
@given(
    width=st.integers(1, 9), height=st.integers(1, 9), piece=st.integers(1, 40), wrong=st.integers(0, 8),
    cuts=st.lists(st.integers(0, 60), max_size=4),
)  # fmt: skip
def test_every_row_is_looked_at_whatever_the_pieces(
    width: int, height: int, piece: int, wrong: int, cuts: list[int]
) -> None:
    rows = [bytes([number % 5]) + bytes(width) for number in range(height)]
    packed = zlib.compress(b"".join(rows))
    parts = [packed[a:b] for a, b in zip([0, *sorted(cuts)], [*sorted(cuts), len(packed)], strict=True)]
    made = png.SIGNATURE + head(width, height, 8, 0, 0, 0, 0) + b"".join(chunk(b"IDAT", each) for each in parts) + END
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(png, "_PIECE", piece)
        assert png.check(made, most_pixels=81) == (width, height, 1)
        if wrong < height:
            rows[wrong] = b"\5" + bytes(width)
            made = png.SIGNATURE + head(width, height, 8, 0, 0, 0, 0) + pixels(b"".join(rows)) + END
            with pytest.raises(png.NotARendition):
                png.check(made, most_pixels=81)


def test_a_large_picture_is_looked_at_in_little_memory() -> None:
    made = png.encode(bytes(4000 * 4000), 4000, 4000, 1)
    tracemalloc.start()
    try:
        png.check(made, most_pixels=10**8)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 5 << 20  # of 16 million bytes of rows


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"words",
        png.SIGNATURE,
        GOOD[:-4],
        GOOD[:-12],
        GOOD + b"more",
        GOOD + chunk(b"tEXt", b"a\0b"),
        GOOD[:40] + bytes([GOOD[40] ^ 1]) + GOOD[41:],
        png.SIGNATURE + head(4, 3, 8, 6, 0, 0, 0) + pixels(bytes(51)) + END,
        png.SIGNATURE + head(4, 3, 16, 2, 0, 0, 0) + pixels(bytes(75)) + END,
        png.SIGNATURE + head(4, 3, 8, 2, 0, 0, 1) + pixels(bytes(39)) + END,
        png.SIGNATURE + head(0, 3, 8, 2, 0, 0, 0) + pixels(b"") + END,
        png.SIGNATURE + head(99, 99, 8, 2, 0, 0, 0) + pixels(b"") + END,
        png.SIGNATURE + head(4, 3, 8, 2, 0, 0, 0) + pixels(bytes(38)) + END,
        png.SIGNATURE + head(4, 3, 8, 2, 0, 0, 0) + pixels(bytes(40)) + END,
        png.SIGNATURE + head(4, 3, 8, 2, 0, 0, 0) + chunk(b"IDAT", b"no zlib") + END,
        png.SIGNATURE + head(4, 3, 8, 2, 0, 0, 0) + chunk(b"IDAT", zlib.compress(bytes(39)) + b"x") + END,
        png.SIGNATURE + head(4, 3, 8, 2, 0, 0, 0) + chunk(b"tEXt", b"a\0b") + pixels(bytes(39)) + END,
        png.SIGNATURE + pixels(bytes(39)) + END,
        png.SIGNATURE + head(4, 3, 8, 2, 0, 0, 0) + pixels(bytes(39)),
        png.SIGNATURE + chunk(b"IHDR", b"short") + END,
    ],
)
def test_any_other_png_is_refused(data: bytes) -> None:
    with pytest.raises(png.NotARendition):
        png.check(data, most_pixels=100)


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


FRAME = segment(0xC0, struct.pack(">BHHB", 8, 21, 33, 3) + bytes(9))


def test_a_jpeg_loses_what_is_no_picture_and_keeps_its_pixels() -> None:
    told = PHOTO[:2] + segment(0xE1, b"Exif\0\0secret") + segment(0xFE, b"words") + b"\xff" + PHOTO[2:] + b"behind"
    plain, width, height, components = jpeg.without_metadata(told)
    assert (plain, width, height, components) == (PLAIN, 33, 21, 3)
    assert Image.open(io.BytesIO(plain)).tobytes() == Image.open(io.BytesIO(PHOTO)).tobytes()


def test_how_its_colours_are_coded_stays() -> None:
    adobe, profile = segment(0xEE, b"Adobe\0d\0\0\0\0\1"), segment(0xE2, b"ICC_PROFILE\0\1\1x")
    plain = jpeg.without_metadata(PHOTO[:2] + adobe + profile + segment(0xEE, b"other") + PHOTO[2:])[0]
    assert adobe in plain
    assert profile in plain
    assert b"other" not in plain
    more = segment(0xEE, b"Adobe\0d\x80\1\2\3\1of Lena") + segment(0xEE, b"Adobe Lena")
    assert jpeg.without_metadata(PHOTO[:2] + more + PHOTO[2:])[0] == PLAIN[:2] + adobe + PLAIN[2:]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"words",
        b"\xff\xd8",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8\xff\xe0\x00",
        b"\xff\xd8\xff\xe0\x00\x01",
        b"\xff\xd8\xff\xe0\xff\xffshort",
        b"\xff\xd8no marker",
        b"\xff\xd8" + FRAME + FRAME + b"\xff\xd9",
        b"\xff\xd8" + segment(0xC3, FRAME[4:]) + b"\xff\xd9",
        b"\xff\xd8" + segment(0xC0, b"\x08") + b"\xff\xd9",
        b"\xff\xd8" + segment(0xC0, struct.pack(">BHHB", 12, 9, 9, 3)) + b"\xff\xd9",
        b"\xff\xd8" + segment(0xC0, struct.pack(">BHHB", 8, 0, 9, 3)) + b"\xff\xd9",
        b"\xff\xd8" + segment(0xC0, struct.pack(">BHHB", 8, 9, 9, 4)) + b"\xff\xd9",
        b"\xff\xd8" + FRAME + segment(0xDA, b"x") + b"data that never ends",
        b"\xff\xd8" + FRAME + segment(0xDA, b"x") + b"data\xff",
    ],
)
def test_any_other_jpeg_is_refused(data: bytes) -> None:
    with pytest.raises(jpeg.NotPlain):
        jpeg.without_metadata(data)


@settings(max_examples=60)
@given(at=st.integers(0, len(PHOTO) - 1), bit=st.integers(0, 7))
def test_a_damaged_jpeg_is_refused_or_plain(at: int, bit: int) -> None:
    data = bytearray(PHOTO)
    data[at] ^= 1 << bit
    try:
        plain = jpeg.without_metadata(bytes(data))[0]
    except jpeg.NotPlain:
        return
    assert jpeg.without_metadata(plain)[0] == plain


@pytest.mark.parametrize(
    ("head_", "name", "kind"),
    [
        (b"", "a.png", "application/x-empty"),
        (b"\x89PNG\r\n\x1a\n", "a.txt", "image/png"),
        (b"RIFF1234WEBP", "a", "image/webp"),
        (b"RIFF1234WAVE", "a", "audio/wav"),
        (b"RIFF1234what", "a", "text/plain"),
        (b"\0\0\0\x18ftypheic", "a", "image/heic"),
        (b"\0\0\0\x18ftypM4A ", "a", "audio/mp4"),
        (b"\0\0\0\x18ftyp3gp4", "a", "video/3gpp"),
        (b"\0\0\0\x18ftypisom", "a", "video/mp4"),
        (b"\xff\xfb\x90\0", "a.mp3", "audio/mpeg"),
        (b"\0\1\2\3", "a.txt", "application/octet-stream"),
        (b"\xff\xfea\0", "a.txt", "text/plain"),
        ("Grüße".encode("latin-1"), "a.txt", "text/plain"),
        ("Grüße".encode()[:3], "a.txt", "text/plain"),
        (b"\x81\x01\x02", "a.txt", "application/octet-stream"),
        (b"a\x01b", "a.txt", "application/octet-stream"),
        (b"  <!DOCTYPE HTML><p>", "a.txt", "text/html"),
        (b"a,b", "a.CSV", "text/csv"),
        (b"From: a\nTo: b", "a", "message/rfc822"),
        (b"Date: today is", "a", "text/plain"),
        (b"words", "a.eml", "message/rfc822"),
    ],
)
def test_a_file_is_what_its_first_bytes_say(head_: bytes, name: str, kind: str) -> None:
    assert media_type_of(head_, name) == kind
