"""Days that somebody named and that are not done with: soonest first, inside the window, and nowhere else."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from journal_app.i18n import npgettext, pgettext
from journal_app.services import complaints
from journal_app.services.complaints import Due
from journal_app.ui import names
from journal_app.ui.cards import isolated
from journal_app.ui.desk import Desk
from journal_app.ui.showing import reveal
from journal_app.ui.widgets import Button, Label, Panel, clear, column

_AT_FIRST = 3


class DueList(QWidget):
    """Shows the days of all filings, each with the way there; takes no room where there are none."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._theme = desk, desk.theme
        self._dues: tuple[Due, ...] = ()
        self._all = False
        self._listed = column(spacing=0)
        title = Label(self._theme, pgettext("due", "Dates that were named to you"), "heading")
        self.setLayout(column(Panel("card", column(title, self._listed, margins=self._theme.space(2), spacing=0))))
        self.setVisible(False)

    def refresh(self) -> None:
        """Read them again."""
        self._desk.read(self, complaints.dues, self._show)

    def _show(self, dues: tuple[Due, ...]) -> None:
        reveal(self, bool(dues))
        if dues != self._dues:
            self._dues = dues
            self._fill()

    def _fill(self) -> None:
        clear(self._listed)
        shown = self._dues if self._all else self._dues[:_AT_FIRST]
        for number, due in enumerate(shown):
            date, body = names.date_text(due.when), due.body
            words = names.short(" ".join(due.what.split())) or names.short(body)
            text = pgettext("due", "{date}: {what}").format(date=date, what=words)
            there = Button(self._theme, f"due.{number}", date, icon="calendar-days", role="section")
            said = [text, body, due.source]
            there.setAccessibleName(". ".join(each for each in said if each and each != words))
            there.clicked.connect(lambda _=False, one=due.complaint: self._go(one))
            self._listed.addWidget(there)
            self._listed.addWidget(Label(self._theme, isolated(words)))
        left = len(self._dues) - len(shown)
        if left:
            text = npgettext("due", "{count} more date", "{count} more dates", left).format(count=left)
            more = Button(self._theme, "due.more", text, icon="plus", role="section")
            more.clicked.connect(self._show_all)
            self._listed.addWidget(more)

    def _show_all(self) -> None:
        self._all = True
        self._fill()

    def _go(self, complaint: str) -> None:
        self._desk.wanted_field = "after"
        self._desk.go.emit("filing", complaint)
