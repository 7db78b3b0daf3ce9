"""The dialog for a failure that stops the work: what happened, whether anything was lost, what to do."""

from __future__ import annotations

import errno

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from journal_app.errors import Cancelled, JournalError
from journal_app.i18n import pgettext
from journal_app.ui.reading_width import reading_width
from journal_app.ui.start_pages import unanswered
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import Button, Label, column, row


def place_of(error: Exception) -> str:
    """Return the kind and place of a defect in the program; it holds nothing of what was written."""
    trace, place = error.__traceback__, ""
    while trace is not None:
        place = f"{trace.tb_frame.f_globals.get('__name__', '')}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__} {place}"


class ErrorDialog(QDialog):
    """Shows one failure."""

    def __init__(self, theme: Theme, error: Exception, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(pgettext("window", "Journal"))
        if isinstance(error, JournalError):
            message, advice, details = error.message, error.advice, type(error).__name__
        elif isinstance(error, OSError):  # a disk that does not answer is no defect
            message, advice = unanswered()
            details = f"{errno.errorcode.get(error.errno or 0, '')} {place_of(error)}".strip()
        else:
            message = pgettext(
                "error",
                "The program made a mistake. What was saved before is whole; what was typed last may not be saved yet.",
            )
            advice = pgettext("error", "You can go on. The details hold nothing of what you wrote.")
            details = place_of(error)
        self._details = details
        self.text = f"{message} {advice} {details}"
        close = Button(theme, "error.close", pgettext("button", "Close"), role="primary")
        copied = Button(theme, "error.copy", pgettext("button", "Copy the details"), role="quiet")
        close.clicked.connect(self.accept)
        copied.clicked.connect(self._copy)
        parts = column(
            Label(theme, message, "lead"), Label(theme, advice), Label(theme, details, "small"),
            row(copied, 1, close), margins=theme.space(5), spacing=theme.space(3),
        )  # fmt: skip
        self.setLayout(parts)
        self.setMinimumWidth(min(520, reading_width(theme)))
        close.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details)


def show_error(theme: Theme, error: Exception, parent: QWidget | None = None) -> None:
    """Show a failure and wait until it is read; a stop that was asked for is not shown."""
    if not isinstance(error, Cancelled):
        ErrorDialog(theme, error, parent).exec()
