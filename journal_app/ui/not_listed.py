"""What was written and is not in the list, because what is chosen leaves it out: told, with a way to see it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal

from journal_app.i18n import pgettext
from journal_app.services.journal import Journal
from journal_app.ui.desk import Desk
from journal_app.ui.flow import flow
from journal_app.ui.showing import announce, reveal
from journal_app.ui.widgets import Button, Label, Panel, column


class NotListed(Panel):
    """Stands above a list for as long as what was saved last is not in it; else there is nothing."""

    all_wanted = Signal()

    def __init__(self, desk: Desk, section: str) -> None:
        """Name the parts after their section."""
        theme, self._desk, self._asked = desk.theme, desk, 0
        self._words = Label(theme, "")
        every = Button(theme, f"{section}.show-all", pgettext("timeline", "Show all"), icon="list")
        super().__init__("notice", column(self._words, flow(every), margins=theme.space(2), spacing=theme.space(1)))
        every.clicked.connect(self.all_wanted)
        self.setVisible(False)

    def look(self, is_left_out: Callable[[Journal], bool]) -> None:
        """Read whether what was saved last is left out of the list, and tell of it if so."""
        self._asked += 1
        asked = self._asked
        self._desk.read(self, is_left_out, lambda left_out: self._tell(asked, left_out=left_out))

    def end(self) -> None:
        """Tell of nothing any more: something else is chosen."""
        self._asked += 1
        self._words.say("")
        reveal(self, shown=False)

    def _tell(self, asked: int, *, left_out: bool) -> None:
        if asked != self._asked:
            return
        text = pgettext(
            "timeline",
            "What you saved last is kept. It is not in this list, because what is chosen above leaves it out.",
        )
        self._words.say(text if left_out else "")
        reveal(self, left_out)
        announce(self, self._words.text())
