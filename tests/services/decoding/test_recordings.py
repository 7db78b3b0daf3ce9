"""Recordings: what they say of themselves; nothing is played, and what cannot be read is said."""

from __future__ import annotations

import io
import struct
import wave

import pytest

from journal_app.domain.readings import Note, Source
from journal_app.services.decoding import texts
from journal_app.services.decoding.recordings import _measure


def sound(seconds: int = 75) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(1)
        made.setframerate(8000)
        made.writeframes(b"\x80" * 8000 * seconds)
    return out.getvalue()


def test_a_recording_says_how_long_it_is_and_how_it_was_made() -> None:
    reading = texts.reading(sound(), "audio/wav")
    assert reading.source is Source.RECORDING
    assert [(each.name, each.text) for each in reading.blocks] == [
        ("duration", "0:01:15"), ("sample-rate", "8000 Hz"), ("channels", "1"), ("bit-rate", "64 kbit/s"),
    ]  # fmt: skip
    assert reading.notes == ()


def box(name: bytes, *parts: bytes) -> bytes:
    data = b"".join(parts)
    return struct.pack(">I", 8 + len(data)) + name + data


def film(*tracks: bytes) -> bytes:
    length = box(b"mvhd", bytes(12), struct.pack(">II", 1000, 75_400), bytes(80))
    return box(b"ftyp", b"isom\0\0\0\0isom") + box(b"moov", length, *tracks) + box(b"mdat", b"x" * 100)


SPEECH = (  # 6 bytes and the index, the version, channels and bits, the rate; then an elementary stream descriptor
    bytes(7) + b"\1" + bytes(8) + struct.pack(">HH", 1, 16) + bytes(4) + struct.pack(">I", 8000 << 16)
    + box(b"esds", bytes(4), b"\x03\x19\0\0\0\x04\x11\x40\x15\0\0\0" + struct.pack(">II", 32000, 32000))
)  # fmt: skip
STREAMS = box(b"stsd", bytes(4), struct.pack(">I", 1), box(b"mp4a", SPEECH))
MEMO = film(box(b"trak", box(b"mdia", box(b"minf", box(b"stbl", STREAMS)))))


@pytest.mark.parametrize(
    ("data", "kind", "fields"),
    [
        (film(), "video/mp4", {"duration": "0:01:15"}),
        (film(), "video/3gpp", {"duration": "0:01:15"}),
        (MEMO, "audio/mp4", {"duration": "0:01:15", "channels": "1"}),
        ((b"\xff\xfb\x90\0" + bytes(413)) * 400, "audio/mpeg", {"duration": "0:00:10", "sample-rate": "44100 Hz"}),
    ],
)
def test_what_telephones_record_says_how_long_it_is(data: bytes, kind: str, fields: dict[str, str]) -> None:
    reading = texts.reading(data, kind)
    assert reading.notes == ()
    assert fields.items() <= {each.name: each.text for each in reading.blocks}.items()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "audio/wav"),
        (b"RIFF\xff\xff\xff\xffWAVEfmt ", "audio/wav"),
        (b"ID3\x04\0\0\0\0\0\0", "audio/mpeg"),
        (b"\0\0\0\x18ftypM4A broken", "audio/mp4"),
        (b"OggS\0broken", "audio/ogg"),
        (b"fLaCbroken", "audio/flac"),
        (b"\x1aE\xdf\xa3", "video/x-matroska"),
        (b"#!AMR\n", "audio/amr"),
    ],
)
def test_a_recording_that_does_not_say_is_told_so(data: bytes, kind: str) -> None:
    reading = texts.reading(data, kind)
    assert reading.notes == (Note.NO_FACTS,)
    assert "duration" not in {each.name for each in reading.blocks}


@pytest.mark.parametrize("value", [None, -1, 0, float("nan"), float("inf"), 1e12, "9"])
def test_a_number_that_cannot_be_one_is_none(value: object) -> None:
    assert _measure(value) == 0
