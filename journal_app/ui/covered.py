"""A picture that stays covered until it is asked for."""

from __future__ import annotations

from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QWidget

from journal_app.domain.evidence import Evidence
from journal_app.i18n import pgettext
from journal_app.services import renditions
from journal_app.services.media import NoRendition, Pixels
from journal_app.ui.desk import Desk
from journal_app.ui.flow import flow
from journal_app.ui.showing import reveal
from journal_app.ui.widgets import Button, Label, column


def pixmap(pixels: Pixels) -> QPixmap:
    """Return pixels of the locked worker as a picture. Nothing is decoded: there are as many bytes as it says."""
    kind = QImage.Format.Format_Grayscale8 if pixels.channels == 1 else QImage.Format.Format_RGB888
    borrowed = QImage(pixels.data, pixels.width, pixels.height, pixels.width * pixels.channels, kind)
    return QPixmap.fromImage(borrowed.convertToFormat(QImage.Format.Format_RGB32))  # rows of its own


class CoveredPicture(QWidget):
    """One file: its name, and its first page when the person wants to see it."""

    def __init__(self, desk: Desk, identifier: str, evidence: Evidence, longest: int) -> None:
        """Name the widgets after ``identifier``; the picture is at most ``longest`` pixels on its longer side."""
        super().__init__()
        self._desk, self._evidence, self._longest = desk, evidence, longest
        self._covered = pgettext("picture", "Covered picture. {description}").format(description=evidence.description)
        self._picture = Label(desk.theme, "")
        self._state = Label(desk.theme, "", "muted")
        self._picture.setAccessibleName(self._covered)
        self._picture.setVisible(False)
        self._tell("")
        self.button = Button(desk.theme, f"{identifier}.show", "", icon="eye", role="quiet")
        self.button.setCheckable(True)
        self.button.toggled.connect(self._toggle)
        self._name_button(shown=False)
        self.setLayout(column(flow(self.button), self._picture, self._state, spacing=desk.theme.space(1)))

    def _tell(self, text: str) -> None:
        """Say how far it is; a line that says nothing takes no room."""
        self._state.say(text)
        reveal(self._state, bool(text))

    def _name_button(self, *, shown: bool) -> None:
        text = pgettext("picture", "Cover picture") if shown else pgettext("picture", "Covered. Show picture")
        self.button.setText(text)
        self.button.setAccessibleName(f"{text}: {self._evidence.file_name}")

    def _toggle(self, shown: bool) -> None:  # noqa: FBT001 - the shape of the signal
        self._name_button(shown=shown)
        if not shown:
            self._picture.clear()
            self._picture.setVisible(False)
            self._picture.setAccessibleName(self._covered)
            self._tell("")
            return
        identifier, longest = self._evidence.id, self._longest
        self._tell(pgettext("picture", "Opening the picture."))
        self._desk.read(
            self, lambda journal: renditions.thumbnail(journal, identifier, longest), self._show, self._refused
        )

    def _show(self, small: Pixels) -> None:
        self._tell("")
        if self.button.isChecked():
            self._picture.setPixmap(pixmap(small))
            self._picture.setAccessibleName(self._evidence.description or self._evidence.file_name)
            self._picture.setVisible(True)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, NoRendition):
            self._tell(f"{error.message} {error.advice}")
        else:
            self._desk.show_error(error)
