"""A picture seen in quarter turns: where a part of it stands then, and which part of it is meant by what is seen."""

from __future__ import annotations

from journal_app.ui.detail import Box

QUARTERS = 4


def turned_size(size: tuple[int, int], turns: int) -> tuple[int, int]:
    """Return width and height of a picture that is seen after so many quarter turns to the right."""
    return (size[1], size[0]) if turns % 2 else size


def turned_box(box: Box, size: tuple[int, int], turns: int) -> Box:
    """Return where a part (x, y, width, height) of a picture of ``size`` stands after quarter turns to the right."""
    for _ in range(turns % QUARTERS):
        left, top, width, height = box
        box, size = (size[1] - top - height, left, height, width), (size[1], size[0])
    return box


def upright_box(box: Box, size: tuple[int, int], turns: int) -> Box:
    """Return which part of a picture of ``size`` stands at ``box`` when it is seen after quarter turns to the right."""
    return turned_box(box, turned_size(size, turns), -turns)
