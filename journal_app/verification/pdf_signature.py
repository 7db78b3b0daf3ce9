"""The signature of a PDF, checked without a library for PDF: only one that covers every other byte of the file."""

from __future__ import annotations

import hashlib
import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from journal_app.i18n import pgettext
from journal_app.verification.cms import (
    DIGESTS,
    NotCovered,
    NotDer,
    StrangeBeside,
    UnknownKind,
    check_signed,
    first_value,
    time_stamp_beside,
    without_unsigned,
)
from journal_app.verification.folder import BLOCK, opened
from journal_app.verification.report import Findings, shown
from journal_app.verification.subjects import the_document

BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,15})\s+(\d{1,15})\s+(\d{1,15})\s+(\d{1,15})\s*\]")
_DIGITS = re.compile(rb"<(?:[0-9a-fA-F]{8192}|[0-9a-fA-F]{32768})>")
_STREAM = re.compile(rb"endstream")
BEGINNING = b"%PDF-"
_WITHIN = 1024  # readers take one that begins later than at the first byte
MOST_DIGITS = 1 << 20
"""Ours has 32,768, and had 8,192 before there was room for a time stamp; others have some tens of thousands."""


@dataclass(frozen=True)
class Room:
    """Where the digits of a signature stand, ``<`` and ``>`` with them; ``end`` is where what it covers ends."""

    start: int
    after: int
    end: int


@dataclass(frozen=True)
class Beside:
    """A time stamp beside the signature of a document.

    ``before`` is the SHA-256 that the document had without it: the same signature with zeros after it.
    """

    signature: bytes
    token: bytes
    before: str


class SignatureFindings(Findings):
    """What is found about the signatures of a document.

    ``certificates`` (DER) are those of the ones that agree, ``stamps`` what stands beside them.
    """

    def __init__(self) -> None:
        super().__init__(the_document())
        self.certificates: list[bytes] = []
        self.stamps: list[Beside] = []

    def is_signed(self, name: str, certificate: bytes, beside: Beside | None) -> None:
        """Note a signature that agrees, by the ``certificate`` with the subject ``name``, and what is beside it."""
        text = pgettext("verification", "Certificate {name}, fingerprint {digest}.")
        self.agrees(text.format(name=shown(name), digest=hashlib.sha256(certificate).hexdigest()))
        self.certificates.append(certificate)
        self.stamps += [beside] if beside is not None else []


def is_meant_as_pdf(path: Path) -> bool:
    """Say whether the file at ``path`` is a PDF, or was one: it is named as one, or begins as readers look for it."""
    with opened(path) as source:
        return path.name.casefold().endswith(".pdf") or BEGINNING in source.read(_WITHIN)


def check_whole_file(path: Path, findings: SignatureFindings, *, always: bool = False) -> None:
    """Check the signature of the PDF at ``path`` that covers the whole file (ISO 32000-1, 12.8.1).

    ``always`` says that such a document is always written with one, so that one without was changed.
    A signature inside an attached file is about places of that file and is passed over. Without the package
    cryptography nothing is checked, and the findings say so.
    """
    with opened(path) as source:
        if source.read(len(BEGINNING)) != BEGINNING:
            text = pgettext("verification", "{name} cannot be read as a PDF.").format(name=shown(path.name))
            findings.differs(text)
            return
        with mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ) as data:
            rooms = _rooms(data)
            size = len(data)
        if not rooms:
            say_none(source, findings, always=always)
        for room in rooms:
            if room.end == size:
                _check(source, room, findings)
            else:
                findings.differs(pgettext("verification", "Something was added to the document after it was signed."))


def say_none(source: BinaryIO, findings: Findings, *, always: bool = False) -> None:
    """Say of a document in which no signature was found that it carries none, or that the one it had was spoilt.

    ``always`` says that it was written with one. One changed bit in the names around a signature is enough for no
    reader to see it. Its place is left: by its range, or where that was hit by its digits, which are as many as in
    every document of this program, with no more behind them than one stream. Behind those of an attached document
    stand its own end and that of what it is attached to.
    """
    with mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ) as data:
        is_spoilt, digest = _has_place(data), hashlib.sha256(data).hexdigest()
    if is_spoilt:
        text = pgettext("verification", "The document has the place of a signature, and none that can be read there.")
        findings.differs(text)
    elif always:
        text = pgettext("verification", "The document carries no signature, and every one in a package is signed.")
        findings.differs(text)
    else:
        text = pgettext("verification", "Its fingerprint (SHA-256), to compare with one received another way: {digest}")
        findings.not_checked(pgettext("verification", "The document carries no signature."))
        findings.not_checked(text.format(digest=digest))


def _has_place(data: mmap.mmap) -> bool:
    # A function of its own: what was found holds the file in memory open, and is let go where this ends.
    digits = (found.end() for found in _DIGITS.finditer(data))
    return bool(_rooms(data)) or any(len(_STREAM.findall(data, end)) <= 1 for end in digits)


def _rooms(data: mmap.mmap) -> list[Room]:
    return [room for found in BYTE_RANGE.finditer(data) if (room := _room(data, found)) is not None]


def _room(data: mmap.mmap, found: re.Match[bytes]) -> Room | None:
    """Return the room of a signature where it is one of this file: it covers all from the beginning but the room."""
    first, start, after, length = (int(number) for number in found.groups())
    room = Room(start, after, after + length)
    fits = first == 0 and start + 2 < after <= start + MOST_DIGITS and room.end <= len(data)
    return room if fits and data[start] == ord("<") and data[after - 1] == ord(">") else None


def _check(source: BinaryIO, room: Room, findings: SignatureFindings) -> None:
    source.seek(room.start)
    digits = source.read(room.after - room.start)[1:-1]
    try:
        signature = _signature(digits)
        signer = check_signed(signature, _digests(source, room))
    except ImportError:
        findings.not_checked(pgettext("verification", "The Python package “cryptography” is not installed here."))
    except _Filled:
        findings.differs(pgettext("verification", "Something stands in the room kept free for the signature."))
    except StrangeBeside:
        findings.differs(strange_beside())
    except (NotDer, NotCovered):
        findings.differs(pgettext("verification", "The document is not what was signed."))
    except UnknownKind:
        findings.not_checked(_needs_pyhanko())
    else:
        findings.is_signed(signer.name, signer.certificate, stamp_beside(source, room, signature))


def strange_beside() -> str:
    """Return what is told of a document beside whose signature stands what is no time stamp."""
    return pgettext("verification", "Something that is no time stamp, and that nothing signed, stands beside it.")


def stamp_beside(source: BinaryIO, room: Room, signed: bytes) -> Beside | None:
    """Return the time stamp beside the signature ``signed``, which stands in the ``room``.

    None without one, or where the signature is of a kind that is not read here. Raises NotDer, NotCovered.
    """
    try:
        found = time_stamp_beside(signed)
    except UnknownKind:
        found = None
    if found is None:
        return None
    source.seek(room.start)
    digits = source.read(room.after - room.start)[1:-1]
    before = without_unsigned(signed).hex().encode("ascii")
    before = (before if digits == digits.lower() else before.upper()).ljust(len(digits), b"0")
    digest = hashlib.sha256()
    for block in _between(source, 0, room.start):
        digest.update(block)
    digest.update(b"<%b>" % before)
    for block in _between(source, room.after, room.end):
        digest.update(block)
    return Beside(*found, digest.hexdigest())


class _Filled(Exception):
    """More than the signature and zeros stands in its room, or its digits are written in two ways."""


def _signature(digits: bytes) -> bytes:
    """Return the signature that is written in ``digits``: the only bytes of the file that it does not cover."""
    try:
        written = bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        raise NotDer("no digits") from None
    value, rest = first_value(written)
    plain = written.hex().encode("ascii")
    if any(rest) or digits not in (plain, plain.upper()):
        raise _Filled
    return value.whole


def _digests(source: BinaryIO, room: Room) -> dict[str, bytes]:
    """Return the digests of everything but the room, by the name of the method."""
    methods = {name: hashlib.new(name) for name in DIGESTS.values()}
    for start, end in ((0, room.start), (room.after, room.end)):
        for block in _between(source, start, end):
            for method in methods.values():
                method.update(block)
    return {name: method.digest() for name, method in methods.items()}


def _between(source: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    """Yield what stands between two places of a file."""
    source.seek(start)
    left = end - start
    while left and (block := source.read(min(BLOCK, left))):
        left -= len(block)
        yield block


def _needs_pyhanko() -> str:
    return pgettext("verification", "The Python package “pyhanko” is not installed here.")
