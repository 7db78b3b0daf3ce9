"""The entries a person is in, each a way to it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from journal_app.i18n import pgettext
from journal_app.services import calendar
from journal_app.services.calendar import Page, Sought
from journal_app.ui import names
from journal_app.ui.cards import isolated
from journal_app.ui.desk import Desk
from journal_app.ui.flow import flow
from journal_app.ui.widgets import Button, Label, column, held

MOST = 50


class EntriesOf(QWidget):
    """The entries of a person in the order of their dates; of very many the first, and where the others are."""

    def __init__(self, desk: Desk, person: str) -> None:
        super().__init__()
        self._desk = desk
        self._listed = column(spacing=desk.theme.space(1))
        self.setLayout(self._listed)
        desk.read(self, lambda journal: calendar.page(journal, Sought(person=person), most=MOST), self._show)

    def _show(self, page: Page) -> None:
        for row in page.rows:
            words, text = names.entry(row.occurred, row.first_line), pgettext("response", "Open the entry")
            name = f"{text}: {words}"
            button = Button(self._desk.theme, f"person.entry.{row.id}", text, icon="pen-line", role="quiet", name=name)
            button.clicked.connect(lambda _=False, entry=row.id: self._desk.go.emit("timeline", entry))
            self._listed.addWidget(held(column(Label(self._desk.theme, isolated(words)), flow(button), spacing=0)))
        if page.after is not None:
            text = pgettext("people", "The others are in the section Timeline: choose the person there.")
            self._listed.addWidget(Label(self._desk.theme, text, "muted"))
