"""Words that stand nowhere else, and what finds them in files: as they are, as UTF-16, in base 64, in hex, deflated."""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.cli.sample import MARKS

GIVEN = {
    **MARKS,
    "passphrase": "zqpassphrase of five plain words",
    "mistyped": "zqmistyped of five plain words",
    "new passphrase": "zqnewpassphrase of five plain words",
    "the passphrase of a copy": "zqcopypassphrase",
    "a name": "Zqmarcus Zqhale",
    "a place": "zqplace",
    "an account": "zqaccount",
    "words in a file": "zqwordsinfile",
    "the name of a file": "zqfilename",
    "the name of a folder": "zqgivenfolder",
    "the name of an export": "zqexportname",
    "typed in the window": "zqtypedinwindow",
    "revised": "zqrevised",
    "an account from a pipe": "zqpiped",
    "who took a picture": "zqcapturedby",
    "the last passphrase": "zqlastpassphrase of five plain words",
    "a draft": "zqdraftinwindow",
    "a draft of a person": "zqdraftperson",
    "searched in the window": "zqsearchedinwindow",
    "searched by a command": "zqsearchedbycommand",
}
"""What a person gives the program, by what it is."""

_HEX = re.compile(rb"(?:[0-9A-Fa-f]{2}){8,}")
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{16,}={0,2}")
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_GZIP = re.compile(rb"\x1f\x8b\x08")
_ZIPPED = re.compile(rb"PK\x03\x04")
_DEEP = 3
_MOST = 64 << 20


def found_in(folders: Iterable[Path], words: dict[str, str]) -> list[str]:
    """Return where a word stands below the folders: in the bytes or the name of a file, in any of the forms."""
    found, known = [], dict[bytes, list[str]]()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder.parent)
            called = path.name.encode("utf-8", "surrogateescape")
            found += [f"{name}: its name holds {what}" for what in holding(called, words)]
            if path.is_file() and not path.is_symlink():
                data = path.read_bytes()
                digest = hashlib.sha256(data).digest()
                if digest not in known:  # the same file stands in several places of a journey
                    known[digest] = sorted(set(in_bytes(data, words)))
                found += [f"{name}: holds {what}" for what in known[digest]]
    return found


def in_bytes(data: bytes, words: dict[str, str]) -> Iterator[str]:
    """Yield what stands in ``data`` or in anything that can be unpacked from it."""
    for part in unpacked(data):
        yield from holding(part, words)


def holding(data: bytes, words: dict[str, str]) -> Iterator[str]:
    """Yield which words stand in ``data``, in any spelling of letters, as UTF-8 or UTF-16."""
    plain = data.lower()
    for what, word in words.items():
        small = word.lower()
        forms = (small.encode(), small.encode("utf-16-le"), small.encode("utf-16-be"))
        if any(form in plain for form in forms):
            yield what


def unpacked(data: bytes, deep: int = 0) -> Iterator[bytes]:
    """Yield ``data``, and all that can be unpacked from it, whatever stands before it."""
    yield data
    if deep == _DEEP:
        return
    for inner in (*_inflated(data), *_from_letters(data)):
        yield from unpacked(inner, deep + 1)


def _inflated(data: bytes) -> Iterator[bytes]:
    for pattern, bits in ((_ZLIB, zlib.MAX_WBITS), (_GZIP, zlib.MAX_WBITS | 16)):
        for start in pattern.finditer(data):
            yield from _tried(data, start.start(), bits)
    for start in _ZIPPED.finditer(data):  # a local file header: 30 bytes, then a name and an extra field
        at = start.start()
        names = int.from_bytes(data[at + 26 : at + 28], "little") + int.from_bytes(data[at + 28 : at + 30], "little")
        yield from _tried(data, at + 30 + names, -zlib.MAX_WBITS)


def _tried(data: bytes, at: int, bits: int) -> Iterator[bytes]:
    """Yield what comes out, also where the end is missing; two letters by chance are no stream."""
    stream = zlib.decompressobj(bits)
    out = b""
    try:
        for start in range(at, len(data), 1 << 16):
            out += stream.decompress(data[start : start + (1 << 16)], _MOST)
            if stream.eof or len(out) >= _MOST:
                break
    except zlib.error:
        pass
    if len(out) > 8:
        yield out


def _from_letters(data: bytes) -> Iterator[bytes]:
    for found in _HEX.finditer(data):
        yield bytes.fromhex(found[0].decode())
    for found in _BASE64.finditer(data):
        text = found[0].rstrip(b"=")
        for shift in range(4):
            part = text[shift:]
            part = part[:-1] if len(part) % 4 == 1 else part
            yield base64.b64decode(part + b"=" * (-len(part) % 4))
