"""The beginning of a text where there is no room for all of it: its first line, cut at a word."""

from __future__ import annotations

from unicodedata import east_asian_width

from journal_app.domain.controls import undirected


def first_line(text: str) -> str:
    """Return the first line that has anything on it."""
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def beginning(text: str, most: int) -> str:
    """Return the first line that has anything on it, cut as by ``shortened``, with an ellipsis where more follows."""
    first = first_line(text)
    found = shortened(first, most)
    return f"{found}\u00a0…" if first != text.strip() and not found.endswith("…") else found


def shortened(text: str, most: int = 70) -> str:
    """Return a text cut at a word, with an ellipsis where something was left out, and without signs of direction.

    ``most`` counts columns: a Chinese, Japanese or Korean character takes two. A word longer than half of it is cut.
    """
    text = undirected(text)
    used, end = 0, len(text)
    for at, letter in enumerate(text):
        used += 2 if east_asian_width(letter) in {"W", "F"} else 1
        if used > most:
            end = at
            break
    if end == len(text):
        return text
    at = text.rfind(" ", 0, end)
    kept = text[:at].rstrip(",;:") + "\u00a0" if at > end // 2 else text[:end]
    return kept + "…"
