"""PDF objects that the layout library lacks: what makes a file an archival and an accessible one.

The claims are those of PDF/A-2a or PDF/A-3a (ISO 19005) and PDF/UA-1 (ISO 14289-1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc

from journal_app import resources
from journal_app.dossier.tags import Annotated, Element, Marked, Tags

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
_A_NODE = 64  # entries of the parent tree that stand together


class Raw(pdfdoc.PDFObject):  # type: ignore[misc]  # the library has no types
    """An object written as it stands."""

    __RefOnly__ = 1  # the library writes such objects by reference only
    __Comment__ = ""

    def __init__(self, text: bytes = b"") -> None:
        self.text = text

    def format(self, document: Any) -> bytes:
        """Return the object as it stands in the file."""
        return self.text


class Stream(pdfdoc.PDFStream):  # type: ignore[misc]  # the library has no types
    """A stream with a line end before ``endstream`` (ISO 19005-2, 6.1.7.1); ``entries`` go into its dictionary."""

    def __init__(self, content: bytes | str, entries: Mapping[str, Any] | None = None, *, packed: bool = True) -> None:
        super().__init__(
            dictionary=pdfdoc.PDFDictionary(dict(entries or {})), content=content,
            filters=[pdfdoc.PDFZCompress] if packed else None,
        )  # fmt: skip

    def format(self, document: Any) -> bytes:
        """Return the stream as it stands in the file."""
        return bytes(super().format(document)).removesuffix(b"endstream\n") + b"\nendstream\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a file says of itself; ``archive`` is the part of PDF/A: 2, or 3 where files may be attached."""

    title: str
    creator: str
    language: str
    made_at: datetime = UNDATED
    archive: int = 2


class Info(Raw):
    """The document's information, equal to its XMP."""

    def __init__(self, about: About) -> None:
        date = f"(D:{about.made_at.astimezone(UTC):%Y%m%d%H%M%S}Z)"
        entries = {"Title": _text(about.title), "CreationDate": date, "ModDate": date}
        if about.creator:
            entries |= {"Creator": _text(about.creator), "Producer": _text(about.creator)}
        super().__init__(f"<< {_entries(entries)} >>".encode("ascii"))

    def digest(self, signature: Any) -> None:
        """Make the document's identifier depend on this."""
        signature.update(self.text)


def finish(document: Any, tags: Tags, about: About, pages: Mapping[int, str]) -> None:
    """Add to a document its structure, metadata and output intent; ``pages`` are names of page objects by key."""
    catalog = document.Catalog
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]
    catalog.MarkInfo = Raw(b"<< /Marked true >>")
    catalog.Metadata = document.Reference(
        Stream(_xmp(about), {"Type": pdfdoc.PDFName("Metadata"), "Subtype": pdfdoc.PDFName("XML")}, packed=False)
    )
    catalog.StructTreeRoot = _structure(document, tags, pages)
    profile = Stream(resources.read_bytes("colour/sRGB.icc"), {"N": 3})
    catalog.OutputIntents = pdfdoc.PDFArray(
        [
            pdfdoc.PDFDictionary(
                {
                    "Type": pdfdoc.PDFName("OutputIntent"), "S": pdfdoc.PDFName("GTS_PDFA1"),
                    "OutputConditionIdentifier": pdfdoc.PDFString("sRGB"),
                    "Info": pdfdoc.PDFString("sRGB IEC61966-2.1"),
                    "DestOutputProfile": document.Reference(profile),
                }
            )
        ]
    )  # fmt: skip
    document.info = Info(about)


def _structure(document: Any, tags: Tags, pages: Mapping[int, str]) -> Any:
    """Write the structure tree (ISO 32000-1, 14.7.2) and its parent tree; return a reference to it."""
    root = Raw()
    reference = document.Reference(root, "structure")
    made = [(element, Raw()) for element in tags.elements()]
    places = {id(element): _place(document, raw, f"element:{at}") for at, (element, raw) in enumerate(made)}
    writer = _Writer({key: _number_of(document, name) for key, name in pages.items()}, places)
    above = _number_of(document, "structure")
    for element, raw in made:
        raw.text = writer.element(document, element, above)
    tree = _parent_tree(document, tags, places)
    root.text = (
        f"<< /Type /StructTreeRoot /K {places[id(tags.document)]} 0 R /ParentTree {tree} 0 R"
        f" /ParentTreeNextKey {max(tags.parents, default=-1) + 1} >>"
    ).encode("ascii")
    return reference


def _parent_tree(document: Any, tags: Tags, places: Mapping[int, int]) -> int:
    """Write the parent tree (ISO 32000-1, 14.7.4.4) and return its number."""
    entries = []
    for key, owner in sorted(tags.parents.items()):
        if isinstance(owner, Element):
            entries.append((key, f"{places[id(owner)]} 0 R"))
        elif owner:
            entries.append((key, f"[{' '.join(f'{places[id(each)]} 0 R' for each in owner)}]"))
    nodes = []
    for at in range(0, len(entries), _A_NODE):
        part = entries[at : at + _A_NODE]
        numbers = " ".join(f"{key} {value}" for key, value in part)
        text = f"<< /Limits [{part[0][0]} {part[-1][0]}] /Nums [{numbers}] >>"
        nodes.append(_place(document, Raw(text.encode("ascii")), f"parents:{at}"))
    kids = " ".join(f"{node} 0 R" for node in nodes)
    return _place(document, Raw(f"<< /Kids [{kids}] >>".encode("ascii")), "parents")


class _Writer:
    """Writes elements; ``pages`` and ``places`` are numbers of objects."""

    def __init__(self, pages: Mapping[int, int], places: Mapping[int, int]) -> None:
        self._pages, self._places = pages, places

    def element(self, document: Any, element: Element, above: int) -> bytes:
        parent = self._places[id(element.parent)] if element.parent else above
        first = next((kid.page for kid in element.kids if isinstance(kid, Marked)), None)
        kids = [self._kid(document, kid, first) for kid in element.kids]
        entries = {"S": f"/{element.role}", "P": f"{parent} 0 R"}
        if first is not None:
            entries["Pg"] = f"{self._pages[first]} 0 R"
        if kids:
            entries["K"] = kids[0] if len(kids) == 1 else f"[{' '.join(kids)}]"
        if element.attributes:
            entries["A"] = f"<<{element.attributes}>>"
        for name, text in (("Alt", element.alternative), ("ActualText", element.actual), ("Lang", element.language)):
            if text:
                entries[name] = _text(text)
        return f"<<{_entries(entries)}>>".encode("ascii")

    def _kid(self, document: Any, kid: Element | Marked | Annotated, first: int | None) -> str:
        if isinstance(kid, Element):
            return f"{self._places[id(kid)]} 0 R"
        page = f"{self._pages[kid.page]} 0 R"
        if isinstance(kid, Annotated):
            return f"<</Type /OBJR /Obj {_number_of(document, kid.name)} 0 R /Pg {page}>>"
        return f"{kid.number}" if kid.page == first else f"<</Type /MCR /Pg {page} /MCID {kid.number}>>"


def _place(document: Any, item: Raw, name: str) -> int:
    document.Reference(item, name)
    return _number_of(document, name)


def _number_of(document: Any, name: str) -> int:
    return int(document.idToObjectNumberAndVersion[name][0])


def _entries(entries: Mapping[str, str]) -> str:
    return " ".join(f"/{name} {value}" for name, value in entries.items())


def _text(text: str) -> str:
    """Return a text string (ISO 32000-1, 7.9.2.2) in hexadecimal digits."""
    data = text.encode("ascii") if text.isascii() else b"\xfe\xff" + text.encode("utf-16-be")
    return f"<{data.hex()}>"


def _xmp(about: About) -> bytes:
    """Return the metadata (ISO 16684-1) with the claims, and what explains the property of PDF/UA to PDF/A."""
    date = f"{about.made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    tool = f"<xmp:CreatorTool>{escape(about.creator)}</xmp:CreatorTool>" if about.creator else ""
    producer = f"<pdf:Producer>{escape(about.creator)}</pdf:Producer>" if about.creator else ""
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(about.title)}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{escape(about.language)}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>{tool}{producer}
<pdfaid:part>{about.archive}</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>""".encode()
