"""The dossier: for whom, which complaint, the open points, the real pages, and saving them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLayout, QWidget

from journal_app.domain.complaints import ComplaintEntry
from journal_app.i18n import npgettext, pgettext
from journal_app.progress import Progress
from journal_app.services import complaints, dossiers
from journal_app.services.dossiers import DossierPlan, DossierRequest, Made
from journal_app.services.journal import Journal
from journal_app.services.media import Rendition
from journal_app.ui import file_dialog
from journal_app.ui.desk import Desk
from journal_app.ui.page import Page
from journal_app.ui.widgets import Button, Choice, Label, Panel, Scroll, column, held, row

SHOWN_PAGES = 12
_SCALE = 1.1


class DossierPage(Page):
    """Asks for whom, shows what leaves and what stays, the pages as they would be, and saves them."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.title, self.icon = pgettext("section", "Dossier"), "file-text"
        super().__init__(desk, parent)
        readers = [
            ("board", pgettext("dossier", "A body that takes complaints")),
            ("lawyer", pgettext("dossier", "My lawyer or advocate")),
            ("self", pgettext("dossier", "Myself")),
        ]
        self.reader = Choice("dossier.for", pgettext("dossier", "For whom"), readers)
        self.complaint = Choice("dossier.complaint", pgettext("dossier", "Which complaint"), [])
        self.check = Button(self.theme, "dossier.check", pgettext("dossier", "Check the pages"), icon="eye")
        self.save = Button(self.theme, "dossier.save", pgettext("dossier", "Save"), icon="save", role="primary")
        self.check.clicked.connect(self._check)
        self.save.clicked.connect(self._save)
        for choice in (self.reader, self.complaint):
            choice.activated.connect(lambda _: self._plan())
        self._leaving, self._problem = Label(self.theme, "", "lead"), Label(self.theme, "", "danger")
        self._points, self._pages = column(spacing=self.theme.space(1)), column(spacing=self.theme.space(3))
        self._done = Label(self.theme, "", "ok")
        self.setLayout(column(Scroll(self._parts())))

    def _parts(self) -> QWidget:
        theme, space = self.theme, self.theme.space
        reader = pgettext("dossier", "The person complained about may receive a copy of what a body gets.")
        card = column(
            Label(theme, pgettext("dossier", "For whom"), buddy=self.reader), self.reader,
            Label(theme, pgettext("dossier", "Which complaint"), buddy=self.complaint), self.complaint,
            Label(theme, reader, "muted"), margins=space(4), spacing=space(2),
        )  # fmt: skip
        points = column(
            Label(theme, pgettext("dossier", "Open points"), "heading"), held(self._points), margins=space(4)
        )
        return held(
            column(
                Panel("card", card), self._leaving, self._problem, Panel("card", points),
                held(row(self.check, self.save, 1)), self._done, held(self._pages), 1,
                margins=space(4), spacing=space(3),
            )
        )  # fmt: skip

    def refresh(self) -> None:
        """Read the complaints again, then what a dossier would hold."""
        self.desk.read(self, complaints.everything, self._offer)

    def _offer(self, listed: tuple[complaints.ComplaintView, ...]) -> None:
        before = self.complaint.value()
        self.complaint.clear()
        for each in listed:
            self.complaint.addItem(self._named(each.entry), each.entry.id)
        self.complaint.choose(before)
        self._plan()

    def _named(self, entry: ComplaintEntry) -> str:
        return self.desk.catalogue.board(entry.board).name

    def request(self) -> DossierRequest:
        """Return what is asked for now."""
        complaint = self.complaint.value()
        return DossierRequest(audience=self.reader.value(), complaint=complaint, every=not complaint)

    def _plan(self) -> None:
        request = self.request()
        self.desk.read(self, lambda journal: dossiers.prepare(journal, request), self._show_plan, self._refused)

    def _refused(self, error: Exception) -> None:
        self._problem.say(str(error))

    def _show_plan(self, plan: DossierPlan) -> None:
        self._problem.say("")
        counts = {
            "entries": npgettext("dossier", "{count} entry", "{count} entries", len(plan.included)),
            "exhibits": npgettext("dossier", "{count} exhibit", "{count} exhibits", len(plan.exhibits)),
            "staying": npgettext("dossier", "{count} entry stays", "{count} entries stay", plan.staying),
        }
        numbers = {"entries": len(plan.included), "exhibits": len(plan.exhibits), "staying": plan.staying}
        filled = {name: text.format(count=numbers[name]) for name, text in counts.items()}
        text = pgettext("dossier", "In it: {entries}, {exhibits}. {staying} here.")
        self._leaving.say(text.format(**filled))
        _clear(self._points)
        for point in plan.open_points:
            self._points.addWidget(Label(self.theme, f"•  {point.message}"))
        if not plan.open_points:
            self._points.addWidget(Label(self.theme, pgettext("dossier", "None."), "muted"))

    def _check(self) -> None:
        """Draw the real pages; their pictures come from the locked worker like any other."""
        request = self.request()

        def work(journal: Journal, progress: Progress) -> tuple[Rendition, ...]:
            data = dossiers.preview(journal, request, progress)
            return journal.decoder.pages(data, count=SHOWN_PAGES, scale=_SCALE, progress=progress)

        self.desk.long(self, pgettext("dossier", "Drawing the pages"), work, self._show_pages)

    def _show_pages(self, pages: tuple[Rendition, ...]) -> None:
        _clear(self._pages)
        for number, page in enumerate(pages, 1):
            picture = Label(self.theme, "")
            picture.setPixmap(QPixmap.fromImage(QImage.fromData(page.data)))
            picture.setAccessibleName(pgettext("dossier", "Page {number}").format(number=number))
            self._pages.addWidget(picture)
        self.desk.say(pgettext("dossier", "The first {count} pages are shown below.").format(count=len(pages)))

    def _save(self) -> None:
        request = self.request()
        name = "dossier" if request.audience == "lawyer" else "dossier.pdf"
        place = file_dialog.place_to_save(self, pgettext("dossier", "Save the dossier"), name)
        if place is not None:
            self.save_to(place)

    def save_to(self, place: Path) -> None:
        """Write the dossier to ``place``."""
        request = self.request()

        def written(made: Made) -> None:
            lines = [f"{file.path.name}\n{file.sha256}" for file in made.files]
            self._done.say("\n".join([pgettext("dossier", "Saved. Files and their fingerprints:"), *lines]))

        self.desk.long(
            self, pgettext("dossier", "Writing the dossier"),
            lambda journal, progress: dossiers.build(journal, request, place, progress=progress), written,
        )  # fmt: skip


def _clear(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.deleteLater()
