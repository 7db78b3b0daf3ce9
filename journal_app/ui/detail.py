"""How much of a picture has to be there to be looked at: never more than a budget, and never more than it has."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt

from journal_app.services import renditions
from journal_app.services.journal import Journal
from journal_app.services.media import Pixels, Rendition

MOST_SHOWN = 8_000_000  # pixels, 32 MB of memory; a screen of 4K has as many
_NEAR = 0.5  # Qt draws a picture smaller well down to its half
_ALIKE = 0.99  # nobody sees a difference, and sums of fractions are not exact

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """A part (x, y, width, height in pixels of the picture), and how large it is drawn: 1 is pixel by pixel."""

    part: Box
    scale: float

    @property
    def size(self) -> tuple[int, int]:
        """Width and height it is drawn in."""
        _, _, width, height = self.part
        return min(width, ceil(width * self.scale)), min(height, ceil(height * self.scale))

    def covers(self, other: Detail) -> bool:
        """Say whether this shows all that another would show, at least as sharp."""
        left, top, width, height = self.part
        x, y, across, down = other.part
        inside = left <= x and top <= y and x + across <= left + width and y + down <= top + height
        return inside and self.scale >= other.scale * _ALIKE


def needed(picture: tuple[int, int], seen: Box, scale: float) -> Detail:
    """Return the least that shows ``seen`` (x, y, width, height in the picture) at ``scale`` (screen to picture).

    At most MOST_SHOWN pixels: where the screen had more, it is drawn less sharp.
    """
    left, top = max(0, min(seen[0], picture[0] - 1)), max(0, min(seen[1], picture[1] - 1))
    width = max(1, min(seen[0] + seen[2], picture[0]) - left)
    height = max(1, min(seen[1] + seen[3], picture[1]) - top)
    return _drawn((left, top, width, height), scale)


def chosen(picture: tuple[int, int], seen: Box, scale: float) -> Detail:
    """Return what to ask for so that ``seen`` is shown: the whole picture, or that part with as much around as fits.

    What is around is there already when the picture is moved.
    """
    least = needed(picture, seen, scale)
    room = _most(min(1.0, scale))
    if picture[0] * picture[1] <= room:
        return whole(picture, scale)
    left, top, width, height = least.part
    # Both sides grow by the same factor; a side that is as long as the picture leaves its share to the other.
    wide = min(picture[0], int(width * sqrt(max(1.0, room / (width * height)))))
    high = max(height, min(picture[1], int(room / wide)))
    wide = max(width, min(picture[0], int(room / high)))
    x = max(0, min(left - (wide - width) // 2, picture[0] - wide))
    y = max(0, min(top - (high - height) // 2, picture[1] - high))
    return _drawn((x, y, wide, high), scale)


def whole(picture: tuple[int, int], scale: float) -> Detail:
    """Return all of a picture at ``scale``, or less sharp where that were too many pixels.

    One that is nearly as large as the screen is taken as it is: that is quicker than to draw it a little smaller, and
    nothing has to be read again where it is made larger.
    """
    near = scale > _NEAR and picture[0] * picture[1] <= MOST_SHOWN
    return _drawn((0, 0, *picture), 1.0 if near else scale)


def _most(scale: float) -> float:
    """Return how many pixels of a picture may be drawn at a scale."""
    return MOST_SHOWN / scale**2


def _drawn(part: Box, scale: float) -> Detail:
    _, _, width, height = part
    return Detail(part=part, scale=min(1.0, scale, sqrt(MOST_SHOWN / (width * height))))


def read_whole(journal: Journal, shown: Rendition, room: int) -> Pixels:
    """Read all of a picture, as many pixels wide as the screen has ``room`` for; beside the window."""
    first = whole((shown.width, shown.height), room / shown.width)
    return renditions.pixels(journal, shown, first.part, first.size)
