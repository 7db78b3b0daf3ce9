"""A page of the window: what every section has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from journal_app.ui.desk import Desk


class Page(QWidget):
    """One section of the window."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.theme = desk.theme

    @staticmethod
    def named() -> tuple[str, str]:
        """Return the name of the section and that of its icon; known before the page is made."""
        raise NotImplementedError

    @property
    def title(self) -> str:
        """The name of the section."""
        return self.named()[0]

    def refresh(self) -> None:
        """Read again what the page shows."""

    def show_record(self, identifier: str) -> None:
        """Show one record of the section."""

    def go_back(self) -> bool:
        """Go one step back inside the section; says whether there was one. Nothing is discarded."""
        return False

    def turn_away(self) -> None:
        """Put away what is being written: another section is shown."""

    def leave(self) -> None:
        """Save what is being written: the program is about to lock."""
