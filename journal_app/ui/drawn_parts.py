"""What is drawn over a page of a file and not hidden yet: kept as a draft, for where the program ends in the middle."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLayout, QWidget

from journal_app.domain.evidence import Redaction
from journal_app.i18n import pgettext
from journal_app.services import drafts, redactions
from journal_app.services.drafts import HIDING
from journal_app.services.journal import Journal
from journal_app.ui.desk import Desk
from journal_app.ui.editor import DRAFT_AFTER, Slot
from journal_app.ui.flow import flow
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import Label, Panel, column, held


class DrawnParts(QTimer):
    """Keeps what is drawn a moment after it was; what was kept when the program ended is hidden at once."""

    def __init__(self, owner: QWidget, desk: Desk, evidence: str, drawn: Callable[[], Redaction | None]) -> None:
        """``drawn`` returns what is drawn over the page that is shown, or None where that is what is hidden."""
        super().__init__(owner)
        self._desk, self._drawn, self._slot = desk, drawn, Slot(HIDING + evidence)
        self.setSingleShot(True)
        self.setInterval(DRAFT_AFTER)
        self.timeout.connect(self._keep)
        desk.read(owner, lambda journal: redactions.hide_begun(journal, evidence), lambda _: None)

    def soon(self) -> None:
        """Keep what is drawn a moment later, however long the drawing goes on."""
        if not self.isActive():
            self.start()

    def _keep(self) -> None:
        self._desk.keep(self._slot.keeper(self._drawn()))

    def forget(self) -> None:
        """Keep nothing of what is drawn: it was not meant."""
        self.stop()
        self._desk.keep(self._slot.keeper(None))

    def hider(self, wanted: Redaction) -> Callable[[Journal], None]:
        """Return the work of hiding; it is kept until then, as that may have to wait for long work."""
        self.stop()
        self._keep()
        slot, number = self._slot, self._slot.number()

        def hide(journal: Journal) -> None:
            with slot.lock:
                redactions.hide_parts(journal, wanted.evidence, wanted.page, wanted.boxes)
                slot.end(number)
                drafts.forget(journal, [slot.key])

        return hide


def panel(theme: Theme, rows: QLayout, *buttons: QWidget) -> Panel:
    """Return what stands below a page that is drawn on: what drawing does, the parts, and the buttons, two and two."""
    about = pgettext(
        "viewer",
        "Draw over the parts to be hidden, or add one and move it. It is hidden in every copy that goes to others. "
        "The original stays as it is, and a lawyer’s package holds the original.",
    )
    parts = column(Label(theme, about, "muted"), held(rows), flow(*buttons[:2]), flow(*buttons[2:]),
                   margins=theme.space(3), spacing=theme.space(2))  # fmt: skip
    made = Panel("card", parts)
    made.setVisible(False)
    return made
