"""What stands in the margins of every page: whose document it is, its mark, the number of the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from journal_app.dossier.canvas import PageCanvas
from journal_app.dossier.content import Document
from journal_app.dossier.excerpts import shortened
from journal_app.dossier.labels import Labels
from journal_app.dossier.lines import isolated
from journal_app.dossier.styles import HAIR, MARGIN, MARGINAL, MUTED, PAPERS, frame_size
from journal_app.dossier.text import Memory, Style, draw_line, width_of
from journal_app.errors import JournalError
from journal_app.i18n import words_for

_APART = 14.0  # points: what is free between the names and the mark, at least
_BETWEEN = " / "
_NAME_LENGTHS = (60, 45, 30, 20, 12)  # columns of each name, tried in turn until the head of the page has room


class Margins:
    """Draws what stands in the margins of every page."""

    def __init__(self, document: Document, total: int, memory: Memory, on_page: Callable[[int], None]) -> None:
        self._document, self._total, self._memory, self._on_page = document, total, memory, on_page
        self._labels = Labels(words_for(document.language))
        self.stopped: JournalError | None = None

    def draw(self, canvas: PageCanvas, template: Any) -> None:
        """Draw the head and foot of one page."""
        number = template.page + self._document.first - 1
        try:
            self._on_page(number)
        except JournalError as error:
            self.stopped = error
            raise
        if canvas.measures:
            return
        with canvas.artifact("Pagination"):
            self._draw(canvas, number)

    def _draw(self, canvas: PageCanvas, number: int) -> None:
        right = PAPERS[self._document.paper][0] - MARGIN
        canvas.saveState()
        canvas.repeat("head", lambda: self._draw_head(canvas))
        self._line(canvas, self._labels("page", n=number, total=self._total or "…"), MARGIN, 30)
        if self._document.initials:
            canvas.repeat("initials", lambda: self._draw_initials(canvas, right))
            right -= 64
        self._line(canvas, f"{self._document.prefix}-{number:06d}", right, 30, ends=True)
        canvas.restoreState()

    def _draw_head(self, canvas: PageCanvas) -> None:
        width, height = PAPERS[self._document.paper]
        self._line(canvas, self._title(), MARGIN, height - MARGIN + 8)
        self._line(canvas, self._document.mark, width - MARGIN, height - MARGIN + 8, ends=True)
        canvas.setStrokeColor(HAIR)
        canvas.setLineWidth(0.6)
        canvas.line(MARGIN, height - MARGIN, width - MARGIN, height - MARGIN)

    def _title(self) -> str:
        """Return the title with the names of those it is about, as far as there is room beside the mark."""
        document = self._document
        room = frame_size(document.paper)[0] - width_of(document.mark, MARGINAL, self._memory) - _APART
        for most in _NAME_LENGTHS:
            names = _BETWEEN.join(isolated(shortened(name, most)) for name in document.parties)
            said = f"{document.title} – {names}"
            if document.parties and width_of(said, MARGINAL, self._memory) <= room:
                return said
        return document.title

    def _draw_initials(self, canvas: PageCanvas, right: float) -> None:
        canvas.setStrokeColor(MUTED)
        canvas.rect(right - 54, 20, 54, 26, stroke=1, fill=0)
        draw_line(canvas, self._document.initials, Style(size=6.5, color=MUTED), right - 51, 38)

    def _line(self, canvas: PageCanvas, text: str, x: float, y: float, *, ends: bool = False) -> None:
        draw_line(canvas, text, MARGINAL, x, y, ends=ends, memory=self._memory)
