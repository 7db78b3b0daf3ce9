"""Parts of a PDF beside its pages: structure, metadata, output intent, bookmarks.

They make a file an archival and an accessible one: PDF/A-2a or PDF/A-3a (ISO 19005) and PDF/UA-1 (ISO 14289-1).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from journal_app import resources
from journal_app.dossier.tags import Annotated, Element, Marked, Tags
from journal_app.dossier.writing import Writing, entries_of, text_string

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})  # the standard library's own brings its network along
_A_NODE = 64  # entries of the parent tree that stand together


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a file says of itself; ``archive`` is the part of PDF/A: 2, or 3 where files may be attached."""

    title: str
    creator: str
    language: str
    made_at: datetime = UNDATED
    archive: int = 2


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A bookmark of a level (0 is the first) that leads to the destination ``place``, the number of an object."""

    level: int
    title: str
    place: int


def write_info(writing: Writing, about: About) -> int:
    """Write the document's information, equal to its XMP, and return its number."""
    date = f"(D:{about.made_at.astimezone(UTC):%Y%m%d%H%M%S}Z)"
    entries = {"Title": text_string(about.title), "CreationDate": date, "ModDate": date}
    if about.creator:
        entries |= {"Creator": text_string(about.creator), "Producer": text_string(about.creator)}
    return writing.small(f"<< {entries_of(entries)} >>")


def write_claims(writing: Writing, about: About) -> dict[str, str]:
    """Write metadata and output intent; return their entries of the catalogue."""
    xmp = _xmp(about)
    metadata = writing.passed([xmp], len(xmp), "/Type /Metadata /Subtype /XML")
    profile = writing.stream(resources.read_bytes("colour/sRGB.icc"), "/N 3")
    intent = (
        "<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /Info (sRGB IEC61966-2.1)"
        f" /DestOutputProfile {profile} 0 R >>"
    )
    return {
        "Lang": text_string(about.language), "MarkInfo": "<< /Marked true >>", "Metadata": f"{metadata} 0 R",
        "OutputIntents": f"[{intent}]", "ViewerPreferences": "<< /DisplayDocTitle true >>",
    }  # fmt: skip


def write_structure(writing: Writing, tags: Tags, pages: Mapping[int, int]) -> int:
    """Write the structure tree (ISO 32000-1, 14.7.2) and its parent tree, and forget it; return its number.

    ``pages`` are the numbers of the pages by their keys.
    """
    root = writing.number()
    elements = tags.elements()
    for element in elements:
        element.number = writing.number()
    for element in elements:
        writing.small(_element(element, pages, root), element.number)
    tree = _parent_tree(writing, tags)
    writing.small(
        f"<< /Type /StructTreeRoot /K {tags.document.number} 0 R /ParentTree {tree} 0 R"
        f" /ParentTreeNextKey {max(tags.parents, default=-1) + 1} >>",
        root,
    )
    tags.forget(elements)
    return root


def _element(element: Element, pages: Mapping[int, int], root: int) -> str:
    parent = element.parent.number if element.parent else root
    first = next((kid.page for kid in element.kids if isinstance(kid, Marked)), None)
    entries = f"/S /{element.role} /P {parent} 0 R"
    if first is not None:
        entries += f" /Pg {pages[first]} 0 R"
    if element.kids:
        kids = " ".join([_kid(kid, pages, first) for kid in element.kids])
        entries += f" /K {kids}" if len(element.kids) == 1 else f" /K [{kids}]"
    if element.attributes:
        entries += f" /A <<{element.attributes}>>"
    for key, text in (("Alt", element.alternative), ("ActualText", element.actual), ("Lang", element.language)):
        if text:
            entries += f" /{key} {text_string(text)}"
    return f"<<{entries}>>"


def _kid(kid: Element | Marked | Annotated, pages: Mapping[int, int], first: int | None) -> str:
    if isinstance(kid, Element):
        return f"{kid.number} 0 R"
    if isinstance(kid, Annotated):
        return f"<</Type /OBJR /Obj {kid.number} 0 R /Pg {pages[kid.page]} 0 R>>"
    return f"{kid.number}" if kid.page == first else f"<</Type /MCR /Pg {pages[kid.page]} 0 R /MCID {kid.number}>>"


def _parent_tree(writing: Writing, tags: Tags) -> int:
    """Write the parent tree (ISO 32000-1, 14.7.4.4) and return its number."""
    entries = []
    for key, owner in sorted(tags.parents.items()):
        if isinstance(owner, Element):
            entries.append((key, f"{owner.number} 0 R"))
        elif owner:
            entries.append((key, f"[{' '.join(f'{each.number} 0 R' for each in owner)}]"))
    nodes = []
    for at in range(0, len(entries), _A_NODE):
        part = entries[at : at + _A_NODE]
        numbers = " ".join(f"{key} {value}" for key, value in part)
        nodes.append(writing.small(f"<< /Limits [{part[0][0]} {part[-1][0]}] /Nums [{numbers}] >>"))
    return writing.small(f"<< /Kids [{' '.join(f'{node} 0 R' for node in nodes)}] >>")


@dataclass(slots=True)
class _Item:
    """A bookmark with those under it."""

    title: str
    place: int
    number: int
    kids: list[_Item] = field(default_factory=list)


def write_bookmarks(writing: Writing, bookmarks: Sequence[Bookmark]) -> dict[str, str]:
    """Write the bookmarks (ISO 32000-1, 12.3.3); return their entries of the catalogue, none where there are none.

    Those of the first level show the ones under them; all others are closed.
    """
    if not bookmarks:
        return {}
    root = _Item("", 0, writing.number())
    open_items = [root]
    for each in bookmarks:
        del open_items[each.level + 1 :]
        item = _Item(each.title, each.place, writing.number())
        open_items[-1].kids.append(item)
        open_items.append(item)
    shown = len(root.kids) + sum(len(each.kids) for each in root.kids)
    first, last = root.kids[0].number, root.kids[-1].number
    writing.small(f"<< /Type /Outlines /Count {shown} /First {first} 0 R /Last {last} 0 R >>", root.number)
    _write_items(writing, root, 0)
    return {"Outlines": f"{root.number} 0 R", "PageMode": "/UseOutlines"}


def _write_items(writing: Writing, above: _Item, level: int) -> None:
    for at, item in enumerate(above.kids):
        entries = {"Title": text_string(item.title), "Parent": f"{above.number} 0 R", "Dest": f"{item.place} 0 R"}
        if at:
            entries["Prev"] = f"{above.kids[at - 1].number} 0 R"
        if at + 1 < len(above.kids):
            entries["Next"] = f"{above.kids[at + 1].number} 0 R"
        if item.kids:
            entries["First"], entries["Last"] = f"{item.kids[0].number} 0 R", f"{item.kids[-1].number} 0 R"
            entries["Count"] = str(len(item.kids) if level == 0 else -len(item.kids))
        writing.small(f"<< {entries_of(entries)} >>", item.number)
        _write_items(writing, item, level + 1)


def _xmp(about: About) -> bytes:
    """Return the metadata (ISO 16684-1) with the claims, and what explains the property of PDF/UA to PDF/A."""
    date = f"{about.made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    tool = f"<xmp:CreatorTool>{about.creator.translate(_MARKUP)}</xmp:CreatorTool>" if about.creator else ""
    producer = f"<pdf:Producer>{about.creator.translate(_MARKUP)}</pdf:Producer>" if about.creator else ""
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{about.title.translate(_MARKUP)}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{about.language.translate(_MARKUP)}</rdf:li></rdf:Bag></dc:language>
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
