"""Bytes to letters: which encoding a text is in, and what had to be guessed."""

from __future__ import annotations

import codecs
import re

from journal_app.domain.readings import Note
from journal_app.services.decoding.blocks import Gathered

# What mail is written in; looked up once before the lock, since Python loads each from a file when first used.
_ENCODINGS = (
    "ascii", "utf-8", "utf-8-sig", "utf-7", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "idna", "punycode",
    "koi8-r", "koi8-u", "mac-roman", "gbk", "gb2312", "gb18030", "big5", "shift_jis", "cp932", "euc_jp", "iso2022_jp",
    "euc_kr", "cp949", "tis-620", "cp437", "cp850", "cp874", *(f"cp125{n}" for n in range(9)),
    *(f"iso8859-{n}" for n in range(1, 17) if n != 12), "quopri", "base64", "raw-unicode-escape", "unicode-escape",
)  # fmt: skip
_NO_LETTERS = frozenset({"base64", "quopri", "idna", "punycode", "unicode-escape", "raw-unicode-escape", "utf-7"})
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_META = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w-]{2,30})""", re.IGNORECASE)


def prepare() -> None:
    """Load every encoding, before the process is locked."""
    for name in _ENCODINGS:
        codecs.lookup(name)


def decoded(data: bytes, into: Gathered, named: str = "") -> str:
    """Return the letters of ``data``: by its mark, as the file names it, as UTF-8, or else as Windows-1252.

    A guess and letters that are lost are noted. Windows-1252 is what is read where Latin-1 is named, too (Encoding
    Living Standard, 4.2): the letters are the same, and it has the quotation marks.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode(_known(named) or "utf-8")
    except (UnicodeError, LookupError):
        pass
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        into.note(Note.OLD_ENCODING)
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def named_in_page(data: bytes) -> str:
    """Return the encoding a page names in its first kilobyte, or nothing."""
    found = _META.search(data[:1024])
    name = found[1].decode("ascii") if found else ""
    return "" if name.lower().startswith("utf-16") else name  # it could not have been read as far as here


def _known(name: str) -> str:
    """Return an encoding that was loaded and makes letters of bytes, by any of its names; empty where it is none."""
    try:
        found = codecs.lookup(name).name if name else ""
    except (LookupError, ValueError, OSError, ImportError):
        return ""
    if found in {"iso8859-1", "ascii"}:
        return "cp1252" if found == "iso8859-1" else "ascii"
    return "" if found in _NO_LETTERS else found
