"""The pages of a document while they are drawn: text only by glyphs, no clock, no name of anything outside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from journal_app.dossier.glyphs import Cluster, FontSet

CREATOR = "Daybook"  # neutral: no name of a person, a computer or a version of a library
PDF_VERSION = (1, 7)


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
    ) -> None:
        """``made_at`` is the date of the document; without one it has a fixed date that says nothing."""
        super().__init__(out, pagesize=paper, invariant=1, lang=language, pageCompression=1, pdfVersion=PDF_VERSION)
        self.fonts = FontSet()
        self._doc.delayedFonts.append(self.fonts)
        for setter, text in ((self.setTitle, title), (self.setCreator, creator), (self.setProducer, creator)):
            setter(text)
        for setter in (self.setAuthor, self.setSubject, self.setKeywords):
            setter("")
        self.setViewerPreference("DisplayDocTitle", "true")
        if made_at is not None:
            self._set_time(made_at.astimezone(UTC))

    def _set_time(self, made_at: datetime) -> None:
        stamp = self._doc._timeStamp  # noqa: SLF001 - the library takes its time from the clock otherwise
        stamp.YMDhms = (made_at.year, made_at.month, made_at.day, made_at.hour, made_at.minute, made_at.second)
        stamp.dhh = stamp.dmm = 0

    def _make_preamble(self) -> None:
        """Begin a page without choosing one of the fonts that are not embedded."""
        self._preamble = "1 0 0 1 0 0 cm"

    def setFont(self, psfontname: str, size: float, leading: float | None = None) -> None:  # noqa: N802 - the library's name
        """Choose nothing: tables ask for a font that is not embedded, and show no text with it."""

    def show(self, font: str, size: float, x: float, y: float, clusters: Sequence[Cluster], color: Color) -> None:
        """Show clusters in a bundled font, beginning at a place."""
        self.setFillColor(color)
        self._code.append(self.fonts.operators(font, size, x, y, clusters))
