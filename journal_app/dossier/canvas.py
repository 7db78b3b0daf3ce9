"""The pages of a document while they are drawn: text only by glyphs, no clock, no name of anything outside.

Everything drawn is part of an element of the structure tree, or an artifact. Each page is written when it ends.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any, BinaryIO

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from journal_app.dossier.attach import Attachment, embed
from journal_app.dossier.glyphs import FontSet, Shape, forget
from journal_app.dossier.objects import (
    UNDATED,
    About,
    Bookmark,
    write_bookmarks,
    write_claims,
    write_info,
    write_structure,
)
from journal_app.dossier.tags import END, Element, Tags, Unkept, artifact
from journal_app.dossier.writing import Writing, entries_of, text_string

CREATOR = "Daybook"  # neutral: no name of a person, a computer or a version of a library
_PRINTED = 4  # ISO 32000-1, table 165: an annotation of an archival file is printed
Box = tuple[float, float, float, float]
WritePicture = Callable[[Writing, dict[bytes, int]], int]


class PageCanvas(Canvas):  # type: ignore[misc]  # the library has no types
    """A canvas that writes the same bytes for the same pages, with embedded fonts alone.

    The library draws into pages; every object of the file is written here, none by the library.
    """

    measures = False

    def __init__(
        self,
        out: BinaryIO,
        *,
        paper: Any,
        language: str,
        title: str,
        creator: str = CREATOR,
        made_at: datetime | None = None,
        tags: Tags | None = None,
        archive: int = 2,
        attachments: Sequence[Attachment] = (),
        first: int = 1,
    ) -> None:
        """``made_at`` is the date of the document; without one it has a fixed date that says nothing.

        ``tags`` may hold elements that are made already; ``archive`` is the part of PDF/A the file claims, 3 where
        there are ``attachments``; ``first`` is the number of its first page.
        """
        super().__init__(io.BytesIO(), pagesize=paper, invariant=1, lang=language)
        self.fonts = FontSet()
        self.tags = tags or Tags()
        self._about = About(
            title=title, creator=creator, language=language, made_at=made_at or UNDATED, archive=archive
        )
        self._attachments, self._first = attachments, first
        self._writing = Writing(out)
        self._pages_number, self._fonts_number = self._writing.number(), self._writing.number()
        self._page_number = self._writing.number()
        self._page_numbers: list[int] = []
        self._page_keys: dict[int, int] = {}
        self._places: dict[str, int] = {}
        self._reached: set[str] = set()
        self._bookmarks: list[Bookmark] = []
        self._pictures: dict[str, int] = {}
        self._profiles: dict[bytes, int] = {}
        self._repeated: dict[str, list[str]] = {}
        self._shown: list[int] = []
        self._notes: list[int] = []
        self._open: Element | None = None
        self._is_open = self._is_apart = False

    def _make_preamble(self) -> None:
        """Begin a page without choosing one of the fonts that are not embedded."""
        self._preamble = ""

    def setFont(self, psfontname: str, size: float, leading: float | None = None) -> None:  # noqa: N802 - the library's name
        """Choose nothing: tables ask for a font that is not embedded, and show no text with it."""

    def show(self, font: str, size: float, x: float, y: float, shapes: Sequence[Shape], color: Color) -> None:
        """Show shapes in a bundled font, beginning at a place."""
        self._code += (_fill(color), self.fonts.operators(font, size, x, y, shapes))

    def picture(self, name: str, size: tuple[float, float], write: WritePicture) -> None:
        """Show a picture at the origin; ``write`` writes it when it is first shown under its ``name``."""
        if name not in self._pictures:
            self._pictures[name] = write(self._writing, self._profiles)
        number = self._pictures[name]
        self._shown.append(number)
        self._code.append(f"q {size[0]:.4f} 0 0 {size[1]:.4f} 0 0 cm /I{number} Do Q")

    def repeat(self, name: str, draw: Callable[[], None]) -> None:
        """Draw what is the same on every page: once, and its operators again under the same ``name``.

        It may hold artifacts alone, and leaves colours and widths as nobody relies on.
        """
        if name in self._repeated:
            self._code += self._repeated[name]
            return
        start = len(self._code)
        draw()
        self._repeated[name] = self._code[start:]

    def enter(self, element: Element | None) -> None:
        """Make what is drawn from here on part of an element, or, without one, an artifact of the layout."""
        if self._is_apart or (self._is_open and self._open is element):
            return
        self.leave()
        self._code.append(artifact() if element is None else self.tags.begin(element))
        self._open, self._is_open = element, True

    def leave(self) -> None:
        """End what ``enter`` began."""
        if self._is_open and not self._is_apart:
            self._code.append(END)
            self._open, self._is_open = None, False

    @contextmanager
    def artifact(self, kind: str = "Layout") -> Iterator[None]:
        """Make all that is drawn in the block an artifact, text included."""
        if self._is_apart:
            yield
            return
        self.leave()
        self._code.append(artifact(kind))
        self._is_apart = True
        yield
        self._is_apart = False
        self._code.append(END)

    def place(self, key: str, x: float, y: float) -> None:
        """Make the line at ``y`` the place ``key``, to which links and bookmarks lead."""
        if key not in self._reached:
            self._reached.add(key)
            x, y = self.absolutePosition(x, y)
            self._writing.small(f"[{self._page_number} 0 R /XYZ {x:.2f} {y:.2f} 0]", self._place(key))

    def _place(self, key: str) -> int:
        """Return the number of a destination, which may be reached later."""
        if key not in self._places:
            self._places[key] = self._writing.number()
        return self._places[key]

    def bookmark(self, key: str, level: int, title: str) -> None:
        """Add a bookmark of a level (0 is the first) that leads to the place ``key``."""
        self._bookmarks.append(Bookmark(level, title, self._place(key)))

    def link(self, element: Element, key: str, box: Box, description: str) -> None:
        """Make a box a link to the place ``key``, as part of an element."""
        number = self._writing.number()
        entries = {
            "Type": "/Annot", "Subtype": "/Link", "F": str(_PRINTED), "Border": "[0 0 0]",
            "Rect": f"[{' '.join(f'{edge:.2f}' for edge in self._absRect(box, 1))}]", "P": f"{self._page_number} 0 R",
            "Dest": f"{self._place(key)} 0 R", "Contents": text_string(description),
            "StructParent": str(self.tags.annotate(element, number)),
        }  # fmt: skip
        self._writing.small(f"<< {entries_of(entries)} >>", number)
        self._notes.append(number)

    def showPage(self) -> None:  # noqa: N802 - the library's name
        """End a page: it names its place in the structure, and its order of links is that of the structure."""
        self.leave()
        writing, number = self._writing, self._page_number
        width, height = self._pagesize
        content = writing.stream("\n".join(self._code).encode("ascii"))
        resources = {"Font": f"{self._fonts_number} 0 R"}
        if self._shown:
            resources["XObject"] = f"<< {' '.join(f'/I{each} {each} 0 R' for each in dict.fromkeys(self._shown))} >>"
        key = self.tags.next_page()
        entries = {
            "Type": "/Page", "Parent": f"{self._pages_number} 0 R", "MediaBox": f"[0 0 {width:.4f} {height:.4f}]",
            "Resources": f"<< {entries_of(resources)} >>", "Contents": f"{content} 0 R", "StructParents": str(key),
            "Tabs": "/S",
        }  # fmt: skip
        if self._notes:
            entries["Annots"] = f"[{' '.join(f'{each} 0 R' for each in self._notes)}]"
        writing.small(f"<< {entries_of(entries)} >>", number)
        self._page_keys[key] = number
        self._page_numbers.append(number)
        self._page_number, self._shown, self._notes = writing.number(), [], []
        self._startPage()

    def save(self) -> None:
        """Write what stands behind the pages; nothing can be drawn after it, and nothing that was shaped is kept."""
        try:
            self._save()
        finally:
            forget()

    def _save(self) -> None:
        if self._code:
            self.showPage()
        missing = self._places.keys() - self._reached
        if missing:
            raise ValueError(f"no place {sorted(missing)}")
        writing = self._writing
        self.fonts.write(writing, self._fonts_number)
        kids = " ".join(f"{number} 0 R" for number in self._page_numbers)
        writing.small(f"<< /Type /Pages /Count {len(self._page_numbers)} /Kids [{kids}] >>", self._pages_number)
        entries = {"Type": "/Catalog", "Pages": f"{self._pages_number} 0 R", **write_claims(writing, self._about)}
        entries["StructTreeRoot"] = f"{write_structure(writing, self.tags, self._page_keys)} 0 R"
        if self._first > 1:  # so that a reader counts the pages as they are printed (ISO 32000-1, 12.4.2)
            entries["PageLabels"] = f"<< /Nums [0 << /S /D /St {self._first} >>] >>"
        entries |= write_bookmarks(writing, self._bookmarks)
        entries |= embed(writing, self._attachments, self._about.made_at)
        root = writing.small(f"<< {entries_of(entries)} >>")
        writing.close(root, write_info(writing, self._about))


@cache
def _fill(color: Color) -> str:
    """Return the operator that fills in a colour (ISO 32000-1, 8.6.8)."""
    return f"{color.red:.3g} {color.green:.3g} {color.blue:.3g} rg"


class Measure(PageCanvas):
    """A canvas that draws nothing: it only finds out on which page everything will stand."""

    measures = True

    def __init__(self, *, paper: Any) -> None:
        super().__init__(io.BytesIO(), paper=paper, language="en", title="", tags=Tags(Unkept("Document")))

    def show(self, font: str, size: float, x: float, y: float, shapes: Sequence[Shape], color: Color) -> None:
        """Show nothing."""

    def enter(self, element: Element | None) -> None:
        """Enter nothing."""

    def place(self, key: str, x: float, y: float) -> None:
        """Reach nothing."""

    def showPage(self) -> None:  # noqa: N802 - the library's name
        """Count the page."""
        self._startPage()

    def save(self) -> None:
        """Write nothing."""
