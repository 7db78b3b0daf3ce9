"""Passages: the words of one side of a match, each passage on a line of its own."""

from __future__ import annotations


def one_line(text: str) -> str:
    """Return the words of a text with one space between them."""
    return " ".join(text.split())


def passages(text: str) -> tuple[str, ...]:
    """Return the passages of a text, each once and in their order; a line without words is none."""
    return tuple(dict.fromkeys(words for line in text.split("\n") if (words := one_line(line))))


def with_passage(text: str, passage: str) -> str:
    """Return a text with one more passage at its end; as it is where that stands there already, or has no words."""
    words = one_line(passage)
    if not words or words in passages(text):
        return text
    return text + ("" if not text or text.endswith("\n") else "\n") + words


def without_passage(text: str, passage: str) -> str:
    """Return a text without the lines that are this passage; every other line stays letter for letter."""
    words = one_line(passage)
    lines = text.split("\n")
    kept = [line for line in lines if not words or one_line(line) != words]
    return text if len(kept) == len(lines) else "\n".join(kept)
