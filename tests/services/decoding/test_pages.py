"""Documents: every page drawn, with the words found in it, and a password told as one."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2  # type: ignore[import-untyped]  # has no type information
import pytest
from PIL import Image

from journal_app.services.decoding import pages


def document(count: int, size: tuple[float, float] = (72, 144), words: str = "", password: str = "") -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as made:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        for _ in range(count):
            page = made.add_blank_page(page_size=size)
            if words:
                page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
                page.Contents = made.make_stream(f"BT /F 9 Tf 2 50 Td ({words}) Tj ET".encode())
        made.save(out, encryption=pikepdf.Encryption(user=password, owner=password) if password else False)
    return out.getvalue()


def test_pages_are_counted_and_drawn_at_150_dots_an_inch() -> None:
    data = document(3)
    assert pages.page_count(data) == 3
    drawn = pages.renditions(data)
    assert [(page.width, page.height) for page in drawn] == [(150, 300)] * 3
    assert drawn[0].notes == ["blank"]
    assert Image.open(io.BytesIO(drawn[0].data)).getextrema() == ((255, 255),) * 3


def test_some_pages_can_be_drawn_at_another_scale() -> None:
    (page,) = pages.renditions(document(3), first=2, count=8, scale=0.5)
    assert (page.width, page.height) == (36, 72)
    assert pages.renditions(document(3), first=3) == []


def test_no_page_is_larger_than_can_be_shown() -> None:
    (page,) = pages.renditions(document(1, (14_000, 7_000)))
    assert (page.width, page.height) == (2400, 1200)


def test_the_words_of_a_page_are_found() -> None:
    (page,) = pages.renditions(document(1, (200, 100), "He wrote it."))
    assert page.text.strip() == "He wrote it."
    assert page.notes == []


def test_a_password_is_told_apart_from_damage() -> None:
    with pytest.raises(pages.NeedsPassword):
        pages.page_count(document(1, password="x"))  # noqa: S106 - of a test's document
    with pytest.raises(pypdfium2.PdfiumError):
        pages.renditions(b"%PDF-1.7 broken")
