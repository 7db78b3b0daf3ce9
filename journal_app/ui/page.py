"""A page of the window: what every section has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from journal_app.ui.desk import Desk


class Page(QWidget):
    """One section of the window. ``title`` is its name, ``icon`` the name of its icon."""

    title = ""
    icon = ""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.theme = desk.theme

    def refresh(self) -> None:
        """Read again what the page shows."""

    def show_record(self, identifier: str) -> None:
        """Show one record of the section."""

    def turn_away(self) -> None:
        """Put away what is being written: another section is shown."""

    def leave(self) -> None:
        """Save what is being written: the program is about to lock."""
