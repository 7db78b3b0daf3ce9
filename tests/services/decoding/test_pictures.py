"""Pictures: the same pixels, upright, on white, eight bits, and nothing that tells of their maker."""

from __future__ import annotations

import io
import subprocess
import sys

import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageOps

from journal_app.services.decoding import jpeg, pictures, png
from journal_app.services.decoding.pictures import Page


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def seen(page: Page) -> Image.Image:
    """Return the pixels of a page, after checking that it is a rendition as the program takes it."""
    if page.media_type == "image/png":
        assert png.check(page.data, most_pixels=10**8)[:2] == (page.width, page.height)
    else:
        assert jpeg.without_metadata(page.data)[0] == page.data
    image = Image.open(io.BytesIO(page.data))
    assert image.size == (page.width, page.height)
    return image.convert("RGB")


pillow_heif.register_heif_opener()  # the worker does so, too; it is one of the formats a picture may have
NOISE = Image.effect_noise((23, 17), 80).convert("RGB")


@pytest.mark.parametrize("kind", ["PNG", "BMP", "GIF", "TIFF", "WEBP"])
def test_a_picture_without_loss_keeps_every_pixel(kind: str) -> None:
    data = saved(NOISE, kind, **({"lossless": True} if kind == "WEBP" else {}))
    (page,) = pictures.renditions(data)
    assert seen(page).tobytes() == Image.open(io.BytesIO(data)).convert("RGB").tobytes()


@settings(max_examples=25)
@given(width=st.integers(1, 40), height=st.integers(1, 40), data=st.data())
def test_any_pixels_come_through(width: int, height: int, data: st.DataObject) -> None:
    raw = data.draw(st.binary(min_size=width * height * 3, max_size=width * height * 3))
    image = Image.frombytes("RGB", (width, height), raw)
    assert seen(pictures.renditions(saved(image, "PNG"))[0]).tobytes() == raw


@pytest.mark.parametrize(
    ("image", "notes", "colour"),
    [
        (Image.new("RGBA", (4, 4), (0, 0, 0, 0)), ["put-on-white"], (255, 255, 255)),
        (Image.new("RGBA", (4, 4), (9, 8, 7, 255)), [], (9, 8, 7)),
        (Image.new("LA", (4, 4), (0, 0)), ["put-on-white"], (255, 255, 255)),
        (Image.new("1", (4, 4), 1), [], (255, 255, 255)),
        (Image.new("P", (4, 4), 0), [], None),
        (Image.new("I;16", (4, 4), 65535), ["reduced-to-8-bit"], (255, 255, 255)),
        (Image.new("L", (4, 4), 77), [], (77, 77, 77)),
    ],
    ids=["clear", "opaque", "clear gray", "one bit", "palette", "sixteen bits", "gray"],
)
def test_what_was_done_to_show_it_is_noted(
    image: Image.Image, notes: list[str], colour: tuple[int, int, int] | None
) -> None:
    (page,) = pictures.renditions(saved(image, "PNG"))
    assert page.notes == notes
    assert colour is None or seen(page).getpixel((1, 1)) == colour


def test_printing_colours_are_converted_and_it_is_noted() -> None:
    (page,) = pictures.renditions(saved(Image.new("CMYK", (4, 4)), "TIFF"))
    assert page.notes == ["colours-converted"]
    assert seen(page).getpixel((0, 0)) == (255, 255, 255)


def test_a_picture_on_its_side_is_turned() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    (page,) = pictures.renditions(saved(NOISE, "JPEG", exif=exif))
    assert (page.media_type, page.width, page.height, page.notes) == ("image/png", 17, 23, ["turned-upright"])


def test_an_upright_jpeg_keeps_its_own_data_without_metadata() -> None:
    exif = Image.Exif()
    exif[0x013B] = "Ida Berg"
    data = saved(NOISE, "JPEG", exif=exif, comment=b"secret words")
    (page,) = pictures.renditions(data)
    assert page.media_type == "image/jpeg"
    assert b"Ida" not in page.data
    assert b"secret" not in page.data
    assert seen(page).tobytes() == Image.open(io.BytesIO(data)).tobytes()


def test_a_jpeg_in_printing_colours_is_converted() -> None:
    (page,) = pictures.renditions(saved(Image.new("CMYK", (8, 8)), "JPEG"))
    assert (page.media_type, page.notes) == ("image/png", ["colours-converted"])


def test_all_pages_of_a_scan_and_the_first_of_what_moves() -> None:
    frames = [Image.new("RGB", (6, 5), colour) for colour in ("red", "green", "blue")]
    scan = saved(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    assert [seen(page).getpixel((0, 0)) for page in pictures.renditions(scan)] == [
        (255, 0, 0),
        (0, 128, 0),
        (0, 0, 255),
    ]
    film = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    (page,) = pictures.renditions(film)
    assert page.notes == ["first-frame"]


def test_a_colour_profile_stays_where_it_fits() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    (page,) = pictures.renditions(saved(NOISE, "PNG", icc_profile=profile))
    assert Image.open(io.BytesIO(page.data)).info["icc_profile"] == profile
    (page,) = pictures.renditions(saved(NOISE.convert("L"), "PNG", icc_profile=profile))
    assert page.notes == ["colour-profile-dropped"]
    hidden = pictures.redacted(saved(NOISE, "PNG", icc_profile=profile), [[0, 0, 1, 1]])
    assert Image.open(io.BytesIO(hidden.data)).info["icc_profile"] == profile


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_colour_profile_of_unknown_parts_is_told_as_dropped(kind: str) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes().replace(b"para", b"text")
    source = saved(NOISE, kind, icc_profile=profile)
    (page,) = pictures.renditions(source)
    assert page.notes == ["colour-profile-dropped"]
    assert "icc_profile" not in Image.open(io.BytesIO(pictures.redacted(source, [[0, 0, 1, 1]]).data)).info


@settings(max_examples=25)
@given(left=st.integers(-5, 30), top=st.integers(-5, 30), width=st.integers(1, 30), height=st.integers(1, 30))
def test_exactly_the_hidden_pixels_are_black(left: int, top: int, width: int, height: int) -> None:
    white = Image.new("L", (20, 20), 255)
    page = pictures.redacted(saved(white, "PNG"), [[left, top, width, height]])
    image = Image.open(io.BytesIO(page.data))
    for x in range(20):
        for y in range(20):
            inside = left <= x < left + width and top <= y < top + height
            assert image.getpixel((x, y)) == (0 if inside else 255)
    assert page.notes == ["parts-hidden"]


@settings(max_examples=60)
@given(
    turn=st.integers(0, 9), mode=st.sampled_from(["L", "RGB", "RGBA", "LA", "P", "1", "CMYK"]), rows=st.integers(1, 30)
)
def test_a_picture_made_in_stripes_is_what_it_is_in_one(turn: int, mode: str, rows: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    image = NOISE.convert(mode) if mode not in {"RGBA", "LA"} else Image.merge(
        mode, [*NOISE.convert(mode[:-1]).split(), NOISE.getchannel("G")]
    )  # fmt: skip
    data = saved(image, "TIFF" if mode == "CMYK" else "PNG", exif=exif)
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    full = upright.convert("RGBA") if mode in {"RGBA", "LA"} else None
    wanted = upright.convert("RGB")
    if full is not None:
        ground = Image.new("RGBA", full.size, "white")
        ground.alpha_composite(full)
        wanted = ground.convert("RGB")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "_ROWS", rows)
        page = pictures.flattened(pictures.opened(data))
    assert seen(page).tobytes() == wanted.tobytes()
    assert seen(page).size == wanted.size
    sideways = mode != "CMYK" and turn in {5, 6, 7, 8}  # a TIFF is turned by what opens it
    assert ("turned-upright" in page.notes) == sideways
    assert ("put-on-white" in page.notes) == (full is not None)


@settings(max_examples=40)
@given(data=st.data(), gray=st.booleans())
def test_a_part_pixel_by_pixel_is_what_stands_there(data: st.DataObject, gray: bool) -> None:
    image = NOISE.convert("L") if gray else NOISE
    left, top = data.draw(st.integers(0, 22)), data.draw(st.integers(0, 16))
    width, height = data.draw(st.integers(1, 23 - left)), data.draw(st.integers(1, 17 - top))
    page = pictures.pixels(saved(image, "PNG"), (left, top, width, height), (width, height))
    assert (page.media_type, page.width, page.height) == ("pixels", width, height)
    assert page.data == image.crop((left, top, left + width, top + height)).tobytes()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("size", [(400, 300), (200, 150), (40, 30), (4, 3), (1, 1)])
def test_a_smaller_copy_shows_the_same(kind: str, size: tuple[int, int]) -> None:
    image = Image.new("RGB", (800, 600), "red")
    image.paste("blue", (400, 0, 800, 600))
    page = pictures.pixels(saved(image, kind), (0, 0, 800, 600), size)
    assert len(page.data) == size[0] * size[1] * 3
    shown = Image.frombytes("RGB", size, page.data)
    if size != (1, 1):
        assert all(abs(a - b) < 6 for a, b in zip(shown.getpixel((0, 0)), (255, 0, 0), strict=True))  # type: ignore[arg-type]
        assert all(abs(a - b) < 6 for a, b in zip(shown.getpixel((size[0] - 1, 0)), (0, 0, 255), strict=True))  # type: ignore[arg-type]
    half = pictures.pixels(saved(image, kind), (400, 0, 400, 600), (max(1, size[0] // 2), size[1]))
    red, green, blue = Image.frombytes("RGB", (half.width, half.height), half.data).resize((1, 1)).getpixel((0, 0))  # type: ignore[misc]
    assert red < 40
    assert green < 40
    assert blue > 215


def test_no_more_is_given_than_a_picture_has() -> None:
    data = saved(NOISE, "PNG")
    for part, size in (
        ((0, 0, 24, 17), (1, 1)),
        ((-1, 0, 5, 5), (1, 1)),
        ((0, 0, 0, 5), (1, 1)),
        ((0, 0, 5, 5), (6, 5)),
        ((0, 0, 5, 5), (0, 5)),
    ):
        with pytest.raises(ValueError, match=r"\("):
            pictures.pixels(data, part, size)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_gray_picture_stays_gray(kind: str) -> None:
    page = pictures.pixels(saved(Image.new("L", (10, 10), 77), kind), (0, 0, 10, 10), (5, 5))
    assert page.data == bytes([77]) * 25


@pytest.mark.parametrize(
    ("taken", "offset", "edtf"),
    [
        ("2024:03:12 23:40:00", "", "2024-03-12T23:40:00"),
        ("2024:03:12 23:40:00", "+02:00", "2024-03-12T23:40:00+02:00"),
        ("2024:03:12 23:40:00", "soon", "2024-03-12T23:40:00"),
        ("0000:00:00 00:00:00", "", ""),
        ("yesterday", "", ""),
        ("", "", ""),
    ],
)
def test_a_picture_s_own_date_is_told(taken: str, offset: str, edtf: str) -> None:
    exif = Image.Exif()
    inner = exif.get_ifd(0x8769)
    if taken:
        inner[0x9003] = taken
    if offset:
        inner[0x9011] = offset
    assert pictures.facts(saved(NOISE, "JPEG", exif=exif))["taken_at"] == edtf


def test_a_picture_tells_its_maker_and_place_to_the_person_alone() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x013B] = "Maker\0", "Phone\x07 3", "Ida"
    exif[0x8825] = {1: "N", 2: (52.0, 1.0, 2.0)}
    facts = pictures.facts(saved(NOISE, "JPEG", exif=exif))
    assert facts["device"] == "Maker Phone 3"
    assert (facts["has_position"], facts["author"], facts["pages"]) == (True, True, 1)
    plain = pictures.facts(saved(NOISE, "PNG"))
    assert (plain["width"], plain["height"], plain["has_position"], plain["author"]) == (23, 17, False, False)


@pytest.mark.parametrize("data", [b"", b"words", saved(NOISE, "PNG")[:60], saved(NOISE, "ICO"), saved(NOISE, "PPM")])
def test_what_is_no_allowed_picture_is_refused(data: bytes) -> None:
    with pytest.raises((OSError, SyntaxError)):
        pictures.renditions(data)


def test_the_worker_loads_the_allowed_formats_and_no_other() -> None:
    code = (
        "import io\nfrom PIL import Image\nfrom journal_app.services.decoding import pages, pictures, texts\n"
        "pictures.prepare(); pages.prepare(); texts.prepare()\n"
        "assert set(Image.OPEN) <= {*pictures.FORMATS, 'MPO', 'DIB', 'AVIF'}, set(Image.OPEN)\n"
        "out = io.BytesIO(); Image.new('RGB', (16, 16), 'red').save(out, 'HEIF')\n"
        "page, = pictures.renditions(out.getvalue()); assert page.width == 16\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
