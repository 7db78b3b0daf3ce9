"""The fingerprint slip: the head of the chain in groups that can be printed, posted or read aloud."""

from __future__ import annotations

import io

from reportlab.lib.pagesizes import A4

from journal_app.domain.date_words import text_in_words
from journal_app.dossier import fonts
from journal_app.dossier.canvas import PageCanvas
from journal_app.dossier.styles import MUTED
from journal_app.dossier.text import Paragraph, Style, draw_line
from journal_app.i18n import words_for
from journal_app.integrity import claims
from journal_app.integrity.chain import Head, fingerprint_groups

_LEFT = 80.0


def fingerprint_slip(head: Head, language: str = "en") -> bytes:
    """Return the slip as a PDF: the root in groups of four, the count, the time, and what it shows."""
    words = words_for(language)
    out = io.BytesIO()
    title = words.text("slip", "Fingerprint")
    canvas = PageCanvas(out, paper=A4, language=language, title=title, creator="")
    y = A4[1] - 110
    draw_line(canvas, title, Style(font=fonts.BOLD, size=18), _LEFT, y, element=canvas.tags.document.add("H1"))
    groups = fingerprint_groups(head.root)
    y -= 50
    for index, group in enumerate(groups):
        draw_line(
            canvas,
            group,
            Style(font=fonts.MONO, size=17),
            _LEFT + index % 8 * 55,
            y - index // 8 * 34,
            element=canvas.tags.document.add("P"),
        )
    y -= (len(groups) - 1) // 8 * 34 + 50
    revisions = words.plural("slip", "{count} revision", "{count} revisions", head.size).format(count=head.size)
    time = words.text("slip", "{time}. Time zone of that computer: {zone}.")
    time = time.format(time=text_in_words(head.time, language), zone=head.timezone)
    for line in (revisions, time):
        draw_line(canvas, line, Style(size=11), _LEFT, y, element=canvas.tags.document.add("P"))
        y -= 18
    _draw_claims(canvas, y - 16, claims.all_claims(words.text))
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw_claims(canvas: PageCanvas, y: float, sentences: tuple[str, ...]) -> None:
    width = A4[0] - 2 * _LEFT
    for sentence in sentences:
        paragraph = Paragraph(
            sentence, Style(size=9.5, leading=13.5, color=MUTED), element=canvas.tags.document.add("P")
        )
        _, height = paragraph.wrapOn(canvas, width, y)
        y -= height + 5
        paragraph.drawOn(canvas, _LEFT, y)
