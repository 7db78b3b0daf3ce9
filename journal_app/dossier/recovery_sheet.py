"""The recovery sheet: one plain page with the key in groups and as a QR code, and no word of what it opens."""

from __future__ import annotations

import io
from collections.abc import Sequence

import segno
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from journal_app.dossier import fonts
from journal_app.dossier.layout import HAIR, INK, MUTED
from journal_app.i18n import words_for

_LEFT = 80.0


def recovery_sheet(groups: Sequence[str], language: str = "en") -> bytes:
    """Return the sheet as a PDF: ``groups`` are the key as printed, the last holds its two check characters."""
    words = words_for(language)
    for name in (fonts.REGULAR, fonts.BOLD, fonts.MONO):
        fonts.ready(name)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, initialFontName=fonts.REGULAR, lang=language)
    canvas.setTitle(words.text("recovery sheet", "Sheet"))
    for setter in (canvas.setAuthor, canvas.setSubject, canvas.setCreator, canvas.setProducer):
        setter("")
    y = A4[1] - 110
    canvas.setFillColor(INK)
    canvas.setFont(fonts.BOLD, 20)
    canvas.drawString(_LEFT, y, words.text("recovery sheet", "Keep this sheet"))
    canvas.setFont(fonts.REGULAR, 11)
    canvas.setFillColor(MUTED)
    for line in (
        words.text("recovery sheet", "Keep it where only you, or someone you trust, can find it."),
        words.text("recovery sheet", "Outside the home is safer. Do not photograph it."),
    ):
        y -= 22
        canvas.drawString(_LEFT, y, line)
    y = _draw_groups(canvas, groups, y - 60)
    _draw_code(canvas, "-".join(groups), y - 190)
    _draw_date(canvas, words.text("recovery sheet", "Date"), y - 250)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw_groups(canvas: Canvas, groups: Sequence[str], y: float) -> float:
    canvas.setFillColor(INK)
    canvas.setFont(fonts.MONO, 22)
    for index, group in enumerate(groups):
        canvas.drawString(_LEFT + index % 4 * 110, y - index // 4 * 46, group)
    return y - (len(groups) - 1) // 4 * 46


def _draw_code(canvas: Canvas, text: str, y: float) -> None:
    """Draw the key as a QR code (ISO/IEC 18004) of squares, so that it prints sharp at any size."""
    code = segno.make(text, error="m", micro=False)
    rows = [list(row) for row in code.matrix]
    side = 150.0 / len(rows)
    canvas.setFillColor(INK)
    for top, row in enumerate(rows):
        for left, dark in enumerate(row):
            if dark:
                canvas.rect(_LEFT + left * side, y + 150 - (top + 1) * side, side, side, stroke=0, fill=1)


def _draw_date(canvas: Canvas, name: str, y: float) -> None:
    canvas.setStrokeColor(HAIR)
    canvas.line(_LEFT, y, _LEFT + 220, y)
    canvas.setFont(fonts.REGULAR, 9)
    canvas.setFillColor(MUTED)
    canvas.drawString(_LEFT, y - 13, name)
