"""The step before saving: what is still open, and the real pages as they would leave."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QWidget

from journal_app.i18n import npgettext, pgettext
from journal_app.progress import Progress
from journal_app.services import dossiers
from journal_app.services.dossiers import DossierPlan, DossierRequest
from journal_app.services.journal import Journal
from journal_app.services.media import Pixels
from journal_app.ui.covered import pixmap
from journal_app.ui.desk import Desk
from journal_app.ui.dossier_steps import Step
from journal_app.ui.flow import flow
from journal_app.ui.found_page import SECTION_OF
from journal_app.ui.picture_canvas import PictureCanvas
from journal_app.ui.widgets import Button, Choice, Label, Panel, clear, column, held

_SCALE = 1.6  # pixels a point: sharp at the usual size, and quick to draw
_AT_ONCE = 4
_MOST_KEPT = 12  # pages, about 4 MB each


class CheckStep(Step):
    """Lists the open points, each with the way to its place, and shows the pages."""

    def __init__(self, desk: Desk, request: Callable[[], DossierRequest]) -> None:
        self.title = pgettext("dossier", "Check the pages")
        super().__init__(desk)
        self._request = request
        self._data = b""
        self._drawn: OrderedDict[int, Pixels] = OrderedDict()
        self._problem, self._sum = Label(self.theme, "", "danger"), Label(self.theme, "", "lead")
        self._points = column(spacing=self.theme.space(1))
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
        self.canvas.setMinimumHeight(self.theme.space(140))
        before.clicked.connect(lambda: self.page.setCurrentIndex(max(0, self.page.currentIndex() - 1)))
        after.clicked.connect(lambda: self.page.setCurrentIndex(min(self.page.count(), self.page.currentIndex() + 1)))
        larger.clicked.connect(lambda: self.canvas.zoom(1))
        smaller.clicked.connect(lambda: self.canvas.zoom(-1))
        self._pages = held(column(flow(before, self.page, after, larger, smaller), self.canvas))
        self._pages.setVisible(False)
        points = column(Label(self.theme, pgettext("dossier", "Open points"), "heading"), held(self._points),
                        margins=self.theme.space(3))  # fmt: skip
        self.add(self._sum, self._problem, Panel("card", points), flow(draw), self._pages)
        self.inner.addStretch(1)

    def refresh(self) -> None:
        """Plan the dossier again."""
        request = self._request()
        self.desk.read(self, lambda journal: dossiers.prepare(journal, request), self._show, self._refused)

    def _refused(self, error: Exception) -> None:
        self._problem.say(str(error))
        self._sum.say("")
        clear(self._points)

    def _show(self, plan: DossierPlan) -> None:
        self._problem.say("")
        draft = pgettext("dossier", "Marked as a draft while something that stops filing is open.")
        self._sum.say("\n".join([*in_and_out(plan), *([draft] if plan.draft else [])]))
        clear(self._points)
        for number, point in enumerate(plan.open_points):
            parts: list[QWidget] = [Label(self.theme, f"•  {point.message}")]
            if point.kind in SECTION_OF and point.record_id:
                there = Button(self.theme, f"dossier.point.{number}", pgettext("dossier", "Go there"), role="quiet")
                there.setAccessibleName(pgettext("dossier", "Go there: {point}").format(point=point.message))
                section, identifier = SECTION_OF[point.kind], point.record_id
                there.clicked.connect(lambda _=False, to=(section, identifier): self.desk.go.emit(*to))
                parts.append(flow(there))
            self._points.addWidget(held(column(*parts, spacing=0)))
        if not plan.open_points:
            self._points.addWidget(Label(self.theme, pgettext("dossier", "None."), "muted"))

    def draw(self) -> None:
        """Make the document and show its pages; their pictures come from the locked worker like any other."""
        request = self._request()

        def work(journal: Journal, progress: Progress) -> tuple[bytes, int, tuple[Pixels, ...]]:
            data = dossiers.preview(journal, request, progress)
            first = journal.decoder.page_pixels(data, first=0, count=_AT_ONCE, scale=_SCALE)
            return data, journal.decoder.facts(data, "application/pdf").pages, first

        self.desk.long(self, pgettext("dossier", "Drawing the pages"), work, lambda found: self._show_pages(*found))

    def _show_pages(self, data: bytes, count: int, first: tuple[Pixels, ...]) -> None:
        self._data, self._drawn = data, OrderedDict(enumerate(first))
        words = pgettext("viewer", "Page {number} of {count}")
        with QSignalBlocker(self.page):
            self.page.clear()
            for number in range(1, count + 1):
                self.page.addItem(words.format(number=number, count=count), number)
        self._pages.setVisible(True)
        self._turn_to(0)
        text = npgettext("dossier", "The document has {count} page.", "The document has {count} pages.", count)
        self.desk.say(text.format(count=count))

    def _turn_to(self, place: int) -> None:
        if place < 0:
            return
        if place in self._drawn:
            self._drawn.move_to_end(place)
            name = pgettext("dossier", "Page {number}").format(number=place + 1)
            self.canvas.show_picture(pixmap(self._drawn[place]), name)
            return
        data, start = self._data, place - place % _AT_ONCE

        def drawn(pages: tuple[Pixels, ...]) -> None:
            self._drawn.update(enumerate(pages, start))
            while len(self._drawn) > _MOST_KEPT:
                self._drawn.popitem(last=False)
            if self.page.currentIndex() == place and place in self._drawn:  # else it would be asked for again for ever
                self._turn_to(place)

        self.desk.read(
            self, lambda journal: journal.decoder.page_pixels(data, first=start, count=_AT_ONCE, scale=_SCALE), drawn
        )


def in_and_out(plan: DossierPlan) -> list[str]:
    """Return the sentences that say what leaves and what stays."""
    entries, exhibits, stay = len(plan.included), len(plan.exhibits), plan.staying
    return [
        npgettext("dossier", "{count} entry is in it.", "{count} entries are in it.", entries).format(count=entries),
        npgettext("dossier", "{count} exhibit is in it.", "{count} exhibits are in it.", exhibits).format(
            count=exhibits
        ),
        npgettext("dossier", "{count} entry stays here.", "{count} entries stay here.", stay).format(count=stay),
    ]
