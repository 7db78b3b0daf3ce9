"""One way to write a value as bytes: the canonical JSON on which every fingerprint rests."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from journal_app.errors import BadInput, DamageFound
from journal_app.i18n import pgettext

MAX_DEPTH = 64
"""Lists and objects may stand inside each other this deep; what the journal writes needs fewer than ten."""


class NotCanonical(DamageFound):
    """Bytes that should be canonical JSON are not: they were altered, or written by something else."""


def canonical(value: object) -> bytes:
    """Return the canonical bytes of ``value``: RFC 8785 without floating-point numbers.

    UTF-8, no spaces, keys sorted by their UTF-16 code units, shortest escapes. Values are dictionaries with text
    keys, lists or tuples, text, whole numbers (of at most the 4,300 digits that Python reads), truth values and None.

    Raises TypeError for any other type (a float above all: its text depends on who writes it), ValueError for
    a longer number or more than MAX_DEPTH levels, BadInput for text with half of a surrogate pair, which UTF-8
    cannot hold.
    """
    text = json.dumps(_ordered(value, MAX_DEPTH), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise _half_character() from None


def parse_canonical(data: bytes) -> Any:
    """Return the value whose canonical bytes are exactly ``data``; raises NotCanonical for anything else.

    Refused are therefore: spaces, another order of keys, a key that stands twice, another escape, a float,
    ``-0``, a byte order mark, and bytes that are not UTF-8.
    """
    try:
        value = json.loads(data.decode("utf-8"), parse_float=_refuse, parse_constant=_refuse)
        same = canonical(value) == data
    except (ValueError, RecursionError, BadInput):
        same = False
    if not same:
        message = pgettext(
            "error", "A piece of data is not in the form in which it was written, so it was damaged or changed."
        )
        advice = pgettext("error", "Use another copy of it.")
        raise NotCanonical(message, advice)
    return value


def _ordered(value: object, depth: int) -> object:
    if value is None or isinstance(value, str | int):
        return value
    if depth == 0:
        raise ValueError(f"more than {MAX_DEPTH} levels")
    if isinstance(value, dict):
        return {key: _ordered(value[key], depth - 1) for key in sorted(value, key=_utf16)}
    if isinstance(value, list | tuple):
        return [_ordered(item, depth - 1) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _utf16(key: object) -> bytes:
    if not isinstance(key, str):
        raise TypeError(f"a key is text, not {type(key).__name__}")
    try:
        return key.encode("utf-16-be")
    except UnicodeEncodeError:
        raise _half_character() from None


def _half_character() -> BadInput:
    message = pgettext("error", "A text holds half of a character, which cannot be kept; nothing was changed.")
    advice = pgettext("error", "Remove the sign that looks like an empty box, then try again.")
    return BadInput(message, advice)


def _refuse(text: str) -> NoReturn:
    raise ValueError(text)
