"""What to think of with a recording of people: the warning, and what is noted of the law of a place."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from journal_app.i18n import pgettext
from journal_app.ui import names
from journal_app.ui.desk import Desk
from journal_app.ui.showing import reveal
from journal_app.ui.widgets import Choice, Label, column

_BETWEEN = "\n"  # in no name of a place


class RecordingLaw(QWidget):
    """The warning that holds everywhere, and below it what was noted of a place; which one is kept nowhere."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._catalogue = desk.catalogue
        nowhere = ("", pgettext("evidence", "No place chosen"))
        listed = sorted(((f"{country}{_BETWEEN}{region}", _named(country, region))
                         for country, region in desk.catalogue.recording_places()),
                        key=lambda each: each[1].casefold())  # fmt: skip
        title = pgettext("evidence", "Where it was recorded, to see what is noted of the law there")
        self.place = Choice("evidence.recording-place", title, [nowhere, *listed])
        self._said = Label(desk.theme, "", "muted")
        warning = Label(desk.theme, desk.catalogue.recording_note("").warning, "warn")
        self.setLayout(column(warning, Label(desk.theme, title, buddy=self.place), self.place, self._said,
                              spacing=desk.theme.space(1)))  # fmt: skip
        self.place.currentIndexChanged.connect(lambda _: self._show())
        self._show()

    def _show(self) -> None:
        country, _, region = self.place.value().partition(_BETWEEN)
        note = self._catalogue.recording_note(country, region)
        unsure = pgettext("evidence", "Not confirmed: a lawyer knows the law of that place.")
        basis = note.basis.format(date=names.date_text(note.checked_on.isoformat()))
        said = [note.detail, basis, *([] if note.confirmed else [unsure])]
        self._said.say(" ".join(said) if country else "")
        reveal(self._said, bool(country))


def _named(country: str, region: str) -> str:
    return f"{names.country(country)} – {names.region(region)}" if region else names.country(country)
