"""Strings that try to be more than words, and a journal that holds them in every field of every record."""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TRAP = "{trap}"
"""Stands for the place of a file that is there and that nothing may open; ``{url}`` for its address."""
TEMPLATES = (
    # markup that names a file
    "<img src='{trap}'>", '<img src="{url}">', "a <b>b</b> <img src={url}> c", "<IMG SRC='{trap}'/>",
    "&lt;img src='{trap}'&gt;", "<table background='{url}'><tr><td>x</td></tr></table>", "<body background='{trap}'>",
    "<object data='{url}'>x</object>", "<link rel=stylesheet href='{url}'>", "<a href='{url}'>here</a>",
    "<p style=\"background-image: url('{trap}')\">x</p>", "<li style='list-style-image:url({url})'>x",
    "<svg xmlns='http://www.w3.org/2000/svg'><image href='{url}'/></svg>", "<!DOCTYPE html><img src='{url}'>",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM '{url}'>]><x>&e;</x>", "![picture]({url})",
    "<qt><img src='{trap}'></qt>", "<html><head><title>x</title></head><img src='{trap}'></html>",
    "words\n<img src='{trap}'>", "<para><img src='{trap}' width='10' height='10'/></para>", "<onDraw name='{trap}'/>",
    "@import url('{url}');", "QWidget { image: url({trap}); }", "border-image: url({trap}) 0 0 0 0 stretch;",
    "<iframe src='{url}'></iframe>", "<script>document.location='{url}'</script>", "{url}", "{trap}",
    "<style>* {{ background: url({trap}) }}</style>x", "<!-- <img src='{trap}'> -->",
    # markup alone
    "<b>bold</b>", "<br><br>", "<font size=7>large", "</p></body></html>", "&amp;", "&nbsp;&#65;&eacute;",
    "Tom's \"word\" & <more>", "<seq id='x'/><pageBreak/>", "1 < 2 & 3 > 2",
    # direction, control, width
    "abc \u202edcba\u202c", "\u2067rtl\u2069 \u2066ltr\u2069", "\u05e9\u05dc\u05d5\u05dd (1) [2]",
    "e\u0301" * 3 + "\u0327" * 20, "\x1b[31mred\x1b[0m\x07", "\x1b]8;;{url}\x07link\x1b]8;;\x07", "a\x00b",
    "\x08\x7f\x9b1m", "zero\u200bwidth\u200d\ufeff",
    # names, places, formats
    "{0} {name} {count} {what}", "%s %n %d %1 %2 %L1 %%", "$HOME `id` $(id) ; rm -rf ~", "../../../etc/passwd",
    "C:\\..\\x:y*?|", "&File &&Edit E&xit", "a\tb\tc", "line 1\nline 2\r\nline 3\u2028line 4",
    "'; DROP TABLE entries; --", "NEAR(\"a\" OR b*) ^c",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f3f3\ufe0f\u200d\U0001f308 \U0001f4a9", "W" * 3000, " ",
    "\u200b", "=cmd|' /C calc'!A0", "{\"json\": [null]}", "\\N{BULLET} \\u0041 \\n",
)  # fmt: skip


def strings(trap: Path) -> list[str]:
    """Return the strings with the place of the trap in them."""
    return [each.replace("{trap}", str(trap)).replace("{url}", trap.as_uri()) for each in TEMPLATES]


class Trap:
    """A picture that is there to be opened, and the count of how often it was, by whatever part of the program.

    Linux tells it (inotify(7)); elsewhere it cannot be told.
    """

    _OPENED, _ACCESSED, _NONBLOCK = 0x20, 0x1, 0o4000

    def __init__(self, folder: Path, data: bytes) -> None:
        self.path = folder / "trap.png"
        folder.mkdir()
        self.path.write_bytes(data)
        libc = ctypes.CDLL(None, use_errno=True)
        self._watch = libc.inotify_init1(self._NONBLOCK)
        assert self._watch >= 0
        assert libc.inotify_add_watch(self._watch, os.fsencode(folder), self._OPENED | self._ACCESSED) >= 0

    def opened(self) -> list[str]:
        """Return the names that were opened since this was asked for last."""
        found = []
        try:
            data = os.read(self._watch, 1 << 16)
        except BlockingIOError:
            return []
        while data:
            _, _, _, length = struct.unpack_from("iIII", data)
            found.append(data[16 : 16 + length].rstrip(b"\0").decode())
            data = data[16 + length :]
        return found

    def close(self) -> None:
        os.close(self._watch)


class _Turn:
    """Gives the strings one after the other, beginning with another one for each record."""

    def __init__(self, all_of: list[str], begin: int) -> None:
        self._all, self._at = all_of, begin

    def __call__(self) -> str:
        self._at += 1
        return self._all[self._at % len(self._all)]

    def named(self) -> str:
        """Return one with something to see: a name may not be empty."""
        return f"{self()}\u00a0n"


def document(trap: Path, records: int) -> dict[str, Any]:
    """Return an interchange document; in ``records`` records of each kind every field holds a string."""
    all_of = strings(trap)
    step = max(1, len(all_of) // records)
    plain: dict[str, Any] = {"format": "journal-interchange", "version": 1}
    for kind in ("people", "relationships", "incidents", "evidence", "matches", "complaints", "redactions"):
        plain[kind] = []
    for number in range(records):
        for kind, record in _records(number, _Turn(all_of, number * step)):
            plain[kind].append(record)
    return plain


def _records(number: int, turn: _Turn) -> Iterator[tuple[str, dict[str, Any]]]:
    one, other = f"p{number}", f"q{number}"
    yield "people", {"id": one, "name": turn.named(), "roles": ["professional"], **_each(turn, _PERSON)}
    yield "people", {"id": other, "name": turn.named(), "roles": ["told"], "pseudonym": turn(), "notes": turn()}
    yield "relationships", {"client": other, "professional": one, **_each(turn, _RELATIONSHIP)}
    yield "incidents", {
        "id": f"i{number}", "account": turn.named(), "occurred": f"2024-03-{number % 28 + 1:02}",
        "purpose": "for-a-complaint",
        "exact_words": [{"text": turn(), "speaker": one}], "people": [{"person": one, "part": turn()}],
        "told": [{"person": other, "when": "2024-04", "answer": turn()}], "tags": [turn()],
        "professional_response": [{"step": "apologised", "note": turn()}], **_each(turn, _INCIDENT),
    }  # fmt: skip
    yield "evidence", {
        "id": f"e{number}", "file": f"{number}.txt", "incidents": [f"i{number}"], "description": turn(),
        "card": _each(turn, _CARD),
    }  # fmt: skip
    yield "matches", {
        "id": f"m{number}", "private": {"incident": f"i{number}", "told_to": other, "text": turn()},
        "public": {"incident": f"i{number}", **_each(turn, ("url", "account", "text"))}, "who_could_know": turn(),
        "evidence": [f"e{number}"],
    }  # fmt: skip
    yield "complaints", {
        "id": f"c{number}", "board": "us-ca-bbs", "professional": one, "incidents": [f"i{number}"],
        "log": [{"when": "2024-10", "what": turn()}], **_each(turn, _COMPLAINT),
    }  # fmt: skip
    yield "redactions", {"person": other, "replace_with": turn()}


def _each(turn: _Turn, names: tuple[str, ...]) -> dict[str, str]:
    return {name: turn() for name in names}


_PERSON = ("pseudonym", "profession", "licence_number", "licence_body", "address", "email", "phone", "notes")
_RELATIONSHIP = ("setting", "frequency", "fees", "consents", "how_it_ended")
_INCIDENT = (
    "known_because",
    "place",
    "own_response",
    "afterwards",
    "unsure",
    "recorded_elsewhere",
    "impact",
    "private_note",
)
_CARD = ("captured_by", "device", "application", "url", "account", "seen_by")
_COMPLAINT = ("outcome_sought", "steps_taken", "delay_explanation", "other_bodies", "reference_number")
