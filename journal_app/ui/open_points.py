"""What is still open in a dossier: each point with the way to its place, a part of them at a time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from journal_app.i18n import pgettext
from journal_app.services.dossiers import OpenPoint
from journal_app.ui.bullets import Bullet
from journal_app.ui.desk import Desk
from journal_app.ui.flow import flow
from journal_app.ui.found_page import SECTION_OF
from journal_app.ui.in_parts import InParts
from journal_app.ui.widgets import Button, Label, column, held


class OpenPoints(QWidget):
    """Lists open points; a long list is shown in parts."""

    def __init__(self, desk: Desk, identifier: str) -> None:
        super().__init__()
        self._desk, self._theme, self._identifier = desk, desk.theme, identifier
        self._points: Sequence[OpenPoint] | None = None
        self._parts = InParts(self._theme, identifier, spacing=self._theme.space(1))
        self.setLayout(column(self._parts))

    def show_points(self, points: Sequence[OpenPoint]) -> None:
        """Show other points, or that there are none; where they are the same, the keyboard stays at one of them."""
        if points == self._points:
            return
        self._points = points
        none = partial(Label, self._theme, pgettext("dossier", "None."), "muted")
        listed = [partial(self._point, number, point) for number, point in enumerate(points)]
        self._parts.show_parts(listed or [none])

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
