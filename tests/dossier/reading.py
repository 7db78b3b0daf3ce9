"""How the dossier's tests read a finished document: by two readers, and by its own objects."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2

from journal_app.dossier.assemble import assemble
from journal_app.dossier.build import render
from journal_app.dossier.case import Case
from journal_app.dossier.content import Document
from journal_app.dossier.plan import make_plan
from journal_app.dossier.redaction import page_text


def made(case: Case, **parts: Any) -> Document:
    """Return the content of a case's dossier."""
    return assemble(case, make_plan(case), **parts)


def drawn(case: Case, **parts: Any) -> bytes:
    """Return the pages of a case's dossier."""
    return render(case, made(case, **parts))[0]


def shown(data: bytes) -> list[str]:
    """Return the text of each page as PDFium reads it, with single spaces."""
    with pypdfium2.PdfDocument(data) as pdf:
        return [squeezed(page.get_textpage().get_text_bounded()) for page in pdf]


def drawn_text(data: bytes) -> list[str]:
    """Return the text of each page as its fonts' own maps give it."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [page_text(page) for page in pdf.pages]


def streams(data: bytes) -> Iterator[bytes]:
    """Yield the decoded data of every stream that is no picture."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") != "/Image":
                yield item.read_bytes()


def places(pdf: pikepdf.Pdf) -> dict[str, int]:
    """Return the named places of a document and their pages, counted from 1."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    return {str(name).removeprefix("/"): numbers[target[0].objgen] for name, target in _named(pdf)}


def _named(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    if "/Dests" in pdf.Root:
        yield from pdf.Root.Dests.items()
    if "/Names" in pdf.Root and "/Dests" in pdf.Root.Names:
        yield from pikepdf.NameTree(pdf.Root.Names.Dests).items()


def links(page: pikepdf.Page) -> list[str]:
    """Return the names of the places a page links to."""
    found = [note for note in page.obj.get("/Annots", []) if note.Subtype == "/Link"]
    return [str(note.get("/Dest", note.get("/A", {}).get("/D"))).removeprefix("/") for note in found]


def squeezed(text: str) -> str:
    """Return text with single spaces."""
    return " ".join(text.split())
