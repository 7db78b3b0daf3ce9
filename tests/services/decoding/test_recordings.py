"""Recordings: what they say of themselves; nothing is played, and what cannot be read is said."""

from __future__ import annotations

import io
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
