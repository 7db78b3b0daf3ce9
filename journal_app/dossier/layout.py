"""How a dossier looks: content becomes flowables, pages get their margins, and the file is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from reportlab.platypus import BaseDocTemplate, CondPageBreak, Frame, PageBreak, PageTemplate
from reportlab.platypus.flowables import Flowable, Spacer

from journal_app.domain.date_words import is_from_right
from journal_app.dossier import content, fonts
from journal_app.dossier.ahead import Ahead
from journal_app.dossier.attach import Attachment
from journal_app.dossier.canvas import Measure, PageCanvas
from journal_app.dossier.case import Case, ExhibitPage
from journal_app.dossier.content import Document, Facts, Heading, Node, Para, Picture, Role, Run
from journal_app.dossier.exhibits import PictureFlowable
from journal_app.dossier.grid import Grid
from journal_app.dossier.labels import Labels
from journal_app.dossier.margins import Margins
from journal_app.dossier.styles import HEAD, INK, MARGIN, PAPERS, STYLES, frame_size
from journal_app.dossier.tables import Tables
from journal_app.dossier.tags import Element, Tags
from journal_app.dossier.text import Memory, Paragraph, Span, Style, draw_line
from journal_app.i18n import words_for
from journal_app.progress import Progress

_SHARED = 0.25  # of a page: what takes no more may have the beginning of a section below it
_LAST_SECTION = 2  # headings of this level and above it begin sections


@dataclass(frozen=True, slots=True)
class _Piece:
    """A flowable; ``leads`` where it may not stand at the end of a page without the beginning of what follows."""

    flowable: Flowable
    leads: bool = False


class Composer:
    """Turns content into flowables; ``marks`` are the page numbers of the pass before, or empty."""

    def __init__(
        self,
        case: Case,
        document: Document,
        marks: dict[str, int],
        found: dict[str, int],
        memory: Memory,
        tags: Tags,
        read: Callable[[ExhibitPage], bytes],
    ) -> None:
        self._sections: list[tuple[int, Element]] = [(0, tags.document)]
        self._section = tags.document.add("Sect")
        self._targets = {node.key: node.outline or node.text for node in document.nodes if isinstance(node, Heading)}
        self._case, self._document, self._memory = case, document, memory
        self._marks, self._found, self._read = marks, found, read
        self._labels = Labels(words_for(document.language))
        self._width, self._height = frame_size(document.paper)
        self._rtl = is_from_right(document.language)
        self._tables = Tables(self._width, self._paragraph, rtl=self._rtl)
        self._first_level_seen = False

    def flowables(self) -> Iterator[Flowable]:
        """Yield the story, each part made only when the page it stands on is near."""
        pieces = (piece for node in self._document.nodes for piece in self._of(node))
        for piece in pieces:
            together = [piece]
            while together[-1].leads and (following := next(pieces, None)) is not None:
                together.append(following)
            if piece.leads:
                # A break where it is needed, and not a group held together: a long table may begin on this page.
                yield CondPageBreak(min(self._needed(together), self._height - 1))
            yield from (each.flowable for each in together)
        yield Place(content.LAST_PAGE, self._found)

    def _needed(self, together: Sequence[_Piece]) -> float:
        """Return the height of a heading, of what leads on from it, and of the beginning of what follows."""
        needed: float = 0.0
        for piece in together:
            flowable = piece.flowable
            needed += flowable.getSpaceBefore() + flowable.getSpaceAfter()
            if not piece.leads or self._is_long(flowable):
                return float(needed + self._beginning(flowable))
            needed += flowable.wrap(self._width, self._height)[1]
        return needed

    def _is_long(self, flowable: Flowable) -> bool:
        """Say whether a table is too long to be held together with what follows it; one kept whole moves anyway."""
        if not isinstance(flowable, Grid) or flowable.whole:
            return False
        return flowable.wrap(self._width, self._height)[1] > self._height / 2

    def _beginning(self, flowable: Flowable) -> float:
        if isinstance(flowable, Paragraph):
            return flowable.start_height(self._width)
        if isinstance(flowable, Grid):
            return flowable.beginning()
        return 0.0

    def _of(self, node: Node) -> list[_Piece]:
        match node:
            case Heading():
                made = [_Piece(self._heading(node), leads=True)]
            case Para(role=Role.TITLE):
                made = [_Piece(self._title(node))]
            case Para():
                made = [_Piece(self._paragraph(node), leads=node.role is Role.LABEL)]
            case Facts():
                section = self._section
                small = self._tables.small(node, section) if node.compact else [self._tables.facts(node, section)]
                made = [_Piece(each, leads=node.leads) for each in small]
            case content.Table():
                made = [_Piece(self._tables.table(node, self._section), leads=node.leads)]
            case content.Items():
                made = [_Piece(self._tables.items(node, self._section))]
            case Picture():
                made = [_Piece(each) for each in self._picture(node)]
            case content.SignatureLines():
                made = [_Piece(_Lines(node.labels, self._section))]
            case content.Contents():
                made = [_Piece(each) for each in self._tables.contents(self._lines(), self._section)]
            case _:
                break_ = CondPageBreak((1 - _SHARED) * self._height) if node.may_share else PageBreak()
                made = [_Piece(break_)]
        return made

    def _heading(self, node: Heading) -> Paragraph:
        level = node.level - 1
        shown = node.level == 1 or (node.level == 2 and self._first_level_seen)
        self._first_level_seen = self._first_level_seen or node.level == 1
        outline = (level, node.outline or node.text) if shown else None
        style = STYLES[f"h{node.level}"]
        element = self._opened(node.level)
        element.language = node.language
        return Paragraph(
            self._spans(node.runs), style, key=node.key, outline=outline, marks=self._found, memory=self._memory,
            element=element, rtl=self._rtl,
        )  # fmt: skip

    def _title(self, node: Para) -> Paragraph:
        """Return the title of the document: a heading too, for those who go from one to the next."""
        words = "".join(run.text for run in node.runs)
        self._first_level_seen = True
        return Paragraph(
            self._spans(node.runs), STYLES[node.role], key=content.TITLE, outline=(0, words), marks=self._found,
            memory=self._memory, element=self._opened(1), rtl=self._rtl,
        )  # fmt: skip

    def _opened(self, level: int) -> Element:
        """Return the element of a heading, and begin its section where it has one; no level is skipped."""
        while self._sections[-1][0] >= level:
            self._sections.pop()
        section = self._sections[-1][1]
        if level <= _LAST_SECTION:
            section = section.add("Sect")
        self._sections.append((level, section))
        self._section = section
        return section.add(f"H{min(level, len(self._sections) - 1)}")

    def _paragraph(self, node: Para, style: Style | None = None, element: Element | None = None) -> Paragraph:
        if element is None:
            holder = self._section.add("BlockQuote") if node.role is Role.QUOTE else self._section
            element = holder.add("P")
        element.language = node.language
        spans = self._spans(node.runs)
        mixed = len({run.origin for run in node.runs}) > 1
        if mixed and not fonts.is_simple(spans[0].text):  # our own words give the direction, not a name before them
            spans[0] = spans[0]._replace(text=fonts.LEFT_TO_RIGHT + spans[0].text)
        return Paragraph(spans, style or STYLES[node.role], memory=self._memory, element=element, rtl=self._rtl)

    def _spans(self, runs: Sequence[Run]) -> list[Span]:
        return [
            Span(
                str(self._marks.get(run.page_of, 0)) if run.page_of else run.text,
                run.bold,
                run.italic,
                run.mono,
                run.link if run.link in self._marks or not self._marks else "",
                self._targets.get(run.link, ""),
            )
            for run in runs
        ]

    def _lines(self) -> list[tuple[Span, str]]:
        """Return the lines of the list of sections: a title, which links to its place, and its page."""
        titles = [node for node in self._document.nodes if isinstance(node, Heading) and node.level == 1]
        return [
            (
                Span(text=node.text, link=node.key if node.key in self._marks else "", target=node.text, color=INK),
                str(self._marks.get(node.key, 0)),
            )
            for node in titles
        ]

    def _picture(self, node: Picture) -> list[Flowable]:
        page = self._case.exhibits[node.exhibit].pages[node.page]

        def caption(number: int, total: int) -> str:
            return self._labels("exhibit.part", label=node.label, n=number, total=total)

        note = self._labels("exhibit.overlap")
        above = [self._paragraph(each) for each in node.facts]
        picture = PictureFlowable(
            page, node.key, self._height, caption, note, section=self._section.add("Div"), alternative=node.alternative,
            read=self._read,
        )  # fmt: skip
        return [*above, Spacer(1, 4), picture]


class Place(Flowable):  # type: ignore[misc]  # the library has no types
    """A place without extent, whose page is noted under its key."""

    def __init__(self, key: str, marks: dict[str, int]) -> None:
        super().__init__()
        self._key, self._marks = key, marks

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take no room."""
        return 0, 0

    def draw(self) -> None:
        """Note the page."""
        self._marks[self._key] = self.canv.getPageNumber()


_BELOW_LINES = 14.0  # points: what follows is not said of the last line


class _Lines(Flowable):  # type: ignore[misc]  # the library has no types
    """Empty lines to write on."""

    _step = 46.0

    def __init__(self, names: Sequence[str], section: Element) -> None:
        super().__init__()
        self._names = [(name, section.add("P")) for name in names]
        self._width = 0.0
        self.spaceAfter = _BELOW_LINES

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take the room of the lines."""
        self._width = width
        needed = self._step * len(self._names)
        return width, needed if needed <= height else height + 1

    def draw(self) -> None:
        """Draw the lines and what they are for."""
        if self.canv.measures:
            return
        y = self._step * len(self._names)
        for name, element in self._names:
            y -= self._step
            with self.canv.artifact():
                self.canv.setStrokeColor(INK)
                self.canv.setLineWidth(0.6)
                self.canv.line(0, y + 14, self._width * 0.62, y + 14)
            draw_line(self.canv, name, STYLES[Role.NOTE], 0, y + 3, element=element)


class _Story(list[Flowable]):
    """The story as the library takes it, from its beginning; filled as it is taken."""

    def __init__(self, source: Iterator[Flowable]) -> None:
        super().__init__()
        self._source = source

    def __len__(self) -> int:
        """Return 0 at the end of the story only."""
        if not super().__len__() and (following := next(self._source, None)) is not None:
            self.append(following)
        return super().__len__()


def measure(
    case: Case, document: Document, *, marks: dict[str, int], memory: Memory, on_page: Callable[[int], None]
) -> tuple[dict[str, int], int]:
    """Return the pages on which the places of a document will stand, and the number of all its pages.

    ``marks`` are those of a pass before, or empty; ``memory`` is the same for all passes over a document.
    """
    canvas = Measure(paper=PAPERS[document.paper])
    return _laid_out(case, document, canvas, marks, 0, memory, on_page)


def write(
    case: Case,
    document: Document,
    out: BinaryIO,
    *,
    marks: dict[str, int],
    total: int,
    memory: Memory,
    made_at: datetime,
    on_page: Callable[[int], None],
    archive: int = 2,
    attachments: Sequence[Attachment] = (),
) -> tuple[dict[str, int], int]:
    """Lay a document out and write it to ``out``; returns the pages of its places and their number.

    ``marks`` and ``total`` come from the pass before: where what is returned differs, what was written is of no use.
    ``archive`` is the part of PDF/A that the file claims.
    """
    canvas = PageCanvas(
        out, paper=PAPERS[document.paper], language=document.language, title=document.title, made_at=made_at,
        archive=archive, attachments=attachments, first=document.first,
    )  # fmt: skip
    pages = (case.exhibits[node.exhibit].pages[node.page] for node in document.nodes if isinstance(node, Picture))
    return _laid_out(case, document, canvas, marks, total, memory, on_page, pages)


def _laid_out(
    case: Case,
    document: Document,
    canvas: PageCanvas,
    marks: dict[str, int],
    total: int,
    memory: Memory,
    on_page: Callable[[int], None],
    pages: Iterable[ExhibitPage] = (),
) -> tuple[dict[str, int], int]:
    """Lay a document out on a canvas; ``pages`` are those whose pictures will be shown, in their order."""
    with Ahead(pages) as ahead:
        found: dict[str, int] = {}
        story = _Story(Composer(case, document, marks, found, memory, canvas.tags, ahead.take).flowables())
        margins = Margins(document, total, memory, on_page)
        size = PAPERS[document.paper]
        frame = Frame(
            MARGIN, MARGIN, size[0] - 2 * MARGIN, size[1] - 2 * MARGIN - HEAD,
            leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
        )  # fmt: skip
        template = BaseDocTemplate(None, pagesize=size, invariant=1)
        template.addPageTemplates([PageTemplate(frames=[frame], onPage=margins.draw)])
        try:
            template.build(story, canvasmaker=lambda *_, **__: canvas)
        except Exception:
            if margins.stopped is not None:  # the library makes a new exception of its own from one that passes it
                raise margins.stopped from None
            raise
        return found, template.page


def page_report(progress: Progress, stage: str, total: int) -> Callable[[int], None]:
    """Return what is told of every page; stopping is possible between pages."""

    def told(number: int) -> None:
        progress.report(stage, min(number, total) if total else number, total)

    return told
