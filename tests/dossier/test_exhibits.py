from __future__ import annotations

import io
import struct
import zlib
from itertools import pairwise

import pikepdf
import pytest
import sample_case as sample
from hard_cases import picture_with
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from profile_samples import SCREEN, SRGB
from reading import drawn, drawn_text
from test_structure import elements

from journal_app.dossier.case import ExhibitPage
from journal_app.dossier.exhibits import OVERLAP, POINTS, SLIVER, SMALLEST_HEIGHT, SMALLEST_WIDTH, slices, strips
from journal_app.dossier.profiles import written_anew
from journal_app.dossier.styles import frame_size

ROOM, FIRST, NEXT = 480.0, 420.0, 600.0


@settings(deadline=None)
@given(st.integers(1, 6000), st.integers(1, 40_000))
def test_slices_show_all_of_a_picture_at_a_readable_width(width: int, height: int) -> None:
    found = slices(width, height, ROOM, FIRST, NEXT)
    assert found[0].top == 0
    assert found[-1].bottom == pytest.approx(height)
    assert len({each.scale for each in found}) == 1
    scale = found[0].scale
    assert scale <= POINTS + 1e-9
    assert width * scale <= ROOM + 1e-6
    for number, each in enumerate(found):
        assert (each.bottom - each.top) * scale <= (FIRST if number == 0 and len(found) > 1 else NEXT) + 1e-6
    for before, after in pairwise(found):
        assert (before.bottom - after.top) * scale == pytest.approx(OVERLAP)
    if len(found) > 1:
        assert width * scale >= min(SMALLEST_WIDTH, width * POINTS) * 0.6


@settings(deadline=None)
@given(st.integers(1, 40_000), st.integers(1, 3000))
def test_strips_show_all_of_a_wide_picture_at_a_readable_height(width: int, height: int) -> None:
    found = strips(width, height, ROOM)
    if not found:
        shown_at = min(ROOM / width, POINTS)
        assert height * shown_at >= min(SMALLEST_HEIGHT, height * POINTS) - 1e-6 or width * POINTS <= ROOM + 1e-6
        return
    assert len(found) > 1
    (scale,) = {each.scale for each in found}
    assert scale <= POINTS + 1e-9
    assert height * scale >= min(SMALLEST_HEIGHT, height * POINTS) - 1e-6
    assert (found[0].left, found[-1].right) == (0, pytest.approx(width))
    assert {(each.top, each.bottom) for each in found} == {(0, height)}
    for each in found:
        assert (each.right - each.left) * scale <= ROOM + 1e-6
    for before, after in pairwise(found):
        assert (before.right - after.left) * scale == pytest.approx(OVERLAP)


def test_a_wide_picture_is_no_ribbon() -> None:
    """A picture of 6000 x 500 pixels stood 42 points high."""
    exhibit = sample.exhibit("w", "table.png", "image/png", ("i08",), (sample.page(6000, 500),))
    data = drawn(sample.sample(exhibits=(exhibit,)))
    texts = drawn_text(data)
    total = len(strips(6000, 500, frame_size("a4")[0]))
    said = " ".join(texts)
    assert [said.count(f"part {number} of {total}.") for number in range(1, total + 1)] == [1] * total
    with pikepdf.open(io.BytesIO(data)) as pdf:
        figures = [each for each in elements(pdf) if each.S == "/Figure"]
        heights = [float(each.A.BBox[3]) - float(each.A.BBox[1]) for each in figures]
        assert len([page for page in pdf.pages if "/XObject" in page.obj.Resources]) == 2
    assert len(heights) == total
    assert min(heights) >= SMALLEST_HEIGHT


@settings(deadline=None)
@given(st.integers(9_000, 30_000))
def test_no_last_part_is_a_strip(height: int) -> None:
    found = slices(1080, height, ROOM, FIRST, NEXT)
    last = found[-1]
    assert (last.bottom - last.top) * last.scale >= NEXT * SLIVER


def test_a_small_picture_is_not_blown_up() -> None:
    (only,) = slices(64, 64, ROOM, FIRST, NEXT)
    assert only.scale == POINTS


def shown_alone(page: ExhibitPage) -> pikepdf.Pdf:
    exhibit = sample.exhibit("p", "p", page.media_type, ("i01",), (page,))
    return pikepdf.open(io.BytesIO(drawn(sample.sample(exhibits=(exhibit,)))))


def the_image(pdf: pikepdf.Pdf) -> pikepdf.Object:
    (found,) = [item for item in pdf.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"]
    return found


@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_a_colour_profile_is_kept(kind: str) -> None:
    page = picture_with(kind, SRGB)
    with shown_alone(page) as pdf:
        image = the_image(pdf)
        assert image.ColorSpace[0] == "/ICCBased"
        assert image.ColorSpace[1].N == 3
        with Image.open(io.BytesIO(page.load())) as wanted:
            assert image.ColorSpace[1].read_bytes() == written_anew(wanted.info["icc_profile"], 3)


@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_a_colour_profile_that_is_none_is_not_used(kind: str) -> None:
    with shown_alone(picture_with(kind, SRGB[:-3])) as pdf:
        assert the_image(pdf).ColorSpace == "/DeviceRGB"


@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_what_a_screen_is_called_leaves_with_no_picture(kind: str) -> None:
    """A rendition keeps the profile of its file; whose screen it was went to the body with it."""
    page = picture_with(kind, SCREEN)
    assert kind == "png" or b"iPad of Lena" in page.load()
    with shown_alone(page) as pdf:
        assert the_image(pdf).ColorSpace[1].read_bytes() == written_anew(SRGB, 3)
        for each in pdf.objects:
            if isinstance(each, pikepdf.Stream):
                said = each.read_raw_bytes() if each.get("/Subtype") == "/Image" else each.read_bytes()
                assert b"Lena" not in said
                assert b"C02XK1ABJGH5" not in said
                assert b"ICC_PROFILE" not in said


def test_a_colour_profile_stands_once_in_the_document() -> None:
    kinds = (("png", SRGB), ("jpeg", SRGB), ("png", SCREEN))
    pages = tuple(picture_with(kind, profile) for kind, profile in kinds)
    exhibit = sample.exhibit("p", "p", "image/png", ("i01",), pages)
    with pikepdf.open(io.BytesIO(drawn(sample.sample(exhibits=(exhibit,))))) as pdf:
        images = [each for each in pdf.objects if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"]
        assert len(images) == 3
        assert len({each.ColorSpace[1].objgen for each in images}) == 1


def test_a_png_in_many_pieces_is_put_together() -> None:
    rows = b"".join(b"\0" + bytes([at]) * 8 for at in range(8))
    packed = zlib.compress(rows)

    def piece(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    data = b"\x89PNG\r\n\x1a\n" + piece(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0))
    data += piece(b"IDAT", packed[:5]) + piece(b"IDAT", packed[5:]) + piece(b"IEND", b"")
    page = ExhibitPage(media_type="image/png", width=8, height=8, notes=(), text="", load=sample.loader(data))
    exhibit = sample.exhibit("g", "g.png", "image/png", ("i01",), (page,))
    with pikepdf.open(io.BytesIO(drawn(sample.sample(exhibits=(exhibit,))))) as pdf:
        image = the_image(pdf)
        assert image.ColorSpace == "/DeviceGray"
        assert image.read_raw_bytes() == packed
        assert image.read_bytes() == b"".join(bytes([at]) * 8 for at in range(8))


def test_a_long_picture_says_which_part_it_is() -> None:
    exhibit = sample.exhibit("e3", "thread.png", "image/png", ("i08",), (sample.page(1080, 9000),))
    texts = drawn_text(drawn(sample.sample(exhibits=(exhibit,))))
    parts = [text for text in texts if "Exhibit EX-001, part" in text]
    assert len(parts) >= 5
    for number, text in enumerate(parts, 1):
        assert f"part {number} of {len(parts)}." in text


def test_a_phone_screenshot_stands_beside_its_facts_on_one_page() -> None:
    exhibit = sample.exhibit("e2", "a.png", "image/png", ("i08",), (sample.page(1080, 2340),), card=sample.CARD,
                             description="Screenshot")  # fmt: skip
    with pikepdf.open(io.BytesIO(drawn(sample.sample(exhibits=(exhibit,), paper="letter")))) as pdf:
        texts = [page for page in pdf.pages if "/XObject" in page.obj.Resources]
        assert len(texts) == 1
    assert sum("Exhibit EX-001" in text for text in drawn_text(drawn(sample.sample(exhibits=(exhibit,))))) == 1


def test_what_cannot_be_shown_keeps_its_place() -> None:
    exhibit = sample.exhibit("e7", "a.m4a", "audio/mp4", ("i09",), (), problem="Sound has no page to show.")
    text = next(each for each in drawn_text(drawn(sample.sample(exhibits=(exhibit,)))) if "No picture" in each)
    assert "Sound has no page to show." in text
    assert exhibit.evidence.sha256 in text


def test_notes_of_a_rendition_are_told() -> None:
    page = sample.page(64, 64, "png", "RGB", "put-on-white", "no-such-note")
    exhibit = sample.exhibit("n", "n.png", "image/png", ("i01",), (page,))
    assert any("Transparent parts are shown on white." in each
               for each in drawn_text(drawn(sample.sample(exhibits=(exhibit,)))))  # fmt: skip
