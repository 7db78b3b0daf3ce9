"""The files attached inside a PDF, read without a library for PDF."""

from __future__ import annotations

import hashlib
import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from journal_app.integrity.manifest import ANSWER_NAME, CUSTODY_NAME, MANIFEST_NAME, PROOF_NAME, REQUEST_NAME
from journal_app.verification.contents import MAX_LIST
from journal_app.verification.folder import opened
from journal_app.verification.pdf_objects import NotRead, Objects, Stream, inflated

MAX_NODES = 20_000
LISTS = frozenset({MANIFEST_NAME, CUSTODY_NAME, REQUEST_NAME, ANSWER_NAME, PROOF_NAME})
"""Attached files that are no exhibits: they have the names they have in a package, and are read."""


@dataclass(frozen=True)
class Attached:
    """A file inside a document: SHA-256 (None where it is in a rarer encoding), size, and the bytes of a list."""

    name: str
    sha256: str | None
    size: int
    data: bytes


def attached_of(name: str, blocks: Iterator[bytes] | None) -> Attached:
    """Return the attached file ``name``, whose content comes in ``blocks``; None is a rarer encoding."""
    digest, size, kept = hashlib.sha256(), 0, bytearray()
    if blocks is None:
        return Attached(name, None, 0, b"")
    for block in blocks:
        digest.update(block)
        size += len(block)
        if name in LISTS and size <= MAX_LIST:
            kept += block
    return Attached(name, digest.hexdigest(), size, bytes(kept))


def attached_in(path: Path) -> tuple[Attached, ...]:
    """Return each file attached inside the PDF at ``path`` (ISO 32000-1, 7.11.4).

    Raises NotRead where the document has another form than those this program writes.
    """
    with opened(path) as source:
        try:
            data = mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ)  # let go of with the last that was found
        except ValueError:
            raise NotRead from None  # an empty file
        objects = Objects(data)
        return tuple(_each(objects))


def _each(objects: Objects) -> Iterator[Attached]:
    names = objects.dictionary(objects.dictionary(objects.trailer.get("Root")).get("Names", {}))
    waiting, left = [names["EmbeddedFiles"]] if "EmbeddedFiles" in names else [], MAX_NODES
    while waiting:
        node, left = objects.dictionary(waiting.pop()), left - 1
        kids, pairs = (objects.at(node.get(key, [])) for key in ("Kids", "Names"))
        if not isinstance(kids, list) or not isinstance(pairs, list) or left < 0:
            raise NotRead
        waiting.extend(kids)
        for at in range(1, len(pairs), 2):
            yield _one(objects, objects.dictionary(pairs[at]))


def _one(objects: Objects, spec: dict[str, Any]) -> Attached:
    name, stream = spec.get("UF", spec.get("F")), objects.at(objects.dictionary(spec.get("EF")).get("F"))
    if not isinstance(name, bytes) or not isinstance(stream, Stream):
        raise NotRead
    return attached_of(_file_name(name), _content(objects, stream))


def _content(objects: Objects, stream: Stream) -> Iterator[bytes] | None:
    filters = stream.entries.get("Filter")
    if filters is None:
        return objects.encoded(stream)
    if filters not in ("FlateDecode", ["FlateDecode"]) or "DecodeParms" in stream.entries:
        return None
    return inflated(objects.encoded(stream))


def _file_name(data: bytes) -> str:
    """Return a text string (ISO 32000-1, 7.9.2.2); a sign that is none of a name in a package becomes another."""
    return data[2:].decode("utf-16-be", "replace") if data.startswith(b"\xfe\xff") else data.decode("latin-1")
