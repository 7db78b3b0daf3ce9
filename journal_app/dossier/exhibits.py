"""Exhibit pictures: the data of a rendition passed straight into the document, split where it is very long."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import ceil
from typing import Any

from reportlab.lib.colors import Color
from reportlab.platypus.flowables import Flowable

from journal_app.dossier.case import ExhibitPage
from journal_app.dossier.jpegs import shown
from journal_app.dossier.profiles import written_anew
from journal_app.dossier.tags import Element
from journal_app.dossier.text import Style, draw_line
from journal_app.dossier.writing import Writing, entries_of

MOST_DPI = 96  # never drawn larger than at 96 pixels an inch
POINTS = 72 / MOST_DPI
OVERLAP = 36.0  # points of a long picture that stand on both parts
SLIVER = 0.25  # of a page: a last part that is shorter is avoided
SMALLEST_HEIGHT = 120.0  # points: a picture that would have to be lower is split sideways
STRIP_HEIGHT = 180.0  # points of each part then
BETWEEN_STRIPS = 10.0
SMALLEST_WIDTH = 180.0  # points, about a phone's own width: a picture that would have to be narrower is split
_EDGE = Color(0.55, 0.58, 0.57)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """A part of a picture in its own pixels, from ``top`` to ``bottom``, at a scale of points a pixel.

    ``left`` and ``right`` are where it begins and ends sideways.
    """

    top: float
    bottom: float
    scale: float
    left: float
    right: float


def strips(width: int, height: int, room_width: float) -> list[Slice]:
    """Return the parts of a picture that would be a ribbon on its page, side by side at a readable height, all as wide.

    ``width`` and ``height`` are its pixels, ``room_width`` is in points. Nothing where it is shown well as it is.
    """
    if height * min(room_width / width, POINTS) >= min(SMALLEST_HEIGHT, height * POINTS):
        return []
    scale = min(STRIP_HEIGHT / height, POINTS)
    whole = width * scale
    count = ceil((whole - OVERLAP) / (room_width - OVERLAP))
    if count == 1:
        return []
    wide, step = (whole + (count - 1) * OVERLAP) / count, (whole - OVERLAP) / count
    lefts = [number * step / scale for number in range(count)]
    return [Slice(top=0, bottom=height, scale=scale, left=left, right=left + wide / scale) for left in lefts]


def slices(width: int, height: int, room_width: float, room_height: float, next_height: float) -> list[Slice]:
    """Return how a picture of ``width`` x ``height`` pixels is shown: whole, or in parts at a readable width.

    ``room_height`` is left on the first page, ``next_height`` on those after it; all rooms in points.
    """
    wide = min(room_width / width, POINTS)
    needed = min(SMALLEST_WIDTH / width, wide)
    for room in (room_height, next_height):  # the second is taken where the caller moves on to a new page
        whole = min(wide, room / height)
        if whole >= needed:
            return [Slice(top=0, bottom=height, scale=whole, left=0, right=width)]
    found = _parts((width, height), wide, room_height, next_height)
    last = found[-1]
    if (last.bottom - last.top) * wide < next_height * SLIVER:
        # A little narrower, so that no page holds only a strip.
        fewer = len(found) - 1
        room = room_height + (fewer - 1) * (next_height - OVERLAP)
        found = _parts((width, height), min(wide, room / height) * (1 - 1e-9), room_height, next_height)
    return found


def _parts(size: tuple[int, int], scale: float, room_height: float, next_height: float) -> list[Slice]:
    found: list[Slice] = []
    width, height = size
    top, room = 0.0, room_height
    while True:
        bottom = top + room / scale
        if bottom >= height:
            return [*found, Slice(top=top, bottom=height, scale=scale, left=0, right=width)]
        found.append(Slice(top=top, bottom=bottom, scale=scale, left=0, right=width))
        top, room = bottom - OVERLAP / scale, next_height


def write_picture(writing: Writing, profiles: dict[bytes, int], page: ExhibitPage, read: bytes) -> int:
    """Write what was read of a rendition: its pixels never decoded, never compressed anew; return its number.

    ``profiles`` are the numbers of colour profiles by the digest of what is in them. Whenever the rendition was made,
    nothing that it says beside its pixels is written, and its profile only anew.
    """
    entries, parts, profile, colours = (_jpeg if page.media_type == "image/jpeg" else _png)(read)
    number = _profile(writing, profiles, profile, colours)
    space = "/DeviceGray" if colours == 1 else "/DeviceRGB"
    known = {
        "Type": "/XObject", "Subtype": "/Image", "Width": str(page.width), "Height": str(page.height),
        "BitsPerComponent": "8", "ColorSpace": f"[/ICCBased {number} 0 R]" if number else space,
    }  # fmt: skip
    return writing.passed(parts, sum(len(part) for part in parts), entries_of(known | entries))


def _profile(writing: Writing, profiles: dict[bytes, int], profile: bytes, colours: int) -> int:
    """Return the number of a picture's colour profile, written anew where that was not done yet; 0 without one."""
    if not profile:
        return 0
    given = sha256(bytes((colours,)) + profile).digest()
    if given not in profiles:
        anew = written_anew(profile, colours)
        made = sha256(anew).digest()  # those of two screens may differ in names alone
        if anew and made not in profiles:
            profiles[made] = writing.stream(anew, f"/N {colours}")
        profiles[given] = profiles[made] if anew else 0
    return profiles[given]


_Parts = tuple[dict[str, str], Sequence[bytes | memoryview], bytes, int]


def _png(read: bytes) -> _Parts:
    """Return dictionary entries, data, profile and colours of a PNG rendition: its IDAT data as it is (PDF 7.4.4.4)."""
    data = memoryview(read)
    kinds: dict[bytes, list[memoryview]] = {}
    at = 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kinds.setdefault(bytes(data[at + 4 : at + 8]), []).append(data[at + 8 : at + 8 + length])
        at += 12 + length
    width, _, _, kind = struct.unpack(">IIBB", kinds[b"IHDR"][0][:10])
    colours = 1 if kind == 0 else 3
    parameters = f"<< /Predictor 15 /Colors {colours} /BitsPerComponent 8 /Columns {width} >>"
    profile = b""
    if b"iCCP" in kinds:
        profile = zlib.decompress(bytes(kinds[b"iCCP"][0]).partition(b"\0")[2][1:])
    return {"Filter": "/FlateDecode", "DecodeParms": parameters}, kinds[b"IDAT"], profile, colours


def _jpeg(read: bytes) -> _Parts:
    """Return dictionary entries, data, profile and colours of a JPEG rendition: its scans as they are (PDF 7.4.8)."""
    parts, profile, colours = shown(read)
    return {"Filter": "/DCTDecode"}, parts, profile, colours


class PictureFlowable(Flowable):  # type: ignore[misc]  # the library has no types
    """Draws one page of an exhibit, splitting itself over pages where it is very long, into strips where very wide."""

    def __init__(
        self,
        page: ExhibitPage,
        name: str,
        next_height: float,
        caption: Callable[[int, int], str],
        note: str,
        *,
        section: Element,
        alternative: str,
        read: Callable[[ExhibitPage], bytes],
    ) -> None:
        """``name`` is unique in the document; ``caption`` names part n of total; ``note`` explains the marks.

        ``section`` is the element the picture belongs to, ``alternative`` what is read instead of it. ``read`` gives
        the data, asked only when the picture is written.
        """
        super().__init__()
        self._read = read
        self._page, self._name, self._caption, self._note = page, name, caption, note
        self._section, self._alternative = section, alternative
        self._next_height = next_height
        self._slice: Slice | None = None
        self._part = (1, 1)
        self._rest: list[Slice] = []
        self._room = 0.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Choose how the picture is shown in this room."""
        self._room = width
        if self._slice is None:
            size, next_height = (self._page.width, self._page.height), self._next_height - _CAPTION - 2
            found = strips(*size, width) or slices(*size, width, height - _CAPTION - 2, next_height)
            self._slice, self._rest = found[0], found[1:]
            self._part = (1, len(found))
        # With parts to come it says that it does not fit, so that it is asked to split.
        return width, self._height() + (height if self._rest else 0)

    def _height(self) -> float:
        assert self._slice is not None  # noqa: S101 - set by wrap
        caption = _CAPTION if self._part[1] > 1 else 0
        return (self._slice.bottom - self._slice.top) * self._slice.scale + caption

    def split(self, width: float, height: float) -> list[Flowable]:
        """Return the parts of a long picture, one a page, or those of a wide one."""
        if self._slice is None:
            self.wrap(width, height)
        if self._height() > height + 1 or not self._rest:
            return []
        return [self._copy(each, number) for number, each in enumerate([self._slice, *self._rest], 1)]

    def _copy(self, each: Slice | None, number: int) -> PictureFlowable:
        assert each is not None  # noqa: S101 - set by wrap
        return self._of(each, number, self._part[1])

    def _of(self, each: Slice, number: int, total: int) -> PictureFlowable:
        part = PictureFlowable(
            self._page, self._name, self._next_height, self._caption, self._note, section=self._section,
            alternative=self._alternative, read=self._read,
        )  # fmt: skip
        part._slice, part._part = each, (number, total)
        part.spaceBefore = BETWEEN_STRIPS if each.left > 0 else 0
        return part

    def draw(self) -> None:
        """Draw the slice, its edge, and on a split picture the marks of the strip that stands on both parts."""
        if self.canv.measures:
            return
        assert self._slice is not None  # noqa: S101 - set by wrap
        canvas, chosen, page = self.canv, self._slice, self._page
        width, height = (chosen.right - chosen.left) * chosen.scale, (chosen.bottom - chosen.top) * chosen.scale
        left = (self._room - width) / 2
        if self._part[1] > 1:
            self._name_part(canvas, height)
        canvas.enter(self._figure(canvas, (left, 0, left + width, height)))
        canvas.saveState()
        clip = canvas.beginPath()
        clip.rect(left, 0, width, height)
        canvas.clipPath(clip, stroke=0, fill=0)
        below = height - page.height * chosen.scale + chosen.top * chosen.scale
        canvas.translate(left - chosen.left * chosen.scale, below)
        size = (page.width * chosen.scale, page.height * chosen.scale)
        canvas.picture(
            self._name, size, lambda writing, profiles: write_picture(writing, profiles, page, self._read(page))
        )
        canvas.restoreState()
        with canvas.artifact():
            canvas.setStrokeColor(_EDGE)
            canvas.setLineWidth(0.5)
            canvas.rect(left, 0, width, height, stroke=1, fill=0)
            if self._part[1] > 1:
                self._mark(canvas, left, width, height)

    def _figure(self, canvas: Any, box: tuple[float, float, float, float]) -> Element:
        edges = " ".join(f"{edge:.2f}" for edge in canvas._absRect(box, 1))  # noqa: SLF001 - the place on the page
        said = self._alternative
        if self._part[1] > 1:
            said = f"{said} {self._caption(*self._part)}".strip()
        attributes = f"/O /Layout /Placement /Block /BBox [{edges}]"
        return self._section.add("Figure", alternative=said, attributes=attributes)

    def _name_part(self, canvas: Any, height: float) -> None:
        text = f"{self._caption(*self._part)}. {self._note}"
        draw_line(canvas, text, _CAPTION_STYLE, 0, height + 4, element=self._section.add("P"))

    def _mark(self, canvas: Any, left: float, width: float, height: float) -> None:
        number, total = self._part
        sideways = self._slice is not None and self._slice.right - self._slice.left < self._page.width
        canvas.setDash(3, 2)
        if sideways:
            for shown, x in ((number > 1, left + OVERLAP), (number < total, left + width - OVERLAP)):
                if shown:
                    canvas.line(x, -8, x, 0)
                    canvas.line(x, height, x, height + 3)
        else:
            for shown, y in ((number > 1, height - OVERLAP), (number < total, OVERLAP)):
                if shown:
                    canvas.line(left - 8, y, left, y)
                    canvas.line(left + width, y, left + width + 8, y)
        canvas.setDash()


_CAPTION = 16.0
_CAPTION_STYLE = Style(size=8, color=Color(0.33, 0.38, 0.37))
