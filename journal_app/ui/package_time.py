"""A time stamp for a package that was made for a lawyer: its request, and a new package with the answer in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from journal_app.i18n import pgettext
from journal_app.services import dossier_time
from journal_app.services.dossier_time import Stamped
from journal_app.ui import file_dialog, names
from journal_app.ui.desk import Desk
from journal_app.ui.flow import flow
from journal_app.ui.start_pages import told
from journal_app.ui.widgets import Button, Label, column

T = TypeVar("T")


class PackageTime(QWidget):
    """Writes the request and takes in the answer; ``package`` is the folder where it is known, else it is asked for."""

    def __init__(self, desk: Desk, key: str, package: Path | None = None) -> None:
        super().__init__()
        self._desk, self._package = desk, package
        theme = desk.theme
        about = pgettext(
            "anchor",
            "A time stamp from outside can show that the dossier in a package existed no later than its time. Carry "
            "the request to a service on another device, and bring back its answer. Only a fingerprint leaves. The "
            "package stays as it is: its answer goes into a new one.",
        )
        self._said, self._problem = Label(theme, "", "ok"), Label(theme, "", "danger")
        ask, take = (
            pgettext("anchor", "Write a request for a package"),
            pgettext("anchor", "Make a package with the answer"),
        )
        self.request = Button(theme, f"{key}.request", ask, icon="send")
        self.answer = Button(theme, f"{key}.answer", take, icon="download")
        self.request.clicked.connect(self.save_request)
        self.answer.clicked.connect(self.take_answer)
        parts = (Label(theme, about), flow(self.request, self.answer), self._problem, self._said)
        self.setLayout(column(*parts, spacing=theme.space(2)))

    def save_request(self) -> None:
        """Write a request over the signature of the dossier in a package."""
        package = self._chosen()
        title = pgettext("anchor", "Choose a place for the request")
        place = file_dialog.place_to_save(self, title, "dossier.tsq") if package is not None else None
        if package is None or place is None:
            return
        done = pgettext("anchor", "Written. Bring its answer back when you have it, and keep the package as it is.")
        self._do(lambda journal, _: dossier_time.request(journal, package, place), lambda _: self._say(done))

    def take_answer(self) -> None:
        """Make a new package with the answer inside the dossier."""
        package = self._chosen()
        title = pgettext("anchor", "Choose the answer")
        found = file_dialog.files_to_open(self, title) if package is not None else []
        if package is None or not found:
            return
        title = pgettext("anchor", "Choose a place for the new package")
        place = file_dialog.place_to_save(self, title, pgettext("anchor", "dossier-with-time"))
        if place is not None:
            self._do(
                lambda journal, progress: dossier_time.answer(journal, package, found[0], place, progress=progress),
                self._made,
            )

    def _made(self, made: Stamped) -> None:
        shown = pgettext("anchor", "Fingerprint of dossier.pdf: {digest}").format(digest=names.in_fours(made.document))
        self._say(f"{dossier_time.in_words(made, names.date_text(made.time))}\n{shown}")

    def _chosen(self) -> Path | None:
        if self._package is not None:
            return self._package
        return file_dialog.folder_to_open(self, pgettext("anchor", "Choose the folder of the package"))

    def _do(self, work: Callable[..., T], done: Callable[[T], None]) -> None:
        self._say("")
        title = pgettext("anchor", "Time stamp for a package")
        self._desk.long(self.window(), title, work, lambda made: done(made) if isValid(self) else None, self._refused)

    def _refused(self, error: Exception) -> None:
        if isValid(self):
            self._say(problem=told(error))
        else:
            self._desk.show_error(error)

    def _say(self, said: str = "", *, problem: str = "") -> None:
        self._said.say(said)
        self._problem.say(problem)
