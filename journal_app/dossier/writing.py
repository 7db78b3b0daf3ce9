"""A PDF written object by object, each as soon as it is final, so that memory does not grow with its pictures.

Small objects stand together in object streams, and the cross-reference table is a stream (ISO 32000-1, 7.5.7, 7.5.8).
"""

from __future__ import annotations

import hashlib
import zlib
from array import array
from collections.abc import Iterable
from typing import BinaryIO

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"  # the second line says that the file is binary (ISO 19005-2, 6.1.2)
_TOGETHER = 200  # small objects that stand in one stream
_FREE, _OWN, _PACKED = 0, 1, 2  # kinds of entries (ISO 32000-1, table 18)


class Writing:
    """One PDF while it is written to ``out``; equal calls give equal bytes.

    Numbers are taken with ``number`` and may be referred to at once; each is written once, in any order.
    """

    def __init__(self, out: BinaryIO) -> None:
        self._out, self._size = out, 0
        self._digest = hashlib.sha256()
        self._kinds = bytearray([_FREE])
        self._places, self._indexes = array("Q", [0]), array("L", [0])
        self._waiting: list[tuple[int, bytes]] = []
        self._put(_HEADER)

    def number(self) -> int:
        """Return the number of an object that will be written."""
        self._kinds.append(_FREE)
        self._places.append(0)
        self._indexes.append(0)
        return len(self._kinds) - 1

    def small(self, body: str, number: int = 0) -> int:
        """Write an object that is no stream, and return its number; ``body`` is ASCII."""
        number = number or self.number()
        self._waiting.append((number, body.encode("ascii")))
        if len(self._waiting) >= _TOGETHER:
            self._pack()
        return number

    def stream(self, data: bytes, entries: str = "", number: int = 0) -> int:
        """Write a stream, deflated, and return its number; ``entries`` go into its dictionary."""
        packed = zlib.compress(data, 6)
        return self.passed([packed], len(packed), f"{entries} /Filter /FlateDecode", number)

    def passed(self, parts: Iterable[bytes | memoryview], length: int, entries: str, number: int = 0) -> int:
        """Write a stream of ``length`` bytes as they come, and return its number.

        Raises ValueError where they are more or fewer: what was written so far is of no use then.
        """
        number = number or self.number()
        self._begin(number, f"{number} 0 obj\n<< {entries} /Length {length} >>\nstream\n".encode("ascii"))
        written = 0
        for part in parts:
            self._put(part)
            written += len(part)
        if written != length:
            raise ValueError(f"{written} bytes instead of {length}")
        self._put(b"\nendstream\nendobj\n")  # a line end before endstream: ISO 19005-2, 6.1.7.1
        return number

    def close(self, root: int, info: int) -> None:
        """Write what is left and the cross-reference stream; the identifier is made of the content."""
        self._pack()
        identifier = self._digest.hexdigest()[:32]
        number = self.number()
        start = self._size
        self._mark(number, _OWN, start, 0)  # it lists itself
        entries = (
            f"/Type /XRef /Size {len(self._kinds)} /W [1 6 2] /Root {root} 0 R /Info {info} 0 R"
            f" /ID [<{identifier}> <{identifier}>]"
        )
        self.stream(self._table(), entries, number)
        self._put(f"startxref\n{start}\n%%EOF\n".encode("ascii"))

    def _table(self) -> bytes:
        """Return the entries; numbers that were never written form the list of free ones (ISO 32000-1, 7.5.4)."""
        free = [number for number, kind in enumerate(self._kinds) if kind == _FREE]
        for number, following in zip(free, [*free[1:], 0], strict=True):
            self._places[number], self._indexes[number] = following, 65535 if number == 0 else 0
        entries = zip(self._kinds, self._places, self._indexes, strict=True)
        return b"".join(
            bytes((kind,)) + place.to_bytes(6, "big") + index.to_bytes(2, "big") for kind, place, index in entries
        )

    def _pack(self) -> None:
        """Write the small objects that wait as one stream."""
        if not self._waiting:
            return
        heads, bodies, at = [], [], 0
        holder = self.number()
        for index, (number, body) in enumerate(self._waiting):
            self._mark(number, _PACKED, holder, index)
            heads.append(f"{number} {at}")
            bodies.append(body)
            at += len(body) + 1
        head = " ".join(heads).encode("ascii") + b"\n"
        entries = f"/Type /ObjStm /N {len(bodies)} /First {len(head)}"
        self._waiting = []
        self.stream(head + b"\n".join(bodies), entries, holder)

    def _begin(self, number: int, head: bytes) -> None:
        self._mark(number, _OWN, self._size, 0)
        self._put(head)

    def _mark(self, number: int, kind: int, place: int, index: int) -> None:
        if (self._kinds[number], self._places[number]) not in {(_FREE, 0), (kind, place)}:
            raise ValueError(f"object {number} is written twice")
        self._kinds[number], self._places[number], self._indexes[number] = kind, place, index

    def _put(self, data: bytes | memoryview) -> None:
        self._out.write(data)
        self._digest.update(data)
        self._size += len(data)


def text_string(text: str) -> str:
    """Return a text string (ISO 32000-1, 7.9.2.2) in hexadecimal digits."""
    plain = text.isascii() and text.isprintable()  # PDFDocEncoding has its own signs among the control characters
    data = text.encode("ascii") if plain else b"\xfe\xff" + text.encode("utf-16-be")
    return f"<{data.hex()}>"


def name(text: str) -> str:
    """Return a name (ISO 32000-1, 7.3.5)."""
    return "/" + "".join(
        chr(byte) if (chr(byte).isascii() and chr(byte).isalnum()) or byte in b"-_.+" else f"#{byte:02x}"
        for byte in text.encode()
    )


def entries_of(entries: dict[str, str]) -> str:
    """Return what stands in a dictionary."""
    return " ".join(f"/{key} {value}" for key, value in entries.items())
