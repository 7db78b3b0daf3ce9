"""Pictures to renditions: the same pixels without loss, upright, on white, with their colours kept."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field

from PIL import (
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageDraw,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from journal_app.dossier.profiles import is_usable
from journal_app.services.decoding import jpeg, png
from journal_app.services.decoding.protocol import MOST_FRAMES, PIXELS

MOST_PIXELS = 100_000_000
FORMATS = ("PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP", "HEIF")
_PLUGINS = (
    BmpImagePlugin, GifImagePlugin, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin,
)  # fmt: skip
_ORIENTATION, _GPS, _EXIF = 0x0112, 0x8825, 0x8769
_ROWS = 256  # of a stripe
# How a picture is turned upright (Exif 2.32, 4.6.4.A); a row of some comes of a column, or of the other end.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip
_SIDEWAYS = frozenset({_TURNS[number] for number in (5, 6, 7, 8)})
_FROM_THE_END = frozenset({_TURNS[number] for number in (3, 4, 7, 8)})
_TAKEN, _TAKEN_OFFSET, _MAKE, _MODEL, _ARTIST = 0x9003, 0x9011, 0x010F, 0x0110, 0x013B


@dataclass
class Page:
    """One page as it leaves the worker: a file or raw rows, its size and what was done to get it."""

    media_type: str
    width: int
    height: int
    data: bytes
    notes: list[str] = field(default_factory=list)
    text: str = ""


def prepare() -> None:
    """Load the formats of the allow-list and no other, before the process is locked."""
    import pillow_heif

    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.options.THUMBNAILS = False
    pillow_heif.register_heif_opener()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    Image._initialized = 2  # noqa: SLF001 - the only way to keep other plugins out for good
    for plugin in _PLUGINS:
        assert plugin  # noqa: S101 - imported for what it registers
    sample = Image.new("RGB", (8, 8))
    for name in ("PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP"):
        out = io.BytesIO()
        sample.save(out, name)
        opened(out.getvalue()).load()


def opened(data: bytes) -> Image.Image:
    """Open a picture of one of the allowed formats; raises what Pillow raises."""
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    return Image.open(io.BytesIO(data), formats=FORMATS)


def facts(data: bytes) -> dict[str, object]:
    """Return what a picture says of itself: size, frames, its own date, whether it has a position, the device."""
    picture = opened(data)
    found: dict[str, object] = {
        "width": picture.width,
        "height": picture.height,
        "pages": getattr(picture, "n_frames", 1),
    }
    exif = picture.getexif()
    inner = exif.get_ifd(_EXIF)
    found["taken_at"] = _edtf(str(inner.get(_TAKEN, "")), str(inner.get(_TAKEN_OFFSET, "")))
    found["has_position"] = bool(exif.get_ifd(_GPS))
    device = " ".join(str(exif.get(tag, "")).strip("\0 ") for tag in (_MAKE, _MODEL)).strip()
    found["device"] = "".join(letter for letter in device if letter.isprintable())[:100]
    found["author"] = bool(exif.get(_ARTIST))
    return found


def renditions(data: bytes) -> list[Page]:
    """Return one rendition a frame; a JPEG that stands upright keeps its own data."""
    picture = opened(data)
    frames = min(getattr(picture, "n_frames", 1), MOST_FRAMES)
    if picture.format == "PNG" and frames == 1 and (rows := png.kept(data, most_pixels=MOST_PIXELS)) is not None:
        lost = bool(png.profile_of(data)) and not png.profile_of(rows)
        return [Page("image/png", picture.width, picture.height, rows, ["colour-profile-dropped"] if lost else [])]
    if picture.format in {"JPEG", "MPO"}:
        kept = _kept_jpeg(data, picture)
        if kept is not None:
            return [kept]
        frames = 1
    pages = []
    for number in range(frames if picture.format == "TIFF" else 1):
        picture.seek(number)
        pages.append(flattened(picture))
    if frames > 1 and picture.format != "TIFF":
        pages[0].notes.append("first-frame")
    return pages


def _kept_jpeg(data: bytes, picture: Image.Image) -> Page | None:
    if picture.getexif().get(_ORIENTATION, 1) != 1 or picture.mode not in {"L", "RGB"}:
        return None
    try:
        plain, width, height, _ = jpeg.without_metadata(data)
    except jpeg.NotPlain:
        return None
    proof = Image.open(io.BytesIO(plain), formats=("JPEG",))
    proof.load()
    if proof.size != picture.size or (width, height) != picture.size:
        return None
    profile = picture.info.get("icc_profile") or b""
    lost = profile and not is_usable(profile, 1 if picture.mode == "L" else 3)
    return Page("image/jpeg", width, height, plain, ["colour-profile-dropped"] if lost else [])


def flattened(picture: Image.Image) -> Page:
    """Return the current frame as PNG: 8 bits, gray or RGB, upright, on white.

    It is made in stripes: a large picture would not fit twice into the worker's memory.
    """
    notes = []
    profile = picture.info.get("icc_profile") or b""
    picture.load()
    turn = _TURNS.get(picture.getexif().get(_ORIENTATION, 1))
    width, height = _turned(picture, turn)
    if (width, height) != picture.size:
        notes.append("turned-upright")
    if picture.mode in {"I", "F"} or picture.mode.startswith("I;16"):
        notes.append("reduced-to-8-bit")
    if picture.mode in {"CMYK", "YCbCr", "LAB"}:
        notes.append("colours-converted")
        profile = b""
    if _is_clear(picture) and any(_flat(each)[1] for each in _stripes(picture, turn)):
        notes.append("put-on-white")
    channels = 1 if _flat(picture.crop((0, 0, 1, 1)))[0].mode == "L" else 3
    if profile and not is_usable(profile, channels):
        profile = b""
        notes.append("colour-profile-dropped")
    rows = (_flat(stripe)[0].tobytes() for stripe in _stripes(picture, turn))
    return Page("image/png", width, height, png.encode(rows, width, height, channels, profile), notes)


def _turned(picture: Image.Image, turn: Image.Transpose | None) -> tuple[int, int]:
    return (picture.height, picture.width) if turn in _SIDEWAYS else picture.size


def _stripes(picture: Image.Image, turn: Image.Transpose | None = None) -> Iterator[Image.Image]:
    """Yield a picture that was turned, from the top down, some rows at a time."""
    _, height = _turned(picture, turn)
    for start in range(0, height, _ROWS):
        end = min(height, start + _ROWS)
        if turn in _FROM_THE_END:
            start, end = height - end, height - start  # noqa: PLW2901 - the same rows, counted from the other end
        box = (start, 0, end, picture.height) if turn in _SIDEWAYS else (0, start, picture.width, end)
        stripe = picture.crop(box)
        yield stripe if turn is None else stripe.transpose(turn)


def _is_clear(picture: Image.Image) -> bool:
    return picture.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in picture.info


def _flat(image: Image.Image) -> tuple[Image.Image, bool]:
    """Return a picture in 8 bits, gray or RGB, on white, and whether white shows through."""
    if image.mode in {"I", "F"} or image.mode.startswith("I;16"):
        return image.convert("I").point(lambda value: value / 257).convert("L"), False
    if _is_clear(image):
        full = image.convert("RGBA")
        if full.getchannel("A").getextrema() == (255, 255):
            return full.convert("RGB"), False
        ground = Image.new("RGBA", full.size, (255, 255, 255, 255))
        ground.alpha_composite(full)
        return ground.convert("RGB"), True
    if image.mode in {"1", "L"}:
        return image.convert("L"), False
    return image.convert("RGB"), False


def pixels(data: bytes, part: tuple[int, int, int, int], size: tuple[int, int]) -> Page:
    """Return a part (x, y, width, height) of a rendition in ``size``, which is no larger, as raw rows of pixels."""
    picture = opened(data)
    (left, top, width, height), (full_width, full_height) = part, picture.size
    if not (0 <= left < left + width <= full_width and 0 <= top < top + height <= full_height):
        raise ValueError(part)
    if not (0 < size[0] <= width and 0 < size[1] <= height):
        raise ValueError(size)
    # A JPEG is decoded no larger than is needed, which is many times faster.
    picture.draft(picture.mode, (-(-full_width * size[0] // width), -(-full_height * size[1] // height)))
    across, down = picture.width / full_width, picture.height / full_height
    box = (left * across, top * down, min((left + width) * across, picture.width),
           min((top + height) * down, picture.height))  # fmt: skip
    if picture.mode in {"L", "RGB"}:
        picture.load()  # a copy of a large picture would not fit into the worker's memory
    else:
        picture = picture.convert("RGB")
    if size == (width, height) and picture.size == (full_width, full_height):
        shown = picture.crop((left, top, left + width, top + height))
    else:
        shown = picture.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=2.0)
    return Page(PIXELS, *size, shown.tobytes())


def redacted(data: bytes, boxes: list[list[int]]) -> Page:
    """Return a rendition with solid black rectangles in place of the pixels in ``boxes``, rebuilt without loss."""
    picture = opened(data)
    profile = picture.info.get("icc_profile") or b""
    picture.load()
    mode, channels = ("L", 1) if picture.mode == "L" else ("RGB", 3)

    def rows() -> Iterator[bytes]:
        above = 0
        for stripe in _stripes(picture):
            image = stripe.convert(mode)
            pen = ImageDraw.Draw(image)
            for left, top, width, height in boxes:
                pen.rectangle((left, top - above, left + width - 1, top - above + height - 1), fill=0)
            above += image.height
            yield image.tobytes()

    kept = profile if profile and is_usable(profile, channels) else b""
    file = png.encode(rows(), picture.width, picture.height, channels, kept)
    return Page("image/png", picture.width, picture.height, file, ["parts-hidden"])


_EXIF_DATE = re.compile(r"(\d{4}):(\d{2}):(\d{2}) (\d{2}):(\d{2}):(\d{2})")


def _edtf(taken: str, offset: str) -> str:
    found = _EXIF_DATE.match(taken)
    if not found or found[1] == "0000":
        return ""
    zone = offset if re.fullmatch(r"[+-]\d{2}:\d{2}", offset) else ""
    return "{}-{}-{}T{}:{}:{}".format(*found.groups()) + zone
