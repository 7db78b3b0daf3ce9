"""The groups of a recovery key with their numbers; covered while a person types one of them from the sheet."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QWidget

from journal_app.i18n import pgettext
from journal_app.ui.dress import fitted
from journal_app.ui.flow import flow
from journal_app.ui.showing import reveal
from journal_app.ui.theme import Theme
from journal_app.ui.widgets import Label, column, held, row

_COVER = "•"
_LONGEST = 4  # letters of a group


class RecoveryGroups(QWidget):
    """Shows the groups in as many rows as they need: one that is cut off would be copied wrongly."""

    def __init__(self, theme: Theme, groups: tuple[str, ...], typed: QWidget) -> None:
        """While ``typed`` has the focus the groups are covered: what is read off the window shows no sheet."""
        super().__init__()
        self._groups = groups
        self._labels = [_group(theme, each) for each in groups]
        shown = [_numbered(theme, at, label) for at, label in enumerate(self._labels, 1)]
        about = pgettext("recovery", "Covered while you type: read the group from your sheet.")
        self._about = Label(theme, about, "muted")
        self.setLayout(column(flow(*shown, spacing=theme.space(4)), self._about, spacing=theme.space(1)))
        self._typed = typed
        typed.installEventFilter(self)
        self.cover(covered=False)

    def cover(self, *, covered: bool) -> None:
        """Cover the groups, or show them."""
        for label, group in zip(self._labels, self._groups, strict=True):
            label.say(_COVER * len(group) if covered else group)
        reveal(self._about, covered)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the focus of the field."""
        if watched is self._typed and event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.cover(covered=event.type() == QEvent.Type.FocusIn)
        return super().eventFilter(watched, event)


def _numbered(theme: Theme, number: int, group: Label) -> QWidget:
    """Return a group behind its number, which is set apart: it is no part of what is typed."""
    mark = Label(theme, f"{number}.", "muted")
    mark.setWordWrap(False)
    return held(row(mark, group, spacing=theme.space(2)))


def _group(theme: Theme, group: str) -> Label:
    one = Label(theme, group, "lead")
    one.setWordWrap(False)
    fitted(one, partial(_write_fixed, theme, one))
    return one


def _write_fixed(theme: Theme, label: Label) -> None:
    """Write in letters of one width, and as wide as the longest group, so that the groups stand below each other."""
    label.setFont(_fixed(theme))
    label.setMinimumWidth(label.fontMetrics().horizontalAdvance("0" * _LONGEST))


def _fixed(theme: Theme) -> QFont:
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(theme.font(1.15).pointSizeF())
    return font
