"""Showing and hiding a part of a page, whether or not it stands in the window yet, and scrolling to it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget


def reveal(part: QWidget, shown: bool) -> None:  # noqa: FBT001 - the shape of Qt's own
    """Show or hide a part of a page; one that stands in no window yet will be shown with what it is put into.

    Qt would make it a window of its own at once, which flashes and takes the focus from the real one.
    """
    if shown and part.parentWidget() is None:
        part.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, on=False)
        part.setAttribute(Qt.WidgetAttribute.WA_WState_Hidden, on=False)
    else:
        part.setVisible(shown)


def announce(widget: QWidget, text: str) -> None:
    """Have a screen reader say something politely, when it has said what it is saying; the focus stays."""
    if text and widget.isVisible():
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # nothing is said before the first page

        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


def bring_into_view(part: QWidget) -> None:
    """Scroll to a part of a page that was just shown, once it has its place."""

    def scroll() -> None:
        around = part.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(part)

    QTimer.singleShot(0, part, scroll)
