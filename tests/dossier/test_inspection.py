from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
import sample_case as sample
from reading import drawn, shown

from journal_app.dossier import inspection
from journal_app.dossier.inspection import Finding, inspect, prove, words_alone
from journal_app.errors import BadInput, DamageFound


@pytest.fixture
def unsigned(tmp_path: Path) -> Path:
    path = tmp_path / "dossier.pdf"
    path.write_bytes(drawn(sample.sample(exhibits=())))
    return path


def test_a_plain_document_has_nothing_forbidden(unsigned: Path) -> None:
    assert inspect(unsigned, ["/home/ann", "laptop"]) == ()


FORBIDDEN = {
    "/OpenAction": lambda pdf: setattr(pdf.Root, "OpenAction", pikepdf.Dictionary(S=pikepdf.Name.GoTo)),
    "/JS": lambda pdf: setattr(pdf.Root, "Later", pikepdf.Array([pikepdf.Dictionary(JS="app.alert(1)")])),
    "/Launch": lambda pdf: setattr(pdf.pages[0].obj, "A", pikepdf.Dictionary(S=pikepdf.Name.Launch)),
    "/URI": lambda pdf: setattr(pdf.Root, "A", pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.URI))),
    "/EmbeddedFiles": lambda pdf: pdf.attachments.__setitem__("a.txt", b"x"),
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_what_must_not_be_there_is_named(unsigned: Path, name: str) -> None:
    with pikepdf.open(unsigned, allow_overwriting_input=True) as pdf:
        FORBIDDEN[name](pdf)
        pdf.save(unsigned)
    assert Finding("forbidden", name) in inspect(unsigned)
    if name == "/EmbeddedFiles":
        assert inspect(unsigned, attachments=True) == ()


def test_an_encrypted_board_copy_is_named(unsigned: Path) -> None:
    with pikepdf.open(unsigned, allow_overwriting_input=True) as pdf:
        pdf.save(unsigned, encryption=pikepdf.Encryption(owner="o", user=""))
    assert Finding("forbidden", "/Encrypt") in inspect(unsigned)


@pytest.mark.parametrize("place", ["string", "utf-16 string", "name", "key", "stream", "odd stream", "inside"])
def test_a_canary_is_found_wherever_it_sits(unsigned: Path, place: str) -> None:
    mark = "zq9-ann"
    with pikepdf.open(unsigned, allow_overwriting_input=True) as pdf:
        things = {
            "string": pikepdf.String(mark),
            "utf-16 string": pikepdf.String(mark + " größe \u4e2d"),
            "name": pikepdf.Name(f"/{mark}"),
            "key": pikepdf.Dictionary({f"/{mark}": 1}),
            "stream": pikepdf.Stream(pdf, f"q {mark} Q".encode()),
            "odd stream": pikepdf.Stream(pdf, f"JPEG {mark}".encode(), Filter=pikepdf.Name.DCTDecode),
            "inside": pikepdf.Array([1, pikepdf.Dictionary(A=pikepdf.Array([pikepdf.String(mark)]))]),
        }
        pdf.Root.Thing = things[place]
        pdf.save(unsigned)
    (hit,) = inspect(unsigned, [mark])
    assert hit.kind == "canary"
    assert mark not in hit.where
    assert inspect(unsigned, ["zq9-bob"]) == ()


def test_what_is_no_pdf_cannot_be_inspected(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"no pdf")
    with pytest.raises(BadInput, match=r"x\.pdf"):
        inspect(tmp_path / "x.pdf")


LOST: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "a link to what is no page": lambda pdf: _link(pdf).__setitem__("/Dest", pikepdf.Array([pdf.Root.Pages, 0])),
    "a link to nothing": lambda pdf: _link(pdf).__setitem__("/Dest", pikepdf.Array([])),
    "a link by a name that nothing has": lambda pdf: _link(pdf).__setitem__("/Dest", pikepdf.Name("/nowhere")),
    "a bookmark": lambda pdf: pdf.Root.Outlines.First.__setitem__("/Dest", pikepdf.String("nowhere")),
}


def _link(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return next(note for page in pdf.pages for note in page.obj.get("/Annots", []))


@pytest.mark.parametrize("what", LOST)
def test_what_leads_to_no_page_is_named(unsigned: Path, what: str) -> None:
    with pikepdf.open(unsigned, allow_overwriting_input=True) as pdf:
        LOST[what](pdf)
        pdf.save(unsigned)
    assert [each.kind for each in inspect(unsigned)] == ["lost"]


def test_a_page_too_few_is_named(unsigned: Path) -> None:
    with pikepdf.open(unsigned) as pdf:
        count = len(pdf.pages)
    assert inspect(unsigned, pages=count) == ()
    assert inspect(unsigned, pages=count + 1) == (Finding("lost", "pages"),)


def test_a_document_read_in_parts_is_read_whole(unsigned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pikepdf.open(unsigned, allow_overwriting_input=True) as pdf:
        for page in pdf.pages:
            page.obj["/Mark"] = pikepdf.String("zq9-ann")
        pdf.save(unsigned)
        count = len(pdf.pages)
    whole = inspect(unsigned, ["zq9-ann"])
    monkeypatch.setattr(inspection, "_TOGETHER", 7)
    assert inspect(unsigned, ["zq9-ann"]) == whole
    assert len(whole) == count


def test_a_second_reader_stops_what_the_first_does_not_see() -> None:
    data = io.BytesIO(drawn(sample.sample(exhibits=())))
    asked: list[bytes] = []

    def reader(pages: bytes) -> list[str]:
        asked.append(pages)
        return ["nothing here", "and here\r\nNobody Atall stands"]

    with pytest.raises(DamageFound, match="was not kept"):
        prove(data, ["Nobody Atall"], another=reader)
    prove(data, ["Somebody Else"], another=reader)
    prove(data, [], another=reader)
    assert len(asked) == 2


def test_the_second_reader_gets_the_words_of_every_page_and_no_picture() -> None:
    data = drawn(sample.sample())
    alone = words_alone(io.BytesIO(data))
    assert shown(alone) == shown(data)
    with pikepdf.open(io.BytesIO(alone)) as pdf:
        kinds = {str(each.get("/Subtype")) for each in pdf.objects if isinstance(each, pikepdf.Stream)}
    assert "/Image" not in kinds
