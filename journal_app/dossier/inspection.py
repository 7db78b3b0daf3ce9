"""The finished document, read again by another library: what must not be in it, and whether it holds together.

It is read in parts, each forgotten before the next, so that memory does not grow with the document.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

import pikepdf

from journal_app.dossier.output import no_pdf
from journal_app.dossier.packed import quiet
from journal_app.dossier.proof import Proof, Reading, Text
from journal_app.dossier.rereading import reread

_TOGETHER = 6_000  # objects that are read before the library forgets them: about 10 MB
_LINKED_TOGETHER = 2_000  # of those that are left where most need no look: links and what they lead to
_PAGES_TOGETHER = 100
_HOLDERS = ("/ObjStm", "/XRef")

FORBIDDEN_KEYS = frozenset(
    {
        *("/JS", "/JavaScript", "/OpenAction", "/AA", "/XFA", "/EmbeddedFiles", "/EF", "/RichMediaContent"),
        *("/PieceInfo", "/Encrypt"),
    }
)
FORBIDDEN_ACTIONS = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/URI",
        "/SubmitForm",
        "/ImportData",
        "/GoToR",
        "/GoToE",
        "/Rendition",
        "/Movie",
        "/Sound",
    }
)
"""Nothing in a dossier runs, is fetched, or opens another file (ISO 32000-1, 12.6.4)."""


@dataclass(frozen=True)
class Finding:
    """Something wrong with a finished document: ``kind`` is a fixed word, ``where`` a key or an object."""

    kind: str
    where: str


def inspect(
    source: Path | BinaryIO, canaries: Iterable[str] = (), *, attachments: bool = False, pages: int | None = None
) -> tuple[Finding, ...]:
    """Return what is wrong with a PDF: ``forbidden`` keys and actions, ``canary`` hits, ``lost`` places.

    ``canaries`` are texts that must not occur (paths, names of user and computer, private marks); they are looked
    for in every string, name and decoded stream, in UTF-8 and UTF-16. Text drawn with the numbers of glyphs is out
    of its reach: extract that with a reader. ``attachments`` allows attached files. A link or bookmark that leads to
    no page is lost, and so are pages where there are not as many as ``pages``; an open ``source`` that cannot be read
    has lost all of them. A finding names no canary. Raises BadInput where the file at a path is no PDF.
    """
    needles = [form for text in canaries for form in _written_forms(text)]
    allowed = {"/EmbeddedFiles", "/EF"} if attachments else set()
    found: set[Finding] = set()
    try:
        there = 0
        for each in _objects(source, with_trailer=True, without=b"" if needles else _quiet(source)):
            written = _written(each)
            if needles or _SOMETHING.search(written):
                found |= _found_in(each, needles, allowed)
            there += b"/Page" in written and isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/Page"
            del each  # or it would hold the part it is of while the next is read
        if pages is not None and there != pages:
            found.add(Finding("lost", "pages"))
    except pikepdf.PdfError as error:
        if isinstance(source, Path):
            raise no_pdf(source) from error
        found.add(Finding("lost", "pages"))
    return tuple(sorted(found, key=lambda finding: (finding.kind, finding.where)))


def _opened(source: Path | BinaryIO, *, with_pages: bool = True) -> pikepdf.Pdf:
    """Open a document; without its pages, they are not all read at once, but have only what stands in each itself."""
    # A mapped file would stay in memory.
    read = source if isinstance(source, Path) else reread(source)
    return pikepdf.open(read, access_mode=pikepdf.AccessMode.stream, inherit_page_attributes=with_pages)


def _quiet(source: Path | BinaryIO) -> bytes:
    with _opened(source, with_pages=False) as pdf:
        return quiet(pdf, _TELLING)


def _objects(source: Path | BinaryIO, *, with_trailer: bool = False, without: bytes = b"") -> Iterator[pikepdf.Object]:
    """Yield every object of a document, before them its trailer; each may be used until the next is asked for.

    Those for whose numbers ``without`` has anything but 0 are left out.
    """
    following = 1
    while following:
        following = yield from _some_objects(source, following, without, with_trailer=with_trailer and following == 1)


def _some_objects(
    source: Path | BinaryIO, first: int, without: bytes, *, with_trailer: bool
) -> Generator[pikepdf.Object, None, int]:
    """Yield objects from number ``first``; return the number to go on with, 0 at the end.

    The document is let go of when this ends: what still held it would keep all of it in memory.
    """
    left = _LINKED_TOGETHER if without else _TOGETHER
    with _opened(source, with_pages=False) as pdf:
        if with_trailer:
            yield pdf.trailer
        for number in range(first, int(pdf.trailer.Size)):
            if any(without[number : number + 1]):
                continue
            if not left:
                return number
            left -= 1
            found = pdf.get_object(number, 0)
            if isinstance(found, pikepdf.Stream) and found.get("/Type") in _HOLDERS:
                continue  # the objects it holds come by themselves
            if isinstance(found, pikepdf.Object):  # and not a number that was never used
                yield found
    return 0


def _pages(source: BinaryIO) -> Iterator[pikepdf.Page]:
    """Yield every page of a document; each may be used until the next is asked for."""
    first = 0
    while (yield from _some_pages(source, first)) > first + _PAGES_TOGETHER:
        first += _PAGES_TOGETHER


def _some_pages(source: BinaryIO, first: int) -> Generator[pikepdf.Page, None, int]:
    with _opened(source) as pdf:
        yield from pdf.pages[first : first + _PAGES_TOGETHER]
        return len(pdf.pages)


def _found_in(top: pikepdf.Object, needles: list[bytes], allowed: set[str]) -> set[Finding]:
    """Look at one object and what is written inside it; what it only refers to is looked at on its own."""
    where = f"object {top.objgen[0]}" if top.is_indirect else "trailer"
    found: set[Finding] = set()
    forbidden = FORBIDDEN_KEYS - allowed
    for each in _written_in(top):
        if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            keys = each.keys()
            found.update(Finding("forbidden", key) for key in forbidden & keys)
            if "/S" in keys and str(each.S) in FORBIDDEN_ACTIONS:
                found.add(Finding("forbidden", str(each.S)))
            if "/Dest" in keys and not _leads_to_a_page(each.Dest):
                found.add(Finding("lost", where))
        if needles and any(needle in text for text in _bytes_of(each) for needle in needles):
            found.add(Finding("canary", where))
    return found


_NAMES = b"|".join(name[1:].encode() for name in (*sorted(FORBIDDEN_KEYS | FORBIDDEN_ACTIONS), "/Dest"))
_SOMETHING = re.compile(b"/(?:" + _NAMES + rb")\b")
_TELLING = re.compile(b"/(?:" + _NAMES + b"|Page" + rb")\b")  # a page is counted


def _written(top: pikepdf.Object) -> bytes:
    """Return an object as it is written, which tells whether it is worth to look closely.

    Unlike a close look this does not load all that an object refers to.
    """
    return (top.stream_dict if isinstance(top, pikepdf.Stream) else top).unparse(resolved=True)


def _written_in(top: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Yield an object and all objects that are written inside it."""
    waiting = [top]
    while waiting:
        each = waiting.pop()
        yield each
        values: Iterable[object] = ()
        if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            values = (value for _, value in each.items())
        elif isinstance(each, pikepdf.Array):
            values = each
        waiting += [value for value in values if isinstance(value, pikepdf.Object) and not value.is_indirect]


def _bytes_of(each: pikepdf.Object) -> Iterator[bytes]:
    """Yield what an object itself says: its keys, its text, its decoded stream."""
    if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
        yield from (key.encode("utf-8", "surrogateescape") for key in each.keys())  # noqa: SIM118 - not a dict
    if isinstance(each, pikepdf.Stream):
        yield _decoded(each)
    elif isinstance(each, pikepdf.String | pikepdf.Name):
        yield bytes(each)


def _leads_to_a_page(place: object) -> bool:
    """Say whether a destination names a page (ISO 32000-1, 12.3.2.2)."""
    if not isinstance(place, pikepdf.Array) or not len(place):
        return False
    return isinstance(place[0], pikepdf.Dictionary) and place[0].get("/Type") == "/Page"


def _decoded(stream: pikepdf.Stream) -> bytes:
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:  # pictures keep their own encoding
        return stream.read_raw_bytes()


def _written_forms(text: str) -> tuple[bytes, ...]:
    return text.encode("utf-8"), text.encode("utf-16-be"), text.encode("utf-16-le")


Reader = Callable[[bytes], Iterable[str]]
"""Reads the text of a PDF's pages; a second one, which shares nothing with how the pages were written."""


def prove(
    source: BinaryIO,
    removed: Sequence[str] | Mapping[str, str],
    fixed: str = "",
    another: Reader | None = None,
    *,
    told: Collection[str] = (),
    places: Mapping[str, int] = MappingProxyType({}),
) -> None:
    """Search a finished PDF for what was removed, in all strings, names and decoded streams.

    ``removed`` are the forms, or the forms with what stands for each. ``fixed`` are the words of the document that are
    nobody's: labels, the catalogue, dates. A single part of a name that is also among them cannot be told apart and is
    not looked for; a whole name always is. ``told`` are words that were left as they stand and the person knows of,
    ``places`` the pages of places in the document, by their keys.

    Text is drawn as glyph numbers, so it is read back through each font's own map to Unicode, and then once more by
    ``another`` reader where there is one. Raises DamageFound on a hit; it says what stands for the name, and where.
    """
    if not removed:
        return
    proof = Proof(removed if isinstance(removed, Mapping) else dict.fromkeys(removed, "…"), fixed, told)
    for each in _texts(source):
        proof.look(each)
    for number, text in enumerate(another(words_alone(source)) if another is not None else (), 1):
        proof.look(Text(text, Reading.SHOWN, number))
    proof.end(places)


def words_alone(source: BinaryIO) -> bytes:
    """Return a copy of a document that has its pages and their text, without pictures and attached files."""
    out = io.BytesIO()
    with _opened(source) as pdf:
        for page in pdf.pages:
            if "/XObject" in page.obj.get("/Resources", {}):
                del page.obj.Resources["/XObject"]
        for key in ("/Names", "/AF", "/StructTreeRoot", "/Outlines"):
            if key in pdf.Root:
                del pdf.Root[key]
        pdf.save(out)
    return out.getvalue()


def _texts(source: BinaryIO) -> Iterator[Text]:
    for item in _objects(source):
        yield from (Text(text, Reading.CODE if text.startswith("/") else Reading.SAID) for text in _strings(item))
        if isinstance(item, pikepdf.Dictionary) and item.get("/AFRelationship") == "/Data":
            yield _attached(item.EF.F.read_bytes())
        elif isinstance(item, pikepdf.Stream) and not _is_foreign(item):
            yield _read(item)
        del item  # or it would hold the part it is of while the next is read
    for number, page in enumerate(_pages(source), 1):
        yield Text(page_text(page), Reading.SHOWN, number)


def _attached(data: bytes) -> Text:
    """Return what was attached as data: a list that this program made, or a time stamp, which is no text."""
    try:
        return Text(data.decode(), Reading.DATA)
    except UnicodeDecodeError:
        return Text(data.decode("latin-1"), Reading.BINARY)


def _read(stream: pikepdf.Stream) -> Text:
    data = stream.read_bytes()
    if stream.get("/Type") == "/Metadata":
        return Text(re.sub(r"<[^>]*>", " ", data.decode("utf-8", "replace")), Reading.SAID)
    binary = "/Length1" in stream or "/N" in stream  # a font, a colour profile (ISO 32000-1, 9.9 and 8.6.5.5)
    return Text(data.decode("latin-1"), Reading.BINARY if binary else Reading.CODE)


def _is_foreign(stream: pikepdf.Stream) -> bool:
    """Say whether a stream is pixels, or an attached file: in originals nothing is hidden."""
    return stream.get("/Subtype") == "/Image" or stream.get("/Type") == "/EmbeddedFile"


def _strings(item: object) -> list[str]:
    if isinstance(item, pikepdf.String):
        return [str(item)]
    if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        return [text for key, value in item.items() if key != "/Parent" for text in [key, *_strings(_direct(value))]]
    if isinstance(item, pikepdf.Array):
        return [text for value in item for text in _strings(_direct(value))]
    return [str(item)] if isinstance(item, pikepdf.Name) else []


def _direct(value: object) -> object:
    """Return a value that stands here; what is only referred to is looked at where it stands."""
    return None if isinstance(value, pikepdf.Object) and value.is_indirect else value


def page_text(page: pikepdf.Page) -> str:
    """Return the text a page shows, in the order it is drawn.

    Codes are numbers of glyphs, two bytes each, read back by each font's own map (PDF 9.10); where the map alone
    would not tell, the text stands in an ActualText (PDF 14.9.4).
    """
    resources = page.obj.get("/Resources", pikepdf.Dictionary())
    maps = {name: _unicode_map(font) for name, font in dict(resources.get("/Font", {})).items()}
    text: list[str] = []
    line: list[str] = []
    current: dict[int, str] = {}
    instead = False
    for step in pikepdf.parse_content_stream(page):
        operands, operator = list(step.operands), str(step.operator)
        if operator == "Tf":
            current = maps.get(str(operands[0]), {})
        elif operator == "BDC" and isinstance(operands[1], pikepdf.Dictionary):
            instead = "/ActualText" in operands[1]
            line += [str(operands[1].ActualText)] if instead else []
        elif operator == "EMC":
            instead = False
        elif operator == "TJ" and not instead:
            for part in operands[0]:
                line += _mapped(bytes(part), current) if isinstance(part, pikepdf.String) else []
        elif operator == "ET":
            text.append("".join(_as_read(line)))
            line = []
    return " ".join(" ".join(text).split())


def _mapped(raw: bytes, known: dict[int, str]) -> list[str]:
    return [known.get(raw[at] << 8 | raw[at + 1], "") for at in range(0, len(raw), 2)]


def _as_read(line: list[str]) -> list[str]:
    """Return what stands from left to right in the order in which it is read; a text object has one direction."""
    rtl = any(unicodedata.bidirectional(letter) in {"R", "AL"} for each in line for letter in each)
    return line[::-1] if rtl else line


_CHAR = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]*)>")


def _unicode_map(font: pikepdf.Object) -> dict[int, str]:
    data = font.ToUnicode.read_bytes()
    blocks = re.findall(rb"beginbfchar(.*?)endbfchar", data, re.DOTALL)
    return {int(code, 16): _utf16(value) for block in blocks for code, value in _CHAR.findall(block)}


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")
