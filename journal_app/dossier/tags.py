"""Tags: what every part of a page is, in reading order, for those who do not see it (ISO 32000-1, 14.7 and 14.8).

An element is made together with what is drawn for it; marked content is numbered while it is drawn. Rooms for it in
the file are found by ``objects``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

END = "EMC"


class Marked(NamedTuple):
    """Marked content ``number`` on the page whose key in the parent tree is ``page``."""

    page: int
    number: int


class Annotated(NamedTuple):
    """The annotation that is the object ``number``, on the page with the key ``page``."""

    page: int
    number: int


@dataclass(slots=True, eq=False)
class Element:
    """One element of the structure tree; ``role`` is a standard type of ISO 32000-1, 14.8.4.

    ``attributes`` are written as they stand (``/O /Table /Scope /Row``). ``alternative`` is read instead of a
    picture, ``actual`` instead of the glyphs, ``language`` is a BCP 47 tag where it differs. ``number`` is that of its
    object, 0 until it has one.
    """

    role: str
    parent: Element | None = None
    alternative: str = ""
    actual: str = ""
    language: str = ""
    attributes: str = ""
    kids: list[Element | Marked | Annotated] = field(default_factory=list)
    number: int = 0

    def add(
        self, role: str, *, alternative: str = "", actual: str = "", language: str = "", attributes: str = ""
    ) -> Element:
        """Return a new element, the last of this one's."""
        made = Element(role, self, alternative, actual, language, attributes)
        self.kids.append(made)
        return made


@dataclass(slots=True, eq=False)
class Unkept(Element):
    """Stands for every element while pages are only measured: it keeps nothing."""

    def add(
        self, role: str, *, alternative: str = "", actual: str = "", language: str = "", attributes: str = ""
    ) -> Element:
        """Return this one again."""
        return self


_KEPT_EMPTY = frozenset({"Document", "TD", "TH"})  # an empty cell keeps its place in the row


class Tags:
    """The structure of one document while it is drawn."""

    def __init__(self, document: Element | None = None) -> None:
        self.document = document or Element("Document")
        self.parents: dict[int, list[Element] | Element] = {}
        self._page = 0
        self._marks: list[Element] = []
        self._next = 1

    @property
    def page(self) -> int:
        """The key of the page that is being drawn."""
        return self._page

    def next_page(self) -> int:
        """End a page and return its key in the parent tree."""
        ended = self._page
        self.parents[ended] = self._marks
        self._page, self._marks = self._next, []
        self._next += 1
        return ended

    def begin(self, element: Element) -> str:
        """Return the operator that begins content of an element."""
        number = len(self._marks)
        self._marks.append(element)
        element.kids.append(Marked(self._page, number))
        return f"/{element.role} <</MCID {number}>> BDC"

    def annotate(self, element: Element, number: int) -> int:
        """Make the annotation that is the object ``number`` part of an element; return its key in the parent tree."""
        key, self._next = self._next, self._next + 1
        element.kids.append(Annotated(self._page, number))
        self.parents[key] = element
        return key

    def elements(self) -> list[Element]:
        """Return all elements that hold anything, in reading order; the others are left out of the tree."""
        _prune(self.document)
        found, waiting = [], [self.document]
        while waiting:
            element = waiting.pop()
            found.append(element)
            waiting += [kid for kid in reversed(element.kids) if isinstance(kid, Element)]
        return found

    def forget(self, elements: Iterable[Element]) -> None:
        """Let go of all elements, which hold each other."""
        for element in elements:
            element.parent, element.kids = None, []
        self.parents = {}


def artifact(kind: str = "Layout") -> str:
    """Return the operator that begins what is no content: rules, grounds (``Layout``), margins (``Pagination``)."""
    return f"/Artifact <</Type /{kind}>> BDC"


def _prune(element: Element) -> bool:
    element.kids = [kid for kid in element.kids if not isinstance(kid, Element) or _prune(kid)]
    return bool(element.kids) or element.role in _KEPT_EMPTY
