"""The part of an entry about research that leads to what is noted of the study."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from journal_app.domain.studies import Study
from journal_app.i18n import pgettext
from journal_app.services import studies
from journal_app.ui import names
from journal_app.ui.desk import Desk
from journal_app.ui.flow import flow
from journal_app.ui.showing import reveal
from journal_app.ui.studies_page import new_for, title_of
from journal_app.ui.widgets import Button, Label, Section, column, held

_LONGEST = 50  # letters of a title on a button, which cannot break its line


class EntryStudies(QWidget):
    """Shown where the type of an entry is about research, or a study belongs to it."""

    def __init__(self, desk: Desk, entry: str, types: Sequence[str]) -> None:
        """``entry`` is the id of the entry, empty for one that was not saved yet."""
        super().__init__()
        self._desk, self._theme, self._entry = desk, desk.theme, entry
        self._studies: tuple[Study, ...] = ()
        self._types = tuple(types)
        self._listed = column(spacing=self._theme.space(1))
        title, audience = pgettext("entry", "Research"), pgettext("audience", "Goes where all entries go that it names")
        self.section = Section(self._theme, "entry.research", title, audience, lambda: held(self._listed))
        self.setLayout(column(self.section, spacing=0))
        self._fill()
        if entry:
            desk.read(self, lambda journal: studies.of_entry(journal, entry), self._take)

    def show_types(self, types: Sequence[str]) -> None:
        """Note the types that are chosen now."""
        self._types = tuple(types)
        self._tell()

    def _take(self, found: tuple[Study, ...]) -> None:
        self._studies = found
        self._fill()

    def _fill(self) -> None:
        while (item := self._listed.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for part in self._parts():
            self._listed.addWidget(part)
        self._tell()

    def _parts(self) -> list[QWidget]:
        if not self._entry:
            text = pgettext("entry", "Press “Done” first. Then open this entry again to note here which study it is.")
            return [Label(self._theme, text, "muted")]
        about = pgettext("entry", "What you know of the study, thesis or publication. Several entries can share one.")
        parts: list[QWidget] = [Label(self._theme, about, "muted")]
        for number, study in enumerate(self._studies, 1):
            words = names.short(title_of(study), _LONGEST)
            show = Button(self._theme, f"entry.research.{number}", words.replace("&", "&&"), icon="file-text",
                          role="quiet", name=words)  # fmt: skip
            show.clicked.connect(lambda _=False, key=study.id: self._desk.go.emit("studies", key))
            parts.append(flow(show))
        new = Button(self._theme, "entry.research.new", pgettext("entry", "Note a study"), icon="plus")
        new.setEnabled(not self._desk.reads_only)
        new.clicked.connect(lambda: self._desk.go.emit("studies", new_for(self._entry)))
        return [*parts, flow(new)]

    def _tell(self) -> None:
        reveal(self, shown=bool(self._studies) or studies.are_asked_for(self._types))
