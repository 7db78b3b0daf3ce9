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
from journal_app.dossier.content import Document, Node, Table, paragraphs_of
from journal_app.dossier.inspection import page_text
from journal_app.dossier.plan import make_plan


def made(case: Case, **parts: Any) -> Document:
    """Return the content of a case's dossier."""
    return assemble(case, make_plan(case), **parts)


def text_of(document: Document) -> str:
    """Return what a document says, a line for each paragraph."""
    return "\n".join("".join(run.text for run in each.runs) for node in document.nodes for each in paragraphs_of(node))


def rows_of(table: Node) -> list[list[str]]:
    """Return what stands in each cell of a table."""
    assert isinstance(table, Table)
    return [[" ".join(run.text for each in cell for run in each.runs) for cell in row] for row in table.rows]


def drawn(case: Case, **parts: Any) -> bytes:
    """Return the pages of a case's dossier."""
    return rendered(case, made(case, **parts))


def rendered(case: Case, document: Document) -> bytes:
    """Return the pages of a document."""
    out = io.BytesIO()
    render(case, document, out)
    return out.getvalue()


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


def bookmarks(pdf: pikepdf.Pdf) -> list[tuple[int, str, int]]:
    """Return level, title and page (from 1) of every bookmark, in order."""
    found: list[tuple[int, str, int]] = []

    def walk(items: Any, level: int) -> None:
        for item in items:
            found.append((level, squeezed(item.title), _page_of(pdf, item.destination)))
            walk(item.children, level + 1)

    with pdf.open_outline() as outline:
        walk(outline.root, 1)
    return found


def links(pdf: pikepdf.Pdf, number: int) -> list[int]:
    """Return the pages (from 1) that a page links to."""
    notes = pdf.pages[number - 1].obj.get("/Annots", [])
    return [_page_of(pdf, note.Dest) for note in notes if note.Subtype == "/Link"]


def named_links(data: bytes) -> list[tuple[int, str, int]]:
    """Return every link inside a document: the page it is on, the words that lie under it, the page it leads to."""
    found = []
    with pikepdf.open(io.BytesIO(data)) as pdf, pypdfium2.PdfDocument(data) as drawn_pages:
        for number, page in enumerate(pdf.pages, 1):
            words = drawn_pages[number - 1].get_textpage()
            for note in page.obj.get("/Annots", []):
                if note.Subtype == "/Link":
                    under = words.get_text_bounded(*map(float, note.Rect))
                    found.append((number, squeezed(under), _page_of(pdf, note.Dest)))
    return found


def _page_of(pdf: pikepdf.Pdf, destination: Any) -> int:
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    return numbers[destination[0].objgen]


def squeezed(text: str) -> str:
    """Return text with single spaces."""
    return " ".join(text.split())
