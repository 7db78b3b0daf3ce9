"""What was made for a filing lately and is not noted as sent: offered where what was sent is noted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from journal_app.domain.complaints import Sending
from journal_app.i18n import pgettext
from journal_app.services import drafts, made_files
from journal_app.services.drafts import SENDING
from journal_app.services.journal import Journal
from journal_app.services.made_files import MadeFiles
from journal_app.ui import names
from journal_app.ui.desk import Desk
from journal_app.ui.flow import flow
from journal_app.ui.showing import reveal
from journal_app.ui.widgets import Button, Label, Panel, column, held


class MadeBefore(QWidget):
    """Lists it; ``add`` takes a sending with the files of the one that is chosen, to be filled in."""

    def __init__(
        self, desk: Desk, complaint: str, noted: Callable[[], Sequence[Sending]], add: Callable[[Sending], None]
    ) -> None:
        super().__init__()
        self._desk, self._add = desk, add
        self._listed = column(spacing=desk.theme.space(2))
        title = Label(desk.theme, pgettext("filing", "Made here, and not noted as sent"), "heading")
        about = pgettext("filing", "Only where you sent it. Its fingerprints are noted with it.")
        self.setLayout(column(title, Label(desk.theme, about, "muted"), held(self._listed),
                              spacing=desk.theme.space(1)))  # fmt: skip
        reveal(self, shown=False)
        sendings, key = tuple(noted()), SENDING + complaint
        self._key = key
        self._begun: Sending | None = None

        def read(journal: Journal) -> tuple[tuple[MadeFiles, ...], Sending | None]:
            return made_files.not_noted(journal, complaint, sendings), drafts.load(journal, key, Sending)

        desk.read(self, read, lambda found: self._show(*found))

    def _show(self, found: tuple[MadeFiles, ...], begun: Sending | None) -> None:
        self._begun = begun
        for number, each in enumerate(found):
            self._listed.addWidget(self._one(number, each))
        reveal(self, bool(found))

    def _one(self, number: int, each: MadeFiles) -> QWidget:
        theme = self._desk.theme
        when = pgettext("filing", "Made {time}").format(time=names.moment(each.made))
        note = pgettext("filing", "Note that you sent it")
        button = Button(theme, f"filing.made.{number}", note, icon="plus", role="quiet", name=f"{note}: {when}")
        files = [Label(theme, text, role) for file in each.files
                 for text, role in ((file.name, "body"), (names.in_fours(file.sha256), "muted"))]  # fmt: skip
        card = Panel("card", column(Label(theme, when), *files, flow(button), margins=theme.space(3)))

        def chosen() -> None:
            reveal(card, shown=False)
            begun, key = self._begun, self._key
            if begun is None or begun.files != each.files:
                self._add(Sending(to="", files=each.files))
            else:  # it is kept with the filing from here on
                self._add(begun)
                self._desk.keep(lambda place: drafts.keep(place, {key: None}))

        button.clicked.connect(chosen)
        return card
