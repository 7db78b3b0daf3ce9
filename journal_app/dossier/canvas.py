"""The pages of a document while they are drawn: text only by glyphs, no clock, no name of anything outside.

Everything drawn is part of an element of the structure tree, or an artifact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from reportlab.lib.colors import Color
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from journal_app.dossier.glyphs import FontSet, Shape
from journal_app.dossier.objects import UNDATED, About, Stream, finish
from journal_app.dossier.tags import END, Element, Tags, artifact

CREATOR = "Daybook"  # neutral: no name of a person, a computer or a version of a library
PDF_VERSION = (1, 7)
_PRINTED = 4  # ISO 32000-1, table 165: an annotation of an archival file is printed
Box = tuple[float, float, float, float]


class PageCanvas(Canvas):  # type: ignore[misc]  # the library has no types
    """A canvas that writes the same bytes for the same pages, with embedded fonts alone."""

    def __init__(
        self,
        out: Any,
        *,
        paper: Any,
        language: str,
        title: str,
        creator: str = CREATOR,
        made_at: datetime | None = None,
        tags: Tags | None = None,
        archive: int = 2,
    ) -> None:
        """``made_at`` is the date of the document; without one it has a fixed date that says nothing.

        ``tags`` may hold elements that are made already; ``archive`` is the part of PDF/A the file claims.
        """
        super().__init__(out, pagesize=paper, invariant=1, lang=language, pageCompression=1, pdfVersion=PDF_VERSION)
        self.fonts = FontSet()
        self.tags = tags or Tags()
        self._about = About(
            title=title, creator=creator, language=language, made_at=made_at or UNDATED, archive=archive
        )
        self._drawn_pages: dict[int, str] = {}
        self._open: Element | None = None
        self._is_open = self._is_apart = False
        self._doc.delayedFonts.append(self.fonts)
        self.setViewerPreference("DisplayDocTitle", "true")

    def _make_preamble(self) -> None:
        """Begin a page without choosing one of the fonts that are not embedded."""
        self._preamble = "1 0 0 1 0 0 cm"

    def setFont(self, psfontname: str, size: float, leading: float | None = None) -> None:  # noqa: N802 - the library's name
        """Choose nothing: tables ask for a font that is not embedded, and show no text with it."""

    def show(self, font: str, size: float, x: float, y: float, shapes: Sequence[Shape], color: Color) -> None:
        """Show shapes in a bundled font, beginning at a place."""
        self.setFillColor(color)
        self._code.append(self.fonts.operators(font, size, x, y, shapes))

    def enter(self, element: Element | None) -> None:
        """Make what is drawn from here on part of an element, or, without one, an artifact of the layout."""
        if self._is_apart or (self._is_open and self._open is element):
            return
        self.leave()
        self._code.append(artifact() if element is None else self.tags.begin(element))
        self._open, self._is_open = element, True

    def leave(self) -> None:
        """End what ``enter`` began."""
        if self._is_open and not self._is_apart:
            self._code.append(END)
            self._open, self._is_open = None, False

    @contextmanager
    def artifact(self, kind: str = "Layout") -> Iterator[None]:
        """Make all that is drawn in the block an artifact, text included."""
        if self._is_apart:
            yield
            return
        self.leave()
        self._code.append(artifact(kind))
        self._is_apart = True
        yield
        self._is_apart = False
        self._code.append(END)

    def link(self, element: Element, key: str, box: Box, description: str) -> None:
        """Make a box a link to the place ``key``, as part of an element."""
        name = f"link-{self._annotationCount + 1}"
        annotation = {
            "Type": pdfdoc.PDFName("Annot"), "Subtype": pdfdoc.PDFName("Link"), "F": _PRINTED,
            "Rect": pdfdoc.PDFArray(self._absRect(box, 1)), "Border": pdfdoc.PDFArray([0, 0, 0]),
            "Dest": self._bookmarkReference(key), "Contents": pdfdoc.PDFString(description),
            "StructParent": self.tags.annotate(element, self._doc.annotationName(name)),
        }  # fmt: skip
        self._addAnnotation(pdfdoc.PDFDictionary(annotation), name)

    def showPage(self) -> None:  # noqa: N802 - the library's name
        """End a page: it names its place in the structure, and its order of links is that of the structure."""
        self.leave()
        name = self._doc.thisPageName()
        super().showPage()
        page, key = self._doc.idToObject[name], self.tags.next_page()
        self._drawn_pages[key] = name
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents, page.Tabs = key, pdfdoc.PDFName("S")
        page.Contents, page.Trans = Stream(page.stream), None

    def save(self) -> None:
        """Write the document with its structure."""
        if self._code:
            self.showPage()
        finish(self._doc, self.tags, self._about, self._drawn_pages)
        super().save()
