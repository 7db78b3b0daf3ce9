"""The recovery sheet: one plain page with the key and a QR code of it, and no word of what it opens."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import segno
from reportlab.lib.pagesizes import A4

from journal_app.dossier import fonts
from journal_app.dossier.canvas import PageCanvas
from journal_app.dossier.styles import HAIR, INK, MUTED
from journal_app.dossier.text import Style, draw_line
from journal_app.i18n import words_for

_LEFT = 80.0


def recovery_sheet(groups: Sequence[str], language: str = "en") -> bytes:
    """Return the sheet as a PDF: ``groups`` are the key as printed, the last holds its two check characters."""
    words = words_for(language)
    told = (
        words.text("recovery sheet", "Keep it where only you, or someone you trust, can find it."),
        words.text("recovery sheet", "Outside the home is safer. Do not photograph it."),
    )
    return _sheet(
        language,
        told,
        lambda canvas, y: _draw_groups(canvas, groups, y),
        "-".join(groups),
        words.text("recovery sheet", "The groups above as a square code"),
    )


def share_sheet(share: Sequence[str], number: int, count: int, language: str = "en") -> bytes:
    """Return one of several sheets as a PDF: ``share`` are its words; with a second sheet it stands for the key."""
    words = words_for(language)
    told = (
        words.text("recovery sheet", "Sheet {number} of {count}").format(number=number, count=count),
        words.text("recovery sheet", "Keep it where nobody else finds it. Do not photograph it."),
        words.text("recovery sheet", "It is of use only together with one of the other sheets."),
    )
    return _sheet(
        language,
        told,
        lambda canvas, y: _draw_words(canvas, share, y),
        " ".join(share).upper(),
        words.text("recovery sheet", "The words above as a square code"),
    )


def _sheet(
    language: str, told: Sequence[str], draw: Callable[[PageCanvas, float], float], code: str, said: str
) -> bytes:
    """Return a page with what it says, what ``draw`` draws below, and the same as a square code, named ``said``."""
    words = words_for(language)
    out = io.BytesIO()
    title = words.text("recovery sheet", "Sheet")
    canvas = PageCanvas(out, paper=A4, language=language, title=title, creator="")
    y = A4[1] - 110
    draw_line(
        canvas,
        words.text("recovery sheet", "Keep this sheet"),
        Style(font=fonts.BOLD, size=20),
        _LEFT,
        y,
        element=canvas.tags.document.add("H1"),
    )
    for line in told:
        y -= 22
        draw_line(canvas, line, Style(size=11, color=MUTED), _LEFT, y, element=canvas.tags.document.add("P"))
    y = draw(canvas, y - 60)
    _draw_code(canvas, code, said, y - 190)
    _draw_date(canvas, words.text("recovery sheet", "Date"), y - 250)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw_words(canvas: PageCanvas, share: Sequence[str], y: float) -> float:
    style = Style(font=fonts.MONO, size=12)
    for index, word in enumerate(share):
        x, below = _LEFT + index % 4 * 112, y - index // 4 * 26
        element = canvas.tags.document.add("P")
        draw_line(canvas, f"{index + 1} {word}", style, x, below, element=element)
    return y - (len(share) - 1) // 4 * 26


def _draw_groups(canvas: PageCanvas, groups: Sequence[str], y: float) -> float:
    for index, group in enumerate(groups):
        style = Style(font=fonts.MONO, size=22)
        draw_line(
            canvas, group, style, _LEFT + index % 4 * 110, y - index // 4 * 46, element=canvas.tags.document.add("P")
        )
    return y - (len(groups) - 1) // 4 * 46


def _draw_code(canvas: PageCanvas, text: str, said: str, y: float) -> None:
    """Draw the key as a QR code (ISO/IEC 18004) of squares, so that it prints sharp at any size."""
    code = segno.make(text, error="m", micro=False)
    rows = [list(row) for row in code.matrix]
    side = 150.0 / len(rows)
    box = f"/O /Layout /Placement /Block /BBox [{_LEFT:.2f} {y:.2f} {_LEFT + 150:.2f} {y + 150:.2f}]"
    canvas.enter(canvas.tags.document.add("Figure", alternative=said, attributes=box))
    canvas.setFillColor(INK)
    for top, row in enumerate(rows):
        for left, dark in enumerate(row):
            if dark:
                canvas.rect(_LEFT + left * side, y + 150 - (top + 1) * side, side, side, stroke=0, fill=1)
    canvas.leave()


def _draw_date(canvas: PageCanvas, name: str, y: float) -> None:
    with canvas.artifact():
        canvas.setStrokeColor(HAIR)
        canvas.line(_LEFT, y, _LEFT + 220, y)
    draw_line(canvas, name, Style(size=9, color=MUTED), _LEFT, y - 13, element=canvas.tags.document.add("P"))
