"""A PDF whose own table does not lead to its objects was repaired; every whole one was not."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest

from journal_app.services.decoding import pages, repairs


def pdf(**options: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(2):
            made.add_blank_page(page_size=(72, 72))
        made.save(out, **options)
    return out.getvalue()


CLASSIC = pdf(object_stream_mode=pikepdf.ObjectStreamMode.disable)
STREAM = pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate)
START = int(re.findall(rb"startxref\s+(\d+)", CLASSIC)[-1])
UPDATED = CLASSIC + (
    b"9 0 obj\n<<>>\nendobj\nxref\n9 1\n%010d 00000 n \ntrailer\n<</Size 10 /Root 1 0 R /Prev %d>>\n"
    b"startxref\n%d\n%%%%EOF\n" % (len(CLASSIC), START, len(CLASSIC) + 20)
)


@pytest.mark.parametrize(
    "data", [CLASSIC, STREAM, b"\n\n" + CLASSIC, UPDATED, CLASSIC + b"\n" * 50, pdf(linearize=True)]
)
def test_a_whole_document_was_not_repaired(data: bytes) -> None:
    assert not repairs.is_repaired(data)
    assert all(page.notes == ["blank"] for page in pages.renditions(data))


@pytest.mark.parametrize(
    "data",
    [
        CLASSIC[: CLASSIC.rindex(b"startxref")],
        CLASSIC.replace(b"startxref\n%d" % START, b"startxref\n%d" % (START + 1)),
        CLASSIC.replace(b"endobj\n", b"endobj\n\n\n\n\n", 1),
        STREAM.replace(b"startxref\n", b"startxref\n1"),
        UPDATED.replace(b"/Prev %d" % START, b"/Prev %d" % (START - 5)),
        UPDATED.replace(b"%010d 00000 n" % len(CLASSIC), b"%010d 00000 n" % (len(CLASSIC) - 7)),
    ],
)
def test_a_broken_document_that_still_opens_was_repaired(data: bytes) -> None:
    assert repairs.is_repaired(data)


def test_its_pages_say_so() -> None:
    broken = CLASSIC[: CLASSIC.rindex(b"startxref")]
    assert [page.notes for page in pages.renditions(broken)] == [["repaired", "blank"]] * 2
