"""Saved pages to blocks: our own reading of the words in their structure; nothing is loaded and nothing runs.

Which elements are blocks, and which end an open paragraph: HTML Living Standard, 15.3 and 13.1.2.4.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser

from journal_app.domain.readings import Block, Field, Kind, Note
from journal_app.services.decoding.blocks import Gathered

_SKIPPED = frozenset({"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "canvas", "audio",
                      "video", "datalist"})  # fmt: skip
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
                   "track", "wbr"})  # fmt: skip
_BREAKS = frozenset({"address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt",
                     "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
                     "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table",
                     "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption", "option"})  # fmt: skip
_IN_TABLES = frozenset({"td", "th", "tr", "tbody", "thead", "tfoot", "caption"})
_ENDS_PARAGRAPH = _BREAKS - _IN_TABLES - {"html", "body", "option", "legend", "figcaption"}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_HIDING = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
_SAVED = re.compile(r"\s*saved from url=\(\d+\)(\S+)\s*", re.IGNORECASE)
_SHOWN_ADDRESS = re.compile(r"(?:https?|mailto|tel|ftp):", re.IGNORECASE)
_LONGEST_ADDRESS = 2000
_DEEPEST_TABLE = 40
_MOST_OPEN = 2000

Attributes = list[tuple[str, str | None]]


class _Grid:
    """A table while it is read: its rows of cells, each the blocks that stand in it."""

    def __init__(self) -> None:
        self.rows: list[list[list[Block]]] = []
        self.heads: set[int] = set()

    def blocks(self) -> list[Block]:
        """Return its rows; where the table only places things on the page, what stands in them, in order."""
        cells = [cell for row in self.rows for cell in row]
        plain = all(len(cell) <= 1 and all(each.kind is Kind.PARAGRAPH for each in cell) for cell in cells)
        if not plain or max((len(row) for row in self.rows), default=0) < 2:
            return [block for cell in cells for block in cell]
        made = Gathered()
        for number, row in enumerate(self.rows):
            before = len(made.blocks)
            level = (1 if number in self.heads else 2) if not before else 0
            made.row([cell[0].text if cell else "" for cell in row], level)
        return made.blocks


class _Page(HTMLParser):
    """Reads one page into ``into``."""

    def __init__(self, into: Gathered) -> None:
        super().__init__(convert_charrefs=True)
        self._into = into
        self._sinks: list[Gathered] = [into]
        self._grids: list[_Grid] = []
        self._open: list[str] = []
        self._hidden = 0  # how many elements are open from the hidden one on
        self._words: list[str] = []
        self._lists: list[int | None] = []
        self._address = ""
        self._address_from = 0
        self._number = ""

    def read(self, markup: str) -> None:
        """Read all of it; what cannot be made out is left out, and noted."""
        try:
            self.feed(markup)
            self.close()
        except (AssertionError, ValueError, RecursionError):
            self._into.note(Note.DAMAGED_PART)
        while self._grids:
            self._end_table()
        self._flush()

    # ---- what the parser finds

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if self._into.full or len(self._open) >= _MOST_OPEN:
            self._into.note(Note.CUT)
            return
        named = dict(attrs)
        if tag in _VOID:
            if not self._hidden and not self._is_hidden(tag, named):
                self._void(tag, named)
            return
        if tag in _ENDS_PARAGRAPH:
            self._close_implied("p")
        if tag in {"li", "tr", "td", "th", "dt", "dd", "option"}:
            self._close_implied(tag)
        self._open.append(tag)
        if self._hidden or self._is_hidden(tag, named):
            self._hidden += 1
            return
        self._begin(tag, named)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or tag not in self._open:
            return
        while self._open:
            closed = self._open.pop()
            if self._hidden:
                self._hidden -= 1
            else:
                self._end(closed)
            if closed == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._words.append(data)

    def handle_comment(self, data: str) -> None:
        found = _SAVED.fullmatch(data)
        if found:
            self._into.field(Field.SAVED_FROM, found[1])

    # ---- elements

    def _is_hidden(self, tag: str, named: dict[str, str | None]) -> bool:
        if tag in _SKIPPED:
            return True
        hidden = "hidden" in named or bool(_HIDING.search(named.get("style") or ""))
        if hidden:
            self._into.note(Note.HIDDEN_LEFT_OUT)
        return hidden

    def _close_implied(self, tag: str) -> None:
        """Close an element that another of its kind ends; a list or table between them keeps it open."""
        same, stop = {
            "p": ({"p"}, {"td", "th", "li", "div", "blockquote", "section", "article", "table"}),
            "li": ({"li"}, {"ul", "ol", "menu"}),
            "tr": ({"tr"}, {"table"}),
            "option": ({"option"}, {"select"}),
        }.get(tag, ({"dt", "dd"}, {"dl"}) if tag in {"dt", "dd"} else ({"td", "th"}, {"tr", "table"}))
        for each in reversed(self._open):
            if each in stop:
                return
            if each in same:
                self.handle_endtag(each)
                return

    def _void(self, tag: str, named: dict[str, str | None]) -> None:
        if tag == "br":
            self._words.append("\0")  # kept apart from the spaces of the markup
        elif tag == "hr":
            self._flush()
            self._sink.add(Kind.RULE)
        elif tag == "img":
            self._picture(named)

    def _picture(self, named: dict[str, str | None]) -> None:
        alternative = " ".join((named.get("alt") or "").split())
        if alternative and len(alternative) <= 2:  # a face or a bullet in a line of words
            self._words.append(alternative)
            return
        if {named.get("width"), named.get("height")} & {"0", "1"}:
            return  # what only counts readers
        self._flush()
        before = self._sink.blocks[-1:]
        if not (before and before[0].kind is Kind.PICTURE and before[0].text == alternative):
            self._sink.add(Kind.PICTURE, alternative)

    def _begin(self, tag: str, named: dict[str, str | None]) -> None:
        if tag in _BREAKS or tag == "title":
            self._flush(leaving=False)
        if tag in {"ul", "ol", "menu"}:
            start = named.get("start") or "1"
            self._lists.append((int(start) if re.fullmatch(r"\d{1,6}", start) else 1) if tag == "ol" else None)
        elif tag == "li" and self._lists and (count := self._lists[-1]) is not None:
            self._number, self._lists[-1] = f"{count}.", count + 1
        elif tag == "a":
            self._address, self._address_from = (named.get("href") or "").strip(), len(self._words)
        elif tag == "table" and len(self._grids) < _DEEPEST_TABLE:
            self._grids.append(_Grid())
        elif self._grids and tag == "tr":
            self._grids[-1].rows.append([])
        elif self._grids and tag in {"td", "th"}:
            self._begin_cell(tag)

    def _begin_cell(self, tag: str) -> None:
        grid = self._grids[-1]
        if not grid.rows:
            grid.rows.append([])
        if tag == "th" and not grid.rows[-1]:
            grid.heads.add(len(grid.rows) - 1)
        if tag == "td":
            grid.heads.discard(len(grid.rows) - 1)
        self._sinks.append(Gathered())

    def _end(self, tag: str) -> None:
        if tag == "a":
            self._tell_address()
        if tag == "title":
            self._into.field(Field.TITLE, "".join(self._words))
            self._words.clear()
        if tag in _BREAKS or tag == "head":
            self._flush(closing=tag)
        if tag in {"ul", "ol", "menu"} and self._lists:
            self._lists.pop()
        elif tag in {"td", "th"} and self._grids and len(self._sinks) > 1:
            self._end_cell()
        elif tag == "table" and self._grids and self._open.count("table") < len(self._grids):
            self._end_table()

    def _end_cell(self) -> None:
        cell = self._sinks.pop()
        for note in cell.notes:
            self._into.note(note)
        rows = self._grids[-1].rows
        if not rows:
            rows.append([])
        rows[-1].append(cell.blocks)

    def _end_table(self) -> None:
        self._flush()
        while len(self._sinks) > len(self._grids):
            self._end_cell()
        self._sink.take(self._grids.pop().blocks())

    def _tell_address(self) -> None:
        address, self._address = self._address, ""
        shown = "".join(self._words[self._address_from :]).strip()
        if shown and _SHOWN_ADDRESS.match(address) and address.partition(":")[2].strip("/") not in shown:
            self._words.append(f" [{address[:_LONGEST_ADDRESS]}]")

    # ---- words

    @property
    def _sink(self) -> Gathered:
        return self._sinks[-1]

    def _flush(self, *, closing: str = "", leaving: bool = True) -> None:
        """Make a block of the words read so far; ``closing`` is the element that ends with them.

        Not ``leaving`` means that an element begins: the words before it are not part of it.
        """
        if self._address and "".join(self._words[self._address_from :]).strip():
            self._tell_address()
        raw, self._words = "".join(self._words), []
        self._address_from = 0
        path = [*self._open, *([closing] if closing else [])] if leaving else self._open[:-1]
        if "pre" in path:
            self._sink.add(Kind.PREFORMATTED, raw.replace("\0", "\n"))
            return
        text = "\n".join(" ".join(line.split()) for line in raw.split("\0")).strip("\n")
        if not text.strip():
            return
        heading = next((tag for tag in reversed(path) if tag in _HEADINGS), "")
        if heading:
            self._sink.add(Kind.HEADING, " ".join(text.split()), level=int(heading[1]))
        elif "blockquote" in path:
            self._sink.add(Kind.QUOTE, text, level=path.count("blockquote"))
        elif "li" in path and self._lists:
            number, self._number = self._number, ""
            self._sink.add(Kind.ITEM, text, level=len(self._lists), name=number)
        else:
            self._sink.add(Kind.PARAGRAPH, text)


def read_page(markup: str, into: Gathered) -> None:
    """Read a page into ``into``; its title and the address it was saved from come before its words."""
    made = Gathered()
    _Page(made).read(markup.replace("\0", ""))
    into.take(_first(made.blocks, Kind.FIELD))
    for note in made.notes:
        into.note(note)


def _first(blocks: Sequence[Block], kind: Kind) -> list[Block]:
    return [*(each for each in blocks if each.kind is kind), *(each for each in blocks if each.kind is not kind)]
