"""Recordings: how long they are and how they were made, as far as the file says so; nothing is played."""

from __future__ import annotations

import io
import math

from tinytag import TinyTag, TinyTagException

from journal_app.domain.readings import Field, Note
from journal_app.services.decoding.blocks import Gathered

_LONGEST_SECONDS = 1_000_000_000
_NAMES = {
    "audio/mpeg": "a.mp3", "audio/mp4": "a.m4a", "audio/wav": "a.wav", "audio/flac": "a.flac", "audio/ogg": "a.ogg",
    "video/mp4": "a.m4a", "video/3gpp": "a.m4a",
}  # fmt: skip


def prepare() -> None:
    """Load what reading recordings needs, before the process is locked."""
    for kind in _NAMES:
        read_recording(b"", kind, Gathered())


def read_recording(data: bytes, media_type: str, into: Gathered) -> None:
    """Read what a recording says of itself: its title, duration, sample rate, channels and bit rate."""
    try:
        found = TinyTag.get(_NAMES[media_type], file_obj=io.BytesIO(data))
    except (KeyError, TinyTagException, ValueError, TypeError, AttributeError, IndexError, OverflowError, EOFError,
            ArithmeticError, LookupError):  # fmt: skip
        into.note(Note.NO_FACTS)
        return
    if found.title:
        into.field(Field.TITLE, found.title)
    seconds = _measure(found.duration)
    if seconds:
        into.field(Field.DURATION, f"{int(seconds) // 3600}:{int(seconds) % 3600 // 60:02}:{int(seconds) % 60:02}")
    else:
        into.note(Note.NO_FACTS)
    for field, value, unit in (
        (Field.SAMPLE_RATE, found.samplerate, " Hz"),
        (Field.CHANNELS, found.channels, ""),
        (Field.BIT_RATE, found.bitrate, " kbit/s"),
    ):
        if _measure(value):
            into.field(field, f"{round(_measure(value))}{unit}")


def _measure(value: object) -> float:
    """Return a number that can be one, or 0."""
    number = float(value) if isinstance(value, int | float) else 0.0
    return number if math.isfinite(number) and 0 < number < _LONGEST_SECONDS else 0.0
