"""The colours, sizes and spaces of the window; nothing else names a colour."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Look(StrEnum):
    """How the window looks; ``system`` follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """One set of colours, as ``#RRGGBB``. Contrast of text on its ground is at least 4.5, of borders at least 3."""

    window: str
    surface: str
    sunken: str
    text: str
    muted: str
    line: str
    hair: str
    accent: str
    on_accent: str
    accent_soft: str
    on_accent_soft: str
    focus: str
    info: str
    warn: str
    danger: str
    ok: str
    second: str


LIGHT = Tokens(
    window="#F6F4EF", surface="#FFFFFF", sunken="#EEEAE2", text="#22282B", muted="#55605F", line="#808784",
    hair="#DDD8CE", accent="#1F6A66", on_accent="#FFFFFF", accent_soft="#DCEBE8", on_accent_soft="#12403D",
    focus="#1F6A66", info="#2B5C8A", warn="#8A5200", danger="#A3302B", ok="#2C6A3F", second="#7A5C9E",
)  # fmt: skip
DARK = Tokens(
    window="#171B1D", surface="#1F2527", sunken="#293032", text="#E7EAE8", muted="#A9B3B1", line="#77827F",
    hair="#343D3F", accent="#6FC2BA", on_accent="#0C2422", accent_soft="#21403E", on_accent_soft="#D5F0EC",
    focus="#8ED8D0", info="#8FBCE6", warn="#E7B15A", danger="#F0958E", ok="#8CCB9C", second="#BDA3DC",
)  # fmt: skip
CONTRAST = Tokens(
    window="#000000", surface="#000000", sunken="#000000", text="#FFFFFF", muted="#FFFFFF", line="#FFFFFF",
    hair="#FFFFFF", accent="#FFE14D", on_accent="#000000", accent_soft="#FFE14D", on_accent_soft="#000000",
    focus="#FFE14D", info="#9CCBFF", warn="#FFE14D", danger="#FF9C94", ok="#9CFFB0", second="#E0C8FF",
)  # fmt: skip

BODY, SMALL, LEAD, TITLE = 1.0, 0.9, 1.15, 1.45
STEP = 4
RADIUS, CARD_RADIUS = 6, 8
TARGET = 32
SIGNS = {"danger": "triangle-alert"}  # the icon before words, by their role: colour alone tells not everybody
_RING, _RING_CONTRAST = 2, 3  # pixels of the frame around what has the focus
TEXT_SIZES = (90, 100, 115, 130, 150, 175, 200)  # percent of the system's


def ring(accent: str) -> int:
    """Return how wide the frame around what has the focus is, in pixels, where ``accent`` is the accent of the look."""
    return _RING_CONTRAST if accent.upper() == CONTRAST.accent else _RING


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2, relative luminance and contrast ratio)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
