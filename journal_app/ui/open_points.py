"""What is still open in a dossier: each point with the way to its place, a part of them at a time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from journal_app.i18n import npgettext, pgettext
from journal_app.services.dossiers import OpenPoint
from journal_app.ui.bullets import Bullet
from journal_app.ui.desk import Desk
from journal_app.ui.flow import flow
from journal_app.ui.found_page import SECTION_OF
from journal_app.ui.widgets import Button, Label, clear, column, held

AT_ONCE = 30  # points that are shown before more are asked for: a widget each, and a journal may have thousands


class OpenPoints(QWidget):
    """Lists open points; a long list is shown in parts."""

    def __init__(self, desk: Desk, identifier: str) -> None:
        super().__init__()
        self._desk, self._theme, self._identifier = desk, desk.theme, identifier
        self._points: Sequence[OpenPoint] = ()
        self._shown = 0
        self._listed = column(spacing=self._theme.space(1))
        self._more = column()
        self.setLayout(column(held(self._listed), held(self._more)))

    def show_points(self, points: Sequence[OpenPoint]) -> None:
        """Show other points, or that there are none."""
        clear(self._listed)
        self._points, self._shown = points, 0
        if not points:
            self._listed.addWidget(Label(self._theme, pgettext("dossier", "None."), "muted"))
        self._go_on()

    def _go_on(self) -> None:
        upto = min(len(self._points), self._shown + AT_ONCE)
        for number in range(self._shown, upto):
            self._listed.addWidget(self._point(number, self._points[number]))
        self._shown = upto
        clear(self._more)
        left = len(self._points) - upto
        if left:
            text = npgettext("dossier", "Show {count} more", "Show {count} more", left).format(count=left)
            more = Button(self._theme, f"{self._identifier}.more", text, icon="plus", role="quiet")
            more.clicked.connect(self._go_on)
            self._more.addWidget(flow(more))

    def _point(self, number: int, point: OpenPoint) -> QWidget:
        parts: list[QWidget] = [Bullet(self._theme, point.message)]
        if point.kind in SECTION_OF:
            there = Button(self._theme, f"{self._identifier}.{number}", pgettext("dossier", "Go there"), role="quiet")
            there.setAccessibleName(pgettext("dossier", "Go there: {point}").format(point=point.message))
            there.clicked.connect(lambda: self._go(point))
            parts.append(flow(there))
        return held(column(*parts, spacing=0))

    def _go(self, point: OpenPoint) -> None:
        if not point.record_id:
            self._desk.turn.emit(SECTION_OF[point.kind])
            return
        self._desk.wanted_field = point.field
        self._desk.go.emit(SECTION_OF[point.kind], point.record_id)
