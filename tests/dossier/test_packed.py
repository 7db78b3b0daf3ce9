"""Objects in streams that tell nothing: left out where that is known, and looked at in every other case."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pikepdf
import pytest
import sample_case as sample
from reading import drawn

from journal_app.dossier.inspection import Finding, inspect
from journal_app.dossier.packed import quiet
from journal_app.dossier.writing import Writing

PAGE = re.compile(rb"/Page\b")


def _written(*packed: str) -> bytes:
    """Return a document without pages, whose catalogue stands before the ``packed`` objects."""
    out = io.BytesIO()
    writing = Writing(out)
    pages = writing.small("<< /Type /Pages /Count 0 /Kids [] >>")
    root = writing.small(f"<< /Type /Catalog /Pages {pages} 0 R >>")
    for each in packed:
        writing.small(each)
    writing.close(root, writing.small("<< >>"))
    return out.getvalue()


def _quiet(data: bytes, telling: re.Pattern[bytes] = PAGE) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return quiet(pdf, telling)


def test_most_objects_of_a_dossier_need_no_look_and_no_page_is_among_them() -> None:
    data = drawn(sample.sample())
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found = quiet(pdf, PAGE)
        pages = [page.objgen[0] for page in pdf.pages]
        kinds = {number: pdf.get_object(number, 0) for number, each in enumerate(found) if each}
    assert len(found) > sum(found) > len(found) / 2
    assert not any(found[number] for number in pages)
    assert all(isinstance(each, pikepdf.Dictionary | pikepdf.Array) for each in kinds.values())


@pytest.mark.parametrize(
    ("packed", "named"),
    [
        ("<< /Later [ << /S /Launch >> ] >>", "/Launch"),
        ("<< /J#53 (app.alert) >>", "/JS"),
        ("<< /S /#4c#61unch >>", "/Launch"),
        ("<< /Deep << /OpenAction 1 >> >>", "/OpenAction"),
    ],
)
def test_what_must_not_be_there_is_found_among_many(packed: str, named: str) -> None:
    others = ["<< /S /P >>"] * 450
    data = _written(*others[:300], packed, *others[300:])
    assert inspect(io.BytesIO(data)) == (Finding("forbidden", named),)
    assert 200 <= sum(_quiet(data, re.compile(rb"/(?:Launch|OpenAction)\b"))) < 450


def test_one_stream_says_nothing_of_another() -> None:
    data = _written("<< /Type /Page >>", *["<< /S /P >>"] * 300)
    found = _quiet(data)
    assert not any(found[:200])
    assert sum(found) == 303 - 200 + 1  # the catalogue, the pages, the information; the first of all numbers is free


@pytest.mark.parametrize("update", [b" /Prev 15", b" /Index [0 9]"])
def test_a_file_with_another_table_is_looked_at_whole(update: bytes) -> None:
    with pikepdf.open(io.BytesIO(_written())) as pdf:
        table = pdf.get_object(int(pdf.trailer.Size) - 1, 0)
        assert any(quiet(pdf, PAGE))
        table[f"/{update.split()[0][1:].decode()}"] = 15
        assert quiet(pdf, PAGE) == b""


@pytest.mark.parametrize("mode", [pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate])
def test_a_file_another_program_wrote_is_judged_the_same(tmp_path: Path, mode: pikepdf.ObjectStreamMode) -> None:
    path = tmp_path / "other.pdf"
    with pikepdf.open(io.BytesIO(drawn(sample.sample()))) as pdf:
        pdf.Root.Later = pikepdf.Dictionary(S=pikepdf.Name.URI)
        pdf.save(path, object_stream_mode=mode)
        count = len(pdf.pages)
    assert inspect(path, pages=count) == (Finding("forbidden", "/URI"),)


def test_a_stream_that_cannot_be_read_has_lost_the_pages() -> None:
    data = bytearray(_written(*["<< /S /P >>"] * 20))
    at = data.index(b"stream\n", data.index(b"/ObjStm")) + 9
    data[at : at + 12] = bytes(12)
    assert Finding("lost", "pages") in inspect(io.BytesIO(bytes(data)), pages=0)
