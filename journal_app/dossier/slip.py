"""The fingerprint slip: the head of the chain in groups that can be printed, posted or read aloud."""

from __future__ import annotations

import io

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from journal_app.dossier import fonts
from journal_app.dossier.layout import INK, MUTED
from journal_app.dossier.text import Paragraph, Style
from journal_app.i18n import words_for
from journal_app.integrity import claims
from journal_app.integrity.chain import Head, fingerprint_groups

_LEFT = 80.0


def fingerprint_slip(head: Head, language: str = "en") -> bytes:
    """Return the slip as a PDF: the root in groups of four, the count, the time, and what it shows."""
    words = words_for(language)
    for name in (fonts.REGULAR, fonts.BOLD, fonts.MONO):
        fonts.ready(name)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, initialFontName=fonts.REGULAR, lang=language)
    canvas.setTitle(words.text("slip", "Fingerprint"))
    for setter in (canvas.setAuthor, canvas.setSubject, canvas.setCreator, canvas.setProducer):
        setter("")
    y = A4[1] - 110
    canvas.setFillColor(INK)
    canvas.setFont(fonts.BOLD, 18)
    canvas.drawString(_LEFT, y, words.text("slip", "Fingerprint"))
    canvas.setFont(fonts.MONO, 17)
    groups = fingerprint_groups(head.root)
    y -= 50
    for index, group in enumerate(groups):
        canvas.drawString(_LEFT + index % 8 * 55, y - index // 8 * 34, group)
    y -= (len(groups) - 1) // 8 * 34 + 50
    canvas.setFont(fonts.REGULAR, 11)
    records = words.plural("slip", "{count} record", "{count} records", head.size).format(count=head.size)
    for line in (records, f"{head.time} ({head.timezone})"):
        canvas.drawString(_LEFT, y, line)
        y -= 18
    _draw_claims(canvas, y - 16, claims.all_claims(words.text))
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw_claims(canvas: Canvas, y: float, sentences: tuple[str, ...]) -> None:
    width = A4[0] - 2 * _LEFT
    for sentence in sentences:
        paragraph = Paragraph(sentence, Style(size=9.5, leading=13.5, color=MUTED))
        _, height = paragraph.wrapOn(canvas, width, y)
        y -= height + 5
        paragraph.drawOn(canvas, _LEFT, y)
