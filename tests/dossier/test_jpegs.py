from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from journal_app.dossier.jpegs import PROFILE, coding, shown
from journal_app.services.decoding import jpeg

SECRET = b"Lena, Tromholt"


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def photo(mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((33, 21), 70).convert(mode).save(out, "JPEG", **options)
    return jpeg.without_metadata(out.getvalue())[0]


ONE_SCAN = photo()
MANY_SCANS = photo(progressive=True, restart_marker_blocks=1)
TELLING = [
    *(segment(marker, SECRET) for marker in (*range(0xE0, 0xF0), 0xFE, 0xDC)),
    segment(0xE1, b"Exif\0\0" + SECRET), segment(0xE2, b"MPF\0" + SECRET), segment(0xE2, PROFILE + b"\1\1" + SECRET),
    segment(0xED, b"Photoshop 3.0\0" + SECRET), segment(0xEE, b"Adobe" + SECRET), segment(0xEE, b"Adobe" + bytes(6)),
]  # fmt: skip


def places(data: bytes) -> list[int]:
    """Return where a segment may stand: before each marker that is no restart."""
    at, found = 2, []
    while data[at + 1] != 0xD9:
        found.append(at)
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] == 0xDA:
            while data[end] != 0xFF or data[end + 1] == 0 or 0xD0 <= data[end + 1] <= 0xD7:
                end += 1
        at = end
    return [*found, at]


def joined(data: bytes) -> bytes:
    return b"".join(shown(data)[0])


@pytest.mark.parametrize("data", [ONE_SCAN, MANY_SCANS, photo("L")], ids=["one scan", "many scans", "gray"])
def test_a_picture_alone_stays_byte_for_byte(data: bytes) -> None:
    assert joined(data) == data
    assert shown(data)[1:] == (b"", jpeg.without_metadata(data)[3])


@settings(max_examples=150)
@given(data=st.sampled_from([ONE_SCAN, MANY_SCANS]), drawn=st.data())
def test_no_segment_that_tells_something_leaves_wherever_it_stands(data: bytes, drawn: st.DataObject) -> None:
    for at in sorted(drawn.draw(st.lists(st.sampled_from(places(data)), min_size=1, max_size=4)), reverse=True):
        data = data[:at] + drawn.draw(st.sampled_from(TELLING)) + data[at:]
    once = jpeg.without_metadata(data)[0]
    assert SECRET in data or b"Adobe" in data
    for made in (joined(data), joined(once)):
        assert b"Lena" not in made
        assert b"Tromholt" not in made
        assert PROFILE not in made
        assert made.replace(coding(b"Adobe" + SECRET), b"") in {ONE_SCAN, MANY_SCANS}
    assert b"Lena" not in once or PROFILE in once


def test_what_follows_the_picture_is_left_out() -> None:
    assert joined(ONE_SCAN + SECRET) == ONE_SCAN
    assert joined(ONE_SCAN[:-2]) == ONE_SCAN
    filled = ONE_SCAN[:-2] + b"\xff" * 5000
    assert joined(filled + segment(0xFE, SECRET)[1:] + b"\xff\xd9").rstrip(b"\xff\xd9") == ONE_SCAN.rstrip(b"\xff\xd9")


def test_how_colours_are_coded_stays_and_nothing_else_of_that_segment() -> None:
    out = io.BytesIO()
    Image.effect_noise((33, 21), 70).convert("RGB").save(out, "JPEG", keep_rgb=True)
    told = out.getvalue()
    told = told[:2] + segment(0xEE, b"Adobe\0d\x80\1\2\3\0" + SECRET) + told[2:]
    made = joined(told)
    assert segment(0xEE, b"Adobe\0d\0\0\0\0\0") in made
    assert SECRET not in made
    assert coding(b"Adobe\0d\x80\1\2\3\1" + SECRET) == segment(0xEE, b"Adobe\0d\0\0\0\0\1")
    assert Image.open(io.BytesIO(made)).tobytes() == Image.open(io.BytesIO(told)).tobytes()


def test_a_profile_in_several_segments_is_put_together() -> None:
    parts = [segment(0xE2, PROFILE + bytes((number, 3)) + bytes((64 + number,)) * 5) for number in (2, 1, 3)]
    made, profile, colours = shown(ONE_SCAN[:2] + b"".join(parts) + ONE_SCAN[2:])
    assert (profile, colours) == (b"AAAAABBBBBCCCCC", 3)
    assert b"".join(made) == ONE_SCAN
