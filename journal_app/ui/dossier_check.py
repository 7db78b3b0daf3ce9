"""The step before saving: what is still open, and the real pages as they would leave."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker

from journal_app.i18n import npgettext, pgettext
from journal_app.progress import Progress
from journal_app.services import dossiers
from journal_app.services.dossiers import DossierPlan, DossierRequest, OpenPoint, Preview
from journal_app.services.journal import Journal
from journal_app.services.media import Pixels
from journal_app.ui.covered import pixmap
from journal_app.ui.desk import Desk
from journal_app.ui.dossier_steps import Step
from journal_app.ui.dress import fitted
from journal_app.ui.flow import flow
from journal_app.ui.open_points import OpenPoints
from journal_app.ui.page_strip import AT_ONCE, PageStrip
from journal_app.ui.picture_canvas import PictureCanvas
from journal_app.ui.start_pages import told
from journal_app.ui.widgets import Button, Choice, Label, Panel, column, held

_SCALE = 1.6  # pixels a point: sharp at the usual size, and quick to draw
_AT_ONCE = 4
_MOST_KEPT = 12  # pages, about 4 MB each
_PAGE_WIDE = 595  # points of A4; Letter is a little wider


class CheckStep(Step):
    """Lists the open points, each with the way to its place, and shows the pages."""

    def __init__(self, desk: Desk, request: Callable[[], DossierRequest]) -> None:
        self.title = pgettext("dossier", "Check the pages")
        super().__init__(desk)
        self._request = request
        self._data = b""
        self._drawn: OrderedDict[int, Pixels] = OrderedDict()
        self._drawn_for: tuple[DossierRequest, int] | None = None
        self._planned: tuple[OpenPoint, ...] = ()
        self._large = ""
        self._problem, self._sum = Label(self.theme, "", "danger"), Label(self.theme, "", "lead")
        self.points, self._stale = OpenPoints(desk, "dossier.point"), Label(self.theme, "", "warn")
        draw = Button(self.theme, "dossier.draw", pgettext("dossier", "Show the pages"), icon="eye")
        draw.clicked.connect(self.draw)
        self.page = Choice("dossier.page", pgettext("dossier", "Page"), [])
        self.page.currentIndexChanged.connect(self._turn_to)
        before = Button(self.theme, "dossier.page-before", pgettext("viewer", "Page before"), icon="arrow-left",
                        role="quiet")  # fmt: skip
        after = Button(self.theme, "dossier.page-next", pgettext("viewer", "Next page"), icon="arrow-right",
                       role="quiet")  # fmt: skip
        larger = Button(self.theme, "dossier.larger", pgettext("viewer", "Larger"), icon="plus", role="quiet")
        smaller = Button(self.theme, "dossier.smaller", pgettext("viewer", "Smaller"), icon="minus", role="quiet")
        self.canvas = PictureCanvas(self.theme, "dossier.pages")
        fitted(self.canvas, lambda: self.canvas.setMinimumHeight(self.theme.space(140)))
        before.clicked.connect(lambda: self._step(-1))
        after.clicked.connect(lambda: self._step(1))
        larger.clicked.connect(lambda: self.canvas.zoom(1))
        smaller.clicked.connect(lambda: self.canvas.zoom(-1))
        self.strip = PageStrip(self.theme, "dossier.thumbnails")
        self.strip.turned.connect(lambda place: self.page.setCurrentIndex(place) if place >= 0 else None)
        self.strip.wanted.connect(self._draw_small)
        self._pages = held(column(self.strip, flow(before, self.page, after, larger, smaller), self.canvas))
        self._pages.setVisible(False)
        points = column(Label(self.theme, pgettext("dossier", "Open points"), "heading"), self.points,
                        margins=self.theme.space(3))  # fmt: skip
        self.add(self._sum, self._problem, Panel("card", points), self._stale, flow(draw),
                 self._pages)  # fmt: skip
        self.inner.addStretch(1)

    def refresh(self) -> None:
        """Plan the dossier again; pages that were drawn of something else are taken away."""
        request = self._request()
        self.desk.read(
            self, lambda journal: dossiers.prepare(journal, request), lambda plan: self._show(request, plan),
            self._refused,
        )  # fmt: skip

    def _refused(self, error: Exception) -> None:
        self._problem.say(told(error))
        self._sum.say("")
        self.points.show_points(())
        self._take_away()

    def _show(self, request: DossierRequest, plan: DossierPlan) -> None:
        self._problem.say("")
        draft = pgettext("dossier", "Marked as a draft while something that stops filing is open.")
        self._sum.say("\n".join([*in_and_out(plan), *([draft] if plan.draft else [])]))
        self._planned = plan.open_points
        if not self.looked_at(request, plan.state):
            self._take_away()
        self._show_points()

    def _show_points(self) -> None:
        """Show the points of the plan, and that the pages are large: only who drew them knows it, before they leave."""
        large = [OpenPoint(code="large", message=self._large)] if self._large else []
        self.points.show_points((*self._planned, *large))

    def looked_at(self, request: DossierRequest, state: int) -> bool:
        """Say whether the pages of this dossier, made from this state of the journal, were shown."""
        return self._drawn_for == (_pages_of(request), state)

    def _take_away(self) -> None:
        """Put away pages that are not those that would leave now."""
        if self._drawn_for is None:
            return
        self._drawn_for, self._data, self._drawn, self._large = None, b"", OrderedDict(), ""
        with QSignalBlocker(self.page):
            self.page.clear()
        self._pages.setVisible(False)
        text = pgettext("dossier", "Something changed since the pages were shown. Show them again to see them as they "
                        "would leave now.")  # fmt: skip
        self._stale.say(text)

    def _step(self, step: int) -> None:
        """Turn to the page before or after, where there is one."""
        self.page.setCurrentIndex(max(0, min(self.page.count() - 1, self.page.currentIndex() + step)))

    def draw(self) -> None:
        """Make the document and show its pages; their pictures come from the locked worker like any other."""
        request = self._request()

        def work(journal: Journal, progress: Progress) -> tuple[Preview, int, tuple[Pixels, ...]]:
            made = dossiers.preview(journal, request, progress)
            first = journal.decoder.page_pixels(made.pages, first=0, count=_AT_ONCE, scale=_SCALE)
            return made, journal.decoder.facts(made.pages, "application/pdf").pages, first

        def show(found: tuple[Preview, int, tuple[Pixels, ...]]) -> None:
            self._drawn_for = (_pages_of(request), found[0].state)
            self._large = found[0].too_large
            self._show_points()
            self._show_pages(found[0].pages, *found[1:])

        self.desk.long(self, pgettext("dossier", "Drawing the pages"), work, show)

    def _show_pages(self, data: bytes, count: int, first: tuple[Pixels, ...]) -> None:
        self._data, self._drawn = data, OrderedDict(enumerate(first))
        self._stale.say("")
        words = pgettext("viewer", "Page {number} of {count}")
        with QSignalBlocker(self.page):
            self.page.clear()
            for number in range(1, count + 1):
                self.page.addItem(words.format(number=number, count=count), number)
        self._pages.setVisible(True)
        self.strip.show_pages(count)
        self._turn_to(0)
        text = npgettext("dossier", "The document has {count} page.", "The document has {count} pages.", count)
        self.desk.say(text.format(count=count))

    def _turn_to(self, place: int) -> None:
        if place < 0:
            return
        self.strip.go_to(place)
        if place in self._drawn:
            self._drawn.move_to_end(place)
            name = pgettext("dossier", "Page {number}").format(number=place + 1)
            self.canvas.show_picture(pixmap(self._drawn[place]), name)
            return
        data, start = self._data, place - place % _AT_ONCE

        def drawn(pages: tuple[Pixels, ...]) -> None:
            if data is not self._data:
                return  # taken away meanwhile
            self._drawn.update(enumerate(pages, start))
            while len(self._drawn) > _MOST_KEPT:
                self._drawn.popitem(last=False)
            if self.page.currentIndex() == place and place in self._drawn:  # else it would be asked for again for ever
                self._turn_to(place)

        self.desk.read(
            self, lambda journal: journal.decoder.page_pixels(data, first=start, count=_AT_ONCE, scale=_SCALE), drawn
        )

    def _draw_small(self, start: int) -> None:
        """Make small pictures of some pages, from one on."""
        data, scale = self._data, self.strip.width_of_one / _PAGE_WIDE

        def drawn(pages: tuple[Pixels, ...]) -> None:
            if data is self._data:
                self.strip.take({number: pixmap(each) for number, each in enumerate(pages, start)})

        self.desk.read(
            self, lambda journal: journal.decoder.page_pixels(data, first=start, count=AT_ONCE, scale=scale), drawn
        )


def _pages_of(request: DossierRequest) -> DossierRequest:
    """Return what of a request its pages depend on: the effects are a file of their own."""
    return replace(request, with_impact=False)


def in_and_out(plan: DossierPlan) -> list[str]:
    """Return the sentences that say what leaves and what stays."""
    return [*leaving(plan), *staying(plan)]


def leaving(plan: DossierPlan) -> list[str]:
    """Return the sentences that say how much leaves."""
    entries, exhibits, matches = len(plan.included), len(plan.exhibits), plan.matches
    said = [
        npgettext("dossier", "{count} entry is in it.", "{count} entries are in it.", entries).format(count=entries),
        npgettext("dossier", "{count} exhibit is in it.", "{count} exhibits are in it.", exhibits).format(
            count=exhibits
        ),
    ]
    along = npgettext("dossier", "{count} match is in it.", "{count} matches are in it.", matches)
    return [*said, along.format(count=matches)] if matches else said


def staying(plan: DossierPlan) -> list[str]:
    """Return the sentences that say how much stays; matches only where the person left them out."""
    stay, left_out = plan.staying, plan.left_out
    said = npgettext("dossier", "{count} entry stays here.", "{count} entries stay here.", stay).format(count=stay)
    matches = npgettext("dossier", "{count} match is left out.", "{count} matches are left out.", left_out)
    return [said, matches.format(count=left_out)] if left_out else [said]
