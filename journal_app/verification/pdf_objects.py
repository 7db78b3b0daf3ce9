"""The objects of a PDF, read without a library for PDF: in the forms this program writes, and no others.

What is read is trusted with nothing: every number is compared with the file before it is followed, each section of the
cross-reference is read once, and an object leads to at most one other.
"""

from __future__ import annotations

import itertools
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from journal_app.verification.folder import BLOCK

MOST_UNPACKED = 64 << 20
MOST_SECTIONS = 100
MOST_OBJECTS = 4_000_000
"""A dossier with 20,000 exhibits has some hundred thousand."""
_DEEPEST_VALUE = 20
_SPACE = rb"(?:[\0\t\n\f\r ]+|%[^\r\n]*[\r\n])*"
_TOKEN = re.compile(
    _SPACE + rb"(?:(?P<mark><<|>>|\[|\])|/(?P<name>[^\0\t\n\f\r ()<>\[\]{}/%]*)|\((?P<text>(?:[^()\\]|\\.)*)\)"
    rb"|<(?P<hex>[0-9A-Fa-f]*)>|(?P<reference>[0-9]{1,10}) 0 R\b|(?P<number>[-+]?[0-9]*\.?[0-9]+)\b"
    rb"|(?P<word>true|false|null)\b)",
    re.DOTALL,
)
_OBJECT = re.compile(rb"([0-9]{1,10}) 0 obj\b")
_STREAM_BEGINS = re.compile(_SPACE + rb"stream\r?\n")
_END_OF_STREAM = re.compile(rb"\r?\n?endstream\b")
_TABLE = re.compile(rb"xref\r?\n")
_SUBSECTION = re.compile(rb"([0-9]{1,10}) ([0-9]{1,10}) ?\r?\n")
_ENTRY = re.compile(rb"([0-9]{10}) ([0-9]{5}) ([nf])[ \r][\r\n]")
_TRAILER = re.compile(rb"trailer\b")
_START = re.compile(rb"startxref\r?\n([0-9]{1,15})\r?\n%%EOF[\r\n]*\Z")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_SIGNS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_OWN, _PACKED = 1, 2  # kinds of entries (ISO 32000-1, table 18)


class NotRead(Exception):
    """The file is in a form that is not read here."""


@dataclass(frozen=True)
class Reference:
    """Names an object of the file by its number."""

    number: int


@dataclass(frozen=True)
class Stream:
    """A stream of the file: its dictionary, and where its ``length`` encoded bytes begin."""

    entries: Mapping[str, Any]
    start: int
    length: int


class Objects:
    """The objects of the PDF ``data``, each as its newest revision has it.

    Names are given as text, strings as bytes, arrays and dictionaries as lists and dicts. Every call, and making it,
    raises NotRead where the file has another form than those this program writes.
    """

    def __init__(self, data: Any) -> None:
        self._data = data
        self._places: dict[int, tuple[int, int, int]] = {}
        self._packed: dict[int, list[tuple[int, Any]]] = {}
        self.trailer = self._sections()

    def at(self, value: Any) -> Any:
        """Return ``value``, or the object that it refers to."""
        if not isinstance(value, Reference):
            return value
        kind, place, index = self._places.get(value.number, (0, 0, 0))
        if kind == _OWN:
            return self._own(place, value.number)
        if kind == _PACKED:
            objects = self._of_stream(place)
            if index < len(objects) and objects[index][0] == value.number:
                return objects[index][1]
        raise NotRead

    def dictionary(self, value: Any) -> dict[str, Any]:
        """Return the dictionary that ``value`` is, or refers to."""
        found = self.at(value)
        if not isinstance(found, dict):
            raise NotRead
        return found

    def encoded(self, stream: Stream) -> Iterator[bytes]:
        """Yield the bytes of ``stream`` as they stand in the file, in blocks."""
        end = stream.start + stream.length
        for start in range(stream.start, end, BLOCK):
            yield self._data[start : min(start + BLOCK, end)]

    def _sections(self) -> dict[str, Any]:
        """Read the cross-reference from its newest section to its oldest; return the newest trailer."""
        found = _START.search(self._data, max(0, len(self._data) - 1024))
        if found is None:
            raise NotRead
        trailer, waiting, seen = dict[str, Any](), int(found[1]), set[int]()
        while waiting not in seen and len(seen) < MOST_SECTIONS:
            seen.add(waiting)
            section = self._table(waiting) if _TABLE.match(self._data, waiting) else self._table_stream(waiting)
            if "Encrypt" in section or "XRefStm" in section:
                raise NotRead
            trailer = trailer or section
            if "Prev" not in section:
                return trailer
            waiting = _whole(section["Prev"])
        raise NotRead

    def _table(self, place: int) -> dict[str, Any]:
        """Read a section in the old form (ISO 32000-1, 7.5.4) and return its trailer."""
        place += len(_must(_TABLE, self._data, place)[0])
        while (found := _SUBSECTION.match(self._data, place)) is not None:
            first, count, place = int(found[1]), int(found[2]), found.end()
            for number in range(first, first + count):
                entry = _must(_ENTRY, self._data, place)
                place = entry.end()
                self._places.setdefault(number, (_OWN if entry[3] == b"n" else 0, int(entry[1]), 0))
        value, _ = _value(self._data, _must(_TRAILER, self._data, place).end())
        if not isinstance(value, dict):
            raise NotRead
        return value

    def _table_stream(self, place: int) -> dict[str, Any]:
        """Read a section in the form of a stream (ISO 32000-1, 7.5.8) and return its dictionary."""
        stream = self._own(place)
        if not isinstance(stream, Stream) or stream.entries.get("Type") != "XRef":
            raise NotRead
        entries = dict(stream.entries)
        widths = [_whole(width) for width in _list(entries.get("W"))]
        if len(widths) != 3 or not 0 < sum(widths) <= 24 or widths[0] == 0:
            raise NotRead
        data, begin, (kind, where, whole) = self._unpacked(stream), 0, itertools.accumulate(widths)
        indexes = [_whole(each) for each in _list(entries.get("Index", [0, entries.get("Size")]))]
        for first, count in zip(indexes[::2], indexes[1::2], strict=False):
            if begin + count * whole > len(data) or len(self._places) + count > MOST_OBJECTS:
                raise NotRead
            for number in range(first, first + count):
                row = data[begin : begin + whole]
                parts = (row[:kind], row[kind:where], row[where:])
                told = tuple(int.from_bytes(part, "big") for part in parts)
                self._places.setdefault(number, (told[0], told[1], told[2]))
                begin += whole
        return entries

    def _own(self, place: int, number: int | None = None) -> Any:
        """Return the object that stands by itself at ``place``, and has to be ``number`` where that is known."""
        head = _must(_OBJECT, self._data, place)
        if number is not None and int(head[1]) != number:
            raise NotRead
        value, end = _value(self._data, head.end())
        begun = _STREAM_BEGINS.match(self._data, end)
        if begun is None:
            return value
        if not isinstance(value, dict):
            raise NotRead
        stream = Stream(value, begun.end(), _whole(value.get("Length")))
        _must(_END_OF_STREAM, self._data, stream.start + stream.length)
        return stream

    def _of_stream(self, number: int) -> list[tuple[int, Any]]:
        """Return the objects that stand together in the stream ``number``, each with its own number."""
        if number not in self._packed:
            kind, place, _ = self._places.get(number, (0, 0, 0))
            stream = self._own(place, number) if kind == _OWN else None
            if not isinstance(stream, Stream) or stream.entries.get("Type") != "ObjStm":
                raise NotRead
            data, first = self._unpacked(stream), _whole(stream.entries.get("First"))
            head = data[:first].split()
            if len(head) != 2 * _whole(stream.entries.get("N")) or not all(each.isdigit() for each in head):
                raise NotRead
            numbers = [int(each[:15]) for each in head]
            self._packed[number] = [
                (own, _value(data, first + at)[0]) for own, at in zip(numbers[::2], numbers[1::2], strict=True)
            ]
        return self._packed[number]

    def _unpacked(self, stream: Stream) -> bytes:
        """Return the content of a stream that tells of other objects: deflated, and no larger than a list may be."""
        if stream.entries.get("Filter") != "FlateDecode" or "DecodeParms" in stream.entries:
            raise NotRead
        unpacked = bytearray()
        for block in inflated(self.encoded(stream)):
            unpacked += block
            if len(unpacked) > MOST_UNPACKED:
                raise NotRead
        return bytes(unpacked)


def inflated(encoded: Iterator[bytes]) -> Iterator[bytes]:
    """Inflate what comes in blocks, and give it on in blocks; raises NotRead where it is not deflated."""
    inflate = zlib.decompressobj()
    try:
        for block in encoded:
            rest = block
            while rest and not inflate.eof:
                yield inflate.decompress(rest, BLOCK)
                rest = inflate.unconsumed_tail
        yield inflate.flush()
    except zlib.error:
        raise NotRead from None


def _value(data: Any, place: int, depth: int = 0) -> tuple[Any, int]:
    """Return the value that stands at ``place``, and where it ends."""
    token = _must(_TOKEN, data, place)
    kind, end = str(token.lastgroup), token.end()
    if token["mark"] not in (b"<<", b"["):
        return _simple(kind, token[kind]), end
    if depth == _DEEPEST_VALUE:
        raise NotRead
    close, values = b">>" if token["mark"] == b"<<" else b"]", list[Any]()
    while (following := _must(_TOKEN, data, end))["mark"] != close:
        value, end = _value(data, end, depth + 1)
        values.append(value)
    if close == b"]":
        return values, following.end()
    names = values[::2]
    if len(values) % 2 or len(set(map(repr, names))) != len(names) or not all(isinstance(each, str) for each in names):
        raise NotRead
    return dict(zip(names, values[1::2], strict=True)), following.end()


def _simple(kind: str, found: bytes) -> Any:
    if kind == "name":
        return re.sub(rb"#([0-9A-Fa-f]{2})", _of_name, found).decode("latin-1")
    if kind == "text":
        return _ESCAPE.sub(_escaped, found)
    if kind == "hex":
        return bytes.fromhex((found + b"0" * (len(found) % 2)).decode("ascii"))
    if kind == "reference":
        return Reference(int(found))
    if kind == "number":
        return int(found[:20]) if found.lstrip(b"+-").isdigit() else float(found)
    if kind == "word":
        return {b"true": True, b"false": False, b"null": None}[found]
    raise NotRead  # a mark that closes what was not opened


def _of_name(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1], 16)])


def _escaped(found: re.Match[bytes]) -> bytes:
    sign = found[1]
    return bytes([int(sign, 8) & 0xFF]) if sign.isdigit() and sign < b"8" else _SIGNS.get(sign, sign)


def _must(form: re.Pattern[bytes], data: Any, place: int) -> re.Match[bytes]:
    found = form.match(data, place)
    if found is None:
        raise NotRead
    return found


def _whole(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 1 << 53:
        raise NotRead
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise NotRead
    return value
