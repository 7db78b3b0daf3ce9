"""The look of a dossier: papers, margins, colours and type, all in one place; lengths in points."""

from __future__ import annotations

from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4, LETTER

from journal_app.dossier import fonts
from journal_app.dossier.content import Role
from journal_app.dossier.text import Style

MARGIN = 56.0
HEAD = 28.0
PAPERS = {"a4": A4, "letter": LETTER}
INK, MUTED, ACCENT = Color(0.13, 0.16, 0.17), Color(0.33, 0.38, 0.37), Color(0.12, 0.42, 0.4)
HAIR, GROUND = Color(0.84, 0.82, 0.78), Color(0.955, 0.947, 0.928)

STYLES: dict[str, Style] = {
    Role.BODY: Style(),
    Role.NOTE: Style(size=8.5, leading=11.5, color=MUTED, after=3),
    Role.QUOTE: Style(indent=14, rule=ACCENT, after=6),
    Role.LABEL: Style(size=8.5, leading=11.5, color=MUTED, after=2),
    Role.TITLE: Style(font=fonts.BOLD, size=24, leading=31, after=16),
    Role.LEAD: Style(size=11.5, leading=16),
    Role.MONO: Style(font=fonts.MONO, size=7.5, leading=10.5, after=2),
    Role.WORDS: Style(size=9.5, leading=13.5, indent=10, rule=HAIR, after=6),
    Role.SMALL_WORDS: Style(size=7.5, leading=10, indent=10, rule=HAIR, after=3),
    "h1": Style(font=fonts.BOLD, size=16, leading=21, before=16, after=9),
    "h2": Style(font=fonts.BOLD, size=12, leading=16, before=14, after=6),
    "h3": Style(font=fonts.BOLD, size=9.5, leading=13, before=8, after=3),
    "label": Style(size=8.5, leading=15, color=MUTED, after=0),
    "value": Style(after=1),
    "mark": Style(indent=10, after=1),
    "value-mono": Style(font=fonts.MONO, size=7.5, leading=15.2, after=0),
    "small": Style(size=8.5, leading=12, after=0),
    "small-label": Style(size=7.5, leading=12, color=MUTED, after=0),
    "small-mono": Style(font=fonts.MONO, size=7.5, leading=12, after=0),
    "header": Style(font=fonts.BOLD, size=8.5, leading=11.5, after=0),
    "cell": Style(size=9, leading=12, after=2),
    "cell-note": Style(size=8, leading=10.5, color=MUTED, after=1),
    "cell-mono": Style(font=fonts.MONO, size=7, leading=9.5, after=0),
    "contents": Style(size=10, leading=13, after=0),
}
MARGINAL = Style(size=8, color=MUTED)


def frame_size(paper: str) -> tuple[float, float]:
    """Return width and height of the room for text on a page, in points."""
    width, height = PAPERS[paper]
    return width - 2 * MARGIN, height - 2 * MARGIN - HEAD
