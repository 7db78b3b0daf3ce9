"""The manifest of a package: every file, every exhibit, and the part of the chain that belongs to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

from journal_app.errors import DamageFound
from journal_app.i18n import pgettext
from journal_app.integrity.canonical import canonical, parse_canonical
from journal_app.integrity.chain import MAX_SIZE, ChainMismatch, SignedHead, is_utc_text

T = TypeVar("T")

FORMAT = "journal-package"
VERSION = 1
MANIFEST_NAME = "manifest.json"
SUMS_NAME = "SHA256SUMS"
CUSTODY_NAME = "custody.csv"
DOSSIER_NAME = "dossier.pdf"
REQUEST_NAME = "timestamp.tsq"
ANSWER_NAME = "timestamp.tsr"
PROOF_NAME = "timestamp.ots"
README_NAME = "READ-ME-FIRST.txt"
VERIFY_NAME = "verify.py"
BESIDE = frozenset({README_NAME, VERIFY_NAME})
"""Files that stand beside the document alone; the manifest inside it, which is signed, names them all the same."""
UNLISTED = frozenset({MANIFEST_NAME, SUMS_NAME})
"""A manifest can name neither itself nor the list that holds its own digest."""

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}(?:/[A-Za-z0-9_][A-Za-z0-9._-]{0,99}){0,3}")
_LABEL = re.compile(r"[A-Z]{1,8}-[0-9]{3,6}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SUMS_LINE = re.compile(r"([0-9a-f]{64})  ([!-~]{1,403})")


class ManifestMismatch(DamageFound):
    """A manifest or a list of digests does not have the form in which it was written; ``place`` says where."""

    def __init__(self, message: str, advice: str, *, place: str = "") -> None:
        super().__init__(message, advice)
        self.place = place


@dataclass(frozen=True)
class ManifestFile:
    """One file of a package: its name (POSIX, relative), SHA-256 in hexadecimal, size in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class ExhibitEntry:
    """One exhibit: its label, where its original bytes are, which record they belong to, where they came from.

    ``evidence`` is the id of the chained evidence record; ``file_name`` the name the file had when it was added;
    ``card`` the source card in its plain form (text and truth values).
    """

    label: str
    file: str
    evidence: str
    file_name: str
    media_type: str
    sha256: str
    size: int
    description: str = ""
    incidents: tuple[str, ...] = ()
    card: Mapping[str, str | bool] = field(default_factory=dict)


@dataclass(frozen=True)
class ChainEntry:
    """One revision shown to the reader: its place in the chain, salt, canonical body, and path to the root.

    ``salt`` and the hashes of ``proof`` are hexadecimal; ``body`` is the text of the canonical bytes.
    """

    index: int
    salt: str
    body: str
    proof: tuple[str, ...]


@dataclass(frozen=True)
class AnchoredHead:
    """The earlier (or same) head that a time stamp was asked for, and the proof that ``head`` grew from it."""

    head: SignedHead
    consistency: tuple[str, ...]


@dataclass(frozen=True)
class Manifest:
    """Everything a package says about itself. ``made`` has the form of ``Head.time``."""

    made: str
    program: str
    files: tuple[ManifestFile, ...]
    exhibits: tuple[ExhibitEntry, ...] = ()
    head: SignedHead | None = None
    chain: tuple[ChainEntry, ...] = ()
    anchored: AnchoredHead | None = None


def is_package_name(name: object) -> bool:
    """Tell whether ``name`` may stand in a package: portable ASCII, relative, no way out of the folder."""
    return isinstance(name, str) and _NAME.fullmatch(name) is not None


def write_manifest(manifest: Manifest) -> bytes:
    """Return the canonical bytes of ``manifest``; raises ManifestMismatch for what ``read_manifest`` refuses."""
    head, anchored = manifest.head, manifest.anchored
    plain = {
        "format": FORMAT,
        "version": VERSION,
        "made": manifest.made,
        "program": manifest.program,
        "files": [asdict(file) for file in manifest.files],
        "exhibits": [asdict(exhibit) for exhibit in manifest.exhibits],
        "head": head.to_plain() if head else None,
        "chain": [asdict(entry) for entry in manifest.chain],
        "anchored": {"head": anchored.head.to_plain(), "consistency": anchored.consistency} if anchored else None,
    }
    data = canonical(plain)
    read_manifest(data)
    return data


def read_manifest(data: bytes) -> Manifest:
    """Return the manifest whose canonical bytes are ``data``.

    Checks the form of every field, that names are safe and occur once, and that each exhibit's file is listed
    with the same digest and size. Raises NotCanonical, or ManifestMismatch that names the field.
    """
    top = _Fields(parse_canonical(data), "")
    top.fixed("format", FORMAT)
    top.fixed("version", VERSION)
    manifest = Manifest(
        made=top.text("made", is_utc_text),
        program=top.text("program"),
        files=top.each("files", _file),
        exhibits=top.each("exhibits", _exhibit),
        head=top.maybe("head", _head),
        chain=top.each("chain", _chain_entry),
        anchored=top.maybe("anchored", _anchored),
    )
    top.nothing_else()
    _agree(manifest)
    return manifest


def sums_text(files: Iterable[ManifestFile]) -> bytes:
    """Return the bytes of ``SHA256SUMS`` for ``files``, sorted by name, as ``sha256sum -c`` reads them."""
    return b"".join(f"{file.sha256}  {file.name}\n".encode() for file in sorted(files, key=lambda file: file.name))


def read_sums(data: bytes) -> dict[str, str]:
    """Return the digest of each name listed in ``data``.

    Raises ManifestMismatch for any line that ``sums_text`` would not write, naming its number.
    """
    found: dict[str, str] = {}
    last = ""
    *lines, rest = data.split(b"\n")
    for number, line in enumerate(lines, start=1):
        parts = _SUMS_LINE.fullmatch(line.decode("latin-1"))
        if not parts or not is_package_name(parts[2]) or parts[2] <= last:
            raise refused(f"{SUMS_NAME}:{number}")
        last = parts[2]
        found[last] = parts[1]
    if rest or not found:
        raise refused(f"{SUMS_NAME}:{len(lines) + 1}")
    return found


class _Fields:
    """Reads the fields of one object of the manifest, each exactly once."""

    def __init__(self, plain: object, place: str) -> None:
        if not isinstance(plain, dict):
            raise refused(place)
        self._plain: dict[str, Any] = dict(plain)
        self._place = place

    def at(self, name: str) -> str:
        """Return the place of ``name``, as an error names it."""
        return f"{self._place}.{name}" if self._place else name

    def take(self, name: str) -> Any:
        """Return the value of ``name`` and mark it as read."""
        if name not in self._plain:
            raise refused(self.at(name))
        return self._plain.pop(name)

    def fixed(self, name: str, value: object) -> None:
        """Read a field that has one value only."""
        found = self.take(name)
        if type(found) is not type(value) or found != value:
            raise refused(self.at(name))

    def text(self, name: str, accepts: Callable[[str], bool] = lambda _: True) -> str:
        """Read a text that ``accepts`` allows."""
        found = self.take(name)
        if not isinstance(found, str) or not accepts(found):
            raise refused(self.at(name))
        return found

    def number(self, name: str) -> int:
        """Read a whole number that is not negative."""
        found = self.take(name)
        if type(found) is not int or not 0 <= found <= MAX_SIZE:
            raise refused(self.at(name))
        return found

    def each(self, name: str, read: Callable[[object, str], T]) -> tuple[T, ...]:
        """Read a list with ``read`` for each item."""
        found = self.take(name)
        if not isinstance(found, list):
            raise refused(self.at(name))
        return tuple(read(item, f"{self.at(name)}[{at}]") for at, item in enumerate(found))

    def maybe(self, name: str, read: Callable[[object, str], T]) -> T | None:
        """Read an object that may be null."""
        found = self.take(name)
        return None if found is None else read(found, self.at(name))

    def card(self, name: str) -> dict[str, str | bool]:
        """Read an object of texts and truth values."""
        found = self.take(name)
        if not isinstance(found, dict) or not all(isinstance(value, str | bool) for value in found.values()):
            raise refused(self.at(name))
        return found

    def nothing_else(self) -> None:
        """Refuse fields that nobody read."""
        for name in self._plain:
            raise refused(self.at(name))


def _file(plain: object, place: str) -> ManifestFile:
    fields = _Fields(plain, place)
    file = ManifestFile(
        fields.text("name", lambda name: is_package_name(name) and name not in UNLISTED),
        fields.text("sha256", _is_sha256),
        fields.number("size"),
    )
    fields.nothing_else()
    return file


def _exhibit(plain: object, place: str) -> ExhibitEntry:
    fields = _Fields(plain, place)
    exhibit = ExhibitEntry(
        label=fields.text("label", lambda label: _LABEL.fullmatch(label) is not None),
        file=fields.text("file", is_package_name),
        evidence=fields.text("evidence"),
        file_name=fields.text("file_name"),
        media_type=fields.text("media_type"),
        sha256=fields.text("sha256", _is_sha256),
        size=fields.number("size"),
        description=fields.text("description"),
        incidents=fields.each("incidents", _text),
        card=fields.card("card"),
    )
    fields.nothing_else()
    return exhibit


def _chain_entry(plain: object, place: str) -> ChainEntry:
    fields = _Fields(plain, place)
    entry = ChainEntry(
        index=fields.number("index"),
        salt=fields.text("salt", lambda salt: re.fullmatch(r"[0-9a-f]{32}", salt) is not None),
        body=fields.text("body"),
        proof=fields.each("proof", _hash),
    )
    fields.nothing_else()
    return entry


def _anchored(plain: object, place: str) -> AnchoredHead:
    fields = _Fields(plain, place)
    anchored = AnchoredHead(_head(fields.take("head"), fields.at("head")), fields.each("consistency", _hash))
    fields.nothing_else()
    return anchored


def _head(plain: object, place: str) -> SignedHead:
    try:
        return SignedHead.from_plain(plain)
    except ChainMismatch:
        raise refused(place) from None


def _text(plain: object, place: str) -> str:
    if not isinstance(plain, str):
        raise refused(place)
    return plain


def _hash(plain: object, place: str) -> str:
    if not _is_sha256(plain):
        raise refused(place)
    return str(plain)


def _is_sha256(text: object) -> bool:
    return isinstance(text, str) and _SHA256.fullmatch(text) is not None


def _agree(manifest: Manifest) -> None:
    """Refuse a manifest whose parts contradict each other."""
    names = [file.name for file in manifest.files]
    if sorted({name.casefold(): name for name in names}.values()) != names:
        raise refused("files")  # unsorted, twice, or the same on a disk that ignores case
    files = {file.name: file for file in manifest.files}
    labels = [exhibit.label for exhibit in manifest.exhibits]
    if len(set(labels)) != len(labels):
        raise refused("exhibits")
    for at, exhibit in enumerate(manifest.exhibits):
        if files.get(exhibit.file) != ManifestFile(exhibit.file, exhibit.sha256, exhibit.size):
            raise refused(f"exhibits[{at}]")
    indexes = [entry.index for entry in manifest.chain]
    if sorted(set(indexes)) != indexes:
        raise refused("chain")
    if not manifest.head and (manifest.chain or manifest.anchored):
        raise refused("head")


def refused(place: str) -> ManifestMismatch:
    """Return the error that names ``place``, a field of the manifest or a line of a list."""
    message = pgettext("error", "The list of a package does not have the form this program writes, at: {place}.")
    advice = pgettext("error", "Ask for another copy of the package.")
    return ManifestMismatch(message.format(place=place or MANIFEST_NAME), advice, place=place)
