"""A small interchange folder with one of everything, and each private field marked by a word of its own."""

from __future__ import annotations

import io
import json
import wave
from pathlib import Path
from typing import Any

from PIL import Image, PngImagePlugin

# Each of these words stands in one private field and nowhere else.
MARKS = {
    "private_note": "zqprivatenote",
    "tags": "zqtagword",
    "impact": "zqimpactword",
    "person_notes": "zqpersonnotes",
    "private_account": "zqprivateaccount",
    "private_place": "zqprivateplace",
    "private_quote": "zqprivatequote",
    "lawyer_account": "zqlawyeraccount",
    "log": "zqlogword",
    "exif_artist": "zqexifartist",
    "exif_place": "zqexifplace",
    "png_text": "zqpngtext",
    "hidden_name": "Zqhiddenname",
}
HIDDEN_STRIPES = (40, 60, 200, 80)


def document() -> dict[str, Any]:
    """Return the plain document; a test may change what it likes."""
    quote = {"speaker": "hale", "text": "I would like to see you outside.", "certainty": "exact"}
    return {
        "format": "journal-interchange",
        "version": 1,
        "people": [
            {"id": "me", "name": "Ana Keller", "roles": ["client", "complainant"], "address": "12 Canal Street",
             "notes": MARKS["person_notes"]},
            {"id": "hale", "name": "Marcus Hale", "roles": ["professional"], "licence_number": "LMFT 00000",
             "profession": "Marriage and family therapist"},
            {"id": "friend", "name": MARKS["hidden_name"], "roles": ["told"]},
        ],
        "relationships": [{"client": "me", "professional": "hale", "first_session": "2022-09"}],
        "incidents": [
            {"id": "first", "occurred": "2024-03-12T23:40", "timezone": "Europe/Berlin", "account": "He wrote late.",
             "exact_words": [quote], "channel": "text-message", "people": [{"person": "hale"}, {"person": "friend"}],
             "types": ["romantic-or-sexual-advances"], "purpose": "for-a-complaint", "impact": MARKS["impact"],
             "private_note": MARKS["private_note"], "tags": [MARKS["tags"]],
             "told": [{"person": "friend", "when": "2024-03-13"}],
             "professional_response": [{"step": "apologised", "when": "2024-03-15"}]},
            {"id": "second", "occurred": "2024-07-03", "account": "It was told in a podcast.",
             "purpose": "for-a-complaint"},
            {"id": "for-lawyer", "occurred": "2023~", "account": MARKS["lawyer_account"],
             "purpose": "for-my-lawyer"},
            {"id": "mine", "occurred": "", "account": MARKS["private_account"], "place": MARKS["private_place"],
             "exact_words": [{"text": MARKS["private_quote"]}], "purpose": "private"},
        ],
        "evidence": [
            {"id": "shot", "file": "shot.png", "incidents": ["first"], "description": "A message",
             "card": {"captured_by": "Ana Keller", "captured_at": "2024-03-13"}},
            {"id": "clear", "file": "clear.png", "incidents": ["first"], "description": "With a clear ground"},
            {"id": "photo", "file": "photo.jpg", "incidents": ["second"], "description": "A page"},
            {"id": "note", "file": "note.txt", "incidents": ["second"], "description": "A note"},
            {"id": "broken", "file": "broken.png", "incidents": ["second"], "description": "A broken picture"},
            {"id": "sound", "file": "sound.wav", "incidents": ["first"], "recording": True},
        ],
        "matches": [
            {"id": "house", "private": {"incident": "first", "when": "2024-01-09", "text": "the blue house"},
             "public": {"incident": "second", "when": "2024-07-03", "text": "a blue house"}, "evidence": ["shot"]}
        ],
        "complaints": [
            {"id": "bbs", "board": "us-ca-bbs", "professional": "hale", "incidents": ["first", "second"],
             "outcome_sought": "That it is looked into.", "log": [{"when": "2024-10", "what": MARKS["log"]}]}
        ],
        "redactions": [
            {"person": "friend", "replace_with": "a friend"},
            {"evidence": "shot", "page": 1, "boxes": [list(HIDDEN_STRIPES)]},
        ],
    }  # fmt: skip


def write(folder: Path, plain: dict[str, Any] | None = None) -> Path:
    """Write the folder with its files and return it."""
    files = folder / "evidence"
    files.mkdir(parents=True)
    for name, data in _files().items():
        (files / name).write_bytes(data)
    (folder / "journal.json").write_text(json.dumps(plain or document()), encoding="utf-8")
    return folder


def _files() -> dict[str, bytes]:
    clear = Image.new("RGBA", (300, 200), (240, 240, 240, 128))
    return {
        "shot.png": _png(_striped()),
        "clear.png": _png(clear),
        "photo.jpg": _photo(),
        "note.txt": b"A note.\nWith two lines.\n",
        "broken.png": b"\x89PNG\r\n\x1a\nnothing more",
        "sound.wav": _sound(),
    }


def _striped() -> Image.Image:
    """Return a picture whose hidden part holds a pattern that stands nowhere else."""
    picture = Image.new("RGB", (400, 300), (236, 229, 221))
    left, top, width, height = HIDDEN_STRIPES
    for x in range(left, left + width):
        for y in range(top, top + height):
            picture.putpixel((x, y), (255, 0, 255) if x % 2 else (0, 255, 0))
    return picture


def _png(picture: Image.Image) -> bytes:
    out, notes = io.BytesIO(), PngImagePlugin.PngInfo()
    notes.add_text("Comment", MARKS["png_text"])
    picture.save(out, "PNG", pnginfo=notes)
    return out.getvalue()


def _photo() -> bytes:
    picture, out = Image.new("RGB", (320, 240), (200, 210, 220)), io.BytesIO()
    exif = Image.Exif()
    exif[315] = MARKS["exif_artist"]  # Artist (EXIF 2.32, 4.6.4)
    exif.get_ifd(0x8769)[36867] = "2024:07:04 10:00:00"  # DateTimeOriginal, 4.6.5
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (52.0, 31.0, 12.0)
    place[27] = MARKS["exif_place"].encode()
    picture.save(out, "JPEG", exif=exif.tobytes(), comment=MARKS["exif_place"].encode())
    return out.getvalue()


def _sound() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as tone:
        tone.setparams((1, 2, 8000, 0, "NONE", ""))
        tone.writeframes(bytes(1600))
    return out.getvalue()
