"""PDF pages to renditions: drawn by PDFium, with the text found in them, never imported."""

from __future__ import annotations

import pypdfium2 as pdfium  # type: ignore[import-untyped]  # has no type information

from journal_app.services.decoding import png, repairs
from journal_app.services.decoding.pictures import Page
from journal_app.services.decoding.protocol import LONGEST_PAGE, PIXELS

DOTS_PER_INCH = 150
MOST_PAGES = 500
_POINTS_PER_INCH = 72


class NeedsPassword(Exception):
    """The document opens only with a password."""


def prepare() -> None:
    """Start PDFium before the process is locked."""
    document = pdfium.PdfDocument.new()
    document.new_page(10, 10)
    document[0].render(scale=1).close()
    document.close()


def page_count(data: bytes) -> int:
    """Return the number of pages; raises NeedsPassword, and pdfium's error where it is no readable document."""
    with _opened(data) as document:
        return len(document)


def renditions(data: bytes, *, first: int = 0, count: int = MOST_PAGES, scale: float = 0.0) -> list[Page]:
    """Draw pages ``first`` to ``first + count``: 150 dots an inch, at most 2400 pixels on the longer side.

    ``scale`` (pixels a point) overrides that. Each page carries the text found in it, hidden text included, and says
    where the document could only be opened by repairing it.
    """
    repaired = ["repaired"] if repairs.is_repaired(data) else []
    with _opened(data) as document:
        last = min(len(document), first + count, first + MOST_PAGES)
        return [_drawn(document[number], scale, repaired) for number in range(first, last)]


def pixels(data: bytes, first: int, count: int, scale: float) -> list[Page]:
    """Draw pages as ``renditions`` does, and return raw rows of pixels instead of files."""
    with _opened(data) as document:
        found = []
        for number in range(first, min(len(document), first + count)):
            page = document[number]
            rows, width, height, _ = _rows(page, scale)
            page.close()
            found.append(Page(PIXELS, width, height, rows))
        return found


def words(data: bytes, first: int, count: int) -> list[str]:
    """Return the text of pages ``first`` to ``first + count`` (0 is the first), as PDFium reads it."""
    with _opened(data) as document:
        return [_text_of(document[number]) for number in range(first, min(len(document), first + count))]


def _text_of(page: pdfium.PdfPage) -> str:
    text_page = page.get_textpage()
    text: str = text_page.get_text_bounded()
    text_page.close()
    page.close()
    return text


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise NeedsPassword from None
        raise


def _rows(page: pdfium.PdfPage, scale: float) -> tuple[bytes, int, int, int]:
    """Draw a page; returns its rows without padding, width, height and channels."""
    most = LONGEST_PAGE / max(*page.get_size(), 1)
    chosen = scale or DOTS_PER_INCH / _POINTS_PER_INCH
    bitmap = page.render(scale=min(chosen, most), rev_byteorder=True, prefer_bgrx=False)
    width, height, stride, channels = bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels
    raw = bytes(bitmap.buffer)
    rows = b"".join(raw[at : at + width * channels] for at in range(0, stride * height, stride))
    bitmap.close()
    return rows, width, height, channels


def _drawn(page: pdfium.PdfPage, scale: float, repaired: list[str]) -> Page:
    rows, width, height, channels = _rows(page, scale)
    notes = [*repaired, *(["blank"] if rows.count(255) == len(rows) else [])]
    text_page = page.get_textpage()
    text = text_page.get_text_bounded()
    text_page.close()
    page.close()
    return Page("image/png", width, height, png.encode(rows, width, height, channels), notes, text)
