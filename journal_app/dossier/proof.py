"""The proof that hidden names are gone: two readings of every text of a finished document, and where one was found."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from journal_app.dossier.name_forms import UNBOUND, phone_digits
from journal_app.dossier.second_look import Hit, SecondLook, without_keys, words_in
from journal_app.errors import DamageFound
from journal_app.i18n import pgettext

_BEFORE, _AFTER, _BETWEEN = r"(?<![^\W\d_])", r"(?![^\W\d_])", r"[\W\d_]*"
_SPACES = r"\s+"
_AT_ONCE = 5  # pages that are named
_LONG = 6  # letters of a name that is looked for in fonts and profiles, where a shorter one stands by chance
_PLACE = re.compile(r"incident-(?P<incident>\d+)|exhibit-(?P<exhibit>EX-\d+)")
# The names this program's documents are built with (ISO 32000-1); they are nobody's.
_STRUCTURE = """
    AF AFRelationship ActualText Alt Annot Annots Artifact Ascent BBox BaseFont BitsPerComponent Block BlockQuote
    Border CIDFontType2 CIDSystemInfo CIDToGIDMap CapHeight Catalog ColorSpace Colors Column Columns Contents Count
    CreationDate Creator DCTDecode Data DecodeParms Desc DescendantFonts Descent Dest DestOutputProfile DeviceGray
    DeviceRGB Disc DisplayDocTitle Div Document EF EmbeddedFile EmbeddedFiles Encoding Figure Filespec Filter First
    Flags FlateDecode Font FontBBox FontDescriptor FontFile2 FontName Height Identity Image Info ItalicAngle Kids
    LBody Lang Last Layout Lbl Length Length1 Limits Link List ListNumbering MCID MCR MarkInfo Marked MediaBox
    Metadata ModDate Names Next None Nums OBJR Obj ObjStm Ordering Outlines OutputConditionIdentifier OutputIntent
    OutputIntents Page PageMode Pages Pagination Params Parent ParentTree ParentTreeNextKey Placement Predictor Prev
    Producer Rect Reference Registry Resources Root Row Scope Sect Size Source Span StemV StructParent StructParents
    StructTreeRoot Subtype Supplement TOC TOCI Table Tabs Title ToUnicode Type Type0 UF UseOutlines
    ViewerPreferences Width XML XObject XRef XYZ
"""
_BUILT_WITH = frozenset(_STRUCTURE.split())
_NAME = re.compile(r"/([A-Za-z0-9]+)")


class Reading(StrEnum):
    """What a text of a document is: said in one piece, shown on a page, code, data of this program, or no text."""

    SAID = "said"
    SHOWN = "shown"
    CODE = "code"
    DATA = "data"
    BINARY = "binary"


class Text(NamedTuple):
    """A text that was read, and its page from 1; 0 where it belongs to none."""

    text: str
    reading: Reading
    page: int = 0


class Proof:
    """Looks through texts for what was removed.

    ``removed`` are forms with what stands for each. ``fixed`` are the words of the document that are nobody's: a single
    part of a name that is also among them cannot be told apart and is not looked for; a whole name always is. ``told``
    are words that were left as they stand, and the person was told of.
    """

    def __init__(self, removed: Mapping[str, str], fixed: str, told: Collection[str]) -> None:
        self._look = SecondLook(removed.items())
        self._told = frozenset(told)
        self._fixed = words_in(fixed) | {hit.word for hit in self._look.find(fixed) if hit.word.isdigit()}
        self._written = {
            re.compile(_as_written(form)): shown
            for form, shown in removed.items()
            if " " in form or not re.search(_as_written(form), fixed)
        }
        self._long = {
            each.encode(coding): shown
            for form, shown in removed.items() if len(form) >= _LONG
            for each in {form, form.upper(), form.lower()} for coding in ("utf-8", "utf-16-be")
        }  # fmt: skip
        self.found: dict[str, set[int]] = {}

    def look(self, text: Text) -> None:
        """Note what stands in a text that was to be hidden."""
        for shown in self._hits(text):
            self.found.setdefault(shown, set()).add(text.page)

    def _hits(self, each: Text) -> Iterator[str]:
        if each.reading is Reading.BINARY:
            data = each.text.encode("latin-1")
            yield from (shown for needle, shown in self._long.items() if needle in data)
            return
        text = _NAME.sub(_unknown, each.text) if each.reading is Reading.CODE else each.text
        text = without_keys(text) if each.reading is Reading.DATA else text
        yield from (shown for pattern, shown in self._written.items() if pattern.search(text))
        if each.reading is not Reading.CODE:
            inside = each.reading is not Reading.SHOWN  # on a page, words may only seem to be one
            yield from (hit.shown for hit in self._look.find(text) if self._counts(hit, inside=inside))

    def _counts(self, hit: Hit, *, inside: bool) -> bool:
        if hit.word in self._fixed and not (hit.sure and not hit.word.isdigit()):
            return False
        return (hit.alone or inside) and not any(hit.word in word for word in self._told)

    def end(self, places: Mapping[str, int]) -> None:
        """Raise DamageFound where anything was found; ``places`` are pages by the key of a place."""
        if not self.found:
            return
        shown, pages = sorted(self.found.items())[0]
        known = sorted(pages - {0})
        told = [_page(page, places) for page in known[:_AT_ONCE]] + ["…"] * (len(known) > _AT_ONCE)
        where = ", ".join(told) or pgettext("error", "in a title or a file name")
        message = pgettext("error", "What “{shown}” stands for is still in the dossier ({where}); it was not kept.")
        advice = pgettext(
            "error", "Look there for the name, an address or a number in another spelling, and change it or hide it."
        )
        raise DamageFound(message.format(shown=shown, where=where), advice)


def _as_written(form: str) -> str:
    """Return the expression for a form as it is written or in capitals; a whole name in any case."""
    parts = [re.escape(part) for part in form.split()]
    if UNBOUND.search(form):
        return _BETWEEN.join(parts)
    if phone_digits(form) or "@" in form or any(letter.isdigit() for letter in form):
        return rf"(?i:(?<!\w){_SPACES.join(parts)}(?!\w))"
    if len(parts) > 1:
        return rf"(?i:{_BEFORE}{_BETWEEN.join(parts)}{_AFTER})"
    return rf"{_BEFORE}(?:{'|'.join(sorted({parts[0], re.escape(form.upper())}))}){_AFTER}"


def _unknown(found: re.Match[str]) -> str:
    return " " if found[1] in _BUILT_WITH else found[0]


def _page(page: int, places: Mapping[str, int]) -> str:
    """Return the words for a page, with the entry or the exhibit that stands on it where one does."""
    before = [(number, key) for key, number in places.items() if number <= page]
    name = pgettext("error", "page {number}").format(number=page)
    last = max(before, default=(0, ""), key=lambda each: each[0])
    known = [found for number, key in before if number == last[0] and (found := _PLACE.match(key))]
    if not known:
        return name
    incident, exhibit = known[-1]["incident"], known[-1]["exhibit"]
    return f"{name}: {exhibit or pgettext('error', 'incident {number}').format(number=incident)}"
