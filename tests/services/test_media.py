"""The locked worker: the same pixels, no metadata, and an honest reason where a file cannot be shown."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from PIL import Image

from journal_app.services.media import Decoder, NoRendition, media_type_of


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    with Decoder() as made:
        if not made.available():
            pytest.skip("a layer of the worker's lock is missing on this system")
        yield made


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "P", "1"])
def test_a_png_keeps_its_pixels(decoder: Decoder, mode: str) -> None:
    image = Image.effect_noise((61, 47), 60).convert("RGB").convert(mode)
    (page,) = decoder.renditions(encoded(image, "PNG"), "image/png")
    assert Image.open(io.BytesIO(page.data)).convert("RGB").tobytes() == image.convert("RGB").tobytes()


def test_a_jpeg_keeps_its_data_and_loses_what_tells_of_its_maker(decoder: Decoder) -> None:
    exif = Image.Exif()
    exif[0x0110] = "Secret phone"
    exif[0x8825] = {1: "N", 2: (52.0, 1.0, 2.0)}
    data = encoded(Image.effect_noise((64, 48), 60).convert("RGB"), "JPEG", exif=exif)
    (page,) = decoder.renditions(data, "image/jpeg")
    assert page.media_type == "image/jpeg"
    assert b"Exif" not in page.data
    assert b"Secret phone" not in page.data
    assert Image.open(io.BytesIO(page.data)).tobytes() == Image.open(io.BytesIO(data)).tobytes()
    facts = decoder.facts(data, "image/jpeg")
    assert (facts.has_position, facts.device) == (True, "Secret phone")


def test_hidden_parts_are_gone_from_the_pixels(decoder: Decoder) -> None:
    (page,) = decoder.renditions(encoded(Image.new("RGB", (40, 30), "red"), "PNG"), "image/png")
    hidden = Image.open(io.BytesIO(decoder.redact(page, [(5, 6, 10, 8)]).data))
    assert hidden.getpixel((5, 6)) == (0, 0, 0)
    assert hidden.getpixel((14, 13)) == (0, 0, 0)
    assert hidden.getpixel((15, 14)) == (255, 0, 0)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\nbroken", "not-readable"),
        (b"%PDF-1.7 broken", "not-readable"),
        (b"ID3 sound", "not-a-picture"),
    ],
)
def test_a_file_that_cannot_be_shown_has_a_reason(decoder: Decoder, data: bytes, reason: str) -> None:
    with pytest.raises(NoRendition) as refused:
        decoder.renditions(data, media_type_of(data, "x"))
    assert refused.value.reason == reason
