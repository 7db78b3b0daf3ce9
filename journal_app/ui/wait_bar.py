"""A bar for what takes a moment whose length nobody knows."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar

from journal_app.ui.fields import name_widget
from journal_app.ui.theme import Theme


class WaitBar(QProgressBar):
    """Shows that something is being done whose length nobody knows; not where less motion is wanted."""

    def __init__(self, theme: Theme, identifier: str, name: str) -> None:
        super().__init__()
        self._theme = theme
        name_widget(self, identifier, name)
        self.setRange(0, 0)
        self.setTextVisible(False)
        self.setVisible(False)

    def setVisible(self, shown: bool) -> None:  # noqa: FBT001 - the shape of Qt's own
        """Show it where it may move; the words beside it say the same."""
        super().setVisible(shown and not self._theme.less_motion)
